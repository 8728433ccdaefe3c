"""A LaTeX document becomes a Page: sections, numbered items, paragraphs and displays in their order.

Read is what stands between \\begin{document} and \\end{document}, or all of a file that has neither. Sections are
counted as LaTeX counts them, items by their place in enumerate, or by their own label. Commands of text leave their
arguments as words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gradproof.document.blocks import HIDDEN
from gradproof.document.page import Heading, Item, Page, Piece
from gradproof.document.paragraphs import Paragraphs, blanked
from gradproof.document.regions import Region, budgeted
from gradproof.document.tex_regions import find_regions
from gradproof.formula.macros import find_macros
from gradproof.source import Diagnostic, Source, Span

_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%[^\n]*")
_BEGIN, _END = re.compile(r"\\begin\s*\{document\}"), re.compile(r"\\end\s*\{document\}")
_LEVELS = ("part", "chapter", "section", "subsection", "subsubsection", "paragraph", "subparagraph")
_STRUCTURE = re.compile(
    r"""(?P<blank>\n[ \t\r]*\n)
      | \\(?P<level>part|chapter|(?:sub){0,2}section|(?:sub)?paragraph)(?P<star>\*?)\s*(?:\[[^\]\n]*\]\s*)?
            \{(?P<title>(?:[^{}\\]|\\.|\{[^{}]*\})*)\}
      | \\(?P<edge>begin|end)\s*\{\s*(?P<name>[A-Za-z]+)\*?\s*\}(?P<option>\s*\[[^\]\n]*\])?
      | \\(?P<item>item|question|subpart|part)(?![A-Za-z])[ \t]*(?:\[(?P<label>[^\]\n]*)\])?
      | \\(?P<par>par|maketitle|tableofcontents|newpage|clearpage)(?![A-Za-z])""",
    re.VERBOSE,
)
_SILENT = re.compile(
    r"\\(?:cite[a-z]*|ref|eqref|cref|Cref|autoref|label|input|include|includegraphics|vspace|hspace|pagestyle|url"
    r"|bibliography|bibliographystyle|usepackage|nomenclature)\*?\s*(?:\[[^\]]*\]\s*)*(?:\{[^{}]*\})?"
    r"|\\(?:[A-Za-z@]+\*?|\\(?:\[[^\]\n]*\])?|[^A-Za-z])|[{}~]"
)
_INCLUDED = re.compile(r"\\(?:input|include|subfile)\s*\{([^{}\n]*)\}")
_NUMBER = re.compile(r"\s*(\d{1,2}(?:\.\d{1,2})*)[.:)]?\s+(.*)", re.DOTALL)
_LABEL = re.compile(r"\W*(\d{1,2}|[a-zA-Z]|[ivx]{1,5})\W*")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_WITHIN_WORDS = ("center", "tabular", "array", "figure", "small")
_DEPTHS = {"question": 1, "part": 2, "subpart": 3}


def read_page(source: Source) -> Page:
    """The page cut into pieces, with a diagnostic for each formula never closed and each file not followed."""
    limit = budgeted(source.text)
    text = source.text[:limit]
    bare = _COMMENT.sub(lambda match: match[1] + HIDDEN * (match.end() - match.end(1)), text)
    begin, end = _BEGIN.search(bare), _END.search(bare)
    body = Span(begin.end() if begin else 0, end.start() if end else len(text))
    macros = find_macros(bare)
    regions, diagnostics = find_regions(text, body.start, body.end, macros)
    words = _words(bare, [*regions, *(Region("skip", macro.span, macro.span) for macro in macros)])
    reader = _Reader(words, Paragraphs(text, _plain(words), regions, macros))
    pieces = tuple(reader.read(body))
    said = [*diagnostics, *_not_followed(bare), *_too_long(source, limit)]
    return Page(source, pieces, tuple(sorted(said, key=lambda one: one.span)), macros, regions, "LaTeX")


def _words(bare: str, regions: list[Region]) -> str:
    """The text, as long as it is, with a mark for all that is no prose: a line of it is not blank."""
    characters = list(bare)
    for region in regions:
        characters[region.span.start : region.span.end] = blanked(bare[region.span.start : region.span.end], HIDDEN)
    return "".join(characters)


def _plain(words: str) -> str:
    """Words without commands, braces and ties, as long as they were."""
    return _SILENT.sub(lambda match: blanked(match[0]), words).replace(HIDDEN, " ")


def _not_followed(bare: str) -> Iterator[Diagnostic]:
    for match in _INCLUDED.finditer(bare):
        message = f"The file {match[1].strip()} is not followed: what it defines or claims is not known here."
        yield Diagnostic("GP503", message, Span(*match.span()), "check that file too, or copy its text to here")


def _too_long(source: Source, limit: int) -> Iterator[Diagnostic]:
    if limit < len(source.text):
        message = "The page is too long: from here on it was not read."
        yield Diagnostic("GP404", message, Span(limit, limit + 1), "split it into several pages")


@dataclass(frozen=True, slots=True)
class _List:
    """A list that is open: its depth among enumerations (0 for one without numbers), and how it counts."""

    depth: int
    style: str


class _Reader:
    """Walks from one mark of structure to the next; remembers sections and items, to number them."""

    def __init__(self, words: str, paragraphs: Paragraphs) -> None:
        self.words = words
        self.paragraphs = paragraphs
        self.counts = [0] * len(_LEVELS)
        self.section: str | None = None
        self.lists: list[_List] = []
        self.items = [0, 0, 0, 0, 0]
        self.path: list[str] = []

    def read(self, body: Span) -> Iterator[Piece]:
        """The pieces of a stretch of text."""
        done = body.start
        for match in _STRUCTURE.finditer(self.words, body.start, body.end):
            if match["name"] in _WITHIN_WORDS:
                continue
            yield from self.paragraphs.read(Span(done, match.start()))
            done = match.end()
            if match["level"]:
                yield self._heading(match)
            elif match["edge"]:
                self._edge(match)
            elif match["item"]:
                yield from self._item(match)
        yield from self.paragraphs.read(Span(done, body.end))

    def _heading(self, match: re.Match[str]) -> Heading:
        level = _LEVELS.index(match["level"])
        span = Span(match.start("title"), match.end("title"))
        title = " ".join(_plain(match["title"]).split())
        typed = _NUMBER.fullmatch(title)
        if typed:
            self.section, title = typed[1], typed[2]
        elif not match["star"] and 2 <= level <= 4:
            self.counts[level] += 1
            self.counts[level + 1 :] = [0] * (len(_LEVELS) - level - 1)
            self.section = ".".join(str(count) for count in self.counts[1 : level + 1] if count)
        number = self.section if typed or (not match["star"] and 2 <= level <= 4) else None
        self.items, self.path = [0, 0, 0, 0, 0], []
        return Heading(max(1, level - 1), number, title, span)

    def _edge(self, match: re.Match[str]) -> None:
        """The begin or end of a list; of anything else only that the paragraph ends."""
        name, begins = match["name"], match["edge"] == "begin"
        if name not in ("enumerate", "itemize", "description", "questions", "parts", "subparts"):
            return
        if begins:
            numbered = name not in ("itemize", "description")
            depth = 1 + sum(open_.depth > 0 for open_ in self.lists) if numbered else 0
            self.lists.append(_List(min(depth, 4), match["option"] or ""))
            self.items[min(depth, 4)] = 0
        elif self.lists:
            self.path = self.path[: max(0, self.lists.pop().depth - 1)]

    def _item(self, match: re.Match[str]) -> Iterator[Item]:
        """The Item of an \\item that has a number or a label."""
        inside = self.lists[-1] if self.lists else _List(_DEPTHS.get(match["item"], 0), "")
        depth = inside.depth or (_DEPTHS.get(match["item"], 0))
        own = _LABEL.fullmatch(_plain(match["label"])) if match["label"] else None
        if depth == 0 and own is None:
            return
        depth = max(1, depth)
        self.items[depth] += 1
        label = own[1] if own else _counted(self.items[depth], depth, inside.style)
        self.path = [*self.path[: depth - 1], label]
        yield Item(label, self._number(), Span(match.start(), match.end()))

    def _number(self) -> str:
        digits = [part for part in (self.section, *(p for p in self.path if p.isdigit())) if part is not None]
        return ".".join(digits) + "".join(f"({part})" for part in self.path if not part.isdigit())


def _counted(count: int, depth: int, style: str) -> str:
    """The label that LaTeX would print: 1, a, i by depth, or as the option of the list says."""
    kind = depth
    for mark, meant in (("alph", 2), ("roman", 3), ("arabic", 1), ("(a", 2), ("[a", 2), ("(i", 3), ("[i", 3), ("1", 1)):
        if mark in style:
            kind = meant
            break
    if kind == 2 and count <= 26:
        return chr(ord("a") + count - 1)
    return _ROMAN[count - 1] if kind == 3 and count <= len(_ROMAN) else str(count)
