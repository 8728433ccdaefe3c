"""LaTeX documents become pieces: sections, items, paragraphs and displays, each where it says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradproof import proofread
from gradproof.document.from_tex import read_page
from gradproof.document.page import Display, Formula, Heading, Item, Page, Paragraph, Prose
from gradproof.source import Source


def page(text: str) -> Page:
    return read_page(Source("page.tex", text))


def formulas(text: str) -> list[str]:
    found = []
    for piece in page(text).pieces:
        if isinstance(piece, Display):
            found.append(piece.formula)
        elif isinstance(piece, Paragraph):
            found += [part for part in piece.parts if isinstance(part, Formula)]
    assert all(text[f.span.start : f.span.end] == f.text or r"\newcommand" in text for f in found)
    return [formula.text for formula in found]


def words(text: str) -> str:
    parts = [part for piece in page(text).pieces if isinstance(piece, Paragraph) for part in piece.parts]
    return " ".join(" ".join(part.text if isinstance(part, Prose) else "□" for part in parts).split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("so $a = b$ and \\(c\\), $$d$$ \\[e\\]", ["a = b", "c", "d", "e"]),
        ("$a$$b$ \\$ and 5\\% of $c$", ["a", "b", "c"]),
        ("$a$ % $b$\n$c$", ["a", "c"]),
        ("\\begin{align*} a &= b \\end{align*}", ["\\begin{align*} a &= b \\end{align*}"]),
        ("\\begin{eqnarray}a&=&b\\\\[2pt]\\end{eqnarray}", ["\\begin{eqnarray}a&=&b\\\\[2pt]\\end{eqnarray}"]),
        ("\\begin{theorem} $a$ \\begin{gather}b\\end{gather}\\end{theorem}", ["a", "\\begin{gather}b\\end{gather}"]),
        ("\\begin{verbatim}$a$\\end{verbatim}$b$", ["b"]),
        ("\\verb|$a$| $b$", ["b"]),
        ("\\documentclass{article}\n$no$\n\\begin{document}$a$\\end{document}$no$", ["a"]),
        ("$a\n\nb$ and $c$", [" and ", ]),
        ("\\newcommand{\\be}{\\begin{align}}\\def\\ee{\\end{align}}\\be a = b \\ee $c$", [" a = b ", "c"]),
        ("\\begin{subequations}\\begin{align}a\\end{align}\\end{subequations}", ["\\begin{align}a\\end{align}"]),
    ],
)  # fmt: skip
def test_what_is_a_formula(text: str, expected: list[str]) -> None:
    assert formulas(text) == expected


def test_sections_and_items_are_numbered_as_latex_does() -> None:
    text = """\\section{One}\\subsection{Two $x$}\\subsection{Three}\\section*{Four}\\section{Five}
\\begin{enumerate}\\item First \\begin{enumerate}\\item a \\item b\\begin{itemize}\\item .\\end{itemize}\\end{enumerate}
\\item Second\\end{enumerate}
\\section{3.2 Own} \\begin{enumerate}[label=(\\alph*)]\\item a\\item b \\item[(z)] c\\end{enumerate}"""
    pieces = page(text).pieces
    headings = [(piece.level, piece.number) for piece in pieces if isinstance(piece, Heading)]
    assert headings == [(1, "1"), (2, "1.1"), (2, "1.2"), (1, None), (1, "2"), (1, "3.2")]
    items = [piece.number for piece in pieces if isinstance(piece, Item)]
    assert items == ["2.1", "2.1(a)", "2.1(b)", "2.2", "3.2(a)", "3.2(b)", "3.2(z)"]


def test_commands_of_text_leave_words() -> None:
    text = "Show \\emph{that}~$A$ \\textbf{is equal} to \\cite{knuth} $B$.\\footnote{So.}"
    assert words(text) == "Show that □ is equal to □ . So."


def test_what_is_not_followed_or_never_closed_is_said() -> None:
    found = page("\\input{macros} $a = \\frac{1}{2}\n\n\\begin{align} a").diagnostics
    assert [one.code for one in found] == ["GP503", "GP402", "GP402"]


def test_macros_of_the_preamble_and_chains_are_judged() -> None:
    text = r"""\documentclass{article}
\newcommand{\pd}[2]{\frac{\partial #1}{\partial #2}}
\begin{document}
\begin{equation} y = \exp(x) \end{equation}
\begin{align}
\pd{y}{x} &= y \\[1.6em] % a comment
          &= \exp(x) \nonumber \label{eq:one} \tag{2}
\end{align}
and then
\begin{eqnarray*} & = & 2 y \end{eqnarray*}
\end{document}
"""
    judged = proofread.check_text(text, "page.tex")
    found = [(step.span, step.verdict.status) for step in judged.steps if step.verdict is not None]
    assert [status for _, status in found] == ["proved", "proved", "proved", "refuted"]
    assert judged.source.line_column(found[0][0].start) == (6, 1)


@given(st.text(alphabet="\\${}[]()%\n abeginitm*&", max_size=80))
def test_any_text_is_a_page(text: str) -> None:
    for piece in page(text).pieces:
        assert 0 <= piece.span.start <= piece.span.end <= len(text)
