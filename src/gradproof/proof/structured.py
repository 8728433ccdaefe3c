"""The derivative by a symmetric matrix whose entries A_ij and A_ji are taken for one variable.

Some authors differentiate by the entries on and above the diagonal: then a derivative is G + G^T - diag(G), where G is
the derivative by a matrix of free entries. Which is meant can be seen from nothing but the result.
"""

from __future__ import annotations

from dataclasses import replace

from gradproof.formula.assumptions import Assumption, assume
from gradproof.formula.expression import Add, Delta, Derivative, Equation, Expression, Index, Model, Mul, Variable
from gradproof.formula.rename import map_parts, walk
from gradproof.formula.whole import negate


def structured(equation: Equation, model: Model) -> tuple[str, Equation, Model] | None:
    """The matrix, and the equation where it is symmetric and its entries are taken so; None without such a matrix."""
    sides = (equation.left, equation.right)
    by = {node.variable for side in sides for node in walk(side) if isinstance(node, Derivative)}
    names = sorted({variable.name for variable in by if _is_square(variable)})
    if len(names) != 1:
        return None
    name = names[0]
    if name in model.shapes:
        model = assume(model, Assumption("symmetric", name))
    changed = (_folded(side, name) for side in sides)
    return name, replace(equation, left=next(changed), right=next(changed)), model


def _is_square(variable: Variable) -> bool:
    indices = variable.indices
    plain = all(isinstance(index, Index) for index in indices) and len(set(indices)) == 2
    return len(indices) == 2 and plain and indices[0].dimension == indices[1].dimension


def _folded(expression: Expression, name: str) -> Expression:
    """The expression with G + G^T - diag(G) for every derivative by the matrix."""
    expression = map_parts(expression, lambda part: _folded(part, name))
    if not (isinstance(expression, Derivative) and expression.variable.name == name):
        return expression
    first, second = expression.variable.indices
    turned = replace(expression, variable=Variable(name, (second, first)))
    return Add((expression, turned, negate(Mul((Delta(first, second), expression)))))
