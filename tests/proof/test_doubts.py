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


def test_what_no_formula_connects_is_no_zero() -> None:
    unit = "Let $E = (T - a)^2$ and $a = \\frac{1}{1 + e^{-z}}$.\n\n"
    assert statuses(unit + "$$\\frac{\\partial a}{\\partial net} = a (1 - a)$$")[-1] == "undecided"
    assert statuses(unit + "$$\\frac{\\partial a}{\\partial z} = a (1 + a)$$")[-1] == "refuted"
    assert statuses(unit + "$$\\frac{\\partial a}{\\partial T} = a (1 - a)$$")[-1] == "refuted"


def test_a_row_of_a_matrix_is_connected_with_it() -> None:
    page = (
        "$$u = W x, \\quad W \\in \\mathbb{R}^{C \\times D}, x \\in \\mathbb{R}^D$$\n\n$$L = \\sum_k u_k^2$$\n\n"
        "$$\\frac{\\partial L}{\\partial w_k} = 2 u_k x$$\n"
    )
    assert not {"refuted", "ill-typed"} & set(statuses(page))
    known = "Let $q_k = w_k v$ and $L = \\sum_k \\sum_d W_{kd}^2$ with $W \\in \\mathbb{R}^{C \\times D}$.\n\n"
    assert statuses(known + "$$\\frac{\\partial L}{\\partial w_k} = 2 w_k$$")[-1] == "undecided"


def test_a_function_without_its_argument_has_no_slope_to_be_false() -> None:
    page = "Let $g(x) = e^{a}$ and $h(x) = x^2$.\n\n"
    assert statuses(page + "$$g'(x) = e^a$$")[-1] == "undecided"
    assert statuses(page + "$$g'(x) = 0$$")[-1] == "proved"
    assert statuses(page + "$$h'(x) = x$$")[-1] == "refuted"


LOGISTIC = (
    "Let $x \\in \\mathbb{R}^d$ and $w \\in \\mathbb{R}^d$.\n\n$$\\sigma(z) = \\frac{1}{1 + e^{-z}}$$\n\n"
    "$$\\ell(w) = -y \\log \\sigma(w^T x)$$\n\nLet $z = w^T x$.\n\n"
)


def test_a_value_may_be_seen_over_a_number_in_between() -> None:
    assert statuses(LOGISTIC + "$$\\ell(z) = -y \\log \\sigma(z)$$")[-1] == "proved"
    assert statuses(LOGISTIC + "$$\\ell(z) = -2 y \\log \\sigma(z)$$")[-1] == "refuted"
    assert statuses(LOGISTIC + "$$\\frac{d\\ell}{dz} = y (\\sigma(z) - 1)$$")[-1] != "refuted"


def test_a_label_beside_a_quantity_of_its_name_refutes_nothing() -> None:
    sums = "$$J = -\\sum_{i=1}^n \\sum_{k=1}^K y_{ik} \\log p_{ik}$$\n\n"
    assert statuses(sums + "$$J = -\\sum_{i=1}^n \\log p_{i, y_i}$$")[-1] == "undecided"
    assert statuses(sums + "$$J = -2 \\sum_{i=1}^n \\sum_{k=1}^K y_{ik} \\log p_{ik}$$")[-1] == "refuted"


def test_a_vector_of_a_new_section_is_not_the_number_of_an_old_one() -> None:
    old = "# One\n\nLet $z = 2 a + b$.\n\n# Two\n\n"
    softmax = "$$\\text{softmax}(\\mathbf{z})_k = \\frac{e^{z_k}}{\\sum_{j=1}^K e^{%s}}$$\n"
    assert statuses(old + softmax % "z_j")[-1] == "proved"
    assert statuses(old + softmax % "2 z_j")[-1] == "refuted"


def test_what_nobody_knows_is_not_called_ill_typed() -> None:
    page = "Let $v \\in \\mathbb{R}^n$ and $\\lambda \\in \\mathbb{R}$. Then $q(1) = v$ and $Q(v_e) = \\lambda$."
    assert "ill-typed" not in statuses(page)


def test_a_second_name_of_a_size_is_no_fault() -> None:
    page = "$$f = \\frac{1}{N} \\sum_{i=1}^N (y_i - m x_i)^2$$\n\n"
    other = "$$\\frac{d}{dm} \\sum_{i=1}^%s (y_i - m x_i)^2 = -2 \\sum_{i=1}^%s (y_i - m x_i) x_i$$\n"
    assert statuses(page + other % ("n", "n")) == ["definition", "unreadable"]
    assert statuses(page + other % ("N", "N")) == ["definition", "proved"]
    sizes = "Let $w \\in \\mathbb{R}^C$ and $h \\in \\mathbb{R}^H$.\n\n$$s = \\sum_{k=1}^H w_k h_k$$\n\n"
    assert statuses(sizes + "$$2 = \\sum_{k=1}^C h_k$$\n")[-1] == "ill-typed"


def test_a_second_function_of_one_name_is_not_ill_typed() -> None:
    page = "$$J(\\mathbf{v}) = \\sum_{i=1}^n (t_i - \\mathbf{v}^T \\mathbf{z}_i)^2$$\n\n"
    assert statuses(page + "$$J(\\theta) = \\sum_{i=1}^n (y_i - \\theta_0 - \\theta_1 r_i)^2$$")[-1] == "unreadable"
