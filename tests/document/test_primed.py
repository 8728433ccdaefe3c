"""Primes that are names, primes that are derivatives, and what "where" says behind a display."""

from __future__ import annotations

import pytest

from gradproof.document.primed import primed_names
from gradproof.formula.from_latex import read_formula
from gradproof.proofread import check_text

LOGISTIC = r"The logistic function is $\sigma(z) = \frac{1}{1 + e^{-z}}$ of a number $z$."


def names(*formulas: str) -> frozenset[str]:
    return primed_names(read_formula(formula) for formula in formulas)


def verdicts(text: str) -> list[str]:
    return [step.verdict.status for step in check_text(text).steps if step.verdict is not None]


@pytest.mark.parametrize("formula", ["W' = W_1 - W_2", "b'=b_1-b_2", r"\theta' = \alpha u + v"])
def test_a_page_that_says_what_a_primed_letter_is_names_it(formula: str) -> None:
    assert len(names(formula)) == 1


@pytest.mark.parametrize(
    "formulas",
    [
        ["h' = h (1 - h)"],
        ["y' = -k y"],
        [r"\sigma' = p (1 - p)"],
        ["u' = 2 x", "u = x^2"],
        ["u' = 2 x", "u(x) = x^2"],
        ["u' = 2 x", "u'(1) = 2"],
        ["u' = 2 x", r"\frac{du}{dx} = 2 x"],
        ["k' = 2 m", r"\sum_{k'} a_{k'} = 1"],
        ["u'(x) = 2 x"],
    ],
)
def test_a_prime_that_may_be_a_derivative_names_nothing(formulas: list[str]) -> None:
    assert names(*formulas) == frozenset()


TWO_CLASSES = rf"""
{LOGISTIC} Let $p \in \mathbb{{R}}^M$, $q \in \mathbb{{R}}^M$ and $x \in \mathbb{{R}}^M$.

The first of two classes has the probability

$$
\frac{{e^{{p^T x}}}}{{e^{{p^T x}} + e^{{q^T x}}}} = RIGHT
$$

where $w' = p - q$.
"""


@pytest.mark.parametrize(
    ("right", "status"),
    [(r"\sigma(w'^T x)", "proved"), (r"1 - \sigma(w'^T x)", "refuted"), (r"\sigma(x^T w')", "proved")],
)
def test_a_name_that_is_explained_behind_the_display_is_known_in_it(right: str, status: str) -> None:
    assert verdicts(TWO_CLASSES.replace("RIGHT", right)) == [status]


def test_where_defines_once_and_not_what_the_display_defines() -> None:
    page = r"""
$$z = 2 a + b$$

where $b = 3 c$ and $z = a$.
"""
    kinds = [(step.kind, step.left) for step in check_text(page).steps]
    assert kinds.count(("definition", "b")) == 1
    assert ("definition", "z") in kinds


def test_a_function_outlives_a_new_shape_of_what_its_argument_was_called_by() -> None:
    page = rf"""
{LOGISTIC}

## One class

With $x \in \mathbb{{R}}^M$ the score is $z = w^T x + b$.

## Many classes

With $x \in \mathbb{{R}}^{{N}}$ as a matrix beside it, $x \in \mathbb{{R}}^{{N \times M}}$, every number $s$ has

$$\sigma(-s) = 1 - \sigma(s)$$
"""
    assert verdicts(page)[-1] == "proved"
