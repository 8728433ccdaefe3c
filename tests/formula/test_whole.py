"""Products and sums of vectors and matrices."""

from __future__ import annotations

import pytest

from gradproof.source import FormulaError
from tests.formula.reading import shape, whole

GIVEN = (r"A \in \mathbb{R}^{C \times D}, x \in \mathbb{R}^D, y \in \mathbb{R}^C, a \in \mathbb{R}",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A x", "a vector of length C"),
        ("A^T y", "a vector of length D"),
        ("y^T A", "a row vector of length D"),
        ("y^T A x", "a number"),
        ("x^T x", "a number"),
        (r"x \cdot x", "a number"),
        ("x * x", "a vector of length D"),
        ("A * x", "a vector of length C"),
        ("x^T * x", "a number"),
        ("y x^T", "a C×D matrix"),
        ("a A", "a C×D matrix"),
        (r"x \odot x", "a vector of length D"),
        ("A_j", "a vector of length D"),
        ("A_{jk}", "a number"),
        ("(A x)_j", "a number"),
        (r"\frac{\partial x^T x}{\partial x}", "a vector of length D"),
        (r"\frac{\partial A x}{\partial x}", "a C×D matrix"),
        (r"\frac{\partial A x}{\partial A}", "a C×C×D tensor"),
        (r"\operatorname{diag}(x)", "a D×D matrix"),
        (r"\operatorname{tr}(A A^T)", "a number"),
        (r"\|x\|_2", "a number"),
        (r"x + 0", "a vector of length D"),
        (r"\operatorname{softmax}(x)", "a vector of length D"),
        (r"\operatorname{softmax}(A)", "a C×D matrix"),
        (r"x^T \mathbf{1}", "a number"),
        (r"A + \mathbf{1} x^T", "a C×D matrix"),
        (r"A I", "a C×D matrix"),
        (r"\exp(x)", "a vector of length D"),
    ],
)
def test_shape(text: str, expected: str) -> None:
    assert shape(text, *GIVEN) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("A y", "A C×D matrix cannot be multiplied by a vector of length C."),
        ("x + y", "A vector of length C cannot be added to a vector of length D."),
        ("x + a", "A number cannot be added to a vector of length D."),
        ("x x", "A vector of length D cannot be multiplied by a vector of length D."),
        ("x * y", "A vector of length D cannot be multiplied by a vector of length C."),
        (r"x \odot y", "A vector of length D cannot be multiplied by a vector of length C."),
        ("a / A", "One can only divide by a number, and this is a C×D matrix."),
        ("y / x", "One can only divide by a number, and this is a vector of length D."),
        ("x^2", "A power needs a number, and its base is a vector of length D."),
        ("x_{jk}", "x is a vector of length D: it takes 1 indices, and here it has 2."),
        (r"\operatorname{tr}(A)", "A trace is that of a square matrix, and this is a C×D matrix."),
        (r"\operatorname{softmax}(a)", "softmax takes a vector, and this is a number."),
    ],
)
def test_misfit(text: str, message: str) -> None:
    with pytest.raises(FormulaError) as caught:
        whole(text, *GIVEN)
    assert message in caught.value.diagnostic.message
    assert caught.value.diagnostic.code in ("GP201", "GP400")
