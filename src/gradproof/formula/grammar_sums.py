"""Products, sums, chains of relations, and sequences: the operators, by how tightly they bind.

A product binds what stands side by side as \\cdot does; a slash divides the product to its left by the one factor to
its right, and the product goes on. A sign binds looser: `-a b` is -(a b).
"""

from __future__ import annotations

from typing import cast

from gradproof.formula.commands import NEGATED
from gradproof.formula.grammar_derivatives import find_differential
from gradproof.formula.grammar_operands import OperandGrammar
from gradproof.formula.layout import Tokens
from gradproof.formula.sequences import assemble
from gradproof.formula.tree import Add, Chain, Divide, Ellipsis, Mark, Number, Operator, Product, Sequence, Symbol, Tree
from gradproof.source import Span, fail

_CLOSERS = frozenset({"close", "bar", "comma", "mid", "rbrace", "semicolon", "end of formula"})
_OPEN_SIDES = frozenset({"script", "}", "cell"})


class SumGrammar(OperandGrammar):
    """Formulas: everything that brackets can hold."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__(tokens)
        self.products: list[tuple[list[Tree], int]] = []  # the factors of the products that are open, and where

    # Products.

    def product(self) -> Tree:
        """The product here."""
        return self.product_with_count()[0]

    def product_with_count(self) -> tuple[Tree, int]:
        """The product here, and the number of its factors (1 for a braced product)."""
        start = self.here.span
        factors: list[Tree] = [self._first_factor()]
        operators: list[Operator] = []
        self.products.append((factors, len(self.enclosing)))
        while self._extend(factors, operators):
            pass
        self.products.pop()
        if len(factors) == 1:
            return factors[0], 1
        return Product(tuple(factors), tuple(operators), self.span_from(start)), len(factors)

    def _first_factor(self) -> Tree:
        """The first factor; a dot that nothing follows is a placeholder, as in f(\\cdot)."""
        if self.at("operator") and self.ahead(1).kind in _CLOSERS:
            token = self.step()
            return Mark(token.text, token.span)
        return self.factor()

    def _extend(self, factors: list[Tree], operators: list[Operator]) -> bool:
        """Whether the product goes on; if so, the next factor is appended."""
        if self.at("operator"):
            operators.append(cast(Operator, self.step().text))
            factors.append(self._signed_factor())
        elif self.at("slash"):
            return self._divide(factors, operators)
        elif self._is_dot_product():
            self.step()
            operators.append("cdot")
            factors.append(self.factor())
        elif self.begins_operand() and not self._begins_range(factors):
            self._refuse_two_numbers(factors[-1])
            self.plain_bracket = takes_brackets(factors[-1])
            operators.append("")
            factors.append(self.factor())
            self.plain_bracket = False
        else:
            return False
        return True

    def _signed_factor(self) -> Tree:
        sign = self.take("sign")
        if sign is None:
            return self.factor()
        factor = self.factor()
        return Add(((_sign(sign.text), factor),), sign.span.join(factor.span))

    def _divide(self, factors: list[Tree], operators: list[Operator]) -> bool:
        """The slash here; False if it belongs to a ∂…/∂… that began outside this product."""
        if self.derivative_by_slash(factors):
            del operators[len(factors) - 1 :]
            return True
        behind = self.ahead(1)
        self.position += 1
        differential = self.differential_here()
        self.position -= 1
        level = len(self.enclosing)
        if differential and any(
            find_differential(outer, behind) is not None for outer, place in self.products[:-1] if place == level
        ):
            return False
        self.step()
        denominator = self._signed_factor()
        span = factors[0].span.join(denominator.span)
        numerator = factors[0] if len(factors) == 1 else Product(tuple(factors), tuple(operators), _covering(factors))
        factors[:] = [Divide(numerator, denominator, span)]
        operators.clear()
        return True

    def _is_dot_product(self) -> bool:
        """Whether a full stop here multiplies: it does tightly between two operands, as in x_1.y_1."""
        if not self.at("stop") or self.here.gap or self.ahead(1).gap:
            return False
        self.position += 1
        begins = self.begins_operand() and not self.at("text")
        self.position -= 1
        return begins

    def _begins_range(self, factors: list[Tree]) -> bool:
        """Whether the dots here make a range of the number before them: `1..C`, `1 \\dots C`."""
        if (
            self.here.kind != "dots"
            or self.here.text != "dots"
            or len(factors) > 1
            or not isinstance(factors[0], Number)
        ):
            return False
        self.position += 1
        begins = self.begins_operand()
        self.position -= 1
        return begins

    def _refuse_two_numbers(self, last: Tree) -> None:
        if isinstance(last, Number) and self.at("number"):
            span = last.span.join(self.here.span)
            raise fail("GP403", "Two numbers stand side by side.", span, "Write \\cdot between them, or close the gap.")

    # Sums.

    def sum(self) -> Tree:
        """A flat sum of signed terms; one term without a sign is that product."""
        start = self.here.span
        terms: list[tuple[int, Tree]] = []
        if not self.at("sign"):
            terms.append((1, self.product()))
            if not self.at("sign"):
                return terms[0][1]
        while self.at("sign"):
            terms.append((_sign(self.step().text), self._term()))
        return Add(tuple(terms), self.span_from(start))

    def _term(self) -> Tree:
        """A term behind its sign; a second sign makes a term of its own."""
        sign = self.take("sign")
        if sign is None:
            return self.product()
        self.deeper(sign)
        term = self._term()
        self.depth -= 1
        return Add(((_sign(sign.text), term),), sign.span.join(term.span))

    # Relations.

    def chain(self) -> Tree:
        """Operands with the relations between them; one operand alone is that."""
        start = self.here.span
        relation = None if self.at("mid", "bar", "colon") else self.relation()
        operands: list[Tree | None] = [None if relation else self._range()]
        relations: list[str] = []
        while relation or (relation := self.relation()):
            relations.append(relation)
            operands.append(self._range())
            relation = None
        if operands[0] is not None and len(operands) == 1:
            return operands[0]
        return Chain(tuple(operands), tuple(relations), self.span_from(start))

    def _range(self) -> Tree:
        """A sum, or a range such as 1..C."""
        first = self.sum()
        if not isinstance(first, Number) or not self.at("dots"):
            return first
        dots = Ellipsis(self.step().span)
        last = self.sum()
        return Sequence((first, dots, last), first.span.join(last.span))

    def relation(self) -> str | None:
        """The relation here, stepped over; None if there is none."""
        token = self.here
        if token.kind == "relation":
            return self.step().text
        if token.kind == "not" and self.ahead(1).kind == "relation":
            self.step()
            negated = self.step().text
            return NEGATED.get(negated, rf"\not{negated}")
        if token.kind == "colon":
            self.step()
            return ":"
        if token.kind in {"mid", "bar"} and not self.closes_bar() and self._parts_here():
            while self.at("mid", "bar"):
                self.step()
            if self.at("sub"):
                raise fail(
                    "GP403", "An expression evaluated at a point (a bar with a subscript) is not read.", token.span
                )
            return r"\mid"
        if token.kind == "command" and not self.begins_operand() and (noted := self.noted_relation()):
            self.position = noted[1]
            return noted[0]
        return None

    def _parts_here(self) -> bool:
        """Whether a bar behind an operand is a relation: not directly in brackets, where it parts what is given."""
        return not self.enclosing or self.enclosing[-1] in _OPEN_SIDES

    # Sequences.

    def sequence(self) -> Tree:
        """Chains with commas between them; one alone is that."""
        items = [self.item()]
        while self.at("comma", "and", "text"):
            if not self.at("text"):
                self.step()
                if self.at("rbrace", "row", "amp", "end", "wide", "end of formula"):
                    break
            items.append(self.item())
        items = assemble(items)
        return items[0] if len(items) == 1 else Sequence(tuple(items), _covering(items))


def _sign(text: str) -> int:
    return {"+": 1, "-": -1}.get(text, 0)


def _covering(trees: list[Tree]) -> Span:
    return Span(trees[0].span.start, trees[-1].span.end)


def takes_brackets(tree: Tree) -> bool:
    """Whether `[…]` behind a factor surely holds its arguments: P, E, double-struck and upright names."""
    base = getattr(tree, "base", tree)
    return isinstance(base, Symbol) and (base.style in {"bb", "word"} or base.name in {"P", "E"}) and base.name != "1"
