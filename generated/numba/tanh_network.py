"""tanh network: the value and its gradients in loops that Numba compiles, every line a formula that was proved.

    value = Σ_n ℓ_n

Generated from derivations/tanh_network.md through codegen/numba/module.py.j2; do not edit.
Change the document, then: gradproof generate. Whether this file is up to date: gradproof generate --check
Normal forms of the document: b203e3125ef0aea4050142db4674da5116b9c488ff18309ad0e518cc8808ca9e

    workspace = Workspace(N=…, D=…, K=…, H=…, dtype=np.float64)
    value, gradients = value_and_grad(x, y, w, b, B, c, A, a, workspace)

Shapes: x (N, D), y (N,), w (K,), b (), B (K, H), c (K,), A (H, D), a (H,).
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
ARGUMENTS = {"x": ("N", "D",), "y": ("N",), "w": ("K",), "b": (), "B": ("K", "H",), "c": ("K",), "A": ("H", "D",), "a": ("H",)}
"""The dimensions of each argument's axes, in the order of the arguments."""
LABELS = {}
"""The arguments that are integers, with the dimension whose places they name, counted from 0."""
POSITIVE = ()
"""The arguments that the document takes to be above 0."""


class Gradients(NamedTuple):
    """The derivative of the value by each parameter, in the parameter's own shape."""

    w: Array
    """(K,)"""
    b: Array
    """()"""
    B: Array
    """(K, H)"""
    c: Array
    """(K,)"""
    A: Array
    """(H, D)"""
    a: Array
    """(H,)"""


def forward(x, y, w, b, B, c, A, a, workspace=None):
    """The value. What `backward` needs is left in the workspace."""
    workspace = _entered(workspace, x, y, w, b, B, c, A, a)
    return workspace.run(workspace.forward, x, y, w, b, B, c, A, a)


def backward(x, y, w, b, B, c, A, a, workspace=None):
    """The gradients. A `forward` of the same arrays just before, in the same workspace, is not repeated."""
    workspace = _entered(workspace, x, y, w, b, B, c, A, a)
    return workspace.run(workspace.backward, x, y, w, b, B, c, A, a)


def value_and_grad(x, y, w, b, B, c, A, a, workspace=None):
    """(value, gradients). With a workspace the gradients live in it until its next call, without one they are fresh."""
    if workspace is not None and workspace.kernel is not None:  # nothing between the call and compiled code
        workspace.seen = None
        try:
            return workspace.kernel(x, y, w, b, B, c, A, a, workspace.memory, BOTH), workspace.gradients
        except TypeError:  # arguments of another kind than the kernel was compiled for
            return workspace.both(x, y, w, b, B, c, A, a)
    workspace = _entered(workspace, x, y, w, b, B, c, A, a)
    workspace.seen = None
    return workspace.both(x, y, w, b, B, c, A, a)


