"""The order of places in the normal form: its rules, and that they never call what differs equal."""

from __future__ import annotations

from itertools import permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradproof.formula.expression import (
    ONE,
    ZERO,
    Add,
    Delta,
    Dimension,
    Equation,
    Expression,
    Fixed,
    Function,
    Index,
    IndexTerm,
    Last,
    Model,
    Mul,
    Order,
    Power,
    Sum,
    Variable,
    integer,
)
from gradproof.proof.normal_form import prove_equal
from gradproof.proof.refute import search
from gradproof.proof.verdict import Counterexample
from gradproof.proofread import prove

N = Dimension("n")
H, J, K, T = (Index(letter, N) for letter in "ijkt")
LAST, FIRST = Last(N), Fixed(1, N)
MODEL = Model({}, {"a": (N,), "b": (N,), "c": (N, N), "y": ()}, {})


def at(name: str, *indices: IndexTerm) -> Expression:
    return Variable(name, indices)


def minus(expression: Expression) -> Expression:
    return Mul((integer(-1), expression))


def over(body: Expression, *indices: Index) -> Expression:
    for index in reversed(indices):
        body = Sum(index, body)
    return body


def upto(left: IndexTerm, right: IndexTerm) -> Expression:
    return Add((ONE, minus(Order(right, left))))


def proved(left: Expression, right: Expression) -> bool:
    return prove_equal(Equation(left, right), MODEL).equal


EQUAL: dict[str, tuple[Expression, Expression]] = {
    "one of three": (Add((Order(H, J), Order(J, H), Delta(H, J))), ONE),
    "idempotent": (Mul((Order(H, J), Order(H, J))), Order(H, J)),
    "not both": (Mul((Order(H, J), Order(J, H))), ZERO),
    "transitive": (Mul((Order(H, J), Order(J, K), Order(H, K))), Mul((Order(H, J), Order(J, K)))),
    "no circle": (Mul((Order(H, J), Order(J, K), Order(K, H))), ZERO),
    "nothing before the first": (Order(H, FIRST), ZERO),
    "nothing behind the last": (Order(LAST, H), ZERO),
    "before the last": (Order(H, LAST), Add((ONE, minus(Delta(H, LAST))))),
    "before the third": (Order(H, Fixed(3, N)), Add((Delta(H, FIRST), Delta(H, Fixed(2, N))))),
    "within a function": (
        Function("exp", Mul((Order(H, J), at("y")))),
        Add((ONE, Mul((Order(H, J), Add((Function("exp", at("y")), integer(-1))))))),
    ),
    "renamed": (
        over(Mul((Order(H, J), at("c", H, J))), H, J),
        over(Mul((Order(J, H), at("c", J, H))), H, J),
    ),
    "a sum and its other half": (
        Add((over(Mul((Order(H, J), at("c", H, J))), H, J), over(Mul((upto(J, H), at("c", H, J))), H, J))),
        over(at("c", H, J), H, J),
    ),
    "exchanged": (
        over(Mul((at("a", T), Sum(K, Mul((upto(K, T), at("b", K)))))), T),
        over(Mul((at("b", K), Sum(T, Mul((upto(K, T), at("a", T)))))), K),
    ),
    "a square": (
        Power(Sum(K, Mul((Order(K, T), at("a", K)))), integer(2)),
        Add(
            (
                Mul((integer(2), over(Mul((Order(H, J), Order(J, T), at("a", H), at("a", J))), H, J))),
                Sum(H, Mul((Order(H, T), Power(at("a", H), integer(2))))),
            )
        ),
    ),
}


@pytest.mark.parametrize("name", EQUAL)
def test_what_holds_for_every_order_is_proved(name: str) -> None:
    left, right = EQUAL[name]
    assert proved(left, right)
    assert not isinstance(search(Equation(left, right), MODEL), Counterexample)


DIFFERENT: dict[str, tuple[Expression, Expression]] = {
    "turned": (Order(H, J), Order(J, H)),
    "with the diagonal": (Order(H, J), upto(H, J)),
    "a sum turned": (
        over(Mul((Order(H, J), at("a", H), at("b", J))), H, J),
        over(Mul((Order(J, H), at("a", H), at("b", J))), H, J),
    ),
    "first and last": (at("a", FIRST), at("a", LAST)),
    "not between": (Mul((Order(H, K), Order(J, K))), Mul((Order(H, J), Order(J, K)))),
}


