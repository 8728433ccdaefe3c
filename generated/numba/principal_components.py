"""principal components: the value and its gradients in loops that Numba compiles, every line a formula that was proved.

    value = 1/2 Σ_n Σ_i r_ni²

Generated from derivations/principal_components.md through codegen/numba/module.py.j2; do not edit.
Change the document, then: gradproof generate. Whether this file is up to date: gradproof generate --check
Normal forms of the document: 367f3382b92e7dcda75062cc9777fb74b17c33f2ae5ec14666855fa9a5cb7e03

Shapes: X (N, D), W (D, K), mu (D,).
The first workspace of a dtype compiles the kernel, for some seconds; Numba keeps the result in its cache. Needs NumPy 2
or later, Numba, and SciPy for the matrix products. Arguments that are read-only or not contiguous are copied first.
"""

from __future__ import annotations

import contextvars
import functools
import sys
from typing import Any, NamedTuple

import numba
import numpy as np
from numba import types

__all__ = ["Gradients", "Workspace", "backward", "forward", "value_and_grad"]

Array = np.ndarray[Any, np.dtype[Any]]
LOOPS = 2048
"""Up to so many multiplications a matrix product is done in loops: there a call of BLAS costs more than its work."""
FORWARD, BACKWARD, BOTH = 1, 2, 3
"""The halves of a pass, as one number because each argument of compiled code costs time."""
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
    if workspace is not None and workspace.kernel is not None:  # nothing between the call and compiled code
        workspace.seen = None
        try:
            return workspace.kernel(X, W, mu, workspace.memory, BOTH), workspace.gradients
        except TypeError:  # arguments of another kind than the kernel was compiled for
            return workspace.both(X, W, mu)
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
        self.context = contextvars.copy_context()
        self.run = self.context.run
        self.gradients = self._gradients()
        self.seen = None
        self.rows = _Rows(**self.sizes, dtype=self.dtype, gradients=self.gradients)
        both = self.value_and_grad if self.rows is None else self.rows.value_and_grad
        self.both = both
        self.kernel = None

    def _gradients(self):
        N, D, K = self.sizes.values()
        return _gradients(_memory(N, D, K, self.dtype), N, D, K)

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
        if self.once and self.rows is not None:
            self.kernel, self.memory = self.rows.kernel, self.rows.memory


def _memory(N, D, K, dtype):
    """One array for all that a kernel writes: each array that crosses into compiled code costs a tenth of a microsecond."""
    return np.empty(D * K + D + N * D + N * K + N * D + 1 + N * K + D * K + N * D, dtype)


def _gradients(memory, N, D, K):
    """The gradients, which lie at the beginning of the memory."""
    d_W, memory = np.split(memory, [D * K])
    d_mu, memory = np.split(memory, [D])
    return Gradients(d_W.reshape((D, K)), d_mu.reshape((D,)))


class _Rows:
    """The memory of one pass over rows of the data, and its compiled kernel."""

    def __init__(self, N, D, K, dtype, gradients):
        needed = D * K + D + N * D + N * K + N * D + 1 + N * K + D * K + N * D
        self.memory = _memory(N, D, K, dtype) if gradients is None else gradients[0].base[:needed]
        self.gradients = gradients or _gradients(self.memory, N, D, K)
        self.kernel = _compiled(dtype)

    def value_and_grad(self, X, W, mu):
        """(value, gradients)."""
        return self._run(BOTH, X, W, mu), self.gradients

    def forward(self, X, W, mu):
        """The value."""
        return self._run(FORWARD, X, W, mu)

    def backward(self, X, W, mu):
        """The gradients into their arrays; overwrites what forward left."""
        self._run(BACKWARD, X, W, mu)

    def _run(self, passes, X, W, mu):
        try:
            return self.kernel(X, W, mu, self.memory, passes)
        except TypeError:  # arguments of another kind than the kernel was compiled for
            pass
        return self.kernel(
            np.require(X, self.memory.dtype, "CW"),
            np.require(W, self.memory.dtype, "CW"),
            np.require(mu, self.memory.dtype, "CW"),
            self.memory,
            passes,
        )


