"""principal components, said once more in SymPy: the page's equations at small sizes, and each of its derivatives
beside what SymPy's own `diff` makes of them.

Generated from derivations/principal_components.md through codegen/sympy/module.py.j2; do not edit.
Change the document, then: gradproof generate. Whether this file is up to date: gradproof generate --check
Normal forms of the document: 367f3382b92e7dcda75062cc9777fb74b17c33f2ae5ec14666855fa9a5cb7e03

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
K = 3
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
    page.W = given["W"] if "W" in given else table(component, "W", D, K)
    page.X = given["X"] if "X" in given else table(component, "X", N, D)
    page.mu = given["mu"] if "mu" in given else table(component, "mu", D)

    # d_ni = X_ni − μ_i
    page.d = given.get("d")
    if "d" not in given:
        page.d = {(n, i): (page.X[n, i] + (-1) * page.mu[i]) for n in range(N) for i in range(D)}

    # z_nk = Σ_i d_ni W_ik
    page.z = given.get("z")
    if "z" not in given:
        page.z = {(n, k): sum(page.d[n, i] * page.W[i, k] for i in range(D)) for n in range(N) for k in range(K)}

    # r_ni = d_ni − Σ_k W_ik z_nk
    page.r = given.get("r")
    if "r" not in given:
        page.r = {(n, i): (page.d[n, i] + (-1) * sum(page.W[i, k] * page.z[n, k] for k in range(K))) for n in range(N) for i in range(D)}

    # L = (1/2) Σ_n Σ_i r_ni²
    page.L = given.get("L")
    if "L" not in given:
        page.L = 1 * Integer(2) ** (-1) * sum(sum((page.r[n, i]) ** (2) for i in range(D)) for n in range(N))
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
    """∂L/∂r_ni = r_ni ((a))"""
    for n in range(N):
        for i in range(D):
            yield by(page, "r", (n, i,), lambda page: page.L), page.r[n, i]


def claim_2(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂r_ni/∂z_nk = −W_ik ((a))"""
    for n in range(N):
        for i in range(D):
            for k in range(K):
                yield by(page, "z", (n, k,), lambda page: page.r[n, i]), ((-1) * page.W[i, k])


def claim_3(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂z_nk = Σ_i ∂L/∂r_ni ∂r_ni/∂z_nk ((a))"""
    for n in range(N):
        for k in range(K):
            yield by(page, "z", (n, k,), lambda page: page.L), sum(by(page, "r", (n, i,), lambda page: page.L) * by(page, "z", (n, k,), lambda page: page.r[n, i]) for i in range(D))


def claim_4(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂z_nk = −Σ_i r_ni W_ik ((a))"""
    for n in range(N):
        for k in range(K):
            yield by(page, "z", (n, k,), lambda page: page.L), ((-1) * sum(page.r[n, i] * page.W[i, k] for i in range(D)))


def claim_5(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂W_ik = Σ_n ∂L/∂z_nk d_ni − Σ_n ∂L/∂r_ni z_nk ((b))"""
    for i in range(D):
        for k in range(K):
            yield by(page, "W", (i, k,), lambda page: page.L), ((-1) * sum(by(page, "r", (n, i,), lambda page: page.L) * page.z[n, k] for n in range(N)) + sum(by(page, "z", (n, k,), lambda page: page.L) * page.d[n, i] for n in range(N)))


def claim_6(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂W_ik = −Σ_n r_ni z_nk − Σ_n d_ni Σ_l r_nl W_lk ((b))"""
    for i in range(D):
        for k in range(K):
            yield by(page, "W", (i, k,), lambda page: page.L), ((-1) * sum(page.r[n, i] * page.z[n, k] for n in range(N)) + (-1) * sum(sum(page.r[n, l] * page.W[l, k] for l in range(D)) * page.d[n, i] for n in range(N)))


def claim_7(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂d_ni = ∂L/∂r_ni + Σ_k ∂L/∂z_nk W_ik ((c))"""
    for n in range(N):
        for i in range(D):
            yield by(page, "d", (n, i,), lambda page: page.L), (by(page, "r", (n, i,), lambda page: page.L) + sum(by(page, "z", (n, k,), lambda page: page.L) * page.W[i, k] for k in range(K)))


def claim_8(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂μ_i = −Σ_n ∂L/∂d_ni ((c))"""
    for i in range(D):
        yield by(page, "mu", (i,), lambda page: page.L), ((-1) * sum(by(page, "d", (n, i,), lambda page: page.L) for n in range(N)))


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
