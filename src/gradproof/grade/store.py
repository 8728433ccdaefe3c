"""The marks of a course on disk: what was handed in, and every result as soon as it is known (SQLite, WAL).

After a kill at any moment the results that were there are there, and a resumed run gives the file that an undisturbed
one gives: a result depends on the answer alone, never on who computed it or when.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import TracebackType

from gradproof.grade.submission import Submission

_SCHEMA = """
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS work (
    digest BLOB PRIMARY KEY, kind TEXT NOT NULL, item TEXT NOT NULL, text TEXT NOT NULL, problem TEXT NOT NULL,
    result TEXT
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS answers (
    number INTEGER PRIMARY KEY, student TEXT NOT NULL, item TEXT NOT NULL, work BLOB NOT NULL
);
"""
_LONGEST = 20_000
"""Characters of one formula that are kept; only its being too long is ever said of a longer one."""
_ROWS = 5_000


class StoreFault(Exception):
    """A store that belongs to another run; the message says why."""


@dataclass(frozen=True, slots=True)
class Work:
    """One thing to be judged, once, whoever handed it in."""

    digest: bytes
    kind: str
    item: str
    text: str
    problem: str


class Store:
    """The results of one run in one file."""

    def __init__(self, path: Path, settings: str, *, resume: bool) -> None:
        if not resume:
            for name in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
                name.unlink(missing_ok=True)
        self.connection = sqlite3.connect(path)
        self.connection.execute("PRAGMA journal_mode=WAL")
        self.connection.execute("PRAGMA synchronous=NORMAL")
        self.connection.executescript(_SCHEMA)
        if settings:
            with self.connection:
                self.connection.execute("INSERT OR IGNORE INTO settings VALUES ('settings', ?)", (settings,))
        if settings and self.one("SELECT value FROM settings WHERE name = 'settings'") != settings:
            self.connection.close()
            raise StoreFault("Key, rubric, --hints or the program have changed since: grade anew, without --resume.")

    @classmethod
    def existing(cls, path: Path) -> Store:
        """The store that a run has left. Raises StoreFault where there is none."""
        if not path.is_file():
            raise StoreFault(f"There is no {path.name} in {path.parent}: grade into this folder first.")
        return cls(path, "", resume=True)

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.connection.close()

    def one(self, query: str) -> object:
        """The first value of the first row."""
        row = self.connection.execute(query).fetchone()
        return row[0] if row else None

    def fill(self, submissions: Iterable[Submission]) -> int:
        """Takes in everything handed in, in one transaction; the number of answers."""
        count = 0
        with self.connection:
            self.connection.execute("DELETE FROM answers")
            for batch in _batches(submissions):
                digests = {key: digest_of(*key) for key in {(s.kind, s.item, s.problem, s.text) for s in batch}}
                self.connection.executemany(
                    "INSERT OR IGNORE INTO work VALUES (?, ?, ?, ?, ?, NULL)",
                    [(d, k, i, t[:_LONGEST] if i else t, p) for (k, i, p, t), d in digests.items()],
                )
                rows = [
                    (count + n, s.student, s.item, digests[s.kind, s.item, s.problem, s.text])
                    for n, s in enumerate(batch)
                ]
                self.connection.executemany("INSERT INTO answers VALUES (?, ?, ?, ?)", rows)
                count += len(batch)
        return count

    def open_work(self) -> Iterator[Work]:
        """What has no result yet and belongs to an answer, in the order of digests."""
        query = (
            "SELECT digest, kind, item, text, problem FROM work WHERE result IS NULL AND digest > ?"
            " AND digest IN (SELECT work FROM answers) ORDER BY digest LIMIT 500"
        )
        last = b""
        while rows := self.connection.execute(query, (last,)).fetchall():
            yield from (Work(*row) for row in rows)
            last = rows[-1][0]

    def open_count(self) -> int:
        """How much work has no result yet."""
        query = "SELECT count(*) FROM work WHERE result IS NULL AND digest IN (SELECT work FROM answers)"
        return int(str(self.one(query)))

    def save(self, results: Iterable[tuple[bytes, str]]) -> None:
        """Keeps results for good."""
        with self.connection:
            self.connection.executemany("UPDATE work SET result = ? WHERE digest = ?", [(r, d) for d, r in results])

    def answers(self) -> Iterator[tuple[str, str, str]]:
        """Student, item and result of every answer, sorted by the first two."""
        query = (
            "SELECT a.student, a.item, w.result FROM answers a JOIN work w ON w.digest = a.work"
            " ORDER BY a.student, a.item, a.number"
        )
        with closing(self.connection.cursor()) as cursor:
            yield from cursor.execute(query)

    def handed_in(self) -> Iterator[tuple[str, int]]:
        """The result of every piece of work, with how many handed it in."""
        query = (
            "SELECT w.result, count(*) FROM answers a JOIN work w ON w.digest = a.work"
            " WHERE w.result IS NOT NULL GROUP BY w.digest ORDER BY w.digest"
        )
        yield from self.connection.execute(query)


def digest_of(kind: str, item: str, problem: str, text: str) -> bytes:
    """What tells one piece of work from another: the same answer to the same item is judged once."""
    joined = "\0".join(part.replace("\0", "\0\0") for part in (kind, item, problem, text))
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).digest()[:16]


def _batches(submissions: Iterable[Submission]) -> Iterator[list[Submission]]:
    waiting = iter(submissions)
    while batch := list(islice(waiting, _ROWS)):
        yield batch
