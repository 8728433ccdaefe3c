"""Where formulas of whole vectors are meant component by component: 1 − h, h², 1/(1 + e^{−z}), factors beside ⊙.

A number that is written as such counts for every component of the vector that it is added to, `1 − h`; a symbol that
is a number does not. Powers of vectors and quotients by them are taken component by component in a diag(…) and beside
⊙, where they can mean nothing else. In a sum with a written number, h² may also be the square of a length: a fork.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from gradproof.formula.bare import is_constant
from gradproof.formula.expression import Index, Mul, Power, Sum
from gradproof.formula.reading import Reading
from gradproof.formula.to_latex import to_latex
from gradproof.formula.tree import Add, Group, Number, Operator, Product, Script, Tree
from gradproof.formula.whole import Whole

HADAMARD: frozenset[Operator] = frozenset({"odot", "circ", "oslash"})


@contextmanager
def by_component(ctx: Reading, sure: bool) -> Iterator[None]:
    """While a factor beside ⊙ or the argument of diag is read, if `sure`; else nothing changes."""
    outside = ctx.componentwise
    ctx.componentwise = outside or sure
    try:
        yield
    finally:
        ctx.componentwise = outside


@contextmanager
def beside_number(ctx: Reading, terms: tuple[Tree, ...]) -> Iterator[None]:
    """While the terms of a sum are read: whether a written number stands among them."""
    outside = ctx.beside_number
    ctx.beside_number = outside or any(_is_number(term) for term in terms)
    try:
        yield
    finally:
        ctx.beside_number = outside


def repeated_number(ctx: Reading, leader: Whole, whole: Whole, term: Tree) -> Whole | None:
    """A written number for every component of what it is added to; None where it is no such number.

    Beside a square matrix 1 may as well be the identity, unless ⊙ says that components are meant.
    """
    if not (whole.is_scalar and leader.axes and _is_number(term)):
        return None
    ends = [ctx.unifier.find(axis.dimension) for axis in leader.axes]
    if len(ends) > 1 and len(set(ends)) < len(ends) and not ctx.componentwise:
        return None
    return replace(whole, axes=leader.axes, row=leader.row)


def divides_components(ctx: Reading, bottom: Whole, denominator: Tree) -> bool:
    """Whether a quotient is one of components: by a vector always, by a matrix only where something says so."""
    base = denominator.base if isinstance(denominator, Script) else denominator
    if len(bottom.axes) == 1 and not ctx.componentwise:
        ctx.note("A quotient by a vector is taken component by component.")
    return len(bottom.axes) == 1 or ctx.componentwise or _by_components(base)


def of_components(ctx: Reading, whole: Whole) -> bool:
    """Whether a root of this, or its maximum with 0, is one of components; of a square matrix it may be another."""
    ends = [ctx.unifier.find(axis.dimension) for axis in whole.axes]
    return len(ends) < 2 or len(set(ends)) == len(ends) or ctx.componentwise


def beside_hadamard(product: Product, position: int, count: int) -> bool:
    """Whether ⊙ stands right before or behind so many factors from a position on."""
    last = position + count - 1
    around = (*product.operators[max(position - 1, 0) : position], *product.operators[last : last + 1])
    return not HADAMARD.isdisjoint(around)


def columns_meet(
    ctx: Reading, wholes: tuple[Whole, Whole], operator: str, trees: tuple[Tree, Tree], product: Product
) -> bool:
    """Whether two columns in a row, which do not fit, are multiplied by components: δ ⊙ h(1 − h), diag(h(1 − h))."""
    if operator or not all(len(whole.axes) == 1 and not whole.row for whole in wholes):
        return False
    meet = ctx.componentwise or not HADAMARD.isdisjoint(product.operators) or any(map(_holds_number, trees))
    if meet:
        ctx.note("Two vectors side by side are multiplied component by component.")
    return meet


def power_of_components(ctx: Reading, whole: Whole, exponent: Whole, tree: Script) -> Whole | None:
    """The power of each component of a vector; None where that is not what is meant."""
    assert tree.superscript is not None
    if len(whole.axes) != 1 or not exponent.is_scalar or not is_constant(tree.superscript):
        return None
    powers = replace(whole, body=Power(whole.body, exponent.body))
    if ctx.componentwise or _holds_number(tree.base):
        return powers
    if not ctx.beside_number or ctx.defining is not None:
        return None
    (axis,) = whole.axes
    square = isinstance(tree.superscript, Number) and tree.superscript.value == 2
    if square:
        ctx.forks.append(f"{to_latex(tree)} is read as the square of each component, not of the length.")
    return _length_squared(whole, axis) if square and ctx.alternative else powers


def _length_squared(whole: Whole, axis: Index) -> Whole:
    return Whole(Sum(axis, Mul((whole.body, whole.body))), ())


def _is_number(tree: Tree) -> bool:
    """Whether a number is written here, and it is not 0, which has every shape."""
    return is_constant(tree) and not (isinstance(tree, Number) and tree.value == 0)


def _holds_number(tree: Tree) -> bool:
    """Whether a tree is a sum with a written number, also in brackets."""
    if isinstance(tree, Group) and len(tree.items) == 1 and not tree.given:
        return _holds_number(tree.items[0])
    return isinstance(tree, Add) and any(_is_number(term) for _, term in tree.terms)


def _by_components(tree: Tree) -> bool:
    """Whether a tree can only be meant component by component: it has a ⊙, or a sum with a written number."""
    if isinstance(tree, Group) and len(tree.items) == 1:
        return _by_components(tree.items[0])
    if isinstance(tree, Product):
        return not HADAMARD.isdisjoint(tree.operators) or any(map(_by_components, tree.factors))
    return _holds_number(tree)
