"""The value of an expression to many digits, by the plainest means: a third opinion for the differential tests.

Derivatives are difference quotients. It shares no code with the judge; mpmath does the arithmetic.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product

from mpmath import mp, mpf  # type: ignore[import-untyped]

from gradproof.formula.expression import (
    Add,
    Apply,
    Argument,
    Constant,
    Delta,
    Derivative,
    Dimension,
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

mp.dps = 80
STEP = mpf(10) ** -18
HUGE = mpf(10) ** 12
Place = tuple[int, ...]


class NoValue(Exception):
    """Not defined at this point, or too near to where it is not."""


@dataclass
class World:
    """The values of symbols; over another one, with one component moved by `step` and all that follows it."""

    model: Model
    sizes: Mapping[str, int]
    values: dict[tuple[str, Place], mpf]
    labels: Mapping[tuple[str, Place], int]
    below: World | None = None
    moved: tuple[str, Place] = ("", ())
    step: mpf = field(default_factory=mpf)

    def value(self, name: str, place: Place) -> mpf:
        known = self.values.get((name, place))
        if known is None:
            known = self.values[name, place] = self._computed(name, place)
        return known

    def _computed(self, name: str, place: Place) -> mpf:
        if self.below is None:
            return self._defined(name, place)
        before = self.below.value(name, place)
        if name == self.moved[0]:
            return before + self.step if place == self.moved[1] else before
        if name not in self.model.definitions:
            return before
        # A symbol that a world below holds fast keeps that value, and follows its definition from there.
        return before + self._defined(name, place) - self.below._defined(name, place)

    def _defined(self, name: str, place: Place) -> mpf:
        definition = self.model.definitions[name]
        return value(definition.body, self, {i.name: p for i, p in zip(definition.indices, place, strict=True)})

    def over(self, name: str, place: Place, step: mpf) -> World:
        return replace(self, values={}, below=self, moved=(name, place), step=step)


def value(expression: Expression, world: World, at: Mapping[str, int]) -> mpf:
    """The value where the free indices are `at` (from 1). Raises NoValue."""
    result = _value(expression, world, at)
    if not mp.isfinite(result) or abs(result) > HUGE:
        raise NoValue
    return result


def term(index: IndexTerm, world: World, at: Mapping[str, int]) -> int:
    match index:
        case Index(name, _):
            return at[name]
        case Fixed(position, _):
            return position
        case Last(dimension):
            return world.sizes[dimension.name]
        case _:
            return world.labels[index.name, tuple(term(a, world, at) for a in index.arguments)]


def _value(expression: Expression, world: World, at: Mapping[str, int]) -> mpf:
    match expression:
        case Number(number):
            return mpf(number.numerator) / number.denominator
        case Constant():
            return +mp.pi
        case Size(dimension):
            return mpf(world.sizes[dimension.name])
        case Variable(name, indices):
            return world.value(name, tuple(term(i, world, at) for i in indices))
        case Delta(left, right):
            return mpf(term(left, world, at) == term(right, world, at))
        case Order(left, right):
            return mpf(term(left, world, at) < term(right, world, at))
        case Add(terms):
            return mp.fsum(value(t, world, at) for t in terms)
        case Mul():
            return _product(expression, world, at)
        case Power(base, exponent):
            return _power(expression, value(base, world, at), value(exponent, world, at))
        case Function(name, argument):
            return _function(name, value(argument, world, at))
        case Sum(index, body):
            return mp.fsum(value(body, world, {**at, index.name: i}) for i in _range(index.dimension, world))
        case Product(index, body):
            return mp.fprod(value(body, world, {**at, index.name: i}) for i in _range(index.dimension, world))
        case Derivative(body, variable):
            place = tuple(term(i, world, at) for i in variable.indices)
            upper, lower = (value(body, world.over(variable.name, place, s), at) for s in (STEP, -STEP))
            return (upper - lower) / (2 * STEP)
        case Apply():
            return _apply(expression, world, at)


def _range(dimension: Dimension, world: World) -> range:
    return range(1, world.sizes[dimension.name] + 1)


def _product(expression: Mul, world: World, at: Mapping[str, int]) -> mpf:
    """A product is 0 where an indicator in it is, whatever the rest is."""
    factors = list(_flat(expression))
    if any(_is_indicator(f) and value(f, world, at) == 0 for f in factors):
        return mpf(0)
    return mp.fprod(value(f, world, at) for f in factors)


def _flat(expression: Mul) -> Iterator[Expression]:
    for factor in expression.factors:
        if isinstance(factor, Mul):
            yield from _flat(factor)
        else:
            yield factor


def _is_indicator(expression: Expression) -> bool:
    match expression:
        case Delta() | Order():
            return True
        case Add(parts) | Mul(parts):
            return any(map(_is_indicator, parts)) and all(isinstance(p, Number) or _is_indicator(p) for p in parts)
        case _:
            return False


def _power(expression: Power, base: mpf, exponent: mpf) -> mpf:
    if _has_variable(expression.exponent):
        if base <= 0:
            raise NoValue
        return base**exponent
    if exponent == mp.nint(exponent):
        if base == 0 and exponent < 0:
            raise NoValue
        return base ** int(exponent)
    if base < 0 or (base == 0 and exponent < 0):
        raise NoValue
    return base**exponent


def _has_variable(expression: Expression) -> bool:
    """Whether the exponent varies with the point: then a power asks for a base > 0."""
    match expression:
        case Number() | Constant() | Size():
            return False
        case Add(parts) | Mul(parts):
            return any(map(_has_variable, parts))
        case _:
            return True


def _function(name: str, x: mpf) -> mpf:
    if abs(x) > 200 and name not in ("abs", "sign", "relu", "log", "arctan"):
        raise NoValue
    if name == "log" and x <= 0:
        raise NoValue
    if name in ("abs", "sign", "relu") and 0 < abs(x) < 10 * STEP:
        raise NoValue  # a difference quotient across the kink
    return FUNCTIONS[name](x)


FUNCTIONS = {
    "exp": mp.exp,
    "log": mp.log,
    "sigma": lambda x: 1 / (1 + mp.exp(-x)),
    "tanh": mp.tanh,
    "sinh": mp.sinh,
    "cosh": mp.cosh,
    "sin": mp.sin,
    "cos": mp.cos,
    "tan": mp.tan,
    "arctan": mp.atan,
    "abs": abs,
    "sign": mp.sign,
    "relu": lambda x: max(x, mpf(0)),
    "softplus": lambda x: mp.log(1 + mp.exp(x)),
}


def _apply(expression: Apply, world: World, at: Mapping[str, int]) -> mpf:
    """An abstract F is sin(Σ w_c z_c + w) with a weight for each component of its arguments."""
    place = tuple(term(i, world, at) for i in expression.indices)
    form = _weight(expression.name, place)
    for position, argument in enumerate(expression.arguments):
        for where, inner in _components(argument, world, at):
            form += _weight(expression.name, place, position, where) * inner
    slope = mpf(1)
    for partial in expression.partials:
        where = tuple(term(i, world, at) for i in partial.indices)
        slope *= _weight(expression.name, place, partial.position, where)
    return slope * mp.sin(form + len(expression.partials) * mp.pi / 2)


def _components(argument: Argument, world: World, at: Mapping[str, int]) -> Iterator[tuple[Place, mpf]]:
    for place in product(*(_range(i.dimension, world) for i in argument.indices)):
        inner = {**at, **{i.name: p for i, p in zip(argument.indices, place, strict=True)}}
        yield place, value(argument.body, world, inner)


def _weight(*key: object) -> mpf:
    """A number that depends on the key alone."""
    return mpf(sum(ord(c) * (17 + n) for n, c in enumerate(repr(key))) % 89 + 7) / 41