@functools.cache
def _compiled(dtype):
    """The kernel for one dtype."""
    kind = numba.from_dtype(dtype)
    arguments = (types.Array(kind, 2, "C"), types.Array(kind, 2, "C"), types.Array(kind, 1, "C"), )
    signature = (*arguments, types.Array(kind, 1, "C"), types.intp)
    make = functools.partial(numba.njit, signature, nogil=True, error_model="numpy", fastmath=FAST)
    if __name__ in sys.modules:
        try:
            return make(cache=True)(_kernel)
        except ImportError:
            pass  # what lies in the cache was compiled when this module had another name
    return make()(_kernel)


FAST = {"reassoc", "contract", "arcp", "nsz"}
"""Sums may be taken in any order; infinities and NaN stay what they are."""


@numba.njit(error_model="numpy", fastmath=FAST)
def _dot(left, right, out):
    """The matrix product into `out`."""
    if out.size * right.shape[0] > LOOPS:
        np.dot(left, right, out)
        return
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            total = out.dtype.type(0)
            for k in range(right.shape[0]):
                total += left[i, k] * right[k, j]
            out[i, j] = total


def _kernel(X, W, mu, memory, passes):
    """The value, and the gradients at the beginning of the memory; `passes` says which half is asked for."""
    kind = memory.dtype.type
    zero = kind(0)
    one = kind(1)
    number_1_2 = kind(1 / 2)
    minus_one = kind(-1)
    N = X.shape[0]
    D = X.shape[1]
    K = W.shape[1]
    if not (
        X.shape == (N, D)
        and W.shape == (D, K)
        and mu.shape == (D,)
        and memory.size == D * K + D + N * D + N * K + N * D + 1 + N * K + D * K + N * D
    ):
        raise ValueError("The shapes of the arguments are not those of the workspace.")
    end = D * K
    d_W = memory[:end].reshape((D, K))
    end = end + D
    d_mu = memory[end - D:end]
    end = end + N * D
    d = memory[end - N * D:end].reshape((N, D))
    end = end + N * K
    z = memory[end - N * K:end].reshape((N, K))
    end = end + N * D
    d_r = memory[end - N * D:end].reshape((N, D))
    end = end + 1
    value_ = memory[end - 1:end]
    end = end + N * K
    d_z = memory[end - N * K:end].reshape((N, K))
    end = end + D * K
    d_W_sum_2 = memory[end - D * K:end].reshape((D, K))
    end = end + N * D
    d_d = memory[end - N * D:end].reshape((N, D))
    if passes & FORWARD:
        # d_ni = X_ni − μ_i, definition
        for n in range(N):
            for i in range(D):
                d[n, i] = (X[n, i] - mu[i])

        # z_nk = Σ_i W_ik d_ni, definition
        _dot(d, W, z)

        # r_ni = d_ni − Σ_k W_ik z_nk, definition
        _dot(z, W.T, d_r)

        # L = 1/2 Σ_n Σ_i r_ni², definition
        sum_of_value_ = 0.0
        for n in range(N):
            for i in range(D):
                d_r[n, i] = (d[n, i] - d_r[n, i])
            for i in range(D):
                sum_of_value_ += d_r[n, i] * d_r[n, i]
        value_[0] = number_1_2 * sum_of_value_
    if passes & BACKWARD:
        # ∂L/∂z_nk = −Σ_i r_ni W_ik, (a)
        _dot(d_r, W, d_z)
        d_z[:, :] *= minus_one

        # ∂L/∂W_ik = Σ_n ∂L/∂z_nk d_ni − Σ_n ∂L/∂r_ni z_nk, (b)
        _dot(d.T, d_z, d_W)

        _dot(d_r.T, z, d_W_sum_2)

        for i in range(D):
            for k in range(K):
                d_W[i, k] = (d_W[i, k] - d_W_sum_2[i, k])

        # ∂L/∂d_ni = ∂L/∂r_ni + Σ_k ∂L/∂z_nk W_ik, (c)
        _dot(d_z, W.T, d_d)

        # ∂L/∂μ_i = −Σ_n ∂L/∂d_ni, (c)
        d_mu[:] = zero
        for n in range(N):
            for i in range(D):
                d_d[n, i] = (d_d[n, i] + d_r[n, i])
            for i in range(D):
                d_mu[i] += minus_one * d_d[n, i]
    return value_[0]


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