@pytest.mark.parametrize("name", DIFFERENT)
def test_what_differs_in_some_order_is_refuted(name: str) -> None:
    left, right = DIFFERENT[name]
    assert not proved(left, right)
    assert isinstance(search(Equation(left, right), MODEL), Counterexample)


def value(expression: Expression, places: dict[str, int], size: int) -> int:
    """The value of an expression of orders and deltas over free indices, by its meaning."""

    def place(term: IndexTerm) -> int:
        match term:
            case Index(name, _):
                return places[name]
            case Fixed(position, _):
                return position
            case _:
                return size

    match expression:
        case Order(left, right):
            return int(place(left) < place(right))
        case Delta(left, right):
            return int(place(left) == place(right))
        case Add(terms):
            return sum(value(t, places, size) for t in terms)
        case Mul(factors):
            result = 1
            for factor in factors:
                result *= value(factor, places, size)
            return result
        case _:
            assert expression in (ZERO, ONE, integer(-1), integer(2))
            return {ZERO: 0, ONE: 1, integer(-1): -1, integer(2): 2}[expression]


def _sentences(*terms: IndexTerm) -> st.SearchStrategy[Expression]:
    term = st.sampled_from(terms)
    relation = st.builds(lambda kind, a, b: kind(a, b), st.sampled_from((Order, Delta)), term, term)
    word = st.lists(relation, min_size=1, max_size=3).map(lambda factors: Mul(tuple(factors)))
    return st.lists(st.tuples(st.sampled_from((1, -1, 2)), word), min_size=1, max_size=3).map(
        lambda found: Add(tuple(Mul((integer(c), w)) for c, w in found))
    )


PAIRS = st.one_of(st.tuples(*[_sentences(H, J, K, FIRST)] * 2), st.tuples(*[_sentences(H, J, K, LAST)] * 2))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(PAIRS)
def test_the_normal_form_decides_every_function_of_the_order_of_three_places(pair: tuple[Expression, ...]) -> None:
    left, right = pair
    everywhere = [
        (dict(zip("ijk", chosen, strict=True)), size)
        for size in (1, 2, 3, 4, 5)
        for chosen in product(range(1, size + 1), repeat=3)
    ]
    assert proved(left, right) == all(value(left, *at) == value(right, *at) for at in everywhere)


def _weighted(order: Expression) -> Expression:
    return over(Mul((order, at("a", H), at("b", J), at("a", K))), H, J, K)


def test_all_orders_of_three_indices_add_up_to_the_whole_sum() -> None:
    orders = [Mul((Order(p, q), Order(q, r))) for p, q, r in permutations((H, J, K))]
    apart = Mul(tuple(Add((ONE, minus(Delta(p, q)))) for p, q in ((H, J), (J, K), (H, K))))
    assert proved(Add(tuple(map(_weighted, orders))), _weighted(apart))
    assert not proved(Add(tuple(map(_weighted, orders[:5]))), _weighted(apart))


@pytest.mark.parametrize(
    "claim",
    [
        r"\sum_{i \neq j} x_i x_j = 2 \sum_{i<j} x_i x_j",
        r"\sum_{i<j} x_i x_j = \frac12 \sum_{i \neq j} x_i x_j",
        r"\sum_{i<j} x_i = \sum_i (n - i) x_i",
        r"\sum_{i<j} x_i = \sum_i x_i",
    ],
)
def test_a_sum_that_may_run_over_one_letter_or_over_both_refutes_nothing(claim: str) -> None:
    assert prove(claim, [r"x \in \mathbb{R}^n"]).status == "undecided"


def test_a_sum_that_runs_over_both_letters_for_sure_refutes() -> None:
    claim = r"\sum_{i<j} x_i x_j = \frac12 (\sum_i x_i)^2 - \sum_i x_i^2"
    assert prove(claim, [r"x \in \mathbb{R}^n"]).status == "refuted"
