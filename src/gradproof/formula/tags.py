"""Letters below a symbol that are part of its name: the λ of L_λ = L + λ ‖W‖², the t of p_t beside a number p."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gradproof.formula.commands import GREEK
from gradproof.formula.letters import bound_letters, letter_name, range_end, walk
from gradproof.formula.traverse import Node
from gradproof.formula.tree import BigOperator, Chain, Script, Symbol, Tree


def tags(trees: Iterable[Tree]) -> frozenset[str]:
    """The Greek letters that stand below symbols of a page and elsewhere by themselves, and never count anything."""
    nodes = [node for tree in trees for node in walk(tree)]
    lone = [node.subscripts[0] for node in nodes if isinstance(node, Script) and len(node.subscripts) == 1]
    below = {item.name for item in lone if isinstance(item, Symbol) and item.name in GREEK}
    if not below:
        return frozenset()
    inside = {id(part) for node in nodes if isinstance(node, Script) for s in node.subscripts for part in walk(s)}
    alone = {n.name for n in nodes if isinstance(n, Symbol) and id(n) not in inside}
    return frozenset(below & alone - _counted(nodes))


def number_tags(trees: Iterable[Tree]) -> frozenset[str]:
    """The letters that stand below such symbols only as stand bare, too, alone and in one place, and that never count.

    Where the bare symbol is a number, p, the other one is another number: p_t = y p + (1 − y)(1 − p).
    """
    nodes = [node for tree in trees for node in walk(tree)]
    scripts = [node for node in nodes if isinstance(node, Script) and node.subscripts]
    carried = {id(node.base) for node in scripts}
    bare = {n.name for n in nodes if isinstance(n, Symbol) and id(n) not in carried}
    bases: dict[str, set[str]] = {}
    others = _counted(nodes)
    for node in scripts:
        items, base = node.subscripts, node.base.name if isinstance(node.base, Symbol) else ""
        if len(items) == 1 and isinstance(items[0], Symbol) and len(items[0].name) == 1:
            bases.setdefault(items[0].name, set()).add(base)
        else:
            others |= {part.name for item in items for part in walk(item) if isinstance(part, Symbol)}
    return frozenset(letter for letter, names in bases.items() if names <= bare and letter not in others)


def _counted(nodes: Sequence[Node]) -> set[str]:
    """The letters that a sum binds or a range gives."""
    counted = {letter_name(s) for n in nodes if isinstance(n, BigOperator) for s in bound_letters(n)}
    starts = [n.operands[0] for n in nodes if isinstance(n, Chain) and _counts(n)]
    return counted | {start.name for start in starts if isinstance(start, Symbol)}


def _counts(chain: Chain) -> bool:
    """Whether a chain says what an index runs over: α = 1, …, n, and κ ∈ {1, …, C}."""
    ranged = chain.relations in (("=",), ("\\in",))
    return ranged and chain.operands[1] is not None and range_end(chain.operands[1]) is not None
