"""logistic regression: the value and its gradients in loops that Numba compiles, every line a formula that was proved.

    value = −Σ_n (−softplus(z_n) (1 − y_n) − softplus(−z_n) y_n)/N

Generated from derivations/logistic_regression.md through codegen/numba/module.py.j2; do not edit.
Change the document, then: gradproof generate. Whether this file is up to date: gradproof generate --check
Normal forms of the document: aa5a1be81427477afdd00d41da5b54e4db4b43b06ba7f7492450a4b7a5e563f1

Shapes: X (N, D), y (N,), w (D,), b ().
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
ARGUMENTS = {"X": ("N", "D",), "y": ("N",), "w": ("D",), "b": ()}
"""The dimensions of each argument's axes, in the order of the arguments."""
LABELS = {}
"""The arguments that are integers, with the dimension whose places they name, counted from 0."""
POSITIVE = ()
"""The arguments that the document takes to be above 0."""


class Gradients(NamedTuple):
    """The derivative of the value by each parameter, in the parameter's own shape."""

    w: Array
    """(D,)"""
    b: Array
    """()"""


def forward(X, y, w, b, workspace=None):
    """The value. What `backward` needs is left in the workspace."""
    workspace = _entered(workspace, X, y, w, b)
    return workspace.run(workspace.forward, X, y, w, b)


def backward(X, y, w, b, workspace=None):
    """The gradients. A `forward` of the same arrays just before, in the same workspace, is not repeated."""
    workspace = _entered(workspace, X, y, w, b)
    return workspace.run(workspace.backward, X, y, w, b)


def value_and_grad(X, y, w, b, workspace=None):
    """(value, gradients). With a workspace the gradients live in it until its next call, without one they are fresh."""
    if workspace is not None and workspace.kernel is not None:  # nothing between the call and compiled code
        workspace.seen = None
        try:
            return workspace.kernel(X, y, w, b, workspace.memory, BOTH), workspace.gradients
        except TypeError:  # arguments of another kind than the kernel was compiled for
            return workspace.both(X, y, w, b)
    workspace = _entered(workspace, X, y, w, b)
    workspace.seen = None
    return workspace.both(X, y, w, b)


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

    def forward(self, X, y, w, b):
        """The value of checked arguments."""
        self.seen = (X, y, w, b)
        return self.rows.forward(X, y, w, b)

    def backward(self, X, y, w, b):
        """The gradients at checked arguments."""
        if self.seen is None or any(a is not b for a, b in zip(self.seen, (X, y, w, b))):
            self.forward(X, y, w, b)
        self.seen = None
        self.rows.backward(X, y, w, b)
        return self.gradients


    def admit(self, X, y, w, b):
        """Nothing, if the arguments fit this workspace; TypeError or ValueError that says what does not."""
        N, D = self.sizes.values()
        _check_array("X", X, (N, D), self.dtype)
        _check_array("y", y, (N,), self.dtype)
        _check_array("w", w, (D,), self.dtype)
        _check_number("b", b, self.dtype)
        self.checks = not self.once
        if self.once and self.rows is not None:
            self.kernel, self.memory = self.rows.kernel, self.rows.memory


def _memory(N, D, dtype):
    """One array for all that a kernel writes: each array that crosses into compiled code costs a tenth of a microsecond."""
    return np.empty(D + 1 + N + N + N + 1 + 1 + N + N, dtype)


def _gradients(memory, N, D):
    """The gradients, which lie at the beginning of the memory."""
    d_w, memory = np.split(memory, [D])
    d_b, memory = np.split(memory, [1])
    return Gradients(d_w.reshape((D,)), d_b.reshape(()))


class _Rows:
    """The memory of one pass over rows of the data, and its compiled kernel."""

    def __init__(self, N, D, dtype, gradients):
        needed = D + 1 + N + N + N + 1 + 1 + N + N
        self.memory = _memory(N, D, dtype) if gradients is None else gradients[0].base[:needed]
        self.gradients = gradients or _gradients(self.memory, N, D)
        self.kernel = _compiled(dtype)

    def value_and_grad(self, X, y, w, b):
        """(value, gradients)."""
        return self._run(BOTH, X, y, w, b), self.gradients

    def forward(self, X, y, w, b):
        """The value."""
        return self._run(FORWARD, X, y, w, b)

    def backward(self, X, y, w, b):
        """The gradients into their arrays; overwrites what forward left."""
        self._run(BACKWARD, X, y, w, b)

    def _run(self, passes, X, y, w, b):
        try:
            return self.kernel(X, y, w, b, self.memory, passes)
        except TypeError:  # arguments of another kind than the kernel was compiled for
            pass
        return self.kernel(
            np.require(X, self.memory.dtype, "CW"),
            np.require(y, self.memory.dtype, "CW"),
            np.require(w, self.memory.dtype, "CW"),
            np.require(b, self.memory.dtype, "CW"),
            self.memory,
            passes,
        )


