"""Expectations over finite distributions, and what is not guessed of other ones."""

from __future__ import annotations

import pytest

from gradproof.proofread import check_text, prove

SOFTMAX = r"p_k = \frac{e^{\theta_k}}{\sum_j e^{\theta_j}}"
SCORE = r"\frac{\partial \log p_k}{\partial \theta_j}"
J = r"J = \mathbb{E}_{k \sim p}[f_k]"
SLOPE = r"\frac{\partial J}{\partial \theta_j}"

RIGHT = [
    (r"\mathbb{E}_{k \sim p}[f_k] = \sum_k p_k f_k",),
    (r"E_{k \sim p}\left[a f_k + g_k\right] = a E_{k \sim p}[f_k] + E_{k \sim p}[g_k]",),
    (r"\mathbb{E}_{k \sim p}[f_k - b] = \mathbb{E}_{k \sim p}[f_k] - b \sum_k p_k",),
    (
        rf"{SLOPE} = \mathbb{{E}}_{{k \sim p}}\left[f_k \frac{{\partial \log p_k}}{{\partial \theta_j}}\right]",
        SOFTMAX,
        J,
    ),
    (rf"{SLOPE} = p_j (f_j - J)", SOFTMAX, J),
    (r"\mathbb{E}_{k \sim p}\left[\frac{\partial \log p_k}{\partial \theta_j}\right] = 0", SOFTMAX),
    (r"\mathrm{Var}_{k \sim p}[f_k] = \mathbb{E}_{k \sim p}[f_k^2] - \mathbb{E}_{k \sim p}[f_k]^2",),
    (
        r"\mathrm{Var}_{k \sim p}[f_k] = \mathbb{E}_{k \sim p}\left[(f_k - \mathbb{E}_{i \sim p}[f_i])^2\right]",
        SOFTMAX,
    ),
    (r"\mathbb{E}_{k \sim p}[\log p_k - \log q_k] = \sum_k p_k \log \frac{p_k}{q_k}", SOFTMAX, r"q_k = e^{a_k}"),
]


@pytest.mark.parametrize("claim", RIGHT, ids=lambda claim: claim[0])
def test_expectations_over_a_distribution_are_sums(claim: tuple[str, ...]) -> None:
    verdict = prove(claim[0], given=claim[1:])
    assert verdict.status == "proved", verdict.message


@pytest.mark.parametrize(
    "claim",
    [
        (r"\mathbb{E}_{k \sim p}[f_k^2] = \mathbb{E}_{k \sim p}[f_k]^2", SOFTMAX),
        (
            rf"{SLOPE} = \mathbb{{E}}_{{k \sim p}}\left[\frac{{\partial \log p_k}}{{\partial \theta_j}}\right]",
            SOFTMAX,
            J,
        ),
        (rf"{SLOPE} = p_j (f_j + J)", SOFTMAX, J),
        (r"\mathbb{E}_{k \sim p}[f_k] = \mathbb{E}_{k \sim q}[f_k]", SOFTMAX, r"q_k = e^{a_k}"),
    ],
    ids=lambda claim: claim[0],
)
def test_wrong_ones_are_refuted(claim: tuple[str, ...]) -> None:
    assert prove(claim[0], given=claim[1:]).status == "refuted"


def test_that_probabilities_add_up_is_an_assumption_where_nobody_says_so() -> None:
    claim = r"\mathbb{E}_{k \sim p}[f_k - b] = \mathbb{E}_{k \sim p}[f_k] - b"
    assert prove(claim, given=(SOFTMAX,)).status == "proved"
    assert prove(claim).status == "conditional"


@pytest.mark.parametrize(
    "claim",
    [
        r"\mathbb{E}_p[f_k] = \sum_k p_k f_k",
        r"\mathbb{E}_{x \sim \mathcal{N}(0, 1)}[x^2] = 1",
        r"\mathbb{E}_{k \sim p}[c] = c",
        r"\mathbb{E}_{a \sim \pi(\cdot | s)}[Q_a] = \sum_a \pi_a Q_a",
    ],
)
def test_other_expectations_are_not_guessed_at(claim: str) -> None:
    assert prove(claim).status == "unreadable"


PAGE = r"""A policy $p_k = \frac{e^{\theta_k}}{\sum_{j=1}^K e^{\theta_j}}$ earns $f \in \mathbb{R}^K$. Its value is

$$J = \mathbb{E}_{k \sim p}[f_k].$$

The log-derivative trick gives

$$\begin{aligned}
\frac{\partial J}{\partial \theta_j} &= \sum_{k=1}^K f_k \frac{\partial p_k}{\partial \theta_j} \\
&= \mathbb{E}_{k \sim p}\left[f_k \frac{\partial \log p_k}{\partial \theta_j}\right] \\
&= p_j (f_j - J).
\end{aligned}$$
"""


def test_a_page_with_the_log_derivative_trick() -> None:
    assert [s.verdict.status for s in check_text(PAGE).steps if s.verdict is not None] == ["proved"] * 4
