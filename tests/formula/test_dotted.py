"""Matrices and lists with dots: what they stand for, and where that is not clear."""

from __future__ import annotations

import pytest

from gradproof.proofread import check_text, prove

GIVEN = [r"x, y, a \in \mathbb{R}^D", r"A \in \mathbb{R}^{N \times D}", r"f = x^T y"]
SOFTMAX = [*GIVEN, r"s_i = \frac{e^{a_i}}{\sum_{k=1}^D e^{a_k}}"]


def rows(text: str) -> str:
    """A matrix; its rows are parted by semicolons."""
    return r"\begin{bmatrix} " + text.replace(";", r" \\ ") + r" \end{bmatrix}"


def statuses(page: str) -> list[str]:
    return [step.verdict.status for step in check_text(page).steps if step.verdict is not None]


@pytest.mark.parametrize(
    "claim",
    [
        r"x \odot y = " + rows(r"x_1 y_1; x_2 y_2; \vdots; x_D y_D"),
        "2x = " + rows(r"2x_1; \vdots; 2x_k; \vdots; 2x_D"),
        "x y^T = " + rows(r"x_1 y_1 & \cdots & x_1 y_D; \vdots & \ddots & \vdots; x_D y_1 & \cdots & x_D y_D"),
        "2A = " + rows(r"2A_{11} & \dots & 2A_{1D}; \vdots & 2A_{ij} & \vdots; 2A_{N1} & \dots & 2A_{ND}"),
        "2A = " + rows(r"2A_{1,1} & .. & 2A_{1,D}; .. & .. & ..; 2A_{N,1} & .. & 2A_{N,D}"),
        "A x = " + rows(r"\sum_j A_{1j} x_j; \vdots; \sum_j A_{Nj} x_j"),
        r"\mathrm{diag}(x) = "
        + rows(r"x_1 & 0 & \cdots & 0; 0 & x_2 & \cdots & 0; \vdots & & \ddots & \vdots; 0 & 0 & \cdots & x_D"),
        r"\mathrm{diag}(x) = " + rows(r"x_1 & &; & \ddots &; & & x_D"),
        rows(r"1 & 0 & \cdots & 0; 0 & 1 & \cdots & 0; \vdots & & \ddots & \vdots; 0 & 0 & \cdots & 1") + " x = x",
        rows(r"1; 1; \vdots; 1") + r"^T x = \sum_i x_i",
        r"\frac{\partial f}{\partial x} = "
        + rows(r"\frac{\partial f}{\partial x_1}; \vdots; \frac{\partial f}{\partial x_D}"),
        r"\nabla_x f = \left(\frac{\partial f}{\partial x_1}, \dots, \frac{\partial f}{\partial x_D}\right)",
        r"2x^T = [2x_1, 2x_2, \ldots, 2x_D]",
        r"(x_1, x_2, \ldots, x_D)^T = x",
    ],
)
def test_the_general_entry_is_found(claim: str) -> None:
    assert prove(claim, GIVEN).status == "proved"


@pytest.mark.parametrize(
    "claim",
    [
        r"x \odot y = " + rows(r"x_1 y_1; x_2 y_1; \vdots; x_D y_1"),
        "x y^T = " + rows(r"x_1 y_1 & \cdots & x_D y_1; \vdots & \ddots & \vdots; x_1 y_D & \cdots & x_D y_D"),
        "x x^T = " + rows(r"x_1^2 & &; & \ddots &; & & x_D^2"),
        r"2x = (x_1, x_2, \ldots, x_D)",
    ],
)
def test_a_wrong_entry_is_refuted(claim: str) -> None:
    assert prove(claim, GIVEN).status == "refuted"


@pytest.mark.parametrize(
    "claim",
    [
        r"x \odot y = " + rows(r"x_1 y_1; x_2 x_2; \vdots; x_D y_D"),
        "2x = " + rows(r"2x_1; \vdots; 3x_k; \vdots; 2x_D"),
        "x = " + rows(r"1; 2; \vdots; D"),
        "x = " + rows(r"a; a^2; \vdots; a^D"),
        "x = " + rows(r"x_1; x_2; \vdots"),
        "x = " + rows(r"\cdots; \vdots"),
        r"(a, b) = (1, \dots, 2)",
    ],
)
def test_where_it_is_not_clear_nothing_is_said(claim: str) -> None:
    assert prove(claim, GIVEN).status == "unreadable"


@pytest.mark.parametrize("sign", ["-", ""])
def test_a_jacobian_with_another_diagonal(sign: str) -> None:
    off, below = f"{sign}s_1 s_D", f"{sign}s_D s_1"
    written = rows(rf"s_1 (1 - s_1) & \cdots & {off}; \vdots & \ddots & \vdots; {below} & \cdots & s_D (1 - s_D)")
    verdict = prove(rf"\frac{{\partial s}}{{\partial a}} = {written}", SOFTMAX)
    assert verdict.status == ("proved" if sign else "refuted")


@pytest.mark.parametrize(
    "definition",
    [
        r"\mathbf{x} = (x_1, \dots, x_D)^T",
        r"x = [x_1, x_2, \dots, x_D]",
        r"x = \begin{bmatrix} x_1 \\ \vdots \\ x_D \end{bmatrix}",
        r"x = \begin{pmatrix} x_1 & x_2 & \cdots & x_D \end{pmatrix}^T",
    ],
)
def test_a_list_names_the_components_of_a_vector(definition: str) -> None:
    page = f"$${definition}$$\n\n$$f = \\sum_{{i=1}}^D x_i^2$$\n\n$$\\frac{{\\partial f}}{{\\partial x_j}} = 2 x_j$$\n"
    assert statuses(page) == ["proved"]


def test_a_matrix_of_letters_with_dots_names_the_entries() -> None:
    written = rows(r"x_{11} & \cdots & x_{1D}; \vdots & \ddots & \vdots; x_{N1} & \cdots & x_{ND}")
    sums = r"$$f = \sum_{i=1}^N \sum_{j=1}^D x_{ij}^2$$"
    assert statuses(f"$$X = {written}$$\n\n{sums}\n\n$$\\frac{{\\partial f}}{{\\partial X}} = 2X$$\n") == ["proved"]


def test_a_list_of_numbers_is_an_example() -> None:
    assert not {"refuted", "proved"} & set(statuses("$$y = [0, 1, 1]$$\n\n$$\\sum_i y_i = 2$$\n"))
