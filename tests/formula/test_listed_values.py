"""Cases by the values of a number are judged value by value."""

from __future__ import annotations

import pytest

from gradproof.proof.verdict import Verdict
from gradproof.proofread import check_text, prove

SIGMA = r"\sigma(z) = \frac{1}{1 + e^{-z}}"


def by_label(first: str, second: str, values: tuple[str, str] = ("0", "1")) -> str:
    return rf"\begin{{cases}} {first} & y = {values[0]} \\ {second} & y = {values[1]} \end{{cases}}"


CROSS_ENTROPY = r"- y \log \sigma(z) - (1 - y) \log(1 - \sigma(z))"


def verdict(left: str, right: str) -> Verdict:
    return prove(f"{left} = {right}", given=[SIGMA])


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (CROSS_ENTROPY, by_label(r"-\log(1 - \sigma(z))", r"-\log \sigma(z)")),
        (by_label(r"-\log(1 - \sigma(z))", r"-\log \sigma(z)"), by_label(r"\log(1 + e^z)", r"\log(1 + e^{-z})")),
        (r"\log(1 + e^{-yz})", by_label(r"\log(1 + e^z)", r"\log(1 + e^{-z})", ("-1", "1"))),
        (r"\sigma(z)^y (1 - \sigma(z))^{1 - y}", by_label(r"1 - \sigma(z)", r"\sigma(z)")),
        (rf"\frac{{d}}{{dz}} \left({CROSS_ENTROPY}\right)", by_label(r"\sigma(z)", r"\sigma(z) - 1")),
    ],
)
def test_each_value_is_proved_on_its_own(left: str, right: str) -> None:
    found = verdict(left, right)
    assert found.status == "proved"
    assert found.message.endswith("the values that the cases name.")
    assert sum(line.startswith("Where y = ") for line in found.explanation) == 2


def test_the_rows_the_wrong_way_round_are_refuted_where_it_shows() -> None:
    found = verdict(CROSS_ENTROPY, by_label(r"-\log \sigma(z)", r"-\log(1 - \sigma(z))"))
    assert found.status == "refuted"
    assert found.message.startswith("Where y = 0: ")


def test_one_wrong_row_is_enough() -> None:
    found = verdict(CROSS_ENTROPY, by_label(r"-\log(1 - \sigma(z))", r"\log \sigma(z)"))
    assert found.status == "refuted"
    assert found.message.startswith("Where y = 1: ")


def test_a_definition_that_uses_the_label_is_read_at_each_value() -> None:
    right = by_label(r"\log(1 + e^z)", r"\log(1 + e^{-z})")
    wrong = by_label(r"\log(1 + e^{-z})", r"\log(1 + e^z)")
    page = rf"""
We have ${SIGMA}$ and the loss

$$L = {CROSS_ENTROPY}$$

$$L = {right}$$

$$L = {wrong}$$
"""
    found = [step.verdict.status for step in check_text(page).steps if step.verdict is not None]
    assert found == ["proved", "refuted"]


@pytest.mark.parametrize(
    "claim",
    [
        rf"\frac{{\partial}}{{\partial y}} y^2 = {by_label('0', '2')}",  # at y = 0 nothing is left to differentiate by
        rf"\sum_y y = {by_label('0', '1')}",
        rf"x_y = {by_label('x_0', 'x_1')}",
    ],
)
def test_what_is_more_than_a_number_is_not_split(claim: str) -> None:
    found = prove(claim)
    assert found.status not in ("proved", "conditional", "refuted", "ill-typed")


def test_cases_that_also_say_otherwise_are_one_line() -> None:
    found = prove(r"y^2 = \begin{cases} 0 & y = 0 \\ y^2 & \text{otherwise} \end{cases}")
    assert found.status == "proved"
    assert "values that the cases name" not in found.message
