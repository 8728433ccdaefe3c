"""Times and layers that subscripts count, and marks that are names."""

from __future__ import annotations

import pytest

from gradproof.proofread import check_text

RNN = (
    "With $W \\in \\mathbb{R}^{H \\times H}$ and $V \\in \\mathbb{R}^{K \\times H}$:\n\n"
    "$$h_t = \\tanh(W h_{t-1} + x_t)$$\n\n"
    "$$o_t = V h_t$$\n\n$$L = \\sum_{t=1}^T L_t$$\n\n"
)
LAYERS = "$$z_l = W_l a_{l-1} + b_l, \\qquad a_l = \\sigma(z_l)$$\n\n"
DELTA = "Let $\\delta_l = \\frac{\\partial C}{\\partial z_l}$.\n\n"


def statuses(text: str) -> list[str]:
    return [step.verdict.status for step in check_text(text).steps if step.verdict is not None]


@pytest.mark.parametrize(
    ("page", "wanted"),
    [
        (RNN + "$$\\frac{\\partial o_t}{\\partial h_t} = V$$", ["unreadable", "proved"]),
        (RNN + "$$\\frac{\\partial o_t}{\\partial h_t} = 2 V$$", ["unreadable", "refuted"]),
        (
            RNN + "$$\\frac{\\partial h_t}{\\partial h_{t-1}} = \\operatorname{diag}(1 - h_t^2) W$$",
            ["unreadable", "proved"],
        ),
        (
            RNN + "$$\\frac{\\partial h_t}{\\partial h_{t-1}} = W^T \\operatorname{diag}(1 - h_t^2)$$",
            ["unreadable", "refuted"],
        ),
        (
            LAYERS + "$$\\frac{\\partial a_l}{\\partial a_{l-1}} = \\operatorname{diag}(a_l \\odot (1 - a_l)) W_l$$",
            ["proved"],
        ),
        (LAYERS + DELTA + "$$\\delta_l = W_{l+1}^T \\delta_{l+1} \\odot a_l \\odot (1 - a_l)$$", ["conditional"]),
        (LAYERS + DELTA + "$$\\delta_l = W_{l+1} \\delta_{l+1} \\odot a_l \\odot (1 - a_l)$$", ["refuted"]),
    ],
)
def test_what_a_recursion_counts_is_a_time_or_a_layer(page: str, wanted: list[str]) -> None:
    """That a sum runs over it, too, makes only the lines with that sum unreadable."""
    assert statuses(page) == wanted


def test_components_beside_shifted_ones_stay_components() -> None:
    page = "Let $x \\in \\mathbb{R}^n$ and $f = \\sum_{l=1}^{n} x_l^2$.\n\n"
    page += "$$\\frac{\\partial f}{\\partial x_l} = 2 x_l$$\n"
    assert statuses(page) == ["proved"]
    assert statuses(page + "\n$$\\frac{\\partial f}{\\partial x_{l+1}} = 2 x_{l+1}$$\n")[0] == "proved"


def test_a_letter_that_stands_alone_in_another_section_is_another_one() -> None:
    other = "A function $h(x) = x^2$ has $h'(x) = 2x$.\n\n# Networks\n\n"
    assert statuses(other + RNN + "$$\\frac{\\partial o_t}{\\partial h_t} = V$$")[-1] == "proved"


@pytest.mark.parametrize(
    ("claim", "wanted"),
    [
        (r"\frac{\partial L}{\partial s_-} = \frac{e^{s_-}}{e^{s_+} + e^{s_-}}", "proved"),
        (r"\frac{\partial L}{\partial s_{+}} = -\frac{e^{s_-}}{e^{s_+} + e^{s_-}}", "proved"),
        (r"\frac{\partial L}{\partial s_+} = \frac{e^{s_-}}{e^{s_+} + e^{s_-}}", "refuted"),
    ],
)
def test_a_sign_below_is_part_of_the_name(claim: str, wanted: str) -> None:
    assert statuses(f"$$L = -\\log \\frac{{e^{{s_+}}}}{{e^{{s_+}} + e^{{s_-}}}}$$\n\n$${claim}$$\n") == [wanted]


def test_a_sign_below_can_be_defined() -> None:
    page = "With $d_+ = x^2$ and $d_{-} = 3 x$:\n\n$$\\frac{\\partial (d_+ - d_-)}{\\partial x} = 2 x - 3$$\n"
    assert statuses(page) == ["proved"]


def test_a_range_of_layers_is_no_condition() -> None:
    page = r"""A network has layers $z^{[l]} = W^{[l]} a^{[l-1]} + b^{[l]}$ and $a^{[l]} = \sigma(z^{[l]})$.

For $l = 1, \dots, L-1$ the gradients are

$$\frac{\partial J}{\partial W^{[l]}} = \frac{\partial J}{\partial z^{[l]}} {a^{[l-1]}}^T$$

$$\frac{\partial z^{[l]}}{\partial b^{[l]}} = I, \quad l = 1, \dots, L-1$$
"""
    assert [s.verdict.status for s in check_text(page).steps if s.verdict is not None] == ["conditional", "proved"]
