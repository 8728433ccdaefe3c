"""A LaTeX page as HTML: headings, items, paragraphs and displays in their order, the formulas typeset."""

from __future__ import annotations

from html import escape

from gradproof.document.page import Display, Heading, Item, Page, Paragraph, Prose
from gradproof.judgement import JudgedStep
from gradproof.report.typeset import Typeset


def tex_html(page: Page, written: Typeset) -> str:
    """The page, the reasons behind their paragraphs."""
    out = []
    for piece in page.pieces:
        match piece:
            case Heading(level, number, title):
                words = " ".join(part for part in (number, title) if part)
                out.append(f"<h{min(level + 1, 6)}>{escape(words)}</h{min(level + 1, 6)}>")
            case Item(number=number):
                out.append(f'<div class="item">{escape(number)}</div>')
            case Paragraph():
                out.append(_paragraph(piece, written))
            case Display(formula):
                out.append(written.display(formula))
    return "\n".join(out)


def _paragraph(paragraph: Paragraph, written: Typeset) -> str:
    parts: list[str] = []
    steps: list[JudgedStep] = []
    for part in paragraph.parts:
        if isinstance(part, Prose):
            parts.append(escape(part.text))
        else:
            formula, found = written.inline(part)
            parts.append(formula)
            steps += found
    return f'<div class="paragraph">{"".join(parts)}</div>{written.reasons(tuple(steps))}'
