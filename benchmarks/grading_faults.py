"""What attacks, deaths and interruptions do to grading: nothing, or this program says what and fails.

    python benchmarks/grading_faults.py --answers 100000 --hostile 0.01 --kills 10

1. Many answers, some of them hostile: all have a mark, no honest one has another mark than it has alone, nothing was
   executed, nothing harmful stands in a file that came out.
2. The run killed when random numbers of formulas have been judged, and resumed, with another number of workers each
   time: the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from grading import FORMS, command, course, distinct, table

from gradproof.grade.course import marks_of
from gradproof.grade.store import Work
from gradproof.grade.workers import Net

FILES = ("marks.jsonl", "marks.csv", "index.html")
RISKY = ("=", "+", "-", "@", "\t", "\r")


def attacks(canary: Path) -> list[str]:
    """Answers that attack: each would leave a trace, use up a machine, or be run by what opens the marks."""
    return [
        f"__import__('os').system('touch {canary}')",
        f"open('{canary}','w')",
        f"\\immediate\\write18{{touch {canary}}}",
        f"\\input{{{canary}}}",
        "lambda: exec('raise SystemExit')",
        "9^9^9^9^9",
        "2^(2^(2^(2^(2^(2^9)))))",
        "\\sum_{" * 200,
        "exp(" * 40 + "u_j" + ")" * 40,
        "(p_j + h_k + x_i)^100000",
        "(p_j + 1)*" * 300 + "1",
        "1" * 3_000,
        "0." + "0" * 3_000 + "1",
        "(" * 100_000,
        "(" * 100_000 + "p_j" + ")" * 100_000,
        "x" * 1_000_000,
        "-" * 3_000 + "p_j",
        "NaN",
        "nan + inf",
        "\\newcommand{\\a}{\\a\\a}\\a",
        "p_j\0",
        "\u202ep_j\u202c",
        "\u2066delta(j,t) - p_j\u2069",
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "=cmd|'/C calc'!A0",
        "@SUM(1+1)*cmd",
        "+1+1",
        "-2+3",
        "delta(j,t) - p_j\n=1+1",
        "'; DROP TABLE work; --",
        "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    ]  # fmt: skip


def mixed(
    formulas: list[tuple[str, str]], answers: int, hostile: float, canary: Path
) -> Iterator[tuple[str, str, str]]:
    """So many answers, a share of them hostile and said to be so by the student's name."""
    chance, bad = random.Random(2), attacks(canary)
    for number in range(answers):
        item, formula = chance.choice(formulas)
        attack = chance.random() < hostile
        yield f"{'evil' if attack else 'good'}{number:07}", item, chance.choice(bad) if attack else formula


def withstands(folder: Path, formulas: list[tuple[str, str]], given: argparse.Namespace) -> None:
    """The first measurement."""
    canary, answered, out = folder / "canary", folder / "mixed.csv", folder / "mixed"
    answers = list(mixed(formulas, given.answers, given.hostile, canary))
    table(answered, answers)
    start = time.perf_counter()
    run = subprocess.run(command(answered, out, "--jobs", str(given.jobs), "--hints", "none"), check=False)
    seconds = time.perf_counter() - start
    told = [json.loads(line) for line in (out / "marks.jsonl").read_text("utf-8").splitlines()]
    graded = course()
    alone = {f: marks_of(graded, Work(b"", "formula", *f, ""))[0].word for f in formulas}
    expected = {student: alone[item, formula] for student, item, formula in answers if student.startswith("good")}
    sheet = (out / "marks.csv").read_text("utf-8")
    pages = "".join(path.read_text("utf-8") for path in (out / "index.html", *sorted((out / "feedback").iterdir())))
    check("exit code 0", run.returncode == 0)
    check(f"{len(answers)} answers, {len(told)} marks", len(answers) == len(told))
    check("every honest answer has the mark that it has alone", expected == {
        m["student"]: m["mark"] for m in told if m["student"].startswith("good")
    })  # fmt: skip
    check("nothing was executed", not canary.exists())
    check("no page holds a script or an attribute that is one", "<script" not in pages and "<img" not in pages)
    check("no cell is a formula", not any(c.startswith(RISKY) for row in csv.reader(sheet.splitlines()) for c in row))
    slowest = max(spent_on(attack) for attack in attacks(canary))
    print(f"the slowest attack takes {slowest:.2f} s of processor time; the net is at {Net().seconds:.0f} s")
    words = Counter(m["mark"] for m in told if m["student"].startswith("evil"))
    print(f"{len(told) / seconds:.0f} answers a second; marks of the hostile ones: {dict(sorted(words.items()))}")


def spent_on(formula: str) -> float:
    """Seconds of processor time that an answer to an item takes alone, the most of all items."""
    graded, times = course(), []
    assert graded.key
    for item in FORMS:
        start = time.process_time()
        marks_of(graded, Work(b"", "formula", item, formula, ""))
        times.append(time.process_time() - start)
    return max(times)


def goes_on(folder: Path, formulas: list[tuple[str, str]], given: argparse.Namespace) -> None:
    """The second measurement."""
    answered = folder / "answers.csv"
    table(answered, mixed(formulas, 20 * len(formulas), given.hostile, folder / "canary"))
    subprocess.run(command(answered, folder / "plain", "--jobs", "2"), check=True, stdout=subprocess.DEVNULL)
    total, chance = judged(folder / "plain"), random.Random(3)
    for number, moment in enumerate(sorted(chance.randrange(total) for _ in range(given.kills))):
        again = command(answered, folder / "killed", "--jobs", str(1 + number % 3), "--resume")
        run = subprocess.Popen(again, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while judged(folder / "killed") < moment and run.poll() is None:
            time.sleep(0.02)
        time.sleep(chance.uniform(0.0, 0.5))
        run.send_signal(signal.SIGKILL)
        print(f"killed after {judged(folder / 'killed')} of {total} formulas: exit code {run.wait()}")
    last = command(answered, folder / "killed", "--resume")
    subprocess.run(last, check=True, stdout=subprocess.DEVNULL)
    for name in FILES:
        check(f"{name} is the same", (folder / "plain" / name).read_bytes() == (folder / "killed" / name).read_bytes())


def judged(folder: Path) -> int:
    """How many results a run has kept so far."""
    store = f"file:{folder / 'grading.sqlite'}?mode=ro"
    try:
        with closing(sqlite3.connect(store, uri=True)) as connection:
            return int(connection.execute("SELECT count(result) FROM work").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def check(what: str, holds: bool) -> None:
    """Says what was found; ends the program where it does not hold."""
    print("yes:" if holds else "NO:", what)
    if not holds:
        sys.exit(1)


def main() -> None:
    """Runs both measurements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=100_000)
    parser.add_argument("--distinct", type=int, default=300)
    parser.add_argument("--hostile", type=float, default=0.01)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    formulas = distinct(given.distinct)
    with tempfile.TemporaryDirectory() as folder:
        withstands(Path(folder), formulas, given)
        goes_on(Path(folder), formulas, given)


if __name__ == "__main__":
    main()
