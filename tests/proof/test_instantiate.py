"""Substitution that catches nothing."""

from __future__ import annotations

from gradproof.formula.expression import Argument, Definition, Index, Label, Parameter, Sum, Variable
from gradproof.proof.instantiate import free_names, global_names, instantiate, set_apart, substitute_indices
from tests.proof.building import C, define, i, j, k, model, t, times, var


def test_a_bound_index_steps_aside() -> None:
    result = substitute_indices(Sum(i, var("w", i, j)), {"j": i})
    assert isinstance(result, Sum)
    assert result.index != i
    assert result.body == var("w", result.index, i)


def test_a_bound_index_hides_the_free_one() -> None:
    assert substitute_indices(Sum(j, var("u", j)), {"j": i}) == Sum(j, var("u", j))


def test_labels_are_renamed_inside() -> None:
    assert substitute_indices(var("u", Label("t", (j,), C)), {"j": i}) == var("u", Label("t", (i,), C))


def test_free_names_leave_bound_ones_out() -> None:
    assert free_names(Sum(j, times(var("w", j, i), var("u", Label("t", (k,), C))))) == {"i", "k"}


def test_parameters_become_whole_arguments() -> None:
    square = Definition("f", (), (Parameter("v", (C,)),), Sum(k, times(Variable("v", (k,)), Variable("v", (k,)))))
    axis = Index("a", C)
    result = instantiate(square, (), (Argument((axis,), var("w", axis, k)),))
    assert isinstance(result, Sum)
    assert result.index.name != "k"
    assert result.body == times(var("w", result.index, k), var("w", result.index, k))


def test_global_names_are_free_in_definitions() -> None:
    free = Index("t", C)
    assert global_names(model(define("l", (), var("p", free)), define("p", (j,), var("u", j)))) == {"t"}
    assert global_names(model(define("l", (), var("p", t)))) == frozenset()


def test_set_apart_keeps_what_is_not_taken() -> None:
    assert set_apart(i, var("u", i), frozenset("j")) == (i, var("u", i))
    index, body = set_apart(i, var("w", i, j), frozenset("i"))
    assert body == var("w", index, j)
    assert index.name not in "ij"
