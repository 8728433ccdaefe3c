"""What `proof/` is asked while a kernel is made: whether two formulas are equal, a local derivative, a digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from gradproof.formula.expression import Delta, Equation, Expression, Index, Model, Variable
from gradproof.program.canonical import canonical
from gradproof.program.derived import ProvedDerivation, ProvedLine
from gradproof.program.indices import key, substitute, substitute_term
from gradproof.proof.budget import BudgetExceeded
from gradproof.proof.conditions import Vacuous
from gradproof.proof.differentiate import differentiate
from gradproof.proof.limits import Undefined
from gradproof.proof.normal_form import normalize, prove_equal


def equal(left: Expression, right: Expression, model: Model) -> bool:
    """True if the two are proved equal, for all sizes and index values; False says nothing."""
    return prove_equal(Equation(left, right), model).equal


def jacobian(body: Expression, variable: Variable, model: Model) -> Expression:
    """∂body/∂variable by the rules of differentiation."""
    return canonical(differentiate(body, variable, model))


def digest(derivation: ProvedDerivation) -> str:
    """The SHA-256 of the normal forms of all lines, which no rewording and no renaming of an index changes."""
    text = "\n".join(_normal_text(line, derivation.model) for line in derivation.lines)
    shapes = sorted((*derivation.model.shapes.items(), *derivation.model.labels.items()))
    return hashlib.sha256(f"{derivation.loss}\n{shapes}\n{text}".encode()).hexdigest()


def _normal_text(line: ProvedLine, model: Model) -> str:
    numbered = {index.name: Index(f"axis {n}", index.dimension) for n, index in enumerate(line.axes)}
    target, formula = substitute(line.target, numbered), substitute(line.formula, numbered)
    return f"{line.kind} {key(target)} = {' '.join(_normal(formula, model))}" + _conditions_text(line, numbered)


def _conditions_text(line: ProvedLine, numbered: dict[str, Index]) -> str:
    sides = [(substitute_term(c.left, numbered), substitute_term(c.right, numbered), c.equal) for c in line.conditions]
    texts = [f" if {key(Delta(left, right))} is {int(equal)}" for left, right, equal in sides]
    return "".join(sorted(texts))


def _normal(formula: Expression, model: Model) -> Iterator[str]:
    try:
        yield key(normalize(formula, model).expression)
    except (BudgetExceeded, Undefined, Vacuous):
        yield key(canonical(formula))
