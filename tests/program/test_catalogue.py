"""Every kernel that is generated from the catalogue, whatever the model: no test here knows a single one of them."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from gradproof.catalogue import folder
from tests.program.kernels import Array

Arguments = dict[str, Array]
PATHS = sorted((folder("derivations").parent / "generated" / "numpy").glob("*.py"))
TOLERANCE = {np.float64: 1e-12, np.float32: 3e-4}
SIZES = (  # what has no size of its own gets the last one
    {"N": 4, "D": 3, "C": 5, "": 2},
    {"N": 1, "D": 2, "C": 3, "": 4},
    {"N": 3, "D": 1, "C": 2, "": 1},
    {"N": 1, "D": 1, "C": 1, "": 1},
    {"N": 700, "D": 30, "C": 40, "": 50},  # more than one block of rows
)
every_kernel = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
every_dtype = pytest.mark.parametrize("dtype", TOLERANCE, ids=lambda dtype: dtype.__name__)
every_size = pytest.mark.parametrize("sizes", SIZES, ids=lambda sizes: "x".join(map(str, sizes.values())))


@pytest.fixture(autouse=True)
def _warnings_of_floating_point_are_errors() -> Any:
    with np.errstate(all="raise", under="ignore"):
        yield


def load(path: Path) -> ModuleType:
    name = f"catalogue_{path.parent.name}_{path.stem}"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


def arguments(kernel: ModuleType, sizes: dict[str, int], dtype: Any = np.float64) -> Arguments:
    """Random arguments, small where many of them are added up."""
    random, made = np.random.default_rng(0), {}
    for name, axes in kernel.ARGUMENTS.items():
        shape = tuple(sizes.get(axis, sizes[""]) for axis in axes)
        if name in kernel.LABELS:
            made[name] = random.integers(0, sizes.get(kernel.LABELS[name], sizes[""]), shape)
            continue
        numbers = random.normal(size=shape) / np.sqrt(shape[-1] if shape else 1)
        made[name] = np.asarray(np.abs(numbers) + 0.5 if name in kernel.POSITIVE else numbers, dtype)
    return made


def called(kernel: ModuleType, given: Arguments) -> tuple[float, Arguments]:
    value, gradients = kernel.value_and_grad(**given)
    return value, gradients._asdict()


def close(one: Any, other: Any, tolerance: float) -> bool:
    return bool(np.max(np.abs(np.asarray(one) - other)) <= tolerance * (1 + np.max(np.abs(other))))


def test_there_are_kernels() -> None:
    assert {"attention", "batch_normalisation", "hinge_loss", "lstm_cell"} <= {path.stem for path in PATHS}


@every_kernel
@every_dtype
@every_size
def test_gradients_agree_with_the_complex_step(path: Path, dtype: Any, sizes: dict[str, int]) -> None:
    kernel, random = load(path), np.random.default_rng(1)
    given = arguments(kernel, sizes, dtype)
    _, gradients = called(kernel, given)
    start = {n: a.astype(complex) if a.dtype.kind == "f" else a for n, a in given.items()}
    for name, gradient in gradients.items():
        assert gradient.shape == given[name].shape
        assert gradient.dtype == dtype
        direction = random.normal(size=gradient.shape) / np.sqrt(gradient.size)
        slope = kernel.forward(**start | {name: start[name] + 1e-30j * direction}).imag / 1e-30
        assert close(np.sum(gradient * direction), slope, TOLERANCE[dtype]), name


@every_kernel
@every_size
def test_nothing_is_read_before_it_is_written(
    path: Path, sizes: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel = load(path)
    given = arguments(kernel, sizes)
    value, gradients = called(kernel, given)

    def poisoned(shape: Any, dtype: Any = float) -> Array:
        return np.full(shape, np.iinfo(dtype).min if np.dtype(dtype).kind == "i" else np.nan, dtype)

    monkeypatch.setattr(np, "empty", poisoned)
    again, others = called(kernel, given)
    assert value == again
    assert all(np.array_equal(gradients[name], others[name]) for name in gradients)


@every_kernel
@every_dtype
def test_any_layout_is_read_and_nothing_is_written(path: Path, dtype: Any) -> None:
    kernel = load(path)
    given, untouched = (arguments(kernel, SIZES[0], dtype) for _ in range(2))
    value, gradients = called(kernel, given)
    strided: Arguments = {}
    for name, array in given.items():
        wide = np.zeros(tuple(2 * size for size in array.shape), array.dtype)
        steps: tuple[Any, ...] = (..., *(slice(None, None, 2) for _ in array.shape))
        strided[name] = wide[steps]
        strided[name][...] = array
        strided[name].flags.writeable = False
    again, others = called(kernel, strided)
    assert close(again, value, TOLERANCE[dtype])
    assert all(close(others[name], gradients[name], TOLERANCE[dtype]) for name in gradients)
    assert all(np.array_equal(given[name], untouched[name]) for name in given)


@every_kernel
def test_forward_and_backward_are_the_halves_of_value_and_grad(path: Path) -> None:
    kernel = load(path)
    given = arguments(kernel, SIZES[0])
    value, gradients = called(kernel, given)
    halves = kernel.backward(**given)._asdict()
    assert kernel.forward(**given) == value
    assert all(np.array_equal(halves[name], gradients[name]) for name in gradients)