class Workspace:
    """All arrays that calls for these sizes write to, made once.

    `dtype` is that of all arguments but the labels: float64, float32, or complex128 (for derivatives by the complex
    step). With check="once" only the first call looks at shapes, dtypes and labels; the caller vouches for the others.
    With threads=2 the rows are shared by two Python threads; give BLAS one thread then. Not to be used by two threads itself.
    """

    def __init__(self, *, N, D, K, H, dtype=np.float64, check="always", threads=1):
        self.dtype = np.dtype(dtype)
        if self.dtype not in (np.float64, np.float32, np.complex128):
            raise TypeError(f"dtype is {self.dtype}, but these kernels compute in float64, float32 or complex128.")
        if check not in ("always", "once"):
            raise ValueError(f"check is {check!r}, but it can only be 'always' or 'once'.")
        self.sizes = {"N": N, "D": D, "K": K, "H": H}
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
        N, D, K, H = self.sizes.values()
        return _gradients(_memory(N, D, K, H, self.dtype), N, D, K, H)

    def _share_out(self, threads):
        """Parts of the rows: few when all fits into the cache, for each further thread a part of its own."""
        N, D, K, H = self.sizes.values()
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

    def _in_parts(self, work, x, y, w, b, B, c, A, a):
        """The sum of what `work` returns for the lanes, all but the first of them in threads of their own."""
        jobs = [self.pool.submit(context.run, work, own, parts, x, y, w, b, B, c, A, a) for context, own, parts in self.lanes[1:]]
        _, own, parts = self.lanes[0]
        value = work(own, parts, x, y, w, b, B, c, A, a)
        for job, (_, more, _) in zip(jobs, self.lanes[1:]):
            value += job.result()
            if work is not self._forward_parts:
                for mine, theirs in zip(own, more):
                    np.add(mine, theirs, mine)
        return value

    def _forward_parts(self, own, parts, x, y, w, b, B, c, A, a):
        return sum(part.forward(x[rows], y[rows], w, b, B, c, A, a) for rows, part in parts)

    def _backward_parts(self, own, parts, x, y, w, b, B, c, A, a):
        for rows, part in parts:
            part.backward(x[rows], y[rows], w, b, B, c, A, a)
            _add_to(own, part.gradients)
        return 0

    def _both_parts(self, own, parts, x, y, w, b, B, c, A, a):
        value = 0
        for rows, part in parts:
            value += part.forward(x[rows], y[rows], w, b, B, c, A, a)
            part.backward(x[rows], y[rows], w, b, B, c, A, a)
            _add_to(own, part.gradients)
        return value

    def forward(self, x, y, w, b, B, c, A, a):
        """The value of checked arguments."""
        self.seen = (x, y, w, b, B, c, A, a)
        if self.rows is None:
            return self._in_parts(self._forward_parts, x, y, w, b, B, c, A, a)
        return self.rows.forward(x, y, w, b, B, c, A, a)

    def backward(self, x, y, w, b, B, c, A, a):
        """The gradients at checked arguments."""
        if self.seen is None or any(a is not b for a, b in zip(self.seen, (x, y, w, b, B, c, A, a))):
            self.forward(x, y, w, b, B, c, A, a)
        self.seen = None
        if self.rows is None:
            self._in_parts(self._backward_parts, x, y, w, b, B, c, A, a)
            return self.gradients
        self.rows.backward(x, y, w, b, B, c, A, a)
        return self.gradients

    def value_and_grad(self, x, y, w, b, B, c, A, a):
        """(value, gradients) at checked arguments, part by part."""
        return self._in_parts(self._both_parts, x, y, w, b, B, c, A, a), self.gradients

    def admit(self, x, y, w, b, B, c, A, a):
        """Nothing, if the arguments fit this workspace; TypeError or ValueError that says what does not."""
        N, D, K, H = self.sizes.values()
        _check_array("x", x, (N, D), self.dtype)
        _check_array("y", y, (N,), self.dtype)
        _check_array("w", w, (K,), self.dtype)
        _check_number("b", b, self.dtype)
        _check_array("B", B, (K, H), self.dtype)
        _check_array("c", c, (K,), self.dtype)
        _check_array("A", A, (H, D), self.dtype)
        _check_array("a", a, (H,), self.dtype)
        self.checks = not self.once
        if self.once and self.rows is not None:
            self.kernel, self.memory = self.rows.kernel, self.rows.memory


def _memory(N, D, K, H, dtype):
    """One array for all that a kernel writes: each array that crosses into compiled code costs a tenth of a microsecond."""
    return np.empty(K + 1 + K * H + K + H * D + H + N * H + N * K + N + N + N + 1 + N + N * H, dtype)


def _gradients(memory, N, D, K, H):
    """The gradients, which lie at the beginning of the memory."""
    d_w, memory = np.split(memory, [K])
    d_b, memory = np.split(memory, [1])
    d_B, memory = np.split(memory, [K * H])
    d_c, memory = np.split(memory, [K])
    d_A, memory = np.split(memory, [H * D])
    d_a, memory = np.split(memory, [H])
    return Gradients(d_w.reshape((K,)), d_b.reshape(()), d_B.reshape((K, H)), d_c.reshape((K,)), d_A.reshape((H, D)), d_a.reshape((H,)))


