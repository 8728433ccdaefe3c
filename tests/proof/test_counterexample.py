from __future__ import annotations

import flint
import pytest
from flint import arb, fmpq, fmpz

from gradproof.proof.counterexample import decimal


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (fmpq(0), "0"),
        (fmpq(-12), "-12"),
        (fmpq(1, 8), "0.125"),
        (fmpq(-1, 8), "-0.125"),
        (fmpq(1, 10**20), "0." + "0" * 19 + "1"),
        (fmpq(5, 3), "1.66667"),
        (arb(2).sqrt(), "1.41421"),
        (arb(2).sqrt() ** 2 - 2, "0"),
    ],
)
def test_decimal_digits(number: fmpq | arb, text: str) -> None:
    assert decimal(number, 6) == text


def test_a_huge_number_is_not_written_in_full() -> None:
    assert decimal(fmpq(fmpz(10) ** 80), 6) == "1.00000e+80"


def test_more_digits_where_they_are_needed() -> None:
    with flint.ctx.workprec(300):
        assert decimal(arb(fmpq(1, 3)), 30) == "0." + "3" * 30
