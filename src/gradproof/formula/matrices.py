"""Vectors and matrices with a name of their own: I, diag(v), tr(A), the vector of ones, the unit vector e_t."""

from __future__ import annotations

from gradproof.formula.expression import ONE, Delta, Mul, Sum
from gradproof.formula.reading import Reading
from gradproof.formula.rename import rename_index
from gradproof.formula.tree import Call, Symbol, Tree
from gradproof.formula.whole import Whole, scalar
from gradproof.source import fail


def identity(ctx: Reading) -> Whole:
    """I: the identity matrix, its size found by what stands beside it."""
    size = ctx.new_dimension("dim(I)")
    axes = (ctx.new_axis(size), ctx.new_axis(size))
    return Whole(Delta(*axes), axes)


def ones(ctx: Reading) -> Whole:
    """𝟏: the vector of ones, its length found by what stands beside it."""
    return Whole(ONE, (ctx.new_axis(ctx.new_dimension("dim(1)")),))


def unit_vector(ctx: Reading, position: Tree) -> Whole:
    """e_t: 1 at the position, else 0."""
    axis = ctx.new_axis(ctx.new_dimension("dim(e)"))
    return Whole(Delta(axis, ctx.term(position, axis.dimension)), (axis,))


def diagonal(ctx: Reading, tree: Call) -> Whole:
    """diag(v) of a vector, the matrix with v on its diagonal; of a matrix, the vector on its diagonal."""
    whole = _only_argument(ctx, tree)
    if len(whole.axes) == 1:
        (axis,) = whole.axes
        other = ctx.new_axis(axis.dimension)
        return Whole(Mul((Delta(axis, other), whole.body)), (axis, other))
    if len(whole.axes) == 2 and ctx.unifier.unify(whole.axes[0].dimension, whole.axes[1].dimension):
        first, second = whole.axes
        return Whole(rename_index(whole.body, second.name, first), (first,))
    raise fail("GP201", f"diag takes a vector or a square matrix, and this is {ctx.describe(whole)}.", tree.span)


def trace(ctx: Reading, tree: Call) -> Whole:
    """tr(A): the sum over the diagonal."""
    whole = _only_argument(ctx, tree)
    if len(whole.axes) != 2 or not ctx.unifier.unify(whole.axes[0].dimension, whole.axes[1].dimension):
        raise fail("GP201", f"A trace is that of a square matrix, and this is {ctx.describe(whole)}.", tree.span)
    first, second = whole.axes
    return scalar(Sum(first, rename_index(whole.body, second.name, first)))


def _only_argument(ctx: Reading, tree: Call) -> Whole:
    if len(tree.arguments) != 1 or tree.power is not None or tree.subscript or tree.primes:
        raise fail("GP400", f"{tree.name} takes one argument.", tree.span)
    return ctx.read(ctx, tree.arguments[0])


def is_one(symbol: Symbol) -> bool:
    """Whether a symbol is the 𝟏 of a vector of ones."""
    return symbol.name == "1" and symbol.style in ("bold", "bb")
