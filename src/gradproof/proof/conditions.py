"""Conditions on indices, put in force: equal places become one, distinct places have delta 0."""

from __future__ import annotations

from collections.abc import Sequence

from gradproof.proof.atoms import Algebra, Place, move


class Vacuous(Exception):
    """No index values meet the conditions, at any size; the message says which clash."""


def impose(algebra: Algebra, conditions: Sequence[tuple[Place, Place, bool]]) -> None:
    """Puts (left, right, equal) conditions in force in an algebra that has made no atoms yet."""
    settled = False
    while not settled:
        settled = True
        for left, right, equal in conditions:
            if equal:
                smaller, larger = sorted((move(algebra, left, {}), move(algebra, right, {})))
                if smaller != larger:
                    _unite(algebra, smaller, larger)
                    settled = False
    pairs = {tuple(sorted((move(algebra, a, {}), move(algebra, b, {})))) for a, b, equal in conditions if not equal}
    for smaller, larger in sorted(pairs):
        if smaller == larger:
            raise Vacuous("the conditions ask two indices to be equal and different at once")
    algebra.distinct = frozenset((a, b) for a, b in pairs)


def _unite(algebra: Algebra, smaller: Place, larger: Place) -> None:
    if larger.rank == 0:
        raise Vacuous("the conditions ask two fixed positions to be equal")
    algebra.equal[larger] = smaller
    for place in sorted(algebra.equal):
        algebra.equal[place] = move(algebra, algebra.equal[place], {})
