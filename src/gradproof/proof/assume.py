"""The assumption that a refuted equation silently makes: Σ_c y_c = 1, A = Aᵀ, det A > 0, or that A is square.

Only variables that nobody defines are tried, a counted few; of those that something is differentiated by, only matrices
that are inverted or have their determinant taken: ∂ log|Σ|/∂Σ = Σ^-1 holds at every symmetric Σ.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from gradproof.formula.assumptions import Assumption, applies, assume
from gradproof.formula.expression import (
    MATRIX_FUNCTIONS,
    Apply,
    Delta,
    Derivative,
    Equation,
    Expression,
    Index,
    Model,
    Number,
    Sum,
    Variable,
)
from gradproof.formula.reach import reachable
from gradproof.formula.rename import free_terms, replace_variables, walk
from gradproof.proof.budget import BudgetExceeded
from gradproof.proof.determinants import positive_determinants
from gradproof.proof.limits import Budget
from gradproof.proof.normal_form import prove_equal
from gradproof.proof.refute import holds
from gradproof.proof.square import squared
from gradproof.proof.structured import structured

_MOST = 12
"""So many assumptions are tried at the most."""


def hidden_assumption(
    equation: Equation, model: Model, budget: Budget, turned: frozenset[str] = frozenset()
) -> str | None:
    """The first assumption under which the equation is proved, and the numeric check agrees; None if none is found.

    `turned`: the matrices of which the line writes a transpose; their inverses are not taken for symmetric.
    """
    for assumption in list(_candidates(equation, model, turned))[:_MOST]:
        if _holds(equation, assume(model, assumption), budget):
            return assumption.sentence()
    for sentence, sides, changed in list(positive_determinants(equation, model))[:_MOST]:
        if _holds(sides, changed, budget):
            return sentence
    square = squared(equation, model)
    return square.sentence if square is not None and _holds(square.equation, square.model, budget) else None


def structured_only(equation: Equation, model: Model) -> str | None:
    """The symmetric matrix with which an equation holds if A_ij and A_ji are one variable; None if there is none."""
    found = structured(equation, model)
    return found[0] if found is not None and _holds(*found[1:], Budget()) else None


def _holds(equation: Equation, model: Model, budget: Budget) -> bool:
    try:  # the numeric check goes first: it is the shorter way to see that nothing is gained
        return holds(equation, model) and prove_equal(equation, model, budget).equal
    except BudgetExceeded:
        return False


def one_hot(equation: Equation, model: Model, letter: str, budget: Budget) -> str | None:
    """The undefined y with which the equation is proved if y_i is 1 at i = c, the letter, and 0 elsewhere.

    Nobody who means that writes y_c: x_i with a lonely i is no label but a factor too many."""
    nodes = [node for side in (equation.left, equation.right) for node in walk(side)]
    terms = {t for n in nodes if not isinstance(n, Number) for t in free_terms(n)}
    place = next((t for t in terms if isinstance(t, Index) and t.name == letter), None)
    by = {node.variable.name for node in nodes if isinstance(node, Derivative)}
    used = {node.name for node in nodes if isinstance(node, Variable) and len(node.indices) == 1}
    at_letter = {node.name for node in nodes if isinstance(node, Variable) and place in node.indices}
    for name in sorted((used & set(model.shapes)) - set(model.definitions) - by - at_letter)[:_MOST]:
        if place is None or model.shapes[name] != (place.dimension,):
            continue
        chosen = place

        def swap(variable: Variable, name: str = name, chosen: Index = chosen) -> Expression | None:
            return Delta(variable.indices[0], chosen) if variable.name == name else None

        sides = (replace_variables(equation.left, swap), replace_variables(equation.right, swap))
        assumed = replace(equation, left=sides[0], right=sides[1])
        if _holds(assumed, model, budget):
            return name
    return None


def _candidates(equation: Equation, model: Model, turned: frozenset[str]) -> Iterator[Assumption]:
    bodies = reachable((equation.left, equation.right), model)
    nodes = [node for body in bodies for node in walk(body)]
    by = {node.variable.name for node in nodes if isinstance(node, Derivative)}
    used = {node.name for node in nodes if isinstance(node, Variable)}
    inverted = {
        v.name for a in nodes if isinstance(a, Apply) and a.name in MATRIX_FUNCTIONS for v in _variables(a)
    } - turned
    names = (used & set(model.shapes)) - set(model.definitions) - (by - inverted)
    for name in sorted(names, key=lambda n: (len(model.shapes[n]), n)):  # labels are vectors more often than matrices
        shape = model.shapes[name]
        symmetric = Assumption("symmetric", name)
        if applies(symmetric, shape) and (name in inverted or any(_is_quadratic(name, body) for body in bodies)):
            yield symmetric
        if name in by:
            continue
        for axis in range(len(shape)):
            if _is_summed(name, axis, nodes):
                yield Assumption("normalised", name, axis)


def _variables(application: Apply) -> Iterator[Variable]:
    """The variables of a whole matrix."""
    return (node for node in walk(application.arguments[0].body) if isinstance(node, Variable))


def _is_quadratic(name: str, body: Expression) -> bool:
    """Whether the matrix stands between one vector twice, x_i A_ij x_j: only there its symmetry is easily assumed."""
    variables = [node for node in walk(body) if isinstance(node, Variable)]
    vectors = {(v.name, v.indices) for v in variables if len(v.indices) == 1}
    names = sorted({v.name for v in variables if len(v.indices) == 1})
    pairs = [v.indices for v in variables if v.name == name]
    return any((v, (i,)) in vectors and (v, (j,)) in vectors for i, j in pairs for v in names if i != j)


def _is_summed(name: str, axis: int, nodes: list[Expression]) -> bool:
    """Whether somewhere a sum runs over this axis of the variable: only then can its being 1 matter."""
    for node in nodes:
        if isinstance(node, Sum):
            inside = (part for part in walk(node.body) if isinstance(part, Variable) and part.name == name)
            if any(part.indices[axis : axis + 1] == (node.index,) for part in inside):
                return True
    return False
