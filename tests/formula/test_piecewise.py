"""Definitions by cases, and what follows from a definition that was not understood."""

from __future__ import annotations

from gradproof.proofread import check_text

SOFTMAX = r"""
$$p_j = \frac{e^{u_j}}{\sum_{k=1}^C e^{u_k}}$$

$$\ell = \log p_t$$
"""


def verdicts(text: str) -> list[str | None]:
    return [step.verdict.status if step.verdict else None for step in check_text(text).steps]


def test_two_cases_make_one_definition() -> None:
    page = (
        SOFTMAX
        + r"""
If $j = t$:

$$a_j = 1 - p_j$$

If $j \neq t$:

$$a_j = -p_j$$

So, in every case:

$$\frac{\partial \ell}{\partial u_j} = a_j$$

$$a_j = \delta_{jt} - p_j$$
"""
    )
    assert verdicts(page) == [None, None, None, None, "proved", "proved"]


def test_one_case_alone_says_nothing_of_the_others() -> None:
    page = (
        SOFTMAX
        + r"""
If $j = t$:

$$a_j = 1 - p_j$$

$$a_j = \frac{\partial \ell}{\partial u_j}$$

# Another section

$$\frac{\partial \ell}{\partial u_j} = a_j$$
"""
    )
    assert verdicts(page) == [None, None, None, "proved", "refuted"]


def test_the_same_case_twice_is_a_claim() -> None:
    page = (
        SOFTMAX
        + r"""
If $j = t$:

$$a_j = 1 - p_j$$

$$a_j = 2 - p_j$$
"""
    )
    assert verdicts(page)[-1] == "refuted"


def test_conditions_behind_the_equations() -> None:
    page = (
        SOFTMAX
        + r"""
$$a_j = 1 - p_j, \quad j = t \\ a_j = -p_j, \quad j \neq t$$

$$\frac{\partial \ell}{\partial u_j} = a_j$$
"""
    )
    assert verdicts(page)[-1] == "proved"


def test_nothing_is_refuted_that_rests_on_a_definition_not_understood() -> None:
    assert verdicts("$$y = x^2 \\quad \\text{for } x > 0$$\n\n$$\\sqrt{y} = x$$\n") == ["unreadable", "undecided"]
    assert verdicts("$$y = \\foo{x}$$\n\n$$\\frac{1}{y} = x$$\n") == ["unreadable", "unreadable"]


def test_what_holds_whatever_a_symbol_is_needs_no_definition_of_it() -> None:
    page = "$$y = x^2 \\quad \\text{for } x > 0$$\n\n$$\\frac{dy^2}{dx} = 2 y \\frac{dy}{dx}$$\n"
    assert verdicts(page) == ["unreadable", "proved"]
    assert verdicts(page.replace("= 2 y", "= 3 y")) == ["unreadable", "undecided"]


def test_a_later_definition_mends_it() -> None:
    assert verdicts("$$y = \\foo{x}$$\n\n$$y = x^2$$\n\n$$\\frac{\\partial y}{\\partial x} = 2 x$$\n") == [
        "unreadable",
        None,
        "proved",
    ]
