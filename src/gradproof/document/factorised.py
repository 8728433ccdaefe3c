"""A matrix that stands behind its factors: L L^T = Σ says what Σ is."""

from __future__ import annotations

from gradproof.formula.environment import Environment, symbol_name
from gradproof.formula.matrices import is_mark
from gradproof.formula.traverse import without_places
from gradproof.formula.tree import Product, Script, Symbol, Tree


def names_factors(environment: Environment, left: Tree, right: Tree) -> bool:
    """Whether the right side is a new symbol for the factors on the left."""
    new = isinstance(right, Symbol) and symbol_name(right) not in {*environment.entries, "I"}
    return new and is_factorised(left)


def is_factorised(tree: Tree) -> bool:
    """Whether a tree is L L^T or L^T L."""
    if not (isinstance(tree, Product) and len(tree.factors) == 2 and tree.operators == ("",)):
        return False
    for plain, turned in (tree.factors, tree.factors[::-1]):
        if isinstance(turned, Script) and is_mark(turned.superscript) and not turned.subscripts:
            return isinstance(plain, Symbol) and without_places(turned.base) == without_places(plain)
    return False
