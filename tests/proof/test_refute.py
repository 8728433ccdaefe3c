from __future__ import annotations

import pytest

from gradproof.formula.expression import (
    Delta,
    Equation,
    Expression,
    Fixed,
    Index,
    IndexCondition,
    Model,
    Power,
    Sum,
)
from gradproof.proof.refute import Agreement, agrees, search
from gradproof.proof.verdict import Counterexample
from tests.proof.building import (
    REGRESSION,
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
    neg,
    num,
    over,
    plus,
    q,
    sigma,
    t,
    times,
    var,
)
from tests.proof.claims import EMPTY, RIGHT, WRONG, is_distinct

x, y, s, loss = var("x"), var("y"), var("s"), var("l")


def counterexample(equation: Equation, given: Model = EMPTY) -> Counterexample:
    found = search(equation, given)
    assert isinstance(found, Counterexample)
    return found


@pytest.mark.parametrize("name", sorted(RIGHT))
def test_right_claims_are_never_refuted(name: str) -> None:
    given, equation = RIGHT[name]
    for answer in (agrees(equation, given), search(equation, given)):
        assert isinstance(answer, Agreement)
        assert answer.defined >= 3
        assert answer.satisfiable


@pytest.mark.parametrize("name", sorted(WRONG))
def test_wrong_claims_are_refuted(name: str) -> None:
    given, equation = WRONG[name]
    found = counterexample(equation, given)
    assert found.left != found.right
    assert isinstance(agrees(equation, given), Counterexample)
    assert counterexample(equation, given) == found


@pytest.mark.parametrize(
    ("name", "sizes", "indices"),
    [
        ("1a δ forgotten", {"C": "2", "D": "1"}, {"j": "1", "t": "2"}),
        ("1e without its condition", {"C": "1", "D": "1"}, {"j": "1", "m": "1", "r": "1"}),
        ("1d sign", {"C": "2", "D": "1"}, {"j": "1", "m": "1", "t": "1"}),
        ("2b w missing", {"C": "2", "D": "1", "H": "1"}, {"n": "1", "t": "1"}),
        ("2e x missing", {"C": "2", "D": "1", "H": "1"}, {"m": "1", "n": "1", "t": "1"}),
        ("mean", {"C": "2"}, {}),
    ],
)
def test_the_smallest_sizes_are_found(name: str, sizes: dict[str, str], indices: dict[str, str]) -> None:
    given, equation = WRONG[name]
    found = counterexample(equation, given)
    assert dict(found.sizes) == sizes
    assert dict(found.indices) == indices


def test_a_transposed_index_needs_two_of_each() -> None:
    equation = Equation(var("w", i, j), var("w", j, i))
    found = counterexample(equation)
    assert found.sizes == (("C", "2"),)
    assert found.indices == (("i", "1"), ("j", "2"))


def test_a_root_of_a_square_fails_at_a_negative_number() -> None:
    assert counterexample(WRONG["root of a square"][1]).values == (("x", "-1"),)


def test_the_numbers_of_a_counterexample_are_simple() -> None:
    found = counterexample(WRONG["2c h(1+h)"][1])
    assert (found.values, found.left, found.right) == ((("s", "0"),), "0.25", "0.75")


def test_a_tiny_difference_is_printed_with_enough_digits() -> None:
    found = counterexample(WRONG["2c by 10^-20"][1])
    assert found.left[:20] == found.right[:20]
    assert found.left != found.right


def test_a_difference_below_sixty_digits_is_printed_as_such() -> None:
    found = counterexample(Equation(exp(s), plus(exp(s), num(1, 10**200))))
    assert found.right == f"{found.left} + 1.00000e-200"


def test_a_difference_below_every_precision_is_no_difference() -> None:
    assert isinstance(search(Equation(exp(s), plus(exp(s), num(1, 10**900))), EMPTY), Agreement)


def test_exact_rationals_differ_however_little() -> None:
    found = counterexample(Equation(times(x, x), plus(times(x, x), num(1, 10**500))))
    assert found.left != found.right


def test_only_what_occurs_is_listed() -> None:
    given = model(define("f", (), times(num(2), x)), define("g", (), y))
    assert [name for name, _ in counterexample(Equation(var("f"), num(0)), given).values] == ["x"]


