"""hinge loss: the value and its gradients in loops that Numba compiles, every line a formula that was proved.

    value = 1/2 λ Σ_j Σ_i w_ji² + Σ_n (Σ_j relu(m_nj) − relu(m_{n, t_n}))

Generated from derivations/hinge_loss.md through codegen/numba/module.py.j2; do not edit.
Change the document, then: gradproof generate. Whether this file is up to date: gradproof generate --check
Normal forms of the document: 95786416484f590413f0944ad2095c6061b6fe5cc7ccbc3f0d1d7b8f325eaa46

Shapes: X (N, D), t (N,) of integers from 0 to C - 1, lambda_ () > 0, Delta () > 0, w (C, D), b (C,).
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
ARGUMENTS = {"X": ("N", "D",), "t": ("N",), "lambda_": (), "Delta": (), "w": ("C", "D",), "b": ("C",)}
"""The dimensions of each argument's axes, in the order of the arguments."""
LABELS = {"t": "C"}
"""The arguments that are integers, with the dimension whose places they name, counted from 0."""
POSITIVE = ("lambda_", "Delta",)
"""The arguments that the document takes to be above 0."""


class Gradients(NamedTuple):
    """The derivative of the value by each parameter, in the parameter's own shape."""

    w: Array
    """(C, D)"""
    b: Array
    """(C,)"""


def forward(X, t, lambda_, Delta, w, b, workspace=None):
    """The value. What `backward` needs is left in the workspace."""
    workspace = _entered(workspace, X, t, lambda_, Delta, w, b)
    return workspace.run(workspace.forward, X, t, lambda_, Delta, w, b)


def backward(X, t, lambda_, Delta, w, b, workspace=None):
    """The gradients. A `forward` of the same arrays just before, in the same workspace, is not repeated."""
    workspace = _entered(workspace, X, t, lambda_, Delta, w, b)
    return workspace.run(workspace.backward, X, t, lambda_, Delta, w, b)


def value_and_grad(X, t, lambda_, Delta, w, b, workspace=None):
    """(value, gradients). With a workspace the gradients live in it until its next call, without one they are fresh."""
    if workspace is not None and workspace.kernel is not None:  # nothing between the call and compiled code
        workspace.seen = None
        try:
            return workspace.kernel(X, t, lambda_, Delta, w, b, workspace.memory, BOTH), workspace.gradients
        except TypeError:  # arguments of another kind than the kernel was compiled for
            return workspace.both(X, t, lambda_, Delta, w, b)
    workspace = _entered(workspace, X, t, lambda_, Delta, w, b)
    workspace.seen = None
    return workspace.both(X, t, lambda_, Delta, w, b)


class Workspace:
    """All arrays that calls for these sizes write to, made once.

    `dtype` is that of all arguments but the labels: float64, float32, or complex128 (for derivatives by the complex
    step). With check="once" only the first call looks at shapes, dtypes and labels; the caller vouches for the others.
    """

    def __init__(self, *, N, D, C, dtype=np.float64, check="always"):
        self.dtype = np.dtype(dtype)
        if self.dtype not in (np.float64, np.float32, np.complex128):
            raise TypeError(f"dtype is {self.dtype}, but these kernels compute in float64, float32 or complex128.")
        if check not in ("always", "once"):
            raise ValueError(f"check is {check!r}, but it can only be 'always' or 'once'.")
        self.sizes = {"N": N, "D": D, "C": C}
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
        N, D, C = self.sizes.values()
        return _gradients(_memory(N, D, C, self.dtype), N, D, C)

    def forward(self, X, t, lambda_, Delta, w, b):
        """The value of checked arguments."""
        self.seen = (X, t, lambda_, Delta, w, b)
        return self.rows.forward(X, t, lambda_, Delta, w, b)

    def backward(self, X, t, lambda_, Delta, w, b):
        """The gradients at checked arguments."""
        if self.seen is None or any(a is not b for a, b in zip(self.seen, (X, t, lambda_, Delta, w, b))):
            self.forward(X, t, lambda_, Delta, w, b)
        self.seen = None
        self.rows.backward(X, t, lambda_, Delta, w, b)
        return self.gradients


    def admit(self, X, t, lambda_, Delta, w, b):
        """Nothing, if the arguments fit this workspace; TypeError or ValueError that says what does not."""
        N, D, C = self.sizes.values()
        _check_array("X", X, (N, D), self.dtype)
        _check_label("t", t, (N,), C)
        _check_number("lambda_", lambda_, self.dtype)
        _check_number("Delta", Delta, self.dtype)
        _check_array("w", w, (C, D), self.dtype)
        _check_array("b", b, (C,), self.dtype)
        self.checks = not self.once
        if self.once and self.rows is not None:
            self.kernel, self.memory = self.rows.kernel, self.rows.memory


