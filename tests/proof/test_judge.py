"""From the two engines to one verdict: where they contradict each other there is none."""

from __future__ import annotations

import pytest

from gradproof.formula.equations import TypedEquation
from gradproof.formula.expression import Equation, Index, IndexCondition, Model
from gradproof.proof import judge as judging
from gradproof.proof.judge import judge
from gradproof.proof.normal_form import Equality
from tests.proof.building import C, num, times, var

MODEL = Model({}, {"x": ()}, {})
x = var("x")


def typed(equation: Equation) -> TypedEquation:
    return TypedEquation(equation, MODEL, (), (), (), (), (), strict=False, restricted=())


def test_a_proof_that_numbers_contradict_is_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "prove_equal", lambda *_: Equality(True))
    verdict = judge(typed(Equation(x, times(num(2), x))))
    assert (verdict.status, verdict.code) == ("undecided", "GP700")
    assert verdict.counterexample is not None


def test_conditions_that_clash_say_so() -> None:
    i = Index("i", C)
    clash = (IndexCondition(i, i, equal=False),)
    verdict = judge(typed(Equation(var("x"), var("x"), clash)))
    assert (verdict.status, verdict.code) == ("undecided", "GP302")
