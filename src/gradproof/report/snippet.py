"""A line of a source with carets below a place in it, cut to what fits on a screen."""

from __future__ import annotations

import unicodedata

from gradproof.source import Source, Span

WIDTH = 96
_BEFORE = 24  # of a cut line, what is shown before the place


def snippet(source: Source, span: Span) -> tuple[str, str, str]:
    """The number of the line, its text, and the carets below the span; of a span over several lines, the first.

    A line longer than the screen is cut to a window around the place, with … where something is left out.
    """
    offset = min(span.start, len(source.text))
    line = source.line_column(offset)[0]
    text, start = source.line_around(offset)
    start = min(start, len(text))
    end = max(start + 1, min(start + span.end - span.start, len(text)))
    while end - 1 > start and text[end - 1 : end].isspace():
        end -= 1
    first = 0 if len(text) <= WIDTH else max(0, min(start - _BEFORE, len(text) - WIDTH))
    last = min(len(text), first + WIDTH)
    head, tail = "…" * (first > 0), "…" * (last < len(text))
    carets = " " * (_cells(text[first:start]) + len(head)) + "^" * max(1, _cells(text[start : min(end, last)]))
    return str(line), head + _printable(text[first:last]) + tail, carets + ("…" if min(end, len(text)) > last else "")


def _printable(text: str) -> str:
    """The text with tabs and control characters as one space each, so that columns stay columns."""
    return "".join(" " if unicodedata.category(char) == "Cc" else char for char in text)


def _cells(text: str) -> int:
    """How many cells of a terminal a text takes: wide characters two, combining marks none."""
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(unicodedata.combining(char) > 0 for char in text)
