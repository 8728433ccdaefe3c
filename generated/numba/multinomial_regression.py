"""multinomial regression: the value and its gradients in loops that Numba compiles, every line a formula that was proved.

    value = Σ_n ℓ_n

Generated from derivations/multinomial_regression.md through codegen/numba/module.py.j2; do not edit.
Change the document, then: gradproof generate. Whether this file is up to date: gradproof generate --check
Normal forms of the document: b4d62e261fd4dca264cfe146f1dd63f72f1fd6cefe753aab86ef19ef23e81801

    workspace = Workspace(N=…, D=…, C=…, dtype=np.float64)
    value, gradients = value_and_grad(x, t, w, b, workspace)

Shapes: x (N, D), t (N,) of integers from 0 to C - 1, w (C, D), b (C,).
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
ARGUMENTS = {"x": ("N", "D",), "t": ("N",), "w": ("C", "D",), "b": ("C",)}
"""The dimensions of each argument's axes, in the order of the arguments."""
LABELS = {"t": "C"}
"""The arguments that are integers, with the dimension whose places they name, counted from 0."""
POSITIVE = ()
"""The arguments that the document takes to be above 0."""


class Gradients(NamedTuple):
    """The derivative of the value by each parameter, in the parameter's own shape."""

    w: Array
    """(C, D)"""
    b: Array
    """(C,)"""


def forward(x, t, w, b, workspace=None):
    """The value. What `backward` needs is left in the workspace."""
    workspace = _entered(workspace, x, t, w, b)
    return workspace.run(workspace.forward, x, t, w, b)


def backward(x, t, w, b, workspace=None):
    """The gradients. A `forward` of the same arrays just before, in the same workspace, is not repeated."""
    workspace = _entered(workspace, x, t, w, b)
    return workspace.run(workspace.backward, x, t, w, b)


def value_and_grad(x, t, w, b, workspace=None):
    """(value, gradients). With a workspace the gradients live in it until its next call, without one they are fresh."""
    if workspace is not None and workspace.kernel is not None:  # nothing between the call and compiled code
        workspace.seen = None
        try:
            return workspace.kernel(x, t, w, b, workspace.memory, BOTH), workspace.gradients
        except TypeError:  # arguments of another kind than the kernel was compiled for
            return workspace.both(x, t, w, b)
    workspace = _entered(workspace, x, t, w, b)
    workspace.seen = None
    return workspace.both(x, t, w, b)


