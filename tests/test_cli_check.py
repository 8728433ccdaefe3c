"""The formats of `gradproof check`, where they go, and watching."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from gradproof import proofread
from gradproof.cli import main
from gradproof.proof.verdict import Verdict

RIGHT = "$$y = \\exp(x)$$\n\n$$\\frac{\\partial y}{\\partial x} = y$$\n"
WRONG = RIGHT.replace("= y$$", "= 2 y$$")


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "page.md"
    file.write_text(WRONG, "utf-8")
    return file


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", *arguments])


@pytest.mark.parametrize(
    ("form", "beginning"),
    [("text", "refuted[GP200]"), ("json", "{"), ("html", "<!doctype html>"), ("sarif", "{"), ("github", "::error ")],
)
def test_every_format_is_printed_or_written(page: Path, tmp_path: Path, form: str, beginning: str) -> None:
    printed = run(str(page), "--format", form)
    out = tmp_path / "report"
    written = run(str(page), "--format", form, "-o", str(out))
    assert (printed.exit_code, written.exit_code, written.output) == (1, 1, "")
    assert printed.output.startswith(beginning)
    assert out.read_text("utf-8") == printed.output
    if form in ("json", "sarif"):
        json.loads(printed.output)


def test_what_cannot_be_written_is_said(page: Path, tmp_path: Path) -> None:
    result = run(str(page), "-o", str(tmp_path / "no" / "report.html"))
    assert result.exit_code == 2
    assert "cannot be written" in result.output


def test_lines_are_counted_per_document(page: Path) -> None:
    result = run("--stats", str(page), str(page))
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        *[f"{page}: 2 lines, 2 read, 2 typed; 1 equation judged, 1 decided"] * 2,
        "all 2 files: 4 lines, 4 read, 4 typed; 2 equations judged, 2 decided",
    ]


def test_watching_checks_again_when_a_file_changes(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = iter([WRONG, RIGHT])

    def sleep(_: float) -> None:
        text = next(texts, None)
        if text is None:
            raise KeyboardInterrupt
        page.write_text(text + "\n" * (text == RIGHT), "utf-8")

    monkeypatch.setattr(time, "sleep", sleep)
    result = run("--watch", str(page))
    assert result.exit_code == 0
    assert result.output.count("refuted[GP200]") in (1, 2)
    assert result.output.endswith("1 step: 1 proved\n")


def test_a_fault_of_ours_in_one_line_leaves_the_others_their_verdicts(
    page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.write_text(RIGHT + "\n$$\\exp(x) = y$$\n", "utf-8")
    judged = proofread.judge_line
    calls: list[object] = []

    def fail_once(*given: Any, **options: Any) -> Verdict:  # noqa: ANN401 - whatever the work is given
        calls.append(given)
        if len(calls) == 1:
            raise ZeroDivisionError("boom")
        return judged(*given, **options)

    monkeypatch.setattr(proofread, "judge_line", fail_once)
    result = run(str(page))
    assert result.exit_code == 70
    assert "internal error" in result.output
    assert "1 proved, 1 undecided" in result.output
