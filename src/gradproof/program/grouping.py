"""How the factors of a contraction are put together, and the axes of what is computed."""

from __future__ import annotations

from collections.abc import Iterable

from gradproof.formula.expression import (
    Delta,
    Expression,
    Function,
    Index,
    IndexTerm,
    Label,
    Power,
    Variable,
    integer,
)
from gradproof.program.canonical import mul
from gradproof.program.indices import free_indices
from gradproof.program.terms import factors_of, is_sum_of_exponentials


def grouped(factors: Iterable[Expression], summed: set[str]) -> list[Expression]:
    """The factors of a contraction put together until two are left or nothing fits into anything else."""
    plain: list[Expression] = []
    for factor in factors:
        if isinstance(factor, Power) and factor.exponent == integer(2):
            plain += [factor.base, factor.base]
        else:
            plain.append(factor)
    groups: dict[frozenset[str], list[Expression]] = {}
    for factor in plain:
        groups.setdefault(frozenset(i.name for i in free_indices(factor)), []).append(factor)
    if len(groups) == 1 and len(plain) == 2:
        return plain
    while len(groups) > 2 or any(not names & summed for names in groups):
        pairs = [(len(a), sorted(a), sorted(b)) for a in groups for b in groups if a < b]
        if not pairs:
            break
        _, small, large = min(pairs)
        groups[frozenset(large)] += groups.pop(frozenset(small))
    return [mul(group) for group in groups.values()]


def delta_of(term: Expression) -> Delta | None:
    """The first delta among the factors of a term."""
    return next((factor for factor in factors_of(term) if isinstance(factor, Delta)), None)


def label_first(delta: Delta) -> tuple[IndexTerm, IndexTerm]:
    """The two sides of a delta, a label in front."""
    return (delta.left, delta.right) if isinstance(delta.left, Label) else (delta.right, delta.left)


def is_log_total(expression: Expression) -> bool:
    """True for log Σ exp(…)."""
    return isinstance(expression, Function) and expression.name == "log" and is_sum_of_exponentials(expression.argument)


def axes(variable: Variable) -> tuple[Index, ...]:
    """The plain indices of an array."""
    return tuple(term for term in variable.indices if isinstance(term, Index))


def axes_of(expression: Expression, batch: Index | None) -> tuple[Index, ...]:
    """The free indices, the batch in front."""
    free = free_indices(expression)
    return tuple(sorted(free, key=lambda index: index != batch))
