from __future__ import annotations

import pytest
from flint import arb, fmpq

from gradproof.formula.expression import (
    Constant,
    Delta,
    Equation,
    Expression,
    Fixed,
    Function,
    Label,
    Power,
    Product,
    Size,
    Sum,
)
from gradproof.proof.budget import BudgetExceeded
from gradproof.proof.evaluate import compile_equation, evaluate
from gradproof.proof.number import Undefined, Unsettled
from gradproof.proof.point import Place, Point
from gradproof.proof.world import Ledger
from tests.proof.building import (
    C,
    define,
    diff,
    exp,
    i,
    j,
    k,
    log,
    minus,
    model,
    n,
    neg,
    num,
    over,
    plus,
    sigma,
    softmax,
    times,
    var,
)
from tests.proof.evaluating import close, value

x, y, z = var("x"), var("y"), var("z")
ZERO = num(0)


class TestValues:
    def test_rationals_stay_exact(self) -> None:
        expression = plus(over(num(1), num(3)), times(x, Power(y, num(-2))), Size(C))
        result = value(expression, values={"x": "1/7", "y": 3}, sizes={"C": 4})
        assert isinstance(result, fmpq)
        assert result == fmpq(1, 3) + fmpq(1, 63) + 4

    def test_sums_and_products_run_over_the_whole_dimension(self) -> None:
        array = {"x": [1, 2, 3]}
        assert value(Sum(k, times(var("x", k), var("x", k))), values=array, sizes={"C": 3}) == 14
        assert value(Product(k, var("x", k)), values=array, sizes={"C": 3}) == 6
        assert value(Sum(k, num(2)), sizes={"C": 3}) == 6

    def test_an_inner_index_shadows(self) -> None:
        expression = Sum(k, times(var("x", k), Sum(k, var("x", k))))
        assert value(expression, values={"x": [1, 2]}, sizes={"C": 2}) == 9
        assert (
            value(plus(Sum(j, var("x", j)), var("x", j)), values={"x": [1, 5]}, sizes={"C": 2}, indices={"j": 2}) == 11
        )

    def test_empty_sum_and_product(self) -> None:
        assert value(plus()) == 0
        assert value(times()) == 1

    def test_pi_and_e(self) -> None:
        assert close(value(Function("sin", over(Constant("pi"), num(2)))), 1)
        assert close(value(log(exp(num(1)))), 1)

    def test_fixed_positions(self) -> None:
        assert value(var("x", Fixed(2, C)), values={"x": [1, 5, 7]}, sizes={"C": 3}) == 5

    def test_softmax_sums_to_one(self) -> None:
        given = model(define("p", (j,), softmax("u", j)))
        assert close(value(Sum(j, var("p", j)), given, {"u": [1, "-1/2", 3]}, {"C": 3}), 1)

    def test_labels_pick_components_under_a_sum(self) -> None:
        label = Label("t", (n,), C)
        picked = Sum(n, var("f", label))
        by_delta = Sum(n, Sum(j, times(Delta(j, label), var("f", j))))
        labels: dict[tuple[str, Place], int] = {("t", (1,)): 3, ("t", (2,)): 1, ("t", (3,)): 3}
        for expression in (picked, by_delta):
            assert value(expression, values={"f": [1, 10, 100]}, sizes={"C": 3, "H": 3}, labels=labels) == 201


