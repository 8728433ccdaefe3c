"""The normal form of an expression, and the proof of an equation: both sides in normal form, for all sizes.

Two expressions with one normal form are equal wherever both have a value. The converse does not hold: where the forms
differ, vanish.py tries what the form alone does not show; and then nothing is known.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from gradproof.formula.expression import Equation, Expression, IndexCondition, Model
from gradproof.formula.to_text import to_text
from gradproof.proof.atoms import Polynomial
from gradproof.proof.budget import BudgetExceeded
from gradproof.proof.conditions import Vacuous
from gradproof.proof.limits import Budget, Undefined
from gradproof.proof.normalizer import Normalizer
from gradproof.proof.polynomial import subtract
from gradproof.proof.positivity import sign_facts
from gradproof.proof.signs import SignFacts
from gradproof.proof.to_expression import to_expression
from gradproof.proof.vanish import vanishes

if TYPE_CHECKING:
    from gradproof.proof.refutations import Refutations

_MOST_LEFT_SIDES, _MOST_MODELS = 64, 4
"""An archive keeps so many left sides, and each of them under so many models."""

LONGEST_SHOWN = 12
"""Normal forms of more terms are not written out in an explanation."""


@dataclass(frozen=True, eq=False)
class NormalForm:
    """The normal form of an expression; equal ones are equal as expressions (`expression` is canonical)."""

    polynomial: Polynomial

    @cached_property
    def expression(self) -> Expression:
        """The normal form as an expression, to be printed or evaluated."""
        return to_expression(self.polynomial)

    @cached_property
    def text(self) -> str:
        """The normal form in plain characters, or its length where nobody would read it."""
        count = len(self.polynomial)
        return to_text(self.expression) if count <= LONGEST_SHOWN else f"a sum of {count} terms"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NormalForm) and self.expression == other.expression

    def __hash__(self) -> int:
        return hash(self.expression)


def normalize(
    expression: Expression, model: Model, conditions: tuple[IndexCondition, ...] = (), budget: Budget | None = None
) -> NormalForm:
    """The normal form of an expression under conditions on its indices.

    Raises BudgetExceeded; Undefined where the expression has no value for some indices; Vacuous where no indices meet
    the conditions.

    >>> from gradproof.formula.expression import Mul, Power, Variable, integer
    >>> x, model = Variable("x"), Model({}, {"x": ()}, {})
    >>> normalize(Power(x, integer(2)), model) == normalize(Mul((x, x)), model)
    True
    """
    normalizer = Normalizer.of_model(model, SignFacts(model.positive), conditions, budget or Budget())
    try:
        return NormalForm(normalizer.of(expression))
    except RecursionError:
        raise BudgetExceeded("it is nested too deeply") from None


@dataclass(frozen=True)
class Equality:
    """What the prover found: `equal` is a proof; its absence says nothing but `why_not`.

    `vacuous`: no index values meet the conditions. `notes` name the facts that were used, `definitions`
    what was unfolded.
    """

    equal: bool
    vacuous: bool = False
    why_not: str = ""
    left: NormalForm | None = None
    right: NormalForm | None = None
    notes: tuple[str, ...] = ()
    definitions: tuple[str, ...] = ()

    @property
    def explanation(self) -> tuple[str, ...]:
        """The proof in sentences: what was unfolded, what was used of signs."""
        lines = [f"Definitions unfolded: {', '.join(self.definitions)}."] if self.definitions else []
        lines += [f"Used: {note}." for note in self.notes]
        if self.equal and self.left is not None and self.right is not None:
            lines += [f"Left side in normal form: {self.left.text}", f"Right side in normal form: {self.right.text}"]
        return tuple(lines)


class Workshop:
    """Keeps the normalizer of the last proof, so that lines over one model unfold its definitions once.

    Nothing is kept that used facts about signs: what a proof owes to them is said with it.
    """

    def __init__(self) -> None:
        self._kept: tuple[Model, tuple[IndexCondition, ...], Budget, Normalizer] | None = None
        self.refutations: Refutations | None = None

    def normalizer(self, model: Model, conditions: tuple[IndexCondition, ...], budget: Budget) -> Normalizer:
        """A normalizer with a whole budget for the model and the conditions."""
        if self._kept is not None and self._kept[:3] == (model, conditions, budget):
            kept = self._kept[3]
            if not kept.algebra.wanted and not _facts(kept).used:
                return kept.renewed()
        made = Normalizer.of_model(model, SignFacts(model.positive), conditions, budget)
        self._kept = (model, conditions, budget, made)
        return made

    def begun(self, equation: Equation, model: Model, budget: Budget) -> tuple[Normalizer, Polynomial]:
        """A normalizer for an equation, and the left side in normal form."""
        normalizer = self.normalizer(model, equation.conditions, budget)
        return normalizer, normalizer.side(equation.left)

    def bench(self) -> Workshop:
        """Where it is tried what a line should have been."""
        return self


class Archive(Workshop):
    """Keeps normalizers as they stand after a left side: of many answers to one question, the question is worked once.

    Each proof goes on with a copy, its budget spent as far as the left side spent it. So it ends as it would alone,
    whatever was proved before.
    """

    def __init__(self) -> None:
        super().__init__()
        self._begun: OrderedDict[Hashable, list[tuple[Model, Normalizer, Polynomial]]] = OrderedDict()

    def begun(self, equation: Equation, model: Model, budget: Budget) -> tuple[Normalizer, Polynomial]:
        """A copy of the normalizer that has worked the left side before, or a new one."""
        key = equation.left, equation.conditions, budget
        kept = self._begun.setdefault(key, [])
        self._begun.move_to_end(key)
        known = next((begun for begun in kept if begun[0] == model), None)
        if known is None:
            normalizer = Normalizer.of_model(model, SignFacts(model.positive), equation.conditions, budget)
            known = model, normalizer, normalizer.side(equation.left)
            del kept[_MOST_MODELS - 1 :]
            kept.insert(0, known)
            if len(self._begun) > _MOST_LEFT_SIDES:
                self._begun.popitem(last=False)
        return known[1].copied(), known[2]

    def bench(self) -> Workshop:
        """A workshop for this line alone."""
        return Workshop()


def _facts(normalizer: Normalizer) -> SignFacts:
    facts = normalizer.algebra.facts
    assert isinstance(facts, SignFacts)
    return facts


def prove_equal(
    equation: Equation, model: Model, budget: Budget | None = None, workshop: Workshop | None = None
) -> Equality:
    """Whether both sides are equal wherever both are defined, for all sizes and all index values under the conditions.

    >>> from gradproof.formula.expression import Mul, Power, Variable, integer
    >>> x = Variable("x")
    >>> prove_equal(Equation(Mul((x, x)), Power(x, integer(2))), Model({}, {"x": ()}, {})).equal
    True
    """
    try:
        return _proved(equation, model, budget or Budget(), workshop or Workshop())
    except Vacuous as error:
        return Equality(False, vacuous=True, why_not=f"{error}")
    except (BudgetExceeded, Undefined) as error:
        return Equality(False, why_not=f"{error}")
    except RecursionError:
        return Equality(False, why_not="it is nested too deeply")


def _proved(equation: Equation, model: Model, budget: Budget, workshop: Workshop) -> Equality:
    normalizer, left = workshop.begun(equation, model, budget)
    right = normalizer.side(equation.right)
    if left != right and normalizer.algebra.wanted:
        facts = sign_facts(equation, normalizer)
        if facts.components or facts.forms or facts.products or facts.nonzero or facts.apart:
            normalizer = normalizer.with_facts(facts)
            left, right = normalizer.of(equation.left), normalizer.of(equation.right)
    return _judged(normalizer, left, right)


def _judged(normalizer: Normalizer, left: Polynomial, right: Polynomial) -> Equality:
    facts = _facts(normalizer)
    equal = left == right or vanishes(normalizer.algebra, subtract(left, right))
    return Equality(
        equal,
        why_not="" if equal else "the two sides have different normal forms",
        left=NormalForm(left),
        right=NormalForm(right),
        notes=tuple(sorted(facts.used)),
        definitions=tuple(sorted(normalizer.met)),
    )
