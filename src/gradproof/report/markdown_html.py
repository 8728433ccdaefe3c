"""A Markdown page as HTML, its formulas typeset.

The formulas are taken out before Markdown is rendered, and put back after: in their places stand characters of private
use. Of raw HTML only the words are kept, images become their words, links only lead to where a click may go.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from gradproof.document.page import Display, Formula, Page
from gradproof.report.lines import formulas
from gradproof.report.typeset import Typeset

_OPEN, _REASONS, _CLOSE = "\ue000", "\ue001", "\ue002"
_PRIVATE = re.compile(f"[{_OPEN}{_REASONS}{_CLOSE}]")
_PLACE = re.compile(f"([{_OPEN}{_REASONS}])(\\d+){_CLOSE}")
_TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
_INDENT = re.compile(rf"^[ \t]{{4,}}(?={_OPEN}\d+{_CLOSE}[ \t]*$)", re.MULTILINE)


def markdown_html(page: Page, written: Typeset) -> str:
    """The page rendered, every formula in its place, the reasons behind their paragraphs."""
    found = list(formulas(page))
    numbers = {formula.span: number for number, (formula, _) in enumerate(found)}
    html = _markdown().render(_with_places(page, numbers))
    placed = {int(match[2]) for match in _PLACE.finditer(html) if match[1] == _OPEN}
    lost = [f"<div>{_OPEN}{number}{_CLOSE}</div>" for number in range(len(found)) if number not in placed]
    return _PLACE.sub(lambda match: _written(match, found, written), html + "".join(lost))


def _written(match: re.Match[str], found: Sequence[tuple[Formula, bool]], written: Typeset) -> str:
    formula, displayed = found[int(match[2])]
    if match[1] == _REASONS:
        return "" if displayed else written.reasons(written.inline(formula)[1])
    return written.display(formula) if displayed else written.inline(formula)[0]


def _with_places(page: Page, numbers: dict[Any, int]) -> str:
    """The text with its formulas replaced by their numbers, what is hidden left out, code as it stands."""
    text = page.source.text
    out, done = [], 0
    for region in page.regions:
        out.append(_PRIVATE.sub("\N{REPLACEMENT CHARACTER}", text[done : region.span.start]))
        stretch = text[region.span.start : region.span.end]
        if region.inner in numbers and region.kind in ("inline", "display"):
            out.append(f"{_OPEN}{numbers[region.inner]}{_CLOSE}")
        elif region.kind == "code":
            out.append(_PRIVATE.sub("\N{REPLACEMENT CHARACTER}", stretch))
        else:
            out.append("\n" * stretch.count("\n"))
        done = region.span.end
    out.append(_PRIVATE.sub("\N{REPLACEMENT CHARACTER}", text[done:]))
    return _INDENT.sub("", "".join(out))


def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": True}).enable("table")
    rules = {
        "html_inline": _words_of_html,
        "html_block": _words_of_html,
        "image": _image,
        "link_open": _link,
        "fence": _code,
        "code_block": _code,
        "paragraph_open": lambda *_: '<div class="paragraph">',
        "paragraph_close": _end_of_paragraph,
    }
    for name, rule in rules.items():
        markdown.add_render_rule(name, _as_method(rule))
    return markdown


def _as_method(rule: Any) -> Any:  # noqa: ANN401 - the library's own signature
    return lambda _self, tokens, number, *_: rule(tokens, number)


def _words_of_html(tokens: Sequence[Token], number: int) -> str:
    return escape(_TAG.sub("", tokens[number].content))


def _image(tokens: Sequence[Token], number: int) -> str:
    words = tokens[number].content or str(tokens[number].attrGet("src") or "")
    return f'<span class="image">[picture: {escape(_PLACE.sub("", words))}]</span>'


def _link(tokens: Sequence[Token], number: int) -> str:
    target = str(tokens[number].attrGet("href") or "")
    safe = target.startswith(("https://", "http://", "mailto:", "#"))
    return f'<a href="{escape(_PLACE.sub("", target))}" rel="noreferrer">' if safe else "<a>"


def _code(tokens: Sequence[Token], number: int) -> str:
    """A block of code; a formula that Markdown takes for one, by its indent, stays a formula."""
    content = tokens[number].content
    if _PLACE.search(content):
        return f'<div class="paragraph">{escape(content)}</div>'
    return f"<pre><code>{escape(content)}</code></pre>"


def _end_of_paragraph(tokens: Sequence[Token], number: int) -> str:
    """The end of a paragraph, and the reasons of what it states."""
    inside = _PLACE.findall(tokens[number - 1].content)
    return "</div>" + "".join(f"{_REASONS}{name}{_CLOSE}" for _, name in inside)


__all__ = ["Display", "markdown_html"]
