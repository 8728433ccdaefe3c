"""What a page says of the values of a variable: y is one of two numbers, p lies between two others.

A restricted variable is written over free ones, y_i = a + (b - a) δ(choice_i, 1) and p = a + (b - a) u/(u + v): that is
every number of the set and no other, so proofs and counterexamples need no rules of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from gradproof.formula.expression import (
    Add,
    Definition,
    Delta,
    Dimension,
    Expression,
    Fixed,
    Index,
    Label,
    Model,
    Mul,
    Number,
    Power,
    Sum,
    Variable,
    integer,
)
from gradproof.formula.tree import Add as AddTree
from gradproof.formula.tree import Chain, Group, Sequence, Tree
from gradproof.formula.tree import Number as NumberTree

_TWO = Dimension("2")


@dataclass(frozen=True, slots=True)
class Restriction:
    """The values of a variable: the two numbers of `ends`, what lies between them, or ("few") not known what.

    "definite" is said of a symmetric matrix that is positive definite.

    `closed` says of each end of an interval whether it belongs to it.
    """

    kind: str
    ends: tuple[Fraction, Fraction] = (Fraction(0), Fraction(1))
    closed: tuple[bool, bool] = (True, True)

    def applies(self) -> bool:
        """Whether the values can be written over free variables."""
        return self.kind in ("pair", "interval", "definite")

    def narrowed(self, model: Model, name: str) -> Model:
        """The model in which the variable, which nobody defines, has such values only."""
        if self.kind == "definite":
            return _definite(model, name)
        shape = model.shapes[name]
        indices = tuple(Index(f"{name}_at{n}", dimension) for n, dimension in enumerate(shape))
        low, high = self.ends
        labels, positive, free = dict(model.labels), model.positive, {}
        if self.kind == "pair":
            chosen = f"{name}_choice"
            labels[chosen] = (*shape, _TWO)
            share: Expression = Delta(Label(chosen, indices, _TWO), Fixed(1, _TWO))
        else:
            names = (f"{name}_below", f"{name}_above")
            free = dict.fromkeys(names, shape)
            positive |= {n for n, closed in zip(names, self.closed, strict=True) if not closed}
            below, above = (
                Power(Variable(n, indices), integer(2 if closed else 1))
                for n, closed in zip(names, self.closed, strict=True)
            )
            share = Mul((below, Power(Add((below, above)), integer(-1))))
        body = Add((Number(low), Mul((Number(high - low), share))))
        shapes = {n: s for n, s in model.shapes.items() if n != name}
        definitions = {**model.definitions, name: Definition(name, indices, (), body)}
        return replace(model, definitions=definitions, shapes={**shapes, **free}, labels=labels, positive=positive)


FEW = Restriction("few")


def _definite(model: Model, name: str) -> Model:
    """The model in which a symmetric matrix is R R^T + c I with c > 0, as every positive definite one is."""
    free, root, shift = f"{name}_free", f"{name}_root", f"{name}_shift"
    if free not in model.shapes:
        return model
    shape = model.shapes[free]
    first, second, between_them = (Index(f"{name}_at{n}", shape[0]) for n in range(3))
    square = Sum(between_them, Mul((Variable(root, (first, between_them)), Variable(root, (second, between_them)))))
    body = Add((square, Mul((Variable(shift), Delta(first, second)))))
    shapes = {n: s for n, s in model.shapes.items() if n != free}
    definitions = {**model.definitions, name: Definition(name, (first, second), (), body)}
    return replace(
        model, definitions=definitions, shapes={**shapes, root: shape, shift: ()}, positive=model.positive | {shift}
    )


def of_set(group: Group) -> Restriction:
    """The values in {0, 1}, (0, 1) or [0, 1]; FEW of any other set."""
    items = [part for item in group.items for part in (item.items if isinstance(item, Sequence) else (item,))]
    values = [_number(item) for item in items]
    if len(values) != 2 or group.given or values[0] is None or values[1] is None or values[0] == values[1]:
        return FEW
    ends = (values[0], values[1])
    if group.kind == "\\{":
        return Restriction("pair", ends)
    if group.kind in ("(", "[") and ends[0] < ends[1]:
        return Restriction("interval", ends, (group.kind == "[", group.kind == "["))
    return FEW


def between(tree: Tree) -> tuple[Tree, Restriction] | None:
    """The p of 0 < p < 1, with what it lies between; also of 0 ≤ p ≤ 1 and 1 > p > 0."""
    if not isinstance(tree, Chain) or len(tree.operands) != 3:
        return None
    first, middle, last = tree.operands
    relations = tree.relations
    if set(relations) <= {">", "\\geq"}:
        first, last, relations = last, first, relations[::-1]
    elif not set(relations) <= {"<", "\\leq"}:
        return None
    low, high = (None if end is None else _number(end) for end in (first, last))
    if low is None or high is None or middle is None or low >= high:
        return None
    closed = (relations[0] in ("\\leq", "\\geq"), relations[1] in ("\\leq", "\\geq"))
    return middle, Restriction("interval", (low, high), closed)


def _number(tree: Tree) -> Fraction | None:
    """The value of a number, maybe with a sign."""
    match tree:
        case NumberTree(value):
            return value
        case AddTree(((sign, NumberTree(value)),)):
            return sign * value
    return None
