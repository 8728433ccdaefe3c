"""batch normalisation: the value and its gradients in NumPy, every line a formula that was proved.

    value = Σ_n Σ_i G_ni Y_ni

Generated from derivations/batch_normalisation.md through codegen/numpy/module.py.j2; do not edit.
Change the document, then: gradproof generate. Whether this file is up to date: gradproof generate --check
Normal forms of the document: 86c6464c0dfa5e009074a97deeee2059dbc17aafef91c41b48eaf91d698affae

Shapes: G (N, D), epsilon () > 0, X (N, D), gamma (D,), beta (D,).
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
ARGUMENTS = {"G": ("N", "D",), "epsilon": (), "X": ("N", "D",), "gamma": ("D",), "beta": ("D",)}
"""The dimensions of each argument's axes, in the order of the arguments."""
LABELS = {}
"""The arguments that are integers, with the dimension whose places they name, counted from 0."""
POSITIVE = ("epsilon",)
"""The arguments that the document takes to be above 0."""


class Gradients(NamedTuple):
    """The derivative of the value by each parameter, in the parameter's own shape."""

    X: Array
    """(N, D)"""
    gamma: Array
    """(D,)"""
    beta: Array
    """(D,)"""


def forward(G, epsilon, X, gamma, beta, workspace=None):
    """The value. What `backward` needs is left in the workspace."""
    workspace = _entered(workspace, G, epsilon, X, gamma, beta)
    return workspace.run(workspace.forward, G, epsilon, X, gamma, beta)


def backward(G, epsilon, X, gamma, beta, workspace=None):
    """The gradients. A `forward` of the same arrays just before, in the same workspace, is not repeated."""
    workspace = _entered(workspace, G, epsilon, X, gamma, beta)
    return workspace.run(workspace.backward, G, epsilon, X, gamma, beta)


def value_and_grad(G, epsilon, X, gamma, beta, workspace=None):
    """(value, gradients). With a workspace the gradients live in it until its next call, without one they are fresh."""
    if workspace is None or workspace.checks:
        workspace = _entered(workspace, G, epsilon, X, gamma, beta)
    workspace.seen = None
    return workspace.both(G, epsilon, X, gamma, beta)


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
        N, D = self.sizes.values()
        return Gradients(np.empty((N, D), self.dtype), np.empty((D,), self.dtype), np.empty((D,), self.dtype))

    def forward(self, G, epsilon, X, gamma, beta):
        """The value of checked arguments."""
        self.seen = (G, epsilon, X, gamma, beta)
        return self.rows.forward(G, epsilon, X, gamma, beta)

    def backward(self, G, epsilon, X, gamma, beta):
        """The gradients at checked arguments."""
        if self.seen is None or any(a is not b for a, b in zip(self.seen, (G, epsilon, X, gamma, beta))):
            self.forward(G, epsilon, X, gamma, beta)
        self.seen = None
        self.rows.backward(G, epsilon, X, gamma, beta)
        return self.gradients


    def admit(self, G, epsilon, X, gamma, beta):
        """Nothing, if the arguments fit this workspace; TypeError or ValueError that says what does not."""
        N, D = self.sizes.values()
        _check_array("G", G, (N, D), self.dtype)
        _check_number("epsilon", epsilon, self.dtype)
        _check_array("X", X, (N, D), self.dtype)
        _check_array("gamma", gamma, (D,), self.dtype)
        _check_array("beta", beta, (D,), self.dtype)
        self.checks = not self.once


