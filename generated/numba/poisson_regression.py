"""poisson regression: the value and its gradients in loops that Numba compiles, every line a formula that was proved.

    value = Σ_n ℓ_n

Generated from derivations/poisson_regression.md through codegen/numba/module.py.j2; do not edit.
Change the document, then: gradproof generate. Whether this file is up to date: gradproof generate --check
Normal forms of the document: 714b26f03bf82364557a0649ec2f92fd248a42218a959d764597e52ef7120979

    workspace = Workspace(N=…, D=…, dtype=np.float64)
    value, gradients = value_and_grad(x, y, w, b, workspace)

Shapes: x (N, D), y (N,), w (D,), b ().
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
    if workspace is not None and workspace.kernel is not None:  # nothing between the call and compiled code
        workspace.seen = None
        try:
            return workspace.kernel(x, y, w, b, workspace.memory, BOTH), workspace.gradients
        except TypeError:  # arguments of another kind than the kernel was compiled for
            return workspace.both(x, y, w, b)
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
        if self.once and self.rows is not None:
            self.kernel, self.memory = self.rows.kernel, self.rows.memory


def _memory(N, D, dtype):
    """One array for all that a kernel writes: each array that crosses into compiled code costs a tenth of a microsecond."""
    return np.empty(D + 1 + N + N + N + N + 1 + N, dtype)


def _gradients(memory, N, D):
    """The gradients, which lie at the beginning of the memory."""
    d_w, memory = np.split(memory, [D])
    d_b, memory = np.split(memory, [1])
    return Gradients(d_w.reshape((D,)), d_b.reshape(()))


class _Rows:
    """The memory of one pass over rows of the data, and its compiled kernel."""

    def __init__(self, N, D, dtype, gradients):
        needed = D + 1 + N + N + N + N + 1 + N
        self.memory = _memory(N, D, dtype) if gradients is None else gradients[0].base[:needed]
        self.gradients = gradients or _gradients(self.memory, N, D)
        self.kernel = _compiled(dtype)

    def value_and_grad(self, x, y, w, b):
        """(value, gradients)."""
        return self._run(BOTH, x, y, w, b), self.gradients

    def forward(self, x, y, w, b):
        """The value."""
        return self._run(FORWARD, x, y, w, b)

    def backward(self, x, y, w, b):
        """The gradients into their arrays; overwrites what forward left."""
        self._run(BACKWARD, x, y, w, b)

    def _run(self, passes, x, y, w, b):
        try:
            return self.kernel(x, y, w, b, self.memory, passes)
        except TypeError:  # arguments of another kind than the kernel was compiled for
            pass
        return self.kernel(
            np.require(x, self.memory.dtype, "CW"),
            np.require(y, self.memory.dtype, "CW"),
            np.require(w, self.memory.dtype, "CW"),
            np.require(b, self.memory.dtype, "CW"),
            self.memory,
            passes,
        )


@functools.cache
def _compiled(dtype):
    """The kernel for one dtype."""
    kind = numba.from_dtype(dtype)
    arguments = (types.Array(kind, 2, "C"), types.Array(kind, 1, "C"), types.Array(kind, 1, "C"), types.Array(kind, 0, "C"), )
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


def _kernel(x, y, w, b, memory, passes):
    """The value, and the gradients at the beginning of the memory; `passes` says which half is asked for."""
    kind = memory.dtype.type
    zero = kind(0)
    N = x.shape[0]
    D = x.shape[1]
    if not (
        x.shape == (N, D)
        and y.shape == (N,)
        and w.shape == (D,)
        and memory.size == D + 1 + N + N + N + N + 1 + N
    ):
        raise ValueError("The shapes of the arguments are not those of the workspace.")
    end = D
    d_w = memory[:end]
    end = end + 1
    d_b = memory[end - 1:end]
    end = end + N
    u_sum = memory[end - N:end]
    end = end + N
    u = memory[end - N:end]
    end = end + N
    mu = memory[end - N:end]
    end = end + N
    ell = memory[end - N:end]
    end = end + 1
    value_ = memory[end - 1:end]
    end = end + N
    d_u = memory[end - N:end]
    if passes & FORWARD:
        # u_n = Σ_i w_i x_ni + b, definition
        # μ_n = exp(u_n), definition
        # ℓ_n = u_n y_n − μ_n, definition
        # value = Σ_n ℓ_n
        sum_of_value_ = 0.0
        for n in range(N):
            total = zero
            for i in range(D):
                total += w[i] * x[n, i]
            u_sum[n] = total
            u[n] = (b[()] + u_sum[n])
            mu[n] = np.exp(u[n])
            ell[n] = ((u[n] * y[n]) - mu[n])
            sum_of_value_ += ell[n]
        value_[0] = sum_of_value_
    if passes & BACKWARD:
        # ∂ℓ/∂u = y − μ, (a)
        # ∂ℓ/∂b = y − μ, (b)
        # ∂ℓ/∂w_i = ∂ℓ/∂u ∂u/∂w_i, (b)
        sum_of_d_b = 0.0
        d_w[:] = zero
        for n in range(N):
            d_u[n] = (y[n] - mu[n])
            sum_of_d_b += d_u[n]
            for i in range(D):
                d_w[i] += d_u[n] * x[n, i]
        d_b[0] = sum_of_d_b
    return value_[0]


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


