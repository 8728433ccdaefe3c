"""Reciprocals, logarithms, absolute values, roots and signs of polynomials.

All of them are multiplicative, so they act on the factors. On the reals, log P and P^r (r no whole number) exist
only where P ≥ 0, and there they are log |P| and |P|^r: that is how they are read here, which lets log(ab) be
log a + log b, yet keeps √(x²) = |x| and exp(log x) = |x| apart from x, unless the sign of x is known.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor

from flint import fmpz

from gradproof.proof.atoms import Algebra, Atom, Polynomial, Rational, Terms
from gradproof.proof.budget import BudgetExceeded
from gradproof.proof.cases import by_cases
from gradproof.proof.factors import factored
from gradproof.proof.limits import Undefined
from gradproof.proof.multiply import power, powers_product, substitute, times
from gradproof.proof.polynomial import ONE, ZERO, add, constant, of_atom, power_of_number, quotient, scale
from gradproof.proof.signs import POSITIVE, UNKNOWN, sign_of_atom, sign_of_power, sign_of_terms

LONGEST_FACTORED_NUMBER = 64
"""Longer numbers (in bits) are not split into primes."""


def raise_to(algebra: Algebra, base: Polynomial, exponent: Rational) -> Polynomial:
    """base ** exponent for a rational exponent; base ** 0 is 1."""
    if exponent.denominator != 1:
        return magnitude(algebra, base, exponent)
    if exponent >= 0:
        return power(algebra, base, int(exponent))
    return power(algebra, inverse(algebra, base), -int(exponent))


def inverse(algebra: Algebra, polynomial: Polynomial) -> Polynomial:
    """1/P."""
    return by_cases(algebra, (polynomial,), lambda p: _inverse(algebra, p))


def _inverse(algebra: Algebra, polynomial: Polynomial) -> Polynomial:
    parts = factored(algebra, polynomial)
    powers: dict[Atom, Rational] = {atom: -exponent for atom, exponent in parts.monomial}
    for form, exponent in parts.forms:
        atom = algebra.atom("inverse", children=(form,))
        powers[atom] = powers.get(atom, 0) + exponent
    return scale(powers_product(algebra, powers), quotient(1, parts.coefficient))


def logarithm(algebra: Algebra, polynomial: Polynomial) -> Polynomial:
    """log |P|."""
    return by_cases(algebra, (polynomial,), lambda p: _logarithm(algebra, p))


def _logarithm(algebra: Algebra, polynomial: Polynomial) -> Polynomial:
    parts = factored(algebra, polynomial)
    pieces = [scale(_log_of_atom(algebra, atom), exponent) for atom, exponent in parts.monomial]
    pieces += [scale(_log_atom(algebra, form), exponent) for form, exponent in parts.forms]
    for prime, exponent in prime_powers(parts.coefficient):
        pieces.append(scale(_log_atom(algebra, (((), prime),)), exponent))
    return add(*pieces)


def _log_atom(algebra: Algebra, terms: Terms) -> Polynomial:
    return of_atom(algebra.atom("log", children=(terms,)))


def _log_of_atom(algebra: Algebra, atom: Atom) -> Polynomial:
    match atom.kind:
        case "exp":
            return dict(atom.children[0])
        case "inverse":
            return scale(_log_atom(algebra, atom.children[0]), -1)
        case "abs":
            return logarithm(algebra, dict(atom.children[0]))
        case "product":
            fresh = tuple(algebra.fresh(place.dimension) for place in atom.bound)
            body = substitute(algebra, dict(atom.children[0]), dict(zip(atom.bound, fresh, strict=True)))
            return algebra.rebuild(algebra, "sum", "", (), fresh, (logarithm(algebra, body),), 1)
        case "prime":
            return _log_atom(algebra, (((), int(atom.name)),))
        case _:
            return _log_atom(algebra, ((((atom, 1),), 1),))


def prime_powers(value: Rational) -> list[tuple[int, int]]:
    """The primes of |value| with their exponents.

    Raises BudgetExceeded if it is too long to be split.
    """
    result: dict[int, int] = {}
    for part, sign in ((abs(value.numerator), 1), (value.denominator, -1)):
        if part.bit_length() > LONGEST_FACTORED_NUMBER:
            raise BudgetExceeded("a number under a root or a logarithm is too long to be split into primes")
        for prime, exponent in fmpz(part).factor() if part > 1 else ():
            result[int(prime)] = result.get(int(prime), 0) + sign * int(exponent)
    return sorted(result.items())


def magnitude(algebra: Algebra, polynomial: Polynomial, exponent: Rational) -> Polynomial:
    """|P| ** exponent."""
    return by_cases(algebra, (polynomial,), lambda p: _magnitude(algebra, p, exponent))


def _magnitude(algebra: Algebra, polynomial: Polynomial, exponent: Rational) -> Polynomial:
    if not polynomial:
        if exponent < 0:
            raise Undefined("it divides by zero")
        return ZERO if exponent else ONE
    parts = factored(algebra, polynomial)
    result = _magnitude_of_number(algebra, parts.coefficient, exponent)
    for atom, n in parts.monomial:
        result = times(algebra, result, _magnitude_of_atom(algebra, atom, n * exponent))
    for form, n in parts.forms:
        result = times(algebra, result, _magnitude_of_form(algebra, form, n * exponent))
    return result


def _magnitude_of_number(algebra: Algebra, number: Rational, exponent: Rational) -> Polynomial:
    if exponent.denominator == 1:
        return constant(power_of_number(algebra, abs(Fraction(number)), int(exponent)))
    result = ONE
    for prime, n in prime_powers(number):
        whole_part = floor(Fraction(n) * exponent)
        rest = Fraction(n) * exponent - whole_part
        result = scale(result, power_of_number(algebra, prime, whole_part))
        result = times(algebra, result, powers_product(algebra, {algebra.atom("prime", str(prime)): rest}))
    return result


def _magnitude_of_atom(algebra: Algebra, atom: Atom, exponent: Rational) -> Polynomial:
    if (exponent.denominator == 1 and exponent % 2 == 0) or sign_of_atom(algebra, atom) > UNKNOWN:
        return powers_product(algebra, {atom: exponent})
    if atom.kind == "inverse":
        return _magnitude_of_form(algebra, atom.children[0], -exponent)
    algebra.wanted = True
    terms: Terms = ((((atom, 1),), 1),)
    if exponent.denominator == 1 and algebra.facts.is_apart(terms):
        return powers_product(algebra, {algebra.atom("sign", children=(terms,)): 1, atom: exponent})
    return powers_product(algebra, {algebra.atom("abs", children=(terms,)): exponent})


def _magnitude_of_form(algebra: Algebra, form: Terms, exponent: Rational) -> Polynomial:
    signed = (exponent.denominator == 1 and exponent % 2 == 0) or sign_of_terms(algebra, form) > UNKNOWN
    if signed:
        return powers_product(algebra, {algebra.atom("inverse", children=(form,)): -exponent})
    algebra.wanted = True
    if exponent.denominator == 1 and algebra.facts.is_apart(form):
        inverted = {algebra.atom("sign", children=(form,)): 1, algebra.atom("inverse", children=(form,)): -exponent}
        return powers_product(algebra, inverted)
    return powers_product(algebra, {algebra.atom("abs", children=(form,)): exponent})


def sign(algebra: Algebra, polynomial: Polynomial) -> Polynomial:
    """-1, 0 or 1, as P is below, at or above 0."""
    return by_cases(algebra, (polynomial,), lambda p: _sign(algebra, p))


def _sign(algebra: Algebra, polynomial: Polynomial) -> Polynomial:
    if not polynomial:
        return ZERO
    parts = factored(algebra, polynomial)
    result = constant(1 if parts.coefficient > 0 else -1)
    for atom, exponent in parts.monomial:
        known = sign_of_power(algebra, atom, exponent) == POSITIVE
        terms = atom.children[0] if atom.kind == "inverse" else ((((atom, 1),), 1),)
        if not known:
            result = times(algebra, result, _sign_atom(algebra, terms, exponent))
    for form, exponent in parts.forms:
        if sign_of_terms(algebra, form) != POSITIVE:
            result = times(algebra, result, _sign_atom(algebra, form, exponent))
    return result


def _sign_atom(algebra: Algebra, terms: Terms, exponent: Rational) -> Polynomial:
    """sign(a^n): n counts only as even or odd, for a root is ≥ 0 and a reciprocal has the sign of its denominator."""
    algebra.wanted = True
    atom = terms[0][0][0][0] if len(terms) == 1 else None
    if algebra.facts.is_apart(terms):
        odd = exponent.denominator == 1 and exponent % 2
        return of_atom(algebra.atom("sign", children=(terms,))) if odd else ONE
    if atom is not None and atom.kind == "variable" and algebra.facts.is_nonzero(atom.name, atom.places):
        odd = exponent.denominator == 1 and exponent % 2
        return powers_product(algebra, {atom: 1, algebra.atom("abs", children=(terms,)): -1}) if odd else ONE
    even = exponent.denominator != 1 or exponent % 2 == 0
    return powers_product(algebra, {algebra.atom("sign", children=(terms,)): 2 if even else 1})
