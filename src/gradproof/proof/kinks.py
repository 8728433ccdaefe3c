"""Where the derivatives in an equation have no value: at the kinks of |P|, sign P and max(0, P).

Each of these functions is replaced by an abstract one; then the normal form of the derivative says of which of them a
derivative was taken, and at which index values: ∂/∂x_i Σ_k |x_k| asks for x_i ≠ 0, and says nothing of any other x_k.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from gradproof.formula.expression import Apply, Argument, Delta, Derivative, Expression, Function, Model, Order
from gradproof.formula.reach import reachable
from gradproof.formula.rename import walk
from gradproof.proof.atoms import SWITCHES, Algebra, Atom, Place, Polynomial
from gradproof.proof.multiply import product
from gradproof.proof.normalizer import Normalizer, Scope
from gradproof.proof.polynomial import ONE, accumulate, freeze
from gradproof.proof.rewrite import rewritten
from gradproof.proof.sums import opened

_KINKED = ("abs", "relu", "sign")
_MARK = "kink of "

Kink = tuple[Polynomial, frozenset[Place]]
"""What is not 0, and the places that stand for every index value in it."""


def kinks(normalizer: Normalizer, derivative: Derivative | Apply, scope: Scope) -> Iterator[Kink]:
    """What is not 0 where the derivative has a value."""
    nodes = [node for body in reachable((derivative,), normalizer.model) for node in walk(body)]
    if not any(isinstance(node, Function) and node.name in _KINKED for node in nodes):
        return
    algebra = normalizer.algebra
    marked = Normalizer(_marked_model(normalizer.model), algebra, normalizer.reserved)
    found = marked.of(rewritten(derivative, _marked), scope)
    taken = list(_taken(algebra, found, frozenset(scope.values())))
    # A factor 1 - δ hides the kinks of the others where it is 0: what it left of a sum is not taken apart again.
    if any(isinstance(node, Delta | Order) for node in nodes) and (len(found) > 1 or any(every for _, every in taken)):
        return
    for atom, every in taken:
        (((argument, _),),) = dict(atom.children[1])
        if not _is_taken_within(argument):
            yield _unmarked(algebra, dict(argument.children[0])), every


def _marked(node: Expression) -> Expression | None:
    if isinstance(node, Function) and node.name in _KINKED:
        return Apply(_MARK + node.name, (), (Argument((), rewritten(node.argument, _marked)),))
    return None


def _marked_model(model: Model) -> Model:
    definitions = {n: replace(d, body=rewritten(d.body, _marked)) for n, d in model.definitions.items()}
    return replace(model, definitions=definitions)


def _taken(
    algebra: Algebra, polynomial: Polynomial, every: frozenset[Place]
) -> Iterator[tuple[Atom, frozenset[Place]]]:
    """The kinked functions of which a derivative was taken at all index values, and the places that stand for those."""
    for monomial in polynomial:
        if any(atom.kind in SWITCHES for atom, _ in monomial):
            continue
        for atom, _ in monomial:
            if atom.kind == "sum":
                bound, inner = opened(algebra, atom)
                yield from _taken(algebra, inner, every | {*bound})
            elif _is_derived(atom):
                yield atom, every


def _is_derived(atom: Atom) -> bool:
    return _is_mark(atom) and atom.children[0] != freeze(ONE)


def _is_taken_within(atom: Atom) -> bool:
    inside = [part for child in atom.children for monomial, _ in child for part, _ in monomial]
    return any(_is_derived(part) or _is_taken_within(part) for part in inside)


def _is_mark(atom: Atom) -> bool:
    return atom.kind == "apply" and atom.name.startswith(_MARK)


def _unmarked(algebra: Algebra, polynomial: Polynomial) -> Polynomial:
    """The polynomial with the functions themselves again."""
    result: Polynomial = {}
    for monomial, coefficient in polynomial.items():
        factors = []
        for atom, exponent in monomial:
            children = tuple(_unmarked(algebra, dict(child)) for child in atom.children)
            kind = atom.kind
            if _is_mark(atom):
                (((argument, _),),) = children[1]
                kind, children = atom.name.removeprefix(_MARK), (dict(argument.children[0]),)
            factors.append(algebra.rebuild(algebra, kind, atom.name, atom.places, atom.bound, children, exponent))
        accumulate(result, product(algebra, ONE, *factors), coefficient)
    return result
