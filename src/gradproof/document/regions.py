"""Where the formulas of a text are, and what is no text at all: code, comments, front matter.

One pass of one regular expression finds everything that can open or close; one walk over those tokens pairs them.
A closer is looked up, never searched for, so the time is linear whatever the text is.

What counts as a formula: `$…$` (not "$5 and $6": spaces inside both dollars or inside none), `` $`…`$ ``, `$$…$$`,
`\\(…\\)`, `\\[…\\]`, both also with doubled backslashes, `\\begin{align}…\\end{align}` and its kin, a fence of math,
`<script type="math/tex">`.
Nothing inside a code span or a code block counts.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Literal

from gradproof.formula.commands import ROW_ENVIRONMENTS
from gradproof.source import Diagnostic, Span

Kind = Literal["inline", "display", "code", "skip"]

MATHEMATICS = ROW_ENVIRONMENTS - {"subequations", "dgroup"}
"""The environments that hold a formula, without their stars; the two left out hold such environments."""

_TOKEN = re.compile(
    r"""(?P<fence>^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(?:`{3,}(?=[^`\n]*$)|~{3,}))
      | (?P<blank>\n[ \t>\r]*(?=\n))
      | (?P<hidden><!--|<(?:script|style|pre|code)\b)
      | (?P<ticks>`+)
      | (?P<double>\\\\[\[\]()])
      | (?P<bracket>\\[\[\]()])
      | (?P<environment>\\(?:begin|end)\{[a-zA-Z]+\*?\})
      | (?P<escape>\\[^\n])
      | (?P<dollars>\$\$?)""",
    re.MULTILINE | re.VERBOSE,
)
_SCRIPT = re.compile(r"""<script\s+type\s*=\s*["']?math/tex\s*(;\s*mode\s*=\s*display\s*)?["']?\s*>""")
_LINES, _TOKENS = 20_000, 50_000
_CLOSERS = {"\\(": "\\)", "\\[": "\\]", "\\\\(": "\\\\)", "\\\\[": "\\\\]"}
_PROSE_LINE = re.compile(r"[A-Za-z]{2,},? [A-Za-z]{2,},? [A-Za-z]{2,}")
_MATHEMATICAL = re.compile(r"[\\=&^_{}]")
_DOLLARS = re.compile(r"\$[^$]*\$")
_LOOKS_LIKE_LATEX = re.compile(r"\\[A-Za-z]+")
_FRONT_MATTER = re.compile(r"---[ \t\r]*\n(?:(?!---).*\n){0,200}---[ \t\r]*(?:\n|\Z)")


@dataclass(frozen=True, slots=True)
class Region:
    """The stretch `span` of a text that is a formula, code, or to be skipped; `inner` is what the delimiters hold."""

    kind: Kind
    span: Span
    inner: Span

    def moved(self, offset: int) -> Region:
        """The region in a text that has `offset` characters before this one."""
        return Region(self.kind, self.span.moved(offset), self.inner.moved(offset))


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class _Tokens:
    """The tokens of a text, with everything that the walk looks up."""

    text: str
    tokens: tuple[_Token, ...]

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """The numbers of the tokens of each text, ascending."""
        found: dict[str, list[int]] = {}
        for number, token in enumerate(self.tokens):
            found.setdefault(token.text, []).append(number)
        return found

    @cached_property
    def block_ends(self) -> list[int]:
        """For each token, where the block it stands in ends: at a blank line, a fence, or the end of the text."""
        ends, end = [0] * len(self.tokens), len(self.text)
        for number in range(len(self.tokens) - 1, -1, -1):
            ends[number] = end
            if self.tokens[number].kind in ("blank", "fence"):
                end = self.tokens[number].start
        return ends

    def next(self, text: str, after: int) -> int | None:
        """The number of the first token with this text after token `after`."""
        numbers = self.places.get(text, [])
        at = bisect_right(numbers, after)
        return numbers[at] if at < len(numbers) else None

    def find(self, needle: str, start: int) -> int:
        """Where `needle` stands next from `start` on, or -1. Starts only grow, so an answer is kept until passed."""
        at = self._found.get(needle, 0)
        if 0 <= at < start or needle not in self._found:
            at = self._found[needle] = self.text.find(needle, start)
        return at

    @cached_property
    def _found(self) -> dict[str, int]:
        return {}


def budgeted(text: str) -> int:
    """How many characters of a text are read: all of them, unless it has more lines or tokens than any page."""
    if len(text) <= _LINES:
        return len(text)
    head = text.split("\n", _LINES)
    end = len(text) if len(head) <= _LINES else len(text) - len(head[-1])
    beyond = next(islice(_TOKEN.finditer(text), _TOKENS, None), None)
    return end if beyond is None else min(end, beyond.start())


def find_regions(text: str) -> tuple[tuple[Region, ...], tuple[Diagnostic, ...]]:
    """The formulas, code and hidden parts of a text in their order, and what was opened and never closed."""
    tokens = _Tokens(
        text, tuple(_Token(m.lastgroup or "", m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text))
    )
    regions: list[Region] = []
    diagnostics: list[Diagnostic] = []
    done = 0
    if front := _FRONT_MATTER.match(text):
        regions.append(Region("skip", Span(0, front.end()), Span(0, 0)))
        done = front.end()
    for number, token in enumerate(tokens.tokens):
        start = max(token.start, done) if token.text == "$$" else token.start
        if start < done or token.end <= done:
            continue
        found = _region(tokens, number, start)
        if isinstance(found, Region):
            regions.append(found)
            done = found.span.end
        elif found is not None:
            diagnostics.append(found)
            done = tokens.block_ends[number] if token.text in ("$$", "\\[") else token.end
    return tuple(regions), tuple(diagnostics)


def _region(tokens: _Tokens, number: int, start: int) -> Region | Diagnostic | None:
    """What token `number`, read from `start` on, opens."""
    token = tokens.tokens[number]
    match token.kind:
        case "fence":
            return _fence(tokens, number)
        case "hidden":
            return _hidden(tokens, token)
        case "ticks":
            return _code_span(tokens, number)
        case "dollars" if token.end - start == 2:
            return _display(tokens, number, "$$")
        case "dollars":
            return _inline(tokens, number)
        case "double" | "bracket" if token.text in _CLOSERS:
            return _bracketed(tokens, number)
        case "environment" if token.text.startswith("\\begin"):
            return _environment(tokens, number)
    return None


def _fence(tokens: _Tokens, number: int) -> Region:
    """A fenced block up to its closing fence, or to the end of the text; ```math is a display."""
    opener = tokens.tokens[number]
    marks = opener.text.lstrip(" \t>-*+0123456789.)")
    line_end = tokens.find("\n", opener.end)
    first = len(tokens.text) if line_end < 0 else line_end + 1
    is_formula = tokens.text[opener.end : first].strip() in ("math", "latex-math")
    inner_end = end = len(tokens.text)
    for later in range(number + 1, len(tokens.tokens)):
        closer = tokens.tokens[later]
        if closer.kind == "fence" and closer.text.strip(" \t>").startswith(marks) and _rest_is_blank(tokens, closer):
            inner_end, end = closer.start, closer.end
            break
    start = opener.start if not is_formula else opener.end - len(marks)
    return Region("display" if is_formula else "code", Span(start, end), Span(min(first, inner_end), inner_end))


def _rest_is_blank(tokens: _Tokens, token: _Token) -> bool:
    line_end = tokens.text.find("\n", token.end)
    return not tokens.text[token.end : len(tokens.text) if line_end < 0 else line_end].strip(" \t\r`~")


def _hidden(tokens: _Tokens, token: _Token) -> Region | None:
    """A comment or an HTML element whose text is no prose; a script of type math/tex is a formula."""
    closer = "-->" if token.text == "<!--" else f"</{token.text[1:]}"
    at = tokens.find(closer, token.end)
    if at < 0:
        return None
    formula = _SCRIPT.match(tokens.text, token.start, at)
    kind: Kind = "skip" if formula is None else "display" if formula[1] else "inline"
    closed = tokens.find(">", at) if token.text != "<!--" else -1
    end = max(at + len(closer), closed + 1)
    return Region(kind, Span(token.start, end), Span(formula.end() if formula else token.end, at))


def _code_span(tokens: _Tokens, number: int) -> Region | None:
    opener, closer = tokens.tokens[number], tokens.next(tokens.tokens[number].text, number)
    if closer is None or tokens.tokens[closer].start >= tokens.block_ends[number]:
        return None
    end = tokens.tokens[closer]
    return Region("code", Span(opener.start, end.end), Span(opener.end, end.start))


def _inline(tokens: _Tokens, number: int) -> Region | Diagnostic | None:
    """`$…$` within one block, or a diagnostic where an unclosed dollar is followed by LaTeX."""
    text, opener = tokens.text, tokens.tokens[number]
    limit = tokens.block_ends[number]
    if text.startswith("`", opener.end) and 0 <= (at := tokens.find("`$", opener.end + 1)) < limit:
        return Region("inline", Span(opener.end - 1, at + 2), Span(opener.end + 1, at))
    candidates = [n for n in (tokens.next("$", number), tokens.next("$$", number)) if n is not None]
    closer = tokens.tokens[min(candidates)] if candidates else None
    if closer is None or closer.start >= limit:
        return _unclosed(tokens, number, "$") if _LOOKS_LIKE_LATEX.search(text, opener.end, opener.end + 200) else None
    inner = text[opener.end : closer.start]
    if (
        not inner.strip()
        or inner[0].isspace() != inner[-1].isspace()
        or text[closer.start + 1 : closer.start + 2].isdigit()
    ):
        return None
    return Region("inline", Span(opener.end - 1, closer.start + 1), Span(opener.end, closer.start))


def _display(tokens: _Tokens, number: int, closer: str) -> Region | Diagnostic:
    """A display up to its closer, unless prose stands between: then it was never closed."""
    opener, at = tokens.tokens[number], tokens.next(closer, number)
    again = tokens.next(opener.text, number)
    nested = at is not None and again is not None and again < at
    if at is None or nested or not _is_one_formula(tokens.text[opener.end : tokens.tokens[at].start]):
        return _unclosed(tokens, number, opener.text)
    end = tokens.tokens[at]
    return Region("display", Span(opener.start, end.end), Span(opener.end, end.start))


def _bracketed(tokens: _Tokens, number: int) -> Region | Diagnostic | None:
    """`\\(…\\)` or `\\[…\\]`; without a closer in its block it is an escaped bracket, unless LaTeX follows."""
    opener = tokens.tokens[number]
    at = tokens.next(_CLOSERS[opener.text], number)
    inline = opener.text.endswith("(")
    if at is None or (inline and tokens.tokens[at].start >= tokens.block_ends[number]):
        first = not tokens.text[max(0, opener.start - 20) : opener.start].rpartition("\n")[2].strip(" \t>")
        followed = (first and not inline) or _LOOKS_LIKE_LATEX.search(tokens.text, opener.end, opener.end + 200)
        return _unclosed(tokens, number, opener.text) if followed and opener.kind == "bracket" else None
    if not inline:
        return _display(tokens, number, _CLOSERS[opener.text])
    end = tokens.tokens[at]
    return Region("inline", Span(opener.start, end.end), Span(opener.end, end.start))


def _environment(tokens: _Tokens, number: int) -> Region | Diagnostic | None:
    """`\\begin{align}` to its `\\end{align}`, both inside the formula; other environments are not mathematics."""
    opener = tokens.tokens[number]
    name = opener.text[len("\\begin{") : -1]
    hidden = name in ("verbatim", "lstlisting", "comment")
    if name.rstrip("*") not in MATHEMATICS and not hidden:
        return None
    at, again = tokens.next(f"\\end{{{name}}}", number), tokens.next(opener.text, number)
    if at is None or (again is not None and again < at):
        return None if hidden else _unclosed(tokens, number, opener.text)
    span = Span(opener.start, tokens.tokens[at].end)
    return Region("skip" if hidden else "display", span, span)


def _is_one_formula(inner: str) -> bool:
    """Whether the lines between two `$$` can be one formula: none of them, but for the first and last, is prose."""
    lines = (_DOLLARS.sub("", line) for line in inner.split("\n")[1:-1])
    return not any(_PROSE_LINE.search(line) and not _MATHEMATICAL.search(line) for line in lines)


def _unclosed(tokens: _Tokens, number: int, opener: str) -> Diagnostic:
    token = tokens.tokens[number]
    closer = _CLOSERS.get(opener, opener.replace("\\begin", "\\end"))
    message = f"A formula is opened here with {opener} and never closed."
    return Diagnostic("GP402", message, Span(token.start, token.end), f"write {closer} where the formula ends")
