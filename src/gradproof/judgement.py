"""What is known of a page once it was judged: its steps with their verdicts, what could not be read, the exit code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from gradproof.proof.verdict import STATUSES, Verdict
from gradproof.source import Diagnostic, Source, Span

Kind = Literal["definition", "step", "conclusion", "claim"]

COUNTED: tuple[Kind, ...] = ("step", "conclusion", "claim")
"""The kinds that carry a verdict, in the order of the summary."""


@dataclass(frozen=True, slots=True)
class JudgedStep:
    """One equation of a page with its verdict.

    `span` is the place to point at; `item` such as "2(c)", None outside of any; `row` that of the right side in its
    display, counted from 1, None in sentences; `left` and `right` the two sides as they are written; `conditions`
    those in force; `verdict` None for a definition.
    """

    span: Span
    item: str | None
    row: int | None
    kind: Kind
    left: str
    right: str
    verdict: Verdict | None
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True)
class JudgedPage:
    """A page, its steps in the order of their places, and what was not understood outside of any step."""

    source: Source
    steps: tuple[JudgedStep, ...]
    diagnostics: tuple[Diagnostic, ...] = ()

    def summary(self) -> dict[Kind, dict[str, int]]:
        """How many of each kind got each verdict; every kind and every status is there, in a fixed order."""
        counts: dict[Kind, dict[str, int]] = {kind: dict.fromkeys(STATUSES, 0) for kind in COUNTED}
        for step in self.steps:
            if step.verdict is not None and step.kind in counts:
                counts[step.kind][step.verdict.status] += 1
        return counts

    def exit_code(self) -> int:
        """70, 1, 2, 3 or 0: an internal error, something false, unreadable, open, or all of it proved."""
        statuses = {step.verdict.status for step in self.steps if step.verdict is not None}
        codes = {step.verdict.code for step in self.steps if step.verdict is not None}
        codes.update(diagnostic.code for diagnostic in self.diagnostics)
        if any(code.startswith("GP7") for code in codes):
            return 70
        if statuses & {"refuted", "ill-typed"}:
            return 1
        if "unreadable" in statuses or any(code[:3] in ("GP4", "GP5") for code in codes):
            return 2
        return 3 if statuses & {"undecided", "conditional"} else 0


def worst(exit_codes: Iterable[int]) -> int:
    """The exit code of a run over several pages.

    >>> worst([0, 3, 2, 1, 0])
    1
    """
    given = set(exit_codes)
    return next((code for code in (70, 1, 2, 3) if code in given), 0)
