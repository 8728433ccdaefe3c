"""attention, said once more in SymPy: the page's equations at small sizes, and each of its derivatives
beside what SymPy's own `diff` makes of them.

Generated from derivations/attention.md through codegen/sympy/module.py.j2; do not edit.
Change the document, then: gradproof generate. Whether this file is up to date: gradproof generate --check
Normal forms of the document: 0b6830e977822aac356e94c70cdd63e68c8d9c5060e543e69d7b6beca3d8ecaf

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

D = 2
J = 3
M = 2
N = 3


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
    page.G = given["G"] if "G" in given else table(component, "G", N, M)
    page.K = given["K"] if "K" in given else table(component, "K", J, D)
    page.Q = given["Q"] if "Q" in given else table(component, "Q", N, D)
    page.V = given["V"] if "V" in given else table(component, "V", J, M)
    page.tau = given["tau"] if "tau" in given else table(component, "tau")

    # s_nj = (1/tau) Σ_d Q_nd K_jd
    page.s = given.get("s")
    if "s" not in given:
        page.s = {(n, j): 1 * (page.tau) ** (-1) * sum(page.Q[n, d] * page.K[j, d] for d in range(D)) for n in range(N) for j in range(J)}

    # a_nj = exp(s_nj)/(Σ_k exp(s_nk))
    page.a = given.get("a")
    if "a" not in given:
        page.a = {(n, j): exp(page.s[n, j]) * (sum(exp(page.s[n, k]) for k in range(J))) ** (-1) for n in range(N) for j in range(J)}

    # o_nm = Σ_j a_nj V_jm
    page.o = given.get("o")
    if "o" not in given:
        page.o = {(n, m): sum(page.a[n, j] * page.V[j, m] for j in range(J)) for n in range(N) for m in range(M)}

    # L = Σ_n Σ_m G_nm o_nm
    page.L = given.get("L")
    if "L" not in given:
        page.L = sum(sum(page.G[n, m] * page.o[n, m] for m in range(M)) for n in range(N))
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
    """∂L/∂o_nm = G_nm ((a))"""
    for n in range(N):
        for m in range(M):
            yield by(page, "o", (n, m,), lambda page: page.L), page.G[n, m]


def claim_2(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂V_jm = Σ_n a_nj ∂L/∂o_nm ((a))"""
    for j in range(J):
        for m in range(M):
            yield by(page, "V", (j, m,), lambda page: page.L), sum(page.a[n, j] * by(page, "o", (n, m,), lambda page: page.L) for n in range(N))


def claim_3(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂a_nj = Σ_m ∂L/∂o_nm V_jm ((b))"""
    for n in range(N):
        for j in range(J):
            yield by(page, "a", (n, j,), lambda page: page.L), sum(by(page, "o", (n, m,), lambda page: page.L) * page.V[j, m] for m in range(M))


def claim_4(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂a_nk/∂s_nj = a_nk (δ(k, j) − a_nj) ((b))"""
    for n in range(N):
        for k in range(J):
            for j in range(J):
                yield by(page, "s", (n, j,), lambda page: page.a[n, k]), page.a[n, k] * (delta(k, j) + (-1) * page.a[n, j])


def claim_5(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂s_nj = Σ_k ∂L/∂a_nk ∂a_nk/∂s_nj ((b))"""
    for n in range(N):
        for j in range(J):
            yield by(page, "s", (n, j,), lambda page: page.L), sum(by(page, "a", (n, k,), lambda page: page.L) * by(page, "s", (n, j,), lambda page: page.a[n, k]) for k in range(J))


def claim_6(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂s_nj = a_nj (∂L/∂a_nj − Σ_m ∂L/∂o_nm o_nm) ((b))"""
    for n in range(N):
        for j in range(J):
            yield by(page, "s", (n, j,), lambda page: page.L), page.a[n, j] * (by(page, "a", (n, j,), lambda page: page.L) + (-1) * sum(by(page, "o", (n, m,), lambda page: page.L) * page.o[n, m] for m in range(M)))


def claim_7(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂Q_nd = (1/tau) Σ_j ∂L/∂s_nj K_jd ((c))"""
    for n in range(N):
        for d in range(D):
            yield by(page, "Q", (n, d,), lambda page: page.L), 1 * (page.tau) ** (-1) * sum(by(page, "s", (n, j,), lambda page: page.L) * page.K[j, d] for j in range(J))


def claim_8(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂K_jd = (1/tau) Σ_n ∂L/∂s_nj Q_nd ((c))"""
    for j in range(J):
        for d in range(D):
            yield by(page, "K", (j, d,), lambda page: page.L), 1 * (page.tau) ** (-1) * sum(by(page, "s", (n, j,), lambda page: page.L) * page.Q[n, d] for n in range(N))


CLAIMS = (claim_1, claim_2, claim_3, claim_4, claim_5, claim_6, claim_7, claim_8, )


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