def _memory(N, D, C, dtype):
    """One array for all that a kernel writes: each array that crosses into compiled code costs a tenth of a microsecond."""
    return np.empty(C * D + C + N * C + 1 + N + N * C + N + N + N + 1 + 1 + N + N, dtype)


def _gradients(memory, N, D, C):
    """The gradients, which lie at the beginning of the memory."""
    d_w, memory = np.split(memory, [C * D])
    d_b, memory = np.split(memory, [C])
    return Gradients(d_w.reshape((C, D)), d_b.reshape((C,)))


class _Rows:
    """The memory of one pass over rows of the data, and its compiled kernel."""

    def __init__(self, N, D, C, dtype, gradients):
        needed = C * D + C + N * C + 1 + N + N * C + N + N + N + 1 + 1 + N + N
        self.memory = _memory(N, D, C, dtype) if gradients is None else gradients[0].base[:needed]
        self.gradients = gradients or _gradients(self.memory, N, D, C)
        self.kernel = _compiled(dtype)

    def value_and_grad(self, X, t, lambda_, Delta, w, b):
        """(value, gradients)."""
        return self._run(BOTH, X, t, lambda_, Delta, w, b), self.gradients

    def forward(self, X, t, lambda_, Delta, w, b):
        """The value."""
        return self._run(FORWARD, X, t, lambda_, Delta, w, b)

    def backward(self, X, t, lambda_, Delta, w, b):
        """The gradients into their arrays; overwrites what forward left."""
        self._run(BACKWARD, X, t, lambda_, Delta, w, b)

    def _run(self, passes, X, t, lambda_, Delta, w, b):
        try:
            return self.kernel(X, t, lambda_, Delta, w, b, self.memory, passes)
        except TypeError:  # arguments of another kind than the kernel was compiled for
            pass
        return self.kernel(
            np.require(X, self.memory.dtype, "CW"),
            np.require(t, np.intp, "CW"),
            np.require(lambda_, self.memory.dtype, "CW"),
            np.require(Delta, self.memory.dtype, "CW"),
            np.require(w, self.memory.dtype, "CW"),
            np.require(b, self.memory.dtype, "CW"),
            self.memory,
            passes,
        )


@functools.cache
def _compiled(dtype):
    """The kernel for one dtype."""
    kind = numba.from_dtype(dtype)
    arguments = (types.Array(kind, 2, "C"), types.Array(types.intp, 1, "C"), types.Array(kind, 0, "C"), types.Array(kind, 0, "C"), types.Array(kind, 2, "C"), types.Array(kind, 1, "C"), )
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
def _relu(z):
    """max(z, 0)."""
    return z if z.real > 0 else 0 * z


