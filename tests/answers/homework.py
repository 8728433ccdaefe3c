"""Answers to the homework's exercises in right and in wrong forms: (claim, whether it is right)."""

from __future__ import annotations

REGRESSION = (
    r"\ell = \log p_t",
    r"p_j = \frac{\exp(u_j)}{\sum_{k=1}^C \exp(u_k)}",
    r"u_j = \mathbf{w}_j^T \mathbf{x} + b_j",
)
DECLARED = (
    r"x \in \mathbb{R}^{D}, w \in \mathbb{R}^{C \times D}, b \in \mathbb{R}^C, t \in \{1, \dots, C\}",
    r"u_j = \sum_{i=1}^D w_{ji} x_i + b_j",
    r"p_j = \frac{e^{u_j}}{\sum_{k=1}^C e^{u_k}}",
    r"\ell = \log p_t",
)
NETWORK = (
    *REGRESSION[:2],
    r"u_j = \mathbf{w}_j^T \mathbf{h} + b_j",
    r"h_k = \sigma(s_k) = \frac{1}{1 + \exp(-s_k)}",
    r"s_k = \mathbf{v}_k^T \mathbf{x} + a_k",
)

_DU = r"\frac{\partial \ell}{\partial u_j}"
_DW = r"\frac{\partial \ell}{\partial \mathbf{w}_j}"
_DWI = r"\frac{\partial \ell}{\partial w_{ji}}"
_DB = r"\frac{\partial \ell}{\partial b_j}"
_DH = r"\frac{\partial \ell}{\partial h_k}"
_DS = r"\frac{\partial h_k}{\partial s_k}"
_DV = r"\frac{\partial \ell}{\partial \mathbf{v}_k}"
_SA = r"\frac{\partial s_k}{\partial a_k}"
_DA = r"\frac{\partial \ell}{\partial a_k}"

