"""From proved derivations to files, and whether the files are what they should be."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gradproof.catalogue import folder
from gradproof.program.array_program import ArrayProgram
from gradproof.program.derived import GenerationError, ProvedDerivation
from gradproof.program.from_proof import from_proof
from gradproof.program.proved import digest, equal, jacobian
from gradproof.program.to_numba.module import to_numba
from gradproof.program.to_numpy.module import to_numpy
from gradproof.program.to_sympy import to_sympy

TARGETS = ("numba", "numpy", "sympy")
"""The folders of generated code, each of the name of its folder of templates; the catalogue is written for all."""
DEFAULT = ("numpy", "sympy")
"""What a document of one's own is written for, unless another target is asked for."""


def program_of(derivation: ProvedDerivation) -> ArrayProgram:
    """The checked array program of a derivation.

    *Raises* GenerationError that names the formula for which no kernel can be made.
    """
    return from_proof(derivation, equal, jacobian, digest(derivation))


def files(derivations: Sequence[ProvedDerivation], targets: Sequence[str] = DEFAULT) -> dict[str, str]:
    """The text of every generated file by its path below the folder of generated code."""
    texts: dict[str, str] = {}
    for derivation in derivations:
        if any(f"{target}/{derivation.name}.py" in texts for target in targets):
            raise GenerationError(f"Two documents are called {derivation.name}; rename one of them.")
        texts |= {f"{target}/{derivation.name}.py": _text(derivation, target) for target in targets}
    return texts


def _text(derivation: ProvedDerivation, target: str) -> str:
    """The module of a derivation for one target."""
    templates = folder("codegen")
    if target == "sympy":
        return to_sympy(derivation, digest(derivation), templates / "sympy")
    program = program_of(derivation)
    return to_numba(program, templates) if target == "numba" else to_numpy(program, templates / "numpy")


def generate(derivations: Sequence[ProvedDerivation], out: Path, targets: Sequence[str] = DEFAULT) -> tuple[Path, ...]:
    """The paths of the files that were written below `out`: those whose text is new."""
    written: list[Path] = []
    for path, text in sorted(files(derivations, targets).items()):
        target = out / path
        if not target.is_file() or target.read_text("utf-8") != text:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")
            written.append(target)
    return tuple(written)


@dataclass(frozen=True)
class Difference:
    """A file that is not what it should be: `kind` is "missing", "extra" or "changed", `diff` shows how."""

    path: Path
    kind: str
    diff: str


def check(
    derivations: Sequence[ProvedDerivation], out: Path, targets: Sequence[str] = DEFAULT, *, whole: bool = True
) -> tuple[Difference, ...]:
    """The differences between the files below `out` and what the derivations give, in the order of their paths.

    With `whole` the derivations are the whole catalogue, so that a file that none of them gives is extra.
    """
    texts = files(derivations, targets)
    found = [_difference(out / path, text) for path, text in sorted(texts.items())]
    if whole:
        present = {path for target in targets for path in (out / target).glob("*.py")}
        found += [Difference(path, "extra", "") for path in sorted(present - {out / path for path in texts})]
    return tuple(difference for difference in found if difference)


def _difference(path: Path, text: str) -> Difference | None:
    if not path.is_file():
        return Difference(path, "missing", "")
    present = path.read_text("utf-8")
    if present == text:
        return None
    lines = difflib.unified_diff(
        present.splitlines(keepends=True), text.splitlines(keepends=True), f"{path}", f"{path} as generated"
    )
    return Difference(path, "changed", "".join(lines))
