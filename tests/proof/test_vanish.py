"""What the form alone does not show: cleared denominators, cases, merged sums."""

from __future__ import annotations

from gradproof.formula.expression import Delta, Equation, Expression, Function, Power, Size, Sum
from gradproof.proof.normal_form import prove_equal
from tests.proof.building import C, i, j, k, minus, model, num, over, plus, times, var

x, y, z = var("x"), var("y"), var("z")


def equal(left: Expression, right: Expression) -> bool:
    return prove_equal(Equation(left, right), model()).equal


def test_denominators_of_several_kinds_are_cleared() -> None:
    assert equal(
        plus(over(num(1), plus(x, y, num(1))), over(num(1), plus(x, z, num(2)))),
        over(plus(times(num(2), x), y, z, num(3)), times(plus(x, y, num(1)), plus(x, z, num(2)))),
    )


def test_roots_of_sums_are_cleared() -> None:
    norm = plus(num(1), Power(x, num(2)), Power(y, num(2)))
    assert equal(over(norm, Power(norm, num(1, 2))), Power(norm, num(1, 2)))


def test_sums_with_one_cofactor_are_merged() -> None:
    def piece(numerator: Expression, index: Expression) -> Expression:
        return over(numerator, plus(num(1), index, Power(index, num(2))))

    u, v = var("u", i), var("u", k)
    left = times(x, Sum(i, piece(u, u)))
    right = plus(times(x, Size(C)), times(num(-1), x, Sum(k, piece(plus(num(1), Power(v, num(2))), v))))
    assert equal(left, right)
    assert not equal(left, plus(right, x))


def test_free_indices_are_looked_at_apart() -> None:
    both = plus(var("u", i), var("u", j), num(1))
    twice = plus(times(num(2), var("u", i)), num(1))
    assert equal(times(Delta(i, j), over(num(1), both)), over(Delta(i, j), twice))


def test_signs_are_not_carried_over_by_continuity() -> None:
    sign = Function("sign", x)
    assert not equal(over(sign, plus(x, y, z)), over(Power(sign, num(3)), plus(x, y, minus(z, Power(sign, num(2))))))
    assert not equal(over(Power(sign, num(2)), plus(x, y, z)), over(num(1), plus(x, y, z)))
