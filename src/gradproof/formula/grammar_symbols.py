"""Names and numbers: Symbol, Number, Text, Ellipsis, Mark; with their styles and accents."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from gradproof.formula.cursor import Cursor, is_word
from gradproof.formula.scanner import Token
from gradproof.formula.tree import (
    Ellipsis,
    Mark,
    Number,
    Product,
    Script,
    Symbol,
    Text,
    Transpose,
    Tree,
)
from gradproof.source import Span


class SymbolGrammar(Cursor):
    """Operands that are one name or one number."""

    def letter(self) -> Tree:
        """A letter, Latin or Greek."""
        token = self.step()
        return Symbol(token.text, "", (), token.span)

    def number(self) -> Tree:
        """A literal."""
        token = self.step()
        return Number(Fraction(token.text), token.span)

    def digit(self) -> Tree:
        """The first digit here: what TeX takes for an argument without braces (`x_12` is x_1 2)."""
        token = self.here
        if len(token.text) == 1:
            return self.number()
        first, rest = Span(token.span.start, token.span.start + 1), Span(token.span.start + 1, token.span.end)
        if not token.text[0].isdigit() or not token.text[1].isdigit():
            raise self.unexpected("a single digit (put longer numbers in braces)")
        self.tokens[self.position] = replace(token, text=token.text[1:], span=rest)
        return Number(Fraction(int(token.text[0])), first)

    def word(self) -> Tree:
        """`\\mathrm{loss}`: a name; a single upright letter is the letter, and an upright raised T transposes."""
        token = self.step()
        if token.text == "T" and self.script == "sup":
            return Transpose(token.span)
        return Symbol(token.text, "word" if len(token.text) > 1 else "", (), token.span)

    def text(self) -> Tree:
        """`\\text{…}`: in a script it stays text, elsewhere one word is a name."""
        token = self.step()
        content = token.text.strip()
        if content == "T" and self.script == "sup":
            return Transpose(token.span)
        if not self.script and is_word(content):
            return Symbol(content, "word" if len(content) > 1 else "", (), token.span)
        return Text(content, token.span)

    def reals(self) -> Tree:
        """The reals as one command."""
        return Symbol("R", "bb", (), self.step().span)

    def dots(self) -> Tree:
        """An ellipsis."""
        return Ellipsis(self.step().span)

    def mark(self) -> Tree:
        """A symbol that stands for itself."""
        token = self.step()
        return Mark(token.text, token.span)

    def transpose(self) -> Tree:
        """The mark of a transpose."""
        return Transpose(self.step().span)

    def differential_sign(self) -> Tree:
        """A ∂ that begins no derivative."""
        return Symbol("partial", "", (), self.step().span)

    # Styles and accents.

    def styled(self, argument: Tree, style: str, whole: Span) -> Tree:
        """The argument of \\mathbf and its kin, in style; its own places where it is more than a symbol."""
        if style == "sans" and self.script == "sup" and isinstance(argument, Symbol) and argument.name == "T":
            return Transpose(whole)
        restyled = restyle(argument, style)
        return replace(restyled, span=whole) if isinstance(restyled, Symbol) else restyled

    def letters_to_the_end(self) -> Token | None:
        """The letters behind \\rm, to the end of their group, as one word."""
        letters = []
        while self.at("letter") and len(self.here.text) == 1:
            letters.append(self.step())
        if not letters:
            return None
        span = letters[0].span.join(letters[-1].span)
        return Token("word", "".join(letter.text for letter in letters), span)


def restyle(tree: Tree, style: str) -> Tree:
    """The tree with its unstyled symbols in a style; a 1 becomes the symbol 1 (ones, or an indicator)."""
    if isinstance(tree, Symbol):
        return replace(tree, style=style) if tree.style == "" else tree
    if isinstance(tree, Number) and tree.value in (0, 1):
        return Symbol(str(tree.value), style, (), tree.span)
    if isinstance(tree, Script):
        return replace(tree, base=restyle(tree.base, style))
    if isinstance(tree, Product):
        return replace(tree, factors=tuple(restyle(factor, style) for factor in tree.factors))
    return tree


def accent(tree: Tree, name: str, whole: Span) -> Tree | None:
    """The tree under an accent; None where no symbol can carry it. A script keeps its scripts: \\hat{h_k} is ĥ_k."""
    if isinstance(tree, Symbol):
        return replace(tree, accents=(*tree.accents, name), span=whole)
    if isinstance(tree, Script) and isinstance(tree.base, Symbol):
        base = replace(tree.base, accents=(*tree.base.accents, name))
        return replace(tree, base=base, span=whole)
    return None
