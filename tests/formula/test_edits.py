"""The slips that are undone: what each editor proposes, and that every proposal differs from the line."""

from __future__ import annotations

import pytest

from gradproof.document.given import environment_of
from gradproof.formula.edits import (
    SHAPE_EDITORS,
    VALUE_EDITORS,
    Editor,
    exchanged_indices,
    missing_deltas,
    missing_indices,
    missing_operators,
    missing_sums,
    other_left_sides,
    signs,
)
from gradproof.formula.equations import Sides
from gradproof.formula.from_latex import read_formula
from gradproof.formula.to_latex import to_latex
from tests.answers.homework import NETWORK

PAGE = environment_of(NETWORK)
LOCAL = r"\frac{\partial h_k}{\partial s_k}"


def proposed(editor: Editor, left: str, right: str) -> list[tuple[str, str]]:
    sides = Sides(read_formula(left), read_formula(right))
    return [(to_latex(e.sides.left), to_latex(e.sides.right)) for e in editor(PAGE, sides)]


def rights(editor: Editor, left: str, right: str) -> list[str]:
    return [proposal for _, proposal in proposed(editor, left, right)]


def test_missing_indices_are_added_for_every_letter_of_the_line() -> None:
    assert rights(missing_indices, "h_k", r"\sum_j p_j \mathbf{w}_j") == [
        rf"\sum_j p_j w_{{j{letter}}}" for letter in ("j", "k", "t")
    ]


def test_indices_are_exchanged_before_others_are_tried() -> None:
    assert rights(exchanged_indices, "h_k", "w_{kj}")[:2] == ["w_{jk}", "w_{jj}"]
    assert "w_{kt}" in rights(exchanged_indices, "h_k", "w_{kj}")


def test_signs_of_brackets_of_the_whole_and_of_each_term() -> None:
    found = rights(signs, "y", "(p_j - 1) x")
    assert found == ["(1 - p_j) x", "-(p_j - 1) x", "(-p_j - 1) x", "(p_j + 1) x"]
    assert rights(signs, "y", "-x")[0] == "x"


def test_a_delta_for_one_and_before_the_whole_but_not_in_a_case() -> None:
    assert rights(missing_deltas, "u_j", "1 - p_j") == [r"\delta_{jt} - p_j", r"\delta_{jt} (1 - p_j)"]
    case = environment_of((*NETWORK, "j = t"))
    assert not list(missing_deltas(case, Sides(read_formula("u_j"), read_formula("1 - p_j"))))


def test_a_sum_over_each_index_that_is_free_on_the_right_alone() -> None:
    assert rights(missing_sums, "h_k", "p_j w_{jk}") == [r"\sum_j p_j w_{jk}"]
    assert rights(missing_sums, "u_j", "p_j") == []


def test_the_operator_that_the_other_side_has() -> None:
    assert proposed(missing_operators, LOCAL, "h_k") == [(LOCAL, r"\frac{\partial}{\partial s_k} (h_k)")]
    assert proposed(missing_operators, "h_k", LOCAL) == [(r"\frac{\partial}{\partial s_k} (h_k)", LOCAL)]
    assert proposed(missing_operators, LOCAL, LOCAL) == []


def test_left_sides_made_of_what_the_right_side_differentiates() -> None:
    right = r"\frac{\partial \ell}{\partial h_k} " + LOCAL
    assert [left for left, _ in proposed(other_left_sides, r"\frac{\partial s_k}{\partial a_k}", right)] == [
        r"\frac{\partial \ell}{\partial a_k}",
        r"\frac{\partial h_k}{\partial a_k}",
        r"\frac{\partial s_k}{\partial h_k}",
        r"\frac{\partial s_k}{\partial s_k}",
    ]


@pytest.mark.parametrize("editor", list(dict.fromkeys((*SHAPE_EDITORS, *VALUE_EDITORS))), ids=lambda e: e.__name__)
def test_no_editor_proposes_the_line_itself(editor: Editor) -> None:
    for right in (r"\sum_j (1 - p_j) \mathbf{w}_j", "-h_k (1 + h_k)", r"\frac{\partial \ell}{\partial u_j} w_{kj}"):
        assert (LOCAL, to_latex(read_formula(right))) not in proposed(editor, LOCAL, right)
