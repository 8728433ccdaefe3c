"""The squares that a page treats as symbols: σ² where it writes σ_l² = … or ∂/∂σ², and never takes σ on its own.

Then σ is the root of that symbol, wherever it stands.
"""

from __future__ import annotations

from collections.abc import Iterable

from gradproof.formula.environment import symbol_name
from gradproof.formula.letters import walk
from gradproof.formula.tree import Chain, Derivative, Group, Number, Product, Script, Symbol, Tree


def squares(trees: Iterable[Tree]) -> frozenset[str]:
    """The names of the symbols of which a page knows the square only."""
    squared, alone = set[str](), set[str]()
    for tree in trees:
        if isinstance(tree, Chain) and tree.relations[0] in ("=", ":=", "\\equiv") and tree.operands[0] is not None:
            _note(tree.operands[0], squared, alone, only="sigma")
        for node in walk(tree):
            match node:
                case Derivative(numerator, variables, operand):
                    for variable, order in variables:
                        _note(variable, squared, alone if order == 1 else set())
                    inside = numerator or operand
                    if inside is not None:
                        _note(inside, squared, alone)
                case Product((Symbol() | Script() as callee, Group("("), *_)):
                    _note(callee, set(), alone)
    return frozenset(squared - alone)


def _note(tree: Tree, squared: set[str], alone: set[str], only: str | None = None) -> None:
    """Put the name of X² among the squared, that of X among those that stand alone."""
    match tree:
        case Script(Symbol() as base, _, Number(value), 0) if value == 2 and base.style != "bold":
            name = symbol_name(base)
            if only in (None, name):
                squared.add(name)
        case Script(Symbol() as base, _, None, _) | (Symbol() as base):
            alone.add(symbol_name(base))
