from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradproof.formula.expression import (
    Add,
    Definition,
    Expression,
    Function,
    Index,
    Label,
    Mul,
    Number,
    Power,
    Size,
    Sum,
    Variable,
    integer,
)
from gradproof.program.canonical import canonical
from gradproof.program.derived import GenerationError
from gradproof.program.indices import key
from gradproof.program.stable import nonpositive, softmax_of, stabilise
from gradproof.program.to_text import to_text
from tests.program.models import C, exp, j, k, log, minus, over, square, t, var

s = var("s")
u, softmax = var("u", j), over(exp(var("u", j)), Sum(k, exp(var("u", k))))
sigmoid = over(integer(1), Add((integer(1), exp(minus(s)))))
one = integer(1)


@pytest.mark.parametrize(
    ("written", "stable"),
    [
        (softmax, "exp(u_j − log(Σ_k exp(u_k)))"),
        (over(exp(Add((u, var("m")))), Sum(k, exp(Add((var("u", k), var("m")))))), "exp(u_j − log(Σ_k exp(u_k)))"),
        (over(one, Sum(k, exp(Add((var("u", k), minus(u)))))), "exp(u_j − log(Σ_k exp(u_k)))"),
        (log(softmax), "u_j − log(Σ_k exp(u_k))"),
        (sigmoid, "σ(s)"),
        (over(exp(s), Add((one, exp(s)))), "σ(s)"),
        (over(exp(minus(s)), square(Add((one, exp(minus(s)))))), "σ(−s) σ(s)"),
        (log(sigmoid), "−softplus(−s)"),
        (log(Add((one, minus(sigmoid)))), "−softplus(s)"),
        (log(Add((one, exp(s)))), "softplus(s)"),
        (over(Add((exp(s), minus(exp(minus(s))))), Add((exp(s), exp(minus(s))))), "tanh(s)"),
        (over(one, Add((exp(s), exp(minus(s))))), None),
        (exp(Mul((integer(-2), square(s)))), "exp(−2 s²)"),
        (log(square(s)), "log(s²)"),
    ],
)
def test_formulas_are_brought_into_the_log_domain(written: Expression, stable: str | None) -> None:
    if stable is None:
        with pytest.raises(GenerationError, match="can overflow"):
            stabilise(written, {}, frozenset(), "here")
    else:
        assert to_text(stabilise(written, {}, frozenset(), "here")) == stable


@pytest.mark.parametrize(
    "raw",
    [
        exp(s),
        Sum(k, exp(var("u", k))),
        over(one, Add((integer(2), exp(s)))),
        log(Add((integer(2), exp(s)))),
        over(exp(u), exp(s)),
        Function("sinh", s),
        log(Function("tanh", s)),
        Mul((exp(s), sigmoid)),
    ],
)
def test_what_stays_unguarded_is_refused_with_its_line(raw: Expression) -> None:
    with pytest.raises(GenerationError, match=r"2\(b\): .* can overflow"):
        stabilise(raw, {}, frozenset(), "2(b)")


def test_an_exponential_of_the_loss_itself_may_overflow_with_it() -> None:
    assert stabilise(exp(s), {}, frozenset({key(exp(s))}), "here") == exp(s)


def test_definitions_are_seen_through_under_log_and_in_denominators() -> None:
    definitions = {
        "p": Definition("p", (j,), (), softmax),
        "Z": Definition("Z", (), (), Sum(k, exp(var("u", k)))),
        "h": Definition("h", (), (), sigmoid),
        "y": Definition("y", (), (), Add((Mul((var("w"), var("h"))), one))),
    }

    def stable(expression: Expression) -> str:
        return to_text(stabilise(expression, definitions, frozenset(), "here"))

    assert stable(log(var("p", t))) == "u_t − log(Σ_k exp(u_k))"
    assert stable(over(exp(u), var("Z"))) == "exp(u_j − log(Σ_k exp(u_k)))"
    assert stable(log(var("Z"))) == "log(Σ_k exp(u_k))"
    assert stable(log(Add((one, minus(var("h")))))) == "−softplus(s)"
    assert stable(Mul((var("h"), Add((one, minus(var("h"))))))) == "h (1 − h)"
    assert stable(log(var("y"))) == "log(y)"  # affine: nothing rounds to 0 in it


def test_the_softmax_is_told_by_its_form_alone() -> None:
    found = softmax_of(canonical(over(exp(var("z", j)), Sum(k, exp(var("z", k))))))
    assert found is not None
    assert to_text(found[0]) == "z_j"
    assert softmax_of(canonical(over(exp(var("z", j)), Sum(k, exp(var("y", k)))))) is None
    other = Index("j", C)
    assert softmax_of(canonical(over(exp(var("z", Label("t", (other,), C))), Sum(k, exp(var("z", k)))))) is not None


def test_what_is_plainly_never_positive() -> None:
    assert nonpositive(canonical(minus(square(s))))
    assert nonpositive(canonical(Mul((integer(-3), Function("softplus", s)))))
    assert not nonpositive(s)
    assert not nonpositive(minus(s))
    assert not nonpositive(Power(s, integer(3)))


atoms = st.sampled_from([s, var("a"), u, var("u", k), one, integer(-2)])
terms = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(Add),
        st.tuples(inner, inner).map(Mul),
        inner.map(exp),
        inner.map(square),
        inner.map(lambda body: Sum(k, body)),
    ),
    max_leaves=6,
)


@given(terms)
def test_the_canonical_form_is_its_own(expression: Expression) -> None:
    once = canonical(expression)
    assert key(canonical(once)) == key(once)


@given(terms, terms)
def test_order_does_not_matter(left: Expression, right: Expression) -> None:
    assert key(canonical(Add((left, right)))) == key(canonical(Add((right, left))))
    assert key(canonical(Mul((left, right)))) == key(canonical(Mul((right, left))))
    assert isinstance(canonical(Variable("x")), Variable)


def test_a_variance_by_the_difference_of_moments_is_refused_under_a_root() -> None:
    """In floating point E[x²] − E[x]² can be below 0, and its root is then no number."""
    x, n = var("x", j), Mul((Power(Size(C), integer(-1)), Sum(j, square(var("x", j)))))
    mean = Mul((Power(Size(C), integer(-1)), Sum(j, x)))
    moments = Definition("v", (), (), Add((n, minus(square(var("m"))))))
    squares = Definition("v", (), (), Sum(j, square(Add((x, minus(var("m")))))))
    centre = Definition("m", (), (), mean)
    root = Power(Add((var("v"), var("epsilon"))), Number(Fraction(-1, 2)))
    with pytest.raises(GenerationError, match="mean of squared distances"):
        stabilise(root, {"v": moments, "m": centre}, frozenset(), "here")
    assert to_text(stabilise(root, {"v": squares, "m": centre}, frozenset(), "here")) == "(epsilon + v)^(-1/2)"


def test_a_root_of_a_difference_of_other_things_is_the_authors_affair() -> None:
    inside = Add((one, minus(Sum(j, square(var("x", j))))))
    assert to_text(stabilise(Power(inside, Number(Fraction(1, 2))), {}, frozenset(), "here"))
