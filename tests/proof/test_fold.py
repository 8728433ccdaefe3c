"""Definitions put back: always the same value, and wherever they show."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gradproof.formula.expression import Expression, Model, Sum
from gradproof.proof.atoms import Polynomial
from gradproof.proof.fold import folded, folds_of
from gradproof.proof.limits import Budget
from gradproof.proof.normal_form import normalize
from gradproof.proof.normalizer import Normalizer
from gradproof.proof.signs import SignFacts
from gradproof.proof.to_expression import to_expression
from tests.proof.building import (
    NETWORK,
    d,
    define,
    exp,
    i,
    j,
    k,
    minus,
    model,
    n,
    neg,
    num,
    over,
    plus,
    softmax,
    times,
    var,
)

EMPTY = Model({}, {}, {})


def closed(given: Model) -> Normalizer:
    return Normalizer.of_model(replace(given, definitions={}), SignFacts(frozenset()), (), Budget())


def put_back(given: Model, name: str, expression: Expression) -> list[Expression]:
    """What each fold of a definition makes of an expression that does not name it."""
    normalizer = closed(given)
    polynomial = normalizer.of(expression)
    folds = list(folds_of(normalizer, given.definitions[name]))
    found: list[Polynomial] = [folded(normalizer.algebra, polynomial, fold) for fold in folds]
    return [to_expression(f) for f in found]


def same(given: Model, left: Expression, right: Expression) -> bool:
    return normalize(left, given) == normalize(right, given)


CASES = {
    "softmax": ("p", softmax("u", i), var("p", i)),
    "softmax of two": ("p", times(softmax("u", i), softmax("u", j)), times(var("p", i), var("p", j))),
    "softmax under a sum": (
        "p",
        Sum(k, times(softmax("u", k), var("w", k, n))),
        Sum(k, times(var("p", k), var("w", k, n))),
    ),
    "logistic": ("h", over(num(1), plus(num(1), exp(neg(var("s", n))))), var("h", n)),
    "logistic derivative": (
        "h",
        over(exp(var("s", n)), times(plus(num(1), exp(var("s", n))), plus(num(1), exp(var("s", n))))),
        minus(var("h", n), times(var("h", n), var("h", n))),
    ),
    "linear": ("s", exp(Sum(d, times(var("v", n, d), var("x", d)))), exp(minus(var("s", n), var("a", n)))),
}


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_definition_is_found_and_the_value_stays(name: str) -> None:
    symbol, expression, expected = CASES[name]
    found = put_back(NETWORK, symbol, expression)
    assert any(same(EMPTY, result, expected) for result in found)
    assert all(same(NETWORK, result, expression) for result in found)


def test_the_sum_in_the_denominator_stays_a_sum() -> None:
    (total,) = put_back(NETWORK, "p", Sum(j, exp(var("u", j))))
    assert same(EMPTY, total, Sum(j, exp(var("u", j))))


def test_a_definition_that_only_names_a_symbol_is_left_alone() -> None:
    renamed = model(define("y", (j,), times(num(2), var("z", j))))
    assert put_back(renamed, "y", var("z", j)) == []
