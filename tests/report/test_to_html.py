"""The page back to the reader: the document, its formulas typeset, each line marked; nothing that acts or loads."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradproof import proofread
from gradproof.proof.normal_form import Equality
from gradproof.proof.verdict import Counterexample, Verdict
from gradproof.report.to_html import page_html, pages_html, verdict_html

PAGE = """# Softmax <em>regression</em>

$$y = \\exp(x)$$

Let $x \\in \\mathbb{R}$; see [here](https://example.org "$t$") and [there](javascript:alert(1)) ![a $b$](http://x/y.png).

$$\\begin{aligned}
\\frac{\\partial y}{\\partial x} &= y \\\\
 &= 2 \\exp(x)
\\end{aligned}$$

- item with $\\frac{\\partial y}{\\partial x} = y$

| a | b |
|---|---|
| $y$ | `code $z$` |

Show that $\\frac{\\partial y}{\\partial x}$ is equal to $y$.

$$\\frac{1}{$$

<script>alert("boo")</script><!-- $hidden$ -->

    indented code <b>

    $$y = y$$
"""
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


class Checked(HTMLParser):
    """Tags that are opened and closed in order, and what stands in them."""

    VOID = frozenset({"meta", "br", "hr", "mspace", "img", "link", "input"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, (tag, self.open)


def harmless(html: str) -> Checked:
    checked = Checked(html)
    for tag, attributes in checked.tags:
        assert tag not in {"script", "img", "iframe", "link", "object", "embed", "form"}
        assert not any(name.startswith("on") or name in ("src", "action") for name in attributes)
        assert (attributes.get("href") or "#").startswith(("#", "https://", "http://", "mailto:"))
    return checked


def written(text: str, name: str = "page.md") -> str:
    return pages_html([proofread.check_text(text, name)])


def test_the_document_stands_there_with_its_verdicts() -> None:
    html = written(PAGE)
    checked = harmless(html)
    tags = [tag for tag, _ in checked.tags]
    assert {"h1", "li", "table", "td", "math", "details", "summary", "pre"} <= set(tags)
    for word in ("✓", "✗", "¿", "proved", "refuted", "unreadable", "definition", "left side", "right side"):
        assert word in html
    assert "alert(&quot;boo" not in html
    assert "hidden" not in html.split("</style>")[1].replace('aria-hidden="true"', "")
    assert "indented code &lt;b&gt;" in html
    names = [attributes["id"] for _, attributes in checked.tags if attributes.get("id")]
    assert len(names) == len(set(names))
    links = {str(attributes["href"]) for tag, attributes in checked.tags if tag == "a" and attributes.get("href")}
    assert {link.removeprefix("#") for link in links if link.startswith("#")} <= set(names)


def test_every_verdict_is_given_once() -> None:
    judged = proofread.check_text(PAGE)
    total = sum(step.verdict is not None for step in judged.steps)
    assert pages_html([judged]).count("<details") == total


def test_a_latex_document_and_a_notebook() -> None:
    text = r"\section{One <b>} Let $y = x^2$. \begin{align} \frac{\partial y}{\partial x} &= 2 x \end{align}"
    tex = written(text, "a.tex")
    assert "<h2>1 One &lt;b&gt;</h2>" in tex
    cell = {"cell_type": "markdown", "source": ["# One\n", "\n", "$$y = x$$ and $y = x$"]}
    notebook = written(json.dumps({"cells": [cell]}), "a.ipynb")
    assert "<h1>One</h1>" in notebook
    for html in (tex, notebook):
        harmless(html)
        assert "✓" in html


def test_notebooks_show_pages_and_verdicts() -> None:
    page = proofread.check_text(PAGE)
    assert page._repr_html_() == page_html(page)
    harmless(page._repr_html_())
    found = Counterexample((("C", "2"),), (("j", "1"),), (("<x>", "<0>"),), "1", "2")
    proof = Equality(True, notes=("<s>",))
    verdict = Verdict("refuted", "GP200", "<b>no</b>", ("<i>",), found, help="<u>", proof=proof)
    assert verdict._repr_html_() == verdict_html(verdict)
    assert not {"b>no", "i", "u", "s", "0"} & {tag for tag, _ in harmless(verdict._repr_html_()).tags}


def test_a_file_that_is_missing_is_a_page_too() -> None:
    assert "GP500" in pages_html([proofread.check("no-such-page.md")])


@settings(max_examples=60)
@given(st.text(alphabet="$`<>\\\"'&![]()#-*|\n ab{}=_^\ue000\ue0011\ue002", max_size=60))
def test_any_page_is_harmless_and_well_formed(text: str) -> None:
    harmless(written(text))


def test_chromium_opens_it(tmp_path: Path) -> None:
    if CHROMIUM is None:
        pytest.skip("no Chromium here: the page is not looked at in a browser")
    file = tmp_path / "report.html"
    file.write_text(written(PAGE), "utf-8")
    options = ("--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}/profile")
    picture = tmp_path / "page.png"
    shot = [CHROMIUM, *options, "--window-size=390,1600", f"--screenshot={picture}", file.as_uri()]
    subprocess.run(shot, check=True, capture_output=True, timeout=120)
    assert picture.stat().st_size > 10_000
    dump = subprocess.run(
        [CHROMIUM, *options, "--dump-dom", file.as_uri()], check=True, capture_output=True, text=True, timeout=120
    ).stdout
    body = re.sub(r"\s+", " ", dump.split("<body", 1)[1])
    assert body.count("<details") == written(PAGE).count("<details")
    assert "<p><div" not in body
