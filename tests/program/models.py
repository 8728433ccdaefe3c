"""Proved derivations built by hand: the homework's two models and some of a person's own."""

from __future__ import annotations

from fractions import Fraction

from gradproof.formula.expression import (
    Add,
    Definition,
    Delta,
    Derivative,
    Dimension,
    Expression,
    Function,
    Index,
    Label,
    Model,
    Mul,
    Number,
    Power,
    Sum,
    Variable,
    integer,
)
from gradproof.program.derived import ProvedDerivation, ProvedLine

C, D, H, G, N = (Dimension(name) for name in "CDHGN")
i, j, k, m, r = Index("i", D), Index("j", C), Index("k", C), Index("k", H), Index("n", N)
g = Index("g", G)
t = Label("t", (), C)


def var(name: str, *indices: Index | Label) -> Variable:
    return Variable(name, indices)


def exp(argument: Expression) -> Expression:
    return Function("exp", argument)


def log(argument: Expression) -> Expression:
    return Function("log", argument)


def minus(argument: Expression) -> Expression:
    return Mul((integer(-1), argument))


def over(above: Expression, below: Expression) -> Expression:
    return Mul((above, Power(below, integer(-1))))


def square(argument: Expression) -> Expression:
    return Power(argument, integer(2))


def d(of: Variable, by: Variable) -> Derivative:
    return Derivative(of, by)


def derivation(
    name: str,
    loss: str,
    definitions: list[tuple[Variable, Expression]],
    claims: list[tuple[Derivative, Expression]],
    shapes: dict[str, tuple[Dimension, ...]],
    labels: dict[str, tuple[Dimension, ...]] | None = None,
) -> ProvedDerivation:
    """The derivation whose every line is taken as proved."""
    model = Model(
        definitions={
            left.name: Definition(left.name, tuple(a for a in left.indices if isinstance(a, Index)), (), body)
            for left, body in definitions
        },
        shapes=shapes,
        labels=labels or {},
    )
    lines = [
        ProvedLine("definition", left, body, axes(left), "", f"line {n}") for n, (left, body) in enumerate(definitions)
    ]
    lines += [
        ProvedLine("claim", left, body, axes(left.variable), "", f"claim {n}") for n, (left, body) in enumerate(claims)
    ]
    return ProvedDerivation(name, f"derivations/{name}.md", model, tuple(lines), loss)


def axes(variable: Variable) -> tuple[Index, ...]:
    return tuple(a for a in variable.indices if isinstance(a, Index))


def multinomial_regression() -> ProvedDerivation:
    u, p, w, x, b, ell = var("u", j), var("p", j), var("w", j, i), var("x", i), var("b", j), var("ell")
    residual = Add((Delta(j, t), minus(p)))
    return derivation(
        "multinomial_regression",
        "ell",
        [
            (u, Add((Sum(i, Mul((w, x))), b))),
            (p, over(exp(u), Sum(k, exp(var("u", k))))),
            (ell, log(var("p", t))),
        ],
        [
            (d(ell, u), residual),
            (d(u, w), x),
            (d(u, b), integer(1)),
            (d(ell, w), Mul((residual, x))),
            (d(ell, b), residual),
        ],
        {"w": (C, D), "x": (D,), "b": (C,)},
        {"t": (C,)},
    )


def neural_network() -> ProvedDerivation:
    s, h, a, v = var("s", m), var("h", m), var("a", m), var("v", m, i)
    u, p, w, x, b, ell = var("u", j), var("p", j), var("w", j, m), var("x", i), var("b", j), var("ell")
    residual = Add((Delta(j, t), minus(p)))
    back = Sum(j, Mul((d(ell, u), w)))
    slope = Mul((h, Add((integer(1), minus(h)))))
    return derivation(
        "neural_network",
        "ell",
        [
            (s, Add((Sum(i, Mul((v, x))), a))),
            (h, Power(Add((integer(1), exp(minus(s)))), integer(-1))),
            (u, Add((Sum(m, Mul((w, h))), b))),
            (p, over(exp(u), Sum(k, exp(var("u", k))))),
            (ell, log(var("p", t))),
        ],
        [
            (d(ell, u), residual),
            (d(ell, w), Mul((d(ell, u), h))),
            (d(ell, b), d(ell, u)),
            (d(ell, h), back),
            (d(h, s), slope),
            (d(s, v), x),
            (d(s, a), integer(1)),
            (d(ell, v), Mul((back, slope, x))),
            (d(ell, a), Mul((back, slope))),
        ],
        {"w": (C, H), "x": (D,), "b": (C,), "v": (H, D), "a": (H,)},
        {"t": (C,)},
    )


