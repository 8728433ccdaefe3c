"""layer normalisation: the value and its gradients in NumPy, every line a formula that was proved.

    value = Σ_n L_n

Generated from derivations/layer_normalisation.md through codegen/numpy/module.py.j2; do not edit.
Change the document, then: gradproof generate. Whether this file is up to date: gradproof generate --check
Normal forms of the document: a70522150ae8cee7ed25d224a5aabcc3cdc32b3a684eb621442d50ca3beaea42

    workspace = Workspace(N=…, D=…, dtype=np.float64)
    value, gradients = value_and_grad(g, epsilon, gamma, beta, x, workspace)

Shapes: g (N, D), epsilon (N,) > 0, gamma (D,), beta (D,), x (D,).
In calls such as add(a, b, c) the last argument is the output. Needs NumPy 2 or later, nothing else.
"""

from __future__ import annotations

import contextvars
import functools
from typing import Any, NamedTuple

import numpy as np
from numpy import add, copyto, divide, dot, einsum, multiply, reciprocal, sqrt, subtract

__all__ = ["Gradients", "Workspace", "backward", "forward", "value_and_grad"]

Array = np.ndarray[Any, np.dtype[Any]]
BLOCK = 16384
"""Elements of an array that are worked on at a time, so that they stay in the processor's cache."""
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
    if workspace is None or workspace.checks:
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
        N, D = self.sizes.values()
        return Gradients(np.empty((D,), self.dtype), np.empty((D,), self.dtype), np.empty((D,), self.dtype))

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


class _Rows:
    """The arrays of one pass over rows of the data, and the two halves of the pass."""

    def __init__(self, N, D, dtype, gradients):
        self.gradients = gradients
        d_gamma, d_beta, d_x = gradients
        m_sum = np.empty((), dtype)
        m = np.empty((), dtype)
        v_factor = np.empty((D,), dtype)
        v_sum = np.empty((), dtype)
        v = np.empty((), dtype)
        s = np.empty((N,), dtype)
        c = np.empty((N, D), dtype)
        y = np.empty((N, D), dtype)
        L = np.empty((N,), dtype)
        d_y = np.empty((N, D), dtype)
        d_x_factor = np.empty((N, D), dtype)
        d_x_sum = np.empty((N,), dtype)
        d_x_sum_2 = np.empty((N,), dtype)
        part_1 = np.empty((), dtype)
        part_2 = np.empty((), dtype)
        ones_D = np.ones(D, dtype)
        size_D = np.array(D, dtype)
        blocks_1 = [
            (c[rows], s[rows, None], y[rows])
            for rows in _blocks(N, D)
        ]
        ones_N = np.ones(N, dtype)
        blocks_2 = [
            (d_y[rows], rows)
            for rows in _blocks(N, D)
        ]
        blocks_3 = [
            (d_x_factor[rows], c[rows], d_y[rows])
            for rows in _blocks(N, D)
        ]
        work_D_0 = np.empty((_rows_per_block(N, D), D), dtype)
        work_D_1 = np.empty((_rows_per_block(N, D), D), dtype)
        blocks_4 = [
            (c[rows], rows, work_D_0[: rows.stop - rows.start], d_x_sum[rows, None], work_D_1[: rows.stop - rows.start], d_x_sum_2[rows, None])
            for rows in _blocks(N, D)
        ]
        self.forward_arrays = (
            m_sum, m, v_factor, v_sum, v, s, y, L, ones_D, size_D, blocks_1, ones_N,
        )
        self.backward_arrays = (
            s, c, d_y, d_x_factor, d_x_sum, d_x_sum_2, part_1, part_2, size_D, ones_N, blocks_2, blocks_3,
            blocks_4, d_gamma, d_beta, d_x,
        )

    def value_and_grad(self, g, epsilon, gamma, beta, x):
        """(value, gradients)."""
        value = self.forward(g, epsilon, gamma, beta, x)
        self.backward(g, epsilon, gamma, beta, x)
        return value, self.gradients

    def forward(self, g, epsilon, gamma, beta, x, shift=False):
        """The value; see the formulas at its blocks."""
        (
            m_sum, m, v_factor, v_sum, v, s, y, L, ones_D, size_D, blocks_1, ones_N,
        ) = self.forward_arrays

        # m = Σ_i x_i/D, definition
        m_sum[()] = ones_D.dot(x)

        divide(m_sum, size_D, m)

        # v = Σ_i (x_i − m)²/D, definition
        subtract(x, m, v_factor)

        v_sum[()] = dot(v_factor, v_factor)

        divide(v_sum, size_D, v)

        # s_n = (epsilon_n + v)^(-1/2), definition
        add(epsilon, v, s)
        sqrt(s, s)
        reciprocal(s, s)

        # c_ni = s_n (x_i − m), definition
        # y_ni = c_ni gamma_i + β_i, definition
        for c_r, s_column, y_r in blocks_1:
            multiply(s_column, v_factor, c_r)
            multiply(c_r, gamma, y_r)
            add(y_r, beta, y_r)

        # L_n = Σ_i g_ni y_ni, definition
        einsum("ab,ab->a", g, y, out=L)

        # value = Σ_n L_n
        value = ones_N.dot(L)

        return value.item()

    def backward(self, g, epsilon, gamma, beta, x):
        """The gradients into their arrays; overwrites what forward left."""
        (
            s, c, d_y, d_x_factor, d_x_sum, d_x_sum_2, part_1, part_2, size_D, ones_N, blocks_2, blocks_3,
            blocks_4, d_gamma, d_beta, d_x,
        ) = self.backward_arrays

        # part of ∂L/∂gamma_i = g_i c_i, (a)
        for d_y_r, rows in blocks_2:
            copyto(d_y_r, g[rows])

        # ∂L/∂gamma_i = g_i c_i, (a)
        einsum("ba,ba->a", c, d_y, out=d_gamma)

        # ∂L/∂β_i = g_i, (a)
        ones_N.dot(d_y, d_beta)

        # ∂L/∂x_j = s (g_j gamma_j − (1/D) Σ_i g_i gamma_i − ((1/D) c_j) Σ_i (g_i gamma_i) c_i), (d)
        for d_x_factor_r, c_r, d_y_r in blocks_3:
            multiply(c_r, d_y_r, d_x_factor_r)

        dot(d_x_factor, gamma, d_x_sum)

        dot(d_y, gamma, d_x_sum_2)

        reciprocal(size_D, part_1)

        reciprocal(size_D, part_2)

        for c_r, rows, work_D_0_r, d_x_sum_column, work_D_1_r, d_x_sum_2_column in blocks_4:
            multiply(g[rows], gamma, work_D_0_r)
            multiply(d_x_sum_column, part_1, work_D_1_r)
            multiply(work_D_1_r, c_r, work_D_1_r)
            subtract(work_D_0_r, work_D_1_r, work_D_0_r)
            multiply(d_x_sum_2_column, part_2, c_r)
            subtract(work_D_0_r, c_r, c_r)

        dot(c.T, s, d_x)



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
