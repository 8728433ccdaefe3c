"""Reports say place, claim, reason and counts; JSON has its exact keys."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from gradproof.judgement import JudgedPage, JudgedStep, worst
from gradproof.proof.normal_form import Equality
from gradproof.proof.verdict import STATUSES, Counterexample, Verdict
from gradproof.report.codes import CODES, closest, explain
from gradproof.report.snippet import WIDTH, snippet
from gradproof.report.to_json import page_json
from gradproof.report.to_text import TextReport
from gradproof.source import Diagnostic, Source, Span

TEXT = "Title\n\n$$a = b$$\n"
SOURCE = Source("page.md", TEXT)
PLACE = Span(TEXT.index("b$"), TEXT.index("b$") + 1)
WRONG = Verdict(
    "refuted",
    "GP200",
    "The two sides differ.",
    notes=("x is read as **x**.",),
    counterexample=Counterexample((("C", "2"),), (("j", "1"),), (("u", "[0, 1/2]"),), "0.25", "0.75"),
    help="write b - 1",
)
STEP = JudgedStep(PLACE, "2(c)", 3, "step", "a", "b", WRONG, ("j \\neq t",))
PROOF = Equality(True, notes=("a > 0",))
PROVED = replace(STEP, verdict=Verdict("proved", "GP100", "Both sides are equal.", proof=PROOF))


def page(*steps: JudgedStep, diagnostics: tuple[Diagnostic, ...] = ()) -> JudgedPage:
    return JudgedPage(SOURCE, steps, diagnostics)


def with_status(status: str, code: str = "GP000") -> JudgedStep:
    return replace(STEP, verdict=Verdict(status, code, "m"))  # type: ignore[arg-type]


EXPECTED = """refuted[GP200]: The two sides differ.
 --> page.md:3:7  2(c), row 3
  |
3 | $$a = b$$
  |       ^
   = claimed: a = b   where j \\neq t
   = counterexample: C = 2; j = 1
       u = [0, 1/2]
       left side:  0.25
       right side: 0.75
   = note: x is read as **x**.
   = help: write b - 1

