"""Walking index expressions: their parts, their free indices, capture-avoiding substitution, and a key for equality."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from gradproof.formula.expression import (
    Add,
    Apply,
    Constant,
    Delta,
    Derivative,
    Expression,
    Fixed,
    Function,
    Index,
    IndexTerm,
    Label,
    Last,
    Mul,
    Number,
    Power,
    Product,
    Size,
    Sum,
    Variable,
)
from gradproof.program.derived import GenerationError

Leaf = Number | Constant | Size | Variable | Delta


def children(expression: Expression) -> tuple[Expression, ...]:
    """The parts of an expression from left to right."""
    match expression:
        case Add(parts) | Mul(parts):
            return parts
        case Power(base, exponent):
            return (base, exponent)
        case Function(_, argument):
            return (argument,)
        case Sum(_, body) | Product(_, body):
            return (body,)
        case Derivative(body, variable):
            return (body, variable)
        case Apply():
            raise GenerationError(f"The function {expression.name} is not defined, so no kernel can compute it.")
    return ()


def rebuild(expression: Expression, parts: tuple[Expression, ...]) -> Expression:
    """The expression with other parts."""
    match expression:
        case Add():
            return Add(parts)
        case Mul():
            return Mul(parts)
        case Power():
            return Power(*parts)
        case Function(name, _):
            return Function(name, parts[0])
        case Sum(index, _):
            return Sum(index, parts[0])
        case Product(index, _):
            return Product(index, parts[0])
        case Derivative():
            assert isinstance(parts[1], Variable)
            return Derivative(parts[0], parts[1])
    return expression


def transform(expression: Expression, change: Callable[[Expression], Expression]) -> Expression:
    """The expression after `change` was applied to every part, innermost first."""
    parts = tuple(transform(part, change) for part in children(expression))
    return change(rebuild(expression, parts))


def parts_of(expression: Expression) -> Iterator[Expression]:
    """The expression and every part of it, outermost first, from left to right."""
    yield expression
    for part in children(expression):
        yield from parts_of(part)


def index_terms(expression: Expression) -> tuple[IndexTerm, ...]:
    """The index terms that stand at this very node."""
    match expression:
        case Variable(_, indices):
            return indices
        case Delta(left, right):
            return (left, right)
    return ()


def term_indices(term: IndexTerm) -> Iterator[Index]:
    """The indices in an index term: j of j, n of t_n."""
    if isinstance(term, Index):
        yield term
    elif isinstance(term, Label):
        for argument in term.arguments:
            yield from term_indices(argument)


def free_indices(expression: Expression) -> tuple[Index, ...]:
    """The free indices in the order of their first appearance."""
    if isinstance(expression, Sum | Product):
        return tuple(i for i in free_indices(expression.body) if i.name != expression.index.name)
    own = [index for term in index_terms(expression) for index in term_indices(term)]
    inner = [index for part in children(expression) for index in free_indices(part)]
    return tuple(dict.fromkeys(own + inner))


def variable_names(expression: Expression) -> tuple[str, ...]:
    """The names of the variables in the order of their first appearance."""
    return tuple(dict.fromkeys(part.name for part in parts_of(expression) if isinstance(part, Variable)))


def label_names(expression: Expression) -> tuple[str, ...]:
    """The names of the labels in the order of their first appearance."""
    terms = (term for part in parts_of(expression) for term in index_terms(part))
    return tuple(dict.fromkeys(name for term in terms for name in _labels_in(term)))


def _labels_in(term: IndexTerm) -> Iterator[str]:
    if isinstance(term, Label):
        yield term.name
        for argument in term.arguments:
            yield from _labels_in(argument)


Replacement = Mapping[str, IndexTerm]


def substitute(expression: Expression, replacement: Replacement) -> Expression:
    """The expression with free indices replaced by name; bound indices that would capture one are renamed."""
    if not replacement:
        return expression
    if isinstance(expression, Sum | Product):
        return _substitute_under(expression, replacement)
    match expression:
        case Variable(name, indices):
            return Variable(name, tuple(substitute_term(term, replacement) for term in indices))
        case Delta(left, right):
            return Delta(substitute_term(left, replacement), substitute_term(right, replacement))
    return rebuild(expression, tuple(substitute(part, replacement) for part in children(expression)))


def substitute_term(term: IndexTerm, replacement: Replacement) -> IndexTerm:
    """The index term with its indices replaced by name."""
    if isinstance(term, Index):
        return replacement.get(term.name, term)
    if isinstance(term, Label):
        return Label(term.name, tuple(substitute_term(a, replacement) for a in term.arguments), term.dimension)
    return term


def _substitute_under(binder: Sum | Product, replacement: Replacement) -> Expression:
    free = {index.name for index in free_indices(binder)}
    inner = {name: term for name, term in replacement.items() if name in free}
    arriving = {index.name for term in inner.values() for index in term_indices(term)}
    index = binder.index
    if index.name in arriving:
        index = fresh_index(index, arriving | free)
        inner[binder.index.name] = index
    body = substitute(binder.body, inner)
    return Sum(index, body) if isinstance(binder, Sum) else Product(index, body)


def fresh_index(index: Index, taken: set[str]) -> Index:
    """An index over the same dimension whose name is not taken."""
    name = index.name
    while name in taken:
        name += "'"
    return Index(name, index.dimension)


def key(expression: Expression, bound: tuple[str, ...] = ()) -> str:
    """A text that two expressions share exactly when they differ in nothing but the names of bound indices."""
    match expression:
        case Number(value):
            return str(value)
        case Constant(name):
            return f"const {name}"
        case Size(dimension):
            return f"|{dimension.name}|"
        case Variable(name, indices):
            return f"{name}[{','.join(_term_key(term, bound) for term in indices)}]"
        case Delta(left, right):
            return f"delta[{','.join(sorted((_term_key(left, bound), _term_key(right, bound))))}]"
        case Sum(index, body) | Product(index, body):
            return f"{type(expression).__name__}<{index.dimension.name}>({key(body, (*bound, index.name))})"
    name = expression.name if isinstance(expression, Function) else type(expression).__name__
    return f"{name}({';'.join(key(part, bound) for part in children(expression))})"


def _term_key(term: IndexTerm, bound: tuple[str, ...]) -> str:
    match term:
        case Fixed(position, dimension):
            return f"={position}:{dimension.name}"
        case Last(dimension):
            return f"=last:{dimension.name}"
        case Label(name, arguments, _):
            return f"@{name}({','.join(_term_key(a, bound) for a in arguments)})"
        case Index(name, dimension):
            if name in bound:
                return f"#{len(bound) - 1 - bound[::-1].index(name)}"
            return f"{name}:{dimension.name}"
