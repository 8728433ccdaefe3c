from __future__ import annotations

import csv
import io
import json
import random
import sqlite3
from contextlib import closing
from fractions import Fraction
from pathlib import Path

import pytest

from gradproof.catalogue import derivations
from gradproof.grade.course import Course
from gradproof.grade.gradebook import cell, together
from gradproof.grade.review import DecisionFault, read_decisions
from gradproof.grade.run import DECISIONS, STORE, Run, grade, keep_decision, queue
from gradproof.grade.store import StoreFault
from gradproof.grade.submission import SubmissionFault, read_submissions
from tests.grade.pages import KEYS, page

ANSWERS = [
    ("ann", "1(a)", "delta(j,t) - p_j"),
    ("bob", "1(a)", "p_j - delta(j,t)"),
    ("cem", "1(a)", "delta(j,t) - y_j"),
    ("dan", "1(a)", "delta(t,j) - y_j"),
    ("ann", "2(c)", "h_k*(1-h_k)"),
    ("bob", "2(c)", "h_k*(1+h_k)"),
    ("ann", "1(d)", "dell/db_j = delta(j,t) - p_j"),
    ("ann", "1(d)", "dell/dw_ji = (delta(j,t) - p_j) x_i"),
]
HOSTILE = [
    "__import__('os').system('id')",
    "9^9^9^9",
    "2^(2^(2^(2^(2^9))))",
    "(" * 100_000,
    "x" * 1_000_000,
    "NaN",
    "p_j\0",
    "\u202ep_j",
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "@SUM(1)",
    "-" * 3_000 + "p_j",
    "sum(" * 50 + "p_j",
    r"\input{/etc/passwd}",
    r"\newcommand{\a}{\a\a}\a",
    "exp(" * 30 + "u_j" + ")" * 30,
    "(p_j + h_j)^1000000",
    "\ud800",
]


def course(rubric: str = "") -> Course:
    paths = [path for path in derivations() if path.stem in KEYS]
    return Course(tuple((path.name, path.read_text("utf-8")) for path in paths), rubric)


def table(path: Path, rows: list[tuple[str, str, str]]) -> Path:
    out = io.StringIO()
    csv.writer(out).writerows([("student", "item", "formula"), *rows])
    path.write_text(out.getvalue(), "utf-8", "surrogatepass")
    return path


def run(folder: Path, submissions: Path, *, jobs: int = 0, resume: bool = False, student: str | None = None) -> str:
    list(grade(course(), read_submissions(submissions), Run(folder, jobs, resume, student)))
    return (folder / "marks.jsonl").read_text("utf-8")


def lines(text: str) -> list[tuple[str, str, str, float]]:
    found = [json.loads(line) for line in text.splitlines()]
    return [(m["student"], m["item"], m["mark"], m["points"]) for m in found]


def test_a_table_becomes_sorted_marks(tmp_path: Path) -> None:
    text = run(tmp_path / "out", table(tmp_path / "t.csv", ANSWERS))
    assert lines(text) == [
        ("ann", "1(a)", "right", 1),
        ("ann", "1(d)", "right", 1),
        ("ann", "2(c)", "right", 1),
        ("bob", "1(a)", "wrong", 0),
        ("bob", "2(c)", "wrong", 0),
        ("cem", "1(a)", "look", 0),
        ("dan", "1(a)", "look", 0),
    ]
    first = json.loads(text.splitlines()[3])
    assert list(first) == ["student", "item", "mark", "points", "out_of", "reason", "counterexample"]
    assert first["counterexample"]["left"] != first["counterexample"]["right"]


def test_order_workers_and_interruptions_change_no_byte(tmp_path: Path) -> None:
    plain = run(tmp_path / "plain", table(tmp_path / "a.csv", ANSWERS))
    shuffled = ANSWERS[:6]
    random.Random(1).shuffle(shuffled)
    assert run(tmp_path / "many", table(tmp_path / "b.csv", shuffled + ANSWERS[6:]), jobs=2) == plain
    with closing(sqlite3.connect(tmp_path / "plain" / STORE)) as store, store:
        store.execute("UPDATE work SET result = NULL WHERE item = '1(a)'")
    (tmp_path / "plain" / "marks.jsonl").unlink()
    assert run(tmp_path / "plain", tmp_path / "a.csv", resume=True) == plain
    only = run(tmp_path / "one", tmp_path / "a.csv", student="ann")
    assert only.splitlines() == plain.splitlines()[:3]


def test_hostile_answers_harm_nobody(tmp_path: Path) -> None:
    rows = [(f"s{n:02}", "1(a)", text) for n, text in enumerate(HOSTILE)]
    honest = [("zoe", "1(a)", "delta(j,t) - p_j")]
    found = lines(run(tmp_path / "out", table(tmp_path / "t.csv", rows + honest), jobs=1))
    assert " ".join(map(str, found[-1])) == "zoe 1(a) right 1"
    assert len(found) == len(rows) + 1
    assert {mark for _, _, mark, _ in found[:-1]} <= {"look", "wrong"}
    sheet = list(csv.reader(io.StringIO((tmp_path / "out" / "marks.csv").read_text("utf-8"))))
    assert len(sheet) == len(found) + 1


def test_one_line_that_is_no_object_is_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    good = json.dumps({"student": "ann", "item": "1(c)", "formula": "1"})
    path.write_text(f'{good}\nno json\n[1]\n{{"student": 7, "item": "1(c)", "formula": NaN}}\n', "utf-8")
    marks = {(student, mark) for student, _, mark, _ in lines(run(tmp_path / "out", path))}
    assert marks == {("ann", "right"), ("line 2", "look"), ("line 3", "look"), ("7", "look")}


