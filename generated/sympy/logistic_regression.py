"""logistic regression, said once more in SymPy: the page's equations at small sizes, and each of its derivatives
beside what SymPy's own `diff` makes of them.

Generated from derivations/logistic_regression.md through codegen/sympy/module.py.j2; do not edit.
Change the document, then: gradproof generate. Whether this file is up to date: gradproof generate --check
Normal forms of the document: aa5a1be81427477afdd00d41da5b54e4db4b43b06ba7f7492450a4b7a5e563f1

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
    page.w = given["w"] if "w" in given else table(component, "w", D)
    page.y = given["y"] if "y" in given else table(component, "y", N)

    # z_n = Σ_i X_ni w_i + b
    page.z = given.get("z")
    if "z" not in given:
        page.z = {n: (sum(page.X[n, i] * page.w[i] for i in range(D)) + page.b) for n in range(N)}

    # q_n = 1/(1 + exp(−z_n))
    page.q = given.get("q")
    if "q" not in given:
        page.q = {n: 1 * ((1 + exp(((-1) * page.z[n])))) ** (-1) for n in range(N)}

    # L = −(1/N) Σ_n (y_n log(q_n) + log(1 − q_n) (1 − y_n))
    page.L = given.get("L")
    if "L" not in given:
        page.L = ((-1) * 1 * (Integer(N)) ** (-1) * sum((page.y[n] * log(page.q[n]) + (1 + (-1) * page.y[n]) * log((1 + (-1) * page.q[n]))) for n in range(N)))
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
    """∂q_n/∂z_n = exp(−z_n)/(1 + exp(−z_n))² ((a))"""
    for n in range(N):
        yield by(page, "z", (n,), lambda page: page.q[n]), exp(((-1) * page.z[n])) * (((1 + exp(((-1) * page.z[n])))) ** (2)) ** (-1)


def claim_2(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂q_n/∂z_n = q_n (1 − q_n) ((a))"""
    for n in range(N):
        yield by(page, "z", (n,), lambda page: page.q[n]), page.q[n] * (1 + (-1) * page.q[n])


def claim_3(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂q_n = −(1/N) (y_n/q_n − (1 − y_n)/(1 − q_n)) ((b))"""
    for n in range(N):
        yield by(page, "q", (n,), lambda page: page.L), ((-1) * 1 * (Integer(N)) ** (-1) * (page.y[n] * (page.q[n]) ** (-1) + (-1) * (1 + (-1) * page.y[n]) * ((1 + (-1) * page.q[n])) ** (-1)))


def claim_4(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂z_n = ∂L/∂q_n ∂q_n/∂z_n ((b))"""
    for n in range(N):
        yield by(page, "z", (n,), lambda page: page.L), by(page, "q", (n,), lambda page: page.L) * by(page, "z", (n,), lambda page: page.q[n])


def claim_5(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂z_n = (1/N) (q_n − y_n) ((b))"""
    for n in range(N):
        yield by(page, "z", (n,), lambda page: page.L), 1 * (Integer(N)) ** (-1) * (page.q[n] + (-1) * page.y[n])


def claim_6(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂w_i = Σ_n ∂L/∂z_n X_ni ((c))"""
    for i in range(D):
        yield by(page, "w", (i,), lambda page: page.L), sum(by(page, "z", (n,), lambda page: page.L) * page.X[n, i] for n in range(N))


def claim_7(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂w_i = (1/N) Σ_n X_ni (q_n − y_n) ((c))"""
    for i in range(D):
        yield by(page, "w", (i,), lambda page: page.L), 1 * (Integer(N)) ** (-1) * sum((page.q[n] + (-1) * page.y[n]) * page.X[n, i] for n in range(N))


def claim_8(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂L/∂b = (1/N) Σ_n (q_n − y_n) ((c))"""
    yield by(page, "b", (), lambda page: page.L), 1 * (Integer(N)) ** (-1) * sum((page.q[n] + (-1) * page.y[n]) for n in range(N))


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
