"""ŷ = σ(wᵀx + b) beside z = wᵀx + b is a function of z."""

from __future__ import annotations

import pytest

from gradproof.proofread import check_text

MODEL = "Let $x \\in \\mathbb{R}^D$. The model is $y = \\sigma(w^T x + b)$ with $z = w^T x + b$.\n\n"


def last(text: str) -> str:
    verdict = check_text(text).steps[-1].verdict
    assert verdict is not None
    return verdict.status


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("\\frac{\\partial y}{\\partial z} = y (1 - y)", "proved"),
        ("\\frac{\\partial y}{\\partial z} = y (1 + y)", "refuted"),
        ("\\frac{\\partial y}{\\partial w} = \\frac{\\partial y}{\\partial z} x", "proved"),
        ("\\frac{\\partial y}{\\partial w} = \\frac{\\partial y}{\\partial z} 2 x", "refuted"),
    ],
)
def test_a_derivative_by_what_a_definition_is_written_over(claim: str, expected: str) -> None:
    assert last(f"{MODEL}$${claim}$$\n") == expected


def test_terms_and_bound_letters_may_be_written_otherwise() -> None:
    text = "$$y_n = \\exp(b + \\sum_d x_{nd} w_d)$$\n\n$$z_i = \\sum_j w_j x_{ij} + b$$\n\n"
    assert last(text + "$$\\frac{\\partial y_n}{\\partial z_n} = y_n$$\n") == "proved"
    assert last(text + "$$\\frac{\\partial y_n}{\\partial z_i} = y_n$$\n") != "proved"


def test_another_name_of_a_quantity_is_it() -> None:
    text = "$$a = \\sigma(z)$$\n\n$$y = a$$\n\n$$L = (a - t)^2$$\n\n"
    assert last(text + "$$\\frac{\\partial L}{\\partial y} = 2 (y - t)$$\n") == "proved"


def test_what_rests_on_the_weights_otherwise_too_is_not_decided() -> None:
    text = MODEL + "$$L = (y - t)^2 + w^T w$$\n\n$$\\frac{\\partial L}{\\partial z} = 2 (y - t) y (1 - y)$$\n"
    assert last(text) == "undecided"


def test_another_formula_is_no_place_of_the_symbol() -> None:
    text = "$$y = \\sigma(w x + b)$$\n\n$$z = w x - b$$\n\n$$\\frac{\\partial y}{\\partial z} = y (1 - y)$$\n"
    assert last(text) == "undecided"


def test_indices_of_a_pattern_stand_for_one_letter() -> None:
    text = "$$y = \\sum_{i,j} \\exp(a_i + c_j)$$\n\n$$z_i = a_i + c_i$$\n\n"
    assert last(text + "$$\\frac{\\partial y}{\\partial z_i} = 1$$\n") == "undecided"


def test_another_power_is_no_place_of_the_symbol() -> None:
    text = "$$y = \\exp((w x)^3)$$\n\n$$z = (w x)^2$$\n\n$$\\frac{\\partial y}{\\partial z} = y$$\n"
    assert last(text) == "undecided"
