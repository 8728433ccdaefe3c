"""Determinants and inverses of matrices of numbers, by Laplace's expansion: no division but the last.

Without divisions there is no pivot to be chosen, so it holds for dual numbers and balls as it does for rationals.
"""

from __future__ import annotations

from itertools import combinations

from flint import fmpz

from gradproof.proof.dual import Value, integer_power
from gradproof.proof.number import ONE, ZERO
from gradproof.proof.point import Place
from gradproof.proof.world import Array


def determinant(matrix: Array, size: int) -> Value:
    """The determinant of a matrix whose places count from 1."""
    every = tuple(range(1, size + 1))
    return _minor(matrix, every, every)


def inverse_component(matrix: Array, size: int, place: Place) -> Value:
    """One component of the inverse: a cofactor over the determinant; Undefined where that is 0."""
    row, column = place
    rows = tuple(n for n in range(1, size + 1) if n != column)
    columns = tuple(n for n in range(1, size + 1) if n != row)
    cofactor = _minor(matrix, rows, columns)
    whole = determinant(matrix, size)
    return (cofactor if (row + column) % 2 == 0 else -cofactor) * integer_power(whole, fmpz(-1))


def _minor(matrix: Array, rows: tuple[int, ...], columns: tuple[int, ...]) -> Value:
    """The determinant of the part with these rows and columns; parts that stand in several are computed once."""
    parts: dict[tuple[int, ...], Value] = {(): ONE}
    for count in range(1, len(rows) + 1):
        grown: dict[tuple[int, ...], Value] = {}
        for chosen in combinations(columns, count):
            total: Value = ZERO
            for position, column in enumerate(chosen):
                term = matrix[rows[count - 1], column] * parts[(*chosen[:position], *chosen[position + 1 :])]
                total = total + (term if (count - 1 + position) % 2 == 0 else -term)
            grown[chosen] = total
        parts = grown
    return parts[columns]
