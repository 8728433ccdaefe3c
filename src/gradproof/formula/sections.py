"""Definitions and statements in a section that uses letters anew: x_n was a data set before, and now x_d is one input.

Where a line of a new section has no meaning with what a letter was, and one without it, the letter is a new one. What
was defined over the old one is not judged any more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain, combinations

from gradproof.formula.declarations import declare
from gradproof.formula.environment import Environment, symbol_name
from gradproof.formula.families import define
from gradproof.formula.from_tree import read_whole
from gradproof.formula.generic import forget
from gradproof.formula.indices import heads, symbol_and_indices
from gradproof.formula.letters import walk
from gradproof.formula.page_functions import Circular
from gradproof.formula.reading import Reading
from gradproof.formula.tree import Script, Symbol, Tree
from gradproof.source import FormulaError

_MOST = 4
"""So many letters are tried at the most, alone and in pairs."""


def define_anew(env: Environment, left: Tree, right: Tree) -> Environment:
    """The environment after the definition left := right, in which letters of other sections may be new ones.

    Raises: FormulaError as `define` does.
    """
    return _anew(env, (left, right), lambda known: define(known, left, right), lambda after: _whole(after, left, right))


def declare_anew(env: Environment, tree: Tree) -> Environment:
    """The environment after a statement, in which letters of other sections may be new ones.

    Raises: FormulaError as `declare` does.
    """
    return _anew(env, (tree,), lambda known: declare(known, tree), lambda _: True)


def _anew(
    env: Environment,
    trees: tuple[Tree, ...],
    read: Callable[[Environment], Environment],
    fits: Callable[[Environment], bool],
) -> Environment:
    failure: FormulaError | None = None
    try:
        plain = read(env)
        if fits(plain):
            return plain
    except FormulaError as error:
        known = error.diagnostic.code[:3] == "GP2" or error.diagnostic.code == "GP400"
        if isinstance(error, Circular) or not known:
            raise
        failure = error
    wholes = _wholes(trees)
    for names in _choices(env, trees):
        try:
            after = read(replace(forget(env, names), hints={}))  # they rest on what the letters were
        except FormulaError:
            continue
        if fits(after) and all(_may_be_new(env, after, name, wholes) for name in names):
            return after
    if failure is not None:
        raise failure
    return plain


def _may_be_new(env: Environment, after: Environment, name: str, wholes: set[str]) -> bool:
    """Whether a letter may mean something else from here on: a stated one that stands whole only one of its points.

    x was a data set, and is one row of it now. What a sentence calls a vector or a matrix stays one.
    """
    entry, new = env.entries[name], after.entries.get(name)
    if name not in wholes or not entry.declared or not entry.shape:
        return True
    return new is not None and len(new.shape) == len(entry.shape) - 1 and (bool(new.shape) or name not in env.said)


def _wholes(trees: tuple[Tree, ...]) -> set[str]:
    """The letters that stand without indices on the right side of a definition."""
    nodes = [node for tree in trees[1:] for node in walk(tree)]
    carried = {id(node.base) for node in nodes if isinstance(node, Script) and node.subscripts}
    return {symbol_name(node) for node in nodes if isinstance(node, Symbol) and id(node) not in carried}


def _choices(env: Environment, trees: tuple[Tree, ...]) -> Iterator[set[str]]:
    """The letters of other sections in a line, one at a time, then two."""
    used = {name for tree in trees for node in walk(tree) if (name := name_of(env, node)) is not None}
    old = (used & env.before & set(env.entries)) - env.here - env.fixed - set(env.definitions)
    letters = sorted(old)[:_MOST]
    return map(set, chain(combinations(letters, 1), combinations(letters, 2)))


def name_of(env: Environment, node: Tree) -> str | None:
    """The name of a symbol, with indices or without; None for any other tree."""
    if isinstance(node, Symbol):
        return symbol_name(node)
    if isinstance(node, Script) and isinstance(node.base, Symbol):
        return symbol_and_indices(Reading(env, read_whole), node)[0]
    return None


def _whole(env: Environment, left: Tree, right: Tree) -> bool:
    """Whether a definition of components, a_k = …, has a number on its right: no x_d that lacks an index is left."""
    head, _ = heads(left)
    if not isinstance(head, Script) or not isinstance(head.base, Symbol) or not head.subscripts:
        return True
    name, indices = symbol_and_indices(Reading(env, read_whole), head)
    entry = env.entries.get(name)
    if entry is None or len(entry.shape) == len(indices):
        return True
    return not any(_lacks(env, node) for node in walk(right))


def _lacks(env: Environment, node: Tree) -> bool:
    """Whether a plain symbol has some of its indices, but not all."""
    if not (isinstance(node, Script) and isinstance(node.base, Symbol) and node.subscripts) or node.base.style:
        return False
    name, indices = symbol_and_indices(Reading(env, read_whole), node)
    entry = env.entries.get(name)
    return entry is not None and name in env.before and 0 < len(indices) < len(entry.shape)
