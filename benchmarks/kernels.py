"""Times the generated kernels side by side with what else is installed, and prints ratios.

    python benchmarks/kernels.py                          # both models, both dtypes, the sizes up to mnist1024
    python benchmarks/kernels.py --size wide,big --threads 2 --only numpy,torch

Every round times each candidate right after the generated kernel, and the table gives the median of the rounds'
ratios (above 1: slower than the generated kernel) with the quartiles, so that a busy machine disturbs it little. With
one thread the clock is the processor time of the process, with two it is wall time. All candidates compute the
log-likelihood and its gradients of the same data, and are checked against plain NumPy in float64 first. `gemm` is the
required matrix products alone, `floor` these and the required exponentials: less than that NumPy cannot take, and gemm
over floor is the largest share that matrix products can have. `numba` is the generated kernel for the other target.
Needs pip install 'gradproof[bench]'; numba, torch, jax and autograd are taken along if they are installed.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

HERE = Path(__file__).resolve().parent
GENERATED = HERE.parent / "generated"
TUNED = HERE.parent.parent / "shared" / "benchmark" / "tuned.py"
SIZES = {
    "tiny": (1, 4, 3, 5),
    "small": (32, 64, 10, 32),
    "mnist128": (128, 784, 10, 128),
    "mnist1024": (1024, 784, 10, 128),
    "wide": (256, 256, 10000, 256),
    "big": (4096, 1024, 1000, 1024),
}
"""N, D, C, H."""

Arrays = Sequence[Any]
Step = Callable[..., Any]


def options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", default="tiny,small,mnist128,mnist1024", help=", ".join(SIZES))
    parser.add_argument("--model", default="A,B", help="A softmax regression, B network")
    parser.add_argument("--dtype", default="float64,float32")
    parser.add_argument("--only", default="", help="candidates, comma-separated")
    parser.add_argument("--threads", type=int, default=1, choices=(1, 2))
    parser.add_argument("--rounds", type=int, default=7)
    return parser.parse_args()


def settle(threads: int) -> None:
    """Sets the number of threads for every library, which has to happen before NumPy is imported."""
    for variable in ("OMP", "OPENBLAS", "MKL", "NUMEXPR"):
        os.environ[f"{variable}_NUM_THREADS"] = str(threads)
    for variable in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):  # a kernel chosen by hand is not what users measure
        os.environ.pop(variable, None)
    os.environ["JAX_PLATFORMS"] = "cpu"
    if threads == 1:
        os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def load(path: Path) -> ModuleType:
    """The module in a file."""
    spec = importlib.util.spec_from_file_location(f"{path.parent.name}_{path.stem}", path)
    if spec is None or spec.loader is None or not path.is_file():
        sys.exit(f"{path} is not there; run `gradproof generate` first.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def problem(model: str, size: Sequence[int], dtype: np.dtype[Any]) -> list[Any]:
    """x, t, w, b[, v, a] of moderate size."""
    import numpy as np

    n, d, c, h = size
    random, width = np.random.default_rng(0), d if model == "A" else h

    def normal(scale: float, *shape: int) -> Any:
        return (random.standard_normal(shape) * scale).astype(dtype)

    arguments = [normal(1, n, d), random.integers(0, c, n), normal(2 * width**-0.5, c, width), normal(1, c)]
    return arguments + ([normal(d**-0.5, h, d), normal(1, h)] if model == "B" else [])


def generated(model: str, size: Sequence[int], dtype: Any, threads: int = 1, target: str = "numpy") -> Step:
    """The generated kernel, its checks paid once; large problems on two threads share their rows."""
    n, d, c, h = size
    kernel = load(GENERATED / target / ("multinomial_regression.py" if model == "A" else "neural_network.py"))
    work = n * (c * (d if model == "A" else h) + (d * h if model == "B" else 0))
    shared = threads if n > 1 and work > 2e8 else 1
    sizes = {"N": n, "D": d, "C": c} | ({"H": h} if model == "B" else {})
    workspace = kernel.Workspace(**sizes, dtype=dtype, check="once", threads=shared)
    function = kernel.value_and_grad

    def softmax(x: Any, t: Any, w: Any, b: Any) -> Any:
        return function(x, t, w, b, workspace)

    def network(x: Any, t: Any, w: Any, b: Any, v: Any, a: Any) -> Any:
        return function(x, t, w, b, v, a, workspace)

    step: Any = softmax if model == "A" else network
    step.blas_threads = 1 if shared > 1 else threads
    step.post = lambda result: (result[0], *result[1])
    return step  # type: ignore[no-any-return]


def numba(model: str, size: Sequence[int], dtype: Any, threads: int) -> Step:
    """The generated kernel in loops that Numba compiles."""
    if importlib.util.find_spec("numba") is None:
        raise ImportError
    return generated(model, size, dtype, threads, "numba")


def textbook(model: str, head: Step, sigmoid: Step) -> Step:
    """The allocating form that one would write by hand around a softmax head(u, t) -> (value, du)."""

    def softmax(x: Any, t: Any, w: Any, b: Any) -> Any:
        value, du = head(x @ w.T + b, t)
        return value, du.T @ x, du.sum(axis=0)

    def network(x: Any, t: Any, w: Any, b: Any, v: Any, a: Any) -> Any:
        h = sigmoid(x @ v.T + a)
        value, du = head(h @ w.T + b, t)
        ds = (du @ w) * h * (1 - h)
        return value, du.T @ h, du.sum(axis=0), ds.T @ x, ds.sum(axis=0)

    return softmax if model == "A" else network


def plain(model: str, *_: Any) -> Step:
    """Plain NumPy: stable, vectorised, allocating, one-hot."""
    import numpy as np

    def head(u: Any, t: Any) -> Any:
        shifted, one_hot = u - u.max(axis=1, keepdims=True), np.zeros_like(u)
        log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        one_hot[np.arange(len(t)), t] = 1
        return (one_hot * log_p).sum(), one_hot - np.exp(log_p)

    return textbook(model, head, lambda s: 1 / (1 + np.exp(-s)))


def scipy(model: str, *_: Any) -> Step:
    """SciPy's log_softmax and expit."""
    import numpy as np
    from scipy.special import expit, log_softmax

    def head(u: Any, t: Any) -> Any:
        log_p, rows = log_softmax(u, axis=1), np.arange(len(t))
        value, du = log_p[rows, t].sum(), -np.exp(log_p)
        du[rows, t] += 1
        return value, du

    return textbook(model, head, expit)


