"""ridge regression, said once more in SymPy: the page's equations at small sizes, and each of its derivatives
beside what SymPy's own `diff` makes of them.

Generated from derivations/ridge_regression.md through codegen/sympy/module.py.j2; do not edit.
Change the document, then: gradproof generate. Whether this file is up to date: gradproof generate --check
Normal forms of the document: a362d7ab04bd185a5ec4c5262a203f54de94e5144a6a5c4a2319e87945fab2c1

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
    page.X = given["X"] if "X" in given else table(component, "X", N, D)
    page.b = given["b"] if "b" in given else table(component, "b")
    page.lambda_ = given["lambda_"] if "lambda_" in given else table(component, "lambda_")
    page.w = given["w"] if "w" in given else table(component, "w", D)
    page.y = given["y"] if "y" in given else table(component, "y", N)

    # f_n = Σ_i X_ni w_i + b
    page.f = given.get("f")
    if "f" not in given:
        page.f = {n: (sum(page.X[n, i] * page.w[i] for i in range(D)) + page.b) for n in range(N)}

    # r_n = y_n − f_n
    page.r = given.get("r")
    if "r" not in given:
        page.r = {n: (page.y[n] + (-1) * page.f[n]) for n in range(N)}

    # J = (1/2) Σ_n r_n² + (λ/2) Σ_i w_i²
    page.J = given.get("J")
    if "J" not in given:
        page.J = (1 * Integer(2) ** (-1) * sum((page.r[n]) ** (2) for n in range(N)) + page.lambda_ * Integer(2) ** (-1) * sum((page.w[i]) ** (2) for i in range(D)))
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
    """∂J/∂r_n = r_n ((a))"""
    for n in range(N):
        yield by(page, "r", (n,), lambda page: page.J), page.r[n]


def claim_2(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂J/∂f_n = ∂J/∂r_n ∂r_n/∂f_n ((a))"""
    for n in range(N):
        yield by(page, "f", (n,), lambda page: page.J), by(page, "r", (n,), lambda page: page.J) * by(page, "f", (n,), lambda page: page.r[n])


def claim_3(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂J/∂f_n = −r_n ((a))"""
    for n in range(N):
        yield by(page, "f", (n,), lambda page: page.J), ((-1) * page.r[n])


def claim_4(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂J/∂w_i = Σ_n ∂J/∂f_n X_ni + λ w_i ((b))"""
    for i in range(D):
        yield by(page, "w", (i,), lambda page: page.J), (sum(by(page, "f", (n,), lambda page: page.J) * page.X[n, i] for n in range(N)) + page.lambda_ * page.w[i])


def claim_5(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂J/∂w_i = λ w_i − Σ_n r_n X_ni ((b))"""
    for i in range(D):
        yield by(page, "w", (i,), lambda page: page.J), (page.lambda_ * page.w[i] + (-1) * sum(page.r[n] * page.X[n, i] for n in range(N)))


def claim_6(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂J/∂b = −Σ_n r_n ((c))"""
    yield by(page, "b", (), lambda page: page.J), ((-1) * sum(page.r[n] for n in range(N)))


CLAIMS = (claim_1, claim_2, claim_3, claim_4, claim_5, claim_6, )


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
