r"""The conventions of reading, by their numbers in the design: claims with the verdict that each must get.

One letter stands for the verdicts that are right: R proved, F refuted, I ill-typed, W refuted or ill-typed,
C conditional, S refuted or conditional (true for a symmetric matrix), O undecided, U unreadable.
"""

from __future__ import annotations

Given = tuple[str, ...]
SQUARE = (r"x \in \mathbb{R}^D, A \in \mathbb{R}^{D \times D}, b \in \mathbb{R}^D",)
LEAST_SQUARES = (r"X \in \mathbb{R}^{N \times D}", r"y \in \mathbb{R}^N", r"w \in \mathbb{R}^D")
RIDGE = (*LEAST_SQUARES, r"J(w) = \|y - Xw\|_2^2 + \lambda \|w\|_2^2")
SOFTMAX = (r"\ell = \log p_t", r"p_j = \frac{e^{u_j}}{\sum_k e^{u_k}}", r"u_j = \sum_i w_{ji} x_i + b_j")
BOLD = (r"u_j = \mathbf{w}_j^T \mathbf{x} + b_j",)
LAYER = (r"y = W x + b",)
MLP = (r"z = W x + b", r"h = \sigma(z)", r"y = V h + c", r"L = \frac12 \sum_k (y_k - t_k)^2")
LOGISTIC = (r"p_i = \sigma(z_i)", r"z_i = w^T x_i", r"L = -\sum_i [y_i \log p_i + (1-y_i) \log (1-p_i)]")
COURSE = (
    r"h(x) = \sigma(w^T x)",
    r"J(w) = -\sum_{i=1}^N \left( y^{(i)} \log h(x^{(i)}) + (1 - y^{(i)}) \log(1 - h(x^{(i)})) \right)",
)
DATA = (
    r"x_n \in \mathbb{R}^{D}, t_n \in \{1,\dots,C\}, W \in \mathbb{R}^{C \times D}",
    r"n = 1,\dots,N",
    r"u_{nj} = \sum_d W_{jd} x_{nd}",
    r"p_{nj} = \frac{e^{u_{nj}}}{\sum_k e^{u_{nk}}}",
    r"L = \sum_{n=1}^N \log p_{n t_n}",
)
SUPERSCRIPTS = (
    r"x^{(i)} \in \mathbb{R}^{D}, t^{(i)} \in \{1,\dots,C\}",
    r"\mathcal{L} = \sum_{i=1}^N \log p^{(i)}_{t^{(i)}}",
    r"p^{(i)}_j = \frac{\exp(w_j^T x^{(i)})}{\sum_k \exp(w_k^T x^{(i)})}",
)
SOFTMAX_OF = (r"S_i(a) = \frac{e^{a_i}}{\sum_{k=1}^N e^{a_k}}",)
UNIT = (r"\hat x = \frac{x}{\|x\|}",)
WEIGHTED = (r"o_i = \sum_j a_{ij} v_j",)
DU, DX = r"\frac{\partial \ell}{\partial u_j}", r"\frac{\partial L}{\partial x}"

