"""One operand with everything that hangs on it: the table from tokens to the rules that read them."""

from __future__ import annotations

from dataclasses import replace

from gradproof.formula import commands as known
from gradproof.formula.bracket_indices import is_index, takes_index
from gradproof.formula.grammar_derivatives import DerivativeGrammar
from gradproof.formula.grammar_scripts import condition_in, counts_truth
from gradproof.formula.grammar_symbols import accent, restyle
from gradproof.formula.scanner import Token
from gradproof.formula.tree import Call, Divide, Group, Indicator, Script, Sequence, Symbol, Transpose, Tree
from gradproof.source import Span, fail


class OperandGrammar(DerivativeGrammar):
    """Operands of every kind."""

    def factor(self) -> Tree:
        """One operand with its scripts, factorial signs and, for a 1 of an indicator, its condition."""
        start = self.here
        self.deeper(start)
        fresh = not self.position or self.tokens[self.position - 1].kind in _BEFORE_BRACKETS
        tree = self.with_scripts(self.atom(), start.span)
        while self.at("open") and (fresh or not isinstance(tree, Group)) and self._indexes(tree):
            tree = self._with_index(tree, start.span)
        if self.at("open") and counts_truth(tree):
            tree = self._indicator(tree)
        while self.at("bang"):
            self.step()
            tree = Call("factorial", (tree,), None, (), 0, False, self.span_from(start.span))
        self.depth -= 1
        return tree

    def _indexes(self, tree: Tree) -> bool:
        """Whether the bracket directly behind an operand is its index: x[i], A[i, j]."""
        if self.here.text != "[" or self.here.gap or counts_truth(tree) or not takes_index(tree):
            return False
        return is_index(self.tokens[self.position + 1 : self.partners[self.position]])

    def _with_index(self, tree: Tree, start: Span) -> Tree:
        """The operand with the index in brackets here among its subscripts, and the scripts behind it."""
        self.plain_bracket = True
        group = self.group()
        assert isinstance(group, Group)
        base, below, above = (
            (tree.base, tree.subscripts, tree.superscript) if isinstance(tree, Script) else (tree, (), None)
        )
        behind = self.scripts() if self.at("sup") and above is None else None
        above = behind.superscript if behind is not None else above
        lower = behind.subscripts or () if behind is not None else ()
        primes = behind.primes if behind is not None else 0
        return Script(base, (*below, *group.items, *lower), above, primes, self.span_from(start))

    def _indicator(self, one: Tree) -> Tree:
        """`1[j = t]`, `1\\{j = t\\}`, `1(x > 0)`; a bracket without a relation is left for the product."""
        place = self.position
        group = self.group() if self._holds_relation(place) else None
        if isinstance(group, Indicator):
            return self.with_scripts(replace(group, span=self.span_from(one.span)), one.span)
        condition = condition_in(group) if isinstance(group, Group) else None
        if condition is not None:
            return self.with_scripts(Indicator(condition, self.span_from(one.span)), one.span)
        if group is not None:
            self.parsed[place] = (group, self.position)
        self.position = place
        return one

    def _holds_relation(self, opening: int) -> bool:
        """Whether a relation stands directly in the bracket at a place."""
        place = opening + 1
        while place < self.partners[opening]:
            if self.tokens[place].kind == "relation":
                return True
            place = self.partners.get(place, place) + 1
        return False

    def atom(self) -> Tree:
        """One operand without scripts."""
        token = self.here
        function = self.function_here()
        if function is not None:
            return self.call(*function)
        if token.kind == "command":
            return self.command()
        rule = _RULES.get(token.kind)
        if rule is None:
            raise self.unexpected("an operand")
        tree: Tree = getattr(self, rule)()
        return tree

    # Structures.

    def command(self) -> Tree:
        """An operand that begins with a command of some structure; unknown commands end here."""
        token = self.here
        name = token.text
        if name in known.FRACTIONS:
            self.step()
            return self.derivative_fraction(token.span) or self._fraction(token)
        if name in known.STYLES:
            self.step()
            return self.styled(self.argument("a letter"), known.STYLES[name], self.span_from(token.span))
        if name in known.ACCENTS:
            return self._accented(self.step())
        if name in known.SWITCHES:
            return self._switched(self.step())
        if name in known.WRAPPERS:
            return self._wrapped(self.step())
        rule = {"sqrt": self._root, "substack": self._stack}.get(name)
        if rule is not None:
            return rule(self.step())
        if name in {"binom", "dbinom", "tbinom"}:
            self.step()
            upper, lower = self.argument("a number"), self.argument("a number")
            return Call("binom", (upper, lower), None, (), 0, False, self.span_from(token.span))
        if name in {"overset", "underset", "stackrel"}:
            return self._noted(self.step())
        raise self.unknown(token)

    def _fraction(self, token: Token) -> Tree:
        numerator, denominator = self.argument("a numerator"), self.argument("a denominator")
        return Divide(numerator, denominator, self.span_from(token.span))

    def _accented(self, token: Token) -> Tree:
        argument = self.argument("a letter")
        whole = self.span_from(token.span)
        tree = accent(argument, known.ACCENTS[token.text], whole)
        if tree is None:
            raise fail("GP403", f"\\{token.text} over more than one symbol is not read.", whole)
        return tree

    def _switched(self, token: Token) -> Tree:
        """`\\rm in`, `\\bf x`: the letters up to the end of the group, in a style."""
        style = known.SWITCHES[token.text]
        if style == "word":
            letters = self.letters_to_the_end()
            if letters is not None:
                self.position -= 1
                self.tokens[self.position] = letters
            return self.atom()
        return restyle(self.product(), style)

    def _wrapped(self, token: Token) -> Tree:
        """The content of \\underbrace{…}_{…}, \\boxed{…} and their kin, at the place of the whole."""
        tree = self.argument("a formula")
        if self.script == "sup" and isinstance(tree, Symbol) and tree.name == "T":
            return Transpose(self.span_from(token.span))
        if token.text.startswith(("under", "over")):
            while self.at("sub", "sup"):
                self._skip_note()
        return replace(tree, span=self.span_from(token.span))

    def _skip_note(self) -> None:
        """Pass a note that hangs on a brace: it is prose or an aside, no part of the formula."""
        self.step()
        if self.at("end of formula"):
            raise self.unexpected("a note")
        self.position = self.partners.get(self.position, self.position) + 1

    def _noted(self, token: Token) -> Tree:
        """`\\underset{n \\times m}{Z}`: Z; the note is no part of the formula."""
        self.position -= 1
        self._skip_note()
        return replace(self.argument("a formula"), span=self.span_from(token.span))

    def _root(self, token: Token) -> Tree:
        index: tuple[Tree, ...] = ()
        if self.at("open") and self.here.text == "[":
            self.step()
            index = (self.sum(),)
            self.expect("close", "]")
        if self.at("open"):
            group = self.group()
            radicand = group.items[0] if isinstance(group, Group) and len(group.items) == 1 else group
        else:
            radicand = self.argument("what the root is taken of")
        return Call("sqrt", (radicand, *index), None, (), 0, False, self.span_from(token.span))

    def _stack(self, token: Token) -> Tree:
        """The rows of \\substack as a sequence."""
        self.expect("lbrace", "a brace")
        self.enclosing.append("}")
        rows = [self.sequence()]
        while self.take("row"):
            rows.append(self.sequence())
        self.enclosing.pop()
        self.expect("rbrace", "the end of the braces")
        items = tuple(item for row in rows for item in (row.items if isinstance(row, Sequence) else (row,)))
        return items[0] if len(items) == 1 else Sequence(items, self.span_from(token.span))


_BEFORE_BRACKETS = frozenset({"relation", "operator", "sign", "open", "comma", "lbrace", "amp"})
"""Behind these a bracket begins an operand, and is no argument of a name."""

_RULES = {
    **{kind: kind for kind in ("letter", "number", "word", "text", "reals", "dots", "mark", "transpose", "big")},
    "partial": "partial", "nabla": "nabla", "lbrace": "braced", "open": "group", "bar": "norm", "forall": "mark",
    "begin": "environment",
}  # fmt: skip
