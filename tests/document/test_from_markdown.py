"""Pages become pieces, and every piece of a formula stands exactly where it says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradproof.document.from_markdown import read_page
from gradproof.document.page import Display, Formula, Heading, Item, Page, Paragraph
from gradproof.source import Source


def page(text: str) -> Page:
    return read_page(Source("page.md", text))


def formulas(text: str) -> list[str]:
    return [formula.text for formula in all_formulas(page(text))]


def all_formulas(read: Page) -> list[Formula]:
    found = []
    for piece in read.pieces:
        if isinstance(piece, Display):
            found.append(piece.formula)
        elif isinstance(piece, Paragraph):
            found += [part for part in piece.parts if isinstance(part, Formula)]
    return found


def kinds(text: str) -> list[str]:
    return [type(piece).__name__ for piece in page(text).pieces]


def items(text: str) -> list[str]:
    return [piece.number for piece in page(text).pieces if isinstance(piece, Item)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Let $a = b$ and $c$.", ["a = b", "c"]),
        ("a $ x $ b", [" x "]),
        ("It costs $5 and then $6.", []),
        ("It costs \\$5, so $x$", ["x"]),
        ("$a$$b$", ["a", "b"]),
        ("`$a$` is code, $b$ is not", ["b"]),
        ("``a ` $x$ `` $y$", ["y"]),
        ("GitLab writes $`a_b`$", ["a_b"]),
        ("$$a\n= b$$", ["a\n= b"]),
        ("so $$a = b$$ and \\[c = d\\] and \\(e\\)", ["a = b", "c = d", "e"]),
        ("doubled \\\\(a\\\\) and \\\\[ b \\\\]", ["a", " b "]),
        ("\\[ a \\\\[2pt] b \\]", [" a \\\\[2pt] b "]),
        ("$\\text{costs \\$5}$", ["\\text{costs \\$5}"]),
        ("\\begin{align}a &= b\\\\\n\n&= c\\end{align}", ["\\begin{align}a &= b\\\\\n\n&= c\\end{align}"]),
        ("```math\na = b\n```", ["a = b\n"]),
        ("```python\nprint('$a$')\n```\n$b$", ["b"]),
        ("~~~\n$a$\n```\n$b$\n~~~\n$c$", ["c"]),
        ("<!-- $a$ --> $b$", ["b"]),
        ("<!-- $a$\n\n$$b$$ --> $c$", ["c"]),
        ("<pre>$a$</pre> $b$", ["b"]),
        ("---\ntitle: $a$\n---\n$b$", ["b"]),
        ("    $a$ is indented code\n\n$b$", ["b"]),
        ("    $$a = b$$", ["a = b"]),
        ("$a\n\nb$", []),
        ("> $$\n> a > b\n> $$", ["\n  a > b\n  "]),
        ("> - > $$a\n> > = b$$", ["a\n    = b"]),
        ("$$\na\n> b\n$$", ["\na\n> b\n"]),
        ("$$a\n- b\n+ c\n# d\n=== $$", ["a\n- b\n+ c\n# d\n=== "]),
        ("$$a\r\n= b$$\r\n\r\nso", ["a\r\n= b"]),
        ("\\verb and \\begin{verbatim}$a$\\end{verbatim} $b$", ["b"]),
    ],
)
def test_formulas_are_found_as_they_stand(text: str, expected: list[str]) -> None:
    assert formulas(text) == expected
    assert not page(text).diagnostics


@pytest.mark.parametrize("opener", ["$$", "\\[", "\\begin{align}"])
def test_an_unclosed_display_is_pointed_at_and_the_page_goes_on(opener: str) -> None:
    text = f"First.\n\n{opener} a = b\n\nSo we get that\n\n$$c = d$$\n\n# 2 Next\n\n$e$"
    read = page(text)
    assert [(found.code, found.span.start) for found in read.diagnostics] == [("GP402", text.index(opener))]
    assert [formula.text for formula in all_formulas(read)] == ["c = d", "e"]
    assert "Heading" in kinds(text)


def test_an_unclosed_dollar_is_reported_only_where_a_formula_follows() -> None:
    assert [found.code for found in page("Let $\\frac{a}{b} be\n\n$c$").diagnostics] == ["GP402"]
    assert not page("It costs $5.\n\n$c$").diagnostics


def test_a_blank_line_inside_a_display_is_no_end() -> None:
    assert formulas("$$\na = b\n\n= c\n$$") == ["\na = b\n\n= c\n"]


HOMEWORK = """1 Softmax Regression / Classes

Show it in 3 steps.

(a) Show that $a$ is

$$a = b$$

- (b) Give $c$

2 Neural Networks

**(a)** First
1(c) Elsewhere

## 3. Open questions

