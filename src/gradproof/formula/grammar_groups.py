"""Brackets of every kind: groups, bars, indicators, cases, matrices, and TeX's invisible braces."""

from __future__ import annotations

from dataclasses import replace

from gradproof.formula.commands import CASES_ENVIRONMENTS, CONDITION_WORDS, MATRIX_ENVIRONMENTS, OTHERWISE
from gradproof.formula.grammar_scripts import ScriptGrammar, condition_in
from gradproof.formula.scanner import Token
from gradproof.formula.sequences import assemble
from gradproof.formula.tree import Cases, Chain, Group, Indicator, Mark, Matrix, Norm, Sequence, Text, Tree
from gradproof.source import Span, fail


class GroupGrammar(ScriptGrammar):
    """Operands in brackets."""

    def braced(self) -> Tree:
        """The formula in invisible braces."""
        opener = self.expect("lbrace", "a brace")
        if self.at("rbrace"):
            raise fail("GP403", "These braces are empty where a formula is expected.", opener.span.join(self.here.span))
        self.enclosing.append("}")
        tree = self.sequence()
        self.enclosing.pop()
        self.expect("rbrace", "the end of the braces")
        return tree

    def group(self) -> Tree:
        """Brackets with their items; an Iverson bracket is an Indicator."""
        opener = self.here
        if self.position in self.parsed:
            tree, self.position = self.parsed[self.position]
            return tree
        if opener.text == ".":
            message = "A bar or bracket with an invisible partner (an expression evaluated at a point) is not read."
            raise fail("GP403", message, opener.span)
        closing = self.tokens[self.partners[self.position]]
        if closing.text == ".":
            return self._cases_by_hand()
        if opener.text in {"|", r"\|"}:
            return self.norm()
        plain, self.plain_bracket = self.plain_bracket, False
        self.step()
        outside, self.script = self.script, ""
        self.enclosing.append(closing.text)
        items = self._items()
        given: tuple[Tree, ...] = ()
        if self.at("mid", "bar"):
            while self.at("mid", "bar"):
                self.step()
            given = self._items()
        self.enclosing.pop()
        self.script = outside
        self.expect("close", f"{closing.text} or a comma")
        group = Group(opener.text, items, given, self.span_from(opener.span))
        return group if plain else _iverson(group)

    def _items(self) -> tuple[Tree, ...]:
        """Items between commas or semicolons, up to the closer or a bar that parts what is given."""
        if self.at("close"):
            return ()
        items = [self.item()]
        while self.at("comma", "semicolon", "text"):
            if not self.at("text"):
                self.step()
                if self.at("close"):
                    break
            items.append(self.item())
        return tuple(assemble(items, leading=False))

    def item(self) -> Tree:
        """One item of a list: a chain, prose, or a lone mark such as the `:` of x_{:,j}."""
        token = self.here
        if token.kind in {"colon", "operator"} and self.ahead(1).kind in {"comma", "close", "rbrace", "mid", "bar"}:
            self.step()
            return Mark(token.text, token.span)
        return self.chain()

    def norm(self) -> Tree:
        """`|x|` and `\\|x\\|`; two single bars together are one double bar."""
        opener = self.step()
        twice = (
            opener.text == "|"
            and opener.kind == "bar"
            and self.at("bar")
            and self.here.text == "|"
            and not self.here.gap
        )
        if twice:
            self.step()
        outside, self.script = self.script, ""
        self.enclosing.append(opener.text)
        body = self.sum()
        self.enclosing.pop()
        self.script = outside
        self._close_bar(opener)
        if twice:
            self._close_bar(opener)
        return Norm(body, twice or opener.text == r"\|", self.span_from(opener.span))

    def _close_bar(self, opener: Token) -> None:
        if not self.at("bar", "close") or self.here.text != opener.text:
            raise fail("GP402", f"The bar {opener.text} is never closed.", opener.span, f"Add another {opener.text}.")
        self.step()

    # Environments.

    def environment(self) -> Tree:
        """Cases or a matrix."""
        opener = self.here
        if opener.text in CASES_ENVIRONMENTS:
            return self._cases(self.step())
        if opener.text in MATRIX_ENVIRONMENTS:
            self.step()
            rows = self._rows()
            self.step()
            return Matrix(rows, opener.text, self.span_from(opener.span))
        raise fail("GP401", f"The environment {opener.text} is not known here.", opener.span)

    def _rows(self) -> tuple[tuple[Tree, ...], ...]:
        """The cells up to the \\end; a row break at the very end makes no row."""
        rows: list[tuple[Tree, ...]] = []
        self.enclosing.append("cell")
        while not self.at("end"):
            cells = [self._cell()]
            while self.take("amp"):
                cells.append(self._cell())
            rows.append(tuple(cells))
            if not self.at("row", "end"):
                raise self.unexpected("& or \\\\")
            self.take("row")
        self.enclosing.pop()
        return tuple(rows)

    def _cell(self) -> Tree:
        """One cell; an empty one is an empty Text, a lone rule a Mark."""
        token = self.here
        if self.at("amp", "row", "end"):
            return Text("", Span(token.span.start, token.span.start))
        if token.kind in {"bar", "mid"} and self.ahead(1).kind in {"amp", "row", "end"}:
            self.step()
            return Mark("|", token.span)
        outside, self.script = self.script, ""
        tree = self.sequence()
        self.script = outside
        self._skip_punctuation()
        return tree

    def _skip_punctuation(self) -> None:
        while self.at("comma", "stop", "semicolon", "wide"):
            self.step()

    def _cases(self, opener: Token) -> Tree:
        """The values with their conditions, behind `&`, a comma or the word if."""
        rows: list[tuple[Tree, Tree | None]] = []
        self.enclosing.append("cell")
        outside, self.script = self.script, ""
        while not self.at("end"):
            value = self.chain()
            self._skip_punctuation()
            rows.append((value, self._case_condition()))
            if not self.at("row", "end"):
                raise self.unexpected("a condition or \\\\")
            self.take("row")
        self.script = outside
        self.enclosing.pop()
        self.step()
        if not rows:
            raise fail("GP403", "These cases are empty.", opener.span)
        return Cases(tuple(rows), self.span_from(opener.span))

    def _case_condition(self) -> Tree | None:
        """The condition of a case, without its "if"; None for otherwise (or where nothing stands)."""
        while self.at("amp", "comma", "wide", "colon"):
            self.step()
        if self.at("row", "end"):
            return None
        if self.at("text", "word") and OTHERWISE.fullmatch(self.here.text.strip()):
            self.step()
            self._skip_punctuation()
            return None
        parts = assemble(self._conditions())
        self._skip_punctuation()
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts), parts[0].span.join(parts[-1].span))

    def _conditions(self) -> list[Tree]:
        parts: list[Tree] = []
        while not self.at("row", "end"):
            joins = self.at("text") and is_connective(self.here.text)
            if joins or self.at("amp", "comma", "and", "wide", "stop"):
                self.step()
            elif self.at("text"):
                token = self.step()
                parts.append(Text(token.text.strip(), token.span))
            else:
                parts.append(self.condition())
        if not parts:
            raise self.unexpected("a condition")
        return parts

    def condition(self) -> Tree:
        """A relation, with the alternatives that `\\lor` joins to it."""
        first = self.chain()
        operands = [first]
        while self.take("or"):
            operands.append(self.chain())
        if len(operands) == 1:
            return first
        return Chain(tuple(operands), (r"\lor",) * (len(operands) - 1), self.span_from(first.span))

    def _cases_by_hand(self) -> Tree:
        """`\\left\\{ \\begin{array}{ll} … \\end{array} \\right.` is cases."""
        opener = self.step()
        inner = self.here
        last = self.partners.get(self.position, -2)
        if opener.text != r"\{" or inner.kind != "begin" or self.tokens[last + 1].text != ".":
            raise fail("GP403", "This bracket has an invisible partner, and holds no cases.", opener.span)
        self.step()
        cases = self._cases(inner)
        self.step()
        return replace(cases, span=self.span_from(opener.span))


def is_connective(text: str) -> bool:
    """Whether a \\text only joins: if, for, when, and."""
    plain = text.strip().strip(",;:").strip()
    return plain.lower() == "and" or bool(CONDITION_WORDS.fullmatch(plain))


def _iverson(group: Group) -> Tree:
    """`[j = t]` and `[[j = t]]` are indicators; every other group stays one."""
    if group.kind != "[":
        return group
    if len(group.items) == 1 and isinstance(group.items[0], Indicator) and not group.given:
        return replace(group.items[0], span=group.span)
    condition = condition_in(group)
    return group if condition is None else Indicator(condition, group.span)
