"""The formulas of a judged page as HTML: each row typeset, with its marks and, behind a click, the reasons."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from gradproof.document.page import Formula
from gradproof.formula.tree import Chain, Row
from gradproof.judgement import JudgedPage, JudgedStep
from gradproof.report.lines import JudgedRow, Steps, judged_rows
from gradproof.report.marks import BY_URGENCY, DEFINITION, MARKS, Mark, concluding
from gradproof.report.to_mathml import row_to_mathml
from gradproof.source import Span

Why = Callable[[JudgedStep, str], str]


class Typeset:
    """Writes the formulas of a page, and knows which reasons were given so far; `why` writes the reason of one step."""

    def __init__(self, judged: JudgedPage, prefix: str, why: Why) -> None:
        self.judged = judged
        self.why = why
        self.steps = Steps(judged.steps)
        self.names = {id(step): f"{prefix}{number}" for number, step in enumerate(judged.steps, 1)}
        self.said: set[int] = set()

    def display(self, formula: Formula) -> str:
        """A displayed formula: a line for each row, the reasons below it."""
        lines = []
        for row in self._rows(formula, displayed=True):
            marks = "".join(map(self._mark, self._marks(row)))
            lines.append(
                f'<div class="line {self._style(row)}"><div class="formula">{self._row(row)}</div>'
                f'<div class="marks">{marks}</div></div>{self.reasons(row.steps)}'
            )
        return f'<div class="display">{"".join(lines)}</div>'

    def inline(self, formula: Formula) -> tuple[str, tuple[JudgedStep, ...]]:
        """A formula in a sentence with its marks, and the steps whose reasons are to follow the paragraph."""
        rows = self._rows(formula, displayed=False)
        written = " ".join(map(self._row, rows))
        steps = tuple(step for row in rows for step in row.steps if step.verdict is not None)
        marks = "".join(self._link(step) for step in steps)
        return f'<span class="inline">{written}</span>{marks}', steps

    def reasons(self, steps: tuple[JudgedStep, ...]) -> str:
        """The reasons of some steps, those not given yet."""
        written = []
        for step in steps:
            if step.verdict is not None and id(step) not in self.said:
                self.said.add(id(step))
                written.append(self.why(step, self.names[id(step)]))
        return "".join(written)

    def left_over(self) -> str:
        """The reasons that were given nowhere."""
        return self.reasons(self.judged.steps)

    def _rows(self, formula: Formula, *, displayed: bool) -> tuple[JudgedRow, ...]:
        assert self.judged.page is not None
        return judged_rows(self.judged.page, formula, self.steps, displayed=displayed)

    def _row(self, row: JudgedRow) -> str:
        if isinstance(row.row, Row):
            return row_to_mathml(row.row, displayed=row.displayed)
        return f'<code class="source">{escape(self._text(row.span))}</code>'

    def _text(self, span: Span) -> str:
        return self.judged.source.text[span.start : span.end]

    def _marks(self, row: JudgedRow) -> list[Mark]:
        """One mark for each verdict in a row, the most urgent first; that of a definition where it only defines."""
        found = {(step.verdict.status, step.kind == "conclusion") for step in row.steps if step.verdict is not None}
        marks = [MARKS[status] for status in BY_URGENCY if (status, False) in found]
        marks += [concluding(MARKS[status]) for status in BY_URGENCY if (status, True) in found]
        return marks or ([DEFINITION] if row.steps else [])

    def _style(self, row: JudgedRow) -> str:
        marks = self._marks(row)
        first = row.row.statements[0].tree if isinstance(row.row, Row) and row.row.statements else None
        goes_on = " goes-on" if isinstance(first, Chain) and first.operands[0] is None else ""
        return (marks[0].style if marks else "plain") + goes_on

    def _mark(self, mark: Mark) -> str:
        return f'<span class="mark {mark.style}"><span aria-hidden="true">{mark.sign}</span> {mark.word}</span>'

    def _link(self, step: JudgedStep) -> str:
        assert step.verdict is not None
        return f'<a class="link" href="#{self.names[id(step)]}">{self._mark(MARKS[step.verdict.status])}</a>'
