from __future__ import annotations

from gradproof.formula.from_latex import read_formula
from gradproof.formula.traverse import Node, mapped, without_places
from gradproof.formula.tree import Number


def test_mapped_changes_inside_out_everywhere_and_keeps_the_rest() -> None:
    def doubled(node: Node) -> Node:
        return Number(node.value * 2, node.span) if isinstance(node, Number) else node

    changed = mapped(read_formula("x_1 + 2^{3}"), doubled)
    assert without_places(changed) == without_places(read_formula("x_2 + 4^{6}"))
    bare = read_formula("x + y")
    assert mapped(bare, doubled) is bare
