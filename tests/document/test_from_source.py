"""The ending of a name says how a text is read."""

from __future__ import annotations

import pytest

from gradproof.document.from_source import read_page
from gradproof.document.page import Display, Paragraph
from gradproof.source import Source


def kinds(name: str, text: str) -> list[str]:
    return [type(piece).__name__ for piece in read_page(Source(name, text)).pieces]


@pytest.mark.parametrize("name", ["a.md", "a.Rmd", "a.qmd", "a.markdown", "a.txt", "a", "a.unknown"])
def test_markdown(name: str) -> None:
    assert kinds(name, "# A\n\n```{r}\n$x$\n```\n\nLet $x$.") == ["Heading", "Paragraph"]


def test_latex_and_notebooks() -> None:
    assert kinds("a.TEX", "\\section{A} Let $x$.") == ["Heading", "Paragraph"]
    assert kinds("a.ipynb", '{"cells": [{"cell_type": "markdown", "source": "# A"}]}') == ["Heading"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We have $$a$$ and $$b = c$$.\n\n$$d$$", ["Paragraph", "Display"]),
        ("We have $$a$$ and $b$.", ["Paragraph", "Display", "Paragraph"]),
        ("- $$a$$\n\nSo\n$$b$$\nholds", ["Display", "Paragraph", "Display", "Paragraph"]),
        ("so $$a$$, $$b$$.", ["Paragraph"]),
        ("so $$a\n= b$$", ["Paragraph", "Display"]),
        ('So <script type="math/tex">a</script>', ["Paragraph"]),
        ('So <script type="math/tex; mode=display">b</script>', ["Paragraph", "Display"]),
        ("<script>var a = '$$b$$';</script>", []),
    ],
)  # fmt: skip
def test_formulas_of_other_makers(text: str, expected: list[str]) -> None:
    assert kinds("a.md", text) == expected


def test_macros_of_a_page_are_no_formulas_and_known() -> None:
    text = "\\newcommand{\\T}[1]{#1^\\top}\n\n$$\\newcommand{\\R}{\\mathbb{R}}$$\n\n$$\\def\\a{b} \\T{W} = \\a$$\n\n"
    text += "`\\def\\c{d}`"
    page = read_page(Source("a.md", text))
    assert [macro.name for macro in page.macros] == ["\\T", "\\R", "\\a"]
    (display,) = (piece for piece in page.pieces if isinstance(piece, Display))
    assert display.formula.text == "          \\T{W} = \\a"
    paragraphs = [piece for piece in page.pieces if isinstance(piece, Paragraph)]
    assert not any("newcommand" in part.text for piece in paragraphs for part in piece.parts)
