"""A mark: right, partly, wrong or look, with its points and the reason that defends it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from gradproof.proof.verdict import Counterexample

Word = Literal["right", "partly", "wrong", "look"]
Json = str | int | float | None | list["Json"] | dict[str, "Json"]

WORDS: tuple[Word, ...] = ("right", "partly", "wrong", "look")
"""In the order in which they are counted and shown. `look` is for a person: nothing was decided against the student."""
NO_ANSWER = "There is no answer to this item."


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to say about one line of an answer.

    `shown` is the line as it is written, `row` its row in a display; `help` what it should have been, where that was
    proved; `place` line and column in the submission.
    """

    shown: str
    message: str
    truth: str
    row: int | None = None
    help: str | None = None
    place: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of one item."""

    item: str
    word: Word
    points: Fraction
    out_of: Fraction
    reason: str
    counterexample: Counterexample | None = None
    remarks: tuple[Remark, ...] = ()
    part: int | None = None
    """The part of the item that this is the mark of, where the label does not say so."""
    demanded: tuple[int, ...] = ()
    """The parts that the item demands, where this is the mark of one of its parts."""
    whole: Fraction = Fraction(0)
    """What the item is worth, where this is the mark of one of its parts."""


def number(value: Fraction) -> int | float:
    """Points as a number for JSON and CSV, with at most four digits behind the point."""
    return int(value) if value.denominator == 1 else round(float(value), 4)


def mark_json(mark: Mark) -> dict[str, Json]:
    """A mark without its student, keys always in the same order; `remarks` are for the pages of feedback."""
    return {
        "item": mark.item,
        "mark": mark.word,
        "points": number(mark.points),
        "out_of": number(mark.out_of),
        "reason": mark.reason,
        "counterexample": counterexample_json(mark.counterexample),
        "part": None if mark.part is None else [mark.part, list(mark.demanded), number(mark.whole)],
        "remarks": [_remark_json(remark) for remark in mark.remarks],
    }


def _remark_json(remark: Remark) -> Json:
    place: Json = None if remark.place is None else list(remark.place)
    return {
        "shown": remark.shown,
        "message": remark.message,
        "truth": remark.truth,
        "row": remark.row,
        "help": remark.help,
        "place": place,
    }


def counterexample_json(found: Counterexample | None) -> Json:
    """The counterexample as an object; sizes and indices are numbers, values are written out."""
    if found is None:
        return None
    return {
        "sizes": {name: _whole(value) for name, value in found.sizes},
        "indices": {name: _whole(value) for name, value in found.indices},
        "values": dict(found.values),
        "left": found.left,
        "right": found.right,
    }


def _whole(text: str) -> Json:
    return int(text) if text.isdecimal() and text.isascii() else text


def sentence(parts: Sequence[str]) -> str:
    """Reasons as one text, each once."""
    return " ".join(dict.fromkeys(part for part in parts if part))
