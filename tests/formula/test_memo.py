"""What was worked out for an object is found again by its identity."""

from __future__ import annotations

from gradproof.formula import memo
from gradproof.formula.memo import by_identity


def test_each_object_is_worked_once() -> None:
    worked: list[list[int]] = []

    def length(numbers: list[int]) -> int:
        worked.append(numbers)
        return len(numbers)

    found = by_identity(length)
    first, equal = [1, 2], [1, 2]
    assert [found(first), found(first), found(equal)] == [2, 2, 2]
    assert worked[0] is first
    assert worked[1] is equal
    assert len(worked) == 2


def test_a_new_object_never_gets_the_result_of_one_that_is_gone() -> None:
    def total(numbers: list[int]) -> int:
        return sum(numbers)

    found = by_identity(total)
    for number in range(3 * memo._MOST):
        assert found([number, 1]) == number + 1
