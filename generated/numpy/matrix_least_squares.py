"""matrix least squares: the value and its gradients in NumPy, every line a formula that was proved.

    value = 1/2 λ Σ_[5] w_{[5]}² + 1/2 Σ_[1] (Σ_[2] X_{[1], [2]} w_{[2]} − y_{[1]})²

Generated from derivations/matrix_least_squares.md through codegen/numpy/module.py.j2; do not edit.
Change the document, then: gradproof generate. Whether this file is up to date: gradproof generate --check
Normal forms of the document: de3fa782e94f964f9c7456cd3d10a235a583d811cb8424a9e6701bc1533474b3

Shapes: X (N, D), y (N,), lambda_ () > 0, w (D,).
In calls such as add(a, b, c) the last argument is the output. Needs NumPy 2 or later, nothing else.
"""

from __future__ import annotations

import contextvars
import functools
from typing import Any, NamedTuple

import numpy as np
from numpy import add, dot, multiply, subtract

__all__ = ["Gradients", "Workspace", "backward", "forward", "value_and_grad"]

Array = np.ndarray[Any, np.dtype[Any]]
BLOCK = 16384
"""Elements of an array that are worked on at a time, so that they stay in the processor's cache."""
ARGUMENTS = {"X": ("N", "D",), "y": ("N",), "lambda_": (), "w": ("D",)}
"""The dimensions of each argument's axes, in the order of the arguments."""
LABELS = {}
"""The arguments that are integers, with the dimension whose places they name, counted from 0."""
POSITIVE = ("lambda_",)
"""The arguments that the document takes to be above 0."""


class Gradients(NamedTuple):
    """The derivative of the value by each parameter, in the parameter's own shape."""

    w: Array
    """(D,)"""


def forward(X, y, lambda_, w, workspace=None):
    """The value. What `backward` needs is left in the workspace."""
    workspace = _entered(workspace, X, y, lambda_, w)
    return workspace.run(workspace.forward, X, y, lambda_, w)


def backward(X, y, lambda_, w, workspace=None):
    """The gradients. A `forward` of the same arrays just before, in the same workspace, is not repeated."""
    workspace = _entered(workspace, X, y, lambda_, w)
    return workspace.run(workspace.backward, X, y, lambda_, w)


def value_and_grad(X, y, lambda_, w, workspace=None):
    """(value, gradients). With a workspace the gradients live in it until its next call, without one they are fresh."""
    if workspace is None or workspace.checks:
        workspace = _entered(workspace, X, y, lambda_, w)
    workspace.seen = None
    return workspace.both(X, y, lambda_, w)


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
        return Gradients(np.empty((D,), self.dtype))

    def forward(self, X, y, lambda_, w):
        """The value of checked arguments."""
        self.seen = (X, y, lambda_, w)
        return self.rows.forward(X, y, lambda_, w)

    def backward(self, X, y, lambda_, w):
        """The gradients at checked arguments."""
        if self.seen is None or any(a is not b for a, b in zip(self.seen, (X, y, lambda_, w))):
            self.forward(X, y, lambda_, w)
        self.seen = None
        self.rows.backward(X, y, lambda_, w)
        return self.gradients


    def admit(self, X, y, lambda_, w):
        """Nothing, if the arguments fit this workspace; TypeError or ValueError that says what does not."""
        N, D = self.sizes.values()
        _check_array("X", X, (N, D), self.dtype)
        _check_array("y", y, (N,), self.dtype)
        _check_number("lambda_", lambda_, self.dtype)
        _check_array("w", w, (D,), self.dtype)
        self.checks = not self.once


class _Rows:
    """The arrays of one pass over rows of the data, and the two halves of the pass."""

    def __init__(self, N, D, dtype, gradients):
        self.gradients = gradients
        (d_w,) = gradients
        J_sum = np.empty((), dtype)
        J_sum_3 = np.empty((N,), dtype)
        J_factor = np.empty((N,), dtype)
        J_sum_2 = np.empty((), dtype)
        d_w_sum_2 = np.empty((N,), dtype)
        d_w_factor = np.empty((N,), dtype)
        d_w_sum = np.empty((D,), dtype)
        value_ = np.empty((), dtype)
        number_1_2 = np.array(1 / 2, dtype)
        work_0 = np.empty((), dtype)
        self.forward_arrays = (J_sum, J_sum_3, J_factor, J_sum_2, value_, number_1_2, work_0)
        self.backward_arrays = (d_w_sum_2, d_w_factor, d_w_sum, d_w)

    def value_and_grad(self, X, y, lambda_, w):
        """(value, gradients)."""
        value = self.forward(X, y, lambda_, w)
        self.backward(X, y, lambda_, w)
        return value, self.gradients

    def forward(self, X, y, lambda_, w, shift=False):
        """The value; see the formulas at its blocks."""
        (J_sum, J_sum_3, J_factor, J_sum_2, value_, number_1_2, work_0) = self.forward_arrays

        # J = 1/2 λ Σ_[5] w_{[5]}² + 1/2 Σ_[1] (Σ_[2] X_{[1], [2]} w_{[2]} − y_{[1]})², definition
        J_sum[()] = dot(w, w)

        dot(X, w, J_sum_3)

        subtract(J_sum_3, y, J_factor)

        J_sum_2[()] = dot(J_factor, J_factor)

        multiply(J_sum, lambda_, value_)
        multiply(value_, number_1_2, value_)
        multiply(J_sum_2, number_1_2, work_0)
        add(value_, work_0, value_)

        return value_.item()

    def backward(self, X, y, lambda_, w):
        """The gradients into their arrays; overwrites what forward left."""
        (d_w_sum_2, d_w_factor, d_w_sum, d_w) = self.backward_arrays

        # ∂J/∂w_m = Σ_[7] X_{[7], m} (Σ_[10] X_{[7], [10]} w_{[10]} − y_{[7]}) + λ w_m, (a)
        dot(X, w, d_w_sum_2)

        subtract(d_w_sum_2, y, d_w_factor)

        dot(X.T, d_w_factor, d_w_sum)

        multiply(w, lambda_, d_w)
        add(d_w, d_w_sum, d_w)



def _entered(workspace, X, y, lambda_, w):
    """The workspace, made to measure if there is none, after a look at the arguments."""
    if workspace is None:
        workspace = _workspace_for(X, y, lambda_, w)
    if workspace.checks:
        workspace.admit(X, y, lambda_, w)
    return workspace


def _workspace_for(X, y, lambda_, w):
    sizes = {}
    for (name, axes), array in zip(ARGUMENTS.items(), (X, y, lambda_, w)):
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
