from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import gradproof
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


def filled(text: str, points: dict[str, float], column: str) -> tuple[str, tuple[str, ...]]:
    content, missing = fill(text.encode(), points, column)
    return content.decode(), missing


def test_a_canvas_gradebook_is_filled_in() -> None:
    text, missing = filled(CANVAS, {"ann": 3.5, "bob": 1, "zed": 2}, "Homework 5")
    lines = text.splitlines()
    assert lines[0] == CANVAS.splitlines()[0]
    assert lines[1] == "    Points Possible,,,,,10,(read only)"
    assert lines[2] == '"Ng, Ann",101,s1,ann,A,3.5,'
    assert lines[3] == '"\'=cmd, Bob",102,s2,bob,A,1,'
    assert lines[4] == '"Else, Ida",103,s3,ida,A,7,'
    assert missing == ("zed",)


def test_a_moodle_worksheet_in_any_language_is_filled_in() -> None:
    comments = ("Feedback als Kommentar", {"101": "-p_j: no"})
    content, missing = fill(MOODLE.encode(), {"101": 8}, "Bewertung", comments=comments)
    text = content.decode()
    assert text.startswith("\ufeff")
    assert text.splitlines()[1] == "Teilnehmer/in101,Ann,Abgegeben,8,10.00,'-p_j: no"
    assert text.splitlines()[2] == "Teilnehmer/in102,Bob,Abgegeben,,10.00,"
    assert missing == ()


def test_separators_ends_of_lines_and_encodings_stay() -> None:
    text = 'Nom;Note;Maximum\r\n"Zoë; la\nseconde";;"10,00"\r\nÉlie;-;"-0,50"\r\n'
    points = {"Zoe\u0308; la seconde": 12345.6789, "Élie": 0.5}
    for encoding in ("utf-8", "utf-8-sig", "cp1252"):
        content, missing = fill(text.encode(encoding), points, "Note")
        expected = text.replace('";;', '";12345.6789;').replace(";-;", ";0.5;")
        assert content.decode(encoding) == expected.replace('"10,00"', "10,00").replace('"-0,50"', "-0,50")
        assert missing == ()
    assert filled("a\tb\nx\t\n", {"x": 1}, "b")[0] == "a\tb\nx\t1\n"


def test_cells_stay_as_they_were_unless_a_spreadsheet_would_run_them() -> None:
    rows = "id,note,x\nann,-,\nbob,-3.10,\ncem,=1+1,\ndan,+49 1,\neve,@a,\nfay,+,\n"
    text, _ = filled(rows, {"ann": 1}, "x")
    cells = [line.split(",")[1] for line in text.splitlines()[1:]]
    assert cells == ["-", "-3.10", "'=1+1", "'+49 1", "'@a", "+"]


def test_students_are_known_by_what_was_downloaded() -> None:
    moodle = {"Ann Ng_101_assignsubmission_file_": 2.0, "Bob_102_assignsubmission_onlinetext_": 3.0}
    text, missing = filled(MOODLE.removeprefix("\ufeff"), moodle, "Bewertung")
    assert [line.split(",")[3] for line in text.splitlines()[1:]] == ["2", "3"]
    assert missing == ()
    canvas = {"ngann_101_99_homework": 4.0, "bob_LATE_102_98_homework-1": 5.0, "bob_102_97_other": 1.0}
    text, missing = filled(CANVAS, canvas, "Homework 5 (4711)")
    assert text.splitlines()[2].endswith(",4,")
    assert text.splitlines()[3].endswith(",A,,")  # two submissions of one person: nobody can say which
    assert missing == ("bob_102_97_other", "bob_LATE_102_98_homework-1")


def test_a_column_is_not_mistaken_for_one_that_begins_alike() -> None:
    text = "id,Homework 5 (1),Homework 50 (2)\nann,,\n"
    assert filled(text, {"ann": 1}, "Homework 5")[0].splitlines()[1] == "ann,1,"
    with pytest.raises(GradebookFault):
        filled(text, {"ann": 1}, "Home")


@pytest.mark.parametrize(("text", "column"), [("", "x"), (CANVAS, "Homework 6"), ("a,b\n1,2\n", "a")])
def test_what_cannot_be_filled_in_is_said(text: str, column: str) -> None:
    with pytest.raises(GradebookFault):
        filled(text, {"ann": 1}, column)


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


@pytest.mark.parametrize("works", [True, False])
def test_the_autograder_runs_as_its_harness_runs_it(tmp_path: Path, *, works: bool) -> None:
    """As on Gradescope: the zip in source/, run_autograder beside it, what was handed in under submission/."""
    run("export", "gradescope", *keys(), "--out", str(tmp_path / "a.zip"))
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        archive.extractall(tmp_path / "source")
    program = tmp_path / "venv" / "bin" / "gradproof"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m {"gradproof" if works else "no_such_module"} "$@"\n')
    script = tmp_path / "run_autograder"
    script.write_bytes((tmp_path / "source" / "run_autograder").read_bytes())
    for file in (program, script):
        file.chmod(0o755)
    (tmp_path / "submission").mkdir()
    answer = page(c1=r"$$\frac{\partial u_j}{\partial b_j} = 1$$", e1="Because of a reason that nobody can read.")
    (tmp_path / "submission" / "home work.md").write_text(answer, "utf-8")
    source = Path(gradproof.__file__).parent.parent
    paths = os.pathsep.join([str(source), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "AUTOGRADER": str(tmp_path), "PYTHONPATH": paths}
    subprocess.run([script], check=True, env=environment, timeout=300, capture_output=True)
    told = json.loads((tmp_path / "results" / "results.json").read_text("utf-8"))
    if not works:
        assert told["score"] == 0
        assert "staff" in told["output"]
        return
    tests = {test["name"]: test for test in told["tests"]}
    assert told["score"] == 1
    assert tests["1(c)"]["status"] == "passed"
    assert tests["1(b)"]["status"] == "failed"
    assert "status" not in tests["1(e)"]


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
def test_the_scripts_of_the_autograder_are_well_formed(tmp_path: Path) -> None:
    run("export", "gradescope", *keys(), "--out", str(tmp_path / "a.zip"))
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        for name in ("setup.sh", "run_autograder"):
            text = archive.read(name)
            assert text.startswith(b"#!/usr/bin/env bash\n")
            assert b"\r" not in text
            subprocess.run(["bash", "-n"], input=text, check=True)
