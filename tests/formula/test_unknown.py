"""What a line brings in anew is seen line by line, also where an earlier line over the same symbols was looked at."""

from __future__ import annotations

from gradproof.formula.environment import Entry, Environment
from gradproof.formula.from_latex import read_rows
from gradproof.formula.from_tree import read_whole
from gradproof.formula.reading import Reading
from gradproof.formula.tree import Tree
from gradproof.formula.unknown import all_known, slot_of

KNOWN = Environment(entries={"x": Entry("x", ())})


def tree_of(latex: str) -> Tree:
    return read_rows(latex)[0].statements[0].tree


def test_a_symbol_that_nobody_has_defined_is_new_with_its_indices() -> None:
    ctx = Reading(KNOWN, read_whole)
    assert slot_of(ctx, tree_of("a_{ij}")) == ("a", 2)
    assert slot_of(ctx, tree_of("x")) is None
    assert all_known(ctx, tree_of("2 x^2 + 1"))
    assert not all_known(ctx, tree_of("2 x + a"))


def test_what_was_known_as_a_size_of_one_line_is_new_in_another() -> None:
    tree, with_size = tree_of("N + x"), Reading(KNOWN, read_whole)
    with_size.dimensions |= {"N"}
    assert all_known(with_size, tree)
    assert not all_known(Reading(KNOWN, read_whole), tree)


def test_what_is_known_in_one_environment_is_new_in_another() -> None:
    tree = tree_of("x + 1")
    assert all_known(Reading(KNOWN, read_whole), tree)
    assert not all_known(Reading(Environment(), read_whole), tree)
