"""A matrix beside its own inverse inside a sum: gone where the two are multiplied, and nowhere else."""

from __future__ import annotations

import pytest

from gradproof.formula.expression import (
    DETERMINANT,
    INVERSE,
    Apply,
    Argument,
    Delta,
    Equation,
    Expression,
    Function,
    Index,
    IndexTerm,
    Model,
    Power,
    Product,
    Size,
    Sum,
)
from gradproof.proof.instantiate import free_names
from gradproof.proof.normal_form import normalize, prove_equal
from tests.proof.building import C, c, i, j, k, minus, neg, num, over, plus, r, times, var

MODEL = Model({}, {"A": (C, C), "B": (C, C), "x": (C,), "T": (C, C, C)}, {})


def at(body: Expression, row: IndexTerm, column: IndexTerm) -> Expression:
    """A component of the inverse of a matrix over r and c."""
    return Apply(INVERSE, (row, column), (Argument((r, c), body),))


def det(body: Expression) -> Expression:
    return Apply(DETERMINANT, (), (Argument((r, c), body),))


def equal(left: Expression, right: Expression) -> bool:
    return prove_equal(Equation(left, right), MODEL).equal


A, B = var("A", r, c), var("B", r, c)
q = Index("q", C)
BOTH = plus(A, B)
BY_ROW = plus(A, times(var("x", i), B))
"""A matrix that is another one for every i."""


def a(row: IndexTerm, column: IndexTerm) -> Expression:
    return var("A", row, column)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (Sum(k, times(a(i, k), at(A, k, j))), Delta(i, j)),
        (Sum(k, times(at(A, i, k), a(k, j))), Delta(i, j)),
        (Sum(k, times(a(i, k), at(BOTH, k, j))), minus(Delta(i, j), Sum(k, times(var("B", i, k), at(BOTH, k, j))))),
        (Sum(k, times(a(i, k), at(plus(times(num(3), A), B), k, j), num(3))),
         minus(Delta(i, j), Sum(k, times(var("B", i, k), at(plus(times(num(3), A), B), k, j))))),
    ],
)  # fmt: skip
def test_a_matrix_and_its_inverse_are_gone(left: Expression, right: Expression) -> None:
    assert equal(left, right)
    assert not equal(left, times(num(2), right))
    assert not equal(left, neg(right))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (Sum(k, times(a(k, i), at(A, k, j))), Delta(i, j)),  # the transpose
        (Sum(k, times(a(i, k), Power(at(A, k, j), num(2)))), Delta(i, j)),  # a square of a component
        (Sum(k, times(a(i, k), Power(at(A, k, j), num(2)))), at(A, i, j)),
        (Sum(k, times(a(i, k), at(A, k, j), var("x", k))), times(Delta(i, j), var("x", i))),  # a third factor at k
        (Sum(k, times(a(i, k), at(A, k, j), var("x", k))), times(Delta(i, j), Sum(k, var("x", k)))),
        (Sum(k, times(a(k, k), at(A, k, j))), num(1)),  # the diagonal alone
        (Sum(k, times(a(k, k), at(A, k, j))), Sum(k, Delta(k, j))),
        (Sum(i, times(plus(a(k, i), times(var("x", i), var("B", k, i))), at(BY_ROW, i, j))), Delta(k, j)),
        (Sum(i, times(a(k, i), at(A, i, j), Power(a(k, i), num(1)))), times(Delta(k, j), a(k, j))),
    ],
)
def test_what_is_no_such_product_stays(left: Expression, right: Expression) -> None:
    assert not equal(left, right)


def test_a_matrix_of_another_function_is_another_matrix() -> None:
    def arctan(factor: int, row: IndexTerm, column: IndexTerm) -> Expression:
        return Function("arctan", times(num(factor), a(row, column)))

    for factor in (2, 3):
        product = Sum(k, times(arctan(factor, i, k), at(arctan(2, r, c), k, j)))
        assert equal(product, Delta(i, j)) == (factor == 2)


def test_the_number_before_a_term_is_kept() -> None:
    for factor in (2, -3):
        for one, other in (("A", "B"), ("B", "A")):
            whole = plus(times(num(factor), var(one, r, c)), var(other, r, c))
            product = Sum(k, times(var(one, i, k), at(whole, k, j)))
            rest = minus(Delta(i, j), Sum(k, times(var(other, i, k), at(whole, k, j))))
            assert equal(times(num(factor), product), rest)
            assert not equal(product, rest)


