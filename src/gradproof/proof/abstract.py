"""A loss that nobody defined: ∂L/∂u_j means that L is some smooth function, of what the derivatives are taken by.

In ∂L/∂h_k = Σ_j ∂L/∂u_j ∂u_j/∂h_k the undefined L becomes an abstract function of u alone, since u depends on h: that
is the assumption "L depends on h only through u", and it is named. A claim that is false for such an L is false.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from gradproof.formula.expression import (
    MATRIX_FUNCTIONS,
    Apply,
    Argument,
    Definition,
    Derivative,
    Equation,
    Expression,
    Index,
    Model,
    Variable,
)
from gradproof.formula.memo import by_identity
from gradproof.formula.rename import replace_variables, walk


@dataclass(frozen=True)
class Abstracted:
    """An equation without derivatives of undefined variables.

    `assumptions` that were made; `one_sided` the undefined names that stand on one side only, whose equation cannot be
    refuted: who knows what they depend on.
    """

    equation: Equation
    model: Model
    assumptions: tuple[str, ...] = ()
    one_sided: tuple[str, ...] = ()


def abstract_losses(equation: Equation, model: Model) -> Abstracted:
    """The equation with every undefined L of a ∂L/∂u replaced by an abstract function of the u next to it."""
    taken = _derivatives(equation, model)
    if not taken:
        return Abstracted(equation, model, one_sided=_unknown_functions(equation, model))
    assumptions: list[str] = []
    functions: dict[str, tuple[str, ...]] = {}
    for name in sorted(taken):
        nearest = tuple(v for v in sorted(taken[name]) if not _has_later(v, taken[name], model))
        hidden = sorted(taken[name] - set(nearest))
        functions[name] = nearest
        if hidden:
            assumptions.append(f"{name} depends on {' and '.join(hidden)} only through {' and '.join(nearest)}")
    return _replaced(equation, model, functions, tuple(assumptions))


def _unknown_functions(equation: Equation, model: Model) -> tuple[str, ...]:
    """The functions that nobody defined and that stand on one side only: the other side may be what they are."""
    found = []
    for side in (equation.left, equation.right):
        names = frozenset[str]().union(*(_seen(body).applied for body in reachable((side,), model)))
        found.append(names - set(model.definitions))
    return tuple(sorted((found[0] ^ found[1]) - MATRIX_FUNCTIONS))


def _derivatives(equation: Equation, model: Model) -> dict[str, set[str]]:
    """Undefined numerators with the variables they are differentiated by, in the equation and what it uses."""
    taken: dict[str, set[str]] = {}
    for body in reachable((equation.left, equation.right), model):
        for name, by in _seen(body).derivatives:
            if name != by and name in model.shapes and name not in model.definitions:
                taken.setdefault(name, set()).add(by)
    return {n: by for n, by in taken.items() if not any(depends(v, n, model) for v in by)}


def reachable(bodies: tuple[Expression, ...], model: Model) -> list[Expression]:
    """The expressions and the bodies of all definitions that they use, directly or not."""
    found, queue, seen = list(bodies), list(bodies), set[str]()
    while queue:
        for name in _seen(queue.pop()).names:
            if name in model.definitions and name not in seen:
                seen.add(name)
                found.append(model.definitions[name].body)
                queue.append(model.definitions[name].body)
    return found


@dataclass(frozen=True)
class _Seen:
    """What stands in an expression: the names of its variables and functions in their order, the functions among them,
    and the derivatives of one variable by another."""

    names: tuple[str, ...]
    applied: frozenset[str]
    derivatives: tuple[tuple[str, str], ...]


@by_identity
def _seen(body: Expression) -> _Seen:
    nodes = tuple(walk(body))
    taken = [n for n in nodes if isinstance(n, Derivative)]
    return _Seen(
        tuple(dict.fromkeys(n.name for n in nodes if isinstance(n, Variable | Apply))),
        frozenset(n.name for n in nodes if isinstance(n, Apply)),
        tuple((n.body.name, n.variable.name) for n in taken if isinstance(n.body, Variable)),
    )


def depends(name: str, on: str, model: Model) -> bool:
    """Whether the definition of `name` leads to `on`."""
    if name not in model.definitions:
        return False
    bodies = reachable((model.definitions[name].body,), model)
    return any(isinstance(n, Variable) and n.name == on for b in bodies for n in walk(b))


def _has_later(name: str, among: set[str], model: Model) -> bool:
    return any(other != name and depends(other, name, model) for other in among)


def _replaced(
    equation: Equation, model: Model, functions: dict[str, tuple[str, ...]], assumptions: tuple[str, ...]
) -> Abstracted:
    def change(variable: Variable) -> Expression | None:
        if variable.name not in functions:
            return None
        arguments = tuple(_argument(v, model) for v in functions[variable.name])
        return Apply(variable.name, variable.indices, arguments)

    def swap(body: Expression) -> Expression:
        return replace_variables(body, change)

    sides = (equation.left, equation.right)
    mentions = [_differentiated(s, model) for s in sides]
    one_sided = tuple(
        n for n, by in functions.items() if (n in mentions[0]) != (n in mentions[1]) or _unrelated(by, model)
    )
    definitions = {
        n: d if functions.keys().isdisjoint(_seen(d.body).names) else replace(d, body=swap(d.body))
        for n, d in model.definitions.items()
    }
    shapes = {n: s for n, s in model.shapes.items() if n not in functions}
    changed = replace(equation, left=swap(equation.left), right=swap(equation.right))
    one_sided = (*one_sided, *_unknown_functions(equation, model))
    return Abstracted(changed, replace(model, definitions=definitions, shapes=shapes), assumptions, one_sided)


def _unrelated(by: tuple[str, ...], model: Model) -> bool:
    """Whether a loss is differentiated by several symbols, none of which is defined: one may depend on another."""
    return len(by) > 1 and not any(name in model.definitions for name in by)


def _differentiated(side: Expression, model: Model) -> set[str]:
    """The names of variables of which a side takes derivatives."""
    return {name for body in reachable((side,), model) for name, _ in _seen(body).derivatives}


def _argument(name: str, model: Model) -> Argument:
    """The whole of a symbol as an argument."""
    definition: Definition | None = model.definitions.get(name)
    shape = tuple(i.dimension for i in definition.indices) if definition else model.shapes[name]
    indices = tuple(Index(f"{name}.{position}", d) for position, d in enumerate(shape))
    return Argument(indices, Variable(name, indices))
