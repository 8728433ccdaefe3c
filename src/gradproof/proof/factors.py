"""A polynomial taken apart into number, monomial and irreducible forms, the same for every multiple of it.

The monomial holds what all terms share, so that no pole is made that was not there; exponentials are never 0, so
that the highest one can be taken out: 1 + e^s is e^s (1 + e^-s). Denominators go first: 1 - 1/P is (P - 1)/P.
"""

from __future__ import annotations

from fractions import Fraction

from flint import fmpq, fmpq_mpoly_ctx

from gradproof.proof.atoms import Algebra, Atom, Factored, Monomial, Polynomial, Rational, Terms, monomial_key
from gradproof.proof.limits import Undefined
from gradproof.proof.multiply import powers_product
from gradproof.proof.polynomial import accumulate, add, freeze, quotient, scale, whole
from gradproof.proof.signs import has_sign

LARGEST_FACTORED = 40
"""Polynomials of more terms, or of a higher degree, are not factored: they stay one form."""


def factored(algebra: Algebra, polynomial: Polynomial) -> Factored:
    """The parts of a polynomial without deltas.

    Raises Undefined for 0, by which the caller is about to divide, or of which it takes the logarithm.
    """
    if not polynomial:
        raise Undefined("it divides by zero, or takes the logarithm of zero")
    terms = freeze(polynomial)
    known = algebra.factored.get(terms)
    if known is None:
        numerator, denominators = cleared(algebra, polynomial)
        if not numerator:
            raise Undefined("it divides by zero, or takes the logarithm of zero")
        coefficient, monomial, rest = content(numerator)
        known = _forms(algebra, coefficient, _joined(monomial, denominators), rest)
        algebra.factored[terms] = known
    return known


def cleared(algebra: Algebra, polynomial: Polynomial) -> tuple[Polynomial, dict[Atom, Rational]]:
    """(N, D) with polynomial = N · product of atom ** exponent over D, where no 1/P is left in N.

    Signs jump at 0: what is shown for x ≠ 0 does not carry over to x = 0 by continuity; they are let alone.
    """
    denominators: dict[Atom, Rational] = {}
    while highest := _highest(polynomial):
        if has_sign(freeze(polynomial)):
            break
        result: Polynomial = {}
        for monomial, coefficient in polynomial.items():
            powers: dict[Atom, Rational] = dict(monomial)
            for atom, exponent in highest.items():
                powers[atom] = powers.get(atom, 0) - exponent
            accumulate(result, powers_product(algebra, powers), coefficient)
        algebra.spend_terms(len(result))
        polynomial = result
        for atom, exponent in highest.items():
            denominators[atom] = denominators.get(atom, 0) + exponent
    return polynomial, denominators


def _highest(polynomial: Polynomial) -> dict[Atom, Rational]:
    """The denominators of a polynomial with their highest exponents, as far as these are positive."""
    result: dict[Atom, Rational] = {}
    for monomial in polynomial if len(polynomial) > 1 else ():
        for atom, exponent in monomial:
            if atom.kind == "inverse" and exponent > 0:
                result[atom] = max(result.get(atom, 0), exponent)
    return dict(sorted(result.items(), key=lambda item: item[0].key))


def _joined(monomial: Monomial, powers: dict[Atom, Rational]) -> Monomial:
    return _divided(dict(monomial), {atom: -exponent for atom, exponent in powers.items()})


def content(polynomial: Polynomial) -> tuple[Rational, Monomial, Polynomial]:
    """(c, m, P) with polynomial = c·m·P, where P is the same for every multiple by a number and a monomial."""
    if len(polynomial) == 1:
        ((monomial, coefficient),) = polynomial.items()
        return coefficient, monomial, {(): 1}
    exponents = [dict(m) for m in polynomial]
    atoms = sorted({a for powers in exponents for a in powers}, key=lambda atom: atom.key)
    exponentials = [a for a in atoms if a.kind == "exp"]
    highest = max(tuple(powers.get(a, 0) for a in exponentials) for powers in exponents)
    shared: dict[Atom, Rational] = dict(zip(exponentials, highest, strict=True))
    shared |= {a: min(powers.get(a, 0) for powers in exponents) for a in atoms if a.kind != "exp"}
    rest = {_divided(powers, shared): c for powers, c in zip(exponents, polynomial.values(), strict=True)}
    first = min(rest, key=lambda m: (tuple(-dict(m).get(a, 0) for a in exponentials), monomial_key(m)))
    common = tuple((a, n) for a, n in sorted(shared.items(), key=lambda factor: factor[0].key) if n)
    coefficient = rest[first]
    return coefficient, common, {m: quotient(c, coefficient) for m, c in rest.items()}


