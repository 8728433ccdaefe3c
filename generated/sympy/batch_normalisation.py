"""batch normalisation, said once more in SymPy: the page's equations at small sizes, and each of its derivatives
beside what SymPy's own `diff` makes of them.

Generated from derivations/batch_normalisation.md through codegen/sympy/module.py.j2; do not edit.
Change the document, then: gradproof generate. Whether this file is up to date: gradproof generate --check
Normal forms of the document: 86c6464c0dfa5e009074a97deeee2059dbc17aafef91c41b48eaf91d698affae

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

    # m_i = (1/N) Σ_n X_ni
    page.m = given.get("m")
    if "m" not in given:
        page.m = {i: 1 * (Integer(N)) ** (-1) * sum(page.X[n, i] for n in range(N)) for i in range(D)}

    # d_ni = X_ni − m_i
    page.d = given.get("d")
    if "d" not in given:
        page.d = {(n, i): (page.X[n, i] + (-1) * page.m[i]) for n in range(N) for i in range(D)}

    # v_i = (1/N) Σ_n d_ni²
    page.v = given.get("v")
    if "v" not in given:
        page.v = {i: 1 * (Integer(N)) ** (-1) * sum((page.d[n, i]) ** (2) for n in range(N)) for i in range(D)}

    # s_i = 1/(v_i + epsilon)^(1/2)
    page.s = given.get("s")
    if "s" not in given:
        page.s = {i: 1 * (((page.v[i] + page.epsilon)) ** (Rational(1, 2))) ** (-1) for i in range(D)}

    # c_ni = d_ni s_i
    page.c = given.get("c")
    if "c" not in given:
        page.c = {(n, i): page.d[n, i] * page.s[i] for n in range(N) for i in range(D)}

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
    """∂L/∂Y_ni = G_ni ((a))"""
    for n in range(N):
        for i in range(D):
            yield by(page, "Y", (n, i,), lambda page: page.L), page.G[n, i]


def claim_2(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂gamma_i = Σ_n ∂L/∂Y_ni c_ni ((a))"""
    for i in range(D):
        yield by(page, "gamma", (i,), lambda page: page.L), sum(by(page, "Y", (n, i,), lambda page: page.L) * page.c[n, i] for n in range(N))


def claim_3(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂β_i = Σ_n ∂L/∂Y_ni ((a))"""
    for i in range(D):
        yield by(page, "beta", (i,), lambda page: page.L), sum(by(page, "Y", (n, i,), lambda page: page.L) for n in range(N))


def claim_4(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂c_ni = ∂L/∂Y_ni gamma_i ((a))"""
    for n in range(N):
        for i in range(D):
            yield by(page, "c", (n, i,), lambda page: page.L), by(page, "Y", (n, i,), lambda page: page.L) * page.gamma[i]


def claim_5(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂m_i/∂X_ni = 1/N ((b))"""
    for i in range(D):
        for n in range(N):
            yield by(page, "X", (n, i,), lambda page: page.m[i]), 1 * (Integer(N)) ** (-1)


def claim_6(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂v_i/∂m_i = −(2/N) Σ_n d_ni ((b))"""
    for i in range(D):
        yield by(page, "m", (i,), lambda page: page.v[i]), ((-1) * 2 * (Integer(N)) ** (-1) * sum(page.d[n, i] for n in range(N)))


def claim_7(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂v_i/∂m_i = 0 ((b))"""
    for i in range(D):
        yield by(page, "m", (i,), lambda page: page.v[i]), 0


def claim_8(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂v_i/∂X_ni = (2/N) d_ni ((b))"""
    for i in range(D):
        for n in range(N):
            yield by(page, "X", (n, i,), lambda page: page.v[i]), 2 * (Integer(N)) ** (-1) * page.d[n, i]


def claim_9(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂s_i/∂v_i = −(1/2) s_i³ ((b))"""
    for i in range(D):
        yield by(page, "v", (i,), lambda page: page.s[i]), ((-1) * 1 * Integer(2) ** (-1) * (page.s[i]) ** (3))


def claim_10(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂v_i = Σ_n (∂L/∂c_ni d_ni) ∂s_i/∂v_i ((c))"""
    for i in range(D):
        yield by(page, "v", (i,), lambda page: page.L), sum(by(page, "c", (n, i,), lambda page: page.L) * page.d[n, i] * by(page, "v", (i,), lambda page: page.s[i]) for n in range(N))


def claim_11(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂v_i = −((1/2) s_i³) Σ_n ∂L/∂c_ni d_ni ((c))"""
    for i in range(D):
        yield by(page, "v", (i,), lambda page: page.L), ((-1) * 1 * Integer(2) ** (-1) * (page.s[i]) ** (3) * sum(by(page, "c", (n, i,), lambda page: page.L) * page.d[n, i] for n in range(N)))


def claim_12(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂c_ni/∂X_ki = s_i (δ(n, k) − 1/N − ((1/N) c_ni) c_ki) ((d))"""
    for n in range(N):
        for i in range(D):
            for k in range(N):
                yield by(page, "X", (k, i,), lambda page: page.c[n, i]), page.s[i] * (delta(n, k) + (-1) * 1 * (Integer(N)) ** (-1) + (-1) * 1 * (Integer(N)) ** (-1) * page.c[n, i] * page.c[k, i])


def claim_13(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂X_ki = Σ_n ∂L/∂c_ni ∂c_ni/∂X_ki ((e))"""
    for k in range(N):
        for i in range(D):
            yield by(page, "X", (k, i,), lambda page: page.L), sum(by(page, "c", (n, i,), lambda page: page.L) * by(page, "X", (k, i,), lambda page: page.c[n, i]) for n in range(N))


def claim_14(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂X_ki = s_i (∂L/∂c_ki − (1/N) Σ_n ∂L/∂c_ni − ((1/N) c_ki) Σ_n ∂L/∂c_ni c_ni) ((e))"""
    for k in range(N):
        for i in range(D):
            yield by(page, "X", (k, i,), lambda page: page.L), page.s[i] * (by(page, "c", (k, i,), lambda page: page.L) + (-1) * 1 * (Integer(N)) ** (-1) * sum(by(page, "c", (n, i,), lambda page: page.L) for n in range(N)) + (-1) * 1 * (Integer(N)) ** (-1) * page.c[k, i] * sum(by(page, "c", (n, i,), lambda page: page.L) * page.c[n, i] for n in range(N)))


CLAIMS = (claim_1, claim_2, claim_3, claim_4, claim_5, claim_6, claim_7, claim_8, claim_9, claim_10, claim_11, claim_12, claim_13, claim_14, )


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
