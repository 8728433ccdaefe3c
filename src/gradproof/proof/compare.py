"""Whether the two sides of an equation differ at a point, decided rigorously or not at all.

Exact rationals are compared as they are. Balls that overlap are computed again at a higher precision, until they are
disjoint or the precisions are used up; so a difference of 10^-20 is seen, and rounding never refutes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import flint
from flint import arb, fmpq

from gradproof.proof.evaluate import Program, Sides, evaluate_in
from gradproof.proof.number import ZERO, Real, Undefined, Unsettled
from gradproof.proof.point import Point
from gradproof.proof.world import Ledger, World

SEARCH_BITS = (128, 512, 2048)
CHECK_BITS = (128, 256, 512)


@dataclass(frozen=True)
class Probe:
    """A point, with all that was computed there at each precision."""

    program: Program
    point: Point
    ledger: Ledger
    worlds: dict[int, World] = field(default_factory=dict)

    def sides(self, indices: Mapping[str, int], bits: int) -> Sides:
        """Both sides at a precision; raises what `evaluate` raises."""
        world = self.worlds.get(bits)
        if world is None:
            world = self.worlds[bits] = World(self.point, self.program.library, self.ledger)
        with flint.ctx.workprec(bits):
            return evaluate_in(world, self.program, indices)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came out at a point, the precision that decided it, and the two sides (zeros if undefined)."""

    outcome: Literal["same", "different", "undefined"]
    bits: int
    sides: Sides = (ZERO, ZERO)


def compare(probe: Probe, indices: Mapping[str, int], precisions: tuple[int, ...], *, thorough: bool) -> Comparison:
    """Whether the sides differ. `thorough`: overlapping balls, however small, go on to the highest precision; else 25
    equal digits are enough, and balls wider than that at the last precision count as undefined."""
    overlap: Comparison | None = None
    for bits in precisions:
        try:
            sides = probe.sides(indices, bits)
        except Undefined:
            return Comparison("undefined", bits)
        except Unsettled:
            continue
        left, right = sides
        with flint.ctx.workprec(bits):  # a rational beside a ball becomes a ball itself, as narrow as the other
            different, close = differ(left, right), not thorough and _close(arb(left), arb(right))
        if different:
            return Comparison("different", bits, sides)
        if close or (isinstance(left, fmpq) and isinstance(right, fmpq)):
            return Comparison("same", bits, sides)
        if thorough:
            overlap = Comparison("same", bits, sides)
    return overlap or Comparison("undefined", precisions[-1])


def differ(left: Real, right: Real) -> bool:
    """Whether two numbers are different for certain."""
    if isinstance(left, fmpq) and isinstance(right, fmpq):
        return left != right
    return not arb(left).overlaps(arb(right))


def _close(left: arb, right: arb) -> bool:
    """Whether two overlapping balls agree to 25 digits."""
    width = float((left - right).rad())
    return width <= 1e-25 * abs(float(left.mid())) or width <= 1e-30
