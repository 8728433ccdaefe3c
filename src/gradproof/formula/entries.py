"""Matrices that name their entries: behind `X = \\begin{bmatrix} x_{1,1} & x_{1,2} \\end{bmatrix}`, x_{1,2} is X_{12}.

Such a line claims nothing. It says how large X is, and that the small letter stands for its components.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from gradproof.formula.alike import COLUMN, ROW
from gradproof.formula.dotted import dotted, has_dots, size_name, size_of
from gradproof.formula.environment import Entries, Entry, Environment, symbol_name
from gradproof.formula.expression import Dimension
from gradproof.formula.literals import MOST_ENTRIES
from gradproof.formula.matrices import is_mark
from gradproof.formula.revised import forgotten, with_sizes
from gradproof.formula.tree import Group, Matrix, Number, Script, Symbol, Tree
from gradproof.formula.unify import Unifier
from gradproof.source import fail


def names_entries(env: Environment, left: Tree, right: Tree) -> bool:
    """Whether left = right gives the entries of a symbol a letter, one that has not as many indices elsewhere."""
    found = entries_of(right) if isinstance(right, Matrix | Group | Script) else None
    if found is None or not isinstance(left, Symbol) or left.name in ("e", "pi", "I"):
        return False
    name, (letter, *sizes) = symbol_name(left), found
    other = env.entries.get(letter)
    return letter == name or other is None or len(other.shape) < sum(size != "1" for size in sizes)


def name_entries(env: Environment, left: Tree, right: Tree) -> Environment:
    """The environment in which the letter stands for the components of the symbol, whose sizes are known.

    Raises: GP400 where the section knows the symbol with other sizes.
    """
    assert isinstance(left, Symbol)
    found = entries_of(right)
    assert found is not None
    letter, height, width = found
    if height.isdigit() and width.isdigit() and int(height) * int(width) > MOST_ENTRIES:
        raise fail("GP400", f"Matrices of more than {MOST_ENTRIES} entries are not written out.", right.span)
    letters = frozenset(size for size in (height, width) if not size.isdigit())
    env = with_sizes(env, letters - env.fixed)
    env = replace(env, dimensions=env.dimensions | letters)
    name = symbol_name(left)
    shape = tuple(Dimension(size) for size in (height, width) if size != "1")
    unions = _unions(env, name, shape)
    named = any(entries.name == name for entries in env.components.values())
    if unions is None and (name in env.here or (env.entries[name].declared and not named)):
        message = f"This gives {name} {height}×{width} entries, and it was used with other sizes before."
        raise fail("GP400", message, right.span, "Use one size throughout, or write the component.")
    if unions is None:
        env, unions = forgotten(env, name), env.unions
    entry = env.entries.get(name) or Entry(name, shape, left.style == "bold", span=left.span)
    return replace(
        env,
        entries={**env.entries, name: replace(entry, declared=True)},
        components={**env.components, letter: Entries(name, height, width)},
        unions=unions,
        here=env.here | {name},
        spoiled=env.spoiled - {name},
    )


def _unions(env: Environment, name: str, shape: tuple[Dimension, ...]) -> Mapping[Dimension, Dimension] | None:
    """What unifying the symbol's shape with this one makes equal; None where they differ."""
    known = env.entries.get(name)
    if known is None:
        return env.unions
    unifier = Unifier(env.unions)
    fits = len(known.shape) == len(shape)
    fits = fits and all(unifier.unify(a, b) for a, b in zip(known.shape, shape, strict=True))
    return unifier.unions if fits else None


def entries_of(tree: Tree) -> tuple[str, str, str] | None:
    """The letter x and the sizes of a matrix whose entries are x_{1,1}, x_{1,2}, …; None where it is another.

    A column or a row may count with one number: x_1, x_2, …. Dots may stand for entries.
    """
    turned = _transposed(tree)
    if isinstance(turned, Matrix) and (inner := entries_of(turned)) is not None:
        return (inner[0], inner[2], inner[1]) if "1" in inner[1:] else None
    listed = tree if isinstance(tree, Group) else turned
    if isinstance(listed, Group):
        return _of_dots(listed)
    if not isinstance(tree, Matrix):
        return None
    if has_dots(tree):
        return _of_dots(tree)
    rows = tuple(row for row in tree.rows if row)
    cells = [(p, q, cell) for p, row in enumerate(rows, 1) for q, cell in enumerate(row, 1)]
    names = {cell.base.name for _, _, cell in cells if isinstance(cell, Script) and isinstance(cell.base, Symbol)}
    if len(names) != 1 or len({len(row) for row in rows}) != 1:
        return None
    width = len(rows[0])
    counted = all(_numbers(cell) in _places(p, q, len(rows), width) for p, q, cell in cells)
    return (names.pop(), str(len(rows)), str(width)) if counted else None


def _transposed(tree: Tree) -> Tree | None:
    """What stands under the mark of a transpose: the list of `(x_1, …, x_D)^T`."""
    match tree:
        case Script(base, (), superscript, 0) if is_mark(superscript):
            return base
    return None


def _of_dots(tree: Matrix | Group) -> tuple[str, str, str] | None:
    """The letter and the sizes of a matrix or list with dots whose entries are x_{11}, …, x_{ND}."""
    found = dotted(tree)
    if found is None or found.diagonal is not None or len(found.entries) != 1 or len(found.entries[0]) != 1:
        return None
    ((entry,),) = found.entries
    sides = [(name, side) for name, side in ((ROW, found.down), (COLUMN, found.across)) if side.end is not None]
    match entry:
        case Script(Symbol(letter), subscripts, None, 0):
            names = [item.name for item in subscripts if isinstance(item, Symbol)]
            if names != [name for name, _ in sides] or len(names) != len(subscripts):
                return None
            height, width = (
                "1" if side.end is None else size_name(size_of(side.end)) for side in (found.down, found.across)
            )
            return (letter, height, width) if height and width else None
    return None


def _places(p: int, q: int, height: int, width: int) -> tuple[str, ...]:
    both = (f"{p},{q}", *((f"{p}{q}",) if max(p, q) < 10 else ()))
    return (*both, str(p if width == 1 else q)) if min(height, width) == 1 else both


def _numbers(cell: Tree) -> str:
    """The numbers in the subscript of an entry: "1,2", or "" where anything else hangs on it."""
    if not isinstance(cell, Script) or cell.superscript is not None or cell.primes:
        return ""
    if not all(isinstance(item, Number) for item in cell.subscripts):
        return ""
    return ",".join(str(item.value) for item in cell.subscripts if isinstance(item, Number))
