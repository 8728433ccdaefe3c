"""layer normalisation: the value and its gradients in loops that Numba compiles, every line a formula that was proved.

    value = Σ_n L_n

Generated from derivations/layer_normalisation.md through codegen/numba/module.py.j2; do not edit.
Change the document, then: gradproof generate. Whether this file is up to date: gradproof generate --check
Normal forms of the document: a70522150ae8cee7ed25d224a5aabcc3cdc32b3a684eb621442d50ca3beaea42

    workspace = Workspace(N=…, D=…, dtype=np.float64)
    value, gradients = value_and_grad(g, epsilon, gamma, beta, x, workspace)

Shapes: g (N, D), epsilon (N,) > 0, gamma (D,), beta (D,), x (D,).
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
ARGUMENTS = {"g": ("N", "D",), "epsilon": ("N",), "gamma": ("D",), "beta": ("D",), "x": ("D",)}
"""The dimensions of each argument's axes, in the order of the arguments."""
LABELS = {}
"""The arguments that are integers, with the dimension whose places they name, counted from 0."""
POSITIVE = ("epsilon",)
"""The arguments that the document takes to be above 0."""


class Gradients(NamedTuple):
    """The derivative of the value by each parameter, in the parameter's own shape."""

    gamma: Array
    """(D,)"""
    beta: Array
    """(D,)"""
    x: Array
    """(D,)"""


def forward(g, epsilon, gamma, beta, x, workspace=None):
    """The value. What `backward` needs is left in the workspace."""
    workspace = _entered(workspace, g, epsilon, gamma, beta, x)
    return workspace.run(workspace.forward, g, epsilon, gamma, beta, x)


def backward(g, epsilon, gamma, beta, x, workspace=None):
    """The gradients. A `forward` of the same arrays just before, in the same workspace, is not repeated."""
    workspace = _entered(workspace, g, epsilon, gamma, beta, x)
    return workspace.run(workspace.backward, g, epsilon, gamma, beta, x)


def value_and_grad(g, epsilon, gamma, beta, x, workspace=None):
    """(value, gradients). With a workspace the gradients live in it until its next call, without one they are fresh."""
    if workspace is not None and workspace.kernel is not None:  # nothing between the call and compiled code
        workspace.seen = None
        try:
            return workspace.kernel(g, epsilon, gamma, beta, x, workspace.memory, BOTH), workspace.gradients
        except TypeError:  # arguments of another kind than the kernel was compiled for
            return workspace.both(g, epsilon, gamma, beta, x)
    workspace = _entered(workspace, g, epsilon, gamma, beta, x)
    workspace.seen = None
    return workspace.both(g, epsilon, gamma, beta, x)


class Workspace:
    """All arrays that calls for these sizes write to, made once.

    `dtype` is that of all arguments but the labels: float64, float32, or complex128 (for derivatives by the complex
    step). With check="once" only the first call looks at shapes, dtypes and labels; the caller vouches for the others.
    With threads=2 the rows are shared by two Python threads; give BLAS one thread then. Not to be used by two threads itself.
    """

    def __init__(self, *, N, D, dtype=np.float64, check="always", threads=1):
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
        self._share_out(threads)
        both = self.value_and_grad if self.rows is None else self.rows.value_and_grad
        self.both = both
        self.kernel = None

    def _gradients(self):
        N, D = self.sizes.values()
        return _gradients(_memory(N, D, self.dtype), N, D)

    def _share_out(self, threads):
        """Parts of the rows: few when all fits into the cache, for each further thread a part of its own."""
        N, D = self.sizes.values()
        per_row = D + 1
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

    def _in_parts(self, work, g, epsilon, gamma, beta, x):
        """The sum of what `work` returns for the lanes, all but the first of them in threads of their own."""
        jobs = [self.pool.submit(context.run, work, own, parts, g, epsilon, gamma, beta, x) for context, own, parts in self.lanes[1:]]
        _, own, parts = self.lanes[0]
        value = work(own, parts, g, epsilon, gamma, beta, x)
        for job, (_, more, _) in zip(jobs, self.lanes[1:]):
            value += job.result()
            if work is not self._forward_parts:
                for mine, theirs in zip(own, more):
                    np.add(mine, theirs, mine)
        return value

    def _forward_parts(self, own, parts, g, epsilon, gamma, beta, x):
        return sum(part.forward(g[rows], epsilon[rows], gamma, beta, x) for rows, part in parts)

    def _backward_parts(self, own, parts, g, epsilon, gamma, beta, x):
        for rows, part in parts:
            part.backward(g[rows], epsilon[rows], gamma, beta, x)
            _add_to(own, part.gradients)
        return 0

    def _both_parts(self, own, parts, g, epsilon, gamma, beta, x):
        value = 0
        for rows, part in parts:
            value += part.forward(g[rows], epsilon[rows], gamma, beta, x)
            part.backward(g[rows], epsilon[rows], gamma, beta, x)
            _add_to(own, part.gradients)
        return value

    def forward(self, g, epsilon, gamma, beta, x):
        """The value of checked arguments."""
        self.seen = (g, epsilon, gamma, beta, x)
        if self.rows is None:
            return self._in_parts(self._forward_parts, g, epsilon, gamma, beta, x)
        return self.rows.forward(g, epsilon, gamma, beta, x)

    def backward(self, g, epsilon, gamma, beta, x):
        """The gradients at checked arguments."""
        if self.seen is None or any(a is not b for a, b in zip(self.seen, (g, epsilon, gamma, beta, x))):
            self.forward(g, epsilon, gamma, beta, x)
        self.seen = None
        if self.rows is None:
            self._in_parts(self._backward_parts, g, epsilon, gamma, beta, x)
            return self.gradients
        self.rows.backward(g, epsilon, gamma, beta, x)
        return self.gradients

    def value_and_grad(self, g, epsilon, gamma, beta, x):
        """(value, gradients) at checked arguments, part by part."""
        return self._in_parts(self._both_parts, g, epsilon, gamma, beta, x), self.gradients

    def admit(self, g, epsilon, gamma, beta, x):
        """Nothing, if the arguments fit this workspace; TypeError or ValueError that says what does not."""
        N, D = self.sizes.values()
        _check_array("g", g, (N, D), self.dtype)
        _check_array("epsilon", epsilon, (N,), self.dtype)
        _check_array("gamma", gamma, (D,), self.dtype)
        _check_array("beta", beta, (D,), self.dtype)
        _check_array("x", x, (D,), self.dtype)
        self.checks = not self.once
        if self.once and self.rows is not None:
            self.kernel, self.memory = self.rows.kernel, self.rows.memory


