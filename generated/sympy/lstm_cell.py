"""lstm cell, said once more in SymPy: the page's equations at small sizes, and each of its derivatives
beside what SymPy's own `diff` makes of them.

Generated from derivations/lstm_cell.md through codegen/sympy/module.py.j2; do not edit.
Change the document, then: gradproof generate. Whether this file is up to date: gradproof generate --check
Normal forms of the document: d1177f2d549765bf42ba7d3e4005bf3f26d67b72a32c3460307d36e37e0269cc

Run it: it prints each claim and whether SymPy agrees. Indices count from 0 here. Needs SymPy, nothing else.
"""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from types import SimpleNamespace

from sympy import (
    Abs, Expr, Float, Integer, Max, Rational, Symbol, atan, cos, cosh, diff, exp, log, pi, prod, sign, sin, sinh, tan,
    tanh,
)  # fmt: skip

H = 2
M = 3
N = 2


def sigma(z: Expr) -> Expr:
    """The logistic function."""
    return 1 / (1 + exp(-z))


def softplus(z: Expr) -> Expr:
    """log(1 + exp z)."""
    return log(1 + exp(z))


def relu(z: Expr) -> Expr:
    """max(z, 0)."""
    return Max(z, 0)


def delta(i: int, j: int) -> int:
    """The Kronecker delta."""
    return int(i == j)


Component = Callable[[str, tuple[int, ...]], Expr]


def symbol(name: str, place: tuple[int, ...]) -> Expr:
    """The symbol of a component."""
    return Symbol("_".join([name, *map(str, place)]), real=True)


def number(name: str, place: tuple[int, ...], step: int) -> Expr:
    """One of the numbers that stand for a component when both sides are compared, to 50 digits."""
    seed = sum(map(ord, name)) + sum(7 * (axis + 1) * (i + 1) for axis, i in enumerate(place))
    return Float(Rational(seed * (step + 2) % 13 + 1, 11), 50)


def table(component: Component, name: str, *sizes: int) -> Expr | dict[object, Expr]:
    """All components by their places; the one component of a scalar."""
    if not sizes:
        return component(name, ())
    return {p[0] if len(p) == 1 else p: component(name, p) for p in product(*map(range, sizes))}


