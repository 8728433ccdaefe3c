"""One run: submissions in, marks out; what was judged before is not judged again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from gradproof.grade import on_dask
from gradproof.grade.course import Course
from gradproof.grade.gradebook import Row, rows, write_marks
from gradproof.grade.review import Cluster, Decision, clusters, decide, read_decisions
from gradproof.grade.store import Store
from gradproof.grade.submission import Submission
from gradproof.grade.workers import Net, Result, run

STORE = "grading.sqlite"
DECISIONS = "decisions.jsonl"
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Run:
    """What a run needs to know beside its course."""

    folder: Path
    jobs: int = 1
    resume: bool = False
    student: str | None = None
    net: Net | None = None
    scheduler: str | None = None
    """The address of a dask scheduler, whose workers are to judge instead of processes on this machine."""


def grade(
    course: Course, submissions: Iterable[Submission], settings: Run, progress: Progress | None = None
) -> Iterator[tuple[str, Row]]:
    """Every mark, student by student, as it is written to marks.jsonl and marks.csv.

    Raises: KeyFault, RubricFault, SubmissionFault, StoreFault, DecisionFault before anything is judged; EngineFault
    where the scheduler cannot be used.
    """
    assert course.key and course.rubric
    settings.folder.mkdir(parents=True, exist_ok=True)
    decisions = decisions_in(settings.folder)
    with Store(settings.folder / STORE, course.digest, resume=settings.resume) as store:
        store.fill(_chosen(submissions, settings.student))
        total = store.open_count()
        done = 0

        def save(results: list[Result]) -> None:
            nonlocal done
            store.save(results)
            done += len(results)
            if progress is not None:
                progress(done, total)

        if total and settings.scheduler is not None:
            on_dask.run(course, store.open_work(), total, save, settings.scheduler, settings.net)
        elif total:
            jobs = min(settings.jobs, total)
            run(course, store.open_work(), save, jobs, settings.net or Net.of(total, jobs))
        yield from write_marks(settings.folder, rows(store.answers(), decisions))


def _chosen(submissions: Iterable[Submission], student: str | None) -> Iterator[Submission]:
    for submission in submissions:
        if student is None or submission.student == student:
            yield submission


def decisions_in(folder: Path) -> dict[tuple[str, str], Decision]:
    """The decisions that a folder of marks holds. Raises DecisionFault."""
    path = folder / DECISIONS
    return read_decisions(path.read_text("utf-8").splitlines()) if path.is_file() else {}


def keep_decision(folder: Path, cluster: Cluster, word: str, points: Fraction | None, reason: str) -> None:
    """Writes a decision behind the others. Raises DecisionFault where it is none."""
    told = json.dumps(decide(cluster, word, points, reason), ensure_ascii=False)
    with (folder / DECISIONS).open("a", encoding="utf-8") as file:
        file.write(told + "\n")


def queue(folder: Path) -> tuple[Cluster, ...]:
    """What a person still has to look at, after a run into this folder. Raises StoreFault."""
    with Store.existing(folder / STORE) as store:
        return clusters(store.handed_in(), decisions_in(folder))
