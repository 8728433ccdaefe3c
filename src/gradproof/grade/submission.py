"""What was handed in: a folder with a page or a folder of pages for each student, or a table of answers.

Submissions are data. Symbolic links are not followed, nothing in a submission names a file, and what cannot be read is
somebody's answer all the same: it is marked `look`, never dropped.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Literal, TextIO

from gradproof.document.from_file import decode

PAGES = (".md", ".markdown", ".tex", ".rmd", ".txt")
MAX_BYTES = 2_000_000
"""Of one file; a larger one is for a person to look at."""
COLUMNS = ("student", "item", "formula")
_LONGEST_FIELD = 64_000_000


class SubmissionFault(Exception):
    """Submissions that cannot be read at all; the message says why."""


@dataclass(frozen=True, slots=True)
class Submission:
    """One thing handed in: a page (`item` empty) or the answer to an item. `problem` says why it cannot be read."""

    student: str
    item: str
    text: str
    kind: Literal["page", "formula"]
    problem: str = ""


def read_submissions(path: Path) -> Iterator[Submission]:
    """Everything handed in, in a fixed order.

    Raises: SubmissionFault for a missing file, or a table without its columns.
    """
    if path.is_dir():
        return _folder(path)
    if not path.is_file():
        raise SubmissionFault(f"There is no folder or table {path}.")
    if path.suffix.lower() == ".jsonl":
        return _jsonl(path)
    if path.suffix.lower() == ".csv":
        return _csv(path)
    raise SubmissionFault(f"{path} is neither a folder nor a table: tables end in .csv or .jsonl.")


def _folder(path: Path) -> Iterator[Submission]:
    with os.scandir(path) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    pages = [e for e in found if e.is_file(follow_symlinks=False) and _is_page(e.name)]
    folders = [e for e in found if e.is_dir(follow_symlinks=False) and not e.name.startswith(".")]
    stems = [Path(e.name).stem for e in pages] + [e.name for e in folders]
    for entry in pages:
        stem = Path(entry.name).stem
        yield _page(_name(stem if stems.count(stem) == 1 else entry.name), [Path(entry.path)])
    for entry in folders:
        yield _page(_name(entry.name), _inside(Path(entry.path)))


def one_student(folder: Path, student: str = "submission") -> Submission:
    """The pages directly inside one folder, as one student's."""
    return _page(student, _inside(folder))


def _is_page(name: str) -> bool:
    return not name.startswith(".") and Path(name).suffix.lower() in PAGES


def _inside(folder: Path) -> list[Path]:
    """The pages directly inside a student's folder."""
    with os.scandir(folder) as entries:
        found = [e for e in entries if e.is_file(follow_symlinks=False) and _is_page(e.name)]
    return [Path(e.path) for e in sorted(found, key=lambda entry: entry.name)]


def _name(raw: str) -> str:
    """A file name as a student's name: bytes that are no text become marks that can be printed."""
    return raw.encode("utf-8", "backslashreplace").decode("utf-8")


def _page(student: str, paths: list[Path]) -> Submission:
    """The pages of one student as one text."""
    texts: list[str] = []
    for path in paths:
        try:
            with path.open("rb") as file:
                content = file.read(MAX_BYTES + 1)
        except OSError as error:
            return Submission(student, "", "", "page", f"The page cannot be opened: {error.strerror}.")
        if len(content) > MAX_BYTES:
            return Submission(student, "", "", "page", f"The page is larger than {MAX_BYTES:,} bytes.")
        if not content.strip():
            continue
        source, problems = decode(content, "The page")
        if problems and problems[0].code != "GP502":
            return Submission(student, "", "", "page", problems[0].message)
        texts.append(source.text)
    return Submission(student, "", "\n\n".join(texts), "page")


def _csv(path: Path) -> Iterator[Submission]:
    csv.field_size_limit(_LONGEST_FIELD)
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        rows = csv.reader(_without_nulls(file), strict=False)
        header = [name.strip().lower() for name in next(rows, [])]
        missing = [name for name in COLUMNS if name not in header]
        if missing:
            raise SubmissionFault(f"{path} has no column {missing[0]}; a table needs {', '.join(COLUMNS)}.")
        cells, width = itemgetter(*(header.index(name) for name in COLUMNS)), len(header)
        for row in rows:
            if row:
                student, item, formula = cells(row if len(row) >= width else [*row, *[""] * width])
                yield Submission(student, item.strip(), formula, "formula")


def _without_nulls(file: TextIO) -> Iterator[str]:
    """The lines with a visible mark for null bytes, which no CSV has."""
    for line in file:
        yield line.replace("\0", "␀") if "\0" in line else line


def _jsonl(path: Path) -> Iterator[Submission]:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield _object(line, number)


def _object(line: bytes, number: int) -> Submission:
    try:
        found = json.loads(line.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        return Submission(f"line {number}", "", "", "formula", "This line of the table is no JSON object.")
    student, item, formula = (found.get(name) for name in COLUMNS)
    names = [_text(student) or f"line {number}", _text(item)]
    if not isinstance(formula, str):
        return Submission(names[0], names[1], "", "formula", "The formula of this line is no text.")
    return Submission(names[0], names[1], formula.encode("utf-8", "replace").decode("utf-8"), "formula")


def _text(value: object) -> str:
    """A name that may have been given as a number."""
    known = isinstance(value, str | int) and not isinstance(value, bool)
    return str(value).encode("utf-8", "replace").decode("utf-8") if known else ""
