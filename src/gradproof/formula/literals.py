"""Vectors and matrices written out: `\\begin{bmatrix} a & b \\\\ c & d \\end{bmatrix}` and `[a, b, c]^T`.

A matrix of one column is a column, of one row a row, of both a number. Its sizes are the numbers that they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gradproof.formula.alike import COLUMN, ROW
from gradproof.formula.dotted import Side, dotted, has_dots, size_name, size_of
from gradproof.formula.expression import ZERO, Add, Delta, Dimension, Expression, Fixed, Index, Mul
from gradproof.formula.letters import walk
from gradproof.formula.reading import Letter, Reading
from gradproof.formula.tree import Group, Matrix, Symbol, Tree
from gradproof.formula.whole import Whole, negate
from gradproof.source import FormulaError, Span, fail

MOST_ENTRIES = 64
"""Larger matrices are not written out."""

_ROUND = frozenset({"matrix", "pmatrix", "bmatrix", "Bmatrix", "smallmatrix", "array"})


def read_matrix(ctx: Reading, tree: Matrix) -> Whole:
    """The matrix of these entries.

    Raises: GP400 where an entry is no number, rows differ in length, or it is not clear what dots stand for.
    """
    rows = tuple(row for row in tree.rows if row)
    if tree.kind.rstrip("*") not in _ROUND:
        raise fail("GP400", f"A {tree.kind} is not understood; write \\det(A) or a norm.", tree.span)
    if has_dots(tree):
        return _of_dots(ctx, tree)
    if not rows or len({len(row) for row in rows}) != 1:
        raise fail("GP400", "The rows of this matrix differ in length.", tree.span)
    return _of_entries(ctx, rows, tree.span)


def read_list(ctx: Reading, tree: Group) -> Whole:
    """The column of the items of `[a, b, c]^T`, whose bracket this is."""
    return _of_dots(ctx, tree) if has_dots(tree) else _of_entries(ctx, tuple((item,) for item in tree.items), tree.span)


def read_side(ctx: Reading, tree: Tree, other: Tree, beside: Whole | None = None) -> Whole:
    """The meaning of one side of an equation: a list (a, b, c) is a vector there, a row beside a row.

    A list of numbers is an example, and two lists may be anything.
    """
    if not (isinstance(tree, Group) and is_list(tree)) or is_list(other) or not _has_symbols(tree):
        return ctx.read(ctx, tree)
    return replace(read_list(ctx, tree), row=beside is not None and beside.row)


def _has_symbols(tree: Tree) -> bool:
    return any(isinstance(node, Symbol) for node in walk(tree))


def is_list(tree: Tree) -> bool:
    """Whether a tree is a bracket with several items, which a mark of transpose makes a column."""
    return isinstance(tree, Group) and tree.kind in "([" and len(tree.items) > 1 and not tree.given


def _of_entries(ctx: Reading, rows: Sequence[tuple[Tree, ...]], span: Span) -> Whole:
    height, width = len(rows), len(rows[0])
    if height * width > MOST_ENTRIES:
        raise fail("GP400", f"Matrices of more than {MOST_ENTRIES} entries are not written out.", span)
    entries = [[_entry(ctx, entry) for entry in row] for row in rows]
    derivative = any(entry.derivative for row in entries for entry in row)
    if height == width == 1:
        return entries[0][0]
    down, across = (ctx.new_axis(Dimension(str(size))) if size > 1 else None for size in (height, width))
    terms: list[Expression] = []
    for p, row in enumerate(entries, 1):
        for q, entry in enumerate(row, 1):
            places = [Delta(axis, Fixed(n, axis.dimension)) for axis, n in ((down, p), (across, q)) if axis is not None]
            terms += [] if entry.body == ZERO else [Mul((*places, entry.body))]
    axes = tuple(axis for axis in (down, across) if axis is not None)
    return Whole(Add(tuple(terms)), axes, row=down is None, derivative=derivative)


def _of_dots(ctx: Reading, tree: Matrix | Group) -> Whole:
    """The matrix of which only some entries are written."""
    found = dotted(tree)
    if found is None:
        raise fail(
            "GP400", "It is not clear what stands for the dots in this matrix.", tree.span, "Write its component."
        )
    down, across = (_axis(ctx, side, tree) for side in (found.down, found.across))
    letters = {name: Letter(axis, tree.span) for name, axis in ((ROW, down), (COLUMN, across)) if axis is not None}
    terms: list[Expression] = []
    derivative = False
    with ctx.binding(letters):
        for p, row in enumerate(found.entries, 1):
            for q, entry in enumerate(row, 1):
                whole = _entry(ctx, entry)
                terms.append(Mul((*_places(found.down, down, p), *_places(found.across, across, q), whole.body)))
                derivative |= whole.derivative
        if found.diagonal is not None and down is not None and across is not None:
            if not ctx.unifier.unify(down.dimension, across.dimension):
                raise AssertionError("a matrix with a diagonal has one size")
            on, apart = _entry(ctx, found.diagonal), Delta(down, across)
            terms = [Mul((apart, on.body)), *terms, negate(Mul((apart, *terms)))]
            derivative |= on.derivative
    axes = tuple(axis for axis in (down, across) if axis is not None)
    return Whole(Add(tuple(terms)), axes, row=down is None, derivative=derivative)


def _axis(ctx: Reading, side: Side, tree: Tree) -> Index | None:
    """The axis of the rows or columns; None where there is one only."""
    if side.end is None:
        return ctx.new_axis(Dimension(str(side.count))) if side.count > 1 else None
    size = size_of(side.end)
    name = size_name(size)
    if not name:
        return ctx.new_axis(ctx.new_dimension("dim(1)"))
    if isinstance(size, Symbol) and ctx.is_index(name):
        raise fail("GP400", f"{name} is an index here, and the dots of this matrix reach up to it.", tree.span)
    return ctx.new_axis(Dimension(name))


def _places(side: Side, axis: Index | None, number: int) -> tuple[Expression, ...]:
    return () if axis is None or side.end is not None else (Delta(axis, Fixed(number, axis.dimension)),)


def _entry(ctx: Reading, tree: Tree) -> Whole:
    whole = ctx.read(ctx, tree)
    if not whole.is_scalar:
        raise fail("GP400", f"An entry of a matrix is a number, and this is {ctx.describe(whole)}.", tree.span)
    return whole


def softened(error: FormulaError, *trees: Tree) -> FormulaError:
    """The error, as one of reading where shapes do not fit and a matrix is written out."""
    written = any(isinstance(node, Matrix) or is_list(node) for tree in trees for node in walk(tree))
    if not (written and error.diagnostic.code.startswith("GP2")):
        return error
    help = "Say its shape, or write the matrix in the shape that the page gives it."
    return FormulaError(replace(error.diagnostic, code="GP400", help=help))
