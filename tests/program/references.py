"""The losses of the catalogue once more, each written by hand from its page and with nothing of gradproof.

Every function takes the library that computes first: NumPy, autograd's NumPy, or `Exactly`, which has fifty digits.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mpmath  # type: ignore[import-untyped]
import numpy as np


class Exactly:
    """The functions that the losses use, on arrays of numbers with fifty digits."""

    def __init__(self) -> None:
        self.context = mpmath.mp.clone()
        self.context.dps = 50

    def array(self, given: Any) -> Any:
        """The same floats, exactly."""
        return np.vectorize(lambda z: self.context.mpf(float(z)), otypes=[object])(given)

    def __getattr__(self, name: str) -> Any:
        """exp, log, tanh and sqrt entry by entry."""
        function = getattr(self.context, name)
        return np.vectorize(function, otypes=[object])

    def sum(self, given: Any, axis: int | None = None, keepdims: bool = False) -> Any:
        return np.sum(given, axis=axis, keepdims=keepdims)

    def maximum(self, one: Any, other: Any) -> Any:
        return np.maximum(one, other)

    def dot(self, one: Any, other: Any) -> Any:
        return np.dot(one, other)


def log_softmax(np: Any, u: Any) -> Any:
    """Over the last axis, with what it has of largest entries taken out by hand."""
    peak = u.max(axis=1, keepdims=True) if isinstance(np, Exactly) else np.max(u, axis=1, keepdims=True)
    return u - peak - np.log(np.sum(np.exp(u - peak), axis=1, keepdims=True))


def softplus(np: Any, s: Any) -> Any:
    """log(1 + e^s) without overflow."""
    above = np.maximum(s, 0 * s)
    return above + np.log(1 + np.exp(s - 2 * above))


def sigmoid(np: Any, s: Any) -> Any:
    """1/(1 + e^−s) by the hyperbolic tangent, which does not overflow."""
    return (1 + np.tanh(s / 2)) / 2


def picked(table: Any, t: Any) -> Any:
    """The entry of each row at its label."""
    return table[np.arange(len(t)), t]


def attention(np: Any, G: Any, tau: Any, Q: Any, V: Any, K: Any) -> Any:
    return np.sum(G * np.dot(np.exp(log_softmax(np, np.dot(Q, K.T) / tau)), V))


def batch_normalisation(np: Any, G: Any, epsilon: Any, X: Any, gamma: Any, beta: Any, axis: int = 0) -> Any:
    size = X.shape[axis]
    centred = X - np.sum(X, axis=axis, keepdims=True) / size
    variance = np.sum(centred**2, axis=axis, keepdims=True) / size
    return np.sum(G * (gamma * centred / np.sqrt(variance + epsilon) + beta))


def layer_normalisation(np: Any, G: Any, epsilon: Any, X: Any, gamma: Any, beta: Any) -> Any:
    return batch_normalisation(np, G, epsilon, X, gamma, beta, axis=1)


def hinge_loss(np: Any, X: Any, t: Any, lambda_: Any, Delta: Any, w: Any, b: Any) -> Any:
    u = np.dot(X, w.T) + b
    short = u - picked(u, t)[:, None] + Delta
    return np.sum(np.maximum(short, 0 * short)) - len(t) * Delta + lambda_ * np.sum(w**2) / 2


def logistic_regression(np: Any, X: Any, y: Any, w: Any, b: Any) -> Any:
    z = np.dot(X, w) + b
    return np.sum(y * softplus(np, -z) + (1 - y) * softplus(np, z)) / len(y)


def lstm_cell(
    np: Any, U: Any, V: Any, m: Any, x: Any, h: Any, C: Any, R: Any, c: Any, B: Any, Q: Any, b: Any,
    A: Any, P: Any, a: Any, D: Any, S: Any, d: Any,
) -> Any:  # fmt: skip
    def layer(ours: Any, theirs: Any, bias: Any) -> Any:
        return np.dot(x, ours.T) + np.dot(h, theirs.T) + bias

    kept = sigmoid(np, layer(B, Q, b)) * m
    memory = kept + sigmoid(np, layer(A, P, a)) * np.tanh(layer(D, S, d))
    return np.sum(U * sigmoid(np, layer(C, R, c)) * np.tanh(memory) + V * memory)


def matrix_least_squares(np: Any, X: Any, y: Any, lambda_: Any, w: Any) -> Any:
    return np.sum((np.dot(X, w) - y) ** 2) / 2 + lambda_ * np.sum(w**2) / 2


def multinomial_regression(np: Any, x: Any, t: Any, w: Any, b: Any) -> Any:
    return np.sum(picked(log_softmax(np, np.dot(x, w.T) + b), t))


def neural_network(np: Any, x: Any, t: Any, w: Any, b: Any, v: Any, a: Any) -> Any:
    return multinomial_regression(np, sigmoid(np, np.dot(x, v.T) + a), t, w, b)


def penalised_regression(np: Any, X: Any, t: Any, lambda_: Any, w: Any, b: Any) -> Any:
    return multinomial_regression(np, X, t, w, b) - lambda_ * np.sum(w**2) / 2


def poisson_regression(np: Any, x: Any, y: Any, w: Any, b: Any) -> Any:
    eta = np.dot(x, w) + b
    return np.sum(y * eta - np.exp(eta))


def principal_components(np: Any, X: Any, W: Any, mu: Any) -> Any:
    d = X - mu
    return np.sum((d - np.dot(np.dot(d, W), W.T)) ** 2) / 2


def ridge_regression(np: Any, X: Any, y: Any, lambda_: Any, w: Any, b: Any) -> Any:
    return matrix_least_squares(np, X, y - b, lambda_, w)


def tanh_network(np: Any, x: Any, y: Any, w: Any, b: Any, B: Any, c: Any, A: Any, a: Any) -> Any:
    hidden = np.tanh(np.dot(np.tanh(np.dot(x, A.T) + a), B.T) + c)
    return -np.sum((y - np.dot(hidden, w) - b) ** 2) / 2


LOSSES: dict[str, Callable[..., Any]] = {
    loss.__name__: loss
    for loss in (
        attention, batch_normalisation, hinge_loss, layer_normalisation, logistic_regression, lstm_cell,
        matrix_least_squares, multinomial_regression, neural_network, penalised_regression, poisson_regression,
        principal_components, ridge_regression, tanh_network,
    )
}  # fmt: skip
