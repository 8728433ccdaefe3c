r"""Claims about indices, sums and matrices that are written out, with the verdict that each must get.

The letters are those of claims.py: R proved, F refuted, C conditional, U unreadable and so on.
"""

from __future__ import annotations

from tests.conventions.claims import Given

Rows = tuple[tuple[str, Given, str], ...]


def matrix(*rows: str) -> str:
    r"""LaTeX for a matrix with these rows: `a & b`."""
    body = r" \\ ".join(rows)
    return rf"\begin{{bmatrix}} {body} \end{{bmatrix}}"


NEIGHBOURS = (r"p_{j|i} = \frac{e^{-x_{ij}}}{\sum_{k \neq i} e^{-x_{ik}}}", r"p_{i|i} = 0")
PRODUCT = (
    f"X = {matrix('x_{1,1} & x_{1,2}', 'x_{2,1} & x_{2,2}', 'x_{3,1} & x_{3,2}')}",
    f"Y = {matrix('y_{11} & y_{12}', 'y_{21} & y_{22}')}",
    "Z = X Y",
    f"Z = {matrix('z_{1,1} & z_{1,2}', 'z_{2,1} & z_{2,2}', 'z_{3,1} & z_{3,2}')}",
)
PAIR = (r"x \in \mathbb{R}^2",)
SOFTMAX_OF_TWO = (*PAIR, r"p_j = \frac{e^{x_j}}{\sum_k e^{x_k}}")
SLOPES = matrix(
    *(rf"\frac{{\partial L}}{{\partial z_{{{i},1}}}} & \frac{{\partial L}}{{\partial z_{{{i},2}}}}" for i in (1, 2, 3))
)

JACOBIAN = r"\frac{\partial p}{\partial x}"

