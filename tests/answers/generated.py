"""Answers in many forms, right and wrong, made by combining ways to write their parts: (given formulas, claim, right).

Every model names its derivatives; each has ways to write the right answer and ways to miss it. The parts `{p}`, `{d}`
and so on are written in turn in all their forms.
"""

# ruff: noqa: E501 - a formula stays on its line

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

Answer = tuple[tuple[str, ...], str, bool]

SOFTMAX = (
    r"\ell = \log p_t",
    r"p_j = \frac{\exp(u_j)}{\sum_{k=1}^C \exp(u_k)}",
)
REGRESSION = (*SOFTMAX, r"u_j = \sum_{i=1}^D w_{ji} x_i + b_j", r"t \in \{1, \dots, C\}")
NETWORK = (
    *SOFTMAX,
    r"u_j = \sum_{k=1}^H w_{jk} h_k + b_j",
    r"h_k = \sigma(s_k)",
    r"s_k = \sum_{i=1}^D v_{ki} x_i + a_k",
    r"t \in \{1, \dots, C\}",
)
TANH = (*NETWORK[:3], r"h_k = \tanh(s_k)", *NETWORK[4:])
LOGISTIC = (
    r"\ell = y \log \sigma(z) + (1 - y) \log(1 - \sigma(z))",
    r"z = \sum_{i=1}^D w_i x_i + b",
)
SQUARES = (r"L = \frac{1}{2} \sum_{n=1}^N (y_n - \sum_{d=1}^D w_d x_{nd})^2",)
RIDGE = (r"L = \sum_{n=1}^N (y_n - \sum_{d=1}^D w_d x_{nd})^2 + \lambda \sum_{d=1}^D w_d^2",)
POISSON = (r"\ell = \sum_{n=1}^N (y_n \eta_n - e^{\eta_n})", r"\eta_n = \sum_{d=1}^D w_d x_{nd}")
LAYER = (
    r"u_{nj} = \sum_{d=1}^D x_{nd} w_{jd} + b_j",
    r"p_{nj} = \frac{e^{u_{nj}}}{\sum_{k=1}^C e^{u_{nk}}}",
    r"L = -\sum_{n=1}^N \log p_{n t_n}",
    r"t_n \in \{1, \dots, C\}",
)
MAXIMUM = (r"c \in \mathbb{R}", r"m = \log \sum_{k=1}^C e^{u_k}", r"q_j = \frac{e^{u_j}}{\sum_{k=1}^C e^{u_k}}")

Forms = Mapping[str, Sequence[str]]

P: Forms = {
    "p": (
        "p_j",
        r"\frac{e^{u_j}}{\sum_k e^{u_k}}",
        r"e^{u_j - \log \sum_{c=1}^C e^{u_c}}",
        r"\frac{1}{\sum_i \exp(u_i - u_j)}",
        r"\operatorname{softmax}(u)_j",
    ),
    "d": (r"\delta_{jt}", r"\delta_{tj}", r"\mathbb{1}[j = t]", r"1\{t = j\}", r"[j = t]", r"\mathbb{1}\{j=t\}"),
}
H: Forms = {
    "h": (
        r"h_k (1 - h_k)",
        r"(h_k - h_k^2)",
        r"\frac{1}{4 \cosh^2(s_k/2)}",
        r"\sigma(s_k) \sigma(-s_k)",
        r"\left(\frac{1}{4} - \left(h_k - \frac{1}{2}\right)^2\right)",
        r"\frac{e^{-s_k}}{(1 + e^{-s_k})^2}",
        r"\frac{1}{2 + e^{s_k} + e^{-s_k}}",
        r"\frac{1}{4}\left(1 - \tanh^2\left(\frac{s_k}{2}\right)\right)",
    ),
    "g": (
        r"\left(\sum_j \frac{\partial \ell}{\partial u_j} w_{jk}\right)",
        r"\left(\sum_{c=1}^C (\delta_{ct} - p_c) w_{ck}\right)",
        r"\left(w_{tk} - \sum_j p_j w_{jk}\right)",
        r"\left(\sum_i p_i (w_{tk} - w_{ik})\right)",
        r"\left(\sum_{c \neq t} p_c (w_{tk} - w_{ck})\right)",
    ),
}
WRONG_H: Forms = {
    "h": (
        r"h_k (1 + h_k)", r"h_k", r"\frac{1}{4 \cosh^2(s_k)}", r"\sigma(s_k)^2", r"\left(\frac{1}{4} - \frac{s_k^2}{16}\right)",
        r"(1 - h_k^2)", r"h_k (h_k - 1)", r"h_k (1 - h_k) (1 + 10^{-30})",
    ),
    "g": (H["g"][0],),
}  # fmt: skip
WRONG_G: Forms = {
    "h": (H["h"][0], H["h"][3]),
    "g": (
        r"\left(\sum_j \frac{\partial \ell}{\partial u_j}\right)",
        r"\left(w_{tk} - \sum_j w_{jk}\right)",
        r"\left(\sum_i p_i (w_{ik} - w_{tk})\right)",
        r"\left(\sum_j p_j w_{jk}\right)",
        r"\left(\sum_j \frac{\partial \ell}{\partial u_j} w_{tk}\right)",
        r"\left(\sum_{c \neq t} p_c w_{ck}\right)",
    ),
}
DU, DH, DA = (rf"\frac{{\partial \ell}}{{\partial {name}}}" for name in ("u_j", "h_k", "a_k"))
DT = r"\left(1 - \tanh^2(s_k)\right)"

