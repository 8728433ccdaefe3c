"""Proofread a page, a claim, or ask for a derivative: the public face of gradproof.

`check` judges every line of a page, `prove` one claim, `derive` writes a derivative out. Nothing here prints.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from gradproof.deriving import Derived, written_out
from gradproof.document.derivation import Broken, Line
from gradproof.document.from_file import read_file
from gradproof.document.from_page import read_derivation
from gradproof.document.from_source import read_page
from gradproof.document.given import GivenError, claims_of, environment_of, read_claim
from gradproof.document.recursion import Induction
from gradproof.document.remarks import unworded
from gradproof.formula.conditions import sums_by_order
from gradproof.formula.environment import Environment
from gradproof.formula.equal_indices import apart, subsets
from gradproof.formula.equations import Sides, read_equation
from gradproof.formula.expression import Expression
from gradproof.formula.generic import about_numbers
from gradproof.formula.guesses import ranks_to_try
from gradproof.formula.listed_values import by_value
from gradproof.formula.to_latex import to_latex
from gradproof.formula.tree import Row, Tree
from gradproof.judgement import JudgedPage, JudgedStep, Kind, in_its_place
from gradproof.proof.doubts import unreadable
from gradproof.proof.normal_form import Workshop
from gradproof.proof.repair import repair
from gradproof.proof.verdict import InParts, Verdict, by_values
from gradproof.readings import judged_readings
from gradproof.source import FormulaError, Source, Span

if TYPE_CHECKING:
    from gradproof.proof.to_sympy import SymPy

_RANK = ("refuted", "ill-typed", "unreadable", "undecided", "conditional", "proved")  # a claim of several

_STACK = 5_000  # Python frames; formulas are bounded in depth long before, and this gives the bound room


def prove(claim: str, given: Sequence[str] = ()) -> Verdict:
    """The Verdict on one claim, a LaTeX equation, where the given formulas hold.

    `given` holds definitions (`u_j = …`), shapes (`x \\in \\mathbb{R}^{D}`), ranges (`t \\in \\{1, \\dots, C\\}`) and
    conditions on indices (`i \\neq j`). Without definitions every symbol is a variable.

    >>> prove(r"\\frac{\\partial}{\\partial x} x^2 = 2 x").status
    'proved'
    """
    deepen()
    sides: Sequence[Sides] = ()
    try:
        rows = read_claim(claim, given)
        sides = claims_of(rows)
        environment = environment_of(given, rows)
    except GivenError as error:
        where = f"In given formula {error.position}: {error.diagnostic.message}"
        return unreadable(replace(error.diagnostic, message=where))
    except FormulaError as error:
        return _unclear_sums(unreadable(error.diagnostic), *(t for s in sides for t in (s.left, s.right)))
    verdict = _worst(sides, environment)
    return _in_other_shapes(verdict, given, rows, environment) if verdict.code == "GP201" else verdict


def _worst(sides: Sequence[Sides], environment: Environment) -> Verdict:
    """The verdict on a claim of several equations: that on its worst one."""
    introduce = not environment.definitions
    lines = [
        Line("claim", s, environment, s.left.span.join(s.right.span), introduce=introduce, alone=True) for s in sides
    ]
    return min((judge_line(line) for line in lines), key=lambda v: _RANK.index(v.status))


def _in_other_shapes(verdict: Verdict, given: Sequence[str], rows: Sequence[Row], found: Environment) -> Verdict:
    """The verdict, unless a shape that nobody stated is to blame: x̂ = x/‖x‖ says not whether x is a number."""
    for ranks in ranks_to_try(found):
        try:
            environment = environment_of(given, rows, ranks)
        except FormulaError:
            continue
        other = _worst(claims_of(rows), environment)
        if other.status in ("proved", "conditional", "undecided"):
            names = " and ".join(f"{name} has {axes} {'axis' if axes == 1 else 'axes'}" for name, axes in ranks.items())
            message = f"Proved under an assumption that is not stated: {names}."
            assumed = replace(other, status="conditional", code="GP101", message=message)
            return replace(other, notes=(*other.notes, f"{names} here.")) if other.status != "proved" else assumed
    return verdict


def derive(expression: str, given: Sequence[str] = ()) -> Derived:
    """A derivative, or any expression with derivatives in it, written out where the given formulas hold.

    The result is proved equal to what was asked for; it has `latex`, `text`, `sympy` and the typed `expression`.

    *Shapes*: by a whole vector, the result is that vector (`axes` has its open index): `\\mathbf{w}_j` gives
    `(\\delta_{jt} - p_j) \\mathbf{x}`.

    Raises: FormulaError, with its Diagnostic, where a formula has no meaning or the derivative cannot be had.

    >>> derive(r"\\frac{\\partial h}{\\partial s}", given=[r"h = \\frac{1}{1 + e^{-s}}"]).latex
    'h (1 - h)'
    """
    deepen()
    return written_out(expression, given)


def to_sympy(expression: Expression) -> SymPy:
    """The SymPy form of a typed expression, such as both sides of a verdict or a Derived hold. Loads SymPy."""
    from gradproof.proof.to_sympy import to_sympy as convert

    return convert(expression)


def deepen() -> None:
    """Give recursion over deep formulas room, once."""
    if sys.getrecursionlimit() < _STACK:
        sys.setrecursionlimit(_STACK)


def judge_line(line: Line, workshop: Workshop | None = None, *, mend: bool = True) -> Verdict:
    """The verdict on one line in its environment; `mend`: with what it should have been where that can be proved."""
    if line.induction is not None:
        return _by_induction(line, line.induction, workshop)
    if parts := by_value(line.environment, line.sides):
        lines = [(where, replace(line, environment=env, sides=sides)) for where, env, sides in parts]
        return by_values(tuple((where, judge_line(each, workshop, mend=False)) for where, each in lines))
    verdict = judged_readings(line, workshop)
    if verdict.status in ("ill-typed", "unreadable") and (other := _of_numbers(line, verdict)) is not None:
        return other
    if verdict.status == "refuted":
        verdict = _off_the_diagonal(line, workshop) or verdict
    verdict = _unclear_sums(verdict, line.sides.left, line.sides.right)
    if not mend or not _is_false(verdict) or verdict.help is not None:
        return verdict
    fits, bench = verdict.status == "refuted", workshop.bench() if workshop is not None else None
    return replace(verdict, help=repair(line.environment, line.sides, bench, introduce=line.introduce, fits=fits))


def _unclear_sums(verdict: Verdict, *trees: Tree) -> Verdict:
    """The verdict, unless a line is false only as long as a sum with i < j below it runs over these letters."""
    if not _is_false(verdict) or not sums_by_order(*trees):
        return verdict
    message = "Not decided: it is not clear over which of its letters the sum with < below it runs."
    return Verdict("undecided", "GP306", message, verdict.notes, help="Write two sums: \\sum_{j} \\sum_{i < j}.")


def _of_numbers(line: Line, verdict: Verdict) -> Verdict | None:
    """The verdict on a line about any number z, on a page that has vectors z; None for any other line."""
    sides = line.sides
    found = about_numbers(line.environment, tuple(t for t in (sides.first, sides.left, sides.right) if t is not None))
    if found is None:
        return None
    environment, names = found
    other = judged_readings(replace(line, environment=environment), None)
    if other.status != "proved" and (other.status, verdict.status) != ("refuted", "ill-typed"):
        return None
    said = f"{' and '.join(names)} {'stands' if len(names) == 1 else 'stand'} for any number here."
    return replace(other, notes=(*other.notes, said))


def _by_induction(line: Line, rule: Induction, workshop: Workshop | None) -> Verdict:
    """The verdict on a claim about a function that is defined by recursion; the rule is in `document/recursion.py`."""
    try:
        fits = not read_equation(line.environment, rule.shape, introduce=False).assumptions
    except FormulaError:
        fits = False
    base, step = (
        judge_line(replace(line, sides=sides, induction=None), workshop, mend=False) for sides in (rule.base, rule.step)
    )
    if fits and base.status == step.status == "proved":
        named = f"By induction over {rule.counter}, from the recursion that defines the function."
        start, on = f"Base, {rule.counter} = 0:", f"Step, from {rule.counter} - 1 to {rule.counter}, for one layer:"
        proof = InParts(named, ((start, base), (on, step)))
        notes = tuple(dict.fromkeys((*base.notes, *step.notes)))
        return replace(step, message=f"{step.message} By induction for every {rule.counter}.", notes=notes, proof=proof)
    if fits and base.status == "proved" and step.status == "refuted":
        return replace(step, message=f"False for one layer already. {step.message}")
    shape = "" if fits else ", and it is not sure that a layer keeps the shape"
    message = f"Not decided by induction: the base is {base.status}, the step {step.status}{shape}."
    return Verdict("undecided", "GP300", message, (*base.notes, *step.notes))


def _off_the_diagonal(line: Line, workshop: Workshop | None) -> Verdict | None:
    """The verdict on a line that fails only where two indices are equal, a case the page treats on its own."""
    for conditions in subsets(apart(line.environment, line.sides)):
        sides = replace(line.sides, conditions=(*line.sides.conditions, *conditions))
        verdict = judged_readings(replace(line, sides=sides), workshop)
        if verdict.status in ("proved", "conditional"):
            where = " and ".join(to_latex(c) for c in conditions)
            message = f"Proved for {where}, which is not stated here: the page treats the equal indices on their own."
            return replace(verdict, status="conditional", code="GP101", message=message)
    return None


Guard = Callable[[Callable[[], Verdict]], Verdict]


def _unguarded(work: Callable[[], Verdict]) -> Verdict:
    return work()


def check(path: str | Path, guard: Guard = _unguarded) -> JudgedPage:
    """The page of a file with a verdict for every line.

    Raises nothing for what stands in the file: a missing or unreadable file is a page with one diagnostic. `guard` is
    given the work on each line, and may turn an internal error into a verdict that says so.
    """
    source, problems = read_file(Path(path))
    return JudgedPage(source, (), problems) if problems else check_source(source, guard)


def check_text(text: str, name: str = "page.md") -> JudgedPage:
    """The page of a text with a verdict for every line; the ending of its name says how it is read."""
    return check_source(Source(name, text))


def check_source(source: Source, guard: Guard = _unguarded) -> JudgedPage:
    """The page of a Source with a verdict for every line, each worked out under `guard`."""
    deepen()
    page = read_page(source)
    derivation = read_derivation(page)
    workshop, steps, failed = Workshop(), [], set[Span]()
    for line in derivation.lines:
        mend = not (isinstance(line, Line) and line.kind == "conclusion" and line.sides.left.span in failed)
        steps.append(_judged(page.source, line, guard, workshop, mend=mend))
        if isinstance(line, Line) and line.sides.first is not None and _is_false(steps[-1].verdict):
            failed.add(line.sides.first.span)  # the step says what it should have been, its conclusion need not
    return JudgedPage(page.source, tuple(steps), derivation.diagnostics, page)


def _is_false(verdict: Verdict | None) -> bool:
    return verdict is not None and verdict.status in ("refuted", "ill-typed")


def _judged(source: Source, line: Line | Broken, guard: Guard, workshop: Workshop, *, mend: bool) -> JudgedStep:
    if isinstance(line, Broken):
        verdict = replace(unreadable(line.diagnostic), status="unreadable")  # a definition is never false
        kind: Kind = "claim" if line.row is None else "step"
        return JudgedStep(line.diagnostic.span, line.item, line.row, kind, "", "", verdict)
    left, right = (source.text[t.span.start : t.span.end] for t in (line.sides.left, line.sides.right))
    verdict_or_none = None if line.kind == "definition" else guard(lambda: _verdict(line, workshop, mend=mend))
    if verdict_or_none is not None:
        verdict_or_none = in_its_place(source, line, verdict_or_none)
    conditions = (*line.environment.conditions, *line.sides.conditions)
    shown = tuple(said for c in conditions if (said := source.text[c.span.start : c.span.end]))
    return JudgedStep(line.span, line.item, line.row, line.kind, left, right, verdict_or_none, shown)


def _verdict(line: Line, workshop: Workshop, *, mend: bool) -> Verdict:
    if line.problem is None:
        return judge_line(unworded(line), workshop, mend=mend)
    verdict = unreadable(line.problem)
    return replace(verdict, status="undecided") if line.problem.code == "GP300" else verdict
