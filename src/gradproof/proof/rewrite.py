"""One change made all over an expression, from the outside in."""

from __future__ import annotations

from collections.abc import Callable

from gradproof.formula.expression import (
    Add,
    Apply,
    Argument,
    Derivative,
    Expression,
    Function,
    Mul,
    Power,
    Product,
    Sum,
)


def rewritten(expression: Expression, change: Callable[[Expression], Expression | None]) -> Expression:
    """The expression with each node for which `change` has an answer replaced by it; such a node is not gone into."""
    changed = change(expression)
    if changed is not None:
        return changed

    def go(part: Expression) -> Expression:
        return rewritten(part, change)

    match expression:
        case Add(terms):
            return Add(tuple(map(go, terms)))
        case Mul(factors):
            return Mul(tuple(map(go, factors)))
        case Power(base, exponent):
            return Power(go(base), go(exponent))
        case Function(name, argument):
            return Function(name, go(argument))
        case Sum(index, body) | Product(index, body):
            return type(expression)(index, go(body))
        case Derivative(body, variable):
            return Derivative(go(body), variable)
        case Apply(name, indices, arguments, partials):
            return Apply(name, indices, tuple(Argument(a.indices, go(a.body)) for a in arguments), partials)
        case _:
            return expression
