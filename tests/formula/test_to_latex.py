from __future__ import annotations

import pytest
from hypothesis import example, given, settings

from gradproof.formula import tree as t
from gradproof.formula.from_latex import read_formula, read_rows
from gradproof.formula.to_latex import row_to_latex, to_latex
from gradproof.formula.traverse import without_places
from gradproof.formula.tree import Tree
from gradproof.source import NOWHERE
from tests.formula.random_trees import formulas
from tests.formula.test_clauses import CONDITIONS, STATEMENTS
from tests.formula.test_from_latex import (
    BIG,
    BINDING,
    BRACKETS,
    CALLS,
    CASES,
    DERIVATIVES,
    INDICATORS,
    NAMES,
    RELATIONS,
    SCRIPTS,
)

D = t.Symbol("d", "", (), NOWHERE)


@given(formulas)
@example(t.Divide(t.Product((D, D), ("",), NOWHERE), t.Product((D, D), ("",), NOWHERE), NOWHERE))
@settings(max_examples=400)
def test_a_printed_tree_reads_back_the_same(tree: Tree) -> None:
    assert without_places(read_formula(to_latex(tree))) == tree


@pytest.mark.parametrize(
    "text",
    [
        *BINDING, *BIG, *CALLS, *DERIVATIVES, *SCRIPTS, *NAMES, *INDICATORS, *BRACKETS, *CASES, *RELATIONS, *CONDITIONS,
        *STATEMENTS,
    ],
)  # fmt: skip
def test_what_was_read_prints_and_reads_back_the_same(text: str) -> None:
    (row,) = read_rows(text)
    (again,) = read_rows(row_to_latex(row))
    assert without_places(again.statements) == without_places(row.statements)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        (r"\frac{ \partial\ell}{\partial u_{j}}=1-p_j", r"\frac{\partial \ell}{\partial u_j} = 1 - p_j"),
        (r"j=1,\ldots,C", r"j = 1, \dots, C"),
        (r"x,y\in\mathbb R^D", r"x, y \in \mathbb{R}^D"),
        (r"w_{j k}^\intercal x", r"w_{jk}^\top x"),
        (r"\sum_{k=1}^C exp(u_k)", r"\sum_{k = 1}^C \exp(u_k)"),
        (r"0.25", "0.25"),
    ],
)
def test_prints_as_people_write(text: str, printed: str) -> None:
    assert to_latex(read_formula(text)) == printed
