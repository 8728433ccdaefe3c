"""Formulas that floating point can bear: no raw exp, log or division is left that fails where the exact value does not.

`canonical` brings a formula into the log domain; here definitions are seen through where that is what it takes
(log p_t with p the softmax is u_t − log Σ exp u), and what is still unguarded is refused, by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gradproof.formula.expression import (
    Add,
    Definition,
    Delta,
    Expression,
    Function,
    Index,
    Mul,
    Number,
    Power,
    Size,
    Sum,
    Variable,
)
from gradproof.program.canonical import canonical
from gradproof.program.derived import GenerationError
from gradproof.program.indices import children, key, parts_of, rebuild, substitute
from gradproof.program.terms import factors_of, is_sum_of_exponentials, split, terms_of
from gradproof.program.to_text import to_text

Definitions = Mapping[str, Definition]
OVERFLOWING = frozenset({"exp", "sinh", "cosh"})


def stabilise(expression: Expression, definitions: Definitions, allowed: frozenset[str], reason: str) -> Expression:
    """The canonical form in which nothing unguarded is left.

    `allowed` are the keys of exponentials that overflow only where the loss itself does. *Raises* GenerationError that
    shows the part which is left over, and the line.
    """
    for _ in range(20):
        expression = canonical(expression)
        seen_through = _see_through(expression, definitions, allowed)
        if seen_through == expression:
            break
        expression = seen_through
    for hazard in hazards(expression, definitions, allowed):
        raise GenerationError(
            f"{reason}: {to_text(hazard)} can overflow or lose everything where the exact value does not, and no "
            "stable form of it is known. Write it with the softmax, the logistic function or log Σ exp, which are "
            "safe; a variance as the mean of squared distances from the mean."
        )
    return expression


def hazards(expression: Expression, definitions: Definitions, allowed: frozenset[str]) -> Iterator[Expression]:
    """The unguarded parts of a canonical expression, outermost first."""
    for part in _unsheltered(expression):
        match part:
            case Function(name, argument) if name in OVERFLOWING and key(part) not in allowed:
                if not (name == "exp" and nonpositive(argument)):
                    yield part
            case Function("log", argument) if not is_sum_of_exponentials(argument) and _delicate(argument, definitions):
                yield part
            case Power(base, Number(value)) if value < 0 and _delicate(base, definitions):
                yield part
            case Function("log", base) if _cancels(base, definitions):
                yield part
            case Power(base, Number(value)) if value.denominator == 2 and _cancels(base, definitions):
                yield part


def _unsheltered(expression: Expression) -> Iterator[Expression]:
    """All parts but those inside softmax and log Σ exp, of which only the exponents count."""
    softmax = softmax_of(expression)
    if softmax is not None:
        expression = softmax[0]
    yield expression
    inside = expression
    if isinstance(expression, Function) and expression.name == "log":
        while isinstance(inside, Sum | Function):
            inside = children(inside)[0]
            if isinstance(inside, Function) and inside.name == "exp" and is_sum_of_exponentials(expression.argument):
                yield from _unsheltered(inside.argument)
                return
    for part in children(expression):
        yield from _unsheltered(part)


def _delicate(argument: Expression, definitions: Definitions) -> bool:
    """True where an argument of log or a denominator holds a function, so that it can round to 0 or overflow."""
    for part in parts_of(argument):
        if isinstance(part, Function) and part.name != "abs":
            return True
        if isinstance(part, Variable) and part.name in definitions and _has_function(definitions[part.name]):
            return True
    return False


def _cancels(base: Expression, definitions: Definitions) -> bool:
    """True where sums over the same numbers are subtracted that could be equal, as in E[x²] − E[x]².

    What is left of them in floating point can be below 0 where the exact value is not.
    """
    terms = [split(term) for term in terms_of(canonical(_written_out(base, definitions)))]
    above, below = ([_summed_names(r) for c, r in terms if sign * c > 0 and _nonnegative(r)] for sign in (1, -1))
    return any(one & other for one in above for other in below)


def _written_out(expression: Expression, definitions: Definitions) -> Expression:
    """The expression with all definitions in the place of their names."""
    if isinstance(expression, Variable) and expression.name in definitions:
        return _written_out(inline(expression, definitions), definitions)
    return rebuild(expression, tuple(_written_out(part, definitions) for part in children(expression)))


def _summed_names(expression: Expression) -> set[str]:
    """The variables that stand inside sums."""
    sums = [part for part in parts_of(expression) if isinstance(part, Sum)]
    return {part.name for total in sums for part in parts_of(total) if isinstance(part, Variable)}


def _has_function(definition: Definition) -> bool:
    return any(isinstance(part, Function) for part in parts_of(definition.body))


def _see_through(expression: Expression, definitions: Definitions, allowed: frozenset[str]) -> Expression:
    """The expression after a round of inlining: delicate definitions under log and 1/·, raw ones anywhere."""
    if isinstance(expression, Variable) and expression.name in definitions:
        body = canonical(definitions[expression.name].body)
        return inline(expression, definitions) if any(hazards(body, {}, allowed)) else expression
    match expression:
        case Function("log", argument) if not is_sum_of_exponentials(argument):
            return Function("log", _inline_delicate(argument, definitions))
        case Power(base, Number(value)) if value < 0:
            return Power(_inline_delicate(base, definitions), Number(value))
    parts = tuple(_see_through(part, definitions, allowed) for part in children(expression))
    return rebuild(expression, parts)


def _inline_delicate(argument: Expression, definitions: Definitions) -> Expression:
    if isinstance(argument, Variable) and argument.name in definitions:
        return inline(argument, definitions) if _has_function(definitions[argument.name]) else argument
    parts = tuple(_inline_delicate(part, definitions) for part in children(argument))
    return rebuild(argument, parts)


def inline(variable: Variable, definitions: Definitions) -> Expression:
    """The body of the variable's definition at its indices."""
    definition = definitions[variable.name]
    names = [index.name for index in definition.indices]
    return substitute(definition.body, dict(zip(names, variable.indices, strict=True)))


