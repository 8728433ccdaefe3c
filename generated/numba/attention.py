"""attention: the value and its gradients in loops that Numba compiles, every line a formula that was proved.

    value = Σ_n' L_{n'}

Generated from derivations/attention.md through codegen/numba/module.py.j2; do not edit.
Change the document, then: gradproof generate. Whether this file is up to date: gradproof generate --check
Normal forms of the document: 905250f215f1e3121e9d42a6b2ea2d668daa039ba4afee6cffa361c04a565b5c

    workspace = Workspace(N=…, M=…, J=…, D=…, dtype=np.float64)
    value, gradients = value_and_grad(g, tau, V, q, K, workspace)

Shapes: g (N, M), tau (N,) > 0, V (J, M), q (D,), K (J, D).
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
ARGUMENTS = {"g": ("N", "M",), "tau": ("N",), "V": ("J", "M",), "q": ("D",), "K": ("J", "D",)}
"""The dimensions of each argument's axes, in the order of the arguments."""
LABELS = {}
"""The arguments that are integers, with the dimension whose places they name, counted from 0."""
POSITIVE = ("tau",)
"""The arguments that the document takes to be above 0."""


class Gradients(NamedTuple):
    """The derivative of the value by each parameter, in the parameter's own shape."""

    V: Array
    """(J, M)"""
    q: Array
    """(D,)"""
    K: Array
    """(J, D)"""


def forward(g, tau, V, q, K, workspace=None):
    """The value. What `backward` needs is left in the workspace."""
    workspace = _entered(workspace, g, tau, V, q, K)
    return workspace.run(workspace.forward, g, tau, V, q, K)


def backward(g, tau, V, q, K, workspace=None):
    """The gradients. A `forward` of the same arrays just before, in the same workspace, is not repeated."""
    workspace = _entered(workspace, g, tau, V, q, K)
    return workspace.run(workspace.backward, g, tau, V, q, K)


def value_and_grad(g, tau, V, q, K, workspace=None):
    """(value, gradients). With a workspace the gradients live in it until its next call, without one they are fresh."""
    if workspace is not None and workspace.kernel is not None:  # nothing between the call and compiled code
        workspace.seen = None
        try:
            return workspace.kernel(g, tau, V, q, K, workspace.memory, BOTH), workspace.gradients
        except TypeError:  # arguments of another kind than the kernel was compiled for
            return workspace.both(g, tau, V, q, K)
    workspace = _entered(workspace, g, tau, V, q, K)
    workspace.seen = None
    return workspace.both(g, tau, V, q, K)


