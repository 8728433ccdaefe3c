"""What a submitted page holds for each item: its chains, what was not understood, and whether there are words to read.

The questions are often on the page as well. A sentence that demands something ("Show that …", "Give …", "(Hint: …)") in
the paragraph of an item's label is question text; whatever it claims earns nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from gradproof.document.derivation import Broken, Derivation
from gradproof.document.from_markdown import read_page
from gradproof.document.from_page import Respell, read_derivation
from gradproof.document.page import Display, Formula, Heading, Item, Page, Paragraph
from gradproof.document.prose import Sentence, read_paragraph
from gradproof.document.sentence import has_relation
from gradproof.grade.asked import asked_in
from gradproof.grade.chains import Chain, chains_of
from gradproof.grade.key import Item as Question
from gradproof.grade.key import Key
from gradproof.source import Source, Span

_DEMANDS = re.compile(
    r"[^A-Za-z]*(?:please |now |then |next,? |finally,? )?(?:hint|show|prove|derive|give|find|compute|calculate"
    r"|explain|determine|evaluate|verify|demonstrate|express|write|state|what|why|how|using|use)\b",
    re.IGNORECASE,
)
_OPEN_END = re.compile(r"(?:\b(?:that|to|is|equals|by|as|:)|:)\s*$", re.IGNORECASE)
_STATES = re.compile(r"[^A-Za-z]*(?:show|prove|verify|demonstrate)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,}")
_EMPTY = re.compile(
    r"[^\w]*(?:(?:my|your|the) )?(?:answers?|solutions?|proof|derivation|antwort|lösung|beweis|antwoord|uitwerking"
    r"|réponse|respuesta|risposta|todo|tbd)?(?: \w{1,4})?[^\w]*",
    re.IGNORECASE,
)
"""What stands where an answer is to come: "Answer:", "Solution (a)"."""
_FEW = 3
"""Words of a sentence that only connects two formulas: "we get", "and therefore"."""


@dataclass(frozen=True)
class Answer:
    """What stands on a page for one item.

    `chains` are its equations; `broken` what could not be read; `words` whether there are sentences or formulas without
    a relation that a person has to read; `found_elsewhere` whether the chains stood without the item's label;
    `beside` the equations about symbols of the key that stand before the items.
    """

    item: str
    chains: tuple[Chain, ...] = ()
    broken: tuple[Broken, ...] = ()
    words: bool = False
    found_elsewhere: bool = False
    beside: tuple[Chain, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether nothing at all was handed in for the item."""
        return not (self.chains or self.broken or self.words)


def read_answers(source: Source, key: Key, respell: Respell) -> dict[str, Answer]:
    """The Answer of a page to every item of the key."""
    page = read_page(source)
    questions, wordy = _question_spans(page), _wordy(page)
    present, terse = _present(page, questions), _terse(page)
    found: dict[str, Answer] = {}
    for environment, items in key.groups():
        derivation = read_derivation(page, environment, respell)
        sheet = _Sheet(derivation, questions, wordy, present, terse)
        labels = _labels(sheet, key)
        for item in items:
            found[item.label] = sheet.answer(item, labels.get(item.label))
        for item in items:
            if found[item.label].is_blank:
                found[item.label] = sheet.elsewhere(item, set(labels.values()), key)
        first = items[0].label
        found[first] = replace(found[first], beside=sheet.before_items(labels.get(first)))
    return found


def _labels(sheet: _Sheet, key: Key) -> dict[str, str]:
    """The page's own label for each item of the key: the same one, or the only one that ends alike."""
    ours = {_bare(item.label): item.label for item in key.items}
    exact = {ours[_bare(label)]: label for label in sheet.labels if _bare(label) in ours}
    if exact:
        return exact
    found: dict[str, str] = {}
    for label in sheet.labels:
        alike = [name for name in ours if name.endswith(_bare(label)) and not name[: -len(_bare(label))][-1:].isalnum()]
        alike = alike or [name for name in ours if name.endswith(_bare(label))]
        if len(alike) == 1:
            found.setdefault(ours[alike[0]], label)
    return found


def _bare(label: str) -> str:
    return "".join(label.split()).lower()


