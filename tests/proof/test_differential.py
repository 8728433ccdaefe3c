"""The judge against random expressions: every normal form has the value of its expression, by a third opinion; what is
equal by construction is proved; what is proved is equal at every point; nothing true is refuted."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp  # type: ignore[import-untyped]

from gradproof.formula.expression import Equation, Expression
from gradproof.proof.budget import BudgetExceeded
from gradproof.proof.limits import Undefined
from gradproof.proof.normal_form import normalize, prove_equal
from gradproof.proof.refute import Agreement, agrees, search
from gradproof.proof.sample import chance_from
from tests.proof.digits import NoValue, value
from tests.proof.growing import MODEL, TAME, Grower, point
from tests.proof.rewriting import REWRITINGS, Rewriting, mutants, rewritten

SEEDS = st.integers(0, 10**9)


def differences(left: Expression, right: Expression, seed: int, points: int) -> list[str]:
    """The points at which the two sides are both defined and differ."""
    found = []
    for number in range(points):
        world, at = point(seed + number)
        try:
            a, b = value(left, world, at), value(right, world, at)
        except (NoValue, ZeroDivisionError):
            continue
        if abs(a - b) > 1e-14 * (1 + abs(a)):
            found.append(f"{mp.nstr(a, 12)} and {mp.nstr(b, 12)} at point {seed + number}")
    return found


@settings(max_examples=300)
@given(SEEDS, st.integers(1, 4))
def test_a_normal_form_has_the_value_of_its_expression(seed: int, depth: int) -> None:
    expression = Grower(seed).of(depth)
    try:
        normal = normalize(expression, MODEL).expression
    except (BudgetExceeded, Undefined):
        return
    assert not differences(expression, normal, seed, 4)


@settings(max_examples=150)
@given(SEEDS, st.integers(1, 3))
def test_what_is_equal_by_construction_is_proved(seed: int, depth: int) -> None:
    expression = Grower(seed, TAME).of(depth)
    equation = Equation(expression, rewritten(expression, chance_from(seed), MODEL))
    answer = prove_equal(equation, MODEL)
    # A division by an indicator has a value for some indices only: no proof is promised there.
    assert answer.equal or "divides by" in answer.why_not
    assert isinstance(agrees(equation, MODEL), Agreement)


@pytest.mark.parametrize("rule", REWRITINGS)
def test_every_rewriting_is_proved_somewhere(rule: Rewriting) -> None:
    proved = 0
    for seed in range(150):
        expression = Grower(seed, TAME).of(3)
        other = rewritten(expression, chance_from(seed), MODEL, (rule,))
        if other != expression:
            proved += prove_equal(Equation(expression, other), MODEL).equal
    assert proved


@settings(max_examples=100)
@given(SEEDS)
def test_what_is_equal_by_construction_is_never_refuted(seed: int) -> None:
    expression = Grower(seed).of(3)
    equation = Equation(expression, rewritten(expression, chance_from(seed), MODEL))
    answer = prove_equal(equation, MODEL)
    found = agrees(equation, MODEL) if answer.equal else search(equation, MODEL)
    assert isinstance(found, Agreement)


@settings(max_examples=200)
@given(SEEDS, st.integers(1, 3), st.integers(0, 10**6))
def test_a_mutant_that_is_proved_is_equal(seed: int, depth: int, chosen: int) -> None:
    expression = Grower(seed).of(depth)
    wrong = list(mutants(expression))
    mutant = wrong[chosen % len(wrong)]
    if prove_equal(Equation(expression, mutant), MODEL).equal:
        assert not differences(expression, mutant, seed, 12)


@settings(max_examples=60)
@given(SEEDS)
def test_a_mutant_that_differs_is_refuted(seed: int) -> None:
    expression = Grower(seed, ("add", "mul", "sum", "smooth", "softmax", "cases")).of(3)
    mutant = chance_from(seed).choice(list(mutants(expression)))
    if differences(expression, mutant, seed, 4):
        answer = search(Equation(expression, mutant), MODEL)
        assert not isinstance(answer, Agreement) or answer.exhausted
