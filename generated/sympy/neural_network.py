"""neural network, said once more in SymPy: the page's equations at small sizes, and each of its derivatives
beside what SymPy's own `diff` makes of them.

Generated from derivations/neural_network.md through codegen/sympy/module.py.j2; do not edit.
Change the document, then: gradproof generate. Whether this file is up to date: gradproof generate --check
Normal forms of the document: 003f6eedd5ece487f43be01f7b1f51eaa7b578f36dbaabcd5998f4b9edd87f6a

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

C = 2
D = 3
H = 2
t = C - 1


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
    page.a = given["a"] if "a" in given else table(component, "a", H)
    page.b = given["b"] if "b" in given else table(component, "b", C)
    page.v = given["v"] if "v" in given else table(component, "v", H, D)
    page.w = given["w"] if "w" in given else table(component, "w", C, H)
    page.x = given["x"] if "x" in given else table(component, "x", D)

    # s_k = Σ_i v_ki x_i + a_k
    page.s = given.get("s")
    if "s" not in given:
        page.s = {k: (sum(page.v[k, i] * page.x[i] for i in range(D)) + page.a[k]) for k in range(H)}

    # h_k = 1/(1 + exp(−s_k))
    page.h = given.get("h")
    if "h" not in given:
        page.h = {k: 1 * ((1 + exp(((-1) * page.s[k])))) ** (-1) for k in range(H)}

    # u_j = Σ_k w_jk h_k + b_j
    page.u = given.get("u")
    if "u" not in given:
        page.u = {j: (sum(page.w[j, k] * page.h[k] for k in range(H)) + page.b[j]) for j in range(C)}

    # p_j = exp(u_j)/(Σ_c exp(u_c))
    page.p = given.get("p")
    if "p" not in given:
        page.p = {j: exp(page.u[j]) * (sum(exp(page.u[c]) for c in range(C))) ** (-1) for j in range(C)}

    # ℓ = log(p_t)
    page.ell = given.get("ell")
    if "ell" not in given:
        page.ell = log(page.p[t])
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
    """∂ℓ/∂u_j = δ(j, t) − p_j (2(a))"""
    for j in range(C):
        yield by(page, "u", (j,), lambda page: page.ell), (delta(j, t) + (-1) * page.p[j])


def claim_2(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂ℓ/∂w_jk = Σ_c ∂ℓ/∂u_c ∂u_c/∂w_jk (2(a))"""
    for j in range(C):
        for k in range(H):
            yield by(page, "w", (j, k,), lambda page: page.ell), sum(by(page, "u", (c,), lambda page: page.ell) * by(page, "w", (j, k,), lambda page: page.u[c]) for c in range(C))


