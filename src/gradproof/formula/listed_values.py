"""Cases that name the values of a number: a line with A where y = 0 and B where y = 1 is two lines, one for each value.

Such cases say nothing where y is another number: there they have no value, and an equation holds where both of its
sides have one.
"""

from __future__ import annotations

from dataclasses import replace

from gradproof.formula.cases import covered
from gradproof.formula.definitions import define
from gradproof.formula.environment import Environment, symbol_name
from gradproof.formula.equations import Sides
from gradproof.formula.expression import Derivative
from gradproof.formula.letters import walk
from gradproof.formula.rename import walk as walk_expression
from gradproof.formula.to_latex import to_latex
from gradproof.formula.traverse import substitute
from gradproof.formula.tree import Add, BigOperator, Call, Cases, Chain, Divide, Number, Script, Symbol, Tree
from gradproof.formula.tree import Derivative as Tangent
from gradproof.source import FormulaError

Listed = dict[str, tuple[Tree, Tree]]
"""By how a value is written: the value, and what the cases are there."""


def by_value(env: Environment, sides: Sides) -> tuple[tuple[str, Environment, Sides], ...]:
    """The lines that a line with cases such as y = 0 and y = 1 stands for: a heading, where it is read, its sides.

    Nothing where there are no such cases, or where y is more than a number of which the page says nothing else.
    """
    trees = tuple(t for t in (sides.left, sides.right, sides.first) if t is not None)
    partial = [n for t in trees for n in walk(t) if isinstance(n, Cases) and not covered(n)]
    found = [listed for node in partial if (listed := _listed(node)) is not None]
    if not found or len(found) < len(partial) or len({symbol_name(symbol) for symbol, _ in found}) > 1:
        return ()
    symbol, first = found[0]
    given = [n for c in (*env.conditions, *sides.conditions) for n in walk(c)]
    if not _is_free(env, symbol, trees) or any(_is(n, symbol_name(symbol)) for n in given):
        return ()
    shared = [written for written in first if all(written in listed for _, listed in found)]
    lines: list[tuple[str, Environment, Sides]] = []
    for written in shared:
        rows = [(node, listed[written][1]) for node, (_, listed) in zip(partial, found, strict=True)]
        try:
            there = define(env, symbol, first[written][0])
        except FormulaError:
            return ()
        lines.append((f"{to_latex(symbol)} = {written}", there, _in_row(sides, rows)))
    return tuple(lines)


def _listed(tree: Cases) -> tuple[Symbol, Listed] | None:
    """The symbol y of cases whose rows say y = 0, y = 1, … and nothing else, with what they are there."""
    found: Listed = {}
    symbols: dict[str, Symbol] = {}
    for value, condition in tree.rows:
        match condition:
            case Chain((Symbol() as symbol, Number() | Add() | Divide() as number), ("=",)) if _is_number(number):
                symbols[symbol_name(symbol)] = symbol
                found[to_latex(number)] = (number, value)
            case _:
                return None
    return (next(iter(symbols.values())), found) if len(symbols) == 1 and len(found) == len(tree.rows) else None


def _is_number(tree: Tree) -> bool:
    return all(isinstance(n, Number | Add | Divide) for n in walk(tree))


def _is_free(env: Environment, symbol: Symbol, trees: tuple[Tree, ...]) -> bool:
    """Whether a symbol is a number that a line may give a value: not defined, no vector, no index; no sum runs
    over it, and nobody asks for a derivative by it."""
    name = symbol_name(symbol)
    entry = env.entries.get(name)
    known = env.definitions.keys() | env.functions.keys() | env.spoiled | env.fixed | env.dimensions
    if name in known | env.ranges.keys() | env.labels.keys() or (entry is not None and entry.shape):
        return False
    nodes = [n for t in trees for n in walk(t)]
    scripts = [n for n in nodes if isinstance(n, Script) and n.subscripts]
    if any(_is(s, name) for n in scripts for t in (n.base, *n.subscripts) for s in walk(t)):
        return False
    taken = [v for n in nodes if isinstance(n, Tangent) for v, _ in n.variables]
    taken += [t for n in nodes if isinstance(n, BigOperator | Call) for t in _below(n)]
    inside = any(isinstance(n, Derivative) for d in env.definitions.values() for n in walk_expression(d.body))
    return not inside and not any(_is(s, name) for t in taken for s in walk(t))


def _below(tree: BigOperator | Call) -> tuple[Tree, ...]:
    """What stands below a sum or the name of a function: the y of \\sum_y and of \\mathbb{E}_y."""
    return tree.lower if isinstance(tree, BigOperator) else tree.subscript


def _is(tree: Tree, name: str) -> bool:
    return isinstance(tree, Symbol) and symbol_name(tree) == name


def _in_row(sides: Sides, rows: list[tuple[Cases, Tree]]) -> Sides:
    """The sides with each of the cases replaced by its row."""

    def chosen(tree: Tree) -> Tree:
        for node, value in rows:
            tree = substitute(tree, node, value)
        return tree

    first = None if sides.first is None else chosen(sides.first)
    return replace(sides, left=chosen(sides.left), right=chosen(sides.right), first=first)
