"""Identities that must be proved for all sizes, and traps that must not."""

from __future__ import annotations

import pytest

from gradproof.formula.expression import (
    Delta,
    Equation,
    Expression,
    Function,
    Power,
    Product,
    Size,
    Sum,
)
from gradproof.proof.normal_form import Equality, prove_equal
from tests.proof.building import (
    C,
    diff,
    exp,
    i,
    j,
    k,
    log,
    minus,
    model,
    neg,
    num,
    over,
    plus,
    sigma,
    softmax,
    times,
    var,
)

FREE = model()
x, y, z = var("x"), var("y"), var("z")


def proved(left: Expression, right: Expression) -> Equality:
    return prove_equal(Equation(left, right), FREE)


def squared(expression: Expression) -> Expression:
    return Power(expression, num(2))


def root(expression: Expression) -> Expression:
    return Power(expression, num(1, 2))


norm = Sum(i, squared(var("f", i)))
IDENTITIES: dict[str, tuple[Expression, Expression]] = {
    "shift": (
        over(exp(minus(var("u", j), x)), Sum(k, exp(minus(var("u", k), x)))),
        softmax("u", j),
    ),
    "a product of sums": (squared(Sum(i, var("f", i))), Sum(i, Sum(j, times(var("f", i), var("f", j))))),
    "a sum of ones": (Sum(i, num(1)), Size(C)),
    "the trace of the identity": (Sum(i, Sum(j, Delta(i, j))), Size(C)),
    "three terms below": (plus(*(over(a, plus(x, y, z)) for a in (x, y, z))), num(1)),
    "three terms below, under a sum": (
        Sum(i, plus(*(over(a, plus(num(1), var("f", i), squared(var("f", i)))) for a in
                      (num(1), var("f", i), squared(var("f", i)))))),
        Size(C),
    ),
    "geometric, under a sum": (
        Sum(i, over(minus(num(1), Power(var("f", i), num(3))), minus(num(1), var("f", i)))),
        Sum(i, plus(num(1), var("f", i), squared(var("f", i)))),
    ),
    "a delta below": (over(num(1), plus(num(1), Delta(i, j))), minus(num(1), times(num(1, 2), Delta(i, j)))),
    "a delta in an exponent": (
        exp(times(Delta(i, j), x)),
        plus(minus(num(1), Delta(i, j)), times(Delta(i, j), exp(x))),
    ),
    "tanh": (diff(Function("tanh", z), z), minus(num(1), squared(Function("tanh", z)))),
    "softplus": (diff(Function("softplus", z), z), sigma(z)),
    "log of sigma": (log(sigma(x)), neg(Function("softplus", neg(x)))),
    "cross entropy": (
        diff(neg(plus(times(y, log(sigma(x))), times(minus(num(1), y), log(minus(num(1), sigma(x)))))), x),
        minus(sigma(x), y),
    ),
    "circle": (plus(squared(Function("sin", x)), squared(Function("cos", x))), num(1)),
    "tan": (diff(Function("tan", x), x), plus(num(1), squared(Function("tan", x)))),
    "any power": (diff(Power(z, var("a")), z), times(var("a"), Power(z, minus(var("a"), num(1))))),
    "a product": (diff(Product(i, var("f", i)), var("f", j)), over(Product(i, var("f", i)), var("f", j))),
    "log of a product": (log(Product(i, var("f", i))), Sum(i, log(var("f", i)))),
    "norm": (diff(root(norm), var("f", j)), over(var("f", j), root(norm))),
    "absolute value": (diff(Function("abs", x), x), over(x, Function("abs", x))),
    "roots of numbers": (times(root(num(2)), root(num(8))), num(4)),
    "a variable over itself": (over(x, x), num(1)),
    "power 0": (Power(x, num(0)), num(1)),
    "pairs": (
        Sum(i, sigma(minus(var("f", i), var("f", j)))),
        Sum(k, minus(num(1), sigma(minus(var("f", j), var("f", k))))),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", IDENTITIES)
def test_identities_are_proved(name: str) -> None:
    assert proved(*IDENTITIES[name]).equal


TRAPS: dict[str, tuple[Expression, Expression]] = {
    "root of a square": (root(squared(x)), x),
    "exp of half a log of a square": (exp(times(num(1, 2), log(squared(x)))), x),
    "absolute value": (Function("abs", x), x),
    "sign squared": (squared(Function("sign", x)), num(1)),
    "sign below": (
        over(num(1), plus(x, z, times(squared(Function("sign", x)), y))),
        over(num(1), plus(x, z, y)),
    ),
    "sign of a sum of squares": (Function("sign", plus(squared(x), squared(y))), squared(Function("sign", x))),
    "a power of any base": (squared(Power(x, y)), Power(x, times(num(2), y))),
    "a power of a power": (Power(Power(x, y), num(2)), Power(squared(x), y)),
    "a logarithm that a delta switches off": (
        plus(times(Delta(i, j), log(x)), root(squared(x))),
        plus(times(Delta(i, j), log(x)), x),
    ),
    "a logarithm that 0 switches off": (plus(times(num(0), log(x)), root(squared(x))), x),
    "a logarithm of another component": (
        plus(log(var("f", i)), root(squared(var("f", j)))),
        plus(log(var("f", i)), var("f", j)),
    ),
    "logarithms of a diagonal": (
        plus(Sum(i, log(var("f", i, i))), root(squared(var("f", i, j)))),
        plus(Sum(i, log(var("f", i, i))), var("f", i, j)),
    ),
    "names of free indices": (var("f", i), var("f", j)),
    "sum of squares": (squared(Sum(i, var("f", i))), Sum(i, squared(var("f", i)))),
    "size and 1": (Sum(i, x), x),
}


@pytest.mark.parametrize("name", TRAPS)
def test_traps_are_not_proved(name: str) -> None:
    equality = proved(*TRAPS[name])
    assert not equality.equal
    assert equality.why_not
