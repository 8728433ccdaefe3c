"""The parts of sums and products, and which of them are exponentials or deltas."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from gradproof.formula.expression import (
    ONE,
    ZERO,
    Add,
    Delta,
    Expression,
    Function,
    Index,
    Mul,
    Number,
    Power,
    Sum,
)
from gradproof.program.indices import children, key


def split(term: Expression) -> tuple[Fraction, Expression]:
    """The rational coefficient of a term, and the rest."""
    if isinstance(term, Number):
        return term.value, ONE
    if isinstance(term, Mul) and isinstance(term.factors[0], Number):
        rest = term.factors[1:]
        return term.factors[0].value, rest[0] if len(rest) == 1 else Mul(rest)
    return Fraction(1), term


def terms_of(expression: Expression) -> tuple[Expression, ...]:
    """The terms of a sum; the expression alone if it is none."""
    return expression.terms if isinstance(expression, Add) else (expression,)


def factors_of(expression: Expression) -> tuple[Expression, ...]:
    """The factors of a product; the expression alone if it is none."""
    return expression.factors if isinstance(expression, Mul) else (expression,)


def is_exponential(expression: Expression) -> bool:
    """True for exp(…)."""
    return isinstance(expression, Function) and expression.name == "exp"


def is_sum_of_exponentials(expression: Expression) -> bool:
    """True for Σ_k exp(…), also over several indices: what is only safe inside log."""
    return isinstance(expression, Sum) and (is_exponential(expression.body) or is_sum_of_exponentials(expression.body))


def two_exponentials(base: Expression) -> tuple[Expression, Expression] | None:
    """(a, b) of exp a + exp b, where 1 counts as exp 0."""
    if not isinstance(base, Add) or len(base.terms) != 2:
        return None
    arguments = [ZERO if term == ONE else getattr(term, "argument", None) for term in base.terms]
    if not all(term == ONE or is_exponential(term) for term in base.terms):
        return None
    found = sorted((a for a in arguments if a is not None), key=lambda a: (a != ZERO, key(a)))
    return found[0], found[1]


def is_delta_on(index: Index, part: Expression) -> bool:
    """True for a delta that ties the index itself to another; δ(j, t_n) says nothing about n."""
    return isinstance(part, Delta) and index in (part.left, part.right) and part.left != part.right


def outside_sums(expression: Expression) -> Iterator[Expression]:
    """The expression and its parts, but not what stands inside a sum."""
    yield expression
    if not isinstance(expression, Sum):
        for part in children(expression):
            yield from outside_sums(part)


def base_exponent(factor: Expression) -> tuple[Expression, Expression]:
    """(b, e) of b ** e; the exponent of anything else is 1."""
    return (factor.base, factor.exponent) if isinstance(factor, Power) else (factor, ONE)
