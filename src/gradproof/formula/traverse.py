"""Walks over a tree that need not know its nodes: its children, its depth, the tree without places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any, TypeVar, cast

from gradproof.formula.tree import Row, Statement, Tree
from gradproof.source import NOWHERE, Span

Node = Tree | Statement | Row
T = TypeVar("T")


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly inside a node, in the order of its fields."""
    return tuple(child for field in fields(node) for child in _nodes(getattr(node, field.name)))


def _nodes(value: object) -> Iterator[Node]:
    if isinstance(value, tuple):
        for part in value:
            yield from _nodes(part)
    elif isinstance(value, Node):
        yield value


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