class _Sheet:
    """One page read under the definitions of some items."""

    def __init__(
        self,
        derivation: Derivation,
        questions: tuple[Span, ...],
        wordy: dict[str | None, bool],
        present: frozenset[str | None],
        terse: frozenset[str | None],
    ) -> None:
        self.terse = terse
        self.wordy = wordy
        self.present = present
        self.questions = questions
        self.chains = tuple(c for c in chains_of(derivation.lines) if not self._is_question(c.first.span))
        broken = [line for line in derivation.lines if isinstance(line, Broken)]
        self.broken = tuple(b for b in broken if not self._is_question(b.diagnostic.span))
        named = [c.item for c in self.chains] + [b.item for b in self.broken] + list(wordy)
        self.labels = tuple(dict.fromkeys(label for label in named if label is not None))

    def _is_question(self, span: Span) -> bool:
        return any(q.start <= span.start < q.end for q in self.questions)

    def answer(self, item: Question, label: str | None) -> Answer:
        """What stands under a label."""
        if label is None:
            return Answer(item.label)
        chains = tuple(c for c in self.chains if c.item == label and not _defines_only(c))
        broken = tuple(b for b in self.broken if b.item == label)
        nothing = not chains and not broken
        unread = nothing and ((label in self.wordy and label in self.present) or label in self.terse)
        return Answer(item.label, chains, broken, self.wordy.get(label, False) or unread)

    def elsewhere(self, item: Question, taken: set[str], key: Key) -> Answer:
        """The chains without a label of the key that begin with what the item asks for."""
        wanted = {part.asked for part in item.parts if part.asked is not None}
        free = [c for c in self.chains if c.item not in taken and not _defines_only(c)]
        chains = tuple(c for c in free if asked_in(item.environment, c.first) in wanted)
        rivals = [other for other in key.items if any(part.asked in wanted for part in other.parts)]
        return Answer(item.label, chains, found_elsewhere=bool(chains), words=bool(chains) and len(rivals) > 1)

    def before_items(self, label: str | None) -> tuple[Chain, ...]:
        """The equations outside of all items that stand before the first of them, after any other item."""
        starts = [c.span.start for c in self.chains if c.item == label] if label is not None else []
        if not starts:
            return ()
        earlier = [c.span.end for c in self.chains if c.item not in (None, label) and c.span.end < starts[0]]
        after = max(earlier, default=0)
        return tuple(
            c for c in self.chains if c.item is None and after < c.span.start < starts[0] and not _defines_only(c)
        )


def _defines_only(chain: Chain) -> bool:
    return all(row.kind == "definition" for row in chain.rows)


def _question_spans(page: Page) -> tuple[Span, ...]:
    """Where the page repeats the questions."""
    found: list[Span] = []
    at_label = open_end = False
    for piece in page.pieces:
        match piece:
            case Item():
                at_label = True
            case Paragraph() if at_label:
                demands = _demanding(page, read_paragraph(piece).sentences)
                found += [sentence.span for sentence in demands]
                last = demands[-1] if demands else None
                text = _text(page, last) if last is not None else ""
                ends = last is not None and last.span.end >= piece.span.end - 2
                open_end = ends and bool(_STATES.match(text)) and bool(_OPEN_END.search(text))
                at_label = False
            case Display(formula) if open_end:
                found.append(formula.span)
                at_label = open_end = False
            case _:
                at_label = open_end = False
    return tuple(found)


def _demanding(page: Page, sentences: Sequence[Sentence]) -> list[Sentence]:
    """The sentences that demand something."""
    return [sentence for sentence in sentences if _DEMANDS.match(_text(page, sentence))]


def _text(page: Page, sentence: Sentence) -> str:
    return page.source.text[sentence.span.start : sentence.span.end]


def _wordy(page: Page) -> dict[str | None, bool]:
    """For each label of a page whether there is something below it that a person has to read."""
    found: dict[str | None, bool] = {}
    label: str | None = None
    at_label = False
    for piece in page.pieces:
        match piece:
            case Heading():
                label = None
            case Item(number=label):
                found.setdefault(label, False)
                at_label = True
                continue
            case Paragraph():
                found[label] = found.get(label, False) or _says_something(page, piece, at_label)
            case Display(formula):
                found[label] = found.get(label, False) or not has_relation(formula)
        at_label = False
    return found


def _terse(page: Page) -> frozenset[str | None]:
    """The labels below which a few words stand without a formula, which are an answer where nothing else does."""
    found: set[str | None] = set()
    label: str | None = None
    at_label = False
    for piece in page.pieces:
        match piece:
            case Heading():
                label = None
            case Item(number=label):
                at_label = True
                continue
            case Paragraph():
                read = read_paragraph(piece).sentences
                demanded = _demanding(page, read) if at_label else []
                said = [s for s in read if s not in demanded and not s.formulas]
                found |= {label} if any(not _EMPTY.fullmatch(_text(page, s)) for s in said) else set()
            case _:
                pass
        at_label = False
    return frozenset(found)


def _present(page: Page, questions: tuple[Span, ...]) -> frozenset[str | None]:
    """The labels below which a formula with a relation stands that is no question."""
    found: set[str | None] = set()
    label: str | None = None
    for piece in page.pieces:
        match piece:
            case Heading():
                label = None
            case Item(number=label):
                pass
            case Paragraph(parts):
                asked = [p for p in parts if any(q.start <= p.span.start < q.end for q in questions)]
                free = [p for p in parts if p not in asked and isinstance(p, Formula) and has_relation(p)]
                found |= {label} if free else set()
            case Display(formula):
                found |= {label} if formula.span not in questions else set()
    return frozenset(found)


def _says_something(page: Page, paragraph: Paragraph, at_label: bool) -> bool:
    """Whether a paragraph holds more than connectives, cases and the question."""
    reading = read_paragraph(paragraph)
    demanded = {s.span for s in _demanding(page, reading.sentences)} if at_label else set()
    for sentence in reading.sentences:
        if sentence.span in demanded or (reading.case is not None and sentence is reading.sentences[-1]):
            continue
        text = _text(page, sentence)
        for formula in sentence.formulas:
            text = text.replace(formula.text, " ")
        bare = any(not has_relation(formula) for formula in sentence.formulas)
        if len(_WORD.findall(text)) > _FEW or bare:
            return True
    return False
