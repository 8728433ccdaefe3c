"""From a typed equation to its Verdict: the normal form proves, the numeric engine refutes, and both must agree.

The two engines share no code. Where the normal form calls two sides equal and the numeric check finds them different,
that is an internal error, and no verdict.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from gradproof.formula.equations import TypedEquation
from gradproof.formula.expression import ZERO, Add, Definition, Equation, Model, Mul, fixed_size
from gradproof.formula.rename import dimensions, replace_variables
from gradproof.proof.abstract import Abstracted, abstract_losses
from gradproof.proof.assume import hidden_assumption, one_hot, structured_only
from gradproof.proof.budget import BudgetExceeded
from gradproof.proof.limits import Budget
from gradproof.proof.narrow import in_own_values, narrowed
from gradproof.proof.normal_form import LONGEST_SHOWN, Equality, Workshop, prove_equal
from gradproof.proof.refutations import Refutation
from gradproof.proof.refute import Agreement, agrees, find, search
from gradproof.proof.verdict import Counterexample, Verdict

SMALLEST_ONLY = "The equation is so large that the numeric check saw it at the smallest sizes only."


class EnginesDisagree(Exception):
    """The prover and the numeric check contradict each other: a fault of gradproof, reported as such."""

    def __init__(self, counterexample: Counterexample) -> None:
        super().__init__("the engines disagree")
        self.counterexample = counterexample


def judge(typed: TypedEquation, budget: Budget | None = None, workshop: Workshop | None = None) -> Verdict:
    """The verdict on one equation; a page's `workshop` spares lines over the same definitions some work.

    Never raises for what an equation says; an EnginesDisagree becomes the verdict of code GP700.
    """
    if typed.where is not None and isinstance(search(Equation(typed.where, ZERO), typed.model), Agreement):
        return Verdict("undecided", "GP302", "No values were found that meet the conditions.", typed.notes)
    if typed.open_layer is not None:
        return Verdict("undecided", "GP300", f"Not decided: {typed.open_layer}.", typed.notes)
    subject = abstract_losses(typed.equation, typed.model, typed.moving, dict(typed.unsure))
    try:
        verdict = _judged(typed, subject, budget or Budget(), workshop)
    except EnginesDisagree as fault:
        message = "Internal error: the proof and the numeric check contradict each other. Please report this line."
        verdict = Verdict("undecided", "GP700", message, counterexample=fault.counterexample)
    return replace(verdict, notes=(*typed.notes, *verdict.notes))


def _judged(typed: TypedEquation, subject: Abstracted, budget: Budget, workshop: Workshop | None) -> Verdict:
    try:
        equality = prove_equal(subject.equation, subject.model, budget, workshop)
    except BudgetExceeded as reason:
        return _searched(typed, subject, f"the proof became too large ({reason})", "GP301")
    if equality.vacuous:
        return Verdict("undecided", "GP302", "No index values meet the conditions, so there is nothing to prove.")
    if equality.equal:
        return _confirmed(typed, subject, equality)
    again = None if workshop is None else _again(typed, subject, equality, workshop)
    if again is not None:
        return again
    why = equality.why_not or "the two normal forms differ"
    return _among_stated(typed, subject, budget, why) or _searched(typed, subject, why, "GP300")


def _among_stated(typed: TypedEquation, subject: Abstracted, budget: Budget, why: str) -> Verdict | None:
    """The verdict where variables have the values that the page states; None where it states none that help."""
    model, others = narrowed(subject.model, typed.restricted)
    if model is subject.model:
        return None
    narrow = replace(subject, model=model)
    with suppress(BudgetExceeded):
        equality = prove_equal(narrow.equation, model, budget)
        if equality.equal and not equality.vacuous:
            return _confirmed(typed, narrow, equality)
    known = model if typed.model is subject.model else typed.model
    verdict = _searched(replace(typed, restricted=others, model=known), narrow, why, "GP300")
    found = verdict.counterexample
    if found is None:
        return verdict
    found = in_own_values(found, typed.restricted)
    message = _difference(found) if verdict.status == "refuted" else verdict.message
    return replace(verdict, counterexample=found, message=message)


def _confirmed(typed: TypedEquation, subject: Abstracted, equality: Equality) -> Verdict:
    """A proof, after the numeric check has had its say."""
    check = agrees(subject.equation, subject.model)
    if isinstance(check, Counterexample):
        raise EnginesDisagree(check)
    if not check.satisfiable:
        return Verdict("undecided", "GP302", "No index values meet the conditions, so there is nothing to prove.")
    if check.defined == 0 and check.exhausted:
        message = "The two sides have one normal form, but they are too large for the numeric check."
        return Verdict("undecided", "GP301", message)
    if check.defined == 0:
        message = "The two sides have one normal form, but no point was found where both are defined."
        return Verdict("undecided", "GP303", message)
    unsure = tuple(f"{name} is defined in a line that was not understood." for name, _ in typed.unsure)
    empty = check.needs
    bounds = (f"It holds for {' and '.join(empty)}: below, a sum has no term and is 0.",) if empty else ()
    notes = (*equality.notes, *unsure, *bounds, *((SMALLEST_ONLY,) if check.smallest_only else ()))
    assumptions = (*typed.assumptions, *subject.assumptions)
    if assumptions:
        message = f"Proved under an assumption that is not stated: {'; '.join(assumptions)}."
        return Verdict("conditional", "GP101", message, notes, proof=equality)
    sizes = sorted(_sizes(typed))
    scope = f" for all sizes of {', '.join(sizes)}" if sizes else ""
    scope += f" with {' and '.join(empty)}" if empty else ""
    return Verdict("proved", "GP100", f"Proved{scope}.", notes, proof=equality)


def _searched(typed: TypedEquation, subject: Abstracted, why: str, code: str) -> Verdict:
    """A refutation where a counterexample is found, else an honest "I do not know"."""
    found = search(subject.equation, subject.model)
    if isinstance(found, Agreement):
        return _open(found, why, code)
    if typed.unsure:
        message = f"Not decided: {typed.unsure[0][0]} is defined in a line that was not understood."
        return Verdict("undecided", "GP305", message, help="Mend that line first.")
    if subject.one_sided:
        names = ", ".join(subject.one_sided)
        message = f"Not decided: {names} is not defined, so nothing says what its derivative is."
        return Verdict("undecided", "GP305", message, help=f"Define {names}, or say what it is a function of.")
    densities = [name.removesuffix("(|)") for name, _ in found.values if name.endswith("(|)")]
    if densities:  # a sample polynomial is no density
        message = f"Not decided: {densities[0]}(… | …) is not defined, and no density is arbitrary."
        return Verdict("undecided", "GP305", message, help=f"Write out what {densities[0]} is.")
    if typed.lonely and subject.model is not typed.model:
        message = f"Not decided: the index {typed.lonely[0][0]} is free on one side only, and it may be part of a name."
        return Verdict("undecided", "GP305", message)
    unknown = [name.removesuffix("_elsewhere") for name, _ in found.values if name.endswith("_elsewhere")]
    if unknown and isinstance(search(subject.equation, _everywhere(subject.model, unknown)), Agreement):
        message = f"Not decided: {unknown[0]} is defined in some cases only, and this line needs the others."
        return Verdict("undecided", "GP300", message, help=f"Define {unknown[0]} before the cases, or in all of them.")
    if typed.lonely:
        name, side = typed.lonely[0]
        hot = one_hot(subject.equation, subject.model, name, Budget()) if len(typed.lonely) == 1 else None
        if hot is not None:
            assumed = "; ".join((*typed.assumptions, *subject.assumptions, f"{hot} is 1 at {name} and 0 elsewhere"))
            return Verdict("conditional", "GP101", f"Proved under an assumption that is not stated: {assumed}.")
        message = f"The index {name} is free on the {side} side only."
        return Verdict("ill-typed", "GP202", message, counterexample=found)
    folded = structured_only(subject.equation, subject.model)
    if folded is not None:
        message = f"Not decided: it holds if {folded} is symmetric and {folded}_ij and {folded}_ji are one variable."
        help_ = "Say so, or give the derivative by free entries, which has no term of its own for the diagonal."
        return Verdict("undecided", "GP300", message, help=help_)
    assumption = hidden_assumption(subject.equation, subject.model, Budget(), typed.turned)
    if assumption is not None:
        assumed = "; ".join((*typed.assumptions, *subject.assumptions, assumption))
        message = f"Proved under an assumption that is not stated: {assumed}."
        return Verdict(
            "conditional", "GP101", message, counterexample=found, help="State it where the symbol is introduced."
        )
    if typed.restricted:
        names = ", ".join(name for name, _ in typed.restricted)
        message = f"Not decided: it fails for real {names}, and {names} takes only the values stated."
        return Verdict("undecided", "GP300", message)
    return Verdict("refuted", "GP200", _difference(found), counterexample=found)


def _again(typed: TypedEquation, subject: Abstracted, equality: Equality, workshop: Workshop) -> Verdict | None:
    """The refutation that the equation has with its right side in normal form, at the same point; None without one."""
    doubtful = typed.lonely or typed.restricted or typed.turned or typed.assumptions
    doubtful = doubtful or subject.assumptions or subject.one_sided
    if workshop.refutations is None or doubtful or equality.right is None:
        return None
    if len(equality.right.polynomial) > LONGEST_SHOWN:  # it is no simpler than what is written
        return None
    normal = replace(subject, equation=replace(subject.equation, right=equality.right.expression))
    known = workshop.refutations.of(normal.equation, normal.model, lambda: _refutation(typed, normal))
    found = None if known is None else known.again(subject.equation, subject.model)
    return None if found is None else Verdict("refuted", "GP200", _difference(found), counterexample=found)


def _refutation(typed: TypedEquation, subject: Abstracted) -> Refutation | None:
    """Where the equation is false; None where it is not refuted."""
    if _searched(typed, subject, "", "").status != "refuted":
        return None
    found = find(subject.equation, subject.model)
    return None if isinstance(found, Agreement) else Refutation.of(found)


def _everywhere(model: Model, names: list[str]) -> Model:
    """The model in which the first case of these definitions holds in the cases that the page leaves out, too."""
    definitions = {n: _first_case(d) if n in names else d for n, d in model.definitions.items()}
    return replace(model, definitions=definitions)


def _first_case(definition: Definition) -> Definition:
    unknown = f"{definition.name}_elsewhere"
    match definition.body:
        case Add((Mul((_, value)), *_)):
            body = replace_variables(definition.body, lambda v: value if v.name == unknown else None)
            return replace(definition, body=body)
    return definition


def _difference(found: Counterexample) -> str:
    """What a counterexample shows, in a sentence."""
    place = ", ".join(f"{name} = {value}" for name, value in (*found.sizes, *found.indices))
    where = f"At {place} the" if place else "The"
    return f"{where} left side can be {found.left} while the right side is {found.right}."


def _open(found: Agreement, why: str, code: str) -> Verdict:
    if not found.satisfiable:
        return Verdict("undecided", "GP302", "No index values meet the conditions, so there is nothing to prove.")
    if found.defined == 0 and not found.exhausted and code != "GP301":
        return Verdict("undecided", "GP303", "No point was found where both sides are defined.")
    message = f"Not decided: no proof, since {why}; no counterexample at {found.defined} points."
    return Verdict("undecided", code, message)


def _sizes(typed: TypedEquation) -> set[str]:
    sides = (typed.equation.left, typed.equation.right)
    return {d.name for side in sides for d in dimensions(side, typed.model) if fixed_size(d.name) is None}
