"""Seeded points to try an equation at: sizes, index values that meet the conditions, and values of variables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product
from math import prod
from random import Random

from flint import fmpq

from gradproof.formula.expression import Dimension, Equation, Index, IndexTerm, Label, Model, fixed_size
from gradproof.proof.occurrences import Occurrences, Shape
from gradproof.proof.point import Place, Point, term_value

Sizes = Mapping[str, int]
Labels = Mapping[tuple[str, Place], int]

LARGEST = 3
"""The small sizes go up to this."""

MAX_CHOICES = 2000
"""Up to so many values of the indices are gone through one by one; beyond, only `SOME` chosen at random."""

SOME = 300

_DOMINANT = frozenset({"fractions", "large"})
"""At points of these kinds square matrices get a large diagonal where determinants or inverses occur: then these are
defined, and the determinants and what is made of them > 0, as those of covariances are."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """Values, from 1, of the free indices and of all labels."""

    indices: Mapping[str, int]
    labels: Labels


def _rationals(*texts: str) -> tuple[fmpq, ...]:
    return tuple(fmpq(text) for text in texts)


KINDS: Mapping[str, tuple[fmpq, ...]] = {
    "whole": _rationals("-2", "-1", "1", "2", "3"),
    "positive": _rationals("1", "2", "3", "1/2"),
    "unit": _rationals("1/2", "1/3", "1/4", "2/3", "3/4"),
    "halves": _rationals("-3/2", "-1/2", "1/2", "3/2", "5/2"),
    "large": _rationals("4", "5", "7", "10"),
    "mixed": _rationals("-7/5", "-4/3", "-6/7", "-3/5", "-1/3", "2/7", "2/5", "2/3", "4/5", "8/7", "9/7", "7/5"),
    "fractions": _rationals("2/7", "2/5", "5/9", "2/3", "4/5", "8/7", "9/7", "7/5", "5/3"),
    "signs": _rationals("-1", "0", "1"),
}
"""What the values of variables are drawn from; "unit" and "large" are for domains such as 0 < x < 1 and x > 3, "signs"
for the places where two cases meet."""


def small_sizes(found: Occurrences) -> Iterator[Sizes]:
    """All sizes up to `LARGEST` (more where a fixed position asks for it), by their total, then in order."""
    names = tuple(found.dimensions)
    lowest = tuple(max(1, least, fixed_size(name) or 0) for name, least in found.dimensions.items())
    room = tuple(0 if fixed_size(name) else max(0, LARGEST - low) for name, low in zip(names, lowest, strict=True))
    for spare in range(len(names) * LARGEST + 1):
        for extra in _spread(spare, room):
            yield dict(zip(names, (low + more for low, more in zip(lowest, extra, strict=True)), strict=True))


def _spread(total: int, most: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """All ways to split `total` over places that take so many at most, in order."""
    if not most:
        if total == 0:
            yield ()
        return
    for first in range(max(0, total - sum(most[1:])), min(total, most[0]) + 1):
        for rest in _spread(total - first, most[1:]):
            yield (first, *rest)


def distinct_sizes(found: Occurrences, equation: Equation, least: int = 2, *, turned: bool = False) -> Sizes:
    """Sizes ≥ `least`, all different but for fixed ones, with room for all index terms that a condition wants distinct.

    `turned`: the dimensions get their sizes in the other order; XᵀX has an inverse only where X has no more
    columns than rows.
    """
    sizes: dict[str, int] = {}
    least = max(least, 3) if found.ordered else least
    for name, fixed in list(found.dimensions.items())[:: -1 if turned else 1]:
        apart = {t for c in equation.conditions if not c.equal for t in (c.left, c.right) if t.dimension.name == name}
        size = max(least, fixed + 1, min(len(apart), 6))
        while size in sizes.values():
            size += 1
        sizes[name] = max(fixed_size(name) or size, fixed)
    return sizes


def assignments(equation: Equation, found: Occurrences, sizes: Sizes) -> Iterator[Assignment]:
    """The values of free indices and labels that meet the conditions, in order where they are few enough."""
    scalars = {name: shape[-1] for name, shape in found.labels.items() if len(shape) == 1}
    for arrays in _label_arrays(found, sizes):
        for values in _choices([sizes[name] for name in (*found.free.values(), *scalars.values())]):
            indices = dict(zip(found.free, values, strict=False))
            labels = dict(arrays)
            labels.update({(name, ()): value for name, value in zip(scalars, values[len(indices) :], strict=True)})
            point = Point(sizes, {}, labels)
            if all(
                (term_value(c.left, point, indices) == term_value(c.right, point, indices)) == c.equal
                for c in equation.conditions
            ):
                yield Assignment(indices, labels)


def chance_from(seed: int) -> Random:
    """The generator of a fixed seed: the same points in every run."""
    return Random(seed)


def _choices(ranges: list[int]) -> Iterator[tuple[int, ...]]:
    """All tuples of numbers from 1, or some of them if there are too many."""
    if prod(ranges) <= MAX_CHOICES:
        yield from product(*(range(1, size + 1) for size in ranges))
        return
    chance = chance_from(len(ranges))
    for _ in range(SOME):
        yield tuple(chance.randint(1, size) for size in ranges)


def _label_arrays(found: Occurrences, sizes: Sizes) -> Iterator[Labels]:
    """Values of the labels that have indices: all if they are few, else a few drawn at random."""
    keys = [
        (name, place, shape[-1])
        for name, shape in found.labels.items()
        if len(shape) > 1
        for place in places(shape[:-1], sizes)
    ]
    names = [(name, place) for name, place, _ in keys]
    ranges = [sizes[dimension] for _, _, dimension in keys]
    if prod(ranges) <= 9:
        for values in product(*(range(1, size + 1) for size in ranges)):
            yield dict(zip(names, values, strict=True))
        return
    chance = chance_from(7)
    for _ in range(3):
        yield {name: chance.randint(1, size) for name, size in zip(names, ranges, strict=True)}


def places(shape: Shape, sizes: Sizes) -> Iterator[Place]:
    """All places of an array of this shape."""
    return product(*(range(1, sizes[dimension] + 1) for dimension in shape))


def on_and_off_diagonals(equation: Equation, found: Occurrences, sizes: Sizes, most: int) -> tuple[Assignment, ...]:
    """One assignment for each pattern of equal and distinct index terms of the same dimension, `most` at most."""
    terms = _terms(found)
    patterns: dict[tuple[object, ...], Assignment] = {}
    for assignment in islice(assignments(equation, found, sizes), MAX_CHOICES):
        point = Point(sizes, {}, assignment.labels)
        first: dict[tuple[str, int], int] = {}
        pattern = []
        for term in terms:
            name, value = term.dimension.name, term_value(term, point, assignment.indices)
            rank = first.setdefault((name, value), len(first))
            pattern.append((rank, value if value <= found.dimensions[name] else 0))
        if found.ordered:
            pattern += _order(terms, point, assignment.indices)
        patterns.setdefault(tuple(pattern), assignment)
        if len(patterns) >= most:
            break
    return tuple(patterns.values())


def _order(terms: tuple[IndexTerm, ...], point: Point, indices: Mapping[str, int]) -> list[tuple[int, int]]:
    """For each term, how many others stand before it, and whether it stands last: 1 or 0."""
    values = [(t.dimension.name, term_value(t, point, indices)) for t in terms]
    return [(sum(n == m and w < v for m, w in values), int(v == point.sizes[n])) for n, v in values]


def _terms(found: Occurrences) -> tuple[IndexTerm, ...]:
    """The free indices, and each label with the free indices for its own."""
    terms: list[IndexTerm] = [Index(name, Dimension(dimension)) for name, dimension in found.free.items()]
    for name, shape in found.labels.items():
        fitting = [[Index(i, Dimension(d)) for i, d in found.free.items() if d == axis] for axis in shape[:-1]]
        terms += [Label(name, chosen, Dimension(shape[-1])) for chosen in product(*fitting)]
    return tuple(terms)


def _numbers(kind: str, chance: Random) -> Iterator[fmpq]:
    """Numbers of this kind without end, each once before any comes again: a matrix that is symmetric by chance hides
    what is wrong with a transposed index. Those of "signs" are drawn freely, since equal ones are wanted too."""
    pool = KINDS[kind]
    while True:
        yield from (chance.choice(pool),) if kind == "signs" else chance.sample(pool, len(pool))


def draw(found: Occurrences, model: Model, sizes: Sizes, labels: Labels, kind: str, seed: int) -> Point:
    """The seeded point of this kind; variables that the model declares positive are."""
    shapes, matrices = tuple(found.variables.items()), found.of_matrices and kind in _DOMINANT
    positive = model.positive.intersection(found.variables)
    values = _values(shapes, found.counts, positive, tuple(sizes.items()), kind, seed, matrices)
    return Point(sizes, values, labels, seed, positive=kind in {"positive", "unit", "large", "fractions"})


@lru_cache(maxsize=256)
def _values(
    shapes: tuple[tuple[str, Shape], ...],
    counts: frozenset[str],
    positive: frozenset[str],
    sized: tuple[tuple[str, int], ...],
    kind: str,
    seed: int,
    dominant: bool,
) -> Mapping[tuple[str, Place], fmpq]:
    """The seeded values of variables; line after line of a page is looked at where the others are."""
    numbers, sizes = _numbers(kind, chance_from(seed)), dict(sized)
    values: dict[tuple[str, Place], fmpq] = {}
    for name, shape in shapes:
        for place in places(shape, sizes):
            value = next(numbers)
            if name in counts:
                value = fmpq(1 + int(7 * abs(value)) % 6)
            values[name, place] = -value if value < 0 and name in positive else value
        if dominant and len(shape) == 2 and shape[0] == shape[1]:
            for position in range(1, sizes[shape[0]] + 1):
                values[name, (position, position)] += 8 * sizes[shape[0]]
    return values
