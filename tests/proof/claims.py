"""Claims of the homework and near it, right ones and wrong ones, typed by hand."""

from __future__ import annotations

from gradproof.formula.expression import (
    Apply,
    Argument,
    Constant,
    Delta,
    Equation,
    Function,
    Index,
    IndexCondition,
    Label,
    Model,
    Partial,
    Power,
    Size,
    Sum,
)
from tests.proof.building import (
    DELTA_TJ,
    NETWORK,
    REGRESSION,
    C,
    N,
    d,
    define,
    diff,
    exp,
    i,
    j,
    k,
    log,
    m,
    minus,
    model,
    n,
    neg,
    num,
    over,
    plus,
    r,
    sigma,
    softmax,
    t,
    times,
    var,
)

x, y, s, loss = var("x"), var("y"), var("s"), var("l")
EMPTY = model()
LOGISTIC = over(num(1), plus(num(1), exp(neg(s))))
BACK = Sum(j, times(diff(loss, var("u", j)), var("w", j, n)))
HIDDEN = times(var("h", n), minus(num(1), var("h", n)))
row = Index("row", N)
LABEL = Label("t", (row,), C)
DATA = Model(
    {
        "p": define("p", (row, j), over(exp(var("u", row, j)), Sum(k, exp(var("u", row, k))))),
        "L": define("L", (), Sum(row, minus(var("u", row, LABEL), log(Sum(k, exp(var("u", row, k))))))),
        "u": define("u", (row, j), Sum(d, times(var("w", j, d), var("x", row, d)))),
    },
    {},
    {"t": (N, C)},
)


def abstract(*partials: Partial) -> Apply:
    return Apply("E", (), (Argument((k,), var("u", k)),), partials)


def is_distinct(a: Index | Label, b: Index | Label) -> IndexCondition:
    return IndexCondition(a, b, equal=False)


RIGHT: dict[str, tuple[Model, Equation]] = {
    "1a": (REGRESSION, Equation(diff(loss, var("u", j)), minus(DELTA_TJ, var("p", j)))),
    "1a j = t": (
        REGRESSION,
        Equation(diff(loss, var("u", j)), minus(num(1), var("p", j)), (IndexCondition(j, t, equal=True),)),
    ),
    "1a j ≠ t": (REGRESSION, Equation(diff(loss, var("u", j)), neg(var("p", j)), (is_distinct(j, t),))),
    "1b": (REGRESSION, Equation(diff(var("u", j), var("w", j, m)), var("x", m))),
    "1c": (REGRESSION, Equation(diff(var("u", j), var("b", j)), num(1))),
    "1d": (REGRESSION, Equation(diff(loss, var("w", j, m)), times(minus(DELTA_TJ, var("p", j)), var("x", m)))),
    "1e": (REGRESSION, Equation(diff(var("u", j), var("w", r, m)), num(0), (is_distinct(j, r),))),
    "2a": (NETWORK, Equation(diff(loss, var("w", r, n)), times(minus(Delta(t, r), var("p", r)), var("h", n)))),
    "2b": (NETWORK, Equation(diff(loss, var("h", n)), BACK)),
    "2b any loss": (
        model(NETWORK.definitions["u"]),
        Equation(diff(abstract(), var("h", n)), Sum(j, times(abstract(Partial(0, (j,))), var("w", j, n)))),
    ),
    "2c": (EMPTY, Equation(diff(LOGISTIC, s), times(LOGISTIC, minus(num(1), LOGISTIC)))),
    "2c σ": (EMPTY, Equation(diff(sigma(s), s), times(sigma(s), sigma(neg(s))))),
    "2c cosh": (
        EMPTY,
        Equation(diff(sigma(s), s), over(num(1, 4), Power(Function("cosh", over(s, num(2))), num(2)))),
    ),
    "2e a": (NETWORK, Equation(diff(loss, var("a", n)), times(BACK, HIDDEN))),
    "2e v": (NETWORK, Equation(diff(loss, var("v", n, m)), times(BACK, HIDDEN, var("x", m)))),
    "sum of p": (REGRESSION, Equation(Sum(j, var("p", j)), num(1))),
    "Hessian": (
        REGRESSION,
        Equation(diff(diff(loss, var("u", j)), var("u", i)), times(var("p", j), minus(var("p", i), Delta(i, j)))),
    ),
    "shift": (model(define("v", (j,), minus(var("u", j), y))), Equation(softmax("v", j), softmax("u", j))),
    "renamed sums": (
        EMPTY,
        Equation(Power(Sum(i, var("x", i)), num(2)), Sum(i, Sum(k, times(var("x", i), var("x", k))))),
    ),
    "log of a square": (EMPTY, Equation(log(Power(x, num(2))), times(num(2), log(x)))),
    "a pole": (EMPTY, Equation(over(x, x), num(1))),
    "data set": (
        DATA,
        Equation(
            diff(var("L"), var("w", j, m)),
            Sum(row, times(minus(Delta(LABEL, j), var("p", row, j)), var("x", row, m))),
        ),
    ),
}

