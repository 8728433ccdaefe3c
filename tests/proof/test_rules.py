"""Each rule of the algebra as an equation: it is proved, its sides have one value, and twice the right side is not it."""

# ruff: noqa: E501 - a rule stays on its line

from __future__ import annotations

from fractions import Fraction

import pytest
from mpmath import mp  # type: ignore[import-untyped]

from gradproof.formula.expression import (
    Apply,
    Argument,
    Definition,
    Delta,
    Equation,
    Expression,
    Fixed,
    Function,
    Index,
    IndexTerm,
    Label,
    Model,
    Number,
    Parameter,
    Partial,
    Power,
    Product,
    Size,
    Sum,
)
from gradproof.proof.normal_form import normalize, prove_equal
from tests.proof.building import C, D, H, d, diff, exp, i, j, k, log, minus, n, neg, num, over, plus, times, var
from tests.proof.digits import NoValue, value
from tests.proof.growing import MODEL, T, point

a, b = var("a"), var("b")
form = plus(a, times(num(2), b))
squares = plus(Power(a, num(2)), Power(b, num(2)))
others = plus(Delta(k, i), times(minus(num(1), Delta(k, i)), var("u", k)))
R, S = Index("r", C), Index("s", C)
CLASS = Label("c", (n,), C)


def u(index: IndexTerm) -> Expression:
    return var("u", index)


def x(index: IndexTerm) -> Expression:
    return var("x", index)


def function(name: str, argument: Expression) -> Expression:
    return Function(name, argument)


def power(base: Expression, p: int, q: int = 1) -> Expression:
    return Power(base, Number(Fraction(p, q)))


def absolute(e: Expression) -> Expression:
    return Function("abs", e)


def sign(e: Expression) -> Expression:
    return Function("sign", e)


