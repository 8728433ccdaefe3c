"""A number that a sentence gives to a symbol in some case is not its value."""

from __future__ import annotations

import pytest

from gradproof.proofread import check_text

LOSS = "$$J = -\\sum_{k=1}^K y_k \\log p_k$$\n\n"


def statuses(text: str) -> list[str]:
    return [step.verdict.status if step.verdict else step.kind for step in check_text(text).steps]


@pytest.mark.parametrize(
    "words",
    [
        "Let $y_k = 1$ if the sample belongs to class $k$, and $0$ otherwise.",
        "where $y_k = 1$ when class $k$ is the right one.",
        "A label $y_k = 1$ means that the class is right.",
        "$y_k = 1$ for the correct class and $y_k = 0$ for the other classes.",
        "其中 $y_k = 1$ 如果样本属于该类。",
        "Hier ist $y_k = 1$, falls die Klasse stimmt.",
    ],
)
def test_a_label_that_is_one_in_a_case_stays_in_the_gradient(words: str) -> None:
    page = f"{words}\n\n{LOSS}$$\\frac{{\\partial J}}{{\\partial p_k}} = -\\frac{{{{}}}}{{p_k}}$$\n"
    assert statuses(page.replace("{}", "y_k")) == ["definition", "proved"]
    assert statuses(page.replace("{}", "1")) == ["definition", "refuted"]


@pytest.mark.parametrize(
    "words", ["Let $y_k = 1$.", "Let $y_k = 1$, which is a strange choice.", "Put $y_k = 1$ here."]
)
def test_a_value_without_a_case_is_one(words: str) -> None:
    gradient = "$$\\frac{\\partial J}{\\partial p_k} = -\\frac{1}{p_k}$$\n"
    assert statuses(f"{words}\n\n{LOSS}{gradient}") == ["definition", "definition", "proved"]
