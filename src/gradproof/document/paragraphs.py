"""Paragraphs and displays of a stretch of text whose formulas are known."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from gradproof.document.page import Display, Formula, Paragraph, Piece, Prose
from gradproof.document.regions import Region
from gradproof.formula.macros import Macro
from gradproof.source import Span

_QUOTED_LINE = re.compile(r"([ \t]*(?:(?:>|[-*+]|\d{1,9}[.)])[ \t]*)*)")
_INK = re.compile(r"[^\n]")


class Paragraphs:
    """Cuts stretches of a text at its displays.

    `words` is the text, as long as it is, with spaces for all that is no words. Definitions of macros are no formulas:
    in the formulas that hold them spaces stand for them.
    """

    def __init__(self, text: str, words: str, regions: tuple[Region, ...], macros: tuple[Macro, ...] = ()) -> None:
        self.text = text
        self.words = words
        self.regions = tuple(region for region in regions if region.kind in ("inline", "display"))
        self.starts = [region.span.start for region in self.regions]
        self.macros = macros
        self.defined = [macro.span.start for macro in macros]

    def read(self, span: Span) -> Iterator[Piece]:
        """The paragraphs of a stretch, with the displays between them."""
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
            elif formula.text.strip():
                parts.append(formula)
        yield from _as_paragraph([*parts, *self._prose(done, span.end)])

    def _regions(self, span: Span) -> Iterator[Region]:
        number = bisect_left(self.starts, span.start)
        while number < len(self.regions) and self.starts[number] < span.end:
            yield self.regions[number]
            number += 1

    def _prose(self, start: int, end: int) -> list[Prose | Formula]:
        return [Prose(self.words[start:end], Span(start, end))] if start < end else []

    def _formula(self, region: Region) -> Formula:
        """The formula of a region, the `>` marks of a quotation and definitions replaced by spaces."""
        inner = self.text[region.inner.start : region.inner.end]
        line_start = self.text.rfind("\n", 0, region.span.start) + 1 if "\n" in inner else 0
        quoted = _QUOTED_LINE.match(self.text, line_start, region.span.start) if "\n" in inner else None
        if quoted is not None and (depth := quoted.group(1).count(">")):
            marks = re.compile(rf"(?<=\n)[ \t]*(?:>[ \t]?){{1,{depth}}}")
            inner = marks.sub(lambda mark: " " * len(mark.group()), inner)
        return Formula(self._without_definitions(inner, region.inner), region.inner)

    def _without_definitions(self, inner: str, place: Span) -> str:
        for number in range(bisect_left(self.defined, place.start), len(self.macros)):
            start, end = (offset - place.start for offset in (self.defined[number], self.macros[number].span.end))
            if start >= len(inner):
                break
            inner = inner[:start] + blanked(inner[start:end]) + inner[end:]
        return inner


def blanked(text: str, with_char: str = " ") -> str:
    """The text with every character but line breaks replaced."""
    return _INK.sub(with_char, text)


def _as_paragraph(parts: list[Prose | Formula]) -> Iterator[Paragraph]:
    """A paragraph of the parts, if they say anything."""
    if any(isinstance(part, Formula) or part.text.strip(" \t\r\n.,;>") for part in parts):
        yield Paragraph(tuple(parts), parts[0].span.join(parts[-1].span))
