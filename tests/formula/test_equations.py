"""Two trees become an equation: layout, captured names, lonely indices, forks, sizes that are assumed."""

from __future__ import annotations

import pytest

from gradproof.formula.rename import index_names
from gradproof.source import FormulaError
from tests.formula.reading import equation


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
    assert equation("y^2 = y", r"y \in \{0, 1\}").restricted == ("y",)


def test_an_unknown_symbol_on_the_right_has_a_suggestion() -> None:
    with pytest.raises(FormulaError) as caught:
        equation(r"\frac{dy}{dx} = 2 \hat{x}", "y = x^2")
    assert caught.value.diagnostic.code == "GP405"
    assert caught.value.diagnostic.help is not None
