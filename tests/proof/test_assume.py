"""Assumptions: stated ones are used, hidden ones are named, and none is invented."""

from __future__ import annotations

import pytest

from gradproof.proofread import check_text, prove

CROSS_ENTROPY = (r"p_j = \frac{e^{u_j}}{\sum_{k=1}^{C} e^{u_k}}", r"E = -\sum_{j=1}^{C} y_j \log p_j")
GRADIENT = r"\frac{\partial E}{\partial u_j} = p_j - y_j"
QUADRATIC = (r"A \in \mathbb{R}^{D \times D}, x \in \mathbb{R}^{D}", r"f = x^T A x")


def test_labels_that_sum_to_one_are_assumed_in_silence() -> None:
    verdict = prove(GRADIENT, CROSS_ENTROPY)
    assert verdict.status == "conditional"
    assert r"\sum_c y_c = 1" in verdict.message


def test_the_stated_assumption_proves() -> None:
    assert prove(GRADIENT, [*CROSS_ENTROPY, r"\sum_{c=1}^{C} y_c = 1"]).status == "proved"


def test_a_page_states_it_in_a_sentence() -> None:
    page = "\n\n".join([f"$${d}$$" for d in CROSS_ENTROPY] + [r"where $\sum_{k} y_k = 1$, so", f"$${GRADIENT}$$"])
    steps = check_text(page + "\n").steps
    assert [s.verdict.status for s in steps if s.verdict] == ["proved"]


@pytest.mark.parametrize(
    "claim",
    [r"\frac{\partial E}{\partial u_j} = y_j - p_j", r"\frac{\partial E}{\partial u_j} = p_j", r"\sum_j y_j p_j = 1"],
)
def test_what_stays_false_under_it_is_refuted(claim: str) -> None:
    assert prove(claim, CROSS_ENTROPY).status == "refuted"
    assert prove(claim, [*CROSS_ENTROPY, r"\sum_c y_c = 1"]).status == "refuted"


def test_a_symmetric_matrix() -> None:
    claim = r"\frac{\partial f}{\partial x} = 2 A x"
    assert prove(claim, QUADRATIC).status == "conditional"
    assert prove(claim, [*QUADRATIC, "A = A^T"]).status == "proved"
    assert prove(r"\frac{\partial f}{\partial x} = A x", [*QUADRATIC, "A = A^T"]).status == "refuted"


def test_a_sum_of_what_is_defined_is_no_assumption() -> None:
    assert prove(r"\sum_j u_j = 1", [r"u_j = x_j^2"]).status == "refuted"
