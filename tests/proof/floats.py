"""A small evaluator in floating point for the tests of the algebra; it shares nothing with the numeric engine."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import product

from gradproof.formula.expression import (
    Add,
    Apply,
    Constant,
    Delta,
    Derivative,
    Expression,
    Fixed,
    Function,
    Index,
    IndexTerm,
    Last,
    Model,
    Mul,
    Number,
    Order,
    Power,
    Product,
    Size,
    Sum,
    Variable,
)

STEP = 1e-3


class NoValue(Exception):
    """The expression is not defined at this point, or cannot be told from where it is not."""


@dataclass(frozen=True)
class Point:
    """Sizes by dimension, values of variables and labels by name and place (from 1), values of free indices."""

    model: Model
    sizes: Mapping[str, int]
    values: Mapping[tuple[str, tuple[int, ...]], float]
    labels: Mapping[tuple[str, tuple[int, ...]], int]
    indices: Mapping[str, int] = field(default_factory=dict)
    parameters: Mapping[str, Mapping[tuple[int, ...], float]] = field(default_factory=dict)

    def at(self, term: IndexTerm) -> int:
        match term:
            case Index(name, _):
                return self.indices[name]
            case Fixed(position, _):
                return position
            case Last(dimension):
                return self.sizes[dimension.name]
            case _:
                return self.labels[term.name, tuple(map(self.at, term.arguments))]

    def under(self, index: Index, value: int) -> Point:
        return replace(self, indices={**self.indices, index.name: value})


def value(expression: Expression, point: Point) -> float:
    """The value of the expression at the point. Raises NoValue."""
    result = _value(expression, point)
    if isinstance(result, complex) or not math.isfinite(result) or abs(result) > 1e12:
        raise NoValue
    return result


def _value(expression: Expression, point: Point) -> float:
    match expression:
        case Number(number):
            return float(number)
        case Constant():
            return math.pi
        case Size(dimension):
            return point.sizes[dimension.name]
        case Variable(name, indices):
            return _variable(name, tuple(map(point.at, indices)), point)
        case Delta(left, right):
            return float(point.at(left) == point.at(right))
        case Order(left, right):
            return float(point.at(left) < point.at(right))
        case Add(terms):
            return math.fsum(value(term, point) for term in terms)
        case Mul(factors):
            if any(_is_indicator(f) and value(f, point) == 0 for f in factors):
                return 0.0
            return math.prod(value(factor, point) for factor in factors)
        case Power(base, exponent):
            return _power(value(base, point), value(exponent, point))
        case Function(name, argument):
            return _function(name, value(argument, point))
        case Sum(index, body):
            return math.fsum(value(body, point.under(index, i)) for i in _range(index, point))
        case Product(index, body):
            return math.prod(value(body, point.under(index, i)) for i in _range(index, point))
        case Derivative(body, variable):
            return _slope(body, variable, point)
        case Apply():
            return _apply(expression, point)


def _range(index: Index, point: Point) -> range:
    return range(1, point.sizes[index.dimension.name] + 1)


def _is_indicator(expression: Expression) -> bool:
    match expression:
        case Delta() | Order():
            return True
        case Add(parts) | Mul(parts):
            return any(map(_is_indicator, parts)) and all(isinstance(p, Number) or _is_indicator(p) for p in parts)
        case _:
            return False


def _variable(name: str, place: tuple[int, ...], point: Point) -> float:
    if name in point.parameters:
        return point.parameters[name][place]
    if (name, place) in point.values:
        return point.values[name, place]
    definition = point.model.definitions[name]
    inner = {**_outer(point), **{i.name: p for i, p in zip(definition.indices, place, strict=True)}}
    return value(definition.body, replace(point, indices=inner, parameters={}))


def _outer(point: Point) -> dict[str, int]:
    """The free indices of the whole equation, which definitions see."""
    return {name[1:]: at for name, at in point.indices.items() if name.startswith("^")}


def free_everywhere(point: Point) -> Point:
    """The point, with its indices marked as those of the whole equation."""
    return replace(point, indices={**point.indices, **{f"^{name}": at for name, at in point.indices.items()}})


def _power(base: float, exponent: float) -> float:
    if exponent == int(exponent):
        if (base == 0 and exponent < 0) or abs(exponent) > 200:
            raise NoValue
        if 0 < abs(base) < 1e-7 and exponent < 0:
            raise NoValue
        try:
            return float(base ** int(exponent))
        except OverflowError:
            raise NoValue from None
    if base < 1e-9:
        if base == 0 and exponent > 0:
            return 0.0
        raise NoValue
    return float(base**exponent)


def _function(name: str, z: float) -> float:
    if name in ("abs", "relu", "sign") and 0 < abs(z) < 1e-7:
        raise NoValue
    if name == "log":
        if z < 1e-9:
            raise NoValue
        return math.log(z)
    if name in ("sign", "relu", "abs"):
        return {"sign": math.copysign(1, z) if z else 0.0, "relu": max(z, 0.0), "abs": abs(z)}[name]
    if abs(z) > 25:
        raise NoValue
    match name:
        case "sigma":
            return 1 / (1 + math.exp(-z))
        case "softplus":
            return math.log1p(math.exp(z))
        case "arctan":
            return math.atan(z)
        case _:
            return float(getattr(math, name)(z))


def _slope(body: Expression, variable: Variable, point: Point) -> float:
    """A difference quotient of fourth order; the variable is independent even if it is defined."""
    name, place = variable.name, tuple(map(point.at, variable.indices))
    values = dict(point.values)
    if name in point.model.definitions:
        dimensions = [i.dimension.name for i in point.model.definitions[name].indices]
        for component in product(*(range(1, point.sizes[d] + 1) for d in dimensions)):
            values.setdefault((name, component), _variable(name, component, point))
    # A variable that is held fixed further out keeps what stands above it: only what is defined over it moves.
    centre = values[name, place]

    def at(step: float) -> float:
        return value(body, replace(point, values={**values, (name, place): centre + step * STEP}))

    near, far, side = at(1) - at(-1), at(2) - at(-2), at(1) + at(-1) - 2 * at(0)
    result = (8 * near - far) / (12 * STEP)
    if abs(side) > 0.2 * STEP * (1 + abs(result)) or abs(result - near / (2 * STEP)) > 1e-2 * (1 + abs(result)):
        raise NoValue
    return float(result)


def _apply(expression: Apply, point: Point) -> float:
    """An abstract function is the sine of a sum of its arguments with odd weights."""
    if expression.name in point.model.definitions:
        return _defined(expression, point)
    total = 0.1 * sum(map(ord, expression.name)) + sum(
        0.7 * (i + 1) * point.at(t) for i, t in enumerate(expression.indices)
    )
    for position, argument in enumerate(expression.arguments):
        for place in product(*(_range(index, point) for index in argument.indices)):
            inner = point
            for index, at in zip(argument.indices, place, strict=True):
                inner = inner.under(index, at)
            total += _weight(position, place) * value(argument.body, inner)
    factor = math.prod(_weight(p.position, tuple(map(point.at, p.indices))) for p in expression.partials)
    return factor * math.sin(total + len(expression.partials) * math.pi / 2)


def _weight(position: int, place: tuple[int, ...]) -> float:
    return 0.4 + 0.21 * position + sum(0.37 / (axis + 1) * at for axis, at in enumerate(place))


def _defined(expression: Apply, point: Point) -> float:
    definition = point.model.definitions[expression.name]
    parameters = {}
    for parameter, argument in zip(definition.parameters, expression.arguments, strict=True):
        table = {}
        for place in product(*(_range(index, point) for index in argument.indices)):
            inner = point
            for index, at in zip(argument.indices, place, strict=True):
                inner = inner.under(index, at)
            table[place] = value(argument.body, inner)
        parameters[parameter.name] = table
    indices = {i.name: point.at(t) for i, t in zip(definition.indices, expression.indices, strict=True)}
    if expression.partials:
        raise NoValue
    return value(definition.body, replace(point, indices={**_outer(point), **indices}, parameters=parameters))


def close(left: float, right: float, tolerance: float = 1e-6) -> bool:
    return abs(left - right) <= tolerance * max(1.0, abs(left), abs(right))
