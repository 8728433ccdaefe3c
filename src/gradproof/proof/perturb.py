"""Derivatives and applications made executable: the expressions that give an ε to a symbol or to a parameter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import product
from typing import Any

from gradproof.formula.expression import MATRIX_FUNCTIONS, Apply, Argument, Derivative, Variable
from gradproof.proof import dual
from gradproof.proof.budget import BudgetExceeded
from gradproof.proof.dual import Value
from gradproof.proof.minors import determinant, inverse_component
from gradproof.proof.number import ONE, ZERO, Undefined
from gradproof.proof.point import Component, Place, abstract, opaque_derivative
from gradproof.proof.scope import Locate, Node, Scope, combine, locate, remembered
from gradproof.proof.world import MAX_DEPTH, UNKNOWN, Array, Frame, Run


def _derivative(expression: Derivative, scope: Scope) -> Node:
    body, variable = scope.closure(expression.body), expression.variable
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


def _perturbed(parameters: Mapping[str, Array], name: str, place: Place, tag: int) -> Mapping[str, Array]:
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
    if expression.name in MATRIX_FUNCTIONS:
        return _of_matrix(expression, scope)
    if definition is None:
        run = _abstract(expression.name, place, runs, partials)
    elif len(definition.parameters) == len(runs):
        run = _call(expression.name, tuple(p.name for p in definition.parameters), place, runs, partials)
    else:
        raise ValueError(f"{expression.name} takes {len(definition.parameters)} arguments, not {len(runs)}")
    terms = (*expression.indices, *(term for partial in expression.partials for term in partial.indices))
    node = combine(run, tuple(node for _, node in arguments), terms)
    return replace(node, mentions=node.mentions | scope.reach.get(expression.name + "()", frozenset()))


def _of_matrix(expression: Apply, scope: Scope) -> Node:
    """The determinant of a whole matrix, or a component of its inverse, by expansion along columns."""
    (argument,) = expression.arguments
    array, inside = _array(argument, scope)
    place, dimension = locate(expression.indices, scope), argument.indices[0].dimension.name

    def run(frame: Frame, slots: list[int]) -> Value:
        size = frame.world.point.sizes[dimension]
        frame.world.ledger.spend((size << size) << frame.depth)
        values = array(frame, slots)
        where = place(frame, slots)
        return dual.limited(inverse_component(values, size, where) if where else determinant(values, size))

    return remembered(combine(run, (inside,), expression.indices), expression, scope)


ArrayRun = Callable[[Frame, list[int]], Array]


def _array(argument: Argument, scope: Scope) -> tuple[ArrayRun, Node]:
    """What computes all components of a whole argument; its node stands for what it depends on."""
    names = tuple(index.name for index in argument.indices)
    dimensions = tuple(index.dimension.name for index in argument.indices)
    inner, chosen = scope.bind(names)
    body = inner.closure(argument.body)

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


PERTURBING: dict[type, Callable[[Any, Scope], Node]] = {Derivative: _derivative, Apply: _apply}
"""What compiles derivatives and applications."""
