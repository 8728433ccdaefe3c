"""Which arrays share memory: an operation writes over an array of its own axes that nobody reads any more."""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from gradproof.formula.expression import Dimension, Index, Variable
from gradproof.program.array_program import ArrayProgram
from gradproof.program.derived import GenerationError
from gradproof.program.operations import Map, Operation, Scatter, Softmax, Step

Shape = tuple[Dimension, ...]


@dataclass
class Buffers:
    """The buffer of every array by the array's name, and the shapes of the buffers in the order of first use."""

    of: dict[str, str] = field(default_factory=dict)
    shapes: dict[str, Shape] = field(default_factory=dict)

    def give(self, old: str, new: str) -> None:
        """The buffer gets another name: that of the result which ends up in it."""
        self.of = {name: new if root == old else root for name, root in self.of.items()}
        self.shapes = {new if name == old else name: shape for name, shape in self.shapes.items()}

    def shares(self, one: str, other: str) -> bool:
        """True where two arrays lie in one buffer."""
        return one in self.of and self.of.get(one) == self.of.get(other)


def shape_of(variable: Variable) -> Shape:
    """The dimensions of an array's axes."""
    return tuple(term.dimension for term in variable.indices if isinstance(term, Index))


def plan(steps: tuple[Step, ...], program: ArrayProgram) -> Buffers:
    """The buffers of all arrays that the steps write."""
    buffers = Buffers()
    results = {gradient for _, gradient in program.gradients} | {program.value}
    last = {read.name: number for number, step in enumerate(steps) for read in step.operation.reads}
    late = {write.name for step in steps if step.backward for write in step.operation.writes}
    for number, step in enumerate(steps):
        for target in step.operation.writes:
            donors = [d for d in _donors(step.operation, target) if d.name in buffers.of and last.get(d.name) == number]
            if target.name in results:
                donors = [d for d in donors if d.name in late and buffers.of[d.name] == d.name]
            if target.name in results and donors:
                buffers.give(donors[0].name, target.name)
            buffers.of[target.name] = buffers.of[donors[0].name] if donors else target.name
            buffers.shapes.setdefault(buffers.of[target.name], shape_of(target))
    return _renamed(buffers, steps, program)


def _donors(operation: Operation, target: Variable) -> tuple[Variable, ...]:
    """The arrays whose memory the target may take over, the best first."""
    if len(target.indices) < 2:
        return ()  # vectors are small: the memory is worth less than a name of their own
    match operation:
        case Map(_, _):
            same = [read for read in operation.reads if read.indices == target.indices]
            return tuple(sorted(same, key=lambda read: [r.name for r in same].count(read.name)))
        case Scatter(_, base, _, _) if base is not None:
            return (base,)
        case Softmax() if target == operation.probability:
            return (operation.logits,)
    return ()


def _renamed(buffers: Buffers, steps: tuple[Step, ...], program: ArrayProgram) -> Buffers:
    """The same buffers under the names of the document: that of the first array in them which has one."""
    own = {line.name for line in program.assignments}
    best: dict[str, str] = {}
    for step in steps:
        for write in step.operation.writes:
            root = buffers.of[write.name]
            if write.name in own and root not in own:
                best.setdefault(root, write.name)
    of = {name: best.get(root, root) for name, root in buffers.of.items()}
    return Buffers(of, {best.get(root, root): shape for root, shape in buffers.shapes.items()})


def identifier(name: str) -> str:
    """The Python name of a symbol.

    >>> identifier("lambda"), identifier("d_u"), identifier("x'")
    ('lambda_', 'd_u', 'x_')
    """
    text = re.sub(r"\W", "_", name)
    text = f"_{text}" if text[:1].isdigit() else text
    return f"{text}_" if keyword.iskeyword(text) or text in RESERVED else text


OWN_NAMES = """
    self shift value rows dtype np workspace check threads gradients peak power powers logit safe one two zero minus_one
    math dot exp log log1p tanh sinh cosh sin cos tan arctan absolute sign negative reciprocal square sqrt maximum
    einsum copyto add subtract multiply divide BLOCK ARGUMENTS LABELS POSITIVE
    kind memory end total passes numba types LOOPS FAST FORWARD BACKWARD BOTH
"""
RESERVED = frozenset(dir(builtins)) | frozenset(OWN_NAMES.split())
"""Names that the generated code uses for itself; a symbol of that name gets an underscore."""


def python_names(program: ArrayProgram, arrays: Iterable[str]) -> frozenset[str]:
    """The Python names of the arguments and of some arrays: what nothing else may be called."""
    return frozenset(identifier(name) for name in (*(item.name for item in program.inputs), *arrays))


def check_names(names: tuple[str, ...]) -> None:
    """Nothing, or GenerationError if two symbols would share one Python name."""
    seen: dict[str, str] = {}
    for name in names:
        other = seen.setdefault(identifier(name), name)
        if other != name:
            raise GenerationError(f"{name} and {other} would both be called {identifier(name)} in Python; rename one.")
