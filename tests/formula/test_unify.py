"""Which sizes are one."""

from __future__ import annotations

from gradproof.formula.environment import display_finder
from gradproof.formula.expression import Dimension
from gradproof.formula.unify import Unifier

C, D = Dimension("C"), Dimension("D")
OLD, NEW = Dimension("?1 dim(x)"), Dimension("?2 dim(x)")


def test_named_sizes_never_unify() -> None:
    unifier = Unifier({})
    assert not unifier.unify(C, D)
    assert unifier.unify(C, C)


def test_a_named_size_stays() -> None:
    unifier = Unifier({})
    assert unifier.unify(OLD, C)
    assert unifier.unify(NEW, OLD)
    assert unifier.find(NEW) == C
    assert not unifier.unify(NEW, D)


def test_the_older_of_two_unnamed_sizes_stays() -> None:
    unifier = Unifier({})
    assert unifier.unify(NEW, OLD)
    assert unifier.find(NEW) == OLD


def test_only_sizes_that_were_known_before_are_assumed_to_be_one() -> None:
    unifier = Unifier({}, frozenset({OLD, C}))
    assert unifier.unify(NEW, OLD)
    assert unifier.assumed == []
    assert unifier.unify(OLD, C)
    assert unifier.assumed == [(OLD, C)]


def test_unions_that_were_given_stay_as_they_were() -> None:
    given = {NEW: OLD}
    Unifier(given).unify(OLD, C)
    assert given == {NEW: OLD}


def test_two_sizes_shown_alike_are_numbered() -> None:
    find = display_finder(Unifier({}))
    assert [find(d).name for d in (NEW, OLD, NEW, C)] == ["dim(x)", "dim(x)_2", "dim(x)", "C"]
