"""lstm cell: the value and its gradients in loops that Numba compiles, every line a formula that was proved.

    value = Σ_n Σ_k U_nk y_nk + Σ_n Σ_k V_nk z_nk

Generated from derivations/lstm_cell.md through codegen/numba/module.py.j2; do not edit.
Change the document, then: gradproof generate. Whether this file is up to date: gradproof generate --check
Normal forms of the document: d1177f2d549765bf42ba7d3e4005bf3f26d67b72a32c3460307d36e37e0269cc

Shapes: U (N, H), V (N, H), m (N, H), x (N, M), h (N, H), C (H, M), R (H, H), c (H,), B (H, M), Q (H, H), b (H,), A (H, M), P (H, H), a (H,), D (H, M), S (H, H), d (H,).
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
ARGUMENTS = {"U": ("N", "H",), "V": ("N", "H",), "m": ("N", "H",), "x": ("N", "M",), "h": ("N", "H",), "C": ("H", "M",), "R": ("H", "H",), "c": ("H",), "B": ("H", "M",), "Q": ("H", "H",), "b": ("H",), "A": ("H", "M",), "P": ("H", "H",), "a": ("H",), "D": ("H", "M",), "S": ("H", "H",), "d": ("H",)}
"""The dimensions of each argument's axes, in the order of the arguments."""
LABELS = {}
"""The arguments that are integers, with the dimension whose places they name, counted from 0."""
POSITIVE = ()
"""The arguments that the document takes to be above 0."""


class Gradients(NamedTuple):
    """The derivative of the value by each parameter, in the parameter's own shape."""

    m: Array
    """(N, H)"""
    x: Array
    """(N, M)"""
    h: Array
    """(N, H)"""
    C: Array
    """(H, M)"""
    R: Array
    """(H, H)"""
    c: Array
    """(H,)"""
    B: Array
    """(H, M)"""
    Q: Array
    """(H, H)"""
    b: Array
    """(H,)"""
    A: Array
    """(H, M)"""
    P: Array
    """(H, H)"""
    a: Array
    """(H,)"""
    D: Array
    """(H, M)"""
    S: Array
    """(H, H)"""
    d: Array
    """(H,)"""


def forward(U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d, workspace=None):
    """The value. What `backward` needs is left in the workspace."""
    workspace = _entered(workspace, U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d)
    return workspace.run(workspace.forward, U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d)


def backward(U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d, workspace=None):
    """The gradients. A `forward` of the same arrays just before, in the same workspace, is not repeated."""
    workspace = _entered(workspace, U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d)
    return workspace.run(workspace.backward, U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d)


def value_and_grad(U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d, workspace=None):
    """(value, gradients). With a workspace the gradients live in it until its next call, without one they are fresh."""
    if workspace is not None and workspace.kernel is not None:  # nothing between the call and compiled code
        workspace.seen = None
        try:
            return workspace.kernel(U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d, workspace.memory, BOTH), workspace.gradients
        except TypeError:  # arguments of another kind than the kernel was compiled for
            return workspace.both(U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d)
    workspace = _entered(workspace, U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d)
    workspace.seen = None
    return workspace.both(U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d)


