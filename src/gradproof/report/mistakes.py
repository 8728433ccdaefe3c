"""The commonest mistakes of a course: what went wrong, how often, and how one of the students wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from gradproof.grade.mark import NO_ANSWER

_KINDS = 20_000
"""Different mistakes that are counted; what is met later and new is not."""
_SLIPS = re.compile(
    r"A sign is wrong|A Kronecker delta is missing|The sum over \S+ is missing|A factor is (?:missing|too many): [^.]*"
    r"|This is another derivative: [^.]*|The derivative operator is missing|Did you mean [^?]*\?"
)


@dataclass(slots=True)
class Mistake:
    """How many students made a mistake, and how the first of them wrote it; `help` is what it should have been."""

    count: int
    shown: str
    help: str


@dataclass
class Mistakes:
    """Counts mistakes by their item and their kind, in memory that has an end."""

    found: dict[tuple[str, str], Mistake] = field(default_factory=dict)

    def add(self, mark: Mapping[str, Any]) -> None:
        """Counts each kind of mistake in one mark once."""
        if mark["mark"] not in ("wrong", "partly") or mark["reason"] == NO_ANSWER:
            return
        for kind, (shown, told) in sorted(dict(_kinds(mark)).items()):
            place = mark["item"], kind
            if place in self.found:
                self.found[place].count += 1
            elif len(self.found) < _KINDS:
                self.found[place] = Mistake(1, shown, told)

    def commonest(self, most: int) -> list[tuple[str, str, Mistake]]:
        """Item, kind and mistake, the most frequent first."""
        ordered = sorted(self.found.items(), key=lambda pair: (-pair[1].count, pair[0]))
        return [(item, kind, mistake) for (item, kind), mistake in ordered[:most]]


def _kinds(mark: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, str]]]:
    """What is wrong in a mark: a slip by its name, else the line with the numbers against it, else the reason."""
    wrong = [remark for remark in mark["remarks"] if remark["truth"] == "false"]
    for remark in wrong:
        slip = _SLIPS.match(remark["help"] or "")
        kind = slip.group().rstrip(".") if slip is not None else remark["message"]
        yield kind.removesuffix(".") + ("" if kind.endswith("?") else "."), (remark["shown"], remark["help"] or "")
    if not wrong:
        yield mark["reason"], ("", "")
