"""Array programs: the straight line of assignments that a proved derivation is, forward and then backward.

What holds of every program is checked by `check`: each name is assigned once and before it is read, and the axes of an
assignment are the free indices of its expression (an axis that the expression ignores is a broadcast).
"""

from __future__ import annotations

from dataclasses import dataclass

from gradproof.formula.expression import Dimension, Expression, Index, Variable
from gradproof.program.derived import GenerationError
from gradproof.program.indices import free_indices, parts_of


@dataclass(frozen=True)
class Assignment:
    """name_{axes} := expression, for all values of the axes; `reason` says which line of the document proves it."""

    name: str
    axes: tuple[Index, ...]
    expression: Expression
    reason: str

    @property
    def variable(self) -> Variable:
        """The left side."""
        return Variable(self.name, self.axes)


@dataclass(frozen=True)
class Input:
    """An argument of the kernel; `kind` is "parameter", "data" or "label": an integer array of places in `values`.

    `positive`: the document takes all its numbers to be above 0.
    """

    name: str
    shape: tuple[Dimension, ...]
    kind: str
    values: Dimension | None = None
    positive: bool = False


@dataclass(frozen=True)
class ArrayProgram:
    """Inputs in the order of the signature, forward and backward assignments, and the names of the results.

    `batch` is the index over data points, None where the document sums over its data itself; `gradients` pairs each
    parameter with the name of its gradient.
    """

    name: str
    source: str
    inputs: tuple[Input, ...]
    forward: tuple[Assignment, ...]
    backward: tuple[Assignment, ...]
    value: str
    gradients: tuple[tuple[str, str], ...]
    batch: Index | None
    digest: str

    @property
    def assignments(self) -> tuple[Assignment, ...]:
        """All assignments in the order of computation."""
        return self.forward + self.backward

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """The dimensions of the inputs: the batch first, then in order of first appearance."""
        own = [dimension for item in self.inputs for dimension in (*item.shape, *filter(None, (item.values,)))]
        first = [self.batch.dimension] if self.batch else []
        return tuple(dict.fromkeys(first + own))


def check(program: ArrayProgram) -> ArrayProgram:
    """The program itself, if the invariants hold.

    *Raises* GenerationError that names the assignment which breaks one.
    """
    known = {item.name for item in program.inputs}
    for line in program.assignments:
        _check_assignment(line, known)
        known.add(line.name)
    for name in (program.value, *(gradient for _, gradient in program.gradients)):
        if name not in known:
            raise GenerationError(f"{program.name}: {name} is a result, but nothing assigns it.")
    return program


def _check_assignment(line: Assignment, known: set[str]) -> None:
    if line.name in known:
        raise GenerationError(f"{line.name} is assigned twice ({line.reason}).")
    for part in parts_of(line.expression):
        if isinstance(part, Variable) and part.name not in known:
            raise GenerationError(f"{line.name} reads {part.name} before anything assigns it ({line.reason}).")
    stray = [index.name for index in free_indices(line.expression) if index not in line.axes]
    if stray or len(set(line.axes)) != len(line.axes):
        raise GenerationError(f"{line.name} has the axes {[i.name for i in line.axes]}, but {stray} are free as well.")
