"""Entries stacked into one column: a 2×3 matrix beside a vector of length 6, a 2×2×2×3 Jacobian beside a 6×4 matrix.

Pages reshape matrices to vectors so that a Jacobian is a matrix, and seldom say in which order. The entries may stand
row by row or column by column, and the rows of a Jacobian may belong to what is differentiated or to what it is
differentiated by. Only matrices whose sizes are numbers are read so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import prod

from gradproof.formula.expression import Add, Delta, Expression, Fixed, Index, Mul
from gradproof.formula.literals import MOST_ENTRIES
from gradproof.formula.reading import Reading
from gradproof.formula.rename import rename_index
from gradproof.formula.whole import Whole


@dataclass(frozen=True, slots=True)
class Stacking:
    """An order of entries, and whether the rows of a Jacobian belong to what it is differentiated by."""

    by_columns: bool
    turned: bool

    def __str__(self) -> str:
        order = "column by column" if self.by_columns else "row by row"
        return f"Entries are read as stacked {order}."


STACKINGS = tuple(Stacking(by_columns, turned) for by_columns in (False, True) for turned in (True, False))


def unstacked(ctx: Reading, left: Whole, right: Whole, stacking: Stacking) -> tuple[Whole, Whole] | None:
    """Both sides over the axes of the one that has more of them; None where neither is the other one stacked."""
    if len(left.axes) > len(right.axes):
        spread = _spread(ctx, left, right, stacking)
        return None if spread is None else (left, spread)
    spread = _spread(ctx, right, left, stacking)
    return None if spread is None else (spread, right)


def _spread(ctx: Reading, wide: Whole, flat: Whole, stacking: Stacking) -> Whole | None:
    """The stacked side over the axes of the other one."""
    sizes = [_size(ctx, axis) for axis in wide.axes]
    if 0 in sizes or prod(sizes) > MOST_ENTRIES * MOST_ENTRIES:
        return None
    for groups in _groups(len(wide.axes), len(flat.axes), stacking):
        if all(
            _size(ctx, axis) == prod(sizes[n] for n in group) for axis, group in zip(flat.axes, groups, strict=True)
        ):
            return _placed(wide, flat, sizes, groups, stacking)
    return None


def _size(ctx: Reading, axis: Index) -> int:
    """The size of an axis where it is a number, else 0."""
    name = ctx.unifier.find(axis.dimension).name
    return int(name) if name.isdigit() else 0


def _groups(wide: int, flat: int, stacking: Stacking) -> Iterator[tuple[range, ...]]:
    """Which axes of the wide side may stand behind each axis of the stacked one."""
    if flat == 1 and wide == 2:
        yield (range(wide),)
    if flat == 2 and wide in (3, 4):
        for split in (2,) if wide == 4 else (1, 2):
            above, below = range(split), range(split, wide)
            yield (below, above) if stacking.turned else (above, below)


def _placed(wide: Whole, flat: Whole, sizes: list[int], groups: tuple[range, ...], stacking: Stacking) -> Whole:
    terms: list[Expression] = []
    for cell in product(*(range(size) for size in sizes)):
        body = flat.body
        for axis, group in zip(flat.axes, groups, strict=True):
            number = 0
            for n in reversed(group) if stacking.by_columns else group:
                number = number * sizes[n] + cell[n]
            body = rename_index(body, axis.name, Fixed(number + 1, axis.dimension))
        places = (Delta(axis, Fixed(at + 1, axis.dimension)) for axis, at in zip(wide.axes, cell, strict=True))
        terms.append(Mul((*places, body)))
    return Whole(Add(tuple(terms)), wide.axes, derivative=wide.derivative or flat.derivative)
