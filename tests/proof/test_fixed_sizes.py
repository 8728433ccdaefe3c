"""Dimensions whose size is a number: both engines take it as it is, up to a largest one."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradproof.formula.expression import (
    Add,
    Delta,
    Dimension,
    Equation,
    Expression,
    Fixed,
    Index,
    Model,
    Mul,
    Number,
    Product,
    Size,
    Sum,
    Variable,
    fixed_size,
    integer,
)
from gradproof.proof.normal_form import prove_equal
from gradproof.proof.occurrences import occurrences
from gradproof.proof.refute import Agreement, agrees, search
from gradproof.proof.sample import distinct_sizes, small_sizes
from gradproof.proof.verdict import Counterexample


def axis(size: int) -> Dimension:
    return Dimension(str(size))


def entry(name: str, position: int, size: int) -> Variable:
    return Variable(name, (Fixed(position, axis(size)),))


def model_of(size: int) -> Model:
    return Model({}, {"x": (axis(size),), "y": (axis(size),)}, {})


@pytest.mark.parametrize(("name", "size"), [("3", 3), ("12", 12), ("13", None), ("0", None), ("n", None)])
def test_only_small_numbers_are_sizes(name: str, size: int | None) -> None:
    assert fixed_size(name) == size


def test_sizes_that_are_tried_are_the_numbers() -> None:
    i = Index("i", axis(3))
    equation = Equation(Sum(i, Variable("x", (i,))), Size(Dimension("N")))
    found = occurrences(equation, model_of(3))
    assert {sizes["3"] for sizes in small_sizes(found)} == {3}
    assert distinct_sizes(found, equation)["3"] == 3


@given(st.integers(1, 5), st.lists(st.integers(-3, 3), min_size=5, max_size=5))
def test_sum_over_a_number_of_terms_is_written_out(size: int, weights: list[int]) -> None:
    i = Index("i", axis(size))
    weight = Add(
        tuple(Mul((Number(Fraction(w)), Delta(i, Fixed(n, axis(size))))) for n, w in enumerate(weights[:size], 1))
    )
    written = tuple(Mul((integer(w), entry("x", n, size))) for n, w in enumerate(weights[:size], 1))
    equation = Equation(Sum(i, Mul((weight, Variable("x", (i,))))), Add(written))
    assert prove_equal(equation, model_of(size)).equal
    assert isinstance(agrees(equation, model_of(size)), Agreement)
    wrong = Equation(equation.left, Add((*written, entry("x", 1, size))))
    assert not prove_equal(wrong, model_of(size)).equal
    assert isinstance(search(wrong, model_of(size)), Counterexample)


@pytest.mark.parametrize("size", [2, 3])
def test_product_over_a_number_of_factors_is_written_out(size: int) -> None:
    i = Index("i", axis(size))
    written: Expression = Mul(tuple(entry("x", n, size) for n in range(1, size + 1)))
    equation = Equation(Product(i, Variable("x", (i,))), written)
    assert prove_equal(equation, model_of(size)).equal
    assert isinstance(agrees(equation, model_of(size)), Agreement)


def test_every_position_of_a_free_index_is_looked_at() -> None:
    i = Index("i", axis(2))
    apart = Add(tuple(Mul((Delta(i, Fixed(n, axis(2))), entry("x", n, 2))) for n in (1, 2)))
    assert prove_equal(Equation(Variable("x", (i,)), apart), model_of(2)).equal
    only_first = Mul((Delta(i, Fixed(1, axis(2))), entry("x", 1, 2)))
    assert not prove_equal(Equation(Variable("x", (i,)), only_first), model_of(2)).equal


def test_a_size_that_is_a_number_is_that_number() -> None:
    assert prove_equal(Equation(Size(axis(3)), integer(3)), Model({}, {}, {})).equal
    assert not prove_equal(Equation(Size(Dimension("N")), integer(3)), Model({}, {}, {})).equal
