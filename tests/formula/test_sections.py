"""A section may use letters anew."""

from __future__ import annotations

from gradproof.proofread import check_text


def statuses(text: str) -> list[str]:
    return [step.verdict.status if step.verdict else step.kind for step in check_text(text).steps]


DATA = "Let $\\mathbf{x}_n \\in \\mathbb{R}^D$ and $y_n \\in \\{0, 1\\}$ for $n = 1, \\dots, N$.\n\n"


def test_letters_of_a_data_set_are_new_ones_in_a_section_on_one_input() -> None:
    text = (
        "# A\n\n" + DATA + "$$z_n = \\sum_d w_d x_{nd}$$\n\n"
        "# B\n\nNow let $a_k = \\sum_d v_{kd} x_d$, $y = \\sum_k u_k a_k$ and $L = \\frac12 (y - t)^2$.\n\n"
        "$$\\frac{\\partial L}{\\partial v_{kd}} = (y - t) u_k x_d$$\n\n"
        "$$\\frac{\\partial L}{\\partial v_{kd}} = (y - t) u_k x_d^2$$\n"
    )
    assert statuses(text)[-2:] == ["proved", "refuted"]


def test_a_vector_of_one_section_is_a_row_of_numbers_in_the_next() -> None:
    text = (
        "# A\n\nLet $x \\in \\mathbb{R}^D$ and $f = x^T x$.\n\n# B\n\n"
        "$$\\ell = -\\sum_{n=1}^N (x_n - \\mu)^2$$\n\n"
        "$$\\frac{\\partial \\ell}{\\partial \\mu} = 2 \\sum_n (x_n - \\mu)$$\n"
        "\n$$\\frac{\\partial f}{\\partial x} = 3 x$$\n"
    )
    assert statuses(text)[-3:] == ["definition", "proved", "undecided"]


def test_within_a_section_a_shape_is_kept() -> None:
    text = "# A\n\nLet $x \\in \\mathbb{R}^D$.\n\n$$x = \\frac{1}{2}$$\n\n$$y = x^2$$\n"
    assert statuses(text)[-1] == "unreadable"


def test_for_introduces_what_it_says_and_opens_no_case() -> None:
    text = "For $g(x) = \\|x\\|$,\n\n$$\\frac{\\partial g}{\\partial x} = \\frac{x}{\\|x\\|}$$\n"
    assert statuses(text) == ["definition", "proved"]


def test_what_a_sentence_calls_a_matrix_or_a_vector_is_no_number_in_the_next_section() -> None:
    text = (
        "# A\n\n$x$ is a $N \\times D$ matrix, and $\\mu$ is a vector.\n\n# B\n\n"
        "$$z = (x - \\mu) s$$\n\n$$z_{kl} = (x_{kl} - \\mu_l) s$$\n\n"
        "$$\\frac{\\partial z_{kl}}{\\partial x_{ij}} = \\delta_{ik} \\delta_{jl} s$$\n\n"
        "$$\\frac{\\partial z_{kl}}{\\partial x_{ij}} = \\delta_{ik} s$$\n"
    )
    assert statuses(text)[-2:] == ["proved", "ill-typed"]
