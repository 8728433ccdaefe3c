"""Trains the homework's two models on scikit-learn's handwritten digits with the generated kernels.

    python examples/train_digits.py                 # both models, pictures into examples/pictures/
    python examples/train_digits.py softmax --out DIR

Mini-batch gradient ascent on the mean log-likelihood of a batch, with momentum and a small weight decay; a quarter of
the digits is held out and not looked at in training. Needs scikit-learn and matplotlib: pip install
'gradproof[examples]'.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

Array = np.ndarray[Any, np.dtype[Any]]
KERNELS = Path(__file__).resolve().parent.parent / "generated" / "numpy"
BATCH, HIDDEN, CLASSES, SIDE = 64, 64, 10, 8


def load(name: str) -> ModuleType:
    """The generated module of that name."""
    spec = importlib.util.spec_from_file_location(name, KERNELS / f"{name}.py")
    if spec is None or spec.loader is None or not (KERNELS / f"{name}.py").is_file():
        sys.exit(f"{KERNELS / name}.py is not there; run `gradproof generate` first.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@dataclass(frozen=True)
class Digits:
    """Pictures as rows of numbers from 0 to 1, and the digits that they show."""

    x: Array
    t: Array
    held_out_x: Array
    held_out_t: Array


def digits() -> Digits:
    """The data set, split the same way every time."""
    data = load_digits()
    x, held_out_x, t, held_out_t = train_test_split(
        data.data / 16, data.target, test_size=0.25, random_state=0, stratify=data.target
    )
    return Digits(x, t, held_out_x, held_out_t)


@dataclass(frozen=True)
class Recipe:
    """What to train, and how: `start` makes the parameters by name, `scores` the logits from inputs and parameters."""

    title: str
    kernel: str
    epochs: int
    rate: float
    decay: float
    goal: float


RECIPES = {
    "softmax": Recipe("Softmax regression", "multinomial_regression", 60, 0.2, 1e-4, 0.95),
    "network": Recipe("Neural network", "neural_network", 80, 0.5, 1e-5, 0.97),
}


def start(recipe: Recipe, random: np.random.Generator) -> dict[str, Array]:
    """Small random weights, no offsets."""
    if recipe.kernel == "multinomial_regression":
        return {"w": np.zeros((CLASSES, SIDE**2)), "b": np.zeros(CLASSES)}
    return {
        "w": random.normal(0, HIDDEN**-0.5, (CLASSES, HIDDEN)),
        "b": np.zeros(CLASSES),
        "v": random.normal(0, 1 / SIDE, (HIDDEN, SIDE**2)),
        "a": np.zeros(HIDDEN),
    }


def accuracy(parameters: dict[str, Array], x: Array, t: Array) -> float:
    """The share of pictures whose most likely digit is the right one."""
    if "v" in parameters:
        x = 1 / (1 + np.exp(-(x @ parameters["v"].T + parameters["a"])))
    return float(np.mean(np.argmax(x @ parameters["w"].T + parameters["b"], axis=1) == t))


def train(recipe: Recipe, data: Digits, seed: int = 0) -> tuple[dict[str, Array], list[float], list[float]]:
    """(parameters, mean log-likelihood of each epoch, held-out accuracy after each epoch)."""
    kernel, random = load(recipe.kernel), np.random.default_rng(seed)
    parameters = start(recipe, random)
    speed = {name: np.zeros_like(array) for name, array in parameters.items()}
    sizes = {"N": BATCH, "D": SIDE**2, "C": CLASSES} | ({"H": HIDDEN} if "v" in parameters else {})
    workspace = kernel.Workspace(**sizes, check="once")
    likelihoods, accuracies = [], []
    for epoch in range(1, recipe.epochs + 1):
        order, total = random.permutation(len(data.x)), 0.0
        batches = [order[i : i + BATCH] for i in range(0, len(order) - BATCH + 1, BATCH)]
        for rows in batches:
            value, gradients = kernel.value_and_grad(
                data.x[rows], data.t[rows], *parameters.values(), workspace=workspace
            )
            total += value
            for name, gradient in gradients._asdict().items():
                speed[name] = 0.9 * speed[name] + gradient / BATCH - recipe.decay * parameters[name]
                parameters[name] += recipe.rate * (0.99**epoch) * speed[name]
        likelihoods.append(total / (BATCH * len(batches)))
        accuracies.append(accuracy(parameters, data.held_out_x, data.held_out_t))
        show(epoch, recipe.epochs, likelihoods[-1], accuracies[-1])
    return parameters, likelihoods, accuracies


def show(epoch: int, epochs: int, likelihood: float, share: float) -> None:
    """One line of progress, written over on a terminal."""
    last = epoch == epochs
    if sys.stdout.isatty() or last or epoch % 10 == 0:
        bar = "█" * (20 * epoch // epochs)
        line = f"  {bar:20s} epoch {epoch:3d}  log-likelihood {likelihood:8.4f}  held-out accuracy {share:6.2%}"
        print(line, end="\n" if last or not sys.stdout.isatty() else "\r", flush=True)


def draw(recipe: Recipe, parameters: dict[str, Array], curves: tuple[list[float], list[float]], out: Path) -> Path:
    """The path of a picture of the training's curve and of the weights that were learned."""
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    weights = parameters.get("v", parameters["w"])
    columns = 10 if len(weights) > CLASSES else 5
    rows = -(-len(weights) // columns)
    figure = plt.figure(figsize=(11, 1.5 + 0.62 * rows * (1 if columns == 10 else 2)), layout="constrained")
    left, right = figure.subfigures(1, 2, width_ratios=(1, 1.3))
    axes = left.subplots()
    axes.plot(range(1, len(curves[0]) + 1), curves[0])
    axes.set_xlabel("epoch")
    axes.set_ylabel("mean log-likelihood of a training digit")
    axes.set_title(f"{recipe.title}: {curves[1][-1]:.1%} of held-out digits right")
    limit = float(np.abs(weights).max())
    for number, panel in enumerate(right.subplots(rows, columns).flat):
        panel.axis("off")
        if number < len(weights):
            panel.imshow(weights[number].reshape(SIDE, SIDE), cmap="RdBu_r", vmin=-limit, vmax=limit)
            panel.set_title(str(number) if len(weights) == CLASSES else "", fontsize=9)
    right.suptitle("Learned weights (red: speaks for it, blue: against)")
    out.mkdir(parents=True, exist_ok=True)
    path = out / f"{recipe.kernel}.png"
    figure.savefig(path, dpi=110)
    plt.close(figure)
    return path


def main() -> int:
    """0 if every model that was asked for reached its goal, else 1."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="*", choices=[*RECIPES, []], help="softmax, network; both if none is named")
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parent / "pictures")
    chosen = parser.parse_args()
    data, reached = digits(), True
    for name in chosen.models or RECIPES:
        recipe, began = RECIPES[name], time.perf_counter()
        print(f"{recipe.title} on {len(data.x)} digits, {len(data.held_out_x)} held out")
        parameters, likelihoods, accuracies = train(recipe, data)
        picture = draw(recipe, parameters, (likelihoods, accuracies), chosen.out)
        met = accuracies[-1] >= recipe.goal
        verdict = f"goal {recipe.goal:.0%}: {'met' if met else 'MISSED'}"
        print(
            f"  {accuracies[-1]:.2%} of the held-out digits are right ({verdict}), {time.perf_counter() - began:.1f} s"
        )
        print(f"  {picture}")
        reached &= met
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