RIGHT: tuple[tuple[tuple[str, ...], str], ...] = (
    (REGRESSION, _DU + r" = \delta_{jt} - p_j"),
    (REGRESSION, _DU + r" = \mathbb{1}[j=t] - p_j"),
    (REGRESSION, _DU + r" = 1\{j=t\} - \frac{e^{u_j}}{\sum_k e^{u_k}}"),
    (REGRESSION, _DU + r" = [j = t] - \operatorname{softmax}(u)_j"),
    (REGRESSION, _DU + r" = \delta_{tj} - e^{u_j - \log \sum_{k} e^{u_k}}"),
    (REGRESSION, _DU + r" = \begin{cases} 1 - p_j, & \text{if } j = t \\ -p_j, & \text{if } j \neq t \end{cases}"),
    (REGRESSION, _DU + r" = \begin{cases} 1 - p_t & j = t \\ -p_j & \text{otherwise} \end{cases}"),
    (REGRESSION, _DU + r" = \mathbb{1}\{j=t\} - \frac{1}{\sum_{i} \exp(u_i - u_j)}"),
    (REGRESSION, _DU + r" = \delta_{jt}(1 - p_t) - (1 - \delta_{jt}) p_j"),
    ((*REGRESSION, "j = t"), _DU + r" = 1 - p_j"),
    ((*REGRESSION, "j = t"), _DU + r" = \sum_{k \neq j} p_k"),
    ((*REGRESSION, r"j \neq t"), _DU + r" = -p_j"),
    (REGRESSION, _DW + r" = (\delta_{jt} - p_j) \mathbf{x}"),
    (REGRESSION, _DW + r" = (\mathbb{1}[j=t] - p_j) x"),
    (REGRESSION, _DW + r" = \frac{\partial \ell}{\partial u_j} \mathbf{x}"),
    (
        REGRESSION,
        _DW + r" = \sum_{i=1}^C \frac{\partial \ell}{\partial u_i} \frac{\partial u_i}{\partial \mathbf{w}_j}",
    ),
    (REGRESSION, _DB + r" = \delta_{jt} - p_j"),
    (REGRESSION, _DB + r" = \sum_i \frac{\partial \ell}{\partial u_i} \frac{\partial u_i}{\partial b_j}"),
    (REGRESSION, r"\frac{\partial u_j}{\partial \mathbf{w}_j} = \mathbf{x}"),
    (REGRESSION, r"\frac{\partial u_j}{\partial \mathbf{w}_i} = \delta_{ij} \mathbf{x}"),
    ((*REGRESSION, r"i \neq j"), r"\frac{\partial u_j}{\partial \mathbf{w}_i} = 0"),
    (REGRESSION, r"\frac{\partial u_j}{\partial b_j} = 1"),
    (REGRESSION, r"\sum_j \frac{\partial \ell}{\partial u_j} = 0"),
    (REGRESSION, r"\frac{\partial p_j}{\partial u_i} = p_j (\delta_{ij} - p_i)"),
    (REGRESSION, r"\frac{\partial^2 \ell}{\partial u_i \partial u_j} = -p_i(\delta_{ij} - p_j)"),
    (REGRESSION, r"\log p_j = u_j - \log \sum_{k=1}^C \exp u_k"),
    (REGRESSION, r"\sum_j p_j = 1"),
    (DECLARED, _DWI + r" = (\delta_{jt} - p_j) x_i"),
    (DECLARED, _DWI + r" = \mathbb{1}[j=t] x_i - \frac{e^{u_j} x_i}{\sum_{c=1}^C e^{u_c}}"),
    (DECLARED, r"\frac{\partial \ell}{\partial w_j} = (\delta_{jt} - p_j) x"),
    (DECLARED, r"\frac{\partial u_j}{\partial w_{ki}} = \delta_{jk} x_i"),
    (NETWORK, _DH + r" = \sum_j \frac{\partial \ell}{\partial u_j} w_{jk}"),
    (NETWORK, _DH + r" = \sum_j (\delta_{jt} - p_j) w_{jk}"),
    (NETWORK, _DH + r" = w_{tk} - \sum_{j=1}^C p_j w_{jk}"),
    (NETWORK, _DH + r" = \sum_i p_i (w_{tk} - w_{ik})"),
    (NETWORK, _DH + r" = \sum_{c \neq t} p_c (w_{tk} - w_{ck})"),
    (NETWORK, _DS + r" = h_k (1 - h_k)"),
    (NETWORK, _DS + r" = h_k - h_k^2"),
    (NETWORK, _DS + r" = \frac{e^{-s_k}}{(1 + e^{-s_k})^2}"),
    (NETWORK, _DS + r" = \frac{e^{s_k}}{(1 + e^{s_k})^2}"),
    (NETWORK, _DS + r" = \frac{1}{4 \cosh^2(s_k / 2)}"),
    (NETWORK, _DS + r" = \frac{1}{2 + e^{s_k} + e^{-s_k}}"),
    (NETWORK, _DS + r" = \sigma(s_k) \sigma(-s_k)"),
    (NETWORK, _DS + r" = \frac{1}{4} - \left(h_k - \frac{1}{2}\right)^2"),
    (NETWORK, _DS + r" = \frac{1}{4} (1 - \tanh^2(s_k/2))"),
    (NETWORK, _DS + r" = h_k^2 e^{-s_k}"),
    (NETWORK, r"\frac{\partial s_k}{\partial \mathbf{v}_k} = \mathbf{x}"),
    (NETWORK, r"\frac{\partial s_k}{\partial a_k} = 1"),
    (NETWORK, _DW + r" = (\delta_{jt} - p_j) \mathbf{h}"),
    (NETWORK, _DB + r" = \mathbb{1}[t = j] - p_j"),
    (NETWORK, _DV + r" = \left(\sum_j \frac{\partial \ell}{\partial u_j} w_{jk}\right) h_k (1 - h_k) \mathbf{x}"),
    (NETWORK, _DV + r" = h_k (1 - h_k) \sum_{j=1}^{C} (\delta_{jt} - p_j) w_{jk} \, \mathbf{x}"),
    (NETWORK, _DA + r" = \left(w_{tk} - \sum_j p_j w_{jk}\right) h_k (1 - h_k)"),
    (
        NETWORK,
        _DA
        + r" = \frac{\partial \ell}{\partial h_k} \frac{\partial h_k}{\partial s_k} \frac{\partial s_k}{\partial a_k}",
    ),
    (
        NETWORK,
        _DA
        + r" = \sum_j \sum_i \frac{\partial \ell}{\partial u_j} \frac{\partial u_j}{\partial h_i} "
        + r"\frac{\partial h_i}{\partial a_k}",
    ),
    (NETWORK, r"\frac{\partial \ell}{\partial \mathbf{v}_k} = \frac{\partial \ell}{\partial a_k} \mathbf{x}"),
)

