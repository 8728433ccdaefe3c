"""Expressions in a page's spelling."""

from __future__ import annotations

import pytest

from gradproof.document.given import environment_of
from gradproof.formula.environment import Environment
from gradproof.formula.expression import Add, Dimension, Expression, Function, Index, Mul, Sum, Variable, integer
from gradproof.formula.spelling import spelled, whole

C, D = Dimension("C"), Dimension("D")
j, m, n = Index("j", C), Index("m", D), Index("n", D)
w, x = Variable("w", (j, m)), Variable("x", (m,))
PAGE = environment_of([r"u_j = \mathbf{w}_j^T \mathbf{x} + b_j", "f(z) = z^2", "y = c f(c)"])


def minus_one(variable: Variable) -> Expression:
    return Add((integer(1), Mul((integer(-1), variable))))


def test_wholes_are_bold_where_the_page_has_them_bold() -> None:
    assert spelled(Variable("w", (j,)), PAGE) == r"\mathbf{w}_j"
    assert spelled(Variable("x"), PAGE) == r"\mathbf{x}"
    assert spelled(w, PAGE) == "w_{jm}"
    assert spelled(Variable("x"), Environment()) == "x"


def test_a_dot_stands_only_before_what_could_be_an_argument() -> None:
    b = Variable("b", (j,))
    assert spelled(Mul((b, minus_one(b))), PAGE) == "b_j (1 - b_j)"
    assert spelled(Mul((Variable("f"), minus_one(Variable("f")))), PAGE) == r"f \cdot (1 - f)"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (x, "x"),
        (Mul((integer(2), x)), "2 x"),
        (Add((x, Mul((Variable("b", (j,)), w)))), "x + b_j w_j"),
        (Sum(j, Mul((Variable("b", (j,)), w))), r"\sum_{j = 1}^C b_j w_j"),
        (Mul((x, x)), None),
        (Add((x, integer(1))), None),
        (Function("exp", x), None),
        (Sum(m, x), None),
        (Variable("A", (m, j)), None),
        (Variable("A", (m, m)), None),
    ],
)
def test_an_axis_is_left_out_where_it_stands_last_in_one_factor_of_each_term(
    body: Expression, expected: str | None
) -> None:
    found = whole(body, (m,))
    assert expected == (None if found is None else spelled(found, Environment()))


def test_two_axes_are_left_out_together() -> None:
    assert whole(Variable("A", (m, n)), (m, n)) == Variable("A")
    assert whole(Mul((Variable("b", (m,)), Variable("x", (n,)))), (m, n)) == Mul((Variable("b"), Variable("x")))
