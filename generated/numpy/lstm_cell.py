"""lstm cell: the value and its gradients in NumPy, every line a formula that was proved.

    value = Σ_n Σ_k U_nk y_nk + Σ_n Σ_k V_nk z_nk

Generated from derivations/lstm_cell.md through codegen/numpy/module.py.j2; do not edit.
Change the document, then: gradproof generate. Whether this file is up to date: gradproof generate --check
Normal forms of the document: d1177f2d549765bf42ba7d3e4005bf3f26d67b72a32c3460307d36e37e0269cc

Shapes: U (N, H), V (N, H), m (N, H), x (N, M), h (N, H), C (H, M), R (H, H), c (H,), B (H, M), Q (H, H), b (H,), A (H, M), P (H, H), a (H,), D (H, M), S (H, H), d (H,).
In calls such as add(a, b, c) the last argument is the output. Needs NumPy 2 or later, nothing else.
"""

from __future__ import annotations

import contextvars
import functools
from typing import Any, NamedTuple

import numpy as np
from numpy import add, copyto, dot, exp, multiply, negative, reciprocal, square, subtract, tanh

__all__ = ["Gradients", "Workspace", "backward", "forward", "value_and_grad"]

Array = np.ndarray[Any, np.dtype[Any]]
BLOCK = 16384
"""Elements of an array that are worked on at a time, so that they stay in the processor's cache."""
ARGUMENTS = {"U": ("N", "H",), "V": ("N", "H",), "m": ("N", "H",), "x": ("N", "M",), "h": ("N", "H",), "C": ("H", "M",), "R": ("H", "H",), "c": ("H",), "B": ("H", "M",), "Q": ("H", "H",), "b": ("H",), "A": ("H", "M",), "P": ("H", "H",), "a": ("H",), "D": ("H", "M",), "S": ("H", "H",), "d": ("H",)}
"""The dimensions of each argument's axes, in the order of the arguments."""
LABELS = {}
"""The arguments that are integers, with the dimension whose places they name, counted from 0."""
POSITIVE = ()
"""The arguments that the document takes to be above 0."""


class Gradients(NamedTuple):
    """The derivative of the value by each parameter, in the parameter's own shape."""

    m: Array
    """(N, H)"""
    x: Array
    """(N, M)"""
    h: Array
    """(N, H)"""
    C: Array
    """(H, M)"""
    R: Array
    """(H, H)"""
    c: Array
    """(H,)"""
    B: Array
    """(H, M)"""
    Q: Array
    """(H, H)"""
    b: Array
    """(H,)"""
    A: Array
    """(H, M)"""
    P: Array
    """(H, H)"""
    a: Array
    """(H,)"""
    D: Array
    """(H, M)"""
    S: Array
    """(H, H)"""
    d: Array
    """(H,)"""


def forward(U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d, workspace=None):
    """The value. What `backward` needs is left in the workspace."""
    workspace = _entered(workspace, U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d)
    return workspace.run(workspace.forward, U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d)


def backward(U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d, workspace=None):
    """The gradients. A `forward` of the same arrays just before, in the same workspace, is not repeated."""
    workspace = _entered(workspace, U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d)
    return workspace.run(workspace.backward, U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d)


def value_and_grad(U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d, workspace=None):
    """(value, gradients). With a workspace the gradients live in it until its next call, without one they are fresh."""
    if workspace is None or workspace.checks:
        workspace = _entered(workspace, U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d)
    workspace.seen = None
    return workspace.both(U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d)


