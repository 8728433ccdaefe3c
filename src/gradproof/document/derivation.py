"""A derivation as it was read: every definition and every equation to be judged, in the order of their places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from gradproof.document.recursion import Induction
from gradproof.formula.environment import Environment
from gradproof.formula.equations import Sides
from gradproof.source import Diagnostic, Source, Span

Kind = Literal["definition", "step", "conclusion", "claim"]


@dataclass(frozen=True)
class Line:
    """One equation of a page in the Environment of its place; `problem` where it could not be read.

    `row` is that of the right side in its display, None in sentences; `span` covers both sides; `introduce` whether
    symbols that nobody knows may stand on its right side; `alone` whether it stands alone with its definitions, so that
    what it says about sizes without a name is no assumption; `induction` what proves it by induction; `solving` whether
    it may hold only where an equation is solved.
    """

    kind: Kind
    sides: Sides
    environment: Environment
    span: Span
    item: str | None = None
    row: int | None = None
    introduce: bool = False
    alone: bool = False
    problem: Diagnostic | None = None
    induction: Induction | None = None
    solving: bool = False


@dataclass(frozen=True)
class Broken:
    """A formula, or a row of one, that could not be read at all."""

    diagnostic: Diagnostic
    item: str | None = None
    row: int | None = None


@dataclass(frozen=True)
class Derivation:
    """The lines of a page, and the Environment at its end."""

    lines: tuple[Line | Broken, ...]
    environment: Environment
    diagnostics: tuple[Diagnostic, ...] = ()


def in_a_table(source: Source, line: Line) -> bool:
    """Whether a formula in a sentence stands in a row of a table, of Markdown or LaTeX."""
    text, start = source.line_around(line.span.start)[0], line.span.start
    tabular = source.text.rfind("\\begin{tabular", 0, start) > source.text.rfind("\\end{tabular", 0, start)
    return line.row is None and (tabular or text.lstrip().startswith("|") or re.search(r"(?<!\\)&", text) is not None)
