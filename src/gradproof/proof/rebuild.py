"""The one knot among the rules: renaming an atom calls for its own rule again, and every rule multiplies and renames.

The algebra of a proof carries `rebuild`, so that the files of the rules import in one direction.
"""

from __future__ import annotations

from gradproof.proof.application import application, argument
from gradproof.proof.atoms import Algebra, Place, Polynomial, Rational
from gradproof.proof.cases import kronecker
from gradproof.proof.contract import contracted
from gradproof.proof.functions import FUNCTIONS, exponential, raised
from gradproof.proof.limits import Budget
from gradproof.proof.matrices import determinant, inverse_component
from gradproof.proof.multiply import power
from gradproof.proof.orders import order
from gradproof.proof.polynomial import freeze, of_atom, scale
from gradproof.proof.roots import inverse, raise_to
from gradproof.proof.signs import SignFacts
from gradproof.proof.sums import product_over, split, sum_over


def new_algebra(budget: Budget, facts: SignFacts) -> Algebra:
    """An algebra without conditions."""
    return Algebra(budget, facts, rebuild)


def rebuild(
    algebra: Algebra, kind: str, name: str, places: tuple[Place, ...], bound: tuple[Place, ...],
    children: tuple[Polynomial, ...], exponent: Rational,
) -> Polynomial:  # fmt: skip
    """(atom of these parts) ** exponent, by the rules."""
    if kind == "exp":
        return exponential(algebra, scale(children[0], exponent))
    value = _value(algebra, kind, name, places, bound, children)
    if exponent == 1:
        return value
    if exponent.denominator == 1 and len(value) == 1:
        return power(algebra, value, int(exponent))
    return raise_to(algebra, value, exponent)


def _value(
    algebra: Algebra, kind: str, name: str, places: tuple[Place, ...], bound: tuple[Place, ...],
    children: tuple[Polynomial, ...],
) -> Polynomial:  # fmt: skip
    match kind:
        case "delta":
            return kronecker(algebra, *places)
        case "order":
            return order(algebra, *places)
        case "sum":
            return sum_over(algebra, children[0], bound)
        case "product":
            return product_over(algebra, children[0], bound)
        case "inverse":
            return inverse(algebra, children[0])
        case "power":
            return raised(algebra, *children)
        case "argument":
            return argument(algebra, bound, children[0])
        case "det":
            return determinant(algebra, children[0])
        case "matinv":
            return inverse_component(algebra, places, children[0])
        case "contraction":
            (monomial,) = children[0]
            found = contracted(algebra, monomial, bound)
            return split(algebra, monomial, bound) if found is None else found
        case "apply":
            return application(algebra, name, places, children[0], children[1:])
        case "variable" | "partial" | "derivative":
            frozen = tuple(map(freeze, children))
            return of_atom(algebra.atom(kind, name, places, (), frozen))
        case _:
            return FUNCTIONS[kind](algebra, children[0])
