"""Lines about any number: σ'(z) = σ(z)(1 − σ(z)) speaks of no z of the page, though the page has vectors z_n.

Such a line has letters that stand whole in it and nowhere with indices, and it names no other quantity of the page. A
letter that the page states to be a vector is any number only where the line differentiates by it.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from gradproof.formula.axes import transposed
from gradproof.formula.environment import Environment, symbol_name
from gradproof.formula.letters import walk
from gradproof.formula.tree import BigOperator, Call, Derivative, Group, Norm, Product, Script, Symbol, Tree

_CONSTANTS = frozenset({"e", "pi"})


def about_numbers(env: Environment, trees: tuple[Tree, ...]) -> tuple[Environment, tuple[str, ...]] | None:
    """The environment in which the letters of a line are any numbers, and those that the page knows as vectors.

    None for a line that speaks of the page: of components, of whole vectors, of anything else that was defined.
    """
    nodes = [node for tree in trees for node in walk(tree)]
    if any(_of_vectors(node) for node in nodes):
        return None
    symbols = {symbol_name(node) for node in nodes if isinstance(node, Symbol)} - _CONSTANTS - set(env.functions)
    vectors = {n for n in symbols if (env.entries[n].shape if n in env.entries else env.hints.get(n))}
    stated = {n for n in vectors & set(env.entries) if env.entries[n].declared or env.entries[n].bold}
    if not vectors or stated - _varied(nodes) or any(n in env.definitions for n in symbols - vectors):
        return None
    return forget(env, vectors), tuple(sorted(vectors))


def forget(env: Environment, names: set[str]) -> Environment:
    """The environment without some symbols, and without what was defined over them."""
    users = {n for n in env.definitions if any(env.leads_to(n, name) for name in names)} - names
    gone = names | users
    return replace(
        env,
        entries={n: e for n, e in env.entries.items() if n not in gone},
        definitions={n: d for n, d in env.definitions.items() if n not in gone},
        hints={n: h for n, h in env.hints.items() if n not in names},
        assumptions={n: a for n, a in env.assumptions.items() if n not in gone},
        positive=env.positive - names,
        restricted={n: r for n, r in env.restricted.items() if n not in names},
        filled=env.filled - names,
        mentioned=env.mentioned | names,
        spoiled=env.spoiled | {n.removesuffix("()") for n in users},
    )


def _varied(nodes: list[Tree]) -> set[str]:
    """The letters that a line differentiates by, the z of σ'(z) too."""
    found = {
        symbol_name(v) for n in nodes if isinstance(n, Derivative) for v, _ in n.variables if isinstance(v, Symbol)
    }
    for node in nodes:
        for left, right in pairwise(node.factors) if isinstance(node, Product) else ():
            primed = isinstance(left, Script) and left.primes and isinstance(right, Group) and len(right.items) == 1
            if primed and isinstance(right, Group) and isinstance(right.items[0], Symbol):
                found.add(symbol_name(right.items[0]))
    return found


def _of_vectors(node: Tree) -> bool:
    match node:
        case Symbol():
            return node.style not in ("", "word") or bool(node.accents)
        case Script():
            return bool(node.subscripts) or transposed(node)
        case Product():
            return "odot" in node.operators
        case BigOperator() | Norm():
            return True
        case Derivative():
            return len(node.variables) != 1
        case Call():
            return bool(node.subscript)
    return False
