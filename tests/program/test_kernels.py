from __future__ import annotations

import ast
import inspect
import tracemalloc
from typing import Any

import numpy as np
import pytest

from tests.program.kernels import KERNELS, SIZES, SOFTMAX, Array, Kernel, parametrized

DTYPES = (np.float64, np.float32)
TOLERANCE = {np.float64: 1e-12, np.float32: 2e-4}
every_kernel = parametrized(KERNELS)
every_dtype = pytest.mark.parametrize("dtype", DTYPES, ids=lambda dtype: dtype.__name__)
every_size = pytest.mark.parametrize("sizes", SIZES, ids=lambda sizes: "x".join(map(str, sizes.values())))
NETWORKS = tuple(kernel for kernel in KERNELS if kernel.name in SOFTMAX)
each_target = parametrized(tuple(kernel for kernel in KERNELS if kernel.name == "multinomial_regression"))


@pytest.fixture(autouse=True)
def _warnings_of_floating_point_are_errors() -> Any:
    with np.errstate(all="raise", under="ignore"):
        yield


def called(kernel: Kernel, arguments: dict[str, Array], **options: Any) -> tuple[Any, dict[str, Array]]:
    value, gradients = kernel.module.value_and_grad(**arguments, **options)
    return value, gradients._asdict()


def workspace(kernel: Kernel, sizes: dict[str, int], dtype: Any = np.float64, **options: Any) -> Any:
    return kernel.module.Workspace(**kernel.sizes(sizes), dtype=dtype, **options)


def close(one: Any, other: Any, tolerance: float) -> bool:
    scale = 1 + np.max(np.abs(other), initial=0)
    return bool(np.max(np.abs(np.asarray(one) - other), initial=0) <= tolerance * scale)


@every_kernel
@every_dtype
@every_size
def test_the_value_is_that_of_the_plain_loss(kernel: Kernel, dtype: Any, sizes: dict[str, int]) -> None:
    arguments = kernel.arguments(sizes, dtype)
    value, gradients = called(kernel, arguments)
    assert isinstance(value, float)
    assert close(value, kernel.loss(np, **kernel.arguments(sizes)), TOLERANCE[dtype] * 10)
    for name, gradient in gradients.items():
        assert gradient.dtype == dtype
        assert gradient.shape == arguments[name].shape


@every_kernel
@every_dtype
@every_size
def test_gradients_agree_with_the_complex_step(kernel: Kernel, dtype: Any, sizes: dict[str, int]) -> None:
    _, gradients = called(kernel, kernel.arguments(sizes, dtype))
    exact = kernel.arguments(sizes, dtype)
    start = {n: a.astype(complex) if a.dtype.kind == "f" else a for n, a in exact.items()}
    space, random = workspace(kernel, sizes, complex), np.random.default_rng(1)
    for name in kernel.parameters:
        direction = random.normal(size=start[name].shape)
        moved = start | {name: start[name] + 1e-30j * direction}
        slope = kernel.module.forward(**moved, workspace=space).imag / 1e-30
        assert close(np.sum(gradients[name] * direction), slope, TOLERANCE[dtype]), name


@every_kernel
@every_dtype
def test_gradients_agree_with_central_differences(kernel: Kernel, dtype: Any) -> None:
    sizes = SIZES[0]
    arguments = kernel.arguments(sizes)
    typed = {n: a.astype(dtype) if a.dtype.kind == "f" else a for n, a in arguments.items()}
    _, gradients = called(kernel, typed)
    for name in kernel.parameters:
        for place in np.ndindex(arguments[name].shape):
            step = np.zeros(arguments[name].shape)
            step[place] = 1e-5
            above = kernel.module.forward(**arguments | {name: arguments[name] + step})
            below = kernel.module.forward(**arguments | {name: arguments[name] - step})
            assert close(gradients[name][place], (above - below) / 2e-5, 1e-8 if dtype is np.float64 else 1e-4)


@every_kernel
@every_dtype
@every_size
def test_gradients_agree_with_autograd(kernel: Kernel, dtype: Any, sizes: dict[str, int]) -> None:
    autograd = pytest.importorskip("autograd")
    arguments = kernel.arguments(sizes)
    _, gradients = called(kernel, kernel.arguments(sizes, dtype))
    for name in kernel.parameters:
        slope = autograd.grad(lambda p, name=name: kernel.loss(autograd.numpy, **arguments | {name: p}))
        assert close(gradients[name], slope(arguments[name]), TOLERANCE[dtype]), name


