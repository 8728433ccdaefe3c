"""The commands for a course: grade what was handed in, review what a person has to look at."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from gradproof.grade.course import Course
    from gradproof.report.marks_to_html import Hints

Row = dict[str, Any]
FAULT = 2
_PAGES = 3_000
"""The most students who get pages of their own, unless one is named."""


@contextmanager
def _faults() -> Iterator[None]:
    """What is wrong with a key, a rubric or submissions, said in one line; exit code 2."""
    from gradproof.grade.key import KeyFault
    from gradproof.grade.on_dask import EngineFault
    from gradproof.grade.review import DecisionFault
    from gradproof.grade.rubric import RubricFault
    from gradproof.grade.store import StoreFault
    from gradproof.grade.submission import SubmissionFault

    ours = (DecisionFault, EngineFault, KeyFault, RubricFault, StoreFault, SubmissionFault)
    try:
        yield
    except (*ours, OSError, UnicodeDecodeError) as fault:
        click.echo(f"Not done: {fault}", err=True)
        sys.exit(FAULT)


@click.command()
@click.argument("submissions", type=click.Path(path_type=Path))
@click.option("--key", "keys", multiple=True, required=True, type=click.Path(path_type=Path), help="A key document.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The folder of marks.")
@click.option("--rubric", type=click.Path(path_type=Path), help="Points, demanded forms and aliases, in TOML.")
@click.option("--jobs", type=click.IntRange(1, 256), default=None, help="Worker processes; by default one a core.")
@click.option(
    "--engine", type=click.Choice(["local", "dask"]), default="local", help="Who judges: this machine or a cluster."
)
@click.option("--scheduler", default=None, metavar="ADDRESS", help="The scheduler of --engine dask.")
@click.option("--resume", is_flag=True, help="Go on with an interrupted run.")
@click.option("--student", default=None, help="Grade this student only.")
@click.option(
    "--hints", type=click.Choice(["none", "where", "full"]), default="full", help="What the students' pages show."
)
def grade(
    submissions: Path, keys: tuple[Path, ...], out: Path, rubric: Path | None, jobs: int | None, *, engine: str,
    scheduler: str | None, resume: bool, student: str | None, hints: Hints,
) -> None:  # fmt: skip
    """Give every submission its marks: a folder of pages, or a table of formulas (.csv, .jsonl).

    Exit code: 0 when every submission got its marks, whatever they are; 2 where the key, the rubric or the
    submissions cannot be used.
    """
    from gradproof.grade import run
    from gradproof.grade.submission import read_submissions

    if (engine == "dask") != (scheduler is not None):
        raise click.UsageError("--engine dask and --scheduler ADDRESS belong together.")
    with _faults():
        course = _course(keys, rubric, mend=hints == "full")
        settings = run.Run(out, jobs or os.cpu_count() or 1, resume, student, scheduler=scheduler)
        found = read_submissions(submissions)
        with _progress() as progress:
            marks = run.grade(course, found, settings, progress)
            summary = _pages(out, marks, hints, everyone=student is not None)
    click.echo(summary)


def _course(keys: tuple[Path, ...], rubric: Path | None, *, mend: bool) -> Course:
    from gradproof.grade.course import Course

    texts = tuple((path.name, path.read_text("utf-8-sig")) for path in keys)
    return Course(texts, rubric.read_text("utf-8-sig") if rubric is not None else "", mend)


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """A bar with rate and remaining time, where somebody is watching."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn())
    start = time.perf_counter()
    with Progress(TextColumn("judging"), *columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("judging", total=None, rate="")

        def show(done: int, total: int) -> None:
            rate = done / max(1e-6, time.perf_counter() - start)
            bar.update(task, completed=done, total=total, rate=f"{rate:.0f}/s")

        yield show


def _pages(out: Path, marks: Iterator[tuple[str, Row]], hints: Hints, *, everyone: bool) -> str:
    """Writes the pages of the students and the overview while the marks pass by; what to say at the end."""
    from gradproof.report.marks_to_html import Overview, StudentLine, feedback_html, overview_html

    overview = Overview()
    lines: list[StudentLine] = []
    folder = out / "feedback"
    for number, (student, own) in enumerate(groupby(marks, key=lambda mark: mark[0]), 1):
        rows = []
        for _, mark in own:
            overview.add(student, mark)
            rows.append(mark)
        if number > _PAGES and not everyone:
            continue
        folder.mkdir(exist_ok=True)
        file = folder / f"{number:04}.html"
        file.write_text(feedback_html(student, rows, hints), "utf-8", "xmlcharrefreplace")
        points, out_of = (round(sum(row[name] for row in rows), 4) for name in ("points", "out_of"))
        looks = sum(row["mark"] == "look" for row in rows)
        lines.append(StudentLine(student, f"feedback/{file.name}", points, out_of, looks))
    more = overview.students > len(lines)
    text = f"Pages were written for the first {_PAGES:,} students; --student writes that of one." if more else ""
    (out / "index.html").write_text(overview_html(overview, lines, text), "utf-8", "xmlcharrefreplace")
    return f"{overview.marks} marks of {overview.students} students in {out}, {overview.looks} for a person to look at."


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--decide", "name", default=None, help="The cluster that a decision is about.")
@click.option("--mark", type=click.Choice(["right", "partly", "wrong"]), help="What was decided.")
@click.option("--points", default=None, help="Its points; needed for partly.")
@click.option("--because", default="", help="The reason that students are given.")
@click.option("--most", type=click.IntRange(1), default=50, help="How many clusters are listed.")
def review(folder: Path, name: str | None, mark: str | None, points: str | None, because: str, most: int) -> None:
    """List what a person has to look at, formulas that are one up to their form together; or decide one of them.

    FOLDER is that of the marks. A decision holds for all who wrote the same; it is kept in FOLDER/decisions.jsonl, and
    `gradproof grade … --resume` applies it.
    """
    from gradproof.grade import run

    with _faults():
        queue = run.queue(folder)
        if name is not None:
            found = [cluster for cluster in queue if cluster.name == name]
            if not found or mark is None:
                raise click.UsageError("There is no such cluster." if mark else "Say --mark right, partly or wrong.")
            run.keep_decision(folder, found[0], mark, _points(points), because)
            click.echo(f"Kept for {found[0].count} answers. Run grade with --resume to apply it.")
            return
    for cluster in queue[:most]:
        click.echo(f"{cluster.name}  {cluster.item:<8} {cluster.count:>6} ×  {printable(cluster.form)}")
        click.echo(f"          {printable(cluster.reason)}")
    hidden = len(queue) - most
    click.echo(f"… and {hidden} more." if hidden > 0 else f"{len(queue)} clusters to look at.")


def printable(text: str) -> str:
    """A text without what would change a terminal."""
    return "".join(char if char.isprintable() else "·" for char in text)


def _points(text: str | None) -> Fraction | None:
    try:
        return None if text is None else Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise click.UsageError(f"{text} is no number of points.") from None
