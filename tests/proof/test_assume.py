"""Assumptions: stated ones are used, hidden ones are named, and none is invented."""

from __future__ import annotations

import pytest

from gradproof.formula.expression import Dimension, Equation, Index, Model, Sum, Variable, integer
from gradproof.proof.assume import hidden_assumption
from gradproof.proof.limits import Budget
from gradproof.proof.square import squared
from gradproof.proofread import check_text, prove

SIZE = Dimension("C")
K = Index("k", SIZE)

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


@pytest.mark.parametrize(
    ("claim", "given"),
    [
        (r"x^T A y = y^T A x", ["A \\in \\mathbb{R}^{D \\times D}", "x, y \\in \\mathbb{R}^{D}"]),
        (r"\frac{\partial E}{\partial y_j} = 2", [r"y \in \mathbb{R}^C", r"E = (\sum_c y_c)^2"]),  # the y that varies
        (
            r"\frac{\partial f}{\partial A} = x x^T + 2 A",  # the A that varies
            [*QUADRATIC[:1], r"f = x^T A x + \operatorname{tr}(A A)"],
        ),
    ],
)
def test_what_nobody_would_assume_is_not_assumed(claim: str, given: list[str]) -> None:
    assert prove(claim, given).status == "refuted"


def test_an_assumption_is_found_by_a_proof_and_not_by_numbers_alone() -> None:
    y = Variable("y", (K,))
    one = Equation(Sum(K, y), integer(1))
    model = Model({}, {"y": (SIZE,)}, {})
    assert hidden_assumption(one, model, Budget()) is not None
    assert hidden_assumption(one, model, Budget(depth=1)) is None


def test_sizes_that_somebody_named_are_not_equal() -> None:
    a, b, x = r"\mathbf{A}", r"\mathbf{B}", r"\mathbf{X}"
    claim = rf"\frac{{\partial \det({a}{x}{b})}}{{\partial {x}}} = \det({a}{x}{b}) {x}^{{-T}}"
    assert prove(claim).status == "conditional"
    shapes = [rf"{a} \in \mathbb{{R}}^{{m \times n}}", rf"{b} \in \mathbb{{R}}^{{n \times m}}"]
    assert prove(claim, shapes).status not in ("proved", "conditional")
    assert prove(claim.replace("-T", "-1")).status == "refuted"


def test_only_a_matrix_that_is_inverted_has_to_be_square() -> None:
    rows, columns = Dimension("?1"), Dimension("?2")
    both = Index("r", rows), Index("c", columns)
    model = Model({}, {"A": (rows, columns)}, {})
    assert squared(Equation(Sum(both[0], Sum(both[1], Variable("A", both))), integer(1)), model) is None
