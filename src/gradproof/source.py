"""Where a thing stands in a file, and what is to be said about it.

A `Span` counts code points from the start of the text of its `Source`, end exclusive. Every tree node,
statement and diagnostic carries one, so that whatever is reported can be shown at its place.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The half-open stretch [start, end) of a source text, in code points."""

    start: int
    end: int

    def join(self, other: Span) -> Span:
        """The smallest span that covers both."""
        return Span(min(self.start, other.start), max(self.end, other.end))

    def moved(self, offset: int) -> Span:
        """The span in a text that has `offset` characters before this one."""
        return Span(self.start + offset, self.end + offset)


NOWHERE = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Origin:
    """The file that a text was taken out of: `places[i]` is where character i of the text begins in it.

    `places` has one entry more than the text has characters: where the text ends.
    """

    file: str
    places: tuple[int, ...]


@dataclass(frozen=True)
class Source:
    """A named text, and the line and column of any place in it.

    The text is what is read. Where a file holds it in another form (a notebook, its Markdown as JSON strings), `origin`
    knows the place in the file, and lines and columns are those of the file.
    """

    name: str
    text: str
    origin: Origin | None = None

    @cached_property
    def _line_starts(self) -> tuple[int, ...]:
        file = self.text if self.origin is None else self.origin.file
        return (0, *(i + 1 for i, char in enumerate(file) if char == "\n"))

    def line_column(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset in the file, both counted from 1.

        >>> Source("page", "ab\\ncd").line_column(4)
        (2, 2)
        """
        if self.origin is not None:
            offset = self.origin.places[min(offset, len(self.text))]
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def line_around(self, offset: int) -> tuple[str, int]:
        """The line of the text that an offset stands in, without its line break, and how far into it that is.

        >>> Source("page", "ab\\ncd").line_around(4)
        ('cd', 1)
        """
        start = self.text.rfind("\n", 0, offset) + 1
        end = self.text.find("\n", offset)
        return self.text[start : len(self.text) if end < 0 else end].rstrip("\r"), offset - start


@dataclass(frozen=True)
class Diagnostic:
    """One thing to say about a place: what is wrong, where, and what to try.

    `related` names further places that belong to it (the other place of a clash), each with its sentence.
    """

    code: str
    message: str
    span: Span
    help: str | None = None
    related: tuple[tuple[Span, str], ...] = field(default=())


class FormulaError(Exception):
    """A formula that cannot be read or typed; carries the Diagnostic that says so."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


def fail(code: str, message: str, span: Span, help: str | None = None) -> FormulaError:
    """The error to raise for one message at one place."""
    return FormulaError(Diagnostic(code, message, span, help))
