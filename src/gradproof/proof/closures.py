"""An expression made executable: one Python closure per node, compiled once and run at many points.

Sums, products and derivatives remember their values in the world that they belong to, so that Σ_k exp(u_k), which
stands in every p_j, is added up once. A product evaluates its indicators (made of deltas and numbers) first, and is 0
where they are: in δ_ij·a + (1 − δ_ij)·b only one of a and b needs to exist.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import reduce
from itertools import product
from operator import add, mul
from typing import Any

from flint import fmpq

from gradproof.formula.expression import (
    Add,
    Apply,
    Argument,
    Constant,
    Delta,
    Derivative,
    Expression,
    Function,
    Mul,
    Number,
    Power,
    Product,
    Size,
    Sum,
    Variable,
)
from gradproof.proof import dual, number
from gradproof.proof.budget import BudgetExceeded
from gradproof.proof.dual import Value
from gradproof.proof.number import ONE, ZERO, Undefined, rational
from gradproof.proof.point import Component, Place, abstract, opaque_derivative
from gradproof.proof.scope import Locate, Node, Scope, combine, locate, remembered, term_value
from gradproof.proof.world import MAX_DEPTH, UNKNOWN, Array, Frame, Run


def closure(expression: Expression, scope: Scope) -> Node:
    """The compiled expression."""
    return COMPILERS[type(expression)](expression, scope)


def _number(expression: Number, _scope: Scope) -> Node:
    value = number.limited(rational(expression.value))
    return combine(lambda _frame, _slots: value, ())


def _constant(expression: Constant, _scope: Scope) -> Node:
    name = expression.name
    return combine(lambda _frame, _slots: number.constant(name), ())


def _size(expression: Size, _scope: Scope) -> Node:
    name = expression.dimension.name
    return combine(lambda frame, _slots: fmpq(frame.world.point.sizes[name]), ())


def _variable(expression: Variable, scope: Scope) -> Node:
    name, place = expression.name, locate(expression.indices, scope)
    if name in scope.parameters:
        return combine(lambda f, s: f.parameters[name][place(f, s)], (), expression.indices, local=True)
    node = combine(lambda f, s: f.world.value(name, place(f, s)), (), expression.indices)
    return replace(node, mentions=scope.reach.get(name, frozenset({name})))


def _delta(expression: Delta, scope: Scope) -> Node:
    left, right = term_value(expression.left, scope), term_value(expression.right, scope)

    def run(frame: Frame, slots: list[int]) -> Value:
        return ONE if left(frame, slots) == right(frame, slots) else ZERO

    return combine(run, (), (expression.left, expression.right))


def _add(expression: Add, scope: Scope) -> Node:
    nodes = tuple(closure(term, scope) for term in expression.terms)
    return combine(_folded(add, ZERO, nodes), nodes)


def _mul(expression: Mul, scope: Scope) -> Node:
    factors = _flat(expression)
    indicators = tuple(closure(f, scope) for f in factors if _is_indicator(f))
    others = tuple(closure(f, scope) for f in factors if not _is_indicator(f))
    rest = _folded(mul, ONE, others)
    if not indicators:
        return combine(rest, others)
    condition = _folded(mul, ONE, indicators)

    def run(frame: Frame, slots: list[int]) -> Value:
        factor = condition(frame, slots)
        return ZERO if factor == 0 else factor * rest(frame, slots)

    return combine(run, (*indicators, *others))


def _flat(expression: Mul) -> tuple[Expression, ...]:
    """All factors of a product, those of its products included."""
    parts = (_flat(f) if isinstance(f, Mul) else (f,) for f in expression.factors)
    return tuple(factor for part in parts for factor in part)


def _folded(operation: Callable[[Any, Any], Value], empty: Value, nodes: tuple[Node, ...]) -> Run:
    """What adds or multiplies all parts."""
    runs = tuple(node.run for node in nodes)
    if not runs:
        return lambda _frame, _slots: empty
    if len(runs) == 1:
        return runs[0]
    if len(runs) == 2:
        first, second = runs
        return lambda frame, slots: operation(first(frame, slots), second(frame, slots))
    return lambda frame, slots: reduce(operation, [run(frame, slots) for run in runs])


def _is_indicator(expression: Expression) -> bool:
    """Whether an expression is made of deltas and numbers alone, with at least one delta."""
    match expression:
        case Delta():
            return True
        case Add(parts) | Mul(parts):
            return any(map(_is_indicator, parts)) and all(isinstance(p, Number) or _is_indicator(p) for p in parts)
        case _:
            return False


def _power(expression: Power, scope: Scope) -> Node:
    base, exponent = closure(expression.base, scope), closure(expression.exponent, scope)
    raised, by = base.run, exponent.run
    if isinstance(expression.exponent, Number):
        constant = rational(expression.exponent.value)
        return combine(lambda f, s: dual.limited(dual.rational_power(raised(f, s), constant)), (base, exponent))
    if not _is_constant(expression.exponent, scope):
        return combine(lambda f, s: dual.limited(dual.real_power(raised(f, s), by(f, s))), (base, exponent))

    def run(frame: Frame, slots: list[int]) -> Value:
        power = by(frame, slots)
        if type(power) is fmpq:
            return dual.limited(dual.rational_power(raised(frame, slots), power))
        return dual.limited(dual.real_power(raised(frame, slots), power))

    return combine(run, (base, exponent))


def _is_constant(expression: Expression, scope: Scope) -> bool:
    """Whether an exponent has the same value at every point of the same sizes; only then may the base be negative."""
    match expression:
        case Number() | Constant() | Size():
            return True
        case Add(parts) | Mul(parts):
            return all(_is_constant(part, scope) for part in parts)
        case Power(base, exponent):
            return _is_constant(base, scope) and _is_constant(exponent, scope)
        case Function(_, argument):
            return _is_constant(argument, scope)
        case Variable(name, _):
            definition = scope.model.definitions.get(name) if name not in scope.parameters else None
            return definition is not None and not definition.parameters and _is_constant(definition.body, scope)
        case _:
            return False


def _function(expression: Function, scope: Scope) -> Node:
    argument, name = closure(expression.argument, scope), expression.name
    run, apply = argument.run, dual.apply
    return combine(lambda frame, slots: apply(name, run(frame, slots)), (argument,))


def _sum(expression: Sum, scope: Scope) -> Node:
    return _over(expression, add, scope)


def _product(expression: Product, scope: Scope) -> Node:
    return _over(expression, mul, scope)


def _over(expression: Sum | Product, operation: Callable[[Any, Any], Value], scope: Scope) -> Node:
    """The sum or product of the body over the whole dimension."""
    name, dimension = expression.index.name, expression.index.dimension.name
    inner, (slot,) = scope.bind((name,))
    body = closure(expression.body, inner)
    run_body, weight = body.run, body.weight

    def run(frame: Frame, slots: list[int]) -> Value:
        size = frame.world.point.sizes[dimension]
        frame.world.ledger.spend(size * weight << frame.depth)
        values = []
        for position in range(1, size + 1):
            slots[slot] = position
            values.append(run_body(frame, slots))
        return dual.limited(reduce(operation, values))

    node = Node(run, 1, body.free - {name}, body.mentions, body.local)
    return remembered(node, expression, scope)


def _derivative(expression: Derivative, scope: Scope) -> Node:
    body, variable = closure(expression.body, scope), expression.variable
    if isinstance(expression.body, Variable) and _is_unknown(expression.body, variable, scope):
        return _opaque(expression.body, variable, scope)
    name, place = variable.name, locate(variable.indices, scope)
    run_body, weight, is_parameter = body.run, body.weight, variable.name in scope.parameters

    def run(frame: Frame, slots: list[int]) -> Value:
        depth = frame.depth + 1
        world = frame.world
        world.ledger.spend(weight << depth)
        if is_parameter:
            inner = Frame(world, _perturbed(frame.parameters, name, place(frame, slots), depth), depth)
        else:
            inner = Frame(world.perturbed(name, place(frame, slots), depth), frame.parameters, depth)
        return dual.tangent(run_body(inner, slots), depth)

    node = combine(run, (body,), variable.indices, local=is_parameter)
    return remembered(replace(node, weight=1, mentions=node.mentions | {name}), expression, scope)


def _perturbed(
    parameters: Mapping[str, Array], name: str, place: Place, tag: int
) -> Mapping[str, Array]:
    """The parameters' values with an ε of `tag` added to one component."""
    array = parameters[name]
    return {**parameters, name: {**array, place: array[place] + dual.Dual(tag, ZERO, ONE)}}