class Workspace:
    """All arrays that calls for these sizes write to, made once.

    `dtype` is that of all arguments but the labels: float64, float32, or complex128 (for derivatives by the complex
    step). With check="once" only the first call looks at shapes, dtypes and labels; the caller vouches for the others.
    With threads=2 the rows are shared by two Python threads; give BLAS one thread then. Not to be used by two threads itself.
    """

    def __init__(self, *, N, D, C, dtype=np.float64, check="always", threads=1):
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
        self.context = contextvars.copy_context()
        self.run = self.context.run
        self.gradients = self._gradients()
        self.seen = None
        self._share_out(threads)
        both = self.value_and_grad if self.rows is None else self.rows.value_and_grad
        self.both = both
        self.kernel = None

    def _gradients(self):
        N, D, C = self.sizes.values()
        return _gradients(_memory(N, D, C, self.dtype), N, D, C)

    def _share_out(self, threads):
        """Parts of the rows: few when all fits into the cache, for each further thread a part of its own."""
        N, D, C = self.sizes.values()
        per_row = D
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

    def _in_parts(self, work, x, t, w, b):
        """The sum of what `work` returns for the lanes, all but the first of them in threads of their own."""
        jobs = [self.pool.submit(context.run, work, own, parts, x, t, w, b) for context, own, parts in self.lanes[1:]]
        _, own, parts = self.lanes[0]
        value = work(own, parts, x, t, w, b)
        for job, (_, more, _) in zip(jobs, self.lanes[1:]):
            value += job.result()
            if work is not self._forward_parts:
                for mine, theirs in zip(own, more):
                    np.add(mine, theirs, mine)
        return value

    def _forward_parts(self, own, parts, x, t, w, b):
        return sum(part.forward(x[rows], t[rows], w, b) for rows, part in parts)

    def _backward_parts(self, own, parts, x, t, w, b):
        for rows, part in parts:
            part.backward(x[rows], t[rows], w, b)
            _add_to(own, part.gradients)
        return 0

    def _both_parts(self, own, parts, x, t, w, b):
        value = 0
        for rows, part in parts:
            value += part.forward(x[rows], t[rows], w, b)
            part.backward(x[rows], t[rows], w, b)
            _add_to(own, part.gradients)
        return value

    def forward(self, x, t, w, b):
        """The value of checked arguments."""
        self.seen = (x, t, w, b)
        if self.rows is None:
            return self._in_parts(self._forward_parts, x, t, w, b)
        return self.rows.forward(x, t, w, b)

    def backward(self, x, t, w, b):
        """The gradients at checked arguments."""
        if self.seen is None or any(a is not b for a, b in zip(self.seen, (x, t, w, b))):
            self.forward(x, t, w, b)
        self.seen = None
        if self.rows is None:
            self._in_parts(self._backward_parts, x, t, w, b)
            return self.gradients
        self.rows.backward(x, t, w, b)
        return self.gradients

    def value_and_grad(self, x, t, w, b):
        """(value, gradients) at checked arguments, part by part."""
        return self._in_parts(self._both_parts, x, t, w, b), self.gradients

    def admit(self, x, t, w, b):
        """Nothing, if the arguments fit this workspace; TypeError or ValueError that says what does not."""
        N, D, C = self.sizes.values()
        _check_array("x", x, (N, D), self.dtype)
        _check_label("t", t, (N,), C)
        _check_array("w", w, (C, D), self.dtype)
        _check_array("b", b, (C,), self.dtype)
        self.checks = not self.once
        if self.once and self.rows is not None:
            self.kernel, self.memory = self.rows.kernel, self.rows.memory


def _memory(N, D, C, dtype):
    """One array for all that a kernel writes: each array that crosses into compiled code costs a tenth of a microsecond."""
    return np.empty(C * D + C + N * C + N + N + N + N + 1, dtype)


def _gradients(memory, N, D, C):
    """The gradients, which lie at the beginning of the memory."""
    d_w, memory = np.split(memory, [C * D])
    d_b, memory = np.split(memory, [C])
    return Gradients(d_w.reshape((C, D)), d_b.reshape((C,)))


class _Rows:
    """The memory of one pass over rows of the data, and its compiled kernel."""

    def __init__(self, N, D, C, dtype, gradients):
        needed = C * D + C + N * C + N + N + N + N + 1
        self.memory = _memory(N, D, C, dtype) if gradients is None else gradients[0].base[:needed]
        self.gradients = gradients or _gradients(self.memory, N, D, C)
        self.kernel = _compiled(dtype)

    def value_and_grad(self, x, t, w, b):
        """(value, gradients)."""
        return self._run(BOTH, x, t, w, b), self.gradients

    def forward(self, x, t, w, b):
        """The value."""
        return self._run(FORWARD, x, t, w, b)

    def backward(self, x, t, w, b):
        """The gradients into their arrays; overwrites what forward left."""
        self._run(BACKWARD, x, t, w, b)

    def _run(self, passes, x, t, w, b):
        try:
            return self.kernel(x, t, w, b, self.memory, passes)
        except TypeError:  # arguments of another kind than the kernel was compiled for
            pass
        return self.kernel(
            np.require(x, self.memory.dtype, "CW"),
            np.require(t, np.intp, "CW"),
            np.require(w, self.memory.dtype, "CW"),
            np.require(b, self.memory.dtype, "CW"),
            self.memory,
            passes,
        )


@functools.cache
def _compiled(dtype):
    """The kernel for one dtype."""
    kind = numba.from_dtype(dtype)
    arguments = (types.Array(kind, 2, "C"), types.Array(types.intp, 1, "C"), types.Array(kind, 2, "C"), types.Array(kind, 1, "C"), )
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


