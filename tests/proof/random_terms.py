"""Random typed expressions over two dimensions, rewritings that keep their value, and mutants that should not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from random import Random

from gradproof.formula.expression import (
    Add,
    Apply,
    Argument,
    Definition,
    Delta,
    Derivative,
    Dimension,
    Expression,
    Function,
    Index,
    IndexTerm,
    Label,
    Model,
    Mul,
    Number,
    Partial,
    Power,
    Product,
    Size,
    Sum,
    Variable,
    integer,
)
from gradproof.formula.rename import parts
from gradproof.proof.instantiate import substitute_indices, unused
from tests.proof.floats import Point, free_everywhere

C, H = Dimension("C"), Dimension("H")
SHAPES = {"u": (C,), "b": (C,), "w": (C, H), "h": (H,), "y": (H, H), "s": (), "r": ()}
FREE = (Index("t", C), Index("p", H), Index("c", C))
NAMES = ("i", "j", "t", "k")
HALF = Number(Fraction(1, 2))


def label(argument: IndexTerm) -> Label:
    """The label t_n: a class for every H."""
    return Label("n", (argument,), C)


at_i, at_c, at_t, at_k = Index("i", C), Index("c", C), Index("t", C), Index("k", H)
SCORE = Add((Sum(at_k, Mul((Variable("w", (at_i, at_k)), Variable("h", (at_k,))))), Variable("b", (at_i,))))
TOTAL = Sum(at_c, Mul((Variable("z", (at_c,)), Variable("u", (at_t,)))))
MODEL = Model(
    {"z": Definition("z", (at_i,), (), SCORE), "q": Definition("q", (), (), TOTAL)},
    SHAPES,
    {"n": (H, C)},
)
"""z is a linear score, and q sees the free index t, whose name sums may use as well."""

Scope = tuple[Index, ...]


def pick_term(random: Random, scope: Scope, dimension: Dimension) -> IndexTerm:
    """An index term of the dimension; inner bindings shadow outer ones."""
    visible = {index.name: index for index in scope}
    fitting: list[IndexTerm] = [index for index in visible.values() if index.dimension == dimension]
    if dimension == C:
        fitting += [label(index) for index in visible.values() if index.dimension == H][:1]
    return random.choice(fitting)


def leaf(random: Random, scope: Scope) -> Expression:
    """A variable, a definition or a number."""
    if random.random() < 0.15:
        numbers: list[Expression] = [integer(2), integer(-1), HALF, Size(C), Variable("q"), Number(Fraction(3, 2))]
        return random.choice(numbers)
    if random.random() < 0.15:
        return Variable("z", (pick_term(random, scope, C),))
    name = random.choice(sorted(SHAPES))
    return Variable(name, tuple(pick_term(random, scope, dimension) for dimension in SHAPES[name]))


KINDS = ("add", "mul", "sum", "sum", "exp", "sigma", "delta", "inverse", "softmax", "square", "log", "root", "abs",
         "sign", "circular", "apply", "product", "derivative", "negative", "cases")  # fmt: skip


def grown(random: Random, depth: int, scope: Scope = FREE, kinds: tuple[str, ...] = KINDS) -> Expression:
    """A random expression with the free indices t, p and c at most."""
    if depth == 0 or random.random() < 0.12:
        return leaf(random, scope)

    def inner(within: Scope = scope) -> Expression:
        return grown(random, depth - 1, within, kinds)

    kind = random.choice(kinds)
    bound = Index(random.choice(NAMES), random.choice((C, H)))
    below = (*(index for index in scope if index.name != bound.name), bound)
    match kind:
        case "add":
            return Add((inner(), Mul((integer(random.choice((-1, 1, 2))), inner()))))
        case "mul":
            return Mul((inner(), inner()))
        case "sum":
            return Sum(bound, inner(below))
        case "product":
            return Product(bound, inner(below))
        case "exp":
            return Function("exp", Mul((random.choice((HALF, integer(-1))), inner())))
        case "sigma":
            return Function(random.choice(("sigma", "tanh", "softplus", "cosh", "sinh")), inner())
        case "circular":
            return Function(random.choice(("sin", "cos", "arctan", "tan")), inner())
        case "delta":
            dimension = random.choice((C, H))
            delta = Delta(pick_term(random, scope, dimension), pick_term(random, scope, dimension))
            return Add((Mul((delta, inner())), Mul((Add((integer(1), Mul((integer(-1), delta)))), inner()))))
        case "cases":
            return Mul((Delta(pick_term(random, scope, C), pick_term(random, scope, C)), inner()))
        case "inverse":
            return Power(inner(), integer(random.choice((-1, -1, -2))))
        case "softmax":
            return Power(Sum(bound, Function("exp", inner(below))), integer(-1))
        case "square":
            return Power(inner(), integer(random.choice((2, 2, 3))))
        case "negative":
            return Power(Add((integer(1), Power(inner(), integer(2)))), integer(-1))
        case "log":
            return Function("log", inner())
        case "root":
            return Power(inner(), Number(Fraction(random.choice((1, 1, 3, -1)), 2)))
        case "abs" | "sign":
            return Function(random.choice(("abs", "sign", "relu")), inner())
        case "apply":
            partials = (Partial(0, (pick_term(random, scope, bound.dimension),)),) if random.random() < 0.3 else ()
            return Apply("F", (), (Argument((bound,), inner(below)), Argument((), leaf(random, scope))), partials)
        case _:
            name = random.choice(("u", "b", "h", "s", "w", "z"))
            shape = SHAPES.get(name, (C,))
            variable = Variable(name, tuple(pick_term(random, scope, dimension) for dimension in shape))
            # Twice at most: the difference quotient of a difference quotient of … is noise.
            body = grown(random, depth - 1, scope, tuple(k for k in kinds if k != "derivative"))
            return Derivative(Derivative(body, variable) if random.random() < 0.3 else body, variable)


def points(random: Random, count: int, positive: bool = False) -> list[Point]:
    """Random points of small sizes, on and off the diagonals."""
    result = []
    for number in range(count):
        sizes = {"C": random.choice((1, 2, 3)), "H": random.choice((1, 2, 3))}
        values = {}
        for name, shape in SHAPES.items():
            places: list[tuple[int, ...]] = [()]
            for dimension in shape:
                places = [(*place, i) for place in places for i in range(1, sizes[dimension.name] + 1)]
            for at in places:
                drawn = random.uniform(0.2, 1.6)
                values[name, at] = drawn if positive or number % 3 == 0 else drawn * random.choice((-1, 1))
        labels: dict[tuple[str, tuple[int, ...]], int] = {}
        for place in range(1, sizes["H"] + 1):
            labels["n", (place,)] = random.randint(1, sizes["C"])
        indices = {index.name: random.randint(1, sizes[index.dimension.name]) for index in FREE}
        result.append(free_everywhere(Point(MODEL, sizes, values, labels, indices)))
    return result


def mapped(expression: Expression, function: Callable[[Expression], Expression]) -> Expression:
    """The expression with a function applied to each of its children."""
    match expression:
        case Add(parts) | Mul(parts):
            return type(expression)(tuple(map(function, parts)))
        case Power(base, exponent):
            return Power(function(base), exponent)
        case Function(name, argument):
            return Function(name, function(argument))
        case Sum(_, body) | Product(_, body):
            return replace(expression, body=function(body))
        case Derivative(body, variable):
            return Derivative(function(body), variable)
        case Apply(_, _, arguments, _):
            return replace(expression, arguments=tuple(replace(a, body=function(a.body)) for a in arguments))
        case _:
            return expression


def rewritten(random: Random, expression: Expression) -> Expression:
    """An expression of the same value, wherever both are defined."""
    new = mapped(expression, lambda child: rewritten(random, child))
    if random.random() < 0.3:
        return new
    match new:
        case Add(terms):
            return Add(terms[::-1])
        case Mul((Add(terms), other)) if random.random() < 0.5:
            return Add(tuple(Mul((other, term)) for term in terms))
        case Mul(factors):
            return Mul(factors[::-1])
        case Power(base, Number(value)) if value == 2:
            return Mul((base, base))
        case Power(base, Number(value)) if value == -2:
            return Mul((Power(base, integer(-1)), Power(base, integer(-1))))
        case Function("exp", Add(terms)):
            return Mul(tuple(Function("exp", term) for term in terms))
        case Function("sigma", argument):
            grown_up = Function("exp", argument)
            return Mul((grown_up, Power(Add((grown_up, integer(1))), integer(-1))))
        case Function("tanh", argument):
            return Mul((Function("sinh", argument), Power(Function("cosh", argument), integer(-1))))
        case Function("tan", argument):
            return Mul((Function("sin", argument), Power(Function("cos", argument), integer(-1))))
        case Sum(index, Add(terms)) if random.random() < 0.5:
            return Add(tuple(Sum(index, term) for term in terms))
        case Sum(index, body):
            fresh = Index(unused("k", frozenset("ijktpcn")), index.dimension)
            return Sum(fresh, substitute_indices(body, {index.name: fresh}))
        case _:
            return new


def mutated(random: Random, expression: Expression) -> Expression:
    """The expression with one change somewhere: a sign, an index, a factor, a number."""
    below = parts(expression)
    if below and random.random() < 0.75:
        chosen = random.randrange(len(below))
        counter = iter(range(len(below) + 1))
        return mapped(expression, lambda child: mutated(random, child) if next(counter) == chosen else child)
    match expression:
        case Mul(factors) if random.random() < 0.5:
            return Mul(factors[1:])
        case Add(terms) if random.random() < 0.5:
            return Add((Mul((integer(-1), terms[0])), *terms[1:]))
        case Sum(index, body) if random.random() < 0.5:
            return Sum(index, Mul((body, body)))
        case Variable(name, (first, *rest)) if isinstance(first, Index):
            other = Index({"t": "c", "c": "t"}.get(first.name, first.name), first.dimension)
            return Variable(name, (other, *rest))
        case Function("abs", argument) | Function("relu", argument):
            return argument
        case Power(base, _):
            return Power(base, integer(2)) if random.random() < 0.5 else Power(Power(base, integer(2)), HALF)
        case _:
            return Mul((integer(-1), expression)) if random.random() < 0.5 else Function("abs", expression)
