"""Numbers, monomials and forms that a polynomial is made of."""

from __future__ import annotations

from fractions import Fraction

import pytest

from gradproof.proof.atoms import Polynomial
from gradproof.proof.budget import BudgetExceeded
from gradproof.proof.factors import content, factored
from gradproof.proof.functions import exponential
from gradproof.proof.limits import Budget, Undefined
from gradproof.proof.multiply import power, product, times
from gradproof.proof.polynomial import add, constant, of_atom, scale
from gradproof.proof.rebuild import new_algebra
from gradproof.proof.roots import inverse, logarithm, magnitude, prime_powers
from gradproof.proof.signs import SignFacts

ALGEBRA = new_algebra(Budget(), SignFacts())
x, y = (of_atom(ALGEBRA.atom("variable", name)) for name in "xy")
e = exponential(ALGEBRA, x)


def test_the_content_is_the_same_for_every_multiple() -> None:
    form = add(constant(1), x, y)
    for factor in (constant(-3), times(ALGEBRA, x, y), scale(inverse(ALGEBRA, x), Fraction(2, 7)), e):
        assert content(times(ALGEBRA, factor, form))[2] == form


def test_the_highest_exponential_is_taken_out() -> None:
    assert content(add(constant(1), e))[2] == add(constant(1), inverse(ALGEBRA, e))


def test_denominators_are_factored_too() -> None:
    sigmoid = inverse(ALGEBRA, add(constant(1), inverse(ALGEBRA, e)))
    assert len(sigmoid) == 1
    parts = factored(ALGEBRA, add(constant(1), scale(sigmoid, -1)))
    assert (parts.coefficient, parts.forms) == (1, ())


def test_a_square_is_recognised() -> None:
    form = add(constant(1), x, y)
    parts = factored(ALGEBRA, power(ALGEBRA, form, 2))
    assert [(dict(terms), n) for terms, n in parts.forms] == [(form, 2)]
    assert inverse(ALGEBRA, power(ALGEBRA, form, 2)) == power(ALGEBRA, inverse(ALGEBRA, form), 2)


def test_coefficients_are_numbers_of_python() -> None:
    parts = factored(ALGEBRA, scale(product(ALGEBRA, add(constant(2), x), add(constant(3), y)), Fraction(1, 3)))
    numbers = [parts.coefficient, *(c for terms, _ in parts.forms for _, c in terms)]
    assert {type(number) for number in numbers} <= {int, Fraction}


def test_a_difference_of_squares_is_split() -> None:
    difference = add(power(ALGEBRA, x, 2), scale(power(ALGEBRA, y, 2), -1))
    split = add(logarithm(ALGEBRA, add(x, y)), logarithm(ALGEBRA, add(x, scale(y, -1))))
    assert logarithm(ALGEBRA, difference) == split


def test_partial_fractions_of_two_terms() -> None:
    sigmoid = inverse(ALGEBRA, add(constant(1), inverse(ALGEBRA, e)))
    other = times(ALGEBRA, e, inverse(ALGEBRA, add(constant(1), e)))
    assert sigmoid == other
    assert times(ALGEBRA, inverse(ALGEBRA, add(constant(1), x)), add(constant(1), x)) == constant(1)


def test_nothing_divides_by_zero() -> None:
    empty: Polynomial = {}
    with pytest.raises(Undefined):
        inverse(ALGEBRA, empty)
    assert magnitude(ALGEBRA, empty, Fraction(1, 2)) == {}


def test_primes() -> None:
    assert prime_powers(Fraction(12, 25)) == [(2, 2), (3, 1), (5, -2)]
    with pytest.raises(BudgetExceeded):
        prime_powers(10**40 + 1)
