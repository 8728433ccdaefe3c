"""The alphabet of the normal form: index places, atoms, monomials, polynomials, and the algebra that makes atoms.

A polynomial maps monomials to rational numbers; a monomial is a product of powers of atoms; an atom is a number that
the algebra does not take apart further: a variable, a delta, the exponential of a monomial, a sum that does not split.
Atoms are made by `Algebra.atom` alone, which gives equal atoms as one object: they are compared by identity.

Kinds of atoms, with what stands in `name`, `places`, `bound` and `children`:

    variable    name, places                      the component w_{jk}
    delta       places (smaller, larger)          1 where they are equal, else 0
    order       places (smaller, larger)          1 where the first stands before the second, -1 behind it, else 0
    size        name                              the dimension as a number
    constant    name                              pi
    prime       name (decimal digits)             a prime under a fractional power
    exp         children (monomial)               exp of the monomial; a coefficient goes into the atom's exponent
    sum         bound, children (monomial)        a connected contraction
    product     bound, children (factor)          a product over whole dimensions
    inverse     children (P of two or more terms) 1/P
    log         children (P)                      log |P|
    abs, sign, sin, cos, arctan   children (P)
    power       children (base, exponent)         a power that cannot be written as exp(exponent · log base)
    apply       name, places, children (partial derivatives, argument, argument, …)   an abstract function
    argument    bound (its axes), children (body) one whole argument of an abstract function
    partial     name (position), places           one partial derivative that was taken of an abstract function
    derivative  name, places, children (partials) ∂a/∂b of a symbol a of which nothing is known
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from hashlib import blake2b
from typing import NamedTuple, Protocol

from gradproof.proof.budget import BudgetExceeded
from gradproof.proof.limits import Budget

Rational = int | Fraction
"""A rational number; whole numbers as int, which is ten times as fast. Divide with `quotient`, never with `/`."""


class Place(NamedTuple):
    """An index term. Its tuple order is the order of rewriting: a position, an index, a label, a label of labels."""

    rank: int
    name: str
    position: int
    arguments: tuple[Place, ...]
    dimension: str


def index_place(name: str, dimension: str) -> Place:
    """The place of an index, free or bound."""
    return Place(1, name, 0, (), dimension)


def fixed_place(position: int, dimension: str) -> Place:
    """The place of a fixed position."""
    return Place(0, "", position, (), dimension)


LAST = "!last"
"""The name of the last place of a dimension, an index that is free everywhere and sorts before all others."""


def label_place(name: str, arguments: tuple[Place, ...], dimension: str) -> Place:
    """The place of a label; it ranks above all places in it, so that rewriting ends."""
    return Place(2 + max((a.rank for a in arguments), default=0), name, 0, arguments, dimension)


def places_within(place: Place) -> Iterator[Place]:
    """The place and all places in it, fixed positions left out."""
    if place.rank:
        yield place
    for argument in place.arguments:
        yield from places_within(argument)


Monomial = tuple[tuple["Atom", Rational], ...]
"""A product of powers of atoms, sorted by the atoms' keys; () is 1."""

Terms = tuple[tuple[Monomial, Rational], ...]
"""A polynomial as a sorted tuple, to stand inside an atom."""

Polynomial = dict[Monomial, Rational]
"""A sum of monomials with coefficients other than 0; {} is 0. Nobody changes one that somebody else may hold."""


@dataclass(frozen=True, slots=True, eq=False)
class Atom:
    """One atom. `key` sorts it, `free` are the index and label places free in it, `depth` counts nested bindings."""

    kind: str
    name: str
    places: tuple[Place, ...]
    bound: tuple[Place, ...]
    children: tuple[Terms, ...]
    key: str
    free: frozenset[Place]
    depth: int
    active: bool

    def __repr__(self) -> str:
        return self.key


ACTIVE = frozenset({"delta", "order", "inverse", "abs", "sign", "sin", "prime"})
"""The kinds that obey a rule when they are multiplied."""

SWITCHES = frozenset({"delta", "order"})
"""The kinds that depend on index values alone."""

LONGEST_KEY = 160


def place_key(place: Place) -> str:
    """The text that sorts a place."""
    if place.rank == 0:
        return str(place.position)
    inner = ",".join(map(place_key, place.arguments))
    return f"{place.name}({inner})" if place.rank > 1 else place.name


def monomial_key(monomial: Monomial) -> str:
    """The text that sorts a monomial; 1 comes first."""
    return "*".join(f"{atom.key}^{exponent}" for atom, exponent in monomial)


def _key(kind: str, name: str, places: Iterable[Place], children: Iterable[Terms]) -> str:
    inner = ";".join("+".join(f"{c}*{monomial_key(m)}" for m, c in child) for child in children)
    key = f"{kind} {name}[{','.join(map(place_key, places))}]({inner})"
    if len(key) <= LONGEST_KEY:
        return key
    return f"{key[:40]}#{blake2b(key.encode(), digest_size=16).hexdigest()}"


@dataclass(frozen=True)
class Factored:
    """coefficient · monomial · product of form ** exponent.

    A form has two or more terms, no common factor, and the coefficient 1 in front of its first term.
    """

    coefficient: Rational
    monomial: Monomial
    forms: tuple[tuple[Terms, int], ...]


