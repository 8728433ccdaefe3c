"""Derivatives in readable form: never another value, in the order of the page's own symbols."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradproof.formula.expression import (
    Add,
    Derivative,
    Equation,
    Expression,
    Function,
    Model,
    Mul,
    Power,
    Sum,
    Variable,
)
from gradproof.formula.rename import walk
from gradproof.formula.to_text import to_text
from gradproof.proof.derive import derive
from gradproof.proof.limits import Undefined
from gradproof.proof.normal_form import prove_equal
from gradproof.proof.refute import agrees
from gradproof.proof.verdict import Counterexample
from tests.proof.building import (
    NETWORK,
    REGRESSION,
    C,
    define,
    diff,
    exp,
    i,
    j,
    k,
    log,
    m,
    minus,
    model,
    n,
    num,
    over,
    var,
)
from tests.proof.claims import RIGHT

LEAVES = st.sampled_from(
    [var("u", j), var("p", j), var("u", k), var("l"), var("s"), num(2), num(-1, 3), Sum(k, var("p", k)), var("w", j, m)]
)

VARIABLES = [var("u", i), var("w", i, m), var("s"), var("u", j)]


def bigger(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    pairs = st.tuples(inner, inner)
    return st.one_of(
        st.builds(Add, pairs),
        st.builds(Mul, pairs),
        st.builds(lambda e: Power(e, num(2)), inner),
        st.builds(Function, st.sampled_from(["exp", "sigma", "tanh"]), inner),
        st.builds(lambda e: Sum(j, e), inner),
        st.builds(lambda e: Function("log", Add((num(2), Function("exp", e)))), inner),
    )


@settings(max_examples=40)
@given(st.recursive(LEAVES, bigger, max_leaves=5), st.sampled_from(VARIABLES))
def test_a_derivative_of_anything_is_proved_and_agrees_with_the_numbers(body: Expression, by: Variable) -> None:
    asked = Derivative(Add((body, num(0))), by)
    try:
        found = derive(asked, REGRESSION)
    except Undefined:
        return
    assert prove_equal(Equation(asked, found), REGRESSION).equal
    assert not isinstance(agrees(Equation(asked, found), REGRESSION), Counterexample)
    assert not any(isinstance(node, Derivative) for node in walk(found))


@pytest.mark.parametrize("name", sorted(name for name, (_, e) in RIGHT.items() if isinstance(e.left, Derivative)))
def test_each_exercise_is_solved(name: str) -> None:
    given_model, equation = RIGHT[name]
    found = derive(equation.left, given_model, equation.conditions)
    assert prove_equal(Equation(found, equation.right, equation.conditions), given_model).equal


def test_free_indices_keep_their_names_and_the_first_one_stays() -> None:
    assert to_text(derive(diff(var("p", j), var("u", i)), REGRESSION)) == "p[j]*(delta[i,j] - p[i])"
    assert to_text(derive(diff(var("p", i), var("u", j)), REGRESSION)) == "p[i]*(delta[i,j] - p[j])"


def test_bound_indices_take_the_letters_of_the_page_that_are_not_in_use() -> None:
    found = derive(diff(var("l"), var("h", n)), NETWORK)
    assert to_text(found) == "w[t,n] - sum(j: C; p[j]*w[j,n])"
    kept = derive(diff(Mul((var("l"), var("u", j))), var("h", n)), NETWORK)
    assert {node.index.name for node in walk(kept) if isinstance(node, Sum)} == {"k"}


def test_a_definition_beside_the_way_is_put_back_too() -> None:
    beside = model(
        define("f", (), log(Sum(k, exp(var("u", k))))),
        define("p", (j,), over(exp(var("u", j)), Sum(k, exp(var("u", k))))),
    )
    assert to_text(derive(diff(var("f"), var("u", j)), beside)) == "p[j]"


def test_a_derivative_by_a_defined_symbol_takes_it_as_the_variable() -> None:
    assert to_text(derive(diff(var("u", j), var("b", j)), REGRESSION)) == "1"
    assert to_text(derive(diff(var("u", j), var("u", i)), REGRESSION)) == "delta[i,j]"


def test_nothing_known_stays_as_it_is() -> None:
    unknown = Derivative(Variable("L"), var("u", j))
    assert derive(unknown, Model({}, {"L": (), "u": (C,)}, {})) == unknown


def test_sums_that_differ_in_one_factor_stand_under_one_sum() -> None:
    squares = model(define("e", (), Sum(j, Power(minus(var("y", j), var("t", j)), num(2)))))
    assert to_text(derive(diff(var("e"), var("c")), squares)) == "0"
    assert to_text(derive(Sum(j, diff(var("e"), var("y", j))), squares)) == "2*sum(j: C; y[j] - t[j])"
