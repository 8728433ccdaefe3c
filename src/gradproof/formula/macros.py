"""A page's own commands, \\newcommand and its kin, and formulas with them unfolded.

A definition holds from its place on, as in TeX. Unfolding works on TeX's own tokens (a command, or one character)
before the lexer sees them: what a body brings in stands at the place of the use, an argument keeps its own place.

A parameter text with delimiters (`\\def\\x(#1){…}`) defines nothing here: its use is an unknown command.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from types import MappingProxyType

from gradproof.formula.scanner import Token
from gradproof.source import Diagnostic, FormulaError, Span, fail

MAX_UNFOLDINGS = 2_000
MAX_PIECES = 40_000
"""How many uses are unfolded in one formula, and how many TeX tokens may come of it."""

_LONGEST, _MOST = 5_000, 1_000  # characters of a definition, and definitions that are looked at
_DEFINITION = re.compile(
    r"\\(?P<how>(?:re)?newcommand|providecommand|DeclareRobustCommand|[gex]?def|let|DeclareMathOperator"
    r"|DeclarePairedDelimiter)(?![A-Za-z@])\*?\s*(?:\{\s*(?P<braced>\\(?:[A-Za-z@]+|[^A-Za-z\s]))\s*\}"
    r"|(?P<bare>\\(?:[A-Za-z@]+|[^A-Za-z\s])))"
)
_COUNT = re.compile(r"\s*\[\s*([0-9])\s*\]")
_PARAMETERS = re.compile(r"\s*((?:#\d\s*)*)(?=\{)")
_ALIAS = re.compile(r"\s*=?\s*(\\(?:[A-Za-z@]+|[^A-Za-z\s])|[^\s\\{}])")
_PIECE = re.compile(r"\\(?:[A-Za-z@]+|.|$)|%[^\n]*\n?|#\d|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Macro:
    """A command of the page: its `body` holds #1, #2, …; `default` that of an optional first argument.

    `final` for what \\let names: the old meaning of a command, whatever it means by now. `span` is the definition.
    """

    name: str
    parameters: int
    body: str
    span: Span
    default: str | None = None
    final: bool = False
    starred: bool = False


@dataclass(frozen=True, slots=True)
class _Piece:
    """One token of TeX with the place that it is reported at; a `final` one is never unfolded."""

    text: str
    span: Span
    final: bool = False


def known_at(macros: Sequence[Macro], offset: int) -> dict[str, Macro]:
    """The commands that are defined before a place, and those that many sites define, by names with the backslash."""
    return {**COMMON, **{macro.name: macro for macro in macros if macro.span.end <= offset}}


# Definitions.


def find_macros(text: str) -> tuple[Macro, ...]:
    """Every definition in a text, in order; one that is not understood defines nothing."""
    found: list[Macro] = []
    done = 0
    for match in islice(_DEFINITION.finditer(text), _MOST):
        if match.start() >= done and (macro := _definition(text, match, found)) is not None:
            found.append(macro)
            done = macro.span.end
    return tuple(found)


def _definition(text: str, match: re.Match[str], before: Sequence[Macro]) -> Macro | None:
    how, name = match["how"], match["braced"] or match["bare"]
    if how == "let":
        return _alias(text, match, name, before)
    if how == "DeclareMathOperator":
        body = _group(text, match.end())
        return body and Macro(name, 0, rf"\operatorname{{{text[slice(*body)]}}}", Span(match.start(), body[1] + 1))
    if how == "DeclarePairedDelimiter":
        left = _group(text, match.end())
        right = left and _group(text, left[1] + 1)
        if not left or not right:
            return None
        body_text = f"{text[slice(*left)]} #1 {text[slice(*right)]}"
        return Macro(name, 1, body_text, Span(match.start(), right[1] + 1), starred=True)
    if how == "providecommand" and any(macro.name == name for macro in before):
        return None
    return _with_body(text, match, name)


def _alias(text: str, match: re.Match[str], name: str, before: Sequence[Macro]) -> Macro | None:
    target = _ALIAS.match(text, match.end())
    if target is None:
        return None
    span = Span(match.start(), target.end())
    known = next((macro for macro in reversed(before) if macro.name == target[1]), None)
    return replace(known, name=name, span=span) if known else Macro(name, 0, target[1], span, final=True)


def _with_body(text: str, match: re.Match[str], name: str) -> Macro | None:
    """\\newcommand{\\x}[2][d]{…} or \\def\\x#1#2{…}."""
    position, count, default = match.end(), 0, None
    if match["how"].endswith("def"):
        parameters = _PARAMETERS.match(text, position)
        if parameters is None:
            return None
        count, position = parameters[1].count("#"), parameters.end()
    elif number := _COUNT.match(text, position):
        count, position = int(number[1]), number.end()
        optional = _group(text, position, "[", "]")
        if optional is not None:
            default, position = text[slice(*optional)], optional[1] + 1
    body = _group(text, position)
    if body is None:
        return None
    return Macro(name, count, text[slice(*body)], Span(match.start(), body[1] + 1), default)


