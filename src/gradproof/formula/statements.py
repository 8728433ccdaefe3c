"""The pieces of a row, which commas, wide space, semicolons and words part; `clauses` makes statements of them."""

from __future__ import annotations

from gradproof.formula import commands as known
from gradproof.formula.clauses import Piece, statements_of
from gradproof.formula.cursor import is_word
from gradproof.formula.grammar_sums import SumGrammar
from gradproof.formula.tree import Chain, Mark, Sequence, Statement, Text, Tree

_SEPARATORS = {"comma": "comma", "and": "comma", "wide": "wide", "semicolon": "ends", "stop": "ends"}


class StatementGrammar(SumGrammar):
    """Whole rows."""

    def statements(self) -> tuple[Statement, ...]:
        """All statements of the row, or the error at the first thing that is not understood."""
        return statements_of(self._pieces())

    def _pieces(self) -> list[Piece]:
        pieces: list[Piece] = []
        between: set[str] = set()
        part = ""
        word: Text | Mark | None = None
        while not self.at("end of formula"):
            token = self.here
            if token.kind in _SEPARATORS:
                between.add(_SEPARATORS[self.step().kind])
                continue
            if token.kind == "text" and not self._is_operand(token.text):
                content = Text(token.text.strip(), token.span)
                self.step()
                part, word = _part_of(content.content), content
                if part != "prose" and not self.at("end of formula"):
                    continue
                tree: Tree = content
                part = "prose"
            elif token.kind == "forall":
                part, word = "condition", Mark("forall", self.step().span)
                tree = self._quantified()
            else:
                tree = self.condition_chain()
            pieces.append(Piece(tree, frozenset(between), part, word))
            between.clear()
            part, word = "", None
            self._require_break(tree)
        return pieces

    def condition_chain(self) -> Tree:
        """A chain, with the alternatives that `\\lor` joins to it."""
        first = self.chain()
        operands: list[Tree | None] = [first]
        while self.take("or"):
            operands.append(self.chain())
        if len(operands) == 1:
            return first
        return Chain(tuple(operands), (r"\lor",) * (len(operands) - 1), self.span_from(first.span))

    def _is_operand(self, text: str) -> bool:
        """Whether a \\text at the head of a piece is a name in a formula: `\\text{loss} = …`."""
        goes_on = self.ahead(1).kind in {
            "relation",
            "sub",
            "sup",
            "open",
            "operator",
            "sign",
            "prime",
            "colon",
            "slash",
        }
        return is_word(text.strip()) and (goes_on or is_word(text))

    def _quantified(self) -> Tree:
        """What stands behind \\forall: variables, and what they are related to."""
        start = self.here.span
        left: list[Tree] = [self.factor()]
        while (
            self.at("comma") and self.ahead(1).kind == "letter" and self.ahead(2).kind in {"relation", "comma", "wide"}
        ):
            self.step()
            left.append(self.factor())
        span = self.span_from(start)
        operands: list[Tree | None] = [left[0] if len(left) == 1 else Sequence(tuple(left), span)]
        relations: list[str] = []
        while self.at("relation", "not") and (relation := self.relation()):
            relations.append(relation)
            operands.append(self.factor())
        self.take("colon")
        quantified = operands[0]
        assert quantified is not None
        return Chain(tuple(operands), tuple(relations), self.span_from(start)) if relations else quantified

    def _require_break(self, tree: Tree) -> None:
        """After a piece a separator must come, prose, or the end; after a quantifier or prose anything may."""
        if isinstance(tree, Text) or self.at(*_SEPARATORS, "text", "forall", "end of formula"):
            return
        if self.tokens[self.position - 1].kind == "colon" or self.begins_operand():
            return
        raise self.unexpected("an operator, a relation or the end")


def _part_of(text: str) -> str:
    plain = text.strip(" ,;:.([")
    for pattern, part in (
        (known.CONDITION_WORDS, "condition"), (known.STATEMENT_WORDS, "statement"), (known.EITHER_WORDS, "either")
    ):  # fmt: skip
        if pattern.fullmatch(plain):
            return part
    return "prose"