WRONG: dict[str, tuple[Model, Equation]] = {
    "2b w missing": (NETWORK, Equation(diff(loss, var("h", n)), Sum(j, diff(loss, var("u", j))))),
    "2b Σ dropped": (NETWORK, Equation(diff(loss, var("h", n)), times(diff(loss, var("u", r)), var("w", r, n)))),
    "1d sign": (REGRESSION, Equation(diff(loss, var("w", j, m)), times(minus(var("p", j), DELTA_TJ), var("x", m)))),
    "1a δ forgotten": (REGRESSION, Equation(diff(loss, var("u", j)), minus(num(1), var("p", j)))),
    "1a t for j": (REGRESSION, Equation(diff(loss, var("u", j)), minus(DELTA_TJ, var("p", t)))),
    "1e without its condition": (REGRESSION, Equation(diff(var("u", j), var("w", r, m)), num(0))),
    "2c h(1+h)": (EMPTY, Equation(diff(LOGISTIC, s), times(LOGISTIC, plus(num(1), LOGISTIC)))),
    "2c Taylor": (EMPTY, Equation(diff(LOGISTIC, s), minus(num(1, 4), times(Power(s, num(2)), num(1, 16))))),
    "2c operator missing": (EMPTY, Equation(diff(LOGISTIC, s), LOGISTIC)),
    "2c by 10^-20": (EMPTY, Equation(diff(LOGISTIC, s), plus(times(LOGISTIC, sigma(neg(s))), num(1, 10**20)))),
    "2e h(1+h)": (
        NETWORK,
        Equation(diff(loss, var("v", n, m)), times(BACK, var("h", n), plus(num(1), var("h", n)), var("x", m))),
    ),
    "2e x missing": (NETWORK, Equation(diff(loss, var("v", n, m)), times(BACK, HIDDEN))),
    "2e left side": (NETWORK, Equation(diff(var("s", n), var("a", n)), times(BACK, HIDDEN))),
    "data set, sign": (
        DATA,
        Equation(
            diff(var("L"), var("w", j, m)),
            Sum(row, times(plus(Delta(LABEL, j), var("p", row, j)), var("x", row, m))),
        ),
    ),
    "root of a square": (EMPTY, Equation(Power(Power(x, num(2)), num(1, 2)), x)),
    "inner derivative forgotten": (
        EMPTY,
        Equation(
            diff(Apply("f", (), (Argument((), times(num(2), x)),)), x),
            Apply("f", (), (Argument((), times(num(2), x)),), (Partial(0, ()),)),
        ),
    ),
    "entropy": (EMPTY, Equation(plus(log(x), log(minus(num(1), x))), log(x))),
    "π": (EMPTY, Equation(Constant("pi"), num(355, 113))),
    "mean": (EMPTY, Equation(over(Sum(k, var("x", k)), Size(C)), Sum(k, var("x", k)))),
}
