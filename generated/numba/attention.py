"""attention: the value and its gradients in loops that Numba compiles, every line a formula that was proved.

    value = Σ_n Σ_m G_nm o_nm

Generated from derivations/attention.md through codegen/numba/module.py.j2; do not edit.
Change the document, then: gradproof generate. Whether this file is up to date: gradproof generate --check
Normal forms of the document: 0b6830e977822aac356e94c70cdd63e68c8d9c5060e543e69d7b6beca3d8ecaf

Shapes: G (N, M), tau () > 0, Q (N, D), V (J, M), K (J, D).
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
ARGUMENTS = {"G": ("N", "M",), "tau": (), "Q": ("N", "D",), "V": ("J", "M",), "K": ("J", "D",)}
"""The dimensions of each argument's axes, in the order of the arguments."""
LABELS = {}
"""The arguments that are integers, with the dimension whose places they name, counted from 0."""
POSITIVE = ("tau",)
"""The arguments that the document takes to be above 0."""


class Gradients(NamedTuple):
    """The derivative of the value by each parameter, in the parameter's own shape."""

    Q: Array
    """(N, D)"""
    V: Array
    """(J, M)"""
    K: Array
    """(J, D)"""


def forward(G, tau, Q, V, K, workspace=None):
    """The value. What `backward` needs is left in the workspace."""
    workspace = _entered(workspace, G, tau, Q, V, K)
    return workspace.run(workspace.forward, G, tau, Q, V, K)


def backward(G, tau, Q, V, K, workspace=None):
    """The gradients. A `forward` of the same arrays just before, in the same workspace, is not repeated."""
    workspace = _entered(workspace, G, tau, Q, V, K)
    return workspace.run(workspace.backward, G, tau, Q, V, K)


def value_and_grad(G, tau, Q, V, K, workspace=None):
    """(value, gradients). With a workspace the gradients live in it until its next call, without one they are fresh."""
    if workspace is not None and workspace.kernel is not None:  # nothing between the call and compiled code
        workspace.seen = None
        try:
            return workspace.kernel(G, tau, Q, V, K, workspace.memory, BOTH), workspace.gradients
        except TypeError:  # arguments of another kind than the kernel was compiled for
            return workspace.both(G, tau, Q, V, K)
    workspace = _entered(workspace, G, tau, Q, V, K)
    workspace.seen = None
    return workspace.both(G, tau, Q, V, K)


class Workspace:
    """All arrays that calls for these sizes write to, made once.

    `dtype` is that of all arguments but the labels: float64, float32, or complex128 (for derivatives by the complex
    step). With check="once" only the first call looks at shapes, dtypes and labels; the caller vouches for the others.
    """

    def __init__(self, *, N, M, D, J, dtype=np.float64, check="always"):
        self.dtype = np.dtype(dtype)
        if self.dtype not in (np.float64, np.float32, np.complex128):
            raise TypeError(f"dtype is {self.dtype}, but these kernels compute in float64, float32 or complex128.")
        if check not in ("always", "once"):
            raise ValueError(f"check is {check!r}, but it can only be 'always' or 'once'.")
        self.sizes = {"N": N, "M": M, "D": D, "J": J}
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
        N, M, D, J = self.sizes.values()
        return _gradients(_memory(N, M, D, J, self.dtype), N, M, D, J)

    def forward(self, G, tau, Q, V, K):
        """The value of checked arguments."""
        self.seen = (G, tau, Q, V, K)
        return self.rows.forward(G, tau, Q, V, K)

    def backward(self, G, tau, Q, V, K):
        """The gradients at checked arguments."""
        if self.seen is None or any(a is not b for a, b in zip(self.seen, (G, tau, Q, V, K))):
            self.forward(G, tau, Q, V, K)
        self.seen = None
        self.rows.backward(G, tau, Q, V, K)
        return self.gradients


    def admit(self, G, tau, Q, V, K):
        """Nothing, if the arguments fit this workspace; TypeError or ValueError that says what does not."""
        N, M, D, J = self.sizes.values()
        _check_array("G", G, (N, M), self.dtype)
        _check_number("tau", tau, self.dtype)
        _check_array("Q", Q, (N, D), self.dtype)
        _check_array("V", V, (J, M), self.dtype)
        _check_array("K", K, (J, D), self.dtype)
        self.checks = not self.once
        if self.once and self.rows is not None:
            self.kernel, self.memory = self.rows.kernel, self.rows.memory


def _memory(N, M, D, J, dtype):
    """One array for all that a kernel writes: each array that crosses into compiled code costs a tenth of a microsecond."""
    return np.empty(N * D + J * M + J * D + N * J + N + N + N * M + 1 + N * M + N + N * J, dtype)


def _gradients(memory, N, M, D, J):
    """The gradients, which lie at the beginning of the memory."""
    d_Q, memory = np.split(memory, [N * D])
    d_V, memory = np.split(memory, [J * M])
    d_K, memory = np.split(memory, [J * D])
    return Gradients(d_Q.reshape((N, D)), d_V.reshape((J, M)), d_K.reshape((J, D)))


