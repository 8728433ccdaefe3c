"""Deltas are moved out of everything that is not a product or a sum: f(P) = (1 - δ) f(P at δ = 0) + δ f(P at i = j)."""

from __future__ import annotations

from collections.abc import Callable

from gradproof.proof.atoms import Algebra, Atom, Place, Polynomial
from gradproof.proof.multiply import substitute, times
from gradproof.proof.orders import first_order, where_ordered
from gradproof.proof.polynomial import ONE, ZERO, add, of_atom, quotient, scale


def kronecker(algebra: Algebra, left: Place, right: Place) -> Polynomial:
    """δ(left, right), or the number that it is."""
    smaller, larger = sorted((left, right))
    if smaller == larger:
        return ONE
    if larger.rank == 0 or (smaller, larger) in algebra.distinct:
        return ZERO
    return of_atom(algebra.atom("delta", places=(smaller, larger)))


def first_delta(polynomial: Polynomial, bound: tuple[Place, ...] = ()) -> Atom | None:
    """The first delta of a polynomial whose places are not bound."""
    found = {
        atom.key: atom
        for monomial in polynomial
        for atom, _ in monomial
        if atom.kind == "delta" and atom.free.isdisjoint(bound)
    }
    return found[min(found)] if found else None


def where_distinct(polynomial: Polynomial, delta: Atom) -> Polynomial:
    """The polynomial where the two places of the delta differ."""
    return {m: c for m, c in polynomial.items() if all(atom is not delta for atom, _ in m)}


def where_equal(algebra: Algebra, polynomial: Polynomial, delta: Atom) -> Polynomial:
    """The polynomial where the two places of the delta are equal."""
    smaller, larger = delta.places
    return substitute(algebra, polynomial, {larger: smaller})


def by_cases(algebra: Algebra, arguments: tuple[Polynomial, ...], value: Callable[..., Polynomial]) -> Polynomial:
    """value(*arguments), which gets arguments without free deltas."""
    delta = next((d for d in map(first_delta, arguments) if d is not None), None)
    if delta is None:
        return _by_order(algebra, arguments, value)
    algebra.spend_case()
    apart = by_cases(algebra, tuple(where_distinct(p, delta) for p in arguments), value)
    together = by_cases(algebra, tuple(where_equal(algebra, p, delta) for p in arguments), value)
    if apart == together:
        return apart
    return add(apart, times(algebra, of_atom(delta), add(together, scale(apart, -1))))


def _by_order(algebra: Algebra, arguments: tuple[Polynomial, ...], value: Callable[..., Polynomial]) -> Polynomial:
    """The same for s(i, j): half of (1 - δ + s) f(P at s = 1) + (1 - δ - s) f(P at s = -1), and δ f(P at i = j)."""
    atom = first_order(arguments)
    if atom is None:
        return value(*arguments)
    algebra.spend_case()
    before, behind = (
        by_cases(algebra, tuple(where_ordered(p, atom, sign) for p in arguments), value) for sign in (1, -1)
    )
    together = by_cases(algebra, tuple(where_equal(algebra, p, atom) for p in arguments), value)
    return by_order(algebra, atom, before, behind, together)


def by_order(algebra: Algebra, atom: Atom, before: Polynomial, behind: Polynomial, together: Polynomial) -> Polynomial:
    """What is `before` where the first place stands before the second, `behind` where behind it, else `together`."""
    half = scale(add(before, behind), quotient(1, 2))
    change = times(algebra, of_atom(atom), scale(add(before, scale(behind, -1)), quotient(1, 2)))
    return add(half, change, times(algebra, kronecker(algebra, *atom.places), add(together, scale(half, -1))))
