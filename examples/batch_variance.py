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
BATCHES, DRAWS, ERRORS = (1, 8, 64, 512), 400, 5
"""The sizes of the batches, how many of each are drawn, and how many standard errors a mean may be off."""


def load() -> ModuleType:
    """The generated kernel of softmax regression."""
    spec = importlib.util.spec_from_file_location("multinomial_regression", KERNEL)
    if spec is None or spec.loader is None or not KERNEL.is_file():
        sys.exit(f"{KERNEL} is not there; run `gradproof generate` first.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Model:
    """The data, the parameters, and the mean gradient over any of the data as one vector."""

    def __init__(self, kernel: ModuleType) -> None:
        data = load_digits()
        self.kernel, self.x, self.t = kernel, data.data / 16, data.target
        self.w, self.b = np.zeros((10, 64)), np.zeros(10)
        for _ in range(20):
            slope = self.gradient(np.arange(len(self.t)))
            self.w += slope[:640].reshape(10, 64)
            self.b += slope[640:]

    def gradient(self, rows: Array) -> Array:
        """The mean gradient over some rows of the data."""
        _, gradients = self.kernel.value_and_grad(self.x[rows], self.t[rows], self.w, self.b)
        return np.concatenate([gradients.w.ravel(), gradients.b]) / len(rows)


def main() -> None:
    """Prints the table; exit code 1 where measure and formula disagree."""
    model, random = Model(load()), np.random.default_rng(0)
    count = len(model.t)
    mean = model.gradient(np.arange(count))
    single = np.mean([np.sum((model.gradient(np.array([n])) - mean) ** 2) for n in range(count)])
    print(f"N = {count}, S = {single:.4f}")
    print(f"{'B':>5} {'replacement':>12} {'measured':>10} {'formula':>10} {'off by':>18}")
    wrong = 0
    for size in (*BATCHES, count):
        for replaced in (True, False):
            drawn = [model.gradient(random.choice(count, size, replace=replaced)) - mean for _ in range(DRAWS)]
            distances = np.array([np.sum(far**2) for far in drawn])
            formula = single / size * (1 if replaced else (count - size) / (count - 1))
            error = distances.std() / np.sqrt(DRAWS) + 1e-15
            off = (distances.mean() - formula) / error
            wrong += abs(off) > ERRORS
            how = "with" if replaced else "without"
            print(f"{size:5} {how:>12} {distances.mean():10.6f} {formula:10.6f} {off:+8.1f} std errors")
    if wrong:
        sys.exit(f"{wrong} means are more than {ERRORS} standard errors off their formula.")
    print("What was measured is what was proved, as far as chance allows.")


if __name__ == "__main__":
    main()
