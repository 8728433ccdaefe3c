"""Judged pages and verdicts as JSON objects, with their keys always in the same order."""

from __future__ import annotations

from gradproof.judgement import JudgedPage, JudgedStep, Kind
from gradproof.proof.verdict import Counterexample, Verdict
from gradproof.source import Diagnostic, Source, Span

Json = str | int | float | None | list["Json"] | dict[str, "Json"]

_PLURAL: dict[Kind, str] = {"step": "steps", "conclusion": "conclusions", "claim": "claims"}


def page_json(page: JudgedPage) -> dict[str, Json]:
    """A judged page: its file, counts per verdict, and steps; lines and columns count from 1, ends are exclusive."""
    return {
        "file": page.source.name,
        "summary": {_PLURAL[kind]: {**counts} for kind, counts in page.summary().items()},
        "steps": [_step(page.source, step) for step in page.steps],
        "diagnostics": [_diagnostic(page.source, diagnostic) for diagnostic in page.diagnostics],
    }


def counterexample_json(found: Counterexample | None) -> Json:
    """The counterexample as an object; sizes and indices are numbers, values are written out."""
    if found is None:
        return None
    return {
        "sizes": {name: _number(value) for name, value in found.sizes},
        "indices": {name: _number(value) for name, value in found.indices},
        "values": dict(found.values),
        "left": found.left,
        "right": found.right,
    }


def _number(text: str) -> Json:
    return int(text) if text.isdecimal() and text.isascii() else text


def _step(source: Source, step: JudgedStep) -> Json:
    return {
        **_place(source, step.span),
        "item": step.item,
        "row": step.row,
        "kind": step.kind,
        "left": step.left,
        "right": step.right,
        **_verdict(step.verdict),
    }


def _verdict(verdict: Verdict | None) -> dict[str, Json]:
    if verdict is None:
        return {"verdict": None, "code": None, "message": None, "notes": [], "counterexample": None, "help": None}
    return {
        "verdict": verdict.status,
        "code": verdict.code,
        "message": verdict.message,
        "notes": list(verdict.notes),
        "counterexample": counterexample_json(verdict.counterexample),
        "help": verdict.help,
    }


def _diagnostic(source: Source, diagnostic: Diagnostic) -> Json:
    return {
        **_place(source, diagnostic.span),
        "code": diagnostic.code,
        "message": diagnostic.message,
        "help": diagnostic.help,
    }


def _place(source: Source, span: Span) -> dict[str, Json]:
    line, column = source.line_column(span.start)
    end_line, end_column = source.line_column(span.end)
    return {"line": line, "column": column, "end_line": end_line, "end_column": end_column}
