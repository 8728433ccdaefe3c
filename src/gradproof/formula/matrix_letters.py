"""Capital letters that a line shows to be matrices: what stands in a trace, beside I, or is inverted as a product."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from gradproof.formula.axes import inverted, transposed
from gradproof.formula.environment import symbol_name
from gradproof.formula.letters import walk
from gradproof.formula.matrices import inverse_mark
from gradproof.formula.tree import Add, Call, Group, Product, Script, Symbol, Tree

_OF_MATRICES = frozenset({"tr", "trace", "det"})


def matrix_letters(nodes: list[Tree]) -> Iterator[Tree]:
    """The capital letters, with their marks, that must be matrices for the line to say what it seems to say."""
    for node in nodes:
        match node:
            case Call(name, (argument,)) if name in _OF_MATRICES:
                yield from _capitals(argument)
            case Script(Group("(", (inner,), ())) if transposed(node) or inverse_mark(node.superscript):
                found = list(_capitals(inner))
                if transposed(node) or len(found) > 1:
                    yield from found
            case Product(factors):
                for left, right in pairwise(factors):
                    if _inverse_pair(left, right):
                        yield from (left, right)


def turned_letters(nodes: Iterable[Tree]) -> frozenset[str]:
    """The names of the symbols under a mark of a transpose: who writes Aᵀ does not take A for symmetric."""
    marked = [node for node in nodes if isinstance(node, Script) and transposed(node)]
    return frozenset(symbol_name(part) for node in marked for part in walk(node.base) if isinstance(part, Symbol))


def _inverse_pair(left: Tree, right: Tree) -> bool:
    """Whether A A^-1 stands here, or A^-1 A: nobody writes that of numbers."""
    one_inverted = inverted(left) != inverted(right)
    return one_inverted and _letter(left) is not None and _letter(left) == _letter(right)


def _letter(tree: Tree) -> str | None:
    """The capital letter of a plain symbol without indices, its mark left out."""
    base = tree.base if isinstance(tree, Script) and not tree.subscripts and not tree.primes else tree
    if isinstance(tree, Script) and not (transposed(tree) or inverted(tree)):
        return None
    return base.name if isinstance(base, Symbol) and base.style == "" and base.name[:1].isupper() else None


def _capitals(tree: Tree) -> Iterator[Tree]:
    """The capital letters of a sum of products, those in brackets too; not those of other functions."""
    if _letter(tree) not in (None, "I"):
        yield tree
    parts: tuple[Tree, ...] = ()
    match tree:
        case Add(terms):
            parts = tuple(term for _, term in terms)
        case Product(factors):
            parts = factors
        case Group("(", items, ()):
            parts = items
        case Script(Group("(", items, ())):
            parts = items
    for part in parts:
        yield from _capitals(part)
