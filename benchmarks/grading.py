"""How fast answers are graded: many answers of few distinct formulas, and distinct formulas one after the other.

    python benchmarks/grading.py --answers 1000000 --distinct 5000 --jobs 2

Prints answers and distinct formulas a second, the median and the 99th percentile of one formula, and the memory of this
process. `--hostile 0.01` mixes in answers that attack.
"""

from __future__ import annotations

import argparse
import csv
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from gradproof.catalogue import derivations
from gradproof.grade.course import Course, marks_of
from gradproof.grade.run import Run, grade
from gradproof.grade.store import Work
from gradproof.grade.submission import read_submissions

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
HOSTILE = [
    "__import__('os')",
    "9^9^9^9",
    "(" * 100_000,
    "x" * 1_000_000,
    "NaN",
    "\u202ep",
    "<script>",
    "=cmd|'/C calc'!A0",
]


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


def rows(formulas: list[tuple[str, str]], answers: int, hostile: float) -> Iterator[tuple[str, str, str]]:
    """So many answers drawn from the formulas, always the same."""
    chance = random.Random(1)
    for number in range(answers):
        item, formula = formulas[number] if number < len(formulas) else chance.choice(formulas)
        attack = chance.random() < hostile
        yield f"student{number:07}", item, chance.choice(HOSTILE) if attack else formula


def course() -> Course:
    """The two keys of the homework."""
    paths = [path for path in derivations() if path.stem in KEYS]
    return Course(tuple((path.name, path.read_text("utf-8")) for path in paths), mend=False)


def one_by_one(formulas: list[tuple[str, str]]) -> None:
    """Grades distinct formulas in this process."""
    graded, times = course(), []
    assert graded.key
    for item, formula in formulas:
        start = time.perf_counter()
        marks_of(graded, Work(b"", "formula", item, formula, ""))
        times.append(time.perf_counter() - start)
    p99 = sorted(times)[len(times) * 99 // 100]
    print(f"{len(times)} distinct formulas, one process: {len(times) / sum(times):.0f} a second,", end=" ")
    print(f"median {1000 * statistics.median(times):.1f} ms, p99 {1000 * p99:.1f} ms")


def together(formulas: list[tuple[str, str]], answers: int, jobs: int, hostile: float) -> None:
    """Grades a table of many answers, files and all."""
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "answers.csv"
        with table.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("student", "item", "formula"))
            writer.writerows(rows(formulas, answers, hostile))
        start = time.perf_counter()
        count = sum(1 for _ in grade(course(), read_submissions(table), Run(Path(folder) / "marks", jobs)))
        seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count} answers of {len(formulas)} formulas, {jobs} workers: {seconds:.0f} s,", end=" ")
    print(f"{count / seconds:.0f} a second, at most {memory:.0f} MB in this process")


def main() -> None:
    """Runs both measurements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=1_000_000)
    parser.add_argument("--distinct", type=int, default=5_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--hostile", type=float, default=0.0)
    given = parser.parse_args()
    one_by_one(distinct(min(300, given.distinct)))
    together(distinct(given.distinct), given.answers, given.jobs, given.hostile)


if __name__ == "__main__":
    main()
