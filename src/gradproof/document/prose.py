"""What a paragraph does: it opens a case, claims, defines, sets something to zero, or only connects two formulas."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gradproof.document.claims import SentenceClaim, find_claims
from gradproof.document.conditions import ABROAD, Condition, find_conditions, told_apart
from gradproof.document.page import Formula, Paragraph
from gradproof.document.properties import Property, find_properties
from gradproof.document.said import Said, find_said
from gradproof.document.sentence import MARK, Words, has_relation, relation_at, sentences
from gradproof.document.valued import find_valued
from gradproof.source import Span


@dataclass(frozen=True, slots=True)
class Case:
    """A case that a paragraph opens: "If $j = t$:".

    `otherwise` for "Otherwise:", the negation of the cases before. `unclear` for a case whose condition was not
    understood ("If $j = t$ or $j = s$:"): what stands in it must not be judged as if there were none.
    """

    conditions: tuple[Formula, ...]
    span: Span
    otherwise: bool = False
    unclear: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its formulas, the claims it makes in words, and what it does.

    `conditions` are all that it names; `defines` for "let", "where", "is defined as"; `solves` for "set … to zero" and
    "solve"; `anew` for "instead", "in that case", which may define a symbol for
    the second time; `said` and `properties` are what it states in words of
    shapes and of matrices; `wrong` where it says itself that its formula is wrong;
    `leads` where it leads to the display behind it.
    `label` is the name before a colon that it begins with: "Softplus: $f(x) = …$".
    `points` are the equations that only name a place: "At $w = 0$ the derivative does not exist." `supposes` for
    "Suppose $x = 1$.", which holds on behind the sentence. `valued` are those that hold in a case named in words.
    """

    formulas: tuple[Formula, ...]
    claims: tuple[SentenceClaim, ...]
    conditions: tuple[Formula, ...]
    defines: bool
    solves: bool
    anew: bool
    said: tuple[Said, ...]
    properties: tuple[Property, ...]
    wrong: bool
    leads: bool
    span: Span
    points: tuple[Formula, ...] = ()
    supposes: bool = False
    label: str = ""
    valued: tuple[Formula, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a paragraph does: its sentences, the case it opens, and whether it ends the case before it."""

    sentences: tuple[Sentence, ...]
    case: Case | None
    ends_case: bool


_LEADING = (
    r"(?:(?:so|and|then|first(?:ly)?|second(?:ly)?|third(?:ly)?|now|next|finally|similarly|likewise|analogously|but"
    r"|however|hence|thus|therefore|also|let us|on the other hand|we have|we get|that is"
    r"|und|aber|dann|et|mais|alors|y|entonces|en|dan|e|ed|allora|então|de même|ebenso|zweitens|erstens),? )*"
)
_OTHERWISE = re.compile(
    rf"{_LEADING}(?:otherwise|else|if not|in (?:the|all) other cases?"
    r"|sonst|ansonsten|andernfalls|sinon|autrement|si no|en otro caso|anders|altrimenti|caso contrário)\b"
    r"(?:,? (?:we|it|then|this) (?:get|have|find|obtain|give|hold|is)s?)?[:,.]?",
    re.IGNORECASE,
)
_OPENS = re.compile(
    rf"{_LEADING}(?:if|when|whenever|for|in (?:the )?case|the case|case|assum(?:e|ing)|suppose|consider|{ABROAD})\b",
    re.IGNORECASE,
)
_ABROAD = re.compile(rf"(?:{ABROAD})\b", re.IGNORECASE)
_IF_ABROAD = re.compile(
    rf"{_LEADING}(?:falls|wenn|sofern|si|lorsque|quand|cuando|als|indien|wanneer|se|quando)\b[^{MARK}]*{MARK}",
    re.IGNORECASE,
)
_SAYS_CASE = re.compile(rf"{_LEADING}(?:if|when|in (?:the )?case|case|otherwise)\b[^{MARK}]*:", re.IGNORECASE)
_GETS = re.compile(
    r"[,:]?(?: then)?,?(?: (?:we|this|it|one)"
    r"(?: (?:have|has|gets?|finds?|obtains?|gives|follows|becomes|holds|yields)(?: that)?)?"
    r"|(?: (?:so|dann|alors|entonces|dan|allora))?,? (?:gilt|ist|folgt|(?:haben|erhalten|bekommen) wir"
    r"|on (?:a|obtient)|il vient|se tiene|tenemos|obtenemos|es|geldt|is|(?:krijgen|hebben|vinden) we|si ha|abbiamo"
    r"|otteniamo|temos|é))?[:,.]?"
)
_DEMANDS = re.compile(
    r"(?:derive|show|give|find|compute|calculate|explain|prove|determine|evaluate|what|verify|demonstrate|express"
    r"|write)\b",
    re.IGNORECASE,
)
_DEFINES = re.compile(
    r"\b(?:let|where|denot\w+|defin\w+|we (?:write|call|set|introduce)|is given by|stands for|with)\b", re.IGNORECASE
)
_SOLVES = re.compile(
    rf"\b(?:set|sets|setting|equat\w+)\b[^.;]*\b(?:to|equal|equals|=) ?(?:to )?(?:zero|0|{MARK})"
    rf"|\bsolv(?:e|es|ing)\b|\bset (?:it |this )?to (?:zero|0)\b|\b(?:set|setting) {MARK}",
    re.IGNORECASE,
)
_SET = re.compile(rf"\b(?:we )?set(?:ting)? {MARK}", re.IGNORECASE)
_NOT_NAMED = re.compile(r"\\(?:partial|nabla|[dt]?frac|prime)\b|'")
_ANEW = re.compile(
    r"\b(?:instead|redefin\w+|now (?:let|define|consider|suppose|assume)|what if|more generally|we (?:replace|modify)"
    r"|in (?:that|this|the (?:general|second|other|latter|full)) case|consider the (?:real|full|general|whole))\b",
    re.IGNORECASE,
)
_STATED = (
    r"(?:formula|equation|derivation|line|step|result|answer|claim|expression|identity|statement|version|attempt)s?"
)
_SUBJECT = rf"(?:\b(?:this|that|it|which|following|{_STATED})|{MARK})"
_BAD = r"(?:wrong|incorrect|mistaken|erroneous|invalid|untrue|false)"
_WRONG = re.compile(
    rf"\b{_BAD} (?:\w+ )?{_STATED}\b|\b(?:common|frequent|usual|typical) (?:mistake|error)\b"
    r"|\b(?:wrongly|mistakenly|incorrectly)\b"
    rf"|{_SUBJECT} (?:is|are|would be) (?:\w+ )?(?:{_BAD}|not (?:true|correct|right|valid))\b"
    rf"|{_SUBJECT} (?:does|do) not hold\b",
    re.IGNORECASE,
)
_POINT = re.compile(  # not "we arrive at $A = B$", which states it
    r"(?:^|[,;:] |\b(?:that|and|so|but|then|zero|0|kink|undefined|defined|evaluated|exists?|differentiable|only|except"
    rf"|derivative|gradient|value) )(?:at|near|around) (?:the point )?{MARK}",
    re.IGNORECASE,
)
_SUPPOSES = re.compile(
    rf"{_LEADING}(?:suppose|assume|assuming|consider|take|taking|say|choose|put|fix)\b", re.IGNORECASE
)
_SAYS_AGAIN = (
    r"answers?|claims?|conclusion|check|equivalently|expand\w*|finally|hence|in short|proof|results?|so|simpl\w+"
    r"|solutions?|step|summary|that is|then|therefore|thus|we (?:get|have|find)|which"
)
_LABEL = re.compile(
    rf"(?!(?:the |our |my )?(?:{_SAYS_AGAIN})\b)(?:the )?(\w[\w-]*(?: \w[\w-]*){{0,3}}) ?: ?{MARK}", re.IGNORECASE
)
_LONGEST = 4_000  # characters of a sentence; in a longer one nobody looks for claims
_BACK = 3  # sentences before, in which "it" may have been named
_SHORT, _CONNECTIVE, _HEADING = 6, 12, 14


def read_paragraph(paragraph: Paragraph) -> Reading:
    """What a paragraph does, sentence by sentence."""
    all_words = sentences(paragraph)
    found = [find_conditions(words) if _is_readable(words) else () for words in all_words]
    read = tuple(_sentence(words, found[n], all_words[max(0, n - _BACK) : n]) for n, words in enumerate(all_words))
    case = _case(all_words[-1], found[-1]) if all_words and _is_readable(all_words[-1]) else None
    if case is None and sum(map(len, found)) == 1:
        case = next((_demanded(words, found[n][0]) for n, words in enumerate(all_words) if found[n]), None)
    return Reading(read, case, case is not None or not _connects(all_words))


def _is_readable(words: Words) -> bool:
    return len(words.text) <= _LONGEST


def _sentence(words: Words, conditions: tuple[Condition, ...], earlier: tuple[Words, ...]) -> Sentence:
    text = words.text
    readable = _is_readable(words)
    return Sentence(
        words.formulas,
        find_claims(words, conditions, earlier) if readable else (),
        tuple(formula for condition in conditions for formula in condition.formulas),
        readable and _DEFINES.search(text) is not None,
        readable and _solves(words),
        readable and _ANEW.search(text) is not None,
        find_said(words) if readable else (),
        find_properties(words) if readable else (),
        readable and _WRONG.search(text) is not None,
        text[-1] in ":," or text[-1].isalnum() or text[-1] == MARK,
        words.span,
        tuple(f for m in _POINT.finditer(text) if readable and has_relation(f := words.formula(m.end() - 1))),
        readable and _SUPPOSES.match(text) is not None,
        label.group(1).lower() if (label := _LABEL.match(text[:_LONGEST])) is not None else "",
        find_valued(words) if readable and words.formulas else (),
    )


def _solves(words: Words) -> bool:
    """Whether it sets something to a value, to solve for another; "set v = p - q" defines v."""
    text = words.text
    for match in _SET.finditer(text):
        if _names(words.formula(match.end() - 1).text):
            text = text[: match.start()].ljust(match.end()) + text[match.end() :]
    return _SOLVES.search(text) is not None


def _names(equation: str) -> bool:
    """Whether an equation gives a name to something: not 0 on the right, nor a derivative on the left."""
    left, sign, right = equation.partition("=")
    return bool(sign) and not right.rstrip(" .,;}$").endswith("0") and _NOT_NAMED.search(left) is None


def _case(words: Words, conditions: tuple[Condition, ...]) -> Case | None:
    """The case that a sentence opens for what comes behind it."""
    if _OTHERWISE.fullmatch(words.text):
        return Case((), words.span, otherwise=True)
    if not conditions and words.text[-1] in f":{MARK}" and (apart := told_apart(words.formulas)):
        return Case(apart, words.span)
    if not conditions:
        abroad = _IF_ABROAD.match(words.text) if words.text[-1] != "." else None
        unclear = _SAYS_CASE.fullmatch(words.text) is not None
        unclear |= abroad is not None and relation_at(words.formula(abroad.end() - 1)) is not None
        return Case((), words.span, unclear=True) if unclear else None
    first, last = conditions[0], conditions[-1]
    behind = words.text[last.end :]
    opens = _OPENS.match(words.text) is not None and len(conditions) == 1
    alone = _GETS.fullmatch(behind) is not None or behind.startswith(":")
    short = len(words.text.split()) <= _HEADING and MARK not in words.text[: first.start] + behind
    if (opens and alone) or (len(conditions) == 1 and short and words.text[-1] != "."):
        return Case(first.formulas if not first.unclear else (), words.span, unclear=first.unclear)
    if words.text[-1] != "." and _ABROAD.match(words.text, first.start):
        return Case((), words.span, unclear=True)  # words that are not known may say anything of the case
    return None


def _demanded(words: Words, condition: Condition) -> Case | None:
    """The case of an exercise: "Give $A$ for $i \\neq j$." holds for the answer behind it."""
    if not _DEMANDS.match(words.text) or condition.unclear:
        return None
    return Case(condition.formulas, words.span)


def _connects(all_words: tuple[Words, ...]) -> bool:
    """Whether a paragraph is no more than a connective: "so", "hence we get", "Using the chain rule, this becomes:"."""
    if len(all_words) != 1:
        return not all_words
    text = all_words[0].text
    count = len(re.findall(r"[A-Za-z][\w'’-]*", text))
    if _DEMANDS.match(text):
        return False
    return count <= _SHORT or (count <= _CONNECTIVE and text[-1] != ".")
