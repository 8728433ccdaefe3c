"""Γ, ψ = (log Γ)′ and ψ′ of polynomials, the whole part of their argument taken out.

Γ(x + 1) = x Γ(x),   ψ(x + 1) = ψ(x) + 1/x,   ψ′(x + 1) = ψ′(x) - 1/x²,   Γ(1) = 1,   Γ(1/2) = √π
"""

from __future__ import annotations

from fractions import Fraction
from math import floor

from gradproof.proof.atoms import Algebra, Polynomial
from gradproof.proof.budget import BudgetExceeded
from gradproof.proof.cases import by_cases
from gradproof.proof.limits import Undefined
from gradproof.proof.multiply import powers_product, product
from gradproof.proof.polynomial import ONE, ZERO, add, constant, freeze, of_atom, scale, subtract, value_of
from gradproof.proof.roots import inverse, raise_to

MOST_STEPS = 30
"""A larger whole part is not taken out."""


def gamma(algebra: Algebra, polynomial: Polynomial) -> Polynomial:
    """Γ(P)."""
    return by_cases(algebra, (polynomial,), lambda p: _gamma(algebra, p))


def polygamma(algebra: Algebra, name: str, polynomial: Polynomial) -> Polynomial:
    """ψ(P), or ψ′(P)."""
    return by_cases(algebra, (polynomial,), lambda p: _polygamma(algebra, name, p))


def _gamma(algebra: Algebra, polynomial: Polynomial) -> Polynomial:
    base, steps = _parted(polynomial)
    passed = product(algebra, *_passed(base, steps))
    factor = passed if steps >= 0 else inverse(algebra, passed)
    return product(algebra, _gamma_of_base(algebra, base), factor)


def _gamma_of_base(algebra: Algebra, base: Polynomial) -> Polynomial:
    number = value_of(base)
    if number == 1:
        return ONE
    if number == Fraction(1, 2):
        return powers_product(algebra, {algebra.atom("constant", "pi"): Fraction(1, 2)})
    return of_atom(algebra.atom("gamma", children=(freeze(base),)))


def _polygamma(algebra: Algebra, name: str, polynomial: Polynomial) -> Polynomial:
    base, steps = _parted(polynomial)
    exponent, sign = (-1, 1) if name == "psi" else (-2, -1)
    total = ZERO
    for place in _passed(base, steps):
        total = add(total, scale(raise_to(algebra, place, exponent), sign if steps >= 0 else -sign))
    return add(of_atom(algebra.atom(name, children=(freeze(base),))), total)


def _parted(polynomial: Polynomial) -> tuple[Polynomial, int]:
    """(Q, n) with P = Q + n for a whole n: the number in Q is at least 0 and below 1; Q is 1 where P is whole."""
    number = value_of(polynomial)
    if number is not None and number.denominator == 1:
        if number <= 0:
            raise Undefined("Γ and its kin have no value at 0, -1, -2, …")
        steps = int(number) - 1
    else:
        steps = floor(polynomial.get((), 0))
    if abs(steps) > MOST_STEPS:
        raise BudgetExceeded("the argument of Γ, or of its kin, is too far from 0")
    return subtract(polynomial, constant(steps)), steps


def _passed(base: Polynomial, steps: int) -> list[Polynomial]:
    """Q, Q + 1, … up to Q + n - 1; downwards Q - 1, … down to Q + n."""
    shifts = range(steps) if steps >= 0 else range(-1, steps - 1, -1)
    return [add(base, constant(shift)) for shift in shifts]