def equations(component: Component, **given: Expr | dict[object, Expr]) -> SimpleNamespace:
    """All that the page defines, over the given components of its inputs; what is `given` is not computed."""
    page = SimpleNamespace()
    page.A = given["A"] if "A" in given else table(component, "A", H, M)
    page.B = given["B"] if "B" in given else table(component, "B", H, M)
    page.C = given["C"] if "C" in given else table(component, "C", H, M)
    page.D = given["D"] if "D" in given else table(component, "D", H, M)
    page.P = given["P"] if "P" in given else table(component, "P", H, H)
    page.Q = given["Q"] if "Q" in given else table(component, "Q", H, H)
    page.R = given["R"] if "R" in given else table(component, "R", H, H)
    page.S = given["S"] if "S" in given else table(component, "S", H, H)
    page.U = given["U"] if "U" in given else table(component, "U", N, H)
    page.V = given["V"] if "V" in given else table(component, "V", N, H)
    page.a = given["a"] if "a" in given else table(component, "a", H)
    page.b = given["b"] if "b" in given else table(component, "b", H)
    page.c = given["c"] if "c" in given else table(component, "c", H)
    page.d = given["d"] if "d" in given else table(component, "d", H)
    page.h = given["h"] if "h" in given else table(component, "h", N, H)
    page.m = given["m"] if "m" in given else table(component, "m", N, H)
    page.x = given["x"] if "x" in given else table(component, "x", N, M)

    # r_nk = Σ_j C_kj x_nj + Σ_l R_kl h_nl + c_k
    page.r = given.get("r")
    if "r" not in given:
        page.r = {(n, k): (sum(page.C[k, j] * page.x[n, j] for j in range(M)) + sum(page.R[k, l] * page.h[n, l] for l in range(H)) + page.c[k]) for n in range(N) for k in range(H)}

    # o_nk = σ(r_nk)
    page.o = given.get("o")
    if "o" not in given:
        page.o = {(n, k): sigma(page.r[n, k]) for n in range(N) for k in range(H)}

    # q_nk = Σ_j B_kj x_nj + Σ_l Q_kl h_nl + b_k
    page.q = given.get("q")
    if "q" not in given:
        page.q = {(n, k): (sum(page.B[k, j] * page.x[n, j] for j in range(M)) + sum(page.Q[k, l] * page.h[n, l] for l in range(H)) + page.b[k]) for n in range(N) for k in range(H)}

    # f_nk = σ(q_nk)
    page.f = given.get("f")
    if "f" not in given:
        page.f = {(n, k): sigma(page.q[n, k]) for n in range(N) for k in range(H)}

    # p_nk = Σ_j A_kj x_nj + Σ_l P_kl h_nl + a_k
    page.p = given.get("p")
    if "p" not in given:
        page.p = {(n, k): (sum(page.A[k, j] * page.x[n, j] for j in range(M)) + sum(page.P[k, l] * page.h[n, l] for l in range(H)) + page.a[k]) for n in range(N) for k in range(H)}

    # i_nk = σ(p_nk)
    page.i = given.get("i")
    if "i" not in given:
        page.i = {(n, k): sigma(page.p[n, k]) for n in range(N) for k in range(H)}

    # s_nk = Σ_j D_kj x_nj + Σ_l S_kl h_nl + d_k
    page.s = given.get("s")
    if "s" not in given:
        page.s = {(n, k): (sum(page.D[k, j] * page.x[n, j] for j in range(M)) + sum(page.S[k, l] * page.h[n, l] for l in range(H)) + page.d[k]) for n in range(N) for k in range(H)}

    # g_nk = tanh(s_nk)
    page.g = given.get("g")
    if "g" not in given:
        page.g = {(n, k): tanh(page.s[n, k]) for n in range(N) for k in range(H)}

    # z_nk = f_nk m_nk + i_nk g_nk
    page.z = given.get("z")
    if "z" not in given:
        page.z = {(n, k): (page.f[n, k] * page.m[n, k] + page.i[n, k] * page.g[n, k]) for n in range(N) for k in range(H)}

    # w_nk = tanh(z_nk)
    page.w = given.get("w")
    if "w" not in given:
        page.w = {(n, k): tanh(page.z[n, k]) for n in range(N) for k in range(H)}

    # y_nk = o_nk w_nk
    page.y = given.get("y")
    if "y" not in given:
        page.y = {(n, k): page.o[n, k] * page.w[n, k] for n in range(N) for k in range(H)}

    # L = Σ_n Σ_k U_nk y_nk + Σ_n Σ_k V_nk z_nk
    page.L = given.get("L")
    if "L" not in given:
        page.L = (sum(sum(page.U[n, k] * page.y[n, k] for k in range(H)) for n in range(N)) + sum(sum(page.V[n, k] * page.z[n, k] for k in range(H)) for n in range(N)))
    return page


def components(page: SimpleNamespace, name: str) -> dict[tuple[int, ...], Expr]:
    """The components of one symbol of a page by their places."""
    found = vars(page)[name]
    if not isinstance(found, dict):
        return {(): found}
    return {place if isinstance(place, tuple) else (place,): value for place, value in found.items()}


def by(numbers: SimpleNamespace, name: str, place: tuple[int, ...], body: Callable[[SimpleNamespace], Expr]) -> Expr:
    """∂body/∂name at the place: that one component becomes a symbol, what is defined by it follows, SymPy's `diff` does
    the rest, and the symbol's number is put in."""
    mine, found = symbol(name, place), vars(numbers)[name]
    given = {**found, (place[0] if len(place) == 1 else place): mine} if isinstance(found, dict) else mine
    page = equations(lambda other, at: components(numbers, other)[at], **{name: given})
    return diff(body(page), mine).subs(mine, components(numbers, name)[place])



