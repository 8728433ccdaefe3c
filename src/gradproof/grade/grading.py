"""From the answer to an item to its mark.

What is right is proved, what is wrong has a counterexample or cannot fit, and everything else is for a person to look
at. A row that is wrong costs its own step; what follows is judged on its own.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace
from fractions import Fraction

from gradproof.document.derivation import Broken
from gradproof.formula.equations import Sides
from gradproof.formula.traverse import without_places
from gradproof.formula.tree import Tree
from gradproof.grade.answers import Answer
from gradproof.grade.asked import Asked, asked_in
from gradproof.grade.carried import OwnResult, carried_from, own_result
from gradproof.grade.cases import covered
from gradproof.grade.chains import Chain
from gradproof.grade.finished import unfinished, worked, worked_out
from gradproof.grade.forms import beyond
from gradproof.grade.judging import Judged, JudgedChain, judge_answer
from gradproof.grade.key import Item, Part
from gradproof.grade.left_out import without_indices
from gradproof.grade.mark import NO_ANSWER, Mark, Remark, Word, sentence
from gradproof.grade.near_miss import near_miss
from gradproof.grade.restated import towards
from gradproof.grade.rubric import Worth
from gradproof.proof.verdict import Counterexample
from gradproof.source import Source


@dataclass
class PartResult:
    """What a part has earned: `ends` and `steps` are shares from 0 to 1; `open` and `false` what stands in the way."""

    part: Part
    answered: bool = False
    ends: Fraction = Fraction(0)
    steps: Fraction = Fraction(0)
    open: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)
    factor: Fraction = Fraction(1)
    carried: bool = False

    @property
    def is_right(self) -> bool:
        """Whether nothing is missing."""
        return self.ends == 1 and self.steps == 1 and self.factor == 1 and not (self.open or self.false)

    def earned(self, worth: Worth) -> Fraction:
        """The share of the part's points."""
        share = self.factor * (worth.conclusion * self.ends + worth.steps * self.steps)
        return max(share, worth.carried) if self.carried else share


@dataclass
class Grader:
    """Collects what is found about the answer to one item."""

    source: Source
    item: Item
    worth: Worth
    remarks: list[Remark] = field(default_factory=list)
    counterexample: Counterexample | None = None
    slips: int = 0
    mend: bool = True
    earlier: list[OwnResult] = field(default_factory=list)

    def judge(self, chain: Chain) -> JudgedChain:
        """A chain with its rows judged."""
        rows = tuple(
            judge_answer(row, self.item.environment, mend=self.mend) for row in chain.rows if row.kind != "definition"
        )
        conclusion = rows[-1] if len(rows) == 1 else judge_answer(chain.conclusion, self.item.environment, mend=False)
        for judged in rows:
            self.remark(judged)
        return JudgedChain(chain, rows, conclusion)

    def remark(self, judged: Judged) -> None:
        """Keeps what is to be said about a line."""
        self.slips += sum("is read as" in note for note in judged.verdict.notes)
        if judged.truth == "false" and self.counterexample is None:
            self.counterexample = judged.verdict.counterexample
        place = self.source.line_column(judged.line.span.start)
        message = "" if judged.truth == "true" else judged.verdict.message
        self.remarks.append(
            Remark(self.shown(judged.line.sides), message, judged.truth, judged.line.row, judged.verdict.help, place)
        )

    def explain(self, part: Part, conclusion: Judged) -> None:
        """Adds to what is said about a wrong result what it is instead, where that is proved."""
        said = near_miss(self.item, part, conclusion.line) if self.mend else None
        shown = self.shown(conclusion.line.sides)
        for place, remark in enumerate(self.remarks if said is not None else ()):
            if remark.shown == shown and remark.truth == "false":
                self.remarks[place] = replace(remark, help=sentence([said or "", remark.help or ""]))

    def shown(self, sides: Sides) -> str:
        """An equation as it is written."""
        return f"{self.text(sides.left)} = {self.text(sides.right)}"

    def text(self, tree: Tree) -> str:
        """What is written for a tree."""
        return " ".join(self.source.text[tree.span.start : tree.span.end].split())

    def name(self, part: Part) -> str:
        """The label of a part."""
        return f"{self.item.label}.{part.number}" if len(self.item.parts) > 1 else self.item.label


