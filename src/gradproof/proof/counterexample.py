"""A difference that was found, made simple and written out for a reader."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import ceil, log10

import flint
from flint import arb, fmpq, fmpz

from gradproof.formula.expression import Model, fixed_size
from gradproof.proof.budget import BudgetExceeded
from gradproof.proof.compare import Comparison, Probe, compare
from gradproof.proof.number import Real
from gradproof.proof.occurrences import Shape
from gradproof.proof.point import Place, Point
from gradproof.proof.sample import places
from gradproof.proof.verdict import Counterexample
from gradproof.proof.world import Ledger

MAX_TRIES = 80
"""So many simpler values are tried."""

VISIBLE = 0.01
"""A relative difference of this is large enough for anybody to see."""

MAX_DIGITS = 60
"""Two numbers that need more digits to be told apart are written as one of them and the difference."""

LONGEST_DECIMAL = 40
"""A decimal fraction that ends is written in full up to so many digits."""


@dataclass(frozen=True)
class Finding:
    """A point and index values at which the sides differ, and the comparison that found it."""

    probe: Probe
    indices: Mapping[str, int]
    comparison: Comparison


def simplest(finding: Finding, model: Model, ledger: Ledger) -> Finding:
    """The finding with zeros, ones and other small numbers for as many values as still show the difference."""
    best, gap = finding, _gap(finding)
    variables = finding.probe.program.occurrences.variables
    tries = 0
    for name, shape in variables.items():
        every = tuple(places(shape, finding.probe.point.sizes))
        for group in (every, *((place,) for place in every if len(every) > 1)):
            for value in _simpler(best.probe.point, name, group, positive=name in model.positive):
                tries += 1
                simple = _with(best, name, group, value, ledger) if tries <= MAX_TRIES else None
                if simple is not None and _gap(simple) >= min(gap, VISIBLE):
                    best = simple
                    break
    return best


def _simpler(point: Point, name: str, group: tuple[Place, ...], *, positive: bool) -> Iterator[fmpq]:
    """The numbers that are simpler than the values which now stand in these places."""
    now = {point.values[name, place] for place in group}
    for value in (fmpq(0), fmpq(1), fmpq(-1)):
        if now == {value}:
            return
        if value > 0 or not positive:
            yield value
    for value in (fmpq(2), fmpq(-2)):
        if any(old.q != 1 for old in now) and (value > 0 or not positive):
            yield value


def _with(finding: Finding, name: str, group: tuple[Place, ...], value: fmpq, ledger: Ledger) -> Finding | None:
    """The finding with a value put in these places, if the sides still differ."""
    point = finding.probe.point
    changed = replace(point, values={**point.values, **{(name, place): value for place in group}})
    probe = Probe(finding.probe.program, changed, ledger)
    try:
        comparison = compare(probe, finding.indices, (finding.comparison.bits,), thorough=True)
    except BudgetExceeded:
        return None
    return Finding(probe, finding.indices, comparison) if comparison.outcome == "different" else None


def _gap(finding: Finding) -> float:
    """The difference of the sides relative to the larger of them, at least 1e-300."""
    with flint.ctx.workprec(finding.comparison.bits):
        left, right = (arb(side) for side in finding.comparison.sides)
        largest = max(abs(left).upper(), abs(right).upper())
        return max(1e-300, float((abs(left - right) / largest).mid()))


def written(finding: Finding) -> Counterexample:
    """The finding in words and digits, with as many digits as show the difference."""
    point, found = finding.probe.point, finding.probe.program.occurrences
    digits = max(6, 3 + ceil(-log10(_gap(finding))))
    bits = max(2 * finding.comparison.bits, 4 * digits + 64)
    left, right = replace(finding.probe, ledger=Ledger(10**7), worlds={}).sides(finding.indices, bits)
    scalars = {name: point.labels[name, ()] for name, shape in found.labels.items() if len(shape) == 1}
    arrays = {n: _array(point.labels, n, s[:-1], point) for n, s in found.labels.items() if len(s) > 1}
    values = {n: _array(point.values, n, s, point) for n, s in found.variables.items()}
    samples = dict.fromkeys(found.abstract, "a sample polynomial")
    with flint.ctx.workprec(bits):
        return Counterexample(
            tuple((name, str(size)) for name, size in sorted(point.sizes.items()) if not fixed_size(name)),
            tuple((name, str(value)) for name, value in sorted({**finding.indices, **scalars}.items())),
            tuple(sorted({**arrays, **values, **samples}.items())),
            *_written_sides(left, right, digits),
        )


def _written_sides(left: Real, right: Real, digits: int) -> tuple[str, str]:
    """Both sides in decimal digits that differ."""
    if digits <= MAX_DIGITS or isinstance(left - right, fmpq):
        return decimal(left, digits), decimal(right, digits)
    common, gap = decimal(left, 12), arb(right - left)
    return common, f"{common} {'+' if gap > 0 else '-'} {decimal(abs(gap), 6)}"


def _array(values: Mapping[tuple[str, Place], object], name: str, shape: Shape, point: Point, at: Place = ()) -> str:
    """An array as nested lists; a scalar as its number."""
    if not shape:
        return str(values[name, at])
    parts = (_array(values, name, shape[1:], point, (*at, i)) for i in range(1, point.sizes[shape[0]] + 1))
    return f"[{', '.join(parts)}]"


def decimal(number: Real, digits: int) -> str:
    """A number in decimal digits: in full if they end soon, else so many significant ones.

    >>> decimal(fmpq(1, 4), 6), decimal(fmpq(1, 3), 6), decimal(fmpq(-7), 6)
    ('0.25', '0.333333', '-7')
    """
    if isinstance(number, fmpq):
        ending = _ending_decimal(number)
        if ending is not None:
            return ending
    ball = arb(number)
    return "0" if ball.contains(0) else ball.str(digits, radius=False)


def _ending_decimal(number: fmpq) -> str | None:
    """The decimal fraction of a number, if it ends within `LONGEST_DECIMAL` digits."""
    places = next((n for n in range(LONGEST_DECIMAL) if (number * fmpz(10) ** n).q == 1), None)
    if places is None or number.height_bits() > 4 * LONGEST_DECIMAL:
        return None
    text = str(abs(int(number * fmpz(10) ** places))).rjust(places + 1, "0")
    sign = "-" if number < 0 else ""
    return sign + (f"{text[:-places]}.{text[-places:]}" if places else text)
