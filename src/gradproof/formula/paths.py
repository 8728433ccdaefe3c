"""Derivatives that no path of definitions leads to: dL/dθ where θ = log p and L = p².

L depends on θ there as soon as p is seen as a function of θ, and not at all as the page defines them. Both are meant on
real pages, so neither 0 nor 2p² is false.
"""

from __future__ import annotations

from gradproof.formula.environment import Environment
from gradproof.formula.equations import TypedEquation
from gradproof.formula.expression import Apply, Derivative, Expression, Model, Variable
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


def out_of_reach(env: Environment, typed: TypedEquation) -> tuple[str, str] | None:
    """What is differentiated and by what, where no formula says of it what depends on it; else None."""
    for side in (typed.equation.left, typed.equation.right):
        for node in walk(side):
            if isinstance(node, Derivative) and _is_defined(node.body, typed.model):
                by, used = node.variable.name, uses((node.body,), typed.model)
                apart = by not in used and (by.swapcase() in used or by not in env.entries.keys() | env.before)
                if apart and by not in typed.model.definitions:
                    return _shown(node.body), by
            elif isinstance(node, Apply) and node.partials and _has_no_argument(node.name, typed.model):
                return node.name.removesuffix("()"), "its argument"
    return None


def _is_defined(body: Expression, model: Model) -> bool:
    return any(isinstance(node, Variable | Apply) and node.name in model.definitions for node in walk(body))


def _shown(body: Expression) -> str:
    return body.name if isinstance(body, Variable) else "what is differentiated"


def _has_no_argument(name: str, model: Model) -> bool:
    """Whether a function is defined by a formula of other symbols, in which its arguments do not stand."""
    definition = model.definitions.get(name)
    used = uses((definition.body,), model) if definition is not None else set[str]()
    free = {n.name for n in walk(definition.body) if isinstance(n, Variable)} if definition is not None else set[str]()
    return definition is not None and bool(used) and not free & {p.name for p in definition.parameters}
