"""Carried errors: a later result that is right once the student's own earlier, wrong result is put where it was used.

The key's own rows say where an earlier derivative is used; the student's value is put there, and what comes out is
proved equal to the student's answer. Nothing is guessed: without such a proof there is no carried error.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import count

from gradproof.document.derivation import Line
from gradproof.formula.equations import Sides, read_equation
from gradproof.formula.expression import Derivative, Equation, Expression, Index, IndexTerm, Variable
from gradproof.formula.rename import free_terms, freshen, rename_index
from gradproof.grade.asked import Asked, asked_by
from gradproof.grade.key import Part
from gradproof.proof.normal_form import prove_equal
from gradproof.proof.refute import Agreement, agrees
from gradproof.proof.rewrite import rewritten
from gradproof.source import FormulaError


@dataclass(frozen=True)
class OwnResult:
    """A wrong result of the student: what it is about, and its two sides."""

    asked: Asked
    left: Derivative
    right: Expression


def own_result(line: Line) -> OwnResult | None:
    """The result that a wrong line claims; None where it is not about components, or has no meaning."""
    try:
        typed = read_equation(line.environment, line.sides, introduce=False)
    except FormulaError:
        return None
    left, asked = typed.equation.left, asked_by(typed.equation.left)
    if asked is None or typed.axes or typed.lonely or typed.equation.conditions or not isinstance(left, Derivative):
        return None
    return OwnResult(asked, left, typed.equation.right)


def carried_from(part: Part, line: Line, earlier: Sequence[OwnResult]) -> OwnResult | None:
    """The earlier result from which a wrong line follows as the key says; None where that is not proved."""
    for own in earlier:
        for row in (row for chain in part.chains for row in chain.rows):
            if own.asked != part.asked and _follows(line, row, own):
                return own
    return None


def _follows(line: Line, row: Line, own: OwnResult) -> bool:
    sides = Sides(line.sides.right, row.sides.right, None, line.sides.conditions)
    try:
        typed = read_equation(line.environment, sides, introduce=False)
    except FormulaError:
        return False
    right = _with_own(typed.equation.right, own)
    if right == typed.equation.right:
        return False
    equation: Equation = replace(typed.equation, right=right)
    if not prove_equal(equation, typed.model).equal:
        return False
    check = agrees(equation, typed.model)
    return isinstance(check, Agreement) and check.satisfiable


def _with_own(expression: Expression, own: OwnResult) -> Expression:
    """The expression with the student's value for every derivative that the student's result is about."""
    numbers = count()

    def change(part: Expression) -> Expression | None:
        if not isinstance(part, Derivative) or asked_by(part) != own.asked:
            return None
        value = freshen(own.right, lambda i: Index(f"{i.name}~own{next(numbers)}", i.dimension))
        pairs = list(_pairs(own.left, part))
        for position, (name, _) in enumerate(pairs):  # first apart, so that swapped letters do not meet
            value = _renamed(value, name, f"~{position}")
        for position, (_, term) in enumerate(pairs):
            value = rename_index(value, f"~{position}", term)
        return value

    return rewritten(expression, change)


def _renamed(value: Expression, name: str, new: str) -> Expression:
    found = next((t for t in free_terms(value) if isinstance(t, Index) and t.name == name), None)
    return value if found is None else rename_index(value, name, Index(new, found.dimension))


def _pairs(left: Derivative, part: Derivative) -> Iterable[tuple[str, IndexTerm]]:
    """The index letters of the student's left side with what stands in their places."""
    seen: set[str] = set()
    for ours, theirs in zip(_variables(left), _variables(part), strict=True):
        for mine, term in zip(ours.indices, theirs.indices, strict=True):
            if isinstance(mine, Index) and mine.name not in seen:
                seen.add(mine.name)
                yield mine.name, term


def _variables(derivative: Derivative) -> list[Variable]:
    found = [derivative.variable]
    body = derivative.body
    while isinstance(body, Derivative):
        found.append(body.variable)
        body = body.body
    return [*found, body] if isinstance(body, Variable) else found
