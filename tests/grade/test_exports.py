from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from gradproof.catalogue import derivations
from gradproof.cli import main
from gradproof.grade.gradebooks import GradebookFault, fill
from tests.grade.pages import KEYS, page

CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Homework 5 (4711),Final Score\n"
    "    Points Possible,,,,,10,(read only)\n"
    '"Ng, Ann",101,s1,ann,A,,\n'
    '"=cmd, Bob",102,s2,bob,A,,\n'
    '"Else, Ida",103,s3,ida,A,7,\n'
)
MOODLE = (
    "\ufeffKennung,Vollständiger Name,Status,Bewertung,Bestwertung,Feedback als Kommentar\n"
    "Teilnehmer/in101,Ann,Abgegeben,,10.00,\n"
    "Teilnehmer/in102,Bob,Abgegeben,,10.00,\n"
)


def keys() -> list[str]:
    return [part for path in derivations() if path.stem in KEYS for part in ("--key", str(path))]


def run(*arguments: str) -> str:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exit_code == 0, result.output
    return result.output


def test_a_canvas_gradebook_is_filled_in() -> None:
    text, missing = fill(CANVAS, {"ann": 3.5, "bob": 1, "zed": 2}, "Homework 5")
    lines = text.splitlines()
    assert lines[0] == CANVAS.splitlines()[0]
    assert lines[1] == "    Points Possible,,,,,10,(read only)"
    assert lines[2] == '"Ng, Ann",101,s1,ann,A,3.5,'
    assert lines[3] == '"\'=cmd, Bob",102,s2,bob,A,1,'
    assert lines[4] == '"Else, Ida",103,s3,ida,A,7,'
    assert missing == ("zed",)


def test_a_moodle_worksheet_in_any_language_is_filled_in() -> None:
    text, missing = fill(MOODLE, {"101": 8}, "Bewertung", comments=("Feedback als Kommentar", {"101": "-p_j: no"}))
    assert text.splitlines()[1] == "Teilnehmer/in101,Ann,Abgegeben,8,10.00,'-p_j: no"
    assert text.splitlines()[2] == "Teilnehmer/in102,Bob,Abgegeben,,10.00,"
    assert missing == ()


@pytest.mark.parametrize(("text", "column"), [("", "x"), (CANVAS, "Homework 6"), ("a,b\n1,2\n", "a")])
def test_what_cannot_be_filled_in_is_said(text: str, column: str) -> None:
    with pytest.raises(GradebookFault):
        fill(text, {"ann": 1}, column)


def test_the_autograder_of_gradescope_grades(tmp_path: Path) -> None:
    run("export", "gradescope", *keys(), "--out", str(tmp_path / "a.zip"))
    run("export", "gradescope", *keys(), "--out", str(tmp_path / "b.zip"))
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO((tmp_path / "a.zip").read_bytes())) as archive:
        assert {"setup.sh", "run_autograder"} <= set(archive.namelist())
        assert archive.getinfo("run_autograder").external_attr >> 16 & 0o111
        archive.extractall(tmp_path / "source")
    (tmp_path / "submission").mkdir()
    answer = page(c1=r"$$\frac{\partial u_j}{\partial b_j} = 1$$", c2=r"$$\frac{\partial h_k}{\partial s_k} = h_k$$")
    (tmp_path / "submission" / "homework.md").write_text(answer, "utf-8")
    out = tmp_path / "results.json"
    run("export", "gradescope-results", str(tmp_path / "submission"), "--source", str(tmp_path / "source"),
        "--out", str(out))  # fmt: skip
    told: dict[str, Any] = json.loads(out.read_text("utf-8"))
    tests = {test["name"]: test for test in told["tests"]}
    assert told["score"] == tests["1(c)"]["score"] == 1
    assert tests["2(c)"]["output"].startswith("Not right. Look at: ")
    assert tests["1(a)"]["visibility"] == "visible"