def ridge_regression() -> ProvedDerivation:
    w, b, lam, loss = var("w", i), var("b"), var("lambda"), var("L")
    residual = Add((var("y", r), minus(Sum(i, Mul((w, var("x", r, i))))), minus(b)))
    return derivation(
        "ridge_regression",
        "L",
        [(loss, Add((Sum(r, square(residual)), Mul((lam, Sum(i, square(w)))))))],
        [
            (d(loss, w), Add((Mul((integer(-2), Sum(r, Mul((residual, var("x", r, i)))))), Mul((integer(2), lam, w))))),
            (d(loss, b), Mul((integer(-2), Sum(r, residual)))),
        ],
        {"w": (D,), "b": (), "lambda": (), "x": (N, D), "y": (N,)},
    )


def poisson_regression() -> ProvedDerivation:
    eta, rate, w, b, x, y, ell = var("eta"), var("mu"), var("w", i), var("b"), var("x", i), var("y"), var("ell")
    residual = Add((y, minus(rate)))
    return derivation(
        "poisson_regression",
        "ell",
        [
            (eta, Add((Sum(i, Mul((w, x))), b))),
            (rate, exp(eta)),
            (ell, Add((Mul((y, eta)), minus(rate)))),
        ],
        [(d(ell, eta), residual), (d(ell, w), Mul((residual, x))), (d(ell, b), residual)],
        {"w": (D,), "b": (), "x": (D,), "y": ()},
    )


def tanh_network() -> ProvedDerivation:
    """Two hidden layers with tanh, and the penalty -(λ/2) Σ w² in the loss of each data point."""
    s, h, z, q = var("s", m), var("h", m), var("z", g), var("q", g)
    w1, b1, w2, b2, w3, b3 = var("W", m, i), var("a", m), var("V", g, m), var("c", g), var("w", g), var("b")
    ell, y, x = var("ell"), var("y"), var("x", i)
    out = var("f")
    error = Add((y, minus(out)))
    return derivation(
        "tanh_network",
        "ell",
        [
            (s, Add((Sum(i, Mul((w1, x))), b1))),
            (h, Function("tanh", s)),
            (z, Add((Sum(m, Mul((w2, h))), b2))),
            (q, Function("tanh", z)),
            (out, Add((Sum(g, Mul((w3, q))), b3))),
            (ell, Mul((Number(Fraction(-1, 2)), square(error)))),
        ],
        [
            (d(ell, out), error),
            (d(ell, w3), Mul((error, q))),
            (d(ell, b3), error),
            (d(ell, q), Mul((error, w3))),
            (d(q, z), Add((integer(1), minus(square(q))))),
            (d(ell, z), Mul((d(ell, q), d(q, z)))),
            (d(ell, w2), Mul((d(ell, z), h))),
            (d(ell, b2), d(ell, z)),
            (d(ell, h), Sum(g, Mul((d(ell, z), w2)))),
            (d(h, s), Add((integer(1), minus(square(h))))),
            (d(ell, s), Mul((d(ell, h), d(h, s)))),
            (d(ell, w1), Mul((d(ell, s), x))),
            (d(ell, b1), d(ell, s)),
        ],
        {"W": (H, D), "a": (H,), "V": (G, H), "c": (G,), "w": (G,), "b": (), "x": (D,), "y": ()},
    )


def ratings() -> ProvedDerivation:
    """A row of w and an offset for each class, of which the label picks one; the loss is a squared error."""
    w, b, v, f, y, ell = var("w", t, m), var("b", t), var("v", m), var("f"), var("y"), var("ell")
    error, picked = Add((y, minus(f))), Delta(j, t)
    return derivation(
        "ratings",
        "ell",
        [(f, Add((Sum(m, Mul((v, w))), b))), (ell, Mul((Number(Fraction(-1, 2)), square(error))))],
        [
            (d(ell, f), error),
            (d(ell, var("w", j, m)), Mul((picked, error, v))),
            (d(ell, var("b", j)), Mul((picked, error))),
            (d(ell, v), Mul((error, w))),
        ],
        {"w": (C, H), "b": (C,), "v": (H,), "y": ()},
        {"t": (C,)},
    )


ALL = (multinomial_regression, neural_network, ridge_regression, poisson_regression, tanh_network, ratings)
