"""From a proved derivation to a module that says it all once more in SymPy, through codegen/sympy/module.py.j2.

The forward equations become SymPy expressions at small sizes, and every derivative that was claimed is compared with
what SymPy's own `diff` makes of them: an opinion that needs no trust in this program. Nothing here imports SymPy.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jinja2

from gradproof.formula.expression import (
    Add,
    Constant,
    Delta,
    Derivative,
    Dimension,
    Expression,
    Fixed,
    Function,
    Index,
    IndexCondition,
    IndexTerm,
    Label,
    Last,
    Mul,
    Number,
    Power,
    Product,
    Size,
    Sum,
    Variable,
)
from gradproof.program.derived import GenerationError, ProvedDerivation, ProvedLine, where
from gradproof.program.indices import free_indices, index_terms, parts_of, term_indices, variable_names
from gradproof.program.to_numpy.buffers import identifier
from gradproof.program.to_text import term_text, to_text

TEMPLATE = "module.py.j2"


def to_sympy(derivation: ProvedDerivation, digest: str, templates: Path) -> str:
    """The text of the module."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 (Python is written, not HTML)
    )
    return environment.get_template(TEMPLATE).render(context(derivation, digest))


def context(derivation: ProvedDerivation, digest: str) -> dict[str, Any]:
    """What the template is filled with."""
    model = derivation.model
    claims = [line for line in derivation.lines if line.kind == "claim" and not _turns_back(line, derivation)]
    left_out = [line for line in derivation.lines if line.kind == "claim" and _turns_back(line, derivation)]
    definitions = [model.definitions[name] for name in _in_order(derivation)]
    dimensions = sorted({d.name for d in _dimensions(derivation)})
    return {
        "name": derivation.name,
        "source": derivation.source,
        "digest": digest,
        "sizes": [(identifier(name), 2 + number % 2) for number, name in enumerate(dimensions)],
        "variables": [
            (identifier(name), ", ".join(identifier(d.name) for d in shape), name in model.positive)
            for name, shape in sorted(model.shapes.items())
            if name not in model.definitions
        ],
        "labels": [_label(name, shape) for name, shape in sorted(model.labels.items())],
        "definitions": [
            {
                "name": identifier(definition.name),
                "axes": ", ".join(identifier(i.dimension.name) for i in definition.indices),
                "comment": to_text(Variable(definition.name, definition.indices)) + " = " + to_text(definition.body),
                "body": _tabulated(definition.indices, text(definition.body, "page")),
            }
            for definition in definitions
        ],
        "claims": [_claim(number, line) for number, line in enumerate(claims, 1)],
        "left_out": [_title(line) for line in left_out],
    }


def _turns_back(line: ProvedLine, derivation: ProvedDerivation) -> bool:
    """True where a derivative by w is differentiated by what is computed from w.

    The module computes all that follows from w anew, so that no such claim can be looked at there: it is left to the
    prover, and the module's docstring says so.
    """
    outer = [part for side in (line.target, line.formula) for part in parts_of(side) if isinstance(part, Derivative)]
    pairs = [(o, i) for o in outer for i in parts_of(o.body) if isinstance(i, Derivative)]
    return any(i.variable.name in _behind(o.variable.name, derivation) for o, i in pairs)


def _behind(name: str, derivation: ProvedDerivation) -> set[str]:
    """The names that a defined one is computed from."""
    definition = derivation.model.definitions.get(name)
    direct = set(variable_names(definition.body)) if definition else set()
    return direct.union(*(_behind(inner, derivation) for inner in sorted(direct)))


def _in_order(derivation: ProvedDerivation) -> list[str]:
    """The definitions so that each stands behind those that it mentions."""
    order: dict[str, None] = {}

    def visit(name: str) -> None:
        if name in derivation.model.definitions and name not in order:
            for inner in variable_names(derivation.model.definitions[name].body):
                visit(inner)
            order[name] = None

    for name in sorted(derivation.model.definitions):
        visit(name)
    return list(order)


def _dimensions(derivation: ProvedDerivation) -> Iterator[Dimension]:
    for shape in (*derivation.model.shapes.values(), *derivation.model.labels.values()):
        yield from shape
    bodies = [definition.body for definition in derivation.model.definitions.values()]
    for body in (*bodies, *(e for line in derivation.lines for e in (line.target, line.formula))):
        for part in parts_of(body):
            yield from (index.dimension for term in index_terms(part) for index in term_indices(term))
            if isinstance(part, Sum | Product):
                yield part.index.dimension


