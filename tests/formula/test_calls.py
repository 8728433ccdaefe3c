"""Formulas in which a shape is meant that is not written: the softmax of a component, the 0 of a case."""

from __future__ import annotations

import pytest

from gradproof.proofread import prove

GIVEN = (
    r"x \in \mathbb{R}^D, w \in \mathbb{R}^{C \times D}, u \in \mathbb{R}^C, U \in \mathbb{R}^{N \times C}",
    r"a \in \mathbb{R}, t \in \{1, \dots, C\}",
    r"p_j = \frac{e^{u_j}}{\sum_{k=1}^C e^{u_k}}",
)


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        (r"p_j = \operatorname{softmax}(u_j)", "proved"),
        (r"\operatorname{softmax}(2 u_j) = 2 \operatorname{softmax}(u_j)", "refuted"),
        (r"\sum_j \operatorname{softmax}(u_j) = 1", "proved"),
        (r"\operatorname{softmax}(U_{nj}) = 1", "unreadable"),
        (r"\operatorname{softmax}(a) = 1", "ill-typed"),
        (r"\delta_{ij} x = \begin{cases} 0 & i \neq j \\ x & i = j \end{cases}", "proved"),
        (r"\delta_{ij} x = \begin{cases} 0 & i = j \\ x & i \neq j \end{cases}", "refuted"),
        (r"\delta_{ij} x = \begin{cases} 1 & i \neq j \\ x & i = j \end{cases}", "ill-typed"),
    ],
)  # fmt: skip
def test_the_shape_that_is_meant_is_proved_or_refuted(claim: str, status: str) -> None:
    verdict = prove(claim, GIVEN)
    assert verdict.status == status, verdict.message


def test_a_softmax_of_a_component_is_said_to_be_that_of_all() -> None:
    (note,) = prove(r"p_j = \operatorname{softmax}(u_j)", GIVEN).notes
    assert note == "softmax(u_j) is read as the component j of the softmax of all u_j."