def grade_answer(grader: Grader, answer: Answer) -> Mark:
    """The mark of one item for what a page holds for it; the grader learns the wrong results, for later items."""
    item = grader.item
    about = [_judged(grader, towards(item, chain)) for chain in answer.chains]
    results = [
        grade_part(grader, part, [c for c, a in about if _is_about(part, c, a)], worked_out(part, about))
        for part in item.parts
    ]
    used = {id(c) for c, a in about if any(_is_about(part, c, a) for part in item.parts)}
    aside = [c for c, _ in about if id(c) not in used]
    return _mark(grader, answer, results, aside)


def _judged(grader: Grader, chain: Chain) -> tuple[JudgedChain, Asked | None]:
    """A chain judged, and the derivative that it is about."""
    asked = asked_in(grader.item.environment, chain.first)
    part = next((p for p in grader.item.parts if asked is not None and p.asked == asked), None)
    if part is None:
        return grader.judge(chain), asked
    answers = Chain(tuple(replace(row, solving=False) for row in chain.rows))  # what is asked is not set to anything
    return judged_as_asked(grader, part, answers), asked


def judged_as_asked(grader: Grader, part: Part, chain: Chain) -> JudgedChain:
    """A chain judged as the question means it: where that asks for one case only and the chain names none, in it."""
    quiet = replace(grader, remarks=[], counterexample=None, mend=False)
    for way in _in_cases(part, chain):
        if "false" not in quiet.judge(way).truths:
            return grader.judge(way)
    judged = grader.judge(chain)
    if len(judged.rows) > 1 or judged.conclusion.truth != "false":
        return judged
    conclusion = without_indices(grader.item, part, judged.conclusion)
    return judged if conclusion is judged.conclusion else JudgedChain(chain, (conclusion,), conclusion)


def _in_cases(part: Part, chain: Chain) -> list[Chain]:
    """The chain for all index values, and in the one case that the part is asked for; none where it names its own."""
    if len(part.cases) != 1 or covered([()], part.cases) or chain.conditions:
        return []
    under = [replace(row, environment=replace(row.environment, conditions=part.cases[0])) for row in chain.rows]
    return [chain, Chain(tuple(under))]


def _is_about(part: Part, chain: JudgedChain, asked: Asked | None) -> bool:
    if part.asked is not None:
        return asked == part.asked
    return without_places(chain.chain.first) in map(without_places, part.lefts)


def grade_part(
    grader: Grader, part: Part, chains: Sequence[JudgedChain], given: Set[Asked] = frozenset()
) -> PartResult:
    """What the chains that begin with what is asked have earned; `given` is what the answer works out beside them."""
    result = PartResult(part, answered=bool(chains))
    good: list[tuple[Tree, ...]] = []
    bad = False
    for chain in chains:
        conclusion = chain.conclusion
        why_not = unfinished(part, chain, given) if conclusion.truth == "true" else None
        if conclusion.truth == "true" and why_not is None:
            good.append(chain.chain.conditions)
            foreign = beyond(grader.item.environment, chain.chain.last, grader.worth.only)
            if foreign:
                result.factor = grader.worth.form
                wanted = ", ".join(grader.worth.only)
                result.unfinished.append(
                    f"The answer must be in terms of {wanted} only; it holds {', '.join(foreign)}."
                )
        elif conclusion.truth == "true" and why_not is not None:
            result.unfinished.append(why_not)
        elif conclusion.truth == "false":
            bad = True
            if _is_carried(grader, part, conclusion):
                result.carried = True
                result.unfinished.append("It follows from your own earlier result, which is wrong.")
            result.false.append(
                f"The result {grader.shown(conclusion.line.sides)} is wrong. {conclusion.verdict.message}"
            )
            grader.counterexample = grader.counterexample or conclusion.verdict.counterexample
            grader.explain(part, conclusion)
        else:
            result.open.append(f"{grader.shown(conclusion.line.sides)}: {conclusion.verdict.message}")
        _rows(grader, chain, result)
    if good and covered(part.cases, good):
        result.ends = Fraction(1, 2) if bad else Fraction(1)  # two results, and one of them wrong
    elif good:
        result.ends = Fraction(1, 2)
        result.unfinished.append("Not every case is answered.")
    rows = [row for chain in chains for row in worked(part, chain)]
    result.steps = Fraction(sum(row.truth == "true" for row in rows), len(rows)) if rows else result.ends
    if not good and not bad:  # true, perhaps, but on the way nowhere yet
        result.steps = Fraction(0)
    return result


