"""Marks as pages that stand alone: feedback for a student, and an overview for the lecturer.

No script, nothing from the network; legible on a telephone, on paper and without colour: every mark has its sign and
its word. Whatever comes from a submission is escaped, by the templates or by `sentence_html`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from jinja2 import Environment, PackageLoader, StrictUndefined

from gradproof.grade.mark import NO_ANSWER
from gradproof.report.mistakes import Mistakes
from gradproof.report.sentence_html import formula_html, sentence_html

Row = Mapping[str, Any]
Hints = Literal["none", "where", "full"]
WORDS = ("right", "partly", "wrong", "look")
_SIGNS = {"right": "✓", "partly": "◐", "wrong": "✗", "look": "?"}
_SAID = {"right": "right", "partly": "partly right", "wrong": "not right", "look": "will be looked at"}
_MEANS = {
    "right": "proved, for all sizes and in every case",
    "partly": "some of it is proved, some of it is wrong or missing",
    "wrong": "there are numbers that contradict it, its shapes cannot fit, or nothing was handed in",
    "look": "not decided: a person will read it, and it is not counted against you",
}
_LINE = {"true": ("✓", "right", "proved"), "false": ("✗", "wrong", "wrong"), "open": ("?", "look", "open")}
_MISTAKES = 30


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
    empty: Counter[str] = field(default_factory=Counter)
    mistakes: Mistakes = field(default_factory=Mistakes)

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
        self.empty[item] += mark["reason"] == NO_ANSWER
        self.mistakes.add(mark)


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
    environment = Environment(
        loader=PackageLoader("gradproof.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(formula=formula_html, sentence=sentence_html, points=points_text)
    environment.globals.update(signs=_SIGNS, said=_SAID, means=_MEANS)
    return environment


def overview_html(overview: Overview, pages: Sequence[StudentLine], not_listed: str = "") -> str:
    """The lecturer's page: marks for each item, the commonest mistakes, and the students."""
    items = [
        {
            "label": label,
            "counts": [overview.counts[label][word] for word in WORDS],
            "mean": round(overview.points[label] / overview.counts[label].total(), 2),
            "out_of": overview.out_of[label],
            "empty": overview.empty[label],
        }
        for label in sorted(overview.counts)
    ]
    mistakes = [
        {"count": mistake.count, "item": item, "kind": kind, "shown": mistake.shown, "help": mistake.help}
        for item, kind, mistake in overview.mistakes.commonest(_MISTAKES)
    ]
    return _templates().get_template("overview.html.j2").render(
        title="Marks", marks=overview.marks, students=overview.students, looks=overview.looks, words=WORDS,
        items=items, mistakes=mistakes, pages=pages, not_listed=not_listed,
    )  # fmt: skip


def points_text(points: float) -> str:
    """Points as a person reads them, with two digits behind the point at most; the files of marks have four.

    >>> points_text(11.0), points_text(0.8889), points_text(0.5)
    ('11', '0.89', '0.5')
    """
    return f"{points:.2f}".rstrip("0").rstrip(".")


def feedback_html(student: str, marks: Sequence[Row], hints: Hints) -> str:
    """A student's page. `none` tells only whether an item is right, `where` also the lines that are not, `full` all."""
    told = hints != "none"
    points, out_of = (round(sum(mark[name] for mark in marks), 4) if told else None for name in ("points", "out_of"))
    words = [word for word in WORDS if any(mark["mark"] == word for mark in marks)]
    return _templates().get_template("feedback.html.j2").render(
        title=f"Feedback for {student}", student=student, marks=[_shown(mark, hints) for mark in marks], words=words,
        points=points, out_of=out_of,
    )  # fmt: skip


def _shown(mark: Row, hints: Hints) -> dict[str, Any]:
    """A mark as far as a student may see it."""
    told: dict[str, Any] = {
        "item": mark["item"], "mark": mark["mark"], "points": None, "out_of": None, "reason": "", "lines": [],
        "example": None,
    }  # fmt: skip
    if hints == "none":
        return told
    lines = [_line(remark, hints) for remark in mark["remarks"] if hints == "full" or remark["truth"] != "true"]
    told.update(points=mark["points"], out_of=mark["out_of"], lines=lines)
    if hints == "full":
        told.update(reason=_reason(mark, lines), example=_example(mark))
    return told


def _reason(mark: Row, lines: Sequence[Mapping[str, Any]]) -> str:
    """The reason of a mark as far as its lines do not say it already."""
    reason = str(mark["reason"])
    for line in lines:
        result = f"The result {line['shown']} is wrong. {line['message']}"
        for said in (
            result,
            f"A step is wrong: {line['shown']}: {line['message']}",
            f"{line['shown']}: {line['message']}",
        ):
            reason = reason.replace(said, "")
    return " ".join(reason.split())


def _line(remark: Row, hints: Hints) -> dict[str, Any]:
    """One line of an answer, with its sign and its word."""
    sign, style, word = _LINE[remark["truth"]]
    full = hints == "full"
    return {
        "shown": remark["shown"], "place": remark["place"], "sign": sign, "style": style, "word": word,
        "message": remark["message"] if full else "", "help": remark["help"] if full else "",
    }  # fmt: skip


def _example(mark: Row) -> dict[str, Any] | None:
    """The numbers that show that an answer is wrong."""
    found = mark["counterexample"]
    if not found:
        return None
    numbers = [*found["sizes"].items(), *found["indices"].items(), *found["values"].items()]
    return {"numbers": numbers, "left": found["left"], "right": found["right"]}