NOTATION: dict[str, Rows] = {
    "conditional indices": (
        ("R", NEIGHBOURS, r"\sum_{j \neq i} p_{j|i} = 1"),
        ("R", NEIGHBOURS, r"\sum_{j \neq i} p_{j \mid i} = \sum_j p_{j|i}"),
        ("F", NEIGHBOURS, r"\sum_{i} p_{j|i} = 1"),
        ("R", NEIGHBOURS, r"\sum_{j \neq i,l} p_{j|i} = 1 - p_{l|i}"),
        ("R", NEIGHBOURS, r"\sum_{j \neq \{i, l\}} p_{j|i} = 1 - p_{l|i}"),
        ("F", NEIGHBOURS, r"\sum_{j \neq i,l} p_{j|i} = 1 - p_{i|l}"),
        ("F", (), r"\sum_i p_{j|i} = \sum_i p_{ij}"),
        ("R", NEIGHBOURS, r"\frac{\partial}{\partial x_{ij}} \log p_{j|i} = -(1 - p_{j|i}), \quad i \neq j"),
        ("F", NEIGHBOURS, r"\frac{\partial}{\partial x_{ij}} \log p_{j|i} = 1 - p_{j|i}, \quad i \neq j"),
    ),
    "words in names": (
        ("F", (r"p_{\text{out}} = x^2",), r"p_{\text{out}}(y) = p_{\text{out}}"),
        ("F", (r"p_{j|l} = x_j + z_l",), r"p_{j|l}(1 + y) = p_{j|l}"),
        ("R", (r"p_{j|l} = x_j + z_l",), r"p_{j|l}(1 + y) = x_j + z_l + y x_j + y z_l"),
    ),
    "indices in brackets": (
        ("R", (), r"x[i] = x_i"),
        ("R", (), r"A[i,j] = A_{ij}"),
        ("R", (), r"A[i][j]^2 = A_{ij} A_{ij}"),
        ("F", (), r"A[i][j] = A_{ji}"),
        ("R", (r"L = \sum_i x[i]^2",), r"\frac{\partial L}{\partial x[j]} = 2 x_j"),
        ("F", (r"L = \sum_i x[i]^2",), r"\frac{\partial L}{\partial x[j]} = x[j]"),
        ("R", (r"y[i] = \sum_j W[i,j] x[j]",), r"\frac{\partial y[i]}{\partial x[j]} = W[i,j]"),
        ("R", (r"y = W x",), r"y[i] = (W x)[i]"),
        ("U", (), r"(a + b)[n] = a n + b n"),
        ("R", (), r"a[b + c] = ab + ac"),
        ("R", (), r"n[n + 1] = n^2 + n"),
        ("U", (), r"y[t] = y[t-1]"),
        ("U", (r"f(x) = x^2",), r"f[x] = x^2"),
        ("U", (r"f(x) = x^2",), r"f(x)[i] = x"),
        ("U", (), r"E[x] = x"),
    ),
    "layers that are letters": (
        ("U", (r"z = x",), r"a^{[l]} = a a^{[l - 1]}"),
        ("U", (r"z = x",), r"\frac{\partial a^{[l]}}{\partial x} = 0"),
    ),
    "sums over sets": (
        ("R", (r"L = \sum_{k \in [1,N]} x_k^2",), r"\frac{\partial L}{\partial x_j} = 2 x_j"),
        ("R", (), r"\sum_{k \in [1, N]} c = N c"),
        ("R", (), r"\sum_{\substack{k \in [1,N] \\ l \in [1,D]}} a_{kl} = \sum_{l=1}^D \sum_{k=1}^N a_{kl}"),
    ),
    "sizes that are numbers": (
        ("R", PAIR, r"\sum_i x_i = x_1 + x_2"),
        ("F", PAIR, r"\sum_i x_i = x_1"),
        ("R", (r"x \in \mathbb{R}^3",), r"x^T x = x_1^2 + x_2^2 + x_3^2"),
        ("R", PAIR, r"\prod_i x_i = x_1 x_2"),
        ("R", SOFTMAX_OF_TWO, r"p_1 + p_2 = 1"),
        ("R", SOFTMAX_OF_TWO, r"p_1 = \sigma(x_1 - x_2)"),
        ("F", SOFTMAX_OF_TWO, r"p_1 = \sigma(x_2 - x_1)"),
        ("R", (r"A \in \mathbb{R}^{2 \times 2}",), r"\mathrm{tr}(A) = A_{11} + A_{22}"),
        ("F", (r"A \in \mathbb{R}^{2 \times 2}",), r"\mathrm{tr}(A) = A_{11} + A_{12}"),
        ("R", (r"A \in \mathbb{R}^{2 \times 2}", *PAIR), r"(A x)_1 = A_{11} x_1 + A_{12} x_2"),
    ),
    "matrices written out": (
        ("R", (), rf"{matrix('a & b', 'c & d')} {matrix('x', 'y')} = {matrix('ax + by', 'cx + dy')}"),
        ("F", (), rf"{matrix('a & b', 'c & d')} {matrix('x', 'y')} = {matrix('ax + cy', 'bx + dy')}"),
        ("R", (), rf"{matrix('a & b', 'c & d')}^T = {matrix('a & c', 'b & d')}"),
        ("R", (), rf"{matrix('a & b')} {matrix('x', 'y')} = ax + by"),
        ("R", (), rf"{matrix('a', 'b')} {matrix('x & y')} = {matrix('ax & ay', 'bx & by')}"),
        ("R", (), rf"{matrix('a & b')} \odot {matrix('x & y')} = {matrix('ax & by')}"),
        ("U", (), rf"{matrix('a & b', 'c')} = {matrix('a & b', 'c & d')}"),
        ("U", (), rf"{matrix('a & b')} = {matrix('a', 'b')}"),
        ("R", PAIR, r"x = [x_1, x_2]^T"),
        ("F", PAIR, r"x = (x_2, x_1)^{\top}"),
        ("U", (r"x \in \mathbb{R}^n",), r"x = [x_1, x_2]^T"),
        (
            "R",
            SOFTMAX_OF_TWO,
            f"{JACOBIAN} = {matrix('p_1(1-p_1) & -p_1 p_2', '-p_1 p_2 & p_2(1-p_2)')}",
        ),
        (
            "F",
            SOFTMAX_OF_TWO,
            f"{JACOBIAN} = {matrix('p_1(1-p_1) & p_1 p_2', 'p_1 p_2 & p_2(1-p_2)')}",
        ),
        (
            "U",
            (f"p = {matrix('x_1^2', 'x_1 x_2')}",),
            f"{JACOBIAN} = {matrix('2 x_1 & 0', 'x_2 & x_1')}",
        ),
    ),
    "matrices that name their entries": (
        ("R", PRODUCT, r"z_{1,2} = x_{1,1} y_{12} + x_{1,2} y_{22}"),
        ("F", PRODUCT, r"z_{1,2} = x_{1,1} y_{21} + x_{1,2} y_{22}"),
        ("R", PRODUCT, r"\frac{\partial z_{32}}{\partial y_{12}} = x_{31}"),
        ("F", PRODUCT, r"\frac{\partial z_{32}}{\partial y_{11}} = x_{31}"),
        ("R", PRODUCT, rf"\frac{{\partial L}}{{\partial Z}} = {SLOPES}"),
        ("C", PRODUCT, rf"\frac{{\partial L}}{{\partial X}} = {SLOPES} Y^T"),
        ("F", PRODUCT, rf"\frac{{\partial L}}{{\partial X}} = {SLOPES} Y"),
        ("C", PRODUCT, rf"\frac{{\partial L}}{{\partial Y}} = X^T {SLOPES}"),
    ),
}