class Facts(Protocol):
    """What is known of signs; see signs.py."""

    def sign_of_component(self, name: str, places: tuple[Place, ...]) -> int:
        """What is known of a component of a variable."""
        ...

    def sign_of_form(self, form: Terms) -> int:
        """What is known of a form."""
        ...

    def products_with(self, form: Terms) -> list[tuple[tuple[Terms, ...], int]]:
        """What is known of products with this form."""
        ...

    def is_nonzero(self, name: str, places: tuple[Place, ...]) -> bool:
        """Whether a component is known not to be 0."""
        ...

    def copied(self) -> Facts:
        """The same facts, with a record of their own of what was used."""
        ...

    def is_apart(self, form: Terms) -> bool:
        """Whether a form is known not to be 0."""
        ...


class Rebuild(Protocol):
    """Makes (atom of these parts) ** exponent anew, by the rules; see rebuild.py, which ties the knot of the rules."""

    def __call__(
        self, algebra: Algebra, kind: str, name: str, places: tuple[Place, ...], bound: tuple[Place, ...],
        children: tuple[Polynomial, ...], exponent: Rational,
    ) -> Polynomial:  # fmt: skip
        """(atom of these parts) ** exponent."""
        ...


@dataclass
class Algebra:
    """What one proof works with: its atoms, the conditions and facts in force, and what is left of the budget.

    `equal` sends a place to the smaller one that it equals; `distinct` holds the ordered pairs that differ.
    `wanted` tells that a fact about a sign was missed somewhere.
    """

    budget: Budget
    facts: Facts
    rebuild: Rebuild
    equal: dict[Place, Place] = field(default_factory=dict)
    distinct: frozenset[tuple[Place, Place]] = frozenset()
    wanted: bool = False
    terms: int = 0
    rewrites: int = 0
    cases: int = 0
    labelings: int = 0
    freshly: int = 0
    _atoms: dict[tuple[object, ...], Atom] = field(default_factory=dict)
    substituted: dict[tuple[Monomial, tuple[tuple[Place, Place], ...]], Polynomial] = field(default_factory=dict)
    factored: dict[Terms, Factored] = field(default_factory=dict)

    def atom(
        self, kind: str, name: str = "", places: tuple[Place, ...] = (), bound: tuple[Place, ...] = (),
        children: tuple[Terms, ...] = (),
    ) -> Atom:  # fmt: skip
        """The one atom of these parts."""
        parts = (kind, name, places, bound, children)
        known = self._atoms.get(parts)
        if known is None:
            inside = [atom for child in children for monomial, _ in child for atom, _ in monomial]
            free = {p for p in places if p.rank}.union(*[atom.free for atom in inside])
            free.update(p for place in places if place.arguments for p in places_within(place))
            if bound:
                free = {p for p in free if not any(q in bound for q in places_within(p))}
            depth = max((atom.depth for atom in inside), default=0) + bool(bound)
            key = _key(kind, name, places, children)
            known = Atom(*parts, key, frozenset(free), depth, kind in ACTIVE)
            self._atoms[parts] = known
        return known

    def copied(self) -> Algebra:
        """An algebra in the same state, with the same atoms, which goes on without a trace in this one."""
        return replace(
            self,
            facts=self.facts.copied(),
            _atoms=dict(self._atoms),
            substituted=dict(self.substituted),
            factored=dict(self.factored),
        )

    def fresh(self, dimension: str) -> Place:
        """An index that stands nowhere yet. Its name sorts before every name of an author, as all bound names do."""
        self.freshly += 1
        return index_place(f"%~{self.freshly:06d}", dimension)

    def spend_terms(self, count: int) -> None:
        """Counts terms that are made."""
        self.terms += count
        if self.terms > self.budget.terms:
            raise BudgetExceeded(f"multiplied out, it has more than {self.budget.terms:,} terms".replace(",", " "))

    def spend_case(self) -> None:
        """Counts one split into i = j and i ≠ j."""
        self.cases += 1
        if self.cases > self.budget.cases:
            raise BudgetExceeded(f"it splits into more than {self.budget.cases} cases of equal and different indices")

    def spend_labeling(self) -> None:
        """Counts one way to name the bound indices of a sum."""
        self.labelings += 1
        if self.labelings > self.budget.labelings:
            raise BudgetExceeded("a sum has too many bound indices that cannot be told apart")

    def spend_rewrite(self) -> None:
        """Counts one rewriting."""
        self.rewrites += 1
        if self.rewrites > self.budget.rewrites:
            raise BudgetExceeded(f"it takes more than {self.budget.rewrites:,} rewritings".replace(",", " "))


def move(algebra: Algebra, place: Place, mapping: Mapping[Place, Place]) -> Place:
    """The place after renaming, and after the equalities in force."""
    moved = mapping.get(place, place)
    if moved is place and place.arguments:
        moved = label_place(place.name, tuple(move(algebra, a, mapping) for a in place.arguments), place.dimension)
        moved = mapping.get(moved, moved)
    return algebra.equal.get(moved, moved)


def canonical_name(depth: int, number: int, dimension: str) -> Place:
    """Bound index `number` of a binding with `depth` bindings in it: never the name of an inner or an outer one."""
    return index_place(f"%{depth:03d}.{number:02d}", dimension)
