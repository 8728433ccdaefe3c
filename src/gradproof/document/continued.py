"""The statements of a display in the order in which they are taken, for the rows that go on with one of them.

A row that begins with = goes on with the equation of the row above it, not with the reason that stands beside that:
reasons wait until the chain ends. Where the row above holds several equations, it is not sure which one is meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from gradproof.formula.assumptions import recognise
from gradproof.formula.declarations import declares
from gradproof.formula.tree import Chain, Mark, Row, Statement, Tree
from gradproof.source import Diagnostic

UNSURE = "unsure"
"""The mark among the conditions of an equation of which it is not sure what it goes on with."""


def in_order(rows: Sequence[Row | Diagnostic]) -> Iterator[tuple[int, Statement | Diagnostic]]:
    """Every statement and every row that was not read, with the number of its row."""
    late: list[tuple[int, Statement]] = []
    above: tuple[Statement, ...] = ()
    for place, row in enumerate(rows):
        if isinstance(row, Diagnostic):
            yield from late
            late, above = [], ()
            yield place + 1, row
            continue
        if not _goes_on(row):
            yield from late
            late = []
        waits = _goes_on(row) or (place + 1 < len(rows) and _goes_on(rows[place + 1]))
        statements = _marked(row, above)
        above = tuple(s for s in statements if not s.aside and not declares(s.tree))
        for statement in statements:
            if waits and statement.aside and recognise(statement.tree) is None:
                late.append((row.number, statement))
            else:
                yield row.number, statement
    yield from late


def is_unsure(conditions: tuple[Tree, ...]) -> bool:
    """Whether it is not sure what an equation goes on with."""
    return any(isinstance(c, Mark) and c.name == UNSURE for c in conditions)


def _goes_on(row: Row | Diagnostic) -> bool:
    """Whether a row begins with a relation."""
    first = row.statements[0].tree if isinstance(row, Row) and row.statements else None
    return isinstance(first, Chain) and first.operands[0] is None


def _marked(row: Row, above: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """The statements of a row, the first with a mark where several stand above that it may go on with."""
    if len(above) < 2 or not _goes_on(row):
        return row.statements
    first, *others = row.statements
    start = replace(first.span, end=first.span.start)
    return (replace(first, conditions=(*first.conditions, Mark(UNSURE, start))), *others)
