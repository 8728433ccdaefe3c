"""Walks over a tree that need not know its nodes: its children, its depth, the tree without places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any, TypeVar, cast, overload

from gradproof.formula.tree import (
    Add,
    BigOperator,
    Call,
    Cases,
    Chain,
    Derivative,
    Divide,
    Group,
    Indicator,
    Matrix,
    Norm,
    Number,
    Product,
    Row,
    Script,
    Sequence,
    Statement,
    Symbol,
    Tree,
)
from gradproof.source import NOWHERE, Span

Node = Tree | Statement | Row
T = TypeVar("T")


@overload
def children(node: Tree) -> tuple[Tree, ...]: ...
@overload
def children(node: Node) -> tuple[Node, ...]: ...
def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly inside a node, in the order they are written."""
    match node:
        case Symbol() | Number():
            return ()
        case Row(statements):
            return statements
        case Statement(tree, conditions):
            return (tree, *conditions)
        case Script(base, subscripts, superscript):
            return (base, *subscripts, *_some(superscript))
        case Group(_, items, given):
            return items + given
        case Norm(body):
            return (body,)
        case Add(terms):
            return tuple(t for _, t in terms)
        case Product(factors):
            return factors
        case Divide(numerator, denominator):
            return (numerator, denominator)
        case Derivative(numerator, variables, operand):
            return (*_some(numerator), *(v for v, _ in variables), *_some(operand))
        case BigOperator(_, lower, upper, body):
            return (*lower, *_some(upper), body)
        case Call(_, arguments, power, subscript):
            return (*arguments, *_some(power), *subscript)
        case Indicator(condition):
            return (condition,)
        case Cases(rows):
            return tuple(t for value, condition in rows for t in (value, *_some(condition)))
        case Matrix(rows):
            return tuple(t for row in rows for t in row)
        case Chain(operands):
            return tuple(o for o in operands if o is not None)
        case Sequence(items):
            return items
        case _:
            return ()


def _some(tree: Tree | None) -> tuple[Tree, ...]:
    return () if tree is None else (tree,)


def descendants(node: Node) -> Iterator[Node]:
    """The node and all nodes inside it, each before those inside it. Takes no recursion of Python's."""
    waiting = [node]
    while waiting:
        here = waiting.pop()
        yield here
        waiting.extend(reversed(children(here)))


def deepest(node: Node) -> tuple[int, Node]:
    """The number of nodes on the longest way down, and the node at its end. Takes no recursion of Python's."""
    depth, end = 0, node
    waiting = [(1, node)]
    while waiting:
        level, here = waiting.pop()
        if level > depth:
            depth, end = level, here
        waiting.extend((level + 1, child) for child in children(here))
    return depth, end


def without_places(value: T) -> T:
    """A tree (or a tuple of trees) with every span NOWHERE, so that == compares what is written, not where."""
    return cast(T, _placeless(value))


def _placeless(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(map(_placeless, value))
    if isinstance(value, Span):
        return NOWHERE
    if isinstance(value, Node):
        parts: dict[str, Any] = {field.name: _placeless(getattr(value, field.name)) for field in fields(value)}
        return type(value)(**parts)
    return value
