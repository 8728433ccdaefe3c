"""Formulas as kramdown has them: `$$…$$` within a line of words is an inline formula.

Elsewhere the same signs make a display wherever they stand, so this counts only on pages without other inline formulas.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import replace
from itertools import groupby

from gradproof.document.regions import Region
from gradproof.source import Span

_MARKERS = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)]|#{1,6})[ \t]+)*")
_WORD = re.compile(r"[^\W\d_]{2,}|\b[aI]\b")


def with_inline_dollars(text: str, regions: tuple[Region, ...]) -> tuple[Region, ...]:
    """The regions, those inline that kramdown takes for inline."""
    if any(region.kind == "inline" for region in regions):
        return regions
    formulas = [(number, region) for number, region in enumerate(regions) if region.kind == "display"]
    found = list(regions)
    for line, together in groupby(formulas, key=_line_in(text)):
        on_line = [(number, region) for number, region in together if region.span.end <= line.end]
        if _has_words(text, line, [region for _, region in on_line]):
            for number, region in on_line:
                if text.startswith("$$", region.span.start):
                    found[number] = replace(region, kind="inline")
    return tuple(found)


def _line_in(text: str) -> Callable[[tuple[int, Region]], Span]:
    """What gives the line that a region begins in."""
    starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def line(numbered: tuple[int, Region]) -> Span:
        after = bisect_right(starts, numbered[1].span.start)
        return Span(starts[after - 1], starts[after] - 1 if after < len(starts) else len(text))

    return line


def _has_words(text: str, line: Span, formulas: list[Region]) -> bool:
    """Whether words stand on a line beside its formulas."""
    markers = _MARKERS.match(text, line.start, line.end)
    done = markers.end() if markers else line.start
    for formula in formulas:
        if _WORD.search(text, done, max(done, formula.span.start)):
            return True
        done = max(done, formula.span.end)
    return bool(formulas) and _WORD.search(text, done, line.end) is not None
