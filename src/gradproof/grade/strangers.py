"""The letters of a formula alone that the question does not have: is one of the question's letters meant?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import cast

from gradproof.formula.expression import Index
from gradproof.formula.letters import free_letters
from gradproof.formula.rename import free_terms
from gradproof.formula.tree import Tree
from gradproof.grade.asked import typed_side
from gradproof.grade.key import Item, Part
from gradproof.grade.respell import respelling

_MOST = 3
"""Strange letters that are tried; with more of them a person has to look."""


def strangers(item: Item, part: Part, tree: Tree) -> tuple[str, ...]:
    """The free indices of a formula that what is asked does not have."""
    return tuple(sorted(_free(item, tree).difference(*(_free(item, left) for left in part.lefts))))


def _free(item: Item, tree: Tree) -> frozenset[str]:
    typed = typed_side(item.environment, tree)
    return frozenset(t.name for t in free_terms(typed) if isinstance(t, Index)) if typed is not None else frozenset()


def respelled(part: Part, tree: Tree, strange: tuple[str, ...]) -> Iterator[Tree]:
    """The formula with letters of the question for its strange ones, in every way."""
    letters = sorted(frozenset[str]().union(*map(free_letters, part.lefts)))
    for chosen in product(letters, repeat=len(strange)) if len(strange) <= _MOST else ():
        yield cast(Tree, respelling(dict(zip(strange, chosen, strict=True)))(tree))
