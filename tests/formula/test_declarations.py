"""Shapes, ranges, signs and mentions."""

from __future__ import annotations

from fractions import Fraction

import pytest

from gradproof.formula.declarations import declares, mention
from gradproof.formula.environment import Environment
from gradproof.formula.restrictions import Restriction
from gradproof.source import FormulaError
from tests.formula.reading import environment, tree


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"x \in \mathbb{R}^D", True),
        (r"j = 1, \dots, C", True),
        (r"t \in \{1, \dots, C\}", True),
        (r"\sigma > 0", True),
        ("j = t", False),
        ("y = x", False),
        ("x > y", False),
    ],
)
def test_declares(text: str, expected: bool) -> None:
    assert declares(tree(text)) is expected


def test_shapes() -> None:
    env = environment(
        r"w \in \mathbb{R}^{C \times D}, b \in \mathbb{R}^C, a \in \mathbb{R}, v \in \mathbb{R}^{D \times 1}"
    )
    assert {n: [d.name for d in e.shape] for n, e in env.entries.items()} == {
        "w": ["C", "D"], "b": ["C"], "a": [], "v": ["D"],
    }  # fmt: skip


def test_indexed_symbols_have_their_ranges_first() -> None:
    env = environment(r"n = 1, \dots, N", r"x_n \in \mathbb{R}^D")
    assert [env.find(d).name for d in env.entries["x"].shape] == ["N", "D"]


def test_labels() -> None:
    env = environment(r"n = 1, \dots, N", r"t_n \in \{1, \dots, C\}", r"t \in \{1, \dots, C\}")
    assert env.labels["t"][-1].name == "C"
    assert env.ranges["t"].name == "C"


def test_signs_and_sets() -> None:
    env = environment(r"\sigma > 0", r"y \in \{0, 1\}", r"z \in \mathbb{R}_{>0}")
    assert env.positive == {"sigma", "z"}
    assert env.restricted == {"y": Restriction("pair", (Fraction(0), Fraction(1)))}


def test_a_second_shape_that_differs_is_refused() -> None:
    with pytest.raises(FormulaError):
        environment(r"x \in \mathbb{R}^D", r"x \in \mathbb{R}^{D \times C}")


def test_a_set_that_nobody_knows_is_refused() -> None:
    with pytest.raises(FormulaError):
        environment(r"x \in \mathcal{X}")


def test_a_mentioned_function_is_known() -> None:
    env = mention(Environment(), tree("L(u)"))
    assert env.functions["L"].parameters == ("u",)
    assert {"L", "u"} <= env.mentioned
