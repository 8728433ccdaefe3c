"""From judged pages to the index of a folder of derivations, in Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from gradproof.judgement import JudgedPage

_HEAD = """# Derivations

One document a model: forward equations with their shapes, then every gradient, step by step. To add a model, add a
document. This index is written by `gradproof index`.

| document | subject | definitions | steps | conclusions | claims | verdict |
|---|---|---|---|---|---|---|
"""


def to_index(pages: Sequence[JudgedPage]) -> str:
    """The text of the index: a row for each page with its subject, its counts, and what is not proved."""
    return _HEAD + "".join(_row(page) for page in sorted(pages, key=lambda page: Path(page.source.name).name))


def _row(page: JudgedPage) -> str:
    name = Path(page.source.name).name
    definitions = sum(step.kind == "definition" for step in page.steps)
    summary = page.summary()
    counts = [str(sum(summary[kind].values())) for kind in ("step", "conclusion", "claim")]
    cells = [f"[{name}]({name})", _subject(page.source.text), str(definitions), *counts, _verdict(page)]
    return f"| {' | '.join(cells)} |\n"


def _subject(text: str) -> str:
    """The first heading, without its number."""
    found = re.search(r"^#+\s+(?:[\d.]+\s+)?(.+?)\s*$", text, re.MULTILINE)
    return found.group(1).replace("|", "\\|") if found else ""


def _verdict(page: JudgedPage) -> str:
    open_ones: dict[str, int] = {}
    for counts in page.summary().values():
        for status, count in counts.items():
            if status != "proved" and count:
                open_ones[status] = open_ones.get(status, 0) + count
    if page.diagnostics:
        open_ones["unread"] = len(page.diagnostics)
    return ", ".join(f"{count} {status}" for status, count in open_ones.items()) or "all proved"
