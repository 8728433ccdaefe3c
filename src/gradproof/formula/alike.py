"""What several entries of a matrix have in common: the tree of which each is a case, with letters for row and column.

They may differ only where indices stand, in subscripts and in brackets above.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from typing import cast

from gradproof.formula.traverse import without_places
from gradproof.formula.tree import Group, Number, Script, Symbol, Tree

ROW, COLUMN = "row", "column"
"""The letters of the general entry; nobody can write a letter so long on a page."""


@dataclass(frozen=True, slots=True)
class Cell:
    """An entry, with the numbers of its row and column where there are dots between those."""

    tree: Tree
    row: Tree | None
    column: Tree | None


def merged(cells: Sequence[Cell]) -> Tree | None:
    """The tree with the letters of row and column of which every entry is a case; None where there is none."""
    rows = [written(cell.row) for cell in cells]
    columns = [written(cell.column) for cell in cells]

    def merge(values: list[object], slot: bool) -> object:
        texts = [written(value) for value in values]
        if len(set(texts)) == 1:
            return values[0]
        if slot and isinstance(values[0], Tree):
            letter = ROW if texts == rows else COLUMN if texts == columns else ""
            if letter:
                return Symbol(letter, "", (), values[0].span)
        if isinstance(values[0], tuple):
            return tuple(merge(part, inside) for part, inside in _parts(values, slot))
        if not isinstance(values[0], Tree) or len({type(value) for value in values}) > 1:
            raise _Unlike
        kind: Callable[..., object] = type(values[0])
        names = [field.name for field in fields(values[0])]
        return kind(**{n: merge(part, inside) for n, (part, inside) in zip(names, _parts(values, slot), strict=True)})

    try:
        return cast(Tree, merge([cell.tree for cell in cells], False))
    except _Unlike:
        return None


class _Unlike(Exception):
    """Entries are no cases of one."""


def _parts(values: list[object], slot: bool) -> list[tuple[list[object], bool]]:
    """The parts of several values side by side, each with whether indices stand in it; none where they are unlike."""
    first = values[0]
    if isinstance(first, tuple):
        if any(not isinstance(value, tuple) or len(value) != len(first) for value in values):
            raise _Unlike
        return [(list(part), slot) for part in zip(*cast(list[tuple[object, ...]], values), strict=True)]
    if not isinstance(first, Tree) or any(type(value) is not type(first) for value in values):
        return []
    if isinstance(first, Script):
        values = list(_with_digits_apart(cast(list[Script], values)))
    return [([getattr(v, f.name) for v in values], _is_slot(first, f.name, slot)) for f in fields(first)]


def _is_slot(tree: Tree, name: str, slot: bool) -> bool:
    """Whether indices stand in a part of a node: in subscripts, and in brackets above."""
    if isinstance(tree, Script):
        above = isinstance(tree.superscript, Group) and tree.superscript.kind in ("(", "[")
        return name == "subscripts" or (name == "superscript" and above)
    return slot and isinstance(tree, Group)


def _with_digits_apart(scripts: list[Script]) -> list[Script]:
    """x_{11} with two indices, as x_{1D} beside it has them."""
    most = max(len(script.subscripts) for script in scripts)
    return [_digits_apart(script, most) for script in scripts]


def _digits_apart(script: Script, count: int) -> Script:
    match script.subscripts:
        case (Number(value),) if count > 1 and len(str(value)) == count and str(value).isdigit():
            digits = tuple(Number(Fraction(int(digit)), script.span) for digit in str(value))
            return replace(script, subscripts=digits)
    return script


def written(value: object) -> object:
    """A value without places, to be compared."""
    return without_places(value)


def is_case(general: Tree, cell: Tree) -> bool:
    """Whether an entry is the general one with some letters in the places of row and column."""
    named: dict[str, object] = {}

    def agree(pair: list[object], slot: bool) -> bool:
        a, b = pair
        if isinstance(a, Symbol) and a.name in (ROW, COLUMN):
            return isinstance(b, Symbol) and named.setdefault(a.name, written(b)) == written(b)
        inside = _parts(pair, slot)
        return all(agree(*part) for part in inside) if inside else written(a) == written(b)

    try:
        return agree([general, cell], False)
    except _Unlike:
        return False


def changed(first: Tree, other: Tree, start: int) -> list[Tree]:
    """What stands in another entry at each place where the first one has this number as an index."""
    found: list[Tree] = []

    def compare(pair: list[object], slot: bool) -> None:
        a, b = pair
        if slot and isinstance(a, Number) and a.value == start and isinstance(b, Tree):
            if written(a) != written(b):
                found.append(b)
            return
        for part, inside in _parts(pair, slot):
            compare(part, inside)

    with suppress(_Unlike):
        compare([first, other], False)
    return found