class Workspace:
    """All arrays that calls for these sizes write to, made once.

    `dtype` is that of all arguments but the labels: float64, float32, or complex128 (for derivatives by the complex
    step). With check="once" only the first call looks at shapes, dtypes and labels; the caller vouches for the others.
    """

    def __init__(self, *, N, H, M, dtype=np.float64, check="always"):
        self.dtype = np.dtype(dtype)
        if self.dtype not in (np.float64, np.float32, np.complex128):
            raise TypeError(f"dtype is {self.dtype}, but these kernels compute in float64, float32 or complex128.")
        if check not in ("always", "once"):
            raise ValueError(f"check is {check!r}, but it can only be 'always' or 'once'.")
        self.sizes = {"N": N, "H": H, "M": M}
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
        N, H, M = self.sizes.values()
        return Gradients(np.empty((N, H), self.dtype), np.empty((N, M), self.dtype), np.empty((N, H), self.dtype), np.empty((H, M), self.dtype), np.empty((H, H), self.dtype), np.empty((H,), self.dtype), np.empty((H, M), self.dtype), np.empty((H, H), self.dtype), np.empty((H,), self.dtype), np.empty((H, M), self.dtype), np.empty((H, H), self.dtype), np.empty((H,), self.dtype), np.empty((H, M), self.dtype), np.empty((H, H), self.dtype), np.empty((H,), self.dtype))

    def forward(self, U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d):
        """The value of checked arguments."""
        self.seen = (U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d)
        return self.rows.forward(U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d)

    def backward(self, U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d):
        """The gradients at checked arguments."""
        if self.seen is None or any(a is not b for a, b in zip(self.seen, (U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d))):
            self.forward(U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d)
        self.seen = None
        self.rows.backward(U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d)
        return self.gradients


    def admit(self, U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d):
        """Nothing, if the arguments fit this workspace; TypeError or ValueError that says what does not."""
        N, H, M = self.sizes.values()
        _check_array("U", U, (N, H), self.dtype)
        _check_array("V", V, (N, H), self.dtype)
        _check_array("m", m, (N, H), self.dtype)
        _check_array("x", x, (N, M), self.dtype)
        _check_array("h", h, (N, H), self.dtype)
        _check_array("C", C, (H, M), self.dtype)
        _check_array("R", R, (H, H), self.dtype)
        _check_array("c", c, (H,), self.dtype)
        _check_array("B", B, (H, M), self.dtype)
        _check_array("Q", Q, (H, H), self.dtype)
        _check_array("b", b, (H,), self.dtype)
        _check_array("A", A, (H, M), self.dtype)
        _check_array("P", P, (H, H), self.dtype)
        _check_array("a", a, (H,), self.dtype)
        _check_array("D", D, (H, M), self.dtype)
        _check_array("S", S, (H, H), self.dtype)
        _check_array("d", d, (H,), self.dtype)
        self.checks = not self.once