@every_kernel
@every_size
def test_nothing_is_read_before_it_is_written(
    kernel: Kernel, sizes: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = kernel.arguments(sizes)
    value, gradients = called(kernel, arguments)

    def poisoned(shape: Any, dtype: Any = float) -> Array:
        return np.full(shape, np.iinfo(dtype).min if np.dtype(dtype).kind == "i" else np.nan, dtype)

    monkeypatch.setattr(np, "empty", poisoned)
    again, others = called(kernel, arguments)
    assert value == again
    assert all(np.array_equal(gradients[name], others[name]) for name in gradients)


@every_kernel
@every_dtype
@every_size
def test_any_layout_is_read_and_nothing_is_written(kernel: Kernel, dtype: Any, sizes: dict[str, int]) -> None:
    arguments = kernel.arguments(sizes, dtype)
    value, gradients = called(kernel, arguments)
    strided = {}
    for name, array in arguments.items():
        wide = np.zeros(tuple(2 * size for size in array.shape), array.dtype)
        steps: tuple[Any, ...] = (..., *(slice(None, None, 2) for _ in array.shape))
        view = wide[steps]
        view[...] = array
        view.flags.writeable = False
        strided[name] = view
    again, others = called(kernel, strided)
    assert close(again, value, TOLERANCE[dtype])
    assert all(close(others[name], gradients[name], TOLERANCE[dtype]) for name in gradients)
    transposed = {name: np.array(array, order="F") for name, array in arguments.items()}
    assert close(called(kernel, transposed)[0], value, TOLERANCE[dtype])
    untouched = kernel.arguments(sizes, dtype)
    assert all(np.array_equal(array, untouched[name]) for name, array in arguments.items())
    assert all(np.array_equal(array, untouched[name]) for name, array in strided.items())


@every_kernel
def test_forward_and_backward_are_the_halves_of_value_and_grad(kernel: Kernel) -> None:
    arguments, other = kernel.arguments(SIZES[0]), kernel.arguments(SIZES[0], seed=1)
    value, gradients = called(kernel, arguments)
    space = workspace(kernel, SIZES[0])
    module = kernel.module
    assert module.forward(**arguments, workspace=space) == value
    for _ in range(2):
        halves = module.backward(**arguments, workspace=space)._asdict()
        assert all(np.array_equal(halves[name], gradients[name]) for name in gradients)
    module.forward(**arguments, workspace=space)
    called(kernel, other, workspace=space)
    halves = module.backward(**arguments, workspace=space)._asdict()
    assert all(np.array_equal(halves[name], gradients[name]) for name in gradients)
    fresh = module.backward(**arguments)._asdict()
    assert all(np.array_equal(fresh[name], gradients[name]) for name in gradients)


@every_kernel
def test_results_live_in_the_workspace_or_are_fresh(kernel: Kernel) -> None:
    arguments, space = kernel.arguments(SIZES[0]), workspace(kernel, SIZES[0], check="once")
    _, first = called(kernel, arguments, workspace=space)
    _, second = called(kernel, arguments, workspace=space)
    assert all(first[name] is second[name] for name in first)
    _, fresh = called(kernel, arguments)
    _, fresher = called(kernel, arguments)
    assert not any(np.shares_memory(fresh[name], fresher[name]) for name in fresh)


@every_kernel
@every_dtype
def test_threads_and_parts_change_nothing(kernel: Kernel, dtype: Any) -> None:
    if kernel.name == "ridge_regression":
        pytest.skip("its document sums over the data itself: there are no rows to share out")
    sizes = {"N": 1000, "D": 1500, "C": 3, "H": 2, "G": 2}
    arguments = kernel.arguments(sizes, dtype)
    arguments = {n: a / dtype(40) if n in kernel.parameters and a.ndim else a for n, a in arguments.items()}
    value, gradients = called(kernel, arguments)
    if "x" in arguments:
        assert workspace(kernel, sizes, dtype).rows is None, "the data is read part by part"
    for space in (workspace(kernel, sizes, dtype, threads=2), workspace(kernel, SIZES[0] | sizes, dtype, threads=3)):
        again, others = called(kernel, arguments, workspace=space)
        assert close(again, value, TOLERANCE[dtype])
        assert all(close(others[name], gradients[name], TOLERANCE[dtype]) for name in gradients)
        assert close(kernel.module.forward(**arguments, workspace=space), value, TOLERANCE[dtype])
        halves = kernel.module.backward(**arguments, workspace=space)._asdict()
        assert all(close(halves[name], gradients[name], TOLERANCE[dtype]) for name in gradients)


@parametrized(NETWORKS)
@every_dtype
@every_size
@pytest.mark.parametrize("sign", [1, -1])
def test_huge_logits_and_pre_activations(kernel: Kernel, dtype: Any, sizes: dict[str, int], sign: int) -> None:
    arguments = kernel.arguments(sizes, dtype)
    spread = np.linspace(-1, 1, sizes["C"]) if sizes["C"] > 1 else np.ones(1)
    arguments["b"] = (sign * 1e4 * spread).astype(dtype)
    if "a" in arguments:
        arguments["a"] = (-sign * 1e3 * np.sign(arguments["a"])).astype(dtype)
    value, gradients = called(kernel, arguments)
    assert np.isfinite(value)
    assert all(np.isfinite(gradient).all() for gradient in gradients.values())
    exact = {n: a.astype(np.float64) if a.dtype.kind == "f" else a for n, a in arguments.items()}
    with np.errstate(over="ignore"):
        assert close(value, kernel.loss(np, **exact), TOLERANCE[dtype])


@each_target
def test_labels_of_every_integer_type_are_read(kernel: Kernel) -> None:
    arguments = kernel.arguments(SIZES[0])
    value, _ = called(kernel, arguments)
    for kind in (np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint16, np.uint32):
        assert called(kernel, arguments | {"t": arguments["t"].astype(kind)})[0] == value


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"w": np.zeros((5, 4))}, ValueError, r"w has the shape \(5, 4\), but \(5, 3\) is needed"),
        ({"x": np.zeros(3)}, ValueError, r"x has the shape \(3,\), but"),
        ({"b": np.zeros(5, np.float32)}, TypeError, "b is float32, but the workspace computes in float64"),
        ({"b": [0.0] * 5}, TypeError, "b is a list; pass a NumPy array of float64"),
        ({"t": np.array([0, 5, 1, 2])}, ValueError, r"t\[1\] is 5, but labels run from 0 to 4"),
        ({"t": np.array([0, 4, -1, 2])}, ValueError, r"t\[2\] is -1, but labels run from 0 to 4"),
        ({"t": np.zeros(4)}, TypeError, "t must be a NumPy array of integers, not float64"),
        ({"t": np.zeros(4, np.uint64)}, TypeError, "t must be a NumPy array of integers, not uint64"),
        ({"t": np.zeros(3, int)}, ValueError, r"t has the shape \(3,\), but \(4,\) is needed"),
    ],
)
@each_target
def test_what_does_not_fit_is_refused_at_the_door(
    kernel: Kernel, change: Any, error: type[Exception], message: str
) -> None:
    arguments = kernel.arguments(SIZES[0]) | change
    for space in (workspace(kernel, SIZES[0]), workspace(kernel, SIZES[0], check="once")):
        for function in (kernel.module.value_and_grad, kernel.module.forward, kernel.module.backward):
            with pytest.raises(error, match=message):
                function(**arguments, workspace=space)


