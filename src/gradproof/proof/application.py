"""Abstract functions: their whole arguments in normal form, their partial derivatives in one order."""

from __future__ import annotations

from gradproof.proof.atoms import Algebra, Atom, Place, Polynomial
from gradproof.proof.cases import first_delta, where_distinct
from gradproof.proof.multiply import move, substitute, times
from gradproof.proof.naming import canonical_names
from gradproof.proof.polynomial import add, freeze, of_atom, scale


def argument(algebra: Algebra, axes: tuple[Place, ...], body: Polynomial) -> Polynomial:
    """A whole argument: the body over its axes, which get their names from their order."""
    names = canonical_names(axes, freeze(body))
    renamed = substitute(algebra, body, dict(zip(axes, names, strict=True)))
    return of_atom(algebra.atom("argument", bound=names, children=(freeze(renamed),)))


def application(
    algebra: Algebra, name: str, places: tuple[Place, ...], partials: Polynomial, arguments: tuple[Polynomial, ...]
) -> Polynomial:
    """Component `places` of the abstract function after its partial derivatives (a monomial: they commute)."""
    inner = [_only(polynomial) for polynomial in arguments]
    delta = next((d for a in inner if (d := first_delta(dict(a.children[0]), a.bound)) is not None), None)
    if delta is None:
        return of_atom(algebra.atom("apply", name, places, (), tuple(map(freeze, (partials, *arguments)))))
    algebra.spend_case()
    smaller, larger = delta.places
    equal = {larger: smaller}
    apart_arguments = tuple(argument(algebra, a.bound, where_distinct(dict(a.children[0]), delta)) for a in inner)
    apart = application(algebra, name, places, partials, apart_arguments)
    together = application(
        algebra,
        name,
        tuple(move(algebra, place, equal) for place in places),
        substitute(algebra, partials, equal),
        tuple(substitute(algebra, polynomial, equal) for polynomial in arguments),
    )
    return add(apart, times(algebra, of_atom(delta), add(together, scale(apart, -1))))


def _only(polynomial: Polynomial) -> Atom:
    (((atom, _),),) = polynomial
    return atom
