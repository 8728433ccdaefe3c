"""Expressions evaluated at points written by hand, for the tests of this room."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from random import Random

import flint
from flint import arb, fmpq

from gradproof.formula.expression import (
    Equation,
    Expression,
    Model,
)
from gradproof.proof.evaluate import Program, compile_equation, evaluate
from gradproof.proof.number import Real
from gradproof.proof.point import Place, Point
from tests.proof.building import (
    model,
    num,
)

ZERO = num(0)


def value(
    expression: Expression,
    given: Model | None = None,
    values: Mapping[str, object] | None = None,
    sizes: Mapping[str, int] | None = None,
    indices: Mapping[str, int] | None = None,
    labels: Mapping[tuple[str, Place], int] | None = None,
) -> Real:
    """The value of an expression at a point whose arrays are given as nested lists."""
    program = compile_equation(Equation(expression, ZERO), given or model())
    flat = {(name, place): fmpq(entry) for name, array in (values or {}).items() for place, entry in entries(array)}
    with flint.ctx.workprec(128):
        return evaluate(program, Point(sizes or {}, flat, labels or {}), indices or {})[0]


def entries(array: object, at: Place = ()) -> list[tuple[Place, str | int]]:
    if isinstance(array, list):
        return [entry for position, part in enumerate(array, 1) for entry in entries(part, (*at, position))]
    assert isinstance(array, str | int)
    return [(at, array)]


def close(a: Real, b: Real | float, within: float = 1e-15) -> bool:
    return abs(float(arb(a) - arb(b))) < within


def seeded_point(program: Program, sizes: Mapping[str, int], labels: Mapping[tuple[str, Place], int]) -> Point:
    chance = Random(3)
    return Point(
        sizes,
        {
            (name, place): fmpq(chance.randint(-9, 9), 7)
            for name, shape in program.occurrences.variables.items()
            for place in product(*(range(1, sizes[axis] + 1) for axis in shape))
        },
        labels,
    )
