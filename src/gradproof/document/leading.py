"""The first equations of a chain: which of them may define, and whether the case that is open is one of them."""

from __future__ import annotations

from gradproof.document.chains import EQUAL, Operand
from gradproof.formula.environment import Environment, symbol_name
from gradproof.formula.families import defines, target
from gradproof.formula.indices import heads
from gradproof.formula.letters import free_letters, letter_name, walk
from gradproof.formula.tree import Chain, Group, Number, Product, Script, Symbol, Tree


def only_shapes(env: Environment, chain: list[Operand], label: str) -> bool:
    """Whether a chain compares shapes, (n, h) = (2, 6), or gives one behind "Shape of the inputs:", X = (750, 2).

    A pair of what the page has defined is no shape.
    """
    trees = [operand.tree for operand in chain]
    if all(map(_is_shape, trees)):
        names = {symbol_name(node) for tree in trees for node in walk(tree) if isinstance(node, Symbol)}
        return names.isdisjoint(env.definitions)
    said = any(word in label for word in ("shape", "size", "dimension"))
    return said and len(trees) == 2 and isinstance(trees[0], Symbol | Script) and _is_shape(trees[1])


def _is_shape(tree: Tree) -> bool:
    """(n, h), or a product of such: what stands in the bracket is a number, a letter or a word each."""
    if isinstance(tree, Product):
        return "times" in tree.operators and all(map(_is_shape, tree.factors))
    several = isinstance(tree, Group) and tree.kind == "(" and len(tree.items) > 1 and not tree.given
    return several and isinstance(tree, Group) and all(isinstance(i, Number | Symbol | Script) for i in tree.items)


def concern(conditions: tuple[Tree, ...], left: Tree, right: Tree, letters: set[str]) -> bool:
    """Whether a case is one of what a line says: i ≠ j is none of ℓ = -Σ_k y_k log p_k, which has no i and no j."""
    used = free_letters(left) | free_letters(right)
    for tree in conditions:
        named = {letter_name(n) for n in walk(tree) if isinstance(n, Symbol)}
        if named & used or not (isinstance(tree, Chain) and named <= letters and set(tree.relations) <= {"=", "\\neq"}):
            return True
    return False


def names_new(env: Environment, chain: list[Operand]) -> bool:
    """Whether a chain gives what its second equation defines another name first: \\hat y = a = \\sigma(z)."""
    if len(chain) < 3 or chain[1].relation not in EQUAL or chain[2].relation not in EQUAL:
        return False
    first, second, third = (operand.tree for operand in chain[:3])
    name = target(env, second) if heads(second)[1] is None else None
    entry = env.entries.get(name or "")
    new = name is not None and name not in env.definitions and (entry is None or not entry.declared)
    apart = target(env, first) not in (None, name)
    return new and apart and defines(env, first, second) and defines(env, second, third)


def defining_first(env: Environment, chain: list[Operand]) -> tuple[tuple[int, ...], frozenset[int]]:
    """The equations of a chain in the order in which they are taken, each by its right operand; which may define."""
    rest = tuple(range(3, len(chain)))
    if names_new(env, chain):
        return (2, 1, *rest), frozenset({1, 2})
    return tuple(range(1, len(chain))), frozenset({1})
