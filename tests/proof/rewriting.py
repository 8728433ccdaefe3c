"""Rewritings that keep an expression's value wherever both have one, by name, and mutants that should not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from random import Random

from gradproof.formula.expression import (
    ONE,
    Add,
    Apply,
    Delta,
    Derivative,
    Expression,
    Function,
    Index,
    Model,
    Mul,
    Number,
    Power,
    Product,
    Sum,
    Variable,
    integer,
)
from gradproof.proof.instantiate import free_names, instantiate, substitute_indices, unused
from tests.proof.building import minus, neg, num, over, plus, times
from tests.proof.growing import C, D, H, i, j

Rewriting = Callable[[Expression, Random, Model], Expression | None]
NAMES = frozenset("ijkndtczpls")
FREE_OF = {C: i, D: Index("d", D), H: Index("n", H)}


def _exp(argument: Expression) -> Expression:
    return Function("exp", argument)


def _is(expression: Expression, name: str) -> bool:
    return isinstance(expression, Function) and expression.name == name


def expand(e: Expression, _r: Random, _m: Model) -> Expression | None:
    match e:
        case Mul((Add(terms), *rest)):
            return Add(tuple(Mul((term, *rest)) for term in terms))
        case Mul((first, Add(terms))):
            return Add(tuple(Mul((first, term)) for term in terms))
        case Power(base, Number(value)) if value == 2:
            return times(base, base)
        case Power(base, Number(value)) if value == 3:
            return times(base, Power(base, integer(2)))
        case Power(base, Number(value)) if value == -2:
            return over(Power(base, integer(-1)), base)
    return None


def reorder(e: Expression, _r: Random, _m: Model) -> Expression | None:
    match e:
        case Add(parts) | Mul(parts) if len(parts) > 1:
            return type(e)(parts[::-1])
        case Delta(left, right):
            return Delta(right, left)
    return None


def renamed(e: Expression, _r: Random, _m: Model) -> Expression | None:
    if not isinstance(e, Sum | Product):
        return None
    fresh = Index(unused("m", NAMES | free_names(e.body)), e.index.dimension)
    return type(e)(fresh, substitute_indices(e.body, {e.index.name: fresh}))


def exchanged(e: Expression, _r: Random, _m: Model) -> Expression | None:
    match e:
        case Sum(a, Sum(b, body)) if a.name != b.name:
            return Sum(b, Sum(a, body))
        case Product(a, Product(b, body)) if a.name != b.name:
            return Product(b, Product(a, body))
    return None


def split_sum(e: Expression, _r: Random, _m: Model) -> Expression | None:
    match e:
        case Sum(index, Add(terms)):
            return Add(tuple(Sum(index, term) for term in terms))
        case Product(index, Mul(factors)):
            return Mul(tuple(Product(index, factor) for factor in factors))
        case Sum(index, Mul((first, *rest))) if index.name not in free_names(first):
            return times(first, Sum(index, Mul(tuple(rest))))
    return None


def pulled_in(e: Expression, _r: Random, _m: Model) -> Expression | None:
    match e:
        case Mul((first, Sum(index, body))) if index.name not in free_names(first):
            return Sum(index, times(first, body))
        case Mul((Sum() as first, Sum(index, body))) if index.name not in free_names(first):
            return Sum(index, times(body, first))
    return None


def exp_log(e: Expression, _r: Random, _m: Model) -> Expression | None:
    match e:
        case Function("exp", Add(terms)):
            return Mul(tuple(map(_exp, terms)))
        case Function("exp", argument):
            return Power(_exp(neg(argument)), integer(-1))
        case Function("log", Mul(factors)):
            return Function("log", Mul(factors[::-1]))
        case Function("log", argument):
            return neg(Function("log", Power(argument, integer(-1))))
    return None


def functions(e: Expression, r: Random, _m: Model) -> Expression | None:
    if not isinstance(e, Function) or e.name not in FORMS:
        return None
    return r.choice(FORMS[e.name])(e.argument)


FORMS: dict[str, tuple[Callable[[Expression], Expression], ...]] = {
    "sigma": (
        lambda s: minus(ONE, Function("sigma", neg(s))),
        lambda s: Power(plus(ONE, _exp(neg(s))), integer(-1)),
        lambda s: over(_exp(s), plus(_exp(s), ONE)),
        lambda s: times(num(1, 2), plus(ONE, Function("tanh", times(num(1, 2), s)))),
    ),
    "tanh": (
        lambda s: minus(times(num(2), Function("sigma", times(num(2), s))), ONE),
        lambda s: over(Function("sinh", s), Function("cosh", s)),
        lambda s: over(minus(_exp(s), _exp(neg(s))), plus(_exp(s), _exp(neg(s)))),
    ),
    "softplus": (
        lambda s: plus(s, Function("softplus", neg(s))),
        lambda s: neg(Function("log", Function("sigma", neg(s)))),
        lambda s: Function("log", plus(ONE, _exp(s))),
    ),
    "cosh": (lambda s: times(num(1, 2), plus(_exp(s), _exp(neg(s)))), lambda s: Function("cosh", neg(s))),
    "sinh": (lambda s: minus(Function("cosh", s), _exp(neg(s))), lambda s: neg(Function("sinh", neg(s)))),
    "sin": (lambda s: neg(Function("sin", neg(s))),),
    "cos": (lambda s: Function("cos", neg(s)),),
    "arctan": (lambda s: neg(Function("arctan", neg(s))),),
    "abs": (lambda s: Power(Power(s, integer(2)), num(1, 2)), lambda s: times(s, Function("sign", s))),
    "relu": (lambda s: times(num(1, 2), plus(s, Function("abs", s))), lambda s: plus(s, Function("relu", neg(s)))),
    "sign": (lambda s: neg(Function("sign", neg(s))),),
}


def by_cases(e: Expression, r: Random, _m: Model) -> Expression | None:
    """δ e + (1 − δ) e, with an index renamed in the first part."""
    if not isinstance(e, Variable | Function | Sum | Power):
        return None
    first, second = r.choice(((i, j), (j, i)))
    delta = Delta(first, second)
    return plus(times(delta, substitute_indices(e, {first.name: second})), times(minus(ONE, delta), e))


def times_one(e: Expression, _r: Random, _m: Model) -> Expression | None:
    """e · P / P with a P that is never 0."""
    if not isinstance(e, Variable | Function | Sum | Power):
        return None
    p = plus(ONE, _exp(Variable("a")))
    return over(times(e, p), p)


def spread(e: Expression, _r: Random, _m: Model) -> Expression | None:
    """Σ_k δ(k, i) e with k for i."""
    if not isinstance(e, Variable | Function | Sum | Power) or "i" not in free_names(e):
        return None
    k = Index(unused("m", NAMES | free_names(e)), C)
    return Sum(k, times(Delta(k, i), substitute_indices(e, {"i": k})))


def partial_fractions(e: Expression, _r: Random, _m: Model) -> Expression | None:
    """1/(1 + P) = 1 − P/(1 + P)."""
    match e:
        case Power(Add((first, *rest)), Number(value)) if value == -1 and first == ONE:
            return minus(ONE, over(Add(tuple(rest)), e.base))
        case Power(base, Number(value)) if value == -1:
            return over(Function("exp", Variable("b")), times(base, Function("exp", Variable("b"))))
    return None


def softmaxes(e: Expression, _r: Random, _m: Model) -> Expression | None:
    """e = e Σ_m exp(u_m) / Σ_m exp(u_m − a) · exp(−a)."""
    if not isinstance(e, Variable):
        return None
    m, a = Index(unused("m", NAMES | free_names(e)), C), Variable("a")
    u = Variable("u", (m,))
    return over(times(e, _exp(neg(a)), Sum(m, _exp(u))), Sum(m, _exp(minus(u, a))))


def shifted(e: Expression, _r: Random, _m: Model) -> Expression | None:
    """A softmax with every exponent moved by the same number."""
    match e:
        case Mul((x, Power(Sum(index, Function("exp", y)), Number(v)))) if v == -1:
            a = Variable("a")
            return over(times(_exp(neg(a)), x), Sum(index, _exp(minus(y, a))))
    return None


def unfolded(e: Expression, _r: Random, m: Model) -> Expression | None:
    if isinstance(e, Variable) and e.name in m.definitions:
        return instantiate(m.definitions[e.name], e.indices, ())
    return None


def summed_one(e: Expression, _r: Random, _m: Model) -> Expression | None:
    """Σ_k e = e · Σ_k 1 for an e without k."""
    match e:
        case Sum(index, body) if index.name not in free_names(body):
            return times(body, Sum(index, ONE))
    return None


REWRITINGS: tuple[Rewriting, ...] = (
    expand, reorder, renamed, exchanged, split_sum, pulled_in, exp_log, functions, by_cases, times_one, spread,
    partial_fractions, shifted, softmaxes, unfolded, summed_one,
)  # fmt: skip


def mapped(e: Expression, function: Callable[[Expression], Expression]) -> Expression:
    """The expression with a function applied to each of its children."""
    match e:
        case Add(parts) | Mul(parts):
            return type(e)(tuple(map(function, parts)))
        case Power(base, exponent):
            return Power(function(base), function(exponent))
        case Function(_, argument):
            return replace(e, argument=function(argument))
        case Sum(_, body) | Product(_, body) | Derivative(body, _):
            return replace(e, body=function(body))
        case Apply(_, _, arguments, _):
            return replace(e, arguments=tuple(replace(a, body=function(a.body)) for a in arguments))
    return e


def rewritten(e: Expression, random: Random, model: Model, only: tuple[Rewriting, ...] = REWRITINGS) -> Expression:
    """The expression, some of whose parts are rewritten."""
    # Under ∂/∂z a z stands for itself; unfolded it would be a constant.
    below = tuple(rule for rule in only if rule is not unfolded) if isinstance(e, Derivative) else only
    new = mapped(e, lambda child: rewritten(child, random, model, below))
    if random.random() < 0.4:
        return new
    for rule in random.sample(only, len(only)):
        result = rule(new, random, model)
        if result is not None:
            return result
    return new


def mutants(e: Expression) -> Iterator[Expression]:
    """The expression with one mistake, in every place."""
    yield from _here(e)
    parts = list(_children(e))
    for position, part in enumerate(parts):
        for wrong in mutants(part):
            counter = iter(range(len(parts)))
            yield mapped(e, lambda child, n=counter, p=position, w=wrong: w if next(n) == p else child)  # type: ignore[misc]


def _children(e: Expression) -> list[Expression]:
    found: list[Expression] = []

    def note(child: Expression) -> Expression:
        found.append(child)
        return child

    mapped(e, note)
    return found


def _here(e: Expression) -> Iterator[Expression]:
    match e:
        case Add(terms) if len(terms) > 1:
            yield Add((neg(terms[0]), *terms[1:]))
            yield Add(terms[1:])
        case Mul(factors) if len(factors) > 1:
            yield Mul(factors[1:])
            yield Mul(factors[:-1])
        case Sum(index, body):
            yield substitute_indices(body, {index.name: FREE_OF[index.dimension]})
            yield Sum(index, times(body, body))
        case Variable(name, indices) if indices:
            yield from (Variable(name, (j, *indices[1:])) for first in indices[:1] if first == i)
            yield from (Variable(name, indices[::-1]) for _ in "1" if len(indices) == 2 and name in "gv")
        case Function("abs", argument):
            yield argument
        case Function(_, argument):
            yield Function("exp", neg(argument))
        case Power(base, Number(value)):
            yield Power(base, Number(-value))
            yield Power(Power(base, integer(2)), Number(Fraction(value, 2)))
        case Delta():
            yield ONE
    yield times(num(1, 2), e)
    yield neg(e)
