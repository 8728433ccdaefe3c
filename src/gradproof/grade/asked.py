"""Which derivative an equation is about: ∂u_j/∂w_{ji} and ∂u_j/∂𝐰_j are one question, ∂u_j/∂𝐰_i is another."""

from __future__ import annotations

from dataclasses import dataclass

from gradproof.formula.environment import Environment
from gradproof.formula.equations import Sides, read_equation
from gradproof.formula.expression import Apply, Derivative, Expression, Fixed, Index, IndexTerm, Label, Last, Variable
from gradproof.formula.memo import by_identity
from gradproof.formula.rename import parts
from gradproof.formula.tree import Tree
from gradproof.source import FormulaError


@dataclass(frozen=True, slots=True)
class Asked:
    """The derivative that is asked for: of which symbol, by which, and which of their indices are the same letter.

    `of` and `by` hold a name and, for each of its indices, the number of its letter in the order of appearance; a label
    such as t keeps its name. A second derivative has two entries in `by`.
    """

    of: tuple[str, tuple[int | str, ...]]
    by: tuple[tuple[str, tuple[int | str, ...]], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names alone: what the derivative is of, and by what."""
        return (self.of[0], *(name for name, _ in self.by))


def asked_in(environment: Environment, left: Tree) -> Asked | None:
    """The derivative that a left side asks for; None where it is no derivative of one symbol, or has no meaning."""
    typed = typed_side(environment, left)
    return None if typed is None else asked_by(typed)


def typed_side(environment: Environment, tree: Tree) -> Expression | None:
    """The typed expression of one side of an equation; None where it has no meaning."""
    try:
        return read_equation(environment, _twice(tree), introduce=False).equation.left
    except FormulaError:
        return None


@by_identity
def _twice(tree: Tree) -> Sides:
    """A tree on both sides, the same Sides for the same tree: what the key asks is read once for all answers."""
    return Sides(tree, tree)


def asked_by(expression: Expression) -> Asked | None:
    """The derivative that a typed expression is; None where it is none of one symbol."""
    variables: list[Variable] = []
    while isinstance(expression, Derivative):
        variables.append(expression.variable)
        expression = expression.body
    if not variables or not isinstance(expression, Variable):
        return None
    letters: dict[str, int] = {}
    of = _numbered(expression, letters)
    return Asked(of, tuple(_numbered(v, letters) for v in reversed(variables)))


def _numbered(variable: Variable, letters: dict[str, int]) -> tuple[str, tuple[int | str, ...]]:
    return variable.name, tuple(_number(term, letters) for term in variable.indices)


def _number(term: IndexTerm, letters: dict[str, int]) -> int | str:
    match term:
        case Index(name):
            return letters.setdefault(name, len(letters))
        case Label(name, arguments):
            inner = ",".join(str(_number(a, letters)) for a in arguments)
            return f"{name}[{inner}]"
        case Fixed(position):
            return f"={position}"
        case Last():
            return "=last"


def derivatives_in(expression: Expression) -> tuple[Asked | None, ...]:
    """What every outermost derivative in an expression asks for; None for any of more than a symbol, as σ'."""
    found: list[Asked | None] = []
    waiting = [expression]
    while waiting:
        here = waiting.pop()
        if isinstance(here, Derivative):
            found.append(asked_by(here))
        elif isinstance(here, Apply) and here.partials:  # σ'(s_k) says no more than ∂σ(s_k)/∂s_k
            found.append(None)
            waiting.extend(parts(here))
        else:
            waiting.extend(parts(here))
    return tuple(found)
