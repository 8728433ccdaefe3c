"""Tokens with their places, from the text of a formula.

What only spaces or decorates leaves no token; prose inside `\\text` is one token, with the mathematics between its
dollar signs read as mathematics; Unicode mathematics is spelled out. The lexer never fails on a text within budget:
what it cannot read becomes a token of kind "bad" with its Diagnostic, so that one bad row leaves the others alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from gradproof.formula import commands as known
from gradproof.formula.scanner import MAX_NESTING, Scanner, Token, too_deep
from gradproof.formula.unicode import COMMAND_OF, PLAIN, SPELLED, SUBSCRIPT, SUPERSCRIPT, styled_letter
from gradproof.source import Span, fail

MAX_CHARACTERS = 200_000
MAX_TOKENS = 20_000
MAX_DIGITS = 100


_LEXEME = re.compile(
    r"""(?P<space>[\s~]+|%[^\n]*\n?)
    |\\(?P<name>[A-Za-z@]+|.|\n|$)
    |(?P<number>[0-9]+(?:\.[0-9]+)?|\.[0-9]+)
    |(?P<dots>\.\.+)
    |(?P<relation>:=|=:|==|<=|>=|!=|[=<>])
    |(?P<letter>[A-Za-z])
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_CHARACTERS = {
    "{": "lbrace", "}": "rbrace", "_": "sub", "^": "sup", "'": "prime", "&": "amp", ",": "comma", ";": "semicolon",
    ".": "stop", "!": "bang", "/": "slash", ":": "colon", "*": "operator", "(": "open", "[": "open", ")": "close",
    "]": "close", "|": "bar", "+": "sign", "-": "sign", "±": "sign",
}  # fmt: skip
_LENGTH = re.compile(r"\*?\s*\[\s*-?[\d.]*\s*(?:pt|em|ex|cm|mm|in|px|mu|pc|\\\w+)?\s*\]|\*")
_NAMED_DELIMITERS = "|".join(sorted(name for name in known.DELIMITERS if name.isalpha()))
_DELIMITER = re.compile(rf"[()\[\]|/<>.]|\\(?:mid\b|[{{}}|]|(?:{_NAMED_DELIMITERS})(?![A-Za-z]))")
_SIDES = {
    "left": "open", "right": "close",
    **{size + side: kind for size in ("big", "Big", "bigg", "Bigg") for side, kind in (("l", "open"), ("r", "close"))},
}  # fmt: skip
_SCIENTIFIC = re.compile(r"e[+\-]?\d+")
_PLAIN_WORD = re.compile(r"(?:[A-Za-z0-9\-]|\\[,!;: ]|[ ~])+")


def tokenize(text: str, offset: int = 0) -> tuple[Token, ...]:
    """The tokens of a formula that starts `offset` code points into its source. Raises GP404 when over budget."""
    if len(text) > MAX_CHARACTERS:
        message = f"This formula is {len(text):,} characters long; at most {MAX_CHARACTERS:,} are read."
        raise fail("GP404", message, Span(offset, offset + len(text)), "Split it into several displays.")
    return tuple(_Lexer(text, offset).run())


