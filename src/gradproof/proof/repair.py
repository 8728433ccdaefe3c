"""What a wrong line should have been: the help that is printed with it. Nothing is proposed that was not proved.

First the slips of a hand are undone one at a time (formula/edits.py), each read and proved like any line; then, where
the left side holds a derivative, it is written out. The work is counted, so that the answer is the same everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from gradproof.formula.edits import SHAPE_EDITORS, VALUE_EDITORS, Edit, Editor, other_left_sides
from gradproof.formula.environment import Environment
from gradproof.formula.equations import Sides, TypedEquation, read_equation
from gradproof.formula.expression import Derivative
from gradproof.formula.rename import walk
from gradproof.formula.spelling import spelled, whole
from gradproof.proof.abstract import abstract_losses
from gradproof.proof.atoms import Polynomial
from gradproof.proof.budget import BudgetExceeded
from gradproof.proof.conditions import Vacuous
from gradproof.proof.derive import derive
from gradproof.proof.judge import judge
from gradproof.proof.limits import Budget, Undefined
from gradproof.proof.normal_form import Workshop
from gradproof.source import FormulaError

MOST_CANDIDATES = 32
LONGEST = 160
"""Characters: a longer right side helps nobody."""

BUDGET = Budget(terms=20_000, rewrites=10_000)
"""For the derivative that is written out."""


def repair(
    environment: Environment, sides: Sides, workshop: Workshop | None = None, *, introduce: bool, fits: bool
) -> str | None:
    """A sentence that says what the equation should have been; None where nothing was proved.

    `fits` tells whether the two sides have one shape: a line that is false then, and no shape was confused.
    """
    bench = _Bench(environment, introduce, workshop=workshop or Workshop())
    edit = _first(bench, sides, VALUE_EDITORS if fits else SHAPE_EDITORS, twice=not fits)
    if edit is not None and edit.kind != "operator":
        return edit.sentence
    right = _written_out(bench, sides)
    said = [f"The right side should be {right}."] if right is not None else []
    return " ".join((*said, *([edit.sentence] if edit is not None else []))) or None


def _first(bench: _Bench, sides: Sides, editors: tuple[Editor, ...], *, twice: bool) -> Edit | None:
    """The first edit that is proved. `twice`: of one that makes the shapes fit, the left side may be wrong as well."""
    try:
        for edit in _edits(bench.environment, sides, editors):
            if bench.proves(edit.sides, lonely=edit.kind == "left"):
                return edit
            if twice and bench.fitted:
                for further in other_left_sides(bench.environment, edit.sides):
                    if bench.proves(further.sides):
                        return Edit(further.sides, f"{edit.sentence} {further.sentence}", edit.kind)
    except (BudgetExceeded, RecursionError):
        pass  # no candidate was proved with the work that this may cost
    return None


def _edits(environment: Environment, sides: Sides, editors: tuple[Editor, ...]) -> Iterator[Edit]:
    for editor in editors:
        yield from editor(environment, sides)


@dataclass
class _Bench:
    """Where candidates are read and proved; `fitted` tells whether the last one could be read at all."""

    environment: Environment
    introduce: bool
    tried: int = 0
    fitted: bool = False
    workshop: Workshop = field(default_factory=Workshop)

    def read(self, sides: Sides, *, lonely: bool = False) -> TypedEquation | None:
        """The typed equation of two sides; None where it has no meaning, or two. `lonely`: letters may stand on one."""
        try:
            typed = read_equation(self.environment, sides, introduce=self.introduce)
        except FormulaError:
            return None
        return None if (typed.lonely and not lonely) or typed.forks else typed

    def proves(self, sides: Sides, *, lonely: bool = False) -> bool:
        """Whether the equation is proved, and says more than 0 = 0."""
        self.tried += 1
        if self.tried > MOST_CANDIDATES:
            raise BudgetExceeded(f"more than {MOST_CANDIDATES} candidates")
        typed = self.read(sides, lonely=lonely)
        self.fitted = typed is not None
        if typed is None:
            return False
        try:
            left, right = self.normal_forms(typed)
        except (Undefined, Vacuous):
            return False
        return bool(left) and left == right and judge(typed, workshop=self.workshop).status == "proved"

    def normal_forms(self, typed: TypedEquation) -> tuple[Polynomial, Polynomial]:
        """Both sides in normal form; the definitions are unfolded once for all candidates of one model."""
        subject = abstract_losses(typed.equation, typed.model)
        normalizer = self.workshop.normalizer(subject.model, subject.equation.conditions, Budget())
        return normalizer.side(subject.equation.left), normalizer.side(subject.equation.right)


def _written_out(bench: _Bench, sides: Sides) -> str | None:
    """The left side without its derivatives, in the page's spelling; a number where it is one."""
    typed = bench.read(Sides(sides.left, sides.left, sides.first, sides.conditions))
    if typed is None:
        return None
    asked, conditions = typed.equation.left, typed.equation.conditions
    taken = any(isinstance(node, Derivative) for node in walk(asked))
    try:
        if not taken:
            return _number(bench, typed)
        found = derive(asked, typed.model, conditions, BUDGET)
    except (BudgetExceeded, Undefined, Vacuous, RecursionError):
        return None
    if any(isinstance(node, Derivative) for node in walk(found)):
        return None
    shown = whole(found, typed.axes)
    text = spelled(shown, bench.environment) if shown is not None else None
    return text if text is not None and len(text) <= LONGEST else None


def _number(bench: _Bench, typed: TypedEquation) -> str | None:
    form, _ = bench.normal_forms(typed)
    value = form.get((), 0) if all(monomial == () for monomial in form) else None
    return None if value is None else str(value)
