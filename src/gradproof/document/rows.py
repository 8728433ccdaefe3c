"""Rows of a display that cannot be read: what they would have defined, as far as that can be seen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gradproof.formula.from_latex import read_formula
from gradproof.formula.tree import Tree
from gradproof.source import FormulaError

_ROW = re.compile(r"\\\\(?:\[[^\]]*\])?")
_ENVIRONMENT = re.compile(r"\\(?:begin|end)\{\w+\*?\}|&")


def left_sides(text: str) -> Iterator[Tree]:
    """The left sides of the rows that cannot be read, where they can be read on their own."""
    for row in _ROW.split(_ENVIRONMENT.sub(" ", text)):
        left, equal, _ = row.partition("=")
        if equal and _row_tree(row) is None and (tree := _row_tree(left.removesuffix(":"))) is not None:
            yield tree


def _row_tree(text: str) -> Tree | None:
    try:
        return read_formula(text)
    except FormulaError:
        return None
