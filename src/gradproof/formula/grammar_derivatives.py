"""Derivatives in every spelling: fractions of differentials, with a slash, ∂_x, ∇."""

from __future__ import annotations

from gradproof.formula.commands import words
from gradproof.formula.grammar_calls import CallGrammar, side_by_side
from gradproof.formula.scanner import Token
from gradproof.formula.tree import Derivative, Number, Script, Symbol, Tree
from gradproof.source import Span, fail

_BEGIN = words("letter number word function big command open lbrace text nabla partial extreme")


class DerivativeGrammar(CallGrammar):
    """Operands that are derivatives."""

    def product_with_count(self) -> tuple[Tree, int]:
        """The product here, and the number of its factors."""
        raise NotImplementedError

    # Finding differentials.

    def differential_here(self) -> bool:
        """Whether ∂x or dx stands here."""
        return self._differential_at(self.position, len(self.tokens), below=True)

    def _differential_at(self, place: int, end: int, below: bool) -> bool:
        """Whether a differential begins at a place: ∂, or a d directly before an operand (above also alone or d^2)."""
        if place >= min(end, len(self.tokens)):
            return False
        token, behind = self.tokens[place], self.tokens[place + 1].kind if place + 1 < end else ""
        if token.kind == "partial":
            return not below or bool(behind)
        if token.kind not in {"letter", "word", "text"} or token.text.strip() != "d":
            return False
        return behind in _BEGIN or (not below and behind in {"", "sup"})

    def _inside(self, place: int) -> tuple[int, int, int]:
        """Where the argument at a place begins and ends without its braces, and where it is over."""
        if place < len(self.tokens) and self.tokens[place].kind == "lbrace":
            end = self.partners[place]
            begin, inner_end = place + 1, end
            while self.tokens[begin].kind == "lbrace" and self.partners[begin] == inner_end - 1:
                begin, inner_end = begin + 1, inner_end - 1
            return begin, inner_end, end + 1
        return place, place + 1, place + 1

    # Fractions.

    def derivative_fraction(self, start: Span) -> Tree | None:
        """The derivative whose numerator stands here, behind \\frac; None if the fraction is none."""
        above, above_end, over = self._inside(self.position)
        below, below_end, after = self._inside(over)
        if not self._differential_at(above, above_end, below=False):
            return None
        if not self._differential_at(below, below_end, below=True):
            return None
        total = self.tokens[above].kind != "partial" and self.tokens[below].kind != "partial"
        self.deeper(self.here)
        self.enclosing.append("}")
        self.position = above + 1
        order = self._order()
        numerator = None if self.position == above_end else self.sum()
        self._require_end(above_end)
        self.position = below
        variables = self._variables(below_end, order)
        self._require_end(below_end)
        self.enclosing.pop()
        self.depth -= 1
        self.position = after
        return self._with_operand(numerator, variables, total, start)

    def _require_end(self, end: int) -> None:
        if self.position != end:
            raise self.unexpected("the end of this part of the derivative")

    def _order(self) -> int:
        """The order behind a d or ∂: 1 where none is written."""
        if not self.at("sup"):
            return 1
        place = self.here.span
        self.step()
        order = self.script_argument("sup")
        if not isinstance(order, Number) or order.value.denominator != 1 or not 1 <= order.value <= 20:
            raise fail("GP403", "The order of a derivative must be a small whole number.", place.join(order.span))
        return int(order.value)

    def _variables(self, end: int, order: int) -> tuple[tuple[Tree, int], ...]:
        """The variables between the differentials up to `end`, with their orders."""
        start = self.here
        partial = start.kind == "partial"
        variables: list[Tree] = []
        while self.position < end and self._differential_at(self.position, end, below=True):
            self.step()
            variables.append(self._variable(end, partial))
        return _with_orders(variables, order, start)

    def _variable(self, end: int, partial: bool) -> Tree:
        start = self.here.span
        factors = [self.factor()]
        while self.position < end and self.begins_operand():
            if self.at("partial") or (not partial and self._differential_at(self.position, end, below=True)):
                break
            factors.append(self.factor())
        return side_by_side(factors, self.span_from(start))

    def _with_operand(
        self, numerator: Tree | None, variables: tuple[tuple[Tree, int], ...], total: bool, start: Span
    ) -> Tree:
        operand, bare = (None, False) if numerator is not None else self.operand()
        return Derivative(numerator, variables, operand, total, False, bare, self.span_from(start))

    def operand(self) -> tuple[Tree | None, bool]:
        """What an operator ∂/∂x acts on, and whether that is an unbracketed product.

        A bracket directly behind it, with its scripts; else the product to its right.
        """
        if self.at("open"):
            return self.factor(), False
        if not self.begins_operand():
            return None, False
        self.deeper(self.here)
        tree, count = self.product_with_count()
        self.depth -= 1
        return tree, count > 1

    # With a slash.

    def derivative_by_slash(self, factors: list[Tree]) -> bool:
        """Whether the slash here and the factors before it make a derivative; if so, it has taken their place."""
        self.position += 1
        found = find_differential(factors, self.tokens[self.position]) if self.differential_here() else None
        if found is None:
            self.position -= 1
            return False
        sign, order = factors[found], differential_order(factors[found])
        above = factors[found + 1 :]
        inner = above[0].span.join(above[-1].span) if above else sign.span
        numerator = side_by_side(above, inner) if above else None
        total = not is_partial(sign) and not self.at("partial")
        start = self.here
        variables: list[Tree] = []
        while self.differential_here():
            self.step()
            variables.append(self.factor())
        orders = _with_orders(variables, order, start)
        factors[found:] = [self._with_operand(numerator, orders, total, sign.span)]
        return True

    # ∂_x and ∇.

    def partial(self) -> Tree:
        """`\\partial_x f`; any other ∂ is a sign that its fraction or slash will find."""
        if self.ahead(1).kind != "sub":
            return self.differential_sign()
        start = self.step().span
        self.step()
        variables = tuple((item, 1) for item in self.subscript())
        return self._with_operand(None, variables, False, start)

    def nabla(self) -> Tree:
        """`\\nabla_x f`: the gradient of the factors side by side, as a function takes its argument."""
        token, begin = self.step(), self.position
        twice = self._twice()
        variables: tuple[tuple[Tree, int], ...] = ()
        if self.take("sub"):
            variables = tuple((item, 1) for item in self.subscript())
        twice = twice or self._twice()
        if self.at("sup") or (twice and len(variables) > 1):
            self.position = begin
            return Symbol("nabla", "", (), token.span)
        operand: Tree | None = None
        bare = False
        if self.at("open"):
            operand = self.factor()
        elif self.begins_operand():
            self.deeper(self.here)
            operand, bare = self.bare_argument()
            self.depth -= 1
        return Derivative(None, variables, operand, False, True, bare, self.span_from(token.span), twice)

    def _twice(self) -> bool:
        """Whether `^2` stood here; if so, it is taken."""
        begin = self.position
        if self.take("sup"):
            order = self.script_argument("sup")
            if isinstance(order, Number) and order.value == 2:
                return True
            self.position = begin
        return False


