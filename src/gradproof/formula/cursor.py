"""Where a parse stands in the tokens of one row, and what may come next.

The grammar is a ladder of classes, one file for each rung, each knowing only those below it: symbols, scripts,
brackets, calls, derivatives, products and sums, statements. Brackets lead from the bottom back to the top; for that the
entries into the upper rungs are declared here.
"""

from __future__ import annotations

from gradproof.formula.commands import did_you_mean, words
from gradproof.formula.layout import Tokens, match_brackets
from gradproof.formula.scanner import Token
from gradproof.formula.tree import Tree
from gradproof.source import FormulaError, Span, fail

MAX_DEPTH = 64
"""How many operands may stand within one another: the parser then stays far from Python's recursion limit."""

_BEGINS_OPERAND = words(
    "letter number word function big extreme command open lbrace transpose mark dots begin nabla partial reals"
)


_NOTED = frozenset({"overset", "stackrel", "underset"})


class Cursor:
    """A position in matched tokens, with the context that decides about bars and scripts."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = list(tokens)
        self.size = len(tokens)
        for token in tokens:
            if token.trouble is not None:
                raise FormulaError(token.trouble)
        self.partners = match_brackets(tokens)
        self.bars_from = _bars_to_the_right(tokens)
        self.position = 0
        self.depth = 0
        self.parsed: dict[int, tuple[Tree, int]] = {}  # brackets that were read ahead, and where they end
        self.enclosing: list[str] = []  # the closers of the brackets and bars that are open, innermost last
        self.plain_bracket = False  # whether a [ here is no Iverson bracket
        self.script = ""  # "sub" or "sup" inside a script
        end = tokens[-1].span.end if tokens else 0
        self.end = Token("end of formula", "", Span(end, end))

    def chain(self) -> Tree:
        """Operands with relations between them."""
        raise NotImplementedError

    def sequence(self) -> Tree:
        """Chains with commas between them."""
        raise NotImplementedError

    def sum(self) -> Tree:
        """Signed terms."""
        raise NotImplementedError

    def product(self) -> Tree:
        """Factors side by side or with operators between them."""
        raise NotImplementedError

    def factor(self) -> Tree:
        """One operand with its scripts."""
        raise NotImplementedError

    # Looking and stepping.

    @property
    def here(self) -> Token:
        """The token that comes next."""
        place = self.position
        return self.tokens[place] if place < self.size else self.end

    def ahead(self, steps: int) -> Token:
        """The token some steps on; the end of the formula beyond the last."""
        place = self.position + steps
        return self.tokens[place] if place < self.size else self.end

    def at(self, *kinds: str) -> bool:
        """Whether the next token is of one of these kinds."""
        return self.here.kind in kinds

    def step(self) -> Token:
        """The token here, stepped over."""
        token = self.here
        self.position += 1
        return token

    def take(self, kind: str) -> Token | None:
        """The token here, stepped over, if it is of this kind."""
        return self.step() if self.here.kind == kind else None

    def expect(self, kind: str, what: str) -> Token:
        """The token here, stepped over; an error if it is of another kind."""
        if self.here.kind != kind:
            raise self.unexpected(what)
        return self.step()

    def span_from(self, start: Span) -> Span:
        """What covers `start` and the last token read, which a macro may have put before `start`."""
        return start.join(self.tokens[self.position - 1].span) if 0 < self.position <= len(self.tokens) else start

    # What may come next.

    def begins_operand(self) -> bool:
        """Whether a factor can begin here, an operand being complete before it."""
        token = self.here
        if token.kind == "text":
            return is_word(token.text) or bool(self.script)
        if token.kind == "bar":
            return self.bar_opens()
        if token.kind == "command" and token.text in _NOTED:
            return self.noted_relation() is None
        return token.kind in _BEGINS_OPERAND

    def noted_relation(self) -> tuple[str, int] | None:
        """The relation of `\\overset{!}{=}` here and the place behind it; notes that change what it says are kept."""
        note = self.position + 1
        over = self.partners.get(note, note) + 1
        after = self.partners.get(over, over) + 1
        inner = [token for token in self.tokens[over:after] if token.kind not in {"lbrace", "rbrace"}]
        if len(inner) != 1 or inner[0].kind != "relation":
            return None
        words = "".join(
            token.text for token in self.tokens[note:over] if token.kind not in {"lbrace", "rbrace"}
        ).strip()
        relation = inner[0].text
        if relation == "=" and words in {"!", "?"}:
            return rf"\overset{{{words}}}{{=}}", after
        if relation == "=" and words.lower().rstrip(".") in {"def", "triangle", "definition"}:
            return r"\triangleq", after
        return relation, after

    def closes_bar(self) -> bool:
        """Whether the bar here closes the innermost open bar."""
        return bool(self.enclosing) and self.enclosing[-1] == self.here.text and self.at("bar", "close")

    def bar_opens(self) -> bool:
        """Whether a bar behind a complete operand opens: it does when the bars to its right, itself included, pair up.

        An odd one out parts what is given: `(t | x)`; so do two in a row that stand alone: `KL(p || q)`.
        """
        if self.closes_bar():
            return False
        count = self.bars_from[self.position]
        together = self.here.text == "|" and self.ahead(1).kind == "bar" and not self.ahead(1).gap
        return count % 4 == 0 if together else count % 2 == 0

    # Saying what is wrong.

    def unexpected(self, what: str) -> FormulaError:
        """The error for the token here, where `what` was expected."""
        token = self.here
        if token.kind == "command":
            return self.unknown(token)
        if token.kind == "end of formula":
            return fail("GP403", f"The formula ends where {what} is expected.", self._last_span())
        return fail("GP403", f"{spelled(token)} stands where {what} is expected.", token.span)

    def unknown(self, token: Token) -> FormulaError:
        """The error for a command that is not known."""
        near = did_you_mean(token.text)
        help = f"did you mean \\{near}?" if near else "If it is a macro of your own, define it with \\newcommand."
        return fail("GP401", f"The command \\{token.text} is not known.", token.span, help)

    def deeper(self, token: Token) -> None:
        """Count one operand more that encloses what follows; the caller counts it off again."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            message = f"Operands stand more than {MAX_DEPTH} deep within one another here."
            raise fail("GP404", message, token.span, "Give the inner parts names of their own.")

    def _last_span(self) -> Span:
        return self.tokens[-1].span if self.tokens else self.end.span


