"""Canonical names for the bound indices of a sum or a product, so that renamed sums are one sum.

The indices are told apart by where they stand (colour refinement); only those that still look alike are tried in turn,
and of those that lead to the same form one alone is followed.
"""

from __future__ import annotations

from collections.abc import Mapping

from gradproof.proof.atoms import (
    SWITCHES,
    Algebra,
    Atom,
    Monomial,
    Place,
    Polynomial,
    Terms,
    canonical_name,
    label_place,
    monomial_key,
    place_key,
)
from gradproof.proof.multiply import substitute
from gradproof.proof.polynomial import freeze

Classes = tuple[tuple[Place, ...], ...]
"""The bound indices in groups that cannot be told apart, in a canonical order of groups."""


def canonical(algebra: Algebra, bound: tuple[Place, ...], body: Terms) -> tuple[tuple[Place, ...], Terms]:
    """The canonical names of the bound indices, and the body under them."""
    ordered = sorted(bound, key=lambda place: place.dimension)
    if len({place.dimension for place in bound}) == len(bound):
        return _named(algebra, tuple(ordered), body)
    classes = _refine(_grouped([(place.dimension, place) for place in bound]), body)
    return _least(algebra, classes, body)


def _named(algebra: Algebra, ordered: tuple[Place, ...], body: Terms) -> tuple[tuple[Place, ...], Terms]:
    names = canonical_names(ordered, body)
    renaming = dict(zip(ordered, names, strict=True))
    renamed = freeze(substitute(algebra, dict(body), renaming))
    if [c for _, c in renamed] != [c for _, c in body]:
        # The rules chose another shape under these names; any shape is right, and this one is a single term.
        renamed = _renamed_as_it_stands(algebra, body, renaming)
    return names, renamed


def canonical_names(bound: tuple[Place, ...], body: Terms) -> tuple[Place, ...]:
    """The names for bound indices in this order: of their own for each depth of binding, and never free in the body."""
    depth = max((atom.depth for monomial, _ in body for atom, _ in monomial), default=0)
    while True:
        names = tuple(canonical_name(depth, number, place.dimension) for number, place in enumerate(bound))
        caught = [n for n in names if n not in bound and any(n in a.free for m, _ in body for a, _ in m)]
        if not caught:
            return names
        depth += 1


def _least(algebra: Algebra, classes: Classes, body: Terms) -> tuple[tuple[Place, ...], Terms]:
    """The least form over all orders that refinement leaves open."""
    tied = next((group for group in classes if len(group) > 1), None)
    if tied is None:
        algebra.spend_labeling()
        return _named(algebra, tuple(place for group in classes for place in group), body)
    branches: dict[Terms, Classes] = {}
    for place in tied:
        branch = _refine(_set_apart(classes, place), body)
        branches.setdefault(_greedy(algebra, branch, body)[1], branch)
    forms = [_least(algebra, branch, body) for branch in branches.values()]
    return min(forms, key=lambda form: form_key(form[1]))


def form_key(terms: Terms) -> str:
    """The text that sorts forms."""
    return "+".join(f"{c}*{monomial_key(m)}" for m, c in terms)


def _greedy(algebra: Algebra, classes: Classes, body: Terms) -> tuple[tuple[Place, ...], Terms]:
    """The form that comes from always taking the first of a tie."""
    while any(len(group) > 1 for group in classes):
        tied = next(group for group in classes if len(group) > 1)
        classes = _refine(_set_apart(classes, tied[0]), body)
    algebra.spend_labeling()
    return _named(algebra, tuple(place for group in classes for place in group), body)


def _set_apart(classes: Classes, place: Place) -> Classes:
    result: list[tuple[Place, ...]] = []
    for group in classes:
        if place in group:
            result += [(place,), tuple(p for p in group if p != place)]
        else:
            result.append(group)
    return tuple(result)


def _refine(classes: Classes, body: Terms) -> Classes:
    """Splits the groups until the members of each stand in like places."""
    while True:
        colours = {place: f"<{number}>" for number, group in enumerate(classes) for place in group}
        split: list[tuple[Place, ...]] = []
        for group in classes:
            if len(group) == 1:
                split.append(group)
            else:
                split += _grouped([(_terms_shape(body, {**colours, place: "<*>"}), place) for place in group])
        if len(split) == len(classes):
            return classes
        classes = tuple(split)


def _grouped(marked: list[tuple[str, Place]]) -> Classes:
    marks = sorted({mark for mark, _ in marked})
    return tuple(tuple(place for other, place in marked if other == mark) for mark in marks)


def _place_shape(place: Place, colours: Mapping[Place, str]) -> str:
    if place in colours:
        return colours[place]
    if place.rank < 2:
        return place_key(place)
    return f"{place.name}({','.join(_place_shape(a, colours) for a in place.arguments)})"


def _atom_shape(atom: Atom, colours: Mapping[Place, str]) -> str:
    if atom.free.isdisjoint(colours):
        return atom.key
    places = [_place_shape(place, colours) for place in atom.places]
    if atom.kind == "delta":
        places.sort()
    children = ";".join(_terms_shape(child, colours) for child in atom.children)
    return f"{atom.kind} {atom.name}[{','.join(places)}]({children})"


def _monomial_shape(monomial: Monomial, colours: Mapping[Place, str]) -> str:
    return "*".join(sorted(f"{_atom_shape(atom, colours)}^{n}" for atom, n in monomial))


def _terms_shape(terms: Terms, colours: Mapping[Place, str]) -> str:
    """A text that is the same for terms which differ in the names of indices of one colour."""
    return "+".join(sorted(f"{c}*{_monomial_shape(m, colours)}" for m, c in terms))


def _renamed_as_it_stands(algebra: Algebra, terms: Terms, renaming: Mapping[Place, Place]) -> Terms:
    """The terms with new names for bound indices, and nothing else done to them."""
    result: Polynomial = {}
    for monomial, coefficient in terms:
        factors = [(_renamed_atom(algebra, atom, renaming), n) for atom, n in monomial]
        sign = (-1) ** sum(_turned(atom, renaming) for atom, _ in monomial)
        result[tuple(sorted(factors, key=lambda factor: factor[0].key))] = sign * coefficient
    return freeze(result)


def _turned(atom: Atom, renaming: Mapping[Place, Place]) -> bool:
    """Whether the order s(i, j) is s(j, i) = -s(i, j) under the new names."""
    return atom.kind == "order" and _renamed_place(atom.places[0], renaming) > _renamed_place(atom.places[1], renaming)


def _renamed_atom(algebra: Algebra, atom: Atom, renaming: Mapping[Place, Place]) -> Atom:
    if atom.free.isdisjoint(renaming):
        return atom
    places = tuple(_renamed_place(place, renaming) for place in atom.places)
    if atom.kind in SWITCHES:
        places = tuple(sorted(places))
    children = tuple(_renamed_as_it_stands(algebra, child, renaming) for child in atom.children)
    return algebra.atom(atom.kind, atom.name, places, atom.bound, children)


def _renamed_place(place: Place, renaming: Mapping[Place, Place]) -> Place:
    if place in renaming or not place.arguments:
        return renaming.get(place, place)
    return label_place(place.name, tuple(_renamed_place(a, renaming) for a in place.arguments), place.dimension)
