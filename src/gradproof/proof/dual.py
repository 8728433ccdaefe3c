"""A value with its derivatives: forward-mode dual numbers with nesting tags.

`Dual(tag, value, tangent)` is value + tangent·ε_tag with ε_tag² = 0. Every derivative that is being taken has a tag of
its own, higher for the inner ones; value and tangent of a dual contain lower tags only. So the ε of an inner derivative
is never mistaken for that of an outer one (perturbation confusion), and a second derivative is a dual of duals.
"""

from __future__ import annotations

from collections.abc import Callable

from flint import fmpq, fmpz

from gradproof.proof import number
from gradproof.proof.budget import BudgetExceeded
from gradproof.proof.number import ONE, ZERO, Real


class Dual:
    """value + tangent·ε_tag. (A plain class: a frozen dataclass takes three times as long to make.)"""

    __slots__ = ("tag", "tangent", "value")

    def __init__(self, tag: int, value: Value, tangent: Value) -> None:
        self.tag = tag
        self.value = value
        self.tangent = tangent

    def __add__(self, other: Value) -> Dual:
        if type(other) is Dual and other.tag >= self.tag:
            if other.tag > self.tag:
                return Dual(other.tag, self + other.value, other.tangent)
            return Dual(self.tag, self.value + other.value, self.tangent + other.tangent)
        return Dual(self.tag, self.value + other, self.tangent)

    __radd__ = __add__

    def __neg__(self) -> Dual:
        return Dual(self.tag, -self.value, -self.tangent)

    def __sub__(self, other: Value) -> Dual:
        return self + (-other)

    def __rsub__(self, other: Value) -> Dual:
        return -self + other

    def __mul__(self, other: Value) -> Dual:
        if type(other) is Dual and other.tag >= self.tag:
            if other.tag > self.tag:
                return Dual(other.tag, self * other.value, self * other.tangent)
            tangent = self.value * other.tangent + self.tangent * other.value
            return Dual(self.tag, self.value * other.value, tangent)
        return Dual(self.tag, self.value * other, self.tangent * other)

    __rmul__ = __mul__


Value = Real | Dual


def tangent(value: Value, tag: int) -> Value:
    """The coefficient of ε_tag, where `tag` is the highest that the value may contain."""
    return value.tangent if type(value) is Dual and value.tag == tag else ZERO


def limited(value: Value) -> Value:
    """The value, with rationals that grew too long made into balls."""
    if isinstance(value, Dual):
        return Dual(value.tag, limited(value.value), limited(value.tangent))
    return number.limited(value)


def integer_power(base: Value, exponent: fmpz) -> Value:
    """base ** exponent for an integer exponent."""
    if not isinstance(base, Dual):
        return number.integer_power(base, exponent)
    if exponent == 0:
        return ONE
    slope = fmpq(exponent) * integer_power(base.value, exponent - 1)
    return Dual(base.tag, integer_power(base.value, exponent), slope * base.tangent)


def rational_power(base: Value, exponent: fmpq) -> Value:
    """base ** exponent for a rational exponent."""
    if not isinstance(base, Dual):
        return number.rational_power(base, exponent)
    if exponent.q == 1:
        return integer_power(base, exponent.p)
    slope = exponent * rational_power(base.value, exponent - 1)
    return Dual(base.tag, rational_power(base.value, exponent), slope * base.tangent)


def real_power(base: Value, exponent: Value) -> Value:
    """base ** exponent as e to the exponent · log base: Undefined unless the base is positive."""
    return apply("exp", exponent * apply("log", base))


def apply(name: str, value: Value) -> Value:
    """The known function `name` of a value."""
    if not isinstance(value, Dual):
        return number.FUNCTIONS[name](value)
    result = apply(name, value.value)
    return Dual(value.tag, result, SLOPES[name](value.value, result) * value.tangent)


def _reciprocal(value: Value) -> Value:
    return integer_power(value, fmpz(-1))


def _side(value: Value) -> Value:
    """-1 or 1; Undefined at the kink 0."""
    while isinstance(value, Dual):
        value = value.value
    side = number.sign(value)
    if side == 0:
        raise number.Undefined
    return fmpq(side)


def _third() -> Value:
    raise BudgetExceeded("the third derivative of log Γ is not taken")


SLOPES: dict[str, Callable[[Value, Value], Value]] = {
    "exp": lambda _, y: y,
    "log": lambda x, _: _reciprocal(x),
    "sigma": lambda _, y: y * (ONE - y),
    "tanh": lambda _, y: ONE - y * y,
    "sinh": lambda x, _: apply("cosh", x),
    "cosh": lambda x, _: apply("sinh", x),
    "sin": lambda x, _: apply("cos", x),
    "cos": lambda x, _: -apply("sin", x),
    "tan": lambda _, y: ONE + y * y,
    "arctan": lambda x, _: _reciprocal(ONE + x * x),
    "abs": lambda x, _: _side(x),
    "sign": lambda x, _: _side(x) * ZERO,
    "relu": lambda x, _: (ONE + _side(x)) * number.HALF,
    "softplus": lambda x, _: apply("sigma", x),
    "gamma": lambda x, y: y * apply("psi", x),
    "psi": lambda x, _: apply("psi1", x),
    "psi1": lambda *_: _third(),
}
"""The derivative of every known function, from its argument x and its value y there."""
