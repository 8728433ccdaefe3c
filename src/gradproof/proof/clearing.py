"""Inverse matrices cleared: D = 0 where M D = 0 for an invertible M, as 1/P is cleared by multiplying with P.

Only free indices are used, on which there is no condition: that D_i = 0 for every i is what is to be shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gradproof.proof.atoms import LAST, Algebra, Atom, Place, Polynomial, places_within
from gradproof.proof.matrices import matrix
from gradproof.proof.multiply import times
from gradproof.proof.sums import sum_over

MOST, DEEPEST = 12, 3
"""So many products are tried at the most, and so many inverses cleared one after the other."""


def vanishes_without_inverses(algebra: Algebra, polynomial: Polynomial) -> bool:
    """Whether the polynomial becomes 0 when inverses at its free indices are multiplied away, in some order."""
    tried = 0

    def search(rest: Polynomial, depth: int) -> bool:
        nonlocal tried
        if not rest or depth == DEEPEST:
            return not rest
        for atom, side in _candidates(algebra, rest):
            tried += 1
            if tried > MOST:
                return False
            if search(_multiplied(algebra, rest, atom, side), depth + 1):
                return True
        return False

    return search(polynomial, 0)


def _multiplied(algebra: Algebra, polynomial: Polynomial, atom: Atom, side: int) -> Polynomial:
    """M D, or D M, over a new free index in the place of the old one."""
    whole = matrix(algebra, dict(atom.children[0]))
    place = atom.places[side]
    fresh = algebra.fresh(place.dimension)
    entry = whole.at(algebra, *((fresh, place), (place, fresh))[side])
    return sum_over(algebra, times(algebra, entry, polynomial), (place,))


def _candidates(algebra: Algebra, polynomial: Polynomial) -> Iterator[tuple[Atom, int]]:
    tied = {p for pair in (*algebra.distinct, *algebra.equal.items()) for q in pair for p in places_within(q)}
    free = {
        place
        for monomial in polynomial
        for atom, _ in monomial
        for place in atom.free
        if place.rank == 1 and place.name != LAST
    } - tied
    atoms = {atom.key: atom for monomial in polynomial for atom in _inverses(a for a, _ in monomial)}
    for atom in sorted(atoms.values(), key=lambda a: (_length(a), a.key)):
        for side, place in enumerate(atom.places):
            if place in free and place != atom.places[1 - side] and not _stands_in(place, atom):
                yield atom, side


def _inverses(atoms: Iterable[Atom]) -> Iterator[Atom]:
    """The inverses among atoms, those inside of sums too."""
    for atom in atoms:
        if atom.kind == "matinv":
            yield atom
        elif atom.kind == "sum":
            yield from _inverses(a for monomial, _ in atom.children[0] for a, _ in monomial)


def _length(atom: Atom) -> int:
    """How many terms the matrix of an inverse has."""
    (((argument, _),),) = dict(atom.children[0])
    return len(argument.children[0])


def _stands_in(place: Place, atom: Atom) -> bool:
    """Whether the matrix itself depends on the place."""
    return any(place in argument.free for monomial in dict(atom.children[0]) for argument, _ in monomial)
