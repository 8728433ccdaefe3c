"""The conditions of a sentence: "if $j = t$", "for i ≠ j", "when $i$ differs from $j$"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from gradproof.document.page import Formula
from gradproof.document.sentence import MARK, Words, relation_at
from gradproof.formula.tree import Chain, Tree

_PLAIN = r"\b[a-z](?:_\w)? ?(?:=|≠|!=|\\neq?\b) ?[a-z](?:_\w)?\b(?![(\[])"
_SIDE = rf"(?:{MARK}|\b[a-z]\b)"
_SPELLED = rf"{_SIDE} (?:equals|is equal to|differs from|is different from|is not equal to|is not) {_SIDE}"
_ONE = rf"(?:{_SPELLED}|{MARK}|{_PLAIN})"
ABROAD = (
    r"falls|wenn|sofern|für|im falle?|pour|si|lorsque|quand|dans le cas(?: où)?|para|cuando"
    r"|en (?:el )?caso(?: de)?(?: que)?"
    r"|als|voor|indien|wanneer|in het geval(?: dat)?|se|per|quando|nel caso(?: in cui)?"
)
"""What opens a case in German, French, Spanish, Dutch, Italian and Portuguese."""
_CONDITION = re.compile(
    rf"\b(?P<intro>{ABROAD}"
    r"|if and only if|if|when(?:ever)?|where|for|in (?:the )?case(?: that| of| where| when)?|provided"
    rf"|assum(?:e|ing)|suppos(?:e|ing)|case(?: \w{{1,3}}[.:)]?)?|consider(?: the case)?)"
    rf"(?: that| where| when| of)? (?P<all>{_ONE}(?:(?:,? and|,| but) {_ONE})*)(?P<or> or {_ONE})?",
    re.IGNORECASE,
)
_SINGLE = re.compile(_ONE)
_RANGE = re.compile(r"\\[lc]?dots|…|\.\.\.|\\in(?![A-Za-z])|∈")
_ALL_BUT_ONE = re.compile(r"[A-Z]\s*-\s*1\s*(?:\\?\})?\s*$")
_OF_VARIABLES = re.compile(r"\\sum(?![A-Za-z])|∑|\^\{?\s*(?:T\b|\\top|\\intercal)|ᵀ|⊤")
_DISTINCT = re.compile(r"\\neq?(?![A-Za-z])|≠|!=|\\not\s*=")
_LETTER = r"[A-Za-z]'?(?:_\{?\w+\}?)?"
_INDICES_APART = re.compile(rf"{_LETTER}\s*(?:\\neq?(?![A-Za-z])|≠|!=|\\not\s*=)\s*{_LETTER}")


@dataclass(frozen=True, slots=True)
class Condition:
    """Conditions that one "if" introduces, at [start, end) of the sentence; `unclear` where "or" joins them."""

    formulas: tuple[Formula, ...]
    start: int
    end: int
    unclear: bool = False


def find_conditions(words: Words) -> tuple[Condition, ...]:
    """All conditions of a sentence in their order; "for $j = 1, \\dots, C$" is a range and none.

    With C - 1 for C it is j ≠ C.
    """
    found = []
    for match in _CONDITION.finditer(words.text):
        whole = match.start("all"), match.end()  # what "or" joins is no claim either
        formulas = tuple(_formula(words, one) for one in _SINGLE.finditer(words.text, *whole))
        intro = match.group("intro").lower()
        if all(_is_condition(formula, intro) for formula in formulas):
            found.append(Condition(formulas, match.start(), match.end(), match.group("or") is not None))
    return tuple(found)


def _is_condition(formula: Formula, intro: str) -> bool:
    """A relation that is no range; behind "where" an equation declares, so only i ≠ j is a condition there."""
    if relation_at(formula) is None or (_RANGE.search(formula.text) and not _ALL_BUT_ONE.search(formula.text)):
        return False
    if intro.startswith(("assum", "suppos")) and _OF_VARIABLES.search(formula.text):
        return False  # it holds from here on, not for a case: Σ_c y_c = 1, A = Aᵀ
    return intro != "where" or is_distinct(formula)


def is_distinct(formula: Formula) -> bool:
    """Whether a formula says that two things differ."""
    return _DISTINCT.search(formula.text) is not None


def told_apart(formulas: tuple[Formula, ...]) -> tuple[Formula, ...]:
    """The one formula of a sentence that tells two indices apart, and can be nothing but a condition: $j \\neq y_i$."""
    found = tuple(formula for formula in formulas if is_distinct(formula))
    return found if len(found) == 1 and _INDICES_APART.fullmatch(found[0].text.strip()) else ()


def _formula(words: Words, match: re.Match[str]) -> Formula:
    """One condition as a formula, also where it is spelled out: "$i$ differs from $j$" is `i≠j`."""
    start, end = match.span()
    text = match.group()
    if text == MARK:
        return words.formula(start)
    if re.fullmatch(_SPELLED, text, re.IGNORECASE):
        sides = [words.formula(at).text if words.text[at] == MARK else words.text[at] for at in (start, end - 1)]
        relation = "≠" if "not" in text.lower() or "differ" in text.lower() else "="
        return words.words_as_formula(start, end, f"{sides[0]}{relation}{sides[1]}")
    return words.words_as_formula(start, end, text.replace("!=", "≠"))


def negated(cases: list[tuple[Tree, ...]]) -> tuple[Tree, ...] | None:
    """What "otherwise" means after cases of one condition each; None where that is no conjunction."""
    found: list[Tree] = []
    for case in cases:
        chain = case[0] if len(case) == 1 else None
        if not isinstance(chain, Chain) or chain.relations not in (("=",), ("\\neq",)):
            return None
        found.append(replace(chain, relations=("\\neq",) if chain.relations == ("=",) else ("=",)))
    return tuple(found) if found else None
