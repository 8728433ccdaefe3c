"""A paragraph becomes sentences: words with one mark for each formula, every character still knowing its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from gradproof.document.page import Formula, Paragraph, Prose
from gradproof.source import Span

MARK = "\ufffc"
"""Stands for one formula in the words of a sentence."""

_END = re.compile(r"[.!?][)*_]*(?=\s+[A-Z(*_\"“" + MARK + r"]|\s*$)")
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|w\.r\.t|cf|eqs?|figs?|resp|vs|approx)\.$", re.IGNORECASE)
_RELATION = re.compile(
    r"!=|==|[=<>≠≤≥∈]"
    r"|\\(?:neq?|not|leq?|geq?|lt|gt|in|notin|equiv|approx|sim|propto|to|mapsto|Rightarrow|implies)(?![A-Za-z])"
)
_DERIVATIVE = re.compile(r"\\partial|∂|\\nabla|∇|\\[dt]?frac\s*\{\s*(?:d|\\mathrm\{d\})")


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence in one line, with a MARK for each formula and without emphasis.

    `places` says where each character of `text` begins in the page, `end` where the last one ends.
    """

    text: str
    places: tuple[int, ...]
    end: int
    formulas: tuple[Formula, ...]

    @property
    def span(self) -> Span:
        """From the first character to the last."""
        return Span(self.places[0], self.end)

    def formula(self, at: int) -> Formula:
        """The formula whose mark stands at character `at`."""
        return self.formulas[self.text.count(MARK, 0, at)]

    def words_as_formula(self, start: int, end: int, text: str | None = None) -> Formula:
        """A stretch of words read as a formula, or as the shorter `text`: "zero" as `0`."""
        last = self.formula(end - 1).span.end if self.text[end - 1] == MARK else self.places[end - 1] + 1
        span = Span(self.places[start], last)
        return Formula((text or self.text[start:end]).ljust(span.end - span.start)[: span.end - span.start], span)


def sentences(paragraph: Paragraph) -> tuple[Words, ...]:
    """The sentences of a paragraph; the full stops of "i.e." and "w.r.t." end none."""
    whole = _words(paragraph)
    cuts = [0]
    for match in _END.finditer(whole.text):
        if not _ABBREVIATION.search(whole.text, max(cuts[-1], match.end() - 8), match.start() + 1):
            cuts.append(match.end())
    cuts.append(len(whole.text))
    found, before = [], 0
    for start, end in pairwise(cuts):
        within = whole.text.count(MARK, start, end)
        found.append(_cut(whole, start, end, whole.formulas[before : before + within]))
        before += within
    return tuple(words for words in found if words is not None)


def _words(paragraph: Paragraph) -> Words:
    text: list[str] = []
    places: list[int] = []
    for part in paragraph.parts:
        if isinstance(part, Prose):
            for offset, char in enumerate(part.text, part.span.start):
                if char not in "*\r" and not (char.isspace() and text and text[-1] == " "):
                    text.append(" " if char.isspace() else char)
                    places.append(offset)
        else:
            text.append(MARK)
            places.append(part.span.start)
    return Words(
        "".join(text),
        tuple(places),
        paragraph.span.end,
        tuple(part for part in paragraph.parts if isinstance(part, Formula)),
    )


def _cut(whole: Words, start: int, end: int, formulas: tuple[Formula, ...]) -> Words | None:
    """The stretch of a sentence without the spaces around it; None if nothing is left."""
    while start < end and whole.text[start] in " >":
        start += 1
    while end > start and whole.text[end - 1] == " ":
        end -= 1
    if start == end:
        return None
    last = formulas[-1].span.end if whole.text[end - 1] == MARK else whole.places[end - 1] + 1
    return Words(whole.text[start:end], whole.places[start:end], last, formulas)


def has_relation(formula: Formula) -> bool:
    """Whether a formula relates things at its outermost level, as `j \\neq t` does and `\\sum_{j=1} p_j` does not."""
    return relation_at(formula) is not None


def relation_at(formula: Formula) -> tuple[int, int] | None:
    """Where the first outermost relation of a formula stands, as offsets in its text."""
    depth = environments = 0
    for token in re.finditer(
        rf"\\(?:begin|end)\{{|{_RELATION.pattern}|\\[{{}}]|[{{}}()\[\]]|\\[A-Za-z]+", formula.text
    ):
        found = token.group()
        if found.startswith(("\\begin", "\\end")):
            environments += 1 if found.startswith("\\begin") else -1
            depth += 1
        elif found in ("{", "(", "["):
            depth += 1
        elif found in ("}", ")", "]"):
            depth -= 1
        elif depth == 0 and environments == 0 and _RELATION.fullmatch(found):
            return token.start(), token.end()
    return None


def names_derivative(formula: Formula) -> bool:
    """Whether a formula is written with a derivative: \\partial, \\nabla or d/d."""
    return _DERIVATIVE.search(formula.text) is not None
