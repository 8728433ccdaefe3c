from __future__ import annotations

import pytest
from flint import arb, fmpq, fmpz

from gradproof.formula.expression import KNOWN_FUNCTIONS
from gradproof.proof.dual import SLOPES
from gradproof.proof.number import (
    FUNCTIONS,
    MAX_BITS,
    Undefined,
    Unsettled,
    integer_power,
    limited,
    rational_power,
    reciprocal,
    sign,
)

AROUND_ZERO = arb(2).sqrt() ** 2 - 2


def test_every_known_function_has_a_value_and_a_slope() -> None:
    assert set(FUNCTIONS) == set(SLOPES) == KNOWN_FUNCTIONS


@pytest.mark.parametrize(
    ("name", "at", "value"),
    [
        ("exp", 0, 1), ("log", 1, 0), ("sigma", 0, fmpq(1, 2)), ("tanh", 0, 0), ("cosh", 0, 1), ("cos", 0, 1),
        ("abs", -3, 3), ("sign", -3, -1), ("sign", 0, 0), ("relu", -3, 0), ("relu", 3, 3),
    ],
)  # fmt: skip
def test_exact_values_stay_rational(name: str, at: int, value: int | fmpq) -> None:
    result = FUNCTIONS[name](fmpq(at))
    assert isinstance(result, fmpq)
    assert result == value


@pytest.mark.parametrize("number", [fmpq(0), fmpq(-1), arb(0), arb(-2)])
def test_log_of_zero_and_below_is_undefined(number: fmpq | arb) -> None:
    with pytest.raises(Undefined):
        FUNCTIONS["log"](number)


def test_a_ball_over_zero_settles_nothing() -> None:
    for attempt in (sign, reciprocal, FUNCTIONS["log"], FUNCTIONS["sign"]):
        with pytest.raises(Unsettled):
            attempt(AROUND_ZERO)


def test_a_pole_cannot_hide_in_a_bounded_function() -> None:
    with pytest.raises(Unsettled):
        FUNCTIONS["tanh"](reciprocal(AROUND_ZERO))


def test_integer_powers_of_any_base() -> None:
    assert integer_power(fmpq(0), fmpz(0)) == 1
    assert integer_power(fmpq(-2), fmpz(-3)) == fmpq(-1, 8)
    assert integer_power(fmpq(-1), fmpz(10) ** 30 + 1) == -1
    with pytest.raises(Undefined):
        integer_power(fmpq(0), fmpz(-1))


def test_roots_are_exact_where_they_can_be() -> None:
    assert rational_power(fmpq(9, 4), fmpq(1, 2)) == fmpq(3, 2)
    assert rational_power(fmpq(8), fmpq(-2, 3)) == fmpq(1, 4)
    assert rational_power(fmpq(0), fmpq(1, 2)) == 0
    assert isinstance(rational_power(fmpq(2), fmpq(1, 2)), arb)


@pytest.mark.parametrize(("base", "exponent"), [(-8, fmpq(1, 3)), (0, fmpq(-1, 2)), (-1, fmpq(3, 2))])
def test_other_powers_need_a_base_that_is_not_negative(base: int, exponent: fmpq) -> None:
    with pytest.raises(Undefined):
        rational_power(fmpq(base), exponent)


def test_long_rationals_become_balls() -> None:
    assert isinstance(limited(fmpq(fmpz(2) ** (MAX_BITS + 1))), arb)
    assert isinstance(integer_power(fmpq(3), fmpz(10) ** 6), arb)
