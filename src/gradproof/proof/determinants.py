"""Equations that take a determinant for positive: |L L^T|^{1/2} = |L| holds where det L > 0, and says so nowhere.

The determinant of such a matrix is written as its absolute value. Where it is positive that changes nothing, so a proof
of the changed equation for every matrix is one of the equation itself wherever the determinant is positive.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from gradproof.formula.expression import DETERMINANT, Apply, Equation, Expression, Function, Model, Variable
from gradproof.formula.reach import reachable
from gradproof.formula.rename import map_parts, walk


def positive_determinants(equation: Equation, model: Model) -> Iterator[tuple[str, Equation, Model]]:
    """For each matrix of which a determinant is taken: what is assumed of it, and the equation under that."""
    bodies = reachable((equation.left, equation.right), model)
    found = {_subject(node) for body in bodies for node in walk(body)}
    for name in sorted(name for name in found if name is not None):
        definitions = {n: replace(d, body=_absolute(d.body, name)) for n, d in model.definitions.items()}
        sides = replace(equation, left=_absolute(equation.left, name), right=_absolute(equation.right, name))
        yield f"det {name} > 0", sides, replace(model, definitions=definitions)


def _subject(node: Expression) -> str | None:
    """The matrix of which a node is the determinant, where it is a symbol."""
    if not isinstance(node, Apply) or node.name != DETERMINANT:
        return None
    body = node.arguments[0].body
    return body.name if isinstance(body, Variable) else None


def _absolute(expression: Expression, name: str) -> Expression:
    expression = map_parts(expression, lambda part: _absolute(part, name))
    return Function("abs", expression) if _subject(expression) == name else expression
