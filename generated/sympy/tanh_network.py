"""tanh network, said once more in SymPy: the page's equations at small sizes, and each of its derivatives
beside what SymPy's own `diff` makes of them.

Generated from derivations/tanh_network.md through codegen/sympy/module.py.j2; do not edit.
Change the document, then: gradproof generate. Whether this file is up to date: gradproof generate --check
Normal forms of the document: b203e3125ef0aea4050142db4674da5116b9c488ff18309ad0e518cc8808ca9e

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
H = 3
K = 2


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
    page.A = given["A"] if "A" in given else table(component, "A", H, D)
    page.B = given["B"] if "B" in given else table(component, "B", K, H)
    page.a = given["a"] if "a" in given else table(component, "a", H)
    page.b = given["b"] if "b" in given else table(component, "b")
    page.c = given["c"] if "c" in given else table(component, "c", K)
    page.w = given["w"] if "w" in given else table(component, "w", K)
    page.x = given["x"] if "x" in given else table(component, "x", D)
    page.y = given["y"] if "y" in given else table(component, "y")

    # r_h = Σ_i A_hi x_i + a_h
    page.r = given.get("r")
    if "r" not in given:
        page.r = {h: (sum(page.A[h, i] * page.x[i] for i in range(D)) + page.a[h]) for h in range(H)}

    # g_h = tanh(r_h)
    page.g = given.get("g")
    if "g" not in given:
        page.g = {h: tanh(page.r[h]) for h in range(H)}

    # s_k = Σ_h B_kh g_h + c_k
    page.s = given.get("s")
    if "s" not in given:
        page.s = {k: (sum(page.B[k, h] * page.g[h] for h in range(H)) + page.c[k]) for k in range(K)}

    # z_k = tanh(s_k)
    page.z = given.get("z")
    if "z" not in given:
        page.z = {k: tanh(page.s[k]) for k in range(K)}

    # f = Σ_k w_k z_k + b
    page.f = given.get("f")
    if "f" not in given:
        page.f = (sum(page.w[k] * page.z[k] for k in range(K)) + page.b)

    # ℓ = −(1/2) (y − f)²
    page.ell = given.get("ell")
    if "ell" not in given:
        page.ell = ((-1) * 1 * Integer(2) ** (-1) * ((page.y + (-1) * page.f)) ** (2))
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
    """∂ℓ/∂f = y − f ((a))"""
    yield by(page, "f", (), lambda page: page.ell), (page.y + (-1) * page.f)


def claim_2(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂ℓ/∂w_k = ∂ℓ/∂f z_k ((a))"""
    for k in range(K):
        yield by(page, "w", (k,), lambda page: page.ell), by(page, "f", (), lambda page: page.ell) * page.z[k]


def claim_3(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂ℓ/∂b = ∂ℓ/∂f ((a))"""
    yield by(page, "b", (), lambda page: page.ell), by(page, "f", (), lambda page: page.ell)


def claim_4(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂z_k/∂s_k = 1/cosh(s_k)² ((b))"""
    for k in range(K):
        yield by(page, "s", (k,), lambda page: page.z[k]), 1 * ((cosh(page.s[k])) ** (2)) ** (-1)


def claim_5(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂z_k/∂s_k = 1 − z_k² ((b))"""
    for k in range(K):
        yield by(page, "s", (k,), lambda page: page.z[k]), (1 + (-1) * (page.z[k]) ** (2))


def claim_6(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂g_h/∂r_h = 1 − g_h² ((b))"""
    for h in range(H):
        yield by(page, "r", (h,), lambda page: page.g[h]), (1 + (-1) * (page.g[h]) ** (2))


def claim_7(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂ℓ/∂z_k = ∂ℓ/∂f w_k ((c))"""
    for k in range(K):
        yield by(page, "z", (k,), lambda page: page.ell), by(page, "f", (), lambda page: page.ell) * page.w[k]


def claim_8(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂ℓ/∂s_k = ∂ℓ/∂z_k (1 − z_k²) ((c))"""
    for k in range(K):
        yield by(page, "s", (k,), lambda page: page.ell), by(page, "z", (k,), lambda page: page.ell) * (1 + (-1) * (page.z[k]) ** (2))


def claim_9(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂ℓ/∂B_kh = ∂ℓ/∂s_k g_h ((c))"""
    for k in range(K):
        for h in range(H):
            yield by(page, "B", (k, h,), lambda page: page.ell), by(page, "s", (k,), lambda page: page.ell) * page.g[h]


def claim_10(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂ℓ/∂c_k = ∂ℓ/∂s_k ((c))"""
    for k in range(K):
        yield by(page, "c", (k,), lambda page: page.ell), by(page, "s", (k,), lambda page: page.ell)


def claim_11(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂ℓ/∂g_h = Σ_k ∂ℓ/∂s_k B_kh ((d))"""
    for h in range(H):
        yield by(page, "g", (h,), lambda page: page.ell), sum(by(page, "s", (k,), lambda page: page.ell) * page.B[k, h] for k in range(K))


def claim_12(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂ℓ/∂r_h = ∂ℓ/∂g_h (1 − g_h²) ((d))"""
    for h in range(H):
        yield by(page, "r", (h,), lambda page: page.ell), by(page, "g", (h,), lambda page: page.ell) * (1 + (-1) * (page.g[h]) ** (2))


def claim_13(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂ℓ/∂A_hi = ∂ℓ/∂r_h x_i ((d))"""
    for h in range(H):
        for i in range(D):
            yield by(page, "A", (h, i,), lambda page: page.ell), by(page, "r", (h,), lambda page: page.ell) * page.x[i]


def claim_14(page: SimpleNamespace) -> Iterator[tuple[Expr, Expr]]:
    """∂ℓ/∂a_h = ∂ℓ/∂r_h ((d))"""
    for h in range(H):
        yield by(page, "a", (h,), lambda page: page.ell), by(page, "r", (h,), lambda page: page.ell)


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
