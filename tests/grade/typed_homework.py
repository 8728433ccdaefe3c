"""Answers as students type them, by hand, to the ten items of the homework: what each is worth."""

from __future__ import annotations

TYPED: tuple[tuple[str, str], ...] = (
    (
        "right",
        r"""
1(a) | delta_{jt} - p_j
1(a) | δ_jt - p_j
1(a) | δ(j,t) − p_j
1(a) | delta[j,t] - p[j]
1(a) | 1{j=t} - p_j
1(a) | 1{j = t} − p_j
1(a) | [j==t] - p[j]
1(a) | 1[j==t] - softmax(u)_j
1(a) | 1_{j=t} - p_j
1(a) | I(j=t) - p_j
1(a) | I[j=t] - p_j
1(a) | I{j=t} - p_j
1(a) | indicator(j=t) - p_j
1(a) | (j == t) - e^(u_j)/sum_k e^(u_k)
1(a) | 1[j=t] - e^{u_j}/sum_{k=1}^C e^{u_k}
1(a) | delta_jt - exp(u_j)/sum_k exp(u_k)
1(a) | 1{j=t} - exp(u_j) / sum(exp(u_k), k=1..C)
1(a) | 1{j=t} - exp(u_j) / sum(k, exp(u_k))
1(a) | ∂ℓ/∂u_j = δ_jt − p_j
1(a) | dl/du_j = δ_{jt} - p_j
1(a) | 1-p_j for j=t, -p_j otherwise
1(a) | 1 - p_j if j = t, -p_j otherwise
1(a) | (1 - p_j) if j == t else (-p_j)
1(a) | 1 - p_t if j=t; -p_j if j≠t
1(a) | δ_{jt}(1-p_j) - (1-δ_{jt})p_j
1(a) | kronecker(j,t) - softmax(u_j)
1(a) | -(p_j - δ_{jt})
1(a) | -(p_j - 1[j=t])
1(a) | 1(j=t) - p_j
1(a) | 𝟙[j=t] - p_j
1(a) | 𝟙{j=t} − p_j
1(a) | \mathbb{1}\{j=t\} - p_j
1(a) | $\delta_{jt} - p_j$
1(a) | $$\frac{\partial \ell}{\partial u_j} = \delta_{jt} - p_j$$
1(a) | \delta_{j,t} - \frac{e^{u_j}}{\sum_k e^{u_k}}
1(a) | \begin{cases} 1 - p_j & j = t \\ -p_j & j \ne t \end{cases}
1(b) | x_i
1(b) | x[i]
1(b) | x
1(b) | xᵢ
1(b) | \mathbf{x}
1(b) | ∂u_j/∂w_j = x
1(b) | du_j/dw_ji = x_i
1(b) | \frac{\partial u_j}{\partial w_j} = x
1(b) | (x_1, ..., x_D)^T
1(b) | (x_1,…,x_D)^T
1(b) | [x_1, x_2, ..., x_D]
1(b) | \begin{pmatrix} x_1 \\ \vdots \\ x_D \end{pmatrix}
1(b) | x^T
1(c) | 1
1(c) | 0 + 1
1(c) | ∂u_j/∂b_j = 1
1(c) | 1.0
1(c) | du_j/db_j=1
1(d).1 | (δ_jt − p_j) x_i
1(d).1 | (δ_jt − p_j)·x_i
1(d).1 | (δ_jt − p_j) x
1(d).1 | (1{j=t} - p_j)*x[i]
1(d).1 | ([j==t] - p[j])*x
1(d).1 | x_i(1[j=t] - p_j)
1(d).1 | x_i*delta_jt - x_i*p_j
1(d).1 | ∂ℓ/∂u_j · x_i
1(d).1 | dl/du_j * x_i
1(d).2 | δ_jt − p_j
1(d).2 | 1{j=t} - p[j]
1(d).2 | ∂ℓ/∂u_j * 1
1(d) | ∂ℓ/∂b_j = δ_jt − p_j
1(d) | dl/dw_j = (1{j=t} - p_j) x
1(e) | δ_ij x
1(e) | 0 if i≠j else x
1(e) | 1{i=j} x
2(a).1 | δ_jt − p_j
2(a).2 | (δ_jt − p_j) h_k
2(a).2 | (1{j=t} - p_j) * h
2(a).2 | (δ_jt − p_j) σ(s_k)
2(a).3 | 1[j=t] - p_j
2(b) | sum_j (δ_jt − p_j) w_jk
2(b) | sum(j, (1{j=t} - p_j)*w[j,k])
2(b) | sum(j, (delta(j,t) - p_j) w_jk)
2(b) | Σ_j (δ_jt − p_j) w_jk
2(b) | ∑_j (δ_jt − p_j)·w_jk
2(b) | w_tk − Σ_j p_j w_jk
2(b) | w[t,k] - sum(p[j]*w[j,k], j)
2(b) | w_tk - sum_{j=1}^C p_j w_jk
2(b) | sum_c (1{c=t} - p_c) w_ck
2(b) | sum_j dl/du_j * w_jk
2(b) | sum_j ∂ℓ/∂u_j w_jk
2(b) | \sum_j \frac{\partial \ell}{\partial u_j} w_{jk}
2(b) | w_t - sum_j p_j w_j
2(c) | h_k(1-h_k)
2(c) | h_k·(1−h_k)
2(c) | h_k - h_k^2
2(c) | h_k − h_k²
2(c) | h_k - h_k**2
2(c) | sigmoid(s_k)*(1-sigmoid(s_k))
2(c) | σ(s_k)(1−σ(s_k))
2(c) | sigma(s_k)(1 - sigma(s_k))
2(c) | exp(-s_k)/(1+exp(-s_k))**2
2(c) | e^(-s_k)/(1+e^(-s_k))^2
2(c) | e^{-s_k}/(1+e^{-s_k})^2
2(c) | e^-s_k / (1 + e^-s_k)^2
2(c) | h[k]*(1 - h[k])
2(c) | 1/(1+exp(-s_k)) * (1 - 1/(1+exp(-s_k)))
2(c) | 1/(2 + exp(s_k) + exp(-s_k))
2(c) | ∂h_k/∂s_k = h_k(1−h_k)
2(d).1 | x_i
2(d).2 | 1
2(e).1 | (Σ_j (δ_jt − p_j) w_jk) h_k (1 − h_k)
2(e).2 | h_k(1-h_k) x_i sum_j (1{j=t} - p_j) w_jk
2(e).2 | sum(j, (delta(j,t)-p_j)*w_jk)*h_k*(1-h_k)*x_i
2(e).2 | dl/dh_k * h_k*(1-h_k)*x_i
2(e).3 | h_k(1-h_k)(w_tk - sum_j p_j w_jk)
1(a) | 1 - p_j for j = t and -p_j for j ≠ t
1(a) | -p_j if j!=t, 1-p_j if j=t
1(a) | 1-p_j, if j=t; -p_j, otherwise
1(a) | 1-p_j if j=t, otherwise -p_j
1(a) | (1-p_j)[j=t] - p_j[j≠t]
1(a) | δ(j=t) - p_j
1(a) | 𝟏{j=t} - p_j
1(a) | 𝟙(j=t) - p_j
1(a) | I_{j=t} - p_j
1(a) | 1[j=t] - exp(u_j)/sum(exp(u_k))
1(a) | 1{j=t} - e^(u_j)/(sum_k e^(u_k))
1(a) | [t=j] - p_j
1(a) | [(j=t)] - p_j
1(a) | delta_{tj} - exp(u_j)/Σ_{k=1}^{C} exp(u_k)
1(a) | δ_jt - exp(u_j) / ∑_{k=1}^C exp(u_k)
1(a) | 1(t=j)-softmax(u)[j]
1(b) | (x_1, x_2, ..., x_D)
1(b) | [x_1; x_2; ...; x_D]
2(b) | Σ_{j=1}^{C} (1{j=t} − p_j) w_jk
2(b) | sum_{j=1}^{C} (δ_jt - p_j) w_jk
2(b) | sum_{j≠t} (-p_j) w_jk + (1-p_t) w_tk
2(b) | (1-p_t)w_tk - sum_{j!=t} p_j w_jk
2(b) | w_tk - (sum_j p_j w_j)_k
2(c) | 1/(1+e^-s_k) - 1/(1+e^-s_k)^2
2(c) | e^{s_k}/(1+e^{s_k})²
2(c) | [h_k][1-h_k]
2(c) | h_k [1 - h_k]
2(c) | σ(s_k) [1-σ(s_k)]
2(c) | dh_k/ds_k = h_k(1-h_k)
2(e).2 | ∂ℓ/∂h_k · h_k(1−h_k) · x_i
2(e).2 | (∂ℓ/∂h_k)(∂h_k/∂s_k)(x_i)
2(e).2 | (∂ℓ/∂h_k)*(∂h_k/∂s_k)*x_i
2(e).2 | x_i h_k (1-h_k) Σ_j w_jk (1{j=t} - p_j)
2(e).2 | x h_k (1-h_k) Σ_j w_jk (1{j=t} - p_j)
2(a).2 | (1{j=t} - p_j) σ(v_k^T x + a_k)
2(a).2 | (1{j=t} - p_j) sigmoid(sum_i v_ki x_i + a_k)
1(a) | \frac{\partial l}{\partial u_j} = \delta_{jt} - p_j
1(a) | \frac{\partial l}{\partial u_j} = \begin{cases} 1 - p_j & \text{if } j=t \\ -p_j & \text{otherwise} \end{cases}
1(a) | \mathbb{I}(j=t) - p_j
1(a) | \mathbf{1}_{j=t} - p_j
1(a) | \mathbb{1}_{\{j = t\}} - p_j
1(a) | \mathbb{1}(j = t) - \mathrm{softmax}(u)_j
1(a) | I(j = t) - p_j \quad
1(a) | \delta_{jt} - \text{softmax}(u_j)
1(a) | [j = t] - p_j
1(a) | \frac{d\ell}{du_j} = \delta_{jt} - p_j
1(a) | \nabla_{u} \ell = e_t - p
1(a) | e_t - p
1(a) | \partial_{u_j} \ell = \delta_{jt} - p_j
1(b) | x^\top
1(b) | \frac{\partial u_j}{\partial w_j} = x
1(b) | \nabla_{w_j} u_j = x
1(b) | \left( x_1, \ldots, x_D \right)^\top
1(d) | \frac{\partial \ell}{\partial w_j} = (\delta_{jt} - p_j) x
1(d) | \frac{\partial \ell}{\partial w_j} = (\mathbb{1}\{j=t\} - p_j) \mathbf{x}^T
1(d) | \nabla_{w_j} \ell = (\delta_{jt} - p_j) x
1(e) | \frac{\partial u_j}{\partial w_i} = \begin{cases} x & i = j \\ 0 & i \neq j \end{cases}
2(b) | \sum_{j} \left( \mathbb{1}[j=t] - p_j \right) w_{jk}
2(b) | \sum_j (\delta_{jt} - p_j) w_j
2(c) | \sigma(s_k) \left( 1 - \sigma(s_k) \right)
2(c) | \operatorname{diag}(h \odot (1 - h))
2(c) | \frac{\partial h_k}{\partial s_k} = h_k - h_k^2
2(c) | \frac{\partial h_k}{\partial s_k} = \sigma'(s_k) = h_k (1-h_k)
2(d).1 | \mathbf{x}
2(e).2 | h_k (1 - h_k) x \sum_j w_{jk} (\delta_{jt} - p_j)
2(e) | \frac{\partial \ell}{\partial v_k} = \left(\sum_j (\delta_{jt} - p_j) w_{jk}\right) h_k (1-h_k) x
1(c) | I
2(c) | \operatorname{diag}(h)(I - \operatorname{diag}(h))
2(e).1 | (sum_j (delta_jt - p_j) w_j)*h*(1-h)
2(e).1 | h*(1-h)*(w_t - sum_j p_j w_j)
""",
    ),
    (
        "look",
        r"""
1(a) | dL/du_j = delta_jt - p_j
1(d).1 | (t-p) x^T
1(d).1 | (p-y)x^T
2(c) | h(1-h)
2(c) | σ(s)(1-σ(s))
2(c) | sigmoid'(s_k)
2(e).3 | ∂ℓ/∂s_k
1(a) | 1[j=t] - softmax(u_t)
1(a) | if j=t: 1-p_j, else -p_j
1(a) | 1-p_j if j=t
1(a) | y_j - p_j
1(a) | 1{j=t} - e^(u_j)/sum(e^(u_j))
1(a) | ∂/∂u_j log p_t = δ_jt - p_j
1(a) | ∂ log p_t/∂u_j = δ_jt - p_j
1(a) | d log(p_t)/du_j = 1{j=t} - p_j
1(a) | 1{j=t} - exp(u_k)/sum_k exp(u_k)
1(b) | (w_1, ..., w_D)^T
1(b) | (x_1, ..., x_C)^T
2(b) | Σj (δ_jt − p_j) w_jk
2(b) | prod_j 1 * sum_j (δ_jt - p_j) w_jk
2(b) | sum((δ_jt - p_j) w_jk)
2(c) | h_k*(1-h_k) = exp(-s_k)/(1+exp(-s_k))^2
1(a) | 1_{[j=t]} - p_j
1(b) | \frac{\partial}{\partial w_{ji}} \sum_k w_{jk} x_k = x_i
1(d) | \frac{\partial \ell}{\partial W} = (e_t - p) x^T
1(e) | \frac{\partial u_j}{\partial w_i} = 0, \quad i \neq j
2(b) | \frac{\partial \ell}{\partial h} = W^T (e_t - p)
2(b) | w_t - W^T p
2(c) | h \odot (1 - h)
2(e) | \frac{\partial \ell}{\partial V} = (W^T (e_t - p) \odot h \odot (1-h)) x^T
2(e).1 | h·(1-h)·(w_t - sum_j p_j w_j)
2(c) | h*(1-h)
""",
    ),
    (
        "wrong",
        r"""
1(a) | δ_jt + p_j
1(a) | 1 - p_j
1(a) | p[j] - [j==t]
1(a) | delta(j,t)*(1 - p_j)
1(a) | delta_jt - u_j
1(a) | 1{j=t} - exp(u_j)
1(a) | 1{j≠t} - p_j
1(a) | p_j(1-p_j)
1(a) | p_t - delta_jt
1(a) | 1/p_t
1(b) | w_j
1(b) | x_j
1(b) | w_j^T x
1(b) | u_j
1(b) | 1
1(c) | 0
1(c) | x_i
1(c) | b_j
1(d).1 | (p_j - δ_jt) x_i
1(d).1 | (δ_jt − p_j) x_j
1(d).1 | (δ_jt − p_j)
1(d).1 | (δ_jt − p_j) w_ji
1(d).2 | (δ_jt − p_j) x_i
1(d).2 | 1
1(e) | x
2(a).2 | (δ_jt − p_j) x_i
2(b) | Σ_j (p_j − δ_jt) w_jk
2(b) | (δ_jt − p_j) w_jk
2(b) | w_tk - sum_j p_j w_tk
2(b) | sum(k, (delta(j,t) - p_j) w_jk)
2(c) | h_k(1+h_k)
2(c) | h_k(h_k-1)
2(c) | 1 - h_k^2
2(c) | exp(-s_k)/(1+exp(-s_k))
2(c) | -exp(-s_k)/(1+exp(-s_k))^2
2(d).1 | v_ki
2(e).3 | h_k(1-h_k) sum_k w_jk (δ_jt − p_j)
2(e).2 | (w_tk - sum_j p_j w_jk) h_k x_i
1(a) | p_j - 1 if j=t, p_j otherwise
1(a) | 1-p_j if j=t, p_j otherwise
1(a) | sum_k exp(u_k) - p_j
1(a) | -p_j
1(a) | (1 - p_j)(j=t)
2(b) | w_tk - sum_{j!=t} p_j w_jk
2(c) | 1-tanh(s_k)^2
1(a) | \delta_{jt} - \sum_k p_k
1(a) | 1 - \frac{e^{u_t}}{\sum_k e^{u_k}}
1(a) | \mathbb{1}_{j \neq t} - p_j
1(b) | \frac{\partial u_j}{\partial w_j} = w_j
1(d) | \frac{\partial \ell}{\partial w_j} = (p_j - \delta_{jt}) x
1(c) | 2*I
2(c) | \operatorname{diag}(h)
2(c) | h h^T
2(e).1 | h*(1+h)*(w_t - sum_j p_j w_j)
""",
    ),
)
"""The mark, and the answers that get it: an item and what is typed, one a line."""
