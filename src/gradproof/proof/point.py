"""One point: sizes of the dimensions, values of variables and labels, and what abstract functions are there.

Indices count from 1. An abstract function is, at each point, a polynomial of degree 6 with seeded rational coefficients
in all components of all its arguments, so that exact numbers stay exact and its partial derivatives are true ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from math import perm

from flint import fmpq, fmpz

from gradproof.formula.expression import Fixed, Index, IndexTerm, Last
from gradproof.proof.dual import Value, integer_power
from gradproof.proof.number import ZERO

Place = tuple[int, ...]
"""The values of some indices, from 1."""

Component = tuple[int, Place]
"""A component of a function's arguments: the argument's position (from 0) and its place in that."""

DEGREE = 6
_COEFFICIENTS = tuple(fmpq(p, q) for p, q in ((1, 1), (2, 1), (1, 2), (3, 2), (1, 3), (2, 3), (3, 1), (5, 2)))


@dataclass(frozen=True)
class Point:
    """Sizes by the dimension's name; values and labels by name and place.

    `seed` chooses the abstract functions; with `positive` their coefficients are. `opaque`: whether a derivative
    ∂a/∂b of an undefined variable a has a (seeded) value, or none.
    """

    sizes: Mapping[str, int]
    values: Mapping[tuple[str, Place], fmpq]
    labels: Mapping[tuple[str, Place], int] = field(default_factory=dict)
    seed: int = 0
    positive: bool = False
    opaque: bool = True


def coefficient(point: Point, *key: object) -> fmpq:
    """A small rational number other than 0 that depends on the point's seed and the key alone."""
    return _coefficient(point.seed, point.positive, key)


@lru_cache(maxsize=8192)
def _coefficient(seed: int, positive: bool, key: tuple[object, ...]) -> fmpq:
    digest = blake2b(repr((seed, key)).encode(), digest_size=2).digest()
    chosen = _COEFFICIENTS[digest[0] % len(_COEFFICIENTS)]
    return chosen if positive or digest[1] % 2 else -chosen


def abstract(
    point: Point, name: str, place: Place, components: Sequence[tuple[Component, Value]], partials: Sequence[Component]
) -> Value:
    """Component `place` of the abstract function `name`, differentiated by the components in `partials`.

    The function is c + Σ_m (Σ_i c_mi z_i)^m + Σ_i d_i z_i³ over m = 1…6 and all components z_i.
    """
    total: Value = ZERO if partials else coefficient(point, name, place)
    for degree in range(max(1, len(partials)), DEGREE + 1):
        weights = {key: coefficient(point, name, place, degree, key) for key, _ in components}
        form: Value = ZERO
        for key, value in components:
            form = form + weights[key] * value
        factor = fmpq(perm(degree, len(partials)))
        for key in partials:
            factor = factor * weights[key]
        total = total + factor * integer_power(form, fmpz(degree - len(partials)))
    return total + _cubes(point, name, place, components, partials)


def _cubes(
    point: Point, name: str, place: Place, components: Sequence[tuple[Component, Value]], partials: Sequence[Component]
) -> Value:
    """The part Σ_i d_i z_i³ of an abstract function, differentiated."""
    count = len(partials)
    if count > 3 or len(Counter(partials)) > 1:
        return ZERO
    total: Value = ZERO
    for key, value in components:
        if all(key == partial for partial in partials):
            slope = coefficient(point, name, place, "cube", key) * perm(3, count)
            total = total + slope * integer_power(value, fmpz(3 - count))
    return total


def opaque_derivative(point: Point, *key: object) -> fmpq:
    """The value of ∂a/∂b for an undefined a: unknown, so any number that depends on a, b and their indices."""
    return coefficient(point, "∂", *key)


def term_value(term: IndexTerm, point: Point, indices: Mapping[str, int]) -> int:
    """The value (from 1) of an index term."""
    if isinstance(term, Index):
        return indices[term.name]
    if isinstance(term, Fixed):
        return term.position
    if isinstance(term, Last):
        return point.sizes[term.dimension.name]
    return point.labels[term.name, tuple(term_value(argument, point, indices) for argument in term.arguments)]