def is_partial(tree: Tree) -> bool:
    """Whether a factor is a ∂ that has found no derivative yet."""
    base = tree.base if isinstance(tree, Script) else tree
    return isinstance(base, Symbol) and base.name == "partial"


def differential_order(tree: Tree) -> int:
    """The order that hangs on a ∂ or d."""
    if isinstance(tree, Script) and isinstance(tree.superscript, Number) and tree.superscript.value.denominator == 1:
        return int(tree.superscript.value)
    return 1


def find_differential(factors: list[Tree], behind_slash: Token) -> int | None:
    """The last factor that is a ∂ or, before a d behind the slash, a d."""
    for place in range(len(factors) - 1, -1, -1):
        factor = factors[place]
        base = factor.base if isinstance(factor, Script) else factor
        if is_partial(factor):
            return place
        if behind_slash.kind != "partial" and isinstance(base, Symbol) and (base.name, base.style) == ("d", ""):
            return place
    return None


def _with_orders(variables: list[Tree], order: int, start: Token) -> tuple[tuple[Tree, int], ...]:
    """The variables with their orders, which must add up to the order above."""
    if len(variables) == order:
        return tuple((variable, 1) for variable in variables)
    orders = tuple(map(_raised, variables))
    if sum(count for _, count in orders) == order and order > 1:
        return orders
    message = f"The derivative is of order {order} above, but not below."
    raise fail("GP403", message, start.span, "Above and below, the orders must add up to the same number.")


def _raised(variable: Tree) -> tuple[Tree, int]:
    """x² of ∂x² as x with order 2."""
    if isinstance(variable, Script) and isinstance(variable.superscript, Number):
        power = variable.superscript.value
        if power.denominator == 1 and power >= 1:
            bare = not variable.subscripts and not variable.primes
            base = (
                variable.base
                if bare
                else Script(variable.base, variable.subscripts, None, variable.primes, variable.span)
            )
            return base, int(power)
    return variable, 1