def _divided(powers: dict[Atom, Rational], shared: dict[Atom, Rational]) -> Monomial:
    result = dict(powers)
    for atom, exponent in shared.items():
        result[atom] = result.get(atom, 0) - exponent
    return tuple(sorted(((a, whole(n)) for a, n in result.items() if n), key=lambda factor: factor[0].key))


def _forms(algebra: Algebra, coefficient: Rational, monomial: Monomial, rest: Polynomial) -> Factored:
    powers = dict(monomial)
    forms: dict[Terms, int] = {}
    if len(rest) < 2:
        return Factored(coefficient, monomial, ())
    pieces = _irreducible(algebra, rest)
    for piece, exponent in pieces:
        c, m, form = content(piece) if len(pieces) > 1 or exponent > 1 else (1, (), piece)
        coefficient *= c if exponent == 1 else Fraction(c) ** exponent
        for atom, n in m:
            powers[atom] = powers.get(atom, 0) + n * exponent
        if len(form) > 1:
            frozen = freeze(form)
            forms[frozen] = forms.get(frozen, 0) + exponent
    common = tuple(sorted(((a, n) for a, n in powers.items() if n), key=lambda factor: factor[0].key))
    return Factored(whole(coefficient), common, tuple(forms.items()))


def _irreducible(algebra: Algebra, polynomial: Polynomial) -> list[tuple[Polynomial, int]]:
    """Factors with multiplicities, whose product is the polynomial (numbers among them)."""
    exponents = [dict(m) for m in polynomial]
    atoms = sorted({a for powers in exponents for a in powers}, key=lambda atom: atom.key)
    if not _worth_factoring(exponents, atoms):
        return [(polynomial, 1)]
    shift = {a: int(min(powers.get(a, 0) for powers in exponents)) for a in atoms}
    ring = fmpq_mpoly_ctx.get([f"v{i}" for i in range(len(atoms))], "lex")
    element = ring.from_dict({
        tuple(int(powers.get(a, 0)) - shift[a] for a in atoms): fmpq(c.numerator, c.denominator)
        for powers, c in zip(exponents, polynomial.values(), strict=True)
    })  # fmt: skip
    constant, factors = element.factor()
    if len(factors) == 1 and factors[0][1] == 1:
        return [(polynomial, 1)]
    result: list[tuple[Polynomial, int]] = [({tuple((a, n) for a, n in shift.items() if n): _rational(constant)}, 1)]
    for factor, multiplicity in factors:
        result.append((_from_flint(algebra, factor.to_dict(), atoms), int(multiplicity)))
    return result


def _worth_factoring(exponents: list[dict[Atom, Rational]], atoms: list[Atom]) -> bool:
    """Whole exponents, and of a size at which factoring is quick; two terms only if they could be u^n ± v^n."""
    everything = [n for powers in exponents for n in powers.values()]
    if any(n.denominator != 1 for n in everything) or max(len(exponents), len(atoms)) > LARGEST_FACTORED:
        return False
    degrees = [sum(abs(int(n)) for n in powers.values()) for powers in exponents]
    return max(degrees) <= LARGEST_FACTORED and (len(exponents) > 2 or all(abs(int(n)) > 1 for n in everything))


def _from_flint(algebra: Algebra, terms: dict[tuple[int, ...], fmpq], atoms: list[Atom]) -> Polynomial:
    pieces = []
    for powers, coefficient in terms.items():
        monomial = powers_product(algebra, {a: int(n) for a, n in zip(atoms, powers, strict=True) if n})
        pieces.append(scale(monomial, _rational(coefficient)))
    return add(*pieces)


def _rational(value: fmpq) -> Rational:
    """A rational number of Python: those of FLINT must not leak, they do not mix with fractions."""
    return whole(Fraction(int(value.p), int(value.q)))
