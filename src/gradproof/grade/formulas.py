"""The mark of one formula that answers one item: a row of a table, in LaTeX or as typed into a quiz box.

An equation finds its part by its left side. A bare formula is compared with what its part asks for, as a component and
as a whole: `(1[j=t] - p_j) x` answers ∂ℓ/∂w_{ji} as well as `(1[j=t] - p_j) x_i` does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from gradproof.document.derivation import Line
from gradproof.document.from_page import Respell
from gradproof.formula.equations import Sides
from gradproof.formula.partial_sums import with_whole_ranges
from gradproof.formula.tree import Chain as Equation
from gradproof.formula.tree import Statement, Tree
from gradproof.grade.asked import asked_in
from gradproof.grade.cases import covered
from gradproof.grade.chains import Chain
from gradproof.grade.grading import Grader, PartResult, grade_part, judged_as_asked
from gradproof.grade.judging import JudgedChain, judge_answer
from gradproof.grade.key import Item, Key, Part
from gradproof.grade.left_out import jacobians, lefts, without_indices
from gradproof.grade.mark import NO_ANSWER, Mark, Word, sentence
from gradproof.grade.restated import towards
from gradproof.grade.rubric import Rubric, Worth
from gradproof.grade.strangers import respelled, strangers
from gradproof.grade.written import written_answer
from gradproof.source import FormulaError, Source, fail


@dataclass
class _FormulaGrader(Grader):
    """A Grader for one formula, of which a bare one is shown as it is."""

    bare: bool = False

    def shown(self, sides: Sides) -> str:
        """The formula as it was typed."""
        return " ".join(self.source.text.split()) if self.bare else super().shown(sides)


def grade_formula(key: Key, rubric: Rubric, respell: Respell, label: str, text: str, *, mend: bool = True) -> Mark:
    """The mark of one answer to the item, or the part of an item, with this label."""
    found = key.find(label)
    if found is None:
        return Mark(label, "look", Fraction(0), rubric.general.points, f"The key has no item {label[:40]}.")
    item, part = found
    worth = _worth(rubric.worth(item.label), item, part)
    source = Source("answer", text)
    if not text.strip():
        return Mark(label, "wrong", Fraction(0), worth.points, NO_ANSWER)
    try:
        statement = with_whole_ranges(written_answer(text, item.environment, respell), item.environment.dimensions)
        return _grade(_FormulaGrader(source, item, worth, mend=mend), label, part, statement)
    except FormulaError as error:
        reason = f"Not understood: {error.diagnostic.message}"
        return Mark(label, "look", Fraction(0), worth.points, sentence([reason, error.diagnostic.help or ""]))


def _worth(worth: Worth, item: Item, part: Part | None) -> Worth:
    """The worth of an item, or a part's share of it."""
    count = len(_demanded(worth, item)) if part is not None and len(item.parts) > 1 else 1
    return replace(worth, points=worth.points / max(1, count))


def _grade(grader: _FormulaGrader, label: str, part: Part | None, statement: Statement) -> Mark:
    tree = statement.tree
    operands: tuple[Tree, ...] = (tree,)
    if isinstance(tree, Equation):
        if None in tree.operands or set(tree.relations) - {"=", "\\equiv"}:
            raise fail("GP406", "An answer is a formula or an equation.", tree.span)
        operands = tuple(operand for operand in tree.operands if operand is not None)
    if len(operands) == 1:
        return _bare(grader, label, part, tree, statement.conditions)
    return _equation(grader, label, part, operands, statement.conditions)


def _equation(
    grader: _FormulaGrader, label: str, named: Part | None, operands: tuple[Tree, ...], conditions: tuple[Tree, ...]
) -> Mark:
    """The mark of an equation: that of the part that its left side names."""
    chain = towards(grader.item, _chain(grader, operands, conditions))
    asked = asked_in(grader.item.environment, chain.first)
    part = next((p for p in grader.item.parts if asked is not None and p.asked == asked), None)
    if part is None or (named is not None and part is not named):
        reason = f"The left side of this equation is not what {label} asks for."
        return Mark(label, "look", Fraction(0), grader.worth.points, reason)
    if named is not None or len(grader.item.parts) == 1:
        return _marked(grader, label, grade_part(grader, part, [judged_as_asked(grader, part, chain)]))
    whole, numbers = grader.worth.points, tuple(p.number for p in _demanded(grader.worth, grader.item))
    share = whole / max(1, len(numbers)) if part.number in numbers else Fraction(0)
    grader.worth = replace(grader.worth, points=share)
    mark = _marked(grader, label, grade_part(grader, part, [judged_as_asked(grader, part, chain)]))
    return replace(mark, part=part.number, demanded=numbers, whole=whole)


def _demanded(worth: Worth, item: Item) -> list[Part]:
    """The parts that an answer to the item must have."""
    return [p for p in item.parts if p.number in worth.parts] if worth.parts else list(item.demanded)


