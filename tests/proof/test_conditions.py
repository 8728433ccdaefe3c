"""Conditions on indices: substituted, dropped, or found to clash."""

from __future__ import annotations

from gradproof.formula.expression import Delta, Equation, Expression, Fixed, IndexCondition, IndexTerm, Label
from gradproof.proof.normal_form import Equality, prove_equal
from tests.proof.building import C, i, j, k, model, n, num, q, t, times, var


def under(left: Expression, right: Expression, *conditions: tuple[IndexTerm, IndexTerm, bool]) -> Equality:
    return prove_equal(Equation(left, right, tuple(IndexCondition(*c) for c in conditions)), model())


def test_equal_indices_are_one() -> None:
    assert under(var("x", i), var("x", j), (i, j, True)).equal
    assert under(var("x", t), var("x", j), (t, j, True)).equal
    assert under(var("x", i), var("x", k), (i, j, True), (j, k, True)).equal
    assert under(var("x", i), var("x", Fixed(2, C)), (i, Fixed(2, C), True)).equal


def test_labels_of_equal_indices_are_equal() -> None:
    assert under(var("x", Label("t", (q,), C)), var("x", Label("t", (n,), C)), (q, n, True)).equal


def test_distinct_indices_have_delta_0() -> None:
    assert under(Delta(i, j), num(0), (j, i, False)).equal
    assert under(times(Delta(i, k), Delta(k, j)), num(0), (j, i, False)).equal
    assert not under(Delta(i, k), num(0), (j, i, False)).equal


def test_conditions_that_clash_prove_nothing() -> None:
    for conditions in (
        ((i, j, True), (j, i, False)),
        ((i, k, True), (j, k, True), (i, j, False)),
        ((i, Fixed(1, C), True), (i, Fixed(2, C), True)),
        ((i, i, False),),
    ):
        equality = under(num(0), num(0), *conditions)
        assert equality.vacuous
        assert not equality.equal
