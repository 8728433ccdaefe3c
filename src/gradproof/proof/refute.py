"""A counterexample to an equation, the smallest found, or the number of points at which it held.

An equation is refuted only where both sides exist and are different for certain (compare.py). Sampling never proves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from gradproof.formula.expression import Equation, Model
from gradproof.proof.budget import BudgetExceeded
from gradproof.proof.compare import CHECK_BITS, SEARCH_BITS, Comparison, Probe, compare
from gradproof.proof.counterexample import Finding, simplest, written
from gradproof.proof.evaluate import Program, compile_equation
from gradproof.proof.sample import (
    LARGEST,
    Assignment,
    Sizes,
    assignments,
    distinct_sizes,
    draw,
    on_and_off_diagonals,
    small_sizes,
)
from gradproof.proof.verdict import Counterexample
from gradproof.proof.world import Ledger

SEARCH_BUDGET = 150_000
"""Operations for each of the two parts of a search, and for making its counterexample simple."""

CHECK_BUDGET = 100_000
"""Operations of one check."""

SIDES = 6
"""So many more points, and so many where two cases meet, are tried of an equation with kinks."""

BEYOND = LARGEST + 2
"""Where all small sizes showed nothing, a few points are tried at sizes from this on."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """No difference was found: `points` tried, both sides `defined` at so many of them.

    `satisfiable`: whether any index values met the conditions. `exhausted`: whether the budget ended it.
    `smallest_only`: whether the budget let no point be checked but those at the smallest sizes.
    `needs`: sizes such as `N > 1` below which the equation fails, as a sum has no term there.
    """

    points: int
    defined: int
    satisfiable: bool = True
    exhausted: bool = False
    smallest_only: bool = False
    needs: tuple[str, ...] = ()


_TOO_LARGE = Agreement(0, 0, satisfiable=True, exhausted=True)


@dataclass
class _Count:
    """The tally of a search while it runs."""

    points: int = 0
    defined: int = 0
    satisfiable: bool = False
    exhausted: bool = False

    def note(self, comparison: Comparison) -> Comparison:
        self.points += 1
        self.defined += comparison.outcome != "undefined"
        return comparison

    def agreement(self) -> Agreement:
        return Agreement(self.points, self.defined, self.satisfiable, self.exhausted)


@dataclass(frozen=True)
class _Trial:
    """The equation under trial."""

    equation: Equation
    model: Model
    program: Program
    count: _Count
    opaque: bool

    def probe(self, sizes: Sizes, assignment: Assignment, kind: str, seed: int, ledger: Ledger) -> Probe:
        point = draw(self.program.occurrences, self.model, sizes, assignment.labels, kind, seed)
        return Probe(self.program, replace(point, opaque=self.opaque), ledger)


def search(equation: Equation, model: Model, effort: int = 1) -> Counterexample | Agreement:
    """The counterexample of the smallest sizes that the search finds, or where it held.

    First a few points at sizes that are all different, to learn whether there is anything to find and at which
    precision; then all small sizes in order of their total, all index values that meet the conditions. A derivative of
    an undefined variable refutes nothing: it counts as undefined.
    """
    found = find(equation, model, effort)
    return found if isinstance(found, Agreement) else written(found)


def find(equation: Equation, model: Model, effort: int = 1) -> Finding | Agreement:
    """What `search` finds, before it is written out."""
    count = _Count()
    try:
        program = compile_equation(equation, model)
    except BudgetExceeded:
        return _TOO_LARGE
    trial = _Trial(equation, model, program, count, opaque=False)
    large = _first(_at_distinct_sizes(trial, Ledger(SEARCH_BUDGET * effort), points=12, thorough=True), count)
    # Where the large sizes showed nothing, the small ones rarely will: 25 digits and less work are enough for them.
    precisions = CHECK_BITS if large is None else (large.comparison.bits,)
    ledger = Ledger(SEARCH_BUDGET * effort // (3 if large is None else 1))
    small = _first(_at_small_sizes(trial, ledger, precisions, thorough=large is not None), count)
    finding = small or large
    if finding is None and program.occurrences.dimensions:
        # (C - 1)(C - 2)(C - 3) = 0 holds at every size that was tried so far.
        beyond = _at_distinct_sizes(trial, Ledger(SEARCH_BUDGET * effort // 6), points=2, thorough=False, least=BEYOND)
        finding = _first(beyond, count)
    if finding is None:
        return count.agreement()
    return simplest(finding, model, Ledger(SEARCH_BUDGET * effort))


def agrees(equation: Equation, model: Model) -> Counterexample | Agreement:
    """The check that every proof runs: at sizes all different, on and off the diagonals, to 25 digits; at size 1."""
    try:
        program = compile_equation(equation, model)
    except BudgetExceeded:
        return _TOO_LARGE
    found = _checked(_Trial(equation, model, program, _Count(), opaque=True))
    if isinstance(found, Finding):
        return written(found)
    return replace(found, needs=_fails_where_empty(equation, model, program)) if found.defined else found


def holds(equation: Equation, model: Model) -> bool:
    """Whether that check finds no difference, and a point at which both sides are defined."""
    try:
        program = compile_equation(equation, model)
    except BudgetExceeded:
        return False
    found = _checked(_Trial(equation, model, program, _Count(), opaque=True))
    return isinstance(found, Agreement) and found.defined > 0


def _fails_where_empty(equation: Equation, model: Model, program: Program) -> tuple[str, ...]:
    """What sizes need, such as `N > 1`, as the equation fails, or cannot be checked, where a sum has no term."""
    if not program.occurrences.emptied:
        return ()
    trial = _Trial(equation, model, program, _Count(), opaque=True)
    smallest = next(small_sizes(program.occurrences))
    return tuple(
        f"{name} > {smallest[name] - 1}"
        for name, least in program.occurrences.emptied.items()
        if any(_fails(trial, {**smallest, name: size}) for size in range(max(1, least), smallest[name]))
    )


def _fails(trial: _Trial, sizes: Sizes) -> bool:
    try:
        return next(_at(trial, Ledger(CHECK_BUDGET), sizes, points=SIDES), None) is not None
    except BudgetExceeded:
        return True


def _checked(trial: _Trial) -> Finding | Agreement:
    ledger, count = Ledger(CHECK_BUDGET), trial.count
    finding = _first(_at_distinct_sizes(trial, ledger, points=6, thorough=False), count)
    smallest_only = count.defined == 0 and count.exhausted
    # With a budget of its own, so that an equation of many nested sums is checked somewhere at least.
    finding = finding or _first(_at_size_one(trial, Ledger(CHECK_BUDGET)), count)
    if not count.satisfiable:
        finding = finding or _first(_at_small_sizes(trial, Ledger(CHECK_BUDGET), CHECK_BITS, thorough=False), count)
    return finding or replace(count.agreement(), smallest_only=smallest_only)


def _first(findings: Iterator[Finding], count: _Count) -> Finding | None:
    """The first finding, if there is one before the budget ends."""
    try:
        return next(findings, None)
    except BudgetExceeded:
        count.exhausted = True
        return None


def _at_distinct_sizes(
    trial: _Trial, ledger: Ledger, points: int, *, thorough: bool, least: int = 2
) -> Iterator[Finding]:
    """Differences at sizes that are all different, on and off the diagonals, at `points` defined points about."""
    found = trial.program.occurrences
    for turned in (False, True) if found.of_matrices else (False,):
        if not turned or trial.count.defined == 0:
            sizes = distinct_sizes(found, trial.equation, least, turned=turned)
            yield from _at_sizes(trial, ledger, sizes, points, thorough=thorough)


def _at_sizes(trial: _Trial, ledger: Ledger, sizes: Sizes, points: int, *, thorough: bool) -> Iterator[Finding]:
    """Differences at these sizes, on and off the diagonals."""
    chosen = on_and_off_diagonals(trial.equation, trial.program.occurrences, sizes, points)
    precisions = SEARCH_BITS if thorough else CHECK_BITS
    kinds = ["mixed", "fractions", "unit", "large"]
    rounds = max(1, min(3, points // max(1, len(chosen))))
    probes: dict[object, Probe] = {}
    plan = [tuple(kinds[seed:] + kinds[:seed]) for seed in range(rounds)]
    if trial.program.occurrences.kinked:  # the cases that meet at a kink are to be seen all
        plan += [(kind,) for _ in range(SIDES) for kind in ("mixed", "signs")]
    for seed, round_kinds in enumerate(plan, 1):
        for assignment in chosen:
            trial.count.satisfiable = True
            for kind in round_kinds:
                key = kind, seed, tuple(sorted(assignment.labels.items()))
                if key not in probes:
                    probes[key] = trial.probe(sizes, assignment, kind, seed, ledger)
                probe = probes[key]
                comparison = trial.count.note(compare(probe, assignment.indices, precisions, thorough=thorough))
                if comparison.outcome == "different":
                    yield Finding(probe, assignment.indices, comparison)
                if comparison.outcome != "undefined":
                    break


def _at_size_one(trial: _Trial, ledger: Ledger) -> Iterator[Finding]:
    """Differences where every dimension is as small as it can be."""
    return _at(trial, ledger, next(small_sizes(trial.program.occurrences)), points=1)


def _at(trial: _Trial, ledger: Ledger, sizes: Sizes, points: int) -> Iterator[Finding]:
    """Differences at these sizes, for the first index values that meet the conditions."""
    for assignment in islice(assignments(trial.equation, trial.program.occurrences, sizes), points):
        trial.count.satisfiable = True
        probe = trial.probe(sizes, assignment, "mixed", 1, ledger)
        comparison = trial.count.note(compare(probe, assignment.indices, CHECK_BITS, thorough=False))
        if comparison.outcome == "different":
            yield Finding(probe, assignment.indices, comparison)


def _at_small_sizes(trial: _Trial, ledger: Ledger, precisions: tuple[int, ...], *, thorough: bool) -> Iterator[Finding]:
    """Differences at small sizes in order, with small numbers that a reader can follow."""
    found = trial.program.occurrences
    kinds = ("positive", "whole", "unit", "halves") if found.partial_domain else ("whole", "positive", "halves", "unit")
    for sizes in small_sizes(found):
        chosen = tuple(islice(assignments(trial.equation, found, sizes), 60))
        for kind in kinds:
            probes: dict[object, Probe] = {}
            for assignment in chosen:
                trial.count.satisfiable = True
                key = tuple(sorted(assignment.labels.items()))
                if key not in probes:
                    probes[key] = trial.probe(sizes, assignment, kind, 1, ledger)
                comparison = trial.count.note(compare(probes[key], assignment.indices, precisions, thorough=thorough))
                if comparison.outcome == "different":
                    yield Finding(probes[key], assignment.indices, comparison)
