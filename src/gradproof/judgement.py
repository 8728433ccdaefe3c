"""What is known of a page once it was judged: its steps with their verdicts, what could not be read, the exit code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from gradproof.document.continued import is_unsure
from gradproof.document.derivation import Line, in_a_table
from gradproof.document.page import Page
from gradproof.document.remarks import words_beside
from gradproof.document.shorthand import GRADIENT
from gradproof.formula.tree import Mark
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
    """A page, its steps in the order of their places, and what was not understood outside of any step.

    `page` is what was read; None where there was nothing to read.
    """

    source: Source
    steps: tuple[JudgedStep, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    page: Page | None = None

    def summary(self) -> dict[Kind, dict[str, int]]:
        """How many of each kind got each verdict; every kind and every status is there, in a fixed order."""
        counts: dict[Kind, dict[str, int]] = {kind: dict.fromkeys(STATUSES, 0) for kind in COUNTED}
        for step in self.steps:
            if step.verdict is not None and step.kind in counts:
                counts[step.kind][step.verdict.status] += 1
        return counts

    def exit_code(self) -> int:
        """That of its verdicts and diagnostics.

        70 for an internal error, 2 where something was not understood outside of any step, 3 for a file not followed.
        """
        codes = [{"GP700": 70, "GP503": 3}.get(found.code, 2) for found in self.diagnostics]
        return worst([*codes, *(exit_code(step.verdict) for step in self.steps if step.verdict is not None)])

    def _repr_html_(self) -> str:
        """The page as a notebook shows it."""
        from gradproof.report.to_html import page_html  # late: only a notebook asks

        return page_html(self)


def in_its_place(source: Source, line: Line, verdict: Verdict) -> Verdict:
    """The verdict on a line; undecided where it would be false, and what stands around it may be the reason."""
    if any(isinstance(c, Mark) and c.name == GRADIENT for c in line.sides.conditions):
        return _of_gradients(verdict)
    if verdict.status not in ("refuted", "ill-typed"):
        return verdict
    words = words_beside(line.sides.conditions)
    if words is not None:
        message = f"Not decided: as it stands it is false, and “{words}” beside it may say when it holds."
        return Verdict("undecided", "GP300", message, help="Say it as a condition: \\text{if } i \\neq j.")
    if is_unsure(line.sides.conditions):
        message = (
            "Not decided: the row above holds several equations, and it is not sure which one this row goes on with."
        )
        return Verdict("undecided", "GP304", message, help="Write the left side again.")
    if in_a_table(source, line):
        message = "Not decided: this stands in a table, and what holds in one row of it need not hold in another."
        return Verdict("undecided", "GP306", message, help="Write it outside of the table.")
    return verdict


def _of_gradients(verdict: Verdict) -> Verdict:
    """The verdict on a line in which dW is read as the derivative of the loss by W, which the page does not say."""
    help = "Say what it stands for: dW = \\frac{\\partial L}{\\partial W}."
    if verdict.status == "proved":
        message = "Proved under an assumption that is not stated: a d before a symbol stands for the gradient by it."
        return replace(verdict, status="conditional", code="GP101", message=message, help=help)
    if verdict.status in ("refuted", "ill-typed"):
        message = (
            "Not decided: nothing on the page says what a d before a symbol stands for, and as a gradient it is false."
        )
        return Verdict("undecided", "GP306", message, help=help)
    return verdict


def exit_code(verdict: Verdict) -> int:
    """The exit code of one verdict: 0 proved, 1 false, 2 unreadable, 3 open, 70 for an internal error."""
    if verdict.code.startswith("GP7"):
        return 70
    return {"proved": 0, "refuted": 1, "ill-typed": 1, "unreadable": 2}.get(verdict.status, 3)


def worst(exit_codes: Iterable[int]) -> int:
    """The exit code of many: 70, else 1, 2, 3, and 0 only if all are.

    >>> worst([0, 3, 2, 1, 0])
    1
    """
    given = set(exit_codes)
    return next((code for code in (70, 1, 2, 3) if code in given), 0)
