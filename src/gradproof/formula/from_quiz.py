"""A formula as it is typed into a quiz box, onto the same tree as LaTeX: `delta(j,t) - exp(u_j)/sum(exp(u_k), k)`.

    read_quiz("(1[j=t] - p_j) x")     -> the tree of \\left(1[j=t] - p_j\\right) x

Names are letters, Greek names and `ell`; indices stand behind an underscore (`w_jk`, `w_{j,k}`, `u_{t_n}`) or in square
brackets (`w[j,k]`). Functions need their brackets. `sum(body, k)`, `sum(body, k=1..C)`, `sum(k, body)`; `sum_k(body)`,
`sum_k body` and `sum_{k=1}^C body`, which take the factors behind them that hold their index, as in LaTeX; `sum(body)`
where one index is possible; `delta(j,t)`, `1[j=t]`, `[j=t]`, `I(j=t)`, `(j==t)`; `a if j=t else b`, and outside of all
brackets `a if j=t, b otherwise`; `dl/du_j`; `^`, `**`; the column `(x_1, ..., x_D)`; a product without its sign. What
can be read in two ways (`1/2x`) or is no name (`px`) is an error at its place: nothing is guessed.
"""

from __future__ import annotations

from dataclasses import replace

from gradproof.formula.letters import bound_letters, free_letters, letter_name
from gradproof.formula.quiz_cursor import tokenize_quiz
from gradproof.formula.quiz_operands import QuizOperands
from gradproof.formula.quiz_sums import closed
from gradproof.formula.quiz_words import BETWEEN, IF
from gradproof.formula.tree import Add, BigOperator, Cases, Chain, Divide, Group, Operator, Product, Script, Tree
from gradproof.source import Span, fail

_TIMES = ("*", "·", "⋅", "×")


def is_latex(text: str) -> bool:
    """Whether a formula is written in LaTeX: it has a backslash or a dollar sign."""
    return "\\" in text or "$" in text


def read_quiz(text: str, offset: int = 0, known: frozenset[str] = frozenset()) -> Tree:
    """The tree of a formula that was typed in plain characters. Raises FormulaError at what is not understood.

    `known` are letters of which several in a row can only be a product: the Xw of X and w.

    >>> read_quiz("h_k*(1-h_k)").operators
    ('*',)
    """
    return _Reader(tokenize_quiz(text, offset, known), Span(offset, offset + len(text))).whole()


