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
    """All symbols and functions that the expressions use; the letters for the arguments of a function are none."""
    found, queue = set[str](), [(body, frozenset[str]()) for body in bodies]
    while queue:
        body, letters = queue.pop()
        new = set(names_in(body)) - letters - found
        found |= new
        defined = [model.definitions[name] for name in sorted(new) if name in model.definitions]
        queue += [(d.body, frozenset(p.name for p in d.parameters)) for d in defined]
    return found


@by_identity
def names_in(body: Expression) -> tuple[str, ...]:
    """The names of the variables and functions that stand in an expression, in their order."""
    return tuple(dict.fromkeys(n.name for n in walk(body) if isinstance(n, Variable | Apply)))
