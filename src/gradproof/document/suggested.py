"""What the formulas of a section, all together, suggest about the shapes of its symbols."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from gradproof.document.chains import trusted
from gradproof.formula.declarations import declare, declares
from gradproof.formula.environment import Environment
from gradproof.formula.from_tree import read_whole
from gradproof.formula.ranks import hints
from gradproof.formula.tree import Tree
from gradproof.source import FormulaError


def suggested(env: Environment, trees: list[Tree]) -> Environment:
    """The environment with how many axes the formulas of a section suggest for its symbols.

    Only what defines, declares or is asked for counts: a claim's right side feeds no other line.
    """
    known = env
    for tree in trees:
        if declares(tree):
            with suppress(FormulaError):  # the statement itself will say so at its place
                known = declare(known, tree)
    counting = tuple(part for tree in trees if not declares(tree) for part in trusted(tree))
    return replace(env, hints=hints(known, counting, read_whole))
