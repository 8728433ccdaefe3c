from __future__ import annotations

import pytest
from flint import arb, fmpq, fmpz

from gradproof.proof.dual import SLOPES, Dual, Value, apply, integer_power, rational_power, tangent
from gradproof.proof.number import FUNCTIONS, ONE, ZERO, Undefined


def seeded(tag: int, value: Value) -> Dual:
    return Dual(tag, value, ONE)


def test_product_rule() -> None:
    x = seeded(1, fmpq(3))
    assert tangent(x * x * x + x * fmpq(2), 1) == 29


def test_lower_tags_stay_inside_higher_ones() -> None:
    x, y = seeded(1, fmpq(2)), seeded(2, fmpq(5))
    for result in (x * y, y * x, x + y, y - x, x - y):
        assert result.tag == 2
    assert tangent(tangent(x * y, 2), 1) == 1


def test_second_derivative_by_two_tags() -> None:
    x = seeded(2, seeded(1, fmpq(2)))
    assert tangent(tangent(integer_power(x, fmpz(4)), 2), 1) == 48


@pytest.mark.parametrize("name", sorted(set(SLOPES) - {"psi1"}))
@pytest.mark.parametrize("at", [fmpq(3, 4), fmpq(-2, 3)])
def test_slopes_are_those_of_difference_quotients(name: str, at: fmpq) -> None:
    if name == "log" and at < 0:
        pytest.skip("log is undefined there")
    step = fmpq(1, 10**5)
    quotient = (FUNCTIONS[name](at + step) - FUNCTIONS[name](at - step)) / (2 * step)
    slope = tangent(apply(name, seeded(1, at)), 1)
    assert isinstance(slope, fmpq | arb)
    assert abs(float(arb(quotient) - arb(slope))) < 1e-8


@pytest.mark.parametrize("name", ["abs", "relu", "sign"])
def test_no_derivative_at_a_kink(name: str) -> None:
    with pytest.raises(Undefined):
        apply(name, seeded(1, ZERO))


def test_powers() -> None:
    assert tangent(rational_power(seeded(1, fmpq(4)), fmpq(1, 2)), 1) == fmpq(1, 4)
    assert tangent(integer_power(seeded(1, fmpq(0)), fmpz(1)), 1) == 1
    assert integer_power(seeded(1, fmpq(0)), fmpz(0)) == 1
    with pytest.raises(Undefined):
        rational_power(seeded(1, fmpq(0)), fmpq(1, 2))
