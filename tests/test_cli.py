"""The command line: what it prints, its exit codes, what it does not import, and what it never does: a traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gradproof import proofread
from gradproof.cli import main

ROOT = Path(__file__).parent.parent
RIGHT = "$$y = \\exp(x)$$\n\n$$\\frac{\\partial y}{\\partial x} = y$$\n"
WRONG = RIGHT.replace("= y$$", "= 2 y$$")


def run(*arguments: str, text: str | bytes = "") -> Result:
    result = CliRunner().invoke(main, arguments, input=text)
    assert "Traceback" not in result.output
    return result


@pytest.fixture
def pages(tmp_path: Path) -> dict[str, str]:
    contents = {"right": RIGHT, "wrong": WRONG, "empty": "", "words": "Only words."}
    for name, content in contents.items():
        (tmp_path / f"{name}.md").write_text(content, "utf-8")
    return {name: str(tmp_path / f"{name}.md") for name in [*contents, "missing"]}


def test_check_says_what_is_proved(pages: dict[str, str]) -> None:
    result = run("check", pages["right"])
    assert result.exit_code == 0
    assert "1 proved" in result.output


def test_check_says_what_is_wrong(pages: dict[str, str]) -> None:
    result = run("check", pages["wrong"])
    assert result.exit_code == 1
    assert "counterexample" in result.output


def test_a_missing_file_does_not_keep_the_others_from_their_verdicts(pages: dict[str, str]) -> None:
    result = run("check", pages["missing"], pages["right"])
    assert result.exit_code == 2
    assert "GP500" in result.output
    assert "1 proved" in result.output
    assert run("check", pages["missing"], pages["wrong"]).exit_code == 1


def test_an_empty_page_and_one_without_formulas(pages: dict[str, str]) -> None:
    assert "GP502" in run("check", pages["empty"]).output
    assert "no equation found" in run("check", pages["words"]).output


def test_json_is_an_object_or_an_array(pages: dict[str, str]) -> None:
    one = json.loads(run("check", "--format", "json", pages["right"]).output)
    two = json.loads(run("check", "--format", "json", pages["right"], pages["wrong"]).output)
    assert one["summary"]["steps"]["proved"] == 1
    assert [page["file"] for page in two] == [pages["right"], pages["wrong"]]


def test_prove_one_claim() -> None:
    assert run("prove", "\\exp(x) \\exp(-x) = 1").exit_code == 0
    assert run("prove", "\\frac{\\partial h}{\\partial s} = 1", "--given", "h = \\exp(s)").exit_code == 1
    assert run("prove", "\\exp(x").exit_code == 2
    assert run("prove").exit_code == 2


def test_prove_many_answers_every_line_in_order() -> None:
    lines = [
        json.dumps({"id": 1, "definitions": ["h = \\exp(s)"], "claim": "\\frac{\\partial h}{\\partial s} = h"}),
        "{broken",
        "[" * 100_000,
        "[1]",
        json.dumps({"id": "x"}),
        json.dumps({"id": 2, "definitions": "h", "claim": "a = a"}),
        "",
        json.dumps({"id": 3, "claim": "x + 1 = x"}),
    ]
    result = run("prove", "--jsonl", "-", text="\n".join(lines).encode() + b"\n\xff\xfe\n")
    answers = [json.loads(line) for line in result.output.splitlines()]
    assert result.exit_code == 0
    assert [(answer["id"], answer["verdict"]) for answer in answers] == [
        (1, "proved"),
        *[(None, "unreadable")] * 3,
        ("x", "unreadable"),
        (2, "unreadable"),
        (3, "refuted"),
        (None, "unreadable"),
    ]
    assert all(list(a) == ["id", "verdict", "message", "counterexample", "milliseconds"] for a in answers)


def test_a_fault_of_ours_is_one_line_and_stops_nothing(monkeypatch: pytest.MonkeyPatch, pages: dict[str, str]) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("boom\nsecond line")

    monkeypatch.setattr(proofread, "prove", fail)
    monkeypatch.setattr(proofread, "check", fail)
    single = run("prove", "a = a")
    assert single.exit_code == 70
    assert single.output.count("\n") == 1
    assert "internal error" in single.output
    many = run("prove", "--jsonl", "-", text='{"id": 1, "claim": "a = a"}\n{"id": 2, "claim": "a = a"}\n')
    assert [json.loads(line)["verdict"] for line in many.output.splitlines()] == ["undecided"] * 2
    assert many.exit_code == 0
    assert run("check", pages["right"], pages["wrong"]).exit_code == 70


def test_explain() -> None:
    assert run("explain", "gp200").output.startswith("GP200: refuted")
    assert "Did you mean GP200?" in run("explain", "GP2000").output
    assert "GP402" in run("explain").output


def test_an_unknown_command_has_a_proposal() -> None:
    result = run("chekc", "page.md")
    assert result.exit_code == 2
    assert "Did you mean 'check'?" in result.output


def test_help_imports_nothing_heavy() -> None:
    program = (
        "import sys; from gradproof.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit as end: assert end.code == 0\n"
        "heavy = {'sympy', 'numpy', 'flint', 'jinja2', 'rich', 'gradproof.proofread'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT / "src", check=False
    )
    assert done.returncode == 0, done.stderr
    assert "check" in done.stdout


@pytest.mark.parametrize("form", ["text", "latex", "sympy"])
def test_derive_prints_a_derivative(form: str) -> None:
    result = run("derive", "\\frac{\\partial h}{\\partial s}", "--given", "h = s^2 / 2", "--as", form)
    assert (result.exit_code, result.output) == (0, "s\n")


def test_derive_shows_the_place_that_it_cannot_read() -> None:
    result = run("derive", "\\frac{\\partial h}{\\partial s")
    assert result.exit_code == 2
    assert "GP402" in result.output
    assert "^" in result.output