def claim_3(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂ℓ/∂w_jk = h_k (δ(j, t) − p_j) (2(a))"""
    for j in range(C):
        for k in range(H):
            yield by(page, "w", (j, k,), lambda page: page.ell), (delta(j, t) + (-1) * page.p[j]) * page.h[k]


def claim_4(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂ℓ/∂b_j = ∂ℓ/∂u_j (2(a))"""
    for j in range(C):
        yield by(page, "b", (j,), lambda page: page.ell), by(page, "u", (j,), lambda page: page.ell)


def claim_5(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂ℓ/∂u_j = δ(j, t) − p_j (2(a))"""
    for j in range(C):
        yield by(page, "u", (j,), lambda page: page.ell), (delta(j, t) + (-1) * page.p[j])


def claim_6(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂ℓ/∂b_j = δ(j, t) − p_j (2(a))"""
    for j in range(C):
        yield by(page, "b", (j,), lambda page: page.ell), (delta(j, t) + (-1) * page.p[j])


def claim_7(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂ℓ/∂h_k = Σ_j ∂ℓ/∂u_j ∂u_j/∂h_k (2(b))"""
    for k in range(H):
        yield by(page, "h", (k,), lambda page: page.ell), sum(by(page, "u", (j,), lambda page: page.ell) * by(page, "h", (k,), lambda page: page.u[j]) for j in range(C))


def claim_8(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂ℓ/∂h_k = Σ_j ∂ℓ/∂u_j w_jk (2(b))"""
    for k in range(H):
        yield by(page, "h", (k,), lambda page: page.ell), sum(by(page, "u", (j,), lambda page: page.ell) * page.w[j, k] for j in range(C))


def claim_9(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂h_k/∂s_k = ∂(1 + exp(−s_k))^(−1)/∂s_k (2(c))"""
    for k in range(H):
        yield by(page, "s", (k,), lambda page: page.h[k]), by(page, "s", (k,), lambda page: ((1 + exp(((-1) * page.s[k])))) ** (((-1) * 1)))


def claim_10(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂h_k/∂s_k = h_k (1 − h_k) (2(c))"""
    for k in range(H):
        yield by(page, "s", (k,), lambda page: page.h[k]), page.h[k] * (1 + (-1) * page.h[k])


def claim_11(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂s_k/∂v_ki = x_i (2(d))"""
    for k in range(H):
        for i in range(D):
            yield by(page, "v", (k, i,), lambda page: page.s[k]), page.x[i]


def claim_12(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂s_k/∂v_km = ∂(Σ_[6] v_{k, [6]} x_{[6]} + a_k)/∂v_km (2(d))"""
    for k in range(H):
        for m in range(D):
            yield by(page, "v", (k, m,), lambda page: page.s[k]), by(page, "v", (k, m,), lambda page: (sum(page.v[k, _6_] * page.x[_6_] for _6_ in range(D)) + page.a[k]))


def claim_13(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂s_k/∂v_km = x_m (2(d))"""
    for k in range(H):
        for m in range(D):
            yield by(page, "v", (k, m,), lambda page: page.s[k]), page.x[m]


def claim_14(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂s_k/∂a_k = 1 (2(d))"""
    for k in range(H):
        yield by(page, "a", (k,), lambda page: page.s[k]), 1


def claim_15(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂ℓ/∂s_k = ∂ℓ/∂h_k ∂h_k/∂s_k (2(e))"""
    for k in range(H):
        yield by(page, "s", (k,), lambda page: page.ell), by(page, "h", (k,), lambda page: page.ell) * by(page, "s", (k,), lambda page: page.h[k])


def claim_16(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂ℓ/∂s_k = (∂ℓ/∂h_k h_k) (1 − h_k) (2(e))"""
    for k in range(H):
        yield by(page, "s", (k,), lambda page: page.ell), by(page, "h", (k,), lambda page: page.ell) * page.h[k] * (1 + (-1) * page.h[k])


def claim_17(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂ℓ/∂v_ki = (∂ℓ/∂h_k ∂h_k/∂s_k) ∂s_k/∂v_ki (2(e))"""
    for k in range(H):
        for i in range(D):
            yield by(page, "v", (k, i,), lambda page: page.ell), by(page, "h", (k,), lambda page: page.ell) * by(page, "s", (k,), lambda page: page.h[k]) * by(page, "v", (k, i,), lambda page: page.s[k])


def claim_18(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂ℓ/∂v_ki = ((h_k Σ_j ∂ℓ/∂u_j w_jk) (1 − h_k)) x_i (2(e))"""
    for k in range(H):
        for i in range(D):
            yield by(page, "v", (k, i,), lambda page: page.ell), sum(by(page, "u", (j,), lambda page: page.ell) * page.w[j, k] for j in range(C)) * page.h[k] * (1 + (-1) * page.h[k]) * page.x[i]


def claim_19(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂ℓ/∂a_k = (∂ℓ/∂h_k ∂h_k/∂s_k) ∂s_k/∂a_k (2(e))"""
    for k in range(H):
        yield by(page, "a", (k,), lambda page: page.ell), by(page, "h", (k,), lambda page: page.ell) * by(page, "s", (k,), lambda page: page.h[k]) * by(page, "a", (k,), lambda page: page.s[k])


def claim_20(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂ℓ/∂a_k = (h_k Σ_j ∂ℓ/∂u_j w_jk) (1 − h_k) (2(e))"""
    for k in range(H):
        yield by(page, "a", (k,), lambda page: page.ell), sum(by(page, "u", (j,), lambda page: page.ell) * page.w[j, k] for j in range(C)) * page.h[k] * (1 + (-1) * page.h[k])


CLAIMS = (claim_1, claim_2, claim_3, claim_4, claim_5, claim_6, claim_7, claim_8, claim_9, claim_10, claim_11, claim_12, claim_13, claim_14, claim_15, claim_16, claim_17, claim_18, claim_19, claim_20, )


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
