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
from tests.program.references import LOSSES, Exactly

Arguments = dict[str, Array]
GENERATED = folder("derivations").parent / "generated"
TARGETS = {target: sorted((GENERATED / target).glob("*.py")) for target in ("numpy", "numba")}
TOLERANCE = {np.float64: 1e-12, np.float32: 3e-4}
SIZES = (  # what has no size of its own gets the last one
    {"N": 4, "D": 3, "C": 5, "": 2},
    {"N": 1, "D": 2, "C": 3, "": 4},
    {"N": 3, "D": 1, "C": 2, "": 1},
    {"N": 1, "D": 1, "C": 1, "": 1},
    {"N": 700, "D": 30, "C": 40, "": 50},  # more than one block of rows
)
ABSENT = not all(importlib.util.find_spec(name) for name in ("numba", "scipy"))
COMPILED = pytest.mark.skipif(ABSENT, reason="needs pip install 'gradproof[numba]'")
every_kernel = pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=f"{target}-{path.stem}", marks=[COMPILED] if target == "numba" else [])
        for target, paths in TARGETS.items()
        for path in paths
    ],
)
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


def test_every_kernel_has_its_loss_written_by_hand_and_stands_for_each_target() -> None:
    assert {"attention", "batch_normalisation", "hinge_loss", "lstm_cell"} <= set(LOSSES)
    for paths in TARGETS.values():
        assert [path.stem for path in paths] == sorted(LOSSES)


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
@every_dtype
def test_gradients_agree_with_central_differences(path: Path, dtype: Any) -> None:
    kernel = load(path)
    given = arguments(kernel, SIZES[0])
    _, gradients = called(kernel, arguments(kernel, SIZES[0], dtype))
    for name, gradient in gradients.items():
        for place in np.ndindex(gradient.shape):
            step = np.zeros(gradient.shape)
            step[place] = 1e-5
            above = kernel.forward(**given | {name: given[name] + step})
            below = kernel.forward(**given | {name: given[name] - step})
            assert close(gradient[place], (above - below) / 2e-5, 1e-8 if dtype is np.float64 else 3e-4), name


@every_kernel
@every_dtype
@every_size
def test_value_and_gradients_agree_with_autograd(path: Path, dtype: Any, sizes: dict[str, int]) -> None:
    autograd = pytest.importorskip("autograd")
    kernel, loss = load(path), LOSSES[path.stem]
    given = arguments(kernel, sizes)
    value, gradients = called(kernel, arguments(kernel, sizes, dtype))
    assert close(value, loss(np, **given), 10 * TOLERANCE[dtype])
    for name, gradient in gradients.items():
        slope = autograd.grad(lambda moved, name=name: loss(autograd.numpy, **given | {name: moved}))
        assert close(gradient, slope(given[name]), TOLERANCE[dtype]), name


EXTREME: dict[str, dict[str, float]] = {
    "attention": {"Q": 100, "K": 100},
    "batch_normalisation": {"X": 1e4},
    "hinge_loss": {"b": 1e4},
    "layer_normalisation": {"X": 1e4},
    "logistic_regression": {"w": 1e4},
    "lstm_cell": {"a": 1e3, "b": -1e3, "c": 1e3, "d": 1e3},
    "matrix_least_squares": {"X": 1e4},
    "multinomial_regression": {"b": 1e4},
    "neural_network": {"a": 1e3, "b": 1e4},
    "penalised_regression": {"b": -1e4},
    "poisson_regression": {"x": 10},
    "principal_components": {"X": 1e4},
    "ridge_regression": {"X": 1e4},
    "tanh_network": {"a": 1e3, "c": -1e3},
}
"""What is made how much larger: logits of 1e4 and pre-activations of 1e3 where there are any."""


@every_kernel
@every_dtype
@pytest.mark.parametrize("extreme", [False, True], ids=["moderate", "extreme"])
def test_value_and_gradients_agree_with_fifty_digits(path: Path, dtype: Any, extreme: bool) -> None:
    kernel, loss, exactly, random = load(path), LOSSES[path.stem], Exactly(), np.random.default_rng(2)
    given = arguments(kernel, SIZES[0], dtype)
    for name, factor in (EXTREME[path.stem] if extreme else {}).items():
        given[name] = np.asarray(given[name] * factor, dtype)
    value, gradients = called(kernel, given)
    exact = {name: exactly.array(array) if array.dtype.kind == "f" else array for name, array in given.items()}
    assert close(value, float(loss(exactly, **exact)), 400 * np.finfo(dtype).eps)
    step = exactly.context.mpf(10) ** -20
    for name, gradient in gradients.items():
        direction = random.normal(size=gradient.shape)
        ends = (loss(exactly, **exact | {name: exact[name] + sign * step * direction}) for sign in (1, -1))
        slope = float(-exactly.context.fdot(zip(ends, (-1, 1), strict=True)) / (2 * step))
        size = 1 + np.sum(np.abs(gradient * direction))
        assert abs(np.sum(gradient * direction, dtype=float) - slope) <= 400 * np.finfo(dtype).eps * size, name


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
