"""What a page says of the values of a variable: {0, 1}, (0, 1), [0, 1], 0 < p < 1."""

from __future__ import annotations

from fractions import Fraction

import pytest

from gradproof.formula.expression import Dimension, Model
from gradproof.formula.from_latex import read_formula
from gradproof.formula.restrictions import FEW, Restriction, between, of_set
from gradproof.formula.tree import Chain, Group


def _set(text: str) -> Restriction:
    tree = read_formula(rf"y \in {text}")
    assert isinstance(tree, Chain)
    assert isinstance(tree.operands[1], Group)
    return of_set(tree.operands[1])


ZERO, ONE = Fraction(0), Fraction(1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"\{0, 1\}", Restriction("pair", (ZERO, ONE))),
        (r"\{-1, +1\}", Restriction("pair", (-ONE, ONE))),
        ("(0, 1)", Restriction("interval", (ZERO, ONE), (False, False))),
        ("[0, 1]", Restriction("interval", (ZERO, ONE), (True, True))),
        (r"\{0, 1, 2\}", FEW),
        (r"\{a, b\}", FEW),
        ("(1, 0)", FEW),
    ],
)
def test_sets(text: str, expected: Restriction) -> None:
    assert _set(text) == expected


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("0 < p < 1", (False, False)),
        (r"0 \leq p < 1", (True, False)),
        (r"1 \geq p > 0", (False, True)),
    ],
)
def test_what_lies_between(text: str, closed: tuple[bool, bool]) -> None:
    found = between(read_formula(text))
    assert found is not None
    assert found[1] == Restriction("interval", (ZERO, ONE), closed)


@pytest.mark.parametrize("text", ["0 < p", "0 < p > 1", "a < p < 1", "1 < p < 0"])
def test_what_does_not(text: str) -> None:
    assert between(read_formula(text)) is None


def test_a_narrowed_model_defines_the_variable() -> None:
    model = Model({}, {"y": (Dimension("N"),)}, {})
    narrow = Restriction("pair").narrowed(model, "y")
    assert set(narrow.definitions) == {"y"}
    assert narrow.labels == {"y_choice": (Dimension("N"), Dimension("2"))}
    assert Restriction("interval", closed=(True, False)).narrowed(model, "y").positive == {"y_above"}
