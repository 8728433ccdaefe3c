from __future__ import annotations

from itertools import product

import flint
import pytest
from flint import arb, fmpq

from gradproof.formula.expression import (
    Apply,
    Argument,
    Definition,
    Equation,
    Expression,
    Fixed,
    Model,
    Parameter,
    Partial,
    Power,
    Sum,
)
from gradproof.proof.evaluate import compile_equation, evaluate
from gradproof.proof.number import Undefined
from gradproof.proof.point import Place, Point
from tests.proof.building import (
    DELTA_TJ,
    NETWORK,
    REGRESSION,
    C,
    D,
    H,
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
    num,
    over,
    plus,
    q,
    times,
    var,
)
from tests.proof.evaluating import close, seeded_point, value

x, y, z = var("x"), var("y"), var("z")
ZERO = num(0)


class TestDerivatives:
    def test_second_and_third(self) -> None:
        assert value(diff(diff(Power(x, num(4)), x), x), values={"x": 2}) == 48
        assert value(diff(diff(diff(times(Power(x, num(2)), y), x), x), y), values={"x": 5, "y": 7}) == 2

    def test_perturbation_confusion(self) -> None:
        inner = diff(plus(x, y), y)
        assert value(diff(times(x, inner), x), values={"x": 3, "y": 1}) == 1
        # d/dx (x · d/dx (x·y)) with y standing for a definition y := x²: the inner derivative follows y.
        given = model(define("y", (), Power(x, num(2))))
        assert value(diff(times(x, diff(times(x, y), x)), x), given, {"x": 2}) == 9 * 4

    def test_components_are_independent(self) -> None:
        expression = diff(Sum(k, Power(var("x", k), num(2))), var("x", j))
        assert value(expression, values={"x": [3, 4]}, sizes={"C": 2}, indices={"j": 2}) == 8
        clash = diff(var("x", j), var("x", i))
        point = {"x": [3, 4]}
        assert value(clash, values=point, sizes={"C": 2}, indices={"i": 1, "j": 2}) == 0
        assert value(clash, values=point, sizes={"C": 2}, indices={"i": 2, "j": 2}) == 1

    def test_by_an_index_that_is_bound_in_the_body(self) -> None:
        expression = diff(log(Sum(k, exp(var("u", k)))), var("u", k))
        result = value(expression, values={"u": [0, 0]}, sizes={"C": 2}, indices={"k": 1})
        assert close(result, 0.5)

    def test_a_defined_symbol_is_independent_where_it_is_the_variable(self) -> None:
        given = model(define("h", (), times(x, y)), define("f", (), times(x, var("h"))))
        point = {"x": 3, "y": 5}
        assert value(diff(var("f"), var("h")), given, point) == 3
        assert value(diff(var("f"), x), given, point) == 2 * 3 * 5
        assert value(diff(var("h"), var("f")), given, point) == 0

    def test_the_independent_symbol_keeps_its_value_under_an_outer_derivative(self) -> None:
        given = model(define("h", (), times(x, y)), define("f", (), Power(var("h"), num(3))))
        # ∂/∂x of 3h² at h = xy is 6h·y.
        assert value(diff(diff(var("f"), var("h")), x), given, {"x": 2, "y": 5}) == 6 * 10 * 5

    def test_the_outer_variable_stays_independent_inside(self) -> None:
        given = model(define("h", (), times(x, y)), define("f", (), Power(var("h"), num(3))))
        # ∂f/∂x = 3h²·y, and by h, with h standing for itself, 6h·y.
        assert value(diff(diff(var("f"), x), var("h")), given, {"x": 2, "y": 5}) == 6 * 10 * 5

    def test_every_path_counts(self) -> None:
        given = model(
            define("a", (), Power(x, num(2))),
            define("b", (), times(x, var("a"))),
            define("f", (), plus(times(var("a"), var("b")), x)),
        )
        assert value(diff(var("f"), x), given, {"x": 2}) == 5 * 16 + 1
        assert value(diff(var("f"), var("a")), given, {"x": 2}) == 2 * 4 * 2

    def test_a_redefined_symbol_reaches_what_stood_on_it(self) -> None:
        loss = Definition("l", (), (), Power(var("u"), num(2)))
        over_x = Model({"l": loss, "u": define("u", (), times(num(3), x))}, {}, {})
        over_h = Model({"l": loss, "u": define("u", (), times(num(3), var("h"))), "h": define("h", (), exp(x))}, {}, {})
        assert value(diff(var("l"), x), over_x, {"x": 2}) == 36
        assert close(value(diff(var("l"), x), over_h, {"x": 0}), 18)

    def test_the_homework_s_softmax_gradient(self) -> None:
        expression = minus(diff(var("l"), var("u", j)), minus(DELTA_TJ, var("p", j)))
        program = compile_equation(Equation(expression, ZERO), REGRESSION)
        for at, label in product((1, 2, 3), (1, 2, 3)):
            point = seeded_point(program, {"C": 3, "D": 2}, {("t", ()): label})
            assert close(evaluate(program, point, {"j": at})[0], 0)

    @pytest.mark.parametrize(("name", "place"), [("v", (2, 1)), ("a", (3,)), ("w", (1, 2)), ("b", (2,)), ("x", (1,))])
    def test_the_network_s_gradient_is_that_of_finite_differences(self, name: str, place: Place) -> None:
        axes = {"v": (H, D), "a": (H,), "w": (C, H), "b": (C,), "x": (D,)}[name]
        by = var(name, *(Fixed(position, axis) for position, axis in zip(place, axes, strict=True)))
        program = compile_equation(Equation(diff(var("l"), by), var("l")), NETWORK)
        point = seeded_point(program, {"C": 4, "D": 2, "H": 3}, {("t", ()): 2})
        step = fmpq(1, 10**15)
        with flint.ctx.workprec(200):
            gradient = evaluate(program, point, {})[0]
            ahead, behind = (
                evaluate(program, Point(point.sizes, {**point.values, (name, place): at}, point.labels), {})[1]
                for at in (point.values[name, place] + step, point.values[name, place] - step)
            )
            assert close(arb(ahead - behind) / (2 * step), gradient, 1e-25)

    def test_the_chain_rule_of_nested_derivatives(self) -> None:
        chain = Sum(
            q,
            times(
                Sum(j, times(diff(var("l"), var("u", j)), diff(var("u", j), var("h", q)))),
                diff(var("h", q), var("s", n)),
                diff(var("s", n), var("v", n, m)),
            ),
        )
        program = compile_equation(Equation(diff(var("l"), var("v", n, m)), chain), NETWORK)
        left, right = evaluate(
            program, seeded_point(program, {"C": 4, "D": 2, "H": 3}, {("t", ()): 1}), {"m": 2, "n": 3}
        )
        assert close(left, right)
        assert abs(float(arb(left))) > 1e-6


