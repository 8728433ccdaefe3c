"""What does not change during a run: the key, the rubric, the names; and the marks of one piece of work under them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from pathlib import Path

from gradproof.document.from_page import Respell
from gradproof.grade.answers import read_answers
from gradproof.grade.carried import OwnResult
from gradproof.grade.formulas import grade_formula
from gradproof.grade.grading import Grader, grade_answer
from gradproof.grade.key import Key, read_key
from gradproof.grade.mark import Json, Mark, mark_json
from gradproof.grade.respell import respelling
from gradproof.grade.review import form_of
from gradproof.grade.rubric import Rubric, read_rubric
from gradproof.grade.store import Work
from gradproof.proofread import deepen
from gradproof.source import Source


@cache
def program_digest() -> str:
    """What tells versions of this program apart that may judge differently: its own source, every byte of it."""
    root, found = Path(__file__).parent.parent, hashlib.sha256()
    for path in sorted(root.rglob("*.py")):
        found.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()


@dataclass(frozen=True)
class Course:
    """The key documents and the rubric as texts: what every worker gets.

    `mend`: whether a wrong line is shown what it should have been, which takes several times as long.
    """

    keys: tuple[tuple[str, str], ...]
    rubric_text: str = ""
    mend: bool = True

    def __reduce__(self) -> tuple[type[Course], tuple[object, ...]]:
        """A worker gets the texts and reads them itself."""
        return Course, (self.keys, self.rubric_text, self.mend)

    @cached_property
    def key(self) -> Key:
        """The key. Raises KeyFault."""
        deepen()
        return read_key([Source(name, text) for name, text in self.keys])

    @cached_property
    def rubric(self) -> Rubric:
        """The rubric. Raises RubricFault."""
        return read_rubric(self.rubric_text)

    @cached_property
    def respell(self) -> Respell:
        """Students' names into those of the key."""
        return respelling(self.rubric.aliases)

    @property
    def digest(self) -> str:
        """What tells runs apart whose results may differ."""
        parts = json.dumps([program_digest(), list(self.keys), self.rubric_text, self.mend], ensure_ascii=True)
        return hashlib.sha256(parts.encode()).hexdigest()


def marks_of(course: Course, work: Work) -> list[Mark]:
    """The marks of one piece of work: of every item for a page, of one for a formula."""
    if work.kind == "formula":
        if work.problem:
            return [Mark(work.item, "look", Fraction(0), course.rubric.general.points, work.problem)]
        return [grade_formula(course.key, course.rubric, course.respell, work.item, work.text, mend=course.mend)]
    if work.problem:
        return [_unread(course, item.label, work.problem) for item in course.key.items]
    source = Source("page", work.text)
    answers = read_answers(source, course.key, course.respell)
    earlier: dict[int, list[OwnResult]] = {}
    marks = []
    for item in course.key.items:
        own = earlier.setdefault(item.document, [])
        grader = Grader(source, item, course.rubric.worth(item.label), mend=course.mend, earlier=own)
        marks.append(grade_answer(grader, answers[item.label]))
    return marks


def unjudged(course: Course, work: Work, why: str) -> list[Mark]:
    """The marks of a piece of work that could not be judged."""
    if work.kind == "formula":
        return [Mark(work.item, "look", Fraction(0), course.rubric.worth(work.item).points, why)]
    return [_unread(course, item.label, why) for item in course.key.items]


def _unread(course: Course, label: str, why: str) -> Mark:
    return Mark(label, "look", Fraction(0), course.rubric.worth(label).points, why)


def result_of(course: Course, work: Work, marks: list[Mark]) -> str:
    """The marks as the text that the store keeps; what is for a person carries the form it is clustered by."""
    found: list[Json] = []
    for mark in marks:
        shown = mark_json(mark)
        if mark.word == "look":
            shown["form"] = form_of(course.key, course.respell, work, mark.item)
        found.append(shown)
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))
