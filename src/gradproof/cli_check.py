"""What `gradproof check` does with judged pages: prints them, writes them to a file, checks again upon a change."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from gradproof.judgement import JudgedPage

Judge = Callable[[str], "JudgedPage"]

_PAUSE = 0.3  # seconds between two looks at the files


@dataclass(frozen=True, slots=True)
class Wanted:
    """How it is to be said: the format, the file to write or None, whether with proofs, whether in colour."""

    form: str
    output: Path | None
    explain: bool
    color: bool


def checked(files: Sequence[str], wanted: Wanted, judge: Judge) -> int:
    """Judge the files and say it; the exit code of the run."""
    from gradproof.judgement import worst

    pages: list[JudgedPage] = []

    def judged() -> Iterator[JudgedPage]:
        for name in files:
            pages.append(judge(name))
            yield pages[-1]

    parts = _FORMS[wanted.form](judged(), wanted)
    if wanted.output is None:
        for part in parts:
            click.echo(part, nl=False, color=True)
    else:
        _write(wanted.output, "".join(parts))
    return worst(page.exit_code() for page in pages)


def watched(files: Sequence[str], wanted: Wanted, judge: Judge) -> int:
    """Judge the files now and whenever one of them changes, until interrupted; the last exit code."""
    code = checked(files, wanted, judge)
    seen = _changes(files)
    try:
        while True:
            time.sleep(_PAUSE)
            now = _changes(files)
            if now != seen:
                seen = now
                click.echo()
                code = checked(files, wanted, judge)
    except KeyboardInterrupt:
        return code


def _changes(files: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """When each file was changed, and its size; zeros for a file that is not there."""
    return tuple(_changed(Path(name)) for name in files)


def _changed(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise click.UsageError(f"{path} cannot be written: {error.strerror or 'the system refuses'}.") from error


# One function for each format: pages in, parts of the text out.


def _text(pages: Iterable[JudgedPage], wanted: Wanted) -> Iterator[str]:
    from gradproof.report.to_text import TextReport

    report = TextReport(color=wanted.color and wanted.output is None, explain=wanted.explain)
    for page in pages:
        yield report.page(page)


def _json(pages: Iterable[JudgedPage], wanted: Wanted) -> Iterator[str]:
    from gradproof.report.to_json import page_json

    del wanted
    objects = [page_json(page) for page in pages]
    yield json.dumps(objects[0] if len(objects) == 1 else objects, ensure_ascii=False, indent=2) + "\n"


def _html(pages: Iterable[JudgedPage], wanted: Wanted) -> Iterator[str]:
    from gradproof.report.to_html import pages_html

    del wanted
    yield pages_html(list(pages))


def _sarif(pages: Iterable[JudgedPage], wanted: Wanted) -> Iterator[str]:
    from gradproof import __version__
    from gradproof.report.to_sarif import pages_sarif

    del wanted
    yield json.dumps(pages_sarif(list(pages), __version__), ensure_ascii=False, indent=2) + "\n"


def _github(pages: Iterable[JudgedPage], wanted: Wanted) -> Iterator[str]:
    from gradproof.report.to_github import page_annotations

    del wanted
    for page in pages:
        yield from page_annotations(page)


def _stats(pages: Iterable[JudgedPage], wanted: Wanted) -> Iterator[str]:
    from gradproof.report.lines import Statistics, statistics

    del wanted
    total, number = Statistics(0, 0, 0, 0, 0), 0
    for page in pages:
        counts = statistics(page)
        total, number = total + counts, number + 1
        yield f"{page.source.name}: {counts}\n"
    if number > 1:
        yield f"all {number} files: {total}\n"


_FORMS: dict[str, Callable[[Iterable[JudgedPage], Wanted], Iterator[str]]] = {
    "text": _text,
    "json": _json,
    "html": _html,
    "sarif": _sarif,
    "github": _github,
    "stats": _stats,
}
