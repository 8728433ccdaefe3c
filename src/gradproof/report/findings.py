"""What a review of a page has to say: every line that is not proved, as a place with a level and a text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from gradproof.judgement import JudgedPage, JudgedStep
from gradproof.proof.verdict import Counterexample, Status, Verdict
from gradproof.source import Diagnostic, Span

Level = Literal["error", "warning", "note"]

_LEVELS: dict[Status, Level] = {
    "refuted": "error",
    "ill-typed": "error",
    "unreadable": "warning",
    "undecided": "note",
    "conditional": "note",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to say about a place; `title` is the verdict in one word, `text` all that is known, in lines."""

    code: str
    level: Level
    title: str
    text: str
    span: Span
    related: tuple[tuple[Span, str], ...]


def findings(page: JudgedPage) -> Iterator[Finding]:
    """Everything but what is proved, in the order of the places."""
    found = [_of_step(step, step.verdict) for step in page.steps if step.verdict and step.verdict.status != "proved"]
    found += [_of_diagnostic(one) for one in page.diagnostics]
    yield from sorted(found, key=lambda finding: (finding.span, finding.code, finding.text))


def _of_step(step: JudgedStep, verdict: Verdict) -> Finding:
    lines = [verdict.message]
    if step.left:
        lines.append(f"Claimed: {_line(step.left)} = {_line(step.right)}")
    if step.conditions:
        lines.append(f"Where: {', '.join(map(_line, step.conditions))}")
    if verdict.counterexample is not None:
        lines += counterexample_lines(verdict.counterexample)
    lines += [f"Note: {note}" for note in verdict.notes]
    if verdict.help:
        lines.append(f"Help: {verdict.help}")
    level: Level = "error" if verdict.code == "GP700" else _LEVELS[verdict.status]
    related = tuple((span, said) for span, said in verdict.related if said != verdict.message)
    place = next((span for span, said in verdict.related if said == verdict.message), step.span)
    return Finding(verdict.code, level, verdict.status, "\n".join(lines), place, related)


def _of_diagnostic(found: Diagnostic) -> Finding:
    text = found.message + (f"\nHelp: {found.help}" if found.help else "")
    level: Level = "note" if found.code == "GP503" else "error" if found.code.startswith(("GP5", "GP7")) else "warning"
    return Finding(found.code, level, "not understood", text, found.span, found.related)


def counterexample_lines(found: Counterexample) -> list[str]:
    """The counterexample in lines of text: where, the values, both sides."""
    at = ", ".join(f"{name} = {value}" for name, value in (*found.sizes, *found.indices))
    values = [f"{name} = {value}" for name, value in found.values]
    sides = [f"left side: {found.left}", f"right side: {found.right}"]
    return [f"Counterexample: {at or 'at these values'}", *values, *sides]


def _line(text: str) -> str:
    return " ".join(text.split())
