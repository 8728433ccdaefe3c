"""layer normalisation: the value and its gradients in loops that Numba compiles, every line a formula that was proved.

    value = Σ_n Σ_i G_ni Y_ni

Generated from derivations/layer_normalisation.md through codegen/numba/module.py.j2; do not edit.
Change the document, then: gradproof generate. Whether this file is up to date: gradproof generate --check
Normal forms of the document: dfb858698536605a5881e985b111c8a8af61857281149105900431d091b9cee2

Shapes: G (N, D), epsilon () > 0, X (N, D), gamma (D,), beta (D,).
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
ARGUMENTS = {"G": ("N", "D",), "epsilon": (), "X": ("N", "D",), "gamma": ("D",), "beta": ("D",)}
"""The dimensions of each argument's axes, in the order of the arguments."""
LABELS = {}
"""The arguments that are integers, with the dimension whose places they name, counted from 0."""
POSITIVE = ("epsilon",)
"""The arguments that the document takes to be above 0."""


class Gradients(NamedTuple):
    """The derivative of the value by each parameter, in the parameter's own shape."""

    X: Array
    """(N, D)"""
    gamma: Array
    """(D,)"""
    beta: Array
    """(D,)"""


def forward(G, epsilon, X, gamma, beta, workspace=None):
    """The value. What `backward` needs is left in the workspace."""
    workspace = _entered(workspace, G, epsilon, X, gamma, beta)
    return workspace.run(workspace.forward, G, epsilon, X, gamma, beta)


def backward(G, epsilon, X, gamma, beta, workspace=None):
    """The gradients. A `forward` of the same arrays just before, in the same workspace, is not repeated."""
    workspace = _entered(workspace, G, epsilon, X, gamma, beta)
    return workspace.run(workspace.backward, G, epsilon, X, gamma, beta)


def value_and_grad(G, epsilon, X, gamma, beta, workspace=None):
    """(value, gradients). With a workspace the gradients live in it until its next call, without one they are fresh."""
    if workspace is not None and workspace.kernel is not None:  # nothing between the call and compiled code
        workspace.seen = None
        try:
            return workspace.kernel(G, epsilon, X, gamma, beta, workspace.memory, BOTH), workspace.gradients
        except TypeError:  # arguments of another kind than the kernel was compiled for
            return workspace.both(G, epsilon, X, gamma, beta)
    workspace = _entered(workspace, G, epsilon, X, gamma, beta)
    workspace.seen = None
    return workspace.both(G, epsilon, X, gamma, beta)


class Workspace:
    """All arrays that calls for these sizes write to, made once.

    `dtype` is that of all arguments but the labels: float64, float32, or complex128 (for derivatives by the complex
    step). With check="once" only the first call looks at shapes, dtypes and labels; the caller vouches for the others.
    """

    def __init__(self, *, N, D, dtype=np.float64, check="always"):
        self.dtype = np.dtype(dtype)
        if self.dtype not in (np.float64, np.float32, np.complex128):
            raise TypeError(f"dtype is {self.dtype}, but these kernels compute in float64, float32 or complex128.")
        if check not in ("always", "once"):
            raise ValueError(f"check is {check!r}, but it can only be 'always' or 'once'.")
        self.sizes = {"N": N, "D": D}
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
        N, D = self.sizes.values()
        return _gradients(_memory(N, D, self.dtype), N, D)

    def forward(self, G, epsilon, X, gamma, beta):
        """The value of checked arguments."""
        self.seen = (G, epsilon, X, gamma, beta)
        return self.rows.forward(G, epsilon, X, gamma, beta)

    def backward(self, G, epsilon, X, gamma, beta):
        """The gradients at checked arguments."""
        if self.seen is None or any(a is not b for a, b in zip(self.seen, (G, epsilon, X, gamma, beta))):
            self.forward(G, epsilon, X, gamma, beta)
        self.seen = None
        self.rows.backward(G, epsilon, X, gamma, beta)
        return self.gradients


    def admit(self, G, epsilon, X, gamma, beta):
        """Nothing, if the arguments fit this workspace; TypeError or ValueError that says what does not."""
        N, D = self.sizes.values()
        _check_array("G", G, (N, D), self.dtype)
        _check_number("epsilon", epsilon, self.dtype)
        _check_array("X", X, (N, D), self.dtype)
        _check_array("gamma", gamma, (D,), self.dtype)
        _check_array("beta", beta, (D,), self.dtype)
        self.checks = not self.once
        if self.once and self.rows is not None:
            self.kernel, self.memory = self.rows.kernel, self.rows.memory


