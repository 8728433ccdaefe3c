"""The first equations of a chain, and the case that is open."""

from __future__ import annotations

from gradproof.proofread import check_text


def statuses(text: str) -> list[str]:
    return [step.verdict.status if step.verdict else step.kind for step in check_text(text).steps]


NETWORK = "$$z = w x + b$$\n\n$$\\hat{y} = a = \\sigma(z)$$\n\n$$L = -y \\log a - (1 - y) \\log(1 - a)$$\n\n"


def test_a_chain_may_say_first_what_its_second_name_is() -> None:
    right = "$$\\frac{\\partial L}{\\partial z} = a - y$$\n\n$$\\frac{\\partial L}{\\partial z} = \\hat{y} - y$$\n\n"
    wrong = "$$\\frac{\\partial L}{\\partial z} = y - \\hat{y}$$\n"
    assert statuses(NETWORK + right + wrong)[-3:] == ["proved", "proved", "refuted"]


CASES = "If $i \\neq j$:\n\n$$\\frac{\\partial x_i}{\\partial x_j} = 0$$\n\n"


def test_a_case_of_two_indices_is_none_of_a_loss_without_them() -> None:
    text = (
        CASES
        + "The loss: $L = -\\sum_i y_i \\log s_i$,\n\n$$\\frac{\\partial L}{\\partial s_j} = -\\frac{y_j}{s_j}$$\n"
    )
    assert statuses(text) == ["proved", "definition", "proved"]


def test_a_sum_over_an_index_of_the_case_is_no_fault() -> None:
    text = CASES + "$$m_j = \\sum_i y_i s_i + x_j$$\n"
    assert statuses(text) == ["proved", "definition"]


RELU = "ReLU: $f(x) = \\max(0, x)$.\n\n"


def test_behind_another_label_a_function_is_a_new_one() -> None:
    text = RELU + "Softplus: $f(x) = \\ln(1 + e^x)$ and $f'(x) = \\frac{1}{1 + e^{-x}}$.\n"
    assert statuses(text) == ["definition", "definition", "proved"]
    assert statuses(text.replace("e^{-x}", "e^x"))[-1] == "refuted"


def test_a_result_is_a_claim() -> None:
    assert statuses(RELU + "Result: $f(x) = x$.\n") == ["definition", "refuted"]
    assert statuses("The square: $g(x) = (x + 1)^2$.\n\nSimplified: $g(x) = x^2 + 1$.\n") == ["definition", "refuted"]


HINGE = "$$L_i = \\sum_{j \\neq y_i} \\max(0, s_j - s_{y_i} + 1)$$\n\n"
SLOPE = "$$\\frac{\\partial L_i}{\\partial s_j} = \\mathbb{1}(s_j - s_{y_i} + 1 > 0)$$\n"


def test_two_indices_told_apart_before_a_display_are_its_condition() -> None:
    assert statuses(HINGE + "and for the other classes, $j \\neq y_i$:\n\n" + SLOPE) == ["definition", "proved"]
    assert statuses(HINGE + "and for all classes:\n\n" + SLOPE) == ["definition", "refuted"]
    assert (
        statuses(HINGE + "and for the other classes, $j \\neq y_i$:\n\n" + SLOPE.replace("+ 1 >", "- 1 >"))[1]
        == "refuted"
    )


def test_a_total_over_many_is_no_fault_of_the_one() -> None:
    one = "Let $p_k = \\frac{e^{z_k}}{\\sum_c e^{z_c}}$ and $L = -\\log p_y$.\n\n"
    assert statuses(one + "$$L = -\\frac{1}{N} \\sum_{i=1}^N \\log p_{i,y_i}$$\n")[-1] == "unreadable"
    assert statuses(one + "$$\\frac{\\partial L}{\\partial z_k} = p_{k,y}$$\n")[-1] == "ill-typed"


def test_shapes_are_no_claims() -> None:
    assert statuses("The shapes are $(n, h) = (2, 6)$ and $(m, n) \\times (n, h) = (m, h)$.\n") == []
    assert statuses("Shape of the inputs: $X = (750, 2)$.\n\n$$z = X + 1$$\n") == ["definition"]
    assert statuses("Let $a = 1$ and $b = 2$. Then $(a, b) = (1, 3)$.\n")[-1] == "unreadable"
