"""The help of a wrong line: what it should have been, and nothing that is not true."""

from __future__ import annotations

import pytest

from gradproof.proofread import check_text, prove
from tests.answers.homework import DECLARED, NETWORK, REGRESSION, WRONG

DU, DW, DWI = (rf"\frac{{\partial \ell}}{{\partial {by}}}" for by in ("u_j", r"\mathbf{w}_j", "w_{ji}"))
DH, DA = (rf"\frac{{\partial \ell}}{{\partial {by}}}" for by in ("h_k", "a_k"))
DS = r"\frac{\partial h_k}{\partial s_k}"
BACK = r"\sum_j \frac{\partial \ell}{\partial u_j}"
SIGN = "A sign is wrong: the right side should be "
DELTA = "A Kronecker delta is missing: the right side should be "
RIGHT = "The right side should be "

HELPS = (
    (REGRESSION, DU + r" = p_j - \delta_{jt}", SIGN + r"\delta_{jt} - p_j."),
    (REGRESSION, DU + r" = \delta_{jt} + p_j", SIGN + r"\delta_{jt} - p_j."),
    (REGRESSION, DU + r" = 1 - p_j", DELTA + r"\delta_{jt} - p_j."),
    (REGRESSION, DU + r" = \delta_{jt} - p_t", "Did you mean p_j for p_t?"),
    (REGRESSION, DU + r" = -p_j", RIGHT + r"\delta_{jt} - p_j."),
    ((*REGRESSION, r"j \neq t"), DU + r" = 1 - p_j", RIGHT + "-p_j."),
    ((*REGRESSION, "j = t"), DU + r" = -p_j", RIGHT + "1 - p_j."),
    (REGRESSION, DW + r" = (p_j - \delta_{jt}) \mathbf{x}", SIGN + r"(\delta_{jt} - p_j) \mathbf{x}."),
    (REGRESSION, DW + r" = \delta_{jt} - p_j", RIGHT + r"(\delta_{jt} - p_j) \mathbf{x}."),
    (REGRESSION, r"\frac{\partial u_j}{\partial \mathbf{w}_j} = \mathbf{w}_j", RIGHT + r"\mathbf{x}."),
    (REGRESSION, r"\sum_j p_j = C", RIGHT + "1."),
    (DECLARED, DWI + r" = (\delta_{jt} - p_j) x_j", "Did you mean x_i for x_j?"),
    (NETWORK, DH + rf" = {BACK} w_{{kj}}", "Did you mean w_{jk} for w_{kj}?"),
    (
        NETWORK,
        DH + r" = \frac{\partial \ell}{\partial u_j} w_{jk}",
        rf"The sum over j is missing: the right side should be {BACK} w_{{jk}}.",
    ),
    (NETWORK, DS + r" = h_k (1 + h_k)", SIGN + "h_k (1 - h_k)."),
    (NETWORK, DS + r" = 1 - h_k^2", RIGHT + "h_k (1 - h_k)."),
    (
        NETWORK,
        r"\frac{\partial s_k}{\partial a_k} = \left(" + BACK + r" w_{jk}\right) h_k (1 - h_k)",
        rf"The left side must be {DA}.",
    ),
)


@pytest.mark.parametrize(("given", "claim", "expected"), HELPS, ids=[claim for _, claim, _ in HELPS])
def test_the_help_says_what_the_line_should_have_been(given: tuple[str, ...], claim: str, expected: str) -> None:
    verdict = prove(claim, given=given)
    assert verdict.status in ("refuted", "ill-typed")
    assert verdict.help == expected


def test_a_right_side_that_is_proposed_is_proved() -> None:
    for given, claim in WRONG:
        help_text = prove(claim, given=given).help or ""
        _, _, proposed = help_text.partition("right side should be ")
        if proposed and "operator" not in proposed:
            left, _, _ = claim.partition(" = ")
            assert prove(f"{left} = {proposed[:-1]}", given=given).status == "proved", claim


PAGE = r"""
The model: $$\ell = \log p_t$$ $$p_j = \frac{\exp(u_j)}{\sum_{k=1}^C \exp(u_k)}$$

$$u_j = \mathbf{w}_j^T \mathbf{h} + b_j$$
$$h_k = \sigma(s_k) = \frac{1}{1 + \exp(-s_k)}$$ $$s_k = \mathbf{v}_k^T \mathbf{x} + a_k$$

(c) Derive it.

$$\begin{aligned} \frac{\partial h_k}{\partial s_k} &= \frac{1}{1 + \exp(-s_k)} \\ &= (1 + \exp(-s_k))^{-1} \\
&= \frac{\exp(-s_k)}{(1 + \exp(-s_k))^2} \end{aligned}$$

(e) And this.

$$\begin{aligned} \frac{\partial \ell}{\partial \mathbf{v}_k} &= \frac{\partial \ell}{\partial h_k} \cdot
\frac{\partial h_k}{\partial s_k} \cdot \frac{\partial s_k}{\partial \mathbf{v}_k} \\
&= \left(\sum_j \frac{\partial \ell}{\partial u_j} w_j \right) \cdot h_k(1 - h_k) \cdot \mathbf{x} \\
\frac{\partial s_k}{\partial a_k} &= \frac{\partial \ell}{\partial h_k} \cdot \frac{\partial h_k}{\partial s_k} \cdot
\frac{\partial s_k}{\partial a_k} \\ &= \left(\sum_j \frac{\partial \ell}{\partial u_j} w_j \right) \cdot h_k(1 - h_k)
\end{aligned}$$
"""


def test_the_homework_s_mistakes() -> None:
    steps = check_text(PAGE).steps
    helps = {(s.item, s.row, s.kind): s.verdict.help for s in steps if s.verdict and s.verdict.status != "proved"}
    missing, operator = "The derivative operator is missing on the", r"\frac{\partial}{\partial s_k} ("
    lost = rf"{missing} right side: {operator}\frac{{1}}{{1 + \exp(-s_k)}})."
    assert helps == {
        ("(c)", 1, "step"): f"The right side should be h_k (1 - h_k). {lost}",
        ("(c)", 3, "step"): rf"{missing} left side: {operator}(1 + \exp(-s_k))^{{-1}}).",
        ("(e)", 2, "step"): "Did you mean w_{jk}?",
        ("(e)", 2, "conclusion"): None,  # its step says it
        ("(e)", 3, "step"): rf"The left side must be {DA}.",
        ("(e)", 4, "step"): "Did you mean w_{jk}?",
        ("(e)", 4, "conclusion"): None,
    }  # fmt: skip


def test_nothing_is_proposed_where_nothing_can_be_proved() -> None:
    assert prove(r"x + y = x y", given=[]).help is None
    assert prove(r"\log x + y = x", given=[]).help is None


def test_axes_that_are_swapped_below_the_line() -> None:
    given = [r"s_{ij} = \sum_k X_{ik} W_{kj}"]
    verdict = prove(r"\frac{\partial s_{ij}}{\partial W_{jk}} = X_{ik}", given)
    assert verdict.status == "ill-typed"
    assert verdict.help == "The axes are swapped: with W_{kj} for W_{jk} on the left it holds."
    other = prove(r"\frac{\partial s_{ij}}{\partial W_{jk}} = X_{kj}", given)
    assert "swapped" not in (other.help or "")
