"""A total beside its parts: L = \\frac{1}{N} \\sum_i L_i is a number, and no vector of the L_i.

Such a letter names two things on one page. Where it carries no index, it is read as a symbol of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from gradproof.formula.environment import symbol_name
from gradproof.formula.indices import heads
from gradproof.formula.letters import bound_letters, free_letters, is_letter, letter_name, walk
from gradproof.formula.traverse import Node, mapped
from gradproof.formula.tree import Add, BigOperator, Chain, Divide, Product, Script, Symbol, Text, Tree

_LOSSES = frozenset({"L", "J", "E", "C", "Q", "R", "ell", "loss", "cost", "cal_L", "cal_J", "cal_E", "cal_C", "cal_R"})


def totals(trees: Iterable[Tree]) -> frozenset[str]:
    """The letters that some formula of a page defines as a sum over the same letter with an index.

    For the usual names of a loss, any sum will do where L_i, one loss of many, is defined as well.
    """
    sums, parts = set[str](), set[str]()
    for chain in trees:
        if not isinstance(chain, Chain) or chain.operands[0] is None:
            continue
        head = heads(chain.operands[0])[0]
        match head:
            case Symbol(style="" | "cal" | "word"):
                name, behind = symbol_name(head), [o for o in chain.operands[1:] if o is not None]
                if any(_sums_its_parts(o, name) for o in behind):
                    sums.add(name)
                elif name in _LOSSES and behind and (_top_sum(behind[0]) or _adds_up(behind[0], name)):
                    parts.add(f"{name} total")
            case Script(Symbol() as base, (item,), None, 0) if is_letter(item):
                parts.add(symbol_name(base))
    return frozenset(sums | {n for n in parts if f"{n} total" in parts})


def _sums_its_parts(tree: Tree, name: str) -> bool:
    """Whether a sum in the tree binds an index of the symbol."""
    for node in walk(tree):
        if isinstance(node, BigOperator) and node.kind == "sum":
            bound = {letter_name(s) for s in bound_letters(node)}
            if any(found == name and letters & bound for found, letters in _indexed(node.body)):
                return True
    return False


def _indexed(tree: Tree) -> Iterator[tuple[str, set[str]]]:
    """The symbols with subscripts in a tree: the name, and the letters below it."""
    for node in walk(tree):
        if isinstance(node, Script) and isinstance(node.base, Symbol) and node.subscripts:
            yield symbol_name(node.base), {letter_name(s) for s in node.subscripts if is_letter(s)}


def _top_sum(tree: Tree) -> bool:
    """Whether a tree is a sum over an index, up to factors and further terms."""
    match tree:
        case BigOperator("sum"):
            return True
        case Add(((_, first), *_)):
            return _top_sum(first)
        case Product(factors):
            return any(isinstance(f, BigOperator) and f.kind == "sum" for f in factors)
        case Divide(numerator):
            return _top_sum(numerator)
    return False


def _adds_up(tree: Tree, name: str) -> bool:
    """Whether a tree is a sum of several terms, the loss and its regularisation, without the symbol itself."""
    carried = {id(n.base) for n in walk(tree) if isinstance(n, Script)}
    bare = (n for n in walk(tree) if isinstance(n, Symbol) and id(n) not in carried)
    return isinstance(tree, Add) and len(tree.terms) > 1 and all(symbol_name(n) != name for n in bare)


def named_totals(trees: Iterable[Tree]) -> frozenset[tuple[str, str]]:
    """The L and h of L_h = \\frac{1}{N} \\sum_i L_i: h is no index of them, where no other symbol has it as one."""
    every, found = tuple(trees), set[tuple[str, str]]()
    for tree in every:
        match tree:
            case Chain((Script(Symbol() as base, (item,), None, 0), Script() | Product() | BigOperator() as right, *_)):
                name = symbol_name(base)
                if is_letter(item) and letter_name(item) not in free_letters(right) and _sums_its_parts(right, name):
                    found.add((name, letter_name(item)))
    taken = {letter for t in every for n in walk(t) for letter in _letters_used(n, found)} if found else set[str]()
    return frozenset(pair for pair in found if pair[1] not in taken)


def _letters_used(node: Tree, pairs: set[tuple[str, str]]) -> set[str]:
    """The letters that a node has as indices, or binds; not those that may be part of a name."""
    if isinstance(node, BigOperator):
        return {letter_name(s) for s in bound_letters(node)}
    if not (isinstance(node, Script) and isinstance(node.base, Symbol)):
        return set()
    letters = {letter_name(s) for s in node.subscripts if is_letter(s)}
    return {letter for letter in letters if (symbol_name(node.base), letter) not in pairs}


def with_named(node: Node, pairs: frozenset[tuple[str, str]]) -> Node:
    """The node in which the letters below these symbols are part of their names."""
    return mapped(node, lambda n: _as_name(n, pairs)) if pairs else node


def _as_name(node: Node, pairs: frozenset[tuple[str, str]]) -> Node:
    match node:
        case Script(Symbol() as base, (item,)) if is_letter(item) and (symbol_name(base), letter_name(item)) in pairs:
            return replace(node, subscripts=(Text(letter_name(item), item.span),))
    return node


def with_totals(node: Node, names: frozenset[str]) -> Node:
    """The node in which each of these letters, where it carries no index, is a symbol of its own."""
    return mapped(node, lambda n: _renamed(n, names)) if names else node


def _renamed(node: Node, names: frozenset[str]) -> Node:
    match node:
        case Symbol(style="" | "cal" | "word") if symbol_name(node) in names:
            return replace(node, accents=(*node.accents, "total"))
        case Script(Symbol(accents=(*rest, "total")) as base, (_, *_)):
            return replace(node, base=replace(base, accents=tuple(rest)))
    return node
