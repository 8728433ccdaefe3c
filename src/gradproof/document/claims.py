"""The claims that a sentence makes in words: "Show that $A$ is equal to $B$", "why $A$ is 0, if $i \\neq j$".

What is not surely a claim is none: a claim that nobody made, once refuted, would be an injustice. So the words around
both sides are looked at: "the sum of $p_j$ is equal to 1" does not claim p_j = 1, nor "$a$ and $b$ respectively", nor
a condition that was not understood.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from gradproof.document.conditions import Condition, is_distinct
from gradproof.document.page import Formula
from gradproof.document.sentence import MARK, Words, has_relation, names_derivative, relation_at
from gradproof.source import Span


@dataclass(frozen=True, slots=True)
class SentenceClaim:
    """left = right under `conditions`, as a sentence claims it; `span` reaches from one side to the other."""

    left: Formula
    right: Formula
    conditions: tuple[Formula, ...]
    span: Span


_ADVERB = r"(?:(?:indeed|also|thus|then|therefore|hence|exactly|simply|just|always|again|in fact|identically) )*"
_RIGHT = rf"(?P<right>{MARK}|vanishes\b|[-−]?(?:zero|one|unity|\d+(?:\.\d+)?)\b(?![/^*+_−-]|\.\d))"
_SAME = r"(?:equal to|identical to|the same as)"
_EQUAL = rf"(?:{_ADVERB}equals|(?:is|are|must be) {_ADVERB}{_SAME}) (?:the expression |just |simply )?"
_STATED = re.compile(rf"(?P<left>{MARK}) (?:{_EQUAL}|(?P<plain>(?:is|are|must be) {_ADVERB})|(?=vanishes\b)){_RIGHT}")
_BOTH = re.compile(rf"(?P<left>{MARK}) and (?P<right>{MARK}) are (?:equal|the same|identical)\b(?! to)")
_WHY = re.compile(rf"\b[Ww]hy (?:is|are) (?:the \w+ )?(?P<left>{MARK}) {_ADVERB}{_SAME} {_RIGHT}")
_IT = re.compile(
    rf"\b(?:show|prove|verify|check|demonstrate|confirm)\w*(?: that)? (?:it|this)"
    rf" (?:{_EQUAL}|(?:is ){_ADVERB}){_RIGHT}",
    re.IGNORECASE,
)

_BEHIND = re.compile(
    rf"\s*(?:$|[.,;:)!?(]|(?:if|when|whenever|for|in case|because|since|where|which|hence|by|using|then"
    rf"|so|and(?! {MARK}))\b)"
)
_NO_CLAIM = re.compile(
    r"\b(?:if|when|whenever|assum\w*|suppos\w*|let|where|whether|unless|until|provided|given|set|setting|not|never|no|"
    r"cannot|would|could|might|denot\w*|defin\w*|call\w*)\b[^,;:]*$",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(
    r"(?:\b(?:of|to|by|over|with|from|in|on|at|plus|minus|times|between|than|for|per)|w\.r\.t\.)(?: the| a)?\s*$",
    re.IGNORECASE,
)
_OPERATORS = (  # words for an operation that the left side must then show itself
    (
        re.compile(r"\b(?:derivatives?|gradients?|partials?|jacobian|slope)\b", re.IGNORECASE),
        r"\\partial|∂|\\nabla|∇|\\frac\s*\{d|'|\\prime",
    ),
    (re.compile(r"\bsums?\b", re.IGNORECASE), r"\\sum|∑|\+"),
    (re.compile(r"\bproducts?\b", re.IGNORECASE), r"\\prod|∏|\\cdot|\\times"),
    (re.compile(r"\b(?:logs?|logarithms?)\b", re.IGNORECASE), r"\\log|\\ln|\\ell"),
    (
        re.compile(
            r"\b(?:difference|ratio|square|norm|mean|average|expectation|inverse|transpose|trace|determinant|rest|half"
            r"|variance)s? of\b",
            re.IGNORECASE,
        ),
        r"(?!)",
    ),
)
_UNREAD = re.compile(
    r"\b(?:if|when|whenever|unless|except|provided|assuming|otherwise|iff|near|until)\b|\b(?:at|as) " + MARK,
    re.IGNORECASE,
)
_DEMANDED = re.compile(r"\b(?:why|show|prove|explain|verify|demonstrate)\b", re.IGNORECASE)
_NUMBERS = {"zero": "0", "one": "1", "unity": "1", "vanishes": "0"}


def find_claims(
    words: Words, conditions: tuple[Condition, ...], earlier: tuple[Words, ...] = ()
) -> tuple[SentenceClaim, ...]:
    """The claims of a sentence; `earlier` are the sentences before it, where "it" may have been named."""
    if "respectively" in words.text or (words.text.endswith("?") and not _DEMANDED.search(words.text)):
        return ()
    found = []
    for pattern in (_STATED, _BOTH, _WHY, _IT):
        for match in pattern.finditer(words.text):
            left = _left(words, match, earlier)
            right = _right(words, match)
            if left is not None and right is not None and (given := _given(words, match, conditions)) is not None:
                found.append(SentenceClaim(left, right, given, left.span.join(right.span)))
    return tuple(sorted(found, key=lambda claim: (claim.right.span, claim.left.span)))


def _left(words: Words, match: re.Match[str], earlier: tuple[Words, ...]) -> Formula | None:
    """The left side, where the words before it leave no doubt that it is the whole of it."""
    if match.re is _IT:
        return _named_before(words, match.start(), earlier)
    before, formula = words.text[: match.start("left")], words.formula(match.start("left"))
    if has_relation(formula) or not formula.text.strip() or _NO_CLAIM.search(before):
        return None
    if re.search(rf"(?:{MARK},?|,) (?:and|or)\s*$", before) and not names_derivative(formula):
        return None
    clause = re.split(rf"[,;:{MARK}]", before)[-1]
    if any(word.search(clause) and not re.search(sign, formula.text) for word, sign in _OPERATORS):
        return None
    if _PREPOSITION.search(before) and not re.search(
        r"\b(?:value|sum|derivative|gradient|product) of(?: the)?\s*$", before
    ):
        return None
    return formula


def _named_before(words: Words, start: int, earlier: tuple[Words, ...]) -> Formula | None:
    """What "it" is: the last derivative named before."""
    named = [f for sentence in earlier for f in sentence.formulas]
    named += words.formulas[: words.text.count(MARK, 0, start)]
    derivatives = [formula for formula in named if names_derivative(formula) and not has_relation(formula)]
    return derivatives[-1] if derivatives else None


def _right(words: Words, match: re.Match[str]) -> Formula | None:
    """The right side, where the words behind it end it; of a chain its first member."""
    start, end = match.span("right")
    if match.re is not _BOTH and not _BEHIND.match(words.text, end):
        return None
    text = match.group("right")
    if text != MARK:
        sign = "-" if text[0] in "-−" else ""
        return words.words_as_formula(start, end, sign + _NUMBERS.get(text.lstrip("-−"), text.lstrip("-−")))
    formula = words.formula(start)
    if "plain" in match.re.groupindex and match.group("plain"):
        bare = re.fullmatch(r"\s*\\?[A-Za-z]+\s*", formula.text)
        if bare or not names_derivative(words.formula(match.start("left"))):
            return None
    relation = relation_at(formula)
    if relation is not None and formula.text[slice(*relation)] != "=":
        return None
    stop = len(formula.text) if relation is None else relation[0]
    return (
        Formula(formula.text[:stop], Span(formula.span.start, formula.span.start + stop))
        if formula.text[:stop].strip()
        else None
    )


def _given(words: Words, match: re.Match[str], conditions: tuple[Condition, ...]) -> tuple[Formula, ...] | None:
    """The conditions under which the claim is made; None where one of them was not understood."""
    end = match.end("right")
    rest = re.search(rf" and (?={MARK}|[-−]?\d|zero|one)|;", words.text[end:])
    clause_end = end + rest.start() if rest else len(words.text)
    in_force = [c for c in conditions if c.end <= match.start() or end <= c.start < clause_end]
    unread = [m.start() for m in _UNREAD.finditer(words.text, 0, clause_end)]
    if any(not any(c.start <= at < c.end for c in in_force) for at in unread) or any(c.unclear for c in in_force):
        return None
    known = {formula.span for condition in conditions for formula in condition.formulas}
    if any(is_distinct(f) and relation_at(f) is not None and f.span not in known for f in words.formulas):
        return None
    return tuple(formula for condition in in_force for formula in condition.formulas)
