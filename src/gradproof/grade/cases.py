"""Whether the cases of an answer cover all that was asked: `j = t` and `j ≠ t` do, one of them alone does not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product

from gradproof.formula.traverse import without_places
from gradproof.formula.tree import Chain, Tree

Atom = frozenset[Tree]
Literal = tuple[Atom, bool]
_MOST = 6
"""Different pairs of letters that may be compared; beyond it nothing is said to be covered."""


def covered(asked: Sequence[tuple[Tree, ...]], answered: Sequence[tuple[Tree, ...]]) -> bool:
    """Whether wherever one of the asked cases holds, one of the answered ones does. A case is a conjunction.

    No case is asked for where `asked` is empty: then nothing is covered.
    """
    question = [_literals(case) for case in asked]
    answer = [known for known in map(_literals, answered) if known is not None]
    if any(case is None for case in question):
        return False
    atoms = sorted({atom for case in (*question, *answer) if case for atom, _ in case}, key=repr)
    if len(atoms) > _MOST:
        return False
    for values in product((True, False), repeat=len(atoms)):
        world = dict(zip(atoms, values, strict=True))
        wanted = any(_holds(case, world) for case in question if case is not None)
        if wanted and not any(_holds(case, world) for case in answer):
            return False
    return bool(question)


def implies(case: tuple[Tree, ...], other: tuple[Tree, ...]) -> bool:
    """Whether one case lies within another."""
    ours, theirs = _literals(case), _literals(other)
    return ours is not None and theirs is not None and set(theirs) <= set(ours)


def _holds(case: Iterable[Literal], world: dict[Atom, bool]) -> bool:
    return all(world[atom] == value for atom, value in case)


def _literals(case: tuple[Tree, ...]) -> tuple[Literal, ...] | None:
    """The equalities and inequalities of a case; None where something else stands in it."""
    found: list[Literal] = []
    for tree in case:
        if not isinstance(tree, Chain) or tree.relations not in (("=",), ("\\neq",)) or None in tree.operands:
            return None
        sides = frozenset(without_places(o) for o in tree.operands if o is not None)
        if len(sides) == 2:
            found.append((sides, tree.relations == ("=",)))
        elif tree.relations != ("=",):
            return None
    return tuple(found)
