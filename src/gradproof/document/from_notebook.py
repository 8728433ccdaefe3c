"""A notebook becomes the Page of its Markdown cells, every place known as line and column of the .ipynb file.

The file is JSON: the characters of a cell stand in strings, with escapes. They are decoded here one by one, so that
each remembers where it stands. Code cells and outputs are left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from gradproof.document import from_markdown
from gradproof.document.page import Page
from gradproof.source import Diagnostic, Origin, Source, Span

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},:]|[^\s"\[\]{},:]+')
_CHARACTER = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|.", re.DOTALL
)
_BETWEEN = "\n\n"

Path = tuple[str | int | None, ...]


@dataclass(frozen=True, slots=True)
class _Cell:
    """A Markdown cell: the stretches of the file, without quotes, that hold the strings of its text."""

    strings: tuple[Span, ...]


def read_page(source: Source) -> Page:
    """The page of a notebook; without pieces, and with a diagnostic, where the file is no notebook."""
    try:
        notebook = json.loads(source.text)
    except (ValueError, RecursionError):
        return _no_notebook(source, "it is not JSON")
    if not isinstance(notebook, dict) or not ({"cells", "worksheets"} & set(notebook)):
        return _no_notebook(source, "it has no cells")
    text, places, cells = _text_of(source.text)
    return from_markdown.read_page(Source(source.name, text, Origin(source.text, places)), cells)


def _no_notebook(source: Source, reason: str) -> Page:
    message = f"{source.name} is not a notebook: {reason}."
    found = Diagnostic("GP501", message, Span(0, 1), "save it again in the program that you edit it with")
    return Page(source, (), (found,))


def _text_of(file: str) -> tuple[str, tuple[int, ...], tuple[Span, ...]]:
    """The text of all Markdown cells, blank lines between them; the place of each character; the cells in the text."""
    characters: list[str] = []
    places: list[int] = []
    cells: list[Span] = []
    for cell in _markdown_cells(file):
        if cells:
            characters += _BETWEEN
            places += [cell.strings[0].start] * len(_BETWEEN)
        start = len(characters)
        for string in cell.strings:
            for match in _CHARACTER.finditer(file, string.start, string.end):
                characters.append(_decoded(match[0]))
                places.append(match.start())
        cells.append(Span(start, len(characters)))
    return "".join(characters), (*places, places[-1] + 1 if places else 0), tuple(cells)


def _decoded(written: str) -> str:
    """One character of a JSON string; half of a pair stands for none."""
    char: str = written if len(written) == 1 else json.loads(f'"{written}"')
    return "\N{REPLACEMENT CHARACTER}" if 0xD800 <= ord(char) <= 0xDFFF else char


def _markdown_cells(file: str) -> Iterator[_Cell]:
    """The Markdown cells in their order, those without a text left out."""
    kinds: dict[Path, str] = {}
    strings: dict[Path, list[Span]] = {}
    for path, span in _strings(file):
        depth = 2 if path[0] == "worksheets" else 0  # where notebooks of the third format have their cells
        cell, field = path[: depth + 2], path[depth + 2 :]
        if path[depth : depth + 1] != ("cells",):
            continue
        if field == ("cell_type",):
            kinds[cell] = file[span.start : span.end]
        elif field[:1] == ("source",) and len(field) <= 2:
            strings.setdefault(cell, []).append(span)
    for cell, kind in kinds.items():
        if kind == "markdown" and cell in strings:
            yield _Cell(tuple(strings[cell]))


def _strings(file: str) -> Iterator[tuple[Path, Span]]:
    """Every string of a JSON text that is a value, with the keys and numbers that lead to it, and its place.

    The text is known to be JSON, so that commas, colons and brackets are where they belong. In an object, None stands
    where the next key is awaited.
    """
    path: list[str | int | None] = []
    for match in _TOKEN.finditer(file):
        lexeme = match[0]
        if lexeme in "[{":
            path.append(0 if lexeme == "[" else None)
        elif lexeme in "]}":
            path.pop()
        elif lexeme == ",":
            last = path[-1]
            path[-1] = last + 1 if isinstance(last, int) else None
        elif lexeme[0] == '"' and path and path[-1] is None:
            path[-1] = json.loads(lexeme)
        elif lexeme[0] == '"' and path:
            yield tuple(path), Span(match.start() + 1, match.end() - 1)