class _Lexer(Scanner):
    """What each lexeme of a formula becomes."""

    def run(self) -> list[Token]:
        """All tokens of the text."""
        while self.position < len(self.text):
            self.lex_one()
            if self.tokens:
                self.count_brackets(self.tokens[-1])
            if len(self.tokens) > MAX_TOKENS:
                message = f"This formula has more than {MAX_TOKENS:,} symbols, which is more than is read."
                raise fail("GP404", message, self.span(0, len(self.text)), "Split it into several displays.")
        return self.tokens

    def count_brackets(self, token: Token) -> None:
        """Stop early where so many brackets are open that no row can be read; rows begin with none."""
        self.open_brackets += (token.kind in {"open", "lbrace"}) - (token.kind in {"close", "rbrace"})
        if token.kind == "row":
            self.open_brackets = 0
        if self.open_brackets > 4 * MAX_NESTING:
            raise too_deep(token.span)

    def lex_one(self) -> None:
        """Read one lexeme."""
        match = _LEXEME.match(self.text, self.position)
        assert match is not None and match.lastgroup is not None, "the last alternative matches every character"
        start, self.position = self.position, match.end()
        getattr(self, f"on_{match.lastgroup}")(match[match.lastgroup], start)

    # What a match of _LEXEME becomes.

    def on_space(self, _text: str, _start: int) -> None:
        self.gap = True

    def on_number(self, text: str, start: int) -> None:
        if len(text) > MAX_DIGITS:
            message = f"This number has more than {MAX_DIGITS} digits, which is more than is read."
            self.add_bad("GP404", message, start, self.position)
        elif power := _SCIENTIFIC.match(self.text, self.position):
            self.position = power.end()
            message = "This is a number in a program's notation, or a product with e: it is not clear which."
            self.add_bad("GP403", message, start, self.position, "Write 2 \\cdot 10^{-3} or 2 e.")
        else:
            self.add("number", text, start)

    def on_letter(self, text: str, start: int) -> None:
        self.add("letter", text, start)

    def on_dots(self, _text: str, start: int) -> None:
        self.add("dots", "dots", start)

    def on_relation(self, text: str, start: int) -> None:
        self.add("relation", known.RELATIONS[text], start)

    def on_other(self, char: str, start: int) -> None:
        char = PLAIN.get(char, char)
        if char in "=<>":
            self.on_relation(char, start)
        elif char in _CHARACTERS:
            self.add(_CHARACTERS[char], char, start)
        elif char in COMMAND_OF:
            self.on_name(COMMAND_OF[char], start)
        elif char in SPELLED:
            spelled = _Lexer(SPELLED[char], 0).run()
            self.tokens += [replace(token, span=self.span(start, self.position)) for token in spelled]
        elif char in SUPERSCRIPT or char in SUBSCRIPT:
            self.unicode_script(start)
        elif char.isalnum():
            self.unicode_letter(char, start)
        elif char == "$":
            self.add_bad("GP402", "This $ has no place inside a formula.", start, self.position)
        elif char.isprintable():
            self.add_bad("GP403", f"The character {char} is not understood here.", start, self.position)
        else:
            self.add_bad("GP403", f"An invisible character U+{ord(char):04X} stands here.", start, self.position)

    def on_name(self, name: str, start: int) -> None:
        if handler := _SPECIAL.get(name):
            handler(self, name, start)
        elif name in known.TEXTS:
            self.prose(name, start)
        elif name in known.WORDS and self.word(start):
            return
        elif name in known.DROPPED_WITH_ARGUMENT:
            self.drop_arguments(name)
        elif name in known.COMMANDS:
            self.command(*known.COMMANDS[name], start)
        elif name in known.THIN:
            self.gap = True
        else:
            self.add("command", name, start)

    def command(self, kind: str, text: str, start: int) -> None:
        self.add(kind, text, start)
        if kind == "row" and (length := _LENGTH.match(self.text, self.position)):
            self.position = length.end()

    # Arguments that are not mathematics.

    def drop_arguments(self, name: str) -> None:
        if name == "color" and not self.text.startswith("{", self.opening()):
            return
        self.starred()
        for _ in range(known.DROPPED_WITH_ARGUMENT[name]):
            self.raw_argument("\\" + name)
        self.gap = True

    def space(self, name: str, start: int) -> None:
        self.starred()
        self.raw_argument("\\" + name)
        self.add("wide", name, start)

    def sized(self, name: str, start: int) -> None:
        """The delimiter behind \\left, \\right and \\big, with its direction where it has one."""
        match = _DELIMITER.match(self.text, self.opening())
        if match is None:
            if name in {"left", "right", "middle"}:
                self.add_bad("GP403", f"A bracket is expected after \\{name}.", start, self.position)
            return
        self.position = match.end()
        symbol, side = match[0].removeprefix("\\"), _SIDES.get(name)
        if match[0] == "." or symbol in {"|", "vert", "Vert", "mid"}:
            bar = r"\|" if match[0] in {r"\|", r"\Vert"} else "|"
            self.add(*(("mid", "|") if name == "middle" else (side or "bar", "." if symbol == "." else bar)), start)
        elif match[0] in "<>":
            self.add(*known.DELIMITERS["langle" if match[0] == "<" else "rangle"], start)
        elif match[0] in _CHARACTERS:
            self.add(_CHARACTERS[match[0]], match[0], start)
        else:
            self.add(*known.DELIMITERS[symbol], start)

    def environment(self, name: str, start: int) -> None:
        found = self.raw_argument("\\" + name)
        if found is None:
            return
        environment = self.text[found[0] : found[1]].strip().rstrip("*")
        self.add(name, environment, start)
        if name == "begin":
            if option := re.compile(r"\s*\[[tbclr]\]").match(self.text, self.position):
                self.position = option.end()
            if environment in known.ENVIRONMENTS_WITH_ARGUMENT:
                self.raw_argument(f"\\begin{{{environment}}}")

    def prose(self, name: str, start: int) -> None:
        """Text tokens for \\text{…}, with the mathematics between dollar signs in their midst."""
        found = self.raw_argument("\\" + name)
        if found is None:
            return
        if name in {"intertext", "shortintertext"}:
            self.add("row", "\\", start, start)
        self.prose_parts(found[0], found[1], start)
        if name in {"intertext", "shortintertext"}:
            self.add("row", "\\", self.position, self.position)

    def prose_parts(self, begin: int, end: int, start: int) -> None:
        parts = re.split(r"(\$[^$]*\$)", self.text[begin:end])
        place = begin
        for part in parts:
            if len(part) >= 2 and part.startswith("$") and self.nested < 3:
                inner = _Lexer(part[1:-1], self.offset + place + 1, self.nested + 1)
                self.tokens.extend(inner.run())
            elif "$" in part:
                dollar = place + part.index("$")
                self.add_bad("GP402", "This $ has no partner inside the text.", dollar, dollar + 1)
            elif part.strip() or len(parts) == 1:
                whole = len(parts) == 1
                self.add("text", part, start if whole else place, self.position if whole else place + len(part))
            place += len(part)

    def word(self, start: int) -> bool:
        """A token for \\mathrm{loss} and its kin; False if the argument is more than a word."""
        self.starred()
        opening = self.opening()
        closing = self.closing_braces.get(opening)
        if closing is None:
            return False
        inner = self.text[opening + 1 : closing]
        if not _PLAIN_WORD.fullmatch(inner):
            return False
        letters = re.sub(r"\\[,!;: ]|[ ~]", "", inner)
        if not letters or not letters[0].isalpha():
            return False
        self.position = closing + 1
        self.add("word", letters, start)
        return True

    # Unicode mathematics.

    def unicode_script(self, start: int) -> None:
        """`x²` and `w₁₂`: a run of raised or lowered characters spelled as a braced script."""
        table, kind = (SUPERSCRIPT, "sup") if self.text[start] in SUPERSCRIPT else (SUBSCRIPT, "sub")
        end = start
        while end < len(self.text) and self.text[end] in table:
            end += 1
        self.position = end
        spelled = "".join(table[char] for char in self.text[start:end])
        inner = [replace(token, span=self.span(start, end)) for token in _Lexer(spelled, 0).run()]
        self.add(kind, "^" if kind == "sup" else "_", start)
        self.add("lbrace", "{", start)
        self.tokens.extend(inner)
        self.add("rbrace", "}", start)

    def unicode_letter(self, char: str, start: int) -> None:
        styled = styled_letter(char)
        if styled is not None:
            command, plain = styled
            if command:
                self.add("command", command, start)
            if plain.isdigit() or plain.isascii():
                self.add("number" if plain.isdigit() else "letter", plain, start)
            else:
                self.on_other(plain, start)
            return
        end = self.position
        while end < len(self.text) and _is_prose(self.text[end]):
            end += 1
        self.position = end
        self.add("text", self.text[start:end] + " ", start)


def _is_prose(char: str) -> bool:
    """Whether a character continues a stretch of prose in another script."""
    return char.isalpha() and not char.isascii() and char not in COMMAND_OF and styled_letter(char) is None


_SPECIAL: dict[str, Callable[[_Lexer, str, int], None]] = {
    **dict.fromkeys((*known.SIZES, "left", "right", "middle"), _Lexer.sized),
    "begin": _Lexer.environment, "end": _Lexer.environment,
    "hspace": _Lexer.space, "hskip": _Lexer.space,
}  # fmt: skip
