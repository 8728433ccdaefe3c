from __future__ import annotations

import pytest

from gradproof.grade.formulas import grade_formula
from gradproof.grade.mark import Mark
from gradproof.grade.respell import respelling
from gradproof.grade.rubric import Rubric, read_rubric
from tests.grade.pages import key


def graded(label: str, text: str, rubric: Rubric | None = None) -> Mark:
    rubric = rubric or Rubric()
    return grade_formula(key(), rubric, respelling(rubric.aliases), label, text)


RIGHT = [
    ("1(a)", "delta(j,t) - exp(u_j)/sum(exp(u_k), k)"),
    ("1(a)", "1[j=t] - p_j"),
    ("1(a)", "1 - p_j if j=t else -p_j"),
    ("1(a)", r"\delta_{jt} - p_j"),
    ("1(a)", "dell/du_j = delta(j,t) - p_j"),
    ("1(b)", "x"),
    ("1(b)", "x_i"),
    ("1(c)", "1"),
    ("1(d).1", "(1[j=t] - p_j) x"),
    ("1(d).1", "(1[j=t] - p_j) x_i"),
    ("1(d).2", "delta(j,t) - p_j"),
    ("1(d)", r"\frac{\partial \ell}{\partial b_j} = \delta_{jt} - p_j"),
    ("1(e)", "delta(i,j) x"),
    ("2(a).1", "delta(j,t) - p_j"),
    ("2(b)", "sum(w_jk*(delta(j,t)-p_j), j)"),
    ("2(b)", "w_tk - sum(p_j w_jk, j)"),
    ("2(c)", "h_k*(1-h_k)"),
    ("2(c)", "exp(-s_k)/(1+exp(-s_k))^2"),
    ("2(c)", "sigma(s_k)*(1 - sigma(s_k))"),
    ("2(d).2", "1"),
    ("2(e).3", "h_k(1-h_k) sum(w_jk(delta(j,t)-p_j), j)"),
    ("2(e).2", "h_k(1-h_k) sum(w_jk(delta(j,t)-p_j), j) x"),
    ("1(a)", r"\frac{\partial \log p_t}{\partial u_j} = \delta_{jt} - p_j"),
    ("1(a)", r"\delta_{tj} - \frac{1}{\sum_k e^{u_k - u_j}}"),
    ("1(a)", r"\frac{\sum_{k \neq j} e^{u_k}}{\sum_k e^{u_k}} - (1 - \delta_{jt})"),
    ("1(a)", "(j==t) - p_j"),
    ("1(d).1", r"\frac{\partial \ell}{\partial u_j} \mathbf{x}"),
    ("2(a).2", r"\frac{\partial \ell}{\partial u_j} h_k"),
    ("2(b)", "sum_j (delta_jt - p_j) w_jk"),
    ("2(b)", r"(1 - p_t) w_{tk} - \sum_{j \neq t} p_j w_{jk}"),
    ("2(c)", r"\sigma'(s_k) = h_k (1 - h_k)"),
    ("2(c)", r"\frac{\partial \sigma(s_k)}{\partial s_k} = h_k (1 - h_k)"),
    ("2(c)", r"\frac{1}{4 \cosh^2(s_k / 2)}"),
    ("2(c)", r"\frac{1}{4} - (h_k - \frac{1}{2})^2"),
    ("2(c)", r"\sigma(s_k) \sigma(-s_k)"),
    ("2(e).2", r"\frac{\partial \ell}{\partial h_k} h_k (1 - h_k) x_i"),
]
WRONG = [
    ("1(a)", "p_j - delta(j,t)"),
    ("1(a)", "1 - p_j"),
    ("1(b)", "w"),
    ("1(c)", "b_j"),
    ("1(d).1", "(p_j - 1[j=t]) x"),
    ("1(d).2", "p_j"),
    ("2(b)", "sum(p_j w_jk, j)"),
    ("2(c)", "h_k*(1+h_k)"),
    ("2(c)", "h_k"),
    ("2(e).3", "sum(w_jk(delta(j,t)-p_j), j)"),
    ("1(a)", "delta(j,t) - p_t"),
    ("1(a)", r"1 - \frac{e^{u_j}}{\sum_j e^{u_j}}"),
    ("1(d).2", "(delta(j,t) - p_j) x_i"),
    ("1(e)", "x"),
    ("2(b)", "(delta(j,t) - p_j) w_jk"),
    ("2(b)", r"\sum_k (\delta_{jt} - p_j) w_{jk}"),
    ("2(c)", "h_k(1 - h_k) x_i"),
    ("2(c)", r"\frac{e^{-s_k}}{(1 + e^{-s_k})^2} + 10^{-12}"),
    ("2(a).2", "(delta(j,t) - p_j) x_i"),
]
LOOK = [
    ("1(a)", "delta(j,t) - y_j"),
    ("1(a)", "delta(k,t) - p_k"),
    ("1(a)", "import os"),
    ("1(a)", "dell/du_j"),
    ("1(a)", "x" * 20_000),
    ("1(a)", "(" * 100_000),
    ("1(a)", "9^9^9^9"),
    ("1(a)", "p_j\0"),
    ("1(a)", r"\delta_{jt} - p_j, \quad \text{I think}"),
    ("1(d)", "delta(j,t) - p_j"),
    ("1(d).1", "dell/db_j = delta(j,t) - p_j"),
    ("9(z)", "1"),
    ("1(e)", "0"),
    ("1(e)", r"\frac{\partial u_j}{\partial \mathbf{w}_i} = 0"),
    ("1(e)", "7 delta(i,j) x"),
    ("1(a)", r"\frac{\partial \log p_t}{\partial u_j}"),
    ("1(a)", "p_j = p_j"),
    ("1(c)", "delta(j,k)"),
    ("2(b)", "dell/dh_k = sum(dell/du_j * du_j/dh_k, j)"),
    ("2(c)", r"\sigma'(s_k)"),
    ("2(c)", "h_j(1 - h_j)"),
    ("2(c)", "h(1 - h)"),
    ("2(c)", r"\frac{\partial h}{\partial s} = h (1 - h)"),
    ("2(e).3", r"\frac{\partial \ell}{\partial s_k}"),
    ("2(a)", r"\frac{\partial \ell}{\partial w_{jk}} = \frac{\partial \ell}{\partial b_j} h_k"),
]
MENDED = [
    ("1(a)", "p_j - delta(j,t)", "A sign is wrong"),
    ("1(a)", "1 - p_j", "A Kronecker delta is missing"),
    ("1(c)", "x_i", r"another derivative: \frac{\partial u_j}{\partial w_{ji}}"),
    ("1(d).1", "x_i", r"A factor is missing: (\delta_{jt} - p_j)"),
    ("1(d).1", "delta(j,t) - p_j", r"another derivative: \frac{\partial \ell}{\partial u_j}"),
    ("2(b)", "(delta(j,t) - p_j) w_jk", "The sum over j is missing"),
    ("2(b)", r"\sum_j (\delta_{jt} - p_j) w_{kj}", "Did you mean w_{jk}"),
    ("2(c)", "h_k*(1+h_k)", "A sign is wrong"),
    ("2(c)", "h_k^2*(1-h_k)", "A factor is too many: h_k"),
    ("2(e).2", "sum(w_jk(delta(j,t)-p_j), j)*x_i", "A factor is missing: h_k (1 - h_k)"),
    ("2(e).2", "sum(w_jk(delta(j,t)-p_j), j)*h_k*x_i", "A factor is missing: (1 - h_k)"),
    ("2(e).3", "sum(w_jk(delta(j,t)-p_j), j)", r"another derivative: \frac{\partial \ell}{\partial h_k}"),
]