def _group(text: str, position: int, opener: str = "{", closer: str = "}") -> tuple[int, int] | None:
    """Where the inside of the next bracketed group begins and ends; None if no group comes next."""
    while position < len(text) and text[position].isspace():
        position += 1
    if not text.startswith(opener, position):
        return None
    depth = 0
    for match in _PIECE.finditer(text, position, position + _LONGEST):
        depth += (match[0] in ("{", opener)) - (match[0] in ("}", closer))
        if depth == 0:
            return position + 1, match.start()
    return None


COMMON: Mapping[str, Macro] = MappingProxyType(
    {
        macro.name: macro
        for macro in find_macros(
            r"\newcommand{\R}{\mathbb{R}} \newcommand{\N}{\mathbb{N}} \newcommand{\Z}{\mathbb{Z}}"
            r"\newcommand{\E}{\mathbb{E}} \newcommand{\Var}{\operatorname{Var}} \newcommand{\Cov}{\operatorname{Cov}}"
            r"\newcommand{\KL}{\operatorname{KL}} \newcommand{\norm}[1]{\lVert #1 \rVert}"
            r"\newcommand{\abs}[1]{\lvert #1 \rvert}"
        )
    }
)
"""Commands that sites define for all of their pages, out of a page's sight, and that mean the same wherever they do."""


# Uses.


def unfold(text: str, offset: int, macros: Mapping[str, Macro]) -> Unfolded | None:
    r"""The text with its macros unfolded, None where it uses none.

    *Raises* FormulaError: GP402 and GP403 for a missing argument, GP404 where the budget is spent.

    >>> known = known_at(find_macros(r"\newcommand{\half}[1]{\frac{#1}{2}}"), 99)
    >>> print(unfold(r"\half{x}y", 0, known).text)
    \frac{x}{2}y
    """
    if not any(name in text for name in macros):
        return None
    pieces = list(_pieces(text, offset))
    if not any(piece.text in macros for piece in pieces):
        return None
    return Unfolded(tuple(_Unfolding(macros).run(pieces)))


def _pieces(text: str, offset: int) -> Iterator[_Piece]:
    for match in _PIECE.finditer(text):
        yield _Piece(match[0], Span(offset + match.start(), offset + match.end()))


