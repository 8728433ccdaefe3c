"""Compares the gradients of every generated kernel with two numeric derivatives, on random data.

    python examples/gradient_check.py           # generated/numpy
    python examples/gradient_check.py numba     # generated/numba, which is compiled first

Central differences need nothing but values; the complex step, Im f(w + ih)/h with h = 1e-30, is exact to the last
digits because it subtracts nothing. The table gives the largest error of each, relative to the largest entry of the
gradient or to 1. The exit code is 1 if one is above its tolerance.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
Arguments = dict[str, Array]
GENERATED = Path(__file__).resolve().parent.parent / "generated"
SIZES = {"N": 7, "D": 5, "C": 4, "H": 3}
DIFFERENCES, COMPLEX_STEP = 1e-7, 1e-13
"""The tolerances."""


def load(path: Path) -> ModuleType:
    """The module in a file."""
    name = f"generated.{path.parent.name}.{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def arguments(kernel: ModuleType) -> Arguments:
    """Random arguments of a kernel; dimensions without a size of their own here get 3, 4, 5, … in order."""
    random, sizes = np.random.default_rng(0), dict(SIZES)
    made: Arguments = {}
    for name, axes in kernel.ARGUMENTS.items():
        shape = tuple(sizes.setdefault(axis, len(sizes) - 1) for axis in axes)
        labels = kernel.LABELS.get(name)
        if labels is not None:
            made[name] = random.integers(0, sizes.setdefault(labels, len(sizes) - 1), shape)
        else:
            numbers = np.asarray(random.normal(size=shape))
            made[name] = np.abs(numbers) + 0.5 if name in kernel.POSITIVE else numbers
    return made


def moved(given: Arguments, name: str, place: tuple[int, ...], step: complex) -> Arguments:
    """The arguments with one number moved."""
    other = given[name].astype(np.result_type(given[name], step))
    other[place] += step
    return given | {name: other}


def central_differences(kernel: ModuleType, given: Arguments, name: str) -> Array:
    """The gradient from values on both sides."""
    gradient, step = np.empty(given[name].shape), 1e-5
    for place in np.ndindex(gradient.shape):
        above, below = (kernel.forward(**moved(given, name, place, sign * step)) for sign in (1, -1))
        gradient[place] = (above - below) / (2 * step)
    return gradient


def complex_steps(kernel: ModuleType, given: Arguments, name: str) -> Array:
    """The gradient from the imaginary part of the value."""
    start = {n: array if n in kernel.LABELS else array.astype(complex) for n, array in given.items()}
    gradient, step = np.empty(given[name].shape), 1e-30
    for place in np.ndindex(gradient.shape):
        gradient[place] = kernel.forward(**moved(start, name, place, step * 1j)).imag / step
    return gradient


def rows(path: Path) -> Iterator[tuple[str, str, float, float]]:
    """(kernel, parameter, error against central differences, error against the complex step)."""
    kernel = load(path)
    given = arguments(kernel)
    _, gradients = kernel.value_and_grad(**given)
    for name, gradient in gradients._asdict().items():
        scale = max(1.0, float(np.max(np.abs(gradient))))
        errors = (
            float(np.max(np.abs(gradient - numeric(kernel, given, name)))) / scale
            for numeric in (central_differences, complex_steps)
        )
        yield path.stem, name, *errors


def main() -> None:
    """Prints the table; exit code 1 if an error is above its tolerance."""
    folder = GENERATED / (sys.argv[1] if len(sys.argv) > 1 else "numpy")
    paths = sorted(folder.glob("*.py"))
    if not paths:
        sys.exit(f"There are no kernels in {folder}; run `gradproof generate` first.")
    print(f"{'kernel':24} {'gradient by':12} {'differences':>12} {'complex step':>13}")
    wrong = 0
    for kernel, name, differences, steps in (row for path in paths for row in rows(path)):
        good = differences <= DIFFERENCES and steps <= COMPLEX_STEP
        wrong += not good
        print(f"{kernel:24} {name:12} {differences:12.1e} {steps:13.1e}{'' if good else '   WRONG'}")
    if wrong:
        sys.exit(f"{wrong} gradients differ by more than {DIFFERENCES:.0e} or {COMPLEX_STEP:.0e}.")
    print(f"All gradients agree: to {DIFFERENCES:.0e} with differences, to {COMPLEX_STEP:.0e} with the complex step.")


if __name__ == "__main__":
    main()
