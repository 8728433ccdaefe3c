"""Sums and products over whole dimensions.

A sum of a monomial is flattened, its deltas are contracted, and it is split into the parts that share no bound index:
Σ_i Σ_j a_i b_j is (Σ_i a_i)(Σ_j b_j), Σ_j δ(j,t) f_j is f_t, Σ_j 1 is the size of the dimension.
"""

from __future__ import annotations

from functools import reduce

from gradproof.formula.expression import fixed_size
from gradproof.proof.atoms import (
    SWITCHES,
    Algebra,
    Atom,
    Monomial,
    Place,
    Polynomial,
    Rational,
    fixed_place,
    places_within,
)
from gradproof.proof.budget import BudgetExceeded
from gradproof.proof.cases import first_delta, where_distinct
from gradproof.proof.factors import factored
from gradproof.proof.functions import exponential, raised
from gradproof.proof.limits import Undefined
from gradproof.proof.multiply import powers_product, product, substitute, substitute_monomial, times
from gradproof.proof.naming import canonical
from gradproof.proof.ordered_sums import ordered_sum
from gradproof.proof.polynomial import ONE, ZERO, accumulate, add, constant, freeze, of_atom
from gradproof.proof.roots import inverse
from gradproof.proof.signs import has_sign


def sum_over(algebra: Algebra, body: Polynomial, bound: tuple[Place, ...]) -> Polynomial:
    """Σ of the body over the bound indices; over a dimension of fixed size it is written out."""
    fixed = next((p for p in bound if fixed_size(p.dimension) is not None), None)
    if fixed is not None:
        rest = tuple(p for p in bound if p != fixed)
        return sum_over(algebra, reduce(add, _positions(algebra, body, fixed)), rest)
    result: Polynomial = {}
    for monomial, coefficient in body.items():
        algebra.spend_rewrite()
        accumulate(result, _sum_of_monomial(algebra, monomial, bound), coefficient)
    return result


def _positions(algebra: Algebra, body: Polynomial, place: Place) -> list[Polynomial]:
    """The body at each position of a dimension of fixed size."""
    size = fixed_size(place.dimension) or 0
    algebra.spend_terms(size * len(body))
    positions = (fixed_place(number, place.dimension) for number in range(1, size + 1))
    return [substitute(algebra, body, {place: position}) for position in positions]


def opened(algebra: Algebra, atom: Atom) -> tuple[tuple[Place, ...], Polynomial]:
    """The body of a sum under fresh names for its bound indices."""
    fresh = tuple(algebra.fresh(place.dimension) for place in atom.bound)
    return fresh, substitute(algebra, dict(atom.children[0]), dict(zip(atom.bound, fresh, strict=True)))


def _sum_of_monomial(algebra: Algebra, monomial: Monomial, bound: tuple[Place, ...]) -> Polynomial:
    for atom, exponent in monomial:
        if atom.kind == "sum" and exponent.denominator == 1 and exponent > 0 and not atom.free.isdisjoint(bound):
            return _flattened(algebra, monomial, atom, int(exponent), bound)
    for atom, _ in monomial:
        if atom.kind == "delta":
            for place, other in (atom.places, atom.places[::-1]):
                if place in bound and place not in places_within(other):
                    rest = substitute_monomial(algebra, tuple(f for f in monomial if f[0] is not atom), {place: other})
                    return sum_over(algebra, rest, tuple(p for p in bound if p != place))
    if any(atom.kind == "matinv" and not atom.free.isdisjoint(bound) for atom, _ in monomial):
        return algebra.rebuild(algebra, "contraction", "", (), bound, ({monomial: 1},), 1)
    return split(algebra, monomial, bound)


def _flattened(algebra: Algebra, monomial: Monomial, atom: Atom, exponent: int, bound: tuple[Place, ...]) -> Polynomial:
    """Takes an inner sum, as often as it stands there, into the outer one."""
    if len(bound) + exponent * len(atom.bound) > algebra.budget.indices:
        raise BudgetExceeded(f"a sum in it runs over more than {algebra.budget.indices} indices at once")
    body: Polynomial = {tuple(factor for factor in monomial if factor[0] is not atom): 1}
    for _ in range(exponent):
        more, inner = opened(algebra, atom)
        bound += more
        body = times(algebra, body, inner)
    return sum_over(algebra, body, bound)