def _memory(N, D, dtype):
    """One array for all that a kernel writes: each array that crosses into compiled code costs a tenth of a microsecond."""
    return np.empty(D + D + D + 1 + 1 + D + 1 + 1 + N + N * D + N * D + N + 1 + N * D + N + N, dtype)


def _gradients(memory, N, D):
    """The gradients, which lie at the beginning of the memory."""
    d_gamma, memory = np.split(memory, [D])
    d_beta, memory = np.split(memory, [D])
    d_x, memory = np.split(memory, [D])
    return Gradients(d_gamma.reshape((D,)), d_beta.reshape((D,)), d_x.reshape((D,)))


class _Rows:
    """The memory of one pass over rows of the data, and its compiled kernel."""

    def __init__(self, N, D, dtype, gradients):
        needed = D + D + D + 1 + 1 + D + 1 + 1 + N + N * D + N * D + N + 1 + N * D + N + N
        self.memory = _memory(N, D, dtype) if gradients is None else gradients[0].base[:needed]
        self.gradients = gradients or _gradients(self.memory, N, D)
        self.kernel = _compiled(dtype)

    def value_and_grad(self, g, epsilon, gamma, beta, x):
        """(value, gradients)."""
        return self._run(BOTH, g, epsilon, gamma, beta, x), self.gradients

    def forward(self, g, epsilon, gamma, beta, x):
        """The value."""
        return self._run(FORWARD, g, epsilon, gamma, beta, x)

    def backward(self, g, epsilon, gamma, beta, x):
        """The gradients into their arrays; overwrites what forward left."""
        self._run(BACKWARD, g, epsilon, gamma, beta, x)

    def _run(self, passes, g, epsilon, gamma, beta, x):
        try:
            return self.kernel(g, epsilon, gamma, beta, x, self.memory, passes)
        except TypeError:  # arguments of another kind than the kernel was compiled for
            pass
        return self.kernel(
            np.require(g, self.memory.dtype, "CW"),
            np.require(epsilon, self.memory.dtype, "CW"),
            np.require(gamma, self.memory.dtype, "CW"),
            np.require(beta, self.memory.dtype, "CW"),
            np.require(x, self.memory.dtype, "CW"),
            self.memory,
            passes,
        )


@functools.cache
def _compiled(dtype):
    """The kernel for one dtype."""
    kind = numba.from_dtype(dtype)
    arguments = (types.Array(kind, 2, "C"), types.Array(kind, 1, "C"), types.Array(kind, 1, "C"), types.Array(kind, 1, "C"), types.Array(kind, 1, "C"), )
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


