"""What is said about one equation: a Verdict, never a bool."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal, Protocol

from gradproof.source import Span

Status = Literal["proved", "conditional", "refuted", "ill-typed", "undecided", "unreadable"]

STATUSES: tuple[Status, ...] = ("proved", "conditional", "refuted", "ill-typed", "undecided", "unreadable")
"""In the order in which they are counted and printed."""


@dataclass(frozen=True, slots=True)
class Counterexample:
    """The smallest sizes found at which the two sides differ, and what each side is there.

    Everything is already written out for a reader: `sizes` such as ("C", "2"), `indices` ("j", "1") counted
    from 1, `values` ("u", "[0, 1/2]"), `left` and `right` the two numbers.
    """

    sizes: tuple[tuple[str, str], ...]
    indices: tuple[tuple[str, str], ...]
    values: tuple[tuple[str, str], ...]
    left: str
    right: str


class Explained(Protocol):
    """A proof that can be written out; most never are."""

    @property
    def explanation(self) -> tuple[str, ...]:
        """The proof, line by line."""
        ...


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement of one equation, with a stable code and a sentence for the student.

    `notes` are slips and assumptions that change nothing; `help` is what to write instead, where that is known;
    `related` names further places that belong to it, each with its sentence; `proof` is written out on request.
    """

    status: Status
    code: str
    message: str
    notes: tuple[str, ...] = ()
    counterexample: Counterexample | None = None
    help: str | None = None
    related: tuple[tuple[Span, str], ...] = ()
    proof: Explained | None = field(default=None, compare=False, repr=False)

    @property
    def explanation(self) -> tuple[str, ...]:
        """The proof, line by line; empty where there is none."""
        return self.proof.explanation if self.proof is not None else ()

    def _repr_html_(self) -> str:
        """The verdict as a notebook shows it."""
        from gradproof.report.to_html import verdict_html  # late: only a notebook asks

        return verdict_html(self)


@dataclass(frozen=True, slots=True)
class InParts:
    """A proof that is made of others: a sentence, then each of them under its heading."""

    sentence: str
    parts: tuple[tuple[str, Verdict], ...]

    @property
    def explanation(self) -> tuple[str, ...]:
        """The sentence, and the lines of every part behind its heading."""
        return (self.sentence, *(line for heading, part in self.parts for line in (heading, *part.explanation)))


def by_values(parts: tuple[tuple[str, Verdict], ...]) -> Verdict:
    """The verdict on a line with cases by the values of a number, from those for each value: as bad as the worst."""
    heading, worst = max(parts, key=lambda part: _WORSE.index(part[1].status))
    if worst.status == "proved":
        names = " and ".join(heading for heading, _ in parts)
        notes = tuple(dict.fromkeys(note for _, part in parts for note in part.notes))
        proof = InParts("By the values that the cases name.", tuple((f"Where {h}:", part) for h, part in parts))
        return Verdict("proved", worst.code, f"Proved for {names}, the values that the cases name.", notes, proof=proof)
    return replace(worst, message=f"Where {heading}: {worst.message}")


_WORSE: tuple[Status, ...] = ("proved", "conditional", "undecided", "unreadable", "ill-typed", "refuted")
"""The best first: one counterexample refutes the whole, whatever becomes of the other values."""
