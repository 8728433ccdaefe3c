"""A real number that is known for certain: an exact rational, or a ball that is sure to contain it.

A number stays rational (flint.fmpq) as long as possible; exp, log, roots, pi and rationals that grow too long make it a
ball (flint.arb) at the working precision. No nan and no infinity ever comes out of here: a value that does not exist is
`Undefined`, and one of which the ball is too wide to tell is `Unsettled`.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from flint import acb, arb, fmpq, fmpz

Real = fmpq | arb

MAX_BITS = 2000
"""A rational with more bits than this is continued as a ball."""

ZERO = fmpq(0)
ONE = fmpq(1)
HALF = fmpq(1, 2)


class Undefined(Exception):
    """The value does not exist: a pole, the logarithm of 0, a derivative at a kink."""


class Unsettled(Exception):
    """At this precision nobody can tell what the value is, or whether it exists."""


def rational(value: Fraction) -> fmpq:
    """The same rational number in flint's form."""
    return fmpq(value.numerator, value.denominator)


def settled(ball: arb) -> arb:
    """The ball itself, if it is finite.

    Raises Unsettled for anything else, at once: a bounded function such as tanh would make a finite ball of it again.
    """
    if not ball.is_finite():
        raise Unsettled
    return ball


def limited(number: Real) -> Real:
    """The number, as a ball if it is a rational that grew too long."""
    if type(number) is fmpq and number.height_bits() > MAX_BITS:
        return arb(number)
    return number


def sign(number: Real) -> int:
    """-1, 0 or 1; raises Unsettled for a ball that reaches over 0."""
    if number > 0:
        return 1
    if number < 0:
        return -1
    if type(number) is fmpq or (isinstance(number, arb) and number.is_zero()):
        return 0
    raise Unsettled


def reciprocal(number: Real) -> Real:
    """1 / number; Undefined for 0."""
    if type(number) is fmpq:
        if number == 0:
            raise Undefined
        return ONE / number
    if number.is_zero():
        raise Undefined
    return settled(1 / arb(number))


def integer_power(base: Real, exponent: fmpz) -> Real:
    """base ** exponent for an integer exponent and any base; 0 ** 0 = 1, and Undefined for 0 to a negative power."""
    if exponent == 0:
        return ONE
    if exponent < 0:
        return reciprocal(integer_power(base, -exponent))
    if isinstance(base, fmpq):
        if base in (0, 1):
            return base
        if base == -1:
            return base if exponent % 2 else ONE
        if base.height_bits() * exponent <= MAX_BITS:
            return base ** int(exponent)
    return settled(arb(base) ** exponent)


def rational_power(base: Real, exponent: fmpq) -> Real:
    """base ** exponent for a rational exponent: Undefined for a negative base if the exponent is not an integer."""
    if exponent.q == 1:
        return integer_power(base, exponent.p)
    side = sign(base)
    if side < 0 or (side == 0 and exponent < 0):
        raise Undefined
    if side == 0:
        return ZERO
    root = _exact_root(base, exponent.q) if isinstance(base, fmpq) else None
    if root is not None:
        return integer_power(root, exponent.p)
    return settled(arb(base) ** exponent)


def _exact_root(base: fmpq, degree: fmpz) -> fmpq | None:
    """The rational `degree`-th root of a positive rational, if there is one."""
    if degree > MAX_BITS:
        return None
    root = fmpq(base.p.root(int(degree)), base.q.root(int(degree)))
    return root if integer_power(root, degree) == base else None


def constant(name: str) -> arb:
    """A named constant at the working precision."""
    if name == "pi":
        return arb.pi()
    raise ValueError(f"no value is known for the constant {name!r}")


def exp(number: Real) -> Real:
    """e to the number."""
    return ONE if number == 0 else settled(arb(number).exp())


def log(number: Real) -> Real:
    """The natural logarithm; Undefined for 0 and below."""
    if number == 1:
        return ZERO
    if sign(number) <= 0:
        raise Undefined
    return settled(arb(number).log())


def sigma(number: Real) -> Real:
    """The logistic function 1 / (1 + e^-number)."""
    return reciprocal(ONE + exp(-number))


def absolute(number: Real) -> Real:
    """The absolute value."""
    if isinstance(number, arb):
        return abs(number)
    return -number if number < 0 else number


def sign_function(number: Real) -> Real:
    """-1, 0 or 1 as a number."""
    return fmpq(sign(number))


def relu(number: Real) -> Real:
    """The number where it is positive, else 0."""
    return (number + absolute(number)) * HALF


def softplus(number: Real) -> Real:
    """log(1 + e^number)."""
    return log(ONE + exp(number))


def _odd(ball_function: Callable[[arb], arb]) -> Callable[[Real], Real]:
    """A function on balls as one on numbers, with 0 at 0 exactly."""
    return lambda number: ZERO if number == 0 else settled(ball_function(arb(number)))


def _even(ball_function: Callable[[arb], arb]) -> Callable[[Real], Real]:
    """A function on balls as one on numbers, with 1 at 0 exactly."""
    return lambda number: ONE if number == 0 else settled(ball_function(arb(number)))


def _off_poles(ball_function: Callable[[arb], arb]) -> Callable[[Real], Real]:
    """Γ or one of its kin as a function on numbers: Undefined at 0, -1, -2, …"""

    def value(number: Real) -> Real:
        if type(number) is fmpq and number.q == 1 and number <= 0:
            raise Undefined
        return settled(ball_function(arb(number)))

    return value


FUNCTIONS: dict[str, Callable[[Real], Real]] = {
    "exp": exp,
    "log": log,
    "sigma": sigma,
    "tanh": _odd(arb.tanh),
    "sinh": _odd(arb.sinh),
    "cosh": _even(arb.cosh),
    "sin": _odd(arb.sin),
    "cos": _even(arb.cos),
    "tan": _odd(arb.tan),
    "arctan": _odd(arb.atan),
    "abs": absolute,
    "sign": sign_function,
    "relu": relu,
    "softplus": softplus,
    "gamma": _off_poles(lambda x: x.gamma()),
    "psi": _off_poles(lambda x: x.digamma()),
    "psi1": _off_poles(lambda x: acb(x).polygamma(1).real),
}
"""Every known function of formula/expression.py on real numbers."""
