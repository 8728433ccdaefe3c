"""A Markdown text becomes a Page: headings, items, paragraphs and displays in their order, with exact places.

First the formulas are found (`regions`), then everything that is not prose is masked by characters that mean nothing to
Markdown, and only then the blocks are found (`blocks`). Masking keeps every offset as it is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import replace

from gradproof.document.blocks import DISPLAY, FORMULA, HIDDEN, ITEM, Block, find_blocks
from gradproof.document.kramdown import with_inline_dollars
from gradproof.document.page import Heading, Item, Page, Piece
from gradproof.document.paragraphs import Paragraphs, blanked
from gradproof.document.regions import Region, budgeted, find_regions
from gradproof.formula.macros import Macro, find_macros
from gradproof.source import Diagnostic, Source, Span

_NUMBER = r"\d{1,2}(?:\.\d{1,2})*"
_EXERCISE = r"(?:Section|Exercise|Question|Problem|Task|Part|§)"
_NUMBERED = re.compile(
    rf"(?:\*\*|__)?(?:{_EXERCISE}[ \t]*)?({_NUMBER})(?=[\s.:)]|$|\*\*|__)[.:)]?[ \t]*(.*)", re.DOTALL
)
_PLAIN_HEADING = re.compile(
    rf"(?:\*\*|__)?(?:{_NUMBER}\.?[ \t]+[A-Z][^.?!:;,\n{FORMULA}{DISPLAY}]{{0,79}}"
    rf"|{_EXERCISE}[ \t]*{_NUMBER}[.:]?(?:[ \t]+[A-Z][^.?!;,\n{FORMULA}{DISPLAY}]{{0,79}})?)(?:\*\*|__)?"
)
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


def read_page(source: Source, cells: tuple[Span, ...] = ()) -> Page:
    """The page cut into pieces, and a diagnostic for every formula that was never closed.

    `cells` are stretches of the text, as in a notebook: what one of them leaves open does not reach into the next.
    """
    end = budgeted(source.text)
    text = source.text[:end]
    regions, diagnostics = _regions(text, cells or (Span(0, end),))
    macros = _macros(text, regions)
    hidden = _without_definitions(regions, macros)
    reader = _Reader(text, Paragraphs(text, _filled(text, hidden, {"skip": " "}), hidden, macros))
    pieces = tuple(piece for block in find_blocks(_mask(text, hidden)) for piece in reader.read(block))
    if end < len(source.text):
        message = "The page is too long: from here on it was not read."
        diagnostics = (*diagnostics, Diagnostic("GP404", message, Span(end, end + 1), "split it into several pages"))
    return Page(source, pieces, diagnostics, macros, hidden)


def _regions(text: str, cells: tuple[Span, ...]) -> tuple[tuple[Region, ...], tuple[Diagnostic, ...]]:
    """The regions of each stretch, in order, with those inline that kramdown has inline."""
    regions: list[Region] = []
    diagnostics: list[Diagnostic] = []
    for cell in cells:
        found, said = find_regions(text[cell.start : cell.end])
        regions += [region.moved(cell.start) for region in found]
        diagnostics += [replace(one, span=one.span.moved(cell.start)) for one in said]
    return with_inline_dollars(text, tuple(regions)), tuple(diagnostics)


def _macros(text: str, regions: tuple[Region, ...]) -> tuple[Macro, ...]:
    """The commands that a page defines, in formulas or between them, but not in its code."""
    if "\\" not in text:
        return ()
    starts = [region.span.start for region in regions]
    found = []
    for macro in find_macros(text):
        region = regions[max(0, bisect_right(starts, macro.span.start) - 1)] if regions else None
        within = region is not None and region.span.start <= macro.span.start < region.span.end
        if not (within and region is not None and region.kind in ("code", "skip")):
            found.append(macro)
    return tuple(found)


def _without_definitions(regions: tuple[Region, ...], macros: tuple[Macro, ...]) -> tuple[Region, ...]:
    """The regions, and definitions outside of them as stretches to be skipped."""
    starts = [region.span.start for region in regions]
    outside = []
    for macro in macros:
        after = bisect_right(starts, macro.span.start)
        near = regions[max(0, after - 1) : after + 1]
        if not any(r.span.start < macro.span.end and macro.span.start < r.span.end for r in near):
            outside.append(Region("skip", macro.span, macro.span))
    return tuple(sorted((*regions, *outside), key=lambda region: region.span))


def _mask(text: str, regions: tuple[Region, ...]) -> str:
    """The text with its formulas and code spans filled with a mark, and what is to be skipped blanked out."""
    return _filled(text, regions, {"display": DISPLAY, "inline": FORMULA, "code": FORMULA, "skip": HIDDEN})


def _filled(text: str, regions: tuple[Region, ...], marks: Mapping[str, str]) -> str:
    """The text with regions filled with the mark of their kind; a block of code is always hidden."""
    out, done = [], 0
    for region in regions:
        start, end = region.span.start, region.span.end
        stretch = text[start:end]
        block = region.kind == "code" and "\n" in stretch
        out.append(text[done:start])
        if block or region.kind == "skip":
            out.append(blanked(stretch, marks["skip"]))
        else:
            out.append(marks[region.kind] * (end - start) if region.kind in marks else stretch)
        done = end
    return "".join([*out, text[done:]])


class _Reader:
    """Turns blocks into pieces; remembers the section and the items it is in, to number the items."""

    def __init__(self, text: str, paragraphs: Paragraphs) -> None:
        self.text = text
        self.paragraphs = paragraphs
        self.section: str | None = None
        self.section_level = 0
        self.ordinal: str | None = None
        self.path: tuple[str, ...] = ()

    def read(self, block: Block) -> Iterator[Piece]:
        """The pieces of one block."""
        text = self.text[block.span.start : block.span.end]
        if block.kind == "ordered":
            yield from self._ordered(text, block.span)
        elif item := self._item(text, block.span):
            yield item
            yield from self.paragraphs.read(Span(item.span.end, block.span.end))
        elif block.kind == "heading":
            yield self._heading(text, block.span, block.level)
        elif _PLAIN_HEADING.fullmatch(text) and len(text.split()) <= 12:
            yield self._heading(text, block.span, 0)
        else:
            yield from self.paragraphs.read(block.span)

    def _heading(self, text: str, span: Span, level: int) -> Heading:
        """A heading of the given level; a numbered line without a level has that of its number."""
        match = _NUMBERED.fullmatch(text)
        number = match.group(1) if match else None
        title = (match.group(2) if match else text).strip(" \t*_")
        level = level or 1 + (number or "").count(".") + 1
        if number is not None or level <= self.section_level:
            self.section, self.section_level = number, level
        self.path, self.ordinal = (), None
        return Heading(level, number, title, span)

    def _ordered(self, marker: str, span: Span) -> Iterator[Item]:
        """The item of an ordered list; within a lettered item such a list is only an enumeration."""
        number = int(marker)
        if self.path and not (self.ordinal is not None and number == int(self.ordinal) + 1):
            return
        self.ordinal, self.path = str(number), ()
        yield Item(marker, self._number(), span)

    def _item(self, text: str, span: Span) -> Item | None:
        match = ITEM.match(text)
        if match is None:
            return None
        found = match.groupdict()
        label = next(found[key] for key in ("numbered", "bracketed", "shortly", "half", "dotted") if found[key])
        self.path = self._path(label)
        number = found["number"] or found["short"]
        if number is not None:
            self.path = (label,)
            self.ordinal, self.section = (None, number) if self.section != number else (self.ordinal, number)
        return Item(label, self._number(), Span(span.start, span.start + match.end()))

    def _path(self, label: str) -> tuple[str, ...]:
        """Where an item stands: (i) below (b) is (b)(i), but (i) after (h) is a letter like any other."""
        if label not in _ROMAN or not self.path or self.path[0] in _ROMAN[:1] or len(self.path[0]) > 1:
            return (label,)
        if len(label) == 1 and ord(self.path[0]) + 1 == ord(label) and len(self.path) == 1:
            return (label,)
        return (self.path[0], label)

    def _number(self) -> str:
        base = ".".join(part for part in (self.section, self.ordinal) if part is not None)
        return base + "".join(f"({label})" for label in self.path)