def _kernel(X, t, lambda_, Delta, w, b, memory, passes):
    """The value, and the gradients at the beginning of the memory; `passes` says which half is asked for."""
    kind = memory.dtype.type
    zero = kind(0)
    number_1_2 = kind(1 / 2)
    N = X.shape[0]
    D = X.shape[1]
    C = w.shape[0]
    if not (
        X.shape == (N, D)
        and t.shape == (N,)
        and w.shape == (C, D)
        and b.shape == (C,)
        and memory.size == C * D + C + N * C + 1 + N + N * C + N + N + N + 1 + 1 + N + N
    ):
        raise ValueError("The shapes of the arguments are not those of the workspace.")
    for place in t:
        if not 0 <= place < C:
            raise ValueError("t has a label outside of 0 to C - 1.")
    end = C * D
    d_w = memory[:end].reshape((C, D))
    end = end + C
    d_b = memory[end - C:end]
    end = end + N * C
    u = memory[end - N * C:end].reshape((N, C))
    end = end + 1
    L_sum = memory[end - 1:end]
    end = end + N
    u_at_t = memory[end - N:end]
    end = end + N * C
    L_factor = memory[end - N * C:end].reshape((N, C))
    end = end + N
    L_sum_3 = memory[end - N:end]
    end = end + N
    m_at_t = memory[end - N:end]
    end = end + N
    L_factor_2 = memory[end - N:end]
    end = end + 1
    L_sum_2 = memory[end - 1:end]
    end = end + 1
    value_ = memory[end - 1:end]
    end = end + N
    d_u_sum = memory[end - N:end]
    end = end + N
    d_u_amount = memory[end - N:end]
    if passes & FORWARD:
        # u_nj = Σ_i X_ni w_ji + b_j, definition
        _dot(X, w.T, u)

        # L = 1/2 λ Σ_j Σ_i w_ji² + Σ_n (Σ_j relu(m_nj) − relu(m_{n, t_n})), definition
        sum_of_L_sum = 0.0
        for j in range(C):
            for i in range(D):
                sum_of_L_sum += w[j, i] * w[j, i]
        L_sum[0] = sum_of_L_sum

        # u_nj = Σ_i X_ni w_ji + b_j, definition
        # m_nj = Delta + u_nj − u_{n, t_n}, definition
        sum_of_L_sum_2 = 0.0
        for n in range(N):
            for j in range(C):
                u[n, j] = (b[j] + u[n, j])
            u_at_t[n] = u[n, t[n]]
            for j in range(C):
                u[n, j] = (Delta[()] + u[n, j] - u_at_t[n])
            for j in range(C):
                L_factor[n, j] = _relu(u[n, j])
            total = zero
            for j in range(C):
                total += L_factor[n, j]
            L_sum_3[n] = total
            m_at_t[n] = u[n, t[n]]
            L_factor_2[n] = (L_sum_3[n] - _relu(m_at_t[n]))
            sum_of_L_sum_2 += L_factor_2[n]
        L_sum_2[0] = sum_of_L_sum_2

        value_[0] = (L_sum_2[0] + (number_1_2 * L_sum[0] * lambda_[()]))

        # a_nj = 1/2 sign(m_nj) + 1/2, definition
        for n in range(N):
            for j in range(C):
                u[n, j] = ((number_1_2 * np.sign(u[n, j])) + number_1_2)
    if passes & BACKWARD:
        # ∂L/∂u_nj = a_nj − δ(j, t_n) Σ_k a_nk, (c)
        # ∂L/∂b_j = Σ_n ∂L/∂u_nj, (d)
        d_b[:] = zero
        for n in range(N):
            total = zero
            for k in range(C):
                total += u[n, k]
            d_u_sum[n] = total
            d_u_amount[n] = (-d_u_sum[n])
            u[n, t[n]] += d_u_amount[n]
            for j in range(C):
                d_b[j] += u[n, j]

        # ∂L/∂w_ji = Σ_n ∂L/∂u_nj X_ni + λ w_ji, (d)
        _dot(u.T, X, d_w)

        for j in range(C):
            for i in range(D):
                d_w[j, i] = ((lambda_[()] * w[j, i]) + d_w[j, i])
    return value_[0]


def _entered(workspace, X, t, lambda_, Delta, w, b):
    """The workspace, made to measure if there is none, after a look at the arguments."""
    if workspace is None:
        workspace = _workspace_for(X, t, lambda_, Delta, w, b)
    if workspace.checks:
        workspace.admit(X, t, lambda_, Delta, w, b)
    return workspace


def _workspace_for(X, t, lambda_, Delta, w, b):
    sizes = {}
    for (name, axes), array in zip(ARGUMENTS.items(), (X, t, lambda_, Delta, w, b)):
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


def _check_label(name, labels, shape, classes):
    if not isinstance(labels, np.ndarray) or not np.can_cast(labels.dtype, np.intp) or labels.dtype.kind not in "iu":
        raise TypeError(f"{name} must be a NumPy array of integers, not {getattr(labels, 'dtype', type(labels).__name__)}.")
    if labels.shape != shape:
        raise ValueError(f"{name} has the shape {labels.shape}, but {shape} is needed.")
    if labels.min() < 0 or labels.max() >= classes:
        place = int(np.argmax((labels < 0) | (labels >= classes)))
        raise ValueError(f"{name}[{place}] is {labels[place]}, but labels run from 0 to {classes - 1}.")


