"""A notebook's Markdown cells become a page, and every place is one of the .ipynb file."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from gradproof.document.from_notebook import read_page
from gradproof.document.page import Display, Page, Paragraph
from gradproof.source import Source


def notebook(*cells: tuple[str, str], lines: bool = True, ascii_only: bool = True) -> str:
    made = [
        {"cell_type": kind, "metadata": {"cells": [{"cell_type": "markdown", "source": "$no$"}]},
         "source": text.splitlines(keepends=True) if lines else text}
        for kind, text in cells
    ]  # fmt: skip
    return json.dumps({"cells": made, "metadata": {"": "markdown"}, "nbformat": 4}, indent=1, ensure_ascii=ascii_only)


def page(text: str) -> Page:
    return read_page(Source("page.ipynb", text))


def displays(read: Page) -> list[str]:
    return [piece.formula.text.strip() for piece in read.pieces if isinstance(piece, Display)]


def test_markdown_cells_are_read_and_code_is_not() -> None:
    text = notebook(
        ("markdown", "# A\n$$a = b$$"), ("code", "x = '$$c = d$$'"), ("raw", "$$e$$"), ("markdown", "$$f$$")
    )
    assert displays(page(text)) == ["a = b", "f"]
    assert displays(page(notebook(("markdown", "$$a$$"), lines=False))) == ["a"]


def test_line_and_column_are_those_of_the_file() -> None:
    text = notebook(("markdown", 'A "quoted"\ttab, 𝐱 and σ.\n\nLet $\\frac{a}{\\beta} = c$.'))
    read = page(text)
    formula = next(
        part for piece in read.pieces if isinstance(piece, Paragraph) for part in piece.parts if "c" in part.text
    )
    line, column = read.source.line_column(formula.span.start)
    assert text.split("\n")[line - 1][column - 1 :].startswith("\\\\frac{a}{\\\\beta} = c$.")
    end_line, end_column = read.source.line_column(formula.span.end)
    assert (end_line, text.split("\n")[line - 1][end_column - 1]) == (line, "$")
    assert read.source.line_around(formula.span.start) == ("Let $\\frac{a}{\\beta} = c$.", 5)


def test_what_one_cell_leaves_open_does_not_reach_into_the_next() -> None:
    read = page(
        notebook(
            ("markdown", "```\nno end $$a = b"),
            ("markdown", "$$c = d$$"),
            ("markdown", "$$e = "),
            ("markdown", "$$f$$"),
        )
    )
    assert displays(read) == ["c = d", "f"]
    assert [found.code for found in read.diagnostics] == ["GP402"]


def test_a_notebook_of_the_third_format() -> None:
    text = json.dumps({"worksheets": [{"cells": [{"cell_type": "markdown", "source": ["$$a = b$$"]}]}], "nbformat": 3})
    assert displays(page(text)) == ["a = b"]


def test_what_is_no_notebook_is_said_to_be_none() -> None:
    for text in ("{", "[1]", "{}", "[" * 100_000, "# A page", '{"a": {"cells": 1}}'):
        read = page(text)
        assert [found.code for found in read.diagnostics] == ["GP501"]
        assert read.pieces == ()
    assert page('{"cells": 1}').pieces == ()
    assert page('{"cells": []}').pieces == ()


@given(st.lists(st.text(max_size=20), max_size=3), st.booleans(), st.booleans())
def test_every_character_stands_where_it_says(cells: list[str], lines: bool, ascii_only: bool) -> None:
    text = notebook(*(("markdown", cell) for cell in cells), lines=lines, ascii_only=ascii_only)
    source = page(text).source
    wanted = [cell for cell in cells if cell or not lines]
    plain = "\n\n".join(wanted).encode("utf-8", "replace").decode()
    assert source.text.encode("utf-8", "replace").decode().replace("\ufffd", "?") == plain.replace("\ufffd", "?")
    rows = text.split("\n")
    for offset, char in enumerate(source.text):
        line, column = source.line_column(offset)
        written = rows[line - 1][column - 1]
        assert written in (char, "\\", '"') or offset in _between(wanted)


def _between(cells: list[str]) -> set[int]:
    found, place = set(), 0
    for cell in cells:
        place += len(cell)
        found |= {place, place + 1}
        place += 2
    return found
