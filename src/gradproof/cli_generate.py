"""The commands that write files from proved documents: kernels, and the index of a folder of derivations."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from gradproof.program.derived import ProvedDerivation

REFUSED = 1
DIFFERENT = 1


@click.command()
@click.argument("documents", nargs=-1, metavar="[DOC…]", type=click.Path(path_type=Path))
@click.option("--out", default="generated", type=click.Path(path_type=Path), help="The folder of generated files.")
@click.option(
    "--target",
    "targets",
    multiple=True,
    metavar="NAME",
    help="numpy, numba or sympy; may be repeated. Without it: numpy and sympy, and for the catalogue all of them.",
)
@click.option("--check", "only_check", is_flag=True, help="Write nothing; say whether the files are up to date.")
def generate(documents: tuple[Path, ...], out: Path, targets: tuple[str, ...], only_check: bool) -> None:
    """Write kernels from documents in which every needed claim is proved; without DOC, from the catalogue.

    Exit code: 0 done or up to date, 1 a claim is not proved or a file differs, 2 a document cannot be read.
    """
    from gradproof.program.derived import GenerationError
    from gradproof.program.generate import DEFAULT, TARGETS, check, generate

    if unknown := sorted(set(targets) - set(TARGETS)):
        raise click.UsageError(f"There is no target {unknown[0]}; the targets are {', '.join(TARGETS)}.")
    asked = tuple(dict.fromkeys(targets)) or (DEFAULT if documents else TARGETS)
    try:
        derivations = _derivations(documents)
        if not only_check:
            written = generate(derivations, out, asked)
            for path in written:
                click.echo(f"wrote {path}")
            if not written:
                click.echo(f"{_count(derivations)}, every generated file was up to date.")
            return
        differences = check(derivations, out, asked, whole=not documents)
    except GenerationError as error:
        click.echo(f"Not generated: {error}", err=True)
        sys.exit(REFUSED)
    for difference in differences:
        click.echo(f"{difference.kind}: {difference.path}")
        click.echo(difference.diff, nl=False)
    if differences:
        options = [
            *(f"--target {target}" for target in targets),
            *([f"--out {out}"] if f"{out}" != "generated" else []),
        ]
        remedy = " ".join(["gradproof generate", *map(str, documents), *options])
        click.echo(f"These files are not what their documents say. To mend it: {remedy}", err=True)
        sys.exit(DIFFERENT)
    click.echo(f"{_count(derivations)}, every generated file is up to date.")


def _count(derivations: list[ProvedDerivation]) -> str:
    return "1 document" if len(derivations) == 1 else f"{len(derivations)} documents"


def _derivations(documents: tuple[Path, ...]) -> list[ProvedDerivation]:
    """The proved derivations of the documents; of the catalogue those that are models."""
    from gradproof.catalogue import derivations
    from gradproof.program.from_document import NoModel, from_document

    if documents:
        return [from_document(path) for path in documents]
    found = []
    for path in derivations():
        try:
            found.append(from_document(path))
        except NoModel:
            continue  # a page of identities or answers: nothing to compute
    return found


@click.command()
@click.argument("folder", default="derivations", type=click.Path(path_type=Path, file_okay=False))
@click.option("--check", "only_check", is_flag=True, help="Write nothing; say whether the index is up to date.")
def index(folder: Path, only_check: bool) -> None:
    """Write README.md of a folder of derivations: each document with its counts and verdict."""
    from gradproof.proofread import check
    from gradproof.report.to_index import to_index

    if not folder.is_dir():
        raise click.UsageError(f"There is no folder {folder}.")
    text = to_index([check(path) for path in _pages(folder.glob("*.md"))])
    target = folder / "README.md"
    if target.is_file() and target.read_text("utf-8") == text:
        click.echo(f"{target} is up to date.")
    elif only_check:
        click.echo(f"{target} is not up to date. To mend it: gradproof index {folder}", err=True)
        sys.exit(DIFFERENT)
    else:
        target.write_text(text, "utf-8")
        click.echo(f"wrote {target}")


def _pages(paths: Iterable[Path]) -> list[Path]:
    return [path for path in sorted(paths) if path.name != "README.md"]
