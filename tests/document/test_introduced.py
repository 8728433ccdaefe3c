"""What equations bring along: a matrix behind its factors, densities of one name with other parameters."""

from __future__ import annotations

from gradproof.proofread import check_text

FACTORS = r"$$ \mathbf{L}^\top \mathbf{L} = \mathbf{S} $$"
PAGE = FACTORS + "\n\nso\n\n$$ {} $$\n"


def statuses(text: str) -> list[str]:
    return [step.verdict.status for step in check_text(text).steps if step.verdict]


def test_a_matrix_behind_its_factors_is_defined() -> None:
    assert statuses(PAGE.replace("{}", r"\mathbf{S}^{-1} = \mathbf{L}^{-1} \mathbf{L}^{-\top}", 1)) == ["proved"]


def test_factors_in_the_other_order_are_another_matrix() -> None:
    assert statuses(PAGE.replace("{}", r"\mathbf{S}^{-1} = (\mathbf{L} \mathbf{L}^\top)^{-1}", 1)) == ["refuted"]


def test_densities_of_one_name_and_other_parameters() -> None:
    text = r"""$$ \log p(x \mid \mu, \sigma) = -\log \sigma - \frac{(x - \mu)^2}{2 \sigma^2} $$

$$ \log p(x \mid \mu, b) = -\log b - \frac{(x - \mu)^4}{b} $$

$$ \frac{\partial \log p(x \mid \mu, b)}{\partial x} = -\frac{4 (x - \mu)^3}{b} $$

$$ \frac{\partial \log p(x \mid \mu, b)}{\partial x} = -\frac{x - \mu}{b^2} $$
"""
    assert statuses(text)[-2:] == ["proved", "refuted"]
