"""One change made all over an expression, from the outside in."""

from __future__ import annotations

from collections.abc import Callable

from gradproof.formula.expression import Expression
from gradproof.formula.rename import map_parts


def rewritten(expression: Expression, change: Callable[[Expression], Expression | None]) -> Expression:
    """The expression with each node for which `change` has an answer replaced by it; such a node is not gone into."""
    changed = change(expression)
    return map_parts(expression, lambda part: rewritten(part, change)) if changed is None else changed
