"""layer normalisation, said once more in SymPy: the page's equations at small sizes, and each of its derivatives
beside what SymPy's own `diff` makes of them.

Generated from derivations/layer_normalisation.md through codegen/sympy/module.py.j2; do not edit.
Change the document, then: gradproof generate. Whether this file is up to date: gradproof generate --check
Normal forms of the document: dfb858698536605a5881e985b111c8a8af61857281149105900431d091b9cee2

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
    page.G = given["G"] if "G" in given else table(component, "G", N, D)
    page.X = given["X"] if "X" in given else table(component, "X", N, D)
    page.beta = given["beta"] if "beta" in given else table(component, "beta", D)
    page.epsilon = given["epsilon"] if "epsilon" in given else table(component, "epsilon")
    page.gamma = given["gamma"] if "gamma" in given else table(component, "gamma", D)

    # m_n = (1/D) Σ_i X_ni
    page.m = given.get("m")
    if "m" not in given:
        page.m = {n: 1 * (Integer(D)) ** (-1) * sum(page.X[n, i] for i in range(D)) for n in range(N)}

    # d_ni = X_ni − m_n
    page.d = given.get("d")
    if "d" not in given:
        page.d = {(n, i): (page.X[n, i] + (-1) * page.m[n]) for n in range(N) for i in range(D)}

    # v_n = (1/D) Σ_i d_ni²
    page.v = given.get("v")
    if "v" not in given:
        page.v = {n: 1 * (Integer(D)) ** (-1) * sum((page.d[n, i]) ** (2) for i in range(D)) for n in range(N)}

    # s_n = 1/(v_n + epsilon)^(1/2)
    page.s = given.get("s")
    if "s" not in given:
        page.s = {n: 1 * (((page.v[n] + page.epsilon)) ** (Rational(1, 2))) ** (-1) for n in range(N)}

    # c_ni = d_ni s_n
    page.c = given.get("c")
    if "c" not in given:
        page.c = {(n, i): page.d[n, i] * page.s[n] for n in range(N) for i in range(D)}

    # Y_ni = gamma_i c_ni + β_i
    page.Y = given.get("Y")
    if "Y" not in given:
        page.Y = {(n, i): (page.gamma[i] * page.c[n, i] + page.beta[i]) for n in range(N) for i in range(D)}

    # L = Σ_n Σ_i G_ni Y_ni
    page.L = given.get("L")
    if "L" not in given:
        page.L = sum(sum(page.G[n, i] * page.Y[n, i] for i in range(D)) for n in range(N))
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
    """∂L/∂gamma_i = Σ_n G_ni c_ni ((a))"""
    for i in range(D):
        yield by(page, "gamma", (i,), lambda page: page.L), sum(page.G[n, i] * page.c[n, i] for n in range(N))


def claim_2(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂β_i = Σ_n G_ni ((a))"""
    for i in range(D):
        yield by(page, "beta", (i,), lambda page: page.L), sum(page.G[n, i] for n in range(N))


def claim_3(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂c_ni = G_ni gamma_i ((a))"""
    for n in range(N):
        for i in range(D):
            yield by(page, "c", (n, i,), lambda page: page.L), page.G[n, i] * page.gamma[i]


def claim_4(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂m_n/∂X_ni = 1/D ((b))"""
    for n in range(N):
        for i in range(D):
            yield by(page, "X", (n, i,), lambda page: page.m[n]), 1 * (Integer(D)) ** (-1)


def claim_5(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂v_n/∂X_ni = (2/D) d_ni ((b))"""
    for n in range(N):
        for i in range(D):
            yield by(page, "X", (n, i,), lambda page: page.v[n]), 2 * (Integer(D)) ** (-1) * page.d[n, i]


def claim_6(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂s_n/∂v_n = −(1/2) s_n³ ((b))"""
    for n in range(N):
        yield by(page, "v", (n,), lambda page: page.s[n]), ((-1) * 1 * Integer(2) ** (-1) * (page.s[n]) ** (3))


def claim_7(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂c_ni/∂X_kj = (δ(n, k) s_n) (δ(i, j) − 1/D − ((1/D) c_ni) c_nj) ((c))"""
    for n in range(N):
        for i in range(D):
            for k in range(N):
                for j in range(D):
                    yield by(page, "X", (k, j,), lambda page: page.c[n, i]), delta(n, k) * page.s[n] * (delta(i, j) + (-1) * 1 * (Integer(D)) ** (-1) + (-1) * 1 * (Integer(D)) ** (-1) * page.c[n, i] * page.c[n, j])


def claim_8(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂X_nj = Σ_i ∂L/∂c_ni ∂c_ni/∂X_nj ((d))"""
    for n in range(N):
        for j in range(D):
            yield by(page, "X", (n, j,), lambda page: page.L), sum(by(page, "c", (n, i,), lambda page: page.L) * by(page, "X", (n, j,), lambda page: page.c[n, i]) for i in range(D))


def claim_9(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂X_nj = s_n (∂L/∂c_nj − (1/D) Σ_i ∂L/∂c_ni − ((1/D) c_nj) Σ_i ∂L/∂c_ni c_ni) ((d))"""
    for n in range(N):
        for j in range(D):
            yield by(page, "X", (n, j,), lambda page: page.L), page.s[n] * (by(page, "c", (n, j,), lambda page: page.L) + (-1) * 1 * (Integer(D)) ** (-1) * sum(by(page, "c", (n, i,), lambda page: page.L) for i in range(D)) + (-1) * 1 * (Integer(D)) ** (-1) * page.c[n, j] * sum(by(page, "c", (n, i,), lambda page: page.L) * page.c[n, i] for i in range(D)))


CLAIMS = (claim_1, claim_2, claim_3, claim_4, claim_5, claim_6, claim_7, claim_8, claim_9, )


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
