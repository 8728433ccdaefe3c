"""Normal forms written back as expressions."""

from __future__ import annotations

from gradproof.formula.expression import Delta, Expression, Sum, Variable
from gradproof.formula.to_text import to_text
from gradproof.proof.normal_form import normalize
from tests.proof.building import REGRESSION, C, diff, exp, i, j, k, log, model, num, over, plus, times, var


def written(expression: Expression) -> str:
    return to_text(normalize(expression, model()).expression)


def test_bound_indices_are_named_after_their_dimension() -> None:
    assert written(Sum(k, var("u", k))) == "sum(c: C; u[c])"
    free = type(k)("c", C)
    assert written(times(var("b", free), Sum(k, var("u", k)))) == "sum(c': C; u[c'])*b[c]"


def test_a_gradient_reads_well() -> None:
    text = to_text(normalize(diff(var("l"), var("b", j)), REGRESSION).expression)
    assert text.startswith("delta[j,t] - ")


def test_a_logarithm_shows_bars_only_where_they_matter() -> None:
    assert written(log(Sum(k, exp(var("u", k))))) == "log(sum(c: C; exp(u[c])))"
    assert written(log(var("x"))) == "log(abs(x))"


def test_writing_and_reading_again_changes_nothing() -> None:
    for expression in (
        Delta(i, j),
        over(num(1), plus(num(1), exp(var("x")), var("y"))),
        Sum(i, times(var("w", i, j), var("u", i))),
        Variable("x"),
    ):
        form = normalize(expression, model())
        assert normalize(form.expression, model()) == form
