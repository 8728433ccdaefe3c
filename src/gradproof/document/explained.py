"""Which formulas of "where $W' = W_1 - W_2$", behind a display, say what a symbol of that display is."""

from __future__ import annotations

import re

from gradproof.document.page import Formula, Paragraph, Piece, Prose
from gradproof.document.prose import read_paragraph
from gradproof.formula.definitions import target
from gradproof.formula.environment import Environment
from gradproof.formula.letters import walk
from gradproof.formula.sections import name_of
from gradproof.formula.tree import Chain, Row, Tree
from gradproof.source import Diagnostic

_WHERE = re.compile(r"\s*(?:where|with|in which|here)\b", re.IGNORECASE)


def behind(piece: Piece | None = None) -> tuple[Formula, ...]:
    """The formulas of the sentence that a paragraph begins with, where that sentence begins with "where"."""
    if not isinstance(piece, Paragraph) or not isinstance(piece.parts[0], Prose):
        return ()
    sentences = read_paragraph(piece).sentences if _WHERE.match(piece.parts[0].text) else ()
    return sentences[0].formulas if sentences and not sentences[0].wrong else ()


def explains(env: Environment, rows: tuple[Row | Diagnostic, ...], display: tuple[Row | Diagnostic, ...]) -> bool:
    """Whether rows begin with the definition of a symbol that a display uses and does not define itself."""
    first = next(iter(_trees(rows)), None)
    if not isinstance(first, Chain) or first.operands[0] is None:
        return False
    name = target(env, first.operands[0])
    begun = [t.operands[0] if isinstance(t, Chain) else t for t in _trees(display)]
    if name is None or any(t is not None and target(env, t) == name for t in begun):
        return False
    return any(name_of(env, node) == name for tree in _trees(display) for node in walk(tree))


def _trees(rows: tuple[Row | Diagnostic, ...]) -> tuple[Tree, ...]:
    return tuple(s.tree for row in rows if isinstance(row, Row) for s in row.statements)
