"""Derivatives as a user asks for them: LaTeX in, LaTeX, text and SymPy out."""

from __future__ import annotations

import pytest

from gradproof.proofread import derive, prove
from gradproof.source import FormulaError
from tests.answers.homework import DECLARED, NETWORK, REGRESSION

LOGISTIC = (
    r"E = -\sum_{n=1}^N (t_n \log y_n + (1 - t_n) \log(1 - y_n)) + \frac{\lambda}{2} \|\mathbf{w}\|^2",
    r"y_n = \sigma(\mathbf{w}^T \mathbf{x}_n)",
)
SQUARES = (r"E = \frac{1}{2} \sum_{n=1}^N (y_n - t_n)^2", r"y_n = \sum_{d=1}^D w_d x_{nd}")
DATA = (
    r"E = \sum_{n=1}^N \log p_{n,t_n}",
    r"p_{nj} = \frac{e^{u_{nj}}}{\sum_k e^{u_{nk}}}",
    r"u_{nj} = \mathbf{w}_j^T \mathbf{x}_n",
)


def d(numerator: str, variable: str) -> str:
    return rf"\frac{{\partial {numerator}}}{{\partial {variable}}}"


CASES = (
    (REGRESSION, d(r"\ell", "u_j"), r"\delta_{jt} - p_j"),
    (REGRESSION, d(r"\ell", r"\mathbf{w}_j"), r"(\delta_{jt} - p_j) \mathbf{x}"),
    (REGRESSION, d(r"\ell", "b_j"), r"\delta_{jt} - p_j"),
    (REGRESSION, d(r"\ell", r"\mathbf{x}"), r"\mathbf{w}_t - \sum_{j = 1}^C p_j \mathbf{w}_j"),
    (REGRESSION, d("p_j", "u_i"), r"p_j (\delta_{ij} - p_i)"),
    (REGRESSION, d(r"\log p_j", "u_i"), r"\delta_{ij} - p_i"),
    (REGRESSION, d("u_j", r"\mathbf{w}_i"), r"\delta_{ij} \mathbf{x}"),
    (REGRESSION, r"\frac{\partial^2 \ell}{\partial u_i \partial u_j}", r"p_j (p_i - \delta_{ij})"),
    ((*REGRESSION, "j = t"), d(r"\ell", "u_j"), "1 - p_j"),
    ((*REGRESSION, r"j \neq t"), d(r"\ell", "u_j"), "-p_j"),
    (DECLARED, d(r"\ell", "w_{ji}"), r"(\delta_{jt} - p_j) x_i"),
    (DECLARED, d(r"\ell", "w_j"), r"(\delta_{jt} - p_j) x"),
    (NETWORK, d(r"\ell", "h_k"), r"w_{tk} - \sum_{j = 1}^C p_j w_{jk}"),
    (NETWORK, d(r"\ell", r"\mathbf{w}_j"), r"(\delta_{jt} - p_j) \mathbf{h}"),
    (NETWORK, d("h_k", "s_k"), "h_k (1 - h_k)"),
    (NETWORK, d(r"\ell", "v_{ki}"), r"h_k (1 - h_k) x_i (w_{tk} - \sum_{j = 1}^C p_j w_{jk})"),
    (NETWORK, d(r"\ell", "a_k"), r"h_k (1 - h_k) (w_{tk} - \sum_{j = 1}^C p_j w_{jk})"),
    (NETWORK, r"\sum_j \frac{\partial \ell}{\partial u_j} w_{jk}", r"w_{tk} - \sum_{j = 1}^C p_j w_{jk}"),
    (LOGISTIC, d("E", r"\mathbf{w}"), r"\lambda \mathbf{w} + \sum_{n = 1}^N (y_n - t_n) \mathbf{x}_n"),
    (SQUARES, d("E", "w_d"), r"\sum_{n = 1}^N (y_n - t_n) x_{nd}"),
    (DATA, d("E", r"\mathbf{w}_j"), r"\sum_{n = 1}^N (\delta_{j, t_n} - p_{nj}) \mathbf{x}_n"),
    ((r"f = \mathbf{x}^T \mathbf{a}",), d("f", r"\mathbf{x}"), r"\mathbf{a}"),
    ((r"r = \tanh(a x)",), d("r", "x"), "(1 - r^2) a"),
    ((), r"\frac{\partial}{\partial x} \tanh(a x)", r"a (1 - \tanh^2(a x))"),
    ((), r"\frac{\partial}{\partial x} \sigma(x)", r"\sigma (x) (1 - \sigma (x))"),
    ((), r"\frac{\partial}{\partial x} \frac{x}{1 + x^2}", r"\frac{1 - x^2}{(1 + x^2)^2}"),
    ((), r"\frac{\partial}{\partial x} \sqrt{1 + x^2}", r"\frac{x}{\sqrt{1 + x^2}}"),
)


@pytest.mark.parametrize(("given", "asked", "expected"), CASES, ids=[asked for _, asked, _ in CASES])
def test_derivatives_are_written_as_a_person_would(given: tuple[str, ...], asked: str, expected: str) -> None:
    result = derive(asked, given=given)
    assert result.latex == expected
    assert result.verdict.status == "proved"


@pytest.mark.parametrize(("given", "asked", "expected"), CASES, ids=[asked for _, asked, _ in CASES])
def test_what_is_written_is_read_back_and_proved(given: tuple[str, ...], asked: str, expected: str) -> None:
    assert prove(f"{asked} = {expected}", given=given).status == "proved"


def test_a_component_is_said_where_a_whole_cannot_be_written() -> None:
    quadratic = derive(d("f", r"\mathbf{x}"), given=[r"f = \mathbf{x}^T A \mathbf{x}"])
    assert quadratic.latex == r"\sum_i (A_{im} + A_{mi}) x_i"
    assert quadratic.component == ("m",)
    assert derive(d(r"\ell", r"\mathbf{w}_j"), given=REGRESSION).component == ()


def test_text_and_sympy() -> None:
    result = derive(d(r"\ell", r"\mathbf{w}_j"), given=REGRESSION)
    assert result.text == "(delta[j,t] - p[j])*x"
    assert str(result.sympy) == "(KroneckerDelta(j, t) - p[j])*x[m]"


def test_an_abstract_loss_keeps_its_derivative() -> None:
    back = rf"\sum_j {d('L', 'u_j')} {d('u_j', 'h_k')}"
    result = derive(back, given=[r"u_j = \sum_{k=1}^H w_{jk} h_k"])
    assert result.latex == r"\sum_j w_{jk} \frac{\partial L}{\partial u_j}"


@pytest.mark.parametrize(
    ("given", "asked", "code", "words"),
    [
        ([r"u_j = \sum_{k=1}^H w_{jk} h_k"], d("L", "h_k"), "GP305", "Nothing says what L depends on"),
        ([r"y = \expp x"], d("y", "x"), None, "In given formula 1"),
        ([], r"\frac{\partial}{\partial x", None, ""),
        ([r"y = x^2", r"i \neq i"], r"\frac{\partial y}{\partial x}", "GP302", "No index values"),
    ],
)
def test_what_cannot_be_derived_is_said(given: list[str], asked: str, code: str | None, words: str) -> None:
    with pytest.raises(FormulaError) as error:
        derive(asked, given=given)
    assert words in error.value.diagnostic.message
    assert code in (None, error.value.diagnostic.code)
