"""Functions that a page defines at a point, f_k(y_l) = …, and names that it gives to parts of a formula behind =:."""

from __future__ import annotations

from dataclasses import replace

from gradproof.formula.declarations import mention
from gradproof.formula.environment import Environment, symbol_name
from gradproof.formula.letters import free_letters, walk
from gradproof.formula.piecewise import spoil
from gradproof.formula.traverse import substitute
from gradproof.formula.tree import Group, Product, Script, Symbol, Tree


def at_any_point(left: Tree, right: Tree) -> tuple[Tree, Tree]:
    """f_k(z) = …, from f_k(y_l) = … with a component that is named by a letter of its own; else both sides as they are.

    What else the formula holds of y stays: f_k(y_l) = |y_l − y_k|² is a function of the point that is put in.
    """
    if not (isinstance(left, Product) and len(left.factors) == 2 and left.operators == ("",)):
        return left, right
    callee, group = left.factors
    if not (isinstance(callee, Symbol | Script) and isinstance(group, Group) and group.kind == "(" and not group.given):
        return left, right
    items: list[Tree] = []
    for item in group.items:
        letters = free_letters(item)
        base = item.base if isinstance(item, Script) else None
        if not letters or not isinstance(base, Symbol) or letters & free_letters(callee):
            items.append(item)
            continue
        formal = replace(base, accents=(*base.accents, "point"), span=item.span)
        inside = substitute(right, item, formal)
        if free_letters(inside) & letters:
            return left, right
        items.append(formal)
        right = inside
    return replace(left, factors=(callee, replace(group, items=tuple(items)))), right


def introduced_behind(environment: Environment, left: Tree, right: Tree, relation: str | None) -> Environment:
    """The environment after `A =: f(S)`, which gives names to parts of A: they are known, but not what they are."""
    if relation != "=:":
        return environment
    used = {node for node in walk(right) if isinstance(node, Symbol)}
    known = environment.entries.keys() | environment.functions.keys() | environment.definitions.keys()
    names = {symbol_name(s) for s in used} - known - environment.dimensions - environment.ranges.keys()
    new = names - free_letters(left) - free_letters(right)
    return replace(
        environment,
        spoiled=environment.spoiled | new,
        rests={n: r for n, r in environment.rests.items() if n not in new},
        mentioned=environment.mentioned | new,
    )


def spoilt(environment: Environment, *sides: Tree) -> Environment:
    """The environment that knows of a definition, left := right, that it was not understood, and what it names."""
    if len(sides) != 2:
        return environment
    left, right = sides
    return mention(mention(spoil(environment, left, right), left), right)
