"""Customs of writing, brought to the one form that the rest of the room reads; a tree that has none of them stays.

`p_{j|i}` has the indices j and i, and is not the p of `p_{ij}`; `P(y = k | x)` is a family over k, and `P(y = 1 | x)`
a symbol of its own; `\\sum_{k \\neq \\{i, l\\}}` and `\\sum_{k \\neq i, l}` leave out both; `{\\sigma^2}_l` is
`\\sigma_l^2`; `std` and `var` are names where letters stand close together, and `[II]` names a part of a formula;
`\\forall k \\in \\{1, …, C\\} \\setminus \\{t\\}` is the condition k ≠ t, and
`k = 1, …, K - 1` is k ≠ K.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TypeVar, cast

from gradproof.formula import ellipses
from gradproof.formula.expectations import over_distribution
from gradproof.formula.letters import bound_letters, free_letters, is_letter, letter_name, named_sizes, range_end
from gradproof.formula.names import part, with_names, with_words
from gradproof.formula.traverse import Node, descendants, mapped
from gradproof.formula.tree import (
    Add,
    BigOperator,
    Chain,
    Group,
    Number,
    Operator,
    Product,
    Script,
    Statement,
    Symbol,
    Tree,
)

N = TypeVar("N", bound=Node)
_GIVEN = "given"
_SETS = frozenset({"\\setminus", "\\backslash"})


def plain(node: N) -> N:
    """The node with every custom of writing in it resolved, the innermost first."""
    return mapped(ellipses.with_lists(node), _plain)


def _plain(node: Node) -> Node:
    match node:
        case Script():
            return _script(node)
        case Product():
            product = ellipses.multiplied(node)
            product = over_distribution(product) if isinstance(product, Product) else product
            return with_words(with_names(product)) if isinstance(product, Product) else product
        case Add():
            return ellipses.summed(node)
        case Group("["):
            return part(node)
        case BigOperator():
            return replace(node, lower=_lower(node))
        case Chain((letter, whole), ("=",) | ("\\in",)) if letter is not None and whole is not None:
            return _but_the_last(node, letter, range_end(whole))
        case Statement(tree, conditions):
            found = tuple(c for condition in conditions for c in _condition(condition, tree))
            return replace(node, tree=_left_out(tree), conditions=found)
    return node


def _script(node: Script) -> Script:
    """p_{j|i} as a symbol of its own with two indices; a power and an index in any order of braces."""
    match node:
        case Script(Symbol(), (Symbol(), Symbol(), Symbol(), *_) as letters):
            spelled = with_words(
                Product(letters, cast(tuple[Operator, ...], ("",) * (len(letters) - 1)), node.span), below=True
            )
            return replace(node, subscripts=(spelled,)) if isinstance(spelled, Symbol) else node
        case Script(Symbol() as base, (Chain((Symbol() as of, Symbol() as given), ("\\mid",)),)):
            return replace(node, base=replace(base, accents=(*base.accents, _GIVEN)), subscripts=(of, given))
        case Script(Script(Symbol() as base, (), Number() as power, 0), (_, *_) as subscripts, None, 0):
            return Script(base, subscripts, power, 0, node.span)
        case Script(Script(Symbol() as base, (_, *_) as subscripts, None, 0), (), above, 0) if above is not None:
            return Script(base, subscripts, above, 0, node.span)
    return node


def _lower(node: BigOperator) -> tuple[Tree, ...]:
    """What stands below a sum, with k ≠ {i, l} and k ≠ i ≠ l as two restrictions."""
    found: list[Tree] = []
    for item in node.lower:
        match item:
            case Chain((first, Group("\\{", items, ())), ("\\neq",)) if all(map(is_letter, items)):
                found += [replace(item, operands=(first, other)) for other in items]
            case _:
                found.append(item)
    return tuple(found)


def _left_out(tree: Tree) -> Tree:
    """The tree in which `\\sum_{k \\neq i, l}` leaves out l, too, where l is an index outside of that sum."""

    def change(node: Node) -> Node:
        if not isinstance(node, BigOperator) or len(node.lower) < 2:
            return node
        first, *others = node.lower
        if not (isinstance(first, Chain) and set(first.relations) == {"\\neq"}):
            return node
        lower = tuple(
            replace(first, operands=(first.operands[0], o), relations=("\\neq",), span=o.span)
            if is_letter(o) and letter_name(o) in _outside(tree, node)
            else o
            for o in others
        )
        return replace(node, lower=(first, *lower))

    return mapped(tree, change) if _has_such(tree) else tree


def _has_such(tree: Tree) -> bool:
    sums = (n for n in descendants(tree) if isinstance(n, BigOperator) and len(n.lower) > 1)
    return any(isinstance(n.lower[0], Chain) and "\\neq" in n.lower[0].relations for n in sums)


def _outside(tree: Tree, inner: BigOperator) -> frozenset[str]:
    """The index letters of a tree outside of one sum in it: free ones, and those that sums around it bind."""
    without = mapped(tree, lambda n: Number(Fraction(1), n.span) if n == inner else n)
    around = (n for n in descendants(tree) if isinstance(n, BigOperator) and inner in descendants(n.body))
    return free_letters(without) | {letter_name(s) for n in around for s in bound_letters(n)}


def _condition(tree: Tree, stated: Tree) -> tuple[Tree, ...]:
    """A condition without the whole range that a letter runs over, and with what is left out of it."""
    match tree:
        case Chain((Symbol() as letter, Symbol(name) as size), ("<",)) if name[:1].isupper():
            if letter_name(letter) in free_letters(stated) and name in named_sizes(stated):
                return (Chain((letter, size), ("\\neq",), tree.span),)
        case Chain((letter, whole), ("\\in",)) if letter is not None and _is_range(letter, whole):
            return ()
        case Chain((letter, whole, Group("\\{", items, ())), ("\\in", relation)) if relation in _SETS:
            if letter is not None and _is_range(letter, whole):
                return tuple(Chain((letter, item), ("\\neq",), tree.span) for item in items)
    return (tree,)


def _but_the_last(tree: Chain, letter: Tree, end: Tree | None) -> Chain:
    """`k = 1, …, K - 1` as k ≠ K; any other range as it is."""
    match end:
        case Add(((1, Symbol() as size), (-1, Number(value)))) if value == 1 and is_letter(letter):
            return Chain((letter, size), ("\\neq",), tree.span)
    return tree


def _is_range(letter: Tree, whole: Tree | None) -> bool:
    return is_letter(letter) and whole is not None and isinstance(range_end(whole), Symbol)
