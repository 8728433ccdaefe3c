"""Random typed expressions against themselves rewritten, and derivatives against difference quotients."""

from __future__ import annotations

from fractions import Fraction

import flint
from flint import arb, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from gradproof.formula.expression import (
    Add,
    Delta,
    Derivative,
    Equation,
    Expression,
    Function,
    Index,
    Mul,
    Number,
    Power,
    Sum,
    Variable,
)
from gradproof.proof.evaluate import compile_equation, evaluate
from gradproof.proof.number import Undefined, Unsettled
from gradproof.proof.point import Point
from gradproof.proof.refute import Agreement, agrees, search
from gradproof.proof.verdict import Counterexample
from tests.proof.building import C, define, minus, model, neg, num, plus, times, var

i, j, k = (Index(name, C) for name in "ijk")
GIVEN = model(
    define("u", (j,), plus(times(var("w", j), var("a")), var("b"))),
    define("z", (), Sum(k, Function("sigma", var("u", k)))),
)
INDICES = st.sampled_from((i, j, k))
LEAVES = st.one_of(
    st.fractions(-3, 3, max_denominator=3).map(Number),
    st.sampled_from((var("a"), var("b"), var("z"))),
    st.builds(var, st.sampled_from(("w", "u")), INDICES),
    st.builds(Delta, INDICES, INDICES),
)
BY = st.one_of(st.sampled_from((var("a"), var("b"), var("z"))), st.builds(var, st.sampled_from(("w", "u")), INDICES))


def bigger(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    pairs = st.tuples(inner, inner)
    return st.one_of(
        pairs.map(Add),
        pairs.map(Mul),
        st.builds(Function, st.sampled_from(("exp", "sigma", "tanh", "sin", "softplus", "arctan")), inner),
        st.builds(Sum, INDICES, inner),
        st.builds(Power, inner, st.sampled_from((num(2), num(3), num(-1)))),
        st.builds(Derivative, inner.filter(lambda body: not isinstance(body, Variable)), BY),
    )


EXPRESSIONS: st.SearchStrategy[Expression] = st.recursive(LEAVES, bigger, max_leaves=8)


def rewritten(expression: Expression) -> Expression:
    """The same value in other words: exchanged, distributed, renamed, by the rules of the functions."""
    match expression:
        case Add(terms):
            return plus(*(rewritten(term) for term in reversed(terms)), num(1), num(-1))
        case Mul((a, Add(terms))):
            return Add(tuple(Mul((rewritten(term), rewritten(a))) for term in terms))
        case Mul(factors):
            return neg(Mul((num(-1), *(rewritten(factor) for factor in reversed(factors)))))
        case Function("sigma", argument):
            return minus(num(1), Function("sigma", neg(rewritten(argument))))
        case Function("tanh", argument):
            twice = times(num(2), rewritten(argument))
            return minus(times(num(2), Function("sigma", twice)), num(1))
        case Function("exp", argument):
            return Power(Function("exp", neg(rewritten(argument))), num(-1))
        case Function("softplus", argument):
            return Function("log", plus(Function("exp", rewritten(argument)), num(1)))
        case Function(name, argument):
            return Function(name, rewritten(argument))
        case Power(base, Number(value)) if value == 2:
            return times(rewritten(base), rewritten(base))
        case Power(base, exponent):
            return Power(rewritten(base), exponent)
        case Sum(index, body):
            return Sum(index, rewritten(body))
        case Derivative(body, variable):
            return plus(Derivative(rewritten(body), variable), num(0))
        case _:
            return expression


@settings(max_examples=150)
@given(EXPRESSIONS)
def test_an_expression_is_never_refuted_against_itself_rewritten(expression: Expression) -> None:
    equation = Equation(expression, rewritten(expression))
    for answer in (agrees(equation, GIVEN), search(equation, GIVEN)):
        assert isinstance(answer, Agreement)


@settings(max_examples=100)
@given(EXPRESSIONS, st.fractions(Fraction(1, 1000), 2, max_denominator=1000))
def test_a_number_more_is_refuted_wherever_there_is_a_value(expression: Expression, more: Fraction) -> None:
    answer = search(Equation(expression, plus(rewritten(expression), Number(more))), GIVEN)
    assert isinstance(answer, Counterexample) or answer.defined == 0 or answer.exhausted


@settings(max_examples=100)
@given(EXPRESSIONS, st.sampled_from(("a", "b")))
def test_a_derivative_is_the_limit_of_difference_quotients(expression: Expression, by: str) -> None:
    program = compile_equation(Equation(Derivative(Mul((num(1), expression)), var(by)), expression), GIVEN)
    values = {("a", ()): fmpq(1, 3), ("b", ()): fmpq(-2, 5), ("w", (1,)): fmpq(3, 7), ("w", (2,)): fmpq(-1, 2)}
    step = fmpq(1, 10**20)
    indices = dict.fromkeys(program.occurrences.free, 2)

    def sides(value: fmpq) -> tuple[arb, arb]:
        left, right = evaluate(program, Point({"C": 2}, {**values, (by, ()): value}), indices)
        return arb(left), arb(right)

    at = values[by, ()]
    with flint.ctx.workprec(300):
        try:
            slope, _ = sides(at)
            quotient = (sides(at + step)[1] - sides(at - step)[1]) / (2 * step)
        except (Undefined, Unsettled):
            return
        assert abs(float(slope - quotient)) <= 1e-12 * (1 + abs(float(slope)))
