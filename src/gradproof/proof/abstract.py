"""A loss that nobody defined: ∂L/∂u_j means that L is some smooth function, of what the derivatives are taken by.

In ∂L/∂h_k = Σ_j ∂L/∂u_j ∂u_j/∂h_k the undefined L becomes an abstract function of u alone, since u depends on h: that
is the assumption "L depends on h only through u", and it is named. A claim that is false for such an L is false.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

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
from gradproof.formula.reach import names_in, reachable
from gradproof.formula.rename import parts, replace_variables, variables_in, walk

NOTHING: Mapping[str, frozenset[str] | None] = MappingProxyType({})


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


def abstract_losses(
    equation: Equation,
    model: Model,
    moving: frozenset[tuple[str, str]] = frozenset(),
    unsure: Mapping[str, frozenset[str] | None] = NOTHING,
) -> Abstracted:
    """The equation with every undefined L of a ∂L/∂u replaced by an abstract function of the u next to it.

    So is every undefined μ of `moving`, the pairs (μ, x) of which the page writes ∂μ/∂x somewhere, and every `unsure`
    symbol, by what it may depend on: as nobody says which functions they are, such an equation is never refuted.
    """
    taken = _derivatives(equation, model)
    unsaid = {n: by for n, by in _unsaid(equation, model, moving, unsure).items() if n not in taken}
    if unsaid:
        equation, model = _as_functions(equation, model, unsaid)
        taken = _derivatives(equation, model)
    if not taken:
        one_sided = tuple(dict.fromkeys((*_unknown_functions(equation, model, unsaid), *sorted(unsaid))))
        return Abstracted(equation, model, one_sided=one_sided)
    assumptions: list[str] = []
    functions: dict[str, tuple[str, ...]] = {}
    for name in sorted(taken):
        nearest = tuple(v for v in sorted(taken[name]) if not _has_later(v, taken[name], model))
        hidden = sorted(taken[name] - set(nearest))
        functions[name] = nearest
        if hidden:
            assumptions.append(f"{name} depends on {' and '.join(hidden)} only through {' and '.join(nearest)}")
    found = _replaced(equation, model, functions, tuple(assumptions))
    unknown = {n for n, by in taken.items() if n in unsure or any((n, b) in moving for b in by)}
    unknown &= _beside_derivatives(equation, model)  # a loss of which only derivatives stand here may be any function
    return replace(found, one_sided=tuple(dict.fromkeys((*found.one_sided, *sorted(unknown | set(unsaid))))))


def _beside_derivatives(equation: Equation, model: Model) -> set[str]:
    """The variables that stand somewhere in the equation, or in what it uses, other than alone above a ∂."""
    found: set[str] = set()
    queue: list[Expression] = reachable((equation.left, equation.right), model)
    while queue:
        node = queue.pop()
        if isinstance(node, Variable):
            found.add(node.name)
        elif not (isinstance(node, Derivative) and isinstance(node.body, Variable)):
            queue += parts(node)
    return found


def _unsaid(
    equation: Equation,
    model: Model,
    moving: frozenset[tuple[str, str]],
    unsure: Mapping[str, frozenset[str] | None],
) -> dict[str, tuple[str, ...]]:
    """The undefined symbols inside of derivatives, with what is differentiated by and they may depend on."""
    if not unsure and all(name not in model.shapes or by not in model.shapes for name, by in moving):
        return {}
    found: dict[str, set[str]] = {}
    bodies = reachable((equation.left, equation.right), model)
    for node in (n for body in bodies for n in walk(body) if isinstance(n, Derivative)):
        by = node.variable.name
        inside = {n.name for b in reachable((node.body,), model) for n in variables_in(b)}
        for name in sorted(inside & set(model.shapes) - {by}):
            rests = unsure.get(name, frozenset())
            if by in model.shapes and ((name, by) in moving or rests is None or by in rests):
                found.setdefault(name, set()).add(by)
    return {name: tuple(sorted(by)) for name, by in found.items() if not any(name in found.get(b, ()) for b in by)}


def _as_functions(equation: Equation, model: Model, unsaid: Mapping[str, tuple[str, ...]]) -> tuple[Equation, Model]:
    """The model in which these symbols are defined as abstract functions."""
    definitions = dict(model.definitions)
    for name, by in unsaid.items():
        indices = tuple(Index(f"{name}.{n}", d) for n, d in enumerate(model.shapes[name]))
        body = Apply(f"{name}()", indices, tuple(_argument(v, model) for v in by))
        definitions[name] = Definition(name, indices, (), body)
    shapes = {n: s for n, s in model.shapes.items() if n not in unsaid}
    return equation, replace(model, definitions=definitions, shapes=shapes)


def _unknown_functions(equation: Equation, model: Model, unsaid: Iterable[str] = ()) -> tuple[str, ...]:
    """The functions that nobody defined and that stand on one side only: the other side may be what they are."""
    known = set(model.definitions) | {f"{name}()" for name in unsaid}
    found = []
    for side in (equation.left, equation.right):
        names = frozenset[str]().union(*(_seen(body).applied for body in reachable((side,), model)))
        found.append(names - known)
    return tuple(sorted((found[0] ^ found[1]) - MATRIX_FUNCTIONS))


def _derivatives(equation: Equation, model: Model) -> dict[str, set[str]]:
    """Undefined numerators with the variables they are differentiated by, in the equation and what it uses."""
    taken: dict[str, set[str]] = {}
    for body in reachable((equation.left, equation.right), model):
        for name, by in _seen(body).derivatives:
            if name != by and name in model.shapes and name not in model.definitions:
                taken.setdefault(name, set()).add(by)
    return {n: by for n, by in taken.items() if not any(depends(v, n, model) for v in by)}


@dataclass(frozen=True)
class _Seen:
    """What stands in an expression: the functions, and the derivatives of one variable by another."""

    applied: frozenset[str]
    derivatives: tuple[tuple[str, str], ...]


@by_identity
def _seen(body: Expression) -> _Seen:
    nodes = tuple(walk(body))
    taken = [n for n in nodes if isinstance(n, Derivative)]
    return _Seen(
        frozenset(n.name for n in nodes if isinstance(n, Apply)),
        tuple((n.body.name, n.variable.name) for n in taken if isinstance(n.body, Variable)),
    )


def depends(name: str, on: str, model: Model) -> bool:
    """Whether the definition of `name` leads to `on`."""
    if name not in model.definitions:
        return False
    bodies = reachable((model.definitions[name].body,), model)
    return any(n.name == on for b in bodies for n in variables_in(b))


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
    one_sided = tuple(n for n, by in functions.items() if (n in mentions[0]) != (n in mentions[1]) or _unrelated(by))
    definitions = {
        n: d if functions.keys().isdisjoint(names_in(d.body)) else replace(d, body=swap(d.body))
        for n, d in model.definitions.items()
    }
    shapes = {n: s for n, s in model.shapes.items() if n not in functions}
    changed = replace(equation, left=swap(equation.left), right=swap(equation.right))
    one_sided = (*one_sided, *_unknown_functions(equation, model))
    return Abstracted(changed, replace(model, definitions=definitions, shapes=shapes), assumptions, one_sided)


def _unrelated(by: tuple[str, ...]) -> bool:
    """Whether a loss is differentiated by several symbols, none of which leads to another: yet one may depend on it."""
    return len(by) > 1


def _differentiated(side: Expression, model: Model) -> set[str]:
    """The names of variables of which a side takes derivatives."""
    return {name for body in reachable((side,), model) for name, _ in _seen(body).derivatives}


def _argument(name: str, model: Model) -> Argument:
    """The whole of a symbol as an argument."""
    definition: Definition | None = model.definitions.get(name)
    shape = tuple(i.dimension for i in definition.indices) if definition else model.shapes[name]
    indices = tuple(Index(f"{name}.{position}", d) for position, d in enumerate(shape))
    return Argument(indices, Variable(name, indices))