RULES: dict[str, tuple[Expression, Expression]] = {
    "δ² = δ": (times(Delta(i, j), Delta(i, j)), Delta(i, j)),
    "δ f_j = δ f_i": (times(Delta(i, j), u(j)), times(Delta(i, j), u(i))),
    "δδ": (times(Delta(i, j), Delta(j, T)), times(Delta(i, T), Delta(i, j))),
    "δ of a position": (times(Delta(i, Fixed(2, C)), u(i)), times(Delta(i, Fixed(2, C)), u(Fixed(2, C)))),
    "two positions": (plus(Delta(Fixed(1, C), Fixed(2, C)), a), a),
    "δ of a label": (times(Delta(CLASS, j), u(CLASS)), times(Delta(CLASS, j), u(j))),
    "δ below a fraction": (power(plus(num(1), Delta(i, j)), -1), minus(num(1), times(num(1, 2), Delta(i, j)))),
    "δ in an exponent": (
        power(times(a, exp(times(Delta(i, j), b))), 2),
        times(a, a, plus(num(1), times(Delta(i, j), minus(exp(times(num(2), b)), num(1))))),
    ),
    "fraction e, 2": (over(exp(a), plus(num(1), times(num(2), exp(a)))), minus(num(1, 2), over(num(1, 2), plus(num(1), times(num(2), exp(a)))))),
    "fraction e, 3": (over(exp(neg(a)), plus(num(3), exp(a))), times(num(1, 3), minus(exp(neg(a)), power(plus(num(3), exp(a)), -1)))),
    "fraction, 3": (over(a, plus(times(num(3), a), num(2))), minus(num(1, 3), over(num(2, 3), plus(times(num(3), a), num(2))))),
    "fraction, squared": (over(times(a, a), power(form, 2)), power(minus(num(1), over(times(num(2), b), form)), 2)),
    "a denominator back": (power(power(form, -2), -1), times(form, form)),
    "a multiple of a denominator": (power(plus(times(num(2), a), times(num(4), b)), -1), over(num(1, 2), form)),
    "a factored denominator": (power(minus(power(a, 2), power(b, 2)), -1), times(power(plus(a, b), -1), power(minus(a, b), -1))),
    "factors of factors": (power(times(power(plus(times(num(2), a), num(2)), 3), a), -1), over(num(1, 8), times(a, power(plus(a, num(1)), 3)))),
    "exponentials below": (power(plus(exp(a), exp(b)), -1), over(exp(neg(a)), plus(num(1), exp(minus(b, a))))),
    "|a| sign a": (times(absolute(a), sign(a)), a),
    "|f| sign f": (times(absolute(form), sign(form)), form),
    "|a|²": (times(absolute(a), absolute(a)), times(a, a)),
    "|a| below 0": (plus(log(neg(a)), absolute(a)), minus(log(neg(a)), a)),
    "|a|³ below 0": (plus(log(neg(form)), power(absolute(form), 3)), minus(log(neg(form)), power(form, 3))),
    "√a √a": (times(power(a, 1, 2), power(a, 1, 2)), a),
    "|a|³": (power(absolute(a), 3), times(a, a, absolute(a))),
    "1/|a|": (power(absolute(a), -1), over(absolute(a), times(a, a))),
    "|-3a|": (absolute(times(num(-3), a)), times(num(3), absolute(a))),
    "|a b|": (absolute(times(a, b)), times(absolute(a), absolute(b))),
    "|a² + b²|": (absolute(squares), squares),
    "a sign a": (times(a, sign(a)), absolute(a)),
    "a² sign a": (times(a, a, sign(a)), times(a, absolute(a))),
    "a sign² a": (times(a, power(sign(a), 2)), a),
    "sign³": (power(sign(a), 3), sign(a)),
    "sign⁴": (power(sign(form), 4), power(sign(form), 2)),
    "sign of -2a": (sign(times(num(-2), a)), neg(sign(a))),
    "sign of a product": (sign(times(a, power(b, 3))), times(sign(a), sign(b))),
    "sign of a reciprocal": (sign(power(form, -1)), sign(form)),
    "sign of a square": (sign(power(a, 2)), power(sign(a), 2)),
    "sign of what is positive": (sign(plus(squares, num(1))), num(1)),
    "sin³": (power(function("sin", a), 3), times(function("sin", a), minus(num(1), power(function("cos", a), 2)))),
    "odd and even": (times(function("sin", neg(a)), function("cos", neg(b))), neg(times(function("sin", a), function("cos", b)))),
    "tanh": (function("tanh", a), over(minus(exp(a), exp(neg(a))), plus(exp(a), exp(neg(a))))),
    "σ": (function("sigma", a), over(exp(a), plus(num(1), exp(a)))),
    "softplus": (minus(function("softplus", a), function("softplus", neg(a))), a),
    "relu": (plus(function("relu", a), function("relu", neg(a))), absolute(a)),
    "relu, odd part": (minus(function("relu", a), function("relu", neg(a))), a),
    "a squared form with a number": (power(power(plus(times(num(2), a), times(num(3), b)), 2), -1), power(plus(times(num(2), a), times(num(3), b)), -2)),
    "a square multiplied out": (power(plus(times(num(4), a, a), times(num(12), a, b), times(num(9), b, b)), -1), power(plus(times(num(2), a), times(num(3), b)), -2)),
    "cosh² - sinh²": (minus(power(function("cosh", a), 2), power(function("sinh", a), 2)), num(1)),
    "√12": (times(power(num(12), 1, 2), power(num(27), 1, 2)), num(18)),
    "√(2/3)": (times(power(num(2, 3), 1, 2), power(num(6), 1, 2)), num(2)),
    "a root of a multiple": (power(times(num(8), a, a), 1, 2), times(num(2), power(num(2), 1, 2), absolute(a))),
    "(a² + b²)^{3/2}": (times(power(squares, 1, 2), squares), power(squares, 3, 2)),
    "(2a)³": (power(times(num(2), a), 3), times(num(8), a, a, a)),
    "(2a)^-3": (power(times(num(2), a), -3), over(num(1, 8), power(a, 3))),
    "a^{b+1}": (Power(absolute(a), plus(b, num(1))), times(Power(absolute(a), b), absolute(a))),
    "1^b": (Power(num(1), b), num(1)),
    "exp of a log": (exp(times(num(2), log(absolute(a)))), power(a, 2)),
    "log of powers": (log(times(power(a, 4), power(exp(b), 3))), plus(times(num(4), log(absolute(a))), times(num(3), b))),
    "log of a reciprocal": (log(power(plus(num(1), squares), -2)), times(num(-2), log(plus(num(1), squares)))),
    "log of numbers": (log(num(12)), plus(times(num(2), log(num(2))), log(num(3)))),
    "log of a fraction": (log(num(3, 4)), minus(log(num(3)), times(num(2), log(num(2))))),
    "log of a product": (log(Product(k, exp(u(k)))), Sum(k, u(k))),
    "Σ 1": (Sum(i, Sum(d, num(1))), times(Size(C), Size(D))),
    "ΣΣ 1": (Sum(i, Sum(j, num(1))), power(Size(C), 2)),
    "Σ a": (Sum(i, times(a, u(j))), times(a, u(j), Size(C))),
    "Σ δ": (Sum(k, times(Delta(k, T), u(k), var("w", k, d))), times(u(T), var("w", T, d))),
    "Σ δδ": (Sum(k, Sum(j, times(Delta(k, j), u(k), u(j)))), Sum(k, power(u(k), 2))),
    "Σ over a label": (Sum(j, Sum(n, times(Delta(CLASS, j), u(j)))), Sum(n, u(CLASS))),
    "(Σ)²": (power(Sum(i, u(i)), 2), Sum(i, Sum(j, times(u(i), u(j))))),
    "Σ of (Σ)²": (
        Sum(i, times(u(i), power(Sum(d, times(var("w", i, d), x(d))), 2))),
        Sum(i, Sum(d, Sum(Index("e", D), times(u(i), var("w", i, d), var("w", i, Index("e", D)), x(d), x(Index("e", D)))))),
    ),
    "connected": (
        Sum(i, Sum(j, Sum(R, times(var("v", i, j), var("v", j, R))))),
        Sum(S, times(Sum(i, var("v", i, S)), Sum(R, var("v", S, R)))),
    ),
    "an inner shadow": (Sum(i, times(u(i), Sum(i, x(Fixed(1, D))))), times(Size(C), x(Fixed(1, D)), Sum(j, u(j)))),
    "∏ of a multiple": (Product(k, times(num(3), u(k))), times(Power(num(3), Size(C)), Product(k, u(k)))),
    "∏ a": (Product(k, times(absolute(a), u(k))), times(Power(absolute(a), Size(C)), Product(k, u(k)))),
    "∏ of powers": (Product(k, power(u(k), -2)), power(Product(k, u(k)), -2)),
    "∏ of exponentials": (Product(k, exp(u(k))), exp(Sum(j, u(j)))),
    "∏ without one": (times(Product(k, others), u(i)), Product(k, u(k))),
    "∂∏": (diff(times(num(1), Product(k, u(k))), u(i)), Product(k, others)),
    "∂Σ": (diff(Sum(i, Sum(j, times(u(i), var("v", i, j), u(j)))), u(k)), Sum(j, times(u(j), plus(var("v", k, j), var("v", j, k))))),
    "∂ under the index's name": (diff(Sum(k, times(u(k), u(k))), u(k)), times(num(2), u(k))),
    "∂a^b": (diff(Power(exp(a), times(a, b)), a), times(num(2), a, b, Power(exp(a), times(a, b)))),
    "∂b^a": (diff(Power(plus(num(1), exp(b)), a), a), times(Power(plus(num(1), exp(b)), a), function("softplus", b))),
    "∂tan": (diff(function("tan", a), a), power(function("cos", a), -2)),
    "∂cosh": (diff(function("cosh", times(num(3), a)), a), times(num(3), function("sinh", times(num(3), a)))),
    "∂sinh": (diff(function("sinh", times(a, b)), a), times(b, function("cosh", times(a, b)))),
    "∂cos": (diff(function("cos", a), a), neg(function("sin", a))),
    "∂relu": (diff(function("relu", a), a), times(num(1, 2), plus(num(1), sign(a)))),
    "∂|a|": (times(a, diff(absolute(a), a)), absolute(a)),
    "∂arctan": (diff(function("arctan", a), a), power(plus(num(1), power(a, 2)), -1)),
    "∂² of two components": (diff(diff(Sum(k, power(u(k), 3)), u(i)), u(j)), times(num(6), u(i), Delta(i, j))),
    "vanishing sums": (Sum(k, over(exp(u(k)), plus(exp(u(k)), a))), minus(Size(C), Sum(k, over(a, plus(exp(u(k)), a))))),
    "vanishing, weighted": (
        Sum(n, times(minus(num(1), Sum(i, Delta(i, CLASS))), var("g", n, n))),
        times(a, minus(Sum(k, num(1)), Size(C))),
    ),
    "Σ over H": (Sum(n, var("g", n, Index("m", H))), Sum(Index("q", H), var("g", Index("q", H), Index("m", H)))),
}  # fmt: skip