def spelled(token: Token) -> str:
    """A token as a reader knows it, to begin a sentence with."""
    if token.kind == "text":
        return f"The text “{token.text.strip()}”"
    if token.kind in {"begin", "end"}:
        return f"\\{token.kind}{{{token.text}}}"
    named = token.text.isalpha() and len(token.text) > 1
    return f"\\{token.text}" if named and token.kind != "word" else (token.text or "The end")


_PROSE = words(
    "if for and or where when otherwise else is are as with then so thus hence therefore while but since because given "
    "such that iff on in of the by from to be let we unless others whenever provided gives yields implies a an this "
    "elsewhere assuming equals both also"
)


def is_word(text: str) -> bool:
    """Whether a \\text holds one name, such as loss, rather than prose."""
    plain = text.replace("-", "").replace("_", "")
    return plain.isascii() and plain.isalnum() and text[0].isalpha() and text.lower() not in _PROSE


def _bars_to_the_right(tokens: Tokens) -> dict[int, int]:
    """For every undirected bar: how many of its kind stand in its bracket from it on."""
    groups: list[dict[str, list[int]]] = [{}]
    counts: dict[int, int] = {}

    def close() -> None:
        for places in groups.pop().values():
            counts.update({place: rank for rank, place in enumerate(reversed(places), 1)})

    for place, token in enumerate(tokens):
        if token.kind in {"lbrace", "open", "begin"}:
            groups.append({})
        elif token.kind in {"rbrace", "close", "end"}:
            close()
        elif token.kind in {"amp", "row"} and groups[-1]:
            close()
            groups.append({})
        elif token.kind == "bar":
            groups[-1].setdefault(token.text, []).append(place)
    close()
    return counts
