"""What can be seen of a tree before it has a meaning: its parts, the letters in index positions, the sizes it names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from gradproof.formula.dotted import sizes_in
from gradproof.formula.memo import by_identity
from gradproof.formula.traverse import children, descendants
from gradproof.formula.tree import (
    Add,
    BigOperator,
    Chain,
    Ellipsis,
    Group,
    Indicator,
    Matrix,
    Number,
    Product,
    Script,
    Sequence,
    Symbol,
    Transpose,
    Tree,
)

_ORDER = {"<", ">", r"\leq", r"\geq"}


def walk(tree: Tree) -> Iterator[Tree]:
    """The tree and all in it, outside in."""
    return iter(_nodes(tree))


@by_identity
def _nodes(tree: Tree) -> tuple[Tree, ...]:
    return cast(tuple[Tree, ...], tuple(descendants(tree)))  # inside a tree there are no rows and no statements


def _some(tree: Tree | None) -> tuple[Tree, ...]:
    return () if tree is None else (tree,)


def letter_name(tree: Tree) -> str:
    """The name of an index letter, with its primes."""
    if isinstance(tree, Script):
        return letter_name(tree.base) + "'" * tree.primes
    assert isinstance(tree, Symbol)
    return "_".join((tree.name, *tree.accents))


def bound_letters(tree: BigOperator) -> tuple[Tree, ...]:
    """The letters that a sum or product binds: the i of i=1, of i ∈ S, the k of k ≠ j and of k ≠ i, j, both of i, j."""
    found: list[Tree] = []
    for item in without_excluded(tree.lower):
        first = item.operands[0] if isinstance(item, Chain) else item
        found += [
            s for s in (first.items if isinstance(first, Sequence) else (first,)) if s is not None and is_letter(s)
        ]
    return tuple(found)


def without_excluded(lower: tuple[Tree, ...]) -> tuple[Tree, ...]:
    """What stands below a sum without the j of `k \\neq i, j`, which belongs to the condition before it."""
    kept: list[Tree] = []
    for item in lower:
        if not (kept and is_letter(item) and _excludes(kept[-1])):
            kept.append(item)
    return tuple(kept)


def excluded(lower: tuple[Tree, ...], position: int) -> tuple[Tree, ...]:
    """What `k \\neq i`, the item at this position, and the letters behind it exclude: all of i, j, or of {i, j}."""
    item = lower[position]
    assert isinstance(item, Chain)
    found: list[Tree] = []
    for operand in item.operands[1:]:
        listed = isinstance(operand, Group) and operand.kind in ("\\{", "(") and not operand.given
        found += operand.items if listed and isinstance(operand, Group) else _some(operand)
    behind = lower[position + 1 :]
    while behind and is_letter(behind[0]):
        found.append(behind[0])
        behind = behind[1:]
    return tuple(found)


def _excludes(item: Tree) -> bool:
    return isinstance(item, Chain) and item.relations == ("\\neq",)


def is_letter(tree: Tree) -> bool:
    """Whether a tree is a letter, maybe with primes."""
    match tree:
        case Symbol() | Script(Symbol(), (), None):
            return True
    return False


@by_identity
def free_letters(tree: Tree) -> frozenset[str]:
    """The letters in index positions that no sum inside the tree binds."""
    match tree:
        case Script(Symbol("e"), (), exponent, 0) if exponent and not isinstance(exponent, Group | Symbol | Transpose):
            return free_letters(exponent)  # no index stands there as it is written: the k of e^{x_k} alone
        case Script(base, subscripts, superscript):
            inside = frozenset(n for s in (*subscripts, *_some(superscript)) for n in _index_names(s))
            return inside | free_letters(base)
        case Indicator(Chain(operands, relations)) if set(relations) <= _ORDER:
            return frozenset[str]().union(*(free_letters(o) for o in operands if o is not None))
        case Indicator(condition):
            return _index_names(condition)
        case BigOperator(_, lower, _, body):
            bound = frozenset(map(letter_name, bound_letters(tree)))
            below = (t for t in lower if not (isinstance(t, Chain) and t.relations == ("\\in",)))
            inside = free_letters(body).union(*map(_index_names, below))
            return inside - bound
        case Add(terms):
            return _of_terms(tuple(t for _, t in terms))
        case _:
            return frozenset[str]().union(*map(free_letters, children(tree)))


def _of_terms(terms: tuple[Tree, ...]) -> frozenset[str]:
    """The free letters of a sum of terms; behind a Σ, which may stretch, its index does not count as free."""
    found: frozenset[str] = frozenset()
    bound: frozenset[str] = frozenset()
    for term in terms:
        found |= free_letters(term) - bound
        last = open_sum(term)
        bound |= frozenset(map(letter_name, bound_letters(last))) - found if last is not None else frozenset()
    return found


def open_sum(tree: Tree) -> BigOperator | None:
    """The sum at the end of a term, to which a next term might belong."""
    if isinstance(tree, BigOperator):
        return tree if tree.kind == "sum" else None
    return open_sum(tree.factors[-1]) if isinstance(tree, Product) else None


def _index_names(tree: Tree) -> frozenset[str]:
    """Every plain letter in an index, with its primes."""
    if isinstance(tree, Symbol) and tree.style == "word":
        return frozenset()
    if is_letter(tree):
        return frozenset((letter_name(tree),))
    return frozenset[str]().union(*map(_index_names, children(tree)))


@by_identity
def named_sizes(tree: Tree) -> frozenset[str]:
    """The letters that are used as sizes: upper bounds of sums, the C of ℝ^{C×D}, the last of 1, …, C."""
    found: set[str] = set()
    for node in walk(tree):
        if not isinstance(node, BigOperator | Chain | Matrix | Group):
            continue
        match node:
            case Matrix() | Group():
                found |= {size.name for size in sizes_in(node) if isinstance(size, Symbol)}
            case BigOperator("sum" | "prod", _, Symbol(name)):
                found.add(name)
            case Chain(operands, relations):
                found |= _sizes_of_chain(operands, relations)
            case BigOperator("sum" | "prod", _, Add(((1, Symbol(name)), _))):
                found.add(name)
    return frozenset(found)


def _sizes_of_chain(operands: tuple[Tree | None, ...], relations: tuple[str, ...]) -> set[str]:
    if relations not in (("=",), ("\\in",)) or operands[1] is None:
        return set()
    return {s.name for s in (*shape_sizes(operands[1]), *_some(range_end(operands[1]))) if isinstance(s, Symbol)}


def shape_sizes(tree: Tree) -> tuple[Tree, ...]:
    """The sizes of ℝ^{C×D}; empty where the tree is no such set."""
    if not (isinstance(tree, Script) and isinstance(tree.base, Symbol) and tree.base.name == "R" and tree.superscript):
        return ()
    sup = tree.superscript
    if isinstance(sup, Group) and len(sup.items) == 1:
        sup = sup.items[0]
    if isinstance(sup, Product) and set(sup.operators) == {"times"}:
        return sup.factors
    return (sup,)


def range_end(tree: Tree) -> Tree | None:
    """The C of `1, …, C`, of `{1, …, C}` and of `[1, C]`; None where the tree is no such range."""
    if isinstance(tree, Group) and tree.kind == "[" and len(tree.items) == 2 and _is_number_one(tree.items[0]):
        return tree.items[1]
    items = tree.items if isinstance(tree, Sequence) or (isinstance(tree, Group) and tree.kind == "\\{") else ()
    if len(items) == 1 and isinstance(items[0], Sequence):
        items = items[0].items
    if len(items) >= 3 and isinstance(items[-2], Ellipsis):
        return items[-1]
    return None


def _is_number_one(tree: Tree) -> bool:
    return isinstance(tree, Number) and tree.value == 1
