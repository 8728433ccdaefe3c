"""Vectors and matrices with a name of their own: I, diag(v), tr(A), the vector of ones, the unit vector e_t."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from gradproof.formula.environment import symbol_name
from gradproof.formula.expression import (
    DETERMINANT,
    INVERSE,
    ONE,
    Apply,
    Argument,
    Delta,
    Dimension,
    Expression,
    Index,
    Mul,
    Power,
    Sum,
)
from gradproof.formula.expression import Number as NumberExpression
from gradproof.formula.reading import Reading
from gradproof.formula.rename import freshen, rename_index
from gradproof.formula.tree import Add, Call, Number, Product, Script, Symbol, Transpose, Tree
from gradproof.formula.whole import Whole, multiply, scalar
from gradproof.source import Span, fail

MOST_FACTORS = 6
"""Higher powers of a matrix are not written out."""


def identity(ctx: Reading) -> Whole:
    """I: the identity matrix, its size found by what stands beside it."""
    size = ctx.new_dimension("dim(I)")
    axes = (ctx.new_axis(size), ctx.new_axis(size))
    return Whole(Delta(*axes), axes)


def ones(ctx: Reading) -> Whole:
    """𝟏: the vector of ones, its length found by what stands beside it."""
    return Whole(ONE, (ctx.new_axis(ctx.new_dimension("dim(1)")),))


def sized(ctx: Reading, tree: Script) -> Whole | None:
    """I_n, 𝟏_n and 𝟏_{m×n}: the identity and ones with their sizes; None where the subscripts are no sizes."""
    base = tree.base
    if not isinstance(base, Symbol) or base.accents or ctx.entry(symbol_name(base)) is not None:
        return None
    identical = base.name == "I" and base.style in ("", "bold", "bb")
    sizes = _sizes(ctx, tree.subscripts) if identical or is_one(base) else ()
    if identical and (len(sizes) == 1 or (len(sizes) == 2 and sizes[0] == sizes[1])):
        rows, columns = ctx.new_axis(sizes[0]), ctx.new_axis(sizes[0])
        return Whole(Delta(rows, columns), (rows, columns))
    if identical or not 1 <= len(sizes) <= 2:
        return None
    axes = tuple(ctx.new_axis(size) for size in sizes if size.name != "1")
    return Whole(ONE, axes, row=len(sizes) == 2 and sizes[0].name == "1" and bool(axes))


def _sizes(ctx: Reading, subscripts: tuple[Tree, ...]) -> tuple[Dimension, ...]:
    """The sizes in `_n`, `_{m \\times n}` and `_{m, n}`; none where one of them is no size that the page knows."""
    items = subscripts
    if len(items) == 1 and isinstance(items[0], Product) and set(items[0].operators) == {"times"}:
        items = items[0].factors
    found = []
    for item in items:
        if isinstance(item, Number) and item.value.denominator == 1 and item.value >= 1:
            found.append(Dimension(str(item.value)))
        elif isinstance(item, Symbol) and ctx.is_dimension(symbol_name(item)):
            found.append(Dimension(symbol_name(item)))
        else:
            return ()
    return tuple(found)


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
        if ctx.alternative:  # 2A - diag(A): where the vector does not fit, the matrix with nothing but the diagonal
            return replace(whole, body=Mul((Delta(first, second), whole.body)))
        return Whole(rename_index(whole.body, second.name, first), (first,))
    raise fail("GP201", f"diag takes a vector or a square matrix, and this is {ctx.describe(whole)}.", tree.span)


def trace(ctx: Reading, tree: Call) -> Whole:
    """tr(A): the sum over the diagonal."""
    whole = _only_argument(ctx, tree)
    if len(whole.axes) != 2 or not ctx.unifier.unify(whole.axes[0].dimension, whole.axes[1].dimension):
        raise fail("GP201", f"A trace is that of a square matrix, and this is {ctx.describe(whole)}.", tree.span)
    first, second = whole.axes
    return scalar(Sum(first, rename_index(whole.body, second.name, first)))


_BOLD_MATRICES = frozenset(("Sigma", "Lambda", "Omega", "Psi", "Phi", "Gamma", "Delta", "Xi", "Pi"))


def bold_axes(symbol: Symbol) -> int:
    """How many axes a bold symbol has without indices: two for a capital, one for a small letter; Θ may be either."""
    return 2 if symbol.name.isupper() or symbol.name in _BOLD_MATRICES else 1


def is_mark(superscript: Tree | None) -> bool:
    """Whether a superscript is the mark of a transpose, or the T that may be one."""
    return isinstance(superscript, Transpose) or (isinstance(superscript, Symbol) and superscript.name == "T")


def inverse_mark(superscript: Tree | None) -> str:
    """What is inverted: "1" for -1, "2" for -2, and so on; "T" for the -T of a transposed inverse; else ""."""
    match superscript:
        case Add(((-1, Number(value)),)) if value.denominator == 1 and 1 <= value <= MOST_FACTORS:
            return str(value)
        case Add(((-1, mark),)) if is_mark(mark):
            return "T"
    return ""


def inverse(ctx: Reading, whole: Whole, span: Span) -> Whole:
    """A^-1 of a square matrix; where it is singular it has no value, as 1/0 has none."""
    argument = _square(ctx, whole, "An inverse", span)
    rows, columns = (ctx.new_axis(whole.axes[0].dimension) for _ in range(2))
    return Whole(Apply(INVERSE, (rows, columns), (argument,)), (rows, columns))


def determinant(ctx: Reading, whole: Whole, span: Span) -> Whole:
    """det A of a square matrix."""
    return scalar(Apply(DETERMINANT, (), (_square(ctx, whole, "A determinant", span),)))


def matrix_power(ctx: Reading, whole: Whole, exponent: Fraction, span: Span) -> Whole:
    """A^2 = AA, and so on: of a square matrix, to a small whole power."""
    if exponent.denominator != 1 or not 1 <= exponent <= MOST_FACTORS:
        raise fail("GP400", "This power of a matrix is not understood; write products.", span)
    rows, columns = (ctx.unifier.find(axis.dimension) for axis in whole.axes)
    if rows != columns and not ctx.whole_powers:
        ctx.forks.append("A power of a matrix is read as a product; if it is one of each component, write A \\odot A.")
        if ctx.alternative:
            return replace(whole, body=Power(whole.body, NumberExpression(exponent)))
    if not ctx.unifier.unify(rows, columns):
        raise fail("GP400", "A power of a matrix that is not square is not understood; write \\odot.", span)
    result = whole
    for _ in range(int(exponent) - 1):
        factor = Whole(*renewed(ctx, whole))
        result = multiply(result, factor, "", ctx.unifier, lambda: AssertionError("a square matrix fits itself"))
    return result


def renewed(ctx: Reading, whole: Whole) -> tuple[Expression, tuple[Index, ...]]:
    """The body of a whole over axes that stand nowhere else."""
    body, axes = freshen(whole.body, lambda bound: ctx.new_axis(bound.dimension)), []
    for axis in whole.axes:
        axes.append(ctx.new_axis(axis.dimension))
        body = rename_index(body, axis.name, axes[-1])
    return body, tuple(axes)


def _square(ctx: Reading, whole: Whole, what: str, span: Span) -> Argument:
    stated = len(ctx.unifier.assumed)
    if len(whole.axes) != 2 or not ctx.unifier.unify(whole.axes[0].dimension, whole.axes[1].dimension):
        raise fail("GP201", f"{what} is that of a square matrix, and this is {ctx.describe(whole)}.", span)
    del ctx.unifier.assumed[stated:]  # Who writes |L| says that L is square.
    body, axes = renewed(ctx, whole)
    return Argument(axes, body)


def read_determinant(ctx: Reading, tree: Call) -> Whole:
    """det(A), and det A in front of a product: of all of it."""
    return determinant(ctx, _only_argument(ctx, tree), tree.span)


def _only_argument(ctx: Reading, tree: Call) -> Whole:
    outside = ctx.whole_powers, ctx.componentwise
    ctx.whole_powers, ctx.componentwise = tree.name != "diag", tree.name == "diag"
    try:
        return _argument_of(ctx, tree)
    finally:
        ctx.whole_powers, ctx.componentwise = outside


def _argument_of(ctx: Reading, tree: Call) -> Whole:
    if len(tree.arguments) != 1 or tree.power is not None or tree.subscript or tree.primes:
        raise fail("GP400", f"{tree.name} takes one argument.", tree.span)
    return ctx.read(ctx, tree.arguments[0])


def is_one(symbol: Symbol) -> bool:
    """Whether a symbol is the 𝟏 of a vector of ones."""
    return symbol.name == "1" and symbol.style in ("bold", "bb")
