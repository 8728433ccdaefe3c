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


SIZES = [r"A \in \mathbb{R}^{n \times n}, X \in \mathbb{R}^{N \times n}, x \in \mathbb{R}^n, \lambda \in \mathbb{R}"]


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        (r"(A + \lambda I_n) x = A x + \lambda x", "proved"),
        (r"(A + \lambda I_n) x = A x - \lambda x", "refuted"),
        (r"\frac{\partial x}{\partial x} = I_{n \times n}", "proved"),
        (r"A A^{-1} = \mathbf{I}_n", "proved"),
        (r"\mathbf{1}_N^T X x = \sum_i (X x)_i", "proved"),
        (r"\mathbf{1}_{N \times n} x = \mathbf{1}_N \sum_i x_i", "proved"),
        (r"\mathbf{1}_{1, n} x = \sum_i x_i", "proved"),
        (r"\mathbf{1}_{N, 1} x^T = 2 \mathbf{1}_N x^T", "refuted"),
        (r"\mathbf{1}_{n \times N} x = x", "ill-typed"),
        (r"\mathbf{1}_{i = j} x_j = \delta_{ij} x_j", "proved"),
    ],
)
def test_the_identity_and_ones_with_their_sizes(claim: str, status: str) -> None:
    assert prove(claim, SIZES).status == status


def test_another_letter_i_keeps_its_index() -> None:
    page = "Let $n = 1, \\dots, N$.\n\n$$E = \\sum_n I_n^2$$\n\n$$\\frac{\\partial E}{\\partial I_n} = 2 I_n$$\n"
    assert [s.verdict.status for s in check_text(page).steps if s.verdict is not None] == ["proved"]


PARTS = [r"X \in \mathbb{R}^{N \times D}, W \in \mathbb{R}^{D \times K}, w \in \mathbb{R}^D, y \in \mathbb{R}^N"]


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        (r"X^T y = \sum_{i=1}^N y_i X_{i,:}^T", "proved"),
        (r"X^T X = \sum_{i=1}^N X_{i,:}^T X_{i,:}", "proved"),
        (r"(Xw)_i = w^T X_{i,:}", "proved"),  # a row of X, taken for a column
        (r"(XW)_{ij} = X_{i,:} W_{:,j}", "proved"),
        (r"X w = \sum_j w_j X_{:,j}", "proved"),
        (r"X w = \sum_j w_j X_{:,1}", "refuted"),
        (r"\frac{\partial (Xw)_i}{\partial w} = 2 X_{i,:}^T", "refuted"),
        (r"v = Q_{:,1}", "unreadable"),
    ],
)
def test_rows_and_columns_of_a_matrix(claim: str, status: str) -> None:
    assert prove(claim, PARTS).status == status


def test_e_to_a_square_matrix_may_be_either() -> None:
    square = [r"A \in \mathbb{R}^{n \times n}, t \in \mathbb{R}"]
    assert prove(r"\frac{d}{dt} e^{tA} = A e^{tA}", square).status == "unreadable"
