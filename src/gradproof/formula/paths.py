"""Derivatives that no path of definitions leads to: dL/dθ where θ = log p and L = p².

L depends on θ there as soon as p is seen as a function of θ, and not at all as the page defines them. Both are meant on
real pages, so neither 0 nor 2p² is false.
"""

from __future__ import annotations

from gradproof.formula.equations import TypedEquation
from gradproof.formula.expression import Derivative, Expression, Model
from gradproof.formula.reach import uses
from gradproof.formula.rename import walk


def without_path(typed: TypedEquation) -> tuple[str, str] | None:
    """What an equation differentiates by, and what both sides of that derivative rest on, without a path; else None."""
    for side in (typed.equation.left, typed.equation.right):
        for node in walk(side):
            if isinstance(node, Derivative) and node.variable.name in typed.model.definitions:
                shared = _shared(typed.model, node.body, node.variable.name)
                if shared is not None:
                    return node.variable.name, shared
    return None


def _shared(model: Model, body: Expression, name: str) -> str | None:
    """A variable that `body` and the definition of `name` both rest on, where `body` does not use `name`."""
    used = uses((body,), model)
    if name in used:
        return None
    return min(used & uses((model.definitions[name].body,), model) - set(model.definitions), default=None)
