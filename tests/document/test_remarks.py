"""Words beside an equation, and which equation a row goes on with."""

from __future__ import annotations

import pytest

from gradproof.document.remarks import may_restrict, without_remarks
from gradproof.formula.from_latex import read_rows
from gradproof.formula.to_latex import row_to_latex
from gradproof.proofread import check_text

LET = "Let $b, c, y, p \\in \\mathbb{R}^K$.\n\n"


def verdicts(display: str) -> list[str]:
    page = check_text(f"{LET}$$\\begin{{align}} {display} \\end{{align}}$$\n")
    return [step.verdict.status for step in page.steps if step.verdict is not None]


@pytest.mark.parametrize(
    "remark",
    [
        r"& \text{(chain rule)}",
        r"& \text{by the chain rule}",
        r"& \text{by the $y$ rule}",
        r"& \text{by definition of } y",
        r"& (\text{sum rule})",
        r"& [\text{by } y]",
        r"& \begin{pmatrix*}[l] \text{Here $y$ is scaled.} \\ \text{It stays so.} \end{pmatrix*}",
        r"\text{ (eq. 3)}",
        r"\qquad (1)",
        r"\qquad \cdots (1)",
        r"\qquad (\star)",
        r"& \text{since $c_i = c_i$}",
        r"& \text{(since $c_i = c_i$)}",
        r"& \text{using } c_i = c_i",
        r"& (\text{as } c_i = c_i)",
        r"& (2 c_i = c_i + c_i)",
        r"& [2 c_i = c_i + c_i]",
        r"& \because c_i = c_i",
    ],
)
def test_a_row_goes_on_with_the_equation_and_not_with_a_remark(remark: str) -> None:
    assert set(verdicts(rf"2b_i &= b_i + b_i {remark} \\ &= 3b_i - b_i \\ &= 2b_i")) == {"proved"}
    assert "refuted" in verdicts(rf"2b_i &= b_i + b_i {remark} \\ &= 3b_i")
    assert "refuted" in verdicts(rf"2b_i &= b_i + 2b_i {remark}")


@pytest.mark.parametrize(
    "words", ["for large $K$", "approximately", "if it rains", "für große $K$", "当 K 很大", "at the kink"]
)
def test_words_that_may_restrict_an_equation_keep_it_from_being_called_false(words: str) -> None:
    assert verdicts(rf"2b_i &= 3b_i & \text{{{words}}}") == ["undecided"]
    assert verdicts(rf"2b_i &= b_i + b_i & \text{{{words}}}") == ["proved"]


def test_what_words_may_restrict_defines_nothing() -> None:
    assert "proved" not in verdicts(r"f_i &= 2b_i & \text{approximately} \\ f_i &= b_i + b_i")
    assert verdicts(r"f_i &= 2b_i & \text{(sum rule)} \\ f_i &= b_i + b_i") == ["proved"]


def test_a_row_below_two_equations_is_never_called_false() -> None:
    assert verdicts(r"2b_i &= b_i + b_i, \quad 2c_i = c_i + c_i \\ &= 3b_i - b_i") == [
        "proved",
        "proved",
        "undecided",
        "undecided",
    ]
    assert verdicts(r"2b_i &= b_i + b_i, \quad 2c_i = c_i + c_i \\ &= 3c_i - c_i").count("proved") == 4


@pytest.mark.parametrize(
    "reason",
    [r"& (\sum_k y_k = 1)", r"& \text{since } \sum_k y_k = 1", r"& \because \sum_k y_k = 1", r"& [\sum_k y_k = 1]"],
)
def test_an_assumption_beside_a_step_is_stated(reason: str) -> None:
    assert set(verdicts(rf"p_i \sum_k y_k &= p_i {reason} \\ &= 2p_i - p_i")) == {"proved"}
    assert "refuted" in verdicts(rf"p_i \sum_k y_k &= 2p_i {reason}")


def test_conditions_on_indices_stay_conditions() -> None:
    (row,) = read_rows(r"\delta_{ij} = 1 \quad (i = j)")
    assert len(row.statements) == 1
    assert len(row.statements[0].conditions) == 1


def test_a_text_that_is_a_name_is_no_remark() -> None:
    (row,) = read_rows(r"a = 2 P(\text{it rains})")
    assert without_remarks(row) is row
    (row,) = read_rows(r"s = f(u) \text{ where } u = g(x)")
    assert [statement.aside for statement in row.statements] == [False, True]
    assert row_to_latex(without_remarks(row)) == row_to_latex(row)


def test_only_what_limits_limits() -> None:
    assert not may_restrict("Decomposing into a matmul operation")
    assert not may_restrict("for all samples")
    assert not may_restrict("by linearity, for brevity")
    assert may_restrict("by assuming independence")
    assert may_restrict("for the last layer")


@pytest.mark.parametrize(
    "remark", [r"\text{(definition of } b)", r"\text{(since } \sum_k y_k = 1)", r"\text{(by } f(c)\text{)}"]
)
def test_a_bracket_that_words_open_may_be_closed_behind_a_symbol(remark: str) -> None:
    assert set(verdicts(rf"2b_i &= b_i + b_i && {remark} \\ &= 3b_i - b_i")) == {"proved"}


@pytest.mark.parametrize(
    "range_",
    [
        r", \qquad i = 1, \ldots, K",
        r" \quad \text{for } i = 1, \dots, K",
        r", \; i \in \{1, \dots, K\}",
        r" \quad (i = 1, \dots, K)",
    ],
)
def test_a_range_behind_an_equation_restricts_nothing(range_: str) -> None:
    page = rf"""$$p_i = \frac{{e^{{z_i}}}}{{\sum_{{j=1}}^K e^{{z_j}}}}{range_}$$

$$\frac{{\partial p_i}}{{\partial z_j}} = p_i (\delta_{{ij}} - p_j){range_}$$

$$\frac{{\partial p_i}}{{\partial z_j}} = p_i (\delta_{{ij}} + p_j){range_}$$
"""
    assert [s.verdict.status for s in check_text(page).steps if s.verdict is not None] == ["proved", "refuted"]


@pytest.mark.parametrize("range_", [r"i = 2, \dots, K", r"i = 1, \dots, K - 1"])
def test_a_range_that_leaves_something_out_is_a_condition(range_: str) -> None:
    page = rf"$$h_i = 2 a_i, \quad {range_}$$" + "\n\n$$h_i = 2 a_i$$\n"
    assert "refuted" not in [s.verdict.status for s in check_text(page).steps if s.verdict is not None]
