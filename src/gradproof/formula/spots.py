"""Every operand of a tree with a way to put something else there: what edits of a formula are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields

from gradproof.formula.tree import BigOperator, Chain, Indicator, Script, Tree

_NO_OPERANDS: dict[type, tuple[str, ...]] = {
    Script: ("base", "subscripts"),
    BigOperator: ("lower", "upper"),
    Indicator: ("condition",),
    Chain: ("operands",),
}

Put = Callable[[Tree], Tree]
"""Takes what is to stand at a place, gives the whole tree with it."""


def spots(tree: Tree) -> Iterator[tuple[Tree, Put]]:
    """Each operand with its Put, outside in, in the order it is written; indices and bounds of sums are none."""
    yield tree, lambda new: new
    for field in fields(tree):
        if field.name in _NO_OPERANDS.get(type(tree), ()):
            continue
        name, value = field.name, getattr(tree, field.name)
        for node, put_value in _within(value):
            for inner, put in spots(node):
                yield inner, _through(tree, name, put_value, put)


def _through(tree: Tree, name: str, put_value: Callable[[Tree], object], put: Put) -> Put:
    return lambda new: _with(tree, {name: put_value(put(new))})


def _with(tree: Tree, values: dict[str, object]) -> Tree:
    make: Callable[..., Tree] = type(tree)
    return make(**{field.name: values.get(field.name, getattr(tree, field.name)) for field in fields(tree)})


def _within(value: object) -> Iterator[tuple[Tree, Callable[[Tree], object]]]:
    """The nodes in a field's value, which may be tuples of tuples."""
    if isinstance(value, Tree):
        yield value, lambda new: new
    elif isinstance(value, tuple):
        for position, item in enumerate(value):
            for node, put in _within(item):
                yield node, _at(value, position, put)


def _at(value: tuple[object, ...], position: int, put: Callable[[Tree], object]) -> Callable[[Tree], object]:
    return lambda new: (*value[:position], put(new), *value[position + 1 :])
