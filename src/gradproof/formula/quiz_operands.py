"""The operands of a formula typed into a quiz box: functions, sums, deltas, indicators, derivatives."""

from __future__ import annotations

from fractions import Fraction

from gradproof.formula.quiz_sums import QuizSums
from gradproof.formula.quiz_words import DELTAS, FUNCTIONS, GREEK, INDICATORS, RELATIONS, SUMS
from gradproof.formula.tree import (
    Call,
    Cases,
    Chain,
    Derivative,
    Ellipsis,
    Group,
    Indicator,
    Norm,
    Number,
    Script,
    Symbol,
    Transpose,
    Tree,
)
from gradproof.source import FormulaError, Span, fail


class QuizOperands(QuizSums):
    """Everything that binds more tightly than a power."""

    def power(self) -> Tree:
        """An operand with its powers."""
        raise NotImplementedError

    def operand(self) -> Tree:
        """A number, a name, a call, or something in brackets."""
        token = self.here
        if token.kind == "number":
            return self.number()
        if token.kind == "word":
            return self.word()
        if self.at("("):
            return self.bracket()
        if self.at("["):
            return self.square()
        if self.take("|"):
            inner = self.sum()
            self.need("|")
            return Norm(inner, False, self.span_from(token.span))
        raise self.unexpected()

    def number(self) -> Tree:
        """A number, or the indicator 1[j=t]."""
        token = self.step()
        behind = self.here
        if token.text == "1" and behind.close and self.at("[", "{"):
            return self.indicator(behind.text, "]" if behind.text == "[" else "}", token.span)
        if token.text == "1" and behind.close and self.at("_"):
            self.step()
            return self.indicator("{", "}", token.span)
        if token.text == "1" and behind.close and (found := self.in_brackets(token.span)) is not None:
            return found
        if behind.close and behind.text in ("e", "E") and self.ahead(1).kind == "number" and self.ahead(1).close:
            message = "Is this a power of ten, or a product with e?"
            raise fail("GP403", message, token.span.join(self.ahead(1).span), "Write 10^5, or 1*e*5.")
        return Number(Fraction(token.text), token.span)

    def bracket(self) -> Tree:
        """`(…)`, or the indicator `(j==t)`."""
        if (found := self.in_brackets(self.here.span)) is not None:
            return found
        start = self.need("(").span
        items = self.items(self.choice())
        self.need(")")
        return self.grouped("(", items, start)

    def square(self) -> Tree:
        """`[j=t]`, a list `[x_1, ..., x_D]`, or square brackets that hold together."""
        start = self.need("[").span
        first = self.choice()
        if self.at(*RELATIONS):
            condition = self.related(first)
            self.need("]")
            return Indicator(condition, self.span_from(start))
        items = self.items(first)
        self.need("]")
        return self.grouped("[", items, start)

    def items(self, first: Tree) -> tuple[Tree, ...]:
        """What stands between brackets, parted by commas; dots are an item."""
        found = [first]
        while self.take(",") or self.take(";"):
            found.append(Ellipsis(self.step().span) if self.here.kind == "dots" else self.choice())
        return tuple(found)

    def grouped(self, kind: str, items: tuple[Tree, ...], start: Span) -> Tree:
        """Brackets: several items are a column, with indices behind it a component."""
        group = Group(kind, items, (), self.span_from(start))
        if len(items) > 1:
            return group if self.at("^", "**") else Script(group, (), Transpose(group.span), 0, group.span)
        return Script(group, self.scripts(), None, 0, self.span_from(start)) if self.at("_") else group

    def indicator(self, opener: str, closer: str, start: Span) -> Tree:
        """A condition in its brackets, as a number."""
        self.need(opener)
        condition = self.relation()
        self.need(closer)
        return Indicator(condition, self.span_from(start))

    def in_brackets(self, start: Span) -> Tree | None:
        """The indicator that stands in round brackets here; None where no condition on two letters does."""
        words = [self.ahead(count) for count in range(5)]
        if words[0].text != "(" or words[2].text not in RELATIONS or words[4].text != ")":
            return None
        letters = (words[1], words[3])
        return self.indicator("(", ")", start) if all(t.kind == "word" and len(t.text) == 1 for t in letters) else None

    def holds_condition(self) -> bool:
        """Whether a condition stands in the square or curly brackets behind this word, or below it."""
        if self.ahead(1).text == "_":
            return self.ahead(2).text == "{" and self.ahead(4).text in RELATIONS
        return self.ahead(1).text == "{" or (self.ahead(1).text == "[" and self.ahead(3).text in RELATIONS)

    def relation(self) -> Tree:
        """A condition on two index terms."""
        return self.related(self.power())

    def related(self, left: Tree) -> Tree:
        """The condition that begins with this term."""
        if not self.at(*RELATIONS):
            raise self.unexpected("A condition such as j=t is expected here.")
        relation = RELATIONS[self.step().text]
        right = self.power()
        return Chain((left, right), (relation,), left.span.join(right.span))

    def word(self) -> Tree:
        """Whatever begins with a word."""
        token = self.here
        low = token.text.lower()
        called = self.ahead(1).text == "("
        if low in SUMS and (called or self.ahead(1).text == "_"):
            return self.big(SUMS[low])
        if called and low in DELTAS and self.ahead(3).text in RELATIONS:
            self.step()
            return self.indicator("(", ")", token.span)
        if called and (low in DELTAS):
            self.step()
            return self.delta(token.span)
        if called and (low in INDICATORS or (token.text == "I" and self.ahead(3).text in RELATIONS)):
            self.step()
            return self.indicator("(", ")", token.span)
        if token.text == "I" and self.ahead(1).close and self.holds_condition():
            self.step()
            self.take("_")
            opener = self.here.text
            return self.indicator(opener, "]" if opener == "[" else "}", token.span)
        if called and low in ("if", "where") and token.text != "if":
            return self.where()
        if (derivative := self.derivative()) is not None:
            return derivative
        if called and low in FUNCTIONS:
            return self.call(FUNCTIONS[low])
        return self.name()

    def call(self, name: str) -> Tree:
        """A known function with its arguments."""
        start = self.step().span
        arguments = self.arguments()
        found = Call(name, arguments, None, (), 0, False, self.span_from(start))
        if name == "abs" and len(arguments) == 1:
            return Norm(arguments[0], False, found.span)
        below = self.scripts() if self.at("_") or (self.at("[") and self.here.close) else ()
        return Script(found, below, None, 0, self.span_from(start)) if below else found

    def arguments(self) -> tuple[Tree, ...]:
        """What stands between brackets, parted by commas."""
        self.need("(")
        found = [self.choice()]
        while self.take(",") or self.take(";"):
            found.append(self.choice())
        self.need(")")
        return tuple(found)

    def delta(self, start: Span) -> Tree:
        """`delta(j,t)`."""
        inner = self.arguments()
        if len(inner) != 2:
            raise fail("GP403", "The Kronecker delta takes two indices: delta(j,t).", self.span_from(start))
        return Script(Symbol("delta", "", (), start), inner, None, 0, self.span_from(start))

    def where(self) -> Tree:
        """`where(j=t, a, b)`."""
        start = self.step().span
        self.need("(")
        condition = self.relation()
        self.need(",")
        value = self.choice()
        self.need(",")
        other = self.choice()
        self.need(")")
        return Cases(((value, condition), (other, None)), self.span_from(start))

    def derivative(self) -> Tree | None:
        """`dl/du_j`, `d(l)/d(u_j)`, `diff(l, u_j)`; None where none stands here."""
        start = self.here.span
        if self.here.text == "diff" and self.ahead(1).text == "(":
            self.step()
            inner = self.arguments()
            if len(inner) != 2:
                raise fail("GP403", "A derivative is written diff(l, u_j) here.", self.span_from(start))
            return self.of(inner[0], inner[1], start)
        before = self.position
        try:
            above = self.differential()
            if above is None or not self.take("/"):
                self.position = before
                return None
            below = self.differential()
        except FormulaError:
            below = None
        if below is None or above is None:
            self.position = before
            return None
        return self.of(above, below, start)

    def of(self, above: Tree, below: Tree, start: Span) -> Tree:
        """The derivative of one thing by another."""
        span = self.span_from(start)
        if isinstance(above, Symbol | Script):
            return Derivative(above, ((below, 1),), None, False, False, False, span)
        operand = Group("(", (above,), (), above.span)
        return Derivative(None, ((below, 1),), operand, False, False, False, span)

    def differential(self) -> Tree | None:
        """What stands behind a d: `du_j`, `d u_j`, `d(u_j)`."""
        token = self.here
        if token.kind != "word" or not token.text.startswith("d"):
            return None
        if token.text == "d":
            self.step()
            if self.at("("):
                inner = self.bracket()
                assert isinstance(inner, Group)
                return inner.items[0]
            return self.name() if self.here.kind == "word" else None
        rest = token.text[1:]
        if token.text in GREEK or not (len(rest) == 1 or rest in GREEK):
            return None
        self.step()
        return self.indexed(Symbol(rest, "", (), Span(token.span.start + 1, token.span.end)))
