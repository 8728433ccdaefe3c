"""What a sentence says of a matrix: used where it is sure, never against a line that needs it."""

from __future__ import annotations

import pytest

from gradproof.proofread import check_text

SHAPES = r"Let $\mathbf{A} \in \mathbb{R}^{n \times n}$ and $\mathbf{x} \in \mathbb{R}^n$. "
FORM = r"\frac{\partial \mathbf{x}^T \mathbf{A} \mathbf{x}}{\partial \mathbf{x}}"


def status(words: str, line: str) -> str:
    page = check_text(f"{SHAPES}{words}\n\n$${line}$$\n")
    verdict = page.steps[-1].verdict
    assert verdict is not None
    return verdict.status


@pytest.mark.parametrize(
    "words",
    [
        r"The matrix $\mathbf{A}$ is symmetric.",
        r"Here $\mathbf{A}$ is symmetric and positive definite.",
        r"We take a symmetric matrix $\mathbf{A}$.",
        r"Let $\mathbf{A} \in \mathbb{R}^{n \times n}$ be symmetric.",
    ],
)
def test_symmetry_that_is_said_is_used(words: str) -> None:
    assert status(words, rf"{FORM} = 2 \mathbf{{A}} \mathbf{{x}}") == "proved"
    assert status(words, rf"{FORM} = \mathbf{{A}} \mathbf{{x}}") == "refuted"


@pytest.mark.parametrize(
    "words",
    [
        "Nothing is said.",
        r"The matrix $\mathbf{A}$ is not symmetric.",
        r"If $\mathbf{A}$ is symmetric, this is shorter.",
        r"It is not necessary that $\mathbf{A}$ is symmetric.",
    ],
)
def test_symmetry_of_a_case_or_denied_is_not_assumed(words: str) -> None:
    assert status(words, rf"{FORM} = 2 \mathbf{{A}} \mathbf{{x}}") == "conditional"


LENGTH = r"\|\mathbf{A} \mathbf{x}\|^2 = \|\mathbf{x}\|^2"


@pytest.mark.parametrize(
    "words",
    [
        r"The matrix $\mathbf{A}$ is orthogonal.",
        r"It has $\mathbf{A}^T \mathbf{A} = \mathbf{I}$.",
        r"It has $\mathbf{A}^T \mathbf{A} = \mathbf{A} \mathbf{A}^T = \mathbf{I}$.",
    ],
)
def test_an_orthogonal_matrix_is_not_refuted_by_another(words: str) -> None:
    assert status(words, LENGTH) == "undecided"
    assert status("Nothing is said.", LENGTH) == "refuted"


def test_what_defines_a_matrix_is_checked_for_orthogonality() -> None:
    page = check_text(
        r"With $\mathbf{B} \in \mathbb{R}^{n \times n}$ let $\mathbf{A} = 2 \mathbf{B}$."
        "\n\n" + r"$$\mathbf{A}^T \mathbf{A} = \mathbf{I}$$" + "\n"
    )
    verdict = page.steps[-1].verdict
    assert verdict is not None
    assert verdict.status == "refuted"


def test_a_form_that_is_positive_for_definite_matrices_is_not_refuted() -> None:
    line = r"\sqrt{(\mathbf{x}^T \mathbf{A} \mathbf{x})^2} = \mathbf{x}^T \mathbf{A} \mathbf{x}"
    assert status(r"The matrix $\mathbf{A}$ is positive definite.", line) in ("undecided", "proved")
    assert status(r"The matrix $\mathbf{A}$ is symmetric.", line) == "refuted"


def test_a_triangular_factor_has_its_assumption_named() -> None:
    line = r"|\mathbf{A} \mathbf{A}^T|^{1/2} = |\mathbf{A}|"
    assert status(r"Let $\mathbf{A}$ be lower triangular with positive diagonal.", line) == "conditional"


