"""From typed expressions to polynomials in normal form, along the definitions of a model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from gradproof.formula.expression import (
    DETERMINANT,
    MATRIX_FUNCTIONS,
    Add,
    Apply,
    Argument,
    Constant,
    Delta,
    Derivative,
    Expression,
    Fixed,
    Function,
    Index,
    IndexCondition,
    IndexTerm,
    Label,
    Last,
    Model,
    Mul,
    Number,
    Order,
    Power,
    Product,
    Size,
    Sum,
    Variable,
    fixed_size,
)
from gradproof.proof.application import application, argument
from gradproof.proof.atoms import LAST, Algebra, Place, Polynomial, fixed_place, index_place, label_place, move
from gradproof.proof.budget import BudgetExceeded
from gradproof.proof.cases import kronecker
from gradproof.proof.conditions import impose
from gradproof.proof.differentiate import differentiate, is_unknown, unfolded
from gradproof.proof.functions import FUNCTIONS, raised
from gradproof.proof.instantiate import global_names, set_apart
from gradproof.proof.limits import Budget
from gradproof.proof.multiply import product, substitute
from gradproof.proof.orders import order
from gradproof.proof.polynomial import ONE, accumulate, add, constant, of_atom, quotient, scale, whole
from gradproof.proof.rebuild import new_algebra
from gradproof.proof.signs import SignFacts
from gradproof.proof.sums import product_over, sum_over

Scope = Mapping[str, Place]
"""The places of bound indices by name; a name that is not in it is free."""


@dataclass
class Normalizer:
    """Brings expressions over one model into normal form, each definition once.

    `met` collects the names of the definitions that were unfolded.
    """

    model: Model
    algebra: Algebra
    reserved: frozenset[str]
    met: set[str] = field(default_factory=set)
    unfolded: dict[str, tuple[tuple[Place, ...], Polynomial, frozenset[str]]] = field(default_factory=dict)
    known: dict[Expression, tuple[Polynomial, frozenset[str]]] = field(default_factory=dict)
    open_definitions: int = 0

    @classmethod
    def of_model(
        cls, model: Model, facts: SignFacts, conditions: tuple[IndexCondition, ...], budget: Budget
    ) -> Normalizer:
        """A normalizer for expressions over the model, under conditions."""
        algebra = new_algebra(budget, facts)
        normalizer = cls(model, algebra, global_names(model))
        pairs = [(normalizer.place(c.left, {}), normalizer.place(c.right, {}), c.equal) for c in conditions]
        impose(algebra, pairs)
        return normalizer

    def with_facts(self, facts: SignFacts) -> Normalizer:
        """The same normalizer with more facts. Atoms stay what they are; forms are made anew."""
        algebra = replace(self.algebra, facts=facts, wanted=False, substituted={}, factored={})
        return Normalizer(self.model, algebra, self.reserved)

    def place(self, term: IndexTerm, scope: Scope) -> Place:
        """The place of an index term."""
        match term:
            case Index(name, dimension):
                bound = scope.get(name)
                return bound if bound is not None else self._settled(index_place(name, dimension.name))
            case Fixed(position, dimension):
                return fixed_place(position, dimension.name)
            case Last(dimension):
                size = fixed_size(dimension.name)
                last = index_place(LAST, dimension.name) if size is None else fixed_place(size, dimension.name)
                return self._settled(last)
            case Label(name, arguments, dimension):
                return self._settled(label_place(name, self.places(arguments, scope), dimension.name))

    def _settled(self, place: Place) -> Place:
        return move(self.algebra, place, {})

    def places(self, terms: tuple[IndexTerm, ...], scope: Scope) -> tuple[Place, ...]:
        """The places of index terms."""
        return tuple(self.place(term, scope) for term in terms)

    def of(self, expression: Expression, scope: Scope | None = None, depth: int = 0) -> Polynomial:
        """The expression as a polynomial."""
        if depth > self.algebra.budget.depth:
            raise BudgetExceeded("it is nested too deeply")
        scope = scope or {}
        depth += 1
        match expression:
            case Number(value):
                return constant(self._number(value))
            case Constant(name):
                return of_atom(self.algebra.atom("constant", name))
            case Size(dimension):
                fixed = fixed_size(dimension.name)
                if fixed is not None:
                    return constant(fixed)
                return of_atom(self.algebra.atom("size", dimension.name))
            case Delta(left, right):
                return kronecker(self.algebra, self.place(left, scope), self.place(right, scope))
            case Order(left, right):
                return self._order(self.place(left, scope), self.place(right, scope))
            case Variable(name, indices):
                return self._variable(name, self.places(indices, scope), depth)
            case Add(terms):
                result: Polynomial = {}
                for term in terms:
                    accumulate(result, self.of(term, scope, depth), 1)
                return result
            case Mul(factors):
                return product(self.algebra, *(self.of(factor, scope, depth) for factor in factors))
            case Power(base, exponent):
                upper = self.of(exponent, scope, depth)
                return raised(self.algebra, self.of(base, scope, depth), upper)
            case Function(name, argument_of):
                return FUNCTIONS[name](self.algebra, self.of(argument_of, scope, depth))
            case Sum(index, body) | Product(index, body):
                over = sum_over if isinstance(expression, Sum) else product_over
                (bound,), inside = self._below((index,), body, scope, depth)
                return over(self.algebra, inside, (bound,))
            case Derivative(body, variable):
                return self._derivative(body, variable, scope, depth)
            case Apply():
                return self._apply(expression, scope, depth)

    def _number(self, value: Fraction) -> int | Fraction:
        if max(abs(value.numerator), value.denominator).bit_length() > self.algebra.budget.bits:
            raise BudgetExceeded("a number in it has too many digits")
        return whole(value)

    def _order(self, first: Place, second: Place) -> Polynomial:
        """[first < second] = (1 - δ + s) / 2."""
        together = scale(kronecker(self.algebra, first, second), -1)
        return scale(add(ONE, together, order(self.algebra, first, second)), quotient(1, 2))

    def _variable(self, name: str, places: tuple[Place, ...], depth: int) -> Polynomial:
        if name not in self.model.definitions:
            return of_atom(self.algebra.atom("variable", name, places))
        if name not in self.unfolded:
            self._unfold(name, depth)
        formal, body, uses = self.unfolded[name]
        self.met |= uses
        return substitute(self.algebra, body, dict(zip(formal, places, strict=True)))

    def _unfold(self, name: str, depth: int) -> None:
        """Remember a definition in normal form, and which others it led to."""
        definition = self.model.definitions[name]
        formal = tuple(self.algebra.fresh(index.dimension.name) for index in definition.indices)
        scope = {index.name: place for index, place in zip(definition.indices, formal, strict=True)}
        before, self.met = self.met, {name}
        try:
            body = self.of(definition.body, scope, depth)
        finally:
            uses, self.met = frozenset(self.met), before
        self.unfolded[name] = (formal, body, uses)

    def side(self, expression: Expression) -> Polynomial:
        """One side of an equation as a polynomial, remembered: a step's right side is the next one's left."""
        if expression not in self.known:
            before, self.met = self.met, set()
            try:
                polynomial = self.of(expression)
            finally:
                uses, self.met = frozenset(self.met), before
            self.known[expression] = (polynomial, uses)
        polynomial, uses = self.known[expression]
        self.met |= uses
        return polynomial

    def renewed(self) -> Normalizer:
        """The same normalizer for another proof: what it has unfolded stays, the budget is whole again."""
        algebra = self.algebra
        algebra.terms = algebra.rewrites = algebra.cases = algebra.labelings = 0
        self.met = set()
        return self

    def copied(self) -> Normalizer:
        """A normalizer in the same state, which goes on without a trace in this one."""
        algebra = self.algebra.copied()
        known, unfolded = dict(self.known), dict(self.unfolded)
        return replace(self, algebra=algebra, met=set(self.met), unfolded=unfolded, known=known)

    def _below(
        self, indices: tuple[Index, ...], body: Expression, scope: Scope, depth: int
    ) -> tuple[tuple[Place, ...], Polynomial]:
        """The fresh places of bound indices, and the body under them."""
        inner = dict(scope)
        places = []
        for index in indices:
            renamed, body = set_apart(index, body, self.reserved)
            place = self.algebra.fresh(index.dimension.name)
            inner[renamed.name] = place
            places.append(place)
        return tuple(places), self.of(body, inner, depth)

    def _derivative(self, body: Expression, variable: Variable, scope: Scope, depth: int) -> Polynomial:
        if not is_unknown(body, variable, self.model):
            return self.of(differentiate(body, variable, self.model), scope, depth)
        by = [variable]
        while isinstance(body, Derivative):
            by.append(body.variable)
            body = body.body
        assert isinstance(body, Variable)
        partials: Polynomial = {(): 1}
        for one in by:
            atom = self.algebra.atom("partial", one.name, self.places(one.indices, scope))
            partials = product(self.algebra, partials, of_atom(atom))
        places = self.places(body.indices, scope)
        return of_atom(self.algebra.atom("derivative", body.name, places, (), (tuple(partials.items()),)))

    def _apply(self, expression: Apply, scope: Scope, depth: int) -> Polynomial:
        if expression.name in self.model.definitions:
            self.met.add(f"{expression.name}(…)")
            return self.of(unfolded(expression, self.model), scope, depth)
        partials: Polynomial = {(): 1}
        for partial in expression.partials:
            atom = self.algebra.atom("partial", str(partial.position), self.places(partial.indices, scope))
            partials = product(self.algebra, partials, of_atom(atom))
        arguments = tuple(self._argument(a, scope, depth) for a in expression.arguments)
        if expression.name in MATRIX_FUNCTIONS:
            kind = "det" if expression.name == DETERMINANT else "matinv"
            places = self.places(expression.indices, scope)
            return self.algebra.rebuild(self.algebra, kind, "", places, (), arguments, 1)
        return application(self.algebra, expression.name, self.places(expression.indices, scope), partials, arguments)

    def _argument(self, whole_argument: Argument, scope: Scope, depth: int) -> Polynomial:
        axes, body = self._below(whole_argument.indices, whole_argument.body, scope, depth)
        return argument(self.algebra, axes, body)
