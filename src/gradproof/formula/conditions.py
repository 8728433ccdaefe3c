"""Conditions on indices: j = t, i ≠ j, and conjunctions of them."""

from __future__ import annotations

from gradproof.formula.expression import ONE, Add, Delta, Expression, IndexCondition, Mul, Order
from gradproof.formula.letters import bound_letters, free_letters, letter_name
from gradproof.formula.reading import Reading
from gradproof.formula.symbols import index_pair
from gradproof.formula.traverse import children
from gradproof.formula.tree import BigOperator, Chain, Group, Sequence, Symbol, Tree
from gradproof.formula.whole import negate
from gradproof.source import fail

Condition = IndexCondition


def read_condition(ctx: Reading, tree: Tree) -> tuple[Condition, ...]:
    """The index conditions that a tree states, all of which must hold.

    Raises: GP400 for anything but = and ≠ between indices.
    """
    match tree:
        case Chain(operands, relations) if set(relations) <= {"=", "\\neq"} and operands[0] is not None:
            found = []
            for left, relation, right in zip(operands, relations, operands[1:], strict=False):
                assert left is not None and right is not None
                found.append(IndexCondition(*index_pair(ctx, left, right), relation == "="))
            return tuple(found)
        case Sequence(items) | Group(_, items, ()):
            return tuple(c for item in items for c in read_condition(ctx, item))
    raise fail(
        "GP400", "This condition is not understood.", tree.span, "Write a condition on indices: i = j or i \\neq j."
    )


ORDERS = {"<": (False, True), r"\leq": (True, False), ">": (True, True), r"\geq": (False, False)}
"""Relations of order of indices: whether it is the right one that may stand first, and whether it is to do so."""


def ordered(ctx: Reading, tree: Chain) -> Expression:
    """The expression that is 1 where index terms stand in this order, and 0 elsewhere."""
    factors: list[Expression] = []
    for left, relation, right in zip(tree.operands, tree.relations, tree.operands[1:], strict=False):
        assert left is not None and right is not None
        first, second = index_pair(ctx, left, right)
        turned, holds = ORDERS[relation]
        order = Order(second, first) if turned else Order(first, second)
        factors.append(order if holds else Add((ONE, negate(order))))
    return factors[0] if len(factors) == 1 else Mul(tuple(factors))


def weight(conditions: tuple[Condition, ...]) -> Expression:
    """The expression that is 1 where all conditions hold and 0 elsewhere."""
    factors: list[Expression] = []
    for condition in conditions:
        delta = Delta(condition.left, condition.right)
        factors.append(delta if condition.equal else Add((ONE, negate(delta))))
    return factors[0] if len(factors) == 1 else Mul(tuple(factors))


def sums_by_order(*trees: Tree) -> bool:
    """Whether a sum may run over one letter or over both, Σ_{i<j}: unless both stand in it, and neither outside."""
    free = frozenset[str]().union(*map(free_letters, trees))
    return any(_unclear(tree, free, frozenset()) for tree in trees)


def _unclear(tree: Tree, free: frozenset[str], around: frozenset[str]) -> bool:
    """Whether such a sum stands in a tree; of letters that a sum around binds it is clear that they are fixed."""
    if isinstance(tree, BigOperator):
        started = any(isinstance(item, Chain) and item.relations == ("=",) for item in tree.lower)
        for item in () if started else tree.lower:
            if isinstance(item, Chain) and tree.upper is not None and tree.upper in item.operands:
                return True  # i < j without a j beside it, read as all but the last of j
            if isinstance(item, Chain) and set(item.relations) & set(ORDERS):
                letters = {letter_name(o) for o in item.operands if isinstance(o, Symbol)} - around
                both = letters <= free_letters(tree.body) and not letters & free
                if len(letters) > 1 and tree.upper is None and not both:
                    return True
        around |= frozenset(map(letter_name, bound_letters(tree)))
    return any(_unclear(child, free, around) for child in children(tree))