class TestFunctions:
    square = Model({"f": Definition("f", (), (Parameter("z", ()),), times(z, z, y))}, {}, {})

    def call(self, name: str, *arguments: Expression, partials: int = 0) -> Apply:
        return Apply(name, (), tuple(Argument((), a) for a in arguments), (Partial(0, ()),) * partials)

    def test_a_defined_function_takes_its_argument_for_its_parameter(self) -> None:
        assert value(self.call("f", plus(x, num(1))), self.square, {"x": 2, "y": 10, "z": 99}) == 90

    def test_its_primes_are_derivatives_by_the_parameter(self) -> None:
        point = {"x": 2, "y": 10}
        doubled = times(num(2), x)
        assert value(self.call("f", doubled, partials=1), self.square, point) == 80
        assert value(self.call("f", doubled, partials=2), self.square, point) == 20
        assert value(diff(self.call("f", doubled), x), self.square, point) == 160
        assert value(diff(self.call("f", doubled, partials=1), x), self.square, point) == 40

    def test_a_derivative_by_the_parameter_inside_the_body(self) -> None:
        body = times(z, diff(Power(z, num(3)), z))
        given = Model({"g": Definition("g", (), (Parameter("z", ()),), body)}, {}, {})
        assert value(self.call("g", x), given, {"x": 2}) == 24
        assert value(diff(self.call("g", x), x), given, {"x": 2}) == 36

    def test_a_whole_argument_and_a_component(self) -> None:
        share = over(exp(var("z", j)), Sum(k, exp(var("z", k))))
        given = Model({"softmax": Definition("softmax", (j,), (Parameter("z", (C,)),), share)}, {}, {})
        u = (Argument((k,), times(num(2), var("u", k))),)
        array = {"u": [0, 0]}
        assert close(value(Apply("softmax", (i,), u), given, array, {"C": 2}, {"i": 1}), 0.5)
        slope = Apply("softmax", (i,), u, (Partial(0, (j,)),))
        assert close(value(slope, given, array, {"C": 2}, {"i": 1, "j": 2}), -0.25)
        chained = diff(Apply("softmax", (i,), u), var("u", j))
        assert close(value(chained, given, array, {"C": 2}, {"i": 1, "j": 2}), -0.5)

    def test_a_function_s_own_name_for_its_parameter_is_no_other_symbol(self) -> None:
        given = Model({**self.square.definitions, "z": define("z", (), times(num(5), x))}, {}, {})
        point = {"x": 2, "y": 1}
        assert value(self.call("f", x), given, point) == 4
        assert value(self.call("f", z), given, point) == 100
        assert value(diff(self.call("f", x), z), given, point) == 0

    def test_a_function_used_as_a_symbol_is_its_body(self) -> None:
        assert value(var("f"), self.square, {"y": 10, "z": 3}) == 90
        assert value(diff(var("f"), z), self.square, {"y": 10, "z": 3}) == 60

    def test_an_abstract_function_is_exact_and_has_true_partials(self) -> None:
        loss = Apply("L", (), (Argument((k,), times(var("u", k), x)),))
        point = {"u": ["1/2", -1, 2], "x": 3}
        by_chain = Sum(j, times(Apply("L", (), loss.arguments, (Partial(0, (j,)),)), var("u", j)))
        left = value(diff(loss, x), values=point, sizes={"C": 3})
        assert isinstance(left, fmpq)
        assert left == value(by_chain, values=point, sizes={"C": 3}) != 0

    def test_mixed_partials_are_symmetric(self) -> None:
        arguments = (Argument((k,), var("u", k)), Argument((), x))
        first, second = Partial(0, (j,)), Partial(1, ())
        point = {"u": [1, 2], "x": 3}
        one, other = (
            value(Apply("L", (), arguments, order), values=point, sizes={"C": 2}, indices={"j": 2})
            for order in ((first, second), (second, first))
        )
        through = diff(diff(Apply("L", (), arguments), var("u", j)), x)
        assert one == other == value(through, values=point, sizes={"C": 2}, indices={"j": 2}) != 0

    def test_components_of_an_abstract_function_differ(self) -> None:
        f = [
            value(Apply("f", (j,), (Argument((), x),)), values={"x": 2}, sizes={"C": 2}, indices={"j": a})
            for a in (1, 2)
        ]
        assert f[0] != f[1]

    def test_third_derivatives_do_not_vanish(self) -> None:
        f = Apply("f", (), (Argument((), x),), (Partial(0, ()),) * 3)
        assert (
            value(f, values={"x": 1})
            == value(diff(diff(diff(Apply("f", (), f.arguments), x), x), x), values={"x": 1})
            != 0
        )

    def test_the_number_of_arguments_must_fit(self) -> None:
        with pytest.raises(ValueError, match="takes 1 arguments, not 2"):
            value(self.call("f", x, y), self.square)


class TestUnknownDerivatives:
    def test_the_derivative_of_an_undefined_variable_is_not_zero(self) -> None:
        assert value(diff(var("L"), x), values={"L": 1, "x": 2}) != 0

    def test_nobody_knows_how_it_changes(self) -> None:
        given = model(define("g", (), times(diff(var("L"), x), y)))
        for expression in (diff(times(y, diff(var("L"), x)), y), diff(var("g"), y)):
            with pytest.raises(Undefined):
                value(expression, given, {"L": 1, "x": 2, "y": 3})

    def test_a_factor_is_an_ordinary_variable(self) -> None:
        assert value(diff(times(var("L"), x), x), values={"L": 7, "x": 2}) == 7
