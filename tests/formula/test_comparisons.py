"""Comparisons of numbers, in indicators, in cases and behind equations."""

from __future__ import annotations

import pytest

from gradproof.proofread import prove

RELU = (r"f(x) = \max(0, x)",)
ELU = (r"f(x) = \begin{cases} x & x \geq 0 \\ \alpha (e^x - 1) & x < 0 \end{cases}",)
HINGE = (r"L = \max(0, 1 - y w^T x)",)
CLASSES = (r"L_i = \sum_{j \neq y_i} \max(0, w_j^T x_i - w_{y_i}^T x_i + \Delta)",)
LAYER = (r"h = \operatorname{ReLU}(a)", r"L = v^T h", r"a \in \mathbb{R}^{H}")


@pytest.mark.parametrize(
    ("given", "claim", "status"),
    [
        (RELU, r"f'(x) = \mathbb{1}[x > 0]", "proved"),
        (RELU, r"f'(x) = \begin{cases} 1 & x > 0 \\ 0 & x < 0 \end{cases}", "proved"),
        (RELU, r"f'(x) = \begin{cases} 1 & x \geq 0 \\ 0 & x < 0 \end{cases}", "proved"),
        (RELU, r"f'(x) = \begin{cases} 1 & 0 < x \\ 0 & \text{otherwise} \end{cases}", "proved"),
        (RELU, r"f'(x) = \begin{cases} 1 & x < 0 \\ 0 & x > 0 \end{cases}", "refuted"),
        (RELU, r"f(x) = x \, \mathbb{1}[x > 0]", "proved"),
        (RELU, r"f(x) = x \, \mathbb{1}[x < 0]", "refuted"),
        (ELU, r"f'(x) = \begin{cases} 1 & x > 0 \\ f(x) + \alpha & x < 0 \end{cases}", "proved"),
        (ELU, r"f'(x) = \begin{cases} 1 & x > 0 \\ f(x) - \alpha & x < 0 \end{cases}", "refuted"),
        (HINGE, r"\frac{\partial L}{\partial w} = -y x \, \mathbb{1}[y w^T x < 1]", "proved"),
        (HINGE, r"\frac{\partial L}{\partial w} = -y x \, \mathbb{1}[1 - y w^T x > 0]", "proved"),
        (HINGE, r"\frac{\partial L}{\partial w} = y x \, \mathbb{1}[y w^T x < 1]", "refuted"),
        (HINGE, r"\frac{\partial L}{\partial w} = -y x \, \mathbb{1}[y w^T x > 1]", "refuted"),
        (
            CLASSES,
            r"\nabla_{w_j} L_i = \mathbb{1}(w_j^T x_i - w_{y_i}^T x_i + \Delta > 0) x_i, \quad j \neq y_i",
            "proved",
        ),
        (CLASSES, r"\nabla_{w_j} L_i = \mathbb{1}(w_j^T x_i - w_{y_i}^T x_i + \Delta > 0) x_i", "refuted"),
        (LAYER, r"\frac{\partial L}{\partial a} = v \odot \mathbb{1}[a > 0]", "proved"),
        (LAYER, r"\frac{\partial L}{\partial a} = v \odot \mathbb{1}[a < 0]", "refuted"),
        (LAYER, r"\frac{\partial L}{\partial a} = v \odot \mathbb{1}[0 < a]", "proved"),
        (LAYER, r"\frac{\partial L}{\partial a} = v \odot \mathbb{1}[0 > a]", "refuted"),
        (LAYER, r"\frac{\partial L}{\partial a_k} = \begin{cases} v_k & a_k > 0 \\ 0 & a_k < 0 \end{cases}", "proved"),
    ],
)
def test_derivatives_with_kinks(given: tuple[str, ...], claim: str, status: str) -> None:
    assert prove(claim, given).status == status


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        (r"[x > 0] + [x \leq 0] = 1", "proved"),
        (r"[x > 0] + [x < 0] = 1", "refuted"),
        (r"[x \geq 0] = [x > 0]", "refuted"),
        (r"x [x \geq 0] = x [x > 0]", "proved"),
        (r"[x > y] = [y < x]", "unreadable"),
        (r"|x| = \begin{cases} x & x \geq 0 \\ -x & x < 0 \end{cases}", "proved"),
        (r"|x| = \begin{cases} x & x > 0 \\ 0 & x = 0 \\ -x & x < 0 \end{cases}", "proved"),
        (r"|x| = \begin{cases} x & x > 1 \\ -x & x < 0 \end{cases}", "unreadable"),
        (r"a [x < 0] = 0", "refuted"),
        (r"[x = 0] + [x \neq 0] = 1", "proved"),
        (r"x [x = 0] = 0", "proved"),
        (r"x [x \neq 0] = 0", "refuted"),
        (r"[0 < x] = [x > 0]", "proved"),
        (r"[0 < x] = [x < 0]", "refuted"),
        (r"[0 < x < 1] = [x > 0]", "refuted"),
        (r"[0 < x < 1] = [x > 0][x < 1]", "proved"),
        (r"\cos x = \begin{cases} \cos x & x > 0 \\ \cos(-x) & 0 > x \end{cases}", "proved"),
        (r"|x| = \begin{cases} x & x > 0 \\ 0 & x = 0 \\ -x & \text{otherwise} \end{cases}", "proved"),
        (r"x = \begin{cases} x & x > 0 \\ 2x & 0 < x \end{cases}", "unreadable"),
        (r"x = \begin{cases} x & x > 0 \\ x & x \geq 0 \end{cases}", "unreadable"),
        (r"x = \begin{cases} x & x > 1 \\ x & x \leq 1 \\ x + 1 & \text{otherwise} \end{cases}", "proved"),
    ],
)
def test_cases_are_exact_where_they_meet(claim: str, status: str) -> None:
    assert prove(claim).status == status


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        (r"\frac{d}{dx} |x| = 1, \quad x > 0", "proved"),
        (r"\frac{d}{dx} |x| = 1 \text{ if } x < 0", "refuted"),
        (r"\sqrt{x^2} = x, \quad x > 0", "proved"),
        (r"x = 2 \text{ if } x > 0 \text{ and } x < 0", "undecided"),
        (r"x = 2, \quad x^2 < 0", "undecided"),
    ],
)
def test_a_comparison_behind_an_equation_is_its_condition(claim: str, status: str) -> None:
    assert prove(claim).status == status


@pytest.mark.parametrize("claim", [r"[i < j] = [j > i]", r"\sum_i [i < j] x_i = \sum_i x_i [j > i]"])
def test_an_order_of_indices_is_not_guessed_at(claim: str) -> None:
    assert prove(claim).status == "unreadable"
