"""Abstract functions: their whole arguments in normal form, their partial derivatives in one order."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from gradproof.proof.atoms import Algebra, Atom, Place, Polynomial, move
from gradproof.proof.cases import by_order, first_delta, where_distinct
from gradproof.proof.multiply import substitute, times
from gradproof.proof.naming import canonical_names
from gradproof.proof.orders import first_order, where_ordered
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
    atom = delta or next((o for a in inner if (o := first_order((dict(a.children[0]),), a.bound)) is not None), None)
    if atom is None:
        return of_atom(algebra.atom("apply", name, places, (), tuple(map(freeze, (partials, *arguments)))))
    algebra.spend_case()

    def having(change: Callable[[Polynomial], Polynomial]) -> Polynomial:
        changed = tuple(argument(algebra, a.bound, change(dict(a.children[0]))) for a in inner)
        return application(algebra, name, places, partials, changed)

    together = _together(algebra, name, places, partials, arguments, atom)
    if delta is None:
        before, behind = (having(partial(where_ordered, atom=atom, sign=sign)) for sign in (1, -1))
        return by_order(algebra, atom, before, behind, together)
    apart = having(partial(where_distinct, delta=delta))
    return add(apart, times(algebra, of_atom(delta), add(together, scale(apart, -1))))


def _together(
    algebra: Algebra, name: str, places: tuple[Place, ...], partials: Polynomial, arguments: tuple[Polynomial, ...],
    atom: Atom,
) -> Polynomial:  # fmt: skip
    """The application where the two places of an atom are one."""
    smaller, larger = atom.places
    equal = {larger: smaller}
    return application(
        algebra,
        name,
        tuple(move(algebra, place, equal) for place in places),
        substitute(algebra, partials, equal),
        tuple(substitute(algebra, polynomial, equal) for polynomial in arguments),
    )


def _only(polynomial: Polynomial) -> Atom:
    (((atom, _),),) = polynomial
    return atom