def sklearn(model: str, size: Sequence[int], dtype: Any, threads: int) -> Step | None:
    """The loss and gradient inside scikit-learn's logistic regression."""
    if model == "B":
        return None
    import numpy as np
    from sklearn._loss import HalfMultinomialLoss
    from sklearn.linear_model._linear_loss import LinearModelLoss

    n, d, c, _ = size
    loss, packed = LinearModelLoss(HalfMultinomialLoss(n_classes=c), fit_intercept=True), np.empty((d + 1, c), dtype).T

    def step(x: Any, t: Any, w: Any, b: Any) -> Any:
        packed[:, :d], packed[:, d] = w, b
        value, gradient = loss.loss_gradient(packed, x, t.astype(dtype), n_threads=threads)
        return -n * value, -n * gradient[:, :d], -n * gradient[:, d]

    return step


def autograd(model: str, size: Sequence[int], *_: Any) -> Step:
    """HIPS autograd."""
    import autograd.numpy as anp
    from autograd import value_and_grad

    def loss(parameters: Any, x: Any, t: Any) -> Any:
        if model == "B":
            x = 1 / (1 + anp.exp(-(anp.dot(x, parameters[2].T) + parameters[3])))
        u = anp.dot(x, parameters[0].T) + parameters[1]
        shifted = u - anp.max(u, axis=1, keepdims=True)
        return anp.sum(shifted[anp.arange(size[0]), t] - anp.log(anp.sum(anp.exp(shifted), axis=1)))

    both = value_and_grad(loss)

    def step(x: Any, t: Any, *parameters: Any) -> Any:
        value, gradients = both(parameters, x, t)
        return (value, *gradients)

    return step


