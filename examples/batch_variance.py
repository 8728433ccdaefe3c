"""How much the gradient of a mini-batch varies on scikit-learn's handwritten digits, beside what the formulas say.

    python examples/batch_variance.py

The gradient is that of softmax regression, by the generated kernel, at weights that were trained for a few steps. The
variance of one data point's gradient, added up over all weights, is S; for batches of B of the N data points
derivations/open_questions.md proves S/B with replacement and (S/B)(N - B)/(N - 1) without. The table has the mean
squared distance of drawn batches' gradients from the gradient of all data, and that formula. The exit code is 1 where
the two are further apart than chance makes plausible. Needs scikit-learn: pip install 'gradproof[examples]'.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from sklearn.datasets import load_digits

Array = np.ndarray[Any, np.dtype[Any]]
KERNEL = Path(__file__).resolve().parent.parent / "generated" / "numpy" / "multinomial_regression.py"
BATCHES, DRAWS, ERRORS = (1, 8, 64, 512), 2000, 5
"""The sizes of the batches, how many of each are drawn, and how many standard errors a mean may be off."""


def load() -> ModuleType:
    """The generated kernel of softmax regression."""
    spec = importlib.util.spec_from_file_location("multinomial_regression", KERNEL)
    if spec is None or spec.loader is None or not KERNEL.is_file():
        sys.exit(f"{KERNEL} is not there; run `gradproof generate` first.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def gradients_of_points(kernel: ModuleType) -> Array:
    """The gradient by all weights and biases for each data point, one a row, after a few steps of training."""
    data = load_digits()
    x, t, w, b = data.data / 16, data.target, np.zeros((10, 64)), np.zeros(10)
    space = kernel.Workspace(N=len(t), D=64, C=10)
    for _ in range(20):
        _, slope = kernel.value_and_grad(x, t, w, b, space)
        w, b = w + slope.w / len(t), b + slope.b / len(t)
    single = kernel.Workspace(N=1, D=64, C=10)
    found = np.empty((len(t), w.size + b.size))
    for n in range(len(t)):
        _, slope = kernel.value_and_grad(x[n : n + 1], t[n : n + 1], w, b, single)
        found[n] = np.concatenate([slope.w.ravel(), slope.b])
    return found


def distances(points: Array, size: int, random: np.random.Generator, *, replace: bool) -> Array:
    """The squared distances of drawn batches' mean gradients from the gradient of all data."""
    count = len(points)
    drawn = [np.bincount(random.choice(count, size, replace=replace), minlength=count) for _ in range(DRAWS)]
    return np.sum((np.array(drawn, float) @ points / size - points.mean(axis=0)) ** 2, axis=1)


def main() -> None:
    """Prints the table; exit code 1 where measure and formula disagree."""
    points, random = gradients_of_points(load()), np.random.default_rng(0)
    count = len(points)
    single = float(np.sum(points.var(axis=0)))
    print(f"N = {count}, S = {single:.4f}")
    print(f"{'B':>5} {'replacement':>12} {'measured':>10} {'formula':>10} {'off by':>18}")
    wrong = 0
    for size in (*BATCHES, count):
        for replace in (True, False):
            measured = distances(points, size, random, replace=replace)
            formula = single / size * (1 if replace else (count - size) / (count - 1))
            off = (measured.mean() - formula) / (measured.std() / np.sqrt(DRAWS) + 1e-15)
            wrong += abs(off) > ERRORS
            how = "with" if replace else "without"
            print(f"{size:5} {how:>12} {measured.mean():10.6f} {formula:10.6f} {off:+8.1f} std errors")
    if wrong:
        sys.exit(f"{wrong} means are more than {ERRORS} standard errors off their formula.")
    print("What was measured is what was proved, as far as chance allows.")


if __name__ == "__main__":
    main()
