"""Answers as students type them, by hand, to three other derivations: what each is worth."""

from __future__ import annotations

TYPED: tuple[tuple[str, str, str], ...] = (
    (
        "poisson_regression",
        "right",
        r"""
(a).1 | μ
(a).1 | exp(u)
(a).1 | e^u
(a).2 | y - μ
(a).2 | y − e^u
(a).2 | y - exp(u)
(b).1 | (y-μ)x_i
(b).1 | (y - mu) x
(b).1 | y*x_i - exp(u)*x_i
(b).1 | (y - exp(w^T x + b)) x_i
(b).1 | (y - exp(sum_j w_j x_j + b)) x_i
(b).1 | (y - exp(w·x + b)) x
(b).2 | y - mu
(b) | ∂ℓ/∂b = y − μ
(c) | -μ
(c) | -e^u
(c) | −exp(u)
""",
    ),
    (
        "poisson_regression",
        "wrong",
        r"""
(a).2 | μ - y
(b).1 | (y - mu) w_i
(b).1 | y - mu x_i
(c) | μ
(c) | mu^2
""",
    ),
    (
        "ridge_regression",
        "right",
        r"""
(a).1 | r_n
(a).2 | -r_n
(a).2 | f_n - y_n
(a).2 | f[n] - y[n]
(b) | λ w_i − Σ_n r_n X_ni
(b) | lambda*w[i] - sum(r[n]*X[n,i], n)
(b) | lambda w_i - sum(n, r_n X_ni)
(b) | λw - X^T r
(b) | λ w + X^T (f - y)
(b) | lambda*w_i + sum_n (f_n - y_n) X_ni
(b) | -X^T r + λ w
(c) | -Σ_n r_n
(c) | -sum(r_n, n)
(c) | sum_n (f_n - y_n)
(d) | Σ_n X_ni X_nj + λ δ_ij
(d) | sum(X_ni*X_nj, n) + lambda*delta(i,j)
(d) | X^T X + λ I
(d) | X^T X + λ I_D
(d) | (X^T X + λ I)_ij
(d) | sum_n X_ni X_nj + λ 1{i=j}
(b) | sum_n (X_n^T w + b - y_n) X_n + λw
(c) | sum_n (w^T X_n + b - y_n)
(c) | -sum(r_n)
(c) | N b + sum_n (w^T X_n - y_n)
(c) | sum(f_n - y_n)
(d) | (X^T X)_ij + λ δ_ij
(b) | -X^T(y - Xw - b) + λw
(b) | X^T (Xw + b - y) + λ w
""",
    ),
    (
        "ridge_regression",
        "wrong",
        r"""
(a).2 | y_n - f_n
(b) | λ w_i + Σ_n r_n X_ni
(b) | λ w_i − Σ_i r_n X_ni
(b) | 2 λ w_i − Σ_n r_n X_ni
(c) | -sum_n r_n + λ b
(d) | Σ_n X_ni X_nj
(d) | Σ_n X_ni X_nj + λ
(b) | X^T (Xw - y) + λ w
(d) | X^T X
""",
    ),
    (
        "ridge_regression",
        "look",
        r"""
(c) | -sum(r)
""",
    ),
    (
        "logistic_regression",
        "right",
        r"""
(a) | q_n(1−q_n)
(a) | q_n - q_n²
(a) | exp(-z_n)/(1+exp(-z_n))^2
(a) | sigmoid(z_n)(1-sigmoid(z_n))
(a) | σ(z_n)(1−σ(z_n))
(b).1 | -1/N (y_n/q_n - (1-y_n)/(1-q_n))
(b).1 | -(1/N)*(y_n/q_n - (1-y_n)/(1-q_n))
(b).1 | (q_n - y_n)/(N q_n (1-q_n))
(b).2 | (q_n - y_n)/N
(b).2 | 1/N (q_n - y_n)
(b).2 | (1/N)*(sigmoid(z_n) - y_n)
(c).1 | 1/N * sum_n (q_n - y_n) X_ni
(c).1 | (1/N) Σ_n (q_n − y_n) X_ni
(c).1 | X^T (q - y)/N
(c).1 | sum(n, (q_n - y_n)*X_ni)/N
(c).1 | 1/N X^T(q - y)
(c).2 | 1/N sum_n (q_n - y_n)
(d) | 1/N Σ_n q_n(1-q_n) X_ni X_nj
(d) | (1/N) * sum(q_n*(1-q_n)*X_ni*X_nj, n)
(c).1 | 1/N sum_n (σ(w^T X_n + b) - y_n) X_n
(c).1 | 1/N sum_n (sigmoid(z_n) - y_n) X_n
(c).1 | X^T (q - y) / N
(c).1 | 1/N Σ_{n=1}^N (q_n - y_n) X_ni
(c).1 | (1/N) X^T (σ(Xw + b) - y)
""",
    ),
    (
        "logistic_regression",
        "wrong",
        r"""
(a) | q_n(1+q_n)
(b).2 | q_n - y_n
(b).2 | (y_n - q_n)/N
(c).1 | Σ_n (q_n − y_n) X_ni
(c).1 | 1/N sum_i (q_n - y_n) X_ni
(d) | 1/N Σ_n q_n X_ni X_nj
(c).1 | (1/N) X^T (y - q)
(c).1 | (1/N) X (q - y)
""",
    ),
    (
        "logistic_regression",
        "look",
        r"""
(c).2 | mean(q - y)
(c).1 | dL/dw = 1/N X^T(q - y), b
(d) | 1/N X^T diag(q*(1-q)) X
(d) | (1/N) (X^T S X)_ij
""",
    ),
)
"""The key document, the mark, and the answers that get it: an item and what is typed, one a line."""
