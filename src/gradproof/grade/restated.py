"""An equation turned so that it begins with what is asked: ∂ log p_t/∂u_j is ∂ℓ/∂u_j, and σ'(s_k) is ∂h_k/∂s_k."""

from __future__ import annotations

from dataclasses import replace

from gradproof.document.derivation import Line
from gradproof.formula.equations import Sides
from gradproof.formula.expression import Apply
from gradproof.formula.expression import Derivative as TypedDerivative
from gradproof.formula.tree import Derivative, Tree
from gradproof.grade.asked import asked_in, typed_side
from gradproof.grade.chains import Chain, turned
from gradproof.grade.judging import judge_answer
from gradproof.grade.key import Item, Part


def towards(item: Item, chain: Chain) -> Chain:
    """The chain from the end that asks what the item does: the sides of an equation have no order."""
    wanted = {part.asked for part in item.parts if part.asked is not None}
    both = (chain, turned(chain))
    for way in both:
        if asked_in(item.environment, way.first) in wanted:
            return way
    for way in both:
        for part in item.parts:
            left = _as_asked(item, part, way.rows[0])
            if left is not None:
                return _beginning(way, left)
    return chain


def _beginning(chain: Chain, left: Tree) -> Chain:
    """The chain with another spelling of its first expression; its place stays that of the one on the page."""
    first = replace(left, span=chain.first.span)
    row = chain.rows[0]
    rest = [replace(r, sides=replace(r.sides, first=first)) for r in chain.rows[1:]]
    start = replace(row, sides=Sides(first, row.sides.right, None, row.sides.conditions))
    return Chain((start, *rest))


def _as_asked(item: Item, part: Part, row: Line) -> Tree | None:
    """What the part asks for, as the key writes it, where a row begins with the same derivative in other words."""
    first = row.sides.left
    for left in part.lefts:
        if not isinstance(left, Derivative):
            continue
        if isinstance(first, Derivative):
            restated = replace(first, numerator=_body(left), operand=None, bare=False)
            same = asked_in(item.environment, restated) == part.asked is not None
            if same and _is_equal(item, row, _body(left), _body(first)):
                return restated
        elif _is_prime_by(item, left, first) and _is_equal(item, row, left, first):
            return left
    return None


def _body(derivative: Derivative) -> Tree | None:
    return derivative.numerator if derivative.numerator is not None else derivative.operand


def _is_prime_by(item: Item, left: Derivative, first: Tree) -> bool:
    """Whether an expression is f'(s_k) for a question about a derivative by s_k."""
    typed, asks = typed_side(item.environment, first), typed_side(item.environment, left)
    return (
        isinstance(typed, Apply)
        and isinstance(asks, TypedDerivative)
        and len(typed.partials) == len(typed.arguments) == 1
        and typed.arguments[0].body == asks.variable
    )


def _is_equal(item: Item, row: Line, left: Tree | None, right: Tree | None) -> bool:
    if left is None or right is None:
        return False
    line = replace(row, sides=Sides(left, right), environment=replace(row.environment, conditions=()))
    return judge_answer(line, item.environment, mend=False).truth == "true"
