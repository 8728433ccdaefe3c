"""A guessed shape makes no line false."""

from __future__ import annotations

import pytest

from gradproof.proofread import prove

VECTORS = (r"x, y \in \mathbb{R}^{D}", r"s = x^T y")


@pytest.mark.parametrize("claim", [r"x + c = c + x", r"c + x = x + c"])
def test_a_plain_symbol_that_may_be_a_vector(claim: str) -> None:
    verdict = prove(claim, [r"x \in \mathbb{R}^{D}"])
    assert verdict.status in ("proved", "unreadable")


def test_a_stated_number_cannot_be_added_to_a_vector() -> None:
    verdict = prove(r"x + c = c + x", [r"x \in \mathbb{R}^{D}", r"c \in \mathbb{R}"])
    assert verdict.status == "ill-typed"


@pytest.mark.parametrize("claim", [r"\frac{\partial s}{\partial x} = s", r"\frac{\partial s}{\partial x} = 1"])
def test_what_is_known_stays_false(claim: str) -> None:
    assert prove(claim, VECTORS).status == "ill-typed"


def test_a_derivative_without_brackets_may_reach_further() -> None:
    assert prove(r"\frac{d}{dx} x^2 + 3x = 2x + 3x").status == "proved"
    assert prove(r"\frac{d}{dx} x^2 + 3x = 2x + 3").status == "undecided"
    assert prove(r"\frac{d}{dx} x^2 + 3x = 2x - 3").status == "refuted"
    assert prove(r"\frac{d}{dx} (x^2) + 3x = 2x + 3").status == "refuted"


@pytest.mark.parametrize("claim", [r"\Phi(-x) = 1 - \Phi(x)", r"\zeta(x+1) = x \zeta(x)"])
def test_special_functions_are_not_refuted(claim: str) -> None:
    assert prove(claim).status == "unreadable"


def test_the_square_of_a_norm_has_no_root() -> None:
    given = [r"x, y \in \mathbb{R}^{D}", r"f = \|x - y\|^2"]
    assert prove(r"\frac{\partial f}{\partial x} = 2 (x - y)", given).status == "proved"
    assert prove(r"\frac{\partial f}{\partial x} = 2 (y - x)", given).status == "refuted"


@pytest.mark.parametrize("claim", [r"\delta_{12} = 0", r"I_{ij} = \delta_{ij}"])
def test_deltas_in_disguise_are_not_refuted(claim: str) -> None:
    assert prove(claim).status == "unreadable"
