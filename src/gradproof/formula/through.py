"""Definitions seen through what they are written over: with z = wᵀx + b, ŷ = σ(wᵀx + b) is the function σ(z) of z.

A page that says "ŷ = σ(wᵀx + b), where z = wᵀx + b" and takes ∂ŷ/∂z means this. Only where nothing else of ŷ rests on
w, x or b is the derivative by z the one that is meant; otherwise nobody can say what is held fixed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from gradproof.formula.equations import TypedEquation
from gradproof.formula.expression import (
    Add,
    Apply,
    Constant,
    Definition,
    Delta,
    Derivative,
    Expression,
    Function,
    Index,
    IndexTerm,
    Label,
    Model,
    Mul,
    Number,
    Power,
    Product,
    Size,
    Sum,
    Variable,
)
from gradproof.formula.reach import uses
from gradproof.formula.rename import map_parts, walk

Places = Mapping[str, IndexTerm]
"""What stands for the indices of the pattern."""

_MOST = 5
"""So many terms or factors are compared in any order."""


def seen_through(typed: TypedEquation, name: str) -> TypedEquation | None:
    """The equation whose definitions are written over the symbol that it differentiates by; None where they cannot be.

    They can where each derivative by the symbol then depends on it, and on nothing else that its definition rests on.
    """
    model = typed.model
    pattern = model.definitions[name]
    if pattern.parameters or isinstance(pattern.body, Number | Constant):
        return None
    below = {n for n in uses((pattern.body,), model) if not n.endswith("()")} | {name}
    definitions = {
        n: d if n in below else replace(d, body=_over(d.body, pattern)) for n, d in model.definitions.items()
    }
    seen = replace(model, definitions=definitions)
    left, right = (_in_derivatives(side, pattern) for side in (typed.equation.left, typed.equation.right))
    found = replace(typed, model=seen, equation=replace(typed.equation, left=left, right=right))
    taken = [n for s in (left, right) for n in walk(s) if isinstance(n, Derivative) and n.variable.name == name]
    return found if all(_is_apart(node.body, name, below, seen) for node in taken) else None


def _is_apart(body: Expression, name: str, below: set[str], model: Model) -> bool:
    closed = replace(model, definitions={n: d for n, d in model.definitions.items() if n != name})
    used = uses((body,), closed)
    return name in used and used & below == {name}


def _in_derivatives(side: Expression, pattern: Definition) -> Expression:
    if isinstance(side, Derivative) and side.variable.name == pattern.name:
        return Derivative(_over(side.body, pattern), side.variable)
    return map_parts(side, lambda part: _in_derivatives(part, pattern))


def _over(body: Expression, pattern: Definition) -> Expression:
    """The body with every occurrence of what the pattern defines replaced by its symbol."""
    places = _matched(pattern.body, body, {}, frozenset(i.name for i in pattern.indices))
    if places is not None and all(i.name in places for i in pattern.indices):
        return Variable(pattern.name, tuple(places[i.name] for i in pattern.indices))
    return map_parts(body, lambda part: _over(part, pattern))


def _matched(pattern: Expression, body: Expression, places: Places, free: frozenset[str]) -> Places | None:
    """What the indices of the pattern stand for where it is this expression; None where it is not."""
    if type(pattern) is not type(body):
        return None
    match pattern, body:
        case (Number(), _) | (Constant(), _) | (Size(), _):
            return places if pattern == body else None
        case Variable(name, ours), Variable(other, theirs):
            return _terms(ours, theirs, places, free) if name == other else None
        case Delta(a, b), Delta(c, d):
            return _terms((a, b), (c, d), places, free)
        case Add(ours), Add(theirs):
            return _in_any_order(ours, theirs, places, free)
        case Mul(ours), Mul(theirs):
            return _in_any_order(ours, theirs, places, free)
        case Power(base, exponent), Power(other, another):
            found = _matched(base, other, places, free)
            return None if found is None else _matched(exponent, another, found, free)
        case Function(name, argument), Function(other, another):
            return _matched(argument, another, places, free) if name == other else None
        case Sum(index, inside) | Product(index, inside), Sum(other, another) | Product(other, another):
            return _bound((index,), inside, (other,), another, places, free)
        case Apply(name, ours, arguments, ()), Apply(other, theirs, others, ()) if name == other:
            found = _terms(ours, theirs, places, free)
            for one, two in zip(arguments, others, strict=False):
                if found is None or len(one.indices) != len(two.indices):
                    return None
                found = _bound(one.indices, one.body, two.indices, two.body, found, free)
            return found if len(arguments) == len(others) else None
    return None


def _bound(
    ours: tuple[Index, ...],
    inside: Expression,
    theirs: tuple[Index, ...],
    another: Expression,
    places: Places,
    free: frozenset[str],
) -> Places | None:
    """Two bodies under binders, whose indices stand for one another."""
    if any(a.dimension != b.dimension for a, b in zip(ours, theirs, strict=True)):
        return None
    mine = {a.name for a in ours}
    if mine & free or any(isinstance(t, Index) and t.name in {b.name for b in theirs} for t in places.values()):
        return None
    inner = {**places, **{a.name: b for a, b in zip(ours, theirs, strict=True)}}
    found = _matched(inside, another, inner, free)
    if found is None:
        return None
    captured = {b.name for b in theirs} & {t.name for n, t in found.items() if n in free and isinstance(t, Index)}
    return None if captured else {n: t for n, t in found.items() if n not in mine}


def _in_any_order(
    ours: tuple[Expression, ...], theirs: tuple[Expression, ...], places: Places, free: frozenset[str]
) -> Places | None:
    if len(ours) != len(theirs) or len(ours) > _MOST:
        return None
    if not ours:
        return places
    for position, other in enumerate(theirs):
        found = _matched(ours[0], other, places, free)
        rest = theirs[:position] + theirs[position + 1 :]
        if found is not None and (done := _in_any_order(ours[1:], rest, found, free)) is not None:
            return done
    return None


def _terms(
    ours: tuple[IndexTerm, ...], theirs: tuple[IndexTerm, ...], places: Places, free: frozenset[str]
) -> Places | None:
    if len(ours) != len(theirs):
        return None
    for mine, other in zip(ours, theirs, strict=True):
        if isinstance(mine, Index) and (mine.name in free or mine.name in places):
            if mine.name in places and places[mine.name] != other:
                return None
            if mine.dimension != other.dimension:
                return None
            places = {**places, mine.name: other}
        elif isinstance(mine, Label) and isinstance(other, Label) and mine.arguments:
            found = _terms(mine.arguments, other.arguments, places, free) if mine.name == other.name else None
            if found is None or mine.dimension != other.dimension:
                return None
            places = found
        elif mine != other:
            return None
    return places
