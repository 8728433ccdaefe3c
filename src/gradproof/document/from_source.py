"""A Source becomes a Page, read as the ending of its name says: the one place that knows the formats."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from gradproof.document import from_markdown
from gradproof.document.page import Page
from gradproof.source import Source

Reader = Callable[[Source], Page]


def _tex(source: Source) -> Page:
    from gradproof.document import from_tex

    return from_tex.read_page(source)


def _notebook(source: Source) -> Page:
    from gradproof.document import from_notebook

    return from_notebook.read_page(source)


_READERS: dict[str, Reader] = {
    **dict.fromkeys((".md", ".markdown", ".rmd", ".qmd", ".txt", ""), from_markdown.read_page),
    **dict.fromkeys((".tex", ".latex", ".ltx"), _tex),
    ".ipynb": _notebook,
}


def read_page(source: Source) -> Page:
    """The page that a source holds; what has no ending that is known is read as Markdown.

    >>> from gradproof.source import Source
    >>> [type(piece).__name__ for piece in read_page(Source("a.tex", "\\\\section{One} $x$")).pieces]
    ['Heading', 'Paragraph']
    """
    return _READERS.get(PurePath(source.name).suffix.lower(), from_markdown.read_page)(source)
