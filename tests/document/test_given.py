"""Given formulas become an Environment; a claim becomes its equations."""

from __future__ import annotations

import pytest

from gradproof.document.given import GivenError, claims_of, environment_of
from gradproof.formula.from_latex import read_rows
from gradproof.proofread import prove
from gradproof.source import FormulaError


def test_shapes_come_first_wherever_they_stand() -> None:
    env = environment_of(["u_j = w_j^T x", r"x \in \mathbb{R}^D"])
    assert [env.find(d).name for d in env.entries["w"].shape][1:] == ["D"]


def test_conditions_hold_for_the_claim() -> None:
    claim = read_rows(r"\frac{\partial u_j}{\partial w_i} = 0")
    env = environment_of(["u_j = w_j x", r"i \neq j"], claim)
    assert len(env.conditions) == 1


def test_equality_of_index_letters_is_a_condition_and_of_symbols_a_definition() -> None:
    claim = read_rows("u_j = u_t")
    assert len(environment_of(["j = t"], claim).conditions) == 1
    assert "a" in environment_of(["a = b"], claim).definitions


def test_unnamed_symbols_of_givens_and_claim_fit_together() -> None:
    env = environment_of(["u = W x + b"], read_rows("u_j = b_j"))
    assert len(env.entries["W"].shape) == 2


@pytest.mark.parametrize(
    ("given", "position"),
    [
        (["y = x", r"z = \frac{1}{x"], 2),
        ([r"x \in \mathcal{X}"], 1),
        (["a + b = c"], 1),
        (["y = x", "y = z"], 2),
    ],
)
def test_what_is_not_understood_says_which(given: list[str], position: int) -> None:
    with pytest.raises(GivenError) as caught:
        environment_of(given)
    assert caught.value.position == position


@pytest.mark.parametrize(("claim", "count"), [("a = b", 1), ("a = b = c", 2), (r"a = b \text{ and } c = d", 2)])
def test_claims(claim: str, count: int) -> None:
    assert len(claims_of(read_rows(claim))) == count


@pytest.mark.parametrize("claim", ["a", "a < b", "= b", ""])
def test_what_is_no_claim(claim: str) -> None:
    with pytest.raises(FormulaError) as caught:
        claims_of(read_rows(claim))
    assert caught.value.diagnostic.code == "GP406"


@pytest.mark.parametrize("first", [True, False])
def test_a_condition_holds_for_the_claim_wherever_it_stands(first: bool) -> None:
    softmax, apart = r"p_j = \operatorname{softmax}(u)_j", r"i \neq j"
    given = [apart, softmax] if first else [softmax, apart]
    assert prove(r"\frac{\partial p_j}{\partial u_i} = -p_i p_j", given).status == "proved"
    assert prove(r"\frac{\partial p_j}{\partial u_i} = p_i p_j", given).status == "refuted"
