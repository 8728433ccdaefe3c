"""Equations that must be proved for all sizes, and near misses that must not."""

from __future__ import annotations

import pytest

from gradproof.formula.expression import (
    Apply,
    Argument,
    Delta,
    Equation,
    Expression,
    Fixed,
    Function,
    Index,
    IndexTerm,
    Label,
    Model,
    Partial,
    Power,
    Sum,
)
from gradproof.proof.budget import BudgetExceeded
from gradproof.proof.limits import Budget, Undefined
from gradproof.proof.normal_form import Equality, normalize, prove_equal
from tests.proof.building import (
    DELTA_TJ,
    NETWORK,
    REGRESSION,
    C,
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
    q,
    r,
    sigma,
    softmax,
    t,
    times,
    var,
)

FREE = model()
x, y, z = var("x"), var("y"), var("z")
hidden = var("h", n)
slope = times(hidden, minus(num(1), hidden))
score = Sum(j, times(minus(Delta(t, j), var("p", j)), var("w", j, n)))
e_minus = exp(neg(var("s", n)))
without_delta = minus(var("w", t, n), Sum(j, times(var("p", j), var("w", j, n))))


def proved(left: Expression, right: Expression, given: Model = FREE) -> Equality:
    return prove_equal(Equation(left, right), given)


def squared(expression: Expression) -> Expression:
    return Power(expression, num(2))


def root(expression: Expression) -> Expression:
    return Power(expression, num(1, 2))


def loss(*partials: IndexTerm) -> Expression:
    return Apply("L", (), (Argument((k,), var("u", k)),), tuple(Partial(0, (p,)) for p in partials))


HOMEWORK = {
    "1a": (REGRESSION, diff(var("l"), var("u", j)), minus(DELTA_TJ, var("p", j))),
    "1a by k, the name of a bound index": (REGRESSION, diff(var("l"), var("u", k)), minus(Delta(t, k), var("p", k))),
    "1b": (REGRESSION, diff(var("u", j), var("w", j, m)), var("x", m)),
    "1c": (REGRESSION, diff(var("u", j), var("b", j)), num(1)),
    "1d w": (REGRESSION, diff(var("l"), var("w", j, m)), times(minus(DELTA_TJ, var("p", j)), var("x", m))),
    "1d b": (REGRESSION, diff(var("l"), var("b", j)), minus(DELTA_TJ, var("p", j))),
    "1e": (REGRESSION, diff(var("u", j), var("w", r, m)), times(Delta(j, r), var("x", m))),
    "2a": (NETWORK, diff(var("l"), var("w", r, n)), times(minus(Delta(t, r), var("p", r)), hidden)),
    "2b": (NETWORK, diff(var("l"), hidden), score),
    "2b chain rule": (
        NETWORK,
        diff(var("l"), hidden),
        Sum(j, times(diff(var("l"), var("u", j)), diff(var("u", j), hidden))),
    ),
    "2b any loss": (NETWORK, diff(loss(), hidden), Sum(j, times(loss(j), var("w", j, n)))),
    "2c": (NETWORK, diff(hidden, var("s", n)), slope),
    "2c cosh": (
        NETWORK,
        diff(hidden, var("s", n)),
        times(num(1, 4), Power(Function("cosh", times(num(1, 2), var("s", n))), num(-2))),
    ),
    "2c twice sigma": (NETWORK, slope, times(sigma(var("s", n)), sigma(neg(var("s", n))))),
    "2c square": (NETWORK, slope, minus(num(1, 4), squared(minus(hidden, num(1, 2))))),
    "2e a": (NETWORK, diff(var("l"), var("a", n)), times(score, slope)),
    "2e v": (NETWORK, diff(var("l"), var("v", n, m)), times(score, slope, var("x", m))),
    "2e any loss": (
        NETWORK,
        diff(loss(), var("v", n, m)),
        times(Sum(j, times(loss(j), var("w", j, n))), slope, var("x", m)),
    ),
    "2e e/(1+e)^2": (
        NETWORK,
        diff(var("l"), var("a", n)),
        times(without_delta, over(e_minus, squared(plus(num(1), e_minus)))),
    ),
    "2e the other sign": (
        NETWORK,
        diff(var("l"), var("a", n)),
        times(score, over(exp(var("s", n)), squared(plus(num(1), exp(var("s", n)))))),
    ),
    "gradients add up to 0": (REGRESSION, Sum(j, diff(var("l"), var("u", j))), num(0)),
    "second derivative": (
        REGRESSION,
        diff(diff(var("l"), var("u", j)), var("u", i)),
        neg(times(var("p", j), minus(Delta(i, j), var("p", i)))),
    ),
    "log softmax": (FREE, log(softmax("u", t)), minus(var("u", t), log(Sum(i, exp(var("u", i)))))),
}


@pytest.mark.parametrize("name", HOMEWORK)
def test_the_homework_is_proved(name: str) -> None:
    given, left, right = HOMEWORK[name]
    assert proved(left, right, given).equal


NEAR_MISSES = {
    "1a without delta": (REGRESSION, diff(var("l"), var("u", j)), minus(num(1), var("p", j))),
    "1d sign": (REGRESSION, diff(var("l"), var("b", j)), minus(var("p", j), DELTA_TJ)),
    "2b without w": (NETWORK, diff(var("l"), hidden), Sum(j, minus(Delta(t, j), var("p", j)))),
    "2c plus": (NETWORK, diff(hidden, var("s", n)), times(hidden, plus(num(1), hidden))),
    "2c Taylor": (NETWORK, slope, minus(num(1, 4), times(num(1, 16), squared(var("s", n))))),
    "2e without x": (NETWORK, diff(var("l"), var("v", n, m)), times(score, slope)),
    "t for j": (NETWORK, diff(var("l"), hidden), times(minus(num(1), var("p", t)), var("w", t, n))),
    "any loss, another component": (NETWORK, diff(loss(), hidden), times(loss(t), var("w", t, n))),
}


