"""Work judged in a process beside this one, piece by piece: one that hangs or ends it is known, and harms no other.

For workers that may have no worker processes of their own, as those of dask, and that belong to others as well: no
limit is put on them, and nothing that is handed in is read in them.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import Connection

from gradproof.grade.course import Course
from gradproof.grade.store import Work
from gradproof.grade.workers import Judge, Net, Result, given_up, start

_START = 60.0
"""Seconds that a process may take to begin and to read the key."""
_IDLE = 300.0
"""Seconds without work after which a process ends; the next work begins another."""
_CHILD = "from gradproof.grade.beside import serve; import sys; serve(int(sys.argv[1]))"


@dataclass
class Beside:
    """A process that judges: begun when there is work, begun anew where it failed."""

    course: Course
    net: Net
    judge: Judge
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    _pipe: Connection | None = field(default=None, repr=False)

    def results(self, works: Iterable[Work]) -> Iterator[Result]:
        """The results of all pieces of work; what failed is tried once more, in a process of its own, then given up."""
        failed: list[Work] = []
        for work in works:
            found = self._one(work)
            if found is None:
                failed.append(work)
            else:
                yield found
        for work in failed:
            self.close()
            found = self._one(work)
            yield given_up(self.course, work) if found is None else found

    def _one(self, work: Work) -> Result | None:
        """The result of one piece of work; None where the process hung or ended."""
        try:
            pipe = self._pipe or self._begun()
            pipe.send(work)
            if pipe.poll(self.net.seconds):
                result: Result | None = pipe.recv()
                return result
        except (EOFError, OSError):
            pass
        self.close()
        return None

    def _begun(self) -> Connection:
        """The pipe to a new process that has read the key."""
        ours, theirs = Pipe()
        number = theirs.fileno()
        places = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        command = [sys.executable, "-c", _CHILD, str(number)]
        self._process = subprocess.Popen(command, pass_fds=(number,), env=places)  # noqa: S603  our own program
        theirs.close()
        self._pipe = ours
        ours.send_bytes(pickle.dumps((self.course, self.net.memory, self.judge)))
        if not ours.poll(_START):
            raise EOFError
        ours.recv()
        return ours

    def close(self) -> None:
        """Ends the process."""
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._pipe = self._process = None


def serve(number: int) -> None:
    """Judges what comes through the pipe of this number until it is closed, or idle; what a Beside begins."""
    pipe = Connection(number)
    course, memory, judge = pickle.loads(pipe.recv_bytes())  # noqa: S301  from the process that began this one
    start(course, memory)
    pipe.send("ready")
    while pipe.poll(_IDLE):
        try:
            work = pipe.recv()
        except EOFError:
            return
        try:
            (result,) = judge([work])
        except MemoryError:
            os._exit(1)
        pipe.send(result)


class _Own(threading.local):
    """The Beside of one thread of a worker."""

    found: Beside | None = None


_OWN = _Own()


def beside(course: Course, net: Net, judge: Judge) -> Beside:
    """The Beside of this thread, warm where it judged for the same course before."""
    found = _OWN.found
    if found is not None and (found.course.digest, found.net, found.judge) == (course.digest, net, judge):
        return found
    if found is not None:
        found.close()
    _OWN.found = Beside(course, net, judge)
    return _OWN.found