page.md: 1 step: 1 refuted
"""


def test_a_refuted_step_in_full() -> None:
    assert TextReport().page(page(STEP)) == EXPECTED


def test_a_proved_step_takes_one_line_and_shows_its_proof_on_request() -> None:
    assert TextReport().page(page(PROVED)).splitlines()[0] == "proved  page.md:3:7  2(c), row 3"
    assert "a > 0" not in TextReport().page(page(PROVED))
    assert "   | Used: a > 0." in TextReport(explain=True).page(page(PROVED))


def test_colours_change_nothing_but_colours() -> None:
    plain, coloured = TextReport().page(page(STEP, PROVED)), TextReport(color=True).page(page(STEP, PROVED))
    assert "\033[31m" in coloured
    assert re.sub(r"\033\[\d+m", "", coloured) == plain


def test_the_place_that_a_message_is_about_is_the_one_shown() -> None:
    verdict = Verdict("ill-typed", "GP201", "No fit.", related=((Span(2, 3), "No fit."), (Span(0, 1), "There.")))
    text = TextReport().page(page(replace(STEP, verdict=verdict)))
    assert "page.md:1:3" in text
    assert text.count("No fit.") == 1
    assert "see also line 1: There." in text


def test_a_place_in_a_claim_is_shown_in_it() -> None:
    found = Verdict(
        "unreadable", "GP401", "No \\expp.", help="did you mean \\exp?", related=((Span(4, 9), "No \\expp."),)
    )
    assert "  | " + " " * 4 + "^^^^^" in TextReport().verdict("a = \\expp(x)", found)


def test_diagnostics_stand_among_the_steps_and_are_counted() -> None:
    text = TextReport().page(page(STEP, diagnostics=(Diagnostic("GP402", "Never closed.", Span(0, 2), "close it"),)))
    assert text.index("error[GP402]: Never closed.") < text.index("refuted")
    assert "1 place not understood" in text
    assert "page.md:1:1" in text


@pytest.mark.parametrize(
    ("line", "start", "end"),
    [("x" * 1000, 500, 510), ("x" * 1000, 0, 5), ("x" * 1000, 990, 1000), ("x" * 400, 10, 390)],
)
def test_a_long_line_is_cut_around_the_place(line: str, start: int, end: int) -> None:
    line = line[:start] + "A" * (end - start) + line[end:]
    _, shown, carets = snippet(Source("p", line), Span(start, end))
    assert len(shown) <= WIDTH + 2
    first = carets.index("^")
    assert set(shown[first : first + carets.count("^")]) == {"A"}
    assert shown.startswith("…") == (start > WIDTH)
    assert carets.endswith("…") == (end - start > WIDTH)


def test_carets_keep_their_columns_below_wide_and_combining_characters() -> None:
    assert snippet(Source("p", "宽 a\u0301 bc"), Span(5, 7))[2] == " " * 5 + "^^"
    assert snippet(Source("p", "\ta\x00b"), Span(3, 4))[1:] == (" a b", "   ^")


def test_a_span_at_the_end_or_over_several_lines() -> None:
    assert snippet(Source("p", "ab"), Span(2, 2)) == ("1", "ab", "  ^")
    assert snippet(Source("p", "ab\ncd"), Span(1, 5)) == ("1", "ab", " ^")
    assert snippet(Source("p", ""), Span(0, 0))[0] == "1"


def test_json_has_its_keys_in_order() -> None:
    definition = replace(STEP, kind="definition", verdict=None)
    found = json.loads(json.dumps(page_json(page(STEP, definition))))
    assert list(found) == ["file", "summary", "steps", "diagnostics"]
    assert list(found["summary"]) == ["steps", "conclusions", "claims"]
    assert found["summary"]["steps"] == {**dict.fromkeys(STATUSES, 0), "refuted": 1}
    assert list(found["steps"][0]) == [
        *("line", "column", "end_line", "end_column", "item", "row", "kind", "left", "right"),
        *("verdict", "code", "message", "notes", "counterexample", "help"),
    ]
    assert [found["steps"][0][key] for key in ("line", "column", "end_line", "end_column")] == [3, 7, 3, 8]
    assert found["steps"][0]["counterexample"] == {
        "sizes": {"C": 2}, "indices": {"j": 1}, "values": {"u": "[0, 1/2]"}, "left": "0.25", "right": "0.75",
    }  # fmt: skip
    assert found["steps"][1]["verdict"] is None


@pytest.mark.parametrize(
    ("statuses", "code"),
    [
        (["proved"], 0),
        ([], 0),
        (["proved", "undecided"], 3),
        (["conditional"], 3),
        (["undecided", "unreadable"], 2),
        (["unreadable", "ill-typed"], 1),
        (["refuted", "undecided"], 1),
    ],
)
def test_exit_codes(statuses: list[str], code: int) -> None:
    assert page(*(with_status(status) for status in statuses)).exit_code() == code


def test_an_internal_error_is_the_worst_and_a_place_not_understood_is_unreadable() -> None:
    assert page(with_status("refuted"), with_status("undecided", "GP700")).exit_code() == 70
    assert page(diagnostics=(Diagnostic("GP402", "m", Span(0, 1)),)).exit_code() == 2
    assert worst([0, 3, 70, 1]) == 70


def test_every_code_that_the_program_can_say_is_explained() -> None:
    root = Path(__file__).parents[2] / "src" / "gradproof"
    said = {code for file in root.rglob("*.py") for code in re.findall(r"\bGP\d{3}\b", file.read_text("utf-8"))}
    assert said <= set(CODES)
    assert all(code.meaning and code.example for code in CODES.values())


def test_explain_knows_its_codes_and_proposes_one() -> None:
    assert (explain("gp200") or "").startswith("GP200: refuted")
    assert explain("GP999") is None
    assert closest("GP2000") == "GP200"
