"""Comparisons of numbers in indicators and cases: 1[z > 0], and f(z) = z where z ≥ 0.

[a > b] is (s² + s) / 2, and [a ≥ b] is (2 - s² + s) / 2, with s the sign of a - b: both are exact where a = b, too.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from gradproof.formula.conditions import ordered, read_condition, weight
from gradproof.formula.environment import symbol_name
from gradproof.formula.expression import ONE, Add, Expression, Function, Mul, Number, Power, integer
from gradproof.formula.letters import is_letter, letter_name
from gradproof.formula.reading import Reading
from gradproof.formula.tree import Chain, Group, Script, Sequence, Symbol, Tree
from gradproof.formula.tree import Number as NumberTree
from gradproof.formula.whole import Whole, align, negate, scalar
from gradproof.source import fail

ORDER = {">": (1, False), r"\geq": (1, True), "<": (-1, False), r"\leq": (-1, True)}
"""Comparisons: which way the difference goes, and whether they hold at 0."""

_HALF = Number(Fraction(1, 2))


def compares(ctx: Reading, tree: Tree) -> bool:
    """Whether a condition compares numbers, not indices."""
    match tree:
        case Chain(operands, relations) if operands[0] is not None:
            if orders_indices(ctx, tree):
                return True
            if set(relations) <= set(ORDER):
                return not any(o is not None and _is_index(ctx, o) for o in operands) and _known(ctx, operands)
            return set(relations) <= {"=", r"\neq"} and any(o is not None and _is_number(ctx, o) for o in operands)
        case Sequence(items) | Group(_, items, ()):
            return any(compares(ctx, item) for item in items)
    return False


def orders_indices(ctx: Reading, tree: Tree) -> bool:
    """Whether a condition says which of some indices comes first: k ≤ t, 1 ≤ i < j."""
    if not isinstance(tree, Chain) or not set(tree.relations) <= ORDER.keys() or None in tree.operands:
        return False
    return all(o is not None and is_letter(o) and _counts(ctx, letter_name(o)) for o in tree.operands)


def _counts(ctx: Reading, name: str) -> bool:
    """Whether a letter is an index here, or the size of a dimension, which is its last place."""
    return ctx.is_index(name) or name in ctx.outside or (ctx.entry(name) is None and ctx.is_dimension(name))


def _known(ctx: Reading, operands: tuple[Tree | None, ...]) -> bool:
    """Whether a bare letter that is compared is known as a number, or compared with 0: i < j may mean indices."""
    zero = any(isinstance(o, NumberTree) and o.value == 0 for o in operands)
    bare = [o for o in operands if isinstance(o, Symbol)]
    return zero or all(ctx.entry(symbol_name(o)) is not None or symbol_name(o) in ("e", "pi") for o in bare)


def _is_index(ctx: Reading, tree: Tree) -> bool:
    """Whether a tree names an index."""
    match tree:
        case Symbol():
            name = letter_name(tree)
            return ctx.is_index(name) or bool(ctx.label(name))
        case Script(Symbol() as base, _, None, 0):
            return bool(ctx.label(letter_name(base)))
    return False


def _is_number(ctx: Reading, tree: Tree) -> bool:
    """Whether a tree beside = or ≠ is surely a number: a variable of the page, or 0, which is no position."""
    base = tree.base if isinstance(tree, Script) else tree
    if isinstance(base, Symbol):
        return not _is_index(ctx, tree) and ctx.entry(symbol_name(base)) is not None
    return isinstance(tree, NumberTree) and tree.value == 0


def read_weight(ctx: Reading, tree: Tree) -> Whole:
    """1 where the condition holds and 0 elsewhere, component by component where it compares vectors with 0.

    Raises: GP400 for a condition that is none of indices and none of numbers.
    """
    if isinstance(tree, Chain) and orders_indices(ctx, tree):
        return scalar(ordered(ctx, tree))
    if not compares(ctx, tree):
        return scalar(weight(read_condition(ctx, tree)))
    match tree:
        case Chain(operands, relations):
            pairs = zip(operands, relations, operands[1:], strict=False)
            return _all([_compared(ctx, a, r, b) for a, r, b in pairs if a is not None and b is not None], tree)
        case Sequence(items) | Group(_, items, ()):
            return _all([read_weight(ctx, item) for item in items], tree)
    raise fail("GP400", "This condition is not understood.", tree.span)


def _all(weights: list[Whole], tree: Tree) -> Whole:
    """Where all of them hold."""
    if len(weights) > 1 and any(w.axes for w in weights):
        raise fail("GP400", "Several comparisons of vectors are not understood.", tree.span)
    return replace(weights[0], body=Mul(tuple(w.body for w in weights)) if len(weights) > 1 else weights[0].body)


def _compared(ctx: Reading, left: Tree, relation: str, right: Tree) -> Whole:
    first, second = ctx.read(ctx, left), ctx.read(ctx, right)
    way, at_zero = ORDER.get(relation, (1, False))
    if first.zero and second.axes:
        first, second, way = second, first, -way
    fitting = align(first, second, ctx.unifier)
    if fitting is None:
        ours, theirs = ctx.describe(first), ctx.describe(second)
        raise fail("GP201", f"This compares {ours} with {theirs}.", right.span)
    difference = first.body if second.zero else Add((first.body, negate(fitting.body)))
    sign = Function("sign", difference)
    square = Power(sign, integer(2))
    if relation in ORDER:
        body = above(sign, way, at_zero=at_zero)
    else:
        body = Add((ONE, negate(square))) if relation == "=" else square
    return replace(first, body=body, zero=False)


def above(sign: Expression, way: int, *, at_zero: bool) -> Expression:
    """1 where a sign is that of `way`, 0 where it is the other; at 0 as said."""
    square = Power(sign, integer(2))
    even = Add((integer(2), negate(square))) if at_zero else square
    return Mul((_HALF, Add((even, sign if way > 0 else negate(sign)))))


def off_boundary(ctx: Reading, condition: Tree) -> Expression:
    """1 where the two sides of a comparison differ, and without a value where they are equal."""
    match condition:
        case Chain((left, right), _) if left is not None and right is not None:
            sign = Function("sign", Add((ctx.read(ctx, left).body, negate(ctx.read(ctx, right).body))))
            return Power(sign, integer(-2))
    raise fail("GP400", "This condition is not understood.", condition.span)
