"""Whether an answer is in the form demanded: "in terms of h only"."""

from __future__ import annotations

from gradproof.formula.environment import Environment
from gradproof.formula.expression import Function, Variable
from gradproof.formula.rename import walk
from gradproof.formula.tree import Tree
from gradproof.grade.asked import typed_side


def beyond(environment: Environment, tree: Tree, only: tuple[str, ...]) -> tuple[str, ...]:
    """The symbols and functions of an answer that the form demanded does not have; none where no form is demanded."""
    typed = typed_side(environment, tree) if only else None
    if typed is None:
        return ()
    names = {e.name for e in walk(typed) if isinstance(e, Variable | Function)}
    return tuple(sorted(names - set(only)))
