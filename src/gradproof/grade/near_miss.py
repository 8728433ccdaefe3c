"""What a wrong result is instead, where that is proved: short of a factor of the key's, or another derivative.

The slips that need no key (a sign, an index, a sum, a delta) are found by `proof/repair.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from gradproof.document.derivation import Line
from gradproof.formula.equations import Sides
from gradproof.formula.to_latex import to_latex
from gradproof.formula.traverse import without_places
from gradproof.formula.tree import Group, Number, Product, Tree
from gradproof.grade.judging import judge_answer
from gradproof.grade.key import Item, Part
from gradproof.source import NOWHERE

_MOST = 24
"""Candidates that are tried for one result."""


def near_miss(item: Item, part: Part, line: Line) -> str | None:
    """What a false result has lost, has too much of, or is instead; None where nothing of the kind is proved."""
    for count, (sides, sentence) in enumerate(_candidates(part, line.sides)):
        if count >= _MOST:
            return None
        if judge_answer(replace(line, sides=sides), item.environment, mend=False).truth == "true":
            return sentence
    return None


def _candidates(part: Part, sides: Sides) -> Iterator[tuple[Sides, str]]:
    for other in part.rivals:
        yield replace(sides, left=other, first=None), f"This is another derivative: {to_latex(other)}."
    for factor in _factors(part):
        more = replace(sides, right=_times(sides.right, factor), first=None)
        yield more, f"A factor is missing: {to_latex(factor)}."
        less = replace(sides, left=_times(sides.left, factor), first=None)
        yield less, f"A factor is too many: {to_latex(factor)}."


def _times(tree: Tree, factor: Tree) -> Tree:
    return Product((Group("(", (tree,), (), tree.span), factor), ("",), tree.span)


def _factors(part: Part) -> tuple[Tree, ...]:
    """The factors of the key's own results, each once, and those of two that stand together."""
    found: list[Tree] = []
    for chain in part.chains:
        if isinstance(chain.last, Product):
            single = [f for f in chain.last.factors if not isinstance(f, Number)]
            pairs = [Product(pair, ("",), NOWHERE) for pair in pairwise(single)]
            found += [*single, *pairs] if len(single) > 1 else []
    return tuple({without_places(factor): factor for factor in found}.values())
