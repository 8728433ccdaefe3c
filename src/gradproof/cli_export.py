"""The commands that carry marks to where people keep them: Canvas, Moodle, Gradescope."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from gradproof import __version__

Row = dict[str, Any]
_KEYS_MOST = 100


@click.group()
def export() -> None:
    """Carry marks to Canvas, Moodle or Gradescope."""


@contextmanager
def _faults() -> Iterator[None]:
    from gradproof.grade.gradebooks import GradebookFault
    from gradproof.grade.key import KeyFault
    from gradproof.grade.rubric import RubricFault

    try:
        yield
    except (GradebookFault, KeyFault, RubricFault, OSError, UnicodeDecodeError, ValueError) as fault:
        click.echo(f"Not done: {fault}", err=True)
        sys.exit(2)


def _marks(folder: Path) -> list[Row]:
    with (folder / "marks.jsonl").open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def _filled(folder: Path, sheet: Path, out: Path, column: str, comments: str | None) -> None:
    from gradproof.grade.gradebooks import fill, open_students, totals

    with _faults():
        marks = _marks(folder)
        told: dict[str, str] = {}
        for mark in marks:
            if mark["mark"] != "right":
                told[mark["student"]] = f"{told.get(mark['student'], '')} {mark['item']}: {mark['reason']}".strip()
        asked = (comments, told) if comments is not None else None
        content, missing = fill(sheet.read_bytes(), totals(marks), column, comments=asked)
        out.write_bytes(content)
        waiting = len(open_students(marks))
    click.echo(f"Wrote {out}.")
    if missing:
        click.echo(f"Not in the gradebook: {', '.join(ascii(name)[1:-1] for name in missing)}.", err=True)
    if waiting:
        click.echo(f"{waiting} students have answers that a person still has to look at: `gradproof review`.", err=True)


@export.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--sheet", required=True, type=click.Path(path_type=Path), help="The gradebook that Canvas exported.")
@click.option("--column", required=True, help="The assignment: its column, or how that begins.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The file to import.")
def canvas(folder: Path, sheet: Path, column: str, out: Path) -> None:
    """Fill the points of FOLDER into a gradebook of Canvas."""
    _filled(folder, sheet, out, column, None)


@export.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--sheet", required=True, type=click.Path(path_type=Path), help="The grading worksheet of Moodle.")
@click.option("--column", default="Grade", show_default=True, help="The column of points, in Moodle's language.")
@click.option("--comments", default=None, help="The column of feedback comments, if it is to be filled.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The file to upload.")
def moodle(folder: Path, sheet: Path, column: str, comments: str | None, out: Path) -> None:
    """Fill the points of FOLDER into a grading worksheet of Moodle."""
    _filled(folder, sheet, out, column, comments)


@export.command()
@click.option("--key", "keys", multiple=True, required=True, type=click.Path(path_type=Path), help="A key document.")
@click.option("--rubric", type=click.Path(path_type=Path), help="The rubric.")
@click.option("--hints", type=click.Choice(["none", "where", "full"]), default="where", help="What students see.")
@click.option("--install", default=f"gradproof=={__version__}", show_default=True, help="What pip installs there.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The zip to upload.")
def gradescope(keys: tuple[Path, ...], rubric: Path | None, hints: str, install: str, out: Path) -> None:
    """Write an autograder for Gradescope."""
    import shlex

    from gradproof.grade.course import Course
    from gradproof.grade.gradescope import autograder_zip

    with _faults():
        texts = tuple((path.name, path.read_text("utf-8-sig")) for path in keys)
        course = Course(texts, rubric.read_text("utf-8-sig") if rubric is not None else "", hints == "full")
        assert course.key and course.rubric
        out.write_bytes(autograder_zip(course, hints, shlex.quote(install)))
    click.echo(f"Wrote {out}.")


@export.command("gradescope-results")
@click.argument("submission", type=click.Path(path_type=Path))
@click.option("--source", required=True, type=click.Path(path_type=Path), help="Where the autograder was unpacked.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="results.json.")
def gradescope_results(submission: Path, source: Path, out: Path) -> None:
    """Grade the one submission that Gradescope has put into a folder."""
    import tempfile

    from gradproof.grade.course import Course
    from gradproof.grade.gradescope import results
    from gradproof.grade.run import Run, grade
    from gradproof.grade.submission import one_student

    with _faults():
        told = json.loads((source / "course.json").read_text("utf-8"))
        names = [f"key{number}.md" for number in range(min(int(told["keys"]), _KEYS_MOST))]
        texts = tuple((name, (source / name).read_text("utf-8")) for name in names)
        course = Course(texts, (source / "rubric.toml").read_text("utf-8"), told["hints"] == "full")
        with tempfile.TemporaryDirectory() as folder:
            marks = [mark for _, mark in grade(course, [one_student(submission)], Run(Path(folder)))]
        out.write_text(json.dumps(results(marks, told["hints"]), ensure_ascii=False, indent=1) + "\n", "utf-8")
