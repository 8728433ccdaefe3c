"""Small pages with the verdicts that they must get, in order, inside them: tests/conventions/*.md."""

from __future__ import annotations

from pathlib import Path

import pytest

from gradproof.judgement import JudgedStep
from gradproof.proofread import check_text

PAGES = sorted((Path(__file__).parent / "conventions").glob("*.md"))


def said(step: JudgedStep) -> str:
    if step.verdict is None:
        return "definition"
    return f"{step.verdict.status} (conclusion)" if step.kind == "conclusion" else step.verdict.status


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page_gets_the_verdicts_it_states(page: Path) -> None:
    text, expected = page.read_text("utf-8").split("<!-- verdicts\n")
    judged = check_text(text, page.name)
    assert [said(step) for step in judged.steps] == expected.removesuffix("-->\n").split("\n")[:-1]
    assert not judged.diagnostics
