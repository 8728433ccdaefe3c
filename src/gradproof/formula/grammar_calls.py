"""Named functions with their arguments, and big operators with their bodies."""

from __future__ import annotations

from typing import cast

from gradproof.formula.commands import EXTREME, FUNCTIONS, TAKES_A_BARE_FACTOR
from gradproof.formula.grammar_groups import GroupGrammar
from gradproof.formula.grammar_scripts import Scripts
from gradproof.formula.scanner import Token
from gradproof.formula.tree import Add, BigOperator, Call, Group, Operator, Product, Script, Symbol, Tree
from gradproof.source import Span, fail

_BEGINNINGS = frozenset(name[:end] for name in (*FUNCTIONS, *EXTREME) for end in range(1, len(name) + 1))


class CallGrammar(GroupGrammar):
    """Operands that begin with a function or a big operator."""

    def differential_here(self) -> bool:
        """Whether ∂x or dx stands here."""
        raise NotImplementedError

    def function_here(self) -> tuple[str, int] | None:
        """The known function that begins here and the number of its tokens; also `\\mathrm{exp}` and `exp(`."""
        token = self.here
        if token.kind in {"function", "extreme"}:
            return token.text, 1
        if token.kind == "word" and token.text == "arg" and self.ahead(1).text in {"max", "min"}:
            return "arg" + self.ahead(1).text, 2
        if token.kind in {"word", "text"}:
            name = FUNCTIONS.get(token.text) or EXTREME.get(token.text)
            return None if name is None or (self.script and self.ahead(1).kind != "open") else (name, 1)
        return self._spelled_function() if token.kind == "letter" else None

    def _spelled_function(self) -> tuple[str, int] | None:
        """A known function typed in plain letters, directly before a bracket (`log` and its kin: before an operand)."""
        letters = [self.here.text]
        spelled = letters[0]
        while spelled in _BEGINNINGS and _adjoins(self.ahead(len(letters) - 1), self.ahead(len(letters))):
            letters.append(self.ahead(len(letters)).text)
            spelled += letters[-1]
        name = FUNCTIONS.get(spelled) or EXTREME.get(spelled)
        in_a_run = self.position > 0 and _adjoins(self.tokens[self.position - 1], self.here)
        if name is None or (in_a_run and len(letters) < 3):
            return None
        behind = self.ahead(len(letters))
        if behind.kind in {"sup", "sub", "prime"}:
            behind = self._behind_scripts(len(letters))
        bare = spelled in TAKES_A_BARE_FACTOR and behind.kind in {"letter", "number", "command", "function", "big"}
        below = name in EXTREME and self.ahead(len(letters)).kind == "sub"
        return (name, len(letters)) if bare or below or behind.kind in {"open", "lbrace"} else None

    def _behind_scripts(self, steps: int) -> Token:
        """The token behind the scripts that begin some steps ahead."""
        while self.ahead(steps).kind in {"sup", "sub", "prime"}:
            if self.ahead(steps).kind != "prime":
                steps += 1
                place = self.position + steps
                if self.ahead(steps).kind == "lbrace":
                    steps = self.partners[place] - self.position
            steps += 1
        return self.ahead(steps)

    def call(self, name: str, length: int) -> Tree:
        """A function with its argument; alone, its name. With something below it, `\\max` is a big operator."""
        start = self.here.span
        self.position += length
        scripts = self.scripts()
        if name in EXTREME and scripts.subscripts is not None:
            return self._with_body(name, scripts, start)
        if self.at("open", "lbrace") or (self.at("bar") and not self.closes_bar() and self.bar_opens()):
            arguments, bare = self._bracketed(), False
        elif self.begins_operand() or self.at("sign"):
            argument, bare = self.bare_argument()
            arguments = (argument,)
            self._refuse_slash(name)
        else:
            symbol = Symbol(name, "word", (), start)
            return symbol if scripts.empty else _hung(symbol, scripts, self.span_from(start))
        power, subscripts = scripts.superscript, scripts.subscripts or ()
        return Call(name, arguments, power, subscripts, scripts.primes, bare, self.span_from(start))

    def _bracketed(self) -> tuple[Tree, ...]:
        """The arguments in brackets; in TeX's braces, in bars, or braced with scripts, the one argument."""
        start = self.here
        self.deeper(start)
        tree = self.braced() if start.kind == "lbrace" else self.norm() if start.kind == "bar" else self.group()
        if start.kind == "lbrace":
            tree = self.with_scripts(tree, start.span)
        self.depth -= 1
        if isinstance(tree, Group) and not tree.given and tree.kind in {"(", "[", r"\{"}:
            return tree.items
        return (tree,)

    def bare_argument(self) -> tuple[Tree, bool]:
        """The argument of a function without brackets, and whether it is a product of several factors.

        A sign belongs to it. A function or big operator at its head is the argument; else it is the run of factors side
        by side up to an operator, a function, a big operator or a bracket, where a bracket directly behind a name, as
        in `\\log p(t | x)`, is still taken and ends the run.
        """
        sign = self.take("sign")
        if sign is not None:
            argument, bare = self.bare_argument()
            return Add(((_sign_of(sign), argument),), self.span_from(sign.span)), bare
        start = self.here.span
        if not self.begins_operand():
            raise self.unexpected("an argument")
        if self.function_here() or self.at("big"):
            return self.factor(), False
        factors = [self.factor()]
        while self.begins_operand() and not self._ends_run():
            if self.at("open", "bar"):
                if is_name(factors[-1]) and not is_bar(self.here):
                    factors.append(self.factor())
                break
            factors.append(self.factor())
        return side_by_side(factors, self.span_from(start)), len(factors) > 1

    def _ends_run(self) -> bool:
        return self.at("big", "nabla", "partial") or self.function_here() is not None

    def _refuse_slash(self, name: str) -> None:
        """`\\log a / b` is read by some as log(a/b), by others as (log a)/b: here it must be said which."""
        if not self.at("slash"):
            return
        self.position += 1
        clear = self.function_here() is not None or self.differential_here()
        self.position -= 1
        if not clear:
            message = f"It is not clear whether this slash belongs to the argument of \\{name}."
            raise fail("GP403", message, self.here.span, f"Write \\{name}(a/b) or \\frac{{\\{name} a}}{{b}}.")

    # Big operators.

    def big(self) -> Tree:
        """A sum, a product, an integral."""
        token = self.step()
        return self._with_body(token.text, self.scripts(), token.span)

    def _with_body(self, name: str, scripts: Scripts, start: Span) -> Tree:
        """The operator with the product to its right; a leading sign belongs to it."""
        if not self.begins_operand() and not self.at("sign"):
            raise self.unexpected(f"what the \\{name} runs over")
        self.deeper(self.here)
        sign = self.take("sign")
        body = self.product()
        if sign is not None:
            body = Add(((_sign_of(sign), body),), sign.span.join(body.span))
        self.depth -= 1
        lower = scripts.subscripts or ()
        return BigOperator(name, lower, scripts.superscript, body, self.span_from(start))


def _hung(symbol: Symbol, scripts: Scripts, span: Span) -> Tree:
    return Script(symbol, scripts.subscripts or (), scripts.superscript, scripts.primes, span)


def side_by_side(factors: list[Tree], span: Span) -> Tree:
    """The product of factors that stand side by side; one alone is that."""
    between = cast(tuple[Operator, ...], ("",) * (len(factors) - 1))
    return factors[0] if len(factors) == 1 else Product(tuple(factors), between, span)


def _adjoins(first: Token, second: Token) -> bool:
    """Whether two single letters are typed side by side."""
    letters = first.kind == second.kind == "letter" and len(first.text) == len(second.text) == 1
    return letters and first.span.end == second.span.start


def is_bar(token: Token) -> bool:
    """Whether a token is a bar, directed or not."""
    return token.text in {"|", r"\|"}


def _sign_of(token: Token) -> int:
    return {"+": 1, "-": -1}.get(token.text, 0)


def is_name(tree: Tree) -> bool:
    """Whether a bracket behind this may hold its arguments: a symbol, with scripts that are no power."""
    if isinstance(tree, Script):
        return isinstance(tree.base, Symbol) and (tree.superscript is None or isinstance(tree.superscript, Group))
    return isinstance(tree, Symbol)
