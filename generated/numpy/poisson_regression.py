"""poisson regression: the value and its gradients in NumPy, every line a formula that was proved.

    value = Σ_n ℓ_n

Generated from derivations/poisson_regression.md through codegen/numpy/module.py.j2; do not edit.
Change the document, then: gradproof generate. Whether this file is up to date: gradproof generate --check
Normal forms of the document: 714b26f03bf82364557a0649ec2f92fd248a42218a959d764597e52ef7120979

    workspace = Workspace(N=…, D=…, dtype=np.float64)
    value, gradients = value_and_grad(x, y, w, b, workspace)

Shapes: x (N, D), y (N,), w (D,), b ().
In calls such as add(a, b, c) the last argument is the output. Needs NumPy 2 or later, nothing else.
"""

from __future__ import annotations

import contextvars
import functools
from typing import Any, NamedTuple

import numpy as np
from numpy import add, dot, exp, multiply, subtract

__all__ = ["Gradients", "Workspace", "backward", "forward", "value_and_grad"]

Array = np.ndarray[Any, np.dtype[Any]]
BLOCK = 16384
"""Elements of an array that are worked on at a time, so that they stay in the processor's cache."""
ARGUMENTS = {"x": ("N", "D",), "y": ("N",), "w": ("D",), "b": ()}
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


def forward(x, y, w, b, workspace=None):
    """The value. What `backward` needs is left in the workspace."""
    workspace = _entered(workspace, x, y, w, b)
    return workspace.run(workspace.forward, x, y, w, b)


def backward(x, y, w, b, workspace=None):
    """The gradients. A `forward` of the same arrays just before, in the same workspace, is not repeated."""
    workspace = _entered(workspace, x, y, w, b)
    return workspace.run(workspace.backward, x, y, w, b)


def value_and_grad(x, y, w, b, workspace=None):
    """(value, gradients). With a workspace the gradients live in it until its next call, without one they are fresh."""
    if workspace is None or workspace.checks:
        workspace = _entered(workspace, x, y, w, b)
    workspace.seen = None
    return workspace.both(x, y, w, b)


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
        return Gradients(np.empty((D,), self.dtype), np.empty((), self.dtype))

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

    def _in_parts(self, work, x, y, w, b):
        """The sum of what `work` returns for the lanes, all but the first of them in threads of their own."""
        jobs = [self.pool.submit(context.run, work, own, parts, x, y, w, b) for context, own, parts in self.lanes[1:]]
        _, own, parts = self.lanes[0]
        value = work(own, parts, x, y, w, b)
        for job, (_, more, _) in zip(jobs, self.lanes[1:]):
            value += job.result()
            if work is not self._forward_parts:
                for mine, theirs in zip(own, more):
                    np.add(mine, theirs, mine)
        return value

    def _forward_parts(self, own, parts, x, y, w, b):
        return sum(part.forward(x[rows], y[rows], w, b) for rows, part in parts)

    def _backward_parts(self, own, parts, x, y, w, b):
        for rows, part in parts:
            part.backward(x[rows], y[rows], w, b)
            _add_to(own, part.gradients)
        return 0

    def _both_parts(self, own, parts, x, y, w, b):
        value = 0
        for rows, part in parts:
            value += part.forward(x[rows], y[rows], w, b)
            part.backward(x[rows], y[rows], w, b)
            _add_to(own, part.gradients)
        return value

    def forward(self, x, y, w, b):
        """The value of checked arguments."""
        self.seen = (x, y, w, b)
        if self.rows is None:
            return self._in_parts(self._forward_parts, x, y, w, b)
        return self.rows.forward(x, y, w, b)

    def backward(self, x, y, w, b):
        """The gradients at checked arguments."""
        if self.seen is None or any(a is not b for a, b in zip(self.seen, (x, y, w, b))):
            self.forward(x, y, w, b)
        self.seen = None
        if self.rows is None:
            self._in_parts(self._backward_parts, x, y, w, b)
            return self.gradients
        self.rows.backward(x, y, w, b)
        return self.gradients

    def value_and_grad(self, x, y, w, b):
        """(value, gradients) at checked arguments, part by part."""
        return self._in_parts(self._both_parts, x, y, w, b), self.gradients

    def admit(self, x, y, w, b):
        """Nothing, if the arguments fit this workspace; TypeError or ValueError that says what does not."""
        N, D = self.sizes.values()
        _check_array("x", x, (N, D), self.dtype)
        _check_array("y", y, (N,), self.dtype)
        _check_array("w", w, (D,), self.dtype)
        _check_number("b", b, self.dtype)
        self.checks = not self.once


class _Rows:
    """The arrays of one pass over rows of the data, and the two halves of the pass."""

    def __init__(self, N, D, dtype, gradients):
        self.gradients = gradients
        d_w, d_b = gradients
        u_sum = np.empty((N,), dtype)
        u = np.empty((N,), dtype)
        mu = np.empty((N,), dtype)
        ell = np.empty((N,), dtype)
        d_u = np.empty((N,), dtype)
        ones_N = np.ones(N, dtype)
        self.forward_arrays = (u_sum, u, mu, ell, ones_N)
        self.backward_arrays = (mu, d_u, ones_N, d_w, d_b)

    def value_and_grad(self, x, y, w, b):
        """(value, gradients)."""
        value = self.forward(x, y, w, b)
        self.backward(x, y, w, b)
        return value, self.gradients

    def forward(self, x, y, w, b, shift=False):
        """The value; see the formulas at its blocks."""
        (u_sum, u, mu, ell, ones_N) = self.forward_arrays

        # u_n = Σ_i w_i x_ni + b, definition
        dot(x, w, u_sum)

        add(u_sum, b, u)

        # μ_n = exp(u_n), definition
        exp(u, mu)

        # ℓ_n = u_n y_n − μ_n, definition
        multiply(u, y, ell)
        subtract(ell, mu, ell)

        # value = Σ_n ℓ_n
        value = ones_N.dot(ell)

        return value.item()

    def backward(self, x, y, w, b):
        """The gradients into their arrays; overwrites what forward left."""
        (mu, d_u, ones_N, d_w, d_b) = self.backward_arrays

        # ∂ℓ/∂u = y − μ, (a)
        subtract(y, mu, d_u)

        # ∂ℓ/∂w_i = ∂ℓ/∂u ∂u/∂w_i, (b)
        dot(x.T, d_u, d_w)

        # ∂ℓ/∂b = y − μ, (b)
        d_b[()] = ones_N.dot(d_u)



def _entered(workspace, x, y, w, b):
    """The workspace, made to measure if there is none, after a look at the arguments."""
    if workspace is None:
        workspace = _workspace_for(x, y, w, b)
    if workspace.checks:
        workspace.admit(x, y, w, b)
    return workspace


def _workspace_for(x, y, w, b):
    sizes = {}
    for (name, axes), array in zip(ARGUMENTS.items(), (x, y, w, b)):
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
