"""hinge loss: the value and its gradients in NumPy, every line a formula that was proved.

    value = 1/2 λ Σ_j Σ_i w_ji² + Σ_n (Σ_j relu(m_nj) − relu(m_{n, t_n}))

Generated from derivations/hinge_loss.md through codegen/numpy/module.py.j2; do not edit.
Change the document, then: gradproof generate. Whether this file is up to date: gradproof generate --check
Normal forms of the document: 95786416484f590413f0944ad2095c6061b6fe5cc7ccbc3f0d1d7b8f325eaa46

Shapes: X (N, D), t (N,) of integers from 0 to C - 1, lambda_ () > 0, Delta () > 0, w (C, D), b (C,).
In calls such as add(a, b, c) the last argument is the output. Needs NumPy 2 or later, nothing else.
"""

from __future__ import annotations

import contextvars
import functools
from typing import Any, NamedTuple

import numpy as np
from numpy import add, dot, maximum, multiply, negative, sign, subtract

__all__ = ["Gradients", "Workspace", "backward", "forward", "value_and_grad"]

Array = np.ndarray[Any, np.dtype[Any]]
BLOCK = 16384
"""Elements of an array that are worked on at a time, so that they stay in the processor's cache."""
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
    if workspace is None or workspace.checks:
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
        N, D, C = self.sizes.values()
        return Gradients(np.empty((C, D), self.dtype), np.empty((C,), self.dtype))

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


class _Rows:
    """The arrays of one pass over rows of the data, and the two halves of the pass."""

    def __init__(self, N, D, C, dtype, gradients):
        self.gradients = gradients
        d_w, d_b = gradients
        u = np.empty((N, C), dtype)
        L_sum = np.empty((), dtype)
        u_at_t = np.empty((N,), dtype)
        L_factor = np.empty((N, C), dtype)
        L_sum_3 = np.empty((N,), dtype)
        m_at_t = np.empty((N,), dtype)
        L_factor_2 = np.empty((N,), dtype)
        L_sum_2 = np.empty((), dtype)
        d_u_sum = np.empty((N,), dtype)
        d_u_amount = np.empty((N,), dtype)
        value_ = np.empty((), dtype)
        starts_C = np.arange(N) * C
        t_places = np.empty(N, np.intp)
        blocks_1 = [
            (u[rows],)
            for rows in _blocks(N, C)
        ]
        u_flat = u.ravel()
        zero = np.array(0, dtype)
        blocks_2 = [
            (u[rows], u_at_t[rows, None], L_factor[rows])
            for rows in _blocks(N, C)
        ]
        ones_C = np.ones(C, dtype)
        ones_N = np.ones(N, dtype)
        number_1_2 = np.array(1 / 2, dtype)
        blocks_3 = [
            (u[rows],)
            for rows in _blocks(N, C)
        ]
        work_D_0 = np.empty((_rows_per_block(C, D), D), dtype)
        blocks_4 = [
            (d_w[rows], rows, work_D_0[: rows.stop - rows.start])
            for rows in _blocks(C, D)
        ]
        self.forward_arrays = (
            u, L_sum, u_at_t, L_factor, L_sum_3, m_at_t, L_factor_2, L_sum_2, value_, starts_C, t_places,
            blocks_1, u_flat, zero, blocks_2, ones_C, ones_N, number_1_2, blocks_3,
        )
        self.backward_arrays = (
            u, d_u_sum, d_u_amount, t_places, u_flat, ones_C, ones_N, blocks_4, d_w, d_b,
        )

    def value_and_grad(self, X, t, lambda_, Delta, w, b):
        """(value, gradients)."""
        value = self.forward(X, t, lambda_, Delta, w, b)
        self.backward(X, t, lambda_, Delta, w, b)
        return value, self.gradients

    def forward(self, X, t, lambda_, Delta, w, b, shift=False):
        """The value; see the formulas at its blocks."""
        (
            u, L_sum, u_at_t, L_factor, L_sum_3, m_at_t, L_factor_2, L_sum_2, value_, starts_C, t_places,
            blocks_1, u_flat, zero, blocks_2, ones_C, ones_N, number_1_2, blocks_3,
        ) = self.forward_arrays

        # where the labels are in arrays of rows times classes
        add(t, starts_C, t_places)

        # u_nj = Σ_i X_ni w_ji + b_j, definition
        dot(X, w.T, u)

        # L = 1/2 λ Σ_j Σ_i w_ji² + Σ_n (Σ_j relu(m_nj) − relu(m_{n, t_n})), definition
        L_sum[()] = dot(w.ravel(), w.ravel())

        # u_nj = Σ_i X_ni w_ji + b_j, definition
        for (u_r,) in blocks_1:
            add(u_r, b, u_r)

        # m_nj = Delta + u_nj − u_{n, t_n}, definition
        u_flat.take(t_places, None, u_at_t, "clip")

        # L = 1/2 λ Σ_j Σ_i w_ji² + Σ_n (Σ_j relu(m_nj) − relu(m_{n, t_n})), definition
        for u_r, u_at_t_column, L_factor_r in blocks_2:
            add(u_r, Delta, u_r)
            subtract(u_r, u_at_t_column, u_r)
            maximum(u_r, zero, out=L_factor_r)

        L_factor.dot(ones_C, L_sum_3)

        u_flat.take(t_places, None, m_at_t, "clip")

        maximum(m_at_t, zero, out=L_factor_2)
        subtract(L_sum_3, L_factor_2, L_factor_2)

        L_sum_2[()] = ones_N.dot(L_factor_2)

        multiply(L_sum, lambda_, value_)
        multiply(value_, number_1_2, value_)
        add(value_, L_sum_2, value_)

        # a_nj = 1/2 sign(m_nj) + 1/2, definition
        for (u_r,) in blocks_3:
            sign(u_r, u_r)
            multiply(u_r, number_1_2, u_r)
            add(u_r, number_1_2, u_r)

        return value_.item()

    def backward(self, X, t, lambda_, Delta, w, b):
        """The gradients into their arrays; overwrites what forward left."""
        (
            u, d_u_sum, d_u_amount, t_places, u_flat, ones_C, ones_N, blocks_4, d_w, d_b,
        ) = self.backward_arrays

        # ∂L/∂u_nj = a_nj − δ(j, t_n) Σ_k a_nk, (c)
        u.dot(ones_C, d_u_sum)

        negative(d_u_sum, d_u_amount)

        u_flat[t_places] = add(u_flat[t_places], d_u_amount)

        # ∂L/∂w_ji = Σ_n ∂L/∂u_nj X_ni + λ w_ji, (d)
        dot(u.T, X, d_w)

        for d_w_r, rows, work_D_0_r in blocks_4:
            multiply(w[rows], lambda_, work_D_0_r)
            add(work_D_0_r, d_w_r, d_w_r)

        # ∂L/∂b_j = Σ_n ∂L/∂u_nj, (d)
        ones_N.dot(u, d_b)



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
