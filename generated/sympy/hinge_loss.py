"""hinge loss, said once more in SymPy: the page's equations at small sizes, and each of its derivatives
beside what SymPy's own `diff` makes of them.

Generated from derivations/hinge_loss.md through codegen/sympy/module.py.j2; do not edit.
Change the document, then: gradproof generate. Whether this file is up to date: gradproof generate --check
Normal forms of the document: 95786416484f590413f0944ad2095c6061b6fe5cc7ccbc3f0d1d7b8f325eaa46

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
    page.Delta = given["Delta"] if "Delta" in given else table(component, "Delta")
    page.X = given["X"] if "X" in given else table(component, "X", N, D)
    page.b = given["b"] if "b" in given else table(component, "b", C)
    page.lambda_ = given["lambda_"] if "lambda_" in given else table(component, "lambda_")
    page.w = given["w"] if "w" in given else table(component, "w", C, D)

    # u_nj = Σ_i w_ji X_ni + b_j
    page.u = given.get("u")
    if "u" not in given:
        page.u = {(n, j): (sum(page.w[j, i] * page.X[n, i] for i in range(D)) + page.b[j]) for n in range(N) for j in range(C)}

    # m_nj = u_nj + Delta − u_{n, t_n}
    page.m = given.get("m")
    if "m" not in given:
        page.m = {(n, j): (page.u[n, j] + (-1) * page.u[n, t[n]] + page.Delta) for n in range(N) for j in range(C)}

    # L = Σ_n Σ_j (1 − δ(j, t_n)) (0 + relu(m_nj)) + (λ/2) Σ_j Σ_i w_ji²
    page.L = given.get("L")
    if "L" not in given:
        page.L = (sum(sum((1 + (-1) * delta(j, t[n])) * (0 + relu(page.m[n, j])) for j in range(C)) for n in range(N)) + page.lambda_ * Integer(2) ** (-1) * sum(sum((page.w[j, i]) ** (2) for i in range(D)) for j in range(C)))

    # a_nj = (1 + sign(m_nj))/2
    page.a = given.get("a")
    if "a" not in given:
        page.a = {(n, j): (1 + sign(page.m[n, j])) * Integer(2) ** (-1) for n in range(N) for j in range(C)}
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
    """∂L/∂m_nj = a_nj (1 − δ(j, t_n)) ((a))"""
    for n in range(N):
        for j in range(C):
            yield by(page, "m", (n, j,), lambda page: page.L), (1 + (-1) * delta(j, t[n])) * page.a[n, j]


def claim_2(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂u_nj = a_nj, if j ≠ t_n ((b))"""
    for n in range(N):
        for j in range(C):
            if j != t[n]:
                yield by(page, "u", (n, j,), lambda page: page.L), page.a[n, j]


def claim_3(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂u_nj = −Σ_k a_nk (1 − δ(k, t_n)), if j = t_n ((b))"""
    for n in range(N):
        for j in range(C):
            if j == t[n]:
                yield by(page, "u", (n, j,), lambda page: page.L), ((-1) * sum((1 + (-1) * delta(k, t[n])) * page.a[n, k] for k in range(C)))


def claim_4(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂u_nj = a_nj − δ(j, t_n) Σ_k a_nk ((c))"""
    for n in range(N):
        for j in range(C):
            yield by(page, "u", (n, j,), lambda page: page.L), (page.a[n, j] + (-1) * delta(j, t[n]) * sum(page.a[n, k] for k in range(C)))


def claim_5(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂w_ji = Σ_n ∂L/∂u_nj X_ni + λ w_ji ((d))"""
    for j in range(C):
        for i in range(D):
            yield by(page, "w", (j, i,), lambda page: page.L), (sum(by(page, "u", (n, j,), lambda page: page.L) * page.X[n, i] for n in range(N)) + page.lambda_ * page.w[j, i])


def claim_6(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂w_ji = Σ_n X_ni (a_nj − δ(j, t_n) Σ_k a_nk) + λ w_ji ((d))"""
    for j in range(C):
        for i in range(D):
            yield by(page, "w", (j, i,), lambda page: page.L), (sum((page.a[n, j] + (-1) * delta(j, t[n]) * sum(page.a[n, k] for k in range(C))) * page.X[n, i] for n in range(N)) + page.lambda_ * page.w[j, i])


def claim_7(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂b_j = Σ_n ∂L/∂u_nj ((d))"""
    for j in range(C):
        yield by(page, "b", (j,), lambda page: page.L), sum(by(page, "u", (n, j,), lambda page: page.L) for n in range(N))


CLAIMS = (claim_1, claim_2, claim_3, claim_4, claim_5, claim_6, claim_7, )


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
