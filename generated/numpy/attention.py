"""attention: the value and its gradients in NumPy, every line a formula that was proved.

    value = Σ_n' L_{n'}

Generated from derivations/attention.md through codegen/numpy/module.py.j2; do not edit.
Change the document, then: gradproof generate. Whether this file is up to date: gradproof generate --check
Normal forms of the document: 905250f215f1e3121e9d42a6b2ea2d668daa039ba4afee6cffa361c04a565b5c

    workspace = Workspace(N=…, M=…, J=…, D=…, dtype=np.float64)
    value, gradients = value_and_grad(g, tau, V, q, K, workspace)

Shapes: g (N, M), tau (N,) > 0, V (J, M), q (D,), K (J, D).
In calls such as add(a, b, c) the last argument is the output. Needs NumPy 2 or later, nothing else.
"""

from __future__ import annotations

import contextvars
import functools
from typing import Any, NamedTuple

import numpy as np
from numpy import copyto, divide, dot, einsum, exp, maximum, multiply, reciprocal, subtract

__all__ = ["Gradients", "Workspace", "backward", "forward", "value_and_grad"]

Array = np.ndarray[Any, np.dtype[Any]]
BLOCK = 16384
"""Elements of an array that are worked on at a time, so that they stay in the processor's cache."""
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
    if workspace is None or workspace.checks:
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
        # Overflow in exp is met where it matters: 1/inf is the 0 that is meant, sums out of the safe range are redone.
        self.context = contextvars.copy_context()
        self.context.run(_settle)
        self.run = self.context.run
        self.gradients = self._gradients()
        self.seen = None
        self._share_out(threads)
        both = self.value_and_grad if self.rows is None else self.rows.value_and_grad
        self.both = functools.partial(self.run, both)

    def _gradients(self):
        N, M, J, D = self.sizes.values()
        return Gradients(np.empty((J, M), self.dtype), np.empty((D,), self.dtype), np.empty((J, D), self.dtype))

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
            spare = self._gradients() if stop - start > size else None
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
            for context, _, _ in self.lanes[1:]:
                context.run(_settle)

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