class Workspace:
    """All arrays that calls for these sizes write to, made once.

    `dtype` is that of all arguments but the labels: float64, float32, or complex128 (for derivatives by the complex
    step). With check="once" only the first call looks at shapes, dtypes and labels; the caller vouches for the others.
    """

    def __init__(self, *, N, H, M, dtype=np.float64, check="always"):
        self.dtype = np.dtype(dtype)
        if self.dtype not in (np.float64, np.float32, np.complex128):
            raise TypeError(f"dtype is {self.dtype}, but these kernels compute in float64, float32 or complex128.")
        if check not in ("always", "once"):
            raise ValueError(f"check is {check!r}, but it can only be 'always' or 'once'.")
        self.sizes = {"N": N, "H": H, "M": M}
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
        N, H, M = self.sizes.values()
        return _gradients(_memory(N, H, M, self.dtype), N, H, M)

    def forward(self, U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d):
        """The value of checked arguments."""
        self.seen = (U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d)
        return self.rows.forward(U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d)

    def backward(self, U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d):
        """The gradients at checked arguments."""
        if self.seen is None or any(a is not b for a, b in zip(self.seen, (U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d))):
            self.forward(U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d)
        self.seen = None
        self.rows.backward(U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d)
        return self.gradients


    def admit(self, U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d):
        """Nothing, if the arguments fit this workspace; TypeError or ValueError that says what does not."""
        N, H, M = self.sizes.values()
        _check_array("U", U, (N, H), self.dtype)
        _check_array("V", V, (N, H), self.dtype)
        _check_array("m", m, (N, H), self.dtype)
        _check_array("x", x, (N, M), self.dtype)
        _check_array("h", h, (N, H), self.dtype)
        _check_array("C", C, (H, M), self.dtype)
        _check_array("R", R, (H, H), self.dtype)
        _check_array("c", c, (H,), self.dtype)
        _check_array("B", B, (H, M), self.dtype)
        _check_array("Q", Q, (H, H), self.dtype)
        _check_array("b", b, (H,), self.dtype)
        _check_array("A", A, (H, M), self.dtype)
        _check_array("P", P, (H, H), self.dtype)
        _check_array("a", a, (H,), self.dtype)
        _check_array("D", D, (H, M), self.dtype)
        _check_array("S", S, (H, H), self.dtype)
        _check_array("d", d, (H,), self.dtype)
        self.checks = not self.once
        if self.once and self.rows is not None:
            self.kernel, self.memory = self.rows.kernel, self.rows.memory


def _memory(N, H, M, dtype):
    """One array for all that a kernel writes: each array that crosses into compiled code costs a tenth of a microsecond."""
    return np.empty(N * H + N * M + N * H + H * M + H * H + H + H * M + H * H + H + H * M + H * H + H + H * M + H * H + H + N * H + N * H + N * H + N * H + N * H + N * H + N * H + N * H + N * H + 1 + N * H + 1 + 1 + N * H + N * H + N * H + N * M + N * M + N * M + N * H + N * H + N * H, dtype)


def _gradients(memory, N, H, M):
    """The gradients, which lie at the beginning of the memory."""
    d_m, memory = np.split(memory, [N * H])
    d_x, memory = np.split(memory, [N * M])
    d_h, memory = np.split(memory, [N * H])
    d_C, memory = np.split(memory, [H * M])
    d_R, memory = np.split(memory, [H * H])
    d_c, memory = np.split(memory, [H])
    d_B, memory = np.split(memory, [H * M])
    d_Q, memory = np.split(memory, [H * H])
    d_b, memory = np.split(memory, [H])
    d_A, memory = np.split(memory, [H * M])
    d_P, memory = np.split(memory, [H * H])
    d_a, memory = np.split(memory, [H])
    d_D, memory = np.split(memory, [H * M])
    d_S, memory = np.split(memory, [H * H])
    d_d, memory = np.split(memory, [H])
    return Gradients(d_m.reshape((N, H)), d_x.reshape((N, M)), d_h.reshape((N, H)), d_C.reshape((H, M)), d_R.reshape((H, H)), d_c.reshape((H,)), d_B.reshape((H, M)), d_Q.reshape((H, H)), d_b.reshape((H,)), d_A.reshape((H, M)), d_P.reshape((H, H)), d_a.reshape((H,)), d_D.reshape((H, M)), d_S.reshape((H, H)), d_d.reshape((H,)))


