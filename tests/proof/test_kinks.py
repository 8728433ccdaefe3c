"""What a derivative at a kink asks for: of the indices at which it is taken, and of no others."""

from __future__ import annotations

import pytest

from gradproof.formula.expression import Delta, Equation, Expression, Fixed, Function, Label, Model, Power, Sum
from gradproof.proof.normal_form import prove_equal
from gradproof.proofread import prove
from tests.proof.building import C, c, define, diff, i, j, k, minus, model, num, plus, t, times, var

x, z, f = var("x", i), var("z"), var("f")


def magnitude(argument: Expression) -> Expression:
    return Function("abs", argument)


def apart(argument: Expression) -> Expression:
    """1 where the argument is not 0."""
    return Power(Function("sign", argument), num(2))


def asks(derivative: Expression, argument: Expression, given: Model) -> bool:
    """Whether the argument is not 0 where the derivative has a value."""
    return prove_equal(Equation(plus(apart(argument), derivative), plus(num(1), derivative)), given).equal


BY_X = diff(f, x)
BY_Z = diff(f, z)
TOTAL = model(define("f", (), Sum(k, magnitude(var("x", k)))))
SCALED = model(define("f", (), Sum(k, magnitude(times(var("x", k), z)))))
GAPS = model(define("f", (), Sum(k, magnitude(times(z, minus(var("x", k), var("y", k)))))))


def test_a_kink_is_one_of_the_component_it_is_differentiated_by() -> None:
    assert asks(BY_X, x, TOTAL)
    assert not asks(BY_X, var("x", j), TOTAL)
    assert not asks(BY_X, var("x", Fixed(1, C)), TOTAL)


def test_a_kink_of_every_term_is_one_at_every_index() -> None:
    for place in (i, j, Fixed(1, C), Label("t", (), C)):
        assert asks(BY_Z, var("x", place), SCALED)
    assert not asks(BY_Z, var("y", i), SCALED)


def test_two_indices_of_one_kink_are_the_same_index() -> None:
    assert asks(BY_Z, minus(var("x", i), var("y", i)), GAPS)
    assert asks(BY_Z, minus(var("y", i), var("x", i)), GAPS)
    assert not asks(BY_Z, minus(var("x", i), var("y", j)), GAPS)


def test_fixed_positions_are_not_mixed_up() -> None:
    first, second = (var("x", Fixed(n, C)) for n in (1, 2))
    given = model(define("f", (), magnitude(first)))
    assert asks(diff(f, first), first, given)
    assert not asks(diff(f, first), second, given)


def test_what_is_left_out_of_a_sum_has_no_kink() -> None:
    others = minus(num(1), Delta(k, t))
    given = model(define("f", (), Sum(k, times(others, magnitude(times(var("x", k), z))))))
    assert not asks(BY_Z, var("x", t), given)
    assert not asks(BY_Z, x, given)


def test_a_derivative_by_another_component_has_no_kink() -> None:
    given = model(define("f", (), magnitude(var("x", j))))
    assert asks(diff(f, var("x", j)), var("x", j), given)
    assert not asks(BY_X, var("x", j), given)
    assert not asks(BY_X, x, given)


def test_a_function_of_another_variable_has_no_kink() -> None:
    given = model(define("f", (), times(z, magnitude(x))))
    assert not asks(BY_Z, x, given)
    assert asks(BY_X, x, given)


def test_a_kink_under_another() -> None:
    hidden = define("h", (c,), Function("relu", var("a", c)))
    given = model(hidden, define("f", (), Function("relu", plus(times(z, var("h", i)), num(1)))))
    assert asks(diff(f, var("a", i)), var("a", i), given)
    assert not asks(diff(f, var("a", i)), z, given)


@pytest.mark.parametrize("second", ["2", "3"])
def test_a_page_that_mixes_components_up_is_refuted(second: str) -> None:
    slope = r"\frac{\partial f}{\partial x_1}"
    claim = rf"{slope} \mathbb{{1}}[x_{second} > 0] + {slope} \mathbb{{1}}[x_{second} < 0] = {slope}"
    assert prove(claim, [r"x \in \mathbb{R}^D", r"f = |x_1|"]).status == "refuted"
    assert prove(claim.replace(f"x_{second}", "x_1"), [r"x \in \mathbb{R}^D", r"f = |x_1|"]).status == "proved"
