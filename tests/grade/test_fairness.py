"""No mark depends on who handed in, when, beside whom, or on how many workers there are."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradproof.grade import judging
from gradproof.grade.course import marks_of, result_of
from gradproof.grade.memory import Memory
from gradproof.grade.run import Run, grade
from gradproof.grade.store import Work
from gradproof.grade.submission import Submission
from tests.grade.pages import course, page

DU, DB, DH = (rf"\frac{{\partial {a}}}{{\partial {b}}}" for a, b in ((r"\ell", "u_j"), ("u_j", "b_j"), ("h_k", "s_k")))
FORMULAS = [
    ("1(a)", "delta(j,t) - p_j"),
    ("1(a)", "p_j - delta(j,t)"),
    ("1(a)", "p_j - p_j + delta(t,j) - p_j"),
    ("1(a)", "delta(j,t) - y_j"),
    ("1(a)", "p_j +"),
    ("1(b)", "x_i"),
    ("1(b)", "x"),
    ("1(c)", "1"),
    ("1(c)", "b_j"),
    ("1(c)", "2 - 1"),
    ("2(c)", "h_k*(1 - h_k)"),
    ("2(c)", "h_k*(1 + h_k)"),
    ("2(c)", "h_k + h_k^2"),
    ("2(c)", "exp(-s_k)/(1 + exp(-s_k))^2"),
    ("2(d)", "x_i"),
    ("9(z)", "1"),
]
PAGES = [
    page(),
    page(c1=f"$${DB} = 1$$"),
    page(c1=f"$${DB} = 2$$", c2=f"$${DH} = h_k (1 - h_k)$$"),
    page(c2=f"$${DH} = h_k (1 + h_k) = h_k - h_k^2$$"),
]
EQUATIONS = [
    ("1(a)", DU, r"\delta_{jt} - p_j"),
    ("1(a)", DU, r"p_j - \delta_{jt}"),
    ("1(a)", DU, "z_j"),
    ("1(a)", DU, r"\mathbf{x}"),
    ("1(c)", DB, "1"),
    ("1(c)", DB, "b_j"),
    ("1(d)", r"\frac{\partial \ell}{\partial b_j}", r"\delta_{jt} - p_j"),
    ("1(d)", r"\frac{\partial \ell}{\partial w_{ji}}", r"(\delta_{jt} - p_j) x_i"),
    ("1(d)", r"\frac{\partial \ell}{\partial w_{ji}}", r"(\delta_{jt} + p_j) x_i"),
    ("2(c)", DH, "h_k (1 - h_k)"),
    ("2(c)", DH, "h_k (1 + h_k)"),
    ("2(c)", DH, r"h_k (1 - h_k"),
]


def handed_in(students: int) -> list[Submission]:
    """The same course each time: some answers in a table, and pages."""
    chance = random.Random(students)
    rows = [(f"s{n}", *chance.choice(FORMULAS)) for n in range(students)]
    found = [Submission(student, item, text, "formula") for student, item, text in rows]
    return found + [Submission(f"p{n}", "", text, "page") for n, text in enumerate(PAGES)]


def graded(folder: Path, submissions: list[Submission], jobs: int = 0) -> dict[tuple[str, str], dict[str, object]]:
    """What is told of every student and item."""
    marks = grade(replace(course(), mend=False), submissions, Run(folder, jobs))
    return {
        (student, mark["item"]): {name: mark[name] for name in ("mark", "points", "out_of", "reason", "counterexample")}
        for student, mark in marks
    }


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], dict[str, object]]:
    return graded(tmp_path_factory.mktemp("plain"), handed_in(24))


@given(st.randoms(use_true_random=False))
@settings(max_examples=4, deadline=None)
def test_order_and_names_change_no_mark(
    plain: dict[tuple[str, str], dict[str, object]],
    tmp_path_factory: pytest.TempPathFactory,
    chance: random.Random,
) -> None:
    submissions = handed_in(24)
    names = [f"{chance.choice('azÄ=<')}{n}" for n in range(len(submissions))]
    chance.shuffle(names)
    renamed = dict(zip((s.student for s in submissions), names, strict=True))
    again = [Submission(renamed[s.student], s.item, s.text, s.kind) for s in submissions]
    chance.shuffle(again)
    found = graded(tmp_path_factory.mktemp("again"), again)
    assert found == {(renamed[student], item): mark for (student, item), mark in plain.items()}


@pytest.mark.parametrize("jobs", [1, 3])
def test_the_number_of_workers_changes_no_mark(
    plain: dict[tuple[str, str], dict[str, object]], tmp_path: Path, jobs: int
) -> None:
    assert graded(tmp_path, handed_in(24), jobs) == plain


@given(st.permutations(range(len(FORMULAS))))
@settings(max_examples=4, deadline=None)
def test_what_was_judged_before_changes_no_byte_of_a_result(order: list[int]) -> None:
    works = [Work(b"", "formula", item, text, "") for item, text in FORMULAS]
    quick = replace(course(), mend=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(judging, "_MEMORY", Memory())
        here = {n: result_of(quick, works[n], marks_of(quick, works[n])) for n in order}
    for n, work in enumerate(works):
        assert here[n] == result_of(quick, work, marks_of(quick, work))


@pytest.mark.parametrize(("item", "left", "right"), EQUATIONS)
def test_swapped_sides_have_the_same_mark(item: str, left: str, right: str) -> None:
    found = []
    for equation in (f"{left} = {right}", f"{right} = {left}"):
        (mark,) = marks_of(course(), Work(b"", "formula", item, equation, ""))
        found.append((mark.item, mark.word, mark.points, mark.out_of, mark.part))
    assert found[0] == found[1]