@pytest.mark.parametrize(("label", "text"), RIGHT)
def test_right_forms_are_right(label: str, text: str) -> None:
    mark = graded(label, text)
    assert mark.word == "right", mark.reason
    assert mark.points == mark.out_of > 0


@pytest.mark.parametrize(("label", "text"), WRONG)
def test_wrong_forms_are_wrong_for_a_reason(label: str, text: str) -> None:
    mark = graded(label, text)
    assert mark.word == "wrong", mark.reason
    assert mark.points == 0
    assert mark.reason


@pytest.mark.parametrize(("label", "text"), LOOK)
def test_what_is_not_understood_is_never_wrong(label: str, text: str) -> None:
    mark = graded(label, text)
    assert mark.word == "look", mark.reason
    assert mark.points == 0
    assert mark.reason


@pytest.mark.parametrize(("label", "text", "said"), MENDED)
def test_a_near_miss_is_told_what_it_should_have_been(label: str, text: str, said: str) -> None:
    mark = graded(label, text)
    assert mark.word == "wrong"
    assert said in " ".join(remark.help or "" for remark in mark.remarks)


@pytest.mark.parametrize("text", ["dell/du_j = delta(j,t) - p_j", "dell/du_j = p_j", "dell/du_j = q_j"])
def test_the_sides_of_an_equation_have_no_order(text: str) -> None:
    left, right = text.split(" = ")
    assert graded("1(a)", f"{right} = {left}").word == graded("1(a)", text).word


def test_nothing_typed_is_no_answer() -> None:
    assert graded("1(a)", "  ").word == "wrong"
    assert graded("1(a)", "").points == 0


def test_aliases_are_other_names_for_the_key_s_symbols() -> None:
    rubric = read_rubric('[aliases]\ny = "p"\n"σ" = "h"\nl = "ell"')
    assert graded("1(a)", "delta(j,t) - y_j", rubric).word == "right"
    assert graded("2(c)", "σ_k (1 - σ_k)", rubric).word == "right"
    assert graded("2(c)", "σ(s_k) (1 - σ(s_k))", rubric).word == "right"
    assert graded("1(d)", "dl/db_j = delta(j,t) - y_j", rubric).word == "right"


def test_parts_have_their_share_of_the_points() -> None:
    rubric = read_rubric('[items."1(d)"]\npoints = 3')
    assert graded("1(d).2", "delta(j,t) - p_j", rubric).points * 2 == 3
    assert graded("1(d)", "dell/db_j = delta(j,t) - p_j", rubric).points * 2 == 3
