"""Functions that are made of others, each against what everyone knows of it."""

from __future__ import annotations

import pytest

from gradproof.proofread import prove


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        (r"\frac{d}{dx} \tanh(x) = \operatorname{sech}^2(x)", "proved"),
        (r"\frac{d}{dx} \tanh x = \mathrm{sech}^2 x", "proved"),
        (r"\frac{d}{dx} \tanh x = \operatorname{sech} x", "refuted"),
        (r"\frac{d}{dx} \sec x = \sec x \tan x", "proved"),
        (r"\frac{d}{dx} \log \sinh x = \coth x", "proved"),
        (r"\operatorname{csch}(x) \sinh x = 1", "proved"),
        (r"\cot x \tan x = 1", "proved"),
        (r"\csc x = \frac{1}{\sin x}", "proved"),
        (r"\operatorname{logit}(\sigma(x)) = x", "proved"),
        (r"\operatorname{logit}'(p) = \frac{1}{p (1 - p)}", "proved"),
        (r"\frac{d}{dx} \operatorname{artanh}(x) = \frac{1}{1 - x^2}", "proved"),
        (r"\frac{d}{dx} \operatorname{arsinh}(x) = \frac{1}{\sqrt{1 + x^2}}", "proved"),
        (r"\operatorname{arcosh}(2) = \log(2 + \sqrt{3})", "proved"),
        (r"\operatorname{arcosh}(x) = \operatorname{arsinh}(x)", "refuted"),
    ],
)
def test_what_they_are(claim: str, status: str) -> None:
    assert prove(claim).status == status


@pytest.mark.parametrize("claim", [r"\operatorname{foo}^2(x) = x", r"\operatorname{Var} x = x^2"])
def test_a_word_before_an_operand_is_no_factor(claim: str) -> None:
    assert prove(claim).status == "unreadable"