class _Rows:
    """The arrays of one pass over rows of the data, and the two halves of the pass."""

    def __init__(self, N, H, M, dtype, gradients):
        self.gradients = gradients
        d_m, d_x, d_h, d_C, d_R, d_c, d_B, d_Q, d_b, d_A, d_P, d_a, d_D, d_S, d_d = gradients
        o = np.empty((N, H), dtype)
        r_sum_2 = np.empty((N, H), dtype)
        f = np.empty((N, H), dtype)
        q_sum_2 = np.empty((N, H), dtype)
        g = np.empty((N, H), dtype)
        s_sum_2 = np.empty((N, H), dtype)
        i = np.empty((N, H), dtype)
        p_sum_2 = np.empty((N, H), dtype)
        part_1 = np.empty((H,), dtype)
        part_2 = np.empty((H,), dtype)
        part_3 = np.empty((H,), dtype)
        z = np.empty((N, H), dtype)
        w = np.empty((N, H), dtype)
        y = np.empty((N, H), dtype)
        L_sum = np.empty((), dtype)
        L_sum_2 = np.empty((), dtype)
        d_y = np.empty((N, H), dtype)
        d_z = np.empty((N, H), dtype)
        d_p = np.empty((N, H), dtype)
        d_x_sum_2 = np.empty((N, M), dtype)
        d_x_sum_3 = np.empty((N, M), dtype)
        d_x_sum_4 = np.empty((N, M), dtype)
        d_h_sum_2 = np.empty((N, H), dtype)
        d_h_sum_3 = np.empty((N, H), dtype)
        d_h_sum_4 = np.empty((N, H), dtype)
        value_ = np.empty((), dtype)
        one = np.array(1, dtype)
        blocks_1 = [
            (o[rows], r_sum_2[rows])
            for rows in _blocks(N, H)
        ]
        blocks_2 = [
            (f[rows], q_sum_2[rows], g[rows], s_sum_2[rows])
            for rows in _blocks(N, H)
        ]
        work_H_0 = np.empty((_rows_per_block(N, H), H), dtype)
        blocks_3 = [
            (i[rows], p_sum_2[rows], z[rows], f[rows], rows, g[rows], work_H_0[: rows.stop - rows.start], w[rows], y[rows], o[rows])
            for rows in _blocks(N, H)
        ]
        blocks_4 = [
            (d_y[rows], rows, d_z[rows], w[rows], o[rows], d_m[rows], f[rows], d_p[rows], i[rows], g[rows], work_H_0[: rows.stop - rows.start])
            for rows in _blocks(N, H)
        ]
        blocks_5 = [
            (d_x[rows], d_x_sum_2[rows], d_x_sum_3[rows], d_x_sum_4[rows])
            for rows in _blocks(N, M)
        ]
        blocks_6 = [
            (d_h[rows], d_h_sum_2[rows], d_h_sum_3[rows], d_h_sum_4[rows])
            for rows in _blocks(N, H)
        ]
        ones_N = np.ones(N, dtype)
        self.forward_arrays = (
            o, r_sum_2, f, q_sum_2, g, s_sum_2, i, p_sum_2, part_1, part_2, part_3, z, y, L_sum, L_sum_2,
            value_, one, blocks_1, blocks_2, blocks_3,
        )
        self.backward_arrays = (
            f, g, d_y, d_p, d_x_sum_2, d_x_sum_3, d_x_sum_4, d_h_sum_2, d_h_sum_3, d_h_sum_4, one, blocks_4,
            blocks_5, blocks_6, ones_N, d_x, d_h, d_C, d_R, d_c, d_B, d_Q, d_b, d_A, d_P, d_a, d_D, d_S, d_d,
        )

    def value_and_grad(self, U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d):
        """(value, gradients)."""
        value = self.forward(U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d)
        self.backward(U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d)
        return value, self.gradients

    def forward(self, U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d, shift=False):
        """The value; see the formulas at its blocks."""
        (
            o, r_sum_2, f, q_sum_2, g, s_sum_2, i, p_sum_2, part_1, part_2, part_3, z, y, L_sum, L_sum_2,
            value_, one, blocks_1, blocks_2, blocks_3,
        ) = self.forward_arrays

        # r_nk = Σ_l R_kl h_nl + Σ_j C_kj x_nj + c_k, definition
        dot(h, R.T, o)

        dot(x, C.T, r_sum_2)

        # q_nk = Σ_l Q_kl h_nl + Σ_j B_kj x_nj + b_k, definition
        dot(h, Q.T, f)

        dot(x, B.T, q_sum_2)

        # s_nk = Σ_l S_kl h_nl + Σ_j D_kj x_nj + d_k, definition
        dot(h, S.T, g)

        dot(x, D.T, s_sum_2)

        # p_nk = Σ_l P_kl h_nl + Σ_j A_kj x_nj + a_k, definition
        dot(h, P.T, i)

        dot(x, A.T, p_sum_2)

        # r_nk = Σ_l R_kl h_nl + Σ_j C_kj x_nj + c_k, definition
        negative(c, part_1)

        # o_nk = σ(r_nk), definition
        for o_r, r_sum_2_r in blocks_1:
            subtract(part_1, o_r, o_r)
            subtract(o_r, r_sum_2_r, o_r)
            exp(o_r, o_r)
            add(o_r, one, o_r)
            reciprocal(o_r, o_r)

        # q_nk = Σ_l Q_kl h_nl + Σ_j B_kj x_nj + b_k, definition
        negative(b, part_2)

        # f_nk = σ(q_nk), definition
        # s_nk = Σ_l S_kl h_nl + Σ_j D_kj x_nj + d_k, definition
        # g_nk = tanh(s_nk), definition
        for f_r, q_sum_2_r, g_r, s_sum_2_r in blocks_2:
            subtract(part_2, f_r, f_r)
            subtract(f_r, q_sum_2_r, f_r)
            exp(f_r, f_r)
            add(f_r, one, f_r)
            reciprocal(f_r, f_r)
            add(g_r, s_sum_2_r, g_r)
            add(g_r, d, g_r)
            tanh(g_r, g_r)

        # p_nk = Σ_l P_kl h_nl + Σ_j A_kj x_nj + a_k, definition
        negative(a, part_3)

        # i_nk = σ(p_nk), definition
        # z_nk = f_nk m_nk + g_nk i_nk, definition
        # w_nk = tanh(z_nk), definition
        # y_nk = o_nk w_nk, definition
        for i_r, p_sum_2_r, z_r, f_r, rows, g_r, work_H_0_r, w_r, y_r, o_r in blocks_3:
            subtract(part_3, i_r, i_r)
            subtract(i_r, p_sum_2_r, i_r)
            exp(i_r, i_r)
            add(i_r, one, i_r)
            reciprocal(i_r, i_r)
            multiply(f_r, m[rows], z_r)
            multiply(g_r, i_r, work_H_0_r)
            add(z_r, work_H_0_r, z_r)
            tanh(z_r, w_r)
            multiply(o_r, w_r, y_r)

        # L = Σ_n Σ_k U_nk y_nk + Σ_n Σ_k V_nk z_nk, definition
        L_sum[()] = dot(U.ravel(), y.ravel())

        L_sum_2[()] = dot(V.ravel(), z.ravel())

        add(L_sum, L_sum_2, value_)

        return value_.item()

    def backward(self, U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d):
        """The gradients into their arrays; overwrites what forward left."""
        (
            f, g, d_y, d_p, d_x_sum_2, d_x_sum_3, d_x_sum_4, d_h_sum_2, d_h_sum_3, d_h_sum_4, one, blocks_4,
            blocks_5, blocks_6, ones_N, d_x, d_h, d_C, d_R, d_c, d_B, d_Q, d_b, d_A, d_P, d_a, d_D, d_S, d_d,
        ) = self.backward_arrays

        # ∂L/∂y_nk = U_nk, (a)
        # ∂L/∂w_nk = ∂L/∂y_nk o_nk, (a)
        # ∂L/∂z_nk = V_nk + ∂L/∂w_nk (1 − w_nk²), (b)
        # ∂L/∂m_nk = ∂L/∂z_nk f_nk, (c)
        # ∂L/∂i_nk = ∂L/∂z_nk g_nk, (c)
        # ∂L/∂p_nk = (∂L/∂i_nk i_nk) (1 − i_nk), (d)
        # ∂L/∂f_nk = ∂L/∂z_nk m_nk, (c)
        # ∂L/∂q_nk = (∂L/∂f_nk f_nk) (1 − f_nk), (d)
        # ∂L/∂o_nk = ∂L/∂y_nk w_nk, (a)
        # ∂L/∂r_nk = (∂L/∂o_nk o_nk) (1 − o_nk), (d)
        # ∂L/∂g_nk = ∂L/∂z_nk i_nk, (c)
        # ∂L/∂s_nk = ∂L/∂g_nk (1 − g_nk²), (d)
        for d_y_r, rows, d_z_r, w_r, o_r, d_m_r, f_r, d_p_r, i_r, g_r, work_H_0_r in blocks_4:
            copyto(d_y_r, U[rows])
            square(w_r, d_z_r)
            subtract(one, d_z_r, d_z_r)
            multiply(d_z_r, d_y_r, d_z_r)
            multiply(d_z_r, o_r, d_z_r)
            add(d_z_r, V[rows], d_z_r)
            multiply(d_z_r, f_r, d_m_r)
            subtract(one, i_r, d_p_r)
            multiply(d_p_r, d_z_r, d_p_r)
            multiply(d_p_r, g_r, d_p_r)
            multiply(d_p_r, i_r, d_p_r)
            subtract(one, f_r, work_H_0_r)
            multiply(work_H_0_r, d_z_r, work_H_0_r)
            multiply(work_H_0_r, m[rows], work_H_0_r)
            multiply(work_H_0_r, f_r, f_r)
            subtract(one, o_r, work_H_0_r)
            multiply(work_H_0_r, o_r, work_H_0_r)
            multiply(work_H_0_r, w_r, work_H_0_r)
            multiply(work_H_0_r, d_y_r, d_y_r)
            square(g_r, g_r)
            subtract(one, g_r, g_r)
            multiply(g_r, d_z_r, g_r)
            multiply(g_r, i_r, g_r)

        # ∂L/∂x_nj = Σ_k (∂L/∂p_nk A_kj + ∂L/∂q_nk B_kj + ∂L/∂r_nk C_kj + ∂L/∂s_nk D_kj), (f)
        dot(d_p, A, d_x)

        dot(f, B, d_x_sum_2)

        dot(d_y, C, d_x_sum_3)

        dot(g, D, d_x_sum_4)

        for d_x_r, d_x_sum_2_r, d_x_sum_3_r, d_x_sum_4_r in blocks_5:
            add(d_x_r, d_x_sum_2_r, d_x_r)
            add(d_x_r, d_x_sum_3_r, d_x_r)
            add(d_x_r, d_x_sum_4_r, d_x_r)

        # ∂L/∂h_nl = Σ_k (∂L/∂p_nk P_kl + ∂L/∂q_nk Q_kl + ∂L/∂r_nk R_kl + ∂L/∂s_nk S_kl), (f)
        dot(d_p, P, d_h)

        dot(f, Q, d_h_sum_2)

        dot(d_y, R, d_h_sum_3)

        dot(g, S, d_h_sum_4)

        for d_h_r, d_h_sum_2_r, d_h_sum_3_r, d_h_sum_4_r in blocks_6:
            add(d_h_r, d_h_sum_2_r, d_h_r)
            add(d_h_r, d_h_sum_3_r, d_h_r)
            add(d_h_r, d_h_sum_4_r, d_h_r)

        # ∂L/∂C_kj = Σ_n ∂L/∂r_nk x_nj, (e)
        dot(d_y.T, x, d_C)

        # ∂L/∂R_kl = Σ_n ∂L/∂r_nk h_nl, (e)
        dot(d_y.T, h, d_R)

        # ∂L/∂c_k = Σ_n ∂L/∂r_nk, (e)
        ones_N.dot(d_y, d_c)

        # ∂L/∂B_kj = Σ_n ∂L/∂q_nk x_nj, (e)
        dot(f.T, x, d_B)

        # ∂L/∂Q_kl = Σ_n ∂L/∂q_nk h_nl, (e)
        dot(f.T, h, d_Q)

        # ∂L/∂b_k = Σ_n ∂L/∂q_nk, (e)
        ones_N.dot(f, d_b)

        # ∂L/∂A_kj = Σ_n ∂L/∂p_nk x_nj, (e)
        dot(d_p.T, x, d_A)

        # ∂L/∂P_kl = Σ_n ∂L/∂p_nk h_nl, (e)
        dot(d_p.T, h, d_P)

        # ∂L/∂a_k = Σ_n ∂L/∂p_nk, (e)
        ones_N.dot(d_p, d_a)

        # ∂L/∂D_kj = Σ_n ∂L/∂s_nk x_nj, (e)
        dot(g.T, x, d_D)

        # ∂L/∂S_kl = Σ_n ∂L/∂s_nk h_nl, (e)
        dot(g.T, h, d_S)

        # ∂L/∂d_k = Σ_n ∂L/∂s_nk, (e)
        ones_N.dot(g, d_d)



def _entered(workspace, U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d):
    """The workspace, made to measure if there is none, after a look at the arguments."""
    if workspace is None:
        workspace = _workspace_for(U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d)
    if workspace.checks:
        workspace.admit(U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d)
    return workspace


def _workspace_for(U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d):
    sizes = {}
    for (name, axes), array in zip(ARGUMENTS.items(), (U, V, m, x, h, C, R, c, B, Q, b, A, P, a, D, S, d)):
        if len(np.shape(array)) != len(axes):
            raise ValueError(f"{name} has the shape {np.shape(array)}, but it is an array over ({', '.join(axes)}).")
        sizes.update((axis, size) for axis, size in zip(axes, np.shape(array)) if axis not in sizes)
    return Workspace(**sizes, dtype=U.dtype)


def _check_array(name, array, shape, dtype):
    if not isinstance(array, np.ndarray):
        raise TypeError(f"{name} is a {type(array).__name__}; pass a NumPy array of {dtype}.")
    if array.dtype != dtype:
        raise TypeError(f"{name} is {array.dtype}, but the workspace computes in {dtype}; convert it with astype.")
    if array.shape != shape:
        raise ValueError(f"{name} has the shape {array.shape}, but {shape} is needed.")


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
