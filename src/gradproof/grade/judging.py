"""What is known of one line of an answer: true, false, or open. Only a proof and a refutation decide anything."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from gradproof.document.derivation import Line
from gradproof.formula.environment import Environment
from gradproof.formula.equations import read_equation
from gradproof.formula.expression import Variable
from gradproof.formula.rename import walk
from gradproof.grade.chains import Chain
from gradproof.grade.memory import Memory
from gradproof.proof.doubts import unreadable
from gradproof.proof.normal_form import Archive
from gradproof.proof.refutations import Refutations
from gradproof.proof.verdict import Verdict
from gradproof.proofread import judge_line
from gradproof.source import FormulaError

_MEMORY = Memory()
_ARCHIVE = Archive()
_ARCHIVE.refutations = Refutations()
Truth = Literal["true", "false", "open"]


@dataclass(frozen=True, slots=True)
class Judged:
    """A line with its verdict and what that means for a mark."""

    line: Line
    verdict: Verdict
    truth: Truth


@dataclass(frozen=True)
class JudgedChain:
    """A chain with its rows judged, and the equation of its two ends."""

    chain: Chain
    rows: tuple[Judged, ...]
    conclusion: Judged

    @property
    def truths(self) -> tuple[str, ...]:
        """Of all rows, and of the conclusion where there are several."""
        ends = (self.conclusion,) if len(self.rows) > 1 else ()
        return tuple(judged.truth for judged in (*self.rows, *ends))


def judge_answer(line: Line, known: Environment, *, mend: bool = True) -> Judged:
    """The line judged in its environment; `known` is that of the key. `mend`: say what a false line should have
    been, where that is proved.

    Nothing is false that hangs on a symbol which neither the key nor the answer defines.
    """
    line = replace(line, environment=under_key(line.environment, known))
    if line.problem is not None:
        return Judged(line, unreadable(line.problem), "open")
    verdict = _MEMORY.verdict(line, known, mend, lambda: judge_line(line, _ARCHIVE, mend=mend))
    if verdict.status == "proved":
        return Judged(line, verdict, "true")
    if verdict.status not in ("refuted", "ill-typed"):
        return Judged(line, verdict, "open")
    strange = undefined(line, known)
    if strange:
        names = ", ".join(strange)
        message = f"Not decided: neither the question nor this answer says what {names} is."
        return Judged(line, Verdict("undecided", "GP305", message, help=f"Define {names}."), "open")
    return Judged(line, verdict, "false")


def under_key(environment: Environment, known: Environment) -> Environment:
    """An environment in which nothing is assumed of the key's symbols that the key does not assume."""
    if environment is known:
        return environment
    own = {name: fact for name, fact in environment.assumptions.items() if name not in known.fixed}
    positive = known.positive | (environment.positive - known.fixed)
    own_values = {name: values for name, values in environment.restricted.items() if name not in known.fixed}
    restricted = {**known.restricted, **own_values}
    assumed = {**known.assumptions, **own}
    if (environment.assumptions, environment.positive, environment.restricted) == (assumed, positive, restricted):
        return environment  # the same object, of which much is known already
    return replace(environment, assumptions=assumed, positive=positive, restricted=restricted)


def undefined(line: Line, known: Environment) -> tuple[str, ...]:
    """The symbols of a line that nobody has defined: not in the key, and without a definition on the page."""
    environment = line.environment
    if environment.mentioned:
        environment = replace(environment, mentioned=frozenset())
    try:
        typed = read_equation(environment, line.sides, introduce=False)
    except FormulaError as error:
        return ("a symbol of it",) if error.diagnostic.code == "GP405" else ()
    definitions = typed.model.definitions
    seen: set[str] = set()
    waiting = [typed.equation.left, typed.equation.right]
    while waiting:
        for part in walk(waiting.pop()):
            if isinstance(part, Variable) and part.name not in seen:
                seen.add(part.name)
                if part.name in definitions and part.name not in known.definitions:
                    waiting.append(definitions[part.name].body)
    return tuple(sorted(name for name in seen if name not in known.entries and name not in definitions))