def _kernel(g, epsilon, gamma, beta, x, memory, passes):
    """The value, and the gradients at the beginning of the memory; `passes` says which half is asked for."""
    kind = memory.dtype.type
    zero = kind(0)
    one = kind(1)
    N = g.shape[0]
    D = g.shape[1]
    if not (
        g.shape == (N, D)
        and epsilon.shape == (N,)
        and gamma.shape == (D,)
        and beta.shape == (D,)
        and x.shape == (D,)
        and memory.size == D + D + D + 1 + 1 + D + 1 + 1 + N + N * D + N * D + N + 1 + N * D + N + N
    ):
        raise ValueError("The shapes of the arguments are not those of the workspace.")
    end = D
    d_gamma = memory[:end]
    end = end + D
    d_beta = memory[end - D:end]
    end = end + D
    d_x = memory[end - D:end]
    end = end + 1
    m_sum = memory[end - 1:end]
    end = end + 1
    m = memory[end - 1:end]
    end = end + D
    v_factor = memory[end - D:end]
    end = end + 1
    v_sum = memory[end - 1:end]
    end = end + 1
    v = memory[end - 1:end]
    end = end + N
    s = memory[end - N:end]
    end = end + N * D
    c = memory[end - N * D:end].reshape((N, D))
    end = end + N * D
    y = memory[end - N * D:end].reshape((N, D))
    end = end + N
    L = memory[end - N:end]
    end = end + 1
    value_ = memory[end - 1:end]
    end = end + N * D
    d_y = memory[end - N * D:end].reshape((N, D))
    end = end + N
    d_x_sum_2 = memory[end - N:end]
    end = end + N
    d_x_sum = memory[end - N:end]
    if passes & FORWARD:
        # m = Σ_i x_i/D, definition
        sum_of_m_sum = 0.0
        for i in range(D):
            sum_of_m_sum += x[i]
        m_sum[0] = sum_of_m_sum

        m[0] = (m_sum[0] / kind(D))

        # v = Σ_i (x_i − m)²/D, definition
        sum_of_v_sum = 0.0
        for i in range(D):
            v_factor[i] = (x[i] - m[0])
            sum_of_v_sum += v_factor[i] * v_factor[i]
        v_sum[0] = sum_of_v_sum

        v[0] = (v_sum[0] / kind(D))

        # s_n = (epsilon_n + v)^(-1/2), definition
        # c_ni = s_n (x_i − m), definition
        # y_ni = c_ni gamma_i + β_i, definition
        # L_n = Σ_i g_ni y_ni, definition
        # value = Σ_n L_n
        sum_of_value_ = 0.0
        for n in range(N):
            s[n] = (one / (np.sqrt((epsilon[n] + v[0]))))
            for i in range(D):
                c[n, i] = (s[n] * v_factor[i])
            for i in range(D):
                y[n, i] = ((c[n, i] * gamma[i]) + beta[i])
            total = zero
            for i in range(D):
                total += g[n, i] * y[n, i]
            L[n] = total
            sum_of_value_ += L[n]
        value_[0] = sum_of_value_
    if passes & BACKWARD:
        # part of ∂L/∂gamma_i = g_i c_i, (a)
        # ∂L/∂x_j = s (g_j gamma_j − (1/D) Σ_i g_i gamma_i − ((1/D) c_j) Σ_i (g_i gamma_i) c_i), (d)
        # ∂L/∂β_i = g_i, (a)
        # ∂L/∂gamma_i = g_i c_i, (a)
        d_beta[:] = zero
        d_gamma[:] = zero
        d_x[:] = zero
        for n in range(N):
            for i in range(D):
                d_y[n, i] = g[n, i]
            total = zero
            for i in range(D):
                total += d_y[n, i] * gamma[i]
            d_x_sum_2[n] = total
            for i in range(D):
                d_beta[i] += d_y[n, i]
            for i in range(D):
                d_gamma[i] += c[n, i] * d_y[n, i]
            for i in range(D):
                d_y[n, i] = (c[n, i] * d_y[n, i])
            total = zero
            for i in range(D):
                total += d_y[n, i] * gamma[i]
            d_x_sum[n] = total
            for j in range(D):
                c[n, j] = ((g[n, j] * gamma[j]) - (c[n, j] * d_x_sum[n] / kind(D)) - (d_x_sum_2[n] / kind(D)))
            for j in range(D):
                d_x[j] += c[n, j] * s[n]
    return value_[0]


def _entered(workspace, g, epsilon, gamma, beta, x):
    """The workspace, made to measure if there is none, after a look at the arguments."""
    if workspace is None:
        workspace = _workspace_for(g, epsilon, gamma, beta, x)
    if workspace.checks:
        workspace.admit(g, epsilon, gamma, beta, x)
    return workspace


def _workspace_for(g, epsilon, gamma, beta, x):
    sizes = {}
    for (name, axes), array in zip(ARGUMENTS.items(), (g, epsilon, gamma, beta, x)):
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


