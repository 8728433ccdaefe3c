"""Properties of the algebra over random typed expressions, against evaluation in floating point."""

from __future__ import annotations

from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gradproof.formula.expression import Derivative, Equation, Expression, Index, Variable
from gradproof.proof.budget import BudgetExceeded
from gradproof.proof.differentiate import differentiate
from gradproof.proof.limits import Budget, Undefined
from gradproof.proof.normal_form import normalize, prove_equal
from tests.proof.floats import NoValue, Point, close, value
from tests.proof.random_terms import FREE, MODEL, C, H, grown, label, mutated, points, rewritten

BUDGET = Budget(terms=8_000, rewrites=8_000)
SEEDS = st.integers(0, 10**9)
SMOOTH = ("add", "add", "mul", "mul", "sum", "sum", "exp", "sigma", "delta", "inverse", "softmax", "square", "root",
          "log", "abs", "circular", "apply", "product", "negative", "cases")  # fmt: skip
BY = (
    Variable("u", (FREE[2],)),
    Variable("s"),
    Variable("h", (FREE[1],)),
    Variable("w", (FREE[0], FREE[1])),
    Variable("z", (Index("t", C),)),
    Variable("u", (label(Index("p", H)),)),
)
many = settings(max_examples=250, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])


def values(left: Expression, right: Expression, at: list[Point]) -> list[tuple[float, float]]:
    result = []
    for point in at:
        try:
            result.append((value(left, point), value(right, point)))
        except (NoValue, OverflowError):
            continue
    return result


@many
@given(SEEDS, st.integers(2, 5))
def test_the_normal_form_has_the_value_of_the_expression(seed: int, depth: int) -> None:
    random = Random(seed)
    expression = grown(random, depth)
    try:
        form = normalize(expression, MODEL, (), BUDGET)
    except (BudgetExceeded, Undefined):
        return
    for before, after in values(expression, form.expression, points(random, 4)):
        assert close(before, after, 1e-5)


@many
@given(SEEDS, st.integers(2, 5))
def test_an_expression_equals_its_rewriting(seed: int, depth: int) -> None:
    random = Random(seed)
    expression = grown(random, depth)
    other = rewritten(random, expression)
    equality = prove_equal(Equation(expression, other), MODEL, BUDGET)
    # What has no value anywhere, such as 1/(b - b), or is too large, is not judged.
    assert equality.equal or equality.why_not != "the two sides have different normal forms"


@many
@given(SEEDS, st.integers(1, 4))
def test_a_mutant_that_is_proved_has_equal_values(seed: int, depth: int) -> None:
    random = Random(seed)
    expression = grown(random, depth)
    mutant = mutated(random, expression)
    if prove_equal(Equation(expression, mutant), MODEL, BUDGET).equal:
        for left, right in values(expression, mutant, points(random, 6) + points(random, 3, positive=True)):
            assert close(left, right, 1e-5)


@many
@given(SEEDS, st.integers(1, 4), st.sampled_from(BY))
def test_the_derivative_is_the_slope(seed: int, depth: int, by: Variable) -> None:
    random = Random(seed)
    body = grown(random, depth, kinds=SMOOTH)
    try:
        derived = differentiate(body, by, MODEL)
        form = normalize(Derivative(body, by), MODEL, (), BUDGET)
    except (BudgetExceeded, Undefined):
        return
    if isinstance(derived, Derivative):
        return
    for point in points(random, 3):
        try:
            slope, exact = value(Derivative(body, by), point), value(derived, point)
        except (NoValue, OverflowError):
            continue
        if abs(slope) < 1e3:
            assert close(slope, exact, 1e-3)
        for before, after in values(derived, form.expression, [point]):
            assert close(before, after, 1e-5)
