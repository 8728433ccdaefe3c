"""Judged pages as text for a person: place, source line, carets, what is claimed, what is true, then the counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from gradproof.judgement import COUNTED, JudgedPage, JudgedStep
from gradproof.proof.verdict import Counterexample, Verdict
from gradproof.report.snippet import snippet
from gradproof.source import NOWHERE, Diagnostic, Source, Span

_COLOURS = {
    "proved": "32",
    "conditional": "33",
    "refuted": "31",
    "ill-typed": "31",
    "undecided": "33",
    "unreadable": "35",
    "place": "34",
    "help": "36",
}
_LONGEST = 160  # characters of one side of a claim


class TextReport:
    """Writes text, with the colours of a terminal or without; `explain` adds the proofs."""

    def __init__(self, color: bool = False, explain: bool = False) -> None:
        self.color = color
        self.explain = explain

    def page(self, page: JudgedPage) -> str:
        """The whole report of a page: every step in the order of the page, then the counts."""
        entries = [(step.span, self.step(page.source, step)) for step in page.steps if step.verdict is not None]
        entries += [(found.span, self.diagnostic(page.source, found)) for found in page.diagnostics]
        entries.sort(key=lambda entry: entry[0].start)
        text = "\n".join([*(text for _, text in entries), self.summary(page)]) + "\n"
        return text.replace("\n\n\n", "\n\n").lstrip("\n")

    def step(self, source: Source, step: JudgedStep) -> str:
        """One step: a proved one takes one line, any other shows its place and its reason."""
        assert step.verdict is not None
        verdict, line_column = step.verdict, source.line_column(step.span.start)
        where = f"{source.name}:{line_column[0]}:{line_column[1]}"
        what = ", ".join(part for part in (step.item, _kind(step)) if part)
        if verdict.status == "proved":
            head = f"{self._paint('proved', 'proved')}  {where}  {what}"
            return "\n".join([head, *self._notes(verdict), *self._proof(verdict)])
        verdict, span = _pointed(verdict, step.span)
        lines = [
            f"{self._paint(verdict.status, f'{verdict.status}[{verdict.code}]')}: {verdict.message}",
            *self._place(source, span, what),
            *(
                [f"   = claimed: {_short(step.left)} = {_short(step.right)}{_given(step.conditions)}"]
                if step.left
                else []
            ),
        ]
        return "\n".join(["", *lines, *self._reasons(source, verdict), *self._proof(verdict), ""])

    def verdict(self, claim: str, verdict: Verdict) -> str:
        """The verdict on one claim that stands in no page; places in what was given with it are not shown."""
        source = Source("claim", claim)
        place = _pointed(verdict, NOWHERE)[1]
        verdict = replace(verdict, related=())
        lines = [f"{self._paint(verdict.status, f'{verdict.status}[{verdict.code}]')}: {verdict.message}"]
        if verdict.status != "proved":
            inside = place.end > 0 and not verdict.message.startswith("In given")
            lines += self._place(source, place, "") if inside else [f"   = claimed: {_short(claim)}"]
        return "\n".join([*lines, *self._reasons(source, verdict), *self._proof(verdict)]) + "\n"

    def diagnostic(self, source: Source, found: Diagnostic) -> str:
        """One thing to say about a place."""
        lines = [f"{self._paint('unreadable', f'error[{found.code}]')}: {found.message}"]
        lines += self._place(source, found.span, "") if source.text else [self._paint("place", f"  --> {source.name}")]
        lines += self._related(source, found.related)
        lines += [self._help(found.help)] if found.help else []
        return "\n".join(["", *lines, ""])

    def summary(self, page: JudgedPage) -> str:
        """How many steps, conclusions and claims got which verdict."""
        lines = []
        for kind in COUNTED:
            counts = page.summary()[kind]
            if total := sum(counts.values()):
                parts = [f"{number} {self._paint(name, name)}" for name, number in counts.items() if number]
                lines.append(f"{page.source.name}: {total} {kind}{'s' * (total > 1)}: {', '.join(parts)}")
        if page.diagnostics:
            number = len(page.diagnostics)
            lines.append(f"{page.source.name}: {number} {'place' if number == 1 else 'places'} not understood")
        return "\n".join(lines or [f"{page.source.name}: no equation found to judge"])

    def _place(self, source: Source, span: Span, what: str) -> list[str]:
        line, text, carets = snippet(source, span)
        column = source.line_column(span.start)[1]
        margin = " " * len(line)
        return [
            self._paint("place", f"{margin}--> {source.name}:{line}:{column}") + (f"  {what}" if what else ""),
            self._paint("place", f"{margin} |"),
            f"{self._paint('place', f'{line} |')} {text}",
            f"{self._paint('place', f'{margin} |')} {self._paint('refuted', carets)}",
        ]

    def _reasons(self, source: Source, verdict: Verdict) -> Iterator[str]:
        if verdict.counterexample is not None:
            yield from _counterexample(verdict.counterexample)
        yield from self._related(source, verdict.related)
        yield from self._notes(verdict)
        if verdict.help:
            yield self._help(verdict.help)

    def _related(self, source: Source, related: Iterable[tuple[Span, str]]) -> Iterator[str]:
        for span, sentence in related:
            line, text, carets = snippet(source, span)
            yield f"   = see also line {line}: {sentence}"
            yield f"       {text}"
            yield f"       {self._paint('refuted', carets)}"

    def _notes(self, verdict: Verdict) -> list[str]:
        return [f"   = note: {note}" for note in verdict.notes]

    def _proof(self, verdict: Verdict) -> list[str]:
        return [f"   | {line}" for line in verdict.explanation] if self.explain else []

    def _help(self, text: str) -> str:
        return f"   = {self._paint('help', 'help')}: {text}"

    def _paint(self, style: str, text: str) -> str:
        return f"\033[{_COLOURS[style]}m{text}\033[0m" if self.color else text


def _pointed(verdict: Verdict, span: Span) -> tuple[Verdict, Span]:
    """The verdict without the place that its own message is about, and that place; else as given."""
    for place, sentence in verdict.related:
        if sentence == verdict.message:
            return replace(verdict, related=tuple(pair for pair in verdict.related if pair[1] != sentence)), place
    return verdict, span


def _kind(step: JudgedStep) -> str:
    """What a step is, in words: "row 3", "conclusion", "in the sentence"."""
    if step.kind == "claim":
        return "in the sentence"
    row = "" if step.row is None else f"row {step.row}"
    return row if step.kind == "step" else " ".join(part for part in (step.kind, row and f"({row})") if part)


def _given(conditions: tuple[str, ...]) -> str:
    return f"   where {', '.join(conditions)}" if conditions else ""


def _short(text: str) -> str:
    """A side in one line, cut where it is very long."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _counterexample(found: Counterexample) -> list[str]:
    """The sizes, index values and values at which the two sides differ, and what they are there."""
    groups = [", ".join(f"{name} = {_short(value)}" for name, value in pairs) for pairs in (found.sizes, found.indices)]
    at = "; ".join(group for group in groups if group)
    lines = [f"   = counterexample: {at or 'at these values'}"]
    lines += [f"       {name} = {_short(value)}" for name, value in found.values]
    return [*lines, f"       left side:  {_short(found.left)}", f"       right side: {_short(found.right)}"]
