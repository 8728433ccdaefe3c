"""What holds at a solution only is not false; what is said of a derivative is still judged."""

from __future__ import annotations

import pytest

from gradproof.proofread import check_text

MODEL = (
    "$$L = w^T S w - c (w^T w - 1), \\quad S \\in \\mathbb{R}^{n \\times n}, w \\in \\mathbb{R}^n$$\n\n"
    "Let $S$ be symmetric.\n\n"
)


def statuses(text: str) -> list[str]:
    return [step.verdict.status if step.verdict else step.kind for step in check_text(text).steps]


def test_a_derivative_that_ends_in_zero_sets_it_so() -> None:
    page = f"{MODEL}$$\\frac{{\\partial L}}{{\\partial w}} = 2Sw - 2cw = 0$$\n\nSimplifying:\n\n$$Sw = cw$$\n"
    assert statuses(page) == ["definition", "proved", "undecided", "undecided", "undecided"]


def test_the_derivative_itself_is_judged_before_and_behind() -> None:
    wrong = "$$\\frac{\\partial L}{\\partial w} = 2Sw - cw = 0$$\n\n$$\\frac{\\partial L}{\\partial w} = 3Sw$$\n"
    found = statuses(MODEL + wrong)
    assert found[1] == found[-1] == "refuted"


def test_the_next_section_solves_nothing() -> None:
    page = f"{MODEL}$$\\frac{{\\partial L}}{{\\partial w}} = 2Sw - 2cw = 0$$\n\n# Next\n\n$$Sw = cw$$\n"
    assert statuses(page)[-1] == "refuted"


def test_a_component_that_is_zero_for_other_indices_is_still_a_claim() -> None:
    page = "$$u_j = \\sum_i w_{ji} x_i$$\n\n$$\\frac{\\partial u_j}{\\partial x_i} = 0$$\n"
    assert statuses(page) == ["definition", "refuted"]


@pytest.mark.parametrize("arrow", ["\\Longleftrightarrow", "\\implies", "\\Rightarrow"])
def test_equations_joined_by_an_arrow_are_supposed(arrow: str) -> None:
    page = f"$$\\sum_{{i=1}}^n (p_i - y_i) = 0 \\quad {arrow} \\quad \\sum_{{i=1}}^n p_i = \\sum_{{i=1}}^n y_i$$\n"
    assert statuses(page) == ["undecided", "undecided"]


def test_an_arrow_behind_a_definition_or_a_derivative_joins_claims() -> None:
    page = "$$L = (y - t)^2 \\implies \\frac{\\partial L}{\\partial y} = y - t$$\n"
    assert statuses(page) == ["definition", "refuted"]
    page = (
        "$$L = y^2$$\n\n$$\\frac{\\partial L}{\\partial y} = 2 y \\implies \\frac{\\partial L}{\\partial y} = 3 y$$\n"
    )
    assert statuses(page) == ["definition", "proved", "refuted"]


def test_what_holds_everywhere_is_proved_on_both_sides_of_an_arrow() -> None:
    page = "$$a = \\log \\frac{m}{1 - m} \\implies \\frac{e^a}{1 + e^a} = \\frac{1}{1 + e^{-a}}$$\n"
    assert statuses(page) == ["definition", "proved"]
