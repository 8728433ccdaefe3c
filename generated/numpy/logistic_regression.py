"""logistic regression: the value and its gradients in NumPy, every line a formula that was proved.

    value = −Σ_n (−softplus(z_n) (1 − y_n) − softplus(−z_n) y_n)/N

Generated from derivations/logistic_regression.md through codegen/numpy/module.py.j2; do not edit.
Change the document, then: gradproof generate. Whether this file is up to date: gradproof generate --check
Normal forms of the document: aa5a1be81427477afdd00d41da5b54e4db4b43b06ba7f7492450a4b7a5e563f1

Shapes: X (N, D), y (N,), w (D,), b ().
In calls such as add(a, b, c) the last argument is the output. Needs NumPy 2 or later, nothing else.
"""

from __future__ import annotations

import contextvars
import functools
from typing import Any, NamedTuple

import numpy as np
from numpy import add, divide, dot, exp, log1p, maximum, multiply, negative, reciprocal, subtract

__all__ = ["Gradients", "Workspace", "backward", "forward", "value_and_grad"]

Array = np.ndarray[Any, np.dtype[Any]]
BLOCK = 16384
"""Elements of an array that are worked on at a time, so that they stay in the processor's cache."""
ARGUMENTS = {"X": ("N", "D",), "y": ("N",), "w": ("D",), "b": ()}
"""The dimensions of each argument's axes, in the order of the arguments."""
LABELS = {}
"""The arguments that are integers, with the dimension whose places they name, counted from 0."""
POSITIVE = ()
"""The arguments that the document takes to be above 0."""


class Gradients(NamedTuple):
    """The derivative of the value by each parameter, in the parameter's own shape."""

    w: Array
    """(D,)"""
    b: Array
    """()"""


def forward(X, y, w, b, workspace=None):
    """The value. What `backward` needs is left in the workspace."""
    workspace = _entered(workspace, X, y, w, b)
    return workspace.run(workspace.forward, X, y, w, b)


def backward(X, y, w, b, workspace=None):
    """The gradients. A `forward` of the same arrays just before, in the same workspace, is not repeated."""
    workspace = _entered(workspace, X, y, w, b)
    return workspace.run(workspace.backward, X, y, w, b)


def value_and_grad(X, y, w, b, workspace=None):
    """(value, gradients). With a workspace the gradients live in it until its next call, without one they are fresh."""
    if workspace is None or workspace.checks:
        workspace = _entered(workspace, X, y, w, b)
    workspace.seen = None
    return workspace.both(X, y, w, b)


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
        return Gradients(np.empty((D,), self.dtype), np.empty((), self.dtype))

    def forward(self, X, y, w, b):
        """The value of checked arguments."""
        self.seen = (X, y, w, b)
        return self.rows.forward(X, y, w, b)

    def backward(self, X, y, w, b):
        """The gradients at checked arguments."""
        if self.seen is None or any(a is not b for a, b in zip(self.seen, (X, y, w, b))):
            self.forward(X, y, w, b)
        self.seen = None
        self.rows.backward(X, y, w, b)
        return self.gradients


    def admit(self, X, y, w, b):
        """Nothing, if the arguments fit this workspace; TypeError or ValueError that says what does not."""
        N, D = self.sizes.values()
        _check_array("X", X, (N, D), self.dtype)
        _check_array("y", y, (N,), self.dtype)
        _check_array("w", w, (D,), self.dtype)
        _check_number("b", b, self.dtype)
        self.checks = not self.once


class _Rows:
    """The arrays of one pass over rows of the data, and the two halves of the pass."""

    def __init__(self, N, D, dtype, gradients):
        self.gradients = gradients
        d_w, d_b = gradients
        z_sum = np.empty((N,), dtype)
        z = np.empty((N,), dtype)
        L_factor = np.empty((N,), dtype)
        L_sum = np.empty((), dtype)
        q = np.empty((N,), dtype)
        d_z = np.empty((N,), dtype)
        value_ = np.empty((), dtype)
        one = np.array(1, dtype)
        zero = np.array(0, dtype)
        work_N_0 = np.empty((N,), dtype)
        work_N_1 = np.empty((N,), dtype)
        two = np.array(2, dtype)
        ones_N = np.ones(N, dtype)
        size_N = np.array(N, dtype)
        self.forward_arrays = (
            z_sum, z, L_factor, L_sum, q, value_, one, zero, work_N_0, work_N_1, two, ones_N, size_N,
        )
        self.backward_arrays = (q, d_z, ones_N, size_N, d_w, d_b)

    def value_and_grad(self, X, y, w, b):
        """(value, gradients)."""
        value = self.forward(X, y, w, b)
        self.backward(X, y, w, b)
        return value, self.gradients

    def forward(self, X, y, w, b, shift=False):
        """The value; see the formulas at its blocks."""
        (
            z_sum, z, L_factor, L_sum, q, value_, one, zero, work_N_0, work_N_1, two, ones_N, size_N,
        ) = self.forward_arrays

        # z_n = Σ_i X_ni w_i + b, definition
        dot(X, w, z_sum)

        add(z_sum, b, z)

        # L = −Σ_n (log(1 − q_n) (1 − y_n) + log(q_n) y_n)/N, definition
        subtract(one, y, L_factor)
        maximum(z, zero, out=work_N_0)
        maximum(z, zero, out=work_N_1)
        multiply(work_N_1, two, work_N_1)
        subtract(z, work_N_1, work_N_1)
        exp(work_N_1, work_N_1)
        log1p(work_N_1, work_N_1)
        add(work_N_0, work_N_1, work_N_0)
        multiply(L_factor, work_N_0, L_factor)
        negative(L_factor, L_factor)
        negative(z, work_N_0)
        maximum(work_N_0, zero, out=work_N_0)
        negative(z, work_N_1)
        maximum(work_N_1, zero, out=work_N_1)
        multiply(work_N_1, two, work_N_1)
        negative(work_N_1, work_N_1)
        subtract(work_N_1, z, work_N_1)
        exp(work_N_1, work_N_1)
        log1p(work_N_1, work_N_1)
        add(work_N_0, work_N_1, work_N_0)
        multiply(work_N_0, y, work_N_0)
        subtract(L_factor, work_N_0, L_factor)

        L_sum[()] = ones_N.dot(L_factor)

        divide(L_sum, size_N, value_)
        negative(value_, value_)

        # q_n = σ(z_n), definition
        negative(z, q)
        exp(q, q)
        add(q, one, q)
        reciprocal(q, q)

        return value_.item()

    def backward(self, X, y, w, b):
        """The gradients into their arrays; overwrites what forward left."""
        (q, d_z, ones_N, size_N, d_w, d_b) = self.backward_arrays

        # ∂L/∂z_n = (1/N) (q_n − y_n), (b)
        subtract(q, y, d_z)
        divide(d_z, size_N, d_z)

        # ∂L/∂w_i = Σ_n ∂L/∂z_n X_ni, (c)
        dot(X.T, d_z, d_w)

        # ∂L/∂b = (1/N) Σ_n (q_n − y_n), (c)
        d_b[()] = ones_N.dot(d_z)



def _entered(workspace, X, y, w, b):
    """The workspace, made to measure if there is none, after a look at the arguments."""
    if workspace is None:
        workspace = _workspace_for(X, y, w, b)
    if workspace.checks:
        workspace.admit(X, y, w, b)
    return workspace


def _workspace_for(X, y, w, b):
    sizes = {}
    for (name, axes), array in zip(ARGUMENTS.items(), (X, y, w, b)):
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
