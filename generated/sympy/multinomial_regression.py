"""multinomial regression, said once more in SymPy: the page's equations at small sizes, and each of its derivatives
beside what SymPy's own `diff` makes of them.

Generated from derivations/multinomial_regression.md through codegen/sympy/module.py.j2; do not edit.
Change the document, then: gradproof generate. Whether this file is up to date: gradproof generate --check
Normal forms of the document: b4d62e261fd4dca264cfe146f1dd63f72f1fd6cefe753aab86ef19ef23e81801

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
    page.b = given["b"] if "b" in given else table(component, "b", C)
    page.w = given["w"] if "w" in given else table(component, "w", C, D)
    page.x = given["x"] if "x" in given else table(component, "x", D)

    # u_j = Σ_i w_ji x_i + b_j
    page.u = given.get("u")
    if "u" not in given:
        page.u = {j: (sum(page.w[j, i] * page.x[i] for i in range(D)) + page.b[j]) for j in range(C)}

    # p_j = exp(u_j)/(Σ_k exp(u_k))
    page.p = given.get("p")
    if "p" not in given:
        page.p = {j: exp(page.u[j]) * (sum(exp(page.u[k]) for k in range(C))) ** (-1) for j in range(C)}

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
    """∂ℓ/∂u_j = ∂(u_t − log(Σ_k exp(u_k)))/∂u_j, if j = t (1(a))"""
    for j in range(C):
        if j == t:
            yield by(page, "u", (j,), lambda page: page.ell), by(page, "u", (j,), lambda page: (page.u[t] + (-1) * log(sum(exp(page.u[k]) for k in range(C)))))


def claim_2(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂ℓ/∂u_j = 1 − p_j, if j = t (1(a))"""
    for j in range(C):
        if j == t:
            yield by(page, "u", (j,), lambda page: page.ell), (1 + (-1) * page.p[j])


def claim_3(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂ℓ/∂u_j = ∂(u_t − log(Σ_k exp(u_k)))/∂u_j, if j ≠ t (1(a))"""
    for j in range(C):
        if j != t:
            yield by(page, "u", (j,), lambda page: page.ell), by(page, "u", (j,), lambda page: (page.u[t] + (-1) * log(sum(exp(page.u[k]) for k in range(C)))))


def claim_4(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂ℓ/∂u_j = −p_j, if j ≠ t (1(a))"""
    for j in range(C):
        if j != t:
            yield by(page, "u", (j,), lambda page: page.ell), ((-1) * page.p[j])


def claim_5(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂ℓ/∂u_j = δ(j, t) − p_j (claim)"""
    for j in range(C):
        yield by(page, "u", (j,), lambda page: page.ell), (delta(j, t) + (-1) * page.p[j])


def claim_6(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂u_j/∂w_ji = x_i (1(b))"""
    for j in range(C):
        for i in range(D):
            yield by(page, "w", (j, i,), lambda page: page.u[j]), page.x[i]


def claim_7(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂u_j/∂w_jm = ∂(Σ_[4] w_{j, [4]} x_{[4]} + b_j)/∂w_jm (1(b))"""
    for j in range(C):
        for m in range(D):
            yield by(page, "w", (j, m,), lambda page: page.u[j]), by(page, "w", (j, m,), lambda page: (sum(page.w[j, _4_] * page.x[_4_] for _4_ in range(D)) + page.b[j]))


def claim_8(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂u_j/∂w_jm = x_m (1(b))"""
    for j in range(C):
        for m in range(D):
            yield by(page, "w", (j, m,), lambda page: page.u[j]), page.x[m]


def claim_9(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂u_j/∂b_j = ∂(Σ_[3] w_{j, [3]} x_{[3]} + b_j)/∂b_j (1(c))"""
    for j in range(C):
        yield by(page, "b", (j,), lambda page: page.u[j]), by(page, "b", (j,), lambda page: (sum(page.w[j, _3_] * page.x[_3_] for _3_ in range(D)) + page.b[j]))


def claim_10(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂u_j/∂b_j = 1 (1(c))"""
    for j in range(C):
        yield by(page, "b", (j,), lambda page: page.u[j]), 1


def claim_11(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂ℓ/∂w_ji = Σ_k ∂ℓ/∂u_k ∂u_k/∂w_ji (1(d))"""
    for j in range(C):
        for i in range(D):
            yield by(page, "w", (j, i,), lambda page: page.ell), sum(by(page, "u", (k,), lambda page: page.ell) * by(page, "w", (j, i,), lambda page: page.u[k]) for k in range(C))


def claim_12(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂ℓ/∂w_ji = x_i (δ(j, t) − p_j) (1(d))"""
    for j in range(C):
        for i in range(D):
            yield by(page, "w", (j, i,), lambda page: page.ell), (delta(j, t) + (-1) * page.p[j]) * page.x[i]


def claim_13(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂ℓ/∂b_j = Σ_k ∂ℓ/∂u_k ∂u_k/∂b_j (1(d))"""
    for j in range(C):
        yield by(page, "b", (j,), lambda page: page.ell), sum(by(page, "u", (k,), lambda page: page.ell) * by(page, "b", (j,), lambda page: page.u[k]) for k in range(C))


def claim_14(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂ℓ/∂u_j = δ(j, t) − p_j (1(d))"""
    for j in range(C):
        yield by(page, "u", (j,), lambda page: page.ell), (delta(j, t) + (-1) * page.p[j])


def claim_15(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂ℓ/∂b_j = δ(j, t) − p_j (1(d))"""
    for j in range(C):
        yield by(page, "b", (j,), lambda page: page.ell), (delta(j, t) + (-1) * page.p[j])


def claim_16(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂u_j/∂w_im = 0, if i ≠ j (1(e))"""
    for j in range(C):
        for i in range(C):
            for m in range(D):
                if i != j:
                    yield by(page, "w", (i, m,), lambda page: page.u[j]), 0


def claim_17(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂u_j/∂w_im = δ(i, j) x_m (1(e))"""
    for j in range(C):
        for i in range(C):
            for m in range(D):
                yield by(page, "w", (i, m,), lambda page: page.u[j]), delta(i, j) * page.x[m]


CLAIMS = (claim_1, claim_2, claim_3, claim_4, claim_5, claim_6, claim_7, claim_8, claim_9, claim_10, claim_11, claim_12, claim_13, claim_14, claim_15, claim_16, claim_17, )


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
