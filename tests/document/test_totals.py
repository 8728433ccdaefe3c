"""A loss of all examples beside the loss of one."""

from __future__ import annotations

from gradproof.proofread import check_text

PAGE = r"""$$L_i = (x_i - t_i)^2$$

$$L = \frac{1}{N} \sum_{i=1}^N L_i$$

$$\frac{\partial L}{\partial x_i} = \frac{2}{N} (x_i - t_i)$$

$$\frac{\partial L}{\partial x_i} = 2 (x_i - t_i)$$

$$\frac{\partial L_i}{\partial x_i} = 2 (x_i - t_i)$$
"""


def verdicts(page: str) -> list[str]:
    return [s.verdict.status for s in check_text(page).steps if s.verdict is not None]


def test_the_total_is_a_number_and_no_vector_of_its_parts() -> None:
    assert verdicts(PAGE) == ["proved", "refuted", "proved"]


def test_a_total_that_is_written_out() -> None:
    page = PAGE.replace(r"\sum_{i=1}^N L_i", r"\sum_{i=1}^N (x_i - t_i)^2")
    assert verdicts(page) == ["proved", "refuted", "proved"]


def statuses(text: str) -> list[str]:
    return [step.verdict.status if step.verdict else step.kind for step in check_text(text).steps]


MARGINS = "$$L_i = \\sum_j m_{ij}$$\n\n"


def test_a_letter_below_a_total_that_is_no_index_is_part_of_its_name() -> None:
    total = MARGINS + "$$L_h = \\frac{1}{N} \\sum_{i=1}^N L_i$$\n\n"
    claim = "$$\\frac{\\partial L_h}{\\partial m_{ij}} = \\frac{1}{N}$$\n"
    assert statuses(total + claim) == ["definition", "definition", "proved"]
    assert statuses(total + claim.replace("{1}{N}", "{2}{N}")) == ["definition", "definition", "refuted"]


def test_a_loss_beside_its_parts_may_be_a_sum_with_its_regularisation() -> None:
    total = "$$L_h = \\frac{1}{N} \\sum_{i=1}^N L_i$$\n\n$$L = L_h + \\lambda w^2$$\n\n"
    claim = "$$\\frac{\\partial L}{\\partial w} = 2 \\lambda w$$\n"
    assert statuses(MARGINS + total + claim) == ["definition", "definition", "definition", "proved"]
    assert statuses(MARGINS + total + claim.replace("2", "3"))[-1] == "refuted"


def test_an_index_of_the_losses_is_no_name() -> None:
    text = MARGINS + "$$a_h = L_h$$\n\n$$L_h = \\frac{1}{N} \\sum_{i=1}^N L_i$$\n"
    assert statuses(text)[-1] in ("ill-typed", "refuted", "unreadable")
