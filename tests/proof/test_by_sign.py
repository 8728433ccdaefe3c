"""|P| and sign P, looked at on both sides of P = 0: what holds on both is proved, what fails on one is refuted."""

from __future__ import annotations

import pytest

from gradproof.proofread import prove

STABLE = r"\max(z, 0) - z y + \log(1 + e^{-|z|})"


@pytest.mark.parametrize(
    ("claim", "given"),
    [
        (rf"{STABLE} = -y \log \sigma(z) - (1 - y) \log(1 - \sigma(z))", ()),
        (r"\max(z, 0) + \log(1 + e^{-|z|}) = \log(1 + e^z)", ()),
        (r"\sum_i (\max(z_i, 0) + \log(1 + e^{-|z_i|})) = \sum_i \log(1 + e^{z_i})", ()),
        (r"\frac{\partial \ell}{\partial z} = \sigma(z) - y", (rf"\ell = {STABLE}",)),
        (r"\frac{d}{dx} \frac{x}{1 + |x|} = \frac{1}{(1 + |x|)^2}", ()),
        (r"\max(a, b) = \begin{cases} a & a \ge b \\ b & a < b \end{cases}", ()),
        (r"x \mathbb{1}(x > 0) = x \mathbb{1}(x \ge 0)", ()),
        (r"\frac{e^{|z|}}{1 + e^{|z|}} + \frac{e^{-|z|}}{1 + e^{-|z|}} = 1", ()),
    ],
)
def test_what_holds_on_both_sides_is_proved(claim: str, given: tuple[str, ...]) -> None:
    verdict = prove(claim, given=given)
    assert verdict.status == "proved", verdict.message


@pytest.mark.parametrize(
    ("claim", "given"),
    [
        (r"\max(z, 0) + \log(1 + e^{-|z|}) = \log(1 + e^{-z})", ()),  # right for z < 0 only
        (r"\mathbb{1}(x > 0) = \mathbb{1}(x \ge 0)", ()),  # right but at 0
        (r"\mathbb{1}(x > 0) + \mathbb{1}(x < 0) = 1", ()),
        (r"\max(a, b) = \begin{cases} a & a > b \\ 2 b & a \le b \end{cases}", ()),
        (r"\frac{d}{dx} \frac{x}{1 + |x|} = \frac{1}{1 + |x|}", ()),
        (r"\frac{\partial \ell}{\partial z} = y - \sigma(z)", (rf"\ell = {STABLE}",)),
    ],
)
def test_what_fails_on_one_side_is_refuted(claim: str, given: tuple[str, ...]) -> None:
    assert prove(claim, given=given).status == "refuted"


def test_the_kink_is_said() -> None:
    claim = r"\frac{d}{dx} \frac{x}{1 + |x|} = \frac{1}{(1 + |x|)^2}"
    assert prove(claim).notes == ("no two numbers that are compared are equal where both sides are defined",)
