"""principal components: the value and its gradients in NumPy, every line a formula that was proved.

    value = 1/2 Σ_n Σ_i r_ni²

Generated from derivations/principal_components.md through codegen/numpy/module.py.j2; do not edit.
Change the document, then: gradproof generate. Whether this file is up to date: gradproof generate --check
Normal forms of the document: 367f3382b92e7dcda75062cc9777fb74b17c33f2ae5ec14666855fa9a5cb7e03

Shapes: X (N, D), W (D, K), mu (D,).
In calls such as add(a, b, c) the last argument is the output. Needs NumPy 2 or later, nothing else.
"""

from __future__ import annotations

import contextvars
import functools
from typing import Any, NamedTuple

import numpy as np
from numpy import add, dot, negative, subtract

__all__ = ["Gradients", "Workspace", "backward", "forward", "value_and_grad"]

Array = np.ndarray[Any, np.dtype[Any]]
BLOCK = 16384
"""Elements of an array that are worked on at a time, so that they stay in the processor's cache."""
ARGUMENTS = {"X": ("N", "D",), "W": ("D", "K",), "mu": ("D",)}
"""The dimensions of each argument's axes, in the order of the arguments."""
LABELS = {}
"""The arguments that are integers, with the dimension whose places they name, counted from 0."""
POSITIVE = ()
"""The arguments that the document takes to be above 0."""


class Gradients(NamedTuple):
    """The derivative of the value by each parameter, in the parameter's own shape."""

    W: Array
    """(D, K)"""
    mu: Array
    """(D,)"""


def forward(X, W, mu, workspace=None):
    """The value. What `backward` needs is left in the workspace."""
    workspace = _entered(workspace, X, W, mu)
    return workspace.run(workspace.forward, X, W, mu)


def backward(X, W, mu, workspace=None):
    """The gradients. A `forward` of the same arrays just before, in the same workspace, is not repeated."""
    workspace = _entered(workspace, X, W, mu)
    return workspace.run(workspace.backward, X, W, mu)


def value_and_grad(X, W, mu, workspace=None):
    """(value, gradients). With a workspace the gradients live in it until its next call, without one they are fresh."""
    if workspace is None or workspace.checks:
        workspace = _entered(workspace, X, W, mu)
    workspace.seen = None
    return workspace.both(X, W, mu)


class Workspace:
    """All arrays that calls for these sizes write to, made once.

    `dtype` is that of all arguments but the labels: float64, float32, or complex128 (for derivatives by the complex
    step). With check="once" only the first call looks at shapes, dtypes and labels; the caller vouches for the others.
    """

    def __init__(self, *, N, D, K, dtype=np.float64, check="always"):
        self.dtype = np.dtype(dtype)
        if self.dtype not in (np.float64, np.float32, np.complex128):
            raise TypeError(f"dtype is {self.dtype}, but these kernels compute in float64, float32 or complex128.")
        if check not in ("always", "once"):
            raise ValueError(f"check is {check!r}, but it can only be 'always' or 'once'.")
        self.sizes = {"N": N, "D": D, "K": K}
        for name, size in self.sizes.items():
            if not isinstance(size, (int, np.integer)) or size < 1:
                raise ValueError(f"{name} is {size!r}, but the size of a dimension is an integer and at least 1.")
        self.checks = True
        self.once = check == "once"
        # Overflow in exp is met where it matters: 1/inf is the 0 that is meant, sums out of the safe range are redone.
        self.context = contextvars.copy_context()
        self.context.run(_settle)
        self.run = self.context.run
        self.gradients = self._gradients()
        self.seen = None
        self.rows = _Rows(**self.sizes, dtype=self.dtype, gradients=self.gradients)
        both = self.value_and_grad if self.rows is None else self.rows.value_and_grad
        self.both = functools.partial(self.run, both)

    def _gradients(self):
        N, D, K = self.sizes.values()
        return Gradients(np.empty((D, K), self.dtype), np.empty((D,), self.dtype))

    def forward(self, X, W, mu):
        """The value of checked arguments."""
        self.seen = (X, W, mu)
        return self.rows.forward(X, W, mu)

    def backward(self, X, W, mu):
        """The gradients at checked arguments."""
        if self.seen is None or any(a is not b for a, b in zip(self.seen, (X, W, mu))):
            self.forward(X, W, mu)
        self.seen = None
        self.rows.backward(X, W, mu)
        return self.gradients


    def admit(self, X, W, mu):
        """Nothing, if the arguments fit this workspace; TypeError or ValueError that says what does not."""
        N, D, K = self.sizes.values()
        _check_array("X", X, (N, D), self.dtype)
        _check_array("W", W, (D, K), self.dtype)
        _check_array("mu", mu, (D,), self.dtype)
        self.checks = not self.once


