"""Places of a tree: every operand once, no index, and what is put there stands there."""

from __future__ import annotations

import pytest

from gradproof.formula.from_latex import read_formula
from gradproof.formula.spots import spots
from gradproof.formula.to_latex import to_latex
from gradproof.formula.tree import Symbol

FORMULAS = (
    r"h_k (1 - h_k) x",
    r"\sum_{j=1}^C \frac{\partial \ell}{\partial u_j} w_j",
    r"\begin{cases} 1 - p_j & j = t \\ -p_j & j \neq t \end{cases}",
    r"\frac{e^{-s}}{(1 + e^{-s})^2} \log \tanh^2 x",
)


@pytest.mark.parametrize("formula", FORMULAS)
def test_what_stands_at_a_place_put_back_gives_the_same_tree(formula: str) -> None:
    tree = read_formula(formula)
    assert all(put(node) == tree for node, put in spots(tree))


@pytest.mark.parametrize("formula", FORMULAS)
def test_what_is_put_at_a_place_is_found_there(formula: str) -> None:
    tree = read_formula(formula)
    mark = Symbol("mark", "word", (), tree.span)
    for position, (_, put) in enumerate(spots(tree)):
        assert [node for node, _ in spots(put(mark))][position] == mark


def test_indices_and_bounds_are_no_places() -> None:
    tree = read_formula(r"\sum_{j=1}^C w_{jk} \mathbb{1}[i = t] y")
    found = [to_latex(node) for node, _ in spots(tree)]
    assert found[2:] == ["w_{jk}", r"\mathbb{1}[i = t]", "y"]
