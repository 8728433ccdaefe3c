"""Sums over two different indices that name the second one only in their condition: Σ_{k≠l} exp(-‖x_k - x_l‖²).

Such a sum runs over l, too, where l can be nothing else: a page that never has a free l, or a left side p_{ij} whose
formula would otherwise depend on an l that it does not have.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import cast

from gradproof.formula.indices import heads
from gradproof.formula.letters import free_letters, is_letter, letter_name, walk
from gradproof.formula.traverse import Node, mapped
from gradproof.formula.tree import BigOperator, Chain, Row, Script, Statement, Symbol, Tree


def always_bound(trees: Iterable[Tree]) -> frozenset[str]:
    """The letters l of sums over k ≠ l that stand nowhere on a page but in sums, these sums over both letters."""
    every = tuple(trees)
    named = {letter_name(pair[1]) for t in every for n in walk(t) if (pair := _pair(n)) is not None}
    if not named:
        return frozenset()
    free = {letter for tree in every for letter in free_letters(cast(Tree, _doubled(tree, frozenset(named))))}
    return frozenset(named - free)


def any_double(trees: Iterable[Tree]) -> bool:
    """Whether some sum names its second index in its condition only."""
    return any(_pair(node) is not None for tree in trees for node in walk(tree))


def with_doubles(node: Node, letters: frozenset[str]) -> Node:
    """The node in which such sums are written as two: those over these letters, and those that their line tells."""
    if isinstance(node, Row):
        if not any_double(s.tree for s in node.statements):
            return node
        return replace(node, statements=tuple(replace(s, tree=_two(s.tree, letters)) for s in node.statements))
    return _two(node, letters) if not isinstance(node, Statement) else node


def _two(tree: Tree, letters: frozenset[str]) -> Tree:
    return cast(Tree, _doubled(tree, letters | _told(tree))) if any_double((tree,)) else tree


def _told(tree: Tree) -> frozenset[str]:
    """The letters that a definition p_{ij} = … has only in sums over k ≠ l."""
    first = tree.operands[0] if isinstance(tree, Chain) else None
    head = heads(first)[0] if first is not None else None
    if not isinstance(head, Script) or len(head.subscripts) < 2 or not all(map(is_letter, head.subscripts)):
        return frozenset()
    named = {letter_name(pair[1]) for node in walk(tree) if (pair := _pair(node)) is not None}
    return frozenset(named - free_letters(cast(Tree, _doubled(tree, frozenset(named)))))


def _pair(node: Node) -> tuple[Tree, Tree] | None:
    """The k and l of Σ_{k≠l}, where both stand in what is summed."""
    match node:
        case BigOperator("sum", (Chain((Symbol() as first, Symbol() as second), ("\\neq",)),), None, body):
            inside = free_letters(body)
            return (first, second) if {letter_name(first), letter_name(second)} <= inside else None
    return None


def _doubled(tree: Tree, letters: frozenset[str]) -> Node:
    def change(node: Node) -> Node:
        pair = _pair(node)
        if pair is None or letter_name(pair[1]) not in letters:
            return node
        assert isinstance(node, BigOperator)
        return BigOperator("sum", (pair[1],), None, node, node.span)

    return mapped(tree, change)
