"""From the two engines to one verdict: where they contradict each other there is none."""

from __future__ import annotations

import pytest

from gradproof.formula.equations import TypedEquation
from gradproof.formula.expression import Equation, Index, IndexCondition, Model
from gradproof.proof import judge as judging
from gradproof.proof.judge import judge
from gradproof.proof.normal_form import Equality
from gradproof.proofread import prove
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


def test_a_proof_says_where_a_sum_without_a_term_makes_it_false() -> None:
    verdict = prove(r"\sum_{k \neq i} \frac{x_i}{C-1} = x_i", [r"x \in \mathbb{R}^C"])
    assert verdict.status == "proved"
    assert verdict.message == "Proved for all sizes of C with C > 1."
    assert verdict.notes[-1] == "It holds for C > 1: below, a sum has no term and is 0."
    two = prove(r"x_j \sum_{k \neq i, j} \frac{x_i}{C-2} = x_i x_j", [r"x \in \mathbb{R}^C", r"i \neq j"])
    assert two.message == "Proved for all sizes of C with C > 2."


def test_a_proof_that_needs_no_term_holds_for_all_sizes() -> None:
    verdict = prove(r"\sum_{k \neq i} x_k = \sum_k x_k - x_i", [r"x \in \mathbb{R}^C"])
    assert verdict.message == "Proved for all sizes of C."
