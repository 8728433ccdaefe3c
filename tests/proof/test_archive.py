"""An archive works each question once, and no proof can tell."""

from __future__ import annotations

import pytest

from gradproof.formula.expression import Equation, Expression, Power, integer
from gradproof.proof.budget import BudgetExceeded
from gradproof.proof.limits import Budget
from gradproof.proof.normal_form import Archive, Workshop, prove_equal
from tests.proof.building import DELTA_TJ, REGRESSION, diff, j, minus, var

LEFT = diff(var("l"), var("u", j))
SOFTMAX = var("p", j)
RIGHTS: tuple[Expression, ...] = (minus(DELTA_TJ, SOFTMAX), minus(SOFTMAX, DELTA_TJ), Power(SOFTMAX, integer(2)))


def test_every_proof_ends_as_it_would_alone_in_any_order() -> None:
    alone = {right: prove_equal(Equation(LEFT, right), REGRESSION) for right in RIGHTS}
    assert [alone[right].equal for right in RIGHTS] == [True, False, False]
    for order in (RIGHTS, RIGHTS[::-1]):
        archive = Archive()
        assert {r: prove_equal(Equation(LEFT, r), REGRESSION, workshop=archive) for r in order} == alone


def test_the_budget_that_the_left_side_spent_is_spent_in_every_proof() -> None:
    archive, equation = Archive(), Equation(LEFT, RIGHTS[0])
    counts = []
    for workshop in (Workshop(), archive, archive):
        normalizer, _ = workshop.begun(equation, REGRESSION, Budget())
        normalizer.side(equation.right)
        counts.append((normalizer.algebra.rewrites, normalizer.algebra.terms))
    assert counts[0][0] > 0
    assert counts == [counts[0]] * 3


def test_a_left_side_beyond_the_budget_is_beyond_it_each_time() -> None:
    archive = Archive()
    for _ in range(2):
        with pytest.raises(BudgetExceeded):
            archive.begun(Equation(LEFT, RIGHTS[0]), REGRESSION, Budget(rewrites=1))


def test_a_copy_leaves_no_trace() -> None:
    archive = Archive()
    first, left = archive.begun(Equation(LEFT, RIGHTS[0]), REGRESSION, Budget())
    for right in RIGHTS:
        first.side(right)
    second, again = archive.begun(Equation(LEFT, RIGHTS[0]), REGRESSION, Budget())
    assert again is left
    assert set(second.known) == {LEFT}
    assert second.algebra is not first.algebra
