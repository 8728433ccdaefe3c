"""Walks over a tree that need not know its nodes: its children, its depth, the tree without places."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from functools import cache
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
    Product,
    Row,
    Script,
    Sequence,
    Statement,
    Tree,
)
from gradproof.source import NOWHERE, Span

Node = Tree | Statement | Row
T = TypeVar("T")
N = TypeVar("N", bound=Node)


@overload
def children(node: Tree) -> tuple[Tree, ...]: ...
@overload
def children(node: Node) -> tuple[Node, ...]: ...
def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly inside a node, in the order they are written."""
    inside = _CHILDREN.get(type(node))
    return inside(node) if inside is not None else ()


def _some(tree: Tree | None) -> tuple[Tree, ...]:
    return () if tree is None else (tree,)


def _of_derivative(node: Derivative) -> tuple[Tree, ...]:
    return (*_some(node.numerator), *(v for v, _ in node.variables), *_some(node.operand))


def _of_call(node: Call) -> tuple[Tree, ...]:
    return (*node.arguments, *_some(node.power), *node.subscript)


def _of_cases(node: Cases) -> tuple[Tree, ...]:
    return tuple(t for value, condition in node.rows for t in (value, *_some(condition)))


_CHILDREN: dict[type, Callable[[Any], tuple[Node, ...]]] = {
    Row: lambda node: node.statements,
    Statement: lambda node: (node.tree, *node.conditions),
    Script: lambda node: (node.base, *node.subscripts, *_some(node.superscript)),
    Group: lambda node: node.items + node.given,
    Norm: lambda node: (node.body,),
    Add: lambda node: tuple([t for _, t in node.terms]),
    Product: lambda node: node.factors,
    Divide: lambda node: (node.numerator, node.denominator),
    Derivative: _of_derivative,
    BigOperator: lambda node: (*node.lower, *_some(node.upper), node.body),
    Call: _of_call,
    Indicator: lambda node: (node.condition,),
    Cases: _of_cases,
    Matrix: lambda node: tuple([t for row in node.rows for t in row]),
    Chain: lambda node: tuple([o for o in node.operands if o is not None]),
    Sequence: lambda node: node.items,
}
"""By the kind of a node; a kind that is not here has nothing inside. (A table: a match is slow in the hottest walk.)"""


def descendants(node: Node) -> Iterator[Node]:
    """The node and all nodes inside it, each before those inside it. Takes no recursion of Python's."""
    waiting = [node]
    while waiting:
        here = waiting.pop()
        yield here
        inside = _CHILDREN.get(type(here))
        if inside is not None:
            waiting += inside(here)[::-1]


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
        kind: Any = type(value)
        return kind(*[_placeless(getattr(value, name)) for name in _field_names(kind)])
    return value


@cache
def _field_names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def mapped(node: N, change: Callable[[Node], Node]) -> N:
    """The node after `change` of every node in it, the innermost first; what it leaves stays the same object."""
    return cast(N, _mapped(node, change))


def _mapped(value: object, change: Callable[[Node], Node]) -> object:
    if isinstance(value, tuple):
        return tuple(_mapped(v, change) for v in value)
    if not isinstance(value, Node):
        return value
    parts: dict[str, Any] = {}
    for field in fields(value):
        before = getattr(value, field.name)
        after = _mapped(before, change) if isinstance(before, tuple | Node) else before
        if after is not before and after != before:
            parts[field.name] = after
    return change(replace(value, **parts) if parts else value)


def substitute(tree: Tree, old: Tree, new: Tree) -> Tree:
    """The tree with every part that is written like `old` replaced."""
    if without_places(tree) == without_places(old):
        return new
    changed: dict[str, Any] = {f.name: _substitute_value(getattr(tree, f.name), old, new) for f in fields(tree)}
    return replace(tree, **changed)


def _substitute_value(value: object, old: Tree, new: Tree) -> object:
    if isinstance(value, tuple):
        return tuple(_substitute_value(v, old, new) for v in value)
    return substitute(value, old, new) if isinstance(value, Tree) else value
