"""matrix least squares: the value and its gradients in loops that Numba compiles, every line a formula that was proved.

    value = 1/2 λ Σ_[5] w_{[5]}² + 1/2 Σ_[1] (Σ_[2] X_{[1], [2]} w_{[2]} − y_{[1]})²

Generated from derivations/matrix_least_squares.md through codegen/numba/module.py.j2; do not edit.
Change the document, then: gradproof generate. Whether this file is up to date: gradproof generate --check
Normal forms of the document: de3fa782e94f964f9c7456cd3d10a235a583d811cb8424a9e6701bc1533474b3

Shapes: X (N, D), y (N,), lambda_ () > 0, w (D,).
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
ARGUMENTS = {"X": ("N", "D",), "y": ("N",), "lambda_": (), "w": ("D",)}
"""The dimensions of each argument's axes, in the order of the arguments."""
LABELS = {}
"""The arguments that are integers, with the dimension whose places they name, counted from 0."""
POSITIVE = ("lambda_",)
"""The arguments that the document takes to be above 0."""


class Gradients(NamedTuple):
    """The derivative of the value by each parameter, in the parameter's own shape."""

    w: Array
    """(D,)"""


def forward(X, y, lambda_, w, workspace=None):
    """The value. What `backward` needs is left in the workspace."""
    workspace = _entered(workspace, X, y, lambda_, w)
    return workspace.run(workspace.forward, X, y, lambda_, w)


def backward(X, y, lambda_, w, workspace=None):
    """The gradients. A `forward` of the same arrays just before, in the same workspace, is not repeated."""
    workspace = _entered(workspace, X, y, lambda_, w)
    return workspace.run(workspace.backward, X, y, lambda_, w)


def value_and_grad(X, y, lambda_, w, workspace=None):
    """(value, gradients). With a workspace the gradients live in it until its next call, without one they are fresh."""
    if workspace is not None and workspace.kernel is not None:  # nothing between the call and compiled code
        workspace.seen = None
        try:
            return workspace.kernel(X, y, lambda_, w, workspace.memory, BOTH), workspace.gradients
        except TypeError:  # arguments of another kind than the kernel was compiled for
            return workspace.both(X, y, lambda_, w)
    workspace = _entered(workspace, X, y, lambda_, w)
    workspace.seen = None
    return workspace.both(X, y, lambda_, w)


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

    def forward(self, X, y, lambda_, w):
        """The value of checked arguments."""
        self.seen = (X, y, lambda_, w)
        return self.rows.forward(X, y, lambda_, w)

    def backward(self, X, y, lambda_, w):
        """The gradients at checked arguments."""
        if self.seen is None or any(a is not b for a, b in zip(self.seen, (X, y, lambda_, w))):
            self.forward(X, y, lambda_, w)
        self.seen = None
        self.rows.backward(X, y, lambda_, w)
        return self.gradients


    def admit(self, X, y, lambda_, w):
        """Nothing, if the arguments fit this workspace; TypeError or ValueError that says what does not."""
        N, D = self.sizes.values()
        _check_array("X", X, (N, D), self.dtype)
        _check_array("y", y, (N,), self.dtype)
        _check_number("lambda_", lambda_, self.dtype)
        _check_array("w", w, (D,), self.dtype)
        self.checks = not self.once
        if self.once and self.rows is not None:
            self.kernel, self.memory = self.rows.kernel, self.rows.memory


def _memory(N, D, dtype):
    """One array for all that a kernel writes: each array that crosses into compiled code costs a tenth of a microsecond."""
    return np.empty(D + 1 + N + N + 1 + 1 + N + N + D, dtype)


def _gradients(memory, N, D):
    """The gradients, which lie at the beginning of the memory."""
    d_w, memory = np.split(memory, [D])
    return Gradients(d_w.reshape((D,)))


