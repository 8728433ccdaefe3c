from __future__ import annotations

import pytest

from tests.formula.outline import rows

CONDITIONS = {
    r"p_j = 1 \text{ if } j = t": ["p_(j) = 1 IF j = t"],
    r"p_j = 1, \quad j = t": ["p_(j) = 1 IF j = t"],
    r"p_j = 1 \quad (j \neq t)": [r"p_(j) = 1 IF j \neq t"],
    r"\frac{\partial u_j}{\partial w_i} = 0 \text{ for } i \neq j": [r"∂(u_(j) by w_(i)) = 0 IF i \neq j"],
    r"a_i = 0 \text{ when } i \neq j, j = 1, \dots, C": [r"a_(i) = 0 IF i \neq j and j = (1, …, C)"],
    r"a_i = b_i \quad \forall i": ["a_(i) = b_(i) IF i"],
    r"\forall i \in S: a_i = b_i": [r"a_(i) = b_(i) IF i \in S"],
    r"\forall k \in [1,\ C],\ \forall j \ \frac{dL}{dw_{kj}} = 1": [r"d(L by w_(k, j)) = 1 IF k \in [[ 1, C] and j"],
    r"f(x) = \log x, \quad x > 0": ["<f [( x]> = log(x) IF x > 0"],
    r"a_j = 1, j = 1, \dots, C": ["a_(j) = 1 IF j = (1, …, C)"],
    r"\delta_{ij} = 1 \text{ if } i = j \text{ and } \delta_{ij} = 0 \text{ if } i \neq j": [
        "delta_(i, j) = 1 IF i = j",
        r"delta_(i, j) = 0 IF i \neq j",
    ],
    r"x^{(n)} = y, \quad n = 3": ["x^[( n] = y IF n = 3"],
}
STATEMENTS = {
    r"a = b \text{ and } c = d": ["a = b", "c = d"],
    r"a = b, \quad c = d": ["a = b", "c = d"],
    r"a = b \qquad c = d": ["a = b", "c = d"],
    "a = b; c = d": ["a = b", "c = d"],
    "a = b, c = d.": ["a = b", "c = d"],
    r"x \in \mathbb{R}^{D}, w \in \mathbb{R}^{C \times D}, t \in \{1, \dots, C\}": [
        r"x \in R:bb^D", r"w \in R:bb^<C times D>", r"t \in [\{ 1, …, C]",
    ],
    r"x \in A, y, z \in B": [r"x \in A", r"(y, z) \in B"],
    r"s = f(u) \text{ where } u = g(x)": ["s = <f [( u]>", "u = <g [( x]>"],
    "where \\ f = g": ["f = g"],
    r"a, b, c": ["(a, b, c)"],
    r"a \quad = b": ["a = b"],
    r"A = O, \text{shape: } (7, 6)": ['(A = O, "shape:", [( 7, 6])'],
    r"y = x^2, \quad x = 2": ["y = x^2", "x = 2"],
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [*CONDITIONS.items(), *STATEMENTS.items()])
def test_which_parts_of_a_row_are_statements_and_which_conditions(text: str, expected: list[str]) -> None:
    assert rows(text) == [expected]


def test_a_row_that_is_only_a_condition_claims_nothing() -> None:
    assert rows(r"\text{for } j = t") == [['("for", j = t)']]


def test_punctuation_alone_is_no_row() -> None:
    assert rows(r"a \\ . \\ b,") == [["a"], ["b"]]
