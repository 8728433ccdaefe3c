"""Shapes that a sentence states in words: "x is an N × D matrix", "weights $w$ of size $(D, H)$", "the scalar b".

What is said so is weaker than a statement `x \\in \\mathbb{R}^{D}`: a line that does not fit it is not called false.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from gradproof.document.page import Formula
from gradproof.document.sentence import MARK, Words, has_relation
from gradproof.formula.from_latex import read_formula
from gradproof.formula.tree import Group, Number, Product, Script, Sequence, Symbol, Tree
from gradproof.source import FormulaError


@dataclass(frozen=True, slots=True)
class Said:
    """That the symbol of a formula has so many axes, and their sizes where they are named."""

    formula: Formula
    axes: int
    sizes: tuple[Tree, ...] = ()


_KIND = r"(?P<kind>scalar|real number|number|(?:row |column )?vector|matrix)"
_WORDS = r"(?:(?!is\b|and\b|or\b|of\b|with\b)[\w-]+ ){0,3}?"
_PLAIN_SIZE = r"\(? ?[A-Za-z](?:_\w+)? ?, ?(?:[A-Za-z1](?:_\w+)? ?,? ?)?\)?|[A-Za-z] ?[x×] ?[A-Za-z1]\b|[A-Z]\b"
_SIZE = rf"(?P<size>{MARK}|{_PLAIN_SIZE})"
_OF = rf"(?:,? (?:of|with|has|having)(?: the)? (?:size|shape|length|dimensions?|dimensionality)s?(?: of)? {_SIZE})"
_IS = rf"(?P<what>{MARK}) (?:is|be|are|denotes|represents|as) (?:an? |the |our |some )?"
_PATTERNS = (
    re.compile(rf"{_IS}{_SIZE}[ -]{_WORDS}{_KIND}\b"),
    re.compile(rf"{_IS}length[ -]{_SIZE} {_WORDS}{_KIND}\b"),
    re.compile(rf"{_IS}{_WORDS}{_KIND}\b{_OF}?"),
    re.compile(
        rf"(?P<what>{MARK}) (?:is|takes|equals) (?:always |only |either |the values? )*(?P<kind>0 or 1|1 or 0)\b"
    ),
    re.compile(rf"\b{_KIND} (?P<what>{MARK}){_OF}?"),
    re.compile(rf"(?P<what>{MARK}){_OF}"),
    re.compile(rf"(?P<what>{MARK}) (?:is|has|have) (?:of )?(?:size|shape|length|dimensions?) {_SIZE}"),
    re.compile(rf"(?P<what>{MARK}) \((?:of )?(?:size|shape|length)? ?{_SIZE} ?\)"),
)
_NUMBERS = frozenset({"scalar", "real number", "number", "0 or 1", "1 or 0"})
_NEAR = 5  # characters, from "vector" to its symbol behind a space and the delimiter of a formula
_LISTED = re.compile(rf"(?:{MARK}(?:,|,? and| or) )+$")
_NO_SHAPE = re.compile(r"\b(?:if|suppose|not|would|each|every|entry|element|component)\b", re.IGNORECASE)


def find_said(words: Words) -> tuple[Said, ...]:
    """The shapes that a sentence states, in their order."""
    found: dict[int, Said] = {}
    for pattern in _PATTERNS:
        for match in pattern.finditer(words.text):
            at = match.start("what")
            said = _said(words, match)
            if said is not None and at not in found:
                found[at] = said
    return tuple(found[at] for at in sorted(found))


def _said(words: Words, match: re.Match[str]) -> Said | None:
    formula = words.formula(match.start("what"))
    behind = words.text[match.end() : match.end() + 12]
    if has_relation(formula) or _LISTED.search(words.text[: match.start("what")]) or _NO_SHAPE.search(match.group()):
        return None
    if behind.startswith((" of ", " whose ", " that ", "-")) and match.groupdict().get("size") is None:
        return None
    if match.groupdict().get("kind") and match.end("kind") < match.start("what"):
        gap = words.places[match.start("what")] - words.places[match.end("kind") - 1]
        if gap > _NEAR:
            return None  # what stood between was no words: a command, another cell
    sizes = _sizes(words, match)
    kind = match.groupdict().get("kind") or ""
    if sizes is None or (not kind and not sizes):
        return None
    axes = 0 if kind in _NUMBERS else 2 if kind == "matrix" else 1
    if not kind:
        axes = len(sizes)
    elif sizes and len(sizes) != axes:
        return None
    return Said(formula, axes, sizes)


def _sizes(words: Words, match: re.Match[str]) -> tuple[Tree, ...] | None:
    """The sizes named in a match, a 1 among two left out; empty where none is, None where one is no letter."""
    text = match.groupdict().get("size")
    if text is None:
        return ()
    at = match.start("size")
    try:
        tree = read_formula(words.formula(at).text if text == MARK else re.sub(r" ?[x×] ?", r"\\times ", text))
    except FormulaError:
        return None
    sizes = tuple(s for s in _items(tree) if not isinstance(s, Number) or s.value != 1)
    letters = all(isinstance(s, Symbol | Number) or (isinstance(s, Script) and _is_size(s)) for s in sizes)
    return sizes if letters and 0 < len(sizes) <= 2 else None


def _is_size(tree: Script) -> bool:
    """Whether a size has a form that has a name: n_1, D_h."""
    return isinstance(tree.base, Symbol) and len(tree.subscripts) == 1 and tree.superscript is None


def _items(tree: Tree) -> tuple[Tree, ...]:
    """N and D of N × D and of (N, D)."""
    match tree:
        case Group("(" | "[", (inner,), ()):
            return _items(inner)
        case Group("(" | "[", items, ()) | Sequence(items):
            return tuple(items)
        case Product(factors, operators) if set(operators) <= {"times", "*"}:
            return factors
    return (tree,)
