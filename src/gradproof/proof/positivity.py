"""The facts about signs that hold wherever both sides of an equation are defined: √x and log x ask for x ≥ 0 and x > 0.

Only what certainly must be defined counts. A product with a delta, a sign or a 0 in it may switch its other
factors off: no facts from it. From the body of a derivative come only its kinks.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from gradproof.formula.expression import (
    ZERO,
    Add,
    Apply,
    Delta,
    Derivative,
    Equation,
    Expression,
    Function,
    Index,
    Mul,
    Number,
    Order,
    Power,
    Product,
    Sum,
    Variable,
)
from gradproof.formula.rename import parts
from gradproof.proof.atoms import SWITCHES, Atom, Place, Polynomial, Terms, places_within
from gradproof.proof.budget import BudgetExceeded
from gradproof.proof.differentiate import unfolded
from gradproof.proof.factors import factored
from gradproof.proof.instantiate import instantiate, set_apart
from gradproof.proof.kinks import kinks
from gradproof.proof.limits import Undefined
from gradproof.proof.normalizer import Normalizer, Scope
from gradproof.proof.signs import (
    NONNEGATIVE,
    POSITIVE,
    UNKNOWN,
    Pattern,
    SignFacts,
    sign_of_atom,
    sign_of_terms,
)

MOST_VISITED = 4_000
"""Larger equations give no facts beyond this many nodes."""


def sign_facts(equation: Equation, normalizer: Normalizer) -> SignFacts:
    """The facts from both sides of an equation, with those that the model declares."""
    collector = _Collector(normalizer)
    try:
        for side in (equation.left, equation.right):
            collector.visit(side, {})
    except (BudgetExceeded, Undefined):
        pass  # Fewer facts only mean fewer proofs.
    return SignFacts(
        normalizer.model.positive,
        tuple(collector.components),
        tuple(collector.forms),
        tuple(collector.products),
        tuple(collector.nonzero),
        tuple(collector.apart),
    )


@dataclass
class _Collector:
    normalizer: Normalizer
    components: list[tuple[str, Pattern, int]] = field(default_factory=list)
    forms: list[tuple[Terms, int]] = field(default_factory=list)
    products: list[tuple[tuple[Terms, ...], int]] = field(default_factory=list)
    nonzero: list[tuple[str, Pattern]] = field(default_factory=list)
    apart: list[tuple[Terms, frozenset[Place]]] = field(default_factory=list)
    visited: int = 0
    switching: dict[str, bool] = field(default_factory=dict)

    def visit(self, expression: Expression, scope: Scope) -> None:
        """Collects what the value of the expression asks for; the places in `scope` stand for every index value."""
        self.visited += 1
        if self.visited > MOST_VISITED:
            raise BudgetExceeded("too many nodes to look for facts in")
        match expression:
            case Variable(name, indices) if name in self.normalizer.model.definitions:
                self.visit(instantiate(self.normalizer.model.definitions[name], indices, ()), scope)
            case Apply(name, _, _, partials) if name in self.normalizer.model.definitions:
                if partials:
                    self.kinks(expression, scope)
                self.visit(unfolded(expression, self.normalizer.model), scope)
            case Apply(_, _, arguments, _):
                for argument in arguments:
                    self.below(argument.indices, argument.body, scope)
            case Sum(index, body) | Product(index, body):
                if not (isinstance(expression, Product) and self.switches(body)):
                    self.below((index,), body, scope)
            case Derivative():
                self.kinks(expression, scope)
            case Power(Function("sign", argument), Number(value)) if value < 0:
                self.kink(self.normalizer.of(argument, scope), frozenset(scope.values()))
            case Mul(factors):
                if not any(map(self.switches, factors)):
                    for factor in factors:
                        self.visit(factor, scope)
            case Add() | Power() | Function():
                self.needs(expression, scope)
                for child in parts(expression):
                    self.visit(child, scope)
            case _:
                return

    def kinks(self, derivative: Derivative | Apply, scope: Scope) -> None:
        """Records where the derivative has no value."""
        for argument, every in kinks(self.normalizer, derivative, scope):
            self.kink(argument, every)

    def kink(self, argument: Polynomial, every: frozenset[Place]) -> None:
        """Records that the argument is not 0: none of its factors is."""
        factors = factored(self.normalizer.algebra, argument)
        forms = [atom.children[0] if atom.kind == "inverse" else ((((atom, 1),), 1),) for atom, _ in factors.monomial]
        self.apart += [(form, every) for form in (*forms, *(form for form, _ in factors.forms))]

    def below(self, indices: tuple[Index, ...], body: Expression, scope: Scope) -> None:
        """Visits the body of a binding."""
        inner = dict(scope)
        for index in indices:
            renamed, body = set_apart(index, body, self.normalizer.reserved)
            inner[renamed.name] = self.normalizer.algebra.fresh(index.dimension.name)
        self.visit(body, inner)

    def needs(self, expression: Expression, scope: Scope) -> None:
        """Records what a logarithm asks of its argument, or a root of its radicand."""
        match expression:
            case Function("log", argument):
                self.record(argument, POSITIVE, scope)
            case Power(base, Number(value)):
                if value.denominator != 1:
                    self.record(base, POSITIVE if value < 0 else NONNEGATIVE, scope)
                elif value < 0:
                    self.divides(base, scope)
            case _:
                return

    def record(self, argument: Expression, sign: int, scope: Scope) -> None:
        """Records that the argument has the sign, if that says something about one factor of it."""
        algebra = self.normalizer.algebra
        polynomial = self.normalizer.of(argument, scope)
        if not polynomial or any(atom.kind in SWITCHES for monomial in polynomial for atom, _ in monomial):
            return
        parts = factored(algebra, polynomial)
        unknown: list[Terms] = []
        for atom, exponent in parts.monomial:
            if exponent % 2 and exponent.denominator == 1 and sign_of_atom(algebra, atom) == UNKNOWN:
                unknown.append(atom.children[0] if atom.kind == "inverse" else ((((atom, 1),), 1),))
        for form, multiplicity in parts.forms:
            if multiplicity % 2 and sign_of_terms(algebra, form) == UNKNOWN:
                unknown.append(form)
        every = frozenset(scope.values())
        if len(unknown) == 1:
            self.fact(unknown[0], sign if parts.coefficient > 0 else -1, every)
        elif unknown and not any(_stand_in(form, every) for form in unknown):
            self.products.append((tuple(unknown), 1 if parts.coefficient > 0 else -1))

    def divides(self, divisor: Expression, scope: Scope) -> None:
        """Records the variables that the divisor is a multiple of."""
        polynomial = self.normalizer.of(divisor, scope)
        if len(polynomial) == 1:
            ((monomial, _),) = polynomial.items()
            for atom, exponent in monomial:
                inner = _variable_within(atom)
                pattern = None if inner is None else _pattern(inner.places, frozenset(scope.values()))
                if inner is not None and pattern is not None and exponent > 0:
                    self.nonzero.append((inner.name, pattern))

    def fact(self, form: Terms, sign: int, every: frozenset[Place]) -> None:
        """Records the sign of a form, for every value of the places in `every`."""
        atom = form[0][0][0][0] if len(form) == 1 else None
        if atom is not None and atom.kind == "variable" and sign > 0:
            pattern = _pattern(atom.places, every)
            if pattern is not None:
                self.components.append((atom.name, pattern, sign))
        elif not _stand_in(form, every):
            self.forms.append((form, sign))

    def switches(self, expression: Expression) -> bool:
        """Whether a delta, a sign or a 0 stands in the expression, its definitions unfolded."""
        definitions = self.normalizer.model.definitions
        match expression:
            case Delta() | Order() | Derivative() | Function("sign" | "relu"):
                return True
            case Variable(name, _) if name in definitions:
                if name not in self.switching:
                    self.switching[name] = self.switches(definitions[name].body)
                return self.switching[name]
            case Apply(name, _, _, _) if name in definitions:
                return True
            case _:
                return expression == ZERO or any(map(self.switches, parts(expression)))


def _stand_in(form: Terms, every: frozenset[Place]) -> bool:
    """Whether one of the places stands in the form."""
    return any(place in every for monomial, _ in form for atom, _ in monomial for place in atom.free)


def _variable_within(atom: Atom) -> Atom | None:
    """The variable that the atom is, or whose absolute value it is."""
    if atom.kind == "abs" and len(atom.children[0]) == 1:
        ((atom, _),) = atom.children[0][0][0]
    return atom if atom.kind == "variable" else None


def _pattern(places: tuple[Place, ...], every: frozenset[Place]) -> Pattern | None:
    """The places with None for every value of an index; None if they are tied to one another (x_{kk}, x_{t_k})."""
    universal = [place for place in places if place in every]
    if len(set(universal)) < len(universal):
        return None
    if any(inner in every for place in places if place not in every for inner in places_within(place)):
        return None
    return tuple(None if place in every else place for place in places)
