"""Known functions of polynomials: those that reduce to exp and log do; the others fix the sign of their argument."""

from __future__ import annotations

from collections.abc import Callable
from math import floor

from gradproof.proof.atoms import Algebra, Atom, Polynomial, Rational
from gradproof.proof.cases import by_cases
from gradproof.proof.gamma import gamma, polygamma
from gradproof.proof.multiply import powers_product, times
from gradproof.proof.polynomial import ONE, ZERO, add, constant, freeze, of_atom, quotient, scale, subtract, value_of
from gradproof.proof.roots import inverse, logarithm, magnitude, raise_to, sign
from gradproof.proof.signs import POSITIVE, sign_of_terms


def exponential(algebra: Algebra, polynomial: Polynomial) -> Polynomial:
    """exp P, as a product over the terms of P; exp(c log |Q|) is |Q|^c."""
    return by_cases(algebra, (polynomial,), lambda p: _exponential(algebra, p))


def _exponential(algebra: Algebra, polynomial: Polynomial) -> Polynomial:
    powers: dict[Atom, Rational] = {}
    result = ONE
    for monomial, coefficient in polynomial.items():
        if len(monomial) == 1 and monomial[0][0].kind == "log" and monomial[0][1] == 1:
            result = times(algebra, result, magnitude(algebra, dict(monomial[0][0].children[0]), coefficient))
        else:
            powers[algebra.atom("exp", children=(((monomial, 1),),))] = coefficient
    return times(algebra, result, powers_product(algebra, powers))


def logistic(algebra: Algebra, polynomial: Polynomial) -> Polynomial:
    """1 / (1 + e^-P)."""
    return inverse(algebra, add(ONE, exponential(algebra, scale(polynomial, -1))))


def hyperbolic_tangent(algebra: Algebra, polynomial: Polynomial) -> Polynomial:
    """tanh P = 2 σ(2P) - 1."""
    return add(scale(logistic(algebra, scale(polynomial, 2)), 2), constant(-1))


def softplus(algebra: Algebra, polynomial: Polynomial) -> Polynomial:
    """log(1 + e^P)."""
    return logarithm(algebra, add(ONE, exponential(algebra, polynomial)))


def hyperbolic(algebra: Algebra, polynomial: Polynomial, parity: int) -> Polynomial:
    """(e^P + parity · e^-P) / 2: cosh for 1, sinh for -1."""
    upper, lower = exponential(algebra, polynomial), exponential(algebra, scale(polynomial, -1))
    return scale(add(upper, scale(lower, parity)), quotient(1, 2))


def rectified(algebra: Algebra, polynomial: Polynomial) -> Polynomial:
    """max(0, P) = (P + |P|) / 2."""
    return scale(add(polynomial, magnitude(algebra, polynomial, 1)), quotient(1, 2))


def circular(algebra: Algebra, name: str, polynomial: Polynomial) -> Polynomial:
    """sin, cos or arctan of P."""
    return by_cases(algebra, (polynomial,), lambda p: _circular(algebra, name, p))


def _circular(algebra: Algebra, name: str, polynomial: Polynomial) -> Polynomial:
    if not polynomial:
        return ONE if name == "cos" else ZERO
    terms = freeze(polynomial)
    negated = terms[0][1] < 0
    if negated:
        terms = freeze(scale(polynomial, -1))
    value = of_atom(algebra.atom(name, children=(terms,)))
    return scale(value, -1) if negated and name != "cos" else value


def tangent(algebra: Algebra, polynomial: Polynomial) -> Polynomial:
    """sin P / cos P."""
    return times(algebra, circular(algebra, "sin", polynomial), inverse(algebra, circular(algebra, "cos", polynomial)))


FUNCTIONS: dict[str, Callable[[Algebra, Polynomial], Polynomial]] = {
    "exp": exponential,
    "log": logarithm,
    "sigma": logistic,
    "tanh": hyperbolic_tangent,
    "sinh": lambda algebra, p: hyperbolic(algebra, p, -1),
    "cosh": lambda algebra, p: hyperbolic(algebra, p, 1),
    "softplus": softplus,
    "relu": rectified,
    "abs": lambda algebra, p: magnitude(algebra, p, 1),
    "sign": sign,
    "sin": lambda algebra, p: circular(algebra, "sin", p),
    "cos": lambda algebra, p: circular(algebra, "cos", p),
    "tan": tangent,
    "arctan": lambda algebra, p: circular(algebra, "arctan", p),
    "gamma": gamma,
    "psi": lambda algebra, p: polygamma(algebra, "psi", p),
    "psi1": lambda algebra, p: polygamma(algebra, "psi1", p),
}
"""The normal form of every known function; the names are those of KNOWN_FUNCTIONS."""


def raised(algebra: Algebra, base: Polynomial, exponent: Polynomial) -> Polynomial:
    """base ** exponent, where the exponent need not be a number."""
    number = value_of(exponent)
    if number is not None:
        return raise_to(algebra, base, number)
    return by_cases(algebra, (base, exponent), lambda b, e: _raised(algebra, b, e))


def _raised(algebra: Algebra, base: Polynomial, exponent: Polynomial) -> Polynomial:
    number = value_of(exponent)
    if number is not None:
        return raise_to(algebra, base, number)
    if base == ONE:
        return ONE
    if sign_of_terms(algebra, freeze(base)) == POSITIVE:
        return exponential(algebra, times(algebra, exponent, logarithm(algebra, base)))
    # For a base of unknown sign only whole steps are safe: (-1)^{2y} is not ((-1)^y)² at y = 1/2.
    algebra.wanted = True
    steps = floor(exponent.get((), 0)) if base else 0
    rest = freeze(subtract(exponent, constant(steps)))
    opaque = of_atom(algebra.atom("power", children=(freeze(base), rest)))
    return times(algebra, opaque, raise_to(algebra, base, steps))
