"""The command line: arguments in, text and exit codes out. Nothing heavy is imported before a command needs it."""

from __future__ import annotations

import difflib
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeVar

import click

from gradproof import __version__
from gradproof.cli_export import export
from gradproof.cli_generate import generate, index
from gradproof.cli_grade import grade, review

if TYPE_CHECKING:
    from gradproof.judgement import JudgedPage
    from gradproof.proof.verdict import Verdict
    from gradproof.report.to_json import Json

T = TypeVar("T")

FORMATS = ("text", "json", "html", "sarif", "github")


class InternalError(click.ClickException):
    """Something that never should happen, in one line; exit code 70."""

    exit_code = 70

    def __init__(self, error: Exception) -> None:
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        super().__init__(f"internal error [GP700]: {reason}. It says nothing about your derivation; please report it.")

    def show(self, file: object = None) -> None:
        """Prints the one line to standard error."""
        del file
        click.echo(self.message, err=True)


def guarded(work: Callable[[], T]) -> T | InternalError:
    """What `work` gives, or the InternalError that any unforeseen exception becomes.

    The only place that catches everything: no fault of ours may end as a traceback, or keep another page or line
    from its verdict. What click itself raises (usage, exit, abort) passes.
    """
    try:
        return work()
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except Exception as error:  # noqa: BLE001  the outermost edge, see above
        return InternalError(error)


class Program(click.Group):
    """The group of commands; proposes one for a name it does not know, and turns faults into one line."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is named first; a usage error with a proposal where there is none."""
        names = self.list_commands(ctx)
        if args[0] not in names and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], names, n=1)
            ctx.fail(f"There is no command '{args[0]}'." + (f" Did you mean '{near[0]}'?" if near else ""))
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Runs the command."""
        result: object = guarded(lambda: super(Program, self).invoke(ctx))
        if isinstance(result, InternalError):
            raise result
        return result


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Proofread your gradients: every line of a derivation is proved for all sizes, or refuted with numbers."""


@main.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="How to say it.")
@click.option("--output", "-o", type=click.Path(path_type=Path), help="The file to write; by default, print it.")
@click.option("--stats", is_flag=True, help="Count the lines that were read, typed and decided, and print no more.")
@click.option("--explain", is_flag=True, help="Show the proofs, too.")
@click.option("--watch", is_flag=True, help="Check again whenever a file changes, until interrupted.")
@click.option("--color/--no-color", default=None, help="Colours; by default only on a terminal.")
def check(
    files: tuple[str, ...],
    form: str,
    output: Path | None,
    stats: bool,
    explain: bool,
    watch: bool,
    color: bool | None,
) -> None:
    """Judge every line of the pages: Markdown, R Markdown, LaTeX, Jupyter notebooks.

    Exit code: 0 all proved, 1 something is false, 2 something cannot be read, 3 something stays open, 70 an
    internal error.
    """
    from gradproof.cli_check import Wanted, checked, watched

    wanted = Wanted("stats" if stats else form, output, explain, sys.stdout.isatty() if color is None else color)
    sys.exit(watched(files, wanted, _judged) if watch else checked(files, wanted, _judged))


def _judged(name: str) -> JudgedPage:
    """The judged page of a file; an internal error is a diagnostic of it, and the next file has its turn."""
    from gradproof import proofread
    from gradproof.judgement import JudgedPage
    from gradproof.source import NOWHERE, Diagnostic, Source

    page = guarded(lambda: proofread.check(Path(name), guard=_guarded_line))
    if isinstance(page, InternalError):
        return JudgedPage(Source(name, ""), (), (Diagnostic("GP700", page.message, NOWHERE),))
    return page


def _guarded_line(work: Callable[[], Verdict]) -> Verdict:
    """The verdict on a line; an internal error is one that says so, and the next line has its turn."""
    from gradproof.proof.verdict import Verdict

    found = guarded(work)
    return Verdict("undecided", "GP700", found.message) if isinstance(found, InternalError) else found


