"""What SymPy makes of an expression at small sizes is what the numeric engine makes of it."""

from __future__ import annotations

import pytest
import sympy

from gradproof.formula.expression import (
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
    Label,
    Partial,
    Power,
    Product,
    Size,
    Sum,
)
from gradproof.proof.number import Real
from gradproof.proof.to_sympy import to_sympy
from tests.proof.building import C, D, N, d, exp, i, j, k, log, m, minus, neg, num, over, plus, softmax, t, times, var
from tests.proof.evaluating import close, value

SIZES = {"C": 3, "D": 2}
VALUES: dict[str, object] = {
    "u": ["1/2", "-1", "2"],
    "w": [["1/3", "2"], ["-1", "1/2"], ["3/2", "1"]],
    "x": ["1/5", "-2"],
    "y": "3/4",
}
INDICES = {"j": 2, "i": 1, "m": 2}
LABELS: dict[tuple[str, tuple[int, ...]], int] = {("t", ()): 3}

y = var("y")
EXPRESSIONS: tuple[Expression, ...] = (
    softmax("u", j),
    minus(Delta(j, t), softmax("u", j)),
    log(Sum(k, exp(var("u", k)))),
    Sum(d, times(var("w", t, d), var("x", d))),
    Sum(k, Sum(d, times(Delta(k, j), var("w", k, d), Power(var("x", d), num(2))))),
    times(Sum(j, var("u", j)), var("u", j)),  # the bound j is another one
    Product(k, plus(num(1), Power(var("u", k), num(2)))),
    over(Sum(k, var("u", k)), Size(C)),
    times(Constant("pi"), var("u", Fixed(1, C))),
    *(Function(name, y) for name in ("sigma", "tanh", "sinh", "cosh", "sin", "cos", "tan", "arctan", "softplus")),
    *(Function(name, neg(y)) for name in ("abs", "sign", "relu")),
    Power(y, num(1, 2)),
)
BODIES = (softmax("u", j), log(Sum(k, exp(var("u", k)))), times(var("u", j), Sum(k, times(var("u", k), var("u", k)))))


def numbers(expression: sympy.Expr) -> sympy.Expr:
    """The number that a SymPy expression is at the point."""
    names = {symbol.name: symbol for symbol in expression.atoms(sympy.Symbol)}
    sizes = {names[name]: size for name, size in SIZES.items() if name in names}
    places = {names[name]: place for name, place in (*INDICES.items(), ("t", 3)) if name in names}
    unrolled = expression.subs(sizes).subs(places).doit()
    unrolled = unrolled.replace(lambda e: isinstance(e, sympy.Indexed), entry)
    return unrolled.subs({symbol: sympy.Rational(3, 4) for symbol in unrolled.free_symbols}).doit()


def entry(component: sympy.Indexed) -> sympy.Rational:
    found = VALUES[str(component.base)]
    for place in component.indices:
        assert isinstance(found, list)
        found = found[int(place) - 1]
    assert isinstance(found, str)
    return sympy.Rational(found)


def engine(expression: Expression) -> Real:
    return value(expression, values=VALUES, sizes=SIZES, indices=INDICES, labels=LABELS)


@pytest.mark.parametrize("expression", EXPRESSIONS, ids=[str(n) for n in range(len(EXPRESSIONS))])
def test_unrolled_it_has_the_value_of_the_numeric_engine(expression: Expression) -> None:
    assert close(engine(expression), float(numbers(to_sympy(expression))), 1e-12)


@pytest.mark.parametrize("body", BODIES, ids=["softmax", "log-sum-exp", "cubic"])
def test_its_own_derivative_has_the_value_of_ours(body: Expression) -> None:
    """Unrolled first, then SymPy's diff by one component; our engine takes the derivative at symbolic indices."""
    form = to_sympy(body)
    names = {symbol.name: symbol for symbol in form.atoms(sympy.Symbol)}
    unrolled = form.subs({names["C"]: 3}).subs({names[n]: p for n, p in INDICES.items() if n in names}).doit()
    taken = sympy.diff(unrolled, sympy.IndexedBase("u", real=True)[1])
    assert close(engine(Derivative(body, var("u", i))), float(numbers(taken)), 1e-12)


def test_bound_indices_have_names_of_their_own() -> None:
    nested = Sum(j, times(var("u", j), Sum(j, var("u", j)), Delta(j, i)))
    form = to_sympy(times(nested, var("u", j)))
    bound = [str(limits[0]) for total in form.atoms(sympy.Sum) for limits in total.limits]
    assert sorted(bound) == ["j'", "j''"]


def test_labels_of_data_points_are_components_of_integers() -> None:
    row = Index("n", N)
    form = to_sympy(Sum(row, var("u", Label("t", (row,), C))))
    assert str(form) == "Sum(u[t[n]], (n, 1, N))"


def test_abstract_functions_and_their_derivatives() -> None:
    scalar = Apply("f", (), (Argument((), times(num(2), y)),), (Partial(0, ()),))
    z = sympy.Symbol("z", real=True)
    sine = to_sympy(scalar).replace(sympy.Function("f"), sympy.Lambda(z, sympy.sin(z))).doit()
    assert sine == sympy.cos(2 * sympy.Symbol("y", real=True))
    whole = Apply("L", (), (Argument((k,), var("u", k)),), (Partial(0, (j,)),))
    assert str(to_sympy(whole)) == "L_1(Lambda(k, u[k]), j)"


def test_a_derivative_is_left_to_be_taken() -> None:
    assert str(to_sympy(Derivative(Power(y, num(2)), y))) == "Derivative(y**2, y)"
    assert to_sympy(Derivative(Power(y, num(2)), y)).doit() == 2 * sympy.Symbol("y", real=True)
    assert str(to_sympy(Derivative(var("L"), var("u", j)))) == "Derivative(L(u[j]), u[j])"
    assert Dimension("D") == D
    assert m.dimension == D
