"""Judged pages as one SARIF 2.1.0 log, as tools for code review read it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from urllib.parse import quote

from gradproof.judgement import JudgedPage
from gradproof.report.codes import CODES
from gradproof.report.findings import Finding, findings
from gradproof.report.to_json import Json
from gradproof.source import Source, Span

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def pages_sarif(pages: Sequence[JudgedPage], version: str) -> dict[str, Json]:
    """One run with a result for every line that is not proved; columns count code points; `version` is ours."""
    found = [(page.source, finding) for page in pages for finding in findings(page)]
    rules = sorted({finding.code for _, finding in found})
    driver: dict[str, Json] = {
        "name": "gradproof",
        "version": version,
        "rules": [_rule(code) for code in rules],
    }
    run: dict[str, Json] = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(source, finding, rules.index(finding.code)) for source, finding in found],
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(name: str) -> Json:
    code = CODES.get(name)
    if code is None:
        return {"id": name}
    return {
        "id": name,
        "shortDescription": {"text": code.title},
        "fullDescription": {"text": code.meaning},
        "help": {"text": f"{code.meaning}\n\nExample: {code.example}"},
    }


def _result(source: Source, finding: Finding, rule: int) -> Json:
    related: list[Json] = [
        {**_location(source, span), "message": {"text": sentence}} for span, sentence in finding.related
    ]
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": finding.level,
        "message": {"text": finding.text},
        "locations": [_location(source, finding.span)],
        **({"relatedLocations": related} if related else {}),
    }


def _location(source: Source, span: Span) -> dict[str, Json]:
    line, column = source.line_column(span.start)
    end_line, end_column = source.line_column(span.end)
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(PurePath(source.name).as_posix())},
            "region": {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column},
        }
    }