a) One
b) Two
(i) part
(ii) part
"""


def test_headings_and_items_of_a_homework_are_numbered() -> None:
    read = page(HOMEWORK)
    headings = [(piece.number, piece.title) for piece in read.pieces if isinstance(piece, Heading)]
    assert headings == [("1", "Softmax Regression / Classes"), ("2", "Neural Networks"), ("3", "Open questions")]
    assert items(HOMEWORK) == ["1(a)", "1(b)", "2(a)", "1(c)", "3(a)", "3(b)", "3(b)(i)", "3(b)(ii)"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Exercise 2(c) Derive $a$.", ["2(c)"]),
        ("### Exercise 2(c): Softmax", ["2(c)"]),
        ("## 4 Loss\n\n### (b) Gradient", ["4(b)"]),
        ("1. One\n   (a) x\n   (b) y\n2. Two\n   (a) z", ["1", "1(a)", "1(b)", "2", "2(a)"]),
        ("## 2 Net\n\n(c) first\n\n1. do this\n2. do that", ["2(c)"]),
        ("(g) a\n\n(h) b\n\n(i) c", ["(g)", "(h)", "(i)"]),
        ("c. Derive it", ["(c)"]),
        ("(a) and (b) show that", []),
        ("In total 2018. Then", []),
        ("f(a) is (b)", []),
        ("\\section{2 Net}\n\\item[] x", []),
        ("i) a\n\nii) b\n\niii) c\n\niv) d\n\nvi) and so on", ["(i)", "(ii)", "(iii)", "(iv)"]),
    ],
)
def test_items(text: str, expected: list[str]) -> None:
    assert items(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# 2 Neural Networks", (1, "2", "Neural Networks")),
        ("## Exercise 3: Loss ##", (2, "3", "Loss")),
        ("Title\n=====", (1, None, "Title")),
        ("2.1 Forward pass", (3, "2.1", "Forward pass")),
        ("**2 Neural Networks**", (2, "2", "Neural Networks")),
        ("\\subsection{Forward}", (2, None, "Forward")),
        ("# 3D rotations", (1, None, "3D rotations")),
    ],
)
def test_headings(text: str, expected: tuple[int, str | None, str]) -> None:
    (heading,) = page(text).pieces
    assert isinstance(heading, Heading)
    assert (heading.level, heading.number, heading.title) == expected


@pytest.mark.parametrize(
    "text", ["2 is the number of classes.", "2 $x$ Times", "2 Lines: this", "Chapter 11, Alpaydin"]
)
def test_a_sentence_that_begins_with_a_number_is_no_heading(text: str) -> None:
    assert kinds(text) == ["Paragraph"]


def test_a_display_within_a_paragraph_parts_it() -> None:
    assert kinds("Then\n$$a = b$$\nso that $c$") == ["Paragraph", "Display", "Paragraph"]


PIECES = [
    "$",
    "$$",
    "`",
    "```",
    "\n",
    "\n\n",
    "\\(",
    "\\)",
    "\\[",
    "\\]",
    "a b",
    "> ",
    "- ",
    "1. ",
    "(a) ",
    "# ",
    "<!--",
]
PIECES += [
    "-->",
    "\\begin{align}",
    "\\end{align}",
    "\\frac{a}{b}",
    "\\",
    "    ",
    "---",
    "\r\n",
    "~~~",
    "```math\n",
    "x = y",
]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_places_are_exact_whatever_the_text(text: str) -> None:
    read = page(text)
    starts = [piece.span.start for piece in read.pieces]
    assert starts == sorted(starts)
    for formula in all_formulas(read):
        written = text[formula.span.start : formula.span.end]
        assert len(formula.text) == len(written)
        assert all(a == b or (a == " " and b in "> \t") for a, b in zip(formula.text, written, strict=True))
    for piece in read.pieces:
        if isinstance(piece, Paragraph):
            assert piece.parts[0].span.join(piece.parts[-1].span) == piece.span


@pytest.mark.parametrize(
    "unit", ["$", "$$ a\n\n", "`", "- ", "> ", "\\[ ", "\\(", "```\n", "(a) x\n", "<!--", "$`", "\\begin{align}"]
)
def test_much_of_anything_is_read_within_the_budget(unit: str) -> None:
    text = unit * (300_000 // len(unit))
    read = page(text)
    assert len(read.pieces) <= 150_000
    assert all(found.code in ("GP402", "GP404") for found in read.diagnostics)


def test_a_megabyte_of_formula_is_one_formula() -> None:
    text = "$$" + "x + " * 250_000 + "x$$"
    assert [len(found) for found in formulas(text)] == [len(text) - 4]


@pytest.mark.parametrize("text", ["", " \n\t\n", "\ufeff", "\0\0\0"])
def test_nothing_in_gives_nothing_out(text: str) -> None:
    assert not all_formulas(page(text))


def test_a_page_beyond_the_budget_says_where_reading_stopped() -> None:
    read = page("a\n\n" * 60_000)
    assert [found.code for found in read.diagnostics] == ["GP404"]
    assert page("a\n\n" * 60_000).diagnostics == read.diagnostics