def split(algebra: Algebra, monomial: Monomial, bound: tuple[Place, ...]) -> Polynomial:
    """The product of what is free of the bound indices, of sizes, and of connected sums."""
    powers: dict[Atom, Rational] = {}
    groups: list[tuple[frozenset[Place], list[tuple[Atom, Rational]]]] = []
    for atom, exponent in monomial:
        met = atom.free.intersection(bound)
        if not met:
            powers[atom] = exponent
            continue
        members = [(atom, exponent)]
        for group in [g for g in groups if g[0] & met]:
            groups.remove(group)
            met |= group[0]
            members = group[1] + members
        groups.append((met, members))
    for place in bound:
        if not any(place in met for met, _ in groups):
            size = algebra.atom("size", place.dimension)
            powers[size] = powers.get(size, 0) + 1
    ordered: list[Polynomial] = []
    for met, members in groups:
        body = tuple(sorted(members, key=lambda factor: factor[0].key))
        if any(atom.kind == "order" for atom, _ in body):
            ordered.append(ordered_sum(algebra, body, tuple(p for p in bound if p in met)))
            continue
        names, terms = canonical(algebra, tuple(p for p in bound if p in met), ((body, 1),))
        connected = algebra.atom("sum", bound=names, children=(terms,))
        powers[connected] = powers.get(connected, 0) + 1
    result = powers_product(algebra, powers)
    return product(algebra, result, *ordered) if ordered else result


def product_over(algebra: Algebra, body: Polynomial, bound: tuple[Place, ...]) -> Polynomial:
    """∏ of the body over the bound indices."""
    result = body
    for place in reversed(bound):
        if fixed_size(place.dimension) is not None:
            result = product(algebra, *_positions(algebra, result, place))
            continue
        result = _product_over_one(algebra, result, place)
    return result


def _product_over_one(algebra: Algebra, body: Polynomial, place: Place) -> Polynomial:
    delta = _delta_on(body, place)
    if delta is not None:
        algebra.spend_case()
        return _without_delta(algebra, body, place, delta)
    if first_delta(body, (place,)) is not None or any(a.kind in SWITCHES for m in body for a, _ in m) or not body:
        return ZERO if not body else _product_atom(algebra, body, place)
    parts = factored(algebra, body)
    size = of_atom(algebra.atom("size", place.dimension))
    result = ONE if parts.coefficient == 1 else raised(algebra, constant(parts.coefficient), size)
    for atom, exponent in parts.monomial:
        result = times(algebra, result, _product_of_atom(algebra, atom, exponent, place, size))
    for form, multiplicity in parts.forms:
        piece = _product_of_form(algebra, dict(form), place, size)
        result = product(algebra, result, *[piece] * multiplicity)
    return result


def _delta_on(body: Polynomial, place: Place) -> Atom | None:
    found = [
        atom for m in body for atom, _ in m
        if atom.kind == "delta" and place in atom.places
        and not any(place in places_within(other) for other in atom.places if other != place)
    ]  # fmt: skip
    return min(found, key=lambda atom: atom.key) if found else None


def _without_delta(algebra: Algebra, body: Polynomial, place: Place, delta: Atom) -> Polynomial:
    """∏_k (f_k with δ(k,i)) = f_i at δ = 1, times ∏_k (f_k at δ = 0) / (f_i at δ = 0)."""
    (other,) = (p for p in delta.places if p != place)
    apart = where_distinct(body, delta)
    if has_sign(freeze(apart)):
        # sign(0) = 0 is no limit of its neighbours, and the quotient below is right at 0 as a limit only.
        return _product_atom(algebra, body, place)
    at_other = substitute(algebra, body, {place: other})
    try:
        divisor = inverse(algebra, substitute(algebra, apart, {place: other}))
    except Undefined:
        return _product_atom(algebra, body, place)
    return product(algebra, at_other, _product_over_one(algebra, apart, place), divisor)


def _product_of_atom(algebra: Algebra, atom: Atom, exponent: Rational, place: Place, size: Polynomial) -> Polynomial:
    if place not in atom.free:
        return raised(algebra, {((atom, exponent),): 1}, size)
    if atom.kind == "exp":
        return exponential(algebra, sum_over(algebra, {atom.children[0][0][0]: exponent}, (place,)))
    if exponent.denominator != 1:
        return _product_atom(algebra, {((atom, exponent),): 1}, place)
    if atom.kind == "inverse":
        (form,) = atom.children
        powers = _product_over_one(algebra, dict(form), place)
        return product(algebra, *[inverse(algebra, powers)] * int(exponent))
    body = _product_atom(algebra, of_atom(atom), place)
    ((monomial, _),) = body.items()
    return powers_product(algebra, {a: n * exponent for a, n in monomial})


def _product_of_form(algebra: Algebra, form: Polynomial, place: Place, size: Polynomial) -> Polynomial:
    if not any(place in atom.free for monomial in form for atom, _ in monomial):
        return raised(algebra, form, size)
    return _product_atom(algebra, form, place)


def _product_atom(algebra: Algebra, body: Polynomial, place: Place) -> Polynomial:
    names, terms = canonical(algebra, (place,), freeze(body))
    return of_atom(algebra.atom("product", bound=names, children=(terms,)))
