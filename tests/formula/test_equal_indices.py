"""Lines over two letters, where the page treats equal letters on their own; statistics that are no constants."""

from __future__ import annotations

from gradproof.proofread import check_text

OFF = r"""$$p_j = \frac{e^{z_j}}{\sum_k e^{z_k}}$$

The two derivatives are different:

$$\frac{\partial p_j}{\partial z_i} = - p_j p_i$$

and

$$\frac{\partial p_i}{\partial z_i} = p_i (1 - p_i)$$
"""


def verdicts(page: str) -> list[str]:
    return [s.verdict.status for s in check_text(page).steps if s.verdict is not None]


def test_two_letters_are_two_indices_where_equal_ones_are_treated_too() -> None:
    assert verdicts(OFF) == ["conditional", "proved"]


def test_a_wrong_sign_stays_wrong() -> None:
    assert verdicts(OFF.replace("= - p_j p_i", "= p_j p_i")) == ["refuted", "proved"]


def test_without_the_other_case_it_is_false() -> None:
    assert verdicts(OFF.split("and\n")[0]) == ["refuted"]


MOVING = r"""Let $x \in \mathbb{R}^{N \times D}$ and $\mu \in \mathbb{R}^{D}$, the mean of the rows.

$$\frac{\partial (x_{kl} - \mu_l)}{\partial x_{ij}} = \delta_{ik} \delta_{jl} - \frac{\partial \mu_l}{\partial x_{ij}}$$

$$\frac{\partial (x_{kl} - \mu_l)}{\partial x_{ij}} = \delta_{ik} \delta_{jl} - \frac{1}{N} \delta_{jl}$$

$$\frac{\partial (x_{kl} - \mu_l)}{\partial x_{ij}} = \delta_{ik} \delta_{jl}$$
"""


def test_what_the_page_differentiates_is_no_constant() -> None:
    assert verdicts(MOVING) == ["proved", "undecided", "undecided"]


def test_elsewhere_an_undefined_symbol_is_a_constant() -> None:
    page = MOVING.replace(r"\frac{\partial \mu_l}{\partial x_{ij}}", "0")
    assert verdicts(page) == ["proved", "refuted", "proved"]


SQUARES = r"""$$\sigma_l^2 = \frac{1}{N} \sum_{p=1}^N x_{pl}^2$$

$$y_{kl} = x_{kl} (\sigma_l^2 + \epsilon)^{-1/2}$$

$$\frac{\partial y_{kl}}{\partial \sigma_l^2} = - \frac{1}{2} x_{kl} (\sigma_l^2 + \epsilon)^{-3/2}$$

$$\frac{\partial y_{kl}}{\partial \sigma_l^2} = - \frac{1}{2} x_{kl} (\sigma_l^2 + \epsilon)^{-1/2}$$
"""


def test_a_variance_is_a_symbol() -> None:
    assert verdicts(SQUARES) == ["proved", "refuted"]