def test_conditions_hold_at_the_counterexample() -> None:
    equation = Equation(var("w", i, j), num(0), (is_distinct(i, j), is_distinct(j, k), is_distinct(i, k)))
    found = counterexample(equation)
    assert found.sizes == (("C", "3"),)
    assert len({value for _, value in found.indices}) == 3


def test_labels_of_a_data_set_are_listed_with_their_values() -> None:
    given, equation = WRONG["data set, sign"]
    values = dict(counterexample(equation, given).values)
    assert values["t"].startswith("[")


def test_positive_variables_stay_positive() -> None:
    root = Equation(Power(Power(x, num(2)), num(1, 2)), x)
    given = Model({}, {}, {}, frozenset({"x"}))
    assert isinstance(search(root, given), Agreement)
    (shown,) = counterexample(Equation(log(x), x), given).values
    assert shown[1] in {"1", "2", "3", "1/2"}


def test_impossible_conditions_are_no_agreement() -> None:
    equation = Equation(var("x", i), var("x", j), (is_distinct(i, j), IndexCondition(i, j, equal=True)))
    for answer in (search(equation, EMPTY), agrees(equation, EMPTY)):
        assert answer == Agreement(0, 0, satisfiable=False)


def test_sides_that_are_never_both_defined() -> None:
    for equation in (
        Equation(log(neg(Power(x, num(2)))), x),
        Equation(over(num(1), minus(x, x)), over(num(2), minus(x, x))),
        Equation(log(x), log(neg(x))),
    ):
        for answer in (search(equation, EMPTY), agrees(equation, EMPTY)):
            assert isinstance(answer, Agreement)
            assert answer.defined == 0 < answer.points


def test_a_pole_is_no_counterexample() -> None:
    assert isinstance(search(Equation(over(Power(x, num(2)), x), x), EMPTY), Agreement)


def test_a_side_of_zero_times_what_does_not_exist() -> None:
    answer = search(Equation(times(num(0), log(num(0))), num(1)), EMPTY)
    assert isinstance(answer, Agreement)
    assert answer.defined == 0


def test_fixed_positions_fit() -> None:
    found = counterexample(Equation(var("x", Fixed(2, C)), var("x", j)))
    assert found.sizes == (("C", "2"),)
    assert found.indices == (("j", "1"),)


def test_nothing_is_refuted_by_a_derivative_that_nobody_knows() -> None:
    unknown = diff(var("E"), x)
    answer = search(Equation(unknown, num(0)), EMPTY)
    assert isinstance(answer, Agreement)
    assert answer.defined == 0
    same = agrees(Equation(plus(unknown, unknown), times(num(2), unknown)), EMPTY)
    assert isinstance(same, Agreement)
    assert same.defined > 0


def test_too_much_is_given_up_and_said_so() -> None:
    deep: Expression = x
    for _ in range(3000):
        deep = sigma(deep)
    indices = [Index(f"i{number}", C) for number in range(15)]
    wide: Expression = times(*(var("x", index) for index in indices))
    for index in indices:
        wide = Sum(index, wide)
    # How deep is too deep is for the interpreter's limit to say, which others raise.
    assert isinstance(search(Equation(deep, deep), EMPTY), Agreement)
    answer = search(Equation(wide, wide), EMPTY)
    assert isinstance(answer, Agreement)
    assert answer.exhausted
    checked = agrees(Equation(wide, wide), EMPTY)
    assert isinstance(checked, Agreement)
    assert checked.exhausted
    assert checked.defined > 0


def test_towers_answer() -> None:
    tower = Power(num(9), Power(num(9), Power(num(9), num(9))))
    for answer in (search(Equation(tower, x), EMPTY), agrees(Equation(tower, tower), EMPTY)):
        assert isinstance(answer, Agreement)
        assert answer.defined == 0


def test_the_index_of_a_sum_may_have_a_free_index_s_name() -> None:
    given, right = REGRESSION, minus(Delta(t, k), var("p", k))
    assert isinstance(agrees(Equation(diff(loss, var("u", k)), right), given), Agreement)
    wrong = minus(Delta(t, k), Sum(q, var("p", k)))
    assert isinstance(search(Equation(diff(loss, var("u", k)), wrong), given), Counterexample)