class TestDomains:
    @pytest.mark.parametrize(
        "expression",
        [
            over(num(1), x),
            log(x),
            log(minus(x, num(1))),
            Power(minus(x, num(1)), num(1, 2)),
            Power(x, num(-1, 2)),
            Power(minus(x, num(8)), num(1, 3)),
            Power(x, y),
            Power(num(-2), y),
            times(num(0), over(num(1), x)),
            diff(Function("abs", x), x),
            diff(Function("relu", x), x),
            diff(Function("sign", x), x),
            diff(Power(x, num(1, 2)), x),
            diff(over(num(1), x), y),
        ],
    )
    def test_undefined_at_zero(self, expression: Expression) -> None:
        with pytest.raises(Undefined):
            value(expression, values={"x": 0, "y": 2})

    def test_what_is_defined_at_zero(self) -> None:
        given = {"x": 0, "y": -2}
        assert value(Power(x, num(0)), values=given) == 1
        assert value(Power(x, num(1, 2)), values=given) == 0
        assert value(Power(y, num(3)), values=given) == -8
        assert value(diff(Power(x, num(1)), x), values=given) == 1

    def test_a_size_is_an_integer_exponent(self) -> None:
        assert value(Power(x, Size(C)), values={"x": -2}, sizes={"C": 3}) == -8
        two = model(define("e", (), num(2)))
        assert value(Power(x, var("e")), two, {"x": -3}) == 9

    def test_a_delta_of_zero_hides_what_does_not_exist(self) -> None:
        other = plus(num(1), neg(Delta(i, j)))
        cases = plus(times(Delta(i, j), x), times(over(num(1), minus(var("u", i), var("u", j))), other))
        array = {"x": 5, "u": [1, 3]}
        assert value(cases, values=array, sizes={"C": 2}, indices={"i": 1, "j": 1}) == 5
        assert value(cases, values=array, sizes={"C": 2}, indices={"i": 1, "j": 2}) == fmpq(-1, 2)

    def test_a_delta_inside_a_nested_product_hides_too(self) -> None:
        expression = times(over(num(1), x), times(Delta(i, j), num(3)))
        assert value(expression, values={"x": 0}, sizes={"C": 2}, indices={"i": 1, "j": 2}) == 0

    def test_a_restricted_sum_skips_its_pole(self) -> None:
        gap = over(num(1), minus(var("u", k), var("u", j)))
        expression = Sum(k, times(plus(num(1), neg(Delta(k, j))), gap))
        assert value(expression, values={"u": [0, 1, 4]}, sizes={"C": 3}, indices={"j": 1}) == fmpq(5, 4)


class TestBudget:
    def test_towers_answer_at_once(self) -> None:
        tower = Power(num(9), Power(num(9), Power(num(9), num(9))))
        with pytest.raises(Unsettled):
            value(tower)
        assert isinstance(value(Power(num(9), Power(num(9), num(9)))), arb)

    def test_repeated_squaring_stays_short(self) -> None:
        chain = [define("x1", (), x)]
        for number in range(2, 60):
            before = var(f"x{number - 1}")
            chain.append(define(f"x{number}", (), times(before, before)))
        assert isinstance(value(var("x59"), model(*chain), {"x": 3}), arb)

    def test_operations_are_counted(self) -> None:
        nested = Sum(k, Sum(j, Sum(i, times(var("x", i), var("x", j), var("x", k)))))
        program = compile_equation(Equation(nested, ZERO), model())
        point = Point({"C": 9}, {("x", (position,)): fmpq(1) for position in range(1, 10)})
        assert evaluate(program, point, {})[0] == 729
        with pytest.raises(BudgetExceeded):
            evaluate(program, point, {}, Ledger(1000))

    def test_too_deep_and_too_large(self) -> None:
        deep: Expression = x
        for _ in range(5000):
            deep = sigma(deep)
        for expression in (deep, plus(*[x] * 30_000)):
            with pytest.raises(BudgetExceeded):
                compile_equation(Equation(expression, ZERO), model())

    def test_many_nested_derivatives(self) -> None:
        nested: Expression = exp(x)
        for _ in range(14):
            nested = diff(nested, x)
        with pytest.raises(BudgetExceeded):
            value(nested, values={"x": 1})


class TestLibraries:
    def test_equations_over_the_same_definitions_share_what_is_compiled(self) -> None:
        given = model(define("s", (), plus(x, num(1))), define("h", (), sigma(var("s"))))
        first = compile_equation(Equation(var("h"), sigma(var("s"))), given)
        second = compile_equation(Equation(var("h"), plus(x, num(1))), given)
        assert second.library is first.library
        left, right = evaluate(second, Point({}, {("x", ()): fmpq(2)}), {})
        assert close(left, evaluate(first, Point({}, {("x", ()): fmpq(2)}), {})[1])
        assert right == 3

    def test_another_definition_of_the_same_name_is_another_library(self) -> None:
        point = Point({}, {("x", ()): fmpq(2)})
        for added in (1, 2, 3):
            given = model(define("s", (), plus(x, num(added))))
            assert evaluate(compile_equation(Equation(var("s"), x), given), point, {})[0] == 2 + added

    def test_sums_of_a_line_are_not_taken_for_those_of_the_definitions(self) -> None:
        squares, cubes = Sum(k, Power(var("x", k), num(2))), Sum(k, Power(var("x", k), num(3)))
        given = model(define("s", (), squares))
        point = Point({"C": 2}, {("x", (1,)): fmpq(1), ("x", (2,)): fmpq(2)})
        for side, expected in ((cubes, 9), (squares, 5), (plus(cubes, squares), 14)):
            left, right = evaluate(compile_equation(Equation(var("s"), side), given), point, {})
            assert left == 5
            assert right == expected
