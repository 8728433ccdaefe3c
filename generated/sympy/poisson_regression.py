"""poisson regression, said once more in SymPy: the page's equations at small sizes, and each of its derivatives
beside what SymPy's own `diff` makes of them.

Generated from derivations/poisson_regression.md through codegen/sympy/module.py.j2; do not edit.
Change the document, then: gradproof generate. Whether this file is up to date: gradproof generate --check
Normal forms of the document: 714b26f03bf82364557a0649ec2f92fd248a42218a959d764597e52ef7120979

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
    page.b = given["b"] if "b" in given else table(component, "b")
    page.w = given["w"] if "w" in given else table(component, "w", D)
    page.x = given["x"] if "x" in given else table(component, "x", D)
    page.y = given["y"] if "y" in given else table(component, "y")

    # u = Σ_i w_i x_i + b
    page.u = given.get("u")
    if "u" not in given:
        page.u = (sum(page.w[i] * page.x[i] for i in range(D)) + page.b)

    # μ = exp(u)
    page.mu = given.get("mu")
    if "mu" not in given:
        page.mu = exp(page.u)

    # ℓ = y u − μ
    page.ell = given.get("ell")
    if "ell" not in given:
        page.ell = (page.y * page.u + (-1) * page.mu)
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
    """∂μ/∂u = μ ((a))"""
    yield by(page, "u", (), lambda page: page.mu), page.mu


def claim_2(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂ℓ/∂u = y − μ ((a))"""
    yield by(page, "u", (), lambda page: page.ell), (page.y + (-1) * page.mu)


def claim_3(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂ℓ/∂w_i = ∂ℓ/∂u ∂u/∂w_i ((b))"""
    for i in range(D):
        yield by(page, "w", (i,), lambda page: page.ell), by(page, "u", (), lambda page: page.ell) * by(page, "w", (i,), lambda page: page.u)


def claim_4(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂ℓ/∂w_i = x_i (y − μ) ((b))"""
    for i in range(D):
        yield by(page, "w", (i,), lambda page: page.ell), (page.y + (-1) * page.mu) * page.x[i]


def claim_5(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂ℓ/∂b = y − μ ((b))"""
    yield by(page, "b", (), lambda page: page.ell), (page.y + (-1) * page.mu)


CLAIMS = (claim_1, claim_2, claim_3, claim_4, claim_5, )


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
