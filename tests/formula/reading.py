"""Short ways to read formulas in tests."""

from __future__ import annotations

from gradproof.document.given import environment_of
from gradproof.formula.environment import Environment
from gradproof.formula.equations import Sides, TypedEquation, read_equation
from gradproof.formula.from_latex import read_formula
from gradproof.formula.from_tree import read_whole
from gradproof.formula.reading import Reading
from gradproof.formula.tree import Chain, Tree
from gradproof.formula.whole import Whole


def whole(text: str, *given: str) -> Whole:
    """The meaning of a formula where the given formulas hold."""
    return read_whole(Reading(environment_of(given), read_whole), read_formula(text))


def shape(text: str, *given: str) -> str:
    """The kind of a formula in words: "a vector of length D"."""
    ctx = Reading(environment_of(given), read_whole)
    return ctx.describe(read_whole(ctx, read_formula(text)))


def sides(text: str) -> Sides:
    """The two sides of an equation."""
    chain = read_formula(text)
    assert isinstance(chain, Chain)
    left, right = chain.operands
    assert left is not None
    assert right is not None
    return Sides(left, right)


def equation(text: str, *given: str) -> TypedEquation:
    """The typed equation of a text; symbols that nobody gave are variables where nothing is given."""
    environment = environment_of(given)
    return read_equation(environment, sides(text), introduce=not environment.definitions)


def environment(*given: str) -> Environment:
    """The environment after the given formulas."""
    return environment_of(given)


def tree(text: str) -> Tree:
    """The tree of a formula."""
    return read_formula(text)