def torch(model: str, _size: Any, _dtype: Any, threads: int) -> Step:
    """PyTorch, eager."""
    import torch as pytorch
    from torch.nn import functional

    pytorch.set_num_threads(threads)

    def step(x: Any, t: Any, w: Any, b: Any, v: Any = None, a: Any = None) -> Any:
        parameters = [p for p in (w, b, v, a) if p is not None]
        for parameter in parameters:
            parameter.requires_grad_(True)
        hidden = pytorch.sigmoid(functional.linear(x, v, a)) if model == "B" else x
        value = -functional.cross_entropy(functional.linear(hidden, w, b), t, reduction="sum")
        return (value, *pytorch.autograd.grad(value, parameters))

    step.convert = lambda array: pytorch.from_numpy(array.copy())  # type: ignore[attr-defined]
    step.post = lambda results: [r.detach().numpy() for r in results]  # type: ignore[attr-defined]
    return step


def jax(model: str, *_: Any) -> Step:
    """JAX, jitted."""
    import jax as library
    import jax.numpy as jnp

    library.config.update("jax_enable_x64", True)

    def loss(parameters: Any, x: Any, t: Any) -> Any:
        if model == "B":
            x = library.nn.sigmoid(x @ parameters[2].T + parameters[3])
        log_p = library.nn.log_softmax(x @ parameters[0].T + parameters[1], axis=1)
        return jnp.sum(jnp.take_along_axis(log_p, t[:, None], axis=1))

    both = library.jit(library.value_and_grad(loss))

    def step(x: Any, t: Any, *parameters: Any) -> Any:
        value, gradients = both(parameters, x, t)
        library.block_until_ready(gradients)
        return (value, *gradients)

    step.convert = jnp.asarray  # type: ignore[attr-defined]
    return step


def tuned(model: str, size: Sequence[int], dtype: Any, _threads: int) -> Step | None:
    """Hand-tuned NumPy that lies beside a checkout, if it does."""
    if not TUNED.is_file():
        return None
    n, d, c, h = size
    made: Step = load(TUNED).make(model, n, d, c, h if model == "B" else None, dtype)
    return made


def gemm(model: str, size: Sequence[int], dtype: Any, _threads: int) -> Step:
    """The required matrix products alone."""
    import numpy as np

    n, d, c, h = size
    ones, dot, width = (lambda *shape: np.ones(shape, dtype)), np.dot, d if model == "A" else h
    u, dw, s, dv = ones(n, c), ones(c, width), ones(n, h), ones(h, d)

    def softmax(x: Any, _t: Any, w: Any, _b: Any) -> None:
        dot(x, w.T, u), dot(u.T, x, dw)

    def network(x: Any, _t: Any, w: Any, _b: Any, v: Any, _a: Any) -> None:
        dot(x, v.T, s), dot(s, w.T, u), dot(u.T, s, dw), dot(u, w, s), dot(s.T, x, dv)

    return softmax if model == "A" else network


def floor(model: str, size: Sequence[int], dtype: Any, threads: int) -> Step:
    """The required matrix products and exponentials alone."""
    import numpy as np

    n, _, c, h = size
    products = gemm(model, size, dtype, threads)
    random = np.random.default_rng(0)
    exponents = [random.standard_normal((n, width)).astype(dtype) for width in ((c,) if model == "A" else (c, h))]
    powers = [np.empty_like(array) for array in exponents]

    def step(*arguments: Any) -> None:
        products(*arguments)
        for array, power in zip(exponents, powers, strict=True):
            np.exp(array, power)

    return step


CANDIDATES: dict[str, Callable[..., Step | None]] = {
    "numba": numba, "tuned": tuned, "numpy": plain, "scipy": scipy, "sklearn": sklearn, "autograd": autograd,
    "torch": torch, "jax": jax, "gemm": gemm, "floor": floor,
}  # fmt: skip


