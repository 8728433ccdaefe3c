"""A derivative is one of a function, not of a value its variable got later; a value in a sentence refutes nothing."""

from __future__ import annotations

import pytest

from gradproof.proofread import check_text, prove

LOSS = r"L = \sum_{i=1}^n (x_i - \mu)^2"
MEAN = r"\mu = \frac{1}{n} \sum_{i=1}^n x_i"


def statuses(text: str) -> list[str]:
    return [step.verdict.status if step.verdict else step.kind for step in check_text(text).steps]


@pytest.mark.parametrize(("factor", "status"), [("-2", "proved"), ("-3", "undecided")])
def test_a_derivative_is_not_proved_by_the_place_of_the_minimum(factor: str, status: str) -> None:
    claim = rf"\frac{{\partial L}}{{\partial \mu}} = {factor} \sum_{{i=1}}^n (x_i - \mu)"
    assert prove(claim, [LOSS, MEAN]).status == status


def test_what_holds_at_the_minimum_is_still_proved() -> None:
    assert prove(r"\frac{\partial L}{\partial \mu} = 0", [LOSS, MEAN]).status == "proved"
    assert prove(r"\sum_{i=1}^n (x_i - \mu) = 0", [LOSS, MEAN]).status == "proved"


def test_a_value_that_comes_first_is_part_of_the_function() -> None:
    given = [MEAN, r"v = \frac{1}{n} \sum_{i=1}^n (x_i - \mu)^2", r"y_i = \frac{x_i - \mu}{\sqrt{v}}"]
    claim = r"\frac{\partial y_i}{\partial \mu} = -\frac{1}{\sqrt{v}}"
    assert prove(claim, given).status == "proved"


@pytest.mark.parametrize(("slope", "status"), [("2x", "proved"), ("3x", "undecided")])
@pytest.mark.parametrize("left", ["f'(x)", r"\frac{df}{dx}"])
def test_a_slope_is_not_proved_by_the_point_that_a_sentence_names(left: str, slope: str, status: str) -> None:
    assert statuses(f"Let $f(x) = x^2$. At the minimum, $x = 0$.\n\n$${left} = {slope}$$")[-1] == status


def test_a_sentence_may_give_a_number_to_what_varies() -> None:
    text = r"Let $p = \sigma(z)$ and $L = -\log p$. A perfect model has $p = 1$, and then $L = 0$."
    assert statuses(text) == ["definition", "definition", "undecided", "undecided"]


def test_a_number_that_is_no_other_is_refuted_in_a_sentence() -> None:
    assert statuses("Let $a = 2 + 2$. Hence $a = 5$.")[-1] == "refuted"


def test_one_number_for_all_components_is_a_case() -> None:
    text = (
        "Let $f = \\sum_i a_i x_i$ with $a \\in \\mathbb{R}^D$. Take $a = 1$ for simplicity.\n\n"
        "$$\\frac{\\partial f}{\\partial x_i} = a_i$$\n\n$$\\frac{\\partial f}{\\partial x_i} = 1$$\n\n"
        "# Next\n\n$$\\frac{\\partial f}{\\partial x_i} = 1$$\n"
    )
    assert statuses(text) == ["definition", "definition", "proved", "undecided", "refuted"]


def test_what_a_sentence_supposes_holds_on_behind_it() -> None:
    text = "Let $z = xy$. Suppose $x = 1$. Then $z = y$.\n\n# Next\n\n$$2z = y$$\n"
    assert statuses(text) == ["definition", "undecided", "refuted"]


def test_a_symbol_with_a_new_shape_takes_its_old_definitions_along() -> None:
    text = (
        "Let $u_j = \\sum_k w_{jk} x_k$.\n\n# Next\n\nLet $w_{jk} = a_j b_k$.\n\n# Last\n\n$$w = 3$$\n\n"
        "$$u_j = 0$$\n\n$$\\frac{\\partial u_j}{\\partial x_k} = w_{jk}$$\n"
    )
    assert "refuted" not in statuses(text)


@pytest.mark.parametrize(("claim", "status"), [("y^2 = y", "proved"), ("y^2 + w = y + 2w", "refuted")])
def test_a_variable_of_few_values_is_refuted_at_its_values_only(claim: str, status: str) -> None:
    assert prove(claim, [r"y \in \{0, 1\}", r"w \in \mathbb{R}"]).status == status


@pytest.mark.parametrize("claim", ["2 p^2", "0", "p"])
def test_a_derivative_by_what_was_written_over_its_variable_may_mean_the_inverse(claim: str) -> None:
    given = ["L = p^2", r"\theta = \log p"]
    assert prove(rf"\frac{{dL}}{{d\theta}} = {claim}", given).status == "undecided"


def test_a_derivative_along_a_path_is_decided_beside_others() -> None:
    given = [r"z = \sum_d w_d x_d", r"E = (z - t)^2 + \sum_d w_d^2"]
    assert prove(r"\frac{\partial E}{\partial z} = 2 (z - t)", given).status == "proved"
    assert prove(r"\frac{\partial E}{\partial z} = z - t", given).status == "refuted"


def test_what_inverts_a_definition_is_a_claim() -> None:
    text = "Let $\\theta = \\log \\frac{p}{1-p}$ with $0 < p < 1$, so $p = \\frac{1}{1 + e^{-\\theta}}$.\n"
    assert statuses(text)[-1] == "proved"
    assert statuses(text.replace("1 + e", "1 - e"))[-1] == "undecided"


def test_a_size_that_a_sentence_makes_a_number_stays_a_size() -> None:
    text = "Let $x \\in \\mathbb{R}^n$. With $n = 10$ all is easy.\n\n$$\\sum_{i=1}^n (x_i - a) = \\sum_i x_i - n a$$\n"
    assert statuses(text)[-1] == "proved"
