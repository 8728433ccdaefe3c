"""An equation in which the matrices whose sizes nobody named are square.

det(AXB) = det A det X det B asks for a square A and a square B; A that is 1×2 is no counterexample to what its author
means, but the equation needs to say so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from gradproof.formula.expression import MATRIX_FUNCTIONS, Apply, Dimension, Equation, Model, Variable
from gradproof.formula.reach import reachable
from gradproof.formula.rename import resolve, resolve_term, walk


@dataclass(frozen=True)
class Squared:
    """The equation and the model with fewer sizes, and the assumption as a reader would write it."""

    equation: Equation
    model: Model
    sentence: str


def squared(equation: Equation, model: Model) -> Squared | None:
    """The equation under "A and B are square"; None where that is nothing new, or no matrix is inverted in it."""
    bodies = reachable((equation.left, equation.right), model)
    nodes = [node for body in bodies for node in walk(body)]
    if not any(isinstance(node, Apply) and node.name in MATRIX_FUNCTIONS for node in nodes):
        return None
    used = {node.name for node in nodes if isinstance(node, Variable)}
    names = sorted(name for name in used if _is_oblong(model.shapes.get(name, ())))
    if not names:
        return None
    one: dict[Dimension, Dimension] = {}
    for name in names:
        first, second = (_root(d, one) for d in model.shapes[name])
        if first != second:
            one[max(first, second)] = min(first, second)
    verb = "are" if len(names) > 1 else "is"
    return _resolved(equation, model, one, f"{' and '.join(names)} {verb} square")


def _is_oblong(shape: tuple[Dimension, ...]) -> bool:
    """Whether it is a matrix of two sizes that nobody named."""
    return len(shape) == 2 and shape[0] != shape[1] and all(not d.name.isidentifier() for d in shape)


def _root(dimension: Dimension, one: dict[Dimension, Dimension]) -> Dimension:
    while dimension in one:
        dimension = one[dimension]
    return dimension


def _resolved(equation: Equation, model: Model, one: dict[Dimension, Dimension], sentence: str) -> Squared:
    def find(dimension: Dimension) -> Dimension:
        return _root(dimension, one)

    conditions = tuple(
        replace(c, left=resolve_term(c.left, find), right=resolve_term(c.right, find)) for c in equation.conditions
    )
    sides = Equation(resolve(equation.left, find), resolve(equation.right, find), conditions)
    definitions = {
        name: replace(
            d,
            indices=tuple(replace(i, dimension=find(i.dimension)) for i in d.indices),
            parameters=tuple(replace(p, shape=tuple(map(find, p.shape))) for p in d.parameters),
            body=resolve(d.body, find),
        )
        for name, d in model.definitions.items()
    }
    shapes = {name: tuple(map(find, shape)) for name, shape in model.shapes.items()}
    labels = {name: tuple(map(find, shape)) for name, shape in model.labels.items()}
    return Squared(sides, replace(model, definitions=definitions, shapes=shapes, labels=labels), sentence)
