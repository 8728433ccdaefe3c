"""Random trees such as `from_latex` makes: a strategy for each binding strength."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from gradproof.formula import tree as t
from gradproof.formula.grammar_calls import is_name
from gradproof.formula.tree import Operator, Tree
from gradproof.source import NOWHERE

letters = st.sampled_from(["a", "b", "f", "i", "j", "x", "sigma", "ell"])
symbols = st.builds(
    t.Symbol, letters, st.sampled_from(["", "", "bold", "cal"]), st.sampled_from([(), (), ("hat",), ("bar", "dot")]),
    st.just(NOWHERE),
)  # fmt: skip
values = st.sampled_from([Fraction(2), Fraction(17), Fraction(1, 2), Fraction(5, 4)])
numbers = st.builds(t.Number, values, st.just(NOWHERE))
plain_letters = st.builds(t.Symbol, st.sampled_from("ijk"), st.just(""), st.just(()), st.just(NOWHERE))
leaves = st.one_of(symbols, numbers, st.just(t.Mark("infty", NOWHERE)))
relations = st.sampled_from(["=", r"\neq", "<", r"\in"])
operators: st.SearchStrategy[Operator] = st.sampled_from(["", "", "", "cdot", "times", "odot", "*"])


def two(items: st.SearchStrategy[Tree], most: int = 3) -> st.SearchStrategy[tuple[Tree, ...]]:
    return st.lists(items, min_size=2, max_size=most).map(tuple)


def add(trees: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    term = st.tuples(st.sampled_from([1, -1, 0]), trees)
    several = st.lists(term, min_size=2, max_size=3).map(tuple)
    negated = trees.map(lambda tree: ((-1, tree),))
    return st.builds(t.Add, st.one_of(several, negated), st.just(NOWHERE))


@st.composite
def products(draw: st.DrawFn, trees: st.SearchStrategy[Tree]) -> Tree:
    factors = draw(two(trees))
    between = tuple(draw(operators) for _ in factors[1:])
    return t.Product(factors, between, NOWHERE)


@st.composite
def scripts(draw: st.DrawFn, trees: st.SearchStrategy[Tree]) -> Tree:
    base = draw(st.one_of(symbols, trees))
    below = draw(st.one_of(st.just(()), two(plain_letters), st.tuples(plain_letters)))
    above = draw(st.one_of(st.none(), trees, st.just(t.Transpose(NOWHERE))))
    primes = draw(st.integers(0, 2)) if isinstance(base, t.Symbol) else 0
    if not below and above is None and not primes:
        return base
    return t.Script(base, below, above, primes, NOWHERE)


@st.composite
def groups(draw: st.DrawFn, trees: st.SearchStrategy[Tree]) -> Tree:
    items = tuple(draw(st.lists(trees, min_size=1, max_size=3)))
    given = draw(st.one_of(st.just(()), st.tuples(trees)))
    return t.Group(draw(st.sampled_from(["(", "[", r"\{"])), items, given, NOWHERE)


@st.composite
def calls(draw: st.DrawFn, trees: st.SearchStrategy[Tree]) -> Tree:
    """A bracketed call, or a bare one of two factors, of which a bracket is the last and stands behind a name."""
    name = draw(st.sampled_from(["exp", "log", "tanh", "softmax"]))
    power = draw(st.sampled_from([None, None, t.Number(Fraction(2), NOWHERE)]))
    if draw(st.booleans()):
        return t.Call(name, (draw(trees),), power, (), 0, False, NOWHERE)
    first = draw(st.one_of(symbols, numbers))
    bracket = t.Group("(", (draw(trees),), (), NOWHERE)
    second = draw(st.one_of(symbols, st.just(bracket))) if is_name(first) else draw(symbols)
    return t.Call(name, (t.Product((first, second), ("",), NOWHERE),), power, (), 0, True, NOWHERE)


@st.composite
def big_operators(draw: st.DrawFn, trees: st.SearchStrategy[Tree]) -> Tree:
    index = draw(plain_letters)
    lower: Tree = index
    if draw(st.booleans()):
        lower = t.Chain((index, draw(st.one_of(plain_letters, numbers))), (draw(relations),), NOWHERE)
    upper = draw(st.one_of(st.none(), symbols))
    return t.BigOperator(draw(st.sampled_from(["sum", "prod", "max"])), (lower,), upper, draw(trees), NOWHERE)


@st.composite
def derivatives(draw: st.DrawFn, trees: st.SearchStrategy[Tree]) -> Tree:
    orders = draw(st.sampled_from([(1,), (1,), (2,), (1, 1)]))
    variables = tuple((draw(symbols), order) for order in orders)
    total = draw(st.booleans())
    if draw(st.booleans()):
        return t.Derivative(draw(trees), variables, None, total, False, False, NOWHERE)
    bracket = t.Group("(", (draw(trees),), (), NOWHERE)
    bare = draw(st.booleans())
    product = t.Product((draw(symbols), draw(symbols)), ("",), NOWHERE)
    operand = product if bare else draw(st.one_of(symbols, st.just(bracket)))
    gradient = draw(st.booleans())
    if gradient:
        variables = tuple((variable, 1) for variable, _ in variables[:1])
    return t.Derivative(None, variables, operand, total and not gradient, gradient, bare, NOWHERE)


@st.composite
def cases(draw: st.DrawFn, trees: st.SearchStrategy[Tree]) -> Tree:
    first = t.Chain((draw(plain_letters), draw(plain_letters)), (draw(relations),), NOWHERE)
    return t.Cases(((draw(trees), first), (draw(trees), None)), NOWHERE)


@st.composite
def wholes(draw: st.DrawFn, trees: st.SearchStrategy[Tree]) -> Tree:
    """Operands that enclose what they hold: fractions, bars, matrices, indicators."""
    one, other = draw(trees), draw(trees)
    condition = t.Chain((draw(plain_letters), draw(plain_letters)), ("=",), NOWHERE)
    kinds: list[Tree] = [
        t.Divide(one, other, NOWHERE), t.Norm(one, double=draw(st.booleans()), span=NOWHERE),
        t.Matrix(((one, other), (other, one)), "bmatrix", NOWHERE), t.Indicator(condition, NOWHERE),
        t.Call("sqrt", (one,), None, (), 0, False, NOWHERE),
    ]  # fmt: skip
    return draw(st.sampled_from(kinds))


def extended(trees: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    return st.one_of(
        add(trees), products(trees), scripts(trees), groups(trees), calls(trees), big_operators(trees),
        derivatives(trees), cases(trees), wholes(trees),
    )  # fmt: skip


terms: st.SearchStrategy[Tree] = st.recursive(leaves, extended, max_leaves=8)
formulas: st.SearchStrategy[Tree] = st.one_of(
    terms,
    st.builds(lambda left, right, relation: t.Chain((left, right), (relation,), NOWHERE), terms, terms, relations),
    st.builds(lambda right: t.Chain((None, right), ("=",), NOWHERE), terms),
)
