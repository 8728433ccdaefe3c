"""A text cut into blocks: headings, items and paragraphs, as stretches of it.

The text comes masked (see `from_markdown`), so that no line of a formula can be taken for a list or a heading. Of
Markdown this knows what a derivation needs: ATX and setext headings, list markers, quotations, paragraphs, indented
code; of LaTeX `\\section{…}` and `\\item`. It reads line by line, in linear time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from gradproof.source import Span

FORMULA, DISPLAY = "\ufffc", "\ufffb"
"""Stand for every character of an inline formula, and of a displayed one, in a masked text."""

HIDDEN = "\x1f"
"""Stands for every character that is to be skipped: no space, so that it indents nothing."""

BlockKind = Literal["heading", "paragraph", "ordered"]


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text; `level` of a heading; an "ordered" block is the marker of an ordered list, `1.`."""

    kind: BlockKind
    span: Span
    level: int = 0


_QUOTE = re.compile(rf"[ \t{HIDDEN}]*(?:>[ \t{HIDDEN}]?)*")
_HEADING = re.compile(r"(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
_SECTION = re.compile(r"\\((?:sub)*)(?:section|paragraph)\*?\{(.*)\}")
_MARKER = re.compile(r"(?:([-*+])|(\d{1,3})[.)]|\\item)(?:[ \t]+(?=\S)|$)")
_SETEXT = re.compile(r"={2,}|-{3,}")
_BREAK = re.compile(r"(?:[-*_][ \t]*){3,}$")
_DEEPEST = 8  # list markers in a row on one line; more are words
_LETTER = r"[a-z]|[ivx]{2,5}|\d{1,2}"
_WORD = r"(?:(?:Exercise|Question|Problem|Part|Task|Ex\.?)[ \t]+)"
ITEM = re.compile(
    rf"""(?:\*\*|__)?(?:
        {_WORD}?(?P<number>\d{{1,2}}(?:\.\d{{1,2}})*)[ ]?\((?P<numbered>{_LETTER})\)
      | {_WORD}?\((?P<bracketed>{_LETTER})\)
      | {_WORD}?(?P<short>\d{{1,2}}(?:\.\d{{1,2}})*)(?P<shortly>[a-h])[.:)]
      | (?P<half>[a-z]|[ivx]{{2,5}})\)
      | (?P<dotted>[a-h])\.(?=\s+[A-Z{FORMULA}{DISPLAY}])
    )[.:]?(?:\*\*|__)?[.:]?(?=\s|$|[{FORMULA}{DISPLAY}])(?![ \t]+(?:and|or|is|are|to|above|below|of)\b)""",
    re.VERBOSE,
)


def find_blocks(masked: str) -> tuple[Block, ...]:
    """The blocks of a masked text in their order."""
    reader = _Reader()
    start = 0
    for line in masked.split("\n"):
        reader.read(line, start)
        start += len(line) + 1
    reader.flush()
    return tuple(reader.blocks)


class _Reader:
    """Reads lines one by one; `open` is the paragraph that the next line may continue."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.open: Span | None = None
        self.in_list = False
        self.after_blank = True

    def flush(self) -> None:
        if self.open is not None:
            self.blocks.append(Block("paragraph", self.open))
        self.open = None

    def read(self, line: str, start: int) -> None:
        line = line.rstrip(" \t\r" + HIDDEN)
        quote = _QUOTE.match(line)
        indent = quote.end() if quote else 0
        body = line[indent:]
        if not body:
            self.flush()
        elif not self._is_code(line, body, indent):
            self._read_body(body, start + indent, indent)
        self.after_blank = not body

    def _is_code(self, line: str, body: str, indent: int) -> bool:
        """Indented code; but a displayed formula is one however far it is indented."""
        columns = len(line[:indent].replace("\t", "    ").replace(HIDDEN, ""))
        return self.open is None and not self.in_list and columns >= 4 and not body.startswith(DISPLAY)

    def _read_body(self, body: str, start: int, indent: int) -> None:
        for _ in range(_DEEPEST):
            if self._read_rule(body, start):
                return
            marker = _MARKER.match(body)
            if marker is None or not self._may_open_list(marker):
                break
            self._read_marker(marker, start)
            body, start, indent = body[marker.end() :], start + marker.end(), indent + marker.end()
            if not body:
                return
        self._read_words(body, start, indent)

    def _may_open_list(self, marker: re.Match[str]) -> bool:
        """Within a paragraph only `1.` opens an ordered list: "in\n2018. Then" does not."""
        return self.open is None or self.in_list or marker.group(2) in (None, "1")

    def _read_marker(self, marker: re.Match[str], start: int) -> None:
        self.flush()
        self.in_list = True
        if marker.group(2):
            self.blocks.append(Block("ordered", Span(start, start + marker.end(2))))

    def _read_words(self, body: str, start: int, indent: int) -> None:
        if ITEM.match(body):
            self.flush()
        if self.after_blank and indent == 0:
            self.in_list = False
        end = start + len(body)
        self.open = Span(self.open.start if self.open else start, end)

    def _read_rule(self, body: str, start: int) -> bool:
        """Headings of all manners, and horizontal rules."""
        if heading := _HEADING.match(body) or _SECTION.match(body):
            self.flush()
            level = 1 + len(heading.group(1)) // 3 if body.startswith("\\") else len(heading.group(1))
            self.blocks.append(Block("heading", Span(start + heading.start(2), start + heading.end(2)), level))
        elif self.open is not None and _SETEXT.fullmatch(body):
            self.blocks.append(Block("heading", self.open, 1 if body[0] == "=" else 2))
            self.open = None
        elif _BREAK.match(body):
            self.flush()
        else:
            return False
        self.in_list = False
        return True
