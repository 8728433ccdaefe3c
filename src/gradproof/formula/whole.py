"""Vectors and matrices as wholes: an expression with open axes, and how such objects combine.

One axis is a column unless `row`; two axes are (row, column) of a matrix; more are a tensor that can only be compared.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from gradproof.formula.expression import ZERO, Add, Dimension, Expression, Index, Mul, Number, Power, Sum
from gradproof.formula.rename import rename_index
from gradproof.formula.unify import Unifier
from gradproof.source import Span, fail


@dataclass(frozen=True, slots=True)
class Whole:
    """`body` with the open `axes`; `zero` marks a literal 0, which has every shape.

    `derivative` marks a ∂ of or by a whole.
    """

    body: Expression
    axes: tuple[Index, ...] = ()
    row: bool = False
    zero: bool = False
    derivative: bool = False

    @property
    def is_scalar(self) -> bool:
        """Whether no axis is open."""
        return not self.axes


def scalar(body: Expression) -> Whole:
    """A number."""
    return Whole(body, zero=body == ZERO)


def describe(whole: Whole, show: Callable[[Dimension], str]) -> str:
    """The kind of a whole in words: "a number", "a vector of length D", "a C×D matrix"."""
    sizes = [show(axis.dimension) for axis in whole.axes]
    if not sizes:
        return "a number"
    if len(sizes) == 1:
        return f"a {'row ' if whole.row else ''}vector of length {sizes[0]}"
    return f"a {'×'.join(sizes)} {'matrix' if len(sizes) == 2 else 'tensor'}"


def sentence(text: str) -> str:
    """The text with a capital first letter; the others stay, for sizes are capitals too."""
    return text[:1].upper() + text[1:]


def transpose(whole: Whole, span: Span) -> Whole:
    """The transpose; a number is its own."""
    if len(whole.axes) > 2:
        raise fail("GP201", "Only vectors and matrices can be transposed.", span)
    if len(whole.axes) == 2:
        return replace(whole, axes=whole.axes[::-1])
    return replace(whole, row=bool(whole.axes) and not whole.row)


def align(left: Whole, right: Whole, unifier: Unifier) -> Whole | None:
    """The right one over the axes of the left one; None where their shapes differ."""
    if right.zero and right.is_scalar:
        return replace(right, axes=left.axes, row=left.row)
    if len(left.axes) != len(right.axes) or left.row != right.row:
        return None
    body = right.body
    pairs = list(zip(left.axes, right.axes, strict=True))
    if not all(unifier.unify(a.dimension, b.dimension) for a, b in pairs):
        return None
    for a, b in pairs:
        body = rename_index(body, b.name, a)
    return replace(right, body=body, axes=left.axes)


def broadcast(matrix: Whole, vector: Whole, unifier: Unifier) -> Whole | None:
    """A vector repeated for every row of a matrix, or for every column; None where its length does not say which.

    Only a length that is known to be that of one axis, and not of the other, says so.
    """
    if len(matrix.axes) != 2 or len(vector.axes) != 1:
        return None
    (own,), ends = vector.axes, [unifier.find(axis.dimension) for axis in matrix.axes]
    if ends[0] == ends[1] or unifier.find(own.dimension) not in ends:
        return None
    axis = matrix.axes[ends.index(unifier.find(own.dimension))]
    return replace(vector, body=rename_index(vector.body, own.name, axis), axes=matrix.axes, row=False)


def add(terms: list[tuple[int, Whole]]) -> Expression:
    """The signed sum of bodies that stand over the same axes."""
    return Add(tuple(w.body if sign > 0 else negate(w.body) for sign, w in terms))


def negate(body: Expression) -> Expression:
    """Minus the expression."""
    return Mul((Number(Fraction(-1)), body))


def multiply(left: Whole, right: Whole, operator: str, unifier: Unifier, clash: Callable[[], Exception]) -> Whole:
    """The product of two wholes by the rules of matrix algebra; `\\cdot` of two columns is the dot product, `*` that of
    each component, as in programs.

    Raises what `clash` makes where the shapes do not fit.
    """
    if left.is_scalar or right.is_scalar:
        return _scale(left, right)
    columns = len(left.axes) == len(right.axes) == 1 and not (left.row or right.row)
    if operator in ("odot", "circ", "oslash") or (operator == "*" and columns):
        repeated = broadcast(right, left, unifier)
        left = left if repeated is None else replace(repeated, axes=right.axes)
        other = align(left, right, unifier) or broadcast(left, right, unifier)
        if other is None:
            raise clash()
        factor = Power(other.body, Number(Fraction(-1))) if operator == "oslash" else other.body
        return replace(left, body=Mul((left.body, factor)))
    if operator not in ("", "cdot", "times", "*"):
        raise clash()
    return _matrix_product(left, right, operator, unifier, clash)


def _scale(left: Whole, right: Whole) -> Whole:
    shape = right if left.is_scalar else left
    zero = (left.zero or right.zero) and shape.is_scalar
    return replace(shape, body=Mul((left.body, right.body)), zero=zero, derivative=left.derivative or right.derivative)


def _matrix_product(
    left: Whole, right: Whole, operator: str, unifier: Unifier, clash: Callable[[], Exception]
) -> Whole:
    if max(len(left.axes), len(right.axes)) > 2:
        raise clash()
    left_row, left_inner = (None, left.axes[0]) if left.row else (left.axes[0], left.axes[1] if left.axes[1:] else None)
    right_inner, right_col = (
        (None, right.axes[0]) if right.row else (right.axes[0], right.axes[1] if right.axes[1:] else None)
    )
    if left_inner is None and right_inner is not None and operator == "cdot" and not right.axes[1:]:
        left_row, left_inner = None, left_row  # a dot product of two columns
    derivative = left.derivative or right.derivative
    if left_inner is None and right_inner is None:
        assert left_row is not None and right_col is not None
        return Whole(Mul((left.body, right.body)), (left_row, right_col), derivative=derivative)
    if left_inner is None or right_inner is None or not unifier.unify(left_inner.dimension, right_inner.dimension):
        raise clash()
    body = Sum(left_inner, Mul((left.body, rename_index(right.body, right_inner.name, left_inner))))
    axes = tuple(a for a in (left_row, right_col) if a is not None)
    return Whole(body, axes, row=left_row is None and right_col is not None, derivative=derivative)