CLAIMS: dict[str, tuple[tuple[str, Given, str], ...]] = {
    "1 layout": (
        ("R", SQUARE, r"\frac{\partial b^T x}{\partial x} = b"),
        ("R", SQUARE, r"\frac{\partial x^T A x}{\partial x} = (A + A^T) x"),
        ("S", SQUARE, r"\frac{\partial x^T A x}{\partial x} = 2 A x"),
        ("F", SQUARE, r"\frac{\partial A x}{\partial x} = A^T"),
        ("R", SQUARE, r"\frac{\partial}{\partial A} x^T A x = x x^T"),
        ("R", LEAST_SQUARES, r"\frac{\partial X w}{\partial w} = X"),
        ("R", LEAST_SQUARES, r"\frac{\partial X w}{\partial w} = X^T"),
        ("I", LEAST_SQUARES, r"X w = w^T X^T"),
        ("R", LAYER, r"\frac{\partial y_j}{\partial x_i} = W_{ji}"),
        ("W", LAYER, r"\frac{\partial y_j}{\partial x_i} = W_{ij}"),
        ("R", LOGISTIC, r"\frac{\partial^2 L}{\partial w \partial w^T} = \sum_i p_i (1-p_i) x_i x_i^T"),
        ("R", RIDGE, r"\frac{\partial^2 J}{\partial w^2} = 2 X^T X + 2 \lambda I"),
    ),
    "2 chain rule": (
        ("R", MLP, rf"{DX} = \frac{{\partial L}}{{\partial y}} \frac{{\partial y}}{{\partial x}}"),
        ("R", MLP, rf"{DX} = \frac{{\partial L}}{{\partial y}} \cdot \frac{{\partial y}}{{\partial x}}"),
        (
            "R",
            SOFTMAX,
            (
                r"\frac{\partial \ell}{\partial x}"
                r" = \frac{\partial \ell}{\partial p} \frac{\partial p}{\partial u} \frac{\partial u}{\partial x}"
            ),
        ),
        (
            "R",
            SOFTMAX,
            (
                r"\frac{\partial \ell}{\partial x}"
                r" = \frac{\partial u}{\partial x} \frac{\partial p}{\partial u} \frac{\partial \ell}{\partial p}"
            ),
        ),
        (
            "R",
            SOFTMAX,
            (
                r"\frac{\partial \ell}{\partial x_i}"
                r" = \sum_j \frac{\partial \ell}{\partial u_j} \frac{\partial u_j}{\partial x_i}"
            ),
        ),
        (
            "W",
            SOFTMAX,
            (
                r"\frac{\partial \ell}{\partial x_i}"
                r" = \frac{\partial \ell}{\partial u_j} \frac{\partial u_j}{\partial x_i}"
            ),
        ),
        (
            "R",
            SOFTMAX,
            (
                r"\frac{\partial \ell}{\partial w_{ji}}"
                r" = \frac{\partial \ell}{\partial u_j} \frac{\partial u_j}{\partial w_{ji}}"
            ),
        ),
    ),
    "3 reach of sums, functions and derivatives": (
        ("R", (), r"\sum_i a_i + b = b + \sum_i a_i"),
        ("R", (), r"\sum_i a_i + b_i = \sum_i a_i + \sum_i b_i"),
        ("R", (), r"\sum_{i=1}^N x_i - N m = \sum_{i=1}^N (x_i - m)"),
        ("F", (), r"\sum_{i=1}^N x_i - m = \sum_{i=1}^N (x_i - m)"),
        ("R", (), r"\log a b = \log a + \log b"),
        ("O", (), r"\log a b = b \log a"),
        ("R", (), r"\log x + 1 = 1 + \log x"),
        ("R", (), r"\frac{\partial}{\partial x}(x^2)\, y = 2xy"),
        ("F", (), r"\frac{\partial}{\partial x}(x^2)\, x = 3x^2"),
        ("R", (), r"\frac{\partial}{\partial x} x^2 y = 2xy"),
        ("R", LEAST_SQUARES, r"\frac{\partial}{\partial w} (y - Xw)^T(y - Xw) = -2 X^T (y - Xw)"),
        ("R", LEAST_SQUARES, r"\nabla_w \frac12 (X w - y)^T (X w - y) = X^T (X w - y)"),
        ("F", LEAST_SQUARES, r"\nabla_w \frac12 (X w - y)^T (X w - y) = X^T (y - X w)"),
        ("R", (), r"\prod_n a_n \prod_n b_n = \prod_n a_n b_n"),
        ("R", (), r"\log \prod_{i=1}^N x_i = \sum_{i=1}^N \log x_i"),
    ),
    "4 shadowing": (
        ("R", (), r"\frac{\partial}{\partial u_j} \sum_j e^{u_j} = e^{u_j}"),
        ("R", SOFTMAX, r"p_j = \frac{e^{u_j}}{\sum_j e^{u_j}}"),
        ("R", (r"a \in \mathbb{R}^C",), r"\sum_j \sum_j a_j = C \sum_j a_j"),
        ("R", (), r"\sum_{i=1}^N a = N a"),
        ("F", (), r"\sum_{i=1}^N a = a"),
        ("R", (r"L = \sum_i w^T x_i",), r"\frac{\partial L}{\partial w} = \sum_n x_n"),
        ("R", (r"L = \sum_i w^T x_i",), r"\frac{\partial L}{\partial w} = \sum_m x_m"),
        ("R", (r"x_k \in \mathbb{R}^D, p_k \in \mathbb{R}",), r"(\sum_j p_j x_j)_j = \sum_k p_k x_{kj}"),
    ),
    "5 sums without bounds": (
        ("R", (), r"\sum a_i = \sum_i a_i"),
        ("R", SOFTMAX, r"\sum_j p_j = 1"),
        ("R", SOFTMAX, r"\sum_{j'} p_{j'} = 1"),
        ("R", SOFTMAX, r"\sum_{k \neq t} p_k = 1 - p_t"),
        ("U", (), r"\sum a b = a b"),
        ("U", (), r"\sum_i 1 = N"),
        ("W", (), r"\sum_{i=2}^N a_i = a_2"),
        ("R", (), r"\sum_{i=2}^N a_i = \sum_{i=1}^N a_i - a_1"),
    ),
    "6 conditions": (
        ("R", (*SOFTMAX, "j = t"), rf"{DU} = 1 - p_j"),
        ("F", (*SOFTMAX, "j = t"), rf"{DU} = -p_j"),
        ("R", (*SOFTMAX, r"t \neq j"), rf"{DU} = -p_j"),
        ("R", SOFTMAX, rf"{DU} = -p_j, \quad j \neq t"),
        ("R", SOFTMAX, rf"{DU} = -p_j \text{{ for all }} j \neq t"),
        ("F", SOFTMAX, rf"{DU} = -p_j"),
        ("O", (*SOFTMAX, r"i \neq j", "i = j"), r"\frac{\partial p_i}{\partial u_j} = 0"),
        ("R", DATA, r"\frac{\partial L}{\partial u_{nj}} = 1 - p_{nj}, \quad j = t_n"),
        ("R", (), r"\delta_{jj} = 1"),
    ),
    "7 slips": (
        ("R", BOLD, r"\frac{\partial u_j}{\partial \mathbf{w}_j} = x"),
        ("R", BOLD, r"\frac{\partial u_j}{\partial w_{jk}} = x_k"),
        ("R", (), r"\sigma(x) = \frac{1}{1+e^{-x}}"),
        ("R", (), r"\frac{d\sigma}{dx} = \sigma(x)(1-\sigma(x))"),
        ("R", (r"\sigma(z) = \tanh(z)",), r"\sigma'(z) = 1 - \sigma(z)^2"),
        ("U", (), r"\log_2 8 = 3"),
    ),
    "8, 9 definitions": (
        ("R", (r"y = x^2 + 1",), r"y = (x+1)^2 - 2x"),
        ("F", (r"y = x^2 + 1",), r"y = x^2 + 2"),
        ("R", (r"f(x) = x^2",), r"f(x+1) - f(x) = 2x + 1"),
        ("R", (r"h_k = \sigma(s_k) = \frac{1}{1 + e^{-s_k}}",), r"\sigma(z) + \sigma(-z) = 1"),
        ("R", (r"h = g + 1", r"g = x^2"), r"\frac{dh}{dx} = 2x"),
    ),
    "10 primes and variables count": (
        ("R", (r"f(x) = x^3",), r"f''(x) = 6x"),
        ("F", (r"f(x) = x^3",), r"f'(x) = 6x"),
        ("R", (), r"\tanh'(z) = 1 - \tanh^2 z"),
        ("U", (r"f(x) = x^2",), r"f(x)' = 2x"),
        ("I", SOFTMAX, r"\frac{\partial p_i}{\partial u_i} = p_i (\delta_{ij} - p_j), \quad i \neq j"),
    ),
    "11 what is known": (
        ("U", (r"y = x^2",), r"\frac{dy}{dx} = 2z"),
        ("O", (r"y = x^2",), r"\frac{dq}{dx} = 2x"),
        (
            "R",
            (r"u_j = \sum_i W_{ji} x_i", "L(u)"),
            r"\frac{\partial L}{\partial x_i} = \sum_j \frac{\partial L}{\partial u_j} W_{ji}",
        ),
        (
            "R",
            (r"u_j = \sum_i W_{ji} x_i",),
            r"\frac{\partial L(u)}{\partial x_i} = \sum_j \frac{\partial L(u)}{\partial u_j} W_{ji}",
        ),
        (
            "F",
            (r"u_j = \sum_i W_{ji} x_i", "L(u)"),
            r"\frac{\partial L}{\partial x_i} = \sum_j \frac{\partial L}{\partial u_j} W_{ij}",
        ),
        ("C", LAYER, rf"{DX} = W^T \frac{{\partial L}}{{\partial y}}"),
        ("W", LAYER, rf"{DX} = W \frac{{\partial L}}{{\partial y}}"),
        ("R", (), r"\frac{\partial x_i}{\partial x_j} = \delta_{ij}"),
    ),
    "12 sizes": (
        ("I", (r"x \in \mathbb{R}^D, y \in \mathbb{R}^C",), r"x^T y = y^T x"),
        ("I", BOLD, r"\mathbf{x} + b_j = \mathbf{x}"),
        ("R", BOLD, r"\mathbf{x} + 0 = \mathbf{x}"),
        ("R", (r"h \in \mathbb{R}^H",), r"h \odot (1 - h) = h - h \odot h"),
        ("R", (r"h \in \mathbb{R}^H",), r"h \odot (\mathbf{1} - h) = h - h \odot h"),
        ("R", (r"x_k \in \mathbb{R}^D, p_k \in \mathbb{R}",), r"(\sum_k p_k x_k)_j = \sum_k p_k x_{kj}"),
    ),
    "13 application": (
        ("R", (), r"h_k(1-h_k) = h_k - h_k^2"),
        ("R", (), r"x(x+1) = x^2 + x"),
        ("O", (), r"a(b) = ab"),
        ("R", (), r"\frac{d}{dx} f(g(x)) = f'(g(x)) g'(x)"),
        ("F", (), r"\frac{d}{dx} f(x)^2 = f(x) f'(x)"),
        ("R", SOFTMAX_OF, r"\frac{\partial S_i}{\partial a_j} = S_i(\delta_{ij} - S_j)"),
        ("W", SOFTMAX_OF, r"\frac{\partial S_i}{\partial a_j} = S_i(1 - S_j)"),
        ("R", (), r"\frac{d}{dx} f(x)^2 = 2 f(x) f'(x)"),
        ("U", (), r"\operatorname{Var}(a x) = a^2 \operatorname{Var}(x)"),
    ),
    "14 nothing is dropped or guessed": (
        ("U", (), r"\mathbb{E}[x^2] = \mathbb{E}[x]^2"),
        ("F", RIDGE, r"\nabla^2 J = 2 X^T X"),
        ("F", RIDGE, r"\nabla^2_w J = 2 X^T X"),
        ("R", RIDGE, r"\nabla_w^2 J = 2 X^T X + 2 \lambda I"),
        ("R", RIDGE, r"\nabla \nabla J = 2 (X^T X + \lambda I)"),
        ("R", RIDGE, r"\nabla^2 J = 2 \operatorname{tr}(X^T X) + 2 \lambda D"),
        ("F", RIDGE, r"\nabla^2 J = 2 \operatorname{tr}(X^T X)"),
        ("U", (), r"\int x dx = x^2/2"),
        ("U", (), r"x \leq y"),
        ("U", (), r"a ="),
        ("U", (), r"x = \expp(x)"),
        ("U", (), r"x = \frac{1}{x"),
        ("R", (r"A \in \mathbb{R}^{D \times D}",), r"A^2 = A A"),
        ("U", (r"A \in \mathbb{R}^{D \times D}",), r"A^{1/2} = A A"),
        ("U", (r"x \in \mathbb{R}^D",), r"\|x\|_3 = \|x\|"),
    ),
    "sums over a data set": (
        ("R", DATA, r"\frac{\partial L}{\partial W_{jd}} = \sum_n (\delta_{j t_n} - p_{nj}) x_{nd}"),
        ("R", DATA, r"\frac{\partial L}{\partial W_{j}} = \sum_n (\mathbb{1}[t_n = j] - p_{nj}) x_{n}"),
        ("R", DATA, r"\frac{\partial L}{\partial W} = \sum_n (e_{t_n} - p_n) x_n^T"),
        ("W", DATA, r"\frac{\partial L}{\partial W} = \sum_n (p_n - e_{t_n}) x_n^T"),
        ("W", DATA, r"\frac{\partial L}{\partial W_{jd}} = (\delta_{j t_n} - p_{nj}) x_{nd}"),
        (
            "R",
            SUPERSCRIPTS,
            r"\frac{\partial \mathcal{L}}{\partial w_j} = \sum_{i=1}^N (\mathbb{1}[t^{(i)} = j] - p_j^{(i)}) x^{(i)}",
        ),
        (
            "W",
            SUPERSCRIPTS,
            r"\frac{\partial \mathcal{L}}{\partial w_j} = \sum_{i=1}^N (p_j^{(i)} - \mathbb{1}\{t^{(i)} = j\}) x^{(i)}",
        ),
        ("R", COURSE, r"\nabla J(w) = \sum_{i=1}^N (h(x^{(i)}) - y^{(i)}) x^{(i)}"),
        ("R", COURSE, r"\frac{\partial J}{\partial w_j} = \sum_{i=1}^N (h(x^{(i)}) - y^{(i)}) x^{(i)}_j"),
        ("W", COURSE, r"\nabla_w J(w) = \sum_{i=1}^N (y^{(i)} - h(x^{(i)})) x^{(i)}"),
        ("R", LOGISTIC, r"\frac{\partial L}{\partial w_j} = \sum_i (p_i - y_i) x_{ij}"),
        ("W", LOGISTIC, r"\frac{\partial L}{\partial w_j} = \sum_i (p_i - y_i) x_{ji}"),
        ("R", LOGISTIC, r"\frac{\partial^2 L}{\partial w_j \partial w_k} = \sum_i p_i (1-p_i) x_{ij} x_{ik}"),
        (
            "R",
            (r"J = \frac{1}{2N} \sum_{n=1}^N (w^T x_n - y_n)^2",),
            r"\frac{\partial J}{\partial w_j} = \frac{1}{N}\sum_n (x_n^T w - y_n) x_{nj}",
        ),
    ),
    "whole vectors and matrices": (
        ("R", MLP, r"\frac{\partial L}{\partial y} = y - t"),
        ("R", MLP, r"\frac{\partial L}{\partial V} = (y - t) h^T"),
        ("R", MLP, r"\frac{\partial L}{\partial h} = V^T (y - t)"),
        ("W", MLP, r"\frac{\partial L}{\partial h} = V (y - t)"),
        ("R", MLP, r"\frac{\partial L}{\partial z} = (V^T (y - t)) \odot \sigma'(z)"),
        ("R", MLP, r"\frac{\partial L}{\partial W_{ji}} = \sum_k (y_k - t_k) V_{kj} h_j (1 - h_j) x_i"),
        ("R", MLP, r"\frac{\partial L}{\partial W} = \frac{\partial L}{\partial z} x^T"),
        ("R", MLP, r"\frac{\partial h}{\partial z} = \operatorname{diag}(h \odot (\mathbf{1} - h))"),
        ("R", SOFTMAX, r"\frac{\partial p}{\partial u} = \operatorname{diag}(p) - p p^T"),
        ("F", SOFTMAX, r"\frac{\partial p}{\partial u} = \operatorname{diag}(p) + p p^T"),
        ("R", SOFTMAX, r"\frac{\partial \ell}{\partial u} = e_t - p"),
        ("R", SOFTMAX, r"\mathbf{1}^T p = 1"),
        ("R", SOFTMAX, r"p = \operatorname{softmax}(u)"),
        ("R", RIDGE, r"\nabla J = 2 (X^T X + \lambda I) w - 2 X^T y"),
        ("W", RIDGE, r"\nabla J = 2 (X^T X - \lambda I) w - 2 X^T y"),
        ("W", RIDGE, r"\nabla J = 2 (X X^T + \lambda I) w - 2 X^T y"),
        ("R", RIDGE, r"\|X\|_F^2 = \operatorname{tr}(X^T X)"),
        ("R", (), r"\frac{\partial}{\partial A} (A x) = x"),
        ("R", (), r"\frac{\partial}{\partial x} A x^2 = 2 A x"),
        ("R", (), r"\frac{\partial x^T y}{\partial x} = y"),
        ("R", UNIT, r"\frac{\partial \hat x}{\partial x} = \frac{1}{\|x\|} (I - \hat x \hat x^T)"),
        ("W", UNIT, r"\frac{\partial \hat x}{\partial x} = \frac{1}{\|x\|} (I - x x^T)"),
        ("C", WEIGHTED, r"\frac{\partial o_i}{\partial v_j} = a_{ij} I"),
        ("W", WEIGHTED, r"\frac{\partial o_i}{\partial v_j} = a_{ji} I"),
    ),
}