CROSS = "$$p = \\operatorname{softmax}(u)$$\n\n$$L = -\\sum_i y_i \\log p_i$$\n\n"
GRADIENT = "$$\\frac{\\partial L}{\\partial u} = p - y$$\n"


@pytest.mark.parametrize(
    "words",
    [
        "The label $y$ is one-hot.",
        "Here $y$ is a one-hot encoded vector.",
        "The target is a one-hot vector $y$.",
        "Let $y \\in \\mathbb{R}^K$ be one-hot.",
        "The target is $y \\in \\mathbb{R}^K$ (one-hot encoded).",
        "Here $y$ is a probability distribution.",
        "The components of $y$ are positive and $y$ sums to one.",
        "The target $y$ sums to $1$.",
    ],
)
def test_what_is_said_to_be_one_hot_sums_to_one(words: str) -> None:
    steps = check_text(f"{words}\n\n{CROSS}{GRADIENT}").steps
    assert [s.verdict.status for s in steps if s.verdict] == ["proved"]


@pytest.mark.parametrize(
    "words",
    [
        "Nothing is said.",
        "If $y$ is one-hot, this is shorter.",
        "The target $y$ is not one-hot.",
        "The target $y$ sums to $2$.",
        "The label $t$ is one-hot.",
    ],
)
def test_nothing_else_is_taken_to_sum_to_one(words: str) -> None:
    steps = check_text(f"{words}\n\n{CROSS}{GRADIENT}").steps
    assert [s.verdict.status for s in steps if s.verdict] == ["conditional"]


def test_one_hot_rows_sum_to_one_each() -> None:
    page = (
        "Each $y_n$ is one-hot.\n\n$$p_{nk} = \\frac{e^{u_{nk}}}{\\sum_j e^{u_{nj}}}$$\n\n"
        "$$L = -\\sum_n \\sum_k y_{nk} \\log p_{nk}$$\n\n$$\\frac{\\partial L}{\\partial u_{nk}} = p_{nk} - y_{nk}$$\n"
    )
    found = [s.verdict.status for s in check_text(page).steps if s.verdict]
    assert found == ["conditional"]  # "each" may speak of some; without it, it is proved
    assert [s.verdict.status for s in check_text(page.replace("Each", "The vector")).steps if s.verdict] == ["proved"]


def test_a_hidden_total_is_found_beside_many_other_variables() -> None:
    page = "$$h = \\tanh(W x + c)$$\n\n$$p = \\operatorname{softmax}(V h + b)$$\n\n$$L = -\\sum_i y_i \\log p_i$$\n\n"
    for by, right in (("b", "p - y"), ("h", "V^T (p - y)"), ("V", "(p - y) h^T")):
        verdict = check_text(f"{page}$$\\frac{{\\partial L}}{{\\partial {by}}} = {right}$$\n").steps[-1].verdict
        assert verdict is not None
        assert (verdict.status, "\\sum_c y_c = 1" in verdict.message) == ("conditional", True)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (r"Here $\mathbf{A}$ is the covariance matrix of the data.", "proved"),
        (r"With the sample covariance matrix $\mathbf{A}$ we get:", "proved"),
        (r"Here $\mathbf{A}$ is the data matrix.", "conditional"),
    ],
)
def test_a_covariance_matrix_is_symmetric(words: str, found: str) -> None:
    assert status(words, rf"{FORM} = 2 \mathbf{{A}} \mathbf{{x}}") == found


def test_a_hidden_total_is_found_behind_many_other_vectors() -> None:
    page = "Let $u, a, b, c, d, f \\in \\mathbb{R}^K$.\n\n"
    page += "$$p = \\operatorname{softmax}(u + a + b + c + d + f)$$\n\n$$L = -\\sum_i y_i \\log p_i$$\n\n"
    verdict = check_text(f"{page}$$\\frac{{\\partial L}}{{\\partial u}} = p - y$$\n").steps[-1].verdict
    assert verdict is not None
    assert verdict.status == "conditional"
