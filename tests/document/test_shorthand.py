"""Shorthand for gradients: dW for ∂L/∂W, where the page says so, and where it does not."""

from __future__ import annotations

import pytest

from gradproof.proofread import check_text

LAYER = r"""Let $X \in \mathbb{R}^{N\times D}$, $W \in \mathbb{R}^{D\times C}$, $Y \in \mathbb{R}^{N\times C}$.

$$Z = XW$$

$$L = \frac12 \|Z - Y\|_F^2$$

"""
TOLD = r"We write $dW = \frac{\partial L}{\partial W}$, and so on." + "\n\n"


def statuses(page: str) -> list[str]:
    return [step.verdict.status for step in check_text(page).steps if step.verdict is not None]


@pytest.mark.parametrize(
    "claim", ["dZ = Z - Y", "dW = X^T dZ", "dX = dZ W^T", "(dX)^T = W dZ^T", "2 dW_{ij} = dW_{ij} + dW_{ij}"]
)
def test_a_page_that_says_what_it_stands_for(claim: str) -> None:
    assert statuses(f"{LAYER}{TOLD}$${claim}$$\n") == ["proved"]


@pytest.mark.parametrize(
    ("claim", "status"), [("dZ = Y - Z", "refuted"), ("dW = X^T Z", "refuted"), ("dX = W^T dZ", "ill-typed")]
)
def test_what_is_false_of_the_gradient_is_false(claim: str, status: str) -> None:
    assert statuses(f"{LAYER}{TOLD}$${claim}$$\n") == [status]


@pytest.mark.parametrize("spelled", [r"\mathrm{d}", r"\delta ", r"\Delta "])
def test_the_sign_may_be_another(spelled: str) -> None:
    told = rf"Here ${spelled}W := \frac{{\partial L}}{{\partial W}}$."
    assert statuses(f"{LAYER}{told}\n\n$${spelled}Z = Z - Y$$\n\n$${spelled}W = X^T {spelled}Z$$\n") == ["proved"] * 2


def test_where_the_page_does_not_say_it_nothing_is_called_false() -> None:
    page = LAYER + "$$dZ = Z - Y$$\n\n$$dW = X^T dZ$$\n\n$$dW = X^T Y$$\n"
    assert statuses(page) == ["conditional", "conditional", "undecided"]
    message = next(s.verdict for s in check_text(page).steps if s.verdict is not None).message
    assert "a d before a symbol stands for the gradient" in message


def test_a_loss_of_which_nothing_is_known() -> None:
    page = r"""$$Z = XW$$

For a loss $L$ we write $dZ = \frac{\partial L}{\partial Z}$.

$$dW = X^T dZ$$
"""
    assert statuses(page) == ["conditional"]


@pytest.mark.parametrize(
    "page",
    [
        "$$y = x^2$$\n\n$$dy = 2x\\,dx$$\n",
        "$$L = x^2$$\n\n$$dL = 2x\\,dx$$\n\n$$dx = 1$$\n",
        "Let $d$ be a size.\n\n$$L = d x^2$$\n\n$$dx = 2d + x$$\n",
        "$$L = \\int x\\,dx$$\n\n$$dx = 2x$$\n",
        "$$dZ = Z - Y$$\n",
    ],
)
def test_differentials_and_other_letters_d_are_no_gradients(page: str) -> None:
    assert not {"proved", "conditional", "refuted", "ill-typed"} & set(statuses(page))


@pytest.mark.parametrize("update", [r"W = W - \alpha dW", r"W := W - \alpha \frac{\partial L}{\partial W}"])
def test_an_update_claims_nothing(update: str) -> None:
    assert statuses(f"{LAYER}{TOLD}$${update}$$\n\n$$dW = X^T dZ$$\n") == ["proved"]
