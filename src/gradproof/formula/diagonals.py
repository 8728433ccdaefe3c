"""A zero on the diagonal, `p_{i|i} = 0` or `w_{ii} = 0`: what is defined elsewhere by a formula is 0 there.

The formula of p_{j|i} is meant for j ≠ i where the page says so; the line changes the definition, and claims nothing.
"""

from __future__ import annotations

from dataclasses import replace

from gradproof.formula.environment import Environment
from gradproof.formula.expression import ONE, Add, Definition, Delta, Mul
from gradproof.formula.from_tree import read_whole
from gradproof.formula.indices import symbol_and_indices
from gradproof.formula.letters import is_letter, letter_name
from gradproof.formula.reading import Reading
from gradproof.formula.tree import Number, Script, Symbol, Tree
from gradproof.formula.whole import negate


def sets_diagonal(env: Environment, left: Tree, right: Tree) -> bool:
    """Whether left = right says that the diagonal of a defined symbol with two indices is 0."""
    return _diagonal(env, left, right) is not None


def _diagonal(env: Environment, left: Tree, right: Tree) -> Definition | None:
    if not (
        isinstance(left, Script) and isinstance(left.base, Symbol) and isinstance(right, Number) and right.value == 0
    ):
        return None
    name, indices = symbol_and_indices(Reading(env, read_whole), left)
    if len(indices) != 2 or not all(map(is_letter, indices)) or letter_name(indices[0]) != letter_name(indices[1]):
        return None
    known = env.definitions.get(name)
    return known if known is not None and len(known.indices) == 2 and not known.parameters else None


def set_diagonal(env: Environment, left: Tree, right: Tree) -> Environment:
    """The environment in which the symbol is 0 on its diagonal, and has its formula elsewhere."""
    known = _diagonal(env, left, right)
    assert known is not None
    body = Mul((Add((ONE, negate(Delta(*known.indices)))), known.body))
    definitions = {**env.definitions, known.name: replace(known, body=body)}
    return replace(env, definitions=definitions, diagonals=env.diagonals | {known.name})
