"""Refutations that were found before, tried on an equation that says the same in another way.

An equation whose right side has the normal form of another one is refuted where the other is: at the same point, which
is looked at anew. So the search for a counterexample is made once, and no equation is called false without one of its
own. What is found for a normal form does not depend on which equation had it first.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field

from gradproof.formula.expression import Equation, Model
from gradproof.proof.budget import BudgetExceeded
from gradproof.proof.compare import Probe, compare
from gradproof.proof.counterexample import Finding, written
from gradproof.proof.evaluate import compile_equation
from gradproof.proof.occurrences import Occurrences
from gradproof.proof.point import Point
from gradproof.proof.refute import SEARCH_BUDGET
from gradproof.proof.verdict import Counterexample
from gradproof.proof.world import Ledger

_MOST = 2_000
"""So many are kept; the oldest are forgotten."""


@dataclass(frozen=True)
class Refutation:
    """Where an equation is false: the point, the index values, the precision that showed it, and what occurred."""

    point: Point
    indices: Mapping[str, int]
    bits: int
    occurrences: Occurrences

    @classmethod
    def of(cls, finding: Finding) -> Refutation:
        """What is kept of a finding."""
        probe = finding.probe
        return cls(probe.point, finding.indices, finding.comparison.bits, probe.program.occurrences)

    def again(self, equation: Equation, model: Model) -> Counterexample | None:
        """The counterexample that the point is to another equation; None where it is none, or not a point of it."""
        try:
            program = compile_equation(equation, model)
            if not _alike(program.occurrences, self.occurrences):
                return None
            probe = Probe(program, self.point, Ledger(SEARCH_BUDGET))
            comparison = compare(probe, self.indices, (self.bits,), thorough=True)
        except BudgetExceeded:
            return None
        return written(Finding(probe, self.indices, comparison)) if comparison.outcome == "different" else None


def _alike(one: Occurrences, other: Occurrences) -> bool:
    """Whether two equations have the same symbols and indices, so that a point of one is a point of the other."""
    return (one.dimensions, one.variables, one.labels, one.free, one.abstract) == (
        (other.dimensions, other.variables, other.labels, other.free, other.abstract)
    )


@dataclass
class Refutations:
    """Refutations by equation, with None for one that is not refuted."""

    kept: OrderedDict[Hashable, tuple[Model, Refutation | None]] = field(default_factory=OrderedDict)

    def of(self, equation: Equation, model: Model, find: Callable[[], Refutation | None]) -> Refutation | None:
        """The refutation of an equation, found if it was not found before."""
        key = equation.left, equation.right, equation.conditions
        known = self.kept.get(key)
        if known is not None and known[0] == model:
            self.kept.move_to_end(key)
            return known[1]
        found = find()
        self.kept[key] = model, found
        if len(self.kept) > _MOST:
            self.kept.popitem(last=False)
        return found
