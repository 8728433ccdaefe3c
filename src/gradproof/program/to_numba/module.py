"""From an array program to the text of a module that Numba compiles, through codegen/numba/module.py.j2.

What stands around the kernel (arguments, checks, workspaces, threads) is the NumPy target's: the template extends its.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jinja2

from gradproof.formula.expression import Dimension
from gradproof.program.array_program import ArrayProgram
from gradproof.program.derived import GenerationError
from gradproof.program.fuse import fuse
from gradproof.program.lower import lower
from gradproof.program.to_numba.elements import ElementWriter
from gradproof.program.to_numba.nests import NestWriter, scheduled
from gradproof.program.to_numpy.buffers import OWN_NAMES, identifier, plan
from gradproof.program.to_numpy.module import signature

TEMPLATE = "numba/module.py.j2"


def to_numba(program: ArrayProgram, templates: Path) -> str:
    """The text of the module; `templates` is the folder of all targets."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader([templates, templates / "numpy"]),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 (Python is written, not HTML)
    )
    return environment.get_template(TEMPLATE).render(context(program))


def context(program: ArrayProgram) -> dict[str, Any]:
    """What the template is filled with."""
    steps = scheduled(fuse(lower(program), program))
    buffers = plan(steps, program)
    elements = ElementWriter(buffers)
    inputs = frozenset(identifier(item.name) for item in program.inputs)
    lengths = list(_lengths(program))
    taken = inputs | {identifier(name) for name in buffers.shapes} | {name for name, _ in lengths}
    writer = NestWriter(elements, taken | frozenset(OWN_NAMES.split()))
    forward = writer.blocks(step for step in steps if not step.backward)
    backward = writer.blocks(step for step in steps if step.backward)
    gradients = [gradient for _, gradient in program.gradients]
    between = [name for name in buffers.shapes if name not in gradients]
    text = "\n".join(line for block in (*forward, *backward) for line in block.lines)
    return {
        **signature(program),
        "single": None,
        "constants": [pair for pair in elements.constants.items() if pair[0] in text],
        "helpers": [name for name in ("_relu", "_softplus") if f"{name}(" in text],
        "lengths": lengths,
        "results": [_array(name, buffers.shapes[name]) for name in gradients],
        "memory": [_array(name, buffers.shapes[name]) for name in (*gradients, *between)],
        "forward": forward,
        "backward": backward,
        "value_name": identifier(buffers.of[program.value]),
    }


def _lengths(program: ArrayProgram) -> Iterator[tuple[str, str]]:
    """Each dimension with the argument's axis that tells its size."""
    for dimension in program.dimensions:
        found = (
            f"{identifier(item.name)}.shape[{item.shape.index(dimension)}]"
            for item in program.inputs
            if dimension in item.shape
        )
        how = next(found, None)
        if how is None:
            raise GenerationError(
                f"{program.source}: no argument has an axis over {dimension.name}, so a kernel cannot know its size."
            )
        yield identifier(dimension.name), how


def _array(name: str, shape: tuple[Dimension, ...]) -> dict[str, Any]:
    """An array in a flat one: how many elements it takes, and its shape."""
    sizes = [identifier(dimension.name) for dimension in shape]
    return {
        "name": identifier(name),
        "size": " * ".join(sizes) or "1",
        "shape": f"({', '.join(sizes)}{',' if len(sizes) == 1 else ''})",
        "matrix": len(sizes) > 1,
    }
