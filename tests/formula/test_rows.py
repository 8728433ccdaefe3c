"""Vectors that a page writes as rows, and numbers that it adds to every component."""

from __future__ import annotations

import pytest

from gradproof.proofread import check_text, prove

LAYER = [
    r"x \in \mathbb{R}^{1 \times D}, W \in \mathbb{R}^{D \times H}, b \in \mathbb{R}^{1 \times H}",
    "h = x W + b",
    r"L = \sum_j h_j^2",
]
LOGISTIC = r"""Let $w \in \mathbb{R}^{D \times 1}$, $X \in \mathbb{R}^{D \times m}$, $y \in \mathbb{R}^{1 \times m}$,
$b \in \mathbb{R}$.

$$Z = w^T X + b$$

$$A = \sigma(Z)$$

$$J = -\frac1m \sum_{i=1}^m (y_i \log A_i + (1 - y_i) \log (1 - A_i))$$

"""


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        (r"\frac{\partial L}{\partial W} = x^T \frac{\partial L}{\partial h}", "proved"),
        (r"\frac{\partial L}{\partial x} = \frac{\partial L}{\partial h} W^T", "proved"),
        (r"\frac{\partial L}{\partial b} = 2h", "proved"),
        (r"\frac{\partial L}{\partial b} = h", "refuted"),
        (r"\frac{\partial L}{\partial W} = x \frac{\partial L}{\partial h}", "ill-typed"),
        (r"h^T = W^T x^T + b^T", "proved"),
        (r"h = W^T x^T + b^T", "ill-typed"),
    ],
)
def test_a_layer_over_a_row(claim: str, status: str) -> None:
    assert prove(claim, LAYER).status == status


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        (r"\frac{\partial J}{\partial Z} = \frac1m (A - y)", "proved"),
        (r"\frac{\partial J}{\partial w} = \frac1m X (A - y)^T", "proved"),
        (r"\frac{\partial J}{\partial b} = \frac1m \sum_{i=1}^m (A_i - y_i)", "proved"),
        (r"\frac{\partial J}{\partial w} = X (A - y)^T", "refuted"),
        (r"\frac{\partial J}{\partial w} = \frac1m X (A - y)", "ill-typed"),
    ],
)
def test_logistic_regression_over_all_samples(claim: str, status: str) -> None:
    (step,) = [s for s in check_text(f"{LOGISTIC}$${claim}$$\n").steps if s.verdict is not None]
    assert step.verdict is not None
    assert step.verdict.status == status


def test_what_a_definition_lost_says_nothing_of_a_derivative() -> None:
    page = r"""Let $b \in \mathbb{R}$.

$$z = \argmax b$$

$$a = \sigma(z)$$

$$J = \sum_{i=1}^m a_i$$

$$\frac{\partial J}{\partial b} = \sum_{i=1}^m a_i (1 - a_i)$$
"""
    statuses = [s.verdict.status for s in check_text(page).steps if s.verdict is not None]
    assert not {"refuted", "proved"} & set(statuses)
