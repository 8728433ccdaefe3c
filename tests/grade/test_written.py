"""What students type is understood: no right answer is wrong, no wrong one is right, and few need a person."""

from __future__ import annotations

from functools import cache

import pytest

from gradproof.catalogue import derivations
from gradproof.grade.course import Course, marks_of
from gradproof.grade.store import Work
from tests.grade import typed_elsewhere, typed_homework

HOMEWORK = ("multinomial_regression", "neural_network")
TYPED = [
    *((HOMEWORK, word, lines) for word, lines in typed_homework.TYPED),
    *(((document,), word, lines) for document, word, lines in typed_elsewhere.TYPED),
]
ANSWERS = [(keys, word, *line.split(" | ", 1)) for keys, word, lines in TYPED for line in lines.strip().splitlines()]


@cache
def course(documents: tuple[str, ...]) -> Course:
    paths = {path.stem: path for path in derivations()}
    return Course(tuple((name, paths[name].read_text("utf-8")) for name in documents), mend=False)


@pytest.mark.parametrize(("documents", "word", "item", "answer"), ANSWERS, ids=lambda value: str(value)[:60])
def test_a_typed_answer_gets_its_mark(documents: tuple[str, ...], word: str, item: str, answer: str) -> None:
    (mark,) = marks_of(course(documents), Work(b"", "formula", item, answer, ""))
    assert (mark.word, mark.reason if mark.word != word else "") == (word, "")


def test_most_of_them_need_no_person() -> None:
    words = [word for _, word, _, _ in ANSWERS]
    assert words.count("right") > 180
    assert words.count("wrong") > 60
    assert words.count("look") < len(words) / 8
