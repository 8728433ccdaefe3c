"""What defines, and what a definition changes."""

from __future__ import annotations

import pytest

from gradproof.formula.definitions import define, defines
from gradproof.formula.environment import Environment
from gradproof.proofread import check_text
from gradproof.source import FormulaError
from tests.formula.reading import environment, sides


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("y = x^2", True),
        ("u_j = w_j x", True),
        ("f(x) = x^2", True),
        (r"\hat{y} = x", True),
        ("x^{(i)}_j = a_i b_j", True),
        (r"\log p_j = u_j", False),
        ("f(X + 1) = x", False),
        (r"\frac{\partial y}{\partial x} = 2x", False),
        ("x^2 = y", False),
        ("y = y + 1", False),
        ("w^T = x", False),
        ("y' = x", False),
        (r"\delta_{ij} = 1", False),
        ("w_{jj} = x", False),
        ("2 = x", False),
    ],
)
def test_defines(text: str, expected: bool) -> None:
    pair = sides(text)
    assert defines(Environment(), pair.left, pair.right) is expected


def test_a_second_definition_in_a_section_is_none() -> None:
    pair = sides("y = x^3")
    before = environment("y = x^2")
    assert not defines(before, pair.left, pair.right)
    assert defines(before.new_section(), pair.left, pair.right)


def test_a_redefinition_frees_the_shapes_that_only_the_old_one_used() -> None:
    first = environment(r"h \in \mathbb{R}^H", r"x \in \mathbb{R}^D", "u_j = w_j^T x", "p_j = u_j").new_section()
    pair = sides("u_j = w_j^T h")
    second = define(first, pair.left, pair.right)
    assert [second.find(d).name for d in first.entries["x"].shape] == ["D"]
    assert second.find(second.entries["w"].shape[1]).name == "H"
    assert "p" in second.definitions


def test_a_definition_through_itself_is_refused() -> None:
    first = environment("a = b + 1")
    pair = sides("b = a")
    with pytest.raises(FormulaError, match="through itself"):
        define(first, pair.left, pair.right)


def test_a_free_letter_on_the_right_becomes_a_label() -> None:
    assert set(environment(r"\ell = \log p_t").labels) == {"t"}


def test_a_function_is_known_at_other_arguments() -> None:
    env = environment("g = x + 1", "f(x) = g^2")
    assert env.functions["f"].parameters == ("x",)
    assert "g" not in str(env.definitions["f()"].body)  # written out, for it depends on x


ERRORS = (
    "Let $L = \\frac12 \\sum_k (o_k - t_k)^2$ with $o_k = \\sigma(z_k)$ and $z_k = \\sum_j w_{jk} h_j$. "
    "We define $\\delta_k = (o_k - t_k) o_k (1 - o_k)$.\n\n"
)


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("\\frac{\\partial L}{\\partial w_{jk}} = \\delta_k h_j", "proved"),
        ("\\frac{\\partial L}{\\partial w_{jk}} = -\\delta_k h_j", "refuted"),
        ("\\frac{\\partial o_k}{\\partial z_i} = \\delta_{ik} o_k (1 - o_k)", "proved"),
    ],
)
def test_the_error_of_a_unit_stands_beside_the_delta_of_two_indices(claim: str, expected: str) -> None:
    verdict = check_text(f"{ERRORS}$${claim}$$\n").steps[-1].verdict
    assert verdict is not None
    assert verdict.status == expected
