"""multinomial regression: the value and its gradients in NumPy, every line a formula that was proved.

    value = Σ_n ℓ_n

Generated from derivations/multinomial_regression.md through codegen/numpy/module.py.j2; do not edit.
Change the document, then: gradproof generate. Whether this file is up to date: gradproof generate --check
Normal forms of the document: b4d62e261fd4dca264cfe146f1dd63f72f1fd6cefe753aab86ef19ef23e81801

    workspace = Workspace(N=…, D=…, C=…, dtype=np.float64)
    value, gradients = value_and_grad(x, t, w, b, workspace)

Shapes: x (N, D), t (N,) of integers from 0 to C - 1, w (C, D), b (C,).
In calls such as add(a, b, c) the last argument is the output. Needs NumPy 2 or later, nothing else.
"""

from __future__ import annotations

import contextvars
import functools
import math
from typing import Any, NamedTuple

import numpy as np
from numpy import add, divide, dot, exp, log, maximum, multiply, subtract

__all__ = ["Gradients", "Workspace", "backward", "forward", "value_and_grad"]

Array = np.ndarray[Any, np.dtype[Any]]
BLOCK = 16384
"""Elements of an array that are worked on at a time, so that they stay in the processor's cache."""
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
    if workspace is None or workspace.checks:
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
        # Overflow in exp is met where it matters: 1/inf is the 0 that is meant, sums out of the safe range are redone.
        self.context = contextvars.copy_context()
        self.context.run(_settle)
        self.run = self.context.run
        self.gradients = self._gradients()
        self.seen = None
        self._share_out(threads)
        both = self.value_and_grad if self.rows is None else self.rows.value_and_grad
        self.both = functools.partial(self.run, both) if not isinstance(self.rows, _Row) else both

    def _gradients(self):
        N, D, C = self.sizes.values()
        return Gradients(np.empty((C, D), self.dtype), np.empty((C,), self.dtype))

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
        N, D, C = self.sizes.values()
        if N == 1 and self.dtype.kind == "f" and C * D <= 1024:
            return _Row(**self.sizes, dtype=self.dtype, gradients=gradients)
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


