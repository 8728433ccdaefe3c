"""Walks over typed expressions that must not capture."""

from __future__ import annotations

from gradproof.formula.expression import Dimension, Index, Label, Mul, Sum, Variable
from gradproof.formula.rename import free_terms, freshen, index_names, rename_index, replace_variables

N = Dimension("N")
ROW, COLUMN = Index("i", N), Index("j", N)
SUM = Sum(ROW, Mul((Variable("a", (ROW, COLUMN)), Variable("b", (Label("t", (ROW,), N),)))))


def test_free_terms_leave_out_bound_indices_and_labels_that_use_them() -> None:
    assert free_terms(SUM) == {COLUMN}


def test_index_names_hold_bound_ones() -> None:
    assert index_names(SUM) == {"i", "j", "t"}


def test_freshen_renames_binders_only() -> None:
    fresh = freshen(SUM, lambda index: Index(f"{index.name}!", index.dimension))
    assert index_names(fresh) == {"i!", "j", "t"}
    assert free_terms(fresh) == {COLUMN}


def test_rename_after_freshen_does_not_capture() -> None:
    fresh = freshen(SUM, lambda index: Index(f"{index.name}!", index.dimension))
    assert free_terms(rename_index(fresh, "j", ROW)) == {ROW}


def test_replace_variables_leaves_others() -> None:
    changed = replace_variables(SUM, lambda v: Variable("c", v.indices) if v.name == "a" else None)
    assert isinstance(changed, Sum)
    assert changed.body == Mul((Variable("c", (ROW, COLUMN)), Variable("b", (Label("t", (ROW,), N),))))