@functools.cache
def _compiled(dtype):
    """The kernel for one dtype."""
    kind = numba.from_dtype(dtype)
    arguments = (types.Array(kind, 2, "C"), types.Array(kind, 1, "C"), types.Array(kind, 1, "C"), types.Array(kind, 0, "C"), )
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


@numba.njit
def _softplus(z):
    """log(1 + exp z), where exp cannot overflow."""
    return z + np.log1p(np.exp(-z)) if z.real > 0 else np.log1p(np.exp(z))


def _kernel(X, y, w, b, memory, passes):
    """The value, and the gradients at the beginning of the memory; `passes` says which half is asked for."""
    kind = memory.dtype.type
    zero = kind(0)
    one = kind(1)
    N = X.shape[0]
    D = X.shape[1]
    if not (
        X.shape == (N, D)
        and y.shape == (N,)
        and w.shape == (D,)
        and memory.size == D + 1 + N + N + N + 1 + 1 + N + N
    ):
        raise ValueError("The shapes of the arguments are not those of the workspace.")
    end = D
    d_w = memory[:end]
    end = end + 1
    d_b = memory[end - 1:end]
    end = end + N
    z_sum = memory[end - N:end]
    end = end + N
    z = memory[end - N:end]
    end = end + N
    L_factor = memory[end - N:end]
    end = end + 1
    L_sum = memory[end - 1:end]
    end = end + 1
    value_ = memory[end - 1:end]
    end = end + N
    q = memory[end - N:end]
    end = end + N
    d_z = memory[end - N:end]
    if passes & FORWARD:
        # z_n = Σ_i X_ni w_i + b, definition
        # L = −Σ_n (log(1 − q_n) (1 − y_n) + log(q_n) y_n)/N, definition
        sum_of_L_sum = 0.0
        for n in range(N):
            total = zero
            for i in range(D):
                total += X[n, i] * w[i]
            z_sum[n] = total
            z[n] = (b[()] + z_sum[n])
            L_factor[n] = (-((one - y[n]) * _softplus(z[n])) - (_softplus((-z[n])) * y[n]))
            sum_of_L_sum += L_factor[n]
        L_sum[0] = sum_of_L_sum

        value_[0] = (-L_sum[0] / kind(N))

        # q_n = σ(z_n), definition
        for n in range(N):
            q[n] = (one / (one + np.exp((-z[n]))))
    if passes & BACKWARD:
        # ∂L/∂z_n = (1/N) (q_n − y_n), (b)
        # ∂L/∂b = (1/N) Σ_n (q_n − y_n), (c)
        # ∂L/∂w_i = Σ_n ∂L/∂z_n X_ni, (c)
        sum_of_d_b = 0.0
        d_w[:] = zero
        for n in range(N):
            d_z[n] = ((q[n] - y[n]) / kind(N))
            sum_of_d_b += d_z[n]
            for i in range(D):
                d_w[i] += X[n, i] * d_z[n]
        d_b[0] = sum_of_d_b
    return value_[0]


def _entered(workspace, X, y, w, b):
    """The workspace, made to measure if there is none, after a look at the arguments."""
    if workspace is None:
        workspace = _workspace_for(X, y, w, b)
    if workspace.checks:
        workspace.admit(X, y, w, b)
    return workspace


def _workspace_for(X, y, w, b):
    sizes = {}
    for (name, axes), array in zip(ARGUMENTS.items(), (X, y, w, b)):
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


def _check_number(name, number, dtype):
    if np.ndim(number) != 0 or not np.can_cast(np.asarray(number).dtype, dtype, "same_kind"):
        raise TypeError(f"{name} must be one number that fits {dtype}, not {number!r}.")


