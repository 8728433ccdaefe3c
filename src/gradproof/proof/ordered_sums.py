"""Sums in which the order of the bound indices matters: Σ_{i<j} a_ij is half of Σ a_ij - Σ a_ii + Σ s(i, j) a_ij.

What the summand is without the order decides how its indices are named. Where it stays the same under several namings,
the order is averaged over them: Σ s(i, j) a_i a_j = -Σ s(i, j) a_i a_j = 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations, product

from gradproof.proof.atoms import Algebra, Monomial, Place, Polynomial, Rational, canonical_name, monomial_key
from gradproof.proof.budget import BudgetExceeded
from gradproof.proof.multiply import substitute, times
from gradproof.proof.naming import canonical
from gradproof.proof.polynomial import accumulate, of_atom, whole

MOST = 4
"""So many indices of one sum may be ordered among themselves: all their namings are gone through."""

FIRST_NUMBER = 50
"""The numbers of the names of ordered indices begin here, behind those of all other bound indices."""


@dataclass(frozen=True)
class _Naming:
    """One naming of the ordered indices: the rest of the summand, up to `sign`, and the names of the other indices."""

    renaming: dict[Place, Place]
    rest: Monomial
    sign: Rational
    others: tuple[Place, ...]


def ordered_sum(algebra: Algebra, body: Monomial, bound: tuple[Place, ...]) -> Polynomial:
    """Σ of a monomial over bound indices, of which some stand in an order."""
    fresh = {place: algebra.fresh(place.dimension) for place in bound}
    result: Polynomial = {}
    for monomial, coefficient in substitute(algebra, {body: 1}, fresh).items():
        accumulate(result, _named(algebra, monomial, tuple(fresh.values())), coefficient)
    return result


def _named(algebra: Algebra, body: Monomial, bound: tuple[Place, ...]) -> Polynomial:
    between = tuple(factor for factor in body if factor[0].kind == "order")
    rest = tuple(factor for factor in body if factor[0].kind != "order")
    tied = tuple(place for place in bound if any(place in atom.places for atom, _ in between))
    if len(tied) > MOST:
        raise BudgetExceeded(f"a sum in it puts more than {MOST} indices in order")
    namings = list(_namings(algebra, rest, tied, tuple(place for place in bound if place not in tied)))
    least = min((naming.rest for naming in namings), key=monomial_key)
    alike = [naming for naming in namings if naming.rest == least]
    average: Polynomial = {}
    for naming in alike:
        moved = substitute(algebra, {between: 1}, naming.renaming)
        accumulate(average, moved, whole(Fraction(naming.sign) / len(alike)))
    names = frozenset(alike[0].renaming.values())
    result: Polynomial = {}
    for monomial, coefficient in average.items():
        accumulate(result, _summed(algebra, monomial, least, (*alike[0].others, *names)), coefficient)
    return result


def _summed(algebra: Algebra, order: Monomial, rest: Monomial, bound: tuple[Place, ...]) -> Polynomial:
    """The sum of one product of orders with the rest; where fewer indices are ordered, or tied, it is formed anew."""
    bound = tuple(sorted(bound, key=lambda place: (place.dimension, place.name)))
    named = {place for place in bound if int(place.name[-2:]) >= FIRST_NUMBER}
    body = tuple(sorted((*order, *rest), key=lambda factor: factor[0].key))
    in_order = {p for atom, _ in order if atom.kind == "order" for p in atom.places}
    if named and named <= in_order and _is_connected(body, bound):
        return of_atom(algebra.atom("sum", bound=bound, children=(((body, 1),),)))
    return algebra.rebuild(algebra, "sum", "", (), bound, (times(algebra, {order: 1}, {rest: 1}),), 1)


def _is_connected(body: Monomial, bound: tuple[Place, ...]) -> bool:
    """Whether the sum does not split into a product of sums."""
    reached, size = {bound[0]}, 0
    while size < len(reached):
        size = len(reached)
        for atom, _ in body:
            met = atom.free.intersection(bound)
            reached |= met if met & reached else set()
    return len(reached) == len(bound)


def _namings(algebra: Algebra, rest: Monomial, tied: tuple[Place, ...], others: tuple[Place, ...]) -> Iterator[_Naming]:
    """The rest of the summand under every naming of the ordered indices, the others named as is usual."""
    for chosen in _choices(rest, tied):
        algebra.spend_labeling()
        renaming = dict(zip(tied, chosen, strict=True))
        moved = substitute(algebra, {rest: 1}, renaming)
        if len(moved) != 1:
            raise BudgetExceeded("a sum in it has no one form under other names of its indices")
        ((monomial, coefficient),) = moved.items()
        names, ((named, sign),) = canonical(algebra, others, ((monomial, 1),))
        yield _Naming(renaming, named, coefficient * sign, names)


def _choices(rest: Monomial, tied: tuple[Place, ...]) -> Iterator[tuple[Place, ...]]:
    """All ways to give the tied indices their names, each a name of its own dimension."""
    depth = max((atom.depth for atom, _ in rest), default=0)
    by_dimension: dict[str, list[Place]] = {}
    for place in tied:
        by_dimension.setdefault(place.dimension, []).append(place)
    groups = []
    for dimension, places in sorted(by_dimension.items()):
        numbers = range(FIRST_NUMBER, FIRST_NUMBER + len(places))
        groups.append((places, [canonical_name(depth, number, dimension) for number in numbers]))
    for orders in product(*(permutations(names) for _, names in groups)):
        chosen = {
            p: n for (places, _), names in zip(groups, orders, strict=True) for p, n in zip(places, names, strict=True)
        }
        yield tuple(chosen[place] for place in tied)
