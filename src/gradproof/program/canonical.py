"""Expressions flattened, ordered and moved into the log domain: the form that stable code is written from.

Nothing is expanded, so what the author shares stays shared. What changes is where exponentials live: 1/Σ_k exp u_k
becomes exp(−log Σ_k exp u_k), so that exp u_j / Σ_k exp u_k is exp(u_j − log Σ_k exp u_k), the softmax, under any
name and in any spelling; 1/(1 + exp(−s)) becomes σ(s); log of such things becomes a difference. Every rule is an
identity on the reals, applied only where it holds everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from gradproof.formula.expression import (
    ONE,
    ZERO,
    Add,
    Delta,
    Expression,
    Function,
    Index,
    Mul,
    Number,
    Power,
    Product,
    Size,
    Sum,
)
from gradproof.program.derived import GenerationError
from gradproof.program.indices import (
    free_indices,
    key,
    parts_of,
    substitute,
    transform,
)
from gradproof.program.terms import (
    base_exponent,
    factors_of,
    is_delta_on,
    is_exponential,
    is_sum_of_exponentials,
    outside_sums,
    split,
    terms_of,
    two_exponentials,
)

HALF = Number(Fraction(1, 2))
MINUS_ONE = Number(Fraction(-1))


def canonical(expression: Expression) -> Expression:
    """The canonical form; equal keys of it mean equal values."""
    return transform(expression, lambda node: _canonical_node(_with_deltas_apart(node)))


def _with_deltas_apart(node: Expression) -> Expression:
    """A product that mentions a delta, expanded: (1 − δ)(−p) + δ(1 − p) is to become δ − p."""
    if not isinstance(node, Mul) or not any(isinstance(part, Delta) for f in node.factors for part in outside_sums(f)):
        return node
    for factor in node.factors:
        if isinstance(factor, Add):
            others = tuple(other for other in node.factors if other is not factor)
            return Add(tuple(canonical(Mul((term, *others))) for term in factor.terms))
    return node


def _canonical_node(node: Expression) -> Expression:
    match node:
        case Add(terms):
            return add(terms)
        case Mul(factors):
            return mul(factors)
        case Power(base, exponent):
            return power(base, exponent)
        case Function("exp", argument):
            return exp(argument)
        case Function("log", argument):
            return log(argument)
        case Sum(index, body):
            return sum_over(index, body)
        case Delta(left, right) if left == right:
            return ONE
        case Product():
            raise GenerationError(
                "Kernels know no products over an index yet; write the logarithm of the product as a sum."
            )
    return node


def negative(expression: Expression) -> Expression:
    """−expression."""
    return mul((MINUS_ONE, expression))


def add(terms: Iterable[Expression]) -> Expression:
    """The sum of canonical terms: like terms collected, in the order of their keys, the number last."""
    collected: dict[str, tuple[Fraction, Expression]] = {}
    for term in (inner for outer in terms for inner in terms_of(outer)):
        coefficient, rest = split(term)
        before = collected.get(key(rest), (Fraction(0), rest))[0]
        collected[key(rest)] = (before + coefficient, rest)
    ordered = sorted((name, pair) for name, pair in collected.items() if pair[0])
    kept = _sigma_pairs(tuple(mul((Number(c), rest)) for _, (c, rest) in ordered if rest != ONE))
    kept += tuple(Number(c) for _, (c, rest) in ordered if rest == ONE)
    return kept[0] if len(kept) == 1 else Add(kept) if kept else ZERO


def _sigma_pairs(terms: tuple[Expression, ...]) -> tuple[Expression, ...]:
    """The terms, c σ(y) − c σ(−y) put together as c tanh(y/2)."""
    for term in terms:
        coefficient, rest = split(term)
        if isinstance(rest, Function) and rest.name == "sigma" and coefficient > 0:
            partner = mul((Number(-coefficient), Function("sigma", negative(rest.argument))))
            if partner in terms:
                left = tuple(t for t in terms if t not in (term, partner))
                return (*left, mul((Number(coefficient), Function("tanh", mul((HALF, rest.argument))))))
    return terms


def mul(factors: Iterable[Expression]) -> Expression:
    """The product of canonical factors: one number, equal bases together, all exponentials in one."""
    coefficient, exponents = Fraction(1), list[Expression]()
    bases: dict[str, tuple[Expression, Expression]] = {}
    for factor in (inner for outer in factors for inner in factors_of(outer)):
        if isinstance(factor, Number):
            coefficient *= factor.value
        elif isinstance(factor, Function) and factor.name == "exp":
            exponents.append(factor.argument)
        else:
            base, exponent = base_exponent(factor)
            before = bases.get(key(base), (base, ZERO))[1]
            bases[key(base)] = (base, add((before, exponent)))
    if not coefficient:
        return ZERO
    parts = [power(base, exponent) for _, (base, exponent) in sorted(bases.items())]
    if exponents:
        parts = _with_exponential(add(exponents), parts)
    return _product(coefficient, [part for part in parts if part != ONE])


def _product(coefficient: Fraction, parts: list[Expression]) -> Expression:
    if any(isinstance(part, Number) for part in parts):
        return mul((Number(coefficient), *parts))
    if len(parts) == 1 and isinstance(parts[0], Add) and coefficient != 1:
        return add(mul((Number(coefficient), term)) for term in parts[0].terms)
    if not parts:
        return Number(coefficient)
    ordered = tuple(sorted(parts, key=key))
    if coefficient != 1:
        return Mul((Number(coefficient), *ordered))
    return ordered[0] if len(ordered) == 1 else Mul(ordered)


def _with_exponential(exponent: Expression, parts: list[Expression]) -> list[Expression]:
    """The factors with exp(exponent): exp(−y) σ(y) is σ(−y), and exp distributes over sums of exponentials."""
    opposite = negative(exponent)
    for i, part in enumerate(parts):
        base, power_of = base_exponent(part)
        if base == Function("sigma", opposite) and isinstance(power_of, Number) and power_of.value >= 1:
            rest = power(base, add((power_of, MINUS_ONE)))
            return [*parts[:i], *parts[i + 1 :], *factors_of(mul((Function("sigma", exponent), rest)))]
    for i, part in enumerate(parts):
        if isinstance(part, Add) and all(is_exponential(split(term)[1]) for term in part.terms):
            others = mul([*parts[:i], *parts[i + 1 :]])
            return [add(mul((exp(exponent), others, term)) for term in part.terms)]
    return [exp(exponent), *parts]


def power(base: Expression, exponent: Expression) -> Expression:
    """base ** exponent; quotients by sums of exponentials go into the log domain."""
    if not isinstance(exponent, Number):
        return Power(base, exponent)
    value = exponent.value
    if value == 1 or base == ONE or (isinstance(base, Delta) and value > 0):
        return base
    if value == 0:
        return ONE
    if isinstance(base, Number) and value.denominator == 1 and base.value:
        return Number(base.value ** int(value))
    if is_exponential(base) and isinstance(base, Function):
        return exp(mul((exponent, base.argument)))
    if value.denominator == 1 and isinstance(base, Mul):
        return mul(power(factor, exponent) for factor in base.factors)
    if value.denominator == 1 and isinstance(base, Power):
        return power(base.base, mul((exponent, base.exponent)))
    return _reciprocal(base, value) if value < 0 else Power(base, exponent)


def _reciprocal(base: Expression, value: Fraction) -> Expression:
    """base ** value for a negative value."""
    if is_sum_of_exponentials(base):
        return exp(mul((Number(value), log(base))))
    pair = two_exponentials(base)
    if pair is None:
        return Power(base, Number(value))
    first, second = pair
    sigmoid = Function("sigma", add((first, negative(second))))
    outside = exp(mul((Number(value), first)))
    return mul((outside, power(sigmoid, Number(-value))))


def exp(argument: Expression) -> Expression:
    """exp(argument), where exp(log y + z) is y exp z unless y is a sum of exponentials."""
    if argument == ZERO:
        return ONE
    outside, inside = [], []
    for term in terms_of(argument):
        coefficient, rest = split(term)
        is_log = isinstance(rest, Function) and rest.name == "log" and not is_sum_of_exponentials(rest.argument)
        if is_log and isinstance(rest, Function) and coefficient.denominator == 1:
            outside.append(power(rest.argument, Number(coefficient)))
        else:
            inside.append(term)
    rest = Function("exp", add(inside)) if inside else ONE
    return mul((rest, *outside)) if outside else rest


def log(argument: Expression) -> Expression:
    """log(argument), split over those factors that are positive wherever they are defined."""
    if argument == ONE:
        return ZERO
    if is_exponential(argument) and isinstance(argument, Function):
        return argument.argument
    if isinstance(argument, Function) and argument.name == "sigma":
        return negative(Function("softplus", negative(argument.argument)))
    if isinstance(argument, Power) and _positive(argument.base):
        return mul((argument.exponent, log(argument.base)))
    if isinstance(argument, Mul):
        return _log_product(argument)
    return _log_sum(argument)


def _log_product(argument: Mul) -> Expression:
    outside = [factor for factor in argument.factors if _positive(factor)]
    inside = [factor for factor in argument.factors if not _positive(factor)]
    rest = [log(mul(inside))] if inside and outside else [Function("log", argument)] if inside else []
    return add([*(log(factor) for factor in outside), *rest])


def _log_sum(argument: Expression) -> Expression:
    """log of a sum: 1 − σ(z) is σ(−z), exp a + exp b is exp a (1 + exp(b − a))."""
    if isinstance(argument, Add) and ONE in argument.terms and len(argument.terms) == 2:
        other = negative(next(term for term in argument.terms if term != ONE))
        if isinstance(other, Function) and other.name == "sigma":
            return negative(Function("softplus", other.argument))
    pair = two_exponentials(argument)
    if pair is not None:
        return add((pair[0], Function("softplus", add((pair[1], negative(pair[0]))))))
    return Function("log", argument)


def _positive(factor: Expression) -> bool:
    if isinstance(factor, Number):
        return factor.value > 0
    if isinstance(factor, Power):
        return _positive(factor.base)
    if isinstance(factor, Function):
        return factor.name in {"exp", "sigma"}
    return isinstance(factor, Size) or is_sum_of_exponentials(factor)


def sum_over(index: Index, body: Expression) -> Expression:
    """Σ_index body: what does not depend on the index stands outside, deltas on it are contracted."""
    if isinstance(body, Add) and any(is_delta_on(index, part) for part in parts_of(body)):
        return add(sum_over(index, term) for term in body.terms)
    factors = factors_of(body)
    for factor in factors:
        if isinstance(factor, Delta) and is_delta_on(index, factor):
            other = factor.right if factor.left == index else factor.left
            rest = mul(f for f in factors if f is not factor)
            return canonical(substitute(rest, {index.name: other}))
    factors = tuple(part for factor in factors for part in _exponential_apart(index, factor))
    outside = [factor for factor in factors if index not in free_indices(factor)]
    inside = [factor for factor in factors if index in free_indices(factor)]
    inner: Expression = Sum(index, mul(inside)) if inside else Size(index.dimension)
    return mul((*outside, inner)) if outside else inner


def _exponential_apart(index: Index, factor: Expression) -> tuple[Expression, ...]:
    """exp(a + b_k) as exp(a) and exp(b_k), k being the index."""
    if not is_exponential(factor) or not isinstance(factor, Function) or index not in free_indices(factor):
        return (factor,)
    within = [term for term in terms_of(factor.argument) if index in free_indices(term)]
    without = [term for term in terms_of(factor.argument) if index not in free_indices(term)]
    return (exp(add(without)), exp(add(within))) if without else (factor,)
