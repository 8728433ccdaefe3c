"""Expressions with other index terms, dimensions or names: the plain walks over the typed tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from gradproof.formula.expression import (
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
    Model,
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
from gradproof.formula.memo import by_identity

TermMap = Callable[[IndexTerm], IndexTerm]


def map_term(term: IndexTerm, change: TermMap) -> IndexTerm:
    """An index term with `change` applied inside out."""
    if isinstance(term, Label):
        term = Label(term.name, tuple(map_term(a, change) for a in term.arguments), term.dimension)
    return change(term)


def rebuild(expression: Expression, change: TermMap, size: Callable[[Dimension], Dimension]) -> Expression:
    """The expression with every index term (binders too) changed and every Size mapped; blind to scopes."""

    def terms(items: tuple[IndexTerm, ...]) -> tuple[IndexTerm, ...]:
        return tuple([map_term(t, change) for t in items])

    def binder(index: Index) -> Index:
        changed = change(index)
        assert isinstance(changed, Index)
        return changed

    def go(e: Expression) -> Expression:
        match e:
            case Variable(name, indices):
                return Variable(name, terms(indices)) if indices else e
            case Number() | Constant():
                return e
            case Mul(items):
                return Mul(tuple(map(go, items)))
            case Add(items):
                return Add(tuple(map(go, items)))
            case Sum(index, body):
                return Sum(binder(index), go(body))
            case Power(base, exponent):
                return Power(go(base), go(exponent))
            case Function(name, argument):
                return Function(name, go(argument))
            case Delta(left, right):
                return Delta(map_term(left, change), map_term(right, change))
            case Order(left, right):
                return Order(map_term(left, change), map_term(right, change))
            case Size(dimension):
                return Size(size(dimension))
            case Product(index, body):
                return Product(binder(index), go(body))
            case Derivative(body, variable):
                return Derivative(go(body), Variable(variable.name, terms(variable.indices)))
            case Apply(name, indices, arguments, partials):
                return Apply(
                    name,
                    terms(indices),
                    tuple(Argument(tuple(binder(i) for i in a.indices), go(a.body)) for a in arguments),
                    tuple(Partial(p.position, terms(p.indices)) for p in partials),
                )

    return go(expression)


def resolve(expression: Expression, find: Callable[[Dimension], Dimension]) -> Expression:
    """The expression with every dimension replaced by its representative."""
    return rebuild(expression, lambda term: _resolve(term, find), find)


def resolve_term(term: IndexTerm, find: Callable[[Dimension], Dimension]) -> IndexTerm:
    """The index term with its dimensions replaced by their representatives."""
    return map_term(term, lambda inner: _resolve(inner, find))


def _resolve(term: IndexTerm, find: Callable[[Dimension], Dimension]) -> IndexTerm:
    match term:
        case Index(name, dimension):
            return Index(name, find(dimension))
        case Fixed(position, dimension):
            return Fixed(position, find(dimension))
        case Label(name, arguments, dimension):
            return Label(name, arguments, find(dimension))
        case Last(dimension):
            return Last(find(dimension))


def rename_index(expression: Expression, old: str, new: IndexTerm) -> Expression:
    """The expression with the index `old` replaced; the caller sees to it that no binder captures `new`."""
    return rebuild(expression, lambda t: new if isinstance(t, Index) and t.name == old else t, lambda d: d)


_PARTS: dict[type, Callable[[Any], tuple[Expression, ...]]] = {
    Add: lambda e: e.terms,
    Mul: lambda e: e.factors,
    Power: lambda e: (e.base, e.exponent),
    Function: lambda e: (e.argument,),
    Sum: lambda e: (e.body,),
    Product: lambda e: (e.body,),
    Derivative: lambda e: (e.body, e.variable),
    Apply: lambda e: tuple([a.body for a in e.arguments]),
}
"""By the kind of an expression; a kind that is not here has none inside. (A table: a match is slow in a hot walk.)"""


def parts(expression: Expression) -> tuple[Expression, ...]:
    """The expressions directly inside."""
    inside = _PARTS.get(type(expression))
    return inside(expression) if inside is not None else ()


def walk(expression: Expression) -> Iterator[Expression]:
    """The expression and everything inside it, from the outside in."""
    waiting = [expression]
    while waiting:
        here = waiting.pop()
        yield here
        inside = _PARTS.get(type(here))
        if inside is not None:
            waiting += inside(here)[::-1]


@by_identity
def variables_in(expression: Expression) -> tuple[Variable, ...]:
    """The variables that stand in an expression."""
    return tuple([part for part in walk(expression) if isinstance(part, Variable)])


def index_names(expression: Expression) -> set[str]:
    """The names of all indices and labels of an expression, bound ones too."""
    names: set[str] = set()

    def note(term: IndexTerm) -> IndexTerm:
        if isinstance(term, Index | Label):
            names.add(term.name)
        return term

    rebuild(expression, note, lambda dimension: dimension)
    return names


def free_terms(expression: Expression) -> frozenset[IndexTerm]:
    """The free Index and Label terms of an expression (the arguments of labels as well)."""
    match expression:
        case Variable(_, indices):
            return _flat(indices)
        case Delta(left, right) | Order(left, right):
            return _flat((left, right))
        case Sum(index, body) | Product(index, body):
            return _without(free_terms(body), (index,))
        case Apply(_, indices, arguments, partials):
            inside = [_without(free_terms(a.body), a.indices) for a in arguments]
            return _flat(indices).union(*inside, *(_flat(p.indices) for p in partials))
        case _:
            return frozenset().union(*map(free_terms, parts(expression)))


def _flat(terms: tuple[IndexTerm, ...]) -> frozenset[IndexTerm]:
    found: set[IndexTerm] = set()
    for term in terms:
        if isinstance(term, Index | Label):
            found.add(term)
        if isinstance(term, Label):
            found |= _flat(term.arguments)
    return frozenset(found)


def _mentions(term: IndexTerm, names: frozenset[str]) -> bool:
    if isinstance(term, Index):
        return term.name in names
    return isinstance(term, Label) and any(_mentions(a, names) for a in term.arguments)


def _without(terms: frozenset[IndexTerm], bound: tuple[Index, ...]) -> frozenset[IndexTerm]:
    names = frozenset(i.name for i in bound)
    return frozenset(t for t in terms if not _mentions(t, names))


def freshen(expression: Expression, fresh: Callable[[Index], Index]) -> Expression:
    """The expression with every binder renamed by `fresh`; what is free stays."""
    match expression:
        case Sum(index, body) | Product(index, body):
            new = fresh(index)
            return type(expression)(new, rename_index(freshen(body, fresh), index.name, new))
        case Apply(name, indices, arguments, partials):
            return Apply(name, indices, tuple(_freshen_argument(a, fresh) for a in arguments), partials)
        case Add(items):
            return Add(tuple(freshen(i, fresh) for i in items))
        case Mul(items):
            return Mul(tuple(freshen(i, fresh) for i in items))
        case Power(base, exponent):
            return Power(freshen(base, fresh), freshen(exponent, fresh))
        case Function(name, argument):
            return Function(name, freshen(argument, fresh))
        case Derivative(body, variable):
            return Derivative(freshen(body, fresh), variable)
        case _:
            return expression


def _freshen_argument(argument: Argument, fresh: Callable[[Index], Index]) -> Argument:
    body = freshen(argument.body, fresh)
    indices = tuple(fresh(i) for i in argument.indices)
    for old, new in zip(argument.indices, indices, strict=True):
        body = rename_index(body, old.name, new)
    return Argument(indices, body)


def map_parts(expression: Expression, go: Callable[[Expression], Expression]) -> Expression:
    """The expression with `go` applied to the expressions directly inside it; the variable of a Derivative stays."""
    match expression:
        case Add(items):
            return Add(tuple(map(go, items)))
        case Mul(items):
            return Mul(tuple(map(go, items)))
        case Power(base, exponent):
            return Power(go(base), go(exponent))
        case Function(name, argument):
            return Function(name, go(argument))
        case Sum(index, body) | Product(index, body):
            return type(expression)(index, go(body))
        case Derivative(body, variable):
            return Derivative(go(body), variable)
        case Apply(name, indices, arguments, partials):
            return Apply(name, indices, tuple(Argument(a.indices, go(a.body)) for a in arguments), partials)
        case _:
            return expression


def replace_variables(expression: Expression, change: Callable[[Variable], Expression | None]) -> Expression:
    """The expression with each variable component for which `change` has an answer replaced by it.

    The variable by which a Derivative is taken stays; the caller sees to it that no binder captures.
    """
    if isinstance(expression, Variable):
        changed = change(expression)
        return expression if changed is None else changed
    return map_parts(expression, lambda part: replace_variables(part, change))


def dimensions(expression: Expression, model: Model) -> frozenset[Dimension]:
    """The dimensions that an expression runs over or has components in, its definitions included."""
    found: set[Dimension] = set()
    seen: set[str] = set()
    queue = [expression]
    while queue:
        met, names = _dimensions_and_names(queue.pop())
        found |= met
        used = names.intersection(model.definitions) - seen
        seen |= used
        queue += [model.definitions[name].body for name in used]
    return frozenset(found)


@by_identity
def _dimensions_and_names(expression: Expression) -> tuple[frozenset[Dimension], frozenset[str]]:
    """The dimensions in an expression itself, and the names of its variables and functions."""
    found: set[Dimension] = set()

    def note(term: IndexTerm) -> IndexTerm:
        found.add(term.dimension)
        return term

    def size(dimension: Dimension) -> Dimension:
        found.add(dimension)
        return dimension

    rebuild(expression, note, size)
    names = frozenset(node.name for node in walk(expression) if isinstance(node, Variable | Apply))
    return frozenset(found), names