def values(left: Expression, right: Expression) -> list[tuple[object, object]]:
    """Both sides at some points where both have a value."""
    found: list[tuple[object, object]] = []
    for seed in range(40):
        world, at = point(seed)
        try:
            found.append((value(left, world, {**at, "m": 1, "k": 2}), value(right, world, {**at, "m": 1, "k": 2})))
        except (NoValue, ZeroDivisionError):
            continue
    return found


@pytest.mark.parametrize("name", RULES)
def test_a_rule_is_proved(name: str) -> None:
    left, right = RULES[name]
    assert prove_equal(Equation(left, right), MODEL).equal
    assert not prove_equal(Equation(left, plus(right, num(1, 7))), MODEL).equal


@pytest.mark.parametrize("name", RULES)
def test_both_sides_of_a_rule_and_their_normal_forms_have_one_value(name: str) -> None:
    left, right = RULES[name]
    for side in (right, normalize(left, MODEL).expression, normalize(right, MODEL).expression):
        both = values(left, side)
        assert both
        for first, second in both:
            assert mp.almosteq(first, second, rel_eps=1e-15, abs_eps=1e-15)


def test_a_delta_has_one_normal_form() -> None:
    assert normalize(times(Delta(i, j), Delta(j, i)), MODEL) == normalize(Delta(i, j), MODEL)


