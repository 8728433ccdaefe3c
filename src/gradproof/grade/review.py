"""The queue of what a person has to look at, and the decisions taken, which hold for all who wrote the same.

Formulas are the same where they have one normal form; what cannot be read that far is the same where it is written
alike.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from gradproof.document.from_page import Respell
from gradproof.formula.to_text import to_text
from gradproof.grade.asked import typed_side
from gradproof.grade.key import Key
from gradproof.grade.mark import WORDS, Json, Word, number
from gradproof.grade.store import Work
from gradproof.grade.written import written_answer
from gradproof.proof.budget import BudgetExceeded
from gradproof.proof.conditions import Vacuous
from gradproof.proof.limits import Undefined
from gradproof.proof.normal_form import normalize
from gradproof.source import FormulaError

_SHOWN = 200


class DecisionFault(Exception):
    """A decision that cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """What several students wrote alike and a person has to look at."""

    name: str
    item: str
    form: str
    count: int
    reason: str
    out_of: float


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about a cluster."""

    mark: Word
    points: float
    reason: str


def form_of(key: Key, respell: Respell, work: Work, item: str) -> str:
    """What a piece of work is clustered by: the normal form of a formula where it has one, else what is written."""
    written = " ".join(work.text.split())
    if work.kind != "formula":
        return "page " + hashlib.sha256(written.encode("utf-8", "replace")).hexdigest()[:16]
    plain = _normal(key, respell, work.text, item)
    return plain if plain is not None else written[:_SHOWN] + (_tail(written) if len(written) > _SHOWN else "")


def _tail(written: str) -> str:
    return " … " + hashlib.sha256(written.encode("utf-8", "replace")).hexdigest()[:16]


def _normal(key: Key, respell: Respell, text: str, item: str) -> str | None:
    found = key.find(item)
    if found is None:
        return None
    try:
        statement = written_answer(text, found[0].environment, respell)
        typed = typed_side(found[0].environment, statement.tree)
        if typed is None or statement.conditions:
            return None
        return to_text(normalize(typed, found[0].environment.model()).expression)
    except (FormulaError, BudgetExceeded, Undefined, Vacuous, RecursionError):
        return None


def clusters(results: Iterable[tuple[str, int]], decisions: Mapping[tuple[str, str], Decision]) -> tuple[Cluster, ...]:
    """The queue, the most frequent first; what is decided is not in it."""
    counts: dict[tuple[str, str], int] = {}
    about: dict[tuple[str, str], tuple[str, float]] = {}
    for result, count in results:
        for mark in json.loads(result):
            place = (mark["item"], mark.get("form", ""))
            if mark["mark"] == "look" and place not in decisions:
                counts[place] = counts.get(place, 0) + count
                about[place] = min(about.get(place, (mark["reason"], mark["out_of"])), (mark["reason"], mark["out_of"]))
    found = [Cluster(name_of(*p), p[0], p[1], n, *about[p]) for p, n in counts.items()]
    return tuple(sorted(found, key=lambda c: (-c.count, c.item, c.form)))


def name_of(item: str, form: str) -> str:
    """A short name of a cluster, the same in every run."""
    return hashlib.sha256(f"{item}\0{form}".encode("utf-8", "replace")).hexdigest()[:8]


def decide(cluster: Cluster, word: str, points: Fraction | None, reason: str) -> dict[str, Json]:
    """A decision as the line of the file that keeps it.

    Raises: DecisionFault where the mark is none, or `partly` has no points.
    """
    if word not in WORDS or word == "look":
        raise DecisionFault(f"A decision is right, partly or wrong, not {word}.")
    if points is None and word == "partly":
        raise DecisionFault("Say how many points partly is worth.")
    full = Fraction(str(cluster.out_of))
    given = points if points is not None else full if word == "right" else Fraction(0)
    if not 0 <= given <= full:
        raise DecisionFault(f"{cluster.item} has {cluster.out_of} points: not less than 0, and not more.")
    because = reason or "Decided by the lecturer."
    return {"item": cluster.item, "form": cluster.form, "mark": word, "points": number(given), "reason": because}


def read_decisions(lines: Sequence[str]) -> dict[tuple[str, str], Decision]:
    """The decisions of a file, the last one about a cluster in force.

    Raises: DecisionFault at a line that is none.
    """
    found: dict[tuple[str, str], Decision] = {}
    for position, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            told = json.loads(line)
            decision = Decision(told["mark"], float(told["points"]), str(told["reason"]))
            found[str(told["item"]), str(told["form"])] = decision
        except (ValueError, KeyError, TypeError):
            raise DecisionFault(f"Line {position} of the decisions is none.") from None
        if decision.mark not in WORDS:
            raise DecisionFault(f"Line {position} of the decisions has no mark {decision.mark}.")
    return found
