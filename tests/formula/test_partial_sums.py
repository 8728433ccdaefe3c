"""Sums over a part of a dimension: right ones, wrong ones, and those of which nothing is sure."""

from __future__ import annotations

import pytest

from gradproof.proofread import check_text, prove

SOFTMAX = r"p_k = \frac{e^{u_k}}{\sum_{j=1}^K e^{u_j}}"
REFERENCE = (
    r"\ell = \sum_{k=1}^{K-1} y_k \eta_k - \log\left(1 + \sum_{k=1}^{K-1} e^{\eta_k}\right)",
    r"p_k = \frac{e^{\eta_k}}{1 + \sum_{j=1}^{K-1} e^{\eta_j}}",
    r"k \ne K",
)
RUNNING = r"s_t = \sum_{k=1}^t x_k"
COX = r"\ell = \sum_i d_i \left(\beta x_i - \log \sum_{j \ge i} e^{\beta x_j}\right)"
COX_SLOPE = (
    r"\frac{\partial \ell}{\partial \beta} = \sum_i d_i \left(x_i - "
    r"\frac{\sum_{j \ge i} x_j e^{\beta x_j}}{\sum_{j \ge i} e^{\beta x_j}}\right)"
)
PAIRS = r"\left(\sum_i a_i\right)^2 - \sum_i a_i^2"

RIGHT = [
    (rf"\sum_{{i<j}} a_i a_j = \frac12 \left({PAIRS}\right)",),
    (rf"\sum_{{1 \le i < j \le n}} a_i a_j = \frac12 \left({PAIRS}\right)",),
    (rf"\sum_{{i=1}}^{{n-1}} \sum_{{j=i+1}}^n a_i a_j = \frac12 \left({PAIRS}\right)",),
    (rf"2 \sum_{{j>i}} a_i a_j = {PAIRS}",),
    (r"\sum_{i<j} (x_i - x_j)^2 = n \sum_{i=1}^n x_i^2 - \left(\sum_{i=1}^n x_i\right)^2",),
    (r"\sum_{i<j<k} x_i x_j x_k = \frac16 \left((\sum_i x_i)^3 - 3 \sum_i x_i \sum_i x_i^2 + 2 \sum_i x_i^3\right)",),
    (r"\sum_{k=1}^{K-1} p_k = 1 - p_K", SOFTMAX),
    (r"\sum_{k<K} p_k = 1 - p_K", SOFTMAX),
    (r"\sum_{k=2}^K p_k = 1 - p_1", SOFTMAX),
    (r"p_n = 1 - \sum_{i=1}^{n-1} p_i", r"p \in \mathbb{R}^n", r"p_k = \frac{e^{u_k}}{\sum_{j=1}^n e^{u_j}}"),
    (r"\frac{\partial \ell}{\partial \eta_k} = y_k - p_k", *REFERENCE),
    (r"\frac{\partial s_t}{\partial x_k} = \mathbb{1}[k \le t]", RUNNING),
    (r"\frac{\partial s_t}{\partial x_k} = \mathbb{1}[t \geq k]", r"s_t = \sum_{k \le t} x_k"),
    (r"\frac{\partial s_t}{\partial x_k} = 1", RUNNING, r"k \le t"),
    (r"\frac{\partial s_t}{\partial x_k} = 0", RUNNING, "k > t"),
    (r"\frac{\partial s_t}{\partial x_k} = \begin{cases} 1 & k \le t \\ 0 & k > t \end{cases}", RUNNING),
    (r"\sum_{t=1}^T \left(\sum_{k=1}^t x_k\right) y_t = \sum_{k=1}^T x_k \sum_{t=k}^T y_t",),
    (r"\frac{\partial L}{\partial x_k} = \sum_{t=k}^T y_t", r"L = \sum_{t=1}^T y_t \sum_{k=1}^t x_k"),
    (r"\log \prod_{k<t} a_k + \log a_t = \sum_{k=1}^t \log a_k",),
    (COX_SLOPE, COX),
]


@pytest.mark.parametrize("claim", RIGHT, ids=lambda claim: claim[0])
def test_right_sums_are_proved(claim: tuple[str, ...]) -> None:
    verdict = prove(claim[0], given=claim[1:])
    assert verdict.status == "proved", verdict.message


