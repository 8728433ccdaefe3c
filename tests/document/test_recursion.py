"""Functions defined by recursion: what induction proves of them, and all that it must not."""

from __future__ import annotations

import pytest

from gradproof.proof.verdict import Verdict
from gradproof.proofread import check_text

KNOWN = (
    "$W_k \\in \\mathbb{R}^{D \\times D}$, $P_k \\in \\mathbb{R}^{H \\times D}$, $c, x, z \\in \\mathbb{R}^{D}$, "
    "$\\alpha \\in \\mathbb{R}$, $\\beta \\in \\mathbb{R}$ and $\\lambda_k \\in \\mathbb{R}$."
)
LINEAR = r"f_k(\alpha x + \beta z) = \alpha f_k(x) + \beta f_k(z)"
AFFINE = r"f_k(\alpha x + (1 - \alpha) z) = \alpha f_k(x) + (1 - \alpha) f_k(z)"


def verdict(layer: str, claim: str, start: str = "f_0(x) = x", before: str = "") -> Verdict:
    displays = [before, start, f"f_k(x) = {layer}", claim]
    page = "\n\n".join([KNOWN, *(f"$${formula}$$" for formula in displays if formula)])
    (last,) = [step.verdict for step in check_text(page).steps if step.verdict][-1:]
    return last


@pytest.mark.parametrize(
    ("layer", "claim"),
    [
        (r"W_k f_{k-1}(x)", LINEAR),
        (r"W_k f_{k-1}(x)", r"f_k(x + z) = f_k(x) + f_k(z)"),
        (r"W_k f_{k-1}(x)", r"f_k(\alpha x) = \alpha f_k(x)"),
        (r"W_k f_{k-1}(x)", r"f_k(-x) = -f_k(x)"),
        (r"f_{k-1}(x) + W_k f_{k-1}(x)", LINEAR),
        (r"W_k f_{k-1}(x) + c", AFFINE),
        (r"\tanh(W_k f_{k-1}(x))", r"f_k(-x) = -f_k(x)"),
    ],
)
def test_the_function_of_a_formula_is_that_formula_of_the_function(layer: str, claim: str) -> None:
    found = verdict(layer, claim)
    assert found.status == "proved", found.message
    assert found.explanation[0].startswith("By induction over k")


@pytest.mark.parametrize(
    ("layer", "claim"),
    [
        (r"\sigma(W_k f_{k-1}(x))", LINEAR),
        (r"W_k f_{k-1}(x) + c", LINEAR),
        (r"\sigma(W_k f_{k-1}(x))", r"f_k(-x) = -f_k(x)"),
    ],
)
def test_what_fails_for_one_layer_is_refuted(layer: str, claim: str) -> None:
    found = verdict(layer, claim)
    assert found.status == "refuted", found.message
    assert found.counterexample is not None
    assert "for one layer already" in found.message


@pytest.mark.parametrize(
    ("layer", "claim"),
    [
        (r"W_k f_{k-1}(x)", r"f_k(x + z) = f_k(x) + 2 f_k(z)"),  # the base fails
        (r"W_k f_{k-1}(x)", r"f_k(x + z) = f_k(x) + f_k(z) + 0 x"),  # x outside of f
        (r"W_k f_{k-1}(x)", r"f_k(\lambda_k x) = \lambda_k f_k(x)"),  # a formula that changes with k
        (
            r"W_k f_{k-1}(x) + z",
            r"f_k(\alpha x + (1 - \alpha) z) = \alpha f_k(x) + (1 - \alpha) f_k(z)",
        ),  # z in the layer
        (r"W_k f_{k-1}(x)", r"f_k(x + z) = f_k(z + x)"),  # of another form
        (r"W_k f_{k-1}(x)", r"f_k(x + z) = f_k(x) + f_k(1 z)"),  # half of that form
        (r"P_k f_{k-1}(x)", LINEAR),  # a layer that changes the shape
    ],
)
def test_what_the_rule_does_not_cover_is_left_undecided(layer: str, claim: str) -> None:
    assert verdict(layer, claim).status == "undecided"


def test_a_layer_that_the_page_computes_from_the_input_is_no_layer() -> None:
    found = verdict("M f_{k-1}(x)", LINEAR, before=r"M = x x^\top")
    assert found.status == "undecided"


@pytest.mark.parametrize(
    ("layer", "start"),
    [
        ("W_k f_{k-1}(x) + x", "f_0(x) = x"),
        ("W_k f_{k-1}(x)", "f_0(x) = 2 x"),
        ("W_k f_{k-1}(x)", r"f_0(x) = \tanh(x)"),
        ("W_k f_{k-1}(x)", "f_1(x) = x"),
        (r"W_k f_{k-1}(\tanh(x))", "f_0(x) = x"),
        (r"W_k f_{k-1}(x) + f_{k-1}(\tanh(x))", "f_0(x) = x"),
    ],
)
def test_what_is_no_such_recursion_proves_nothing(layer: str, start: str) -> None:
    assert verdict(layer, LINEAR, start).status != "proved"
