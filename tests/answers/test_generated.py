"""Every right answer in every form is proved, and every near miss is refuted or ill-typed."""

from __future__ import annotations

import pytest

from gradproof.proofread import prove
from tests.answers.generated import Answer, generated

ANSWERS = tuple(generated())


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: f"{'right' if answer[2] else 'wrong'}: {answer[1]}")
def test_each_answer_gets_its_verdict(answer: Answer) -> None:
    given, claim, right = answer
    verdict = prove(claim, given)
    assert verdict.status in (("proved",) if right else ("refuted", "ill-typed")), verdict.message


def test_there_are_as_many_wrong_answers_as_right_ones_about() -> None:
    right = sum(answer[2] for answer in ANSWERS)
    assert right >= 150
    assert len(ANSWERS) - right >= 150