WRONG: tuple[tuple[tuple[str, ...], str], ...] = (
    (REGRESSION, _DU + r" = p_j - \delta_{jt}"),
    (REGRESSION, _DU + r" = 1 - p_j"),
    (REGRESSION, _DU + r" = -p_j"),
    (REGRESSION, _DU + r" = \delta_{jt} - p_t"),
    (REGRESSION, _DU + r" = \delta_{jt} + p_j"),
    (REGRESSION, _DU + r" = \delta_{jt} - e^{u_j}"),
    (REGRESSION, _DU + r" = \delta_{jt} - \frac{e^{u_t}}{\sum_k e^{u_k}}"),
    (REGRESSION, _DU + r" = \begin{cases} 1 - p_j & j \neq t \\ -p_j & j = t \end{cases}"),
    ((*REGRESSION, "j = t"), _DU + r" = -p_j"),
    ((*REGRESSION, r"j \neq t"), _DU + r" = 1 - p_j"),
    (REGRESSION, _DW + r" = (p_j - \delta_{jt}) \mathbf{x}"),
    (REGRESSION, _DW + r" = \delta_{jt} - p_j"),
    (REGRESSION, _DW + r" = (\delta_{jt} - p_j) x_j"),
    (REGRESSION, _DW + r" = (1 - p_j) \mathbf{x}"),
    (REGRESSION, _DB + r" = (\delta_{jt} - p_j) b_j"),
    (REGRESSION, r"\frac{\partial u_j}{\partial \mathbf{w}_i} = \mathbf{x}"),
    (REGRESSION, r"\frac{\partial u_j}{\partial \mathbf{w}_j} = \mathbf{w}_j"),
    (REGRESSION, r"\frac{\partial u_j}{\partial b_j} = b_j"),
    (REGRESSION, r"\frac{\partial u_j}{\partial b_i} = 1"),
    (REGRESSION, r"\frac{\partial p_j}{\partial u_i} = p_j (1 - p_j)"),
    (REGRESSION, r"\frac{\partial p_j}{\partial u_i} = p_j (\delta_{ij} + p_i)"),
    (REGRESSION, r"\sum_j p_j = C"),
    (REGRESSION, r"\log p_j = u_j - \sum_{k=1}^C \log \exp u_k"),
    (DECLARED, _DWI + r" = (\delta_{jt} - p_j) x_j"),
    (DECLARED, _DWI + r" = (\delta_{ji} - p_j) x_i"),
    (DECLARED, _DWI + r" = \delta_{jt} x_i - p_j"),
    (NETWORK, _DH + r" = \sum_j \frac{\partial \ell}{\partial u_j} w_{kj}"),
    (NETWORK, _DH + r" = \frac{\partial \ell}{\partial u_j} w_{jk}"),
    (NETWORK, _DH + r" = \sum_j \frac{\partial \ell}{\partial u_j} w_j"),
    (NETWORK, _DH + r" = \sum_k (\delta_{kt} - p_k) w_{jk}"),
    (NETWORK, _DH + r" = \sum_j (\delta_{jt} - p_j)"),
    (NETWORK, _DH + r" = w_{tk} - \sum_j w_{jk}"),
    (NETWORK, _DH + r" = \sum_i p_i (w_{ik} - w_{tk})"),
    (NETWORK, _DS + r" = h_k (1 + h_k)"),
    (NETWORK, _DS + r" = h_k"),
    (NETWORK, _DS + r" = 1 - h_k^2"),
    (NETWORK, _DS + r" = \frac{1}{4} - \frac{s_k^2}{16}"),
    (NETWORK, _DS + r" = -h_k (1 - h_k)"),
    (NETWORK, _DS + r" = \frac{-e^{-s_k}}{(1 + e^{-s_k})^2}"),
    (NETWORK, _DS + r" = \frac{1}{4 \cosh^2(s_k)}"),
    (NETWORK, _DS + r" = h_k (1 - h_k) + 10^{-20}"),
    (NETWORK, r"\frac{\partial s_k}{\partial \mathbf{v}_k} = \mathbf{v}_k"),
    (
        NETWORK,
        _SA + r" = \left(\sum_j \frac{\partial \ell}{\partial u_j} w_{jk}\right) h_k (1 - h_k)",
    ),
    (NETWORK, _DV + r" = \left(\sum_j \frac{\partial \ell}{\partial u_j} w_j\right) \cdot h_k (1 - h_k) \cdot x"),
    (NETWORK, _DV + r" = \left(\sum_j \frac{\partial \ell}{\partial u_j} w_{jk}\right) h_k (1 - h_k)"),
    (NETWORK, _DV + r" = \left(\sum_j \frac{\partial \ell}{\partial u_j} w_{jk}\right) h_k (1 + h_k) \mathbf{x}"),
    (NETWORK, _DV + r" = \left(\sum_j \frac{\partial \ell}{\partial u_j} w_{jk}\right) \mathbf{x}"),
    (NETWORK, _DA + r" = \frac{\partial \ell}{\partial h_k} h_k"),
    (NETWORK, _DA + r" = \left(w_{tk} - \sum_j w_{jk}\right) h_k (1 - h_k)"),
    (NETWORK, _DW + r" = (\delta_{jt} - p_j) \mathbf{x}"),
    (NETWORK, _DW + r" = (\delta_{jt} - p_j) h_j"),
)
