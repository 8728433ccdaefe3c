"""The way back: a polynomial as an expression, to be printed or evaluated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from gradproof.formula.expression import (
    DETERMINANT,
    INVERSE,
    ZERO,
    Add,
    Apply,
    Argument,
    Constant,
    Delta,
    Derivative,
    Dimension,
    Expression,
    Fixed,
    Function,
    Index,
    IndexTerm,
    Label,
    Last,
    Mul,
    Number,
    Order,
    Partial,
    Power,
    Product,
    Size,
    Sum,
    Variable,
)
from gradproof.proof.atoms import LAST, Atom, Monomial, Place, Polynomial, Rational, Terms
from gradproof.proof.polynomial import freeze


def to_expression(polynomial: Polynomial) -> Expression:
    """An expression of the value of the polynomial; equal polynomials give equal expressions."""
    terms = freeze(polynomial)
    names = {place.name for m, _ in terms for atom, _ in m for place in atom.free}
    return _Writer({}, frozenset(names)).polynomial(terms)


@dataclass(frozen=True)
class _Writer:
    """Writes under some names for bound places; `taken` names are in use, `written` keeps what was written before."""

    names: dict[Place, Index]
    taken: frozenset[str]
    written: dict[tuple[Atom, Rational], Expression] = field(default_factory=dict)

    def polynomial(self, terms: Terms) -> Expression:
        written = tuple(self.term(monomial, coefficient) for monomial, coefficient in terms)
        return written[0] if len(written) == 1 else Add(written) if written else ZERO

    def term(self, monomial: Monomial, coefficient: Rational) -> Expression:
        factors = []
        for atom, exponent in monomial:
            if (atom, exponent) not in self.written:
                self.written[atom, exponent] = self.factor(atom, exponent)
            factors.append(self.written[atom, exponent])
        if coefficient != 1 or not factors:
            factors.insert(0, Number(Fraction(coefficient)))
        return factors[0] if len(factors) == 1 else Mul(tuple(factors))

    def factor(self, atom: Atom, exponent: Rational) -> Expression:
        if atom.kind == "exp":
            return Function("exp", self.term(atom.children[0][0][0], exponent))
        if atom.kind == "inverse":
            base = self.polynomial(atom.children[0])
            return Power(base, Number(Fraction(-exponent)))
        value = self.atom(atom)
        return value if exponent == 1 else Power(value, Number(Fraction(exponent)))

    def atom(self, atom: Atom) -> Expression:
        """The value of an atom that is neither an exponential nor an inverse."""
        match atom.kind:
            case "variable":
                return Variable(atom.name, self.terms(atom.places))
            case "delta":
                return Delta(*self.terms(atom.places))
            case "order":
                first, second = self.terms(atom.places)
                return Add((Order(first, second), Mul((Number(Fraction(-1)), Order(second, first)))))
            case "size":
                return Size(Dimension(atom.name))
            case "constant":
                return Constant(atom.name)
            case "prime":
                return Number(Fraction(int(atom.name)))
            case "sum" | "product":
                return self.over(Sum if atom.kind == "sum" else Product, atom)
            case "log":
                return self.logarithm(atom.children[0])
            case "power":
                return Power(*map(self.polynomial, atom.children))
            case "apply":
                return self.apply(atom)
            case "det" | "matinv":
                name = DETERMINANT if atom.kind == "det" else INVERSE
                return Apply(name, self.terms(atom.places), (self.argument(atom.children[0][0][0][0][0]),))
            case "derivative":
                return self.derivative(atom)
            case _:
                return Function(atom.kind, self.polynomial(atom.children[0]))

    def logarithm(self, argument: Terms) -> Expression:
        """log |P|, with the bars left out where P shows that it is positive."""
        inner = self.polynomial(argument)
        return Function("log", inner if _shows_positive(argument) else Function("abs", inner))

    def over(self, operator: Callable[[Index, Expression], Expression], atom: Atom) -> Expression:
        inner, indices = self.below(atom.bound)
        result = inner.polynomial(atom.children[0])
        for index in reversed(indices):
            result = operator(index, result)
        return result

    def below(self, bound: tuple[Place, ...]) -> tuple[_Writer, tuple[Index, ...]]:
        names, taken, indices = dict(self.names), set(self.taken), []
        for place in bound:
            name = place.dimension.lower() if place.dimension[:1].isalpha() else "i"
            while name in taken:
                name += "'"
            taken.add(name)
            index = Index(name, Dimension(place.dimension))
            names[place] = index
            indices.append(index)
        return _Writer(names, frozenset(taken)), tuple(indices)

    def apply(self, atom: Atom) -> Expression:
        partials, *arguments = atom.children
        taken = sorted((int(name), places) for name, places in _partials(partials))
        return Apply(
            atom.name,
            self.terms(atom.places),
            tuple(self.argument(child[0][0][0][0]) for child in arguments),
            tuple(Partial(position, self.terms(places)) for position, places in taken),
        )

    def argument(self, atom: Atom) -> Argument:
        inner, axes = self.below(atom.bound)
        return Argument(axes, inner.polynomial(atom.children[0]))

    def derivative(self, atom: Atom) -> Expression:
        result: Expression = Variable(atom.name, self.terms(atom.places))
        for name, places in _partials(atom.children[0]):
            result = Derivative(result, Variable(name, self.terms(places)))
        return result

    def terms(self, places: tuple[Place, ...]) -> tuple[IndexTerm, ...]:
        return tuple(map(self.place, places))

    def place(self, place: Place) -> IndexTerm:
        dimension = Dimension(place.dimension)
        if place.rank == 0:
            return Fixed(place.position, dimension)
        if place.rank == 1:
            if place.name == LAST:
                return Last(dimension)
            return self.names.get(place) or Index(place.name, dimension)
        return Label(place.name, self.terms(place.arguments), dimension)


def _partials(terms: Terms) -> list[tuple[str, tuple[Place, ...]]]:
    ((monomial, _),) = terms
    return [(atom.name, atom.places) for atom, count in monomial for _ in range(int(count))]


def _shows_positive(terms: Terms) -> bool:
    return all(c > 0 and all(_atom_shows(atom) for atom, _ in m) for m, c in terms)


def _atom_shows(atom: Atom) -> bool:
    if atom.kind in ("sum", "inverse", "product"):
        return _shows_positive(atom.children[0])
    return atom.kind in ("exp", "size", "prime", "constant")
