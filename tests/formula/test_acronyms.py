"""Names of several plain letters."""

from __future__ import annotations

import pytest

from gradproof.formula.acronyms import acronyms, with_acronyms
from gradproof.formula.from_latex import read_formula
from gradproof.formula.to_latex import to_latex
from gradproof.proofread import check_text


def found(*formulas: str) -> frozenset[str]:
    return acronyms(map(read_formula, formulas))


def statuses(text: str) -> list[str]:
    return [step.verdict.status if step.verdict else step.kind for step in check_text(text).steps]


@pytest.mark.parametrize(
    ("formula", "name"),
    [
        ("MSE = \\frac{1}{n} \\sum_i (y_i - t_i)^2", "MSE"),
        ("FL(p) = -(1 - p)^2 \\log p", "FL"),
        ("WXQ = \\sum_i y_i", "WXQ"),
        ("acu = \\frac{u}{v}", None),
        ("\\frac{\\partial MAE}{\\partial y} = 1", "MAE"),
        ("AB = BA", None),
        ("M S E = 1", None),
        ("dW = W", None),
    ],
)
def test_letters_that_begin_an_equation_and_stand_nowhere_else_are_a_name(formula: str, name: str | None) -> None:
    assert found(formula) == (frozenset() if name is None else {name})


def test_letters_that_stand_elsewhere_are_a_product() -> None:
    assert found("PV = k", "P = 3") == frozenset()
    assert found("PV = k") == {"PV"}


def test_a_name_is_one_symbol_wherever_it_stands() -> None:
    tree = with_acronyms(read_formula("\\frac{\\partial MSE}{\\partial y} + 2MSE_i"), frozenset({"MSE"}))
    assert "\\mathrm{MSE}" in to_latex(tree) or "MSE" in to_latex(tree)  # type: ignore[arg-type]


def test_lines_about_a_loss_with_a_name_of_three_letters() -> None:
    loss = "$$BCE = -\\sum_i (y_i \\log p_i + (1 - y_i) \\log(1 - p_i))$$\n\n"
    right = "$$\\frac{\\partial BCE}{\\partial p_i} = \\frac{p_i - y_i}{p_i (1 - p_i)}$$\n\n"
    wrong = "$$\\frac{\\partial BCE}{\\partial p_i} = \\frac{y_i - p_i}{p_i (1 - p_i)}$$\n"
    assert statuses(loss + right + wrong) == ["definition", "proved", "refuted"]


def test_a_function_with_a_name_of_two_letters() -> None:
    loss = "$$CE(y, p) = -\\sum_i y_i \\log p_i$$\n\n"
    right = "$$\\frac{\\partial CE}{\\partial p_i} = -\\frac{y_i}{p_i}$$\n\n"
    wrong = "$$\\frac{\\partial CE}{\\partial p_i} = \\frac{y_i}{p_i}$$\n"
    assert statuses(loss + right + wrong) == ["definition", "proved", "refuted"]
