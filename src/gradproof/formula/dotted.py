"""What stands for the dots in a matrix: the general entry that all the written ones are cases of.

    \\begin{bmatrix} x_{11} & \\cdots & x_{1D} \\\\ \\vdots & & \\vdots \\\\ x_{N1} & \\cdots & x_{ND} \\end{bmatrix}

has the entry x_{ij} in row i of N and column j of D. The entries may differ in nothing but the numbers of their row and
column, where these stand as indices. Entries on the diagonal may be of another kind than those off it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from gradproof.formula.alike import Cell, changed, is_case, merged, written
from gradproof.formula.memo import by_identity
from gradproof.formula.traverse import descendants
from gradproof.formula.tree import Add, Ellipsis, Group, Matrix, Number, Script, Symbol, Text, Tree

Cells = tuple[tuple[Tree, ...], ...]


@dataclass(frozen=True, slots=True)
class Side:
    """The rows, or the columns: how many are written, and the last number where dots stand between them.

    An empty text is a number that nobody says, where the entries do not depend on it.
    """

    count: int
    end: Tree | None = None


@dataclass(frozen=True, slots=True)
class Dotted:
    """A matrix with dots: along a side with an `end` the entries are one general one, else those of each row or column.

    `diagonal` is the general entry on the diagonal where it is another one.
    """

    down: Side
    across: Side
    entries: Cells
    diagonal: Tree | None = None


def has_dots(tree: Matrix | Group) -> bool:
    """Whether dots stand among the cells of a matrix or the items of a list."""
    rows = tree.rows if isinstance(tree, Matrix) else (tree.items,)
    return any(isinstance(cell, Ellipsis) for row in rows for cell in row)


def sizes_in(tree: Matrix | Group) -> tuple[Tree, ...]:
    """What a matrix with dots names as its sizes."""
    found = dotted(tree)
    return () if found is None else tuple(size_of(s.end) for s in (found.down, found.across) if s.end is not None)


@by_identity
def dotted(tree: Matrix | Group) -> Dotted | None:
    """What the dots of a matrix, or of the list (x_1, …, x_D), stand for.

    None where there are none, or where it is not clear.
    """
    if not has_dots(tree):
        return None
    rows = tuple(row for row in tree.rows if row) if isinstance(tree, Matrix) else tuple((i,) for i in tree.items)
    lines = [place for place, row in enumerate(rows) if not _is_gap(row)]
    gaps = [row for row in rows if _is_gap(row)]
    width = max(map(len, rows))
    if not lines or any(len(rows[place]) != width for place in lines):
        return None
    columns = [place for place in range(width) if not _is_gap_column(rows, lines, gaps, place)]
    cells = tuple(tuple(rows[p][q] for q in columns) for p in lines)
    if any(isinstance(node, Ellipsis) for row in cells for cell in row for node in descendants(cell)):
        return None
    found = _general(cells, _numbered(lines, len(rows)), _numbered(columns, width))
    between = [c for row in gaps for c in row] + [rows[p][q] for p in lines for q in range(width) if q not in columns]
    return found if found is not None and _agree(found, between) else None


def _agree(found: Dotted, between: Sequence[Tree]) -> bool:
    """Whether what stands in the midst of dots is the general entry, with letters for its row and column."""
    filled = [cell for cell in between if not isinstance(cell, Ellipsis) and cell != _blank(cell)]
    if not filled:
        return True
    if len(found.entries) != 1 or len(found.entries[0]) != 1:
        return False
    general = found.entries[0][0] if found.diagonal is None else found.diagonal
    return all(is_case(general, cell) for cell in filled)


def _is_gap(row: Sequence[Tree]) -> bool:
    """Whether a row holds nothing but dots, or has dots at both ends."""
    empty = all(isinstance(cell, Ellipsis) or cell == _blank(cell) for cell in row)
    ends = len(row) > 2 and isinstance(row[0], Ellipsis) and isinstance(row[-1], Ellipsis)
    return ends or (empty and any(isinstance(cell, Ellipsis) for cell in row))


def _is_gap_column(rows: Cells, lines: list[int], gaps: list[tuple[Tree, ...]], place: int) -> bool:
    column = [rows[p][place] for p in lines]
    if _is_gap(column):
        return True
    dotted_between = any(place < len(row) and isinstance(row[place], Ellipsis) for row in gaps)
    return dotted_between and all(cell == _blank(cell) for cell in column)


def _blank(cell: Tree) -> Tree | None:
    return cell if isinstance(cell, Text) and not cell.content else None


def _numbered(places: list[int], length: int) -> tuple[int | None, ...] | None:
    """The numbers of rows from the places of those that are written: 1, 2, then None behind dots; None without dots."""
    if places == list(range(length)):
        return None
    return tuple(n + 1 if place == n else None for n, place in enumerate(places))


def _general(
    cells: Cells, rows: tuple[int | None, ...] | None, columns: tuple[int | None, ...] | None
) -> Dotted | None:
    turned = tuple(zip(*cells, strict=True))
    square = tuple((row[p],) for p, row in enumerate(cells)) if len(cells) == len(turned) else ()
    down, across = _labels(cells, rows) or _labels(square, rows), _labels(turned, columns) or _labels(square, columns)
    if down is None or across is None:
        return None
    grid = [[Cell(c, down[p], across[q]) for q, c in enumerate(row)] for p, row in enumerate(cells)]
    sides = Side(len(cells), down[-1]), Side(len(turned), across[-1])
    entries = _merged_grid(grid, rows is not None, columns is not None)
    if entries is not None:
        return Dotted(*sides, entries)
    return _diagonal(grid, *sides) if rows is not None and columns is not None else None


def _merged_grid(grid: list[list[Cell]], down: bool, across: bool) -> Cells | None:
    """The entries, those along a side with dots made one."""
    groups = [[cell for row in grid for cell in row]] if down and across else None
    if groups is None:
        groups = [list(column) for column in zip(*grid, strict=True)] if down else grid
    trees = [merged(group) for group in groups]
    found = tuple(tree for tree in trees if tree is not None)
    if len(found) < len(trees):
        return None
    return (found,) if down else tuple((tree,) for tree in found)


def _diagonal(grid: list[list[Cell]], down: Side, across: Side) -> Dotted | None:
    """A square matrix with entries of one kind on the diagonal and of another off it; a blank one is 0."""
    if len(grid) != len(grid[0]) or written(down.end) != written(across.end):
        return None
    filled = [[replace(c, tree=_zero(c.tree)) for c in row] for row in grid]
    on = merged([row[p] for p, row in enumerate(filled)])
    off = merged([cell for p, row in enumerate(filled) for q, cell in enumerate(row) if p != q])
    return None if on is None or off is None else Dotted(down, across, ((off,),), on)


def _zero(tree: Tree) -> Tree:
    return Number(Fraction(0), tree.span) if _blank(tree) is not None else tree


# The numbers of rows and columns.


def _labels(cells: Cells, numbers: tuple[int | None, ...] | None) -> list[Tree | None] | None:
    """The number of each row, read off its entries behind dots; Nones without dots; None where it is not clear."""
    if numbers is None or not cells:
        return [None] * len(cells) or None
    if len({written(row) for row in cells}) == 1:
        return [Text("", cells[0][0].span)] * len(cells)
    starts = {start for row in (1, 0) if (start := _start(cells, row)) is not None}
    if len(starts) != 1 or numbers[0] is None or numbers[-1] is not None:
        return None
    (start,) = starts
    first = cells[0]
    labels: list[Tree | None] = []
    for row, number in zip(cells, numbers, strict=True):
        if number is not None:
            labels.append(Number(Fraction(number - 1 + start), first[0].span))
            continue
        found = {written(new): new for a, b in zip(first, row, strict=True) for new in changed(a, b, start)}
        if len(found) != 1:
            return None
        labels.append(_size(next(iter(found.values())), start))
    return None if any(label is None for label in labels) else labels


def _start(cells: Cells, start: int) -> int | None:
    """The start where some index of the first row is that number, and another one in the last row."""
    return start if any(changed(a, b, start) for a, b in zip(cells[0], cells[-1], strict=True)) else None


def _size(tree: Tree, start: int) -> Tree | None:
    """The last number, where it can be one: N, n_1, 10, and N - 1 where rows begin with 0."""
    match tree:
        case Symbol() | Script(Symbol(), (Symbol() | Number(),), None, 0) | Number() if start == 1:
            return tree
        case Add(((1, Symbol()), (-1, Number(Fraction(numerator=1, denominator=1))))) if start == 0:
            return tree
    return None


def size_of(end: Tree) -> Tree:
    """How many rows there are when this is the number of the last one: N for N, and N for N - 1."""
    return end.terms[0][1] if isinstance(end, Add) else end


def size_name(size: Tree) -> str:
    """The name of a size, as it stands for a dimension: N, n_1, 10."""
    match size:
        case Symbol():
            return "_".join((size.name, *size.accents))
        case Script(base, (inner,)):
            return f"{size_name(base)}_{size_name(inner)}"
        case Number(value):
            return str(value)
    return ""