class _Rows:
    """The arrays of one pass over rows of the data, and the two halves of the pass."""

    def __init__(self, N, M, J, D, dtype, gradients):
        self.gradients = gradients
        d_V, d_q, d_K = gradients
        judged_s = np.empty(2 * N, dtype)
        judged_s_signs = np.repeat(np.array([1, 1], dtype), N)
        total_s = judged_s[:N]
        scale_s = judged_s[N:]
        s_sum = np.empty((J,), dtype)
        part_1 = np.empty((N,), dtype)
        s = np.empty((N, J), dtype)
        o = np.empty((N, M), dtype)
        L = np.empty((N,), dtype)
        d_o = np.empty((N, M), dtype)
        d_s_factor = np.empty((N, J, M), dtype)
        d_s_sum = np.empty((N, J), dtype)
        d_q_sum = np.empty((D, N), dtype)
        d_q_factor = np.empty((N,), dtype)
        d_K_sum = np.empty((J,), dtype)
        ones_J = np.ones(J, dtype)
        one = np.array(1, dtype)
        blocks_1 = [
            (s[rows], part_1[rows, None], total_s[rows], scale_s[rows], scale_s[rows, None])
            for rows in _blocks(N, J)
        ]
        ones_N = np.ones(N, dtype)
        safe = 1e250 if dtype.itemsize // (1 + (dtype.kind == 'c')) == 8 else 1e30
        blocks_2 = [
            (d_o[rows], rows)
            for rows in _blocks(N, M)
        ]
        blocks_3 = [
            (s[rows], d_s_sum[rows])
            for rows in _blocks(N, J)
        ]
        blocks_4 = [
            (d_K[rows], d_K_sum[rows, None])
            for rows in _blocks(J, D)
        ]
        self.forward_arrays = (
            judged_s, judged_s_signs, s_sum, part_1, s, o, L, ones_J, one, blocks_1, ones_N, safe,
        )
        self.backward_arrays = (
            s, o, d_o, d_s_factor, d_s_sum, d_q_sum, d_q_factor, d_K_sum, blocks_2, blocks_3, blocks_4, d_V,
            d_q,
        )

    def value_and_grad(self, g, tau, V, q, K):
        """(value, gradients)."""
        value = self.forward(g, tau, V, q, K)
        self.backward(g, tau, V, q, K)
        return value, self.gradients

    def forward(self, g, tau, V, q, K, shift=False):
        """The value; see the formulas at its blocks."""
        (
            judged_s, judged_s_signs, s_sum, part_1, s, o, L, ones_J, one, blocks_1, ones_N, safe,
        ) = self.forward_arrays

        # s_{n', n} = Σ_d K_nd q_d/tau_{n'}, definition
        dot(K, q, s_sum)

        reciprocal(tau, part_1)

        # a_{n', n} = exp(s_{n', n} − log(Σ_k exp(s_{n', k}))), definition
        for s_r, part_1_column, total_s_r, scale_s_r, scale_s_column in blocks_1:
            multiply(part_1_column, s_sum, s_r)
            if shift:
                subtract(s_r, maximum.reduce(s_r, 1, None, None, True), s_r)
            exp(s_r, s_r)
            s_r.dot(ones_J, total_s_r)
            divide(one, total_s_r, scale_s_r)
            multiply(s_r, scale_s_column, s_r)

        # sums of exponentials in the safe range need no shift; else once more, with the largest logit subtracted
        if not (shift or abs(judged_s_signs.dot(judged_s)) < safe):
            return self.forward(g, tau, V, q, K, shift=True)

        # o_{n', m} = Σ_n V_nm a_{n', n}, definition
        dot(s, V, o)

        # L_{n'} = Σ_m g_{n', m} o_{n', m}, definition
        einsum("ab,ab->a", g, o, out=L)

        # value = Σ_n' L_{n'}
        value = ones_N.dot(L)

        return value.item()

    def backward(self, g, tau, V, q, K):
        """The gradients into their arrays; overwrites what forward left."""
        (
            s, o, d_o, d_s_factor, d_s_sum, d_q_sum, d_q_factor, d_K_sum, blocks_2, blocks_3, blocks_4, d_V,
            d_q,
        ) = self.backward_arrays

        # part of ∂L/∂V_nm = a_n g_m, (a)
        for d_o_r, rows in blocks_2:
            copyto(d_o_r, g[rows])

        # ∂L/∂V_nm = a_n g_m, (a)
        dot(s.T, d_o, d_V)

        # ∂L/∂s_n = a_n Σ_m g_m (V_nm − o_m), (b)
        subtract(V, o[:, None, :], d_s_factor)

        einsum("abc,ac->ab", d_s_factor, d_o, out=d_s_sum)

        for s_r, d_s_sum_r in blocks_3:
            multiply(d_s_sum_r, s_r, s_r)

        # ∂L/∂q_d = (1/tau) Σ_n ∂L/∂s_n K_nd, (c)
        dot(K.T, s.T, d_q_sum)

        reciprocal(tau, d_q_factor)

        dot(d_q_sum, d_q_factor, d_q)

        # ∂L/∂K_nd = ((1/tau) ∂L/∂s_n) q_d, (c)
        dot(s.T, d_q_factor, d_K_sum)

        for d_K_r, d_K_sum_column in blocks_4:
            multiply(d_K_sum_column, q, d_K_r)



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


def _settle():
    """NumPy's settings for the kernels, in a context of their own: changing them once costs less than at every call."""
    np.seterr(over="ignore", divide="ignore", invalid="ignore")
    np.setbufsize(512)  # for what has to be broadcast: small buffers stay in the cache


def _rows_per_block(rows, width):
    return min(rows, max(1, BLOCK // width))


def _blocks(rows, width):
    """Slices of the rows, such that a block of them holds about BLOCK elements."""
    step = _rows_per_block(rows, width)
    return [slice(i, min(i + step, rows)) for i in range(0, rows, step)]