def test_a_folder_has_a_page_or_a_folder_for_each_student(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "bea").mkdir(parents=True)
    answer = page(c1=r"$$\frac{\partial u_j}{\partial b_j} = 1$$")
    (folder / "ann.md").write_text(answer, "utf-8")
    (folder / "bea" / "page.md").write_text(answer, "utf-8")
    (folder / "cem.md").write_bytes(b"\xff\xfe\x00")
    (folder / "dan\nevil.md").write_text("", "utf-8")
    (folder / "eve.md").symlink_to(folder / "ann.md")
    (folder / "fay").symlink_to(folder / "bea")
    (folder / "notes.pdf").write_bytes(b"%PDF")
    found = lines(run(tmp_path / "out", folder))
    marks = {student: mark for student, item, mark, _ in found if item == "1(c)"}
    assert marks == {"ann": "right", "bea": "right", "cem": "look", "dan\nevil": "wrong"}
    assert len(found) == 4 * 10


def test_a_changed_key_is_no_reason_to_resume(tmp_path: Path) -> None:
    run(tmp_path / "out", table(tmp_path / "t.csv", ANSWERS[:1]))
    with pytest.raises(StoreFault, match="without --resume"):
        list(grade(course("[grading]\nslip = 1"), iter(()), Run(tmp_path / "out", resume=True)))


@pytest.mark.parametrize("name", ["missing.csv", "table.txt", "bad.csv"])
def test_what_is_no_submission_is_said(tmp_path: Path, name: str) -> None:
    (tmp_path / "table.txt").write_text("x", "utf-8")
    (tmp_path / "bad.csv").write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(SubmissionFault):
        list(read_submissions(tmp_path / name))


def test_one_decision_covers_all_who_wrote_the_same(tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(out, table(tmp_path / "t.csv", [*ANSWERS, ("eve", "1(a)", r"\delta_{jt -")]))
    before = queue(out)
    assert [cluster.count for cluster in before] == [2, 1]
    alike = table(tmp_path / "t.csv", [("cem", "1(a)", "p_j +"), ("dan", "1(a)", " p_j  +"), ("ann", "1(c)", "1")])
    run(out, alike)
    (cluster,) = queue(out)
    assert cluster.count == 2
    keep_decision(out, cluster, "partly", Fraction("1/2"), "The end is missing.")
    text = run(out, alike, resume=True)
    assert lines(text)[1:] == [("cem", "1(a)", "partly", 0.5), ("dan", "1(a)", "partly", 0.5)]
    assert queue(out) == ()


def test_decisions_that_are_none_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DecisionFault):
        read_decisions(["nonsense"])
    run(tmp_path, table(tmp_path / "t.csv", [("cem", "1(a)", "p_j +")]))
    (cluster,) = queue(tmp_path)
    for word, points in (("look", None), ("partly", None), ("right", Fraction("7"))):
        with pytest.raises(DecisionFault):
            keep_decision(tmp_path, cluster, word, points, "")
    assert not (tmp_path / DECISIONS).exists()


@pytest.mark.parametrize("text", ["=1", "+1", "-x", "@a", "\tx", " =1"])
def test_cells_are_no_formulas(text: str) -> None:
    assert cell(text) == "'" + text


def test_the_same_item_answered_twice_and_differently_is_looked_at() -> None:
    right = {
        "item": "1(c)",
        "mark": "right",
        "points": 1,
        "out_of": 1,
        "reason": "",
        "counterexample": None,
        "part": None,
        "remarks": [],
    }
    wrong = {**right, "mark": "wrong", "points": 0, "reason": "No."}
    assert together([right, dict(right)])["mark"] == "right"
    assert together([right, wrong])["mark"] == "look"


PARTS = {
    "one": ("partly", 0.5, ["ds_k/da_k = 1"]),
    "both": ("right", 1, ["ds_k/da_k = 1", "ds_k/dv_ki = x_i"]),
    "half": ("partly", 0.5, ["ds_k/da_k = 1", "ds_k/dv_ki = v_ki"]),
    "none": ("wrong", 0, ["ds_k/da_k = 0"]),
    "open": ("look", 0.5, ["ds_k/da_k = 1", "ds_k/dv_ki = q_i"]),
}


def test_an_item_of_several_parts_is_right_when_all_are(tmp_path: Path) -> None:
    rows = [(name, "2(d)", text) for name, (_, _, texts) in PARTS.items() for text in texts]
    found = dict(grade(course(), read_submissions(table(tmp_path / "parts.csv", rows)), Run(tmp_path / "out")))
    assert {name: (mark["mark"], mark["points"]) for name, mark in found.items()} == {
        name: (word, points) for name, (word, points, _) in PARTS.items()
    }
    assert {mark["out_of"] for mark in found.values()} == {1}
    assert found["one"]["reason"] == "2(d).1 is not answered."


def test_what_is_only_on_the_way_earns_nothing(tmp_path: Path) -> None:
    way, end = "dell/ds_k = dell/dh_k*h_k*(1-h_k)", "dell/da_k = dell/dh_k*h_k*(1-h_k)"
    rows = [("d", "2(e)", way), ("e", "2(e)", way), ("e", "2(e)", end)]
    found = dict(grade(course(), read_submissions(table(tmp_path / "way.csv", rows)), Run(tmp_path / "out")))
    assert (found["d"]["mark"], found["d"]["points"]) == ("look", 0)
    assert (found["e"]["mark"], found["e"]["points"], found["e"]["out_of"]) == ("partly", 0.5, 1)
