"""A polynomial with |P| and sign P in it, looked at where P > 0, where P < 0 and where P = 0.

max(z, 0) - z y + log(1 + e^{-|z|}) is one formula for z ≥ 0 and another for z ≤ 0; each of them can be brought to
normal form.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gradproof.proof.atoms import Algebra, Atom, Polynomial, Rational, Terms
from gradproof.proof.factors import factored
from gradproof.proof.multiply import product
from gradproof.proof.polynomial import ONE, accumulate, constant, freeze, scale
from gradproof.proof.roots import raise_to

MOST = 12
"""A polynomial with more terms is not taken apart so."""


@dataclass(frozen=True)
class Sides:
    """A polynomial where P > 0, where P < 0, and where P = 0 if that is another formula than those two give there."""

    above: Polynomial
    below: Polynomial
    at_zero: Polynomial | None


def first_switch(polynomial: Polynomial) -> Terms | None:
    """The first P of which the absolute value or the sign stands in a polynomial, outside of what binds its indices."""
    found = {atom.children[0] for atom in _switches(freeze(polynomial)) if atom.kind in ("abs", "sign")}
    free = {place for monomial in polynomial for atom, _ in monomial for place in atom.free}
    outside = [t for t in found if all(p in free for m, _ in t for a, _ in m for p in a.free)]
    return min(outside, key=repr, default=None) if len(polynomial) <= MOST else None


def _switches(terms: Terms) -> Iterator[Atom]:
    for monomial, _ in terms:
        for atom, _ in monomial:
            yield atom
            for child in atom.children:
                yield from _switches(child)


def sides(algebra: Algebra, polynomial: Polynomial, switch: Terms) -> Sides:
    """The polynomial on both sides of P = 0, and there."""
    algebra.spend_case()
    above, below = (_with_sign(algebra, polynomial, switch, sign) for sign in (1, -1))
    jumps = any(atom.kind == "sign" and atom.children[0] == switch for atom in _switches(freeze(polynomial)))
    if not jumps or algebra.facts.is_apart(switch):
        return Sides(above, below, None)
    return Sides(above, below, _with_sign(algebra, polynomial, switch, 0))


def _with_sign(algebra: Algebra, polynomial: Polynomial, switch: Terms, sign: int) -> Polynomial:
    """The polynomial with sign · P for |P| and the number for sign P, wherever they stand."""
    result: Polynomial = {}
    for monomial, coefficient in polynomial.items():
        factors = [_atom_with_sign(algebra, atom, switch, sign, exponent) for atom, exponent in monomial]
        accumulate(result, product(algebra, ONE, *factors), coefficient)
    return result


def _atom_with_sign(algebra: Algebra, atom: Atom, switch: Terms, sign: int, exponent: Rational) -> Polynomial:
    if atom.kind in ("abs", "sign") and atom.children[0] == switch:
        value = scale(dict(switch), sign) if atom.kind == "abs" else constant(sign)
        return raise_to(algebra, value, exponent)
    if not any(inside.kind in ("abs", "sign") and inside.children[0] == switch for inside in _switches(_only(atom))):
        return {((atom, exponent),): 1}
    children = tuple(_with_sign(algebra, dict(child), switch, sign) for child in atom.children)
    return algebra.rebuild(algebra, atom.kind, atom.name, atom.places, atom.bound, children, exponent)


def _only(atom: Atom) -> Terms:
    return ((((atom, 1),), 1),)


def is_multiple(algebra: Algebra, polynomial: Polynomial, switch: Terms) -> bool:
    """Whether a polynomial is 0 where P is, since P is a factor of it."""
    if not polynomial:
        return True
    parts = factored(algebra, polynomial)
    if any(form == switch and times > 0 for form, times in parts.forms):
        return True
    return any(_only(atom) == switch and exponent > 0 for atom, exponent in parts.monomial)
