"""The pieces of a page in their order, each with its exact place in the original text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gradproof.document.regions import Region
from gradproof.formula.macros import Macro
from gradproof.source import Diagnostic, Source, Span


@dataclass(frozen=True, slots=True)
class Formula:
    """The LaTeX between the delimiters. `text` is as long as its span, so that a place in it is a place in the page.

    It differs from the page only where the page has something that is no LaTeX: the `> ` of a quotation becomes
    spaces, and a word such as "zero" in a sentence becomes `0` and spaces.
    """

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Prose:
    """A stretch of words between formulas, as it stands."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `number` such as "2" or "2.1" where it begins with one. A short numbered line counts as one, too."""

    level: int
    number: str | None
    title: str
    span: Span


@dataclass(frozen=True, slots=True)
class Item:
    """The label of an exercise: "(c)" has label "c" and, in section 2, number "2(c)"."""

    label: str
    number: str
    span: Span


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words and inline formulas in their order; never empty."""

    parts: tuple[Prose | Formula, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Display:
    """A displayed formula; `span` covers its delimiters."""

    formula: Formula
    span: Span


Piece = Heading | Item | Paragraph | Display


@dataclass(frozen=True)
class Page:
    """A page cut into pieces; code, comments and front matter are left out. `macros` are commands that it defines.

    `regions` are its formulas, code and hidden parts as they stand in the text, in order.
    """

    source: Source
    pieces: tuple[Piece, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    macros: tuple[Macro, ...] = ()
    regions: tuple[Region, ...] = ()
    written_in: Literal["Markdown", "LaTeX"] = "Markdown"