def _memory(N, D, dtype):
    """One array for all that a kernel writes: each array that crosses into compiled code costs a tenth of a microsecond."""
    return np.empty(N * D + D + D + N + N + N * D + N + N + N * D + 1 + N + N + N * D, dtype)


def _gradients(memory, N, D):
    """The gradients, which lie at the beginning of the memory."""
    d_X, memory = np.split(memory, [N * D])
    d_gamma, memory = np.split(memory, [D])
    d_beta, memory = np.split(memory, [D])
    return Gradients(d_X.reshape((N, D)), d_gamma.reshape((D,)), d_beta.reshape((D,)))


class _Rows:
    """The memory of one pass over rows of the data, and its compiled kernel."""

    def __init__(self, N, D, dtype, gradients):
        needed = N * D + D + D + N + N + N * D + N + N + N * D + 1 + N + N + N * D
        self.memory = _memory(N, D, dtype) if gradients is None else gradients[0].base[:needed]
        self.gradients = gradients or _gradients(self.memory, N, D)
        self.kernel = _compiled(dtype)

    def value_and_grad(self, G, epsilon, X, gamma, beta):
        """(value, gradients)."""
        return self._run(BOTH, G, epsilon, X, gamma, beta), self.gradients

    def forward(self, G, epsilon, X, gamma, beta):
        """The value."""
        return self._run(FORWARD, G, epsilon, X, gamma, beta)

    def backward(self, G, epsilon, X, gamma, beta):
        """The gradients into their arrays; overwrites what forward left."""
        self._run(BACKWARD, G, epsilon, X, gamma, beta)

    def _run(self, passes, G, epsilon, X, gamma, beta):
        try:
            return self.kernel(G, epsilon, X, gamma, beta, self.memory, passes)
        except TypeError:  # arguments of another kind than the kernel was compiled for
            pass
        return self.kernel(
            np.require(G, self.memory.dtype, "CW"),
            np.require(epsilon, self.memory.dtype, "CW"),
            np.require(X, self.memory.dtype, "CW"),
            np.require(gamma, self.memory.dtype, "CW"),
            np.require(beta, self.memory.dtype, "CW"),
            self.memory,
            passes,
        )


@functools.cache
def _compiled(dtype):
    """The kernel for one dtype."""
    kind = numba.from_dtype(dtype)
    arguments = (types.Array(kind, 2, "C"), types.Array(kind, 0, "C"), types.Array(kind, 2, "C"), types.Array(kind, 1, "C"), types.Array(kind, 1, "C"), )
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