class Unfolded:
    """Text that macros were unfolded to, and where its characters stand in the source."""

    def __init__(self, pieces: Sequence[_Piece]) -> None:
        self.starts: list[int] = []
        self.spans: list[Span] = []
        texts: list[str] = []
        length = 0
        for piece in pieces:
            word = texts and texts[-1][:1] == "\\" and texts[-1][-1].isalpha()
            written = f" {piece.text}" if word and piece.text[:1].isalpha() else piece.text
            self.starts.append(length)
            self.spans.append(piece.span)
            texts.append(written)
            length += len(written)
        self.text = "".join(texts)

    def placed(self, tokens: Sequence[Token]) -> tuple[Token, ...]:
        """Tokens of this text with their places in the source."""
        return tuple(
            replace(token, span=self.span(token.span), trouble=token.trouble and self.diagnostic(token.trouble))
            for token in tokens
        )

    def span(self, span: Span) -> Span:
        """The place in the source of a stretch of this text."""
        first = bisect_right(self.starts, span.start) - 1
        last = max(first, bisect_right(self.starts, span.end - 1) - 1)
        whole = self.spans[max(0, first)]
        for part in self.spans[first + 1 : last + 1]:
            whole = whole.join(part)
        return whole

    def diagnostic(self, found: Diagnostic) -> Diagnostic:
        """What is to be said, at its place in the source."""
        related = tuple((self.span(span), sentence) for span, sentence in found.related)
        return replace(found, span=self.span(found.span), related=related)

    def error(self, error: FormulaError) -> FormulaError:
        """An error in this text, at its place in the source."""
        return FormulaError(self.diagnostic(error.diagnostic))


class _Unfolding:
    """Replaces uses by bodies until none is left, within a counted budget."""

    def __init__(self, macros: Mapping[str, Macro]) -> None:
        self.macros = macros
        self.uses = 0

    def run(self, pieces: list[_Piece]) -> Iterator[_Piece]:
        """The pieces without any macro."""
        waiting = pieces[::-1]
        given = 0
        while waiting:
            piece = waiting.pop()
            macro = None if piece.final else self.macros.get(piece.text)
            if macro is None:
                given += 1
                yield piece
                continue
            self.uses += 1
            waiting.extend(reversed(self.body(macro, piece, waiting)))
            if self.uses > MAX_UNFOLDINGS or given + len(waiting) > MAX_PIECES:
                message = f"Unfolding {macro.name} does not come to an end within what is read."
                raise fail("GP404", message, piece.span, "Look whether its definition uses itself.")

    def body(self, macro: Macro, use: _Piece, waiting: list[_Piece]) -> list[_Piece]:
        """The body of a macro with the arguments that follow its use, which are taken off the waiting pieces."""
        span = use.span
        if macro.starred and waiting and waiting[-1].text == "*":
            span = span.join(waiting.pop().span)
        arguments: list[list[_Piece]] = []
        for number in range(macro.parameters):
            argument, place = self.argument(macro, use, waiting, optional=number == 0 and macro.default is not None)
            span = span.join(place)
            arguments.append(argument)
        found: list[_Piece] = []
        for match in _PIECE.finditer(macro.body):
            text = match[0]
            if text[0] == "#" and len(text) == 2:
                place_of = int(text[1]) - 1
                found += arguments[place_of] if 0 <= place_of < len(arguments) else []
            elif text[0] != "%":
                found.append(_Piece(text, span, macro.final))
        return found

    def argument(
        self, macro: Macro, use: _Piece, waiting: list[_Piece], *, optional: bool
    ) -> tuple[list[_Piece], Span]:
        """The next argument without its brackets, and the place of all of it."""
        while waiting and (waiting[-1].text.isspace() or waiting[-1].text[0] == "%"):
            waiting.pop()
        opener, closer = ("[", "]") if optional else ("{", "}")
        first = waiting[-1] if waiting else None
        if optional and (first is None or first.text != "["):
            return [_Piece(match[0], use.span) for match in _PIECE.finditer(macro.default or "")], use.span
        if first is None or first.text == "}":
            wanted = f"{macro.parameters} argument{'s' * (macro.parameters > 1)}"
            raise fail("GP403", f"{macro.name} takes {wanted}, and there are not so many here.", use.span)
        if first.text != opener:
            return [waiting.pop()], first.span
        taken, depth = [], 0
        while waiting:
            piece = waiting.pop()
            taken.append(piece)
            depth += (piece.text in ("{", opener)) - (piece.text in ("}", closer))
            if depth == 0:
                return taken[1:-1], first.span.join(piece.span)
        raise fail(
            "GP402", f"The bracket behind {macro.name} is never closed.", first.span, f"Add the missing {closer}."
        )
