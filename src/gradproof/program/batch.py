"""From one data point to a batch: which inputs are data, which parameters, and the lines with one more Dimension.

A variable by which the document has proved the gradient of its loss is a parameter; every other undefined variable
and every label is data. A loss of one data point is lifted: data, and what depends on data, get a leading index over
N, the value and the parameters' gradients sum over it. A document that sums over its data itself (some dimension of
the data is one that no parameter has, and the loss sums over it) is taken as it stands.

The order of the arguments: data before parameters; among the data the widest first, labels behind others of their
width; parameters in the order in which they are met from the loss inward, level by level: w and b of the last layer
before v and a of the first; but what has a row for each data point (a gradient by it may be proved, too) before what is
learned.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from gradproof.formula.expression import Delta, Dimension, Expression, Index, IndexTerm, Label, Model, Sum, Variable
from gradproof.program.array_program import Input
from gradproof.program.derived import GenerationError, ProvedDerivation, derivative_names
from gradproof.program.indices import free_indices, fresh_index, label_names, parts_of, transform, variable_names

Lift = Callable[[Expression], Expression]
ROWS = Dimension("N")
"""The number of data points."""


def reachable(derivation: ProvedDerivation) -> tuple[str, ...]:
    """The names that the loss depends on, itself first, level by level."""
    names: dict[str, None] = {derivation.loss: None}
    level = [derivation.loss]
    while level:
        bodies = [derivation.model.definitions[name].body for name in level if name in derivation.model.definitions]
        met = [name for body in bodies for name in (*variable_names(body), *label_names(body))]
        level = [name for name in dict.fromkeys(met) if name not in names]
        names.update(dict.fromkeys(level))
    return tuple(names)


def inputs_of(derivation: ProvedDerivation) -> tuple[Input, ...]:
    """The arguments of the kernel in their order, with the shapes that one data point has."""
    model, names = derivation.model, reachable(derivation)
    proved = {pair[1] for line in derivation.lines if (pair := derivative_names(line)) and pair[0] == derivation.loss}
    variables = [name for name in names if name in model.shapes and name not in model.definitions]
    data = [_number(name, "data", model) for name in variables if name not in proved]
    labels = [_label(name, model) for name in names if name in model.labels]
    parameters = [_number(name, "parameter", model) for name in variables if name in proved]
    if not parameters:
        raise GenerationError(
            f"{derivation.source} proves no gradient of {derivation.loss} by an undefined variable, so there is no "
            "parameter to learn. Claim ∂loss/∂parameter and prove it."
        )
    parameters.sort(key=lambda item: item.shape[:1] != (ROWS,))
    return (*sorted((*data, *labels), key=lambda item: -len(item.shape)), *parameters)


def _number(name: str, kind: str, model: Model) -> Input:
    return Input(name, model.shapes[name], kind, positive=name in model.positive)


def _label(name: str, model: Model) -> Input:
    *shape, values = model.labels[name]
    return Input(name, tuple(shape), "label", values)


def sums_over_data(derivation: ProvedDerivation, inputs: tuple[Input, ...]) -> bool:
    """True where the loss itself sums over a dimension of the data that no parameter has, or over N rows of its own."""
    of_data = {d for item in inputs if item.kind != "parameter" for d in item.shape}
    of_parameters = {d for item in inputs if item.kind == "parameter" for d in item.shape}
    bodies = [d.body for name, d in sorted(derivation.model.definitions.items()) if name in reachable(derivation)]
    summed = {part.index.dimension for body in bodies for part in parts_of(body) if isinstance(part, Sum)}
    return bool((of_data - of_parameters) & summed) or (ROWS in summed and _has_rows(inputs))


def _has_rows(inputs: tuple[Input, ...]) -> bool:
    """True where N is the first axis of every array that has it, and one has it: in N rows, the data of a batch."""
    places = [(place, item) for item in inputs for place, dimension in enumerate(item.shape) if dimension == ROWS]
    return bool(places) and all(place == 0 for place, _ in places) and all(item.values != ROWS for item in inputs)


def batch_index(derivation: ProvedDerivation, inputs: tuple[Input, ...]) -> Index:
    """The index over data points: n over N."""
    taken = {dimension for item in inputs for dimension in (*item.shape, item.values)}
    if ROWS in taken:
        raise GenerationError(
            f"{derivation.source}: N is to be the number of data points, but the document uses it for another "
            "dimension. Rename that dimension."
        )
    used = {
        index.name
        for line in derivation.lines
        for part in parts_of(line.formula)
        for index in (*free_indices(part), *([part.index] if isinstance(part, Sum) else []))
    }
    return fresh_index(Index("n", ROWS), used)


def dependent_names(derivation: ProvedDerivation, inputs: tuple[Input, ...]) -> frozenset[str]:
    """The names of all that depends on data."""
    names = {item.name for item in inputs if item.kind != "parameter"}
    definitions = derivation.model.definitions
    while True:
        more = {
            name
            for name, definition in definitions.items()
            if name not in names and names & {*variable_names(definition.body), *label_names(definition.body)}
        }
        if not more:
            return frozenset(names)
        names |= more


def lifting(index: Index, dependent: frozenset[str]) -> Lift:
    """The function that puts the index in front of every dependent variable and label of an expression."""

    def term(old: IndexTerm) -> IndexTerm:
        if not isinstance(old, Label):
            return old
        arguments = tuple(term(argument) for argument in old.arguments)
        return Label(old.name, (index, *arguments), old.dimension) if old.name in dependent else old

    def node(old: Expression) -> Expression:
        match old:
            case Variable(name, indices):
                front = (index,) if name in dependent else ()
                return Variable(name, (*front, *(term(i) for i in indices)))
            case Delta(left, right):
                return Delta(term(left), term(right))
        return old

    return lambda expression: transform(expression, node)


def lift_input(item: Input, index: Index) -> Input:
    """The input with the batch in front of its shape, unless it is a parameter."""
    if item.kind == "parameter":
        return item
    return replace(item, shape=(index.dimension, *item.shape))