class Workspace:
    """All arrays that calls for these sizes write to, made once.

    `dtype` is that of all arguments but the labels: float64, float32, or complex128 (for derivatives by the complex
    step). With check="once" only the first call looks at shapes, dtypes and labels; the caller vouches for the others.
    With threads=2 the rows are shared by two Python threads; give BLAS one thread then. Not to be used by two threads itself.
    """

    def __init__(self, *, N, M, J, D, dtype=np.float64, check="always", threads=1):
        self.dtype = np.dtype(dtype)
        if self.dtype not in (np.float64, np.float32, np.complex128):
            raise TypeError(f"dtype is {self.dtype}, but these kernels compute in float64, float32 or complex128.")
        if check not in ("always", "once"):
            raise ValueError(f"check is {check!r}, but it can only be 'always' or 'once'.")
        self.sizes = {"N": N, "M": M, "J": J, "D": D}
        for name, size in self.sizes.items():
            if not isinstance(size, (int, np.integer)) or size < 1:
                raise ValueError(f"{name} is {size!r}, but the size of a dimension is an integer and at least 1.")
        self.checks = True
        self.once = check == "once"
        self.context = contextvars.copy_context()
        self.run = self.context.run
        self.gradients = self._gradients()
        self.seen = None
        self._share_out(threads)
        both = self.value_and_grad if self.rows is None else self.rows.value_and_grad
        self.both = both
        self.kernel = None

    def _gradients(self):
        N, M, J, D = self.sizes.values()
        return _gradients(_memory(N, M, J, D, self.dtype), N, M, J, D)

    def _share_out(self, threads):
        """Parts of the rows: few when all fits into the cache, for each further thread a part of its own."""
        N, M, J, D = self.sizes.values()
        per_row = M + 1
        learned = sum(gradient.size for gradient in self.gradients)
        # The data is read twice, forward and backward. Where it does not fit into the cache and parameters are
        # few, 256 rows at a time are read but once, for adding up the parts' gradients.
        size = 256 if N * per_row * self.dtype.itemsize > 5 << 20 and learned <= 64 * per_row else N
        share = -(-N // min(threads, N))
        self.lanes = []
        for start in range(0, N, share):
            stop = min(start + share, N)
            own = self._gradients() if start else self.gradients
            spare = None  # each part has gradients of its own
            parts = [
                (slice(i, min(i + size, stop)), self._part(min(i + size, stop) - i, spare if i > start else own))
                for i in range(start, stop, size)
            ]
            self.lanes.append((contextvars.copy_context() if start else self.context, own, parts))
        self.rows = self.lanes[0][2][0][1] if len(self.lanes) == len(self.lanes[0][2]) == 1 else None
        self.pool = None
        if len(self.lanes) > 1:
            from concurrent.futures import ThreadPoolExecutor

            self.pool = ThreadPoolExecutor(len(self.lanes) - 1)

    def _part(self, rows, gradients):
        return _Rows(**{**self.sizes, "N": rows}, dtype=self.dtype, gradients=gradients)

    def _in_parts(self, work, g, tau, V, q, K):
        """The sum of what `work` returns for the lanes, all but the first of them in threads of their own."""
        jobs = [self.pool.submit(context.run, work, own, parts, g, tau, V, q, K) for context, own, parts in self.lanes[1:]]
        _, own, parts = self.lanes[0]
        value = work(own, parts, g, tau, V, q, K)
        for job, (_, more, _) in zip(jobs, self.lanes[1:]):
            value += job.result()
            if work is not self._forward_parts:
                for mine, theirs in zip(own, more):
                    np.add(mine, theirs, mine)
        return value

    def _forward_parts(self, own, parts, g, tau, V, q, K):
        return sum(part.forward(g[rows], tau[rows], V, q, K) for rows, part in parts)

    def _backward_parts(self, own, parts, g, tau, V, q, K):
        for rows, part in parts:
            part.backward(g[rows], tau[rows], V, q, K)
            _add_to(own, part.gradients)
        return 0

    def _both_parts(self, own, parts, g, tau, V, q, K):
        value = 0
        for rows, part in parts:
            value += part.forward(g[rows], tau[rows], V, q, K)
            part.backward(g[rows], tau[rows], V, q, K)
            _add_to(own, part.gradients)
        return value

    def forward(self, g, tau, V, q, K):
        """The value of checked arguments."""
        self.seen = (g, tau, V, q, K)
        if self.rows is None:
            return self._in_parts(self._forward_parts, g, tau, V, q, K)
        return self.rows.forward(g, tau, V, q, K)

    def backward(self, g, tau, V, q, K):
        """The gradients at checked arguments."""
        if self.seen is None or any(a is not b for a, b in zip(self.seen, (g, tau, V, q, K))):
            self.forward(g, tau, V, q, K)
        self.seen = None
        if self.rows is None:
            self._in_parts(self._backward_parts, g, tau, V, q, K)
            return self.gradients
        self.rows.backward(g, tau, V, q, K)
        return self.gradients

    def value_and_grad(self, g, tau, V, q, K):
        """(value, gradients) at checked arguments, part by part."""
        return self._in_parts(self._both_parts, g, tau, V, q, K), self.gradients

    def admit(self, g, tau, V, q, K):
        """Nothing, if the arguments fit this workspace; TypeError or ValueError that says what does not."""
        N, M, J, D = self.sizes.values()
        _check_array("g", g, (N, M), self.dtype)
        _check_array("tau", tau, (N,), self.dtype)
        _check_array("V", V, (J, M), self.dtype)
        _check_array("q", q, (D,), self.dtype)
        _check_array("K", K, (J, D), self.dtype)
        self.checks = not self.once
        if self.once and self.rows is not None:
            self.kernel, self.memory = self.rows.kernel, self.rows.memory


def _memory(N, M, J, D, dtype):
    """One array for all that a kernel writes: each array that crosses into compiled code costs a tenth of a microsecond."""
    return np.empty(J * M + D + J * D + J + N * J + N + N + N * M + N + 1 + N * M + N * J * M + N * J + D * N + N + J, dtype)


def _gradients(memory, N, M, J, D):
    """The gradients, which lie at the beginning of the memory."""
    d_V, memory = np.split(memory, [J * M])
    d_q, memory = np.split(memory, [D])
    d_K, memory = np.split(memory, [J * D])
    return Gradients(d_V.reshape((J, M)), d_q.reshape((D,)), d_K.reshape((J, D)))


class _Rows:
    """The memory of one pass over rows of the data, and its compiled kernel."""

    def __init__(self, N, M, J, D, dtype, gradients):
        needed = J * M + D + J * D + J + N * J + N + N + N * M + N + 1 + N * M + N * J * M + N * J + D * N + N + J
        self.memory = _memory(N, M, J, D, dtype) if gradients is None else gradients[0].base[:needed]
        self.gradients = gradients or _gradients(self.memory, N, M, J, D)
        self.kernel = _compiled(dtype)

    def value_and_grad(self, g, tau, V, q, K):
        """(value, gradients)."""
        return self._run(BOTH, g, tau, V, q, K), self.gradients

    def forward(self, g, tau, V, q, K):
        """The value."""
        return self._run(FORWARD, g, tau, V, q, K)

    def backward(self, g, tau, V, q, K):
        """The gradients into their arrays; overwrites what forward left."""
        self._run(BACKWARD, g, tau, V, q, K)

    def _run(self, passes, g, tau, V, q, K):
        try:
            return self.kernel(g, tau, V, q, K, self.memory, passes)
        except TypeError:  # arguments of another kind than the kernel was compiled for
            pass
        return self.kernel(
            np.require(g, self.memory.dtype, "CW"),
            np.require(tau, self.memory.dtype, "CW"),
            np.require(V, self.memory.dtype, "CW"),
            np.require(q, self.memory.dtype, "CW"),
            np.require(K, self.memory.dtype, "CW"),
            self.memory,
            passes,
        )


@functools.cache
def _compiled(dtype):
    """The kernel for one dtype."""
    kind = numba.from_dtype(dtype)
    arguments = (types.Array(kind, 2, "C"), types.Array(kind, 1, "C"), types.Array(kind, 2, "C"), types.Array(kind, 1, "C"), types.Array(kind, 2, "C"), )
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


def _kernel(g, tau, V, q, K, memory, passes):
    """The value, and the gradients at the beginning of the memory; `passes` says which half is asked for."""
    kind = memory.dtype.type
    zero = kind(0)
    one = kind(1)
    N = g.shape[0]
    M = g.shape[1]
    J = V.shape[0]
    D = q.shape[0]
    if not (
        g.shape == (N, M)
        and tau.shape == (N,)
        and V.shape == (J, M)
        and q.shape == (D,)
        and K.shape == (J, D)
        and memory.size == J * M + D + J * D + J + N * J + N + N + N * M + N + 1 + N * M + N * J * M + N * J + D * N + N + J
    ):
        raise ValueError("The shapes of the arguments are not those of the workspace.")
    end = J * M
    d_V = memory[:end].reshape((J, M))
    end = end + D
    d_q = memory[end - D:end]
    end = end + J * D
    d_K = memory[end - J * D:end].reshape((J, D))
    end = end + J
    s_sum = memory[end - J:end]
    end = end + N * J
    s = memory[end - N * J:end].reshape((N, J))
    end = end + N
    total_s = memory[end - N:end]
    end = end + N
    scale_s = memory[end - N:end]
    end = end + N * M
    o = memory[end - N * M:end].reshape((N, M))
    end = end + N
    L = memory[end - N:end]
    end = end + 1
    value_ = memory[end - 1:end]
    end = end + N * M
    d_o = memory[end - N * M:end].reshape((N, M))
    end = end + N * J * M
    d_s_factor = memory[end - N * J * M:end].reshape((N, J, M))
    end = end + N * J
    d_s_sum = memory[end - N * J:end].reshape((N, J))
    end = end + D * N
    d_q_sum = memory[end - D * N:end].reshape((D, N))
    end = end + N
    d_q_factor = memory[end - N:end]
    end = end + J
    d_K_sum = memory[end - J:end]
    if passes & FORWARD:
        # s_{n', n} = Σ_d K_nd q_d/tau_{n'}, definition
        for n in range(J):
            total = zero
            for d in range(D):
                total += K[n, d] * q[d]
            s_sum[n] = total

        # a_{n', n} = exp(s_{n', n} − log(Σ_k exp(s_{n', k}))), definition
        for n_ in range(N):
            for n in range(J):
                s[n_, n] = (s_sum[n] / tau[n_])
            peak = s[n_, 0].real
            for k in range(1, J):
                peak = max(peak, s[n_, k].real)
            total = zero
            for k in range(J):
                power = np.exp(s[n_, k] - peak)
                total += power
                s[n_, k] = power
            total_s[n_] = total
            scale_s[n_] = one / total
            for k in range(J):
                s[n_, k] *= scale_s[n_]

        # o_{n', m} = Σ_n V_nm a_{n', n}, definition
        _dot(s, V, o)

        # L_{n'} = Σ_m g_{n', m} o_{n', m}, definition
        # value = Σ_n' L_{n'}
        sum_of_value_ = 0.0
        for n_ in range(N):
            total = zero
            for m in range(M):
                total += g[n_, m] * o[n_, m]
            L[n_] = total
            sum_of_value_ += L[n_]
        value_[0] = sum_of_value_
    if passes & BACKWARD:
        # part of ∂L/∂V_nm = a_n g_m, (a)
        for n_ in range(N):
            for m in range(M):
                d_o[n_, m] = g[n_, m]

        # ∂L/∂V_nm = a_n g_m, (a)
        _dot(s.T, d_o, d_V)

        # ∂L/∂s_n = a_n Σ_m g_m (V_nm − o_m), (b)
        for n_ in range(N):
            for n in range(J):
                for m in range(M):
                    d_s_factor[n_, n, m] = (V[n, m] - o[n_, m])
            for n in range(J):
                total = zero
                for m in range(M):
                    total += d_s_factor[n_, n, m] * d_o[n_, m]
                d_s_sum[n_, n] = total
            for n in range(J):
                s[n_, n] = (s[n_, n] * d_s_sum[n_, n])

        # ∂L/∂q_d = (1/tau) Σ_n ∂L/∂s_n K_nd, (c)
        _dot(K.T, s.T, d_q_sum)

        # ∂L/∂K_nd = ((1/tau) ∂L/∂s_n) q_d, (c)
        d_K_sum[:] = zero
        for n_ in range(N):
            d_q_factor[n_] = (one / tau[n_])
            for n in range(J):
                d_K_sum[n] += d_q_factor[n_] * s[n_, n]

        for d in range(D):
            total = zero
            for n_ in range(N):
                total += d_q_factor[n_] * d_q_sum[d, n_]
            d_q[d] = total

        # ∂L/∂K_nd = ((1/tau) ∂L/∂s_n) q_d, (c)
        for n in range(J):
            for d in range(D):
                d_K[n, d] = (d_K_sum[n] * q[d])
    return value_[0]


def _entered(workspace, g, tau, V, q, K):
    """The workspace, made to measure if there is none, after a look at the arguments."""
    if workspace is None:
        workspace = _workspace_for(g, tau, V, q, K)
    if workspace.checks:
        workspace.admit(g, tau, V, q, K)
    return workspace


def _workspace_for(g, tau, V, q, K):
    sizes = {}
    for (name, axes), array in zip(ARGUMENTS.items(), (g, tau, V, q, K)):
        if len(np.shape(array)) != len(axes):
            raise ValueError(f"{name} has the shape {np.shape(array)}, but it is an array over ({', '.join(axes)}).")
        sizes.update((axis, size) for axis, size in zip(axes, np.shape(array)) if axis not in sizes)
    return Workspace(**sizes, dtype=g.dtype)


def _check_array(name, array, shape, dtype):
    if not isinstance(array, np.ndarray):
        raise TypeError(f"{name} is a {type(array).__name__}; pass a NumPy array of {dtype}.")
    if array.dtype != dtype:
        raise TypeError(f"{name} is {array.dtype}, but the workspace computes in {dtype}; convert it with astype.")
    if array.shape != shape:
        raise ValueError(f"{name} has the shape {array.shape}, but {shape} is needed.")


def _add_to(total, part):
    if part is not total:
        for mine, theirs in zip(total, part):
            np.add(mine, theirs, mine)


