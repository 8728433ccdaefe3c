"""Each convention of reading: claims with their verdicts, and the notes that go with them."""

from __future__ import annotations

import pytest

from gradproof.proofread import prove
from tests.conventions.claims import BOLD, CLAIMS, LAYER, LEAST_SQUARES, Given
from tests.conventions.notation import NOTATION

MEANT = {
    "R": ("proved",),
    "F": ("refuted",),
    "I": ("ill-typed",),
    "W": ("refuted", "ill-typed"),
    "C": ("conditional",),
    "S": ("refuted", "conditional"),
    "O": ("undecided",),
    "U": ("unreadable",),
}


@pytest.mark.parametrize(
    ("letter", "given", "claim"),
    [pytest.param(*row, id=f"{name}: {row[2]}") for name, rows in {**CLAIMS, **NOTATION}.items() for row in rows],
)
def test_claim_gets_its_verdict(letter: str, given: Given, claim: str) -> None:
    verdict = prove(claim, given)
    assert verdict.status in MEANT[letter], f"{verdict.status}: {verdict.message}"


def test_transposed_side_is_noted() -> None:
    verdict = prove(r"\frac{\partial X w}{\partial w} = X^T", LEAST_SQUARES)
    assert verdict.notes == ("Equal up to layout: one side is the transpose of the other.",)


def test_slip_is_noted() -> None:
    assert (
        "x is read as the vector \\mathbf{x}." in prove(r"\frac{\partial u_j}{\partial \mathbf{w}_j} = x", BOLD).notes
    )


def test_ignored_index_is_noted() -> None:
    assert "What is summed does not contain i." in prove(r"\sum_{i=1}^N a = N a").notes


def test_two_sizes_of_one_name_stay_two() -> None:
    assert "dim(W), dim(W)_2" in prove(r"\frac{\partial y}{\partial x} = W", LAYER).message