class _Rows:
    """The memory of one pass over rows of the data, and its compiled kernel."""

    def __init__(self, N, D, K, H, dtype, gradients):
        needed = K + 1 + K * H + K + H * D + H + N * H + N * K + N + N + N + 1 + N + N * H
        self.memory = _memory(N, D, K, H, dtype) if gradients is None else gradients[0].base[:needed]
        self.gradients = gradients or _gradients(self.memory, N, D, K, H)
        self.kernel = _compiled(dtype)

    def value_and_grad(self, x, y, w, b, B, c, A, a):
        """(value, gradients)."""
        return self._run(BOTH, x, y, w, b, B, c, A, a), self.gradients

    def forward(self, x, y, w, b, B, c, A, a):
        """The value."""
        return self._run(FORWARD, x, y, w, b, B, c, A, a)

    def backward(self, x, y, w, b, B, c, A, a):
        """The gradients into their arrays; overwrites what forward left."""
        self._run(BACKWARD, x, y, w, b, B, c, A, a)

    def _run(self, passes, x, y, w, b, B, c, A, a):
        try:
            return self.kernel(x, y, w, b, B, c, A, a, self.memory, passes)
        except TypeError:  # arguments of another kind than the kernel was compiled for
            pass
        return self.kernel(
            np.require(x, self.memory.dtype, "CW"),
            np.require(y, self.memory.dtype, "CW"),
            np.require(w, self.memory.dtype, "CW"),
            np.require(b, self.memory.dtype, "CW"),
            np.require(B, self.memory.dtype, "CW"),
            np.require(c, self.memory.dtype, "CW"),
            np.require(A, self.memory.dtype, "CW"),
            np.require(a, self.memory.dtype, "CW"),
            self.memory,
            passes,
        )


@functools.cache
def _compiled(dtype):
    """The kernel for one dtype."""
    kind = numba.from_dtype(dtype)
    arguments = (types.Array(kind, 2, "C"), types.Array(kind, 1, "C"), types.Array(kind, 1, "C"), types.Array(kind, 0, "C"), types.Array(kind, 2, "C"), types.Array(kind, 1, "C"), types.Array(kind, 2, "C"), types.Array(kind, 1, "C"), )
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


