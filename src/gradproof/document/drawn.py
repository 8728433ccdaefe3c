"""Whether a page says that what is drawn is none of what was seen: "K negative samples", o ∉ {w_1, …, w_K}."""

from __future__ import annotations

import re

from gradproof.document.page import Display, Page, Paragraph, Prose

_WORDS = re.compile(r"\bnegative (?:sampl|example|word)|\b(?:noise|contrastive) (?:sampl|example|word)", re.IGNORECASE)
_OUTSIDE = re.compile(r"\\notin(?![A-Za-z])|∉|\\not\s*\\in(?![A-Za-z])")


def draws_others(page: Page) -> bool:
    """Whether the words or the formulas of a page say so."""
    for piece in page.pieces:
        if isinstance(piece, Display) and _OUTSIDE.search(piece.formula.text):
            return True
        for part in piece.parts if isinstance(piece, Paragraph) else ():
            if (_WORDS if isinstance(part, Prose) else _OUTSIDE).search(part.text):
                return True
    return False
