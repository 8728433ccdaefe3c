"""Formulas of whole vectors that are meant component by component."""

from __future__ import annotations

import pytest

from gradproof.proofread import check_text, prove
from tests.formula.reading import shape

GIVEN = (
    r"h, x, y, z \in \mathbb{R}^H, c \in \mathbb{R}^C, a \in \mathbb{R}",
    r"A \in \mathbb{R}^{C \times H}, B \in \mathbb{R}^{H \times H}",
)
VECTOR = "a vector of length H"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1 - h", VECTOR),
        (r"\frac{1}{2} + h", VECTOR),
        ("1 - h^2", VECTOR),
        ("(1 - h)^2", VECTOR),
        (r"x \odot h^2", VECTOR),
        (r"\frac{1}{1 + e^{-z}}", VECTOR),
        (r"\frac{e^{-z}}{(1 + e^{-z})^2}", VECTOR),
        ("y / h", VECTOR),
        (r"y \odot h (1 - h)", VECTOR),
        ("h (1 - h)", VECTOR),
        (r"\tanh^2(z)", VECTOR),
        (r"\sqrt{x}", VECTOR),
        (r"\max(0, x)", VECTOR),
        ("1 - A", "a C×H matrix"),
        (r"B \odot (1 - B)", "a H×H matrix"),
        (r"\operatorname{diag}(h (1 - h))", "a H×H matrix"),
        ("1 - h^T x", "a number"),
    ],
)
def test_what_is_written_of_components_has_the_shape_of_the_vector(text: str, kind: str) -> None:
    assert shape(text, *GIVEN) == kind


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        (r"1 - \tanh^2(z) = (1 - \tanh(z)) \odot (1 + \tanh(z))", "proved"),
        (r"\frac{\partial \sigma(z)}{\partial z} = \operatorname{diag}(\sigma(z) (1 - \sigma(z)))", "proved"),
        (r"\frac{\partial \sigma(z)}{\partial z} = \operatorname{diag}(\sigma(z) (1 + \sigma(z)))", "refuted"),
        (r"\frac{\partial}{\partial x} \sum_i \log x_i = 1/x", "proved"),
        (r"\frac{\partial}{\partial x} \sum_i \log x_i = 1/x^2", "unreadable"),
        (r"\frac{\partial}{\partial x} \mathbf{1}^T \sqrt{x} = \frac{1}{2 \sqrt{x}}", "proved"),
        (r"\mathbf{1}^T \max(0, x) = \sum_i \max(0, x_i)", "proved"),
        (r"1 - x^2 = (1 - x) \odot (1 + x)", "proved"),
        (r"1 - x^2 = 1 - x^T x", "proved"),  # the other reading of x^2, since the first has no types
        (r"1 - x^2 = 1 - x^T x \mathbf{1}", "refuted"),
        (r"x + 1 = x", "refuted"),
        (r"x + a = a + x", "ill-typed"),  # a is a number, but none that is written
        (r"x x = x \odot x", "ill-typed"),
        (r"B - 1 = B - I", "ill-typed"),  # beside a square matrix 1 may be the identity
        (r"\sqrt{B} = B", "ill-typed"),
        (r"1/c = 1/x", "ill-typed"),
    ],
)
def test_lines_of_components_are_judged(claim: str, status: str) -> None:
    assert prove(claim, GIVEN).status == status


def test_a_square_that_may_be_that_of_a_length_defines_nothing() -> None:
    page = "Let $v \\in \\mathbb{R}^D$.\n\n$$g = 1 - v^2$$\n\n$$\\frac{\\partial g}{\\partial v} = -2 v$$\n"
    assert [s.verdict.status for s in check_text(page).steps if s.verdict] == ["unreadable", "undecided"]


def test_a_symbol_beside_a_function_of_the_variable_is_not_taken_to_move_with_it() -> None:
    page = (
        "Let $z, c \\in \\mathbb{R}^H$ and\n\n$$h = \\sigma(z)$$\n\n"
        "$$\\frac{\\partial (c^T h)}{\\partial z} = c \\odot h (1 - h)$$\n"
    )
    assert [s.verdict.status for s in check_text(page).steps if s.verdict] == ["proved"]


ATTENTION = (
    "Let $Z, Y \\in \\mathbb{R}^{N \\times K}$ and $P = \\operatorname{softmax}(Z)$.\n\n"
    "$$L = -\\sum_{i=1}^N \\sum_{k=1}^K Y_{ik} \\log P_{ik}$$\n\n"
)


@pytest.mark.parametrize(
    ("line", "status"),
    [
        (r"\sum_k P_{ik} = 1", "proved"),
        (r"\frac{\partial P_{ik}}{\partial Z_{il}} = P_{ik} (\delta_{kl} - P_{il})", "proved"),
        (r"\frac{\partial P_{ik}}{\partial Z_{il}} = P_{ik} (\delta_{kl} - P_{ik})", "refuted"),
        (r"\frac{\partial L}{\partial Z} = P - Y", "conditional"),
        (r"\sum_k \operatorname{softmax}(Z)_{ik} = 1", "proved"),
    ],
)
def test_the_softmax_of_a_matrix_is_taken_by_rows(line: str, status: str) -> None:
    verdict = check_text(f"{ATTENTION}$${line}$$\n").steps[-1].verdict
    assert verdict is not None
    assert verdict.status == status


def test_vectors_that_are_multiplied_by_components_without_a_sign_are_noted() -> None:
    verdict = prove(r"h (1 - h) = h - h \odot h", GIVEN)
    assert verdict.status == "proved"
    assert "Two vectors side by side are multiplied component by component." in verdict.notes
