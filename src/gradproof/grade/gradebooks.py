"""Gradebooks that people already have, filled in: the file that Canvas or Moodle gave, with points in its columns.

Nothing is made up: rows, columns and their order stay as they were. Headers are localised, so the student's column is
found by what stands in it, and the column to fill is named by whoever asks.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence

from gradproof.grade.gradebook import Row, csv_line

_POINTS_POSSIBLE = re.compile(r"^\s*(?:points possible|mögliche punkte|puntos posibles)", re.IGNORECASE)


class GradebookFault(Exception):
    """A gradebook that cannot be filled in; the message says why."""


def totals(marks: Iterable[Row]) -> dict[str, float]:
    """The points of each student, summed over all items."""
    found: dict[str, float] = {}
    for mark in marks:
        found[mark["student"]] = round(found.get(mark["student"], 0) + mark["points"], 4)
    return found


def open_students(marks: Iterable[Row]) -> frozenset[str]:
    """The students of whom an item is still to be looked at: their points are not final."""
    return frozenset(mark["student"] for mark in marks if mark["mark"] == "look")


def fill(
    text: str, points: Mapping[str, float], column: str, *, comments: tuple[str, Mapping[str, str]] | None = None
) -> tuple[str, tuple[str, ...]]:
    """The gradebook with the points in a column, and the students that it does not have.

    `comments` are a second column with a text for each student. Every other cell is written as it was; one that a
    spreadsheet would run as a formula gets an apostrophe.

    Raises: GradebookFault where the column is missing, or no column holds the students.
    """
    rows = [row for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"))) if row]
    if not rows:
        raise GradebookFault("The gradebook is empty.")
    header, body = rows[0], rows[1:]
    place = _column(header, column)
    who = _students_column(header, body, points)
    missing = set(points)
    for row in body:
        row.extend([""] * (len(header) - len(row)))
        student = _known(row[who], points)
        if student is None or _POINTS_POSSIBLE.match(row[0]):
            continue
        missing.discard(student)
        row[place] = f"{points[student]:g}"
        if comments is not None:
            row[_column(header, comments[0])] = comments[1].get(student, "")
    written = csv_line(header) + "".join(csv_line([_number(cell) for cell in row]) for row in body)
    return written, tuple(sorted(missing))


def _number(cell: str) -> object:
    """A cell that is a plain number stays one, a negative one as well."""
    return float(cell) if re.fullmatch(r"-\d+(?:\.\d+)?", cell) else cell


def _column(header: Sequence[str], name: str) -> int:
    """The place of a column: its whole name, or the only one that begins so, as `Homework 5 (12345)` does."""
    exact = [n for n, cell in enumerate(header) if cell.strip() == name]
    found = exact or [n for n, cell in enumerate(header) if cell.strip().startswith(name)]
    if len(found) != 1:
        known = ", ".join(cell.strip() for cell in header)
        raise GradebookFault(f"{len(found)} columns are called {name}; the gradebook has {known}.")
    return found[0]


def _students_column(header: Sequence[str], body: Sequence[Sequence[str]], points: Mapping[str, float]) -> int:
    """The column in which most of the students stand."""
    counts = [sum(n < len(row) and _known(row[n], points) is not None for row in body) for n in range(len(header))]
    if not counts or not max(counts):
        raise GradebookFault("No column of the gradebook holds the students as the submissions name them.")
    return counts.index(max(counts))


def _known(cell: str, points: Mapping[str, float]) -> str | None:
    """The student that a cell names: as it stands, or without the words around a number (`Participant 1234`)."""
    text = cell.strip()
    if text in points:
        return text
    number = re.fullmatch(r"[^\d]*(\d+)", text)
    return number.group(1) if number is not None and number.group(1) in points else None
