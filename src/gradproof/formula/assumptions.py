"""Assumptions about variables that nobody defines: Σ_c y_c = 1, and A = Aᵀ.

An assumed variable is written over a free one, y_c = z_c / Σ_k z_k and A_ij = (S_ij + S_ji) / 2. That is every variable
that meets the assumption and no other, so proofs and counterexamples need no rules of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from gradproof.formula.expression import (
    Add,
    Definition,
    Dimension,
    Index,
    Model,
    Mul,
    Number,
    Power,
    Sum,
    Variable,
    integer,
)
from gradproof.formula.letters import bound_letters, letter_name
from gradproof.formula.tree import BigOperator, Chain, Product, Script, Symbol, Transpose, Tree
from gradproof.formula.tree import Number as NumberTree

Kind = Literal["normalised", "symmetric", "special"]


@dataclass(frozen=True, slots=True)
class Assumption:
    """What is assumed of a variable: its sum over axis `axis` is 1, or it is a symmetric matrix.

    Or that it is "special": it has a property that no proof uses, and no matrix without it refutes anything. `last`:
    it is said of vectors only, so that the axis must be the last one.
    """

    kind: Kind
    name: str
    axis: int = 0
    last: bool = False

    def sentence(self) -> str:
        """The assumption as a reader would write it."""
        if self.kind == "symmetric":
            return f"{self.name} = {self.name}^T"
        return f"\\sum_c {self.name}_c = 1"


def recognise(tree: Tree) -> tuple[Assumption, Symbol] | None:
    """The assumption that an equation states, if it has one of the two forms, with the symbol it is about."""
    if not isinstance(tree, Chain) or set(tree.relations) != {"="}:
        return None
    if (matrix := _orthogonal(tree)) is not None:
        return Assumption("special", matrix.name), matrix
    if len(tree.operands) != 2:
        return None
    left, right = tree.operands
    if isinstance(left, BigOperator) and left.kind == "sum" and isinstance(right, NumberTree) and right.value == 1:
        return _normalised(left)
    if isinstance(left, Script) and isinstance(right, Script) and _exchanged(left, right):
        assert isinstance(left.base, Symbol)
        return Assumption("symmetric", left.base.name), left.base
    ones, vector = _factors(left)
    if ones and vector is not None and isinstance(right, NumberTree) and right.value == 1:
        return Assumption("normalised", vector.name, 0), vector
    for plain, turned in ((left, right), (right, left)):
        if isinstance(plain, Symbol) and isinstance(turned, Script) and _transposed(turned, plain):
            return Assumption("symmetric", plain.name), plain
    return None


def _orthogonal(tree: Chain) -> Symbol | None:
    """The Q of Q^T Q = I, of Q Q^T = I, and of Q^T Q = Q Q^T = I."""
    *products, last = tree.operands
    if not isinstance(last, Symbol) or last.name != "I" or not products:
        return None
    found = [_turned_pair(product) for product in products]
    return found[0] if found[0] is not None and all(s is not None and s.name == found[0].name for s in found) else None


def _turned_pair(tree: Tree | None) -> Symbol | None:
    """The Q of Q^T Q and of Q Q^T."""
    if not isinstance(tree, Product) or len(tree.factors) != 2 or tree.operators not in (("",), ("cdot",)):
        return None
    for plain, turned in (tree.factors, tree.factors[::-1]):
        if isinstance(plain, Symbol) and isinstance(turned, Script) and _transposed(turned, plain):
            return plain
    return None


def _normalised(total: BigOperator) -> tuple[Assumption, Symbol] | None:
    body, bound = total.body, [letter_name(s) for s in bound_letters(total)]
    if not isinstance(body, Script) or not isinstance(body.base, Symbol) or body.superscript is not None:
        return None
    if len(bound) != 1:
        return None
    letters = [letter_name(s) for s in body.subscripts if isinstance(s, Symbol)]
    if len(letters) != len(body.subscripts) or letters.count(bound[0]) != 1:
        return None
    return Assumption("normalised", body.base.name, letters.index(bound[0])), body.base


def _exchanged(left: Script, right: Script) -> bool:
    """Whether p_{ij} = p_{ji} stands between two components."""
    if not isinstance(left.base, Symbol) or not isinstance(right.base, Symbol) or len(left.subscripts) != 2:
        return False
    if (left.superscript, right.superscript, left.primes, right.primes) != (None, None, 0, 0):
        return False
    names = [[letter_name(s) if isinstance(s, Symbol) else "" for s in t.subscripts] for t in (left, right)]
    same = (left.base.name, left.base.style, left.base.accents) == (
        right.base.name,
        right.base.style,
        right.base.accents,
    )
    return same and names[0] == names[1][::-1] and len(set(names[0])) == 2 and "" not in names[0]


def _factors(tree: Tree | None) -> tuple[bool, Symbol | None]:
    """Whether 1ᵀy stands there, or yᵀ1, and the y."""
    if not isinstance(tree, Product) or len(tree.factors) != 2 or tree.operators not in (("",), ("cdot",)):
        return False, None
    first, second = tree.factors
    if not isinstance(first, Script) or not isinstance(first.superscript, Transpose | Symbol) or first.subscripts:
        return False, None
    turned = first.base
    for one, other in ((turned, second), (second, turned)):
        bold = isinstance(one, Symbol) and one.name == "1" and one.style in ("bold", "bb")
        if bold and isinstance(other, Symbol):
            return True, other
    return False, None


def _transposed(tree: Script, base: Symbol) -> bool:
    same = isinstance(tree.base, Symbol) and tree.base.name == base.name and not tree.subscripts
    mark = tree.superscript
    return same and (isinstance(mark, Transpose) or (isinstance(mark, Symbol) and mark.name == "T"))


def applies(assumption: Assumption, shape: tuple[Dimension, ...]) -> bool:
    """Whether a variable of this shape can meet the assumption."""
    if assumption.kind == "special":
        return False
    if assumption.kind == "symmetric":
        return len(shape) == 2 and shape[0] == shape[1]
    return assumption.axis == len(shape) - 1 if assumption.last else assumption.axis < len(shape)


def assume(model: Model, assumption: Assumption) -> Model:
    """The model in which an undefined variable meets the assumption, written over a free one."""
    shape = model.shapes[assumption.name]
    free = f"{assumption.name}_free"
    indices = tuple(Index(f"{free}{n}", d) for n, d in enumerate(shape))
    if assumption.kind == "symmetric":
        body = Mul((Number(Fraction(1, 2)), Add((Variable(free, indices), Variable(free, indices[::-1])))))
    else:
        axis = indices[assumption.axis]
        summed = Index(f"{free}s", axis.dimension)
        inner = tuple(summed if i == axis else i for i in indices)
        body = Mul((Variable(free, indices), Power(Sum(summed, Variable(free, inner)), integer(-1))))
    shapes = {n: s for n, s in model.shapes.items() if n != assumption.name}
    definition = Definition(assumption.name, indices, (), body)
    return replace(
        model,
        definitions={**model.definitions, assumption.name: definition},
        shapes={**shapes, free: shape},
    )
