"""Norms: |x|, |A|, the Euclidean norm and its kin."""

from __future__ import annotations

from fractions import Fraction

from gradproof.formula.expression import Expression, Function, Power, Sum, integer
from gradproof.formula.expression import Number as NumberExpression
from gradproof.formula.matrices import determinant
from gradproof.formula.reading import Reading
from gradproof.formula.tree import Norm, Number, Script, Symbol, Tree
from gradproof.formula.whole import Whole, scalar
from gradproof.source import fail


def norm_kind(tree: Tree) -> str | None:
    """What hangs below a norm: "" for nothing, "2", "1", "F"; None where it is something else."""
    match tree:
        case Script(Norm(_, True), ()):
            return ""
        case Script(Norm(_, True), (Symbol(name),)):
            return name
        case Script(Norm(_, True), (Number(value),)):
            return str(value)
    return None


def read_norm(ctx: Reading, tree: Norm, kind: str = "") -> Whole:
    """|x| of a number, |A| of a matrix as its determinant; the Euclidean norm of a vector, ‖·‖ of a matrix as that of
    Frobenius; ‖x‖_1 of a vector."""
    whole = ctx.read(ctx, tree.body)
    if whole.is_scalar:
        return scalar(Function("abs", whole.body))
    if not tree.double and len(whole.axes) == 2 and not kind:
        return determinant(ctx, whole, tree.span)
    if not tree.double:
        raise fail("GP400", "|·| is understood of numbers; write \\| \\| for the norm of a vector.", tree.span)
    if kind == "1" and len(whole.axes) == 1:
        return scalar(Sum(whole.axes[0], Function("abs", whole.body)))
    if not _euclidean(kind, len(whole.axes)):
        raise fail("GP400", "This norm is not understood; ‖·‖_2 and ‖·‖_1 of a vector and ‖·‖_F are.", tree.span)
    total: Expression = Power(whole.body, integer(2))
    for axis in reversed(whole.axes):
        total = Sum(axis, total)
    return scalar(Power(total, NumberExpression(Fraction(1, 2))))


def squared(norm: Whole, exponent: Expression) -> Whole | None:
    """The even power of a Euclidean norm, without the root: a sum of squares has one; None for any other power."""
    root, value = norm.body, exponent.value if isinstance(exponent, NumberExpression) else Fraction(0)
    if not isinstance(root, Power) or root.exponent != NumberExpression(Fraction(1, 2)) or value <= 0 or value % 2:
        return None
    return scalar(root.base if value == 2 else Power(root.base, NumberExpression(value / 2)))


def _euclidean(kind: str, axes: int) -> bool:
    """Whether the root of the sum of squares is meant; ‖A‖_2 of a matrix is another norm."""
    return kind in ("", "F") or (kind == "2" and axes == 1)