class _Rows:
    """The arrays of one pass over rows of the data, and the two halves of the pass."""

    def __init__(self, N, D, C, dtype, gradients):
        self.gradients = gradients
        d_w, d_b = gradients
        judged_u = np.empty(2 * N, dtype)
        judged_u_signs = np.repeat(np.array([1, -1], dtype), N)
        total_u = judged_u[:N]
        scale_u = judged_u[N:]
        u = np.empty((N, C), dtype)
        u_at_t = np.empty((N,), dtype)
        ell = np.empty((N,), dtype)
        starts_C = np.arange(N) * C
        t_places = np.empty(N, np.intp)
        u_flat = u.ravel()
        ones_C = np.ones(C, dtype)
        minus_one = np.array(-1, dtype)
        lazy_u = D < C
        blocks_1 = [
            (u[rows], total_u[rows], scale_u[rows], t_places[rows], u_at_t[rows], scale_u[rows, None])
            for rows in _blocks(N, C)
        ]
        ones_N = np.ones(N, dtype)
        safe = 1e250 if dtype.itemsize // (1 + (dtype.kind == 'c')) == 8 else 1e30
        one = np.array(1, dtype)
        scaled_x = np.empty((N, D), dtype) if lazy_u else None
        scale_u_all = scale_u[:, None]
        self.forward_arrays = (
            judged_u, judged_u_signs, total_u, u, u_at_t, ell, starts_C, t_places, u_flat, ones_C, minus_one,
            lazy_u, blocks_1, ones_N, safe,
        )
        self.backward_arrays = (
            total_u, scale_u, u, t_places, u_flat, lazy_u, ones_N, one, scaled_x, scale_u_all, d_w, d_b,
        )

    def value_and_grad(self, x, t, w, b):
        """(value, gradients)."""
        value = self.forward(x, t, w, b)
        self.backward(x, t, w, b)
        return value, self.gradients

    def forward(self, x, t, w, b, shift=False):
        """The value; see the formulas at its blocks."""
        (
            judged_u, judged_u_signs, total_u, u, u_at_t, ell, starts_C, t_places, u_flat, ones_C, minus_one,
            lazy_u, blocks_1, ones_N, safe,
        ) = self.forward_arrays

        # where the labels are in arrays of rows times classes
        add(t, starts_C, t_places)

        # u_nj = Σ_i w_ji x_ni + b_j, definition
        dot(x, w.T, u)

        # ℓ_n = log(p_{n, t_n}), definition
        for u_r, total_u_r, scale_u_r, t_places_r, u_at_t_r, scale_u_column in blocks_1:
            add(u_r, b, u_r)
            if shift:
                subtract(u_r, maximum.reduce(u_r, 1, None, None, True), u_r)
            u_flat.take(t_places_r, None, u_at_t_r, "clip")
            exp(u_r, u_r)
            u_r.dot(ones_C, total_u_r)
            divide(minus_one, total_u_r, scale_u_r)
            if not lazy_u:
                multiply(u_r, scale_u_column, u_r)

        # sums of exponentials in the safe range need no shift; else once more, with the largest logit subtracted
        if not (shift or abs(judged_u_signs.dot(judged_u)) < safe):
            return self.forward(x, t, w, b, shift=True)

        log(total_u, ell)
        subtract(u_at_t, ell, ell)

        # value = Σ_n ℓ_n
        value = ones_N.dot(ell)

        return value.item()

    def backward(self, x, t, w, b):
        """The gradients into their arrays; overwrites what forward left."""
        (
            total_u, scale_u, u, t_places, u_flat, lazy_u, ones_N, one, scaled_x, scale_u_all, d_w, d_b,
        ) = self.backward_arrays

        # ∂ℓ/∂u_j = δ(j, t) − p_j, 1(d)
        u_flat[t_places] = subtract(u_flat[t_places], total_u) if lazy_u else add(u_flat[t_places], one)

        # ∂ℓ/∂w_ji = x_i (δ(j, t) − p_j), 1(d)
        dot(u.T, (multiply(x, scale_u_all, scaled_x) if lazy_u else x), d_w)

        # ∂ℓ/∂b_j = δ(j, t) − p_j, 1(d)
        (scale_u if lazy_u else ones_N).dot(u, d_b)



class _Row:
    """One small row of data: floats in lists, because there a call of NumPy costs more than its work."""

    def __init__(self, N, D, C, dtype, gradients):
        self.gradients = gradients
        d_w, d_b = gradients
        d_u_vector = d_b
        d_u_column = d_u_vector[:, None]
        self.arrays = (d_u_vector, d_w, d_u_column)

    def forward(self, x, t, w, b):
        """The value; the gradients come with it."""
        return self.value_and_grad(x, t, w, b)[0]

    def backward(self, x, t, w, b):
        """Nothing is left to do."""

    def value_and_grad(self, x, t, w, b):
        """(value, gradients)."""
        exp = math.exp
        log = math.log
        (d_u_vector, d_w, d_u_column) = self.arrays

        # the labels as plain integers
        t_0 = t.item()

        # u_nj = Σ_i w_ji x_ni + b_j, definition
        u_sum = w.dot(x[0]).tolist()

        u = [(b_j + u_sum_j) for b_j, u_sum_j in zip(b.tolist(), u_sum)]

        # ℓ_n = log(p_{n, t_n}), definition
        peak = max(u)
        u_at_t = u[t_0] - peak
        powers = [exp(u_k - peak) for u_k in u]
        total_u = sum(powers)
        minus_p = [-power / total_u for power in powers]

        ell = (u_at_t - log(total_u))

        # value = Σ_n ℓ_n
        value = ell

        # ∂ℓ/∂u_j = δ(j, t) − p_j, 1(d)
        d_u = minus_p
        d_u[t_0] += 1
        d_u_vector[:] = d_u

        # ∂ℓ/∂w_ji = x_i (δ(j, t) − p_j), 1(d)
        d_u_column.dot(x, d_w)


        return value, self.gradients


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