class Timer:
    """Times calls with a number of BLAS threads."""

    def __init__(self, threads: int) -> None:
        import threadpoolctl

        self.threads = threads
        self.blas = threadpoolctl.ThreadpoolController()
        self.clock = time.process_time_ns if threads == 1 else time.perf_counter_ns

    def __call__(self, step: Step, arguments: Arrays, repeats: int) -> float:
        """Nanoseconds of one call."""
        with self.blas.limit(limits=getattr(step, "blas_threads", self.threads), user_api="blas"):
            if self.threads > 1:
                time.sleep(0.15)  # another library's idle threads spin for a while
            step(*arguments)
            start = self.clock()
            for _ in range(repeats):
                step(*arguments)
            return (self.clock() - start) / repeats


def error(step: Step, arguments: Arrays, wanted: Arrays) -> float:
    """The largest difference from what is wanted, relative to the largest entry of each result."""
    import numpy as np

    results = getattr(step, "post", lambda r: r)(step(*arguments))
    pairs = [(np.asarray(r, float), np.asarray(w, float)) for r, w in zip(results, wanted, strict=True)]
    return max(float(np.max(np.abs(r - w)) / np.max(np.abs(w))) for r, w in pairs)


def candidates(
    chosen: argparse.Namespace, model: str, size: Sequence[int], dtype: Any, arguments: Arrays
) -> dict[str, Any]:
    """Each candidate that is there with its step and its arguments, checked."""
    import numpy as np

    wanted = plain(model)(*(a.astype(float) if a.dtype.kind == "f" else a for a in arguments))
    found: dict[str, Any] = {}
    for name in CANDIDATES:
        if chosen.only and name not in chosen.only.split(","):
            continue
        try:
            step = CANDIDATES[name](model, size, dtype, chosen.threads)
        except ImportError:
            continue
        if step is not None:
            given = [getattr(step, "convert", lambda a: a)(a) for a in arguments]
            if name not in ("gemm", "floor") and error(step, given, wanted) > (
                1e-9 if np.dtype(dtype) == np.float64 else 2e-4
            ):
                print(f"{name} computes something else and is left out", file=sys.stderr)
                continue
            found[name] = (step, given)
    return found


def compare(chosen: argparse.Namespace, model: str, label: str, dtype: Any, timer: Timer) -> str:
    """One line of the table."""
    import numpy as np

    arguments = problem(model, SIZES[label], dtype)
    ours, ratios, base = generated(model, SIZES[label], dtype, chosen.threads), dict[str, list[float]](), list[float]()
    others = candidates(chosen, model, SIZES[label], dtype, arguments)
    repeats = max(1, min(2000, int(2e7 / timer(ours, arguments, 1))))
    for _ in range(chosen.rounds):
        for name, (step, given) in others.items():
            reference = timer(ours, arguments, repeats)
            other = max(1, min(2000, int(2e7 / timer(step, given, 1))))
            ratios.setdefault(name, []).append(timer(step, given, other) / reference)
            base.append(reference)
    quartiles = {name: np.percentile(values, [50, 25, 75]) for name, values in ratios.items()}
    columns = [
        f"{n} {q[0]:.2f} [{q[1]:.2f} {q[2]:.2f}]" for n, q in sorted(quartiles.items(), key=lambda item: item[1][0])
    ]
    return f"{model} {label:9s} {np.dtype(dtype).name} {np.median(base) / 1e3:10.1f} µs | " + "  ".join(columns)


def main() -> None:
    """Prints the table."""
    chosen = options()
    settle(chosen.threads)
    import numpy as np

    timer = Timer(chosen.threads)
    print(f"time of each candidate over that of the generated kernel, {chosen.threads} thread(s)")
    for label in chosen.size.split(","):
        for model in chosen.model.split(","):
            for dtype in chosen.dtype.split(","):
                print(compare(chosen, model, label, np.dtype(dtype), timer), flush=True)


if __name__ == "__main__":
    main()