class _Rows:
    """The arrays of one pass over rows of the data, and the two halves of the pass."""

    def __init__(self, N, D, dtype, gradients):
        self.gradients = gradients
        d_X, d_gamma, d_beta = gradients
        m_sum = np.empty((D,), dtype)
        m = np.empty((D,), dtype)
        d = np.empty((N, D), dtype)
        v_sum = np.empty((D,), dtype)
        part_1 = np.empty((), dtype)
        s = np.empty((D,), dtype)
        Y = np.empty((N, D), dtype)
        d_Y = np.empty((N, D), dtype)
        d_X_sum = np.empty((D,), dtype)
        d_X_sum_2 = np.empty((D,), dtype)
        part_2 = np.empty((), dtype)
        part_3 = np.empty((), dtype)
        ones_N = np.ones(N, dtype)
        size_N = np.array(N, dtype)
        blocks_1 = [
            (d[rows], rows)
            for rows in _blocks(N, D)
        ]
        blocks_2 = [
            (d[rows], Y[rows])
            for rows in _blocks(N, D)
        ]
        blocks_3 = [
            (d_Y[rows], rows, d_X[rows])
            for rows in _blocks(N, D)
        ]
        work_D_0 = np.empty((_rows_per_block(N, D), D), dtype)
        blocks_4 = [
            (d_X[rows], d[rows], work_D_0[: rows.stop - rows.start])
            for rows in _blocks(N, D)
        ]
        self.forward_arrays = (m_sum, m, d, v_sum, part_1, s, Y, ones_N, size_N, blocks_1, blocks_2)
        self.backward_arrays = (
            d, s, d_Y, d_X_sum, d_X_sum_2, part_2, part_3, ones_N, size_N, blocks_3, blocks_4, d_X, d_gamma,
            d_beta,
        )

    def value_and_grad(self, G, epsilon, X, gamma, beta):
        """(value, gradients)."""
        value = self.forward(G, epsilon, X, gamma, beta)
        self.backward(G, epsilon, X, gamma, beta)
        return value, self.gradients

    def forward(self, G, epsilon, X, gamma, beta, shift=False):
        """The value; see the formulas at its blocks."""
        (m_sum, m, d, v_sum, part_1, s, Y, ones_N, size_N, blocks_1, blocks_2) = self.forward_arrays

        # m_i = Σ_n X_ni/N, definition
        ones_N.dot(X, m_sum)

        divide(m_sum, size_N, m)

        # d_ni = X_ni − m_i, definition
        for d_r, rows in blocks_1:
            subtract(X[rows], m, d_r)

        # v_i = Σ_n d_ni²/N, definition
        einsum("ba,ba->a", d, d, out=v_sum)

        reciprocal(size_N, part_1)

        # s_i = (epsilon + v_i)^(-1/2), definition
        multiply(v_sum, part_1, s)
        add(s, epsilon, s)
        sqrt(s, s)
        reciprocal(s, s)

        # c_ni = d_ni s_i, definition
        # Y_ni = c_ni gamma_i + β_i, definition
        for d_r, Y_r in blocks_2:
            multiply(s, d_r, d_r)
            multiply(d_r, gamma, Y_r)
            add(Y_r, beta, Y_r)

        # L = Σ_n Σ_i G_ni Y_ni, definition
        value = dot(G.ravel(), Y.ravel())

        return value.item()

    def backward(self, G, epsilon, X, gamma, beta):
        """The gradients into their arrays; overwrites what forward left."""
        (
            d, s, d_Y, d_X_sum, d_X_sum_2, part_2, part_3, ones_N, size_N, blocks_3, blocks_4, d_X, d_gamma,
            d_beta,
        ) = self.backward_arrays

        # ∂L/∂Y_ni = G_ni, (a)
        # ∂L/∂c_ni = ∂L/∂Y_ni gamma_i, (a)
        for d_Y_r, rows, d_X_r in blocks_3:
            copyto(d_Y_r, G[rows])
            multiply(d_Y_r, gamma, d_X_r)

        # ∂L/∂X_ki = s_i (∂L/∂c_ki − (1/N) Σ_n ∂L/∂c_ni − ((1/N) c_ki) Σ_n ∂L/∂c_ni c_ni), (e)
        einsum("ba,ba->a", d, d_X, out=d_X_sum)

        ones_N.dot(d_X, d_X_sum_2)

        reciprocal(size_N, part_2)

        reciprocal(size_N, part_3)

        for d_X_r, d_r, work_D_0_r in blocks_4:
            multiply(d_r, d_X_sum, work_D_0_r)
            multiply(work_D_0_r, part_2, work_D_0_r)
            subtract(d_X_r, work_D_0_r, work_D_0_r)
            multiply(d_X_sum_2, part_3, d_X_r)
            subtract(work_D_0_r, d_X_r, work_D_0_r)
            multiply(work_D_0_r, s, d_X_r)

        # ∂L/∂gamma_i = Σ_n ∂L/∂Y_ni c_ni, (a)
        einsum("ba,ba->a", d, d_Y, out=d_gamma)

        # ∂L/∂β_i = Σ_n ∂L/∂Y_ni, (a)
        ones_N.dot(d_Y, d_beta)



def _entered(workspace, G, epsilon, X, gamma, beta):
    """The workspace, made to measure if there is none, after a look at the arguments."""
    if workspace is None:
        workspace = _workspace_for(G, epsilon, X, gamma, beta)
    if workspace.checks:
        workspace.admit(G, epsilon, X, gamma, beta)
    return workspace


def _workspace_for(G, epsilon, X, gamma, beta):
    sizes = {}
    for (name, axes), array in zip(ARGUMENTS.items(), (G, epsilon, X, gamma, beta)):
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