@main.command()
@click.argument("claim", required=False)
@click.option("--given", "-g", multiple=True, metavar="DEF", help="A definition, a condition, or a shape; repeatable.")
@click.option(
    "--jsonl", "lines", type=click.File("rb"), help="Many claims, one JSON object a line; - is standard input."
)
@click.option("--explain", is_flag=True, help="Show the proof, too.")
def prove(claim: str | None, given: tuple[str, ...], lines: BinaryIO | None, explain: bool) -> None:
    """Judge one claim such as '\\frac{\\partial h}{\\partial s} = h (1 - h)'."""
    if (claim is None) == (lines is None):
        raise click.UsageError("Give either a claim or --jsonl FILE.")
    if lines is not None:
        for answer in _answers(lines):
            _print_json(answer)
        return
    from gradproof import proofread
    from gradproof.judgement import exit_code
    from gradproof.report.to_text import TextReport

    assert claim is not None
    verdict = proofread.prove(claim, given=list(given))
    click.echo(TextReport(color=sys.stdout.isatty(), explain=explain).verdict(claim, verdict), nl=False)
    sys.exit(exit_code(verdict))


def _answers(lines: BinaryIO) -> Iterator[dict[str, Json]]:
    """One answer for each line that is not blank, in order."""
    for line in lines:
        if line.strip():
            start = time.perf_counter()
            answer = _answer(line)
            yield {**answer, "milliseconds": round(1000 * (time.perf_counter() - start), 3)}


def _answer(line: bytes) -> dict[str, Json]:
    """The answer to one line; whatever is wrong with it is said in its own verdict."""
    from gradproof import proofread
    from gradproof.report.to_json import counterexample_json

    asked = _question(line)
    if isinstance(asked, str):
        return {"id": None, "verdict": "unreadable", "message": asked, "counterexample": None}
    name, claim, given = asked
    if claim is None:
        message = "The line needs a claim, a text, and its definitions, if there are any, as a list of texts."
        return {"id": name, "verdict": "unreadable", "message": message, "counterexample": None}
    found = guarded(lambda: proofread.prove(claim, given=given))
    if isinstance(found, InternalError):
        return {"id": name, "verdict": "undecided", "message": found.message, "counterexample": None}
    counterexample = counterexample_json(found.counterexample)
    return {"id": name, "verdict": found.status, "message": found.message, "counterexample": counterexample}


def _question(line: bytes) -> tuple[Json, str | None, list[str]] | str:
    """The id, claim and definitions of a line; no claim where they are not texts, a sentence where it is no object."""
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        return "The line is not JSON."
    if not isinstance(asked, dict):
        return "The line is JSON, but not an object with a claim."
    claim, given = asked.get("claim"), asked.get("definitions") or []
    readable = isinstance(claim, str) and isinstance(given, list) and all(isinstance(text, str) for text in given)
    return asked.get("id"), claim if readable else None, given if readable else []


@main.command()
@click.argument("expression")
@click.option("--given", "-g", multiple=True, metavar="DEF", help="A definition, a condition, or a shape; repeatable.")
@click.option("--as", "form", type=click.Choice(["latex", "text", "sympy"]), default="text", help="How to print it.")
def derive(expression: str, given: tuple[str, ...], form: str) -> None:
    """Print a derivative such as '\\frac{\\partial \\ell}{\\partial u_j}'."""
    from gradproof import proofread
    from gradproof.report.to_text import TextReport
    from gradproof.source import FormulaError, Source

    try:
        result = proofread.derive(expression, given=list(given))
        text = str(result.sympy) if form == "sympy" else result.latex if form == "latex" else result.text
    except FormulaError as error:
        report = TextReport(color=sys.stderr.isatty())
        click.echo(report.diagnostic(Source("expression", expression), error.diagnostic).strip("\n"), err=True)
        sys.exit(2)
    click.echo(text)


@main.command()
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Say what a code such as GP200 means; without a code, list them all."""
    from gradproof.report import codes

    if code is None:
        click.echo("\n".join(f"{known.name}  {known.title}" for known in codes.CODES.values()))
        return
    text = codes.explain(code)
    if text is None:
        near = codes.closest(code)
        raise click.UsageError(f"There is no code {code}." + (f" Did you mean {near}?" if near else ""))
    click.echo(click.wrap_text(text, width=100, preserve_paragraphs=True))


main.add_command(generate)
main.add_command(index)
main.add_command(grade)
main.add_command(review)
main.add_command(export)


def _print_json(value: Json | list[dict[str, Json]] | dict[str, Json], indent: int | None = None) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=indent))
