"""Dots in sums, products and lists: `x_1 + x_2 + \\dots + x_n` is \\sum_{k=1}^n x_k, `(x_1, \\dots, x_n)` is x.

What the dots leave out is what the terms beside them show: the last term must be the one before the dots with another
number throughout, and the terms before that must count up to it. Anything else stays as it is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence as SequenceOf
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from typing import Any, TypeVar, cast

from gradproof.formula.traverse import Node, descendants, mapped, without_places
from gradproof.formula.tree import (
    Add,
    BigOperator,
    Chain,
    Ellipsis,
    Group,
    Number,
    Product,
    Script,
    Symbol,
    Transpose,
    Tree,
)

N = TypeVar("N", bound=Node)

_LETTERS = ("k", "i", "j", "l", "m", "q", "r")


@dataclass(frozen=True)
class Run:
    """Terms that count: `body` over `letter` from the number `first` to `last`; they stand at [start, end)."""

    body: Tree
    letter: Symbol
    first: int
    last: Tree
    start: int
    end: int


def run_of(terms: SequenceOf[Tree]) -> Run | None:
    """The terms about the first dots in a row of them; None where the dots do not say what they stand for.

    >>> from gradproof.formula.from_latex import read_formula
    >>> found = run_of([term for _, term in read_formula(r"b + x_1 + x_2 + \\dots + x_n").terms])
    >>> found.first, found.start, found.end
    (1, 1, 5)
    """
    dots = next((place for place, term in enumerate(terms) if isinstance(term, Ellipsis)), None)
    if dots is None or dots == 0 or dots + 1 >= len(terms):
        return None
    last = terms[dots + 1]
    letter = _letter((*terms[:dots], last))
    found = _template(terms[dots - 1], last, letter) if letter is not None else None
    if letter is None or found is None:
        return None
    body, number, end = found
    start = dots - 1
    while start > 0 and _template(terms[start - 1], last, letter) == (body, number - 1, end):
        start, number = start - 1, number - 1
    alike = any((other := _template(term, last, letter)) and other[0] == body for term in terms[:start])
    if alike or (number != 1 and start == dots - 1):
        return None  # every second one, or who knows which
    return Run(body, letter, number, end, start, dots + 2)


def _letter(terms: SequenceOf[Tree]) -> Symbol | None:
    """A letter for the index that stands nowhere in the terms."""
    taken = {node.name for term in terms for node in descendants(term) if isinstance(node, Symbol)}
    name = next((name for name in _LETTERS if name not in taken), None)
    return None if name is None else Symbol(name, "", (), terms[0].span)


def _template(term: Tree, last: Tree, letter: Symbol) -> tuple[Tree, int, Tree] | None:
    """The last term with the letter where the other one counts, the number there, and what the last one has there."""
    holes: list[tuple[Fraction, Tree]] = []
    body = _merged(term, last, letter, holes)
    if body is None or not holes or len({number for number, _ in holes}) > 1:
        return None
    number, end = holes[0]
    if sum(isinstance(n, Symbol) and n.name == letter.name for n in _indices(cast(Tree, body))) < len(holes):
        return None  # x + x^2 + … counts with a number that is no index
    ends = {without_places(tree) for _, tree in holes}
    if len(ends) > 1 or number.denominator != 1 or not _is_end(end):
        return None
    return cast(Tree, body), int(number), end


def _indices(tree: Tree) -> Iterator[Node]:
    """Everything that stands in a subscript."""
    for node in descendants(tree):
        if isinstance(node, Script):
            for item in node.subscripts:
                yield from (part for part in descendants(item) if not isinstance(part, Script))


def _is_end(tree: Tree) -> bool:
    """Whether a tree can be a last index: n, n - 1."""
    match tree:
        case Symbol():
            return True
        case Add(((1, Symbol()), (1 | -1, Number()))):
            return True
    return False


def _merged(term: Any, last: Any, letter: Symbol, holes: list[tuple[Fraction, Tree]]) -> Any:  # noqa: ANN401 - fields
    """The last term with the letter where the two differ by a number; None where they differ otherwise."""
    if isinstance(term, Number) and isinstance(last, Node) and without_places(term) != without_places(last):
        holes.append((term.value, cast(Tree, last)))
        return replace(letter, span=cast(Tree, last).span)
    if isinstance(term, tuple) and isinstance(last, tuple):
        if len(term) != len(last):
            return None
        parts = [_merged(a, b, letter, holes) for a, b in zip(term, last, strict=True)]
        return None if any(p is None and b is not None for p, b in zip(parts, last, strict=True)) else tuple(parts)
    if not isinstance(term, Node) or type(term) is not type(last):
        return last if term == last else None
    changed: dict[str, Any] = {}
    for field in fields(term):
        if field.name != "span":
            before = getattr(last, field.name)
            changed[field.name] = _merged(getattr(term, field.name), before, letter, holes)
            if changed[field.name] is None and before is not None:
                return None
    return replace(last, **changed)


def summed(node: Add) -> Tree:
    """A sum with dots as a sum over an index, and the terms beside it."""
    if not any(isinstance(term, Ellipsis) for _, term in node.terms):
        return node
    run = run_of([term for _, term in node.terms])
    if run is None or len({sign for sign, _ in node.terms[run.start : run.end]}) > 1:
        return node
    total = (node.terms[run.start][0], _over("sum", run, node))
    terms = (*node.terms[: run.start], total, *node.terms[run.end :])
    return terms[0][1] if len(terms) == 1 and terms[0][0] == 1 else replace(node, terms=terms)


def multiplied(node: Product) -> Tree:
    """A product with dots as a product over an index, and the factors beside it."""
    if not any(isinstance(factor, Ellipsis) for factor in node.factors):
        return node
    run = run_of(node.factors)
    if run is None or len(set(node.operators[run.start : run.end - 1]) - {"", "cdot", "times", "*"}):
        return node
    factors = (*node.factors[: run.start], _over("prod", run, node), *node.factors[run.end :])
    operators = (*node.operators[: run.start], *node.operators[run.end - 1 :])
    return factors[0] if len(factors) == 1 else replace(node, factors=factors, operators=operators)


def _over(kind: str, run: Run, node: Add | Product) -> Tree:
    start = Chain((run.letter, Number(Fraction(run.first), run.letter.span)), ("=",), run.letter.span)
    return Group("(", (BigOperator(kind, (start,), run.last, run.body, node.span),), (), node.span)


def with_lists(node: N) -> N:
    """The node with every list (x_1, \\dots, x_n) of all components as (x), and x = (x_1, \\dots, x_n)^T as x ∈ ℝ^n."""
    if not any(isinstance(n, Group) and any(isinstance(i, Ellipsis) for i in n.items) for n in descendants(node)):
        return node
    for change in (_stated, _turned, _listed):  # what holds a list is looked at before the list itself
        node = mapped(node, change)
    return node


def _stated(node: Node) -> Node:
    match node:
        case Chain((Symbol() as left, right), ("=",)) if right is not None:
            found = vector_of(right)
            if found is not None and (found[0].name, found[0].accents) == (left.name, left.accents):
                space = Script(Symbol("R", "bb", (), right.span), (), found[1], 0, right.span)
                return replace(node, operands=(left, space), relations=(r"\in",))
    return node


def _turned(node: Node) -> Node:
    found = vector_of(node) if isinstance(node, Script) else None
    return node if found is None else Group("(", (found[0],), (), node.span)


def _listed(node: Node) -> Node:
    found = vector_of(node) if isinstance(node, Group) else None
    return node if found is None else Group("(", (found[0],), (), node.span)


def vector_of(node: Node) -> tuple[Symbol, Tree] | None:
    """The x and the n of a list (x_1, …, x_n) of all components, with or without a mark of transpose behind it."""
    match node:
        case Script(Group() as inner, (), Transpose() | Symbol("T", _, ()), 0):
            return vector_of(inner)
        case Group("(" | "[", items, ()) if len(items) > 2:
            run = run_of(items)
            if run is not None and (run.start, run.end, run.first) == (0, len(items), 1):
                return _symbol_of(run)
    return None


def _symbol_of(run: Run) -> tuple[Symbol, Tree] | None:
    match run.body:
        case Script(Symbol() as base, (Symbol() as only,), None, 0) if only.name == run.letter.name:
            return base, run.last
    return None
