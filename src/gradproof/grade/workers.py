"""Many pieces of work at once: worker processes on this machine that may hang, eat memory or die and harm no other.

Counted budgets decide every mark. The wall clock and the memory limit are the net below them: what falls into it is
tried once more, alone, and then left to a person.
"""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, replace
from itertools import islice

from pebble import ProcessPool

from gradproof.grade.course import Course, marks_of, result_of, unjudged
from gradproof.grade.store import Work

Result = tuple[bytes, str]
Judge = Callable[[list[Work]], list[Result]]


@dataclass(frozen=True, slots=True)
class Net:
    """Seconds for one piece of work, bytes of memory for one worker, and how many formulas make a batch."""

    seconds: float = 60.0
    memory: int = 3 * 2**30
    batch: int = 20

    @classmethod
    def of(cls, total: int, jobs: int) -> Net:
        """The net with batches that are smaller where there is little work: each worker gets several of them."""
        return cls(batch=max(1, min(20, total // (8 * max(1, jobs)))))


class _Worker:
    """What a worker process keeps: its course."""

    course: Course | None = None


def start(course: Course, memory: int) -> None:
    """Prepares a worker: its limits, and the key read once."""
    try:
        import resource
    except ImportError:  # a system without limits
        pass
    else:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _Worker.course = course
    assert course.key and course.rubric


def judge_batch(works: list[Work]) -> list[Result]:
    """The results of some pieces of work, in a worker."""
    course = _Worker.course
    assert course is not None
    return [(work.digest, result_of(course, work, marks_of(course, work))) for work in works]


def run(
    course: Course,
    works: Iterable[Work],
    save: Callable[[list[Result]], None],
    jobs: int,
    net: Net | None = None,
    judge: Judge = judge_batch,
) -> None:
    """Judges all pieces of work and saves the results of each batch as they come, in no particular order.

    With no jobs it happens in this process, without a net: for a notebook and answers that one trusts.
    """
    net = net or Net()
    if jobs == 0:
        for work in works:
            save([(work.digest, result_of(course, work, marks_of(course, work)))])
        return
    alone: list[Work] = []
    with _pool(course, jobs, net) as pool:
        for batch, results in _finished(pool, judge, batches(works, net.batch), jobs, net):
            if results is None:
                alone += batch
            else:
                save(results)
        for batch, results in _finished(pool, judge, ([work] for work in alone), 1, net):
            save(results if results is not None else [given_up(course, work) for work in batch])


def _pool(course: Course, jobs: int, net: Net) -> ProcessPool:
    context = multiprocessing.get_context("spawn" if sys.platform != "linux" else "forkserver")
    context.set_forkserver_preload([__name__])  # so that a worker, also one that replaces another, is there at once
    return ProcessPool(max_workers=jobs, initializer=start, initargs=(course, net.memory), context=context)


def _finished(
    pool: ProcessPool, judge: Judge, ahead: Iterable[list[Work]], jobs: int, net: Net
) -> Iterator[tuple[list[Work], list[Result] | None]]:
    """Each batch with its results, or with None where its worker failed; few are under way at any time."""
    waiting = iter(ahead)
    running: dict[Future[list[Result]], list[Work]] = {}
    while True:
        for batch in islice(waiting, 3 * jobs - len(running)):
            seconds = net.seconds if len(batch) == 1 else net.seconds + len(batch)
            running[pool.schedule(judge, args=[batch], timeout=seconds)] = batch
        if not running:
            return
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            batch = running.pop(future)
            yield batch, future.result() if future.exception() is None else None


def given_up(course: Course, work: Work) -> Result:
    """The result of a piece of work that fell into the net twice."""
    why = "This took more time or memory than one answer may have; nothing is said about it."
    return work.digest, result_of(course, replace(work, text=""), unjudged(course, work, why))


def batches(works: Iterable[Work], size: int) -> Iterator[list[Work]]:
    """Formulas in batches, pages each alone."""
    batch: list[Work] = []
    for work in works:
        if work.kind != "formula":
            yield [work]
            continue
        batch.append(work)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
