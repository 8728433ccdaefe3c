"""Canonical names of bound indices: renamed and exchanged sums are one, at a cost that is not factorial."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from gradproof.formula.expression import Equation, Expression, Index, Power, Sum
from gradproof.proof.budget import BudgetExceeded
from gradproof.proof.limits import Budget
from gradproof.proof.normal_form import normalize, prove_equal
from tests.proof.building import C, model, num, times, var

MANY = [Index(f"i{number}", C) for number in range(8)]


def summed(body: Expression, indices: list[Index]) -> Expression:
    for index in indices:
        body = Sum(index, body)
    return body


def path(indices: list[Index]) -> Expression:
    return times(*(var("A", a, b) for a, b in pairwise(indices)))


def cycle(indices: list[Index]) -> Expression:
    return times(path(indices), var("A", indices[-1], indices[0]))


def star(indices: list[Index]) -> Expression:
    return times(*(var("A", indices[0], b) for b in indices[1:]))


@pytest.mark.parametrize("shape", [path, cycle, star])
def test_eight_indices_of_one_dimension(shape: Callable[[list[Index]], Expression]) -> None:
    other = MANY[3:] + MANY[:3]
    equation = Equation(summed(shape(MANY), MANY), summed(shape(other), MANY[::-1]))
    assert prove_equal(equation, model()).equal


def test_a_path_is_no_star() -> None:
    assert not prove_equal(Equation(summed(path(MANY[:4]), MANY[:4]), summed(star(MANY[:4]), MANY[:4])), model()).equal


def test_two_triangles_are_not_a_hexagon() -> None:
    six = MANY[:6]
    triangles = times(cycle(six[:3]), cycle(six[3:]))
    weights = [var("b", index) for index in six]
    left, right = (summed(times(shape, *weights), six) for shape in (triangles, cycle(six)))
    assert not prove_equal(Equation(left, right), model()).equal


def test_too_many_indices_are_given_up() -> None:
    row = Sum(MANY[1], var("A", MANY[0], MANY[1]))
    body = Sum(MANY[0], times(var("x", MANY[0]), Power(row, num(20))))
    with pytest.raises(BudgetExceeded, match="12 indices"):
        normalize(body, model(), (), Budget())
