"""Lines about what is only meant for two different indices: judged again without the terms on the diagonal."""

from __future__ import annotations

from dataclasses import replace

from gradproof.formula.empty_diagonals import emptied
from gradproof.formula.equations import TypedEquation
from gradproof.proof.judge import judge
from gradproof.proof.verdict import Verdict


def off_diagonals(typed: TypedEquation, verdict: Verdict) -> Verdict:
    """The verdict; where only a diagonal that is not meant stands in the way, that without the diagonal."""
    nowhere = verdict.status == "undecided" and verdict.code in ("GP300", "GP303")
    found = emptied(typed) if nowhere or verdict.status == "refuted" else None
    if found is None or (nowhere and found.silent):
        return verdict
    other = judge(found.typed)
    if verdict.status == "refuted" and other.status == "undecided":
        message = f"Not decided: it is false unless {_empty(found.silent)}."
        return replace(other, message=message, help="Say what its diagonal is.") if found.silent else verdict
    if other.status not in ("proved", "conditional"):
        return verdict
    if not found.silent:
        return replace(
            other, notes=(*other.notes, f"0 log 0 and 0/0 count as 0 where {' and '.join(found.stated)} is 0.")
        )
    assumed = _empty(found.silent)
    before = other.message.removesuffix(".") + "; " if other.status == "conditional" else ""
    message = f"{before or 'Proved under an assumption that is not stated: '}{assumed}."
    return replace(other, status="conditional", code="GP101", message=message)


def _empty(names: tuple[str, ...]) -> str:
    if len(names) == 1:
        return f"{names[0]} is 0 where its two indices are equal"
    return f"{' and '.join(names)} are 0 where their two indices are equal"
