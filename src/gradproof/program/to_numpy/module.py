"""From an array program to the text of a NumPy module, through codegen/numpy/module.py.j2."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import jinja2

from gradproof.formula.expression import Variable
from gradproof.program.array_program import ArrayProgram, Input
from gradproof.program.derived import GenerationError
from gradproof.program.fuse import fuse
from gradproof.program.lower import lower
from gradproof.program.operations import Step
from gradproof.program.to_numpy.buffers import check_names, identifier
from gradproof.program.to_numpy.passes import write_passes
from gradproof.program.to_numpy.setup import Block
from gradproof.program.to_numpy.single import write_single
from gradproof.program.to_text import to_text

TEMPLATE = "module.py.j2"


def to_numpy(program: ArrayProgram, templates: Path) -> str:
    """The text of the module."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 (Python is written, not HTML)
    )
    return environment.get_template(TEMPLATE).render(context(program))


def context(program: ArrayProgram) -> dict[str, Any]:
    """What the template is filled with: names and lines, nothing left to decide."""
    steps = fuse(lower(program), program)
    writer, forward, backward = write_passes(program, steps)
    results = [gradient for _, gradient in program.gradients]
    buffers = {identifier(n): shape for n, shape in writer.buffers.shapes.items() if n not in (*results, program.value)}
    if program.value in writer.buffers.shapes and not _is_local_value(forward):
        buffers[identifier(program.value)] = ()
    allocated = {
        name: f"np.empty({_tuple(identifier(d.name) for d in shape)}, dtype)" for name, shape in buffers.items()
    }
    for name in sorted(writer.arrays & writer.setup.made.keys()):
        raise GenerationError(f"{program.source}: {name} is what the kernel calls something of its own; rename it.")
    made = {**writer.judged, **{n: how for n, how in allocated.items() if n not in writer.judged}, **writer.setup.made}
    names = [*made, *(identifier(r) for r in results)]
    return {
        **signature(program),
        "listed": listed,
        "results": [identifier(r) for r in results],
        "made": list(made.items()),
        "ufuncs": _ufuncs((*forward, *backward)),
        "forward": forward,
        "backward": backward,
        "forward_names": _used(forward, names),
        "backward_names": _used(backward, names),
        "single": _single(program, steps),
        "value_name": "value" if _is_local_value(forward) else identifier(program.value),
    }


def signature(program: ArrayProgram) -> dict[str, Any]:
    """What the template needs to know of a program from outside: its header, arguments and dimensions."""
    check_names(tuple(item.name for item in program.inputs))
    return {
        "name": program.name,
        "source": program.source,
        "digest": program.digest,
        "inputs": [_input(item) for item in program.inputs],
        "parameters": [_input(item) for item in program.inputs if item.kind == "parameter"],
        "arguments": ", ".join(identifier(item.name) for item in program.inputs),
        "dimensions": [identifier(d.name) for d in program.dimensions],
        "batch": identifier(program.batch.dimension.name) if program.batch else "",
        "value": _value_formula(program),
    }


def _value_formula(program: ArrayProgram) -> str:
    """The value's formula, that of the loss itself where it is nothing but the loss."""
    expressions = {line.name: line.expression for line in program.assignments}
    value = expressions[program.value]
    return to_text(expressions.get(value.name, value) if isinstance(value, Variable) else value)


def _single(program: ArrayProgram, steps: tuple[Step, ...]) -> dict[str, Any] | None:
    """What the template needs for the passes over one row."""
    single = write_single(program, steps)
    if single is None:
        return None
    words = _words(single.blocks)
    return {
        "setup": single.setup,
        "blocks": single.blocks,
        "names": [name for name in single.arrays if name in words],
        "functions": sorted({"exp", "log", "tanh"} & set(words)),
        "matrices": [
            " * ".join(identifier(d.name) for d in item.shape)
            for item in program.inputs
            if item.kind == "parameter" and len(item.shape) > 1
        ],
    }


def listed(names: list[str], indent: int = 8, width: int = 110) -> str:
    """The names as a tuple, over several lines if they are many."""
    text = f"({', '.join(names)}{',' if len(names) == 1 else ''})"
    if indent + len(text) <= width - 30:
        return text
    inner = " " * (indent + 4)
    wrapped = textwrap.fill(", ".join(names) + ",", width, initial_indent=inner, subsequent_indent=inner)
    return f"(\n{wrapped}\n{' ' * indent})"


def _is_local_value(blocks: Iterable[Block]) -> bool:
    return any(line.startswith("value = ") for block in blocks for line in block.lines)


def _input(item: Input) -> dict[str, Any]:
    shape = [identifier(d.name) for d in item.shape]
    return {
        "name": identifier(item.name),
        "kind": item.kind,
        "shape": _tuple(shape),
        "axes": shape,
        "classes": identifier(item.values.name) if item.values else "",
        "positive": item.positive,
    }


def _tuple(names: Iterable[str]) -> str:
    items = list(names)
    return f"({', '.join(items)}{',' if len(items) == 1 else ''})"


def _words(blocks: Iterable[Block]) -> list[str]:
    text = "\n".join(line for block in blocks for line in (block.loop, *block.lines))
    return list(dict.fromkeys(re.findall(r"(?<![\w.])[A-Za-z_]\w*", text)))


def _used(blocks: tuple[Block, ...], names: list[str]) -> list[str]:
    words = set(_words(blocks))
    return [name for name in dict.fromkeys(names) if name in words]


def _ufuncs(blocks: tuple[Block, ...]) -> list[str]:
    known = {
        "add", "subtract", "multiply", "divide", "exp", "log", "log1p", "tanh", "sinh", "cosh", "sin", "cos", "tan",
        "arctan", "absolute", "sign", "negative", "reciprocal", "square", "sqrt", "power", "maximum", "dot", "einsum",
        "copyto",
    }  # fmt: skip
    return sorted(known & set(_words(blocks)))
