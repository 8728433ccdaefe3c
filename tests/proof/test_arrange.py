"""The order of terms and factors, the letters of bound indices, and what is short."""

from __future__ import annotations

import pytest

from gradproof.formula.expression import Add, Apply, Argument, Delta, Expression, Function, Mul, Power, Sum
from gradproof.formula.to_text import to_text
from gradproof.proof.arrange import arranged, cost, lettered, letters_of, symbols_of
from tests.proof.building import NETWORK, exp, i, j, k, minus, n, neg, num, plus, r, t, times, var

h, x, p, w = var("h", n), var("x"), var("p", j), var("w", j, n)
SUM = Sum(j, times(p, w))


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (plus(neg(p), Delta(t, j)), "delta[j,t] - p[j]"),
        (plus(neg(SUM), var("w", t, n)), "w[t,n] - sum(j: C; p[j]*w[j,n])"),
        (plus(neg(h), num(1)), "1 - h[n]"),
        (times(x, minus(num(1), h), h), "h[n]*(1 - h[n])*x"),
        (times(x, minus(Delta(j, t), p)), "(delta[j,t] - p[j])*x"),
        (times(minus(x, SUM), h), "h[n]*(x - sum(j: C; p[j]*w[j,n]))"),
        (times(SUM, x, num(2)), "2*x*sum(j: C; p[j]*w[j,n])"),
        (times(num(2), times(x, num(3))), "6*x"),
        (times(x, num(0)), "0"),
        (times(exp(x), exp(neg(h))), "exp(x - h[n])"),
        (Add((Add((x, h)), num(0))), "x + h[n]"),
        (Add(()), "0"),
        (Mul(()), "1"),
    ],
)
def test_the_order_is_that_of_a_person(expression: Expression, expected: str) -> None:
    assert to_text(arranged(expression)) == expected
    assert arranged(arranged(expression)) == arranged(expression)


def test_shorter_forms_cost_less() -> None:
    assert cost(times(h, minus(num(1), h))) <= cost(minus(h, Power(h, num(2))))
    assert cost(p) < cost(exp(p)) < cost(times(exp(p), x))


def test_letters_are_those_of_left_sides_then_those_of_sums() -> None:
    letters = letters_of(NETWORK)
    assert letters["C"] == ("j", "k")
    assert letters["H"] == ("q",)
    assert symbols_of(NETWORK) >= {"l", "p", "u", "h", "s", "t"}


def test_bound_indices_get_letters_that_nothing_else_has() -> None:
    letters = {"C": ("j", "k")}
    nested = Sum(i, times(var("u", i), Sum(r, var("w", i, r)), var("u", j)))
    assert to_text(lettered(nested, letters, frozenset({"j"}))) == "sum(k: C; u[k]*sum(i: C; w[k,i])*u[j])"
    inner = Function("log", Power(Sum(i, exp(var("u", i))), num(2)))
    assert to_text(lettered(inner, letters, frozenset())) == "log(sum(j: C; exp(u[j]))**2)"
    applied = Apply("L", (), (Argument((i,), var("u", i)),))
    assert lettered(applied, letters, frozenset()) == Apply("L", (), (Argument((j,), var("u", j)),))
    assert lettered(applied, letters, frozenset({"j"})) == Apply("L", (), (Argument((k,), var("u", k)),))
