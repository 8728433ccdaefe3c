"""Short ways to write typed expressions by hand, and the models of the homework, for the tests of this room."""

from __future__ import annotations

from fractions import Fraction

from gradproof.formula.expression import (
    Add,
    Definition,
    Delta,
    Derivative,
    Dimension,
    Expression,
    Function,
    Index,
    IndexTerm,
    Label,
    Model,
    Mul,
    Number,
    Power,
    Sum,
    Variable,
)

C, D, H, N = (Dimension(name) for name in "CDHN")
c, i, j, k, r = (Index(name, C) for name in "cijkr")
d, m = (Index(name, D) for name in "dm")
q, n = (Index(name, H) for name in "qn")
t = Label("t", (), C)


def num(p: int, over: int = 1) -> Number:
    return Number(Fraction(p, over))


def var(name: str, *indices: IndexTerm) -> Variable:
    return Variable(name, indices)


def plus(*terms: Expression) -> Expression:
    return Add(terms)


def times(*factors: Expression) -> Expression:
    return Mul(factors)


def minus(a: Expression, b: Expression) -> Expression:
    return Add((a, Mul((num(-1), b))))


def neg(a: Expression) -> Expression:
    return Mul((num(-1), a))


def over(a: Expression, b: Expression) -> Expression:
    return Mul((a, Power(b, num(-1))))


def exp(a: Expression) -> Expression:
    return Function("exp", a)


def log(a: Expression) -> Expression:
    return Function("log", a)


def sigma(a: Expression) -> Expression:
    return Function("sigma", a)


def softmax(scores: str, index: IndexTerm) -> Expression:
    return over(exp(var(scores, index)), Sum(k, exp(var(scores, k))))


def define(name: str, indices: tuple[Index, ...], body: Expression) -> Definition:
    return Definition(name, indices, (), body)


def model(*definitions: Definition, labels: dict[str, tuple[Dimension, ...]] | None = None) -> Model:
    return Model({definition.name: definition for definition in definitions}, {}, labels or {})


def diff(body: Expression, variable: Expression) -> Expression:
    assert isinstance(variable, Variable)
    return Derivative(body, variable)


DELTA_TJ = Delta(t, j)
LOSS = define("l", (), minus(var("u", t), log(Sum(k, exp(var("u", k))))))
P = define("p", (j,), softmax("u", j))
REGRESSION = model(
    LOSS,
    P,
    define("u", (j,), plus(Sum(d, times(var("w", j, d), var("x", d))), var("b", j))),
    labels={"t": (C,)},
)
NETWORK = model(
    LOSS,
    P,
    define("u", (j,), plus(Sum(q, times(var("w", j, q), var("h", q))), var("b", j))),
    define("h", (q,), over(num(1), plus(num(1), exp(neg(var("s", q)))))),
    define("s", (q,), plus(Sum(d, times(var("v", q, d), var("x", d))), var("a", q))),
    labels={"t": (C,)},
)