class _Rows:
    """The memory of one pass over rows of the data, and its compiled kernel."""

    def __init__(self, N, D, dtype, gradients):
        needed = D + 1 + N + N + 1 + 1 + N + N + D
        self.memory = _memory(N, D, dtype) if gradients is None else gradients[0].base[:needed]
        self.gradients = gradients or _gradients(self.memory, N, D)
        self.kernel = _compiled(dtype)

    def value_and_grad(self, X, y, lambda_, w):
        """(value, gradients)."""
        return self._run(BOTH, X, y, lambda_, w), self.gradients

    def forward(self, X, y, lambda_, w):
        """The value."""
        return self._run(FORWARD, X, y, lambda_, w)

    def backward(self, X, y, lambda_, w):
        """The gradients into their arrays; overwrites what forward left."""
        self._run(BACKWARD, X, y, lambda_, w)

    def _run(self, passes, X, y, lambda_, w):
        try:
            return self.kernel(X, y, lambda_, w, self.memory, passes)
        except TypeError:  # arguments of another kind than the kernel was compiled for
            pass
        return self.kernel(
            np.require(X, self.memory.dtype, "CW"),
            np.require(y, self.memory.dtype, "CW"),
            np.require(lambda_, self.memory.dtype, "CW"),
            np.require(w, self.memory.dtype, "CW"),
            self.memory,
            passes,
        )


@functools.cache
def _compiled(dtype):
    """The kernel for one dtype."""
    kind = numba.from_dtype(dtype)
    arguments = (types.Array(kind, 2, "C"), types.Array(kind, 1, "C"), types.Array(kind, 0, "C"), types.Array(kind, 1, "C"), )
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


def _kernel(X, y, lambda_, w, memory, passes):
    """The value, and the gradients at the beginning of the memory; `passes` says which half is asked for."""
    kind = memory.dtype.type
    zero = kind(0)
    number_1_2 = kind(1 / 2)
    N = X.shape[0]
    D = X.shape[1]
    if not (
        X.shape == (N, D)
        and y.shape == (N,)
        and w.shape == (D,)
        and memory.size == D + 1 + N + N + 1 + 1 + N + N + D
    ):
        raise ValueError("The shapes of the arguments are not those of the workspace.")
    end = D
    d_w = memory[:end]
    end = end + 1
    J_sum = memory[end - 1:end]
    end = end + N
    J_sum_3 = memory[end - N:end]
    end = end + N
    J_factor = memory[end - N:end]
    end = end + 1
    J_sum_2 = memory[end - 1:end]
    end = end + 1
    value_ = memory[end - 1:end]
    end = end + N
    d_w_sum_2 = memory[end - N:end]
    end = end + N
    d_w_factor = memory[end - N:end]
    end = end + D
    d_w_sum = memory[end - D:end]
    if passes & FORWARD:
        # J = 1/2 λ Σ_[5] w_{[5]}² + 1/2 Σ_[1] (Σ_[2] X_{[1], [2]} w_{[2]} − y_{[1]})², definition
        sum_of_J_sum = 0.0
        for _5_ in range(D):
            sum_of_J_sum += w[_5_] * w[_5_]
        J_sum[0] = sum_of_J_sum

        sum_of_J_sum_2 = 0.0
        for _1_ in range(N):
            total = zero
            for _2_ in range(D):
                total += X[_1_, _2_] * w[_2_]
            J_sum_3[_1_] = total
            J_factor[_1_] = (J_sum_3[_1_] - y[_1_])
            sum_of_J_sum_2 += J_factor[_1_] * J_factor[_1_]
        J_sum_2[0] = sum_of_J_sum_2

        value_[0] = ((number_1_2 * J_sum_2[0]) + (number_1_2 * J_sum[0] * lambda_[()]))
    if passes & BACKWARD:
        # ∂J/∂w_m = Σ_[7] X_{[7], m} (Σ_[10] X_{[7], [10]} w_{[10]} − y_{[7]}) + λ w_m, (a)
        d_w_sum[:] = zero
        for _7_ in range(N):
            total = zero
            for _10_ in range(D):
                total += X[_7_, _10_] * w[_10_]
            d_w_sum_2[_7_] = total
            d_w_factor[_7_] = (d_w_sum_2[_7_] - y[_7_])
            for m in range(D):
                d_w_sum[m] += d_w_factor[_7_] * X[_7_, m]

        for m in range(D):
            d_w[m] = ((lambda_[()] * w[m]) + d_w_sum[m])
    return value_[0]


def _entered(workspace, X, y, lambda_, w):
    """The workspace, made to measure if there is none, after a look at the arguments."""
    if workspace is None:
        workspace = _workspace_for(X, y, lambda_, w)
    if workspace.checks:
        workspace.admit(X, y, lambda_, w)
    return workspace


def _workspace_for(X, y, lambda_, w):
    sizes = {}
    for (name, axes), array in zip(ARGUMENTS.items(), (X, y, lambda_, w)):
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


