from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradproof.formula.from_latex import read_formula
from gradproof.formula.from_quiz import is_latex, read_quiz
from gradproof.formula.to_latex import to_latex
from gradproof.formula.traverse import descendants, without_places
from gradproof.source import FormulaError


@pytest.mark.parametrize(
    ("typed", "latex"),
    [
        ("δ_jt − p_j", r"\delta_{jt} - p_j"),
        ("h_k(1-h_k)", r"h_k(1-h_k)"),
        ("hₖ(1-hₖ)", r"h_k(1-h_k)"),
        ("h_k - h_k²", r"h_k - h_k^2"),
        ("(1[j=t] - p_j) x", r"(1[j=t] - p_j) x"),
        ("[j=t] - exp(u_j)", r"[j=t] - \exp(u_j)"),
        ("w[j,k] x[i]", r"w_{jk} x_i"),
        ("P_{n,t_n}", r"P_{n,t_n}"),
        ("w_j^T x", r"w_j^T x"),
        ("e^-s_k", r"e^{-s_k}"),
        ("e^(-s_k)", r"e^{-s_k}"),
        ("dl/du_j = 1", r"\frac{\partial l}{\partial u_j} = 1"),
        ("∂l/∂u_j", r"\frac{\partial l}{\partial u_j}"),
        ("dell/dw_ji", r"\frac{\partial \ell}{\partial w_{ji}}"),
        ("-a b", r"-a b"),
        ("sqrt(x)", r"\sqrt{x}"),
        ("|x|", r"|x|"),
    ],
)
def test_typed_and_latex_are_one_tree(typed: str, latex: str) -> None:
    assert without_places(read_quiz(typed)) == without_places(read_formula(latex))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("delta(j,t) - exp(u_j)/sum(exp(u_k), k)", r"\delta_{jt} - \frac{\exp(u_j)}{(\sum_k (\exp(u_k)))}"),
        ("sum(a_k, k=1..C)", r"(\sum_{k = 1}^C (a_k))"),
        ("Sum(a_k, (k, 1, C))", r"(\sum_{k = 1}^C (a_k))"),
        ("sum(k, a_k)", r"(\sum_k (a_k))"),
        ("sum(k=1..C, a_k)", r"(\sum_{k = 1}^C (a_k))"),
        ("sum(x, k)", r"(\sum_k (x))"),
        ("sum(a_k)", r"(\sum (a_k))"),
        ("sum_{k=1}^C a_k b_j", r"\sum_{k = 1}^C a_k b_j"),
        ("sum_{k!=j} a_k", r"\sum_{k \neq j} a_k"),
        ("sum(sum(j, a_jk), k)", r"(\sum_k ((\sum_j (a_{jk}))))"),
        ("sum_k(a_k)", r"\sum_k (a_k)"),
        ("sum_k a_k b_k", r"\sum_k a_k b_k"),
        ("b_j*sum_k(a_k)*c_k", r"b_j * \sum_k (a_k) * c_k"),
        ("sum_k(a_k)*c_j", r"(\sum_k (a_k)) * c_j"),
        ("sum_k(a_k)^2", r"(\sum_k (a_k))^2"),
        ("-sum_k a_k + b", r"-\sum_k a_k + b"),
        ("a/sum_k(b_k)*c", r"\frac{a}{(\sum_k (b_k))} * c"),
        ("I(j=t) - 1(j!=t)", r"\mathbb{1}[j = t] - \mathbb{1}[j \neq t]"),
        ("I[j=t] + I{j=t} + I_{j=t}", r"\mathbb{1}[j = t] + \mathbb{1}[j = t] + \mathbb{1}[j = t]"),
        ("δ(j=t) 𝟙{j=t}", r"\mathbb{1}[j = t] \mathbb{1}[j = t]"),
        ("[a + b] c", r"[a + b] c"),
        ("(x_1, ..., x_D)", r"(x_1, \dots, x_D)^\top"),
        ("[x_1; x_2]^T", r"[x_1, x_2]^T"),
        ("(A B)_ij", r"(A B)_{ij}"),
        ("(j==t) x", r"\mathbb{1}[j = t] x"),
        ("a/b c", r"\frac{a}{b} c"),
        ("a/b/c", r"\frac{\frac{a}{b}}{c}"),
        ("2^-x", "2^{-x}"),
        ("d(log(p))/du_j", r"\frac{\partial}{\partial u_j} (\log(p))"),
        ("p if j=t, q otherwise", r"\begin{cases} p & \text{if } j = t \\ q & \text{otherwise} \end{cases}"),
        ("p, if j=t; q, if j≠t", r"\begin{cases} p & \text{if } j = t \\ q & \text{if } j \neq t \end{cases}"),
        ("p for j=t and otherwise q", r"\begin{cases} p & \text{if } j = t \\ q & \text{otherwise} \end{cases}"),
        ("1 - p if j=t else -p", r"\begin{cases} 1 - p & \text{if } j = t \\ -p & \text{otherwise} \end{cases}"),
    ],
)
def test_what_is_typed_is_read_as_meant(typed: str, shown: str) -> None:
    assert to_latex(read_quiz(typed)) == shown


@pytest.mark.parametrize(
    "typed",
    ["", "px", "1/2x", "a/2b", "x^2^3", "1e5", "sum_k(a_k)/2*b_k", "a/sum_k b_k*c",
     "exp u_k", "exp(u", "x-", "f(x", "u_j[", "sum(x,", "sum(j=2, x)", "sum(", "__import__('os')",
     "x; y", "a = ", "w_output", "delta(j)", "[j", "1 - p if j=t, p", "(a, b if j=t, c)", "a and b", "<b>",
     "x\0", "\u202ex", "1.2.3"],
)  # fmt: skip
def test_what_is_not_understood_is_said_at_its_place(typed: str) -> None:
    with pytest.raises(FormulaError) as caught:
        read_quiz(typed, 7)
    span = caught.value.diagnostic.span
    assert 7 <= span.start <= span.end <= 7 + len(typed)


def test_letters_in_a_row_are_a_product_where_each_is_known() -> None:
    known = frozenset("Xwbexp")
    assert to_latex(read_quiz("Xw_i - exp(wb) + a_Xw", known=known)) == r"X w_i - \exp(w b) + a_{Xw}"
    with pytest.raises(FormulaError):
        read_quiz("Xv", known=known)


@pytest.mark.parametrize("typed", ["(" * 10**5, "x" * 10**6, "2^" * 2000 + "2", "u_{" * 500, "1" * 100, "-" * 3999])
def test_hostile_lengths_end_at_once(typed: str) -> None:
    with pytest.raises(FormulaError):
        read_quiz(typed)


@settings(derandomize=True, max_examples=300)
@given(st.text(alphabet="abjktux_^*/+-()[]{}=,12 .δσ∂ₖ²|", max_size=40))
def test_any_text_is_read_or_refused_with_places_inside(text: str) -> None:
    try:
        tree = read_quiz(text)
    except FormulaError as error:
        places = [error.diagnostic.span]
    else:
        places = [node.span for node in descendants(tree)]
    assert all(0 <= span.start <= span.end <= len(text) for span in places)
    assert not is_latex(text)
