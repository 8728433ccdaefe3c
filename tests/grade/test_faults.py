from __future__ import annotations

import csv
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

import gradproof
from gradproof.catalogue import derivations
from gradproof.grade.store import Work
from gradproof.grade.workers import Net, Result, run
from tests.grade import faulty
from tests.grade.pages import KEYS, course

SOURCE = str(Path(gradproof.__file__).parent.parent)


@pytest.mark.slow
def test_a_worker_that_hangs_eats_memory_or_dies_harms_no_other_answer() -> None:
    texts = ["1", "hang", "0 + 1", "die", "2 - 1", "eat", "b_j"]
    works = [Work(bytes([n]), "formula", "1(c)", text, "") for n, text in enumerate(texts)]
    found: list[Result] = []
    run(course(), works, found.extend, 2, Net(seconds=2.0, memory=2**32, batch=2), faulty.judge)
    marks = {texts[digest[0]]: json.loads(result)[0]["mark"] for digest, result in found}
    assert len(found) == len(works)
    assert marks == {
        "1": "right", "0 + 1": "right", "2 - 1": "right", "b_j": "wrong", "hang": "look", "die": "look", "eat": "look",
    }  # fmt: skip


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
def test_a_run_killed_again_and_again_goes_on_to_the_same_bytes(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("student", "item", "formula"))
        writer.writerows((f"s{n:03}", "1(c)", f"{n % 30} - {n % 29}") for n in range(40))
    keys = [part for path in derivations() if path.stem in KEYS for part in ("--key", str(path))]

    def command(out: str, jobs: int, *more: str) -> list[str]:
        base = [sys.executable, "-m", "gradproof", "grade", str(table), *keys, "--out", str(tmp_path / out)]
        return [*base, "--jobs", str(jobs), "--hints", "none", *more]

    environment = {**os.environ, "PYTHONPATH": SOURCE}
    subprocess.run(command("plain", 1), env=environment, check=True, capture_output=True)
    store = tmp_path / "killed" / "grading.sqlite"
    for jobs, moment in ((1, 0), (2, 1), (1, 15)):  # so many formulas have been judged when it is killed
        run = subprocess.Popen(
            command("killed", jobs, "--resume"), env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        while not (store.exists() and judged(store) >= moment) and run.poll() is None:
            time.sleep(0.01)
        run.send_signal(signal.SIGKILL)
        assert run.wait() == -signal.SIGKILL
    subprocess.run(command("killed", 2, "--resume"), env=environment, check=True, capture_output=True)
    for name in ("marks.jsonl", "marks.csv", "index.html"):
        assert (tmp_path / "killed" / name).read_bytes() == (tmp_path / "plain" / name).read_bytes()


def judged(store: Path) -> int:
    if not store.exists():
        return 0
    try:
        with closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as connection:
            return int(connection.execute("SELECT count(result) FROM work").fetchone()[0])
    except sqlite3.OperationalError:
        return 0
