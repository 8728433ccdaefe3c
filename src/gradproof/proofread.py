"""Proofread a page, a claim, or ask for a derivative: the public face of gradproof.

`check` judges every line of a page, `prove` one claim, `derive` writes a derivative out. Nothing here prints.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace

from gradproof.document.derivation import Line
from gradproof.document.given import GivenError, claims_of, environment_of
from gradproof.formula.equations import TypedEquation, read_equation
from gradproof.formula.from_latex import read_rows
from gradproof.proof.judge import judge
from gradproof.proof.verdict import Verdict
from gradproof.source import Diagnostic, FormulaError

_RANK = ("refuted", "ill-typed", "unreadable", "undecided", "conditional", "proved")
"""From the worst to the best: a claim of several equations is as good as its worst."""

_STACK = 20_000
"""Python frames; formulas are bounded in depth long before, and this gives the bound room."""


def prove(claim: str, given: Sequence[str] = ()) -> Verdict:
    """The Verdict on one claim, a LaTeX equation, where the given formulas hold.

    `given` holds definitions (`u_j = …`), shapes (`x \\in \\mathbb{R}^{D}`), ranges (`t \\in \\{1, \\dots, C\\}`) and
    conditions on indices (`i \\neq j`). Without definitions every symbol is a variable.

    >>> prove(r"\\frac{\\partial}{\\partial x} x^2 = 2 x").status
    'proved'
    """
    deepen()
    try:
        rows = read_rows(claim)
        sides = claims_of(rows)
        environment = environment_of(given, rows)
    except GivenError as error:
        where = f"In given formula {error.position}: {error.diagnostic.message}"
        return unreadable(replace(error.diagnostic, message=where))
    except FormulaError as error:
        return unreadable(error.diagnostic)
    introduce = not environment.definitions
    lines = [Line("claim", s, environment, s.left.span.join(s.right.span), introduce=introduce) for s in sides]
    return min((judge_line(line) for line in lines), key=lambda v: _RANK.index(v.status))


def deepen() -> None:
    """Give recursion over deep formulas room, once."""
    if sys.getrecursionlimit() < _STACK:
        sys.setrecursionlimit(_STACK)


def judge_line(line: Line) -> Verdict:
    """The verdict on one line in its environment; where it can be read in two ways, both readings are judged."""
    verdict, typed = _reading(line, alternative=False)
    if typed is None or not typed.forks or (verdict.status == "proved" and not typed.strict):
        return verdict
    other, _ = _reading(line, alternative=True)
    if other.status in ("ill-typed", "unreadable") or other.status == verdict.status:
        return verdict
    message = f"Not decided: it can be read in two ways, of which one is {verdict.status} and one {other.status}."
    return Verdict("undecided", "GP304", message, (*typed.forks, *verdict.notes), help="Add brackets.")


def _reading(line: Line, *, alternative: bool) -> tuple[Verdict, TypedEquation | None]:
    try:
        typed = read_equation(line.environment, line.sides, introduce=line.introduce, alternative=alternative)
    except FormulaError as error:
        return unreadable(error.diagnostic), None
    return judge(typed), typed


def unreadable(diagnostic: Diagnostic) -> Verdict:
    """The verdict where a formula has no meaning: ill-typed for shapes and indices that do not fit, else unreadable."""
    status = "ill-typed" if diagnostic.code.startswith("GP2") else "unreadable"
    related = ((diagnostic.span, diagnostic.message), *diagnostic.related)
    return Verdict(status, diagnostic.code, diagnostic.message, help=diagnostic.help, related=related)  # type: ignore[arg-type]
