"""Equations that hold for the values which a page states, and such that do not."""

from __future__ import annotations

import pytest

from gradproof.proofread import prove

PAIR, SIGNS = r"y \in \{0, 1\}", r"y \in \{-1, 1\}"
OPEN, CLOSED = "0 < p < 1", r"p \in [0, 1]"


@pytest.mark.parametrize(
    ("claim", "given"),
    [
        ("y^2 = y", PAIR),
        ("y (1 - y) = 0", PAIR),
        ("y^2 = 1", SIGNS),
        ("(1 - y f)^2 = (y - f)^2", SIGNS),
        (r"\sum_i y_i^2 = \sum_i y_i", r"y_i \in \{0, 1\}"),
        ("|p| = p", OPEN),
        ("|1 - p| = 1 - p", OPEN),
        ("|1 - p| = 1 - p", r"p \in (0, 1)"),
        (r"\sqrt{(1 - p)^2} = 1 - p", CLOSED),
        (r"\sqrt{(1 - x)^2} = 1 - x", "-1 < x < 1"),
        (r"\frac{\partial y^2}{\partial y} = 2 y", PAIR),
    ],
)
def test_what_holds_for_them(claim: str, given: str) -> None:
    assert prove(claim, [given]).status == "proved"


@pytest.mark.parametrize(
    ("claim", "given"),
    [
        ("y^2 = 2 y", PAIR),
        ("y^2 = 1", PAIR),
        ("y^2 = y", SIGNS),
        ("|x| = x", "-1 < x < 1"),
        (r"\sqrt{(1 - p)^2} = p - 1", CLOSED),
        (r"\sqrt{x_2^2} = x_2", "x_1 > 0"),
        (r"|p_2| = p_2", "0 < p_1 < 1"),
    ],
)
def test_what_does_not(claim: str, given: str) -> None:
    assert prove(claim, [given]).status != "proved"


def test_a_counterexample_has_one_of_the_values() -> None:
    verdict = prove("y^2 = 2 y", [PAIR])
    assert verdict.counterexample is not None
    assert verdict.counterexample.values == (("y", "1"),)
    assert verdict.message == "The left side can be 1 while the right side is 2."
    below = prove("|x| = x", ["-1 < x < 1"]).counterexample
    assert below is not None
    assert below.values == (("x", "-1/2"),)


def test_a_set_that_cannot_be_expressed_refutes_nothing() -> None:
    verdict = prove("y^3 = y", [r"y \in \{-1, 0, 1\}"])
    assert verdict.status == "undecided"
    assert "only the values stated" in verdict.message