def _kernel(G, epsilon, X, gamma, beta, memory, passes):
    """The value, and the gradients at the beginning of the memory; `passes` says which half is asked for."""
    kind = memory.dtype.type
    zero = kind(0)
    one = kind(1)
    N = G.shape[0]
    D = G.shape[1]
    if not (
        G.shape == (N, D)
        and X.shape == (N, D)
        and gamma.shape == (D,)
        and beta.shape == (D,)
        and memory.size == N * D + D + D + N + N + N * D + N + N + N * D + 1 + N + N + N * D
    ):
        raise ValueError("The shapes of the arguments are not those of the workspace.")
    end = N * D
    d_X = memory[:end].reshape((N, D))
    end = end + D
    d_gamma = memory[end - D:end]
    end = end + D
    d_beta = memory[end - D:end]
    end = end + N
    m_sum = memory[end - N:end]
    end = end + N
    m = memory[end - N:end]
    end = end + N * D
    d = memory[end - N * D:end].reshape((N, D))
    end = end + N
    v_sum = memory[end - N:end]
    end = end + N
    s = memory[end - N:end]
    end = end + N * D
    Y = memory[end - N * D:end].reshape((N, D))
    end = end + 1
    value_ = memory[end - 1:end]
    end = end + N
    d_X_sum_2 = memory[end - N:end]
    end = end + N
    d_X_sum = memory[end - N:end]
    end = end + N * D
    d_Y = memory[end - N * D:end].reshape((N, D))
    if passes & FORWARD:
        # m_n = Σ_i X_ni/D, definition
        # d_ni = X_ni − m_n, definition
        # v_n = Σ_i d_ni²/D, definition
        # s_n = (epsilon + v_n)^(-1/2), definition
        # c_ni = d_ni s_n, definition
        # Y_ni = c_ni gamma_i + β_i, definition
        # L = Σ_n Σ_i G_ni Y_ni, definition
        sum_of_value_ = 0.0
        for n in range(N):
            total = zero
            for i in range(D):
                total += X[n, i]
            m_sum[n] = total
            m[n] = (m_sum[n] / kind(D))
            for i in range(D):
                d[n, i] = (X[n, i] - m[n])
            total = zero
            for i in range(D):
                total += d[n, i] * d[n, i]
            v_sum[n] = total
            s[n] = (one / (np.sqrt(((v_sum[n] / kind(D)) + epsilon[()]))))
            for i in range(D):
                d[n, i] = (d[n, i] * s[n])
            for i in range(D):
                Y[n, i] = ((d[n, i] * gamma[i]) + beta[i])
            for i in range(D):
                sum_of_value_ += G[n, i] * Y[n, i]
        value_[0] = sum_of_value_
    if passes & BACKWARD:
        # ∂L/∂c_ni = G_ni gamma_i, (a)
        # ∂L/∂X_nj = s_n (∂L/∂c_nj − (1/D) Σ_i ∂L/∂c_ni − ((1/D) c_nj) Σ_i ∂L/∂c_ni c_ni), (d)
        # part of ∂L/∂c_ni = G_ni gamma_i, (a)
        # ∂L/∂β_i = Σ_n G_ni, (a)
        # ∂L/∂gamma_i = Σ_n G_ni c_ni, (a)
        d_beta[:] = zero
        d_gamma[:] = zero
        for n in range(N):
            for i in range(D):
                d_X[n, i] = (G[n, i] * gamma[i])
            total = zero
            for i in range(D):
                total += d_X[n, i]
            d_X_sum_2[n] = total
            total = zero
            for i in range(D):
                total += d[n, i] * d_X[n, i]
            d_X_sum[n] = total
            for j in range(D):
                d_X[n, j] = ((d_X[n, j] - (d[n, j] * d_X_sum[n] / kind(D)) - (d_X_sum_2[n] / kind(D))) * s[n])
            for i in range(D):
                d_Y[n, i] = G[n, i]
            for i in range(D):
                d_beta[i] += d_Y[n, i]
            for i in range(D):
                d_gamma[i] += d[n, i] * d_Y[n, i]
    return value_[0]


def _entered(workspace, G, epsilon, X, gamma, beta):
    """The workspace, made to measure if there is none, after a look at the arguments."""
    if workspace is None:
        workspace = _workspace_for(G, epsilon, X, gamma, beta)
    if workspace.checks:
        workspace.admit(G, epsilon, X, gamma, beta)
    return workspace


def _workspace_for(G, epsilon, X, gamma, beta):
    sizes = {}
    for (name, axes), array in zip(ARGUMENTS.items(), (G, epsilon, X, gamma, beta)):
        if len(np.shape(array)) != len(axes):
            raise ValueError(f"{name} has the shape {np.shape(array)}, but it is an array over ({', '.join(axes)}).")
        sizes.update((axis, size) for axis, size in zip(axes, np.shape(array)) if axis not in sizes)
    return Workspace(**sizes, dtype=G.dtype)


def _check_array(name, array, shape, dtype):
    if not isinstance(array, np.ndarray):
        raise TypeError(f"{name} is a {type(array).__name__}; pass a NumPy array of {dtype}.")
    if array.dtype != dtype:
        raise TypeError(f"{name} is {array.dtype}, but the workspace computes in {dtype}; convert it with astype.")
    if array.shape != shape:
        raise ValueError(f"{name} has the shape {array.shape}, but {shape} is needed.")


def _check_number(name, number, dtype):
    if np.ndim(number) != 0 or not np.can_cast(np.asarray(number).dtype, dtype, "same_kind"):
        raise TypeError(f"{name} must be one number that fits {dtype}, not {number!r}.")


