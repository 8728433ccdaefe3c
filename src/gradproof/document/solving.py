"""Equations that hold at a solution only: ∂L/∂w = 2Sw - 2λw = 0, what is simplified from it, and A = 0 ⟺ B = 0.

Nobody says "set to zero" each time. So such an equation is judged, and proved where it holds everywhere; but where it
does not, it is one to solve, and not false.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gradproof.document.chains import EQUAL, Operand
from gradproof.formula.environment import Environment
from gradproof.formula.families import defines
from gradproof.formula.letters import walk
from gradproof.formula.settled import is_value
from gradproof.formula.tree import Derivative, Group, Number, Product, Script, Symbol, Tree

_ARROWS = (r"\Rightarrow", r"\Leftarrow", r"\iff")


def differentiates(tree: Tree) -> bool:
    """Whether a derivative stands in a tree."""
    return any(isinstance(node, Derivative) for node in walk(tree))


def sets_to_zero(chain: Sequence[Operand]) -> bool:
    """Whether a displayed chain says of the derivative of a number that it is 0, as at a maximum."""
    if len(chain) < 2 or chain[-1].relation not in EQUAL or not differentiates(chain[0].tree):
        return False
    last = chain[-1].tree
    zero = isinstance(last, Number) and last.value == 0 and chain[-1].row is not None
    return zero and (len(chain) > 2 or _of_one_number(chain[0].tree)) and not any(o.conditions for o in chain)


def holds_at_solution(first: Tree, right: Tree) -> bool:
    """Whether an equation in a section that solves one may hold at the solution only: no derivative is its subject."""
    return not differentiates(first) or (isinstance(right, Number) and right.value == 0)


def _of_one_number(tree: Tree) -> bool:
    """Whether a tree is the derivative of a symbol without indices, L or J(θ), and nothing else."""
    if not isinstance(tree, Derivative):
        return False
    above = tree.numerator if tree.numerator is not None else tree.operand
    if isinstance(above, Product) and len(above.factors) == 2 and isinstance(above.factors[1], Group):
        above = above.factors[0]
    return isinstance(above, Symbol) or (isinstance(above, Script) and not above.subscripts)


def supposed(env: Environment, chain: Sequence[Operand]) -> frozenset[int]:
    """The places in a chain with ⟹ or ⟺ whose equations are only supposed, or follow from such a one."""
    found, supposing = list[int](), False
    for number, part in enumerate(_parts(chain)):
        first = chain[part[0]]
        if number == 0:
            ends = len(part) > 1 and is_value(chain[part[-1]].tree)
            derived = differentiates(first.tree) and not ends
            supposing = len(part) > 1 and not derived and not defines(env, first.tree, chain[part[1]].tree)
        found += part if supposing and len(part) < len(chain) else []
    return frozenset(found)


def _parts(chain: Sequence[Operand]) -> Iterator[list[int]]:
    """The places of a chain, parted at its arrows."""
    part = list[int]()
    for place, operand in enumerate(chain):
        if operand.relation in _ARROWS and part:
            yield part
            part = []
        part.append(place)
    yield part
