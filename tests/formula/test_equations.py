"""Two trees become an equation: layout, captured names, lonely indices, forks, sizes that are assumed."""

from __future__ import annotations

import pytest

from gradproof.document.given import environment_of
from gradproof.formula.equations import read_equation
from gradproof.formula.rename import index_names
from gradproof.formula.restrictions import Restriction
from gradproof.source import FormulaError
from tests.formula.reading import equation, sides


def test_open_axes_get_names_that_nothing_binds() -> None:
    typed = equation(r"\frac{\partial L}{\partial w} = \sum_m x_m", r"L = \sum_i w^T x_i")
    (axis,) = typed.axes
    assert axis.name not in ("m", "i")
    assert axis.name in index_names(typed.equation.right)


def test_a_transposed_side_is_noted_and_turned() -> None:
    typed = equation(r"\frac{\partial A x}{\partial x} = A^T", r"A \in \mathbb{R}^{C \times D}, x \in \mathbb{R}^D")
    assert "Equal up to layout: one side is the transpose of the other." in typed.notes


def test_nothing_is_transposed_where_types_fit() -> None:
    typed = equation(r"\frac{\partial A x}{\partial x} = A^T", r"A \in \mathbb{R}^{D \times D}, x \in \mathbb{R}^D")
    assert typed.notes == ()


def test_without_a_derivative_nothing_is_transposed() -> None:
    with pytest.raises(FormulaError, match="row vector"):
        equation("x = x^T", r"x \in \mathbb{R}^D")


def test_an_index_on_one_side_is_lonely() -> None:
    assert equation("u_j = w_j x_i").lonely == (("i", "right"),)


def test_a_sum_may_stretch_in_two_ways() -> None:
    typed = equation(r"\sum_i a_i + b_i = c_i")
    assert typed.strict
    assert typed.forks == ("The sum over i is read without the term b_i behind it.",)


def test_a_claim_may_assume_that_two_sizes_are_one() -> None:
    typed = equation(r"\sum_i a_i b_i = \sum_i b_i a_i", r"s = \sum_i a_i", r"r = \sum_i b_i")
    assert typed.assumptions == ("dim(a) = dim(b)",) or len(typed.assumptions) == 1


def test_restricted_variables_are_named() -> None:
    assert equation("y^2 = y", r"y \in \{0, 1\}").restricted == (("y", Restriction("pair")),)


def test_an_unknown_symbol_on_the_right_has_a_suggestion() -> None:
    with pytest.raises(FormulaError) as caught:
        equation(r"\frac{dy}{dx} = 2 \hat{x}", "y = x^2")
    assert caught.value.diagnostic.code == "GP405"
    assert caught.value.diagnostic.help is not None


def test_a_line_is_read_once_in_one_environment() -> None:
    environment, line = environment_of(["y = x^2"]), sides("y = x x")
    first = read_equation(environment, line, introduce=False)
    assert read_equation(environment, line, introduce=False) is first
    assert read_equation(environment, line, introduce=False, alternative=True) is first  # there is no fork in it
    elsewhere = read_equation(environment_of(["y = x^3"]), line, introduce=False)
    assert elsewhere.model != first.model


def test_a_line_with_a_fork_has_two_readings() -> None:
    environment, line = environment_of([]), sides(r"\sum_i a_i + b_i = c_i")
    first = read_equation(environment, line, introduce=True)
    second = read_equation(environment, line, introduce=True, alternative=True)
    assert first.equation != second.equation
    assert read_equation(environment, line, introduce=True) is first


def test_what_cannot_be_read_is_refused_each_time_in_the_same_words() -> None:
    environment, line = environment_of(["y = x^2"]), sides("y = z")
    said = []
    for alternative in (False, False, True):
        with pytest.raises(FormulaError) as caught:
            read_equation(environment, line, introduce=False, alternative=alternative)
        said.append(caught.value.diagnostic)
    assert said[0].code == "GP405"
    assert said == [said[0]] * 3
    assert read_equation(environment, line, introduce=True).equation.right is not None
