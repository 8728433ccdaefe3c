"""Where the formulas of a LaTeX document are, and what is to be skipped: preamble, comments, verbatim text.

What counts as a formula: `$…$`, `$$…$$`, `\\(…\\)`, `\\[…\\]`, and the environments of amsmath, also where a command of
the document stands for their \\begin and \\end. One pass finds what can open or close, a closer is looked up, never
searched for; a blank line ends what was never closed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from gradproof.document.regions import MATHEMATICS, Kind, Region
from gradproof.formula.macros import Macro
from gradproof.source import Diagnostic, Span

_VERBATIM = frozenset({"verbatim", "Verbatim", "lstlisting", "minted", "comment", "filecontents", "tikzpicture"})
_TOKEN = re.compile(
    r"""(?P<environment>\\(?:begin|end)\s*\{\s*(?P<name>[A-Za-z]+\*?)\s*\})
      | (?P<verb>\\(?:verb|lstinline)\*?(?P<bar>[^A-Za-z\s*{]))
      | (?P<bracket>\\[()\[\]])
      | (?P<blank>\n[ \t\r]*(?=\n))
      | (?P<comment>%[^\n]*)
      | (?P<command>\\[A-Za-z@]+\*?)
      | (?P<escape>\\(?:.|\n))
      | (?P<dollars>\$\$?)""",
    re.VERBOSE,
)
_ALIAS = re.compile(r"\s*\\(begin|end)\s*\{\s*([A-Za-z]+\*?)\s*\}\s*")
_CLOSERS = {"\\(": "\\)", "\\[": "\\]", "$": "$", "$$": "$$"}


@dataclass(frozen=True, slots=True)
class _Token:
    """A token by what it does: `text` is normalised, \\begin{align} for whatever stands for it."""

    kind: str
    text: str
    span: Span


def find_regions(
    text: str, start: int, end: int, macros: Sequence[Macro]
) -> tuple[tuple[Region, ...], tuple[Diagnostic, ...]]:
    """The formulas and hidden parts of text[start:end] in order, and what was opened and never closed."""
    defined = [macro.span for macro in macros]
    bodies = {macro.name: macro.body for macro in macros if not macro.parameters}
    tokens = [token for token in _tokens(text, start, end, bodies) if not _is_within(token.span, defined)]
    places: dict[str, list[int]] = {}
    for number, token in enumerate(tokens):
        places.setdefault("blank" if token.kind == "blank" else token.text, []).append(number)
    regions: list[Region] = []
    diagnostics: list[Diagnostic] = []
    done = start
    for number, whole in enumerate(tokens):
        token = whole
        if token.text == "$$" and token.span.start < done < token.span.end:  # the second dollar of $a$$b$ opens
            token = replace(token, text="$", span=Span(done, token.span.end))
        if token.span.start < done:
            continue
        found = _opened(text, tokens, places, number, token)
        if isinstance(found, Region):
            regions.append(found)
            done = found.span.end
        elif found is not None:
            diagnostics.append(found)
    return tuple(regions), tuple(diagnostics)


def _is_within(place: Span, spans: list[Span]) -> bool:
    """Whether a place is in one of some spans that are in order."""
    before = bisect_right(spans, place)
    return before > 0 and place.end <= spans[before - 1].end


def _tokens(text: str, start: int, end: int, bodies: Mapping[str, str]) -> list[_Token]:
    found = []
    for match in _TOKEN.finditer(text, start, end):
        kind, written, span = match.lastgroup or "", match[0], Span(*match.span())
        if kind == "name":
            kind = "environment"
        if kind == "bar":
            kind = "verb"
        if kind == "environment":
            written = f"\\{'begin' if written.startswith(chr(92) + 'begin') else 'end'}{{{match['name']}}}"
        elif kind == "command" and (alias := _ALIAS.fullmatch(bodies.get(written, ""))):
            kind, written = "environment", f"\\{alias[1]}{{{alias[2]}}}"
        found.append(_Token(kind, written, span))
    return found


def _opened(
    text: str, tokens: list[_Token], places: Mapping[str, list[int]], number: int, token: _Token
) -> Region | Diagnostic | None:
    """What token `number` opens, or what is left of it."""
    if token.kind == "comment":
        return Region("skip", token.span, token.span)
    if token.kind == "verb":
        at = text.find(token.text[-1], token.span.end)
        return None if at < 0 else Region("code", Span(token.span.start, at + 1), Span(token.span.end, at))
    if token.kind == "environment" and token.text.startswith("\\begin"):
        return _environment(tokens, places, number)
    closer = _CLOSERS.get(token.text)
    if closer is None:
        return None
    found = [_next(places, text, number) for text in ((closer, "$$") if closer == "$" else (closer,))]
    at = min(place for place in (*found, len(tokens)) if place is not None)
    blank = _next(places, "blank", number)
    if at == len(tokens) or (token.text in ("$", "\\(") and blank is not None and blank < at):
        return _unclosed(token, closer)
    kind: Kind = "display" if token.text in ("$$", "\\[") else "inline"
    end = Span(tokens[at].span.start, tokens[at].span.start + len(closer))
    return Region(kind, token.span.join(end), Span(token.span.end, end.start))


def _environment(tokens: list[_Token], places: Mapping[str, list[int]], number: int) -> Region | Diagnostic | None:
    """From \\begin{align} to its \\end{align}; other environments hold prose."""
    token = tokens[number]
    name = token.text[len("\\begin{") : -1]
    formula = name.rstrip("*") in MATHEMATICS
    if not formula and name.rstrip("*") not in _VERBATIM:
        return None
    closer = f"\\end{{{name}}}"
    at, again = _next(places, closer, number), _next(places, token.text, number)
    if at is None or (formula and again is not None and again < at):
        return _unclosed(token, closer)
    span = token.span.join(tokens[at].span)
    literal = formula and token.span.end - token.span.start >= len(token.text)
    inner = span if literal else Span(token.span.end, tokens[at].span.start)
    return Region("inline" if name == "math" else "display" if formula else "skip", span, inner)


def _next(places: Mapping[str, list[int]], text: str, after: int) -> int | None:
    numbers = places.get(text, [])
    at = bisect_right(numbers, after)
    return numbers[at] if at < len(numbers) else None


def _unclosed(token: _Token, closer: str) -> Diagnostic:
    message = f"A formula is opened here with {token.text} and never closed."
    return Diagnostic("GP402", message, token.span, f"write {closer} where the formula ends")
