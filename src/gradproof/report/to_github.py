"""A judged page as annotations of a GitHub workflow: a command a line, which GitHub shows at the place in the diff."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from gradproof.judgement import JudgedPage
from gradproof.report.findings import Finding, findings
from gradproof.source import Source

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def page_annotations(page: JudgedPage) -> Iterator[str]:
    """A line for everything but what is proved."""
    for finding in findings(page):
        yield _annotation(page.source, finding)


def _annotation(source: Source, finding: Finding) -> str:
    line, column = source.line_column(finding.span.start)
    end_line, end_column = source.line_column(finding.span.end)
    place = {"file": PurePath(source.name).as_posix(), "line": str(line), "endLine": str(end_line)}
    if line == end_line:  # GitHub knows columns only within one line
        place |= {"col": str(column), "endColumn": str(end_column)}
    place["title"] = f"{finding.title} [{finding.code}]"
    properties = ",".join(f"{name}={_property(value)}" for name, value in place.items())
    return f"::{_COMMANDS[finding.level]} {properties}::{_data(finding.text)}\n"


def _data(text: str) -> str:
    """Text as the value of a command: a percent sign and line breaks are escaped."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
