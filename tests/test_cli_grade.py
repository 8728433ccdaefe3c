from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gradproof.catalogue import derivations
from gradproof.cli import main
from gradproof.report.marks_to_html import feedback_html
from tests.grade.pages import KEYS

KEY = [part for path in derivations() if path.stem in KEYS for part in ("--key", str(path))]
ROWS = 'student,item,formula\nann,1(c),1\n<b>bob</b>,1(c),b_j\n"=cem",1(c),<script>alert(1)</script>\n'


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)))


def test_a_table_is_graded_reviewed_and_decided(tmp_path: Path) -> None:
    table, out = tmp_path / "t.csv", tmp_path / "out"
    table.write_text(ROWS, "utf-8")
    first = run("grade", table, *KEY, "--out", out, "--jobs", 1)
    assert first.exit_code == 0, first.output
    assert "3 marks of 3 students" in first.output
    marks = [json.loads(line) for line in (out / "marks.jsonl").read_text("utf-8").splitlines()]
    assert [(m["student"], m["mark"]) for m in marks] == [("<b>bob</b>", "wrong"), ("=cem", "look"), ("ann", "right")]
    assert "'=cem" in (out / "marks.csv").read_text("utf-8")
    pages = [out / "index.html", *sorted((out / "feedback").iterdir())]
    for page in pages:
        text = page.read_text("utf-8")
        assert "<script" not in text
        assert "http" not in text.replace("http-equiv", "")
    assert "&lt;b&gt;bob&lt;/b&gt;" in pages[0].read_text("utf-8")
    listed = run("review", out)
    name = listed.output.split()[0]
    assert "<script>" in listed.output
    assert run("review", out, "--decide", name).exit_code == 2
    assert run("review", out, "--decide", name, "--mark", "wrong", "--because", "No.").exit_code == 0
    assert run("grade", table, *KEY, "--out", out, "--jobs", 1, "--resume").exit_code == 0
    assert json.loads((out / "marks.jsonl").read_text("utf-8").splitlines()[1])["mark"] == "wrong"
    assert "0 clusters" in run("review", out).output


@pytest.mark.parametrize(
    "arguments",
    [
        ("missing.csv", *KEY),
        (Path(__file__).parent, "--key", "missing.md"),
        (Path(__file__).parent, "--key", __file__),
        (Path(__file__).parent, *KEY, *KEY),
        (Path(__file__).parent, *KEY, "--rubric", __file__),
    ],
)
def test_what_cannot_be_used_is_said_in_one_line(tmp_path: Path, arguments: tuple[object, ...]) -> None:
    result = run("grade", *arguments, "--out", tmp_path / "out", "--jobs", 1)
    assert result.exit_code == 2
    assert result.output.startswith("Not done: ")
    assert "Traceback" not in result.output


# ruff: noqa: E501 - rows as they come
REMARK = {
    "shown": "a = b", "message": "At C = 1 it fails.", "truth": "false", "row": 1, "help": "It should be c.", "place": [3, 1],
}  # fmt: skip
MARK = {
    "item": "1(a)", "mark": "partly", "points": 0.5, "out_of": 1, "reason": "At C = 1 it fails.", "counterexample": None,
    "remarks": [REMARK],
}  # fmt: skip


def test_hints_decide_what_a_student_sees() -> None:
    none, where, full = (feedback_html("ann", [MARK], hints) for hints in ("none", "where", "full"))
    assert "partly right" in none
    assert "<math" not in none
    assert "0.5" not in none
    assert "<math" in where
    assert "It should be c." not in where
    assert "At C = 1" not in where
    assert "It should be c." in full
    assert "line 3" in full
