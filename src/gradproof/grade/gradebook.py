"""The marks of a run as files: one line for each student and item, sorted by both, the same bytes every time."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

from gradproof.grade.mark import Json
from gradproof.grade.review import Decision, name_of

FIELDS = ("item", "mark", "points", "out_of", "reason", "counterexample")
COLUMNS = ("student", "item", "mark", "points", "out_of", "reason")
_RISKY = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_PLAIN = re.compile(r"[A-Za-z0-9][\w.@ -]*", re.ASCII)
_REMEMBERED = 4_000
"""Characters of a result that is kept in memory for the next who has it; formulas have short ones, pages long ones."""
_quoted = json.JSONEncoder(ensure_ascii=False).encode
Row = dict[str, Any]


def rows(
    answers: Iterable[tuple[str, str, str]], decisions: Mapping[tuple[str, str], Decision]
) -> Iterator[tuple[str, Row]]:
    """Student and mark for every student and item, sorted by both; several answers to one item are one mark."""
    read = _reader(decisions)
    for student, own in groupby(answers, key=lambda answer: answer[0]):
        found: dict[str, list[Row]] = {}
        for _, item, result in own:
            for mark in read(item, result):
                found.setdefault(mark["item"], []).append(mark)
        for item in sorted(found):
            alone = len(found[item]) == 1 and found[item][0]["part"] is None
            yield student, found[item][0] if alone else together(found[item])


def _reader(decisions: Mapping[tuple[str, str], Decision]) -> Callable[[str, str], list[Row]]:
    def fresh(item: str, result: str) -> list[Row]:
        marks = [decided({**mark, "item": item or mark["item"]}, decisions) for mark in json.loads(result)]
        return [{**mark, "tail": _tail(mark), "cells": _cells(mark)} for mark in marks]

    kept = lru_cache(maxsize=10_000)(fresh)
    return lambda item, result: (kept if len(result) <= _REMEMBERED else fresh)(item, result)


def decided(mark: Row, decisions: Mapping[tuple[str, str], Decision]) -> Row:
    """A mark, or what a person decided where it was left to one."""
    decision = decisions.get((mark["item"], mark.get("form", ""))) if mark["mark"] == "look" else None
    if decision is None:
        return mark
    points = int(decision.points) if decision.points == int(decision.points) else decision.points
    return {**mark, "mark": decision.mark, "points": points, "reason": decision.reason}


def together(marks: list[Row]) -> Row:
    """Several answers of one student to one item: its parts, or the same thing twice."""
    marks = list({json.dumps(mark, sort_keys=True): mark for mark in marks}.values())
    parts = {mark["part"][0]: mark for mark in marks if mark["part"] is not None}
    if len(parts) == len(marks):
        return _of_parts(parts)
    if len(marks) == 1:
        return marks[0]
    one = _one(marks)
    words = {mark["mark"] for mark in marks}
    if len(words) == 1 and "look" not in words:
        return {**one, "points": min(mark["points"] for mark in marks)}
    message = f"This item was answered {len(marks)} times, and not in one way. {one['reason']}"
    return {**one, "mark": "look", "points": 0, "reason": message}


def _of_parts(parts: dict[int, Row]) -> Row:
    """The mark of an item from those of its parts; what it demands and nobody answered is missing."""
    marks = [parts[number] for number in sorted(parts)]
    _, demanded, whole = marks[0]["part"]
    item, missing = marks[0]["item"], [number for number in demanded if number not in parts]
    gaps = [f"{item}.{number} is not answered." for number in missing]
    words = [parts[number]["mark"] for number in demanded if number in parts]
    word = _word([*words, *("wrong" for _ in missing)], [mark["mark"] for mark in marks])
    points = _rounded(sum(mark["points"] for mark in marks))
    said = [mark["reason"] for mark in marks if mark["mark"] != "right"] if word != "right" else [marks[0]["reason"]]
    reason = " ".join(dict.fromkeys([*said, *gaps]))
    return {**_one(marks), "points": points, "out_of": whole, "mark": word, "reason": reason}


def _word(demanded: list[str], all_words: list[str]) -> str:
    """The mark of an item from those of the parts it demands, and of all that were answered."""
    if "look" in all_words or (set(demanded) == {"wrong"} and set(all_words) - {"wrong"}):
        return "look"
    wrong_on_the_way = set(demanded) == {"right"} != set(all_words)
    return demanded[0] if len(set(demanded)) == 1 and not wrong_on_the_way else "partly"


def _one(marks: list[Row]) -> Row:
    """The first of some marks with the reasons, the remarks and the first counterexample of all."""
    reason = " ".join(dict.fromkeys(mark["reason"] for mark in marks))
    counterexample = next((mark["counterexample"] for mark in marks if mark["counterexample"]), None)
    first = {name: value for name, value in marks[0].items() if name not in ("tail", "cells")}
    form = marks[0].get("form") if len(marks) == 1 else "\0".join(sorted(map(_form, marks)))
    remarks = [remark for mark in marks for remark in mark["remarks"]]
    one = {**first, "reason": reason, "counterexample": counterexample, "remarks": remarks}
    return one if form is None else {**one, "form": form}


def _form(mark: Row) -> str:
    return str(mark.get("form", mark["reason"]))


def _rounded(value: float) -> float:
    return int(value) if value == int(value) else round(value, 4)


def line(student: str, mark: Row) -> str:
    """One line of marks.jsonl, without its end."""
    return '{"student": ' + _quoted(student) + ", " + (mark.get("tail") or _tail(mark))


def _tail(mark: Row) -> str:
    """A line of marks.jsonl from behind the student on."""
    told: dict[str, Json] = {name: mark[name] for name in FIELDS}
    return _quoted(told).removeprefix("{")


def cell(value: object) -> str:
    """What a spreadsheet shows and never runs: a text that begins like a formula gets an apostrophe.

    >>> cell("=1+1"), cell(-1), cell("-x")
    ("'=1+1", '-1', "'-x")
    """
    if isinstance(value, int | float):
        return str(value)
    text = str(value).replace("\0", "␀")
    return "'" + text if is_risky(text) else text


def is_risky(text: str) -> bool:
    """Whether a text begins as the formulas of spreadsheets do."""
    return text.lstrip(" \n\u00a0").startswith(_RISKY)


def csv_line(values: Iterable[object]) -> str:
    """One line of a CSV, with its end."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow([cell(value) for value in values])
    return out.getvalue()