@each_target
def test_the_check_can_be_paid_once(kernel: Kernel) -> None:
    arguments, space = kernel.arguments(SIZES[0]), workspace(kernel, SIZES[0], check="once")
    called(kernel, arguments, workspace=space)
    assert not space.checks
    always = workspace(kernel, SIZES[0])
    called(kernel, arguments, workspace=always)
    assert always.checks


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"dtype": np.int64}, TypeError, "dtype is int64, but these kernels compute in float64, float32 or complex128"),
        ({"check": "never"}, ValueError, "check is 'never', but it can only be 'always' or 'once'"),
        ({"N": 0}, ValueError, "N is 0, but the size of a dimension is an integer and at least 1"),
        ({"D": 2.0}, ValueError, "D is 2.0, but the size of a dimension is an integer and at least 1"),
    ],
)
@each_target
def test_a_workspace_says_what_it_cannot_be(kernel: Kernel, options: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        kernel.module.Workspace(**{"N": 4, "D": 3, "C": 5} | options)


@every_kernel
@every_dtype
def test_a_steady_call_allocates_next_to_nothing(kernel: Kernel, dtype: Any) -> None:
    sizes = {"N": 128 if "x" in kernel.shapes else 100_000, "D": 784, "C": 10, "H": 128, "G": 16}
    arguments = kernel.arguments(sizes, dtype)
    arguments = {n: a / dtype(40) if n in kernel.parameters and a.ndim else a for n, a in arguments.items()}
    space = workspace(kernel, sizes, dtype, check="once")
    for _ in range(2):
        called(kernel, arguments, workspace=space)
    tracemalloc.start()
    try:
        kernel.module.value_and_grad(**arguments, workspace=space)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak <= 0.01 * sum(array.nbytes for array in arguments.values()) + 2000


@every_kernel
def test_a_module_stands_alone_and_says_where_it_is_from(kernel: Kernel) -> None:
    source = inspect.getsource(kernel.module)
    tree = ast.parse(source)
    imported = {a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names}
    imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    libraries = {"numpy"} if kernel.target == "numpy" else {"numpy", "numba"}
    assert imported - libraries <= {
        "__future__", "contextvars", "functools", "math", "sys", "typing", "concurrent.futures",
    }  # fmt: skip
    header = kernel.module.__doc__ or ""
    for words in (
        f"derivations/{kernel.name}.md",
        f"codegen/{kernel.target}/module.py.j2",
        "do not edit",
        "generate --check",
    ):
        assert words in header
    assert not [line for line in source.splitlines() if line != line.rstrip()]


@parametrized(tuple(kernel for kernel in NETWORKS if kernel.target == "numba"))
def test_compiled_code_looks_at_sizes_and_labels_even_where_the_check_was_paid(kernel: Kernel) -> None:
    arguments, space = kernel.arguments(SIZES[0]), workspace(kernel, SIZES[0], check="once")
    called(kernel, arguments, workspace=space)
    with pytest.raises(ValueError, match="The shapes of the arguments are not those of the workspace"):
        called(kernel, arguments | {"b": np.zeros(4)}, workspace=space)
    with pytest.raises(ValueError, match="t has a label outside of 0 to C - 1"):
        called(kernel, arguments | {"t": arguments["t"] - 9}, workspace=space)