class _Rows:
    """The memory of one pass over rows of the data, and its compiled kernel."""

    def __init__(self, N, M, D, J, dtype, gradients):
        needed = N * D + J * M + J * D + N * J + N + N + N * M + 1 + N * M + N + N * J
        self.memory = _memory(N, M, D, J, dtype) if gradients is None else gradients[0].base[:needed]
        self.gradients = gradients or _gradients(self.memory, N, M, D, J)
        self.kernel = _compiled(dtype)

    def value_and_grad(self, G, tau, Q, V, K):
        """(value, gradients)."""
        return self._run(BOTH, G, tau, Q, V, K), self.gradients

    def forward(self, G, tau, Q, V, K):
        """The value."""
        return self._run(FORWARD, G, tau, Q, V, K)

    def backward(self, G, tau, Q, V, K):
        """The gradients into their arrays; overwrites what forward left."""
        self._run(BACKWARD, G, tau, Q, V, K)

    def _run(self, passes, G, tau, Q, V, K):
        try:
            return self.kernel(G, tau, Q, V, K, self.memory, passes)
        except TypeError:  # arguments of another kind than the kernel was compiled for
            pass
        return self.kernel(
            np.require(G, self.memory.dtype, "CW"),
            np.require(tau, self.memory.dtype, "CW"),
            np.require(Q, self.memory.dtype, "CW"),
            np.require(V, self.memory.dtype, "CW"),
            np.require(K, self.memory.dtype, "CW"),
            self.memory,
            passes,
        )


@functools.cache
def _compiled(dtype):
    """The kernel for one dtype."""
    kind = numba.from_dtype(dtype)
    arguments = (types.Array(kind, 2, "C"), types.Array(kind, 0, "C"), types.Array(kind, 2, "C"), types.Array(kind, 2, "C"), types.Array(kind, 2, "C"), )
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


def _kernel(G, tau, Q, V, K, memory, passes):
    """The value, and the gradients at the beginning of the memory; `passes` says which half is asked for."""
    kind = memory.dtype.type
    zero = kind(0)
    one = kind(1)
    N = G.shape[0]
    M = G.shape[1]
    D = Q.shape[1]
    J = V.shape[0]
    if not (
        G.shape == (N, M)
        and Q.shape == (N, D)
        and V.shape == (J, M)
        and K.shape == (J, D)
        and memory.size == N * D + J * M + J * D + N * J + N + N + N * M + 1 + N * M + N + N * J
    ):
        raise ValueError("The shapes of the arguments are not those of the workspace.")
    end = N * D
    d_Q = memory[:end].reshape((N, D))
    end = end + J * M
    d_V = memory[end - J * M:end].reshape((J, M))
    end = end + J * D
    d_K = memory[end - J * D:end].reshape((J, D))
    end = end + N * J
    s = memory[end - N * J:end].reshape((N, J))
    end = end + N
    total_s = memory[end - N:end]
    end = end + N
    scale_s = memory[end - N:end]
    end = end + N * M
    o = memory[end - N * M:end].reshape((N, M))
    end = end + 1
    value_ = memory[end - 1:end]
    end = end + N * M
    d_o = memory[end - N * M:end].reshape((N, M))
    end = end + N
    d_s_sum = memory[end - N:end]
    end = end + N * J
    d_a = memory[end - N * J:end].reshape((N, J))
    if passes & FORWARD:
        # s_nj = Σ_d K_jd Q_nd/tau, definition
        _dot(Q, K.T, s)

        # a_nj = exp(s_nj − log(Σ_k exp(s_nk))), definition
        for n in range(N):
            for j in range(J):
                s[n, j] = (s[n, j] / tau[()])
            peak = s[n, 0].real
            for k in range(1, J):
                peak = max(peak, s[n, k].real)
            total = zero
            for k in range(J):
                power = np.exp(s[n, k] - peak)
                total += power
                s[n, k] = power
            total_s[n] = total
            scale_s[n] = one / total
            for k in range(J):
                s[n, k] *= scale_s[n]

        # o_nm = Σ_j V_jm a_nj, definition
        _dot(s, V, o)

        # L = Σ_n Σ_m G_nm o_nm, definition
        sum_of_value_ = 0.0
        for n in range(N):
            for m in range(M):
                sum_of_value_ += G[n, m] * o[n, m]
        value_[0] = sum_of_value_
    if passes & BACKWARD:
        # ∂L/∂o_nm = G_nm, (a)
        # ∂L/∂s_nj = a_nj (∂L/∂a_nj − Σ_m ∂L/∂o_nm o_nm), (b)
        for n in range(N):
            for m in range(M):
                d_o[n, m] = G[n, m]
            total = zero
            for m in range(M):
                total += d_o[n, m] * o[n, m]
            d_s_sum[n] = total

        # ∂L/∂a_nj = Σ_m ∂L/∂o_nm V_jm, (b)
        _dot(d_o, V.T, d_a)

        # ∂L/∂s_nj = a_nj (∂L/∂a_nj − Σ_m ∂L/∂o_nm o_nm), (b)
        for n in range(N):
            for j in range(J):
                d_a[n, j] = ((d_a[n, j] - d_s_sum[n]) * s[n, j])

        # ∂L/∂Q_nd = (1/tau) Σ_j ∂L/∂s_nj K_jd, (c)
        _dot(d_a, K, d_Q)

        for n in range(N):
            for d in range(D):
                d_Q[n, d] = (d_Q[n, d] / tau[()])

        # ∂L/∂V_jm = Σ_n a_nj ∂L/∂o_nm, (a)
        _dot(s.T, d_o, d_V)

        # ∂L/∂K_jd = (1/tau) Σ_n ∂L/∂s_nj Q_nd, (c)
        _dot(d_a.T, Q, d_K)

        for j in range(J):
            for d in range(D):
                d_K[j, d] = (d_K[j, d] / tau[()])
    return value_[0]


def _entered(workspace, G, tau, Q, V, K):
    """The workspace, made to measure if there is none, after a look at the arguments."""
    if workspace is None:
        workspace = _workspace_for(G, tau, Q, V, K)
    if workspace.checks:
        workspace.admit(G, tau, Q, V, K)
    return workspace


def _workspace_for(G, tau, Q, V, K):
    sizes = {}
    for (name, axes), array in zip(ARGUMENTS.items(), (G, tau, Q, V, K)):
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


