"""A token, and the place where a pass over a text stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from gradproof.source import Diagnostic, FormulaError, Span, fail


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its kind, its normalised text and its place; `gap` when white space stands before it.

    A token of kind "bad" carries in `trouble` what is wrong at its place.
    """

    kind: str
    text: str
    span: Span
    gap: bool = False
    trouble: Diagnostic | None = None


MAX_NESTING = 40
"""How many brackets may stand within one another."""


def too_deep(place: Span) -> FormulaError:
    """The error for brackets nested too deep."""
    help = "Give the inner parts names of their own."
    return fail("GP404", f"Brackets are nested more than {MAX_NESTING} deep here.", place, help)


class Scanner:
    """The state of one pass over a text: the position, and the tokens so far."""

    def __init__(self, text: str, offset: int, nested: int = 0) -> None:
        self.text, self.offset, self.nested = text, offset, nested
        self.position = 0
        self.gap = False
        self.tokens: list[Token] = []
        self.open_brackets = 0

    def span(self, start: int, end: int) -> Span:
        """The span of a stretch of the text, in the source."""
        return Span(self.offset + start, self.offset + end)

    def add(self, kind: str, text: str, start: int, end: int | None = None) -> None:
        """Append a token that reaches from `start` to the position (or `end`)."""
        self.tokens.append(Token(kind, text, self.span(start, self.position if end is None else end), self.gap))
        self.gap = False

    def add_bad(self, code: str, message: str, start: int, end: int, help: str | None = None) -> None:
        """Append a token that says what is wrong at its place."""
        span = self.span(start, end)
        self.tokens.append(Token("bad", self.text[start:end], span, self.gap, Diagnostic(code, message, span, help)))
        self.gap = False

    @cached_property
    def closing_braces(self) -> dict[int, int]:
        """Where each brace that is closed is closed."""
        closing: dict[int, int] = {}
        open_braces: list[int] = []
        for match in re.finditer(r"\\.|[{}]", self.text, re.DOTALL):
            if match[0] == "{":
                open_braces.append(match.start())
            elif match[0] == "}" and open_braces:
                closing[open_braces.pop()] = match.start()
        return closing

    def opening(self) -> int:
        """Where the next character that is not white space stands."""
        position = self.position
        while position < len(self.text) and self.text[position].isspace():
            position += 1
        return position

    def starred(self) -> None:
        """Read past the star of a starred command."""
        if self.text.startswith("*", self.position):
            self.position += 1

    def raw_argument(self, what: str) -> tuple[int, int] | None:
        """Where the next argument begins and ends, read past it; None (after a bad token) if its brace never closes."""
        opening = self.opening()
        if not self.text.startswith("{", opening):
            if not self.text[opening : opening + 1].isalnum():
                self.add_bad("GP403", f"A brace is expected after {what}.", opening - 1, opening)
                return None
            self.position = opening + 1
            return opening, self.position
        closing = self.closing_braces.get(opening)
        if closing is None:
            self.add_bad("GP402", f"The brace of {what} is never closed.", opening, opening + 1, "Add the missing }.")
            self.position = opening + 1
            return None
        self.position = closing + 1
        return opening + 1, closing
