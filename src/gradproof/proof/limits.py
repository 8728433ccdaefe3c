"""How much work a proof may cost: counts of terms and rewrites, never seconds: a verdict is the same everywhere."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Budget:
    """The most that one proof may spend.

    `terms` and `rewrites` are counted over the whole proof; `depth` is the nesting of an expression with its
    definitions unfolded; `exponent` the highest power of a sum that is multiplied out; `bits` the length of a
    number; `indices` the bound indices of one sum; `labelings` the ways tried to name them; `cases` the splits
    into i = j and i ≠ j.
    """

    terms: int = 40_000
    rewrites: int = 40_000
    depth: int = 100
    exponent: int = 64
    bits: int = 10_000
    indices: int = 12
    labelings: int = 400
    cases: int = 256


class Undefined(Exception):
    """An expression has no value for some indices, whatever its variables are; the message says why."""