class _Rows:
    """The memory of one pass over rows of the data, and its compiled kernel."""

    def __init__(self, N, H, M, dtype, gradients):
        needed = N * H + N * M + N * H + H * M + H * H + H + H * M + H * H + H + H * M + H * H + H + H * M + H * H + H + N * H + N * H + N * H + N * H + N * H + N * H + N * H + N * H + N * H + 1 + N * H + 1 + 1 + N * H + N * H + N * H + N * M + N * M + N * M + N * H + N * H + N * H
        self.memory = _memory(N, H, M, dtype) if gradients is None else gradients[0].base[:needed]
        self.gradients = gradients or _gradients(self.memory, N, H, M)
        self.kernel = _compiled(dtype)

    def value_and_grad(self, U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d):
        """(value, gradients)."""
        return self._run(BOTH, U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d), self.gradients

    def forward(self, U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d):
        """The value."""
        return self._run(FORWARD, U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d)

    def backward(self, U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d):
        """The gradients into their arrays; overwrites what forward left."""
        self._run(BACKWARD, U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d)

    def _run(self, passes, U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d):
        try:
            return self.kernel(U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d, self.memory, passes)
        except TypeError:  # arguments of another kind than the kernel was compiled for
            pass
        return self.kernel(
            np.require(U, self.memory.dtype, "CW"),
            np.require(V, self.memory.dtype, "CW"),
            np.require(m, self.memory.dtype, "CW"),
            np.require(x, self.memory.dtype, "CW"),
            np.require(h, self.memory.dtype, "CW"),
            np.require(C, self.memory.dtype, "CW"),
            np.require(R, self.memory.dtype, "CW"),
            np.require(c, self.memory.dtype, "CW"),
            np.require(B, self.memory.dtype, "CW"),
            np.require(Q, self.memory.dtype, "CW"),
            np.require(b, self.memory.dtype, "CW"),
            np.require(A, self.memory.dtype, "CW"),
            np.require(P, self.memory.dtype, "CW"),
            np.require(a, self.memory.dtype, "CW"),
            np.require(D, self.memory.dtype, "CW"),
            np.require(S, self.memory.dtype, "CW"),
            np.require(d, self.memory.dtype, "CW"),
            self.memory,
            passes,
        )


@functools.cache
def _compiled(dtype):
    """The kernel for one dtype."""
    kind = numba.from_dtype(dtype)
    arguments = (types.Array(kind, 2, "C"), types.Array(kind, 2, "C"), types.Array(kind, 2, "C"), types.Array(kind, 2, "C"), types.Array(kind, 2, "C"), types.Array(kind, 2, "C"), types.Array(kind, 2, "C"), types.Array(kind, 1, "C"), types.Array(kind, 2, "C"), types.Array(kind, 2, "C"), types.Array(kind, 1, "C"), types.Array(kind, 2, "C"), types.Array(kind, 2, "C"), types.Array(kind, 1, "C"), types.Array(kind, 2, "C"), types.Array(kind, 2, "C"), types.Array(kind, 1, "C"), )
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


