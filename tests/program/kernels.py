"""The generated modules of all models for every target that computes, their arguments at given sizes, and their losses
once more in plain words."""

from __future__ import annotations

import hashlib
import importlib.util
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from gradproof.program.generate import files
from tests.program import models

Array = np.ndarray[Any, np.dtype[Any]]
KEPT = Path(__file__).resolve().parents[2] / ".pytest_cache" / "kernels"
SIZES = (
    {"N": 4, "D": 3, "C": 5, "H": 2, "G": 3},
    {"N": 1, "D": 4, "C": 3, "H": 5, "G": 2},
    {"N": 3, "D": 1, "C": 2, "H": 1, "G": 1},
    {"N": 2, "D": 3, "C": 1, "H": 2, "G": 2},
    {"N": 1, "D": 1, "C": 1, "H": 1, "G": 1},
    {"N": 300, "D": 3, "C": 70, "H": 90, "G": 60},  # more than one block of rows
)


@dataclass(frozen=True)
class Kernel:
    """A model with its module for a target, the shapes of its arguments, and its loss written with a given numpy."""

    name: str
    shapes: dict[str, tuple[str, ...]]
    loss: Callable[..., Any]
    labels: tuple[str, ...] = ()
    target: str = "numpy"

    @property
    def module(self) -> ModuleType:
        return load(self.name, self.target)

    @property
    def parameters(self) -> tuple[str, ...]:
        return tuple(self.module.Gradients._fields)

    def sizes(self, sizes: dict[str, int]) -> dict[str, int]:
        """Those of the sizes that the model has."""
        used = {axis for shape in self.shapes.values() for axis in shape} | ({"C"} if self.labels else set())
        return {name: size for name, size in sizes.items() if name in used}

    def arguments(self, sizes: dict[str, int], dtype: Any = np.float64, seed: int = 0) -> dict[str, Array]:
        """Random arguments of moderate size."""
        random = np.random.default_rng(seed)
        made: dict[str, Array] = {}
        for name, axes in self.shapes.items():
            shape = tuple(sizes[axis] for axis in axes)
            labels = name in self.labels
            made[name] = (
                random.integers(0, sizes["C"], shape) if labels else np.asarray(random.normal(size=shape), dtype)
            )
        return made


@cache
def load(name: str, target: str = "numpy") -> ModuleType:
    """The module generated from the model of that name.

    It is kept where its text is the name, so that Numba finds again what it compiled from the same text.
    """
    text = files([getattr(models, name)()], (target,))[f"{target}/{name}.py"]
    unique = f"generated_{target}_{name}_{hashlib.sha256(text.encode()).hexdigest()[:16]}"
    path = KEPT / f"{unique}.py"
    if not path.is_file():
        KEPT.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    spec = importlib.util.spec_from_file_location(unique, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[unique] = module
    spec.loader.exec_module(module)
    return module


def _log_softmax(np: Any, u: Any) -> Any:
    peak = np.max(np.real(u), axis=1, keepdims=True)
    return u - peak - np.log(np.sum(np.exp(u - peak), axis=1, keepdims=True))


def _multinomial(np: Any, x: Any, t: Any, w: Any, b: Any) -> Any:
    return np.sum(_log_softmax(np, np.dot(x, w.T) + b)[np.arange(len(t)), t])


def _network(np: Any, x: Any, t: Any, w: Any, b: Any, v: Any, a: Any) -> Any:
    return _multinomial(np, 1 / (1 + np.exp(-(np.dot(x, v.T) + a))), t, w, b)


def _ridge(np: Any, x: Any, y: Any, lambda_: Any, w: Any, b: Any) -> Any:
    return np.sum((y - np.dot(x, w) - b) ** 2) + lambda_ * np.sum(w**2)


def _poisson(np: Any, x: Any, y: Any, w: Any, b: Any) -> Any:
    eta = np.dot(x, w) + b
    return np.sum(y * eta - np.exp(eta))


def _tanh(np: Any, x: Any, y: Any, w: Any, b: Any, V: Any, c: Any, W: Any, a: Any) -> Any:
    hidden = np.tanh(np.dot(np.tanh(np.dot(x, W.T) + a), V.T) + c)
    return -np.sum((y - np.dot(hidden, w) - b) ** 2) / 2


def _ratings(np: Any, y: Any, t: Any, v: Any, w: Any, b: Any) -> Any:
    return -np.sum((y - np.sum(w[t] * v, axis=1) - b[t]) ** 2) / 2


X, Y = ("N", "D"), ("N",)
MODELS = (
    Kernel("multinomial_regression", {"x": X, "t": Y, "w": ("C", "D"), "b": ("C",)}, _multinomial, ("t",)),
    Kernel(
        "neural_network",
        {"x": X, "t": Y, "w": ("C", "H"), "b": ("C",), "v": ("H", "D"), "a": ("H",)},
        _network,
        ("t",),
    ),
    Kernel("ridge_regression", {"x": X, "y": Y, "lambda_": (), "w": ("D",), "b": ()}, _ridge),
    Kernel("poisson_regression", {"x": X, "y": Y, "w": ("D",), "b": ()}, _poisson),
    Kernel(
        "tanh_network",
        {"x": X, "y": Y, "w": ("G",), "b": (), "V": ("G", "H"), "c": ("G",), "W": ("H", "D"), "a": ("H",)},
        _tanh,
    ),
    Kernel("ratings", {"y": Y, "t": Y, "v": ("H",), "w": ("C", "H"), "b": ("C",)}, _ratings, ("t",)),
)
SOFTMAX = ("multinomial_regression", "neural_network")
KERNELS = (*MODELS, *(replace(kernel, target="numba") for kernel in MODELS))


def parametrized(kernels: Sequence[Kernel]) -> pytest.MarkDecorator:
    """One test for each kernel; those for Numba are skipped where it or SciPy is not installed."""
    absent = not all(importlib.util.find_spec(name) for name in ("numba", "scipy"))
    skip = pytest.mark.skipif(absent, reason="needs pip install 'gradproof[numba]'")
    chosen = [
        pytest.param(kernel, id=f"{kernel.target}-{kernel.name}", marks=[skip] if kernel.target == "numba" else [])
        for kernel in kernels
    ]
    return pytest.mark.parametrize("kernel", chosen)
