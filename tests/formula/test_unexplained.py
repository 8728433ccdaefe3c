"""What a line may define is not refuted, and what only looks like a product is none."""

from __future__ import annotations

import pytest

from gradproof.proofread import check_text, prove


def statuses(text: str) -> list[str]:
    return [step.verdict.status if step.verdict else step.kind for step in check_text(text).steps]


@pytest.mark.parametrize("claim", ["dy = 2 x dx", r"\delta W = X", r"\Delta w = 0"])
def test_a_differential_is_no_product(claim: str) -> None:
    assert prove(claim).status == "unreadable"


def test_a_symbol_of_which_nothing_is_said_refutes_nothing() -> None:
    text = "Here $a$, $b$ and $c$ are numbers.\n\n$$a^2 + b = c$$\n"
    assert statuses(text) == ["undecided"]


def test_two_values_of_one_symbol_are_cases() -> None:
    text = "We predict $y = 1$, or else we predict $y = 0$."
    assert "refuted" not in statuses(text)


def test_a_table_holds_cases() -> None:
    text = "$$z = x y$$\n\n| name | value |\n|---|---|\n| sum | $z = x + y$ |\n"
    assert "refuted" not in statuses(text)


def test_a_density_is_known_by_its_logarithm() -> None:
    text = (
        "$$\\log p(x \\mid \\mu, \\sigma) = -\\log \\sigma \\\\\n- \\frac{(x - \\mu)^2}{2 \\sigma^2}$$\n\n"
        "$$\\frac{\\partial \\log p(x \\mid \\mu, \\sigma)}{\\partial \\mu} = \\frac{x - \\mu}{\\sigma^2}$$\n\n"
        "$$\\frac{\\partial \\log p(x \\mid \\mu, \\sigma)}{\\partial \\mu} = \\frac{x - \\mu}{\\sigma}$$\n"
    )
    assert statuses(text)[-2:] == ["proved", "refuted"]


def test_the_square_of_sigma_can_be_the_symbol() -> None:
    text = (
        "$$m = \\frac{1}{N} \\sum_{n=1}^N x_n$$\n\n$$\\sigma^2 = \\frac{1}{N} \\sum_{n=1}^N (x_n - m)^2$$\n\n"
        "$$\\frac{\\partial \\sigma^2}{\\partial x_n} = \\frac{2}{N} (x_n - m)$$\n\n"
        "$$\\frac{\\partial \\sigma^2}{\\partial x_n} = \\frac{1}{N} (x_n - m)$$\n"
    )
    assert statuses(text) == ["definition", "definition", "proved", "refuted"]


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        (r"\max(0, x) = \frac{x + |x|}{2}", "proved"),
        (r"\max(a, b) + \min(a, b) = a + b", "proved"),
        (r"\max(a, b) = a", "refuted"),
    ],
)
def test_the_larger_and_the_smaller_of_two(claim: str, status: str) -> None:
    assert prove(claim).status == status


CHAIN = (
    "$$\\frac{\\partial L}{\\partial s_i}"
    " = \\sum_k \\frac{\\partial L}{\\partial y_k} \\frac{\\partial y_k}{\\partial s_i}"
    " = -\\sum_k \\frac{\\partial L}{\\partial y_k} x_k \\delta_{ik} s_i^{-2} = LAST$$\n"
)


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("-\\frac{\\partial L}{\\partial y_i} x_i s_i^{-2}", "proved"),
        ("\\frac{\\partial L}{\\partial y_i} x_i s_i^{-2}", "refuted"),
        ("\\frac{\\partial L}{\\partial x_i} x_i s_i^{-2}", "undecided"),
        ("-L x_i s_i^{-2}", "undecided"),
    ],
)
def test_a_later_step_about_derivatives_of_a_loss_holds_for_any_loss(last: str, expected: str) -> None:
    steps = [s for s in check_text(CHAIN.replace("LAST", last)).steps if s.kind == "step"]
    assert steps[2].verdict is not None
    assert steps[2].verdict.status == expected


SAMPLE = (
    "$$z = w x + b$$\n\n$$a = \\sigma(z)$$\n\n$$L(a, y) = -y \\log a - (1 - y) \\log(1 - a)$$\n\n"
    "$$J = \\frac{1}{m} \\sum_{i=1}^m L(a^{(i)}, y^{(i)})$$\n\n"
)


def test_what_is_of_one_sample_moves_with_what_the_symbol_rests_on() -> None:
    """Nobody defines a^{(i)}, and a rests on b: that J does not move with b is no counterexample."""
    line = "$$\\frac{\\partial J}{\\partial b} = \\frac{1}{m} \\sum_{i=1}^m (a^{(i)} - y^{(i)})$$\n"
    assert statuses(SAMPLE + line)[-1:] == ["undecided"]
    by_label = "$$\\frac{\\partial J}{\\partial y^{(i)}} = \\frac{1}{m} \\log \\frac{1 - a^{(i)}}{a^{(i)}}$$\n"
    assert statuses(SAMPLE + by_label)[-1:] == ["proved"]
    assert statuses(SAMPLE + by_label.replace("\\frac{1}{m}", "\\frac{2}{m}"))[-1:] == ["refuted"]


def test_a_density_that_nobody_defines_refutes_nothing() -> None:
    """Also where it stands on both sides: no density is a sample polynomial."""
    page = (
        "$$q = \\sum_{n=1}^N \\log \\sum_{k=1}^K \\pi_k \\mathcal{N}(x_n \\mid \\mu_k)$$\n\n"
        "$$r_{nk} = \\frac{\\pi_k \\mathcal{N}(x_n \\mid \\mu_k)}{\\sum_j \\pi_j \\mathcal{N}(x_n \\mid \\mu_j)}$$\n\n"
    )
    line = "$$\\frac{\\partial q}{\\partial \\mu_k} = \\sum_{n=1}^N r_{nk} (x_n - \\mu_k)$$\n"
    assert statuses(page + line)[-1:] == ["undecided"]
