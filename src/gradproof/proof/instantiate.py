"""Substitution in typed expressions: index terms for free indices, whole arguments for parameters, nothing caught.

A bound index is renamed wherever its name stands free in what is put in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from gradproof.formula.expression import (
    Add,
    Apply,
    Argument,
    Definition,
    Delta,
    Derivative,
    Expression,
    Fixed,
    Function,
    Index,
    IndexTerm,
    Label,
    Last,
    Model,
    Mul,
    Order,
    Partial,
    Power,
    Product,
    Sum,
    Variable,
)
from gradproof.formula.memo import by_identity
from gradproof.formula.rename import parts


def names_in_term(term: IndexTerm) -> frozenset[str]:
    """The names of the indices in an index term."""
    match term:
        case Index(name, _):
            return frozenset({name})
        case Label(_, arguments, _):
            return frozenset().union(*map(names_in_term, arguments))
        case Fixed() | Last():
            return frozenset()


def names_in_terms(terms: Iterable[IndexTerm]) -> frozenset[str]:
    """The names of the indices in some index terms."""
    return frozenset().union(*map(names_in_term, terms))


def free_names(expression: Expression) -> frozenset[str]:
    """The names of the indices that are free in an expression; definitions are not followed."""
    match expression:
        case Variable(_, indices):
            return names_in_terms(indices)
        case Delta(left, right) | Order(left, right):
            return names_in_terms((left, right))
        case Sum(index, body) | Product(index, body):
            return free_names(body) - {index.name}
        case Apply(_, indices, arguments, partials):
            within = [free_names(a.body) - {index.name for index in a.indices} for a in arguments]
            return names_in_terms(indices).union(*within, *(names_in_terms(p.indices) for p in partials))
        case _:
            return frozenset().union(*map(free_names, parts(expression)))


@dataclass(frozen=True)
class Substitution:
    """Index terms by the name of a free index, and whole arguments by the name of a variable."""

    indices: Mapping[str, IndexTerm]
    parameters: Mapping[str, Argument]

    def incoming(self) -> frozenset[str]:
        """The names that are free in what is put in."""
        bodies = [free_names(a.body) - {index.name for index in a.indices} for a in self.parameters.values()]
        return names_in_terms(self.indices.values()).union(*bodies)

    def term(self, term: IndexTerm) -> IndexTerm:
        """The index term after substitution."""
        match term:
            case Index(name, _):
                return self.indices.get(name, term)
            case Label(name, arguments, dimension):
                return Label(name, self.terms(arguments), dimension)
            case Fixed() | Last():
                return term

    def terms(self, terms: tuple[IndexTerm, ...]) -> tuple[IndexTerm, ...]:
        """The index terms after substitution."""
        return tuple(map(self.term, terms))

    def below(self, bound: tuple[Index, ...], body: Expression) -> tuple[tuple[Index, ...], Expression]:
        """A binding after substitution: its indices, renamed where they would catch, and its body."""
        names = {index.name for index in bound}
        kept = {name: term for name, term in self.indices.items() if name not in names}
        caught = Substitution(kept, self.parameters).incoming()
        renamed = []
        for index in bound:
            fresh = index
            if index.name in caught:
                fresh = Index(unused(index.name, caught | free_names(body) | names), index.dimension)
                kept[index.name] = fresh
                names.add(fresh.name)
            renamed.append(fresh)
        return tuple(renamed), Substitution(kept, self.parameters).of(body)

    def of(self, expression: Expression) -> Expression:
        """The expression after substitution."""
        if not self.indices and not self.parameters:
            return expression
        match expression:
            case Variable(name, indices):
                return self._variable(name, self.terms(indices))
            case Delta(left, right):
                return Delta(self.term(left), self.term(right))
            case Order(left, right):
                return Order(self.term(left), self.term(right))
            case Add(terms):
                return Add(tuple(map(self.of, terms)))
            case Mul(factors):
                return Mul(tuple(map(self.of, factors)))
            case Power(base, exponent):
                return Power(self.of(base), self.of(exponent))
            case Function(name, argument):
                return Function(name, self.of(argument))
            case Sum(index, body) | Product(index, body):
                (renamed,), inside = self.below((index,), body)
                return replace(expression, index=renamed, body=inside)
            case Derivative(body, Variable(name, indices)):
                return Derivative(self.of(body), Variable(name, self.terms(indices)))
            case Apply(name, indices, arguments, partials):
                within = tuple(Argument(*self.below(a.indices, a.body)) for a in arguments)
                taken = tuple(Partial(p.position, self.terms(p.indices)) for p in partials)
                return Apply(name, self.terms(indices), within, taken)
            case _:
                return expression

    def _variable(self, name: str, indices: tuple[IndexTerm, ...]) -> Expression:
        argument = self.parameters.get(name)
        if argument is None:
            return Variable(name, indices)
        return substitute_indices(argument.body, {a.name: i for a, i in zip(argument.indices, indices, strict=True)})


def unused(name: str, taken: frozenset[str]) -> str:
    """The name with as many primes as it takes to be new."""
    while name in taken:
        name += "'"
    return name


def substitute_indices(expression: Expression, indices: Mapping[str, IndexTerm]) -> Expression:
    """The expression with index terms put in for free indices.

    >>> from gradproof.formula.expression import Dimension
    >>> i, j = Index("i", Dimension("C")), Index("j", Dimension("C"))
    >>> substitute_indices(Sum(i, Variable("w", (i, j))), {"j": i})
    Sum(index=Index(name="i'", ...), body=Variable(name='w', indices=(Index(name="i'", ...), Index(name='i', ...))))
    """
    return Substitution(indices, {}).of(expression)


def global_names(model: Model) -> frozenset[str]:
    """The names of the indices that stand free in some definition: the t of log p_t, which no sum may catch."""
    return frozenset[str]().union(*map(_names_from_outside, model.definitions.values()))


@by_identity
def _names_from_outside(definition: Definition) -> frozenset[str]:
    return free_names(definition.body) - {index.name for index in definition.indices}


def set_apart(index: Index, body: Expression, taken: frozenset[str]) -> tuple[Index, Expression]:
    """A binding whose index is none of the taken names."""
    if index.name not in taken:
        return index, body
    fresh = Index(unused(index.name, taken | free_names(body)), index.dimension)
    return fresh, substitute_indices(body, {index.name: fresh})


def instantiate(definition: Definition, indices: tuple[IndexTerm, ...], arguments: tuple[Argument, ...]) -> Expression:
    """The body of a definition at these indices and arguments."""
    terms = {index.name: term for index, term in zip(definition.indices, indices, strict=True)}
    given = {p.name: a for p, a in zip(definition.parameters, arguments, strict=True)}
    return Substitution(terms, given).of(definition.body)
