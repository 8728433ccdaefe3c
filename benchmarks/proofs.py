"""How long proofs take: `python benchmarks/proofs.py [PAGE]`. Prints ratios and times of this run; decides nothing.

Cold: a fresh `gradproof check PAGE` beside a bare `import sympy`, in turns. Warm: each line of the page judged again in
one process, reading not included, the numeric check included. Growth: claims of n terms. Beside it, the same claims
by `sympy.simplify(left - right)` with symbolic sizes, each in a process of its own with a time limit. (The sizes are
symbols here too: no time depends on them.)
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from gradproof.document.derivation import Broken
from gradproof.document.from_markdown import read_page
from gradproof.document.from_page import read_derivation
from gradproof.proof.normal_form import Workshop
from gradproof.proofread import check_text, deepen, judge_line, prove
from gradproof.source import Source

HOME = Path(__file__).resolve().parents[1]
PAGE = HOME / "derivations" / "neural_network.md"
LIMIT = 20.0
"""Seconds that simplify may take for one claim."""

SOFTMAX = (r"\ell = u_t - \log \sum_{k=1}^C e^{u_k}", r"p_j = \frac{e^{u_j}}{\sum_{k=1}^C e^{u_k}}")
LINEAR = (*SOFTMAX, r"u_j = \sum_{i=1}^D w_{ji} x_i + b_j")

CLAIMS: dict[str, tuple[tuple[str, ...], str, str]] = {
    "1(a)": (
        SOFTMAX,
        r"\frac{\partial \ell}{\partial u_j} = \delta_{jt} - p_j",
        "diff(log(exp(u[0]) / S), u[j]) - (KroneckerDelta(j, 0) - exp(u[j]) / S)",
    ),
    "1(d)": (
        LINEAR,
        r"\frac{\partial \ell}{\partial w_{ji}} = (\delta_{jt} - p_j) x_i",
        "diff(log(exp(z(0)) / Z), w[j, i]) - (KroneckerDelta(j, 0) - exp(z(j)) / Z) * x[i]",
    ),
    "2(c)": (
        (r"h = \frac{1}{1 + e^{-s}}",),
        r"\frac{\partial h}{\partial s} = h (1 - h)",
        "diff(1 / (1 + exp(-s)), s) - 1 / (1 + exp(-s)) * (1 - 1 / (1 + exp(-s)))",
    ),
    "sum": (
        SOFTMAX,
        r"\sum_j p_j = 1",
        "Sum(exp(u[j]) / S, (j, 0, C - 1)) - 1",
    ),
}
"""By exercise: what is given, the claim, and left minus right in SymPy."""

SYMPY = """
import sys, time
from sympy import *
C, D = symbols("C D", integer=True, positive=True)
i, j, k, d = symbols("i j k d", integer=True)
s = symbols("s", real=True)
u, x, b, w = (IndexedBase(name) for name in ("u", "x", "b", "w"))
z = lambda c: Sum(w[c, d] * x[d], (d, 0, D - 1)) + b[c]
S, Z = Sum(exp(u[k]), (k, 0, C - 1)), Sum(exp(z(k)), (k, 0, C - 1))
difference = {difference}
start = time.perf_counter()
result = simplify(difference)
print(f"{time.perf_counter() - start:.2f} s,", "0" if result == 0 else "not 0")
"""


def timed(action: Callable[[], object]) -> float:
    """Milliseconds that an action took."""
    start = time.perf_counter()
    action()
    return 1000 * (time.perf_counter() - start)


def cold(page: Path, runs: int) -> Iterator[str]:
    """A fresh check of the page beside a bare import of SymPy, both compiled, as everything installed is."""
    compiled = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    run = partial(subprocess.run, capture_output=True, check=False, env=compiled)
    checking = [sys.executable, "-m", "gradproof", "check", str(page)]
    importing = [sys.executable, "-c", "import sympy"]
    times: dict[str, list[float]] = {"check": [], "sympy": []}
    for command in (checking, importing):
        run(command)
    for _ in range(runs):
        for name, command in (("check", checking), ("sympy", importing)):
            times[name].append(timed(partial(run, command)))
    ours, theirs = (statistics.median(times[name]) for name in ("check", "sympy"))
    yield f"cold: gradproof check {ours:.0f} ms, import sympy {theirs:.0f} ms, ratio {ours / theirs:.2f} (bar: 2.5)"


def warm(page: Path, rounds: int) -> Iterator[str]:
    """Every line of the page, in its order as `check` judges them, in a process that has judged it before."""
    text = page.read_text("utf-8")
    check_text(text)
    lines = [line for line in read_derivation(read_page(Source(page.name, text))).lines if not isinstance(line, Broken)]
    judged = [line for line in lines if line.kind != "definition" and line.problem is None]
    times: list[list[float]] = []
    for _ in range(rounds):
        workshop = Workshop()
        times.append([timed(lambda at=line, shop=workshop: judge_line(at, shop)) for line in judged])  # type: ignore[misc]
    each = [statistics.median(line) for line in zip(*times, strict=True)]
    slowest = max(range(len(each)), key=each.__getitem__)
    place = judged[slowest].span.start
    yield (
        f"warm: {len(each)} lines, median {statistics.median(each):.1f} ms (bar: 5), worst {each[slowest]:.1f} ms "
        f"(bar: 250) at line {text.count(chr(10), 0, place) + 1}"
    )


def square(count: int) -> tuple[str, tuple[str, ...]]:
    """(a_1 + … + a_n)² multiplied out."""
    names = [f"x_{{{number}}}" for number in range(1, count + 1)]
    pairs = [f"2 {a} {b}" for at, a in enumerate(names) for b in names[at + 1 :]]
    right = " + ".join([*(f"{name}^2" for name in names), *pairs])
    return rf"\left({' + '.join(names)}\right)^2 = {right}", (r"x \in \mathbb{R}^D",)


def products(count: int) -> tuple[str, tuple[str, ...]]:
    """n different contractions, in two orders."""
    terms = [rf"\sum_{{i=1}}^D x_i^{{{number}}} y_i" for number in range(2, count + 2)]
    return " + ".join(terms) + " = " + " + ".join(terms[::-1]), (r"x \in \mathbb{R}^D", r"y \in \mathbb{R}^D")


def slopes(count: int) -> tuple[str, tuple[str, ...]]:
    """The derivative of a sum of n exponentials."""
    left = " + ".join(f"e^{{{number} x}}" for number in range(2, count + 2))
    right = " + ".join(f"{number} e^{{{number} x}}" for number in range(2, count + 2))
    return rf"\frac{{d}}{{dx}} \left({left}\right) = {right}", ()


def growth() -> Iterator[str]:
    """The time of claims of n terms: 2 to the exponent is what doubling costs."""
    for make, counts in ((square, (4, 8, 16)), (products, (8, 16, 32)), (slopes, (8, 16, 32, 64))):
        times, lengths, verdicts = [], [], set()
        for count in counts:
            claim, given = make(count)
            verdicts.add(prove(claim, given).status)
            times.append(min(timed(lambda c=claim, g=given: prove(c, g)) for _ in range(3)))  # type: ignore[misc]
            lengths.append(len(claim))
        shown = ", ".join(f"n = {count}: {ms:.1f} ms" for count, ms in zip(counts, times, strict=True))
        ratio = (times[-1] / times[-2]) / (lengths[-1] / lengths[-2])
        yield f"growth, {make.__name__}: {shown}; last step {ratio:.1f} × its length ({', '.join(sorted(verdicts))})"


def simplify() -> Iterator[str]:
    """The same claims here and by sympy.simplify."""
    for name, (given, claim, difference) in CLAIMS.items():
        status = prove(claim, given).status
        ours = min(timed(lambda c=claim, g=given: prove(c, g)) for _ in range(5))  # type: ignore[misc]
        script = SYMPY.replace("{difference}", difference)
        try:
            done = subprocess.run(
                [sys.executable, "-c", script], capture_output=True, text=True, timeout=LIMIT, check=False
            )
            theirs = done.stdout.strip() or f"fails: {done.stderr.strip().splitlines()[-1]}"
        except subprocess.TimeoutExpired:
            theirs = f"stopped after {LIMIT:.0f} s"
        yield f"{name}: gradproof {status} in {ours:.1f} ms; sympy.simplify(left - right): {theirs}"


def main() -> None:
    """Prints one line for each measurement."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("page", nargs="?", type=Path, default=PAGE)
    parser.add_argument("--runs", type=int, default=9, help="cold runs of each")
    parser.add_argument("--json", action="store_true", help="a JSON array of the lines")
    chosen = parser.parse_args()
    deepen()
    found = [*warm(chosen.page, 5), *growth(), *simplify(), *cold(chosen.page, chosen.runs)]
    sys.stdout.write(json.dumps(found, indent=2) + "\n" if chosen.json else "\n".join(found) + "\n")


if __name__ == "__main__":
    main()
