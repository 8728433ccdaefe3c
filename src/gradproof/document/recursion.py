"""What a page defines by recursion, f_0(x) = x and f_k(x) = F_k(f_{k-1}(x)), and what induction proves of it.

A claim f_k(G(x, z)) = G(f_k(x), f_k(z)), G being any formula, holds for every k if it holds

    at k = 0, where f_0 changes nothing:   G(x, z) = G(x, z), whichever way the page writes the two;
    for one layer:                         F_k(G(x, z)) = G(F_k(x), F_k(z)).

For if it holds for k - 1, then f_k(G(x, z)) = F_k(G(f_{k-1}(x), f_{k-1}(z))), and the second line, at f_{k-1}(x) and
f_{k-1}(z) in the place of x and z, makes G(f_k(x), f_k(z)) of it. So both lines must hold for all x and z, G must not
depend on x, z or k, and F_k not on x or z: that is what is looked at here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from gradproof.formula.environment import Environment, symbol_name
from gradproof.formula.equations import Sides
from gradproof.formula.traverse import Node, descendants, mapped, without_places
from gradproof.formula.tree import Add, Group, Number, Product, Script, Symbol, Tree
from gradproof.source import NOWHERE, Diagnostic, Span

_ONE = Number(Fraction(1), NOWHERE)


@dataclass(frozen=True, slots=True)
class Recursion:
    """f_0(x) = x, and f_k(x) = `layer`, in which `argument` stands for f_{k-1}(x); symbols without places."""

    function: Symbol
    counter: Symbol
    argument: Symbol
    layer: Tree


@dataclass(frozen=True, slots=True)
class Induction:
    """What proves a claim for every value of `counter`: the base and the step; a layer's result has x's `shape`."""

    counter: str
    base: Sides
    step: Sides
    shape: Sides


def identity(left: Tree, right: Tree) -> tuple[Symbol, Symbol] | None:
    """(f, x) of f_0(x) = x."""
    found = _applied(left)
    if found is None or not isinstance(found[1], Number) or found[1].value != 0 or not isinstance(found[2], Symbol):
        return None
    return (found[0], found[2]) if found[2] == without_places(right) else None


def recursion(left: Tree, right: Tree, identities: dict[Symbol, Symbol]) -> Recursion | None:
    """The recursion of f_k(x) = F_k(f_{k-1}(x)), where f_0(x) = x was said before, and F_k has no other x in it."""
    found = _applied(left)
    if found is None or not isinstance(found[1], Symbol) or identities.get(found[0]) != found[2]:
        return None
    function, counter, argument = found
    assert isinstance(argument, Symbol) and isinstance(counter, Symbol)
    before = Add(((1, counter), (-1, _ONE)), NOWHERE)
    layer = _replaced(right, function, before, lambda _: argument)
    outside = _replaced(right, function, before, lambda _: _ONE)
    if set(_arguments(right, function, before)) != {argument} or _has(outside, {function, argument}):
        return None
    return Recursion(function, counter, argument, layer)


@dataclass
class Recursions:
    """What a page has defined by recursion so far: `known` by the function, from f_0(x) = x in `identities`."""

    identities: dict[Symbol, Symbol] = field(default_factory=dict)
    known: dict[Symbol, Recursion] = field(default_factory=dict)

    def learn(self, left: Tree, right: Tree) -> Tree | None:
        """The layer of a recursion that an equation defines, after remembering it; None for any other equation."""
        if (start := identity(left, right)) is not None:
            self.identities[start[0]] = start[1]
            self.known.pop(start[0], None)
        found = recursion(left, right, self.identities)
        if found is None:
            return None
        self.known[found.function] = found
        return found.layer

    def used(self, trees: Iterable[Tree]) -> tuple[Recursion, ...]:
        """The recursions whose function stands in one of the trees."""
        found = tuple(trees)
        return tuple(r for r in self.known.values() if any(_has(tree, {r.function}) for tree in found))


def unproved(found: Recursion, place: Span) -> Diagnostic:
    """What is said of a claim about a recursion that induction is not known to prove."""
    message = f"{found.function.name} is defined by recursion, and this is no claim that induction is known to prove."
    form = "f_k(a x + b z) = a f_k(x) + b f_k(z): the function of a formula is that formula of the function"
    return Diagnostic("GP300", message, place, f"What is proved by induction has the form {form}.")


def induction(found: Recursion, left: Tree, right: Tree, env: Environment) -> Induction | None:
    """What proves f_k(G(x, z)) = G(f_k(x), f_k(z)) for every k; None for any other claim."""
    applied = _applied(left)
    if applied is None or applied[:2] != (found.function, found.counter) or _has(applied[2], {found.function}):
        return None
    rest = _replaced(right, found.function, found.counter, lambda _: _ONE)
    given = set(_arguments(right, found.function, found.counter))
    varied = {call for call in given if isinstance(call, Symbol)}
    if not varied or varied != given or _has(rest, {found.function, found.counter, *varied}):
        return None
    if _has(applied[2], {found.counter}) or _has(found.layer, varied - {found.argument}):
        return None
    symbols = {node for tree in (left, right, found.layer) for node in descendants(tree) if isinstance(node, Symbol)}
    if any(symbol_name(s) in env.definitions for s in symbols if without_places(s) != found.function):
        return None  # what the page defines may depend on x
    whole = _replaced(left, found.function, found.counter, _bracketed)
    return Induction(
        symbol_name(found.counter),
        Sides(whole, _replaced(right, found.function, found.counter, _bracketed)),
        Sides(_layer(found, whole), _replaced(right, found.function, found.counter, lambda call: _layer(found, call))),
        Sides(found.argument, found.layer),
    )


def _layer(found: Recursion, given: Tree) -> Tree:
    """F_k of something."""
    return _bracketed(mapped(found.layer, lambda t: _bracketed(given) if without_places(t) == found.argument else t))


def _bracketed(tree: Tree) -> Tree:
    return tree if isinstance(tree, Symbol | Group) else Group("(", (tree,), (), tree.span)


def _applied(tree: Tree) -> tuple[Symbol, Tree, Tree] | None:
    """(f, k, x) of f_k(x), without places."""
    match without_places(tree):
        case Product((Script(Symbol() as function, (counter,), None, 0), Group("(", (given,), ())), ("",)):
            return function, counter, given
    return None


def _has(tree: Tree, symbols: set[Symbol]) -> bool:
    return any(isinstance(node, Symbol) and without_places(node) in symbols for node in descendants(tree))


def _replaced(tree: Tree, function: Symbol, counter: Tree, change: Callable[[Tree], Tree]) -> Tree:
    """The tree with every f_k(x), k being the counter, changed; others of f stay."""

    def node(here: Node) -> Node:
        if not isinstance(here, Product):
            return here
        factors, operators = list(here.factors), list(here.operators)
        for at in range(len(operators) - 1, -1, -1):
            pair = Product((factors[at], factors[at + 1]), (operators[at],), here.span)
            applied = _applied(pair)
            if applied is not None and applied[:2] == (function, counter):
                inside = factors[at + 1]
                assert isinstance(inside, Group)
                factors[at : at + 2] = [change(inside.items[0])]
                del operators[at]
        return factors[0] if len(factors) == 1 else Product(tuple(factors), tuple(operators), here.span)

    return mapped(tree, node)


def _arguments(tree: Tree, function: Symbol, counter: Tree) -> Iterator[Tree]:
    """The x of every f_k(x), without places."""
    for node in descendants(tree):
        for pair in pairwise(node.factors) if isinstance(node, Product) else ():
            applied = _applied(Product(pair, ("",), NOWHERE))
            if applied is not None and applied[:2] == (function, counter):
                yield applied[2]
