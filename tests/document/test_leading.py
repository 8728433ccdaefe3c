"""The first equations of a chain, and the case that is open."""

from __future__ import annotations

from gradproof.proofread import check_text


def statuses(text: str) -> list[str]:
    return [step.verdict.status if step.verdict else step.kind for step in check_text(text).steps]


NETWORK = "$$z = w x + b$$\n\n$$\\hat{y} = a = \\sigma(z)$$\n\n$$L = -y \\log a - (1 - y) \\log(1 - a)$$\n\n"


def test_a_chain_may_say_first_what_its_second_name_is() -> None:
    right = "$$\\frac{\\partial L}{\\partial z} = a - y$$\n\n$$\\frac{\\partial L}{\\partial z} = \\hat{y} - y$$\n\n"
    wrong = "$$\\frac{\\partial L}{\\partial z} = y - \\hat{y}$$\n"
    assert statuses(NETWORK + right + wrong)[-3:] == ["proved", "proved", "refuted"]


CASES = "If $i \\neq j$:\n\n$$\\frac{\\partial x_i}{\\partial x_j} = 0$$\n\n"


def test_a_case_of_two_indices_is_none_of_a_loss_without_them() -> None:
    text = (
        CASES
        + "The loss: $L = -\\sum_i y_i \\log s_i$,\n\n$$\\frac{\\partial L}{\\partial s_j} = -\\frac{y_j}{s_j}$$\n"
    )
    assert statuses(text) == ["proved", "definition", "proved"]


def test_a_sum_over_an_index_of_the_case_is_no_fault() -> None:
    text = CASES + "$$m_j = \\sum_i y_i s_i + x_j$$\n"
    assert statuses(text) == ["proved", "definition"]
