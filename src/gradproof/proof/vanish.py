"""Whether a polynomial in normal form is 0 for all values, where the form alone does not show it.

Six things are tried, each of them an equivalence or a stronger claim: all positions of a dimension of fixed size are
looked at apart; so are indices that are equal or not; denominators are cleared; terms that are sums over the same
dimension with one cofactor are put under one Σ, whose summand must then vanish by itself; inverse matrices at free
indices are multiplied away; and |P| is taken for P and for -P.
"""

from __future__ import annotations

from gradproof.formula.expression import fixed_size
from gradproof.proof.atoms import Algebra, Atom, Monomial, Place, Polynomial, Rational, fixed_place
from gradproof.proof.by_sign import first_switch, is_multiple, sides
from gradproof.proof.cases import first_delta, where_distinct, where_equal
from gradproof.proof.clearing import vanishes_without_inverses
from gradproof.proof.factors import cleared
from gradproof.proof.multiply import substitute
from gradproof.proof.orders import first_order, where_ordered
from gradproof.proof.polynomial import accumulate, freeze

DEEPEST = 6
"""Sums nested deeper are not looked into."""


def vanishes(algebra: Algebra, polynomial: Polynomial, depth: int = 0) -> bool:
    """Whether the polynomial is shown to be 0 wherever it is defined."""
    if not polynomial or depth > DEEPEST:
        return not polynomial
    if depth == 0 and vanishes_without_inverses(algebra, polynomial):
        return True
    place = _of_fixed_size(polynomial)
    if place is not None:
        return all(vanishes(algebra, _at(algebra, polynomial, place, n), depth) for n in _positions(place))
    atom = first_order((polynomial,))
    if atom is not None:
        algebra.spend_case()
        if not all(vanishes(algebra, where_ordered(polynomial, atom, sign), depth) for sign in (1, -1)):
            return False
        return atom.places in algebra.distinct or vanishes(algebra, where_equal(algebra, polynomial, atom), depth)
    delta = first_delta(polynomial)
    if delta is not None:
        algebra.spend_case()
        if not vanishes(algebra, where_distinct(polynomial, delta), depth):
            return False
        return vanishes(algebra, where_equal(algebra, polynomial, delta), depth)
    numerator, _ = cleared(algebra, polynomial)
    if first_delta(numerator) is not None:
        return vanishes(algebra, numerator, depth + 1)
    rest = _without_vanishing_sums(algebra, numerator, depth)
    return not rest or _vanishes_by_sign(algebra, polynomial, depth)


def _vanishes_by_sign(algebra: Algebra, polynomial: Polynomial, depth: int) -> bool:
    """Whether a polynomial with |P| or sign P vanishes for P > 0, for P < 0 and for P = 0."""
    switch = first_switch(polynomial)
    if switch is None:
        return False
    found = sides(algebra, polynomial, switch)
    if not all(vanishes(algebra, side, depth + 1) for side in (found.above, found.below)):
        return False
    return found.at_zero is None or is_multiple(algebra, found.at_zero, switch)


def _of_fixed_size(polynomial: Polynomial) -> Place | None:
    """The first free place in a dimension of fixed size, whose positions can be gone through."""
    places = {p for monomial in polynomial for atom, _ in monomial for p in atom.free if fixed_size(p.dimension)}
    return min(places, default=None)


def _positions(place: Place) -> range:
    return range(1, (fixed_size(place.dimension) or 0) + 1)


def _at(algebra: Algebra, polynomial: Polynomial, place: Place, position: int) -> Polynomial:
    algebra.spend_case()
    return substitute(algebra, polynomial, {place: fixed_place(position, place.dimension)})


def _without_vanishing_sums(algebra: Algebra, polynomial: Polynomial, depth: int) -> Polynomial:
    """The polynomial without groups of terms that are one vanishing sum."""
    found = True
    while found and polynomial:
        found = False
        for (_, dimensions), members in _groups(polynomial).items():
            if len(members) > 1 and _vanishing_group(algebra, dimensions, members, depth):
                for monomial, _, _ in members:
                    polynomial = {m: c for m, c in polynomial.items() if m != monomial}
                found = True
                break
    return polynomial


Member = tuple[Monomial, Rational, Atom]
"""A term, its coefficient, and the sum (or size) in it that is taken apart."""


def _groups(polynomial: Polynomial) -> dict[tuple[Monomial, tuple[str, ...]], list[Member]]:
    """The terms by what is left of them without one of their sums, and by what that sum runs over."""
    result: dict[tuple[Monomial, tuple[str, ...]], list[Member]] = {}
    for monomial, coefficient in freeze(polynomial):
        for atom, exponent in monomial:
            if atom.kind not in ("sum", "size") or exponent.denominator != 1 or exponent < 1:
                continue
            rest = tuple((a, n - 1 if a is atom else n) for a, n in monomial if a is not atom or n != 1)
            dimensions = tuple(place.dimension for place in atom.bound) or (atom.name,)
            result.setdefault((rest, tuple(sorted(dimensions))), []).append((monomial, coefficient, atom))
    return result


def _vanishing_group(algebra: Algebra, dimensions: tuple[str, ...], members: list[Member], depth: int) -> bool:
    if len({monomial for monomial, _, _ in members}) < len(members):
        return False
    fresh = tuple(algebra.fresh(dimension) for dimension in dimensions)
    summand: Polynomial = {}
    for _, coefficient, atom in members:
        accumulate(summand, _summand(algebra, atom, fresh), coefficient)
    return vanishes(algebra, summand, depth + 1)


def _summand(algebra: Algebra, atom: Atom, fresh: tuple[Place, ...]) -> Polynomial:
    if atom.kind == "size":
        return {(): 1}
    ordered = sorted(atom.bound, key=lambda place: place.dimension)
    return substitute(algebra, dict(atom.children[0]), dict(zip(ordered, fresh, strict=True)))
