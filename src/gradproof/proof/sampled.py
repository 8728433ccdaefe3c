"""An index that is none of those that a sum runs over: the o of J = -log σ(u_o v) - Σ_k log σ(-u_k v).

There o is the word that was seen and k counts the words that were drawn besides. Nothing but the meaning says that u_o
is none of the u_k; the derivatives of such a J are false where it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from gradproof.formula.equations import TypedEquation
from gradproof.formula.expression import (
    Add,
    Derivative,
    Equation,
    Expression,
    Index,
    IndexTerm,
    Label,
    Model,
    Mul,
    Number,
    Sum,
    Variable,
)
from gradproof.formula.rename import free_terms, replace_variables, walk
from gradproof.proof.judge import judge
from gradproof.proof.rewrite import rewritten
from gradproof.proof.verdict import Verdict


def outside_sample(typed: TypedEquation, *, stated: frozenset[str], said: bool) -> Verdict | None:
    """The proof of a line that holds if a label is none of the indices of a sum beside it; None without one.

    `stated` are the letters whose range the page states: those are among the indices. `said`: the page says of what is
    drawn that it is none of what was seen.
    """
    for label, index in sorted(found for found in set(_beside_sums(typed)) if found[0] not in stated):
        apart = _apart(typed, label)
        verdict = judge(apart) if apart is not None else None
        if verdict is None or verdict.status != "proved":
            continue
        where = f"{label} is none of the {index} that the sum runs over"
        if said:
            return replace(verdict, notes=(*verdict.notes, f"It is used that {where}."))
        message = f"Proved under an assumption that is not stated: {where}."
        return replace(verdict, status="conditional", code="GP101", message=message)
    return None


def _beside_sums(typed: TypedEquation) -> Iterator[tuple[str, str]]:
    """The labels o, with the letter k, of definitions … + f(x_o) + Σ_k g(x_k) of an undefined x."""
    for definition in typed.model.definitions.values():
        terms = list(_terms(definition.body))
        sums = [term for term in terms if isinstance(term, Sum)]
        for term in terms:
            if isinstance(term, Sum):
                continue
            for name, label in _labelled(term, typed.model):
                yield from ((label, one.index.name) for one in sums if _takes(one, name, label))


def _terms(body: Expression) -> Iterator[Expression]:
    """What is added in an expression, without signs and numbers before it."""
    match body:
        case Add(terms):
            for term in terms:
                yield from _terms(term)
        case Mul(factors) if len(rest := [f for f in factors if not isinstance(f, Number)]) == 1:
            yield from _terms(rest[0])
        case _:
            yield body


def _labelled(term: Expression, model: Model) -> Iterator[tuple[str, str]]:
    """The undefined variables with a label for their first index, and that label."""
    for node in walk(term):
        if isinstance(node, Variable) and node.name not in model.definitions and node.indices:
            first = node.indices[0]
            if isinstance(first, Label) and not first.arguments:
                yield node.name, first.name


def _takes(one: Sum, name: str, label: str) -> bool:
    """Whether a sum takes all components of a variable, and knows nothing of the label."""
    if any(isinstance(term, Label) and term.name == label for term in free_terms(one)):
        return False
    nodes = (node for node in walk(one.body) if isinstance(node, Variable) and node.name == name)
    return any(node.indices[:1] == (one.index,) for node in nodes)


def _apart(typed: TypedEquation, label: str) -> TypedEquation | None:
    """The equation with x_o a variable of its own for every undefined x; None where o stands elsewhere, too."""
    model = typed.model
    shapes = dict(model.shapes)

    def change(variable: Variable) -> Expression | None:
        first = variable.indices[0] if variable.indices else None
        if variable.name in model.definitions or not _is(first, label):
            return None
        name = f"{variable.name}_{label}"
        shapes[name] = model.shapes.get(variable.name, tuple(t.dimension for t in variable.indices))[1:]
        return Variable(name, variable.indices[1:])

    left, right = (_renamed(side, change) for side in (typed.equation.left, typed.equation.right))
    definitions = {n: replace(d, body=_renamed(d.body, change)) for n, d in model.definitions.items()}
    if any(_mentions(body, label) for body in (left, right, *(d.body for d in definitions.values()))):
        return None
    lonely = tuple(pair for pair in typed.lonely if pair[0] != label)
    equation = Equation(left, right, typed.equation.conditions)
    known = replace(model, definitions=definitions, shapes=shapes)
    return replace(typed, equation=equation, model=known, lonely=lonely)


def _is(term: IndexTerm | None, label: str) -> bool:
    return isinstance(term, Index | Label) and term.name == label and not getattr(term, "arguments", ())


def _renamed(body: Expression, change: Callable[[Variable], Expression | None]) -> Expression:
    """The expression with variables replaced, those by which derivatives are taken as well."""
    taken = replace_variables(body, change)

    def by(node: Expression) -> Expression | None:
        if not isinstance(node, Derivative):
            return None
        variable = change(node.variable)
        inner = rewritten(node.body, by)
        return Derivative(inner, variable if isinstance(variable, Variable) else node.variable)

    return rewritten(taken, by)


def _mentions(body: Expression, label: str) -> bool:
    """Whether the label stands anywhere in an expression."""
    return any(_is(term, label) for term in free_terms(body))
