"""How fast answers are graded: many answers of few distinct formulas, and distinct formulas one after the other.

    python benchmarks/grading.py --answers 1000000 --distinct 5000 --jobs 2

Prints answers and distinct formulas a second, in all and for each second of processor time, the median and the 99th
percentile of one formula, and the memory of the run, all its processes together, from its beginning to its end.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from gradproof.catalogue import derivations
from gradproof.grade.course import Course, marks_of
from gradproof.grade.store import Work

KEYS = ("multinomial_regression", "neural_network")
FORMS = {
    "1(a)": ["delta(j,t) - p_j", "1[j=t] - exp(u_j)/sum(exp(u_k), k)", "p_j - delta(j,t)", "1 - p_j"],
    "1(b)": ["x_i", "x", "w_ji"],
    "1(c)": ["1", "b_j"],
    "1(d).1": ["(delta(j,t) - p_j)*x_i", "(1[j=t] - p_j) x", "delta(j,t) x_i"],
    "1(d).2": ["delta(j,t) - p_j", "-p_j"],
    "2(b)": ["sum(w_jk*(delta(j,t) - p_j), j)", "w_tk - sum(p_j*w_jk, j)", "-sum(p_j*w_jk, j)"],
    "2(c)": ["h_k*(1 - h_k)", "exp(-s_k)/(1 + exp(-s_k))^2", "h_k*(1 + h_k)"],
    "2(d).1": ["x_i", "v_ki"],
    "2(d).2": ["1", "a_k"],
    "2(e).3": ["h_k*(1 - h_k)*sum(w_jk*(delta(j,t) - p_j), j)", "h_k*sum(w_jk*(delta(j,t) - p_j), j)"],
}


def distinct(count: int) -> list[tuple[str, str]]:
    """So many different answers to ten items, right ones and wrong ones, each written in another way."""
    found: list[tuple[str, str]] = []
    number = 1
    while True:
        for item, forms in FORMS.items():
            for form in forms:
                ways = (
                    f"({form})*{number}/{number}",
                    f"{form} + {number} - {number}",
                    f"-{number}*({form})/(-{number})",
                )
                found.append((item, ways[number % 3] if number > 1 else form))
                if len(found) == count:
                    return found
        number += 1


def rows(formulas: list[tuple[str, str]], answers: int) -> Iterator[tuple[str, str, str]]:
    """So many answers drawn from the formulas, always the same; each formula comes once at least."""
    chance = random.Random(1)
    for number in range(answers):
        item, formula = formulas[number] if number < len(formulas) else chance.choice(formulas)
        yield f"student{number:07}", item, formula


def table(path: Path, answers: Iterable[tuple[str, str, str]]) -> None:
    """Writes answers as a table to be graded."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("student", "item", "formula"))
        writer.writerows(answers)


def key_paths() -> list[Path]:
    """The two keys of the homework."""
    return [path for path in derivations() if path.stem in KEYS]


def command(answers: Path, out: Path, *more: str) -> list[str]:
    """The command that grades a table against the two keys."""
    keys = [part for path in key_paths() for part in ("--key", str(path))]
    return [sys.executable, "-m", "gradproof", "grade", str(answers), *keys, "--out", str(out), *more]


def course() -> Course:
    """The course of the two keys, without what a wrong formula should have been."""
    return Course(tuple((path.name, path.read_text("utf-8")) for path in key_paths()), mend=False)


def one_by_one(formulas: list[tuple[str, str]]) -> None:
    """Grades distinct formulas in this process."""
    graded, times = course(), []
    assert graded.key
    for item, formula in formulas:
        start = time.process_time()
        marks_of(graded, Work(b"", "formula", item, formula, ""))
        times.append(time.process_time() - start)
    p99 = sorted(times)[len(times) * 99 // 100]
    print(f"{len(times)} distinct formulas, one process: {len(times) / sum(times):.0f} a second,", end=" ")
    print(f"median {1000 * statistics.median(times):.1f} ms, p99 {1000 * p99:.1f} ms")


def together(formulas: list[tuple[str, str]], answers: int, jobs: int) -> None:
    """Grades a table of many answers as a lecturer does, files and all."""
    with tempfile.TemporaryDirectory() as folder:
        answered = Path(folder) / "answers.csv"
        table(answered, rows(formulas, answers))
        start = time.perf_counter()
        run = subprocess.Popen(command(answered, Path(folder) / "marks", "--jobs", str(jobs), "--hints", "none"))
        memory, spent = [], dict[int, float]()
        while run.poll() is None:
            time.sleep(0.5)
            used = processes(run.pid)
            memory.append(sum(use.memory for use in used.values()))
            spent |= {process: use.seconds for process, use in used.items()}
        seconds = time.perf_counter() - start
        with (Path(folder) / "marks" / "marks.jsonl").open("rb") as marks:
            count = sum(1 for _ in marks)
    print(f"{count} answers of {len(formulas)} formulas, {jobs} workers: {seconds:.0f} s,", end=" ")
    print(f"{count / seconds:.0f} a second; {sum(spent.values()):.0f} s of processor time in all processes")
    tenths = [max(memory[len(memory) * n // 10 : len(memory) * (n + 1) // 10] or [0]) for n in range(10)]
    print("MB of memory, all processes together, in each tenth of the run:", *(f"{m / 2**20:.0f}" for m in tenths))


@dataclass(frozen=True, slots=True)
class Use:
    """What a process uses: bytes that it shares with no other, and seconds of processor time."""

    memory: int
    seconds: float


def processes(root: int) -> dict[int, Use]:
    """A process and all below it (Linux; elsewhere none)."""
    below: dict[int, list[int]] = {}
    spent: dict[int, float] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            told = stat.read_text("utf-8", "replace").rpartition(")")[2].split()
            below.setdefault(int(told[1]), []).append(int(stat.parent.name))
            spent[int(stat.parent.name)] = (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")
    found: dict[int, Use] = {}
    waiting = [root]
    while waiting:
        here = waiting.pop()
        waiting += below.get(here, [])
        with suppress(OSError):
            pages, shared = map(int, (Path("/proc") / str(here) / "statm").read_text("ascii").split()[1:3])
            found[here] = Use((pages - shared) * resource.getpagesize(), spent.get(here, 0.0))
    return found


def main() -> None:
    """Runs both measurements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=1_000_000)
    parser.add_argument("--distinct", type=int, default=5_000)
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    one_by_one(distinct(min(300, given.distinct)))
    together(distinct(given.distinct), given.answers, given.jobs)


if __name__ == "__main__":
    main()
