"""What can be seen of a tree before it has a meaning."""

from __future__ import annotations

import pytest

from gradproof.formula.letters import bound_letters, free_letters, letter_name, named_sizes, range_end, shape_sizes
from gradproof.formula.tree import BigOperator, Chain
from gradproof.proofread import prove
from tests.formula.reading import tree


@pytest.mark.parametrize(
    ("text", "free"),
    [
        ("u_j", {"j"}),
        (r"\sum_j u_j", set()),
        (r"\sum_j w_{jk} h_k", {"k"}),
        (r"\sum_{k \neq j} p_k", {"j"}),
        (r"\sum_{j'} p_{j'} q_j", {"j"}),
        (r"p_{j'}", {"j'"}),
        (r"x^{(i)}_d", {"i", "d"}),
        (r"\mathbb{1}[j = t_n]", {"j", "t", "n"}),
        (r"\sum_i x_i - y_i", set()),
        (r"\sum_i x_i + \sum_i y_i + z_i", set()),
        (r"z_i + \sum_i x_i", {"i"}),
        (r"w_{\text{out}}", set()),
    ],
)
def test_free_letters(text: str, free: set[str]) -> None:
    assert free_letters(tree(text)) == free


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        (r"\sum_{i=1}^N x_i", ["i"]),
        (r"\sum_{i, j} a_{ij}", ["i", "j"]),
        (r"\sum_{k \neq j} p_k", ["k"]),
        (r"\sum_{k'} p_{k'}", ["k'"]),
        (r"\sum x_i", []),
    ],
)
def test_bound_letters(text: str, bound: list[str]) -> None:
    operator = tree(text)
    assert isinstance(operator, BigOperator)
    assert [letter_name(letter) for letter in bound_letters(operator)] == bound


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        (r"\sum_{i=1}^N x_i", {"N"}),
        (r"\sum_{i=0}^{N-1} x_i", {"N"}),
        (r"x \in \mathbb{R}^{C \times D}", {"C", "D"}),
        (r"j = 1, \dots, C", {"C"}),
        (r"t \in \{1, \dots, C\}", {"C"}),
        (r"y = N x", set()),
    ],
)
def test_named_sizes(text: str, sizes: set[str]) -> None:
    assert named_sizes(tree(text)) == sizes


def test_a_set_that_is_no_shape_has_no_sizes() -> None:
    chain = tree(r"y \in \{0, 1\}")
    assert isinstance(chain, Chain)
    assert chain.operands[1] is not None
    assert shape_sizes(chain.operands[1]) == ()
    assert range_end(chain.operands[1]) is None


def test_the_letters_of_an_exponent_of_e_are_no_indices() -> None:
    assert prove(r"\frac{e^{x_i}}{\sum e^{x_k}} = \frac{e^{x_i}}{\sum_k e^{x_k}}").status == "proved"
    assert prove(r"\frac{e^{x_i}}{\sum e^{x_k}} = \frac{e^{x_i}}{\sum_k e^{-x_k}}").status == "refuted"
    assert prove(r"y = \frac{1}{\sum e^{x_k t_j}}").status == "unreadable"
