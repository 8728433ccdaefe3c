"""Shorthand for gradients: on a page that says dX = ∂L/∂X, every dW is the derivative of L by W.

A page that begins a formula with dW = …, and takes derivatives of one loss only, means the same without saying so. What
it claims is then proved under that assumption, and never called false. Where a page has differentials, dy = 2x dx, or a
symbol d, nothing is read so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from gradproof.formula.commands import GREEK
from gradproof.formula.letters import walk
from gradproof.formula.matrices import is_mark
from gradproof.formula.traverse import Node, mapped, without_places
from gradproof.formula.tree import (
    Add,
    BigOperator,
    Call,
    Chain,
    Derivative,
    Group,
    Mark,
    Operator,
    Product,
    Row,
    Script,
    Statement,
    Symbol,
    Tree,
)

GRADIENT = "gradient"
"""The mark among the conditions of a statement that is read so though the page does not say it."""
_SIGNS = frozenset({"d", "delta", "Delta", "partial"})
_LOSSES = frozenset({"L", "J", "E", "C", "ell", "loss", "Loss", "cost", "Cost"})
_WORD = re.compile(r"d([A-Za-z]|[A-Za-z][a-z]+)")


@dataclass(frozen=True, slots=True)
class Shorthand:
    """What stands for ∂L/∂X: the sign before X, and L, for some X another loss; `told` where the page says so."""

    sign: str
    loss: Tree | None
    losses: tuple[tuple[Tree, Tree], ...] = ()
    told: bool = True

    def loss_of(self, variable: Tree) -> Tree | None:
        """The loss that a sign before this variable differentiates."""
        own = (loss for name, loss in self.losses if name == without_places(variable))
        return next(own, self.loss)


def shorthand(trees: Iterable[Tree]) -> Shorthand | None:
    """The shorthand for gradients of a page; None for a page that has none."""
    every = tuple(trees)
    stated = [found for tree in every for found in _stated(tree)]
    if stated:
        signs = {sign for sign, _, _ in stated}
        losses = {without_places(loss): loss for _, _, loss in stated}
        if len(signs) > 1:
            return None
        common = next(iter(losses.values())) if len(losses) == 1 else None
        return Shorthand(signs.pop(), common, tuple((without_places(x), loss) for _, x, loss in stated))
    begun = [tree for tree in every if isinstance(tree, Chain) and "=" in tree.relations and _begins(tree)]
    if not begun or any(_other_use(node) for tree in every for node in walk(tree)):
        return None
    losses = {without_places(loss): loss for tree in every for loss in _losses(tree)}
    return Shorthand("d", next(iter(losses.values())), told=False) if len(losses) == 1 else None


def with_shorthand(node: Node, found: Shorthand | None) -> Node:
    """The node with derivatives in the place of shorthand; what the page does not say is marked in its statement."""
    if found is None:
        return node
    if isinstance(node, Row):
        return replace(node, statements=tuple(_statement(statement, found) for statement in node.statements))
    return mapped(node, lambda inner: _written_out(inner, found))


def _statement(statement: Statement, found: Shorthand) -> Statement:
    after = mapped(statement, lambda inner: _written_out(inner, found))
    if found.told or after == statement:
        return after
    return replace(after, conditions=(*after.conditions, Mark(GRADIENT, replace(after.span, end=after.span.start))))


# What the page says.


def _stated(tree: Tree) -> Iterator[tuple[str, Tree, Tree]]:
    """The sign, the variable and the loss of every dX = ∂L/∂X in a chain."""
    if not isinstance(tree, Chain):
        return
    for left, right in pairwise(tree.operands):
        for short, long in ((left, right), (right, left)):
            match _short(short), long:
                case (sign, variable), Derivative(Symbol() as loss, ((by, 1),), None):
                    if without_places(by) == without_places(variable):
                        yield sign, variable, loss


def _short(tree: Tree | None) -> tuple[str, Tree] | None:
    """The sign and the variable of a tree that is nothing but dX."""
    match tree:
        case Product((Symbol(sign, "" | "word", ()), (Symbol() | Script()) as variable), ("",)) if sign in _SIGNS:
            return (sign, variable)
        case Symbol(name, "word", ()) if (inner := _inside(name)) is not None:
            return ("d", Symbol(inner, "", (), tree.span))
    return None


def _inside(name: str) -> str | None:
    """The W of the word dW, the gamma of dgamma."""
    match = _WORD.fullmatch(name)
    known = match is not None and (len(match[1]) == 1 or match[1] in GREEK)
    return match[1] if known and match is not None else None


def _begins(tree: Chain) -> bool:
    """Whether an equation says what dX is, and X is no loss, as in dL = …"""
    found = _short(tree.operands[0])
    return found is not None and found[0] == "d" and _name(found[1]) not in _LOSSES


def _other_use(node: Tree) -> bool:
    """Whether a formula has d in another sense: an integral, d(…), d log x, dL, or a d that stands alone."""
    match node:
        case BigOperator(kind):
            return kind in ("int", "iint", "oint")
        case Product(factors):
            return any(
                _is_sign(a) and (isinstance(b, Group | Call) or _name(b) in _LOSSES) for a, b in pairwise(factors)
            ) or _is_sign(factors[-1])
        case Script(base):
            return _is_sign(base)
        case Add(terms):
            return any(_is_sign(term) for _, term in terms)
        case Chain(operands):
            return any(operand is not None and _is_sign(operand) for operand in operands)
    return False


def _is_sign(tree: Tree) -> bool:
    return isinstance(tree, Symbol) and tree.name == "d" and tree.style in ("", "word")


def _name(tree: Tree) -> str:
    base = tree.base if isinstance(tree, Script) else tree
    return base.name if isinstance(base, Symbol) else ""


def _losses(tree: Tree) -> Iterator[Tree]:
    """The losses that a formula differentiates, or says something of."""
    for node in walk(tree):
        match node:
            case Derivative(Symbol(name) as loss) if name in _LOSSES:
                yield loss
    match tree:
        case Chain((Symbol(name) as loss, *_)) if name in _LOSSES:
            yield loss


# Derivatives in the place of shorthand.


def _written_out(node: Node, found: Shorthand) -> Node:
    match node:
        case Symbol(_, "word") if found.sign == "d" and (short := _short(node)) is not None:
            return _derivative(short[1], found, node) or node
        case Product():
            return _product(node, found)
    return node


def _product(tree: Product, found: Shorthand) -> Tree:
    factors: list[Tree] = []
    operators: list[Operator] = []
    place = 0
    while place < len(tree.factors):
        pair = Product(tree.factors[place : place + 2], tree.operators[place : place + 1], tree.span)
        whole, step = _pair(pair, found), 2
        if whole is None:
            whole, step = tree.factors[place], 1
        operators += tree.operators[place - 1 : place] if place else ()
        factors.append(whole)
        place += step
    return factors[0] if len(factors) == 1 else replace(tree, factors=tuple(factors), operators=tuple(operators))


def _pair(pair: Product, found: Shorthand) -> Tree | None:
    """The derivative that two factors stand for, dX or dX^T; None for any other two."""
    short = _short(pair) if len(pair.factors) == 2 else None
    if short is None or short[0] != found.sign:
        return None
    variable = short[1]
    place = pair.factors[0]
    match variable:
        case Script(base, (), superscript, 0) if is_mark(superscript):
            inner = _derivative(base, found, pair)
            group = None if inner is None else Group("(", (inner,), (), inner.span)
            return None if group is None else Script(group, (), superscript, 0, place.span.join(variable.span))
    return _derivative(variable, found, pair)


def _derivative(variable: Tree, found: Shorthand, where: Tree) -> Tree | None:
    loss = found.loss_of(variable)
    span = where.factors[0].span.join(variable.span) if isinstance(where, Product) else where.span
    return None if loss is None else Derivative(loss, ((variable, 1),), None, False, False, False, span)
