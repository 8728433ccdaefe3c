"""Cases in other languages: what is true in one of them is not refuted for want of it."""

from __future__ import annotations

import pytest

from gradproof import proofread

PAGE = r"""Let $p_j = \frac{\exp(u_j)}{\sum_k \exp(u_k)}$ and $\ell = \log p_t$.

FIRST

$$\frac{\partial \ell}{\partial u_j} = 1 - p_j$$

SECOND

$$\frac{\partial \ell}{\partial u_j} = - p_j$$
"""
CASES = [
    (r"Für $j = t$ gilt", r"und für $j \neq t$ gilt"),
    (r"Falls $j = t$:", "Sonst:"),
    (r"Wenn $j = t$, dann ist", r"Im Fall $j \neq t$ folgt"),
    (r"Als $j = t$:", r"Voor $j \neq t$ geldt:"),
    (r"Si $j = t$, on a", r"Pour $j \neq t$ :"),
    (r"Si $j = t$, entonces", r"En el caso $j \neq t$ tenemos"),
    (r"Se $j = t$, allora si ha", "Altrimenti:"),
]


def statuses(first: str, second: str) -> list[str]:
    judged = proofread.check_text(PAGE.replace("FIRST", first).replace("SECOND", second))
    return [step.verdict.status for step in judged.steps if step.verdict is not None]


@pytest.mark.parametrize(("first", "second"), CASES)
def test_a_case_holds_in_any_of_these_languages(first: str, second: str) -> None:
    assert statuses(first, second) == ["proved", "proved"]


@pytest.mark.parametrize(("first", "second"), CASES[:3])
def test_the_wrong_case_is_refuted(first: str, second: str) -> None:
    assert statuses(first.replace("j = t", r"j \neq t"), second)[0] == "refuted"


def test_words_that_are_not_known_leave_the_case_open() -> None:
    assert statuses("Wenn ausnahmsweise $j = t$ sein sollte:", "Falls nicht etwa $j = t$ und sonst gar nichts:") != [
        "refuted",
        "refuted",
    ]
    assert statuses("Wenn $j = t$ ist, dann bekommt man auf demselben Weg", "Sonst:")[0] == "proved"