def _kernel(x, y, w, b, B, c, A, a, memory, passes):
    """The value, and the gradients at the beginning of the memory; `passes` says which half is asked for."""
    kind = memory.dtype.type
    zero = kind(0)
    one = kind(1)
    number_1_2 = kind(1 / 2)
    N = x.shape[0]
    D = x.shape[1]
    K = w.shape[0]
    H = B.shape[1]
    if not (
        x.shape == (N, D)
        and y.shape == (N,)
        and w.shape == (K,)
        and B.shape == (K, H)
        and c.shape == (K,)
        and A.shape == (H, D)
        and a.shape == (H,)
        and memory.size == K + 1 + K * H + K + H * D + H + N * H + N * K + N + N + N + 1 + N + N * H
    ):
        raise ValueError("The shapes of the arguments are not those of the workspace.")
    end = K
    d_w = memory[:end]
    end = end + 1
    d_b = memory[end - 1:end]
    end = end + K * H
    d_B = memory[end - K * H:end].reshape((K, H))
    end = end + K
    d_c = memory[end - K:end]
    end = end + H * D
    d_A = memory[end - H * D:end].reshape((H, D))
    end = end + H
    d_a = memory[end - H:end]
    end = end + N * H
    g = memory[end - N * H:end].reshape((N, H))
    end = end + N * K
    z = memory[end - N * K:end].reshape((N, K))
    end = end + N
    f_sum = memory[end - N:end]
    end = end + N
    f = memory[end - N:end]
    end = end + N
    ell = memory[end - N:end]
    end = end + 1
    value_ = memory[end - 1:end]
    end = end + N
    d_f = memory[end - N:end]
    end = end + N * H
    d_g = memory[end - N * H:end].reshape((N, H))
    if passes & FORWARD:
        # r_nh = Σ_i A_hi x_ni + a_h, definition
        _dot(x, A.T, g)

        # g_nh = tanh(r_nh), definition
        for n in range(N):
            for h in range(H):
                g[n, h] = np.tanh((a[h] + g[n, h]))

        # s_nk = Σ_h B_kh g_nh + c_k, definition
        _dot(g, B.T, z)

        # z_nk = tanh(s_nk), definition
        # f_n = Σ_k w_k z_nk + b, definition
        # ℓ_n = −1/2 (y_n − f_n)², definition
        # value = Σ_n ℓ_n
        sum_of_value_ = 0.0
        for n in range(N):
            for k in range(K):
                z[n, k] = np.tanh((c[k] + z[n, k]))
            total = zero
            for k in range(K):
                total += w[k] * z[n, k]
            f_sum[n] = total
            f[n] = (b[()] + f_sum[n])
            ell[n] = (-number_1_2 * (y[n] - f[n]) ** 2)
            sum_of_value_ += ell[n]
        value_[0] = sum_of_value_
    if passes & BACKWARD:
        # ∂ℓ/∂f = y − f, (a)
        # ∂ℓ/∂b = ∂ℓ/∂f, (a)
        # ∂ℓ/∂w_k = ∂ℓ/∂f z_k, (a)
        # ∂ℓ/∂z_k = ∂ℓ/∂f w_k, (c)
        # ∂ℓ/∂s_k = ∂ℓ/∂z_k (1 − z_k²), (c)
        # ∂ℓ/∂c_k = ∂ℓ/∂s_k, (c)
        sum_of_d_b = 0.0
        d_w[:] = zero
        d_c[:] = zero
        for n in range(N):
            d_f[n] = (y[n] - f[n])
            sum_of_d_b += d_f[n]
            for k in range(K):
                d_w[k] += d_f[n] * z[n, k]
            for k in range(K):
                z[n, k] = ((one - z[n, k] ** 2) * d_f[n] * w[k])
            for k in range(K):
                d_c[k] += z[n, k]
        d_b[0] = sum_of_d_b

        # ∂ℓ/∂B_kh = ∂ℓ/∂s_k g_h, (c)
        _dot(z.T, g, d_B)

        # ∂ℓ/∂g_h = Σ_k ∂ℓ/∂s_k B_kh, (d)
        _dot(z, B, d_g)

        # ∂ℓ/∂r_h = ∂ℓ/∂g_h (1 − g_h²), (d)
        # ∂ℓ/∂a_h = ∂ℓ/∂r_h, (d)
        d_a[:] = zero
        for n in range(N):
            for h in range(H):
                g[n, h] = ((one - g[n, h] ** 2) * d_g[n, h])
            for h in range(H):
                d_a[h] += g[n, h]

        # ∂ℓ/∂A_hi = ∂ℓ/∂r_h x_i, (d)
        _dot(g.T, x, d_A)
    return value_[0]


def _entered(workspace, x, y, w, b, B, c, A, a):
    """The workspace, made to measure if there is none, after a look at the arguments."""
    if workspace is None:
        workspace = _workspace_for(x, y, w, b, B, c, A, a)
    if workspace.checks:
        workspace.admit(x, y, w, b, B, c, A, a)
    return workspace


def _workspace_for(x, y, w, b, B, c, A, a):
    sizes = {}
    for (name, axes), array in zip(ARGUMENTS.items(), (x, y, w, b, B, c, A, a)):
        if len(np.shape(array)) != len(axes):
            raise ValueError(f"{name} has the shape {np.shape(array)}, but it is an array over ({', '.join(axes)}).")
        sizes.update((axis, size) for axis, size in zip(axes, np.shape(array)) if axis not in sizes)
    return Workspace(**sizes, dtype=x.dtype)


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


def _add_to(total, part):
    if part is not total:
        for mine, theirs in zip(total, part):
            np.add(mine, theirs, mine)


