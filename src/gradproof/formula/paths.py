"""Derivatives that no path of definitions leads to: dL/dθ where θ = log p and L = p².

L depends on θ there as soon as p is seen as a function of θ, and not at all as the page defines them. Both are meant on
real pages, so neither 0 nor 2p² is false.
"""

from __future__ import annotations

from gradproof.formula.equations import TypedEquation
from gradproof.formula.expression import Apply, Derivative, Expression, Model, Variable
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
    used = _uses(model, body)
    if name in used:
        return None
    return min(used & _uses(model, model.definitions[name].body) - set(model.definitions), default=None)


def _uses(model: Model, body: Expression) -> set[str]:
    """All symbols that an expression uses, through definitions too."""
    found, queue = set[str](), [body]
    while queue:
        for node in walk(queue.pop()):
            if isinstance(node, Variable | Apply) and node.name not in found:
                found.add(node.name)
                if node.name in model.definitions:
                    queue.append(model.definitions[node.name].body)
    return found
