"""A sentence of feedback as HTML: the formulas in it typeset, everything else escaped.

Formulas are known by what no word has: a backslash, an index, a power. What cannot be read is shown as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from markupsafe import Markup

from gradproof.formula.from_latex import read_formula
from gradproof.formula.from_quiz import is_latex, read_quiz
from gradproof.report.to_mathml import math, mathml
from gradproof.source import FormulaError

_LONGEST = 2_000
"""Characters of a formula that is typeset; a longer one is shown as it was written."""
_WORD = re.compile(r"[A-Za-z]{2,}(?:['’-][A-Za-z]+)*[.,;:?!]?|[aAI]|[aAI][.,;:?!]")
_STOPS = ".,;:?!"
_SIGNS = re.compile(r"[\\_^]")


@lru_cache(maxsize=20_000)
def formula_html(text: str) -> Markup:
    """A formula, in LaTeX or as typed into a quiz box: typeset where it can be read, else as it was written.

    >>> formula_html("x_i")
    Markup('<math displaystyle="true"><msub><mi>x</mi><mi>i</mi></msub></math>')
    >>> formula_html("<b>")
    Markup('<code>&lt;b&gt;</code>')
    """
    written = _typeset(text, displayed=True)
    return Markup("<code>{}</code>").format(text) if written is None else written


def _typeset(text: str, *, displayed: bool = False) -> Markup | None:
    if len(text) > _LONGEST:
        return None
    try:
        tree = read_formula(text) if is_latex(text) else read_quiz(text)
        return Markup(math(mathml(tree), displayed=displayed))  # noqa: S704 - escaped there
    except (FormulaError, RecursionError):
        return None


@lru_cache(maxsize=20_000)
def sentence_html(text: str) -> Markup:
    """A sentence with its formulas typeset.

    >>> sentence_html("Did you mean x_i?")
    Markup('Did you mean <math><msub><mi>x</mi><mi>i</mi></msub></math>?')
    """
    if len(text) > 10 * _LONGEST:
        return Markup.escape(text)
    return Markup("").join(_pieces(text))


def _pieces(text: str) -> Iterator[Markup]:
    """The words of a sentence, and the formulas between them."""
    run: list[str] = []
    for word in _words(text):
        if _WORD.fullmatch(word):
            yield from _run("".join(run))
            run = []
            yield Markup.escape(word)
        else:
            run.append(word)
    yield from _run("".join(run))


def _words(text: str) -> Iterator[str]:
    """The words of a sentence and the spaces between them; inside of braces and environments no word ends."""
    start = depth = 0
    for found in re.finditer(r"\\begin|\\end|\\.|[{}]|\s+", text, re.DOTALL):
        piece = found.group()
        depth += (piece in ("{", "\\begin")) - (piece in ("}", "\\end"))
        if piece.isspace() and depth <= 0:
            yield text[start : found.start()]
            yield piece
            start = found.end()
    yield text[start:]


def _run(text: str) -> Iterator[Markup]:
    """What stands between two words: a formula, or something that is none."""
    bare = text.strip()
    stop = bare[-1:] if bare[-1:] in _STOPS else ""
    inner = bare.removesuffix(stop).rstrip()
    written = _typeset(inner) if _SIGNS.search(inner) else None
    if written is None:
        yield Markup.escape(text)
    else:
        before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        yield Markup("{}{}{}{}").format(before, written, stop, after)
