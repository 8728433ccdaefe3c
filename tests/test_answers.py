"""The homework's answers in right and wrong forms, and the homework page itself where it stands beside the checkout."""

from __future__ import annotations

from pathlib import Path

import pytest

from gradproof.judgement import JudgedPage
from gradproof.proofread import check, prove
from tests.answers.homework import RIGHT, WRONG

Given = tuple[str, ...]
PAGE = Path(__file__).parents[2] / "shared" / "homework" / "homework5.md"
needs_page = pytest.mark.skipif(not PAGE.exists(), reason="the homework page is not part of the project")


@pytest.mark.parametrize(("given", "claim"), RIGHT, ids=[claim for _, claim in RIGHT])
def test_right_answer_is_proved(given: Given, claim: str) -> None:
    verdict = prove(claim, given)
    assert verdict.status == "proved", verdict.message


@pytest.mark.parametrize(("given", "claim"), WRONG, ids=[claim for _, claim in WRONG])
def test_near_miss_is_false(given: Given, claim: str) -> None:
    verdict = prove(claim, given)
    assert verdict.status in ("refuted", "ill-typed"), verdict.message


@pytest.fixture(scope="module")
def page() -> JudgedPage:
    return check(PAGE)


def found(page: JudgedPage, kind: str, status: str) -> list[tuple[int, int | None]]:
    """The lines and rows of the page's equations of a kind that got a verdict."""
    steps = [s for s in page.steps if s.kind == kind and s.verdict is not None and s.verdict.status == status]
    return [(page.source.text.count("\n", 0, s.span.start) + 1, s.row) for s in steps]


def from_line(pairs: list[tuple[int, int | None]], first: int = 39) -> list[tuple[int, int | None]]:
    return [pair for pair in pairs if pair[0] >= first]


@needs_page
def test_page_has_53_proved_of_58_steps(page: JudgedPage) -> None:
    counts = {s: len(from_line(found(page, "step", s))) for s in ("proved", "refuted", "ill-typed", "undecided")}
    assert counts == {"proved": 53, "refuted": 3, "ill-typed": 2, "undecided": 0}
    assert not from_line(found(page, "step", "unreadable"))


@needs_page
def test_page_has_its_mistakes_where_they_are(page: JudgedPage) -> None:
    assert found(page, "step", "refuted") == [(140, 1), (140, 3), (148, 3)]
    assert found(page, "step", "ill-typed") == [(148, 2), (148, 4)]


@needs_page
def test_page_conclusion_of_2c_is_proved(page: JudgedPage) -> None:
    assert 140 in [line for line, _ in found(page, "conclusion", "proved")]


@needs_page
def test_page_claims_in_sentences_are_proved(page: JudgedPage) -> None:
    assert [line for line, _ in found(page, "claim", "proved")] == [35, 47, 59, 59, 87, 132, 132, 138]


@needs_page
def test_page_definitions_are_found(page: JudgedPage) -> None:
    lines = [page.source.text.count("\n", 0, s.span.start) + 1 for s in page.steps if s.kind == "definition"]
    assert {43, 97, 108, 112} <= set(lines)


@needs_page
def test_page_has_nothing_open_in_its_first_two_sections(page: JudgedPage) -> None:
    section_3 = page.source.text[: page.source.text.index("3 Open questions")].count("\n") + 1
    for kind in ("step", "conclusion", "claim"):
        for status in ("undecided", "unreadable"):
            assert not [line for line, _ in found(page, kind, status) if line < section_3]
