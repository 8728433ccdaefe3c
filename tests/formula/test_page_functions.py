"""Functions of any number beside vectors of the page, functions that name a square, derivatives by a square."""

from __future__ import annotations

import pytest

from gradproof.proofread import check_text, prove


def statuses(text: str) -> list[str]:
    return [step.verdict.status if step.verdict else step.kind for step in check_text(text).steps]


DENSITY = "$$p(x) = \\frac{1}{s} \\exp\\left(-\\frac{(x - \\mu)^2}{2 s^2}\\right)$$\n\n"
POINTS = "$$\\ell = -\\sum_{i=1}^n (x_i - \\mu)^2$$\n\n"


def test_the_argument_of_a_function_is_a_number_though_the_page_has_many() -> None:
    right = "$$\\frac{\\partial \\log p(x)}{\\partial \\mu} = \\frac{x - \\mu}{s^2}$$\n\n"
    wrong = "$$\\frac{\\partial \\log p(x)}{\\partial \\mu} = \\frac{x + \\mu}{s^2}$$\n\n"
    assert statuses(DENSITY + right + POINTS) == ["definition", "proved", "definition"]
    assert statuses(DENSITY + wrong + POINTS)[1] in ("refuted", "unreadable", "undecided")


def test_a_function_that_takes_components_of_its_argument_has_a_vector() -> None:
    text = "$$f(x) = \\sum_i x_i^2$$\n\n$$\\frac{\\partial f}{\\partial x_k} = 2 x_k$$\n"
    assert statuses(text) == ["definition", "proved"]


LIKELIHOOD = "$$\\ell(\\mu, \\sigma^2) = -n \\log \\sigma - \\frac{1}{2 \\sigma^2} \\sum_{i=1}^n (x_i - \\mu)^2$$\n\n"


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("\\frac{\\partial \\ell}{\\partial \\sigma^2} = \\frac{1}{2 \\sigma^4} (\\sum_i (x_i - \\mu)^2 - n \\sigma^2)",
         "proved"),
        ("\\frac{\\partial \\ell(\\mu, \\sigma^2)}{\\partial \\mu} = \\frac{1}{\\sigma^2} \\sum_{i=1}^n (x_i - \\mu)",
         "proved"),
        ("\\frac{\\partial \\ell}{\\partial \\sigma^2} = \\frac{1}{\\sigma^3} (\\sum_i (x_i - \\mu)^2 - n \\sigma^2)",
         "refuted"),
    ],
)  # fmt: skip
def test_a_likelihood_as_a_function_of_a_square(claim: str, expected: str) -> None:
    assert statuses(f"{LIKELIHOOD}$${claim}$$\n") == ["definition", expected]


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("\\frac{\\partial}{\\partial (s^2)} \\log s = \\frac{1}{2 s^2}", "proved"),
        ("\\frac{\\partial}{\\partial (s^2)} s^4 = 2 s^2", "proved"),
        ("\\frac{\\partial}{\\partial (s^2)} s^4 = 4 s^3", "refuted"),
    ],
)
def test_a_derivative_by_a_square(claim: str, expected: str) -> None:
    assert prove(claim).status == expected


def test_the_argument_of_a_density_does_not_move_with_its_mean() -> None:
    taken = "$$\\frac{\\partial \\log p(x)}{\\partial \\mu} = \\frac{x - \\mu}{s^2}$$\n\n"
    claim = "$$\\frac{\\partial \\ell}{\\partial \\mu} = 2 \\sum_{i=1}^n (x_i - \\mu)$$\n"
    assert statuses(DENSITY + taken + POINTS + claim)[-1] == "proved"
