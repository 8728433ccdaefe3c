"""What is said of a line where a proof or a counterexample would be unjust: the page may mean it otherwise."""

from __future__ import annotations

from gradproof.formula.environment import Environment
from gradproof.formula.equations import Sides, TypedEquation, read_equation
from gradproof.formula.paths import out_of_reach, without_path
from gradproof.formula.settled import unsettled
from gradproof.formula.through import seen_through
from gradproof.formula.unexplained import (
    brought_in,
    filled_in,
    label_and_number,
    relates,
    takes_values,
    unexplained,
)
from gradproof.proof.diagonal import off_diagonals
from gradproof.proof.judge import judge
from gradproof.proof.normal_form import Workshop
from gradproof.proof.sampled import outside_sample
from gradproof.proof.verdict import Verdict
from gradproof.source import Diagnostic


def unreadable(diagnostic: Diagnostic) -> Verdict:
    """The verdict where a formula has no meaning: ill-typed for shapes and indices that do not fit, else unreadable."""
    status = "ill-typed" if diagnostic.code.startswith("GP2") else "unreadable"
    related = ((diagnostic.span, diagnostic.message), *diagnostic.related)
    return Verdict(status, diagnostic.code, diagnostic.message, help=diagnostic.help, related=related)  # type: ignore[arg-type]


def judged(env: Environment, typed: TypedEquation, workshop: Workshop | None = None) -> Verdict:
    """The verdict on an equation as the page means it: definitions seen through, and no diagonal that is not meant."""
    return off_diagonals(typed, pathless(env, typed, judge(typed, workshop=workshop)))


_SYMBOLS = 4
"""Definitions are seen through so many symbols of a line at the most."""


def pathless(env: Environment, typed: TypedEquation, verdict: Verdict, left: int = _SYMBOLS) -> Verdict:
    """The verdict, unless it rests on a derivative that is 0 only because the page says nothing of an inverse."""
    if verdict.status in ("refuted", "ill-typed") and (apart := out_of_reach(env, typed)) is not None:
        message = f"Not decided: nothing on the page says how {apart[0]} depends on {apart[1]}."
        help_ = f"Say it before this line: define {apart[0]} over {apart[1]}."
        return Verdict("undecided", "GP305", message, verdict.notes, help=help_)
    found = without_path(typed) if verdict.status in ("proved", "conditional", "refuted") else None
    if found is None:
        return verdict
    by, shared = found
    if left and (seen := seen_through(typed, by)) is not None:
        return pathless(env, seen, judge(seen), left=left - 1)
    message = f"Not decided: what is differentiated by {by} does not use {by}, but both depend on {shared}."
    help_ = f"Say how {shared} depends on {by}, or write it over {by}."
    return Verdict("undecided", "GP305", message, verdict.notes, help=help_)


def as_it_varies(env: Environment, sides: Sides, typed: TypedEquation, verdict: Verdict, *, introduce: bool) -> Verdict:
    """A proof, unless a derivative is only right at the value that its variable got later on the page."""
    varying = unsettled(env, typed.equation)
    if varying is None:
        return verdict
    other = judge(read_equation(varying, sides, introduce=introduce))
    if other.status != "refuted":
        return verdict
    message = (
        "Not decided: this holds at the value that the page gives to what it differentiates by, and not elsewhere."
    )
    notes = (*verdict.notes, f"Elsewhere: {other.message}")
    return Verdict("undecided", "GP304", message, notes, help="Give what it is at that value a name of its own.")


def _to_be_solved(verdict: Verdict) -> Verdict:
    """The verdict on an equation that is false in general, where the page may look for what makes it true."""
    message = (
        "Not decided: this is false in general, but here it may be an equation to solve, or what solving one gave."
    )
    return Verdict("undecided", "GP304", message, verdict.notes, help="Say what is set to what, and what follows.")


def surely_false(
    env: Environment, sides: Sides, typed: TypedEquation, verdict: Verdict, *, words: bool, solving: bool
) -> Verdict:
    """A refutation, unless the line may as well say what a symbol is or hold at a solution: then nothing is decided."""
    sampled = outside_sample(typed, stated=frozenset(env.ranges), said=env.sampled)
    if sampled is not None:
        return sampled
    if solving:
        return _to_be_solved(verdict)
    step = sides.first is not None and sides.first != sides.left
    name = unexplained(env, typed, step=step)
    if verdict.status == "ill-typed" and name is None:
        return verdict
    name = name or relates(env, sides) or brought_in(env, sides)
    if name is not None:
        message = f"Not decided: nothing on the page says what {name} is, so this line may say it."
        help_ = f"Define {name}, or state its shape before this line: {name} \\in \\mathbb{{R}}."
        return Verdict("undecided", "GP306", message, verdict.notes, help=help_)
    name = takes_values(env, sides, in_words=words)
    if name is not None:
        message = f"Not decided: {name} takes several values, and this may be one of its cases."
        return Verdict("undecided", "GP306", message, verdict.notes, help=f"Say when {name} has which value.")
    name = label_and_number(typed)
    if name is not None:
        message = f"Not decided: {name} is the number of a class here, and a quantity elsewhere on the page."
        return Verdict("undecided", "GP306", message, verdict.notes, help=f"Say how the two {name} belong together.")
    name = filled_in(env, typed)
    if name is not None:
        message = f"Not decided: this is false in general, but the page gives {name} a value here."
        return Verdict("undecided", "GP306", message, verdict.notes, help=f"Say which {name} is meant.")
    return verdict