WRONG = [
    (rf"\sum_{{i<j}} a_i a_j = {PAIRS}",),
    (rf"\sum_{{i \le j}} a_i a_j = \frac12 \left({PAIRS}\right)",),
    (r"\sum_{i<j} a_i b_j = \sum_{i<j} b_i a_j",),
    (r"\sum_{k=1}^{K-1} p_k = 1 - p_1", SOFTMAX),
    (r"\sum_{k=1}^{K-1} p_k = 1", SOFTMAX),
    (r"\frac{\partial s_t}{\partial x_k} = \mathbb{1}[k < t]", RUNNING),
    (r"\frac{\partial s_t}{\partial x_k} = 1", RUNNING, "k > t"),
    (r"\frac{\partial s_t}{\partial x_k} = 1", RUNNING),
    (r"\frac{\partial L}{\partial x_k} = \sum_{t=k+1}^T y_t", r"L = \sum_{t=1}^T y_t \sum_{k=1}^t x_k"),
    (COX_SLOPE.replace(r"\frac{\sum_{j \ge i}", r"\frac{\sum_{j > i}"), COX),
]


@pytest.mark.parametrize("claim", WRONG, ids=lambda claim: claim[0])
def test_wrong_sums_are_refuted(claim: tuple[str, ...]) -> None:
    verdict = prove(claim[0], given=claim[1:])
    assert verdict.status == "refuted", verdict.message


@pytest.mark.parametrize(
    "claim",
    [
        (r"\sum_{k=1}^{K-2} p_k = 1 - p_K", SOFTMAX),  # the last place but one has no name yet
        (r"\sum_{i<j>k} a_i a_j a_k = 1",),
        (r"\sum_{0 \le k \le n} a_k = a_0 + \sum_{k=1}^n a_k",),
        (r"\bar x_n = \frac{1}{n} \sum_{i=1}^n x_i", r"\bar x_k = x_k"),  # the index n is used as a number
    ],
    ids=lambda claim: claim[0],
)
def test_bounds_of_other_kinds_are_not_guessed_at(claim: tuple[str, ...]) -> None:
    assert prove(claim[0], given=claim[1:]).status == "unreadable"


PAGE = r"""The running sum of the inputs is

$$s_t = \sum_{k=1}^{t} x_k$$

and the loss is $L = \sum_{t=1}^T s_t^2$. Then

$$\begin{aligned}
\frac{\partial L}{\partial x_k} &= \sum_{t=1}^T 2 s_t \frac{\partial s_t}{\partial x_k} \\
&= 2 \sum_{t=k}^T s_t
\end{aligned}$$
"""


def test_a_page_with_running_sums() -> None:
    statuses = [s.verdict.status for s in check_text(PAGE).steps if s.verdict is not None]
    assert statuses == ["proved", "proved", "proved"]
    wrong = check_text(PAGE.replace("t=k}", "t=k+1}"))
    assert [s.verdict.status for s in wrong.steps if s.verdict is not None] == ["proved", "refuted", "refuted"]


LAST = r"""The probabilities are

$$p_k = \frac{e^{\eta_k}}{1 + \sum_{j=1}^{K-1} e^{\eta_j}}, \qquad k = 1, \dots, K-1,$$

and for the last class

$$p_K = \frac{1}{1 + \sum_{j=1}^{K-1} e^{\eta_j}}.$$

Then

$$\sum_{k=1}^K p_k = 1$$

and $\log \frac{p_k}{p_K} = \eta_k$ for $k = 1, \dots, K-1$.
"""
BEHIND = ", \\qquad k = 1, \\dots, K-1,"


@pytest.mark.parametrize(
    "page",
    [
        LAST,
        LAST.replace(BEHIND, r" \quad \text{for } k < K"),
        LAST.replace(BEHIND, "").replace("The probabilities", r"For $k \in \{1, \dots, K - 1\}$ the probabilities"),
        LAST.replace(BEHIND, ""),
    ],
    ids=["behind it", "as a comparison", "in the sentence before", "nowhere"],
)
def test_the_last_class_has_a_definition_of_its_own(page: str) -> None:
    statuses = [s.verdict.status for s in check_text(page).steps if s.verdict is not None]
    assert statuses == ["proved", "proved"]
    wrong = check_text(page.replace(r"p_K = \frac{1}", r"p_K = \frac{2}"))
    assert [s.verdict.status for s in wrong.steps if s.verdict is not None] == ["refuted", "refuted"]


def test_what_fails_for_the_last_class_only_names_that() -> None:
    page = LAST.replace(r" for $k = 1, \dots, K-1$.", ".")
    assert [s.verdict.status for s in check_text(page).steps if s.verdict is not None] == ["proved", "conditional"]


def test_a_claim_about_the_last_class_stays_one() -> None:
    page = r"""$$p_k = \frac{e^{\eta_k}}{\sum_{j=1}^K e^{\eta_j}}$$

$$p_K = \frac{1}{1 + \sum_{j=1}^{K-1} e^{\eta_j}}$$

$$p_K = 1 - \sum_{k=1}^{K-1} p_k$$
"""
    assert [s.verdict.status for s in check_text(page).steps if s.verdict is not None] == ["refuted", "proved"]
