"""Write a derivative out: an expression with derivatives goes in, the same value in the page's symbols comes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from gradproof.document.given import GivenError, environment_of
from gradproof.formula.environment import Environment
from gradproof.formula.equations import Sides, TypedEquation, read_equation
from gradproof.formula.expression import Derivative, Equation, Expression, Index, Variable
from gradproof.formula.from_latex import read_formula, read_rows
from gradproof.formula.partial_sums import with_whole_ranges
from gradproof.formula.rename import walk
from gradproof.formula.spelling import spelled, whole
from gradproof.formula.to_text import to_text
from gradproof.proof.budget import BudgetExceeded
from gradproof.proof.conditions import Vacuous
from gradproof.proof.derive import derive
from gradproof.proof.judge import judge
from gradproof.proof.limits import Undefined
from gradproof.proof.verdict import Verdict
from gradproof.source import Span, fail

if TYPE_CHECKING:
    from gradproof.proof.to_sympy import SymPy


@dataclass(frozen=True)
class Derived:
    """A derivative that was asked for, written out, with the verdict on their equality.

    `expression` is one component; `axes` are the free indices in it that stand for the open axes of a vector or a
    matrix. `latex` and `text` show the whole where its axes can be left out, (δ_jt - p_j) x, else that component.
    """

    expression: Expression
    axes: tuple[Index, ...]
    typed: TypedEquation
    environment: Environment
    verdict: Verdict

    @cached_property
    def shown(self) -> Expression:
        """What is printed: a whole without its axes where that can be written, else the component."""
        form = whole(self.expression, self.axes)
        return self.expression if form is None else form

    @property
    def component(self) -> tuple[str, ...]:
        """The names of the axes that are written, ("m",) for x_m; none where the whole is shown."""
        return tuple(axis.name for axis in self.axes) if self.shown is self.expression else ()

    @cached_property
    def latex(self) -> str:
        """The result in LaTeX, in the page's spelling."""
        return spelled(self.shown, self.environment)

    @cached_property
    def text(self) -> str:
        """The result in plain characters."""
        return to_text(self.shown)

    @cached_property
    def sympy(self) -> SymPy:
        """The component as a SymPy expression."""
        from gradproof.proof.to_sympy import to_sympy  # loads SymPy

        return to_sympy(self.expression)


def written_out(expression: str, given: Sequence[str]) -> Derived:
    """The Derived of a LaTeX expression under given formulas.

    Raises: FormulaError where a formula has no meaning, nothing is known of the derivative, or it is too large.
    """
    tree = read_formula(expression)
    try:
        environment = environment_of(given, read_rows(expression))
    except GivenError as error:
        where = f"In given formula {error.position}: {error.diagnostic.message}"
        raise GivenError(replace(error.diagnostic, message=where), error.position) from error
    tree = with_whole_ranges(tree, environment.dimensions)
    introduce = not environment.definitions
    typed = read_equation(environment, Sides(tree, tree), introduce=introduce)
    return derived(typed, environment, tree.span)


def derived(typed: TypedEquation, environment: Environment, span: Span) -> Derived:
    """The left side of a typed equation, written out.

    Raises: FormulaError as `written_out` does.
    """
    asked, conditions = typed.equation.left, typed.equation.conditions
    try:
        expression = derive(asked, typed.model, conditions)
    except BudgetExceeded as error:
        raise fail("GP301", f"This derivative becomes too large to be written out ({error}).", span) from error
    except Undefined as error:
        raise fail("GP303", f"This has no value: {error}.", span) from error
    except Vacuous as error:
        raise fail("GP302", "No index values meet the conditions.", span) from error
    unknown = _unknown(expression)
    if isinstance(asked, Derivative) and unknown is not None:
        message = f"Nothing says what {unknown} depends on."
        raise fail("GP305", message, span, f"Define {unknown}, or say what it is a function of.")
    proved = replace(typed, equation=Equation(asked, expression, conditions), lonely=())
    return Derived(expression, typed.axes, proved, environment, judge(proved))


def _unknown(expression: Expression) -> str | None:
    """A symbol without definition that is differentiated in the expression."""
    taken = [n.body for n in walk(expression) if isinstance(n, Derivative)]
    return next((body.name for body in taken if isinstance(body, Variable)), None)
