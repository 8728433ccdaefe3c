"""Lines about what is meant for two different indices only."""

from __future__ import annotations

from gradproof.proofread import check_text


def statuses(text: str) -> list[str]:
    return [step.verdict.status if step.verdict else step.kind for step in check_text(text).steps]


GIVEN = "$$p_{j|i} = \\frac{e^{-a_{ij}}}{\\sum_{k \\neq i} e^{-a_{ik}}}$$\n\n"
ZERO = "Here $p_{i|i} = 0$.\n\n"
ENTROPY = "$$C = \\sum_i \\sum_j p_{j|i} \\log p_{j|i}$$\n\n"
RIGHT = "$$C = \\sum_i \\sum_{j \\neq i} p_{j|i} \\log p_{j|i}$$\n"
WRONG = "$$C = \\sum_i \\sum_{j \\neq i} \\log p_{j|i}$$\n"


def test_zero_times_the_logarithm_of_zero_is_no_term() -> None:
    assert statuses(GIVEN + ZERO + ENTROPY + RIGHT)[-1] == "proved"
    assert statuses(GIVEN + ZERO + ENTROPY + WRONG)[-1] != "proved"


def test_a_diagonal_of_which_the_page_says_nothing_is_assumed_to_be_empty() -> None:
    page = check_text(GIVEN + ENTROPY + RIGHT)
    verdict = page.steps[-1].verdict
    assert verdict is not None
    assert verdict.status == "conditional"
    assert "0 where its two indices are equal" in verdict.message
    assert statuses(GIVEN + ENTROPY + WRONG)[-1] in ("refuted", "undecided")


def test_a_logarithm_without_its_factor_keeps_its_diagonal() -> None:
    text = GIVEN + ZERO + "$$C = \\sum_i \\sum_j \\log p_{j|i}$$\n\n$$C = \\sum_i \\sum_{j \\neq i} \\log p_{j|i}$$\n"
    assert statuses(text)[-1] == "undecided"
