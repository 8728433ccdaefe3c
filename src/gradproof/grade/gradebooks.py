"""Gradebooks that people already have, filled in: the file that Canvas or Moodle gave, with points in its columns.

Nothing is made up: rows, columns and their order stay as they were, and so do the separator, the ends of lines and
the encoding. Headers are localised, so the student's column is found by what stands in it, and the column to fill is
named by whoever asks.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gradproof.grade.gradebook import Row, is_risky

_HARMLESS = re.compile(r"[+-]?|[+-]\d[\d.,]*%?")
"""What begins with a sign and is no formula: a lone dash, a number."""
_DOWNLOADED = (
    re.compile(
        r".*_(\d+)_assignsubmission_(?:file|onlinetext).*", re.DOTALL
    ),  # Moodle: Name_1234_assignsubmission_file_
    re.compile(r"[^_]+(?:_LATE)?_(\d+)_\d+_.*", re.DOTALL),  # Canvas: nameann_101_4711_homework
)


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


@dataclass(frozen=True, slots=True)
class Sheet:
    """A gradebook as it was read: its rows, and how they were written."""

    rows: tuple[tuple[str, ...], ...]
    separator: str
    line_end: str
    encoding: str

    def written(self, rows: Iterable[Sequence[str]]) -> bytes:
        """Other rows, written as these were; a cell that a spreadsheet would run as a formula gets an apostrophe."""
        out = io.StringIO()
        writer = csv.writer(out, delimiter=self.separator, lineterminator=self.line_end)
        writer.writerows([safe(cell) for cell in row] for row in rows)
        return out.getvalue().encode(self.encoding, "replace")


def read_sheet(content: bytes) -> Sheet:
    """The Sheet of a file: UTF-8 with or without its mark, or what spreadsheets of the west write.

    Raises: GradebookFault where nothing is in it.
    """
    text, encoding = _decoded(content)
    first = next(iter(text.splitlines()), "")
    separator = max(",;\t", key=lambda sign: (_unquoted(first).count(sign), sign == ","))
    rows = tuple(tuple(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if row)
    if not rows:
        raise GradebookFault("The gradebook is empty.")
    return Sheet(rows, separator, "\r\n" if "\r\n" in text else "\n", encoding)


def _decoded(content: bytes) -> tuple[str, str]:
    for encoding in ("utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "utf-8", "cp1252"):
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise GradebookFault("The gradebook is not written in UTF-8: export it as CSV once more.")


def _unquoted(line: str) -> str:
    return re.sub(r'"[^"]*"', "", line)


def safe(cell: str) -> str:
    """A cell that no spreadsheet runs; numbers and dashes stay as they are.

    >>> safe("=1+1"), safe("-"), safe("-3,50"), safe("-x")
    ("'=1+1", '-', '-3,50', "'-x")
    """
    return "'" + cell if is_risky(cell) and not _HARMLESS.fullmatch(cell) else cell


def fill(
    content: bytes, points: Mapping[str, float], column: str, *, comments: tuple[str, Mapping[str, str]] | None = None
) -> tuple[bytes, tuple[str, ...]]:
    """The gradebook with the points in a column, and the students that it does not have.

    `comments` are a second column with a text for each student. Every other cell is written as it was; one that a
    spreadsheet would run as a formula gets an apostrophe.

    Raises: GradebookFault where the column is missing, or no column holds the students.
    """
    sheet = read_sheet(content)
    header, body = sheet.rows[0], [list(row) for row in sheet.rows[1:]]
    places = [_column(header, name) for name in (column, *([comments[0]] if comments is not None else []))]
    names = _names(points)
    who = _students_column(header, body, names)
    missing = set(points)
    for row in body:
        row.extend([""] * (len(header) - len(row)))
        student = _known(row[who], names)
        if student is None:
            continue
        missing.discard(student)
        row[places[0]] = f"{round(points[student], 4):.10g}"
        if comments is not None:
            row[places[1]] = comments[1].get(student, "")
    return sheet.written([header, *body]), tuple(sorted(missing))


def _column(header: Sequence[str], name: str) -> int:
    """The place of a column: its whole name, or that with the number that Canvas adds: `Homework 5 (12345)`."""
    cells = [cell.strip() for cell in header]
    numbered = re.compile(re.escape(name) + r" \(\d+\)")
    for fits in (name.__eq__, lambda c: numbered.fullmatch(c) is not None, lambda c: c.startswith(name)):
        found = [place for place, cell in enumerate(cells) if fits(cell)]
        if found:
            break
    if len(found) != 1:
        raise GradebookFault(f"{len(found)} columns are called {name}; the gradebook has {', '.join(cells)}.")
    return found[0]


def _plain(name: str) -> str:
    """A name as it is compared: accents composed, whatever stands between its words one space."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def _names(points: Mapping[str, float]) -> dict[str, str]:
    """What may stand in a gradebook for each student: the name, or the number in the name of what was downloaded."""
    found = {_plain(student): student for student in points}
    numbers: dict[str, list[str]] = {}
    for student in points:
        match = next(filter(None, (pattern.fullmatch(student) for pattern in _DOWNLOADED)), None)
        if match is not None:
            numbers.setdefault(match.group(1), []).append(student)
    return {**{number: own[0] for number, own in numbers.items() if len(own) == 1}, **found}


def _students_column(header: Sequence[str], body: Sequence[Sequence[str]], names: Mapping[str, str]) -> int:
    """The column in which most of the students stand."""
    counts = [len({_known(row[n], names) for row in body if n < len(row)} - {None}) for n in range(len(header))]
    if not counts or not max(counts):
        raise GradebookFault("No column of the gradebook holds the students as the submissions name them.")
    return counts.index(max(counts))


def _known(cell: str, names: Mapping[str, str]) -> str | None:
    """The student that a cell names: as it stands, or without the words around a number (`Participant 1234`)."""
    text = _plain(cell)
    number = re.fullmatch(r"[^\d]*(\d+)", text)
    return names.get(text) or (names.get(number.group(1)) if number is not None else None)