def _kernel(U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d, memory, passes):
    """The value, and the gradients at the beginning of the memory; `passes` says which half is asked for."""
    kind = memory.dtype.type
    zero = kind(0)
    one = kind(1)
    N = U.shape[0]
    H = U.shape[1]
    M = x.shape[1]
    if not (
        U.shape == (N, H)
        and V.shape == (N, H)
        and m.shape == (N, H)
        and x.shape == (N, M)
        and h.shape == (N, H)
        and C.shape == (H, M)
        and R.shape == (H, H)
        and c.shape == (H,)
        and B.shape == (H, M)
        and Q.shape == (H, H)
        and b.shape == (H,)
        and A.shape == (H, M)
        and P.shape == (H, H)
        and a.shape == (H,)
        and D.shape == (H, M)
        and S.shape == (H, H)
        and d.shape == (H,)
        and memory.size == N * H + N * M + N * H + H * M + H * H + H + H * M + H * H + H + H * M + H * H + H + H * M + H * H + H + N * H + N * H + N * H + N * H + N * H + N * H + N * H + N * H + N * H + 1 + N * H + 1 + 1 + N * H + N * H + N * H + N * M + N * M + N * M + N * H + N * H + N * H
    ):
        raise ValueError("The shapes of the arguments are not those of the workspace.")
    end = N * H
    d_m = memory[:end].reshape((N, H))
    end = end + N * M
    d_x = memory[end - N * M:end].reshape((N, M))
    end = end + N * H
    d_h = memory[end - N * H:end].reshape((N, H))
    end = end + H * M
    d_C = memory[end - H * M:end].reshape((H, M))
    end = end + H * H
    d_R = memory[end - H * H:end].reshape((H, H))
    end = end + H
    d_c = memory[end - H:end]
    end = end + H * M
    d_B = memory[end - H * M:end].reshape((H, M))
    end = end + H * H
    d_Q = memory[end - H * H:end].reshape((H, H))
    end = end + H
    d_b = memory[end - H:end]
    end = end + H * M
    d_A = memory[end - H * M:end].reshape((H, M))
    end = end + H * H
    d_P = memory[end - H * H:end].reshape((H, H))
    end = end + H
    d_a = memory[end - H:end]
    end = end + H * M
    d_D = memory[end - H * M:end].reshape((H, M))
    end = end + H * H
    d_S = memory[end - H * H:end].reshape((H, H))
    end = end + H
    d_d = memory[end - H:end]
    end = end + N * H
    o = memory[end - N * H:end].reshape((N, H))
    end = end + N * H
    r_sum_2 = memory[end - N * H:end].reshape((N, H))
    end = end + N * H
    f = memory[end - N * H:end].reshape((N, H))
    end = end + N * H
    q_sum_2 = memory[end - N * H:end].reshape((N, H))
    end = end + N * H
    g = memory[end - N * H:end].reshape((N, H))
    end = end + N * H
    s_sum_2 = memory[end - N * H:end].reshape((N, H))
    end = end + N * H
    i = memory[end - N * H:end].reshape((N, H))
    end = end + N * H
    p_sum_2 = memory[end - N * H:end].reshape((N, H))
    end = end + N * H
    z = memory[end - N * H:end].reshape((N, H))
    end = end + 1
    L_sum_2 = memory[end - 1:end]
    end = end + N * H
    y = memory[end - N * H:end].reshape((N, H))
    end = end + 1
    L_sum = memory[end - 1:end]
    end = end + 1
    value_ = memory[end - 1:end]
    end = end + N * H
    d_y = memory[end - N * H:end].reshape((N, H))
    end = end + N * H
    d_z = memory[end - N * H:end].reshape((N, H))
    end = end + N * H
    d_p = memory[end - N * H:end].reshape((N, H))
    end = end + N * M
    d_x_sum_2 = memory[end - N * M:end].reshape((N, M))
    end = end + N * M
    d_x_sum_3 = memory[end - N * M:end].reshape((N, M))
    end = end + N * M
    d_x_sum_4 = memory[end - N * M:end].reshape((N, M))
    end = end + N * H
    d_h_sum_2 = memory[end - N * H:end].reshape((N, H))
    end = end + N * H
    d_h_sum_3 = memory[end - N * H:end].reshape((N, H))
    end = end + N * H
    d_h_sum_4 = memory[end - N * H:end].reshape((N, H))
    if passes & FORWARD:
        # r_nk = Σ_l R_kl h_nl + Σ_j C_kj x_nj + c_k, definition
        _dot(h, R.T, o)

        _dot(x, C.T, r_sum_2)

        # q_nk = Σ_l Q_kl h_nl + Σ_j B_kj x_nj + b_k, definition
        _dot(h, Q.T, f)

        _dot(x, B.T, q_sum_2)

        # s_nk = Σ_l S_kl h_nl + Σ_j D_kj x_nj + d_k, definition
        _dot(h, S.T, g)

        _dot(x, D.T, s_sum_2)

        # p_nk = Σ_l P_kl h_nl + Σ_j A_kj x_nj + a_k, definition
        _dot(h, P.T, i)

        _dot(x, A.T, p_sum_2)

        # r_nk = Σ_l R_kl h_nl + Σ_j C_kj x_nj + c_k, definition
        # o_nk = σ(r_nk), definition
        # q_nk = Σ_l Q_kl h_nl + Σ_j B_kj x_nj + b_k, definition
        # f_nk = σ(q_nk), definition
        # s_nk = Σ_l S_kl h_nl + Σ_j D_kj x_nj + d_k, definition
        # g_nk = tanh(s_nk), definition
        # i_nk = σ(p_nk), definition
        # z_nk = f_nk m_nk + g_nk i_nk, definition
        # L = Σ_n Σ_k U_nk y_nk + Σ_n Σ_k V_nk z_nk, definition
        # w_nk = tanh(z_nk), definition
        # y_nk = o_nk w_nk, definition
        sum_of_L_sum_2 = 0.0
        sum_of_L_sum = 0.0
        for n in range(N):
            for k in range(H):
                o[n, k] = (one / (one + np.exp((-c[k] - o[n, k] - r_sum_2[n, k]))))
            for k in range(H):
                f[n, k] = (one / (one + np.exp((-b[k] - f[n, k] - q_sum_2[n, k]))))
            for k in range(H):
                g[n, k] = np.tanh((d[k] + g[n, k] + s_sum_2[n, k]))
            for k in range(H):
                i[n, k] = (one / (one + np.exp((-a[k] - i[n, k] - p_sum_2[n, k]))))
            for k in range(H):
                z[n, k] = ((f[n, k] * m[n, k]) + (g[n, k] * i[n, k]))
            for k in range(H):
                sum_of_L_sum_2 += V[n, k] * z[n, k]
            for k in range(H):
                z[n, k] = np.tanh(z[n, k])
            for k in range(H):
                y[n, k] = (o[n, k] * z[n, k])
            for k in range(H):
                sum_of_L_sum += U[n, k] * y[n, k]
        L_sum_2[0] = sum_of_L_sum_2
        L_sum[0] = sum_of_L_sum

        value_[0] = (L_sum[0] + L_sum_2[0])
    if passes & BACKWARD:
        # ∂L/∂y_nk = U_nk, (a)
        # ∂L/∂w_nk = ∂L/∂y_nk o_nk, (a)
        # ∂L/∂z_nk = V_nk + ∂L/∂w_nk (1 − w_nk²), (b)
        # ∂L/∂m_nk = ∂L/∂z_nk f_nk, (c)
        # ∂L/∂i_nk = ∂L/∂z_nk g_nk, (c)
        # ∂L/∂p_nk = (∂L/∂i_nk i_nk) (1 − i_nk), (d)
        # ∂L/∂a_k = Σ_n ∂L/∂p_nk, (e)
        # ∂L/∂f_nk = ∂L/∂z_nk m_nk, (c)
        # ∂L/∂q_nk = (∂L/∂f_nk f_nk) (1 − f_nk), (d)
        # ∂L/∂b_k = Σ_n ∂L/∂q_nk, (e)
        # ∂L/∂o_nk = ∂L/∂y_nk w_nk, (a)
        # ∂L/∂r_nk = (∂L/∂o_nk o_nk) (1 − o_nk), (d)
        # ∂L/∂c_k = Σ_n ∂L/∂r_nk, (e)
        # ∂L/∂g_nk = ∂L/∂z_nk i_nk, (c)
        # ∂L/∂s_nk = ∂L/∂g_nk (1 − g_nk²), (d)
        # ∂L/∂d_k = Σ_n ∂L/∂s_nk, (e)
        d_a[:] = zero
        d_b[:] = zero
        d_c[:] = zero
        d_d[:] = zero
        for n in range(N):
            for k in range(H):
                d_y[n, k] = U[n, k]
            for k in range(H):
                d_z[n, k] = (((one - z[n, k] ** 2) * d_y[n, k] * o[n, k]) + V[n, k])
            for k in range(H):
                d_m[n, k] = (d_z[n, k] * f[n, k])
            for k in range(H):
                d_p[n, k] = ((one - i[n, k]) * d_z[n, k] * g[n, k] * i[n, k])
            for k in range(H):
                d_a[k] += d_p[n, k]
            for k in range(H):
                f[n, k] = ((one - f[n, k]) * d_z[n, k] * f[n, k] * m[n, k])
            for k in range(H):
                d_b[k] += f[n, k]
            for k in range(H):
                d_y[n, k] = ((one - o[n, k]) * d_y[n, k] * o[n, k] * z[n, k])
            for k in range(H):
                d_c[k] += d_y[n, k]
            for k in range(H):
                g[n, k] = ((one - g[n, k] ** 2) * d_z[n, k] * i[n, k])
            for k in range(H):
                d_d[k] += g[n, k]

        # ∂L/∂x_nj = Σ_k (∂L/∂p_nk A_kj + ∂L/∂q_nk B_kj + ∂L/∂r_nk C_kj + ∂L/∂s_nk D_kj), (f)
        _dot(d_p, A, d_x)

        _dot(f, B, d_x_sum_2)

        _dot(d_y, C, d_x_sum_3)

        _dot(g, D, d_x_sum_4)

        for n in range(N):
            for j in range(M):
                d_x[n, j] = (d_x[n, j] + d_x_sum_2[n, j] + d_x_sum_3[n, j] + d_x_sum_4[n, j])

        # ∂L/∂h_nl = Σ_k (∂L/∂p_nk P_kl + ∂L/∂q_nk Q_kl + ∂L/∂r_nk R_kl + ∂L/∂s_nk S_kl), (f)
        _dot(d_p, P, d_h)

        _dot(f, Q, d_h_sum_2)

        _dot(d_y, R, d_h_sum_3)

        _dot(g, S, d_h_sum_4)

        for n in range(N):
            for l in range(H):
                d_h[n, l] = (d_h[n, l] + d_h_sum_2[n, l] + d_h_sum_3[n, l] + d_h_sum_4[n, l])

        # ∂L/∂C_kj = Σ_n ∂L/∂r_nk x_nj, (e)
        _dot(d_y.T, x, d_C)

        # ∂L/∂R_kl = Σ_n ∂L/∂r_nk h_nl, (e)
        _dot(d_y.T, h, d_R)

        # ∂L/∂B_kj = Σ_n ∂L/∂q_nk x_nj, (e)
        _dot(f.T, x, d_B)

        # ∂L/∂Q_kl = Σ_n ∂L/∂q_nk h_nl, (e)
        _dot(f.T, h, d_Q)

        # ∂L/∂A_kj = Σ_n ∂L/∂p_nk x_nj, (e)
        _dot(d_p.T, x, d_A)

        # ∂L/∂P_kl = Σ_n ∂L/∂p_nk h_nl, (e)
        _dot(d_p.T, h, d_P)

        # ∂L/∂D_kj = Σ_n ∂L/∂s_nk x_nj, (e)
        _dot(g.T, x, d_D)

        # ∂L/∂S_kl = Σ_n ∂L/∂s_nk h_nl, (e)
        _dot(g.T, h, d_S)
    return value_[0]


def _entered(workspace, U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d):
    """The workspace, made to measure if there is none, after a look at the arguments."""
    if workspace is None:
        workspace = _workspace_for(U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d)
    if workspace.checks:
        workspace.admit(U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d)
    return workspace


def _workspace_for(U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d):
    sizes = {}
    for (name, axes), array in zip(ARGUMENTS.items(), (U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d)):
        if len(np.shape(array)) != len(axes):
            raise ValueError(f"{name} has the shape {np.shape(array)}, but it is an array over ({', '.join(axes)}).")
        sizes.update((axis, size) for axis, size in zip(axes, np.shape(array)) if axis not in sizes)
    return Workspace(**sizes, dtype=U.dtype)


def _check_array(name, array, shape, dtype):
    if not isinstance(array, np.ndarray):
        raise TypeError(f"{name} is a {type(array).__name__}; pass a NumPy array of {dtype}.")
    if array.dtype != dtype:
        raise TypeError(f"{name} is {array.dtype}, but the workspace computes in {dtype}; convert it with astype.")
    if array.shape != shape:
        raise ValueError(f"{name} has the shape {array.shape}, but {shape} is needed.")


