"""What is known of the sign of an atom: 2 for > 0, 1 for ≥ 0, 0 for nothing (and -1 for a form known to be ≤ 0).

Every answer holds wherever the atom has a value. An atom under a fractional exponent is ≥ 0: no other gets one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import islice, product
from types import MappingProxyType

from gradproof.proof.atoms import Algebra, Atom, Monomial, Place, Rational, Terms, place_key

POSITIVE, NONNEGATIVE, UNKNOWN = 2, 1, 0

_MOST = 100
"""So many ways to put places into a known form are tried."""

KINK = "no two numbers that are compared are equal where both sides are defined"
RADICAND = "what stands under a root is ≥ 0 where both sides are defined"

Pattern = tuple[Place | None, ...]
"""The places of a component; None stands for every one."""


@dataclass(frozen=True)
class SignFacts:
    """Facts about variables and forms: declared, or true wherever both sides of the equation are defined.

    `products` are forms that have a known sign together, `nonzero` the components that something is divided by, `apart`
    the forms that are not 0 because a derivative is taken at a kink of |P|, max(0, P) or [P > 0], each with the places
    in it that stand for every index value.

    `used` collects the sentences of those that a proof asked for.
    """

    positive: frozenset[str] = frozenset()
    components: tuple[tuple[str, Pattern, int], ...] = ()
    forms: tuple[tuple[Terms, int], ...] = ()
    products: tuple[tuple[tuple[Terms, ...], int], ...] = ()
    nonzero: tuple[tuple[str, Pattern], ...] = ()
    apart: tuple[tuple[Terms, frozenset[Place]], ...] = ()
    used: set[str] = field(default_factory=set)

    def sign_of_component(self, name: str, places: tuple[Place, ...]) -> int:
        """What is known of a component of a variable."""
        if name in self.positive:
            return POSITIVE
        known = [fact for fact in self.components if fact[0] == name and _matches(fact[1], places)]
        if not known:
            return UNKNOWN
        _, pattern, sign = max(known, key=lambda fact: fact[2])
        self.used.add(f"{_written(name, pattern)} {'>' if sign == POSITIVE else '≥'} 0 where both sides are defined")
        return sign

    def sign_of_form(self, form: Terms) -> int:
        """What is known of a form of several terms, or of one atom that is no variable."""
        sign = next((sign for known, sign in self.forms if known == form), UNKNOWN)
        if sign:
            self.used.add(RADICAND)
        return sign

    def products_with(self, form: Terms) -> list[tuple[tuple[Terms, ...], int]]:
        """The products of forms, with this one among them, whose sign is known (1 or -1)."""
        return [known for known in self.products if form in known[0]]

    def is_nonzero(self, name: str, places: tuple[Place, ...]) -> bool:
        """Whether something is divided by this component of a variable."""
        return any(known == name and _matches(pattern, places) for known, pattern in self.nonzero)

    def copied(self) -> SignFacts:
        """The same facts, with a record of their own of what was used."""
        return replace(self, used=set(self.used))

    def is_apart(self, form: Terms) -> bool:
        """Whether a derivative asks that the form is not 0."""
        if not any(_is_instance(form, known, every) for known, every in self.apart):
            return False
        self.used.add(KINK)
        return True


def _is_instance(form: Terms, known: Terms, every: frozenset[Place]) -> bool:
    """Whether a form, or its negative, is the known one with some places in the place of those in `every`."""
    if len(form) != len(known):
        return False
    universal = sorted(p for p in _places(known) if p in every)
    targets = sorted(_places(form))
    choices = product(*([t for t in targets if t.dimension == p.dimension] for p in universal))
    wanted = {_written_out(form), _written_out(tuple((m, -c) for m, c in form))}
    return any(
        _written_out(known, dict(zip(universal, choice, strict=True))) in wanted for choice in islice(choices, _MOST)
    )


def _places(form: Terms) -> set[Place]:
    """The places that are free in a form, and the fixed positions."""
    atoms = [atom for monomial, _ in form for atom, _ in monomial]
    fixed = {place for atom in atoms for place in atom.places if place.rank == 0}
    inner = (place for atom in atoms for child in atom.children for place in _places(child) if place.rank == 0)
    return {place for atom in atoms for place in atom.free}.union(fixed, inner)


def _written_out(form: Terms, renamed: Mapping[Place, Place] = MappingProxyType({})) -> str:
    """A form as text that knows no order, with places renamed."""

    def placed(place: Place) -> str:
        place = renamed.get(place, place)
        return f"{place.rank} {place.name} {place.position} {place.dimension}({','.join(map(placed, place.arguments))})"

    def atom_text(atom: Atom) -> str:
        places = ",".join(map(placed, (*atom.places, *atom.bound)))
        children = ";".join(_written_out(child, renamed) for child in atom.children)
        return f"{atom.kind} {atom.name}[{places}]({children})"

    return "+".join(sorted(f"{c}*{'*'.join(sorted(f'{atom_text(a)}^{n}' for a, n in m))}" for m, c in form))


def _matches(pattern: Pattern, places: tuple[Place, ...]) -> bool:
    return len(pattern) == len(places) and all(p is None or p == q for p, q in zip(pattern, places, strict=True))


def _written(name: str, pattern: Pattern) -> str:
    named = [place_key(place) for place in pattern if place is not None]
    if len(named) < len(pattern):
        return f"every component of {name}" if not named else f"every {name}_{{{','.join(named)},…}}"
    return f"{name}_{{{','.join(named)}}}" if named else name


def sign_of_atom(algebra: Algebra, atom: Atom) -> int:
    """What is known of the sign of the atom."""
    match atom.kind:
        case "exp" | "size" | "constant" | "prime":
            return POSITIVE
        case "variable":
            return algebra.facts.sign_of_component(atom.name, atom.places)
        case "abs" | "delta":
            return NONNEGATIVE
        case "gamma":
            return POSITIVE if sign_of_terms(algebra, atom.children[0]) == POSITIVE else _of_a_fact(algebra, atom)
        case "inverse":
            return POSITIVE if sign_of_terms(algebra, atom.children[0]) > UNKNOWN else UNKNOWN
        case "sum" | "product":
            known = sign_of_terms(algebra, atom.children[0])
            return known or max(UNKNOWN, algebra.facts.sign_of_form(((((atom, 1),), 1),)))
        case _:
            return _of_a_fact(algebra, atom)


def _of_a_fact(algebra: Algebra, atom: Atom) -> int:
    return max(UNKNOWN, algebra.facts.sign_of_form(((((atom, 1),), 1),)))


def sign_of_monomial(algebra: Algebra, monomial: Monomial) -> int:
    """What is known of the sign of a product of powers of atoms."""
    return min((sign_of_power(algebra, atom, exponent) for atom, exponent in monomial), default=POSITIVE)


def sign_of_power(algebra: Algebra, atom: Atom, exponent: Rational) -> int:
    """What is known of the sign of a power of an atom."""
    sign = sign_of_atom(algebra, atom)
    if atom.kind == "inverse" and exponent < 0:
        # √P is (1/P)^(-1/2), which is there where P = 0 too.
        sign = sign_of_terms(algebra, atom.children[0])
    if exponent.denominator != 1 or exponent % 2 == 0:
        return max(sign, NONNEGATIVE)
    return sign


def sign_of_terms(algebra: Algebra, terms: Terms) -> int:
    """What is known of the sign of a polynomial: its terms must have one; or it is a fact. Never negative."""
    signs = [sign_of_monomial(algebra, m) if c > 0 else UNKNOWN for m, c in terms]
    if signs and min(signs) > UNKNOWN:
        return max(signs)
    return max(UNKNOWN, algebra.facts.sign_of_form(terms))


def has_sign(terms: Terms) -> bool:
    """Whether a sign stands anywhere in the terms: the one function here that jumps."""
    return any(
        atom.kind == "sign" or any(has_sign(child) for child in atom.children)
        for monomial, _ in terms
        for atom, _ in monomial
    )