def claim_1(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂y_nk = U_nk ((a))"""
    for n in range(N):
        for k in range(H):
            yield by(page, "y", (n, k,), lambda page: page.L), page.U[n, k]


def claim_2(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂o_nk = ∂L/∂y_nk w_nk ((a))"""
    for n in range(N):
        for k in range(H):
            yield by(page, "o", (n, k,), lambda page: page.L), by(page, "y", (n, k,), lambda page: page.L) * page.w[n, k]


def claim_3(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂w_nk = ∂L/∂y_nk o_nk ((a))"""
    for n in range(N):
        for k in range(H):
            yield by(page, "w", (n, k,), lambda page: page.L), by(page, "y", (n, k,), lambda page: page.L) * page.o[n, k]


def claim_4(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂w_nk/∂z_nk = 1 − w_nk² ((a))"""
    for n in range(N):
        for k in range(H):
            yield by(page, "z", (n, k,), lambda page: page.w[n, k]), (1 + (-1) * (page.w[n, k]) ** (2))


def claim_5(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂z_nk = V_nk + ∂L/∂w_nk ∂w_nk/∂z_nk ((b))"""
    for n in range(N):
        for k in range(H):
            yield by(page, "z", (n, k,), lambda page: page.L), (page.V[n, k] + by(page, "w", (n, k,), lambda page: page.L) * by(page, "z", (n, k,), lambda page: page.w[n, k]))


def claim_6(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂z_nk = V_nk + ∂L/∂w_nk (1 − w_nk²) ((b))"""
    for n in range(N):
        for k in range(H):
            yield by(page, "z", (n, k,), lambda page: page.L), (page.V[n, k] + by(page, "w", (n, k,), lambda page: page.L) * (1 + (-1) * (page.w[n, k]) ** (2)))


def claim_7(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂m_nk = ∂L/∂z_nk f_nk ((c))"""
    for n in range(N):
        for k in range(H):
            yield by(page, "m", (n, k,), lambda page: page.L), by(page, "z", (n, k,), lambda page: page.L) * page.f[n, k]


def claim_8(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂f_nk = ∂L/∂z_nk m_nk ((c))"""
    for n in range(N):
        for k in range(H):
            yield by(page, "f", (n, k,), lambda page: page.L), by(page, "z", (n, k,), lambda page: page.L) * page.m[n, k]


def claim_9(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂i_nk = ∂L/∂z_nk g_nk ((c))"""
    for n in range(N):
        for k in range(H):
            yield by(page, "i", (n, k,), lambda page: page.L), by(page, "z", (n, k,), lambda page: page.L) * page.g[n, k]


def claim_10(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂g_nk = ∂L/∂z_nk i_nk ((c))"""
    for n in range(N):
        for k in range(H):
            yield by(page, "g", (n, k,), lambda page: page.L), by(page, "z", (n, k,), lambda page: page.L) * page.i[n, k]


def claim_11(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂i_nk/∂p_nk = i_nk (1 − i_nk) ((d))"""
    for n in range(N):
        for k in range(H):
            yield by(page, "p", (n, k,), lambda page: page.i[n, k]), page.i[n, k] * (1 + (-1) * page.i[n, k])


def claim_12(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂f_nk/∂q_nk = f_nk (1 − f_nk) ((d))"""
    for n in range(N):
        for k in range(H):
            yield by(page, "q", (n, k,), lambda page: page.f[n, k]), page.f[n, k] * (1 + (-1) * page.f[n, k])


def claim_13(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂o_nk/∂r_nk = o_nk (1 − o_nk) ((d))"""
    for n in range(N):
        for k in range(H):
            yield by(page, "r", (n, k,), lambda page: page.o[n, k]), page.o[n, k] * (1 + (-1) * page.o[n, k])


def claim_14(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂g_nk/∂s_nk = 1 − g_nk² ((d))"""
    for n in range(N):
        for k in range(H):
            yield by(page, "s", (n, k,), lambda page: page.g[n, k]), (1 + (-1) * (page.g[n, k]) ** (2))


def claim_15(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂p_nk = ∂L/∂i_nk ∂i_nk/∂p_nk ((d))"""
    for n in range(N):
        for k in range(H):
            yield by(page, "p", (n, k,), lambda page: page.L), by(page, "i", (n, k,), lambda page: page.L) * by(page, "p", (n, k,), lambda page: page.i[n, k])


def claim_16(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂p_nk = (∂L/∂i_nk i_nk) (1 − i_nk) ((d))"""
    for n in range(N):
        for k in range(H):
            yield by(page, "p", (n, k,), lambda page: page.L), by(page, "i", (n, k,), lambda page: page.L) * page.i[n, k] * (1 + (-1) * page.i[n, k])


def claim_17(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂q_nk = ∂L/∂f_nk ∂f_nk/∂q_nk ((d))"""
    for n in range(N):
        for k in range(H):
            yield by(page, "q", (n, k,), lambda page: page.L), by(page, "f", (n, k,), lambda page: page.L) * by(page, "q", (n, k,), lambda page: page.f[n, k])


def claim_18(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂q_nk = (∂L/∂f_nk f_nk) (1 − f_nk) ((d))"""
    for n in range(N):
        for k in range(H):
            yield by(page, "q", (n, k,), lambda page: page.L), by(page, "f", (n, k,), lambda page: page.L) * page.f[n, k] * (1 + (-1) * page.f[n, k])


def claim_19(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂r_nk = ∂L/∂o_nk ∂o_nk/∂r_nk ((d))"""
    for n in range(N):
        for k in range(H):
            yield by(page, "r", (n, k,), lambda page: page.L), by(page, "o", (n, k,), lambda page: page.L) * by(page, "r", (n, k,), lambda page: page.o[n, k])


def claim_20(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂r_nk = (∂L/∂o_nk o_nk) (1 − o_nk) ((d))"""
    for n in range(N):
        for k in range(H):
            yield by(page, "r", (n, k,), lambda page: page.L), by(page, "o", (n, k,), lambda page: page.L) * page.o[n, k] * (1 + (-1) * page.o[n, k])


def claim_21(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂s_nk = ∂L/∂g_nk ∂g_nk/∂s_nk ((d))"""
    for n in range(N):
        for k in range(H):
            yield by(page, "s", (n, k,), lambda page: page.L), by(page, "g", (n, k,), lambda page: page.L) * by(page, "s", (n, k,), lambda page: page.g[n, k])


def claim_22(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂s_nk = ∂L/∂g_nk (1 − g_nk²) ((d))"""
    for n in range(N):
        for k in range(H):
            yield by(page, "s", (n, k,), lambda page: page.L), by(page, "g", (n, k,), lambda page: page.L) * (1 + (-1) * (page.g[n, k]) ** (2))


def claim_23(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂A_kj = Σ_n ∂L/∂p_nk x_nj ((e))"""
    for k in range(H):
        for j in range(M):
            yield by(page, "A", (k, j,), lambda page: page.L), sum(by(page, "p", (n, k,), lambda page: page.L) * page.x[n, j] for n in range(N))


def claim_24(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂P_kl = Σ_n ∂L/∂p_nk h_nl ((e))"""
    for k in range(H):
        for l in range(H):
            yield by(page, "P", (k, l,), lambda page: page.L), sum(by(page, "p", (n, k,), lambda page: page.L) * page.h[n, l] for n in range(N))


def claim_25(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂a_k = Σ_n ∂L/∂p_nk ((e))"""
    for k in range(H):
        yield by(page, "a", (k,), lambda page: page.L), sum(by(page, "p", (n, k,), lambda page: page.L) for n in range(N))


def claim_26(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂B_kj = Σ_n ∂L/∂q_nk x_nj ((e))"""
    for k in range(H):
        for j in range(M):
            yield by(page, "B", (k, j,), lambda page: page.L), sum(by(page, "q", (n, k,), lambda page: page.L) * page.x[n, j] for n in range(N))


def claim_27(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂Q_kl = Σ_n ∂L/∂q_nk h_nl ((e))"""
    for k in range(H):
        for l in range(H):
            yield by(page, "Q", (k, l,), lambda page: page.L), sum(by(page, "q", (n, k,), lambda page: page.L) * page.h[n, l] for n in range(N))


def claim_28(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂b_k = Σ_n ∂L/∂q_nk ((e))"""
    for k in range(H):
        yield by(page, "b", (k,), lambda page: page.L), sum(by(page, "q", (n, k,), lambda page: page.L) for n in range(N))


def claim_29(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂C_kj = Σ_n ∂L/∂r_nk x_nj ((e))"""
    for k in range(H):
        for j in range(M):
            yield by(page, "C", (k, j,), lambda page: page.L), sum(by(page, "r", (n, k,), lambda page: page.L) * page.x[n, j] for n in range(N))


def claim_30(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂R_kl = Σ_n ∂L/∂r_nk h_nl ((e))"""
    for k in range(H):
        for l in range(H):
            yield by(page, "R", (k, l,), lambda page: page.L), sum(by(page, "r", (n, k,), lambda page: page.L) * page.h[n, l] for n in range(N))


def claim_31(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂c_k = Σ_n ∂L/∂r_nk ((e))"""
    for k in range(H):
        yield by(page, "c", (k,), lambda page: page.L), sum(by(page, "r", (n, k,), lambda page: page.L) for n in range(N))


def claim_32(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂D_kj = Σ_n ∂L/∂s_nk x_nj ((e))"""
    for k in range(H):
        for j in range(M):
            yield by(page, "D", (k, j,), lambda page: page.L), sum(by(page, "s", (n, k,), lambda page: page.L) * page.x[n, j] for n in range(N))


def claim_33(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂S_kl = Σ_n ∂L/∂s_nk h_nl ((e))"""
    for k in range(H):
        for l in range(H):
            yield by(page, "S", (k, l,), lambda page: page.L), sum(by(page, "s", (n, k,), lambda page: page.L) * page.h[n, l] for n in range(N))


def claim_34(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂d_k = Σ_n ∂L/∂s_nk ((e))"""
    for k in range(H):
        yield by(page, "d", (k,), lambda page: page.L), sum(by(page, "s", (n, k,), lambda page: page.L) for n in range(N))


def claim_35(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂x_nj = Σ_k (∂L/∂p_nk A_kj + ∂L/∂q_nk B_kj + ∂L/∂r_nk C_kj + ∂L/∂s_nk D_kj) ((f))"""
    for n in range(N):
        for j in range(M):
            yield by(page, "x", (n, j,), lambda page: page.L), sum((by(page, "p", (n, k,), lambda page: page.L) * page.A[k, j] + by(page, "q", (n, k,), lambda page: page.L) * page.B[k, j] + by(page, "r", (n, k,), lambda page: page.L) * page.C[k, j] + by(page, "s", (n, k,), lambda page: page.L) * page.D[k, j]) for k in range(H))


def claim_36(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂h_nl = Σ_k (∂L/∂p_nk P_kl + ∂L/∂q_nk Q_kl + ∂L/∂r_nk R_kl + ∂L/∂s_nk S_kl) ((f))"""
    for n in range(N):
        for l in range(H):
            yield by(page, "h", (n, l,), lambda page: page.L), sum((by(page, "p", (n, k,), lambda page: page.L) * page.P[k, l] + by(page, "q", (n, k,), lambda page: page.L) * page.Q[k, l] + by(page, "r", (n, k,), lambda page: page.L) * page.R[k, l] + by(page, "s", (n, k,), lambda page: page.L) * page.S[k, l]) for k in range(H))


CLAIMS = (claim_1, claim_2, claim_3, claim_4, claim_5, claim_6, claim_7, claim_8, claim_9, claim_10, claim_11, claim_12, claim_13, claim_14, claim_15, claim_16, claim_17, claim_18, claim_19, claim_20, claim_21, claim_22, claim_23, claim_24, claim_25, claim_26, claim_27, claim_28, claim_29, claim_30, claim_31, claim_32, claim_33, claim_34, claim_35, claim_36, )


def agrees(claim: Callable[[SimpleNamespace], Iterator[tuple[Expr, Expr]]]) -> bool:
    """Whether both sides are one number, to 30 digits, for all index values at two points."""
    pages = [equations(partial(number, step=step)) for step in (1, 2)]
    return all(abs(left - right) < Rational(1, 10**30) for page in pages for left, right in claim(page))


def main() -> None:
    """Prints each claim and whether SymPy agrees at all its index values."""
    for claim in CLAIMS:
        print("agrees   " if agrees(claim) else "DISAGREES", claim.__doc__)


if __name__ == "__main__":
    main()