def _label(name: str, shape: tuple[Dimension, ...]) -> tuple[str, str, str]:
    *axes, values = (identifier(d.name) for d in shape)
    return identifier(name), ", ".join(axes), values


def _tabulated(indices: tuple[Index, ...], body: str) -> str:
    """The text of all components: one expression for a scalar, else a table by place."""
    if not indices:
        return body
    place = ", ".join(identifier(i.name) for i in indices)
    loops = " ".join(f"for {identifier(i.name)} in range({identifier(i.dimension.name)})" for i in indices)
    return f"{{{f'({place})' if len(indices) > 1 else place}: {body} {loops}}}"


def _claim(number: int, line: ProvedLine) -> dict[str, Any]:
    """One claim as a generator of pairs of both sides."""
    indices = tuple(dict.fromkeys((*free_indices(line.target), *free_indices(line.formula))))
    conditions = [_condition(condition) for condition in line.conditions]
    return {
        "number": number,
        "title": _title(line),
        "loops": [f"for {identifier(i.name)} in range({identifier(i.dimension.name)}):" for i in indices],
        "conditions": " and ".join(conditions),
        "left": text(line.target, "page"),
        "right": text(line.formula, "page"),
    }


def _title(line: ProvedLine) -> str:
    """The claim in one line, and where it stands."""
    shown = f"{to_text(line.target)} = {to_text(line.formula)}"
    named = "".join(f", if {_shown(condition)}" for condition in line.conditions)
    return textwrap.shorten(f"{shown}{named} ({where(line)})", 110, placeholder=" …")


def _condition(condition: IndexCondition) -> str:
    return f"{_term(condition.left)} {'==' if condition.equal else '!='} {_term(condition.right)}"


def _shown(condition: IndexCondition) -> str:
    return f"{term_text(condition.left)} {'=' if condition.equal else '≠'} {term_text(condition.right)}"


def text(expression: Expression, page: str) -> str:
    """The text of an expression in Python, its symbols taken from the page of that name."""

    def go(part: Expression) -> str:
        return text(part, page)

    match expression:
        case Number(value):
            return str(value) if value.denominator == 1 else f"Rational({value.numerator}, {value.denominator})"
        case Constant(name):
            return name
        case Size(dimension):
            return f"Integer({identifier(dimension.name)})"
        case Variable(name, indices):
            return f"{page}.{identifier(name)}" + (f"[{', '.join(map(_term, indices))}]" if indices else "")
        case Delta(left, right):
            return f"delta({_term(left)}, {_term(right)})"
        case Add(terms):
            return f"({' + '.join(map(go, terms))})" if terms else "0"
        case Mul(factors):
            return " * ".join(_factor(factor, page) for factor in factors) if factors else "1"
        case Power(Number(value), exponent) if value.denominator == 1:  # Python's 3 ** -1 would be rounded
            return f"Integer({value}) ** ({go(exponent)})"
        case Power(base, exponent):
            return f"({go(base)}) ** ({go(exponent)})"
        case Function(name, argument):
            return f"{'Abs' if name == 'abs' else 'atan' if name == 'arctan' else name}({go(argument)})"
        case Sum(index, body) | Product(index, body):
            loop = f"for {identifier(index.name)} in range({identifier(index.dimension.name)})"
            return f"{'sum' if isinstance(expression, Sum) else 'prod'}({go(body)} {loop})"
        case Derivative(body, variable):
            place = "".join(f"{_term(term)}, " for term in variable.indices)
            return f'by(page, "{identifier(variable.name)}", ({place.rstrip()}), lambda page: {text(body, "page")})'
    raise GenerationError(f"There is no SymPy code for {to_text(expression)} yet.")


def _factor(factor: Expression, page: str) -> str:
    written = text(factor, page)
    return f"({written})" if written.startswith("-") else written


def _term(term: IndexTerm) -> str:
    match term:
        case Index(name, _):
            return identifier(name)
        case Fixed(position, _):
            return str(position - 1)
        case Last(dimension):
            return f"{identifier(dimension.name)} - 1"
        case Label(name, arguments, _):
            return identifier(name) + (f"[{', '.join(map(_term, arguments))}]" if arguments else "")