def _chain(grader: _FormulaGrader, operands: tuple[Tree, ...], conditions: tuple[Tree, ...]) -> Chain:
    first, environment = operands[0], grader.item.environment
    rows = [
        Line("step", Sides(left, right, first, conditions), environment, left.span.join(right.span))
        for left, right in pairwise(operands)
    ]
    return Chain(tuple(rows))


def _bare(grader: _FormulaGrader, label: str, part: Part | None, tree: Tree, conditions: tuple[Tree, ...]) -> Mark:
    """The mark of a formula without a left side."""
    if part is None:
        names = ", ".join(grader.name(p) for p in grader.item.parts)
        reason = f"{label} has several parts: a formula alone does not say which of {names} it answers."
        return Mark(label, "look", Fraction(0), grader.worth.points, reason)
    grader.bare = True
    best = _best(grader, part, tree, conditions)
    strange = strangers(grader.item, part, tree) if best.conclusion.truth == "false" else ()
    if strange and not _is_wrong_in_any_letters(grader, part, tree, strange):
        reason = f"What is the index {', '.join(strange)}? A formula alone must use the letters of the question."
        return Mark(label, "look", Fraction(0), grader.worth.points, reason)
    conclusion = without_indices(grader.item, part, best.conclusion)
    if grader.mend and conclusion.truth == "false":  # what it should have been is sought for one reading only
        conclusion = judge_answer(conclusion.line, grader.item.environment)
    grader.remark(conclusion)
    return _marked(grader, label, grade_part(grader, part, [replace(best, conclusion=conclusion)]))


def _best(grader: _FormulaGrader, part: Part, tree: Tree, conditions: tuple[Tree, ...]) -> JudgedChain:
    """The formula as a component or as a whole, whichever is judged best; where neither fits, as a Jacobian."""
    best = _best_of(grader, part, lefts(part), tree, conditions)
    if best.conclusion.verdict.code != "GP201" or not jacobians(part):
        return best
    return min(best, _best_of(grader, part, jacobians(part), tree, conditions), key=_rank)


def _best_of(
    grader: _FormulaGrader, part: Part, asked: tuple[Tree, ...], tree: Tree, conditions: tuple[Tree, ...]
) -> JudgedChain:
    best: JudgedChain | None = None
    for left in asked:
        judged = _judged(grader, part, left, tree, conditions)
        if best is None or _rank(judged) < _rank(best):
            best = judged
        if judged.conclusion.truth == "true":
            break
    assert best is not None
    return best


def _is_wrong_in_any_letters(grader: _FormulaGrader, part: Part, tree: Tree, strange: tuple[str, ...]) -> bool:
    """Whether a formula is false whichever letters of the question its strange ones stand for."""
    ways = list(respelled(part, tree, strange))
    return bool(ways) and all(_best(grader, part, way, ()).conclusion.truth == "false" for way in ways)


def _judged(grader: _FormulaGrader, part: Part, left: Tree, tree: Tree, conditions: tuple[Tree, ...]) -> JudgedChain:
    """left = tree judged for all index values, and where it is false wherever the part is asked, in the worst case."""
    quiet = replace(grader, remarks=[], counterexample=None, mend=False)

    def under(case: tuple[Tree, ...]) -> JudgedChain:
        here = grader.item.environment
        environment = here if case == here.conditions else replace(here, conditions=case)
        return quiet.judge(Chain((Line("claim", Sides(left, tree, None, conditions), environment, tree.span),)))

    everywhere = under(())
    if everywhere.conclusion.truth != "false" or not part.cases or covered([()], part.cases):
        return everywhere
    return max(map(under, part.cases), key=_rank)


def _rank(judged: JudgedChain) -> int:
    """From the best reading of a bare formula to the worst: proved, open, refuted, does not fit."""
    verdict = judged.conclusion.verdict
    if judged.conclusion.truth != "false":
        return 0 if judged.conclusion.truth == "true" else 1
    return 2 if verdict.status == "refuted" else 3 if verdict.code == "GP202" else 4


def _marked(grader: _FormulaGrader, label: str, result: PartResult) -> Mark:
    """The mark of one part."""
    worth = grader.worth
    points = max(Fraction(0), worth.points * result.earned(worth) - worth.slip * grader.slips)
    word = _word(result)
    reasons = [*result.false, *result.open, *result.unfinished] if word != "right" else ["Proved for all sizes."]
    found = grader.counterexample if word in ("wrong", "partly") else None
    return Mark(label, word, points, worth.points, sentence(reasons), found, tuple(grader.remarks))


def _word(result: PartResult) -> Word:
    if result.is_right:
        return "right"
    if result.open or (not result.false and not result.ends):
        return "look"
    return "partly" if result.ends or result.steps else "wrong"
