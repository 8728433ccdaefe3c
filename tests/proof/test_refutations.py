from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pytest

from gradproof.formula.equations import TypedEquation
from gradproof.formula.expression import (
    Add,
    Dimension,
    Equation,
    Expression,
    Index,
    IndexCondition,
    Model,
    Mul,
    Power,
    Variable,
    integer,
)
from gradproof.proof.counterexample import Finding
from gradproof.proof.judge import judge
from gradproof.proof.normal_form import Workshop
from gradproof.proof.refutations import Refutation, Refutations
from gradproof.proof.refute import find

X, Y = Variable("x"), Variable("y")
MODEL = Model({}, {"x": (), "y": ()}, {})
DOUBLE = Mul((integer(2), X))


def typed(right: Expression) -> TypedEquation:
    return TypedEquation(Equation(X, right), MODEL, (), (), (), (), (), strict=False, restricted=())


def refutation(right: Expression) -> Refutation:
    found = find(Equation(X, right), MODEL)
    assert isinstance(found, Finding)
    return Refutation.of(found)


def test_the_point_of_one_equation_refutes_another_that_says_the_same() -> None:
    again = refutation(DOUBLE).again(Equation(X, Add((X, X))), MODEL)
    alone = refutation(DOUBLE).again(Equation(X, DOUBLE), MODEL)
    assert again is not None
    assert again == alone
    assert again.left != again.right


@pytest.mark.parametrize(
    "right",
    [
        X,  # true
        Mul((DOUBLE, Power(X, integer(-1)), X)),  # where x = 0 is the point, it has no value
        Add((DOUBLE, Y, Mul((integer(-1), Y)))),  # the point has no y
    ],
)
def test_a_point_that_shows_nothing_refutes_nothing(right: Expression) -> None:
    at_zero = refutation(Add((DOUBLE, integer(1))))
    assert at_zero.point.values["x", ()] == 0
    assert at_zero.again(Equation(X, right), MODEL) is None


def equations() -> Iterator[tuple[Expression, str]]:
    minus_one = integer(-1)
    yield DOUBLE, "refuted"
    yield Add((X, X)), "refuted"
    yield Add((DOUBLE, Y, Mul((minus_one, Y)))), "refuted"
    yield Mul((DOUBLE, X, Power(X, minus_one))), "refuted"
    yield Add((X, Y, Mul((minus_one, Y)))), "proved"
    yield Mul((X, X, Power(X, minus_one))), "proved"


def test_refutations_kept_change_no_verdict() -> None:
    workshop = Workshop()
    workshop.refutations = Refutations()
    for right, status in equations():
        with_them = judge(typed(right), workshop=workshop)
        assert with_them.status == judge(typed(right)).status == status
    assert len(workshop.refutations.kept) == 1


def test_what_is_kept_is_for_one_equation_over_one_model_under_its_conditions() -> None:
    i, j = (Index(name, Dimension("C")) for name in "ij")
    equation = Equation(X, DOUBLE)
    apart = replace(equation, conditions=(IndexCondition(i, j, equal=False),))
    together = replace(equation, conditions=(IndexCondition(i, j, equal=True),))
    kept, asked = Refutations(), list[str]()

    def searched(name: str) -> None:
        asked.append(name)

    for name, one, model in (
        ("first", equation, MODEL),
        ("again", equation, MODEL),
        ("apart", apart, MODEL),
        ("together", together, MODEL),
        ("of positive numbers", equation, replace(MODEL, positive=frozenset({"x"}))),
    ):
        kept.of(one, model, partial(searched, name))
    assert asked == ["first", "apart", "together", "of positive numbers"]