def _is_carried(grader: Grader, part: Part, conclusion: Judged) -> bool:
    """Whether a wrong result follows from an earlier one of the student; kept for the results to come."""
    found = carried_from(part, conclusion.line, grader.earlier)
    own = own_result(conclusion.line)
    if own is not None:
        grader.earlier.append(own)
    return found is not None


def _rows(grader: Grader, chain: JudgedChain, result: PartResult) -> None:
    if len(chain.rows) == 1:
        return
    for row in chain.rows:
        text = f"{grader.shown(row.line.sides)}: {row.verdict.message}"
        if row.truth == "false":
            result.false.append(f"A step is wrong: {text}")
        elif row.truth == "open":
            result.open.append(f"A step is open: {text}")


def _mark(grader: Grader, answer: Answer, results: list[PartResult], aside: list[JudgedChain]) -> Mark:
    """The mark of the item from what its parts and its other lines are."""
    demanded = _demanded(grader, results)
    false = [text for result in results for text in result.false]
    stray = [c for c in aside if "false" in c.truths and not answer.found_elsewhere]
    false += [f"{grader.shown(r.line.sides)}: {r.verdict.message}" for c in stray for r in c.rows if r.truth == "false"]
    missing = [result for result in demanded if not result.answered]
    unknown = [text for result in results for text in result.open]
    unknown += [_not_understood(grader.source, b) for b in answer.broken]
    unfinished = [text for result in demanded for text in result.unfinished]
    out_of = grader.worth.points
    share = sum((r.earned(grader.worth) for r in demanded), Fraction(0)) / len(demanded)
    points = max(Fraction(0), out_of * share - grader.worth.slip * grader.slips)
    gaps = [f"{grader.name(r.part)} is not answered." for r in missing]
    word = _word(answer, demanded, false, unknown, aside)
    reasons = _reasons(word, answer, false, unknown, unfinished, gaps)
    found = grader.counterexample if word in ("wrong", "partly") else None
    return Mark(grader.item.label, word, points, out_of, sentence(reasons), found, tuple(grader.remarks))


def _not_understood(source: Source, broken: Broken) -> str:
    line, _ = source.line_column(broken.diagnostic.span.start)
    return f"Not understood: {broken.diagnostic.message} (Line {line}.)"


def _demanded(grader: Grader, results: list[PartResult]) -> list[PartResult]:
    if grader.worth.parts:
        return [result for result in results if result.part.number in grader.worth.parts] or results
    return [result for result in results if not result.part.on_the_way] or results


def _word(
    answer: Answer, demanded: list[PartResult], false: list[str], unknown: list[str], aside: list[JudgedChain]
) -> Word:
    if answer.is_blank:
        return "wrong"
    if all(result.is_right for result in demanded) and not false:
        return "right"
    missing = [result for result in demanded if not result.answered]
    doubtful = [r for r in demanded if r.open or (r.answered and not r.ends and not r.false)]
    not_read = bool(unknown or answer.words or aside)
    if any(r.open for r in doubtful) or any(
        r.unfinished and not r.false and not r.ends and not r.steps for r in doubtful
    ):
        return "look"
    if missing and not_read and not false:
        return "look"
    earned = any(result.ends or result.steps or result.carried for result in demanded)
    if not earned and not false:
        return "look"
    return "partly" if earned else "wrong"


def _reasons(
    word: Word, answer: Answer, false: list[str], unknown: list[str], unfinished: list[str], gaps: list[str]
) -> list[str]:
    if answer.is_blank:
        return [NO_ANSWER]
    if word == "right":
        return ["Proved for all sizes."]
    reasons = [*false, *unknown, *unfinished, *gaps]
    if word == "look" and (answer.words or not reasons):
        reasons.append("The answer is in words, or in formulas that claim nothing: a person has to read it.")
    return reasons
