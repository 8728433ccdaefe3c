"""The derivative of every known function, and sums and products without what adds nothing."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from gradproof.formula.expression import ONE, ZERO, Add, Expression, Function, Mul, Number, Power, integer
from gradproof.proof.budget import BudgetExceeded


def plus(*terms: Expression) -> Expression:
    """The sum, without zeros; numbers are added up."""
    kept: list[Expression] = [term for term in terms if not isinstance(term, Number)]
    number = sum((term.value for term in terms if isinstance(term, Number)), start=Fraction(0))
    if number:
        kept.append(Number(number))
    return kept[0] if len(kept) == 1 else Add(tuple(kept)) if kept else ZERO


def multiplied(*factors: Expression) -> Expression:
    """The product, without ones; 0 if a factor is."""
    kept = tuple(factor for factor in factors if factor != ONE)
    if ZERO in kept:
        return ZERO
    return kept[0] if len(kept) == 1 else Mul(kept) if kept else ONE


def _square(expression: Expression) -> Expression:
    return Power(expression, integer(2))


def _one_minus(expression: Expression) -> Expression:
    return plus(ONE, multiplied(integer(-1), expression))


def _third(_: Expression) -> Expression:
    raise BudgetExceeded("the third derivative of log Γ is not taken")


OUTER: dict[str, Callable[[Expression], Expression]] = {
    "exp": lambda z: Function("exp", z),
    "log": lambda z: Power(z, integer(-1)),
    "sigma": lambda z: multiplied(Function("sigma", z), _one_minus(Function("sigma", z))),
    "tanh": lambda z: _one_minus(_square(Function("tanh", z))),
    "sinh": lambda z: Function("cosh", z),
    "cosh": lambda z: Function("sinh", z),
    "sin": lambda z: Function("cos", z),
    "cos": lambda z: multiplied(integer(-1), Function("sin", z)),
    "tan": lambda z: Power(Function("cos", z), integer(-2)),
    "arctan": lambda z: Power(plus(ONE, _square(z)), integer(-1)),
    "abs": lambda z: Function("sign", z),
    "sign": lambda _: ZERO,
    "relu": lambda z: multiplied(Number(Fraction(1, 2)), plus(ONE, Function("sign", z))),
    "softplus": lambda z: Function("sigma", z),
    "gamma": lambda z: multiplied(Function("gamma", z), Function("psi", z)),
    "psi": lambda z: Function("psi1", z),
    "psi1": _third,
}
"""The derivative of every known function, where it has one."""
