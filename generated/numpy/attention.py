"""attention: the value and its gradients in NumPy, every line a formula that was proved.

    value = Σ_n Σ_m G_nm o_nm

Generated from derivations/attention.md through codegen/numpy/module.py.j2; do not edit.
Change the document, then: gradproof generate. Whether this file is up to date: gradproof generate --check
Normal forms of the document: 0b6830e977822aac356e94c70cdd63e68c8d9c5060e543e69d7b6beca3d8ecaf

Shapes: G (N, M), tau () > 0, Q (N, D), V (J, M), K (J, D).
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
    if workspace is None or workspace.checks:
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
        # Overflow in exp is met where it matters: 1/inf is the 0 that is meant, sums out of the safe range are redone.
        self.context = contextvars.copy_context()
        self.context.run(_settle)
        self.run = self.context.run
        self.gradients = self._gradients()
        self.seen = None
        self.rows = _Rows(**self.sizes, dtype=self.dtype, gradients=self.gradients)
        both = self.value_and_grad if self.rows is None else self.rows.value_and_grad
        self.both = functools.partial(self.run, both)

    def _gradients(self):
        N, M, D, J = self.sizes.values()
        return Gradients(np.empty((N, D), self.dtype), np.empty((J, M), self.dtype), np.empty((J, D), self.dtype))

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


class _Rows:
    """The arrays of one pass over rows of the data, and the two halves of the pass."""

    def __init__(self, N, M, D, J, dtype, gradients):
        self.gradients = gradients
        d_Q, d_V, d_K = gradients
        judged_s = np.empty(2 * N, dtype)
        judged_s_signs = np.repeat(np.array([1, 1], dtype), N)
        total_s = judged_s[:N]
        scale_s = judged_s[N:]
        s = np.empty((N, J), dtype)
        part_1 = np.empty((), dtype)
        o = np.empty((N, M), dtype)
        d_o = np.empty((N, M), dtype)
        d_a = np.empty((N, J), dtype)
        d_s_sum = np.empty((N,), dtype)
        part_2 = np.empty((), dtype)
        part_3 = np.empty((), dtype)
        ones_J = np.ones(J, dtype)
        one = np.array(1, dtype)
        blocks_1 = [
            (s[rows], total_s[rows], scale_s[rows], scale_s[rows, None])
            for rows in _blocks(N, J)
        ]
        safe = 1e250 if dtype.itemsize // (1 + (dtype.kind == 'c')) == 8 else 1e30
        blocks_2 = [
            (d_o[rows], rows)
            for rows in _blocks(N, M)
        ]
        blocks_3 = [
            (d_a[rows], d_s_sum[rows, None], s[rows])
            for rows in _blocks(N, J)
        ]
        blocks_4 = [
            (d_Q[rows],)
            for rows in _blocks(N, D)
        ]
        blocks_5 = [
            (d_K[rows],)
            for rows in _blocks(J, D)
        ]
        self.forward_arrays = (judged_s, judged_s_signs, s, part_1, o, ones_J, one, blocks_1, safe)
        self.backward_arrays = (
            s, o, d_o, d_a, d_s_sum, part_2, part_3, blocks_2, blocks_3, blocks_4, blocks_5, d_Q, d_V, d_K,
        )

    def value_and_grad(self, G, tau, Q, V, K):
        """(value, gradients)."""
        value = self.forward(G, tau, Q, V, K)
        self.backward(G, tau, Q, V, K)
        return value, self.gradients

    def forward(self, G, tau, Q, V, K, shift=False):
        """The value; see the formulas at its blocks."""
        (judged_s, judged_s_signs, s, part_1, o, ones_J, one, blocks_1, safe) = self.forward_arrays

        # s_nj = Σ_d K_jd Q_nd/tau, definition
        dot(Q, K.T, s)

        reciprocal(tau, part_1)

        # a_nj = exp(s_nj − log(Σ_k exp(s_nk))), definition
        for s_r, total_s_r, scale_s_r, scale_s_column in blocks_1:
            multiply(part_1, s_r, s_r)
            if shift:
                subtract(s_r, maximum.reduce(s_r, 1, None, None, True), s_r)
            exp(s_r, s_r)
            s_r.dot(ones_J, total_s_r)
            divide(one, total_s_r, scale_s_r)
            multiply(s_r, scale_s_column, s_r)

        # sums of exponentials in the safe range need no shift; else once more, with the largest logit subtracted
        if not (shift or abs(judged_s_signs.dot(judged_s)) < safe):
            return self.forward(G, tau, Q, V, K, shift=True)

        # o_nm = Σ_j V_jm a_nj, definition
        dot(s, V, o)

        # L = Σ_n Σ_m G_nm o_nm, definition
        value = dot(G.ravel(), o.ravel())

        return value.item()

    def backward(self, G, tau, Q, V, K):
        """The gradients into their arrays; overwrites what forward left."""
        (
            s, o, d_o, d_a, d_s_sum, part_2, part_3, blocks_2, blocks_3, blocks_4, blocks_5, d_Q, d_V, d_K,
        ) = self.backward_arrays

        # ∂L/∂o_nm = G_nm, (a)
        for d_o_r, rows in blocks_2:
            copyto(d_o_r, G[rows])

        # ∂L/∂a_nj = Σ_m ∂L/∂o_nm V_jm, (b)
        dot(d_o, V.T, d_a)

        # ∂L/∂s_nj = a_nj (∂L/∂a_nj − Σ_m ∂L/∂o_nm o_nm), (b)
        einsum("ab,ab->a", d_o, o, out=d_s_sum)

        for d_a_r, d_s_sum_column, s_r in blocks_3:
            subtract(d_a_r, d_s_sum_column, d_a_r)
            multiply(d_a_r, s_r, d_a_r)

        # ∂L/∂Q_nd = (1/tau) Σ_j ∂L/∂s_nj K_jd, (c)
        dot(d_a, K, d_Q)

        reciprocal(tau, part_2)

        for (d_Q_r,) in blocks_4:
            multiply(part_2, d_Q_r, d_Q_r)

        # ∂L/∂V_jm = Σ_n a_nj ∂L/∂o_nm, (a)
        dot(s.T, d_o, d_V)

        # ∂L/∂K_jd = (1/tau) Σ_n ∂L/∂s_nj Q_nd, (c)
        dot(d_a.T, Q, d_K)

        reciprocal(tau, part_3)

        for (d_K_r,) in blocks_5:
            multiply(part_3, d_K_r, d_K_r)



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
