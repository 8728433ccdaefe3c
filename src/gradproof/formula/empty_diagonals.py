"""What has no value where its two indices are equal: the p_{ij} of SNE, of which only i ≠ j is meant.

A page sets p_{ii} = 0, or its normalisation Σ_{k≠l} leaves the diagonal out and the page says no more. Then a sum of
p_{ij} log(p_{ij}/q_{ij}) has no term with i = j: 0 log 0 counts as 0, and so does 0/0 behind a factor 0.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from gradproof.formula.equations import TypedEquation
from gradproof.formula.expression import (
    ONE,
    Add,
    Definition,
    Delta,
    Derivative,
    Expression,
    Function,
    Index,
    IndexTerm,
    Model,
    Mul,
    Number,
    Power,
    Sum,
    Variable,
)
from gradproof.formula.reach import uses
from gradproof.formula.rename import map_parts, walk
from gradproof.formula.whole import negate

Pair = tuple[IndexTerm, ...]


class _Bare(Exception):
    """A logarithm or a quotient without a factor that is 0 where it has no value."""


@dataclass(frozen=True)
class Emptied:
    """The equation in which some symbols are 0 on their diagonals; `stated` are those of which the page says so."""

    typed: TypedEquation
    stated: tuple[str, ...]
    silent: tuple[str, ...]


def emptied(typed: TypedEquation) -> Emptied | None:
    """The equation without its terms on empty diagonals; None where none of its symbols has one, or one stands bare."""
    model = typed.model
    used = uses((typed.equation.left, typed.equation.right), model)
    formulas = {n: found for n, d in sorted(model.definitions.items()) if n in used and (found := _formula(d))}
    if not formulas:
        return None
    names = frozenset(formulas)
    definitions = dict(model.definitions)
    try:
        for name, definition in model.definitions.items():
            body = formulas[name][0] if name in formulas else definition.body
            definitions[name] = replace(definition, body=_without(body, names, ()))
        left, right = (_without(side, names, ()) for side in (typed.equation.left, typed.equation.right))
    except _Bare:
        return None
    seen = Model(definitions, model.shapes, model.labels, model.positive)
    other = replace(typed, model=seen, equation=replace(typed.equation, left=left, right=right))
    stated = tuple(n for n, (_, said) in formulas.items() if said)
    return Emptied(other, stated, tuple(n for n in formulas if n not in stated))


def _formula(definition: Definition) -> tuple[Expression, bool] | None:
    """The formula that holds off the diagonal, and whether the page sets the diagonal to 0; None for other symbols."""
    if len(definition.indices) != 2 or definition.parameters:
        return None
    own = Delta(*definition.indices)
    match definition.body:
        case Mul((first, body)) if first == Add((ONE, negate(own))):
            return body, True
    pairs = {frozenset((d.left, d.right)) for d in walk(definition.body) if isinstance(d, Delta)}
    if frozenset(definition.indices) in pairs or not any(map(_leaves_out, walk(definition.body))):
        return None
    return definition.body, False


def _leaves_out(node: Expression) -> bool:
    """Whether something is divided by a sum that leaves out one index: Σ_{k≠i}, Σ_{k≠l}."""
    if not (isinstance(node, Power) and isinstance(node.exponent, Number) and node.exponent.value < 0):
        return False
    sums = [inner for inner in walk(node.base) if isinstance(inner, Sum)]
    apart = [d for inner in sums for d in walk(inner.body) if isinstance(d, Delta)]
    bound = {inner.index for inner in sums}
    return any(isinstance(d.left, Index) and isinstance(d.right, Index) and {d.left, d.right} & bound for d in apart)


def _without(node: Expression, names: frozenset[str], zeros: tuple[Pair, ...]) -> Expression:
    """The expression with each of these symbols as a factor that is 0 on its diagonal; `zeros` are those around."""
    match node:
        case Variable(name, indices) if name in names:
            return Mul((_off(indices), node))
        case Mul(factors):
            inside = (*zeros, *(pair for f in factors for pair in _factors(f, names)))
            return Mul(tuple(_without(f, names, inside) for f in factors))
        case Function("log", argument):
            return Function("log", _kept(argument, names, zeros))
        case Power(base, Number(value) as exponent) if value < 0:
            return Power(_kept(base, names, zeros), exponent)
        case Derivative(body, variable) if variable.name in names:
            del body
            raise _Bare
    return map_parts(node, lambda part: _without(part, names, zeros))


def _off(indices: Pair) -> Expression:
    return Add((ONE, negate(Delta(*indices))))


def _factors(factor: Expression, names: frozenset[str]) -> list[Pair]:
    """The indices of the symbols that a factor is, or is the derivative of."""
    inner = factor.body if isinstance(factor, Derivative) else factor
    if isinstance(inner, Mul):
        return [pair for f in inner.factors for pair in _factors(f, names)]
    return [inner.indices] if isinstance(inner, Variable) and inner.name in names else []


def _kept(node: Expression, names: frozenset[str], zeros: tuple[Pair, ...]) -> Expression:
    """What is divided by, or taken the logarithm of: its symbols keep a value on the diagonal, where a factor is 0."""
    for inner in walk(node):
        if isinstance(inner, Variable) and inner.name in names and inner.indices not in zeros:
            raise _Bare
    return node
