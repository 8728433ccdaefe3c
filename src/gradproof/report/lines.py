"""The lines of a judged page: every row of every formula, with what was said about it, and how many were understood."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gradproof.document.page import Display, Formula, Page, Paragraph
from gradproof.formula.from_latex import read_rows_with_places
from gradproof.formula.macros import known_at
from gradproof.formula.tree import Row
from gradproof.judgement import JudgedPage, JudgedStep
from gradproof.source import Diagnostic, Span

_DECIDED = frozenset({"proved", "conditional", "refuted", "ill-typed"})


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """One row of a formula at its place: its tree or why it cannot be read, and the equations that stand in it."""

    row: Row | Diagnostic
    span: Span
    steps: tuple[JudgedStep, ...]
    displayed: bool

    @property
    def read(self) -> bool:
        """Whether all of it was understood as a formula."""
        return isinstance(self.row, Row)

    @property
    def typed(self) -> bool:
        """Whether it was read, and everything in it has a meaning."""
        return self.read and all(step.verdict is None or step.verdict.status != "unreadable" for step in self.steps)

    @property
    def judged(self) -> bool:
        """Whether it holds an equation that carries a verdict."""
        return any(step.verdict is not None for step in self.steps)

    @property
    def decided(self) -> bool:
        """Whether it is judged, and every equation in it found true or false."""
        verdicts = [step.verdict for step in self.steps if step.verdict is not None]
        return bool(verdicts) and all(verdict.status in _DECIDED for verdict in verdicts)


@dataclass(frozen=True, slots=True)
class Statistics:
    """How many lines of a page were read, typed, judged as equations, and of those decided."""

    lines: int
    read: int
    typed: int
    judged: int
    decided: int

    def __add__(self, other: Statistics) -> Statistics:
        """The counts of both."""
        pairs = zip(self.counts(), other.counts(), strict=True)
        return Statistics(*(one + two for one, two in pairs))

    def __str__(self) -> str:
        """The counts as a sentence without its full stop."""
        equations = f"{self.judged} equation{'s' * (self.judged != 1)} judged, {self.decided} decided"
        return f"{self.lines} line{'s' * (self.lines != 1)}, {self.read} read, {self.typed} typed; {equations}"

    def counts(self) -> tuple[int, int, int, int, int]:
        """The counts in their order."""
        return (self.lines, self.read, self.typed, self.judged, self.decided)


def statistics(page: JudgedPage) -> Statistics:
    """The counts of a page: its displayed rows, and what its sentences state as equations."""
    rows = [row for row in lines(page) if row.displayed or row.steps]
    return Statistics(
        len(rows),
        sum(row.read for row in rows),
        sum(row.typed for row in rows),
        sum(row.judged for row in rows),
        sum(row.decided for row in rows),
    )


def lines(page: JudgedPage) -> Iterator[JudgedRow]:
    """The rows of all formulas of a page, in order."""
    if page.page is None:
        return
    steps = Steps(page.steps)
    for formula, displayed in formulas(page.page):
        yield from judged_rows(page.page, formula, steps, displayed=displayed)


def formulas(page: Page) -> Iterator[tuple[Formula, bool]]:
    """The formulas of a page in order, each with whether it is displayed."""
    for piece in page.pieces:
        if isinstance(piece, Display):
            yield piece.formula, True
        elif isinstance(piece, Paragraph):
            for part in piece.parts:
                if isinstance(part, Formula):
                    yield part, False


class Steps:
    """The judged steps of a page, to be looked up by their places."""

    def __init__(self, steps: Sequence[JudgedStep]) -> None:
        self.steps = sorted(steps, key=lambda step: step.span.start)
        self.starts = [step.span.start for step in self.steps]

    def within(self, span: Span) -> tuple[JudgedStep, ...]:
        """Those that begin within a span, its end included."""
        return tuple(self.steps[bisect_left(self.starts, span.start) : bisect_right(self.starts, span.end)])


def judged_rows(page: Page, formula: Formula, steps: Steps, *, displayed: bool) -> tuple[JudgedRow, ...]:
    """The rows of one formula, each with the steps that begin in it; a conclusion stands with its last row."""
    macros = known_at(page.macros, formula.span.start)
    rows = read_rows_with_places(formula.text, formula.span.start, macros)
    return tuple(JudgedRow(row, span, steps.within(span), displayed) for row, span in rows)
