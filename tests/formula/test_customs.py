"""Customs of writing: what they become, and what they do not touch."""

from __future__ import annotations

import pytest

from gradproof.formula.customs import plain
from gradproof.formula.from_latex import read_rows
from gradproof.formula.to_latex import to_latex
from gradproof.formula.tree import BigOperator, Script, Symbol
from gradproof.proofread import check_text, prove


def tree(text: str) -> object:
    (row,) = read_rows(text)
    (statement,) = plain(row).statements
    return statement.tree


def test_a_conditional_index_is_two_indices_of_a_symbol_of_its_own() -> None:
    found = tree("p_{j|i}")
    assert isinstance(found, Script)
    assert isinstance(found.base, Symbol)
    assert found.base.accents == ("given",)
    assert [to_latex(s) for s in found.subscripts] == ["j", "i"]
    assert tree("p_{ji}") != found


def test_a_probability_of_an_event_is_a_symbol() -> None:
    one, zero = tree("P(y=1|x)"), tree("P(y=0|x)")
    assert isinstance(one, Symbol)
    assert isinstance(zero, Symbol)
    assert one.name != zero.name
    family = tree("P(y=k|x_i)")
    assert isinstance(family, Script)
    assert [to_latex(s) for s in family.subscripts] == ["k", "i"]


def test_a_sum_leaves_out_what_is_an_index_outside_of_it() -> None:
    (row,) = read_rows(r"b_l = \sum_{j \neq i, l} a_j c_i")
    lower = next(n for n in _walk(plain(row)) if isinstance(n, BigOperator)).lower
    assert [to_latex(c) for c in lower] == [r"j \neq i", r"j \neq l"]
    (row,) = read_rows(r"b = \sum_{j \neq i, l} a_{jl} c_i")
    lower = next(n for n in _walk(plain(row)) if isinstance(n, BigOperator)).lower
    assert [to_latex(c) for c in lower] == [r"j \neq i", "l"]


def _walk(node: object) -> list[object]:
    from gradproof.formula.traverse import descendants

    return list(descendants(node))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        (r"\frac{\partial}{\partial std} \frac{x}{std} = - \frac{x}{std^2}", "proved"),
        (r"\frac{\partial}{\partial std} \frac{x}{std} = \frac{x}{std^2}", "refuted"),
        (r"\sum_{k \in [1, N]} (a_k + b_k) = \sum_{k=1}^N a_k + \sum_{k=1}^N b_k", "proved"),
    ],
)
def test_words_and_ranges(claim: str, status: str) -> None:
    assert prove(claim).status == status


PAGE = r"""$$q_{j|i} = \frac{\exp(a_{ij})}{\sum_{k \neq i} \exp(a_{ik})}$$

We set $q_{i|i} = 0$. Then the columns add up to one:

$$\sum_{j \neq i} q_{j|i} = 1$$

$$\sum_{j} q_{j|i} = 1$$

$$q_{j|i} \sum_{k \neq i} \exp(a_{ik}) = \exp(a_{ij})$$

$$q_{j|i} \sum_{k \neq i} \exp(a_{ik}) = 2 \exp(a_{ij})$$
"""


def test_a_diagonal_that_the_page_sets_is_a_case_of_its_own() -> None:
    found = [s.verdict.status for s in check_text(PAGE).steps if s.verdict is not None]
    assert found == ["proved", "proved", "conditional", "refuted"]


LOGISTIC = r"""$$P(y=1|x) = \frac{1}{1 + e^{-z}}$$

$$P(y=0|x) = 1 - P(y=1|x)$$

$$P(y=0|x) = \frac{e^{-z}}{1 + e^{-z}}$$

$$\frac{\partial \log P(y=1|x)}{\partial z} = P(y=1|x)$$
"""


def test_probabilities_of_events_are_judged() -> None:
    found = [s.verdict.status for s in check_text(LOGISTIC).steps if s.verdict is not None]
    assert found == ["proved", "refuted"]


def test_a_word_below_a_symbol_is_no_index() -> None:
    found, indexed = tree("L_{hinge}"), tree("T_{ijkl}")
    assert isinstance(found, Script)
    assert isinstance(indexed, Script)
    assert [to_latex(s) for s in indexed.subscripts] == ["i", "j", "k", "l"]
    assert len(found.subscripts) == 1


def test_a_step_may_say_something_of_what_it_brings_in() -> None:
    page = "Let $c \\in \\mathbb{R}$.\n\n$$c^2 = \\sqrt{b^2} = b$$\n"
    assert "refuted" not in [s.verdict.status for s in check_text(page).steps if s.verdict is not None]
