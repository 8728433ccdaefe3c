"""Three points at which the gradient of one small network is zero, and its values there, which differ.

    python examples/stationary_points.py

The data are synthetic: two inputs, three classes that lie in several places and overlap. What is to be large is the
log-likelihood less a small penalty on large weights, without which a network may have its best weights at infinity.
The first point is the one of derivations/open_questions.md: no outer and no inner weights, where the penalty has no
slope either, and biases that say how often each class occurs. The other two are found from random starts, by BFGS over
the generated kernel. The exit code is 1 if a gradient is not zero, or if two values agree. Needs SciPy, which comes
with scikit-learn: pip install 'gradproof[examples]'.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from scipy.optimize import minimize

Array = np.ndarray[Any, np.dtype[Any]]
KERNEL = Path(__file__).resolve().parent.parent / "generated" / "numpy" / "neural_network.py"
N, D, H, C = 120, 2, 3, 3
SHAPES = {"w": (C, H), "b": (C,), "v": (H, D), "a": (H,)}
ZERO, APART = 1e-6, 1e-3
"""A gradient per data point below the one is zero; values per data point further apart than the other differ."""
STARTS = ((3, 3.0), (8, 3.0))
"""Seeds, and how large the weights are at the start."""
PENALTY = {"w": 0.001, "v": 0.001}


def load() -> ModuleType:
    """The generated kernel of the network."""
    spec = importlib.util.spec_from_file_location("neural_network", KERNEL)
    if spec is None or spec.loader is None or not KERNEL.is_file():
        sys.exit(f"{KERNEL} is not there; run `gradproof generate` first.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def data() -> tuple[Array, Array]:
    """Inputs around six centres in a circle, whose classes take turns."""
    random = np.random.default_rng(0)
    centre = random.integers(0, 2 * C, N)
    angle = centre * np.pi / C
    return random.normal(size=(N, D)) * 0.5 + 2 * np.stack([np.cos(angle), np.sin(angle)], axis=1), centre % C


def unpacked(flat: Array) -> dict[str, Array]:
    """The parameters that lie one behind the other in a vector."""
    ends = np.cumsum([int(np.prod(shape)) for shape in SHAPES.values()])
    parts = np.split(flat, ends[:-1])
    return {name: part.reshape(shape) for (name, shape), part in zip(SHAPES.items(), parts, strict=True)}


def value_and_slope(kernel: ModuleType, x: Array, t: Array, flat: Array) -> tuple[float, Array]:
    """The log-likelihood for one data point in the mean, less the penalty, and its gradient as one vector."""
    parts = unpacked(flat)
    value, gradients = kernel.value_and_grad(x, t, **parts)
    penalty = sum(weight / 2 * float(np.sum(parts[name] ** 2)) for name, weight in PENALTY.items())
    slopes = {name: getattr(gradients, name) / len(t) - PENALTY.get(name, 0) * parts[name] for name in SHAPES}
    return value / len(t) - penalty, np.concatenate([slope.ravel() for slope in slopes.values()])


def said_by_the_page(t: Array) -> Array:
    """The point without weights, where the biases are the logarithms of how often each class occurs."""
    biases = np.log(np.bincount(t, minlength=C) / len(t))
    parts = {name: np.zeros(shape) for name, shape in SHAPES.items()} | {"b": biases}
    return np.concatenate([part.ravel() for part in parts.values()])


def climbed(kernel: ModuleType, x: Array, t: Array, seed: int, scale: float) -> Array:
    """Where BFGS arrives from a random start."""

    def loss(flat: Array) -> tuple[float, Array]:
        value, slope = value_and_slope(kernel, x, t, flat)
        return -value, -slope

    start = np.random.default_rng(seed).normal(size=sum(int(np.prod(s)) for s in SHAPES.values())) * scale
    found = minimize(loss, start, jac=True, method="BFGS", options={"gtol": 1e-9, "maxiter": 20_000})
    return np.asarray(found.x)


def main() -> None:
    """Prints the points; exit code 1 where they do not show what they are to show."""
    kernel, (x, t) = load(), data()
    points = {"no weights, only biases": said_by_the_page(t)}
    points |= {f"found from start {seed}": climbed(kernel, x, t, seed, scale) for seed, scale in STARTS}
    print(f"{'point':26} {'norm of the gradient':>22} {'value':>10}")
    values = []
    for name, flat in points.items():
        value, slope = value_and_slope(kernel, x, t, flat)
        norm = float(np.linalg.norm(slope))
        print(f"{name:26} {norm:22.1e} {value:10.6f}")
        if norm > ZERO:
            sys.exit(f"The gradient is not zero there: its norm is {norm:.1e}.")
        values.append(value)
    if min(np.diff(sorted(values))) < APART:
        sys.exit("Two of the values agree, so the points show nothing.")
    print("A gradient of zero each time, and three different values: it is no proof of a solution.")


if __name__ == "__main__":
    main()
