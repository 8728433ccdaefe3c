"""matrix least squares, said once more in SymPy: the page's equations at small sizes, and each of its derivatives
beside what SymPy's own `diff` makes of them.

Generated from derivations/matrix_least_squares.md through codegen/sympy/module.py.j2; do not edit.
Change the document, then: gradproof generate. Whether this file is up to date: gradproof generate --check
Normal forms of the document: de3fa782e94f964f9c7456cd3d10a235a583d811cb8424a9e6701bc1533474b3

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
    page.lambda_ = given["lambda_"] if "lambda_" in given else table(component, "lambda_")
    page.w = given["w"] if "w" in given else table(component, "w", D)
    page.y = given["y"] if "y" in given else table(component, "y", N)

    # J = (1/2) Σ_[1] (Σ_[2] X_{[1], [2]} w_{[2]} − y_{[1]})² + (λ/2) Σ_[5] w_{[5]}²
    page.J = given.get("J")
    if "J" not in given:
        page.J = (1 * Integer(2) ** (-1) * sum(((sum(page.X[_1_, _2_] * page.w[_2_] for _2_ in range(D)) + (-1) * page.y[_1_])) ** (2) for _1_ in range(N)) + page.lambda_ * Integer(2) ** (-1) * sum((page.w[_5_]) ** (2) for _5_ in range(D)))
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
    """∂J/∂w_m = Σ_[7] X_{[7], m} (Σ_[10] X_{[7], [10]} w_{[10]} − y_{[7]}) + λ w_m ((a))"""
    for m in range(D):
        yield by(page, "w", (m,), lambda page: page.J), (sum(page.X[_7_, m] * (sum(page.X[_7_, _10_] * page.w[_10_] for _10_ in range(D)) + (-1) * page.y[_7_]) for _7_ in range(N)) + page.lambda_ * page.w[m])


def claim_2(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂J/∂w_m = Σ_[10] w_{[10]} (Σ_[7] X_{[7], m} X_{[7], [10]} + λ δ(m, [10])) − Σ_[15] X_{[15], m} y_{[15]} ((a))"""
    for m in range(D):
        yield by(page, "w", (m,), lambda page: page.J), (sum((sum(page.X[_7_, m] * page.X[_7_, _10_] for _7_ in range(N)) + page.lambda_ * delta(m, _10_)) * page.w[_10_] for _10_ in range(D)) + (-1) * sum(page.X[_15_, m] * page.y[_15_] for _15_ in range(N)))


CLAIMS = (claim_1, claim_2, )


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