def _is_unknown(a: Variable, b: Variable, scope: Scope) -> bool:
    """Whether a is undefined and another variable than b: nobody can say how a depends on b, so ∂a/∂b is not 0."""
    return a.name != b.name and a.name not in scope.model.definitions and a.name not in scope.parameters


def _opaque(a: Variable, b: Variable, scope: Scope) -> Node:
    """The node of ∂a/∂b of an undefined a: some number; its own derivatives, which are as unknown, are Undefined."""
    names = a.name, b.name
    above, below = locate(a.indices, scope), locate(b.indices, scope)

    def run(frame: Frame, slots: list[int]) -> Value:
        if frame.depth or not frame.world.point.opaque:
            raise Undefined
        return opaque_derivative(frame.world.point, *names, above(frame, slots), below(frame, slots))

    node = combine(run, (), (*a.indices, *b.indices))
    return replace(node, mentions=frozenset({*names, UNKNOWN}))


def _apply(expression: Apply, scope: Scope) -> Node:
    """A defined function's body with the arguments for its parameters, or the abstract function's polynomial."""
    arguments = tuple(_array(argument, scope) for argument in expression.arguments)
    place = locate(expression.indices, scope)
    partials = tuple((partial.position, locate(partial.indices, scope)) for partial in expression.partials)
    definition = scope.model.definitions.get(expression.name)
    runs = tuple(run for run, _ in arguments)
    if definition is None:
        run = _abstract(expression.name, place, runs, partials)
    elif len(definition.parameters) == len(runs):
        run = _call(expression.name, tuple(p.name for p in definition.parameters), place, runs, partials)
    else:
        raise ValueError(f"{expression.name} takes {len(definition.parameters)} arguments, not {len(runs)}")
    terms = (*expression.indices, *(term for partial in expression.partials for term in partial.indices))
    node = combine(run, tuple(node for _, node in arguments), terms)
    return replace(node, mentions=node.mentions | scope.reach.get(expression.name + "()", frozenset()))


