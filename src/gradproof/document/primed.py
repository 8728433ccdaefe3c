"""Primes that are part of a name: the W' of W' = W_1 - W_2, of which nobody says that it is a derivative of W.

A page that writes `W' = …` names a thing so, unless the prime may be meant as a derivative: W is applied to an argument
anywhere, defined anywhere, differentiated, stands in a position of indices, or stands on the right of that line alone:
h' = h (1 - h) is a derivative, and so may y' = -k y be.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from gradproof.formula.environment import symbol_name
from gradproof.formula.letters import walk
from gradproof.formula.traverse import Node, mapped
from gradproof.formula.tree import BigOperator, Call, Chain, Derivative, Group, Product, Script, Symbol, Tree

_FUNCTIONS = frozenset({"f", "g", "sigma", "phi", "varphi", "psi", "tanh", "exp", "log"})
"""Names of functions by custom: their primes are derivatives, whatever a page leaves out."""


def primed_names(trees: Iterable[Tree]) -> frozenset[str]:
    """The names X of a page that writes X' = … and means no derivative."""
    every = tuple(trees)
    named = {name for tree in every if (name := _introduced(tree)) is not None} - _FUNCTIONS
    if not named:
        return frozenset()
    nodes = [node for tree in every for node in walk(tree)]
    return frozenset(named - {name for node in nodes for name in _otherwise(node)})


def _introduced(tree: Tree) -> str | None:
    """The X of X' = …, where X does not stand on the right by itself."""
    match tree:
        case Chain((Script(Symbol() as base, (), None, primes), right, *_), ("=" | ":=", *_)) if primes and right:
            bases = {id(n.base) for n in walk(right) if isinstance(n, Script)}
            bare = (n for n in walk(right) if isinstance(n, Symbol) and id(n) not in bases)
            return None if any(symbol_name(n) == symbol_name(base) for n in bare) else symbol_name(base)
    return None


def _otherwise(node: Tree) -> set[str]:
    """The names that a node uses as a function, defines, differentiates or differentiates by, or has as indices."""
    match node:
        case Chain((first, *_), ("=" | ":=", *_)) if first is not None and not _has_primes(first):
            return {_base(first)}
        case Product(factors):
            behind = pairwise(factors)
            return {_base(a) for a, b in behind if isinstance(b, Group) and b.kind == "("}
        case Derivative():
            above = node.numerator or node.operand
            return {_base(v) for v, _ in node.variables} | ({_base(above)} if above is not None else set())
        case Script():
            return {_base(s) for s in node.subscripts}
        case BigOperator():
            return {_base(s) for item in node.lower for s in walk(item)}
        case Call():
            return {_base(s) for s in node.subscript}
    return set()


def _has_primes(tree: Tree) -> bool:
    return isinstance(tree, Script) and tree.primes > 0


def _base(tree: Tree) -> str:
    base = tree.base if isinstance(tree, Script) else tree
    return symbol_name(base) if isinstance(base, Symbol) else ""


def with_primed(node: Node, names: frozenset[str]) -> Node:
    """The node in which the primes of these names are part of the name."""
    return mapped(node, lambda n: _renamed(n, names)) if names else node


def _renamed(node: Node, names: frozenset[str]) -> Node:
    match node:
        case Script(Symbol() as base, subscripts, above, primes) if primes and symbol_name(base) in names:
            name = replace(base, accents=(*base.accents, *(("prime",) * primes)), span=node.span)
            return Script(name, subscripts, above, 0, node.span) if subscripts or above is not None else name
    return node
