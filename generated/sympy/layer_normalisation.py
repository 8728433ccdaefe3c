"""layer normalisation, said once more in SymPy: the page's equations at small sizes, and each of its derivatives
beside what SymPy's own `diff` makes of them.

Generated from derivations/layer_normalisation.md through codegen/sympy/module.py.j2; do not edit.
Change the document, then: gradproof generate. Whether this file is up to date: gradproof generate --check
Normal forms of the document: a70522150ae8cee7ed25d224a5aabcc3cdc32b3a684eb621442d50ca3beaea42

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
    page.beta = given["beta"] if "beta" in given else table(component, "beta", D)
    page.epsilon = given["epsilon"] if "epsilon" in given else table(component, "epsilon")
    page.g = given["g"] if "g" in given else table(component, "g", D)
    page.gamma = given["gamma"] if "gamma" in given else table(component, "gamma", D)
    page.x = given["x"] if "x" in given else table(component, "x", D)

    # m = (1/D) Σ_i x_i
    page.m = given.get("m")
    if "m" not in given:
        page.m = 1 * (D) ** (-1) * sum(page.x[i] for i in range(D))

    # v = (1/D) Σ_i (x_i − m)²
    page.v = given.get("v")
    if "v" not in given:
        page.v = 1 * (D) ** (-1) * sum(((page.x[i] + (-1) * page.m)) ** (2) for i in range(D))

    # s = 1/(v + epsilon)^(1/2)
    page.s = given.get("s")
    if "s" not in given:
        page.s = 1 * (((page.v + page.epsilon)) ** (Rational(1, 2))) ** (-1)

    # c_i = s (x_i − m)
    page.c = given.get("c")
    if "c" not in given:
        page.c = {i: (page.x[i] + (-1) * page.m) * page.s for i in range(D)}

    # y_i = gamma_i c_i + β_i
    page.y = given.get("y")
    if "y" not in given:
        page.y = {i: (page.gamma[i] * page.c[i] + page.beta[i]) for i in range(D)}

    # L = Σ_i g_i y_i
    page.L = given.get("L")
    if "L" not in given:
        page.L = sum(page.g[i] * page.y[i] for i in range(D))
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
    """∂L/∂gamma_i = g_i c_i ((a))"""
    for i in range(D):
        yield by(page, "gamma", (i,), lambda page: page.L), page.g[i] * page.c[i]


def claim_2(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂β_i = g_i ((a))"""
    for i in range(D):
        yield by(page, "beta", (i,), lambda page: page.L), page.g[i]


def claim_3(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂m/∂x_i = 1/D ((b))"""
    for i in range(D):
        yield by(page, "x", (i,), lambda page: page.m), 1 * (D) ** (-1)


def claim_4(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂v/∂x_i = (2/D) (x_i − m) ((b))"""
    for i in range(D):
        yield by(page, "x", (i,), lambda page: page.v), 2 * (D) ** (-1) * (page.x[i] + (-1) * page.m)


def claim_5(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂s/∂v = −(1/2) s³ ((b))"""
    yield by(page, "v", (), lambda page: page.s), ((-1) * 1 * (2) ** (-1) * (page.s) ** (3))


def claim_6(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂c_i/∂x_j = s (δ(i, j) − 1/D − ((1/D) c_i) c_j) ((c))"""
    for i in range(D):
        for j in range(D):
            yield by(page, "x", (j,), lambda page: page.c[i]), page.s * (delta(i, j) + (-1) * 1 * (D) ** (-1) + (-1) * 1 * (D) ** (-1) * page.c[i] * page.c[j])


def claim_7(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂x_j = s (g_j gamma_j − (1/D) Σ_i g_i gamma_i − ((1/D) c_j) Σ_i (g_i gamma_i) c_i) ((d))"""
    for j in range(D):
        yield by(page, "x", (j,), lambda page: page.L), page.s * (page.g[j] * page.gamma[j] + (-1) * 1 * (D) ** (-1) * sum(page.g[i] * page.gamma[i] for i in range(D)) + (-1) * 1 * (D) ** (-1) * page.c[j] * sum(page.g[i] * page.gamma[i] * page.c[i] for i in range(D)))


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