class _Rows:
    """The arrays of one pass over rows of the data, and the two halves of the pass."""

    def __init__(self, N, D, K, dtype, gradients):
        self.gradients = gradients
        d_W, d_mu = gradients
        d = np.empty((N, D), dtype)
        z = np.empty((N, K), dtype)
        d_r = np.empty((N, D), dtype)
        d_z = np.empty((N, K), dtype)
        d_W_sum_2 = np.empty((D, K), dtype)
        d_d = np.empty((N, D), dtype)
        blocks_1 = [
            (d[rows], rows)
            for rows in _blocks(N, D)
        ]
        blocks_2 = [
            (d_r[rows], d[rows])
            for rows in _blocks(N, D)
        ]
        blocks_3 = [
            (d_W[rows], d_W_sum_2[rows])
            for rows in _blocks(D, K)
        ]
        blocks_4 = [
            (d_d[rows], d_r[rows])
            for rows in _blocks(N, D)
        ]
        ones_N = np.ones(N, dtype)
        self.forward_arrays = (d, z, d_r, blocks_1, blocks_2)
        self.backward_arrays = (d, z, d_r, d_z, d_W_sum_2, d_d, blocks_3, blocks_4, ones_N, d_W, d_mu)

    def value_and_grad(self, X, W, mu):
        """(value, gradients)."""
        value = self.forward(X, W, mu)
        self.backward(X, W, mu)
        return value, self.gradients

    def forward(self, X, W, mu, shift=False):
        """The value; see the formulas at its blocks."""
        (d, z, d_r, blocks_1, blocks_2) = self.forward_arrays

        # d_ni = X_ni − μ_i, definition
        for d_r_, rows in blocks_1:
            subtract(X[rows], mu, d_r_)

        # z_nk = Σ_i W_ik d_ni, definition
        dot(d, W, z)

        # r_ni = d_ni − Σ_k W_ik z_nk, definition
        dot(z, W.T, d_r)

        for d_r_r, d_r_ in blocks_2:
            subtract(d_r_, d_r_r, d_r_r)

        # L = 1/2 Σ_n Σ_i r_ni², definition
        value = (1/2) * dot(d_r.ravel(), d_r.ravel())

        return value.item()

    def backward(self, X, W, mu):
        """The gradients into their arrays; overwrites what forward left."""
        (d, z, d_r, d_z, d_W_sum_2, d_d, blocks_3, blocks_4, ones_N, d_W, d_mu) = self.backward_arrays

        # ∂L/∂z_nk = −Σ_i r_ni W_ik, (a)
        dot(d_r, W, d_z)
        negative(d_z, d_z)

        # ∂L/∂W_ik = Σ_n ∂L/∂z_nk d_ni − Σ_n ∂L/∂r_ni z_nk, (b)
        dot(d.T, d_z, d_W)

        dot(d_r.T, z, d_W_sum_2)

        for d_W_r, d_W_sum_2_r in blocks_3:
            subtract(d_W_r, d_W_sum_2_r, d_W_r)

        # ∂L/∂d_ni = ∂L/∂r_ni + Σ_k ∂L/∂z_nk W_ik, (c)
        dot(d_z, W.T, d_d)

        for d_d_r, d_r_r in blocks_4:
            add(d_d_r, d_r_r, d_d_r)

        # ∂L/∂μ_i = −Σ_n ∂L/∂d_ni, (c)
        ones_N.dot(d_d, d_mu)
        negative(d_mu, d_mu)



def _entered(workspace, X, W, mu):
    """The workspace, made to measure if there is none, after a look at the arguments."""
    if workspace is None:
        workspace = _workspace_for(X, W, mu)
    if workspace.checks:
        workspace.admit(X, W, mu)
    return workspace


def _workspace_for(X, W, mu):
    sizes = {}
    for (name, axes), array in zip(ARGUMENTS.items(), (X, W, mu)):
        if len(np.shape(array)) != len(axes):
            raise ValueError(f"{name} has the shape {np.shape(array)}, but it is an array over ({', '.join(axes)}).")
        sizes.update((axis, size) for axis, size in zip(axes, np.shape(array)) if axis not in sizes)
    return Workspace(**sizes, dtype=X.dtype)


def _check_array(name, array, shape, dtype):
    if not isinstance(array, np.ndarray):
        raise TypeError(f"{name} is a {type(array).__name__}; pass a NumPy array of {dtype}.")
    if array.dtype != dtype:
        raise TypeError(f"{name} is {array.dtype}, but the workspace computes in {dtype}; convert it with astype.")
    if array.shape != shape:
        raise ValueError(f"{name} has the shape {array.shape}, but {shape} is needed.")


def _settle():
    """NumPy's settings for the kernels, in a context of their own: changing them once costs less than at every call."""
    np.seterr(over="ignore", divide="ignore", invalid="ignore")
    np.setbufsize(512)  # for what has to be broadcast: small buffers stay in the cache


def _rows_per_block(rows, width):
    return min(rows, max(1, BLOCK // width))


def _blocks(rows, width):
    """Slices of the rows, such that a block of them holds about BLOCK elements."""
    step = _rows_per_block(rows, width)
    return [slice(i, min(i + step, rows)) for i in range(0, rows, step)]
