"""The rows of a display, each a stretch of tokens that can be parsed alone.

Rows end at `\\\\`. A row that breaks off within a bracket or behind an operator goes on in the next one, if that one
cannot be a row of its own. Alignment marks and wide spaces that mean nothing are taken out here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from gradproof.formula.commands import BARE_PROSE, CASES_ENVIRONMENTS, MATRIX_ENVIRONMENTS, OPENERS, ROW_ENVIRONMENTS
from gradproof.formula.scanner import MAX_NESTING, Token, too_deep
from gradproof.source import Diagnostic, Span, fail

MAX_ROWS = 1000
_MAX_CONTINUED = 8
_EMPTY = frozenset({"amp", "wide", "comma", "stop", "semicolon"})
_CELLS = CASES_ENVIRONMENTS | MATRIX_ENVIRONMENTS

Tokens = tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class RowTokens:
    """The tokens of one row, and its number in the display."""

    tokens: Tokens
    number: int

    @property
    def span(self) -> Span:
        """From the first token to the last."""
        return self.tokens[0].span.join(self.tokens[-1].span)


def rows_of(tokens: Tokens) -> tuple[RowTokens, ...]:
    """The rows that are not empty, numbered from 1."""
    rows = [row for row in _split(tokens) if any(token.kind not in _EMPTY for token in row)]
    if len(rows) > MAX_ROWS:
        raise fail("GP404", f"This display has more than {MAX_ROWS:,} rows.", tokens[0].span, "Split it into several.")
    return tuple(_join_continued([RowTokens(tuple(row), number) for number, row in enumerate(rows, 1)]))


def _split(tokens: Tokens) -> list[list[Token]]:
    """The tokens between one `\\\\` and the next; those inside cases, matrices and \\substack part nothing."""
    rows: list[list[Token]] = [[]]
    openers: list[tuple[str, list[Token], int]] = []  # what is open, in which row, at which place in it
    for token in tokens:
        row = rows[-1]
        if token.kind == "row" and not any(_holds_rows(name) for name, _, _ in openers):
            rows.append([])
            openers = [opener for opener in openers if opener[0] in ROW_ENVIRONMENTS]
            continue
        if len(openers) > 4 * MAX_NESTING:
            raise too_deep(token.span)
        if token.kind == "begin":
            openers.append((token.text, row, len(row)))
        elif token.kind == "end":
            row.append(_close_environment(token, openers))
            continue
        elif token.kind == "lbrace":
            substack = bool(row) and row[-1].kind == "command" and row[-1].text == "substack"
            openers.append(("substack" if substack else "{", row, len(row)))
        elif token.kind == "rbrace" and openers and openers[-1][0] in {"{", "substack"}:
            openers.pop()
        row.append(token)
    for name, row, place in openers:
        if name not in {"{", "substack"}:
            row[place] = replace(row[place], kind="bad", trouble=_unclosed_environment(row[place]))
    return [[token for token in row if not _is_row_environment(token)] for row in rows]


def _holds_rows(name: str) -> bool:
    return name in _CELLS or name == "substack"


def _is_row_environment(token: Token) -> bool:
    return token.kind in {"begin", "end"} and token.text in ROW_ENVIRONMENTS


def _close_environment(token: Token, openers: list[tuple[str, list[Token], int]]) -> Token:
    """The \\end token, having closed its \\begin; a bad token where there is none."""
    for depth in range(len(openers) - 1, -1, -1):
        if openers[depth][0] not in {"{", "substack"}:
            if openers[depth][0] != token.text:
                break
            del openers[depth:]
            return token
    message = f"\\end{{{token.text}}} closes nothing: there is no \\begin{{{token.text}}} for it."
    return replace(token, kind="bad", trouble=Diagnostic("GP402", message, token.span))


def _unclosed_environment(token: Token) -> Diagnostic:
    message = f"\\begin{{{token.text}}} is never closed."
    return Diagnostic("GP402", message, token.span, f"Add \\end{{{token.text}}}.")


# Rows that go on in the next one.

_JOINTS = frozenset({"sign", "operator", "relation", "slash"})


def _join_continued(rows: list[RowTokens]) -> list[RowTokens]:
    joined: list[RowTokens] = []
    position = 0
    while position < len(rows):
        row, used = rows[position], 1
        if _breaks_off(row.tokens):
            for end in range(position + 1, min(position + _MAX_CONTINUED, len(rows))):
                if not _fit_together(rows[end - 1].tokens, rows[end].tokens):
                    break
                whole = RowTokens(tuple(t for part in rows[position : end + 1] for t in part.tokens), row.number)
                if not _breaks_off(whole.tokens):
                    row, used = whole, end + 1 - position
                    break
        while position + used < len(rows) and _goes_on(row.tokens, rows[position + used].tokens):
            row = RowTokens(row.tokens + _without_margin(rows[position + used].tokens), row.number)
            used += 1
        joined.append(row)
        position += used
    return joined


def _breaks_off(tokens: Tokens) -> bool:
    """Whether a row stops behind an operator or within a round or square bracket."""
    depth = sum((token.kind == "open") - (token.kind == "close") for token in tokens)
    return depth > 0 or _ending(tokens).kind in _JOINTS


def _goes_on(first: Tokens, second: Tokens) -> bool:
    """Whether an equation goes on in a row that begins with a sign or an operator."""
    equation = any(token.kind == "relation" for token in first)
    whole = _ending(first).kind not in {"comma", "semicolon", "text"} | _JOINTS
    return equation and whole and _without_margin(second)[0].kind in {"sign", "operator"}


def _without_margin(tokens: Tokens) -> Tokens:
    """The tokens of a row from its first one that shows."""
    start = next(place for place, token in enumerate(tokens) if token.kind not in {"amp", "wide"})
    return tokens[start:]


def _fit_together(first: Tokens, second: Tokens) -> bool:
    """Whether exactly one of two rows brings the operator that joins them."""
    ends, begins = _ending(first).kind, next(t for t in second if t.kind not in {"amp", "wide"}).kind
    if ends == "relation":
        return begins not in _JOINTS - {"sign"}
    return (ends in _JOINTS) != (begins in _JOINTS)


def _ending(tokens: Tokens) -> Token:
    return next(token for token in reversed(tokens) if token.kind not in {"amp", "wide"})


# One row, made ready.


def prepare(tokens: Tokens) -> Tokens:
    """The tokens of a row without alignment marks and idle spaces, `{a \\over b}` spelled `\\frac{a}{b}`."""
    kept: list[list[Token]] = []
    openers: list[tuple[Token, int]] = []
    columns = 0
    for token in _with_closed_words(_with_bare_prose(tokens)):
        inside = openers[-1][0] if openers else None
        if token.kind in {"amp", "wide"} and inside is None:
            columns += token.kind == "amp"
            if token.kind == "wide" or (columns % 2 == 0 and not (kept and kept[-1][-1].kind == "relation")):
                kept.append([replace(token, kind="wide")])
            continue
        if inside is not None and _is_idle(token, inside):
            continue
        if token.kind == "over" and inside is not None and inside.kind == "lbrace":
            _spell_fraction(token, kept, openers)
            continue
        if token.kind in {"lbrace", "open", "begin"}:
            openers.append((token, len(kept)))
        elif token.kind in {"rbrace", "close", "end"} and openers:
            openers.pop()
        kept.append([token])
    return _without_idle_spaces([token for group in kept for token in group])


def _is_idle(token: Token, inside: Token) -> bool:
    """Whether a mark in brackets means nothing: `&` outside cells, wide space anywhere but in cases."""
    if token.kind == "amp":
        return inside.kind != "begin"
    return token.kind == "wide" and inside.text not in CASES_ENVIRONMENTS


def _with_bare_prose(tokens: Tokens) -> Tokens:
    """The tokens with words such as where, typed as letters, as text."""
    kept: list[Token] = []
    run: list[Token] = []
    for token in (*tokens, Token("end", "", Span(-1, -1))):
        letter = token.kind == "letter" and len(token.text) == 1
        if run and not (letter and token.span.start == run[-1].span.end):
            word = "".join(part.text for part in run)
            whole = Token("text", word + " ", run[0].span.join(run[-1].span), run[0].gap)
            kept.extend([whole] if word in BARE_PROSE else run)
            run = []
        (run if letter else kept).append(token)
    return tuple(kept[:-1])


def _with_closed_words(tokens: Tokens) -> Tokens:
    """The tokens in which the ) of `\\text{(definition of } L)` is text, as the bracket is that it closes."""
    if not any(token.kind == "text" and "(" in token.text for token in tokens):
        return tokens
    kept: list[Token] = []
    waiting: list[str] = []  # what is open: a bracket of the formula, or one "in words"
    for token in tokens:
        closed = ""
        if token.kind == "text":
            opened = token.text.count("(") - token.text.count(")")
            waiting += ["in words"] * opened
            for _ in range(-opened):
                if waiting and waiting[-1] == "in words":
                    waiting.pop()
        elif token.kind in {"open", "lbrace", "begin"}:
            waiting.append(token.kind)
        elif token.kind in {"close", "rbrace", "end"} and waiting:
            closed = waiting.pop()
        kept.append(replace(token, kind="text") if closed == "in words" and token.text == ")" else token)
    return tuple(kept)


def _spell_fraction(token: Token, kept: list[list[Token]], openers: list[tuple[Token, int]]) -> None:
    brace, place = openers[-1]
    frac = Token("command", "frac", token.span)
    if len(kept[place]) == 1:  # a second \over in one group stays, and is an error
        kept[place] = [frac, brace]
        kept.append([Token("rbrace", "}", token.span), Token("lbrace", "{", token.span)])
    else:
        kept.append([token])


def _without_idle_spaces(tokens: list[Token]) -> Tokens:
    """Wide space parts two things; beside an operator, a bracket or another space it does not."""
    before = _JOINTS | {"open", "lbrace", "wide", "begin", "amp", "row"}
    after = _JOINTS | {"close", "rbrace", "end", "amp", "row"}
    kept: list[Token] = []
    for place, token in enumerate(tokens):
        if token.kind == "wide":
            follows = tokens[place + 1].kind if place + 1 < len(tokens) else "end"
            if not kept or kept[-1].kind in before or follows in after:
                continue
        kept.append(token)
    return tuple(kept)


def match_brackets(tokens: Tokens) -> dict[int, int]:
    """The position of the closer of every opener. Raises GP402 at what has no partner, GP404 when nested too deep."""
    partners: dict[int, int] = {}
    openers: list[int] = []
    for position, token in enumerate(tokens):
        if token.kind in {"lbrace", "open", "begin"}:
            openers.append(position)
            if len(openers) > MAX_NESTING:
                raise too_deep(token.span)
        elif token.kind in {"rbrace", "close", "end"}:
            if not openers:
                raise fail("GP402", f"This {_spelled(token)} closes nothing.", token.span, "Take it out, or open it.")
            opener = openers.pop()
            _require_partners(tokens[opener], token)
            partners[opener] = position
    if openers:
        opening = tokens[openers[-1]]
        raise fail("GP402", f"This {_spelled(opening)} is never closed.", opening.span, f"Add {_closer(opening)}.")
    return partners


def _require_partners(opener: Token, closer: Token) -> None:
    if "." in {opener.text, closer.text} and opener.kind == "open" and closer.kind == "close":
        return
    if opener.kind == "lbrace" and closer.kind == "rbrace":
        return
    if opener.kind == "open" and closer.kind == "close" and OPENERS[opener.text] == closer.text:
        return
    if opener.kind == "begin" and closer.kind == "end" and opener.text == closer.text:
        return
    message = f"This {_spelled(opener)} is never closed: {_spelled(closer)} comes first."
    raise fail("GP402", message, opener.span, f"Add {_closer(opener)} before {_spelled(closer)}.")


def _spelled(token: Token) -> str:
    if token.kind in {"begin", "end"}:
        return f"\\{token.kind}{{{token.text}}}"
    return token.text.removeprefix("\\") if token.text in {r"\{", r"\}"} else token.text


def _closer(token: Token) -> str:
    if token.kind == "begin":
        return f"\\end{{{token.text}}}"
    return "}" if token.kind == "lbrace" else OPENERS.get(token.text, r"\right.")
