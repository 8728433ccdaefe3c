"""A line that can be read in more than one way: which reading is judged, and what is said where they differ."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from gradproof.document.derivation import Line
from gradproof.formula.equations import TypedEquation, read_equation, reads_in_two_ways
from gradproof.formula.guesses import loosened, new_size, to_blame
from gradproof.formula.letters import walk
from gradproof.formula.stacked import STACKINGS
from gradproof.formula.tree import Matrix
from gradproof.proof.doubts import as_it_varies, judged, surely_false, unreadable
from gradproof.proof.normal_form import Workshop
from gradproof.proof.verdict import Verdict
from gradproof.source import Diagnostic, FormulaError


def judged_readings(line: Line, workshop: Workshop | None) -> Verdict:
    """The verdict on one line; where it can be read in two ways, both readings are judged."""
    verdict, typed = _reading(line, workshop, alternative=False)
    if typed is None:  # where only the second reading has a meaning, it is the one
        twice = reads_in_two_ways(line.environment, line.sides, introduce=line.introduce)
        other, again = _reading(line, workshop, alternative=True) if twice else (verdict, None)
        if again is None and (stacked := _stacked(line, workshop, verdict)) is not None:
            return stacked
        unjust = verdict.status == "unreadable" and other.status in ("refuted", "ill-typed")
        return verdict if again is None or unjust else other
    if not typed.forks or (verdict.status in ("proved", "conditional") and not typed.strict):
        return verdict
    other, _ = _reading(line, workshop, alternative=True)
    if other.status in ("ill-typed", "unreadable") or other.status == verdict.status:
        return verdict
    message = f"Not decided: it can be read in two ways, of which one is {verdict.status} and one {other.status}."
    return Verdict("undecided", "GP304", message, (*typed.forks, *verdict.notes), help="Add brackets.")


def _reading(line: Line, workshop: Workshop | None, *, alternative: bool) -> tuple[Verdict, TypedEquation | None]:
    try:
        typed = read_equation(line.environment, line.sides, introduce=line.introduce, alternative=alternative)
    except FormulaError as error:
        loose = None if alternative else loosened(line.environment, line.sides, introduce=line.introduce)
        if loose is not None:
            return _reading(replace(line, environment=loose), workshop, alternative=False)
        return _without_meaning(line, error.diagnostic), None
    if line.alone:
        inferred = tuple(f"The shapes of the claim say that {a}." for a in typed.assumptions)
        typed = replace(typed, assumptions=(), notes=(*typed.notes, *inferred))
    verdict = judged(line.environment, typed, workshop)
    if verdict.status in ("proved", "conditional"):
        return as_it_varies(line.environment, line.sides, typed, verdict, introduce=line.introduce), typed
    if line.alone or verdict.status not in ("refuted", "ill-typed"):
        return verdict, typed
    env, sides, said = line.environment, line.sides, line.row is None
    return surely_false(env, sides, typed, verdict, words=said, solving=line.solving), typed


def _without_meaning(line: Line, diagnostic: Diagnostic) -> Verdict:
    """The verdict on a line that cannot be typed; where a guessed shape may be to blame, it is not called false."""
    verdict = unreadable(diagnostic)
    if verdict.status != "ill-typed":
        return verdict
    name = to_blame(line.environment, line.sides, diagnostic.code, introduce=line.introduce, alone=line.alone)
    if name is None:
        return verdict
    message = f"{diagnostic.message} But nothing on the page says what {name} is: a number, a vector or a matrix."
    help_ = f"Say it before this line: {name} \\in \\mathbb{{R}}^{{D}}."
    if diagnostic.code == "GP203" and name == new_size(line.environment, line.sides):
        message = f"{diagnostic.message} But {name} is new here, and may be another name of a size that is known."
        help_ = "Give one size one name."
    return replace(verdict, status="unreadable", code="GP407", message=message, help=help_)


def _stacked(line: Line, workshop: Workshop | None, verdict: Verdict) -> Verdict | None:
    """The verdict on a line in which a matrix is written out and shapes do not fit, with entries read as stacked.

    In whatever order the line holds, that order is meant; where it holds in none, the order may be another one.
    """
    sides = line.sides
    if verdict.status != "unreadable" or not any(
        isinstance(n, Matrix) for t in (sides.left, sides.right) for n in walk(t)
    ):
        return None
    tried: list[Verdict] = []
    for stacking in STACKINGS:
        with suppress(FormulaError):
            typed = read_equation(line.environment, sides, introduce=line.introduce, stacking=stacking)
            found = judged(line.environment, typed, workshop)
            if found.status in ("proved", "conditional"):
                return replace(found, notes=(*found.notes, str(stacking)))
            tried.append(found)
    if not tried:
        return None
    if tried[0].status == "undecided":
        return tried[0]
    message = (
        "Not decided: one side has the entries of the other one below each other, and in no usual order are they equal."
    )
    return Verdict("undecided", "GP304", message, tried[0].notes, help="Say in which order the entries are stacked.")
