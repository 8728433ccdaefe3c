"""Polynomials over atoms: what can be said of them without multiplying."""

from __future__ import annotations

from fractions import Fraction

from gradproof.proof.atoms import Algebra, Atom, Polynomial, Rational, Terms, monomial_key
from gradproof.proof.budget import BudgetExceeded
from gradproof.proof.limits import Undefined

ONE: Polynomial = {(): 1}
ZERO: Polynomial = {}


def constant(value: Rational) -> Polynomial:
    """The polynomial of one number."""
    return {(): value} if value else {}


def quotient(numerator: Rational, denominator: Rational) -> Rational:
    """The exact quotient."""
    return whole(Fraction(numerator) / denominator)


def whole(value: Rational) -> Rational:
    """The same number, as an int where it is whole."""
    return int(value) if value.denominator == 1 else value


def power_of_number(algebra: Algebra, base: Rational, exponent: int) -> Rational:
    """base ** exponent, unless it has too many digits to be written down."""
    bits = max(abs(base.numerator), base.denominator).bit_length()
    if base not in (0, 1, -1) and abs(exponent) * bits > algebra.budget.bits:
        raise BudgetExceeded("a number in it has too many digits to be written down")
    if not base and exponent < 0:
        raise Undefined("it divides by zero")
    return whole(Fraction(base) ** exponent)


def of_atom(atom: Atom) -> Polynomial:
    """The polynomial of one atom."""
    return {((atom, 1),): 1}


def add(*polynomials: Polynomial) -> Polynomial:
    """The sum."""
    result: Polynomial = {}
    for polynomial in polynomials:
        accumulate(result, polynomial, 1)
    return result


def accumulate(result: Polynomial, polynomial: Polynomial, factor: Rational) -> None:
    """Adds the polynomial times a number into the result, in place."""
    for monomial, coefficient in polynomial.items():
        value = result.get(monomial, 0) + factor * coefficient
        if value:
            result[monomial] = value
        else:
            result.pop(monomial, None)


def scale(polynomial: Polynomial, factor: Rational) -> Polynomial:
    """The polynomial times a number."""
    if factor == 1:
        return polynomial
    return {m: factor * c for m, c in polynomial.items()} if factor else {}


def subtract(left: Polynomial, right: Polynomial) -> Polynomial:
    """left - right."""
    return add(left, scale(right, -1))


def freeze(polynomial: Polynomial) -> Terms:
    """The polynomial as a sorted tuple."""
    if len(polynomial) < 2:
        return tuple(polynomial.items())
    return tuple(sorted(polynomial.items(), key=lambda term: monomial_key(term[0])))


def value_of(polynomial: Polynomial) -> Rational | None:
    """The number that the polynomial is, None if it is more than a number."""
    if not polynomial:
        return 0
    return polynomial.get(()) if len(polynomial) == 1 else None