FAMILIES: tuple[tuple[tuple[str, ...], bool, str, Forms], ...] = (
    (REGRESSION, True, DU + " = {d} - {p}", P),
    (REGRESSION, False, DU + " = {p} - {d}", P),
    (REGRESSION, False, DU + " = {d} + {p}", P),
    (REGRESSION, True, r"\frac{\partial \ell}{\partial w_{ji}} = ({d} - {p}) x_i", {k: v[:4] for k, v in P.items()}),
    (REGRESSION, False, r"\frac{\partial \ell}{\partial w_{ji}} = {d} x_i - {p}", {k: v[:3] for k, v in P.items()}),
    (REGRESSION, False, r"\frac{\partial \ell}{\partial w_{ji}} = ({d} - {p}) w_{ji}", {k: v[:2] for k, v in P.items()}),
    (NETWORK, True, DA + " = {g} {h}", H),
    (NETWORK, False, DA + " = {g} {h}", WRONG_H),
    (NETWORK, False, DA + " = {g} {h}", WRONG_G),
    (NETWORK, True, r"\frac{\partial \ell}{\partial v_{ki}} = x_i {h} {g}", {"h": H["h"][2:5], "g": H["g"]}),
    (NETWORK, False, r"\frac{\partial \ell}{\partial v_{ki}} = a_k {h} {g}", {"h": H["h"][:2], "g": H["g"][:3]}),
    (TANH, True, DA + " = {g} {h}", {"g": H["g"], "h": (r"(1 - h_k^2)", DT, r"\frac{1}{\cosh^2 s_k}", r"(1 - h_k)(1 + h_k)", r"\frac{4 e^{2 s_k}}{(1 + e^{2 s_k})^2}", r"4 \sigma(2 s_k) \sigma(-2 s_k)")}),
    (TANH, False, DA + " = {g} {h}", {"g": H["g"][:2], "h": (r"(1 - h_k)", r"(1 + h_k^2)", r"\cosh^2 s_k", r"(h_k^2 - 1)", r"h_k(1 - h_k)")}),
    (LOGISTIC, True, r"\frac{\partial \ell}{\partial w_i} = {r} x_i", {"r": (r"(y - \sigma(z))", r"\left(y - \frac{1}{1 + e^{-z}}\right)", r"(y \sigma(-z) - (1 - y) \sigma(z))", r"\left(y - \frac12 - \frac12 \tanh\frac{z}{2}\right)", r"\left(y - \frac{e^z}{1 + e^z}\right)")}),
    (LOGISTIC, False, r"\frac{\partial \ell}{\partial w_i} = {r} x_i", {"r": (r"(\sigma(z) - y)", r"(y + \sigma(z))", r"(y - \sigma(-z))", r"(y - z)", r"(y - \sigma(z)) \sigma(z)", r"(1 - \sigma(z))")}),
    (LOGISTIC, True, r"\ell = {r}", {"r": (r"y z - \log(1 + e^z)", r"-y \log(1 + e^{-z}) - (1 - y) \log(1 + e^{z})", r"(y - 1) z - \log(1 + e^{-z})")}),
    (LOGISTIC, False, r"\ell = {r}", {"r": (r"y z - \log(1 + e^{-z})", r"y z + \log(1 + e^z)", r"\log(1 + e^z) - y z", r"y - \log(1 + e^z)")}),
    (LOGISTIC, True, r"\frac{\partial^2 \ell}{\partial w_i \partial w_j} = {r}", {"r": (r"-\sigma(z)(1 - \sigma(z)) x_i x_j", r"-\sigma(z)\sigma(-z) x_j x_i", r"-\frac{x_i x_j}{4 \cosh^2(z/2)}", r"-\frac{x_i x_j}{2 + e^z + e^{-z}}")}),
    (LOGISTIC, False, r"\frac{\partial^2 \ell}{\partial w_i \partial w_j} = {r}", {"r": (r"\sigma(z)(1 - \sigma(z)) x_i x_j", r"-\sigma(z)(1 - \sigma(z)) x_i^2", r"-\sigma(z)(1 - \sigma(z)) x_i x_j \delta_{ij}", r"-\sigma(z) x_i x_j")}),
    (SQUARES, True, r"\frac{\partial L}{\partial w_j} = {r}", {"r": (r"-\sum_n (y_n - \sum_d w_d x_{nd}) x_{nj}", r"\sum_n \sum_d x_{nj} x_{nd} w_d - \sum_n x_{nj} y_n", r"\sum_d w_d \sum_n x_{nd} x_{nj} - \sum_i y_i x_{ij}", r"\sum_n x_{nj} \left(\sum_i w_i x_{ni} - y_n\right)")}),
    (SQUARES, False, r"\frac{\partial L}{\partial w_j} = {r}", {"r": (r"\sum_n (y_n - \sum_d w_d x_{nd}) x_{nj}", r"-2 \sum_n (y_n - \sum_d w_d x_{nd}) x_{nj}", r"-\sum_n (y_n - w_j x_{nj}) x_{nj}", r"-\sum_n (y_n - \sum_d w_d x_{nd})", r"-\frac{1}{N} \sum_n (y_n - \sum_d w_d x_{nd}) x_{nj}")}),
    (RIDGE, True, r"\frac{\partial L}{\partial w_j} = {r}", {"r": (r"2 \lambda w_j - 2 \sum_n (y_n - \sum_d w_d x_{nd}) x_{nj}", r"2 \left(\lambda w_j + \sum_n x_{nj} \left(\sum_d x_{nd} w_d - y_n\right)\right)")}),
    (RIDGE, False, r"\frac{\partial L}{\partial w_j} = {r}", {"r": (r"\lambda w_j - 2 \sum_n (y_n - \sum_d w_d x_{nd}) x_{nj}", r"2 \lambda \sum_d w_d - 2 \sum_n (y_n - \sum_d w_d x_{nd}) x_{nj}", r"2 \lambda w_j + 2 \sum_n (y_n - \sum_d w_d x_{nd}) x_{nj}", r"-2 \sum_n (y_n - \sum_d w_d x_{nd}) x_{nj}")}),
    (RIDGE, True, r"\frac{\partial^2 L}{\partial w_i \partial w_j} = {r}", {"r": (r"2 \sum_n x_{ni} x_{nj} + 2 \lambda \delta_{ij}", r"2 \left(\lambda \mathbb{1}[i=j] + \sum_{m=1}^N x_{mj} x_{mi}\right)")}),
    (RIDGE, False, r"\frac{\partial^2 L}{\partial w_i \partial w_j} = {r}", {"r": (r"2 \sum_n x_{ni} x_{nj} + 2 \lambda", r"2 \sum_n x_{ni}^2 + 2 \lambda \delta_{ij}", r"\sum_n x_{ni} x_{nj} + \lambda \delta_{ij}")}),
    (POISSON, True, r"\frac{\partial \ell}{\partial w_j} = {r}", {"r": (r"\sum_n (y_n - e^{\eta_n}) x_{nj}", r"\sum_n y_n x_{nj} - \sum_i x_{ij} \exp\left(\sum_d w_d x_{id}\right)", r"\sum_n x_{nj} \left(y_n - \prod_{d=1}^D e^{w_d x_{nd}}\right)")}),
    (POISSON, False, r"\frac{\partial \ell}{\partial w_j} = {r}", {"r": (r"\sum_n (y_n - \eta_n) x_{nj}", r"\sum_n (e^{\eta_n} - y_n) x_{nj}", r"\sum_n (y_n - e^{\eta_n})", r"\sum_n y_n x_{nj} - e^{\eta_n}")}),
    (POISSON, True, r"\frac{\partial^2 \ell}{\partial w_i \partial w_j} = {r}", {"r": (r"-\sum_n e^{\eta_n} x_{ni} x_{nj}",)}),
    (POISSON, False, r"\frac{\partial^2 \ell}{\partial w_i \partial w_j} = {r}", {"r": (r"-\sum_n e^{\eta_n} x_{ni}^2", r"-\sum_n \eta_n x_{ni} x_{nj}", r"\sum_n e^{\eta_n} x_{ni} x_{nj}")}),
    (LAYER, True, r"\frac{\partial L}{\partial w_{jd}} = {r}", {"r": (r"\sum_n (p_{nj} - \delta_{j t_n}) x_{nd}", r"\sum_{m=1}^N (p_{mj} - \mathbb{1}[t_m = j]) x_{md}", r"\sum_n p_{nj} x_{nd} - \sum_n \delta_{t_n j} x_{nd}")}),
    (LAYER, False, r"\frac{\partial L}{\partial w_{jd}} = {r}", {"r": (r"\sum_n (\delta_{j t_n} - p_{nj}) x_{nd}", r"\sum_n (p_{nj} - 1) x_{nd}", r"\sum_n p_{nj} x_{nd}", r"\sum_n (p_{n t_n} - \delta_{j t_n}) x_{nd}", r"\frac{1}{N}\sum_n (p_{nj} - \delta_{j t_n}) x_{nd}", r"\sum_n (p_{nj} - \delta_{j t_n})")}),
    (LAYER, True, r"\frac{\partial L}{\partial u_{nj}} = {r}", {"r": (r"p_{nj} - \delta_{j t_n}", r"\frac{e^{u_{nj}}}{\sum_k e^{u_{nk}}} - [t_n = j]")}),
    (LAYER, False, r"\frac{\partial L}{\partial u_{nj}} = {r}", {"r": (r"\sum_n (p_{nj} - \delta_{j t_n})", r"p_{nj} - 1", r"\delta_{j t_n} - p_{nj}")}),
    (LAYER, True, r"\frac{\partial L}{\partial b_j} = {r}", {"r": (r"\sum_n p_{nj} - \sum_n \delta_{j t_n}", r"\sum_n \frac{\partial L}{\partial u_{nj}}")}),
    (MAXIMUM, True, r"\frac{\partial m}{\partial u_j} = {r}", {"r": (r"q_j", r"e^{u_j - m}", r"\frac{1}{\sum_k e^{u_k - u_j}}")}),
    (MAXIMUM, False, r"\frac{\partial m}{\partial u_j} = {r}", {"r": (r"1", r"u_j - m", r"q_j (1 - q_j)", r"e^{u_j}", r"e^{m - u_j}")}),
    (MAXIMUM, True, r"\frac{\partial^2 m}{\partial u_i \partial u_j} = {r}", {"r": (r"q_i (\delta_{ij} - q_j)", r"\delta_{ij} q_j - q_i q_j", r"\begin{cases} q_i (1 - q_i) & i = j \\ -q_i q_j & \text{otherwise} \end{cases}", r"-q_i q_j + 1\{i = j\} q_i")}),
    (MAXIMUM, False, r"\frac{\partial^2 m}{\partial u_i \partial u_j} = {r}", {"r": (r"q_i (1 - q_j)", r"q_i (\delta_{ij} + q_j)", r"-q_i q_j", r"q_i q_j - \delta_{ij} q_j", r"q_i (\delta_{ij} - q_i)", r"\begin{cases} q_i (1 - q_i) & i \neq j \\ -q_i q_j & i = j \end{cases}")}),
    (MAXIMUM, True, r"\frac{\partial q_j}{\partial u_k} = {r}", {"r": (r"q_j (\delta_{jk} - q_k)", r"q_k \delta_{jk} - q_k q_j", r"q_j \left(\delta_{jk} - \frac{\partial m}{\partial u_k}\right)")}),
    (MAXIMUM, False, r"\frac{\partial q_j}{\partial u_k} = {r}", {"r": (r"q_j (1 - q_j)", r"q_j (\delta_{jk} - q_j)", r"\delta_{jk} - q_k", r"q_j (q_k - \delta_{jk})")}),
    (MAXIMUM, True, r"m = {r}", {"r": (r"c + \log \sum_k e^{u_k - c}", r"u_1 + \log \sum_k e^{u_k - u_1}", r"-\log q_1 + u_1", r"\sum_j q_j (u_j - \log q_j)")}),
    (MAXIMUM, False, r"m = {r}", {"r": (r"\sum_k u_k", r"c + \log \sum_k e^{u_k}", r"\sum_k \log e^{u_k}", r"\log q_1 + u_1", r"\sum_j q_j u_j")}),
    ((), True, r"\frac{d}{ds} \log(1 + e^s) = {r}", {"r": (r"\sigma(s)", r"1 - \sigma(-s)", r"\frac12 + \frac12 \tanh\frac{s}{2}", r"\frac{e^{s/2}}{2 \cosh(s/2)}")}),
    ((), False, r"\frac{d}{ds} \log(1 + e^s) = {r}", {"r": (r"\sigma(-s)", r"\frac{1}{1 + e^s}", r"\tanh s", r"\frac12 + \frac{s}{4}", r"\frac{1}{s}")}),
)  # fmt: skip


def generated() -> Iterator[Answer]:
    """All answers, in a fixed order."""
    for given, right, template, forms in FAMILIES:
        names = sorted(forms)
        for chosen in product(*(forms[name] for name in names)):
            claim = template
            for name, form in zip(names, chosen, strict=True):
                claim = claim.replace("{" + name + "}", form)
            yield given, claim, right
