"""A vector lies along the axis of a matrix that components of the page show."""

from __future__ import annotations

from gradproof.formula.along import lying
from gradproof.formula.from_latex import read_formula
from gradproof.proofread import check_text

SHAPES = "Let $x \\in \\mathbb{R}^{N \\times D}$.\n\n"


def statuses(text: str) -> list[str]:
    return [step.verdict.status if step.verdict else step.kind for step in check_text(text).steps]


def test_components_say_along_which_axis_a_vector_lies() -> None:
    tree = read_formula("y_{kl} = \\gamma_l x_{kl} + \\beta_l - \\mu_k")
    assert lying([tree]) == {("gamma", "x", 1), ("beta", "x", 1), ("mu", "x", 0)}


def test_a_vector_along_both_axes_says_nothing() -> None:
    assert lying([read_formula("x_{kl} - \\mu_l = x_{kl} - \\mu_k")]) == frozenset()


def test_a_vector_scales_and_shifts_the_rows_that_its_components_stand_in() -> None:
    whole, parts = "$$y = \\gamma \\odot x + \\beta$$\n\n", "$$y_{kl} = \\gamma_l x_{kl} + \\beta_l$$\n\n"
    right = "$$\\frac{\\partial y_{kl}}{\\partial \\gamma_i} = x_{kl} \\delta_{il}$$\n\n"
    wrong = "$$\\frac{\\partial y_{kl}}{\\partial \\gamma_i} = x_{ki} \\delta_{kl}$$\n"
    found = statuses(SHAPES + whole + parts + right + wrong)
    assert found == ["definition", "proved", "proved", "ill-typed"]


def test_rows_are_divided_by_a_vector_component_by_component() -> None:
    text = (
        SHAPES
        + "$$z = \\frac{x - \\mu}{s}$$\n\n$$z_{kl} = \\frac{x_{kl} - \\mu_l}{s_l}$$\n\n"
        + "$$z_{kl} = \\frac{x_{kl} - \\mu_l}{s_l^2}$$\n"
    )
    assert statuses(text) == ["definition", "proved", "refuted"]


def test_a_number_is_added_to_each_component_where_components_show_it() -> None:
    whole = SHAPES + "$v$ is a vector.\n\n$$z = \\frac{x}{\\sqrt{v + \\epsilon}}$$\n\n"
    assert statuses(whole + "$$z_{kl} = x_{kl} (v_l + \\epsilon)^{-1/2}$$\n") == ["definition", "proved"]
    assert statuses(whole) == ["unreadable"]


def test_without_components_nobody_knows_along_which_axis_a_vector_lies() -> None:
    text = SHAPES + "$\\mu$ is a vector.\n\n$$z = x - \\mu$$\n\n$$\\frac{\\partial z_{kl}}{\\partial x_{kl}} = 1$$\n"
    assert "proved" not in statuses(text)