def _kernel(x, t, w, b, memory, passes):
    """The value, and the gradients at the beginning of the memory; `passes` says which half is asked for."""
    kind = memory.dtype.type
    zero = kind(0)
    one = kind(1)
    minus_one = kind(-1)
    N = x.shape[0]
    D = x.shape[1]
    C = w.shape[0]
    if not (
        x.shape == (N, D)
        and t.shape == (N,)
        and w.shape == (C, D)
        and b.shape == (C,)
        and memory.size == C * D + C + N * C + N + N + N + N + 1
    ):
        raise ValueError("The shapes of the arguments are not those of the workspace.")
    for place in t:
        if not 0 <= place < C:
            raise ValueError("t has a label outside of 0 to C - 1.")
    end = C * D
    d_w = memory[:end].reshape((C, D))
    end = end + C
    d_b = memory[end - C:end]
    end = end + N * C
    u = memory[end - N * C:end].reshape((N, C))
    end = end + N
    total_u = memory[end - N:end]
    end = end + N
    scale_u = memory[end - N:end]
    end = end + N
    u_at_t = memory[end - N:end]
    end = end + N
    ell = memory[end - N:end]
    end = end + 1
    value_ = memory[end - 1:end]
    if passes & FORWARD:
        # u_nj = Σ_i w_ji x_ni + b_j, definition
        _dot(x, w.T, u)

        # ℓ_n = log(p_{n, t_n}), definition
        # value = Σ_n ℓ_n
        sum_of_value_ = 0.0
        for n in range(N):
            for j in range(C):
                u[n, j] = (b[j] + u[n, j])
            peak = u[n, 0].real
            for k in range(1, C):
                peak = max(peak, u[n, k].real)
            u_at_t[n] = u[n, t[n]] - peak
            total = zero
            for k in range(C):
                power = np.exp(u[n, k] - peak)
                total += power
                u[n, k] = power
            total_u[n] = total
            scale_u[n] = minus_one / total
            for k in range(C):
                u[n, k] *= scale_u[n]
            ell[n] = (u_at_t[n] - np.log(total_u[n]))
            sum_of_value_ += ell[n]
        value_[0] = sum_of_value_
    if passes & BACKWARD:
        # ∂ℓ/∂u_j = δ(j, t) − p_j, 1(d)
        # ∂ℓ/∂b_j = δ(j, t) − p_j, 1(d)
        d_b[:] = zero
        for n in range(N):
            u[n, t[n]] += one
            for j in range(C):
                d_b[j] += u[n, j]

        # ∂ℓ/∂w_ji = x_i (δ(j, t) − p_j), 1(d)
        _dot(u.T, x, d_w)
    return value_[0]


def _entered(workspace, x, t, w, b):
    """The workspace, made to measure if there is none, after a look at the arguments."""
    if workspace is None:
        workspace = _workspace_for(x, t, w, b)
    if workspace.checks:
        workspace.admit(x, t, w, b)
    return workspace


def _workspace_for(x, t, w, b):
    sizes = {}
    for (name, axes), array in zip(ARGUMENTS.items(), (x, t, w, b)):
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


def _check_label(name, labels, shape, classes):
    if not isinstance(labels, np.ndarray) or not np.can_cast(labels.dtype, np.intp) or labels.dtype.kind not in "iu":
        raise TypeError(f"{name} must be a NumPy array of integers, not {getattr(labels, 'dtype', type(labels).__name__)}.")
    if labels.shape != shape:
        raise ValueError(f"{name} has the shape {labels.shape}, but {shape} is needed.")
    if labels.min() < 0 or labels.max() >= classes:
        place = int(np.argmax((labels < 0) | (labels >= classes)))
        raise ValueError(f"{name}[{place}] is {labels[place]}, but labels run from 0 to {classes - 1}.")


def _add_to(total, part):
    if part is not total:
        for mine, theirs in zip(total, part):
            np.add(mine, theirs, mine)


