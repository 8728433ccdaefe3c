"""From a page cut into pieces to a Derivation: in whose case, item and section every line stands.

A heading opens a section: definitions may be made anew. A case ("If j = t:") holds until the next case, heading, item,
or a paragraph longer than a connective.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import cast

from gradproof.document.chains import Operand, index_letters, introduces, mentions
from gradproof.document.claims import SentenceClaim
from gradproof.document.conditions import negated
from gradproof.document.derivation import Broken, Derivation, Line
from gradproof.document.drawn import draws_others
from gradproof.document.explained import behind, explains
from gradproof.document.page import Display, Formula, Heading, Item, Page, Paragraph
from gradproof.document.properties import with_property
from gradproof.document.prose import Case, Sentence, read_paragraph
from gradproof.document.remarks import without_remarks
from gradproof.document.rows import left_sides
from gradproof.document.scribe import Scribe
from gradproof.document.sentence import has_relation
from gradproof.document.spelled import Spelling, spelling_of
from gradproof.document.valued import gives_value
from gradproof.formula.along import lying
from gradproof.formula.customs import plain
from gradproof.formula.declarations import declare_said, declares
from gradproof.formula.environment import Environment
from gradproof.formula.equal_indices import diagonals, moving
from gradproof.formula.from_latex import read_formula, read_rows_leniently
from gradproof.formula.layers import layer_letters, without_ranges
from gradproof.formula.macros import Macro, known_at
from gradproof.formula.partial_sums import Rows, restricted_rows, trees_of, with_whole_ranges
from gradproof.formula.piecewise import only_ranges, spoil, supposed
from gradproof.formula.squares import squares
from gradproof.formula.tags import number_tags, tags
from gradproof.formula.traverse import Node
from gradproof.formula.tree import Row, Tree
from gradproof.source import Diagnostic, FormulaError, Span

Respell = Callable[[Node], Node]


def read_derivation(page: Page, given: Environment | None = None, respell: Respell = lambda tree: tree) -> Derivation:
    """Every definition, step and claim of a page, in the order of their places.

    `given` is what is known before the page begins; what it holds `fixed`, the page can only claim. `respell` changes
    formulas before they are read: another person's names into those of `given`.
    """
    reader = _Reader(page, Scribe(given or Environment()), respell)
    for number, piece in enumerate(page.pieces):
        match piece:
            case Heading():
                reader.section()
            case Item(number=item):
                reader.begin_item(item)
            case Paragraph():
                reader.paragraph(piece)
            case Display(formula):
                reader.explain(formula, behind(*page.pieces[number + 1 : number + 2]))
                reader.display(formula)
    lines = sorted(reader.scribe.lines, key=_place)
    return Derivation(tuple(lines), reader.scribe.environment, page.diagnostics)


def _place(line: Line | Broken) -> tuple[int, bool, int]:
    span = line.span if isinstance(line, Line) else line.diagnostic.span
    return (span.start, isinstance(line, Line) and line.kind == "conclusion", span.end)


@dataclass
class _Reader:
    """Walks over the pieces of a page and feeds the Scribe."""

    page: Page
    scribe: Scribe
    respell: Respell
    rows: dict[Span, Rows] = field(default_factory=dict)
    cases: list[tuple[Tree, ...]] = field(default_factory=list)
    leading: Sentence | None = None
    sections: int = 0
    formulas: dict[int, list[Tree]] = field(default_factory=dict)
    spelling: Spelling = field(default_factory=Spelling)
    sizes: frozenset[str] = frozenset()
    told: set[Span] = field(default_factory=set)
    undivided: Operand | None = None

    def __post_init__(self) -> None:
        section, placed = 0, list[tuple[int, Span]]()
        for piece in self.page.pieces:
            section += isinstance(piece, Heading)
            parts = piece.parts if isinstance(piece, Paragraph) else ()
            formulas = [p for p in parts if isinstance(p, Formula)]
            formulas += [piece.formula] if isinstance(piece, Display) else []
            for formula in formulas:
                self.rows[formula.span] = self._rows(formula)
                placed.append((section, formula.span))
        self.sizes, self.rows = restricted_rows(self.rows)
        for section, span in placed:
            self.formulas.setdefault(section, []).extend(trees_of(self.rows[span]))
        self._spell()
        self.scribe.index_letters |= index_letters(t for trees in self.formulas.values() for t in trees)
        every = [t for trees in self.formulas.values() for t in trees]
        known, drawn = self.scribe.environment, draws_others(self.page)
        known = replace(known, only_ranges=only_ranges(every), lying=lying(every), sampled=drawn)
        known = replace(known, tags=tags(every), number_tags=number_tags(every))
        self.scribe.environment = replace(known, diagonals=diagonals(every), moving=moving(every))
        letters = known.layers | layer_letters(self.formulas.values())
        lone = squares(every) - known.entries.keys() - known.fixed
        self.scribe.environment = replace(self.scribe.environment, squares=known.squares | lone, layers=letters)
        self.scribe.suggest(self.formulas.get(0, []))

    def _spell(self) -> None:
        """Read what the page writes in its own way as symbols of their own, on all of the page."""
        self.spelling = spelling_of([t for trees in self.formulas.values() for t in trees])
        if self.spelling:
            for span, rows in self.rows.items():
                self.rows[span] = tuple(self.spelling.spelled(r) if isinstance(r, Row) else r for r in rows)
            self.formulas = {n: [self.spelling.spelled(t) for t in trees] for n, trees in self.formulas.items()}

    def _rows(self, formula: Formula) -> Rows:
        rows = read_rows_leniently(*self._written(formula))
        return tuple(
            cast(Row, self.respell(plain(without_remarks(row)))) if isinstance(row, Row) else row for row in rows
        )

    def _tree(self, formula: Formula) -> Tree | None:
        try:
            tree = cast(Tree, self.respell(plain(read_formula(*self._written(formula)))))
            return self.spelling.spelled(with_whole_ranges(tree, self.sizes))
        except FormulaError:
            return None

    def _written(self, formula: Formula) -> tuple[str, int, dict[str, Macro]]:
        """The text of a formula, its place, and the commands that the page has defined before it."""
        return formula.text, formula.span.start, known_at(self.page.macros, formula.span.start)

    def section(self) -> None:
        """A heading: a new section, outside of all items and cases."""
        self.scribe.environment, self.scribe.solved = self.scribe.environment.new_section(), False
        self.begin_item(None)
        self.sections += 1
        self.scribe.suggest(self.formulas.get(self.sections, []))

    def begin_item(self, number: str | None) -> None:
        """An item, which ends the case before it."""
        self.scribe.item = number
        self.scribe.tail = None
        self.cases.clear()
        self._enter(())

    def _enter(self, conditions: tuple[Tree, ...], doubt: Diagnostic | None = None) -> None:
        self.scribe.environment = replace(self.scribe.environment, conditions=conditions)
        self.scribe.doubt = doubt

    def paragraph(self, paragraph: Paragraph) -> None:
        """A paragraph: its claims in words, its formulas, and the case that it opens or ends."""
        reading = read_paragraph(paragraph)
        if reading.ends_case:
            self.undivided = (self.undivided if self.cases else self.scribe.tail) if reading.case is not None else None
            self._enter(())
            self.scribe.tail = None
        for sentence in reading.sentences:
            self._sentence(sentence)
        self.leading = reading.sentences[-1] if reading.sentences else None
        if reading.case is not None:
            self._open(reading.case)
            self.scribe.tail = self.undivided  # a display "= …" in each case goes on with what was said before them
        elif reading.ends_case:
            self.cases.clear()

    def _open(self, case: Case) -> None:
        conditions = self._trees(case.conditions)
        if conditions and self.scribe.would_define(conditions[0]) and introduces(conditions[0]):
            for formula in case.conditions:
                self.scribe.sentence(self.rows[formula.span])
            self._enter(())
            return
        if case.otherwise:
            conditions = negated(self.cases)
        if case.unclear or conditions is None:
            where = "The case that this stands in was not understood, so nothing is said about it."
            self._enter((), Diagnostic("GP400", where, case.span, "Write conditions on indices: $i = j$, $i \\neq j$."))
            return
        self.cases.append(conditions)
        self._enter(conditions)

    def _trees(self, formulas: tuple[Formula, ...]) -> tuple[Tree, ...] | None:
        found = tuple(tree for f in formulas if (tree := self._tree(f)) is not None)
        return None if len(found) < len(formulas) else without_ranges(self.scribe.environment.layers, found)

    def _sentence(self, sentence: Sentence) -> None:
        taken = {f.span for c in sentence.claims for f in (c.left, c.right)} | {f.span for f in sentence.conditions}
        self._say(sentence)
        self.scribe.unsolved, self.scribe.label = sentence.solves, sentence.label
        self.scribe.local = () if sentence.claims else self._trees(sentence.conditions) or ()
        for formula in sorted(sentence.formulas, key=self._turn):  # "…, where y = … and x ∈ …" says it late
            if formula.span not in self.told:
                self._inline(formula, sentence, taken)
        self.scribe.local, self.scribe.unsolved, self.scribe.label = (), False, ""
        if sentence.supposes:
            given = self._trees(sentence.conditions) or ()
            self.scribe.environment = supposed(self.scribe.environment, given, self.scribe.index_letters)
        for claim in sentence.claims:
            if not sentence.wrong:
                self._claim(claim)

    def _say(self, sentence: Sentence) -> None:
        """Learn the shapes that a sentence states in words."""
        for said in sentence.said:
            tree = self._tree(said.formula)
            if tree is not None:
                with suppress(FormulaError):  # a shape that does not fit what formulas say teaches nothing
                    self.scribe.environment = declare_said(self.scribe.environment, tree, said.axes, said.sizes)
        for one in sentence.properties:
            tree = self._tree(one.formula)
            if tree is not None:
                self.scribe.environment = with_property(self.scribe.environment, tree, one.kind)

    def _trees_of(self, formula: Formula) -> list[Tree]:
        """The statements of a formula, as far as they were understood."""
        return [s.tree for r in self.rows[formula.span] if isinstance(r, Row) for s in r.statements]

    def _turn(self, formula: Formula) -> int:
        """What a sentence states comes first, then what it defines, then what it claims."""
        first = next(iter(self._trees_of(formula)), None)
        return 0 if first is not None and declares(first) else 1 if self._defines(formula) else 2

    def _defines(self, formula: Formula) -> bool:
        """Whether the first statement of a formula would define a symbol that nobody knows yet."""
        first = next(iter(self._trees_of(formula)), None)
        return first is not None and self.scribe.would_define(first)

    def _inline(self, formula: Formula, sentence: Sentence, taken: set[Span]) -> None:
        rows = self.rows[formula.span]
        if sentence.wrong and has_relation(formula) and formula.span not in taken and not self._defines(formula):
            doubt, self.scribe.doubt = self.scribe.doubt, _called_wrong(formula)
            self.scribe.sentence(rows)
            self.scribe.doubt = doubt
            return
        named = formula.span in taken or formula in sentence.points
        named |= formula in sentence.valued and all(map(gives_value, self._trees_of(formula)))
        if named or not has_relation(formula) or sentence.wrong:
            rows = tuple(Row(mentions(r), r.number, r.span) for r in rows if isinstance(r, Row))
        self.scribe.sentence(rows)

    def _claim(self, claim: SentenceClaim) -> None:
        left, right, conditions = self._tree(claim.left), self._tree(claim.right), self._trees(claim.conditions)
        if left is None or right is None or conditions is None:
            message = "This sentence claims an equation that was not understood."
            self.scribe.lines.append(Broken(Diagnostic("GP400", message, claim.span), self.scribe.item))
            return
        self.scribe.claim(left, right, conditions)

    def explain(self, display: Formula, formulas: tuple[Formula, ...]) -> None:
        """Take what the sentence behind a display defines with "where" before the display that uses it."""
        tail = self.scribe.tail
        for formula in formulas:
            rows = self.rows[formula.span]
            if self._defines(formula) and explains(self.scribe.environment, rows, self.rows[display.span]):
                self.scribe.sentence(rows)
                self.told.add(formula.span)
        self.scribe.tail = tail

    def _spoil(self, formula: Formula) -> None:
        """Remember what a row that cannot be read would have defined."""
        if not all(isinstance(row, Row) for row in self.rows[formula.span]):
            for tree in left_sides(formula.text):
                self.scribe.environment = spoil(self.scribe.environment, tree)

    def display(self, formula: Formula) -> None:
        """A displayed formula, in the light of the sentence that leads to it."""
        led = self.leading if self.leading is not None and self.leading.leads else None
        doubt = self.scribe.doubt
        self.scribe.unsolved = self.leading is not None and self.leading.solves
        if led is not None and led.wrong:
            self.scribe.doubt = _called_wrong(formula)
        elif led is not None and led.points:
            message = "The page says this of one point only, and what holds at a point is not understood yet."
            self.scribe.doubt = Diagnostic("GP300", message, formula.span)
        self._spoil(formula)
        self.scribe.anew = led is not None and led.anew
        self.scribe.display(self.rows[formula.span])
        self.scribe.anew = False
        self.scribe.doubt, self.scribe.unsolved, self.leading = doubt, False, None


def _called_wrong(formula: Formula) -> Diagnostic:
    return Diagnostic("GP300", "The page itself says that this is wrong, so it is not judged.", formula.span)
