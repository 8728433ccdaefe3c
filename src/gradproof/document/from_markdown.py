"""A Markdown text becomes a Page: headings, items, paragraphs and displays in their order, with exact places.

First the formulas are found (`regions`), then everything that is not prose is masked by characters that mean nothing to
Markdown, and only then the blocks are found (`blocks`). Masking keeps every offset as it is.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from gradproof.document.blocks import DISPLAY, FORMULA, HIDDEN, ITEM, Block, find_blocks
from gradproof.document.page import Display, Formula, Heading, Item, Page, Paragraph, Piece, Prose
from gradproof.document.regions import Region, budgeted, find_regions
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
_QUOTED_LINE = re.compile(r"([ \t]*(?:(?:>|[-*+]|\d{1,9}[.)])[ \t]*)*)")


def read_page(source: Source) -> Page:
    """The page cut into pieces, and a diagnostic for every formula that was never closed."""
    end = budgeted(source.text)
    text = source.text[:end]
    regions, diagnostics = find_regions(text)
    reader = _Reader(text, regions)
    pieces = tuple(piece for block in find_blocks(_mask(text, regions)) for piece in reader.read(block))
    if end < len(source.text):
        message = "The page is too long: from here on it was not read."
        diagnostics = (*diagnostics, Diagnostic("GP404", message, Span(end, end + 1), "split it into several pages"))
    return Page(source, pieces, diagnostics)


def _mask(text: str, regions: tuple[Region, ...]) -> str:
    """The text with its formulas and code spans filled with a mark, and what is to be skipped blanked out."""
    out, done = [], 0
    for region in regions:
        start, end = region.span.start, region.span.end
        out.append(text[done:start])
        stretch = text[start:end]
        mark = DISPLAY if region.kind == "display" else FORMULA
        hidden = region.kind == "skip" or (region.kind == "code" and "\n" in stretch)
        out.append(re.sub(r"[^\n]", HIDDEN, stretch) if hidden else mark * (end - start))
        done = end
    return "".join([*out, text[done:]])


class _Reader:
    """Turns blocks into pieces; remembers the section and the items it is in, to number the items."""

    def __init__(self, text: str, regions: tuple[Region, ...]) -> None:
        self.text = text
        self.regions = tuple(region for region in regions if region.kind in ("inline", "display"))
        self.starts = [region.span.start for region in self.regions]
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
            yield from self._paragraph(Span(item.span.end, block.span.end))
        elif block.kind == "heading":
            yield self._heading(text, block.span, block.level)
        elif _PLAIN_HEADING.fullmatch(text) and len(text.split()) <= 12:
            yield self._heading(text, block.span, 0)
        else:
            yield from self._paragraph(block.span)

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

    def _paragraph(self, span: Span) -> Iterator[Piece]:
        """Paragraphs with the displays between them."""
        done = span.start
        parts: list[Prose | Formula] = []
        for region in self._regions(span):
            parts += self._prose(done, region.span.start)
            formula = self._formula(region)
            done = region.span.end
            if region.kind == "display":
                yield from _as_paragraph(parts)
                parts = []
                if formula.text.strip():
                    yield Display(formula, region.span)
            else:
                parts.append(formula)
        yield from _as_paragraph([*parts, *self._prose(done, span.end)])

    def _regions(self, span: Span) -> Iterator[Region]:
        number = bisect_left(self.starts, span.start)
        while number < len(self.regions) and self.starts[number] < span.end:
            yield self.regions[number]
            number += 1

    def _prose(self, start: int, end: int) -> list[Prose | Formula]:
        return [Prose(self.text[start:end], Span(start, end))] if start < end else []

    def _formula(self, region: Region) -> Formula:
        """The formula of a region, the `>` marks of a quotation replaced by spaces."""
        inner = self.text[region.inner.start : region.inner.end]
        line_start = self.text.rfind("\n", 0, region.span.start) + 1 if "\n" in inner else 0
        quoted = _QUOTED_LINE.match(self.text, line_start, region.span.start) if "\n" in inner else None
        if quoted is not None and (depth := quoted.group(1).count(">")):
            marks = re.compile(rf"(?<=\n)[ \t]*(?:>[ \t]?){{1,{depth}}}")
            inner = marks.sub(lambda mark: " " * len(mark.group()), inner)
        return Formula(inner, region.inner)


def _as_paragraph(parts: list[Prose | Formula]) -> Iterator[Paragraph]:
    """A paragraph of the parts, if they say anything."""
    if any(isinstance(part, Formula) or part.text.strip(" \t\r\n.,;>") for part in parts):
        yield Paragraph(tuple(parts), parts[0].span.join(parts[-1].span))
