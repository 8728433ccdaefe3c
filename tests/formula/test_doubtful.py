"""What may mean two things is not guessed: neither proved nor refuted."""

from __future__ import annotations

import pytest

from gradproof.proofread import prove

LOGISTIC = (r"h = \sigma(s)",)
UNREAD = [
    ((), r"\lfloor x \rfloor = x"),
    ((), r"\left\lceil x \right\rceil = x"),
    ((), r"\langle x \rangle = x"),
    ((), r"\Re x = x"),
    ((), r"\dot x = x"),
    ((), r"\ddot{x} = -x"),
    ((), "1e-3 = 0.001"),
    ((), r"\sigma^2(x) = \sigma(x) \sigma(x)"),
    ((), r"\sigma^{-1}(x) = \log \frac{x}{1 - x}"),
    ((), "f^2(x) = f(x) f(x)"),
    ((), r"\sum_{i \in S} x_i = \sum_i x_i"),
    ((), r"\sum_{i \neq j} x_i x_j = (\sum_i x_i)^2 - \sum_i x_i^2"),
    ((r"x \in \mathbb{R}^n",), r"\sum_{i=1}^{k+1} x_i = \sum_{i=1}^{k+1} x_i + x_k - x_k"),
    (LOGISTIC, r"\frac{dh}{ds}(0) = \frac14"),
    (LOGISTIC, r"\frac{d\sigma}{ds}(0) = \frac14"),
]


@pytest.mark.parametrize(("given", "claim"), UNREAD, ids=[claim for _, claim in UNREAD])
def test_nothing_doubtful_is_guessed(given: tuple[str, ...], claim: str) -> None:
    assert prove(claim, given).status == "unreadable"


@pytest.mark.parametrize(
    ("given", "claim", "status"),
    [
        ((), r"\frac{d\sigma}{ds}(s) = \sigma(s) (1 - \sigma(s))", "proved"),
        ((), r"\frac{d\sigma}{ds}(s) = \sigma(s) (1 + \sigma(s))", "refuted"),
        (LOGISTIC, r"\frac{dh}{ds}(s) = h (1 - h)", "proved"),
        (LOGISTIC, r"\frac{dh}{ds}(s) = s h (1 - h)", "undecided"),
        (LOGISTIC, r"\frac{dh}{ds}(1 - h) = h (1 - h)^2", "proved"),
        ((), r"\frac{(x - \mu)^2}{2\sigma^2} = \frac{1}{2\sigma^2}(x - \mu)^2", "proved"),
        ((), r"\sigma^2(x - \mu) = \sigma^2 x - \sigma^2 \mu", "proved"),
        ((), r"I[i = j] = \delta_{ij}", "proved"),
        ((), r"I(i = j) = \delta_{ij}", "proved"),
        ((), r"I\{i = j\} = 1", "refuted"),
        ((), r"\sum_{i \in [N]} x_i = \sum_{i=1}^N x_i", "proved"),
        ((), r"\sum_{k \neq j} x_k = \sum_k x_k - x_j", "proved"),
        ((r"\dot{x} = -k x",), r"\frac{\partial \dot{x}}{\partial x} = -k", "proved"),
        ((), "2 e - 3 = -3 + 2 e", "proved"),
    ],
)
def test_its_neighbours_are_still_judged(given: tuple[str, ...], claim: str, status: str) -> None:
    assert prove(claim, given).status == status
