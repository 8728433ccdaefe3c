"""Determinants and inverses of whole matrices: what is proved for every size, what is refuted, what stays open."""

from __future__ import annotations

import pytest

from gradproof.proofread import prove

A, B, C, X, I = (rf"\mathbf{{{letter}}}" for letter in "ABCXI")  # noqa: E741
SIGMA, MU, U, V, W = r"\boldsymbol{\Sigma}", r"\boldsymbol{\mu}", r"\mathbf{u}", r"\mathbf{v}", r"\mathbf{x}"
REST = rf"({W} - {MU})"

PROVED = [
    rf"{A} {A}^{{-1}} = {I}",
    rf"{A}^{{-1}} {A} {B} = {B}",
    rf"({A}{B})^{{-1}} = {B}^{{-1}} {A}^{{-1}}",
    rf"({A}{B}{C})^{{-1}} = {C}^{{-1}} {B}^{{-1}} {A}^{{-1}}",
    rf"({A}^{{-1}})^{{-1}} = {A}",
    rf"({A}^T)^{{-1}} = {A}^{{-T}}",
    rf"({A}^{{-1}})^\top = {A}^{{-\top}}",
    rf"(2{A})^{{-1}} = \frac{{1}}{{2}} {A}^{{-1}}",
    rf"\det({A}{B}) = \det({A}) \det({B})",
    rf"|{A}^T| = |{A}|",
    rf"\det({A}^{{-1}}) = \frac{{1}}{{\det({A})}}",
    rf"\det({A}^2) = \det({A})^2",
    rf"\det({I}) = 1",
    rf"\det(\operatorname{{diag}}({V})) = \prod_i v_i",
    rf"\log\det({A}{B}) = \log\det {A} + \log\det {B}",
    rf"{A}^{{-2}} {A} = {A}^{{-1}}",
    rf"\det({B}^{{-1}} {A} {B}) = \det({A})",
    rf"\operatorname{{tr}}({B}^{{-1}} {A} {B}) = \operatorname{{tr}}({A})",
    rf"\frac{{\partial \log|{A}|}}{{\partial {A}}} = {A}^{{-T}}",
    rf"\frac{{\partial \det({A})}}{{\partial {A}}} = \det({A}) ({A}^{{-1}})^T",
    rf"\frac{{\partial \log|\det({A})|}}{{\partial {A}}} = {A}^{{-T}}",
    rf"\frac{{\partial {U}^T {X}^{{-1}} {V}}}{{\partial {X}}} = -{X}^{{-T}} {U}{V}^T {X}^{{-T}}",
    rf"\frac{{\partial \operatorname{{tr}}({X}^{{-1}})}}{{\partial {X}}} = -({X}^{{-2}})^T",
    rf"\frac{{\partial \operatorname{{tr}}({X}^3)}}{{\partial {X}}} = 3({X}^2)^T",
    rf"\frac{{\partial \log\det({X}^T{X})}}{{\partial {X}}} = 2{X}({X}^T{X})^{{-1}}",
    rf"\frac{{\partial ({X}^{{-1}})_{{kl}}}}{{\partial X_{{ij}}}} = -({X}^{{-1}})_{{ki}} ({X}^{{-1}})_{{jl}}",
]
CLEARED = [
    rf"{A}^{{-1}} - {B}^{{-1}} = {A}^{{-1}} ({B} - {A}) {B}^{{-1}}",
    rf"({X}^T{X} + \lambda{I})^{{-1}} ({X}^T{X} + \lambda{I}) = {I}",
    rf"({X}^T{X} + \lambda{I})^{{-1}} {X}^T{X} = {I} - \lambda ({X}^T{X} + \lambda{I})^{{-1}}",
    rf"({X}^T{X} + \lambda{I})^{{-1}} {X}^T = {X}^T ({X}{X}^T + \lambda{I})^{{-1}}",
    rf"({A} + {U}{V}^T)^{{-1}} = {A}^{{-1}} - \frac{{{A}^{{-1}}{U}{V}^T{A}^{{-1}}}}{{1 + {V}^T{A}^{{-1}}{U}}}",
    rf"({A}^{{-1}} + {B}^{{-1}})^{{-1}} = {A}({A} + {B})^{{-1}}{B}",
    rf"({A} + {X}{C}{B})^{{-1}} = {A}^{{-1}} - {A}^{{-1}}{X}({C}^{{-1}} + {B}{A}^{{-1}}{X})^{{-1}}{B}{A}^{{-1}}",
]
REFUTED = [
    rf"({A}{B})^{{-1}} = {A}^{{-1}} {B}^{{-1}}",
    r"(AB)^{-1} = A^{-1} B^{-1}",
    rf"({A} + {B})^{{-1}} = {A}^{{-1}} + {B}^{{-1}}",
    rf"\det({A} + {B}) = \det {A} + \det {B}",
    rf"\det(2{A}) = 2\det({A})",
    rf"{A}{A}^{{-1}} = 2{I}",
    rf"({A}^T)^{{-1}} = {A}^{{-1}}",
    rf"\frac{{\partial {U}^T {X}^{{-1}} {V}}}{{\partial {X}}} = {X}^{{-T}} {U}{V}^T {X}^{{-T}}",
    rf"\frac{{\partial \det({A})}}{{\partial {A}}} = \det({A}) {A}^{{-1}} {A}^{{-T}}",
    rf"({A} + {X}{C}{B})^{{-1}} = {A}^{{-1}} - {A}^{{-1}}{X}({C} + {B}{A}^{{-1}}{X})^{{-1}}{B}{A}^{{-1}}",
    rf"({X}^T{X} + \lambda{I})^{{-1}} {X}^T{X} = {I} + \lambda ({X}^T{X} + \lambda{I})^{{-1}}",
]


