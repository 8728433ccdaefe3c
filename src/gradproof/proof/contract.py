"""A A^-1 = I inside a sum: where a matrix meets its own inverse, both are gone.

The matrix is found again by what it is made of. With A = B + C, of which B alone stands beside A^-1, it is
B A^-1 = I - C A^-1: one term of every matrix never stays beside the inverse, so there is one form for all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gradproof.proof.atoms import (
    SWITCHES,
    Algebra,
    Atom,
    Monomial,
    Place,
    Polynomial,
    Rational,
    Terms,
    monomial_key,
    places_within,
)
from gradproof.proof.cases import kronecker
from gradproof.proof.matrices import Matrix, matrix
from gradproof.proof.multiply import powers_product, substitute_monomial, times
from gradproof.proof.polynomial import accumulate, quotient, scale
from gradproof.proof.sums import opened, sum_over

Factor = tuple[Atom, Rational]


@dataclass(frozen=True)
class _Pattern:
    """One term of a matrix, without the sums in it: their `bound` indices may be any that stand nowhere else."""

    factors: Monomial
    bound: tuple[Place, ...]


@dataclass(frozen=True)
class _Beside:
    """An inverse in a sum: of `whole`; its index `at` is bound, `other` its other one.

    `near` is the axis of the matrix that the bound index stands for, `far` the other one.
    """

    atom: Atom
    whole: Matrix
    at: Place
    other: Place
    near: Place
    far: Place


def contracted(algebra: Algebra, monomial: Monomial, bound: tuple[Place, ...]) -> Polynomial | None:
    """The sum of the monomial over the bound indices, where an inverse stands beside its matrix; None elsewhere."""
    for atom, exponent in monomial:
        if atom.kind == "matinv" and exponent == 1:
            for side in (0, 1):
                if atom.places[side] in bound and atom.places[0] != atom.places[1]:
                    found = _beside(algebra, monomial, bound, atom, side)
                    if found is not None:
                        return found
    return None


def _beside(algebra: Algebra, monomial: Monomial, bound: tuple[Place, ...], atom: Atom, side: int) -> Polynomial | None:
    whole = matrix(algebra, dict(atom.children[0]))
    axes = (whole.columns, whole.rows)
    inverse = _Beside(atom, whole, atom.places[side], atom.places[1 - side], axes[side], axes[1 - side])
    term = _chosen(whole)
    pattern = _opened(algebra, term, (whole.rows, whole.columns)) if term is not None else None
    if term is None or pattern is None:
        return None
    others = tuple(factor for factor in monomial if factor[0] is not atom)
    for assignment, used in _matches(pattern, others, {inverse.near: inverse.at}, (*pattern.bound, inverse.far)):
        if _stands(algebra, pattern, assignment, used, others, bound, inverse):
            rest = dict(factor for factor in others if factor not in used)
            gone = {inverse.at, *(assignment[place] for place in pattern.bound)}
            body = times(algebra, powers_product(algebra, rest), _reduced(algebra, inverse, term, assignment))
            return sum_over(algebra, body, tuple(place for place in bound if place not in gone))
    return None


def _chosen(whole: Matrix) -> Monomial | None:
    """The term of a matrix that never stays beside its inverse; None where there is none but multiples of I."""
    candidates = [m for m in whole.body if not any(a.kind in SWITCHES for a, _ in m)]
    return max(candidates, key=lambda m: (_breadth(m), monomial_key(m)), default=None)


def _breadth(monomial: Monomial) -> int:
    """How many factors a term has, those inside of its sums included: the longest term is the one that goes."""
    return sum(max([1, *(len(m) for m, _ in atom.children[0])] if atom.kind == "sum" else [1]) for atom, _ in monomial)


def _opened(algebra: Algebra, term: Monomial, axes: tuple[Place, Place]) -> _Pattern | None:
    factors: dict[Atom, Rational] = {}
    bound: tuple[Place, ...] = ()
    for atom, exponent in term:
        if atom.kind == "sum" and exponent == 1 and not atom.free.isdisjoint(axes):
            more, inner = opened(algebra, atom)
            if len(inner) != 1 or 1 not in inner.values():
                return None
            bound += more
            ((monomial, _),) = inner.items()
        else:
            monomial = ((atom, exponent),)
        for inside, n in monomial:
            factors[inside] = factors.get(inside, 0) + n
    return _Pattern(tuple(sorted(factors.items(), key=lambda factor: factor[0].key)), bound)


def _stands(
    algebra: Algebra,
    pattern: _Pattern,
    assignment: Mapping[Place, Place],
    used: tuple[Factor, ...],
    others: Monomial,
    bound: tuple[Place, ...],
    inverse: _Beside,
) -> bool:
    """Whether the factors that were found are the term under the assignment, and share their indices with no other."""
    if any(place not in assignment for place in (*pattern.bound, inverse.far)):
        return False
    summed = [inverse.at, *(assignment[place] for place in pattern.bound)]
    if len(set(summed)) < len(summed) or not set(summed) <= set(bound):
        return False
    outside = [place for atom, _ in others if (atom, dict(others)[atom]) not in used for place in atom.free]
    outside += [*places_within(assignment[inverse.far]), *places_within(inverse.other)]
    outside += [place for ((only, _),) in dict(inverse.atom.children[0]) for place in only.free]
    if any(place in outside for place in summed):
        return False
    return substitute_monomial(algebra, pattern.factors, assignment) == {_sorted(used): 1}


def _sorted(factors: tuple[Factor, ...]) -> Monomial:
    return tuple(sorted(factors, key=lambda factor: factor[0].key))


def _reduced(algebra: Algebra, inverse: _Beside, term: Monomial, assignment: Mapping[Place, Place]) -> Polynomial:
    """Σ (the term)(the inverse) = (δ - Σ (all other terms)(the inverse)) / (the term's coefficient)."""
    outer = assignment[inverse.far]
    result = dict(kronecker(algebra, outer, inverse.other))
    others = {m: c for m, c in inverse.whole.body.items() if m != term}
    if others:
        between = algebra.fresh(inverse.at.dimension)
        places = tuple(between if place == inverse.at else place for place in inverse.atom.places)
        again = algebra.rebuild(algebra, "matinv", "", places, (), (dict(inverse.atom.children[0]),), 1)
        left: Polynomial = {}
        for monomial, coefficient in others.items():
            moved = substitute_monomial(algebra, monomial, {inverse.near: between, inverse.far: outer})
            accumulate(left, moved, coefficient)
        accumulate(result, sum_over(algebra, times(algebra, left, again), (between,)), -1)
    return scale(result, quotient(1, inverse.whole.body[term]))


def _matches(
    pattern: _Pattern, factors: Monomial, known: Mapping[Place, Place], variables: tuple[Place, ...]
) -> Iterator[tuple[dict[Place, Place], tuple[Factor, ...]]]:
    """The ways to find the pattern among factors: what its places are there, and which factors those are."""
    left = list(pattern.factors)

    def go(todo: list[Factor], mapping: dict[Place, Place], used: tuple[Factor, ...]) -> Iterator[
        tuple[dict[Place, Place], tuple[Factor, ...]]
    ]:  # fmt: skip
        if not todo:
            yield mapping, used
            return
        # What stands at a place that is known already has the fewest candidates.
        first = next((f for f in todo if not f[0].free.isdisjoint(mapping)), todo[0])
        rest = [f for f in todo if f is not first]
        for factor in factors:
            if factor not in used and factor[1] == first[1]:
                extended = _unified(first[0], factor[0], mapping, variables)
                if extended is not None:
                    yield from go(rest, extended, (*used, factor))

    yield from go(left, dict(known), ())


def _unified(
    ours: Atom, theirs: Atom, mapping: dict[Place, Place], variables: tuple[Place, ...]
) -> dict[Place, Place] | None:
    """The mapping with what makes our atom theirs; None where nothing does."""
    if (ours.kind, ours.name, len(ours.places)) != (theirs.kind, theirs.name, len(theirs.places)):
        return None
    found: dict[Place, Place] | None = mapping
    for place, other in zip(ours.places, theirs.places, strict=True):
        found = None if found is None else _unified_place(place, other, found, variables)
    if len(ours.children) != len(theirs.children):
        return None
    for child, other_child in zip(ours.children, theirs.children, strict=True):
        found = None if found is None else _unified_terms(child, other_child, found, variables)
    return found


def _unified_terms(
    ours: Terms, theirs: Terms, mapping: dict[Place, Place], variables: tuple[Place, ...]
) -> dict[Place, Place] | None:
    found: dict[Place, Place] | None = mapping if len(ours) == len(theirs) else None
    for (monomial, _), (other, _) in zip(ours, theirs, strict=False):
        if found is None or len(monomial) != len(other):
            return None
        for (atom, _), (other_atom, _) in zip(monomial, other, strict=True):
            found = None if found is None else _unified(atom, other_atom, found, variables)
    return found


def _unified_place(
    place: Place, other: Place, mapping: dict[Place, Place], variables: tuple[Place, ...]
) -> dict[Place, Place] | None:
    if place in mapping:
        return mapping if mapping[place] == other else None
    if place in variables:
        return {**mapping, place: other} if place.dimension == other.dimension else None
    if not place.arguments:
        return mapping if place == other else None
    if (place.rank, place.name, len(place.arguments)) != (other.rank, other.name, len(other.arguments)):
        return None
    found: dict[Place, Place] | None = mapping
    for ours, theirs in zip(place.arguments, other.arguments, strict=True):
        found = None if found is None else _unified_place(ours, theirs, found, variables)
    return found
