"""Judged pages as one HTML file: the document as it was written, every formula typeset, every line with its verdict.

No script, nothing from the network, legible without colour and on paper. Whatever comes from a page is escaped: by the
templates, by `markdown_html`, or by `to_mathml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from gradproof.document.page import Page
from gradproof.formula.from_latex import read_formula
from gradproof.formula.macros import known_at
from gradproof.judgement import JudgedPage, JudgedStep, Kind
from gradproof.proof.verdict import STATUSES, Verdict
from gradproof.report.markdown_html import markdown_html
from gradproof.report.marks import MARKS, Mark
from gradproof.report.tex_html import tex_html
from gradproof.report.to_mathml import to_mathml
from gradproof.report.typeset import Typeset
from gradproof.source import Diagnostic, FormulaError, Source

_KINDS: dict[Kind, str] = {"step": "steps", "conclusion": "conclusions", "claim": "claims in sentences"}


@lru_cache(maxsize=1)
def _templates() -> Environment:
    loader = FileSystemLoader(Path(__file__).parent / "templates")
    return Environment(autoescape=True, loader=loader, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def pages_html(pages: Sequence[JudgedPage]) -> str:
    """A whole HTML file for some pages."""
    shown = [_Shown(number, page) for number, page in enumerate(pages, 1)]
    title = pages[0].source.name if len(pages) == 1 else f"{len(pages)} pages"
    return _templates().get_template("page.html.j2").render(title=title, pages=shown, marks=MARKS)


def page_html(page: JudgedPage) -> str:
    """A judged page as it stands in a notebook."""
    return _templates().get_template("notebook.html.j2").render(page=_Shown(1, page))


def verdict_html(verdict: Verdict) -> str:
    """A verdict as it stands in a notebook."""
    template = _templates().get_template("verdict.html.j2")
    inner = template.render(
        verdict=verdict, mark=MARKS[verdict.status], where="", claim="", given=(), id="", related=()
    )
    return _templates().get_template("notebook.html.j2").render(page=None, inner=Markup(inner))  # noqa: S704 - ours


class _Shown:
    """What the templates ask of a page."""

    def __init__(self, number: int, page: JudgedPage) -> None:
        self.name = page.source.name
        self.prefix = f"p{number}-"
        self.page = page
        self.problems = [_problem(page.source, found) for found in page.diagnostics]
        written = Typeset(page, self.prefix, self._why)
        self.body = Markup("" if page.page is None else _body(page.page, written))  # noqa: S704 - escaped piece by piece
        self.left_over = Markup(written.left_over())  # noqa: S704 - ours
        summary = page.summary()
        self.counts = [(_KINDS[kind], _counted(summary[kind])) for kind in summary if any(summary[kind].values())]

    def _why(self, step: JudgedStep, name: str) -> str:
        """The element that says why a step got its verdict."""
        assert step.verdict is not None
        source = self.page.source
        others = [pair for pair in step.verdict.related if pair[1] != step.verdict.message]
        related = [(source.line_column(span.start)[0], said) for span, said in others]
        what = ", ".join(part for part in (step.item, "conclusion" if step.kind == "conclusion" else "") if part)
        where = f"line {source.line_column(step.span.start)[0]}" + (f", {what}" if what else "")
        return (
            _templates()
            .get_template("verdict.html.j2")
            .render(
                verdict=step.verdict,
                mark=MARKS[step.verdict.status],
                where=where,
                claim=self._claim(step),
                given=[self._formula(text, step) for text in step.conditions],
                id=name,
                related=related,
            )
        )

    def _claim(self, step: JudgedStep) -> Markup | str:
        if not step.left:
            return ""
        return self._formula(step.left, step) + Markup(" <b>=</b> ") + self._formula(step.right, step)

    def _formula(self, text: str, step: JudgedStep) -> Markup:
        macros = known_at(self.page.page.macros, step.span.start) if self.page.page else {}
        try:
            return Markup(to_mathml(read_formula(text, 0, macros)))  # noqa: S704 - escaped there
        except FormulaError:
            return Markup("<code>{}</code>").format(text)


def _body(page: Page, written: Typeset) -> str:
    return markdown_html(page, written) if page.written_in == "Markdown" else tex_html(page, written)


@dataclass(frozen=True, slots=True)
class _Problem:
    """Something that was not understood outside of any step."""

    code: str
    message: str
    help: str | None
    line: int
    column: int


def _problem(source: Source, found: Diagnostic) -> _Problem:
    return _Problem(found.code, found.message, found.help, *source.line_column(found.span.start))


def _counted(counts: dict[str, int]) -> list[tuple[int, Mark]]:
    return [(counts[status], MARKS[status]) for status in STATUSES if counts[status]]
