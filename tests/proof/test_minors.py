"""Determinants and inverses of matrices of numbers, against products that undo them."""

from __future__ import annotations

from itertools import product

import pytest
from flint import arb, fmpq, fmpq_mat

from gradproof.proof.dual import Dual, tangent
from gradproof.proof.minors import determinant, inverse_component
from gradproof.proof.number import Undefined
from gradproof.proof.sample import chance_from


def random_matrix(size: int, seed: int) -> list[list[fmpq]]:
    chance = chance_from(seed)
    return [[fmpq(chance.randint(-5, 5), chance.randint(1, 4)) for _ in range(size)] for _ in range(size)]


def placed(rows: list[list[fmpq]]) -> dict[tuple[int, ...], fmpq]:
    return {(i + 1, j + 1): value for i, row in enumerate(rows) for j, value in enumerate(row)}


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_they_are_those_of_another_library(size: int, seed: int) -> None:
    rows = random_matrix(size, seed)
    matrix = fmpq_mat(size, size, [value for row in rows for value in row])
    assert determinant(placed(rows), size) == matrix.det()
    if matrix.det() != 0:
        inverse = matrix.inv()
        for i, j in product(range(size), repeat=2):
            assert inverse_component(placed(rows), size, (i + 1, j + 1)) == inverse[i, j]


def test_a_singular_matrix_has_no_inverse() -> None:
    singular = placed([[fmpq(1), fmpq(2)], [fmpq(2), fmpq(4)]])
    assert determinant(singular, 2) == 0
    with pytest.raises(Undefined):
        inverse_component(singular, 2, (1, 1))


def test_an_entry_with_an_epsilon_gives_the_cofactor() -> None:
    rows = random_matrix(3, 4)
    perturbed: dict[tuple[int, ...], fmpq | Dual | arb] = dict(placed(rows))
    perturbed[1, 2] = Dual(1, rows[0][1], fmpq(1))
    cofactor = -(rows[1][0] * rows[2][2] - rows[1][2] * rows[2][0])
    assert tangent(determinant(perturbed, 3), 1) == cofactor
