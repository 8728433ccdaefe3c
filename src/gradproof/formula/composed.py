"""Named functions that are made of the known ones: sech, cot, logit, artanh.

They are equal to these formulas wherever they are defined, and defined nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from gradproof.formula.expression import ONE, Add, Expression, Function, Mul, Number, Power, integer
from gradproof.formula.whole import negate

_HALF = Number(Fraction(1, 2))


def _over(top: Expression, bottom: Expression) -> Expression:
    return Mul((top, Power(bottom, integer(-1))))


def _log(*terms: Expression) -> Expression:
    return Function("log", Add(terms))


def _log_of_root(shift: int) -> Callable[[Expression], Expression]:
    """log(z + √(z² + shift)), where √ of z² - 1 is √(z - 1) √(z + 1): that is defined for z ≥ 1 alone."""

    def formula(z: Expression) -> Expression:
        if shift > 0:
            root: Expression = Power(Add((Power(z, integer(2)), ONE)), _HALF)
        else:
            root = Mul((Power(Add((z, integer(-1))), _HALF), Power(Add((z, ONE)), _HALF)))
        return _log(z, root)

    return formula


COMPOSED: dict[str, Callable[[Expression], Expression]] = {
    "sec": lambda z: _over(ONE, Function("cos", z)),
    "csc": lambda z: _over(ONE, Function("sin", z)),
    "cot": lambda z: _over(Function("cos", z), Function("sin", z)),
    "sech": lambda z: _over(ONE, Function("cosh", z)),
    "csch": lambda z: _over(ONE, Function("sinh", z)),
    "coth": lambda z: _over(Function("cosh", z), Function("sinh", z)),
    "logit": lambda z: Add((Function("log", z), negate(_log(ONE, negate(z))))),
    "artanh": lambda z: Mul(
        (_HALF, Add((Function("log", Add((ONE, z))), negate(Function("log", Add((ONE, negate(z))))))))
    ),
    "arsinh": _log_of_root(1),
    "arcosh": _log_of_root(-1),
}
