"""One rule per node, along the definitions but not along the variable's own."""

from __future__ import annotations

import pytest

from gradproof.formula.expression import (
    ONE,
    ZERO,
    Apply,
    Argument,
    Definition,
    Delta,
    Derivative,
    Equation,
    Expression,
    Function,
    Index,
    Label,
    Model,
    Parameter,
    Partial,
    Power,
    Product,
    Sum,
    Variable,
)
from gradproof.proof.differentiate import differentiate
from gradproof.proof.limits import Undefined
from gradproof.proof.normal_form import prove_equal
from gradproof.proof.slopes import OUTER
from tests.proof.building import NETWORK, REGRESSION, C, define, exp, i, j, k, minus, model, num, plus, times, var
from tests.proof.floats import Point, close, value

x, y = var("x"), var("y")
FREE = model()


def derived(body: Expression, by: Expression, given: Model = FREE) -> Expression:
    assert isinstance(by, Variable)
    return differentiate(body, by, given)


def same(left: Expression, right: Expression, given: Model = FREE) -> bool:
    return prove_equal(Equation(left, right), given).equal


@pytest.mark.parametrize("name", sorted(OUTER))
@pytest.mark.parametrize("at", [-1.3, 0.4, 0.9])
def test_the_derivative_of_a_known_function(name: str, at: float) -> None:
    if name == "log" and at < 0:
        return
    if name in ("gamma", "psi", "psi1"):
        return  # the floats here know none of them; test_gamma.py does
    point = Point(FREE, {}, {("x", ()): at}, {})
    slope = value(Derivative(Function(name, x), Variable("x")), point)
    assert close(slope, value(derived(Function(name, x), x), point), 1e-7)


def test_components_give_deltas() -> None:
    assert derived(var("u", i), var("u", j)) == Delta(i, j)
    assert derived(var("u", i), var("u", i)) == ONE
    label = Label("t", (), C)
    assert derived(var("u", label), var("u", j)) == Delta(label, j)
    assert derived(times(num(2), var("b", i)), var("u", j)) == ZERO


def test_the_variable_is_independent_though_it_is_defined() -> None:
    assert derived(var("u", i), var("u", j), REGRESSION) == Delta(i, j)
    assert derived(var("h", Index("q", C)), var("u", j), NETWORK) == ZERO


def test_a_bound_index_named_like_the_variables_index() -> None:
    total = Sum(j, times(var("u", j), var("b", j)))
    assert same(derived(total, var("u", j)), var("b", j))


def test_a_bound_index_named_like_a_free_index_of_a_definition() -> None:
    free = Index("t", C)
    given = model(define("a", (), var("u", free)))
    total = Sum(free, times(var("a"), var("b", free)))
    assert same(derived(total, var("u", i), given), times(Delta(free, i), Sum(j, var("b", j))), given)


def test_powers() -> None:
    assert derived(Power(x, num(2)), x) == times(num(2), x)
    assert derived(Power(x, num(0)), x) == ZERO
    both = derived(Power(x, x), x)
    assert same(both, times(Power(x, x), plus(num(1), Function("log", x))))


def test_a_product_leaves_one_factor_out() -> None:
    result = derived(Product(i, var("u", i)), var("u", j))
    sizes = {"C": 3}
    values: dict[tuple[str, tuple[int, ...]], float] = {("u", (1,)): 2.0, ("u", (2,)): 0.0, ("u", (3,)): 5.0}
    for at, expected in ((1, 0.0), (2, 10.0), (3, 0.0)):
        assert value(result, Point(FREE, sizes, values, {}, {"j": at})) == expected


def test_nested_derivatives_take_the_inner_one_first() -> None:
    inner = Derivative(Power(x, num(3)), Variable("x"))
    assert same(derived(inner, x), times(num(6), x))


def test_nothing_is_known_of_an_undefined_symbol() -> None:
    assert derived(var("L"), x) == Derivative(Variable("L"), Variable("x"))
    assert derived(Derivative(Variable("L"), Variable("x")), y) == Derivative(
        Derivative(Variable("L"), Variable("x")), Variable("y")
    )


def test_the_chain_rule_of_an_abstract_function() -> None:
    loss = Apply("L", (), (Argument((k,), times(var("u", k), x)),))
    result = derived(loss, x)
    expected = Sum(j, times(Apply("L", (), loss.arguments, (Partial(0, (j,)),)), var("u", j)))
    assert same(result, expected)


def test_partials_of_a_defined_function() -> None:
    body = times(var("a"), Sum(k, exp(times(var("a"), var("b", k)))))
    given = model(Definition("f", (), (Parameter("a", ()), Parameter("b", (C,))), body))
    arguments = (Argument((), y), Argument((i,), var("u", i)))
    taken = Apply("f", (), arguments, (Partial(1, (j,)),))
    assert same(taken, times(y, y, exp(times(y, var("u", j)))), given)
    assert same(Derivative(Apply("f", (), arguments), Variable("u", (j,))), taken, given)


def test_a_function_that_is_its_own_variable_is_not_guessed_at() -> None:
    with pytest.raises(Undefined):
        derived(Apply("u", (j,), (Argument((), x),)), var("u", j))


def test_minus_is_linear() -> None:
    assert same(derived(minus(times(x, x), times(y, x)), x), minus(times(num(2), x), y))
