from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gradproof.grade import on_dask
from gradproof.grade.on_dask import EngineFault
from gradproof.grade.run import Run, grade
from gradproof.grade.store import Work
from gradproof.grade.submission import read_submissions
from gradproof.grade.workers import Net, Result, judge_batch
from tests.grade import faulty
from tests.grade.pages import course
from tests.grade.test_run import ANSWERS, table

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]  # the library warns of its own


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as found:
        yield found


def test_a_cluster_gives_the_bytes_of_one_machine(cluster: Any, tmp_path: Path) -> None:  # noqa: ANN401
    answers = table(tmp_path / "t.csv", ANSWERS)
    for name, scheduler in (("here", None), ("there", cluster.scheduler_address)):
        list(grade(course(), read_submissions(answers), Run(tmp_path / name, 0, scheduler=scheduler)))
    for name in ("marks.jsonl", "marks.csv"):
        assert (tmp_path / "here" / name).read_bytes() == (tmp_path / "there" / name).read_bytes()


def test_what_hangs_eats_memory_or_dies_harms_no_other_answer_and_no_worker(cluster: Any) -> None:  # noqa: ANN401
    texts = ["1", "hang", "0 + 1", "die", "2 - 1", "eat", "b_j"]
    works = [Work(bytes([n]), "formula", "1(c)", text, "") for n, text in enumerate(texts)]
    found: list[Result] = []
    before = {worker.pid for worker in cluster.workers.values()}
    net = Net(seconds=2.0, memory=2**32)
    on_dask.run(course(), works, len(works), found.extend, cluster.scheduler_address, net, faulty.judge)
    marks = {texts[digest[0]]: json.loads(result)[0]["mark"] for digest, result in found}
    assert len(found) == len(works)
    assert marks == {
        "1": "right", "0 + 1": "right", "2 - 1": "right", "b_j": "wrong", "hang": "look", "die": "look", "eat": "look",
    }  # fmt: skip
    assert {worker.pid for worker in cluster.workers.values()} == before


def test_a_worker_that_is_killed_in_the_middle_loses_nothing(cluster: Any) -> None:  # noqa: ANN401
    texts = [f"{n} - {n - 1}" for n in range(2, 102)]
    works = [Work(bytes([n]), "formula", "1(c)", text, "") for n, text in enumerate(texts)]
    found: list[Result] = []
    killed = threading.Event()

    def save(results: list[Result]) -> None:
        found.extend(results)
        if not killed.is_set():
            killed.set()
            os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)

    on_dask.run(course(), works, len(works), save, cluster.scheduler_address)
    assert killed.is_set()
    assert sorted(digest for digest, _ in found) == [work.digest for work in works]
    assert {json.loads(result)[0]["mark"] for _, result in found} == {"right"}


def test_a_scheduler_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(on_dask, "_WAIT", "200ms")
    with pytest.raises(EngineFault, match="No dask scheduler answers at"):
        on_dask.run(course(), [], 0, lambda _: None, "tcp://127.0.0.1:9")


def test_dask_that_is_not_installed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(EngineFault, match=r"pip install 'gradproof\[dask\]'"):
        on_dask.run(course(), [], 0, lambda _: None, "tcp://127.0.0.1:9")


def test_a_worker_that_may_judge_differently_is_refused() -> None:
    with pytest.raises(EngineFault, match="another version"):
        on_dask.judged("another", course(), Net(), judge_batch, on_dask.packed([]))
