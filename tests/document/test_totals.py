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
