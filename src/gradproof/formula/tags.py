"""Greek letters below a symbol that are part of its name: the λ of L_λ = L + λ ‖W‖², the θ of f_θ beside ∂/∂θ."""

from __future__ import annotations

from collections.abc import Iterable

from gradproof.formula.commands import GREEK
from gradproof.formula.letters import bound_letters, letter_name, range_end, walk
from gradproof.formula.tree import BigOperator, Chain, Script, Symbol, Tree


def tags(trees: Iterable[Tree]) -> frozenset[str]:
    """The Greek letters that stand below symbols of a page and elsewhere by themselves, and never count anything."""
    nodes = [node for tree in trees for node in walk(tree)]
    lone = [node.subscripts[0] for node in nodes if isinstance(node, Script) and len(node.subscripts) == 1]
    below = {item.name for item in lone if isinstance(item, Symbol) and item.name in GREEK}
    if not below:
        return frozenset()
    inside = {id(part) for node in nodes if isinstance(node, Script) for s in node.subscripts for part in walk(s)}
    counted = {letter_name(s) for n in nodes if isinstance(n, BigOperator) for s in bound_letters(n)}
    starts = [n.operands[0] for n in nodes if isinstance(n, Chain) and _counts(n)]
    counted |= {start.name for start in starts if isinstance(start, Symbol)}
    alone = {n.name for n in nodes if isinstance(n, Symbol) and id(n) not in inside}
    return frozenset(below & alone - counted)


def _counts(chain: Chain) -> bool:
    """Whether a chain says what an index runs over: α = 1, …, n."""
    return chain.relations == ("=",) and chain.operands[1] is not None and range_end(chain.operands[1]) is not None
