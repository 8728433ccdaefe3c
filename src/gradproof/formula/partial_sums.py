"""Sums over a part of a dimension, brought to a sum over all of it with restrictions below.

`\\sum_{k=1}^{K-1}` runs over all k ≠ K, `\\sum_{k=2}^{n}` over all k ≠ 1, `\\sum_{k \\le t}`, and `\\sum_{k=1}^{t}`
beside x_t, over all k ≤ t, `\\sum_{j=i+1}^{n}` over all j > i, `\\sum_{1 \\le i < j \\le n}` over all i, j with i < j.

A bound is a size where it is a capital letter, or stated as a size, as in ℝ^n; a small letter that is also an index in
the display is an index. `\\sum_{i<j}` binds both letters where both stand in the summand and neither elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TypeVar

from gradproof.formula.letters import bound_letters, free_letters, is_letter, letter_name, range_end, shape_sizes
from gradproof.formula.traverse import Node, descendants, mapped
from gradproof.formula.tree import Add, BigOperator, Chain, Number, Row, Sequence, Statement, Symbol, Tree
from gradproof.source import Diagnostic, Span

N = TypeVar("N", bound=Node)

ORDER = {"<": ">", ">": "<", r"\leq": r"\geq", r"\geq": r"\leq"}
"""Relations of order, each with the one that says the same from the other side."""

MOST_LEFT_OUT = 12
"""So many terms at the start of a sum may be left out."""


Rows = tuple[Row | Diagnostic, ...]


def trees_of(rows: Rows) -> list[Tree]:
    """The trees of all statements of the rows that were read."""
    return [statement.tree for row in rows if isinstance(row, Row) for statement in row.statements]


def restricted_rows(page: Mapping[Span, Rows]) -> tuple[frozenset[str], dict[Span, Rows]]:
    """The sizes that the rows of a page state, and these rows with partial sums as restricted ones."""
    sizes = stated_sizes(tree for rows in page.values() for tree in trees_of(rows))
    return sizes, {span: _restricted_rows(rows, sizes) for span, rows in page.items()}


def _restricted_rows(rows: Rows, sizes: frozenset[str]) -> Rows:
    beside = [row for row in rows if isinstance(row, Row)]
    return tuple(with_whole_ranges(row, sizes, beside) if isinstance(row, Row) else row for row in rows)


def stated_sizes(trees: Iterable[Tree]) -> frozenset[str]:
    """The small letters that some trees state to be sizes: the n of ℝ^n, the c of k = 1, …, c."""
    found: set[str] = set()
    for tree in trees:
        for node in descendants(tree):
            if isinstance(node, Chain) and node.relations in (("=",), (r"\in",)) and node.operands[1] is not None:
                end = range_end(node.operands[1])
                sizes = (*shape_sizes(node.operands[1]), *(() if end is None else (end,)))
                found |= {size.name for size in sizes if isinstance(size, Symbol)}
    return frozenset(found)


def with_whole_ranges(node: N, sizes: frozenset[str], beside: Iterable[Node] = ()) -> N:
    """The node with every partial sum in it as a restricted one; `beside` is what stands in the same display."""
    if not has_partial_sum(node):
        return node
    letters = frozenset[str]().union(*(_letters(_without_orders(other)) for other in (node, *beside)))
    counting = letters | {
        letter_name(s) for n in descendants(node) if isinstance(n, BigOperator) for s in bound_letters(n)
    }

    def change(inner: Node) -> Node:
        if isinstance(inner, BigOperator) and _is_partial(inner) and not _ends_at_size(inner, counting):
            return _restricted(inner, _Surroundings(node, inner, sizes, letters))
        return inner

    return mapped(node, change)


def has_partial_sum(node: Node) -> bool:
    """Whether some sum may run over less than its whole dimension."""
    return any(_is_partial(n) for n in descendants(node))


def _is_partial(node: Node) -> bool:
    """Whether the bounds of a sum may leave something out."""
    if not isinstance(node, BigOperator) or node.kind not in ("sum", "prod"):
        return False
    chains = [item for item in node.lower if isinstance(item, Chain)]
    if any(set(chain.relations) & ORDER.keys() for chain in chains):
        return True
    start = next((c.operands[1] for c in chains if c.relations == ("=",)), None)
    if start is not None and not isinstance(start, Sequence) and not (isinstance(start, Number) and start.value <= 1):
        return True
    return isinstance(node.upper, Add) or (isinstance(node.upper, Symbol) and not _is_capital(node.upper))


def _ends_at_size(node: BigOperator, indices: frozenset[str]) -> bool:
    """Whether a sum runs from 1 to a letter that is nowhere an index."""
    match node:
        case BigOperator(_, (Chain((_, Number(value)), ("=",)),), Symbol(name)):
            return name not in indices and value == 1
    return False


def _is_capital(symbol: Symbol) -> bool:
    return symbol.name[:1].isupper()


def _letters(node: Node) -> frozenset[str]:
    if isinstance(node, Row):
        return frozenset[str]().union(*map(_letters, node.statements))
    if isinstance(node, Statement):
        return frozenset[str]().union(free_letters(node.tree), *map(free_letters, node.conditions))
    return free_letters(node)


def _without_orders(node: Node) -> Node:
    """The node with a number in the place of every sum whose bounds may leave something out."""
    return mapped(node, lambda n: Number(Fraction(1), n.span) if isinstance(n, BigOperator) and _is_partial(n) else n)


def _is_sum_at(node: Node, span: Span) -> bool:
    return isinstance(node, BigOperator) and node.span == span


class _Surroundings:
    """Which letters stand as indices around one sum of a formula, and which letters are sizes."""

    def __init__(self, whole: Node, inner: BigOperator, sizes: frozenset[str], beside: frozenset[str]) -> None:
        sums = (n for n in descendants(whole) if isinstance(n, BigOperator))
        around = (n for n in sums if any(_is_sum_at(part, inner.span) for part in descendants(n.body)))
        bound = frozenset(letter_name(s) for n in around for s in bound_letters(n))
        self.sizes = sizes
        self.outside = beside | bound
        self.within = free_letters(inner.body)

    def is_size(self, tree: Tree) -> bool:
        """Whether a bound is the size of a dimension."""
        if not isinstance(tree, Symbol):
            return False
        name = letter_name(tree)
        return tree.name in self.sizes or _is_capital(tree) or name not in self.outside | self.within

    def binds(self, tree: Tree) -> bool:
        """Whether a letter in an order below a sum is one that the sum binds."""
        return letter_name(tree) not in self.outside and letter_name(tree) in self.within


def _restricted(node: BigOperator, around: _Surroundings) -> BigOperator:
    """A sum over whole dimensions; the sum itself where its bounds are not understood."""
    orders = [item for item in node.lower if isinstance(item, Chain) and set(item.relations) <= ORDER.keys()]
    if orders:
        return _of_order(node, orders[0], around) if len(node.lower) == 1 and node.upper is None else node
    first = node.lower[0] if len(node.lower) == 1 else None
    letter = first.operands[0] if isinstance(first, Chain) and first.relations == ("=",) else first
    start = first.operands[1] if isinstance(first, Chain) and first.relations == ("=",) else None
    if letter is None or not is_letter(letter) or isinstance(start, Sequence):
        return node
    below, above = _start(letter, start), _end(letter, node.upper, around)
    if below is None or above is None:
        return node
    upper, behind = above
    if not below and not behind:
        return node
    counted = Chain((letter, Number(Fraction(1), letter.span)), ("=",), letter.span) if upper is not None else letter
    return replace(node, lower=(counted, *below, *behind), upper=upper)


def _start(letter: Tree, start: Tree | None) -> tuple[Tree, ...] | None:
    """What a first value leaves out; None where it is not understood."""
    match start:
        case None:
            return ()
        case Number(value) if value.denominator == 1 and 1 <= value <= MOST_LEFT_OUT:
            earlier = range(1, int(value))
            return tuple(Chain((letter, Number(Fraction(p), start.span)), (r"\neq",), start.span) for p in earlier)
        case Add(((1, before), (1, Number(value)))) if value == 1 and is_letter(before):
            return (Chain((letter, before), (">",), start.span),)
        case _ if is_letter(start):
            return (Chain((letter, start), (r"\geq",), start.span),)
    return None


def _end(letter: Tree, end: Tree | None, around: _Surroundings) -> tuple[Tree | None, tuple[Tree, ...]] | None:
    """The size up to which a sum runs, if one is named, and what its last value leaves out; None if not understood."""
    match end:
        case None:
            return None, ()
        case Add(((1, last), (-1, Number(value)))) if value == 1 and is_letter(last):
            if around.is_size(last):
                return last, (Chain((letter, last), (r"\neq",), end.span),)
            return None, (Chain((letter, last), ("<",), end.span),)
        case _ if is_letter(end):
            return (end, ()) if around.is_size(end) else (None, (Chain((letter, end), (r"\leq",), end.span),))
    return None


def _of_order(node: BigOperator, order: Chain, around: _Surroundings) -> BigOperator:
    """`i < j`, `1 ≤ i < j ≤ n`, `k ≤ t`, `j > i` below a sum."""
    ascending = _ascending(order)
    if ascending is None:
        return node
    operands, relations = ascending
    if isinstance(operands[0], Number):
        if (operands[0].value, relations[0]) not in ((Fraction(1), r"\leq"), (Fraction(0), "<")):
            return node
        operands, relations = operands[1:], relations[1:]
    upper: Tree | None = None
    left_out: tuple[Tree, ...] = ()
    if len(operands) > 1 and around.is_size(operands[-1]) and not around.binds(operands[-1]):
        upper = operands[-1]
        if relations[-1] == "<":
            left_out = (Chain((operands[-2], upper), (r"\neq",), order.span),)
        operands, relations = operands[:-1], relations[:-1]
    if not all(map(is_letter, operands)):
        return node
    written = order.operands[0]
    bound = [o for o in operands if around.binds(o)] or [o for o in operands if o == written]
    pairs = tuple(_pairs(operands, relations, {letter_name(b) for b in bound}, order))
    return replace(node, lower=(*bound, *pairs, *left_out), upper=upper) if bound else node


def _ascending(order: Chain) -> tuple[tuple[Tree, ...], tuple[str, ...]] | None:
    """The operands and relations of a chain of < and ≤; None where it goes up and down."""
    operands = tuple(o for o in order.operands if o is not None)
    if len(operands) != len(order.operands):
        return None
    if set(order.relations) <= {">", r"\geq"}:
        return operands[::-1], tuple(ORDER[r] for r in order.relations[::-1])
    return (operands, order.relations) if set(order.relations) <= {"<", r"\leq"} else None


def _pairs(operands: tuple[Tree, ...], relations: tuple[str, ...], bound: set[str], order: Chain) -> Iterator[Tree]:
    """The restrictions of a chain, each with a bound letter in front."""
    for left, relation, right in zip(operands, relations, operands[1:], strict=False):
        if letter_name(left) in bound:
            yield Chain((left, right), (relation,), order.span)
        else:
            yield Chain((right, left), (ORDER[relation],), order.span)
