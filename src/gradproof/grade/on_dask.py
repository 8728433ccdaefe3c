"""Many pieces of work on many machines: batches judged by the workers of a dask cluster, each returned as one blob.

A worker that dies loses nothing: the scheduler gives its batches to another. What is handed in is judged in a process
beside each worker (beside.py), so that none can hang or end the worker itself. The result is the one that
`workers.run` gives, in another order.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from gradproof.grade.beside import beside
from gradproof.grade.course import Course
from gradproof.grade.store import Work
from gradproof.grade.workers import Judge, Net, Result, batches, given_up, judge_batch

BATCH = 500
"""Formulas that go to a worker at once, where there are enough of them for all workers."""
_WAIT = "30s"
_TRIES = 3
"""How often a batch is handed out anew whose workers died: each time the scheduler has tried several already."""


class EngineFault(Exception):
    """A cluster that cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class _Sent:
    """A batch under way."""

    works: list[Work]
    tries: int = 1


def run(
    course: Course,
    works: Iterable[Work],
    total: int,
    save: Callable[[list[Result]], None],
    scheduler: str,
    net: Net | None = None,
    judge: Judge = judge_batch,
) -> None:
    """Judges all pieces of work on the cluster of a scheduler and saves the results of each batch as they come.

    Raises: EngineFault where there is no dask, no scheduler, or no worker of this version.
    """
    distributed = _distributed()
    net = net or Net()
    with _client(distributed, scheduler) as client:
        done = distributed.as_completed(loop=client.loop)
        running: dict[str, _Sent] = {}

        def send(sent: _Sent) -> None:
            blob = packed(sent.works)
            future = client.submit(judged, course.digest, course, net, judge, blob, pure=False, key=None)
            running[future.key] = sent
            done.add(future)

        threads = max(1, sum(client.nthreads().values()))
        waiting = batches(works, max(1, min(BATCH, total // (2 * threads))))
        for batch in islice(waiting, 3 * threads):
            send(_Sent(batch))
        for future in done:
            sent = running.pop(future.key)
            for again in _kept(distributed, course, future, sent, save):
                send(again)
            room = 3 * sum(client.nthreads().values()) - len(running)  # workers come and go
            for batch in islice(waiting, max(1, room)):
                send(_Sent(batch))


def _kept(
    distributed: Any,  # noqa: ANN401  the module, which is there or not
    course: Course,
    future: Any,  # noqa: ANN401  its Future
    sent: _Sent,
    save: Callable[[list[Result]], None],
) -> Iterator[_Sent]:
    """Saves the results of a batch, or says what is to be sent again: the batch, and in the end each work alone."""
    if future.status == "finished":
        save(unpacked(future.result()))
    elif future.status == "error" and isinstance(future.exception(), distributed.KilledWorker):
        if sent.tries < _TRIES:
            yield _Sent(sent.works, sent.tries + 1)
        elif len(sent.works) > 1:
            yield from (_Sent([work], _TRIES) for work in sent.works)
        else:
            save([given_up(course, work) for work in sent.works])
    elif future.status == "error":
        raise future.exception()
    else:
        raise EngineFault("The scheduler went away. What was judged is kept: go on with --resume.")


def judged(digest: str, course: Course, net: Net, judge: Judge, blob: bytes) -> bytes:
    """The results of a batch as one blob, on a worker. Raises EngineFault where the worker may judge differently."""
    if digest != course.digest:
        raise EngineFault("A worker has another version of gradproof than this machine: marks could differ.")
    if os.name != "posix":
        raise EngineFault("A worker runs on a system without the pipes that are needed: use Linux or macOS there.")
    results = beside(course, net, judge).results(Work(bytes.fromhex(d), *rest) for d, *rest in json.loads(blob))
    return json.dumps([[work.hex(), result] for work, result in results]).encode()


def packed(works: Iterable[Work]) -> bytes:
    """Pieces of work as one blob."""
    return json.dumps([[w.digest.hex(), w.kind, w.item, w.text, w.problem] for w in works]).encode()


def unpacked(blob: bytes) -> list[Result]:
    """The results in a blob."""
    return [(bytes.fromhex(digest), result) for digest, result in json.loads(blob)]


def _distributed() -> Any:  # noqa: ANN401  a module that is there or not
    """dask.distributed, which is an extra. Raises EngineFault where it is not installed."""
    try:
        import distributed
    except ImportError:
        message = "--engine dask needs dask.distributed: pip install 'gradproof[dask]', here and on the workers."
        raise EngineFault(message) from None
    return distributed


def _client(distributed: Any, scheduler: str) -> Any:  # noqa: ANN401  a module that is there or not
    """A Client of the scheduler that has workers. Raises EngineFault where nobody answers, or nobody works."""
    try:
        client = distributed.Client(scheduler, timeout=_WAIT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise EngineFault(f"No dask scheduler answers at {scheduler}: {error}") from None
    try:
        client.wait_for_workers(1, timeout=_WAIT)
    except TimeoutError:
        client.close()
        raise EngineFault(f"The scheduler at {scheduler} has no workers: start some with `dask worker`.") from None
    return client