def test_no_index_of_a_sum_is_left_behind() -> None:
    diagonal = Sum(k, times(a(k, k), at(A, k, j)))
    assert free_names(normalize(diagonal, MODEL).expression) == {"j"}


def test_a_matrix_that_changes_with_the_index_is_not_multiplied_away() -> None:
    stays = Sum(i, times(plus(a(k, i), times(var("x", i), var("B", k, i))), at(BY_ROW, i, j)))
    moved = Sum(i, times(a(k, i), at(BY_ROW, i, j)))
    rest = Sum(i, times(var("x", i), var("B", k, i), at(BY_ROW, i, j)))
    assert equal(stays, plus(moved, rest))
    assert not equal(moved, minus(Delta(k, j), rest))


def test_a_vector_times_a_tensor_is_no_product_of_two_matrices() -> None:
    def mixed(row: IndexTerm, column: IndexTerm) -> Expression:
        return Sum(k, times(var("x", k), var("T", row, k, column)))

    assert equal(det(mixed(r, c)), det(mixed(c, r)))
    assert not equal(det(mixed(r, c)), num(0))


def test_a_matrix_with_a_part_of_its_diagonal_is_not_diagonal() -> None:
    lifted = plus(A, times(var("x", r), Delta(r, c)))
    assert not equal(det(lifted), det(A))
    assert not equal(at(lifted, i, j), over(Delta(i, j), plus(a(i, i), var("x", i))))


def test_rows_and_columns_are_scaled_each_by_its_own() -> None:
    scaled = times(var("x", r), A, Power(var("x", c), num(2)))
    assert equal(at(scaled, i, j), over(at(A, i, j), times(Power(var("x", i), num(2)), var("x", j))))
    assert not equal(at(scaled, i, j), over(at(A, i, j), times(Power(var("x", j), num(2)), var("x", i))))


def test_a_scaled_determinant_has_the_factors_of_rows_and_columns() -> None:
    rows, columns = Product(k, var("x", k)), Product(k, var("y", k))
    both = det(times(var("x", r), A, var("y", c)))
    assert equal(both, times(rows, det(A), columns))
    assert not equal(both, times(rows, det(A)))
    assert not equal(both, times(columns, det(A)))


def test_an_inverse_of_an_inverse_keeps_rows_and_columns_apart() -> None:
    def inverted(turned: bool, row: IndexTerm, column: IndexTerm) -> Expression:
        inner = at(A, c, r) if turned else at(A, r, c)
        return Apply(INVERSE, (row, column), (Argument((r, c), inner),))

    assert equal(inverted(False, i, j), a(i, j))
    assert equal(inverted(True, i, j), a(j, i))
    assert not equal(inverted(True, i, j), a(i, j))
    assert not equal(inverted(False, i, j), a(j, i))


def test_determinants_of_products_inverses_and_multiples() -> None:
    product = Sum(k, times(a(r, k), var("B", k, c)))
    assert equal(det(product), times(det(A), det(B)))
    assert not equal(det(product), det(A))
    assert equal(det(at(A, r, c)), over(num(1), det(A)))
    assert not equal(det(at(A, r, c)), det(A))
    assert equal(det(times(num(2), A)), times(Power(num(2), Size(C)), det(A)))
    assert not equal(det(times(num(2), A)), times(num(2), det(A)))


def test_an_inverse_is_symmetric_only_where_its_matrix_is() -> None:
    square = Sum(k, times(a(r, k), a(c, k)))
    assert equal(at(square, i, j), at(square, j, i))
    assert not equal(at(BOTH, i, j), at(BOTH, j, i))


def test_two_inverses_are_cleared() -> None:
    between = Sum(k, Sum(q, times(at(A, i, k), minus(var("B", k, q), a(k, q)), at(B, q, j))))
    assert equal(minus(at(A, i, j), at(B, i, j)), between)
    assert not equal(minus(at(A, i, j), at(B, i, j)), neg(between))
    assert not equal(minus(at(A, i, j), at(B, j, i)), between)
