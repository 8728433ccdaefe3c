"""Capital letters that a line shows to be matrices, and capitals that stay numbers."""

from __future__ import annotations

import pytest

from gradproof.proofread import prove


@pytest.mark.parametrize(
    "claim",
    [
        "A A^{-1} = I",
        "A^{-1} A = I",
        r"(AB)^{-1} = B^{-1} A^{-1}",
        r"(A^T)^{-1} = (A^{-1})^T",
        r"\operatorname{tr}(AB) = \operatorname{tr}(BA)",
        r"\det(AB) = \det(A) \det(B)",
        r"\nabla_A \operatorname{tr}(A B) = B^T",
        r"\nabla_A |A| = |A| (A^{-1})^T",
        r"(X^T X + \lambda I)^{-1} X^T = X^T (X X^T + \lambda I)^{-1}",
    ],
)
def test_plain_capitals_are_matrices_where_the_line_shows_it(claim: str) -> None:
    assert prove(claim).status == "proved"


@pytest.mark.parametrize("claim", ["Z^{-1} e^{-E} = e^{-E} / Z", "K^{-1} x = x / K", "N^{-1} N x = x"])
def test_other_capitals_are_numbers(claim: str) -> None:
    assert prove(claim).status in ("proved", "undecided")


def test_components_of_an_inverse() -> None:
    claim = r"A^{-1}_{ij} = \frac{1}{A_{ij}}"
    assert prove(claim, [r"A \in \mathbb{R}^{n \times n}"]).status == "undecided"
    assert prove(r"(A^{-1})_{ij} = \frac{1}{A_{ij}}", [r"A \in \mathbb{R}^{n \times n}"]).status == "refuted"


def test_a_power_that_may_be_one_of_each_component() -> None:
    assert (
        prove(r"\frac{\partial \operatorname{tr}(\mathbf{X}^2)}{\partial \mathbf{X}} = 2\mathbf{X}^T").status
        == "proved"
    )
    assert prove(r"\mathbf{X}^2 = \mathbf{X} \odot \mathbf{X}").status == "undecided"