def _name(student: str) -> str:
    """The first cell of a line of marks.csv."""
    return student if _PLAIN.fullmatch(student) else csv_line([student])[:-1]


def _cells(mark: Row) -> str:
    """A line of marks.csv from behind the student on."""
    return csv_line([mark[name] for name in COLUMNS[1:]])


def write_marks(folder: Path, marks: Iterable[tuple[str, Row]]) -> Iterator[tuple[str, Row]]:
    """Writes marks.jsonl and marks.csv while the marks pass through; the files are there when all have passed."""
    jsonl, table = folder / "marks.jsonl", folder / "marks.csv"
    parts = [path.with_name(path.name + ".part") for path in (jsonl, table)]
    with ExitStack() as stack:
        lines, sheet = (stack.enter_context(part.open("w", encoding="utf-8", newline="")) for part in parts)
        sheet.write(csv_line(COLUMNS))
        for student, mark in marks:
            lines.write(line(student, mark) + "\n")
            sheet.write(_name(student) + "," + (mark.get("cells") or _cells(mark)))
            yield student, mark
    for part, path in zip(parts, (jsonl, table), strict=True):
        part.replace(path)


def cluster_name(mark: Row) -> str:
    """The name of the cluster in the review queue that a mark belongs to."""
    return name_of(mark["item"], mark.get("form", ""))
