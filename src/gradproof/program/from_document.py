"""From a document in which everything that a kernel needs is proved to a ProvedDerivation.

The loss is the first scalar of the page by whose gradients the page proves something. What a kernel needs are the
claims on derivatives of the loss and of what it is computed from; each of them must be `proved`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from gradproof.catalogue import folder
from gradproof.document.derivation import Broken, Derivation, Line
from gradproof.document.from_file import read_file
from gradproof.document.from_markdown import read_page
from gradproof.document.from_page import read_derivation
from gradproof.formula.definitions import target as defined_name
from gradproof.formula.equations import TypedEquation, read_equation
from gradproof.formula.expression import (
    DETERMINANT,
    INVERSE,
    Apply,
    Definition,
    Derivative,
    Expression,
    Index,
    Label,
    Model,
    Order,
    Variable,
)
from gradproof.formula.reach import uses
from gradproof.formula.rename import free_terms, map_parts, walk
from gradproof.program.derived import GenerationError, ProvedDerivation, ProvedLine
from gradproof.proof.instantiate import instantiate
from gradproof.proofread import deepen, judge_line
from gradproof.source import FormulaError, Source


class NoModel(GenerationError):
    """A document that states no gradient of a scalar it defines: there is nothing to compute."""


@dataclass(frozen=True)
class _Claim:
    """A line of the page about a derivative: what is differentiated, the line, and its typed equation."""

    line: Line
    typed: TypedEquation
    target: Derivative


def from_document(path: Path) -> ProvedDerivation:
    """The proved derivation of a document.

    *Raises* GenerationError that names the row which is not proved, or what the document lacks.
    """
    deepen()
    source, problems = read_file(path)
    if problems:
        raise GenerationError(problems[0].message)
    derivation = read_derivation(read_page(source))
    model = derivation.environment.model()
    bodies = {n: replace(d, body=_inlined(d.body, model)) for n, d in model.definitions.items()}
    model = replace(model, definitions=bodies)
    claims = tuple(_claims(derivation))
    loss = _loss(claims, model)
    if loss is None:
        raise NoModel(f"{path.name} states no gradient of a scalar that it defines, so there is nothing to compute.")
    needed = _reachable({loss}, model)
    _refuse_unread(source, derivation)
    proved = [_proved(source, claim, model) for claim in claims if _name(claim) in needed]
    needed = needed | _mentioned(tuple(line.formula for _, line in proved), model)
    lines = [*_definitions(source, derivation, model, needed), *proved]
    ordered = tuple(line for _, line in sorted(lines, key=lambda pair: pair[0]))
    _refuse_without_array_code(source, ordered)
    return ProvedDerivation(path.stem, _shown(path), _restricted(model, ordered, needed), ordered, loss)


def _shown(path: Path) -> str:
    """The document's name in the header of what is made of it: the same wherever the catalogue lies."""
    in_catalogue = path.resolve().parent == folder("derivations").resolve()
    return f"derivations/{path.name}" if in_catalogue else path.name


def _inlined(expression: Expression, model: Model) -> Expression:
    """The expression with every application of a function of the page written out: σ(s_k) as the page defines σ."""
    expression = map_parts(expression, lambda part: _inlined(part, model))
    if isinstance(expression, Apply) and expression.name in model.definitions and not expression.partials:
        return instantiate(model.definitions[expression.name], expression.indices, expression.arguments)
    return expression


def _restricted(model: Model, lines: tuple[ProvedLine, ...], needed: set[str]) -> Model:
    """The model without the symbols that the lines do not use."""
    definitions = {n: d for n, d in model.definitions.items() if n in needed}
    bodies = [d.body for d in definitions.values()] + [e for line in lines for e in (line.target, line.formula)]
    used = {node.name for body in bodies for node in walk(body) if isinstance(node, Variable)}
    labels = {t.name for body in bodies for t in free_terms(body) if isinstance(t, Label)}
    labels |= {t.name for body in bodies for node in walk(body) for t in free_terms(node) if isinstance(t, Label)}
    conditions = [condition for line in lines for condition in line.conditions]
    labels |= {t.name for c in conditions for t in (c.left, c.right) if isinstance(t, Label)}
    return replace(
        model,
        definitions=definitions,
        shapes={n: s for n, s in model.shapes.items() if n in used},
        labels={n: s for n, s in model.labels.items() if n in labels},
    )


def _name(claim: _Claim) -> str:
    assert isinstance(claim.target.body, Variable)
    return claim.target.body.name


