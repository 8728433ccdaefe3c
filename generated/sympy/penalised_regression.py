"""penalised regression, said once more in SymPy: the page's equations at small sizes, and each of its derivatives
beside what SymPy's own `diff` makes of them.

Generated from derivations/penalised_regression.md through codegen/sympy/module.py.j2; do not edit.
Change the document, then: gradproof generate. Whether this file is up to date: gradproof generate --check
Normal forms of the document: 315cb95a3381aff023dea4b9bd94ac106df7acdaa1b206e53bbb9627f696b4d5

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
N = 2
t = {place[0] if len(place) == 1 else place: (sum(place) + 1) % C for place in product(*map(range, (N,)))}


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
    page.X = given["X"] if "X" in given else table(component, "X", N, D)
    page.b = given["b"] if "b" in given else table(component, "b", C)
    page.lambda_ = given["lambda_"] if "lambda_" in given else table(component, "lambda_")
    page.w = given["w"] if "w" in given else table(component, "w", C, D)

    # u_nj = Σ_i w_ji X_ni + b_j
    page.u = given.get("u")
    if "u" not in given:
        page.u = {(n, j): (sum(page.w[j, i] * page.X[n, i] for i in range(D)) + page.b[j]) for n in range(N) for j in range(C)}

    # p_nj = exp(u_nj)/(Σ_k exp(u_nk))
    page.p = given.get("p")
    if "p" not in given:
        page.p = {(n, j): exp(page.u[n, j]) * (sum(exp(page.u[n, k]) for k in range(C))) ** (-1) for n in range(N) for j in range(C)}

    # 𝓛 = Σ_n log(p_{n, t_n}) − (λ/2) Σ_j Σ_i w_ji²
    page.cal_L = given.get("cal_L")
    if "cal_L" not in given:
        page.cal_L = (sum(log(page.p[n, t[n]]) for n in range(N)) + (-1) * page.lambda_ * Integer(2) ** (-1) * sum(sum((page.w[j, i]) ** (2) for i in range(D)) for j in range(C)))
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
    """∂𝓛/∂u_nj = δ(j, t_n) − p_nj ((a))"""
    for n in range(N):
        for j in range(C):
            yield by(page, "u", (n, j,), lambda page: page.cal_L), (delta(j, t[n]) + (-1) * page.p[n, j])


def claim_2(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂𝓛/∂w_ji = Σ_n ∂𝓛/∂u_nj X_ni − λ w_ji ((b))"""
    for j in range(C):
        for i in range(D):
            yield by(page, "w", (j, i,), lambda page: page.cal_L), (sum(by(page, "u", (n, j,), lambda page: page.cal_L) * page.X[n, i] for n in range(N)) + (-1) * page.lambda_ * page.w[j, i])


def claim_3(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂𝓛/∂w_ji = Σ_n X_ni (δ(j, t_n) − p_nj) − λ w_ji ((b))"""
    for j in range(C):
        for i in range(D):
            yield by(page, "w", (j, i,), lambda page: page.cal_L), (sum((delta(j, t[n]) + (-1) * page.p[n, j]) * page.X[n, i] for n in range(N)) + (-1) * page.lambda_ * page.w[j, i])


def claim_4(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂𝓛/∂b_j = Σ_n (δ(j, t_n) − p_nj) ((c))"""
    for j in range(C):
        yield by(page, "b", (j,), lambda page: page.cal_L), sum((delta(j, t[n]) + (-1) * page.p[n, j]) for n in range(N))


CLAIMS = (claim_1, claim_2, claim_3, claim_4, )


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
