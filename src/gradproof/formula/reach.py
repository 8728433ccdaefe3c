"""What expressions use through definitions, directly or not."""

from __future__ import annotations

from gradproof.formula.expression import Apply, Expression, Model, Variable
from gradproof.formula.memo import by_identity
from gradproof.formula.rename import walk


def reachable(bodies: tuple[Expression, ...], model: Model) -> list[Expression]:
    """The expressions and the bodies of all definitions that they use."""
    found, queue, seen = list(bodies), list(bodies), set[str]()
    while queue:
        for name in names_in(queue.pop()):
            if name in model.definitions and name not in seen:
                seen.add(name)
                found.append(model.definitions[name].body)
                queue.append(model.definitions[name].body)
    return found


def uses(bodies: tuple[Expression, ...], model: Model) -> set[str]:
    """All symbols and functions that the expressions use."""
    return {name for body in reachable(bodies, model) for name in names_in(body)}


@by_identity
def names_in(body: Expression) -> tuple[str, ...]:
    """The names of the variables and functions that stand in an expression, in their order."""
    return tuple(dict.fromkeys(n.name for n in walk(body) if isinstance(n, Variable | Apply)))
