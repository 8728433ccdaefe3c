"""Definitions put back: where the parts of a polynomial show a symbol's definition, the symbol takes their place.

A definition d = c·A·M + R (A an atom that shows all of d's indices, not in M or R) is solved for A: A = (d - R)/(c·M).
Of softmax p_j = e^{u_j}/S that makes e^{u_j} = p_j S, and S cancels; of h = 1/(1 + e^{-s}), 1/(1 + e^s) = 1 - h.
Every fold is an identity; whether it makes a formula shorter is for the caller to weigh.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product as combinations

from gradproof.formula.expression import Definition
from gradproof.proof.atoms import Algebra, Atom, Monomial, Place, Polynomial, Rational
from gradproof.proof.limits import Undefined
from gradproof.proof.multiply import power, powers_product, substitute, times
from gradproof.proof.normalizer import Normalizer
from gradproof.proof.polynomial import ONE, accumulate, of_atom, quotient, scale, subtract
from gradproof.proof.sums import opened, sum_over

PLAIN = frozenset({"variable", "delta", "order", "size", "constant", "prime", "partial"})
"""Atoms that are as short as a symbol."""

CLOSED = frozenset({"apply", "argument", "product", "derivative"})
"""Atoms that are not looked into."""


@dataclass(frozen=True)
class Fold:
    """`atom` ** `step` is `value`, for all values of the `formal` places; the atoms `kept` stay as they are."""

    atom: Atom
    step: Rational
    formal: tuple[Place, ...]
    value: Polynomial
    kept: tuple[Atom, ...]


def folds_of(normalizer: Normalizer, definition: Definition) -> Iterator[Fold]:
    """The ways to solve a definition for one of its atoms, other definitions left closed."""
    algebra = normalizer.algebra
    formal = tuple(algebra.fresh(index.dimension.name) for index in definition.indices)
    scope = {index.name: place for index, place in zip(definition.indices, formal, strict=True)}
    body = normalizer.of(definition.body, scope)
    symbol = of_atom(algebra.atom("variable", definition.name, formal))
    for monomial, coefficient in body.items():
        for atom, exponent in monomial:
            others = {m: c for m, c in body.items() if m != monomial}
            if atom.kind in PLAIN or not atom.free.issuperset(formal) or _mentions(others, atom):
                continue
            beside = tuple(factor for factor in monomial if factor[0] is not atom)
            value = _solved(algebra, subtract(symbol, others), beside, coefficient)
            if value is not None:
                kept = tuple(a for m in (beside, *others) for a, _ in m if a.kind not in PLAIN)
                yield Fold(atom, exponent, formal, value, kept)


def _mentions(polynomial: Polynomial, atom: Atom) -> bool:
    return any(factor is atom for monomial in polynomial for factor, _ in monomial)


def _solved(algebra: Algebra, value: Polynomial, beside: Monomial, coefficient: Rational) -> Polynomial | None:
    """value / (coefficient · beside); None where a Kronecker delta would be divided by."""
    try:
        divisor = powers_product(algebra, {atom: -exponent for atom, exponent in beside})
    except Undefined:
        return None
    return scale(times(algebra, value, divisor), quotient(1, coefficient))


def folded(algebra: Algebra, polynomial: Polynomial, fold: Fold) -> Polynomial:
    """The polynomial with the fold made wherever it applies, also inside of sums and functions."""
    result: Polynomial = {}
    for monomial, coefficient in polynomial.items():
        value = ONE
        for atom, exponent in monomial:
            value = times(algebra, value, _folded_factor(algebra, atom, exponent, fold))
        accumulate(result, value, coefficient)
    return result


def _folded_factor(algebra: Algebra, atom: Atom, exponent: Rational, fold: Fold) -> Polynomial:
    same: Polynomial = {((atom, exponent),): 1}
    if atom.kind in PLAIN or any(match(algebra, kept, fold.formal, atom) is not None for kept in fold.kept):
        return same
    mapping = match(algebra, fold.atom, fold.formal, atom)
    if mapping is not None:
        times_taken = Fraction(exponent) / Fraction(fold.step)
        if times_taken.denominator == 1 and (times_taken > 0 or len(fold.value) == 1):
            return power(algebra, substitute(algebra, fold.value, mapping), int(times_taken))
    return _folded_inside(algebra, atom, exponent, fold) if atom.kind not in CLOSED else same


def _folded_inside(algebra: Algebra, atom: Atom, exponent: Rational, fold: Fold) -> Polynomial:
    if atom.kind == "sum":
        bound, body = opened(algebra, atom)
        inside = folded(algebra, body, fold)
        value = sum_over(algebra, inside, bound) if inside != body else of_atom(atom)
        whole = exponent.denominator == 1 and (exponent > 0 or len(value) == 1)
        return power(algebra, value, int(exponent)) if whole else {((atom, exponent),): 1}
    children = tuple(folded(algebra, dict(child), fold) for child in atom.children)
    if children == tuple(map(dict, atom.children)):
        return {((atom, exponent),): 1}
    return algebra.rebuild(algebra, atom.kind, atom.name, atom.places, (), children, exponent)


def match(algebra: Algebra, pattern: Atom, formal: tuple[Place, ...], atom: Atom) -> Mapping[Place, Place] | None:
    """The places to put in for the formal ones of the pattern, so that it becomes the atom; None if there are none."""
    if pattern.kind != atom.kind or pattern.name != atom.name or len(pattern.children) != len(atom.children):
        return None
    wanted = tuple(place for place in formal if place in pattern.free)
    if not wanted:
        return {} if pattern is atom else None
    here = sorted(set(_places(atom)))
    for chosen in combinations(*([p for p in here if p.dimension == f.dimension] for f in wanted)):
        mapping = dict(zip(wanted, chosen, strict=True))
        if substitute(algebra, of_atom(pattern), mapping) == of_atom(atom):
            return mapping
    return None


def _places(atom: Atom) -> Iterator[Place]:
    """Every place at any depth of the atom."""
    yield from (place for place in atom.places if place not in atom.bound)
    for child in atom.children:
        for monomial, _ in child:
            for inner, _ in monomial:
                yield from (place for place in _places(inner) if place not in atom.bound)
