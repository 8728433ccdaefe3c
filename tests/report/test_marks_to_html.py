"""Feedback and the overview: typeset, escaped, harmless, and looked at in a browser."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.grade.pages import course, page
from tests.report.test_to_html import CHROMIUM, harmless

from gradproof.grade.course import Course, marks_of, result_of
from gradproof.grade.gradebook import rows
from gradproof.grade.store import Work
from gradproof.report.marks_to_html import Hints, Overview, StudentLine, feedback_html, overview_html
from gradproof.report.sentence_html import formula_html, sentence_html

DH, DB = r"\frac{\partial h_k}{\partial s_k}", r"\frac{\partial u_j}{\partial b_j}"
ANSWERS = {
    "ann": page(c1=f"$${DB} = 1$$", c2=f"$${DH} = h_k (1 - h_k)$$"),
    "bob<script>": page(c1="$$x</p><script>alert(1)</script>$$", c2=f"$${DH} = h_k (1 + h_k)$$"),
    "cem": page(c2=f"$${DH} = h_k + h_k^2$$"),
    "dan": page(c2=f"$${DH} = (1 - h_k)$$"),
}


def marks(text: str) -> list[dict[str, Any]]:
    work = Work(b"", "page", "", text, "")
    given: Course = course()
    result = result_of(given, work, marks_of(given, work))
    return [mark for _, mark in rows([("", "", result)], {})]


ALL = {name: marks(text) for name, text in ANSWERS.items()}


def feedback(name: str, hints: Hints = "full") -> str:
    html = feedback_html(name, ALL[name], hints)
    harmless(html)
    return html


def overview() -> str:
    counts = Overview()
    for name, own in ALL.items():
        for mark in own:
            counts.add(name, mark)
    html = overview_html(counts, [StudentLine(name, "feedback/0001.html", 1, 10, 0) for name in ALL])
    checked = harmless(html.replace('href="feedback/0001.html"', 'href="#"'))
    assert sum(tag == "a" for tag, _ in checked.tags) == len(ALL)
    return html


def test_a_wrong_line_is_typeset_with_its_sign_its_numbers_and_its_help() -> None:
    html = feedback("bob<script>")
    (item,) = re.findall(r'<section class="as-wrong">\s*<h2><bdi>2\(c\)</bdi>.*?</section>', html, re.DOTALL)
    assert "<math" in item
    assert "<mfrac>" in item
    assert "\\frac" not in item
    assert "✗" in item
    assert "not right" in item
    assert "A sign is wrong" in item
    assert "right side</th><td><b>0.75</b>" in item


def test_hints_decide_what_is_shown() -> None:
    full, where, none = (feedback("bob<script>", hints) for hints in ("full", "where", "none"))
    assert "A sign is wrong" in full
    assert "A sign is wrong" not in where
    assert "0.75" not in where
    assert "<mfrac>" in where
    assert "points</p>" in where
    assert "<math" not in none
    assert "points</p>" not in none
    assert none.count("<section") == full.count("<section") == 10


def test_names_and_answers_are_escaped() -> None:
    html = feedback("bob<script>")
    assert "bob&lt;script&gt;" in html
    assert "<script" not in html
    assert "<script" not in overview()


def test_the_same_mistake_is_counted_once_for_every_student() -> None:
    html = overview()
    (row,) = re.findall(
        r"<tr><td class=\"number\">2</td><td><bdi>2\(c\)</bdi></td><td>A sign is wrong.</td>.*?</tr>", html
    )
    assert row.count("<math") == 2
    assert "A factor is missing: <math>" in html
    assert "There is no answer" not in html


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Did you mean w_{jk} for w_{kj}?", "Did you mean [] for []?"),
        ("2(d).1 is not answered.", "2(d).1 is not answered."),
        ("The result delta(j,t) - p_j is wrong. At C = 2 it is.", "The result [] is wrong. At C = 2 it is."),
        (r"It is \begin{cases} 1 & \text{if } j = t \\ 0 & \text{else} \end{cases}.", "It is []."),
        ("A factor is missing: (1 - h_k). So.", "A factor is missing: []. So."),
        ("Not < this & x_<b>", "Not &lt; this &amp; x_&lt;b&gt;"),
        ("a_", "a_"),
        ("", ""),
    ],
)
def test_formulas_in_sentences_are_found(text: str, shown: str) -> None:
    assert re.sub(r"<math>.*?</math>", "[]", str(sentence_html(text))) == shown


@settings(max_examples=60)
@given(st.text(alphabet="\\_^{}<>&\"'= ajx()1,.:\n\u202e", max_size=40))
def test_any_text_is_harmless(text: str) -> None:
    harmless(str(sentence_html(text)))
    harmless(str(formula_html(text)))


def test_chromium_opens_them(tmp_path: Path) -> None:
    if CHROMIUM is None:
        pytest.skip("no Chromium here: the pages are not looked at in a browser")
    options = ("--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}/profile")
    for name, html, seen in (("feedback", feedback("bob<script>"), "✗"), ("overview", overview(), "A sign is wrong")):
        file, picture = tmp_path / f"{name}.html", tmp_path / f"{name}.png"
        file.write_text(html, "utf-8")
        shot = [CHROMIUM, *options, "--window-size=500,1600", f"--screenshot={picture}", file.as_uri()]
        subprocess.run(shot, check=True, capture_output=True, timeout=120)
        assert picture.stat().st_size > 10_000
        dump = [CHROMIUM, *options, "--dump-dom", file.as_uri()]
        body = subprocess.run(dump, check=True, capture_output=True, text=True, timeout=120).stdout.split("<body", 1)[1]
        assert seen in body
        for element in ("<section", "<math", "<tr", "<h2"):
            assert body.count(element) - html.split("<body", 1)[1].count(element) == 0
