"""Random typed expressions over three dimensions, and points to evaluate them at, for the differential tests."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from mpmath import mpf  # type: ignore[import-untyped]

from gradproof.formula.expression import (
    ONE,
    Apply,
    Argument,
    Definition,
    Delta,
    Derivative,
    Dimension,
    Expression,
    Fixed,
    Function,
    Index,
    IndexTerm,
    Label,
    Model,
    Number,
    Partial,
    Power,
    Product,
    Size,
    Sum,
    Variable,
    integer,
)
from gradproof.proof.sample import chance_from
from tests.proof.building import define, minus, num, over, plus, softmax, times
from tests.proof.digits import Place, World

C, D, H = Dimension("C"), Dimension("D"), Dimension("H")
T = Label("t", (), C)
FREE = (Index("i", C), Index("j", C), Index("d", D), Index("n", H))
NAMES = {"C": ("i", "j", "k"), "D": ("d", "k"), "H": ("n", "k")}
SHAPES = {"x": (D,), "u": (C,), "w": (C, D), "g": (H, H), "v": (C, C), "a": (), "b": ()}
i, j, k = (Index(name, C) for name in "ijk")
d = Index("d", D)
MODEL = Model(
    {
        "z": define("z", (k,), plus(Sum(d, times(Variable("w", (k, d)), Variable("x", (d,)))), Variable("u", (k,)))),
        "p": define("p", (i,), softmax("z", i)),
        "l": define("l", (), Function("log", Variable("p", (T,)))),
        "s": Definition("s", (), (), times(Variable("a"), Function("sigma", Variable("b")))),
    },
    SHAPES,
    {"t": (C,), "c": (H, C)},
)
DEFINED = {"z": (C,), "p": (C,), "l": (), "s": ()}
SMALL = (num(2), num(-1), num(1, 2), num(3), num(-2, 3), Size(C), Size(H))
ROOTS = (Fraction(1, 2), Fraction(3, 2), Fraction(-1, 2), Fraction(1, 3), Fraction(2, 3))
SMOOTH = ("exp", "sigma", "tanh", "softplus", "cosh", "sinh", "sin", "cos", "arctan")


class Grower:
    """Grows random expressions from one seed."""

    def __init__(self, seed: int, kinds: tuple[str, ...] = ()) -> None:
        self.random = chance_from(seed)
        self.kinds = kinds or KINDS

    def term(self, dimension: Dimension, scope: tuple[Index, ...]) -> IndexTerm:
        """An index term; an inner binding shadows an outer one of the same name."""
        visible = {index.name: index for index in scope}
        fitting: list[IndexTerm] = [index for index in visible.values() if index.dimension == dimension]
        if dimension == C:
            fitting.append(T)
            fitting += [Label("c", (index,), C) for index in visible.values() if index.dimension == H][:1]
        if self.random.random() < 0.08 or not fitting:
            return Fixed(self.random.choice((1, 2)), dimension)
        return self.random.choice(fitting)

    def symbol(self, scope: tuple[Index, ...], names: dict[str, tuple[Dimension, ...]]) -> Variable:
        name = self.random.choice(sorted(names))
        return Variable(name, tuple(self.term(dimension, scope) for dimension in names[name]))

    def leaf(self, scope: tuple[Index, ...]) -> Expression:
        chance = self.random.random()
        if chance < 0.15:
            return self.random.choice(SMALL)
        return self.symbol(scope, DEFINED if chance < 0.3 else SHAPES)

    def delta(self, scope: tuple[Index, ...]) -> Delta:
        dimension = self.random.choice((C, C, H))
        return Delta(self.term(dimension, scope), self.term(dimension, scope))

    def of(self, depth: int, scope: tuple[Index, ...] = FREE) -> Expression:
        """An expression nested `depth` deep at most."""
        if depth == 0 or self.random.random() < 0.1:
            return self.leaf(scope)
        return getattr(self, "_" + self.random.choice(self.kinds))(depth - 1, scope)  # type: ignore[no-any-return]

    def bound(self, scope: tuple[Index, ...]) -> tuple[Index, tuple[Index, ...]]:
        dimension = self.random.choice((C, D, H))
        index = Index(self.random.choice(NAMES[dimension.name]), dimension)
        return index, (*(other for other in scope if other.name != index.name), index)

    def _add(self, depth: int, scope: tuple[Index, ...]) -> Expression:
        return plus(self.of(depth, scope), times(num(self.random.choice((1, -1, 2))), self.of(depth, scope)))

    def _mul(self, depth: int, scope: tuple[Index, ...]) -> Expression:
        return times(self.of(depth, scope), self.of(depth, scope))

    def _sum(self, depth: int, scope: tuple[Index, ...]) -> Expression:
        index, below = self.bound(scope)
        return Sum(index, self.of(depth, below))

    def _product(self, depth: int, scope: tuple[Index, ...]) -> Expression:
        index, below = self.bound(scope)
        return Product(index, self.of(depth, below))

    def _smooth(self, depth: int, scope: tuple[Index, ...]) -> Expression:
        return Function(self.random.choice(SMOOTH), self.of(depth, scope))

    def _kinked(self, depth: int, scope: tuple[Index, ...]) -> Expression:
        return Function(self.random.choice(("abs", "sign", "relu")), self.of(depth, scope))

    def _log(self, depth: int, scope: tuple[Index, ...]) -> Expression:
        return Function("log", self.of(depth, scope))

    def _root(self, depth: int, scope: tuple[Index, ...]) -> Expression:
        return Power(self.of(depth, scope), Number(self.random.choice(ROOTS)))

    def _power(self, depth: int, scope: tuple[Index, ...]) -> Expression:
        return Power(self.of(depth, scope), integer(self.random.choice((2, 2, 3, -1, -2, 0))))

    def _symbolic(self, depth: int, scope: tuple[Index, ...]) -> Expression:
        exponent = self.random.choice((Variable("a"), Size(C), plus(Variable("a"), ONE), self.delta(scope)))
        return Power(self.of(depth, scope), exponent)

    def _inverse(self, depth: int, scope: tuple[Index, ...]) -> Expression:
        count = self.random.choice((2, 2, 3, 4))
        return Power(plus(*(self.of(depth // 2, scope) for _ in range(count))), integer(-1))

    def _softmax(self, depth: int, scope: tuple[Index, ...]) -> Expression:
        index, below = self.bound(scope)
        return over(self.of(depth, scope), Sum(index, Function("exp", self.of(depth, below))))

    def _cases(self, depth: int, scope: tuple[Index, ...]) -> Expression:
        delta = self.delta(scope)
        return plus(times(delta, self.of(depth, scope)), times(minus(ONE, delta), self.of(depth, scope)))

    def _chosen(self, depth: int, scope: tuple[Index, ...]) -> Expression:
        return times(self.delta(scope), self.of(depth, scope))

    def _derivative(self, depth: int, scope: tuple[Index, ...]) -> Expression:
        body = self.of(depth, scope)
        by = self.symbol(scope, {**SHAPES, "z": (C,), "s": ()})
        return Derivative(times(ONE, body), by)

    def _apply(self, depth: int, scope: tuple[Index, ...]) -> Expression:
        index, below = self.bound(scope)
        partials = (Partial(0, (self.term(index.dimension, scope),)),) if self.random.random() < 0.4 else ()
        return Apply("F", (), (Argument((index,), self.of(depth, below)), Argument((), self.leaf(scope))), partials)


KINDS = (
    "add", "add", "mul", "mul", "sum", "sum", "sum", "smooth", "smooth", "kinked", "log", "root", "power", "power",
    "symbolic", "inverse", "inverse", "softmax", "cases", "chosen", "derivative", "derivative", "apply", "product",
)  # fmt: skip
TAME = ("add", "add", "mul", "mul", "sum", "sum", "smooth", "power", "inverse", "softmax", "cases", "derivative")


def point(seed: int) -> tuple[World, dict[str, int]]:
    """A world with small sizes, some of the values 0 or equal, and values of the free indices."""
    random = chance_from(seed)
    sizes = {"C": random.choice((2, 3)), "D": random.choice((2, 3)), "H": random.choice((2, 3))}
    positive, special = random.random() < 0.5, random.choice((0.0, 0.0, 0.25))

    def drawn() -> mpf:
        if random.random() < special:
            return mpf(random.choice((0, 1, -1, 0)))
        size = mpf(random.randint(20, 160)) / 97
        return size if positive or random.random() < 0.5 else -size

    values = {
        (name, place): drawn()
        for name, shape in SHAPES.items()
        for place in product(*(range(1, sizes[dimension.name] + 1) for dimension in shape))
    }
    labels: dict[tuple[str, Place], int] = {("t", ()): random.randint(1, sizes["C"])}
    labels |= {("c", (n,)): random.randint(1, sizes["C"]) for n in range(1, sizes["H"] + 1)}
    return World(MODEL, sizes, values, labels), {x.name: random.randint(1, sizes[x.dimension.name]) for x in FREE}
