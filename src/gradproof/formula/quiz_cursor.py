"""Tokens of a formula typed into a quiz box, names with their indices, and where reading stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from unicodedata import normalize

from gradproof.formula.quiz_words import GREEK, is_word
from gradproof.formula.tree import Number, Script, Symbol, Tree
from gradproof.formula.unicode import COMMAND_OF, PLAIN, SUBSCRIPT, SUPERSCRIPT
from gradproof.source import FormulaError, Span, fail

MAX_CHARACTERS = 4_000
MAX_TOKENS = 1_500
MAX_DEPTH = 40
MAX_DIGITS = 40

_TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<number>\d+(?:\.\d+)?(?!\.\d)|\.\d+)|(?P<word>[^\W\d_]+)|(?P<dots>\.{2,}|…)"
    r"|(?P<operator>\*\*|==|!=|<>|[-+*/^=≠_()\[\]{},;|·⋅×])|(?P<other>.)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """One token; `close` where it stands directly behind the token before it."""

    kind: str
    text: str
    span: Span
    close: bool


def tokenize_quiz(text: str, offset: int, known: frozenset[str] = frozenset()) -> list[Token]:
    """The tokens of a formula that starts `offset` code points into its source; of letters in a row that are all
    `known` names, each is one. Raises FormulaError.
    """
    if len(text) > MAX_CHARACTERS:
        message = f"This formula is {len(text):,} characters long; at most {MAX_CHARACTERS:,} are read."
        raise fail("GP404", message, Span(offset, offset + len(text)))
    found: list[Token] = []
    end = -1
    for match in _TOKEN.finditer(text):
        kind, piece = match.lastgroup or "", match.group()
        if kind == "space":
            continue
        span = Span(offset + match.start(), offset + match.end())
        close = match.start() == end
        end = match.end()
        below = bool(found) and found[-1].text == "_"
        product = kind == "word" and not below and known.issuperset(piece) and not is_word(piece)
        found += _word(piece, span, close) if product else _spelled(kind, piece, span, close)
    if len(found) > MAX_TOKENS:
        raise fail("GP404", "This formula is too long.", found[MAX_TOKENS].span)
    return found


def _spelled(kind: str, piece: str, span: Span, close: bool) -> list[Token]:
    """The tokens of one stretch of characters, Unicode mathematics spelled out."""
    if kind == "number" and len(piece) > MAX_DIGITS:
        raise fail("GP404", f"This number has more than {MAX_DIGITS} digits.", span)
    if kind == "number":
        return [Token(kind, normalize("NFKC", piece), span, close)]  # 𝟙 among them
    if kind == "word" and not piece.isascii():
        return _word(piece, span, close)
    if kind == "other" and piece in PLAIN:
        return [Token("operator", PLAIN[piece], span, close)]
    if kind == "other" and piece in SUPERSCRIPT:
        return [Token("operator", "^", span, close), Token("number", SUPERSCRIPT[piece], span, True)]
    if kind == "other" and COMMAND_OF.get(piece) in ("partial", "sum", "prod"):
        return [Token("word", "d" if piece == "∂" else COMMAND_OF[piece], span, close)]
    if kind == "other":
        raise fail("GP401", "This character is not understood in a formula.", span)
    return [Token(kind, piece, span, close)]


def _word(piece: str, span: Span, close: bool) -> list[Token]:
    """The tokens of letters that are not all ASCII: Greek letters by name, small letters below as indices."""
    found: list[Token] = []
    for position, char in enumerate(piece):
        place = Span(span.start + position, span.start + position + 1)
        near = close or position > 0
        if char in SUBSCRIPT:
            mark = not (found and found[-1].kind == "index")
            found += [Token("operator", "_", place, near)] * mark
            found.append(Token("index", SUBSCRIPT[char], place, True))
        elif char in SUPERSCRIPT:
            found += [Token("operator", "^", place, near), Token("number", SUPERSCRIPT[char], place, True)]
        elif char in COMMAND_OF or char.isascii():
            found.append(Token("word", COMMAND_OF.get(char, char), place, near))
        else:
            raise fail("GP401", "This letter is not understood in a formula.", place)
    return found


class QuizCursor:
    """Where the reading of some tokens stands."""

    def __init__(self, tokens: list[Token], whole: Span) -> None:
        self.tokens = tokens
        self.position = 0
        self.depth = 0
        self.end = Token("end", "", Span(whole.end, whole.end), False)
        self.all = whole

    @property
    def here(self) -> Token:
        """The token that comes next."""
        return self.tokens[self.position] if self.position < len(self.tokens) else self.end

    def ahead(self, count: int) -> Token:
        """The token so many places on; an end without text behind the last one."""
        place = self.position + count
        return self.tokens[place] if place < len(self.tokens) else self.end

    def at(self, *texts: str) -> bool:
        """Whether one of these texts comes next."""
        token = self.here
        return token.text in texts and token.kind in ("operator", "word")

    def step(self) -> Token:
        """The token that comes next, taken."""
        token = self.here
        self.position += 1
        return token

    def take(self, text: str) -> bool:
        """Takes a text if it comes next."""
        if self.at(text):
            self.position += 1
            return True
        return False

    def need(self, text: str) -> Token:
        """The token with this text, taken. Raises GP403 where another one stands."""
        if not self.at(text):
            raise self.unexpected(f"{text} is missing here.")
        return self.step()

    def unexpected(self, message: str = "") -> FormulaError:
        """The error for what comes next."""
        token = self.here
        if not message:
            message = "The formula breaks off here." if token is self.end else f"{token.text} is not expected here."
        return fail("GP403", message, token.span)

    def span_from(self, start: Span) -> Span:
        """From a place to the token that was taken last."""
        return start.join(self.tokens[self.position - 1].span) if self.position else start

    # Names with their indices.

    def name(self) -> Tree:
        """A name with its indices."""
        token = self.here
        if token.kind != "word" or not (len(token.text) == 1 or token.text in GREEK):
            message = f"{token.text} is no name here." if token.kind == "word" else "A name is expected here."
            raise fail(
                "GP403", message, token.span, "A name is one letter or a Greek name; a product needs its sign: p*x."
            )
        self.step()
        return self.indexed(Symbol(token.text, "", (), token.span))

    def indexed(self, base: Symbol) -> Tree:
        """A name that was read, with the indices behind it."""
        if not (self.at("_") or (self.at("[") and self.here.close)):
            return base
        return Script(base, self.scripts(), None, 0, self.span_from(base.span))

    def scripts(self) -> tuple[Tree, ...]:
        """Indices: `_jk`, `_{j,k}`, `_{t_n}`, `[j,k]`."""
        opener = self.step()
        self.deeper(opener.span)
        found = self.indices(opener)
        self.depth -= 1
        return found

    def deeper(self, span: Span) -> None:
        """One level further in. Raises GP404 at the level that is too deep."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise fail("GP404", f"This formula is more than {MAX_DEPTH} levels deep here.", span)

    def indices(self, opener: Token) -> tuple[Tree, ...]:
        """The indices behind their opener."""
        closer = "]" if opener.text == "[" else ""
        if not closer and self.at("{", "("):
            closer = "}" if self.step().text == "{" else ")"
        if not closer:
            return self.letters()
        found: list[Tree] = []
        while not self.take(closer):
            if self.here is self.end:
                raise self.unexpected(f"{closer} is missing here.")
            if not self.take(","):
                found += self.index()
        return tuple(found)

    def index(self) -> tuple[Tree, ...]:
        """One index between brackets, or several letters in a row."""
        if self.here.kind == "word" and self.ahead(1).text == "_":
            return (self.name(),)
        return self.letters()

    def letters(self) -> tuple[Tree, ...]:
        """The letters of an index: jk are two."""
        token = self.here
        if token.kind == "index":
            found: list[Tree] = []
            while self.here.kind == "index":
                small = self.step()
                found.append(_letter(small.text, small.span))
            return tuple(found)
        if token.kind == "number":
            return (Number(Fraction(self.step().text), token.span),)
        if token.kind != "word" or (len(token.text) > 3 and token.text not in GREEK):
            raise fail("GP403", "An index is a letter or a number.", token.span, "Write w_jk or w_{j,k}.")
        self.step()
        if token.text in GREEK:
            return (Symbol(token.text, "", (), token.span),)
        start = token.span.start
        return tuple(_letter(c, Span(start + n, start + n + 1)) for n, c in enumerate(token.text))


def _letter(char: str, span: Span) -> Tree:
    return Number(Fraction(char), span) if char.isdigit() else Symbol(char, "", (), span)
