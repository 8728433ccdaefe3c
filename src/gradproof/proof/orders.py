"""The order of places: s(i, j) = [i < j] - [j < i], and the rules by which it is rewritten.

Every rule holds for all places of one dimension:

    s(j, i) = -s(i, j),  s(i, i) = 0,  s(i, j)² = 1 - δ(i, j)
    s(i, K) = 1 - δ(i, K) for the last place K,  s(p, i) = 1 - δ(p, i) - 2 Σ_{q<p} δ(q, i) for the p-th place
    s(a, b) s(b, c) = s(a, b) s(a, c) + s(a, c) s(b, c) - 1 + δ(a, b) δ(b, c)

The last one is transitivity; with a < b < c in the order of rewriting it leaves one form for every function of the
order of some places. *Source*: Varchenko and Gelfand, Heaviside functions of a configuration of hyperplanes (1987).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gradproof.proof.atoms import LAST, Algebra, Atom, Place, Polynomial, Rational, fixed_place
from gradproof.proof.limits import Undefined
from gradproof.proof.polynomial import accumulate

Term = tuple[Rational, Mapping[Atom, Rational]]
"""A coefficient and powers of atoms: a product to which no rule was applied yet."""


def order_terms(algebra: Algebra, first: Place, second: Place) -> list[Term]:
    """s(first, second) as a sum of numbers and atoms."""
    if first == second:
        return []
    if first > second:
        return [(-c, powers) for c, powers in order_terms(algebra, second, first)]
    if first.rank == second.rank == 0:
        return [(1 if first.position < second.position else -1, {})]
    if second.name == LAST and first.rank == 0:
        return [(1, {}), *_deltas(algebra, -1, first, second)]
    if first.name == LAST:
        return [(-1, {}), *_deltas(algebra, 1, first, second)]
    if first.rank == 0:
        earlier = (fixed_place(q, first.dimension) for q in range(1, first.position))
        return [
            (1, {}),
            *_deltas(algebra, -1, first, second),
            *(t for p in earlier for t in _deltas(algebra, -2, p, second)),
        ]
    return [(1, {algebra.atom("order", places=(first, second)): 1})]


def order(algebra: Algebra, first: Place, second: Place) -> Polynomial:
    """s(first, second) as a polynomial."""
    result: Polynomial = {}
    for coefficient, powers in order_terms(algebra, first, second):
        accumulate(result, {tuple(powers.items()): coefficient}, 1)
    return result


def _deltas(algebra: Algebra, coefficient: int, smaller: Place, larger: Place) -> list[Term]:
    """A multiple of the delta of two places that are not the same, smaller first."""
    if (smaller, larger) in algebra.distinct:
        return []
    return [(coefficient, {algebra.atom("delta", places=(smaller, larger)): 1})]


def reordered(algebra: Algebra, atom: Atom, powers: Mapping[Atom, Rational]) -> list[Term] | None:
    """What s(i, j) becomes beside the other factors, as changes of their exponents; None where no rule applies."""
    exponent = powers[atom]
    first, second = atom.places
    if exponent.denominator != 1:
        raise Undefined("it takes a root of the order of two indices")
    if exponent < 0 and (first, second) not in algebra.distinct:
        raise Undefined("it divides by the order of two indices, which is 0 where they are equal")
    if exponent < 0 or exponent >= 2:
        odd = exponent % 2
        without = {atom: odd - exponent}
        if odd:
            return [(1, without)]
        return [(1, without), *((c, {**without, **d}) for c, d in _deltas(algebra, -1, first, second))]
    beside = next((a for a in powers if a.kind == "order" and a.places[0] == second and powers[a] >= 1), None)
    return None if beside is None else _transitive(algebra, atom, beside)


def _transitive(algebra: Algebra, atom: Atom, beside: Atom) -> list[Term]:
    (a, b), c = atom.places, beside.places[1]
    outer = algebra.atom("order", places=(a, c))
    found: list[Term] = [(-1, {atom: -1, beside: -1}), (1, {beside: -1, outer: 1}), (1, {atom: -1, outer: 1})]
    for one, first in _deltas(algebra, 1, a, b):
        found += [(one * two, {**first, **second, atom: -1, beside: -1}) for two, second in _deltas(algebra, 1, b, c)]
    return found


def first_order(polynomials: Iterable[Polynomial], bound: tuple[Place, ...] = ()) -> Atom | None:
    """The first order atom of some polynomials whose places are not bound."""
    found = {
        atom.key: atom
        for polynomial in polynomials
        for monomial in polynomial
        for atom, _ in monomial
        if atom.kind == "order" and atom.free.isdisjoint(bound)
    }
    return found[min(found)] if found else None


def where_ordered(polynomial: Polynomial, atom: Atom, sign: int) -> Polynomial:
    """The polynomial where s(i, j) is 1 or -1, and so i and j differ."""
    result: Polynomial = {}
    for monomial, coefficient in polynomial.items():
        if any(a.kind == "delta" and a.places == atom.places for a, _ in monomial):
            continue
        exponent = next((n for a, n in monomial if a is atom), 0)
        rest = tuple(factor for factor in monomial if factor[0] is not atom)
        accumulate(result, {rest: coefficient}, sign if exponent % 2 else 1)
    return result
