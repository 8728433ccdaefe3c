"""Determinants that a line takes for positive, and derivatives by matrices whose entries are tied."""

from __future__ import annotations

import pytest

from gradproof.proofread import prove

FACTORS = [r"\boldsymbol{\Sigma} = \mathbf{L}\mathbf{L}^T"]
SIGMA = r"\boldsymbol{\Sigma}"
SLOPE = rf"\frac{{\partial \log|{SIGMA}|}}{{\partial {SIGMA}}}"


@pytest.mark.parametrize(
    "claim", [rf"|{SIGMA}|^{{1/2}} = |\mathbf{{L}}|", rf"\sqrt{{\det({SIGMA})}} = \det(\mathbf{{L}})"]
)
def test_a_determinant_that_is_taken_for_positive_is_named(claim: str) -> None:
    verdict = prove(claim, FACTORS)
    assert verdict.status == "conditional"
    assert "det L > 0" in verdict.message


def test_another_factor_is_false_for_positive_determinants_too() -> None:
    assert prove(rf"|{SIGMA}|^{{1/2}} = 2|\mathbf{{L}}|", FACTORS).status == "refuted"
    assert prove(r"|\mathbf{A}| + 1 = |\mathbf{A}|^2").status == "refuted"


@pytest.mark.parametrize(
    "right",
    [
        rf"2{SIGMA}^{{-1}} - \operatorname{{diag}}({SIGMA}^{{-1}})",
        rf"2{SIGMA}^{{-1}} - {SIGMA}^{{-1}} \odot \mathbf{{I}}",
    ],
)
def test_a_derivative_by_tied_entries_is_not_called_false(right: str) -> None:
    verdict = prove(f"{SLOPE} = {right}")
    assert verdict.status == "undecided"
    assert "are one variable" in verdict.message


def test_no_reading_makes_two_inverses_right() -> None:
    assert prove(rf"{SLOPE} = 2{SIGMA}^{{-1}}").status == "refuted"
    assert prove(rf"{SLOPE} = 2{SIGMA}^{{-1}} + \operatorname{{diag}}({SIGMA}^{{-1}})").status == "refuted"


def test_one_over_a_vector_on_a_diagonal() -> None:
    turned = r"\operatorname{diag}(\mathbf{d})^{-1}"
    assert prove(rf"{turned} = \operatorname{{diag}}(1/\mathbf{{d}})").status == "proved"
    assert prove(rf"{turned} = \operatorname{{diag}}(2/\mathbf{{d}})").status == "refuted"
    assert prove(r"1/\mathbf{d} = \mathbf{d}").status == "refuted"


def test_the_kronecker_product_is_not_taken_for_one_that_does_not_fit() -> None:
    a, b = r"\mathbf{A}", r"\mathbf{B}"
    assert prove(rf"({a} \otimes {b})^T = {a}^T \otimes {b}^T").status == "unreadable"


def test_what_says_that_a_matrix_is_orthogonal_does_not_define_the_identity() -> None:
    q = r"\mathbf{Q}"
    assert prove(rf"{q}{q}^T = \mathbf{{I}}", [rf"{q}^T{q} = \mathbf{{I}}"]).status not in ("refuted", "ill-typed")