@pytest.mark.parametrize("name", NEAR_MISSES)
def test_near_misses_are_not_proved(name: str) -> None:
    given, left, right = NEAR_MISSES[name]
    assert not proved(left, right, given).equal


def test_facts_are_noted_where_they_were_used() -> None:
    assert proved(times(root(x), root(x)), x).notes == ("x ≥ 0 where both sides are defined",)
    everywhere = proved(
        plus(Sum(i, log(var("f", i))), root(squared(var("f", j)))), plus(Sum(i, log(var("f", i))), var("f", j))
    )
    assert everywhere.notes == ("every component of f > 0 where both sides are defined",)
    assert proved(log(squared(x)), times(num(2), log(x))).equal


def test_what_stands_under_a_root_is_not_negative() -> None:
    for radicand in (minus(x, y), minus(num(1), squared(x)), times(x, y)):
        assert proved(times(root(radicand), root(radicand)), radicand).equal


def test_a_declared_sign_needs_no_note() -> None:
    given = Model({}, {}, {}, frozenset({"x"}))
    assert proved(root(squared(x)), x, given).notes == ()
    assert proved(root(squared(x)), x, given).equal


def test_labels_are_index_terms() -> None:
    t_q = Label("t", (q,), C)
    assert proved(Sum(j, times(Delta(j, t_q), var("f", j))), var("f", t_q)).equal
    assert proved(times(Delta(j, t_q), var("f", t_q)), times(Delta(j, t_q), var("f", j))).equal
    renamed = Index("other", q.dimension)
    likelihood = Sum(q, Sum(j, times(Delta(j, t_q), var("f", j, q))))
    assert proved(likelihood, Sum(renamed, var("f", Label("t", (renamed,), C), renamed))).equal
    assert not proved(Sum(q, var("f", t_q)), Sum(q, var("f", Label("t", (n,), C)))).equal


def test_fixed_positions_differ() -> None:
    one, two = Fixed(1, C), Fixed(2, C)
    assert proved(Delta(one, two), num(0)).equal
    assert proved(Sum(j, times(Delta(j, two), var("f", j))), var("f", two)).equal
    assert proved(times(Delta(j, one), Delta(j, two)), num(0)).equal


def test_a_definition_sees_the_free_index_of_the_equation_under_a_sum_of_the_same_name() -> None:
    free = Index("t", C)
    given = model(define("a", (), var("u", free)))
    assert proved(Sum(free, times(var("a"), var("f", free))), times(var("u", free), Sum(j, var("f", j))), given).equal


def test_an_inner_index_shadows_an_outer_one() -> None:
    assert proved(
        Sum(i, times(var("f", i), Sum(i, var("g", i)))), times(Sum(i, var("f", i)), Sum(j, var("g", j)))
    ).equal


def test_normal_forms_compare_across_calls() -> None:
    one = normalize(Sum(i, Sum(j, times(var("f", i), var("f", j)))), FREE)
    assert one == normalize(squared(Sum(k, var("f", k))), FREE)
    assert hash(one) == hash(normalize(squared(Sum(k, var("f", k))), FREE))
    assert one != normalize(Sum(k, squared(var("f", k))), FREE)


def test_division_by_nothing_is_no_value() -> None:
    with pytest.raises(Undefined):
        normalize(over(num(1), Delta(i, j)), FREE)
    assert not proved(Power(minus(x, x), num(-1)), Power(minus(x, x), num(-1))).equal


def test_what_is_too_large_is_given_up_in_words() -> None:
    tower = Power(num(9), Power(num(9), Power(num(9), num(9))))
    assert "too many digits" in proved(tower, num(1)).why_not
    with pytest.raises(BudgetExceeded, match="to the power 1000"):
        normalize(Power(plus(x, y), num(1000)), FREE)
    deep: Expression = x
    for _ in range(5000):
        deep = Function("sin", deep)
    assert "nested" in proved(deep, deep).why_not
    assert "terms" in prove_equal(Equation(Power(plus(x, y, z), num(60)), x), FREE, Budget(terms=500)).why_not


def test_an_undefined_symbol_has_an_unknown_derivative() -> None:
    assert not proved(diff(var("L"), x), num(0)).equal
    assert proved(diff(diff(var("L"), x), y), diff(diff(var("L"), y), x)).equal


def test_mixed_partial_derivatives_commute() -> None:
    def partials(*positions: int) -> Expression:
        return Apply("f", (), (Argument((), x), Argument((), y)), tuple(Partial(p, ()) for p in positions))

    assert proved(partials(0, 1), partials(1, 0)).equal
    assert proved(diff(diff(partials(), x), y), partials(0, 1)).equal
    assert not proved(partials(0), partials(1)).equal


def test_the_names_of_an_arguments_axes_do_not_matter() -> None:
    def norm(axis: Index) -> Expression:
        return Apply("f", (), (Argument((axis,), times(x, var("u", axis))),))

    assert proved(norm(i), norm(k)).equal
    assert not proved(norm(i), Apply("f", (), (Argument((i,), var("u", i)),))).equal
