"""Marks as pages that stand alone: feedback for a student, and an overview for the lecturer. No script, no network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from jinja2 import Environment, PackageLoader, StrictUndefined

Row = Mapping[str, Any]
Hints = Literal["none", "where", "full"]
WORDS = ("right", "partly", "wrong", "look")
_SAID = {"right": "right", "partly": "partly right", "wrong": "not right", "look": "will be looked at"}
_CSS = {"true": "right", "false": "wrong", "open": "look"}
_MISTAKES = 30
_KINDS = 20_000
"""Different mistakes that are counted; what is met later and new is not."""


@dataclass
class Overview:
    """Counts of a course, taken in mark by mark, so that a million marks need no more memory than a hundred."""

    marks: int = 0
    looks: int = 0
    students: int = 0
    last: str | None = None
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    points: dict[str, float] = field(default_factory=dict)
    out_of: dict[str, float] = field(default_factory=dict)
    mistakes: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, student: str, mark: Row) -> None:
        """Counts one mark; the marks of one student come in a row."""
        self.marks += 1
        self.looks += mark["mark"] == "look"
        self.students += student != self.last
        self.last = student
        item = mark["item"]
        self.counts.setdefault(item, Counter())[mark["mark"]] += 1
        self.points[item] = self.points.get(item, 0) + mark["points"]
        self.out_of[item] = max(self.out_of.get(item, 0), mark["out_of"])
        place = (item, mark["reason"])
        if mark["mark"] in ("wrong", "partly") and (place in self.mistakes or len(self.mistakes) < _KINDS):
            self.mistakes[place] += 1


@dataclass(frozen=True, slots=True)
class StudentLine:
    """One row of the list of students."""

    student: str
    file: str
    points: float
    out_of: float
    looks: int


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("gradproof.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def overview_html(overview: Overview, pages: Sequence[StudentLine], not_listed: str = "") -> str:
    """The lecturer's page: marks for each item, the commonest mistakes, and the students."""
    items = [
        {
            "label": label,
            "counts": [overview.counts[label][word] for word in WORDS],
            "mean": round(overview.points[label] / overview.counts[label].total(), 2),
            "out_of": overview.out_of[label],
        }
        for label in sorted(overview.counts)
    ]
    common = sorted(overview.mistakes.items(), key=lambda pair: (-pair[1], pair[0]))[:_MISTAKES]
    mistakes = [{"count": count, "item": item, "reason": reason} for (item, reason), count in common]
    return _templates().get_template("overview.html.j2").render(
        title="Marks", marks=overview.marks, students=overview.students, looks=overview.looks, words=WORDS,
        items=items, mistakes=mistakes, pages=pages, not_listed=not_listed,
    )  # fmt: skip


def feedback_html(student: str, marks: Sequence[Row], hints: Hints) -> str:
    """A student's page. `none` tells only whether an item is right, `where` also the lines that are not, `full` all."""
    shown = [_shown(mark, hints) for mark in marks]
    full = hints != "none"
    points = round(sum(mark["points"] for mark in marks), 4) if full else None
    out_of = round(sum(mark["out_of"] for mark in marks), 4) if full else None
    return _templates().get_template("feedback.html.j2").render(
        title=f"Feedback for {student}", marks=shown, points=points, out_of=out_of
    )  # fmt: skip


def _shown(mark: Row, hints: Hints) -> dict[str, Any]:
    """A mark as far as a student may see it."""
    told: dict[str, Any] = {
        "item": mark["item"], "mark": mark["mark"], "said": _SAID[mark["mark"]], "points": None, "out_of": None,
        "reason": "", "remarks": [], "example": "",
    }  # fmt: skip
    if hints == "none":
        return told
    remarks = [_remark(remark, hints) for remark in mark["remarks"] if hints == "full" or remark["truth"] != "true"]
    told.update(points=mark["points"], out_of=mark["out_of"], remarks=remarks)
    if hints == "full":
        told.update(reason="" if remarks and mark["mark"] == "partly" else mark["reason"], example=_example(mark))
    return told


def _remark(remark: Row, hints: Hints) -> dict[str, Any]:
    message = remark["message"] if hints == "full" else ""
    if hints == "where":
        message = "This line is wrong." if remark["truth"] == "false" else "This line stays open."
    return {
        "shown": remark["shown"],
        "math": "",
        "place": remark["place"],
        "message": message,
        "css": _CSS[remark["truth"]],
        "help": remark["help"] if hints == "full" else "",
    }


def _example(mark: Row) -> str:
    """The numbers that show that an answer is wrong, in a sentence."""
    found = mark["counterexample"]
    if not found:
        return ""
    values = ", ".join(f"{name} = {value}" for name, value in found["values"].items())
    place = ", ".join(f"{name} = {value}" for name, value in {**found["sizes"], **found["indices"]}.items())
    where = "; ".join(text for text in (place, values) if text)
    return f"Try it: for {where}, the left side is {found['left']} and the right side {found['right']}."
