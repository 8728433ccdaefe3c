"""A function that was applied before its definition: the h of J = Σ h(x_i)², and then h(x) = θᵀx."""

from __future__ import annotations

from dataclasses import replace

from gradproof.formula.environment import Environment
from gradproof.formula.expression import Apply, Definition, Expression
from gradproof.formula.rename import map_parts
from gradproof.formula.unify import Unifier


def caught_up(env: Environment, function: Definition) -> Environment:
    """The environment in which earlier definitions that apply the function, still unknown to them, mean this one.

    An application that cannot be one of it, by the number or the shapes of its arguments, stays unknown under a name of
    its own.
    """
    name = function.name.removesuffix("()")
    unifier = Unifier(env.unions)
    definitions = {n: replace(d, body=_meant(d.body, name, function, unifier)) for n, d in env.definitions.items()}
    return replace(env, definitions=definitions, unions=dict(unifier.unions))


def _meant(body: Expression, name: str, function: Definition, unifier: Unifier) -> Expression:
    inner = map_parts(body, lambda part: _meant(part, name, function, unifier))
    if not isinstance(inner, Apply) or inner.name != name:
        return inner
    return replace(inner, name=function.name if _fits(inner, function, unifier) else f"{name}({len(inner.arguments)})")


def _fits(call: Apply, function: Definition, unifier: Unifier) -> bool:
    """Whether the arguments have the shapes of the parameters, and the indices those of the function."""
    if (len(call.arguments), len(call.indices)) != (len(function.parameters), len(function.indices)):
        return False
    pairs = [(a.indices, p.shape) for a, p in zip(call.arguments, function.parameters, strict=True)]
    if any(len(axes) != len(shape) for axes, shape in pairs):
        return False
    wanted = [(axis.dimension, size) for axes, shape in pairs for axis, size in zip(axes, shape, strict=True)]
    own = [(term.dimension, index.dimension) for term, index in zip(call.indices, function.indices, strict=True)]
    return all(unifier.unify(one, other) for one, other in wanted + own)
