"""The kernels' answers against 50-digit arithmetic."""

from __future__ import annotations

from typing import Any

import mpmath  # type: ignore[import-untyped]
import numpy as np
import pytest

from tests.program.kernels import KERNELS, SOFTMAX, Array, Kernel, parametrized

mp = mpmath.mp.clone()
mp.dps = 50
SIZES = {"N": 3, "D": 2, "C": 4, "H": 3, "G": 2}
NETWORKS = tuple(kernel for kernel in KERNELS if kernel.name in SOFTMAX)


def exact_head(u: list[Any], t: int) -> tuple[Any, list[Any]]:
    """log softmax(u)_t and its derivatives by u."""
    total = mp.fsum(mp.exp(score) for score in u)
    return u[t] - mp.log(total), [(1 if j == t else 0) - mp.exp(score) / total for j, score in enumerate(u)]


def affine(matrix: Array, vector: list[Any], offset: Array) -> list[Any]:
    rows = zip(matrix, offset, strict=True)
    return [
        mp.fsum(mp.mpf(float(m)) * z for m, z in zip(row, vector, strict=True)) + mp.mpf(float(o)) for row, o in rows
    ]


def exact(arguments: dict[str, Array]) -> dict[str, Any]:
    """The value and the gradients by b (and a) as floats, computed with 50 digits."""
    value, by_b, by_a = mp.mpf(0), [mp.mpf(0)] * SIZES["C"], [mp.mpf(0)] * SIZES["H"]
    for x, t in zip(arguments["x"], arguments["t"], strict=True):
        inputs = [mp.mpf(float(z)) for z in x]
        hidden = inputs
        if "v" in arguments:
            hidden = [1 / (1 + mp.exp(-s)) for s in affine(arguments["v"], inputs, arguments["a"])]
        loss, by_u = exact_head(affine(arguments["w"], hidden, arguments["b"]), int(t))
        value += loss
        by_b = [old + new for old, new in zip(by_b, by_u, strict=True)]
        for k in range(SIZES["H"] if "v" in arguments else 0):
            by_h = mp.fsum(g * mp.mpf(float(w)) for g, w in zip(by_u, arguments["w"][:, k], strict=True))
            by_a[k] += by_h * hidden[k] * (1 - hidden[k])
    return {"value": float(value), "b": np.array(by_b, float), "a": np.array(by_a, float)}


@parametrized(NETWORKS)
@pytest.mark.parametrize("scale", [0.1, 1, 30, 300, 3000])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_values_and_gradients_at_every_scale_of_logits(kernel: Kernel, scale: float, dtype: Any) -> None:
    arguments = kernel.arguments(SIZES, dtype, seed=3)
    arguments["b"] = arguments["b"] * dtype(scale)
    if "a" in arguments:
        arguments["a"] = arguments["a"] * dtype(min(scale, 300))
    wanted = exact(arguments)
    value, gradients = kernel.module.value_and_grad(**arguments)
    unit = float(np.finfo(dtype).eps)
    assert abs(value - wanted["value"]) <= 40 * unit * (abs(wanted["value"]) + scale)
    for name in {"a", "b"} & set(kernel.parameters):
        error = np.max(np.abs(getattr(gradients, name) - wanted[name]))
        assert error <= 40 * unit * (1 + scale), f"{name} errs by {error / unit:.1f} units"


@parametrized(tuple(kernel for kernel in KERNELS if kernel.name == "multinomial_regression"))
def test_the_logarithm_is_taken_of_the_logits_never_of_the_softmax(kernel: Kernel) -> None:
    """p_t is 0 in floating point here, its logarithm is -2000."""
    arguments = {"x": np.zeros((1, 2)), "t": np.array([0]), "w": np.zeros((2, 2)), "b": np.array([-1000.0, 1000.0])}
    value, gradients = kernel.module.value_and_grad(**arguments)
    assert value == -2000
    assert gradients.b.tolist() == [1, -1]