ArrayRun = Callable[[Frame, list[int]], Array]


def _array(argument: Argument, scope: Scope) -> tuple[ArrayRun, Node]:
    """What computes all components of a whole argument; its node stands for what it depends on."""
    names = tuple(index.name for index in argument.indices)
    dimensions = tuple(index.dimension.name for index in argument.indices)
    inner, chosen = scope.bind(names)
    body = closure(argument.body, inner)

    def run(frame: Frame, slots: list[int]) -> Array:
        sizes = frame.world.point.sizes
        array = {}
        for place in product(*(range(1, sizes[dimension] + 1) for dimension in dimensions)):
            frame.world.ledger.spend(body.weight << frame.depth)
            for slot, position in zip(chosen, place, strict=True):
                slots[slot] = position
            array[place] = body.run(frame, slots)
        return array

    return run, replace(body, free=body.free - set(names), weight=1)


def _abstract(
    name: str, place: Locate, arguments: tuple[ArrayRun, ...], partials: tuple[tuple[int, Locate], ...]
) -> Run:
    """The run of an abstract function."""

    def run(frame: Frame, slots: list[int]) -> Value:
        arrays = [argument(frame, slots) for argument in arguments]
        components: list[tuple[Component, Value]] = [
            ((position, where), value) for position, array in enumerate(arrays) for where, value in array.items()
        ]
        frame.world.ledger.spend(20 * len(components) << frame.depth)
        taken = [(position, where(frame, slots)) for position, where in partials]
        return dual.limited(abstract(frame.world.point, name, place(frame, slots), components, taken))

    return run


def _call(
    name: str,
    parameters: tuple[str, ...],
    place: Locate,
    arguments: tuple[ArrayRun, ...],
    partials: tuple[tuple[int, Locate], ...],
) -> Run:
    """The run of a defined function; each partial derivative gives an ε of its own to a component of a parameter."""

    def run(frame: Frame, slots: list[int]) -> Value:
        world, depth = frame.world, frame.depth
        values: Mapping[str, Array] = dict(zip(parameters, [run(frame, slots) for run in arguments], strict=True))
        for position, where in partials:
            depth += 1
            values = _perturbed(values, parameters[position], where(frame, slots), depth)
        if depth > MAX_DEPTH:
            raise BudgetExceeded(f"derivatives nested deeper than {MAX_DEPTH}")
        result = world.run(world.library.functions[name], Frame(world, values, depth), place(frame, slots))
        for tag in range(depth, frame.depth, -1):
            result = dual.tangent(result, tag)
        return result

    return run


COMPILERS: dict[type, Callable[[Any, Scope], Node]] = {
    Number: _number,
    Constant: _constant,
    Size: _size,
    Variable: _variable,
    Delta: _delta,
    Add: _add,
    Mul: _mul,
    Power: _power,
    Function: _function,
    Sum: _sum,
    Product: _product,
    Derivative: _derivative,
    Apply: _apply,
}
"""What compiles each kind of node."""
