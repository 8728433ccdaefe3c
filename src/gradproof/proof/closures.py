"""An expression made executable: one Python closure per node, compiled once and run at many points.

Sums and products remember their values in the world that they belong to, so that Σ_k exp(u_k), which stands in every
p_j, is added up once. A product evaluates its indicators (made of deltas and numbers) first, and is 0
where they are: in δ_ij·a + (1 − δ_ij)·b only one of a and b needs to exist.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import reduce
from operator import add, mul
from typing import Any

from flint import fmpq

from gradproof.formula.expression import (
    Add,
    Constant,
    Delta,
    Expression,
    Function,
    Index,
    Mul,
    Number,
    Order,
    Power,
    Product,
    Size,
    Sum,
    Variable,
)
from gradproof.proof import dual, number
from gradproof.proof.dual import Value
from gradproof.proof.number import ONE, ZERO, rational
from gradproof.proof.scope import Node, Scope, combine, locate, remembered, term_value
from gradproof.proof.world import Frame, Run


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
    node = combine(_lookup(name, expression, scope), (), expression.indices)
    return replace(node, mentions=scope.reach.get(name, frozenset({name})))


def _lookup(name: str, expression: Variable, scope: Scope) -> Run:
    """What finds the value of a component, first among those computed already. (The innermost of all that is run.)"""
    place, terms = locate(expression.indices, scope), expression.indices

    def general(frame: Frame, slots: list[int]) -> Value:
        return frame.world.value(name, place(frame, slots))

    if len(terms) != 1 or not isinstance(terms[0], Index):
        return general
    slot = scope.slots[terms[0].name]

    def by_one_index(frame: Frame, slots: list[int]) -> Value:
        where = (slots[slot],)
        value = frame.world.memo.get((name, where))
        return frame.world.value(name, where) if value is None else value

    return by_one_index


def _delta(expression: Delta, scope: Scope) -> Node:
    left, right = term_value(expression.left, scope), term_value(expression.right, scope)

    def run(frame: Frame, slots: list[int]) -> Value:
        return ONE if left(frame, slots) == right(frame, slots) else ZERO

    return combine(run, (), (expression.left, expression.right))


def _order(expression: Order, scope: Scope) -> Node:
    left, right = term_value(expression.left, scope), term_value(expression.right, scope)

    def run(frame: Frame, slots: list[int]) -> Value:
        return ONE if left(frame, slots) < right(frame, slots) else ZERO

    return combine(run, (), (expression.left, expression.right))


def _add(expression: Add, scope: Scope) -> Node:
    nodes = tuple(scope.closure(term) for term in expression.terms)
    return combine(_folded(add, ZERO, nodes), nodes)


def _mul(expression: Mul, scope: Scope) -> Node:
    factors = _flat(expression)
    indicators = tuple(scope.closure(f) for f in factors if _is_indicator(f))
    others = tuple(scope.closure(f) for f in factors if not _is_indicator(f))
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
    """Whether an expression is made of deltas, orders and numbers alone, and not of numbers only."""
    match expression:
        case Delta() | Order():
            return True
        case Add(parts) | Mul(parts):
            return any(map(_is_indicator, parts)) and all(isinstance(p, Number) or _is_indicator(p) for p in parts)
        case _:
            return False


def _power(expression: Power, scope: Scope) -> Node:
    base, exponent = scope.closure(expression.base), scope.closure(expression.exponent)
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
    argument, name = scope.closure(expression.argument), expression.name
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
    body = inner.closure(expression.body)
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


CLOSURES: dict[type, Callable[[Any, Scope], Node]] = {
    Number: _number,
    Constant: _constant,
    Size: _size,
    Variable: _variable,
    Delta: _delta,
    Order: _order,
    Add: _add,
    Mul: _mul,
    Power: _power,
    Function: _function,
    Sum: _sum,
    Product: _product,
}
"""What compiles each kind of node but derivatives and applications (perturb.py)."""
