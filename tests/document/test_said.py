"""Shapes that sentences state in words."""

from __future__ import annotations

import pytest

from gradproof.proofread import check_text


def verdicts(page: str) -> list[str]:
    return [s.verdict.status for s in check_text(page).steps if s.verdict is not None]


CLAIM = r"""

$$s = A z$$

$$\frac{\partial s_i}{\partial A_{jk}} = \delta_{ij} z_k$$
"""


@pytest.mark.parametrize(
    "words",
    [
        r"Here $A$ is a $C \times D$ matrix and $z$ is a vector of length $D$.",
        r"Take weights $A$ of size $(C, D)$ and the vector $z$.",
        r"The matrix $A$ of shape $C \times D$ meets an input $z$ of shape (D, 1).",
    ],
)
def test_a_matrix_and_a_vector(words: str) -> None:
    assert verdicts(words + CLAIM) == ["proved"]


def test_a_vector_is_added_to_every_row_where_its_length_says_so() -> None:
    page = (
        r"Let $h$ be an $N \times H$ matrix and $\mu$ a thing. The mean $\mu$ has size $H$."
        r"""

$$v = h - \mu$$

$$\frac{\partial v_{kl}}{\partial \mu_j} = -\delta_{jl}$$

$$\frac{\partial v_{kl}}{\partial \mu_j} = \delta_{jl}$$
"""
    )
    assert verdicts(page) == ["proved", "refuted"]


def test_what_a_sentence_says_makes_no_line_false() -> None:
    page = (
        r"Let $\beta$ be a vector of length $N$."
        r"""

$$y_{kl} = a_l x_{kl} + \beta_l, \quad l = 1, \dots, D$$

$$\frac{\partial y_{kl}}{\partial \beta_i} = \delta_{il}$$
"""
    )
    assert not {"refuted", "ill-typed"} & set(verdicts(page))


def test_a_later_section_may_say_something_else() -> None:
    page = r"""# One

Let $x$ be a vector of length $n$ and $a$ a vector of length $n$.

$$z = a^T x$$

# Two

Now $x$ is a feature vector of length $M$, and $w$ is a vector of length $M$. Then $z = w^T x$.

$$\frac{\partial z}{\partial w_m} = x_m$$
"""
    assert verdicts(page) == ["proved"]
