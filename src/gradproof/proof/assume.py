"""The assumption that a refuted equation silently makes: that it is proved under Σ_c y_c = 1, or A = Aᵀ.

Only variables that nobody defines and that nothing is differentiated by are tried, a counted few.
"""

from __future__ import annotations

from collections.abc import Iterator

from gradproof.formula.assumptions import Assumption, applies, assume
from gradproof.formula.expression import Derivative, Equation, Expression, Model, Sum, Variable
from gradproof.formula.rename import walk
from gradproof.proof.abstract import reachable
from gradproof.proof.budget import BudgetExceeded
from gradproof.proof.limits import Budget
from gradproof.proof.normal_form import prove_equal
from gradproof.proof.refute import Agreement, agrees

_MOST = 4
"""So many assumptions are tried at the most."""


def hidden_assumption(equation: Equation, model: Model, budget: Budget) -> Assumption | None:
    """The first assumption under which the equation is proved, and the numeric check agrees; None if none is found."""
    for assumption in list(_candidates(equation, model))[:_MOST]:
        assumed = assume(model, assumption)
        check = agrees(equation, assumed)  # first, for it is the shorter way to find that it does not help
        if not isinstance(check, Agreement) or not check.defined:
            continue
        try:
            if prove_equal(equation, assumed, budget).equal:
                return assumption
        except BudgetExceeded:
            continue
    return None


def _candidates(equation: Equation, model: Model) -> Iterator[Assumption]:
    bodies = reachable((equation.left, equation.right), model)
    nodes = [node for body in bodies for node in walk(body)]
    by = {node.variable.name for node in nodes if isinstance(node, Derivative)}
    used = {node.name for node in nodes if isinstance(node, Variable)}
    for name in sorted((used & set(model.shapes)) - set(model.definitions) - by):
        shape = model.shapes[name]
        symmetric = Assumption("symmetric", name)
        if applies(symmetric, shape) and any(_is_quadratic(name, body) for body in bodies):
            yield symmetric
        for axis in range(len(shape)):
            if _is_summed(name, axis, nodes):
                yield Assumption("normalised", name, axis)


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
