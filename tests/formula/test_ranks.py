"""How many axes a new symbol has, from how formulas use it."""

from __future__ import annotations

import pytest

from gradproof.formula.environment import Environment
from gradproof.formula.from_tree import read_whole
from gradproof.formula.ranks import hints
from tests.formula.reading import environment, shape, tree


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["u = W x + b"], {"W": 2, "x": 1, "b": 1, "u": 1}),
        (["u = w x + b"], {}),
        (["z_i = w^T x_i"], {"z": 1, "w": 1, "x": 2}),
        (["z = W x + b", r"h = \sigma(z)", "y = V h + c"], dict.fromkeys("bchxyz", 1) | {"W": 2, "V": 2}),
        (["y = A x^2"], {}),
        (["F = N a"], {"N": 2, "a": 1, "F": 1}),
        ([r"\sum_{n=1}^N x_n - N a"], {"x": 1}),
        (["h(x) = w^T x", "h(x^{(i)}) - y^{(i)}"], {"w": 1, "x": 1, "x^()": 2, "y^()": 1}),
        (["W_2 a_1"], {"W_2": 2, "a_1": 1}),
        (["x^T A x"], {"x": 1, "A": 2}),
        (["L(u)", "u_j"], {"u": 1}),
        (["h_k (1 - h_k)"], {"h": 1}),
        ([r"\frac{A x}{1 + x^2}"], {}),
        ([r"\mathbf{W} \mathbf{x}"], {}),
    ],
)
def test_hints(texts: list[str], expected: dict[str, int]) -> None:
    assert hints(Environment(), tuple(map(tree, texts)), read_whole) == expected


def test_a_statement_is_stronger_than_a_guess() -> None:
    given = (r"W \in \mathbb{R}, x \in \mathbb{R}", "u = W x")
    assert shape("u", *given) == "a number"


def test_unknown_symbols_of_all_given_formulas_fit_together() -> None:
    entries = environment("y = V h + c", r"h = \sigma(z)", "z = W x + b", r"L = \sum_k (y_k - t_k)^2").entries
    assert {name: len(entry.shape) for name, entry in entries.items()} == {
        "V": 2, "h": 1, "c": 1, "y": 1, "z": 1, "W": 2, "x": 1, "b": 1, "t": 1, "L": 0,
    }  # fmt: skip
