"""Lines about any number, on pages that have vectors of the same name."""

from __future__ import annotations

import pytest

from gradproof.proofread import prove

VECTORS = (r"z_n = \mathbf{w}^T \mathbf{x}_n", r"n = 1, \dots, N", r"p_n = \sigma(z_n)")


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        (r"\sigma'(z) = \sigma(z) (1 - \sigma(z))", "proved"),
        (r"\sigma'(z) = \sigma(z) (1 + \sigma(z))", "refuted"),
        (r"\frac{\partial}{\partial z} \log \sigma(z) = 1 - \sigma(z)", "proved"),
        (r"\frac{e^{-z}}{1 + e^{-z}} = \frac{1}{1 + e^z}", "proved"),
        (r"p_n = \sigma(z)", "ill-typed"),
        (r"\frac{\partial p_n}{\partial z_n} = \sigma(z) (1 - \sigma(z))", "ill-typed"),
        (r"z^T z = 1 + z", "ill-typed"),
    ],
)
def test_a_letter_alone_stands_for_any_number(claim: str, status: str) -> None:
    assert prove(claim, VECTORS).status == status


def test_the_reading_is_noted() -> None:
    assert prove(r"\sigma'(z) = \sigma(z) \sigma(-z)", VECTORS).notes == ("z stands for any number here.",)


def test_a_line_beside_a_quantity_of_the_page_is_about_the_page() -> None:
    given = [r"t, a \in \mathbb{R}^N", r"y = \sum_n a_n"]
    assert prove(r"\frac{\partial}{\partial y} (y - t)^2 = 2 (y - t)", given).status in ("ill-typed", "unreadable")
