"""attention, said once more in SymPy: the page's equations at small sizes, and each of its derivatives
beside what SymPy's own `diff` makes of them.

Generated from derivations/attention.md through codegen/sympy/module.py.j2; do not edit.
Change the document, then: gradproof generate. Whether this file is up to date: gradproof generate --check
Normal forms of the document: 905250f215f1e3121e9d42a6b2ea2d668daa039ba4afee6cffa361c04a565b5c

Run it: it prints each claim and whether SymPy agrees. Indices count from 0 here. Needs SymPy, nothing else.
"""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from types import SimpleNamespace

from sympy import (
    Abs, Expr, Float, Max, Rational, Symbol, atan, cos, cosh, diff, exp, log, pi, prod, sign, sin, sinh, tan, tanh,
)  # fmt: skip

D = 2
J = 3
M = 2


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
    page.K = given["K"] if "K" in given else table(component, "K", J, D)
    page.V = given["V"] if "V" in given else table(component, "V", J, M)
    page.g = given["g"] if "g" in given else table(component, "g", M)
    page.q = given["q"] if "q" in given else table(component, "q", D)
    page.tau = given["tau"] if "tau" in given else table(component, "tau")

    # s_n = (1/tau) Σ_d q_d K_nd
    page.s = given.get("s")
    if "s" not in given:
        page.s = {n: 1 * (page.tau) ** (-1) * sum(page.q[d] * page.K[n, d] for d in range(D)) for n in range(J)}

    # a_n = exp(s_n)/(Σ_k exp(s_k))
    page.a = given.get("a")
    if "a" not in given:
        page.a = {n: exp(page.s[n]) * (sum(exp(page.s[k]) for k in range(J))) ** (-1) for n in range(J)}

    # o_m = Σ_n a_n V_nm
    page.o = given.get("o")
    if "o" not in given:
        page.o = {m: sum(page.a[n] * page.V[n, m] for n in range(J)) for m in range(M)}

    # L = Σ_m g_m o_m
    page.L = given.get("L")
    if "L" not in given:
        page.L = sum(page.g[m] * page.o[m] for m in range(M))
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
    """∂L/∂V_nm = a_n g_m ((a))"""
    for n in range(J):
        for m in range(M):
            yield by(page, "V", (n, m,), lambda page: page.L), page.a[n] * page.g[m]


def claim_2(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂a_n = Σ_m g_m V_nm ((b))"""
    for n in range(J):
        yield by(page, "a", (n,), lambda page: page.L), sum(page.g[m] * page.V[n, m] for m in range(M))


def claim_3(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂a_k/∂s_n = a_k (δ(k, n) − a_n) ((b))"""
    for k in range(J):
        for n in range(J):
            yield by(page, "s", (n,), lambda page: page.a[k]), page.a[k] * (delta(k, n) + (-1) * page.a[n])


def claim_4(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂s_n = Σ_k ∂L/∂a_k ∂a_k/∂s_n ((b))"""
    for n in range(J):
        yield by(page, "s", (n,), lambda page: page.L), sum(by(page, "a", (k,), lambda page: page.L) * by(page, "s", (n,), lambda page: page.a[k]) for k in range(J))


def claim_5(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂s_n = a_n Σ_m g_m (V_nm − o_m) ((b))"""
    for n in range(J):
        yield by(page, "s", (n,), lambda page: page.L), page.a[n] * sum(page.g[m] * (page.V[n, m] + (-1) * page.o[m]) for m in range(M))


def claim_6(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂q_d = (1/tau) Σ_n ∂L/∂s_n K_nd ((c))"""
    for d in range(D):
        yield by(page, "q", (d,), lambda page: page.L), 1 * (page.tau) ** (-1) * sum(by(page, "s", (n,), lambda page: page.L) * page.K[n, d] for n in range(J))


def claim_7(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂K_nd = ((1/tau) ∂L/∂s_n) q_d ((c))"""
    for n in range(J):
        for d in range(D):
            yield by(page, "K", (n, d,), lambda page: page.L), 1 * (page.tau) ** (-1) * by(page, "s", (n,), lambda page: page.L) * page.q[d]


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
