"""The order in which a person writes terms and factors, the letters of bound indices, and how long the result is.

Terms: what is added before what is subtracted; numbers and deltas, symbols, sums. Factors: numbers; a symbol with the
brackets that hold it again, h (1 - h); brackets; symbols; functions; brackets with sums; sums.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from gradproof.formula.expression import (
    ONE,
    ZERO,
    Add,
    Apply,
    Argument,
    Delta,
    Expression,
    Function,
    Index,
    IndexTerm,
    Model,
    Mul,
    Number,
    Power,
    Product,
    Sum,
    Variable,
)
from gradproof.formula.rename import parts, walk
from gradproof.proof.instantiate import free_names, substitute_indices, unused

SPARE_LETTERS = ("i", "j", "k", "l", "m", "n", "q", "r", "a", "b", "c", "d")


def cost(expression: Expression) -> int:
    """How long an expression is for a reader: its symbols, operators and indices."""
    match expression:
        case Variable(_, indices):
            return 2 + len(indices)
        case Mul(factors):
            return sum(map(cost, factors))
        case Power(base, Number(value)) if value == -1:
            return 1 + cost(base)
        case Number(value):
            return 1 if value.denominator == 1 else 2
        case Sum() | Product() | Function() | Apply():
            return 2 + sum(map(cost, parts(expression)))
        case _:
            return 1 + sum(map(cost, parts(expression)))


def arranged(expression: Expression) -> Expression:
    """The expression with terms and factors in order, nested sums and products flattened."""
    match expression:
        case Add(terms):
            return _add([arranged(term) for term in terms])
        case Mul(factors):
            return _mul([arranged(factor) for factor in factors])
        case Sum(index, body) | Product(index, body):
            return type(expression)(index, arranged(body))
        case Power(base, exponent):
            return Power(arranged(base), arranged(exponent))
        case Function(name, argument):
            return Function(name, arranged(argument))
        case Delta(left, right):
            return Delta(*sorted((left, right), key=_term_key))
        case _:
            return expression


def _term_key(term: IndexTerm) -> tuple[bool, str]:
    return not isinstance(term, Index), getattr(term, "name", "")


def _add(terms: list[Expression]) -> Expression:
    flat = [inner for term in terms for inner in (term.terms if isinstance(term, Add) else (term,))]
    kept = [term for term in flat if term != ZERO]
    kept.sort(key=lambda term: (_is_negative(term), _weight(term), cost(term)))
    return kept[0] if len(kept) == 1 else Add(tuple(kept)) if kept else ZERO


def _is_negative(term: Expression) -> bool:
    number = term.factors[0] if isinstance(term, Mul) and term.factors else term
    return isinstance(number, Number) and number.value < 0


def _weight(term: Expression) -> int:
    """0 for numbers and deltas, 1 for symbols, 2 for what holds a sum."""
    kinds = {type(node) for node in walk(term)}
    return 2 if Sum in kinds else 0 if kinds <= {Number, Delta, Mul} else 1


def _mul(factors: list[Expression]) -> Expression:
    flat = [inner for factor in factors for inner in (factor.factors if isinstance(factor, Mul) else (factor,))]
    number = Fraction(1)
    rest: list[Expression] = []
    exponents: list[Expression] = []
    for factor in flat:
        if isinstance(factor, Number):
            number *= factor.value
        elif isinstance(factor, Function) and factor.name == "exp":
            exponents.append(factor.argument)
        else:
            rest.append(factor)
    if exponents:
        rest.append(Function("exp", exponents[0] if len(exponents) == 1 else _add(exponents)))
    if not number:
        return ZERO
    ordered = ([Number(number)] if number != 1 else []) + _ordered(rest)
    return ordered[0] if len(ordered) == 1 else Mul(tuple(ordered)) if ordered else ONE


def _ordered(factors: list[Expression]) -> list[Expression]:
    """The factors in order, each symbol directly before the brackets that hold it again."""
    symbols = [f for f in factors if isinstance(_base(f), Variable | Function)]
    pairs: list[Expression] = []
    for symbol in symbols:
        holding = [f for f in factors if isinstance(_base(f), Add) and not _sums(f) and _holds(f, _base(symbol))]
        if holding and symbol not in pairs:
            pairs += [symbol, *(f for f in holding if f not in pairs)]
    others = sorted((f for f in factors if f not in pairs), key=_factor_key)
    numbers = [f for f in others if _factor_key(f) == 0]
    return numbers + pairs + others[len(numbers) :]


def _base(factor: Expression) -> Expression:
    return factor.base if isinstance(factor, Power) else factor


def _holds(bracket: Expression, symbol: Expression) -> bool:
    """Whether the bracket holds the function again, or the symbol at any indices."""
    names = {node.name for node in walk(bracket) if isinstance(node, Variable)}
    return symbol.name in names if isinstance(symbol, Variable) else symbol in walk(bracket)


def _sums(expression: Expression) -> bool:
    return any(isinstance(node, Sum | Product) for node in walk(expression))


def _factor_key(factor: Expression) -> int:
    match _base(factor):
        case Number():
            return 0
        case Delta():
            return 1
        case Add():
            return 5 if _sums(factor) else 2
        case Variable():
            return 3
        case Sum() | Product():
            return 6
        case _:
            return 4


def lettered(expression: Expression, letters: Mapping[str, tuple[str, ...]], reserved: frozenset[str]) -> Expression:
    """The expression with bound indices named by the letters of their dimension (by its name); none is `reserved`."""
    match expression:
        case Sum(index, body) | Product(index, body):
            taken = reserved | (free_names(body) - {index.name})
            new = _letter(index, letters, taken)
            inner = substitute_indices(body, {index.name: new})
            return type(expression)(new, lettered(inner, letters, reserved | {new.name}))
        case Add(terms):
            return Add(tuple(lettered(term, letters, reserved) for term in terms))
        case Mul(factors):
            return Mul(tuple(lettered(factor, letters, reserved) for factor in factors))
        case Power(base, exponent):
            return Power(lettered(base, letters, reserved), lettered(exponent, letters, reserved))
        case Function(name, argument):
            return Function(name, lettered(argument, letters, reserved))
        case Apply(_, _, arguments):
            return replace(expression, arguments=tuple(_lettered_argument(a, letters, reserved) for a in arguments))
        case _:
            return expression


def _letter(index: Index, letters: Mapping[str, tuple[str, ...]], taken: frozenset[str]) -> Index:
    choice = (*letters.get(index.dimension.name, ()), *SPARE_LETTERS)
    name = next((letter for letter in choice if letter not in taken), None) or unused("i", taken)
    return Index(name, index.dimension)


def _lettered_argument(
    argument: Argument, letters: Mapping[str, tuple[str, ...]], reserved: frozenset[str]
) -> Argument:
    body, indices = argument.body, list(argument.indices)
    for position, index in enumerate(argument.indices):
        new = _letter(index, letters, reserved | (free_names(body) - {index.name}))
        body, reserved, indices[position] = substitute_indices(body, {index.name: new}), reserved | {new.name}, new
    return Argument(tuple(indices), lettered(body, letters, reserved))


def letters_of(model: Model) -> dict[str, tuple[str, ...]]:
    """The letters that a page uses for the indices over each dimension, by its name: those of left sides first."""
    found: dict[str, list[str]] = {}
    heads = [index for definition in model.definitions.values() for index in definition.indices]
    bodies = [n.index for d in model.definitions.values() for n in walk(d.body) if isinstance(n, Sum | Product)]
    for index in (*heads, *bodies):
        letters = found.setdefault(index.dimension.name, [])
        if index.name.isalpha() and index.name not in letters:
            letters.append(index.name)
    return {dimension: tuple(letters) for dimension, letters in found.items()}


def symbols_of(model: Model) -> frozenset[str]:
    """The names that no bound index may take."""
    return frozenset((*model.definitions, *model.shapes, *model.labels))
