"""The symbols of a line that are new: only about them is there something to learn."""

from __future__ import annotations

from gradproof.formula.axes import inverted, transposed
from gradproof.formula.environment import Environment, symbol_name
from gradproof.formula.indices import symbol_and_indices
from gradproof.formula.layers import names_layer
from gradproof.formula.memo import by_identity
from gradproof.formula.reading import Reading, super_index
from gradproof.formula.traverse import children
from gradproof.formula.tree import BigOperator, Indicator, Script, Symbol, Tree

Slot = tuple[str, int]
"""The name of an unknown symbol and how many indices it carries at this place."""


def slot_of(ctx: Reading, tree: Tree) -> Slot | None:
    """The unknown plain symbol of a tree (of its transpose too) and the number of its indices."""
    base = tree.base if isinstance(tree, Script) else tree
    if not isinstance(base, Symbol) or base.style in ("bold", "word", "bb"):
        return None
    if isinstance(tree, Script):
        marked = transposed(tree) or inverted(tree) or super_index(tree.superscript)
        if tree.primes or not (tree.superscript is None or marked or names_layer(ctx.environment.layers, tree)):
            return None
        name, indices = symbol_and_indices(ctx, tree)
    else:
        name, indices = symbol_name(base), ()
    special = name in ("e", "pi", "delta") or ctx.is_dimension(name) or name in ctx.environment.functions
    return None if special or ctx.entry(name) is not None else (name, len(indices))


def all_known(ctx: Reading, tree: Tree) -> bool:
    """Whether no symbol outside of indices is new: then there is nothing to learn."""
    if any(environment is ctx.environment for environment in _known_in(tree)):
        return True
    pending = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node, Symbol | Script) and slot_of(ctx, node) is not None:
            return False
        if isinstance(node, Script):
            pending.append(node.base)
            pending += () if node.superscript is None or transposed(node) else (node.superscript,)
        elif isinstance(node, BigOperator):
            pending.append(node.body)
        elif not isinstance(node, Indicator):
            pending += children(node)
    if ctx.dimensions <= ctx.environment.dimensions:
        _known_in(tree).append(ctx.environment)
    return True


@by_identity
def _known_in(tree: Tree) -> list[Environment]:
    """The environments in which a tree has been found to have nothing new, whatever sizes its line names."""
    del tree
    return []