def _claims(derivation: Derivation) -> Iterator[_Claim]:
    for line in derivation.lines:
        if isinstance(line, Line) and line.kind != "definition":
            try:
                typed = read_equation(line.environment, line.sides, introduce=line.introduce)
            except FormulaError:
                continue  # judged below where it is needed: it is then a line that is not proved
            target = typed.equation.left
            if isinstance(target, Derivative) and isinstance(target.body, Variable):
                yield _Claim(line, typed, target)


def _loss(claims: tuple[_Claim, ...], model: Model) -> str | None:
    """The first defined scalar of which the page states a derivative by something that is not defined."""
    for claim in claims:
        definition = model.definitions.get(_name(claim))
        if definition is not None and not definition.indices and claim.target.variable.name not in model.definitions:
            return _name(claim)
    return None


def _reachable(names: set[str], model: Model) -> set[str]:
    """The names, and those of the definitions that they are computed from."""
    bodies = tuple(model.definitions[name].body for name in sorted(names) if name in model.definitions)
    return names | _mentioned(bodies, model)


def _mentioned(bodies: tuple[Expression, ...], model: Model) -> set[str]:
    """The names of all definitions that the expressions use."""
    return uses(bodies, model) & set(model.definitions)


def _refuse_unread(source: Source, derivation: Derivation) -> None:
    for line in derivation.lines:
        if isinstance(line, Broken) and line.row is not None:
            row, _ = source.line_column(line.diagnostic.span.start)
            raise GenerationError(
                f"{source.name}:{row}: {line.diagnostic.message} Nothing is generated from such a page."
            )


def _refuse_without_array_code(source: Source, lines: tuple[ProvedLine, ...]) -> None:
    """Raises GenerationError at the first line that a kernel would need a determinant, an inverse or an order for."""
    for line in lines:
        used = {node.name for node in walk(line.formula) if isinstance(node, Apply)}
        for name, what in ((DETERMINANT, "determinant"), (INVERSE, "inverse")):
            if name in used:
                message = f"a kernel cannot compute the {what} of a matrix, and this line needs one."
                raise GenerationError(f"{source.name}, {line.place}: {message}")
        if any(isinstance(node, Order) for node in walk(line.formula)):
            message = "a kernel cannot tell yet which of two indices comes first, and this line asks for it."
            raise GenerationError(f"{source.name}, {line.place}: {message}")


def _definitions(
    source: Source, derivation: Derivation, model: Model, needed: set[str]
) -> Iterator[tuple[int, ProvedLine]]:
    seen: set[str] = set()
    for line in derivation.lines:
        if isinstance(line, Line) and line.kind == "definition":
            after = _defined_by(line, model, needed - seen)
            if after is not None:
                seen.add(after.name)
                yield line.span.start, _definition_line(source, line, after)


def _defined_by(line: Line, model: Model, wanted: set[str]) -> Definition | None:
    """The definition that a line of the page makes, if it is wanted; read off the left side's name."""
    name = defined_name(line.environment, line.sides.left)
    return model.definitions[name] if name in wanted and name in model.definitions else None


def _definition_line(source: Source, line: Line, definition: Definition) -> ProvedLine:
    variable = Variable(definition.name, definition.indices)
    latex = source.text[line.span.start : line.span.end]
    return ProvedLine("definition", variable, definition.body, definition.indices, latex, _place(source, line))


def _proved(source: Source, claim: _Claim, model: Model) -> tuple[int, ProvedLine]:
    verdict = judge_line(claim.line)
    place = _place(source, claim.line)
    if verdict.status != "proved":
        raise GenerationError(
            f"{source.name}, {place}: {verdict.status}, and a kernel needs it proved. {verdict.message}"
        )
    left, right = claim.line.sides.left.span, claim.line.sides.right.span
    latex = f"{source.text[left.start : left.end]} = {source.text[right.start : right.end]}"
    equation = claim.typed.equation
    axes = _axes(equation.left)
    return claim.line.span.start, ProvedLine(
        "claim", equation.left, _inlined(equation.right, model), axes, latex, place, equation.conditions
    )


def _axes(target: Expression) -> tuple[Index, ...]:
    """The plain indices of a derivative, in the order of the page."""
    assert isinstance(target, Derivative)
    assert isinstance(target.body, Variable)
    terms = (*target.body.indices, *target.variable.indices)
    return tuple(dict.fromkeys(t for t in terms if isinstance(t, Index)))


def _place(source: Source, line: Line) -> str:
    row, _ = source.line_column(line.span.start)
    where = f"line {row}" if line.row is None else f"line {row}, row {line.row}"
    return f"{line.item}, {where}" if line.item else where
