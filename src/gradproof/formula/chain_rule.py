"""∂a/∂b · ∂b/∂c of whole objects: the chain rule contracts over all components of b, in either order of the factors."""

from __future__ import annotations

from dataclasses import dataclass

from gradproof.formula.expression import Expression, Index, Mul, Sum
from gradproof.formula.reading import Reading
from gradproof.formula.rename import rename_index
from gradproof.formula.to_latex import to_latex
from gradproof.formula.tree import Derivative, Tree
from gradproof.formula.whole import Whole


@dataclass(frozen=True, slots=True)
class Link:
    """A derivative of first order in a product, or what several were contracted to: of what, and by what."""

    numerator: Tree
    variable: Tree


def link_of(node: Tree) -> Link | None:
    """The link that a factor is: ∂a/∂b, once by one variable."""
    if not isinstance(node, Derivative) or node.numerator is None or len(node.variables) != 1:
        return None
    ((variable, order),) = node.variables
    return Link(node.numerator, variable) if order == 1 else None


def chain(
    ctx: Reading, left: Whole, first: Link | None, right: Whole, second: Link | None
) -> tuple[Whole, Link] | None:
    """Two neighbours contracted, with the link that they make; None where they are no such pair, or share a number."""
    if first is None or second is None:
        return None
    if _same(first.variable, second.numerator):
        count = len(ctx.read(ctx, second.numerator).axes)
        made = _contracted(ctx, left, right, count) if count else None
        return None if made is None else (made, Link(first.numerator, second.variable))
    if _same(second.variable, first.numerator):
        count = len(ctx.read(ctx, first.numerator).axes)
        made = _contracted(ctx, right, left, count) if count else None
        return None if made is None else (made, Link(second.numerator, first.variable))
    return None


def _same(left: Tree, right: Tree) -> bool:
    return to_latex(left).replace("\\mathbf", "") == to_latex(right).replace("\\mathbf", "")


def _contracted(ctx: Reading, outer: Whole, inner: Whole, count: int) -> Whole | None:
    """∂a/∂b · ∂b/∂c: the last axes of the outer one summed against the first of the inner one."""
    ours, theirs = outer.axes[len(outer.axes) - count :], inner.axes[:count]
    if len(ours) != count or len(theirs) != count:
        return None
    if not all(ctx.unifier.unify(a.dimension, b.dimension) for a, b in zip(ours, theirs, strict=True)):
        return None
    return Whole(
        _summed(outer.body, ours, inner.body, theirs), outer.axes[:-count] + inner.axes[count:], derivative=True
    )


def _summed(outer: Expression, ours: tuple[Index, ...], inner: Expression, theirs: tuple[Index, ...]) -> Expression:
    for a, b in zip(ours, theirs, strict=True):
        inner = rename_index(inner, b.name, a)
    total: Expression = Mul((outer, inner))
    for axis in reversed(ours):
        total = Sum(axis, total)
    return total
