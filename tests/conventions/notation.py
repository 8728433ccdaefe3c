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

UNSAID = r"z^{[l]} = W^{[l]} a^{[l-1]}"
RECURRENT = (r"h_t = \tanh(W h_{t-1} + U x_t + b)", r"y_t = V h_t + c")


def layered(opening: str, closing: str) -> Rows:
    """Claims about a network whose layers stand so above its symbols: a^{[l]}, a^{(l)}, a^l."""

    def above(text: str) -> str:
        return text.replace("<", opening).replace(">", closing)

    network = (above("z<l> = W<l> a<l-1> + b<l>"), above(r"a<l> = \sigma(z<l>)"))
    errors = (*network, above(r"\delta<l> = \frac{\partial C}{\partial z<l>}"))
    slope = r"\frac{\partial z_j<l+1>}{\partial z_k<l>}"
    weight = r"\frac{\partial C}{\partial W_{jk}<l>}"
    rows = (
        ("R", network, r"\frac{\partial a_j<l>}{\partial z_j<l>} = a_j<l> (1 - a_j<l>)"),
        ("R", network, r"\frac{\partial a_j<l>}{\partial z_j<l>} = \sigma'(z_j<l>)"),
        ("R", network, r"\frac{\partial z_j<l>}{\partial W_{jk}<l>} = a_k<l-1>"),
        ("I", network, r"\frac{\partial z_j<l>}{\partial W_{jk}<l>} = a_j<l-1>"),
        ("R", network, r"\frac{\partial z<l>}{\partial a<l-1>} = W<l>"),
        ("R", network, rf"{slope} = W_{{jk}}<l+1> \sigma'(z_k<l>)"),
        ("F", network, rf"{slope} = W_{{kj}}<l+1> \sigma'(z_k<l>)"),
        ("F", network, rf"{slope} = 0"),
        ("O", network, r"\frac{\partial z_j<l>}{\partial x} = 0"),
        ("O", network, r"\frac{\partial z_j<L>}{\partial z_k<l>} = 0"),
        ("R", network, r"z<l+1> = W<l+1> \sigma(W<l> a<l-1> + b<l>) + b<l+1>"),
        ("F", network, r"z<l+1> = W<l+1> \sigma(W<l> a<l> + b<l>) + b<l+1>"),
        ("C", errors, r"\delta<l> = (W<l+1>)^T \delta<l+1> \odot \sigma'(z<l>)"),
        ("F", errors, r"\delta<l> = (W<l+1>)^T \delta<l+1> \odot \sigma'(z<l+1>)"),
        ("C", errors, r"\frac{\partial C}{\partial b<l>} = \delta<l>"),
        ("C", errors, rf"{weight} = a_k<l-1> \delta_j<l>"),
        ("F", errors, rf"{weight} = a_j<l-1> \delta_k<l>"),
        ("C", errors, r"\delta_j<L> = \frac{\partial C}{\partial a_j<L>} \sigma'(z_j<L>)"),
        ("O", errors, r"\frac{\partial C}{\partial a_j<L>} = \delta_j<l>"),
    )
    return tuple((letter, given, above(claim)) for letter, given, claim in rows)


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
        ("O", (r"z = x",), r"\frac{\partial a^{[l]}}{\partial x} = 0"),
        ("U", (), r"\sum_l a^{[l]} = a^{[l]}"),
        ("U", (r"a^{[l]} = g^{[l]}(z^{[l]})",), r"\frac{\partial a_j^{[l]}}{\partial z_j^{[l]}} = 1"),
        ("R", (r"z^{[l]} = W^{[l]} a^{[l-1]}", r"a^{[l]} = \sigma(z^{[l]})"), r"z^{[2]} = W^{[2]} \sigma(z^{[1]})"),
        ("O", (UNSAID,), r"\frac{\partial z_j^{[l+1]}}{\partial z_k^{[l]}} = 0"),
        ("O", (UNSAID, "C = \\sum_j z_j^{[L]}"), r"\frac{\partial C}{\partial W_{jk}^{[L-1]}} = 0"),
        ("R", (UNSAID,), r"\frac{\partial z_j^{[l]}}{\partial W_{jk}^{[l]}} = a_k^{[l-1]}"),
        (
            "U",
            (UNSAID, r"a^{[l]} = g(z^{[l]})"),
            r"\frac{\partial z_j^{[l+1]}}{\partial z_k^{[l]}} = W_{jk}^{[l+1]} g'(z_k^{[l]})",
        ),
        ("R", (r"z^{[l]} = W^{[l]} a^{[l-1]}", r"a^{[0]} = x"), r"z^{[1]} = W^{[1]} x"),
        ("U", (r"a^{[l]} = \sigma(z^{[l]})",), r"a^{[l]} = \sigma(z^{[l]}), \quad l = m"),
    ),
    "layers above in square brackets": layered("^{[", "]}"),
    "layers above in round brackets": layered("^{(", ")}"),
    "layers above alone": layered("^{", "}"),
    "powers counted by letters": (
        ("R", (), r"x^{n+1} = x x^n"),
        ("R", (), r"(x y)^{l+1} = x y (x y)^l"),
        ("O", (), r"x^{l+1} y^l = x (x y)^l"),
        ("U", (), r"x^{(n+1)} = x x^{(n)}"),
        ("U", (), r"f^{(n+1)}(x) = 2 f^{(n)}(x)"),
        ("R", (), r"A^{l+1} B^l = A A^l B^l"),
    ),
    "times that are letters": (
        ("R", RECURRENT, r"\frac{\partial h_{t,j}}{\partial h_{t-1,k}} = (1 - h_{t,j}^2) W_{jk}"),
        ("F", RECURRENT, r"\frac{\partial h_{t,j}}{\partial h_{t-1,k}} = (1 - h_{t,j}^2) W_{kj}"),
        ("R", RECURRENT, r"h_{t+1} = \tanh(W h_t + U x_{t+1} + b)"),
        ("F", RECURRENT, r"h_{t+1} = \tanh(W h_t + U x_t + b)"),
        ("R", RECURRENT, r"\frac{\partial y_t}{\partial h_t} = V"),
        ("O", RECURRENT, r"\frac{\partial h_{t,j}}{\partial W_{jk}} = (1 - h_{t,j}^2) h_{t-1,k}"),
        (
            "R",
            RECURRENT,
            r"\frac{\partial h_{t,j}}{\partial h_{t-2,k}} = \sum_i (1 - h_{t,j}^2) W_{ji} (1 - h_{t-1,i}^2) W_{ik}",
        ),
        ("R", (r"x_t = a x_{t-1} + b",), r"x_{t+1} = a^2 x_{t-1} + a b + b"),
        ("F", (r"x_t = a x_{t-1} + b",), r"x_{t+1} = a^2 x_{t-1} + b"),
        ("O", (r"x_t = a x_{t-1} + b",), r"\frac{\partial x_t}{\partial a} = x_{t-1}"),
        ("U", (r"x_t = a x_{t-1} + b",), r"\sum_t x_t = a \sum_t x_{t-1} + b"),
        ("U", (r"y = w^T x", r"z = w_n x_n"), r"\frac{\partial y}{\partial x_n} = w_n x_{n-1}"),
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
