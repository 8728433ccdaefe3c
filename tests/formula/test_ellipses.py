"""Dots in sums, products and lists: what they stand for, and where nobody can know."""

from __future__ import annotations

import pytest

from gradproof.proofread import check_text, prove

SCORE = r"z = w_1 x_1 + w_2 x_2 + \dots + w_D x_D + b"
SOFTMAX = (
    r"\ell = u_t - \log(e^{u_1} + e^{u_2} + \ldots + e^{u_C})",
    r"p_k = \frac{e^{u_k}}{e^{u_1} + \dots + e^{u_C}}",
)

RIGHT = [
    (r"x_1 + x_2 + \dots + x_n = \sum_{i=1}^n x_i",),
    (r"a_1 b_1 + \cdots + a_n b_n = \sum_{i=1}^n a_i b_i",),
    (r"-x_1 - x_2 - \dots - x_n = -\sum_{i=1}^n x_i",),
    (r"p_1 p_2 \cdots p_n = \prod_{i=1}^n p_i",),
    (r"(1 - p_1)(1 - p_2) \cdots (1 - p_n) = \prod_{i=1}^n (1 - p_i)",),
    (r"p_1^{y_1} p_2^{y_2} \cdots p_C^{y_C} = \prod_{c=1}^C p_c^{y_c}",),
    (r"\log(p_1 p_2 \cdots p_n) = \log p_1 + \log p_2 + \dots + \log p_n",),
    (r"x_1 + x_2 + \dots + x_{n-1} = \sum_{i=1}^n x_i - x_n", r"x \in \mathbb{R}^n"),
    (r"x_2 + x_3 + \dots + x_n = \sum_{i=1}^n x_i - x_1",),
    (r"\frac{\partial z}{\partial w_d} = x_d", SCORE),
    (r"\frac{\partial z}{\partial b} = 1", SCORE),
    (r"\frac{\partial z}{\partial w_1} = x_1", SCORE),
    (r"\frac{\partial \ell}{\partial u_k} = \delta_{kt} - p_k", *SOFTMAX),
    (r"x_1^2 + \dots + x_n^2 = x^T x", r"x = (x_1, \dots, x_n)^T"),
    (r"x^T x = x_1^2 + x_2^2 + \dots + x_n^2", r"x = [x_1, x_2, \ldots, x_n]^\top"),
    (r"\frac{\partial f}{\partial x_i} = 2 x_i", r"f(x_1, \dots, x_n) = x_1^2 + \dots + x_n^2"),
    (r"\frac{\partial s_t}{\partial x_k} = \mathbb{1}[k \le t]", r"s_t = x_1 + x_2 + \dots + x_t"),
]


@pytest.mark.parametrize("claim", RIGHT, ids=lambda claim: claim[0])
def test_dots_stand_for_the_terms_between(claim: tuple[str, ...]) -> None:
    verdict = prove(claim[0], given=claim[1:])
    assert verdict.status == "proved", verdict.message


WRONG = [
    (r"x_1 + x_2 + \dots + x_n = \sum_{i=1}^n x_i + x_1",),
    (r"p_1 p_2 \cdots p_n = \sum_{i=1}^n p_i",),
    (r"\frac{\partial z}{\partial w_d} = w_d", SCORE),
    (r"\frac{\partial z}{\partial b} = 0", SCORE),
    (r"\frac{\partial \ell}{\partial u_k} = \delta_{kt} + p_k", *SOFTMAX),
    (r"x_1^2 + \dots + x_n^2 = 2 x^T x", r"x = (x_1, \dots, x_n)^T"),
]


@pytest.mark.parametrize("claim", WRONG, ids=lambda claim: claim[0])
def test_wrong_claims_with_dots_are_refuted(claim: tuple[str, ...]) -> None:
    verdict = prove(claim[0], given=claim[1:])
    assert verdict.status == "refuted", verdict.message


@pytest.mark.parametrize(
    "claim",
    [
        r"x_1 + x_3 + \dots + x_n = 1",  # every second one, perhaps
        r"x_1 - x_2 + \dots + x_n = 1",
        r"x_3 + \dots + x_n = 1",
        r"x + x^2 + \dots + x^n = 1",
        r"a_1 b_1 + \dots + a_n b_m = 1",
        r"a_1 b_2 + \dots + a_n b_n = 1",
        r"x_1 + x_2 + \dots = 1",
        r"\dots + x_n = 1",
        r"W_L W_{L-1} \cdots W_1 x = 1",
    ],
)
def test_other_dots_are_not_guessed_at(claim: str) -> None:
    assert prove(claim).status == "unreadable"


def test_what_would_help_is_said() -> None:
    verdict = prove(r"x_1 + x_3 + \dots + x_n = 1")
    assert verdict.help is not None
    assert r"\sum_{i=1}^n x_i" in verdict.help


PAGE = r"""A neuron with inputs $x = (x_1, x_2, \dots, x_D)^T$ computes $h = \sigma(z)$ with

$$z = w_1 x_1 + w_2 x_2 + \dots + w_D x_D + b.$$

Then

$$\frac{\partial h}{\partial w_d} = h (1 - h) x_d$$

and, with $w = [w_1, \dots, w_D]^T$, also $z = w^T x + b$.
"""


def test_a_page_with_dots() -> None:
    assert [s.verdict.status for s in check_text(PAGE).steps if s.verdict is not None] == ["proved", "proved"]
    wrong = check_text(PAGE.replace("(1 - h) x_d", "(1 - h) w_d"))
    assert [s.verdict.status for s in wrong.steps if s.verdict is not None] == ["refuted", "proved"]