Q = Index("q", H)
TIED = Delta(Q, Label("s", (Q,), H))
WRONG: dict[str, tuple[Expression, Expression]] = {
    "the fixed points of a label are counted": (Sum(Q, TIED), num(1)),
    "a difference has no sign": (absolute(minus(exp(b), power(a, 2))), minus(exp(b), power(a, 2))),
    "the sign of |a| is 0 at 0": (sign(absolute(a)), num(1)),
    "the sign of a square is 0 at 0": (sign(power(a, 2)), num(1)),
    "the sign of a sum of squares is 0 at 0": (sign(squares), num(1)),
    "a root keeps |a|": (power(power(a, 2), 1, 2), a),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_only_looks_like_a_rule_is_not_proved(name: str) -> None:
    left, right = WRONG[name]
    assert not prove_equal(Equation(left, right), MODEL).equal


def test_a_parameter_is_independent_of_the_symbol_of_its_name() -> None:
    """f(z, y) = z y has ∂f/∂y = z, although outside a z is defined over y."""
    body = times(var("z"), var("y"))
    function_f = Definition("f", (), (Parameter("z", ()), Parameter("y", ())), body)
    given = Model({"f": function_f, "z": Definition("z", (), (), power(var("y"), 2))}, {"y": (), "a": (), "b": ()}, {})
    slope = Apply("f", (), (Argument((), a), Argument((), b)), (Partial(1, ()),))
    assert prove_equal(Equation(slope, a), given).equal