def softmax_of(expression: Expression) -> tuple[Expression, Function, Index] | None:
    """(a_j, log Σ_k exp a_k, k) of a canonical exp(a_j − log Σ_k exp a_k), else None."""
    if not isinstance(expression, Function) or expression.name != "exp" or not isinstance(expression.argument, Add):
        return None
    for term in expression.argument.terms:
        coefficient, rest = split(term)
        if coefficient == -1 and isinstance(rest, Function) and rest.name == "log" and isinstance(rest.argument, Sum):
            exponent = canonical(Add(tuple(t for t in expression.argument.terms if t is not term)))
            total = rest.argument
            if isinstance(total.body, Function) and _is_term_of(exponent, total):
                return exponent, rest, total.index
    return None


def _is_term_of(exponent: Expression, total: Sum) -> bool:
    """True where exp(exponent) is one of the terms of Σ_k exp a_k."""
    assert isinstance(total.body, Function)
    candidates = [term for part in parts_of(exponent) if isinstance(part, Variable) for term in part.indices]
    return any(
        key(canonical(substitute(total.body.argument, {total.index.name: term}))) == key(exponent)
        for term in dict.fromkeys(candidates)
    )


def nonpositive(expression: Expression) -> bool:
    """True where the expression is ≤ 0 for all values, plain from its form."""
    if isinstance(expression, Add):
        return all(nonpositive(term) for term in expression.terms)
    coefficient, rest = split(expression)
    return coefficient <= 0 and all(_nonnegative(factor) for factor in factors_of(rest))


def _nonnegative(expression: Expression) -> bool:
    match expression:
        case Number(value):
            return value >= 0
        case Power(base, Number(value)):
            return value.numerator % 2 == 0 or _nonnegative(base)
        case Function(name, _):
            return name in {"exp", "sigma", "abs", "relu", "softplus", "cosh"}
        case Sum(_, body):
            return _nonnegative(body)
        case Mul(parts) | Add(parts):
            return all(_nonnegative(part) for part in parts)
    return isinstance(expression, Size | Delta)


def overflowing_with(loss: Expression) -> frozenset[str]:
    """The keys of the exponentials that are terms of the loss, up to a constant factor: it overflows where they do."""
    found: set[str] = set()
    for term in terms_of(loss):
        _, rest = split(term)
        while isinstance(rest, Sum):
            rest = split(rest.body)[1]
            if isinstance(rest, Add):
                found |= overflowing_with(rest)
        if isinstance(rest, Function) and rest.name in OVERFLOWING:
            found.add(key(rest))
    return frozenset(found)