class _Reader(QuizOperands):
    """The ladder from equations down to powers."""

    def whole(self) -> Tree:
        if not self.tokens:
            raise fail("GP403", "There is no formula here.", self.all)
        operands = [self.choice()]
        while self.take("="):
            operands.append(self.choice())
        if self.here is not self.end:
            raise self.unexpected()
        if len(operands) == 1:
            return operands[0]
        span = operands[0].span.join(operands[-1].span)
        return Chain(tuple(operands), ("=",) * (len(operands) - 1), span)

    def choice(self) -> Tree:
        """`a if j=t else b`, or a sum; outside of all brackets also `a if j=t, b otherwise`."""
        alone = self.depth == 0
        value = self.sum()
        if alone and self.at(",", ";") and self.ahead(1).text in IF:
            self.step()
        if not self.at(*IF):
            return value
        rows: list[tuple[Tree, Tree | None]] = [(value, self.condition())]
        while alone and self.at(",", ";", "and"):
            self.step()
            rows.append(self.row())
        if rows[-1][1] is not None and (len(rows) == 1 or self.at("else", "otherwise")):
            self.need("otherwise" if self.at("otherwise") else "else")
            rows.append((self.choice(), None))
        return Cases(tuple(rows), self.span_from(value.span))

    def condition(self) -> Tree:
        """What stands behind an `if`."""
        self.step()
        return self.relation()

    def row(self) -> tuple[Tree, Tree | None]:
        """A later row of cases: `b if j!=t`, `b otherwise`, `otherwise b`."""
        if self.at("otherwise", "else"):
            self.step()
            return self.sum(), None
        value = self.sum()
        if self.at(",") and self.ahead(1).text in (*IF, "otherwise"):
            self.step()
        if self.take("otherwise"):
            return value, None
        if not self.at(*IF):
            raise self.unexpected("A condition such as if j=t is expected here.")
        return value, self.condition()

    def sum(self) -> Tree:
        start = self.here.span
        self.deeper(start)
        terms: list[tuple[int, Tree]] = []
        sign = self.sign()
        while True:
            terms.append((sign or 1, self.product()))
            if not self.at("+", "-"):
                break
            sign = self.sign()
        self.depth -= 1
        if len(terms) == 1 and terms[0][0] == 1:
            return terms[0][1]
        return Add(tuple(terms), self.span_from(start))

    def sign(self) -> int:
        """The sign here: 0 where there is none."""
        found = 0
        while self.at("+", "-"):
            found = (found or 1) * (-1 if self.step().text == "-" else 1)
        return found

    def product(self) -> Tree:
        start = self.here.span
        factors = [self.signed()]
        operators: list[Operator] = []
        bound: frozenset[str] = frozenset()  # by sums that a division has ended
        while True:
            operator: Operator = ""
            if self.at(*_TIMES):
                operator = "*" if self.step().text == "*" else "cdot"
                factors.append(self.signed())
            elif self.take("/"):
                bound = bound.union(*(_bound(factor) for factor in factors))
                factors = [self.divided(closed(_product(factors, operators, self.span_from(start))), start)]
                operators = []
                continue
            elif self.begins_factor():
                factors.append(self.power())
            else:
                return _product(factors, operators, self.span_from(start))
            if bound & free_letters(factors[-1]):
                message = "This can be read in two ways: does the sum reach so far?"
                raise fail("GP403", message, self.span_from(start), "Set brackets: sum(p_j/2*w_jk, j).")
            operators.append(operator)

    def divided(self, above: Tree, start: Span) -> Tree:
        simple = self.here.kind in ("number", "word") and self.ahead(1).text != "("
        summed = self.here
        below = closed(self.signed())
        if simple and self.begins_factor() and self.here.close:
            message = "This can be read in two ways: is the last factor above or below the line?"
            raise fail("GP403", message, start.join(self.here.span), "Set brackets: (1/2)*x or 1/(2*x).")
        if isinstance(below, Group) and isinstance(below.items[0], BigOperator) and _is_long(below.items[0]):
            message = "This can be read in two ways: how far does the sum below the line go?"
            raise fail("GP403", message, summed.span.join(below.span), "Set brackets: a/sum(b, k)*c.")
        return Divide(above, below, self.span_from(start))

    def signed(self) -> Tree:
        """A factor that may carry a sign of its own: the -b of a*-b."""
        start = self.here.span
        sign = self.sign()
        factor = self.power()
        return Add(((-1, closed(factor)),), self.span_from(start)) if sign < 0 else factor

    def begins_factor(self) -> bool:
        if self.here.kind == "word":
            return self.here.text not in BETWEEN
        return self.here.kind == "number" or self.at("(", "[")

    def power(self) -> Tree:
        start = self.here.span
        base = self.operand()
        while self.at("^", "**"):
            self.step()
            base = closed(base)
            if isinstance(base, Script) and base.superscript is not None:
                message = "A power of a power can be read in two ways."
                raise fail("GP403", message, self.span_from(start), "Set brackets: (x^a)^b or x^(a^b).")
            raised = self.exponent()
            if isinstance(base, Script):
                base = Script(base.base, base.subscripts, raised, base.primes, self.span_from(start))
            else:
                base = Script(base, (), raised, 0, self.span_from(start))
        return base

    def exponent(self) -> Tree:
        start = self.here.span
        sign = self.sign()
        if self.take("{"):
            inner = self.sum()
            self.need("}")
        else:
            inner = self.operand()
            if isinstance(inner, Group) and inner.kind == "(" and len(inner.items) == 1:
                inner = inner.items[0]
        return Add(((-1, inner),), self.span_from(start)) if sign < 0 else inner


def _product(factors: list[Tree], operators: list[Operator], span: Span) -> Tree:
    """The product; a sum with its index below takes what stands behind it where its index is used there."""
    for position, factor in enumerate(factors[:-1]):
        used = [n for n in range(position + 1, len(factors)) if _bound(factor) & free_letters(factors[n])]
        if isinstance(factor, BigOperator) and used:
            inside = [factor.body, *factors[position + 1 :]]
            place = factor.span.join(span)
            body = Product(tuple(map(closed, inside)), tuple(operators[position:]), place)
            factors = [*factors[:position], replace(factor, body=body, span=place)]
            operators = operators[:position]
            break
    if len(factors) == 1:
        return factors[0]
    return Product((*map(closed, factors[:-1]), factors[-1]), tuple(operators), span)


def _bound(tree: Tree) -> frozenset[str]:
    """The letters of a sum that is not in brackets."""
    return frozenset(map(letter_name, bound_letters(tree))) if isinstance(tree, BigOperator) else frozenset()


def _is_long(tree: BigOperator) -> bool:
    """Whether a sum without brackets holds a product, or a quotient."""
    return isinstance(tree.body, Product | Divide)
