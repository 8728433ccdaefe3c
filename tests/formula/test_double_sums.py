"""Sums over k ≠ l that run over both letters."""

from __future__ import annotations

from gradproof.proofread import check_text


def statuses(text: str) -> list[str]:
    return [step.verdict.status if step.verdict else step.kind for step in check_text(text).steps]


WEIGHTS = "$$q_{ij} = \\frac{e^{-a_{ij}}}{\\sum_{k \\neq l} e^{-a_{kl}}}$$\n\n"


def test_the_normalisation_of_a_pair_runs_over_both_letters() -> None:
    text = (
        WEIGHTS + "For $i \\neq j$ we have\n\n$$\\frac{\\partial q_{ij}}{\\partial a_{ij}} = -q_{ij} (1 - q_{ij})$$\n"
    )
    assert statuses(text) == ["definition", "proved"]
    assert statuses(text.replace("(1 - q", "(1 + q"))[1] == "refuted"


def test_a_letter_that_the_page_has_otherwise_stays_free() -> None:
    text = "$$z_i = \\sum_{k \\neq i} a_k a_i$$\n\n$$z_i = a_i (\\sum_k a_k - a_i)$$\n"
    assert statuses(text) == ["definition", "proved"]


def test_a_letter_that_stands_in_no_other_place_of_a_page_is_bound() -> None:
    text = "$$Z = \\sum_{k \\neq l} a_k b_l$$\n\n$$Z = \\sum_m \\sum_n a_m b_n - \\sum_m a_m b_m$$\n"
    assert statuses(text) == ["definition", "proved"]
