"""An input x of a stated shape beside the inputs x_i of a data set."""

from __future__ import annotations

import pytest

from gradproof.proofread import check_text

SHAPES = "Let $\\mathbf{x}, \\mathbf{w} \\in \\mathbb{R}^d$ and $y \\in \\{0, 1\\}$.\n\n"
ONE = "$$\\ell = (y - \\mathbf{w}^T \\mathbf{x})^2$$\n\n"
ALL = "$$J = \\frac{1}{n} \\sum_{i=1}^n (y_i - \\mathbf{w}^T \\mathbf{x}_i)^2$$\n\n"


def last(text: str) -> str:
    verdict = check_text(text).steps[-1].verdict
    assert verdict is not None
    return verdict.status


@pytest.mark.parametrize(
    ("line", "status"),
    [
        (r"\nabla_{\mathbf{w}} \ell = -2 (y - \mathbf{w}^T \mathbf{x}) \mathbf{x}", "proved"),
        (r"\frac{\partial \ell}{\partial w_j} = -2 (y - \mathbf{w}^T \mathbf{x}) x_j", "proved"),
        (r"\nabla_{\mathbf{w}} J = -\frac{2}{n} \sum_{i=1}^n (y_i - \mathbf{w}^T \mathbf{x}_i) \mathbf{x}_i", "proved"),
        (
            r"\frac{\partial J}{\partial w_j} = -\frac{2}{n} \sum_{i=1}^n (y_i - \mathbf{w}^T \mathbf{x}_i) x_{ij}",
            "proved",
        ),
        (r"\nabla_{\mathbf{w}} J = \frac{2}{n} \sum_{i=1}^n (y_i - \mathbf{w}^T \mathbf{x}_i) \mathbf{x}_i", "refuted"),
        (r"\nabla_{\mathbf{w}} J = -\frac{2}{n} \sum_{i=1}^n (y_i - \mathbf{w}^T \mathbf{x}) \mathbf{x}_i", "refuted"),
        (r"\mathbf{w}^T \mathbf{x} = \sum_{j=1}^d w_j x_j", "proved"),
    ],
)
def test_samples_stand_beside_one_input(line: str, status: str) -> None:
    assert last(f"{SHAPES}{ONE}{ALL}$${line}$$\n") == status


def test_components_under_another_name_of_their_size_are_no_samples() -> None:
    page = check_text("Let $x, w \\in \\mathbb{R}^d$.\n\n$$f = \\sum_{i=1}^n w_i x_i = w^T x$$\n")
    assert {step.verdict.status for step in page.steps if step.verdict} == {"unreadable"}


def test_components_are_no_samples() -> None:
    assert last("Let $x, w \\in \\mathbb{R}^d$.\n\n$$f = \\sum_{i=1}^d w_i x_i$$\n\n$$f = w^T x$$\n") == "proved"
