"""Matrices whose entries a page stacks into one column, and Jacobians between them."""

from __future__ import annotations

import pytest

from gradproof.proofread import check_text

PAGE = r"""Let $X$ be a $2 \times 2$ matrix, and $Z = A X$.

$$X = \begin{bmatrix} x_{11} & x_{12} \\ x_{21} & x_{22} \end{bmatrix}$$

$$A = \begin{bmatrix} a_{11} & a_{12} \\ a_{21} & a_{22} \end{bmatrix}$$

"""
BY_ROWS = r"\begin{bmatrix} a_{11} & 0 & a_{21} & 0 \\ 0 & a_{11} & 0 & a_{21} \\ a_{12} & 0 & a_{22} & 0 \\ 0 & a_{12} & 0 & a_{22} \end{bmatrix}"  # noqa: E501
BY_COLUMNS = r"\begin{bmatrix} a_{11} & a_{12} & 0 & 0 \\ a_{21} & a_{22} & 0 & 0 \\ 0 & 0 & a_{11} & a_{12} \\ 0 & 0 & a_{21} & a_{22} \end{bmatrix}"  # noqa: E501


def last(claim: str) -> tuple[str, tuple[str, ...]]:
    verdict = check_text(f"{PAGE}$${claim}$$\n").steps[-1].verdict
    assert verdict is not None
    return verdict.status, verdict.notes


@pytest.mark.parametrize(
    ("claim", "order"),
    [
        (rf"\frac{{\partial Z}}{{\partial X}} = {BY_ROWS}", "row by row"),
        (rf"\frac{{\partial Z}}{{\partial X}} = {BY_ROWS}^T", "row by row"),
        (rf"\frac{{\partial Z}}{{\partial X}} = {BY_COLUMNS}", "column by column"),
        (r"2X = \begin{bmatrix} 2x_{11} \\ 2x_{12} \\ 2x_{21} \\ 2x_{22} \end{bmatrix}", "row by row"),
        (r"2X = \begin{bmatrix} 2x_{11} \\ 2x_{21} \\ 2x_{12} \\ 2x_{22} \end{bmatrix}", "column by column"),
        (r"\begin{bmatrix} 2x_{11} \\ 2x_{12} \\ 2x_{21} \\ 2x_{22} \end{bmatrix} = 2X", "row by row"),
    ],
)
def test_the_order_in_which_it_holds_is_meant(claim: str, order: str) -> None:
    status, notes = last(claim)
    assert status == "proved"
    assert f"Entries are read as stacked {order}." in notes


@pytest.mark.parametrize(
    "claim",
    [
        rf"\frac{{\partial Z}}{{\partial X}} = {BY_ROWS.replace('a_{12}', 'a_{21}')}",
        r"2X = \begin{bmatrix} 2x_{11} \\ 2x_{12} \\ 2x_{22} \\ 2x_{21} \end{bmatrix}",
    ],
)
def test_where_it_holds_in_no_order_nothing_is_said(claim: str) -> None:
    assert last(claim)[0] == "undecided"


def test_other_sizes_do_not_fit() -> None:
    assert last(r"2X = \begin{bmatrix} 2x_{11} \\ 2x_{12} \\ 2x_{21} \end{bmatrix}")[0] == "unreadable"
