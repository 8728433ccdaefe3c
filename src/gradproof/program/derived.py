"""What a kernel is made from: a derivation of which every line that is needed has been proved.

`document/` and `proof/` know how it came about; from here on only the proved lines count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from gradproof.formula.expression import (
    Add,
    Derivative,
    Expression,
    Function,
    Index,
    IndexCondition,
    Model,
    Mul,
    Power,
    Sum,
    Variable,
)


@dataclass(frozen=True)
class ProvedLine:
    """A definition, or a claim that was proved: target = formula, for all values of `axes`.

    The target of a definition is a Variable; that of a claim that kernels can use is the Derivative of a Variable.
    `latex` is the line as the page has it, `place` where it stands: "1(a), line 12"; under `conditions` it holds only
    for some values of the axes, and no kernel is made of it.
    """

    kind: Literal["definition", "claim"]
    target: Expression
    formula: Expression
    axes: tuple[Index, ...]
    latex: str
    place: str
    conditions: tuple[IndexCondition, ...] = ()


@dataclass(frozen=True)
class ProvedDerivation:
    """A document's lines in their order, its model, and the name of the scalar that is to be differentiated."""

    name: str
    source: str
    model: Model
    lines: tuple[ProvedLine, ...]
    loss: str

    def claim(self, numerator: str, denominator: str) -> ProvedLine | None:
        """The proved claim on ∂numerator/∂denominator that is cheapest to compute, the last of equals, if there is one.

        It speaks of all components: the indices of the denominator are plain and distinct.
        """
        found = [line for line in reversed(self.lines) if derivative_names(line) == (numerator, denominator)]
        return min(found, key=lambda line: _cost(line.formula), default=None)


def _cost(formula: Expression) -> int:
    """A rough count of operations: a sum weighs ten times its body, a derivative of the loss next to nothing."""
    match formula:
        case Sum(_, body):
            return 10 * (1 + _cost(body))
        case Derivative(Variable(_, ()), _):
            return 1  # of the loss: it is computed anyway
        case Derivative(Variable(), _):
            return 20
        case Derivative():
            return 50
        case Add(parts) | Mul(parts):
            return 1 + sum(map(_cost, parts))
        case Power(base, exponent):
            return 2 + _cost(base) + _cost(exponent)
        case Function(_, argument):
            return 5 + _cost(argument)
    return 1


def derivative_names(line: ProvedLine) -> tuple[str, str] | None:
    """The names (a, b) of a claim on ∂a/∂b that holds at all values of b's indices, else None."""
    target = line.target
    if (
        line.kind != "claim"
        or line.conditions
        or not isinstance(target, Derivative)
        or not isinstance(target.body, Variable)
    ):
        return None
    plain = all(isinstance(term, Index) for term in target.variable.indices)
    distinct = len(set(target.variable.indices)) == len(target.variable.indices)
    return (target.body.name, target.variable.name) if plain and distinct else None


def where(line: ProvedLine) -> str:
    """The place of a line without numbers of lines and rows, so that rewording the page changes no generated file.

    >>> from gradproof.formula.expression import ZERO
    >>> where(ProvedLine("claim", ZERO, ZERO, (), "", "2(b), line 12"))
    '2(b)'
    """
    named = re.sub(r",?\s*(line|row)s? \d+", "", line.place).strip(" ,")
    return named or line.kind


class GenerationError(Exception):
    """A derivation that no kernel can be made from; the message names the line and what to do."""