@pytest.mark.parametrize("claim", [*PROVED, *CLEARED])
def test_what_holds_for_all_sizes(claim: str) -> None:
    assert prove(claim).status == "proved"


@pytest.mark.parametrize("claim", REFUTED)
def test_what_does_not(claim: str) -> None:
    assert prove(claim).status == "refuted"


FORM = rf"{REST}^T {SIGMA}^{{-1}} {REST}"


@pytest.mark.parametrize(
    "claim",
    [
        rf"\frac{{\partial}}{{\partial {W}}} {FORM} = 2 {SIGMA}^{{-1}} {REST}",
        rf"\frac{{\partial}}{{\partial {MU}}} {FORM} = -2 {SIGMA}^{{-1}} {REST}",
        rf"\frac{{\partial \log|{SIGMA}|}}{{\partial {SIGMA}}} = {SIGMA}^{{-1}}",
        rf"\frac{{\partial}}{{\partial {SIGMA}}} {FORM} = -{SIGMA}^{{-1}} {REST}{REST}^T {SIGMA}^{{-1}}",
    ],
)
def test_a_covariance_is_symmetric_where_that_is_said(claim: str) -> None:
    silent = prove(claim)
    assert silent.status == "conditional"
    assert "Sigma = Sigma^T" in silent.message
    assert prove(claim, [f"{SIGMA} = {SIGMA}^T"]).status == "proved"


def test_a_wrong_sign_is_wrong_for_symmetric_matrices_too() -> None:
    claim = rf"\frac{{\partial}}{{\partial {SIGMA}}} {FORM} = {SIGMA}^{{-1}} {REST}{REST}^T {SIGMA}^{{-1}}"
    assert prove(claim, [f"{SIGMA} = {SIGMA}^T"]).status == "refuted"


def test_who_writes_a_transpose_takes_nothing_for_symmetric() -> None:
    factors = [r"\boldsymbol{\Sigma} = \mathbf{L}\mathbf{L}^T"]
    assert prove(r"\boldsymbol{\Sigma}^{-1} = \mathbf{L}^{-T}\mathbf{L}^{-1}", factors).status == "proved"
    assert prove(r"\boldsymbol{\Sigma}^{-1} = \mathbf{L}^{-1}\mathbf{L}^{-T}", factors).status == "refuted"
    assert prove(r"\log|\boldsymbol{\Sigma}| = 2\log|\mathbf{L}|", factors).status == "proved"
    assert prove(r"\boldsymbol{\Sigma} = \mathbf{L}^T\mathbf{L}", factors).status == "refuted"


def test_matrices_that_have_to_be_square_for_it() -> None:
    verdict = prove(rf"\frac{{\partial \det({A}{X}{B})}}{{\partial {X}}} = \det({A}{X}{B}) {X}^{{-T}}")
    assert verdict.status == "conditional"
    assert "A and B are square" in verdict.message


def test_the_size_of_a_scaled_determinant() -> None:
    shape = [r"\mathbf{A} \in \mathbb{R}^{n \times n}"]
    assert prove(r"\det(c\mathbf{A}) = c^n \det(\mathbf{A})", shape).status == "proved"
    assert prove(r"\det(c\mathbf{A}) = c \det(\mathbf{A})", shape).status == "refuted"


def test_only_square_matrices_have_an_inverse() -> None:
    shape = [r"\mathbf{A} \in \mathbb{R}^{m \times n}"]
    assert prove(r"\mathbf{A}\mathbf{A}^{-1} = \mathbf{I}", shape).status == "ill-typed"
    assert prove(r"\det(\mathbf{A}^T\mathbf{A}) = \det(\mathbf{A})^2", shape).status == "ill-typed"


def test_least_squares_solve_the_normal_equations() -> None:
    least = [r"\mathbf{w} = (\mathbf{X}^T\mathbf{X})^{-1}\mathbf{X}^T\mathbf{y}"]
    assert prove(r"\mathbf{X}^T(\mathbf{X}\mathbf{w} - \mathbf{y}) = 0", least).status == "proved"
    assert prove(r"\mathbf{X}^T(\mathbf{X}\mathbf{w} + \mathbf{y}) = 0", least).status == "refuted"


def test_a_derivative_along_a_number() -> None:
    line = [r"\mathbf{A} = \mathbf{B} + t\mathbf{C}"]
    slope = r"\frac{\partial \mathbf{A}}{\partial t}"
    inverse = rf"\frac{{\partial {A}^{{-1}}}}{{\partial t}}"
    assert prove(rf"{inverse} = -{A}^{{-1}} {slope} {A}^{{-1}}", line).status == "proved"
    assert prove(rf"{inverse} = {A}^{{-1}} {slope} {A}^{{-1}}", line).status == "refuted"
    jacobi = rf"\frac{{\partial \log\det {A}}}{{\partial t}} = \operatorname{{tr}}\left({A}^{{-1}} {slope}\right)"
    assert prove(jacobi, line).status == "proved"
