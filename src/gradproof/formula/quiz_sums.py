"""Sums and products of a formula typed into a quiz box, in every way in which their index is given."""

from __future__ import annotations

from gradproof.formula.quiz_cursor import QuizCursor, Token
from gradproof.formula.quiz_words import RELATIONS
from gradproof.formula.tree import BigOperator, Chain, Group, Symbol, Tree
from gradproof.source import FormulaError, Span, fail

Below = tuple[tuple[Tree, ...], Tree | None]
"""The index of a sum with what is said of it, and where it ends."""


class QuizSums(QuizCursor):
    """What begins with `sum` or `prod`."""

    def choice(self) -> Tree:
        """A whole expression."""
        raise NotImplementedError

    def sum(self) -> Tree:
        """A sum of products."""
        raise NotImplementedError

    def product(self) -> Tree:
        """A product of factors."""
        raise NotImplementedError

    def operand(self) -> Tree:
        """What binds more tightly than a power."""
        raise NotImplementedError

    def bracket(self) -> Tree:
        """`(…)`."""
        raise NotImplementedError

    def big(self, kind: str) -> Tree:
        """`sum(body, k)`, `sum(body, k=1..C)`, `sum(body, (k, 1, C))`, `sum(k, body)`, `sum_k(body)`, `sum_k body`,
        `sum_{k=1}^C body`.

        What has its index in brackets ends where they do; what `sum_k` reaches is decided where the product is known.
        """
        start = self.step().span
        if self.at("_"):
            lower, upper = self.below()
            body = self.bracket() if self.at("(") else self.product()
            return BigOperator(kind, lower, upper, body, self.span_from(start))
        opener = self.need("(")
        body, (lower, upper) = self.body_and_run(opener)
        self.need(")")
        span = self.span_from(start)
        return closed(BigOperator(kind, lower, upper, Group("(", (body,), (), body.span), span))

    def below(self) -> Below:
        """`_k`, `_{k=1}^C`, `_{k≠j}`."""
        lower: tuple[Tree, ...]
        if self.ahead(1).text in ("{", "(") and self.ahead(3).text in RELATIONS:
            self.step()
            closer = "}" if self.step().text == "{" else ")"
            index = self.name()
            relation = RELATIONS[self.step().text]
            other = self.sum()
            lower = (Chain((index, other), (relation,), index.span.join(other.span)),)
            self.need(closer)
        else:
            lower = self.scripts()
        if not self.take("^"):
            return lower, None
        if not self.take("{"):
            return lower, self.operand()
        upper = self.sum()
        self.need("}")
        return lower, upper

    def body_and_run(self, opener: Token) -> tuple[Tree, Below]:
        """What stands between the brackets of `sum(body, k)`, of `sum(body)`, or of `sum(k, body)`."""
        begin, depth, ahead = self.position, self.depth, (self.here, self.ahead(1))
        try:
            body = self.choice()
            if self.at(")"):
                return body, ((), None)
            self.need(",")
            run = self.run()
            if not self.at(")"):
                raise self.unexpected()
            return body, run
        except FormulaError as error:
            if ahead[0].kind != "word" or ahead[1].text not in (",", "="):
                raise
            first = error
        self.position, self.depth = begin, depth
        return self.run_and_body(opener.span, first)

    def run_and_body(self, start: Span, failure: FormulaError) -> tuple[Tree, Below]:
        """`k, body` and `k=1..C, body`; raises the failure of the other way to read it where it is neither."""
        index, upper = self.name(), None
        lower: Tree = index
        if self.take("="):
            first = self.sum()
            if self.here.kind != "dots":
                raise failure
            self.step()
            upper = self.sum()
            lower = Chain((index, first), ("=",), start.join(first.span))
        if not self.take(","):
            raise failure
        return self.choice(), ((lower,), upper)

    def run(self) -> Below:
        """The index of a sum, and where it ends."""
        inner = self.take("(")
        index: Tree = self.name()
        if not isinstance(index, Symbol):
            raise fail("GP403", "The index of a sum is a letter.", index.span, "Write sum(a_k, k).")
        upper: Tree | None = None
        if self.take("=") or self.take(","):
            first = self.sum()
            if not (self.here.kind == "dots" or self.at(",")):
                raise self.unexpected("The end of the sum is expected here: k=1..C.")
            self.step()
            upper = self.sum()
            index = Chain((index, first), ("=",), index.span.join(first.span))
        if inner:
            self.need(")")
        return (index,), upper


def closed(tree: Tree) -> Tree:
    """A sum in brackets of its own, which nothing behind it belongs to; any other tree as it is."""
    return Group("(", (tree,), (), tree.span) if isinstance(tree, BigOperator) else tree
