"""From a proved derivation to its array program: the one way in.

The definitions that the loss needs are the forward assignments in the order of the document, the proved derivatives
of the loss the backward ones; both are lifted to a batch and made stable.
"""

from __future__ import annotations

from dataclasses import replace

from gradproof.formula.expression import Definition, Expression, Index, Sum, Variable
from gradproof.program.array_program import ArrayProgram, Assignment, check
from gradproof.program.batch import (
    Lift,
    batch_index,
    dependent_names,
    inputs_of,
    lift_input,
    lifting,
    reachable,
    sums_over_data,
)
from gradproof.program.canonical import canonical, sum_over
from gradproof.program.derived import ProvedDerivation, where
from gradproof.program.indices import variable_names
from gradproof.program.reverse import Equal, Jacobian, backward
from gradproof.program.stable import inline, overflowing_with, stabilise
from gradproof.program.terms import split, terms_of
from gradproof.program.to_text import to_text


def from_proof(derivation: ProvedDerivation, equal: Equal, jacobian: Jacobian, digest: str) -> ArrayProgram:
    """The checked array program of a derivation.

    *Raises* GenerationError that names the formula for which no kernel can be made.
    """
    inputs = inputs_of(derivation)
    parameters = tuple(item.name for item in inputs if item.kind == "parameter")
    adjoints = backward(derivation, parameters, equal, jacobian)
    batch = None if sums_over_data(derivation, inputs) else batch_index(derivation, inputs)
    dependent = dependent_names(derivation, inputs) | {f"d_{name}" for name in reachable(derivation)}
    lift: Lift = lifting(batch, dependent) if batch else lambda expression: expression
    front = (batch,) if batch else ()
    definitions = {
        name: Definition(name, (*(front if name in dependent else ()), *d.indices), (), lift(d.body))
        for name, d in derivation.model.definitions.items()
    }
    lifted = tuple(_lifted(line, parameters, lift, batch) for line in adjoints)
    forward, reverse = _assignments(derivation, definitions, lifted, batch)
    return check(
        ArrayProgram(
            name=derivation.name,
            source=derivation.source,
            inputs=tuple(lift_input(item, batch) if batch else item for item in inputs),
            forward=forward,
            backward=reverse,
            value="value",
            gradients=tuple((name, f"d_{name}") for name in parameters),
            batch=batch,
            digest=digest,
        )
    )


def _allowed(loss: str, definitions: dict[str, Definition]) -> frozenset[str]:
    """The exponentials that may overflow because the loss itself does."""
    expression: Expression = inline(Variable(loss, definitions[loss].indices), definitions)
    found = overflowing_with(canonical(expression))
    for name in variable_names(expression):
        if name in definitions:
            body = canonical(definitions[name].body)
            found |= overflowing_with(body) if _linear_in(expression, name) else frozenset()
    return found


def _linear_in(expression: Expression, name: str) -> bool:
    """True where name stands as a term of its own in the expression."""
    rests = [split(term)[1] for term in terms_of(canonical(expression))]
    rests += [rest.body for rest in rests if isinstance(rest, Sum)]
    return any(isinstance(rest, Variable) and rest.name == name for rest in rests)


def _assignments(
    derivation: ProvedDerivation,
    definitions: dict[str, Definition],
    adjoints: tuple[Assignment, ...],
    batch: Index | None,
) -> tuple[tuple[Assignment, ...], tuple[Assignment, ...]]:
    """The stable forward and backward assignments; definitions that only stand inside others are left out."""
    allowed = _allowed(derivation.loss, definitions)

    def stable(line: Assignment) -> Assignment:
        return replace(line, expression=stabilise(line.expression, definitions, allowed, line.reason))

    loss = Variable(derivation.loss, definitions[derivation.loss].indices)
    total = sum_over(batch, loss) if batch else loss
    value = stable(Assignment("value", (), total, f"value = {to_text(total)}"))
    reverse = tuple(stable(line) for line in adjoints)
    forward: dict[str, Assignment] = {}

    def visit(expression: Expression) -> None:
        for name in variable_names(expression):
            if name in definitions and name not in forward:
                line = stable(_definition(derivation, definitions[name]))
                visit(line.expression)
                forward[name] = line

    for line in (value, *reverse):
        visit(line.expression)
    return (*forward.values(), value), reverse


def _definition(derivation: ProvedDerivation, definition: Definition) -> Assignment:
    """The assignment that a definition is."""
    places = [where(line) for line in derivation.lines if line.target == Variable(definition.name, line.axes)]
    left = to_text(Variable(definition.name, definition.indices))
    reason = f"{left} = {to_text(canonical(definition.body))}, {places[-1] if places else 'definition'}"
    return Assignment(definition.name, definition.indices, definition.body, reason)


def _lifted(line: Assignment, parameters: tuple[str, ...], lift: Lift, batch: Index | None) -> Assignment:
    """A backward assignment for a batch: parameters' gradients sum over it, all others get its index."""
    if batch is None:
        return line
    expression = lift(line.expression)
    if line.name.removeprefix("d_") in parameters:
        return replace(line, expression=sum_over(batch, canonical(expression)))
    return replace(line, axes=(batch, *line.axes), expression=expression)
