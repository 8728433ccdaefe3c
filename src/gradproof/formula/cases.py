"""Cases and indicators: conditions on deltas, and comparisons of numbers."""

from __future__ import annotations

from gradproof.formula.comparisons import ORDER, off_boundary, read_weight
from gradproof.formula.expression import ONE, Expression, Mul
from gradproof.formula.expression import Add as AddExpression
from gradproof.formula.reading import Reading
from gradproof.formula.to_latex import to_latex
from gradproof.formula.tree import Cases, Chain, Indicator, Tree
from gradproof.formula.whole import Whole, align, negate
from gradproof.source import fail


def read_cases(ctx: Reading, tree: Cases) -> Whole:
    """Cases as one expression with deltas and signs; they must cover everything.

    Cases for x > 0 and x < 0 say nothing of x = 0: there, the expression has no value.
    """
    values: list[Whole] = []
    weights: list[Expression] = []
    rest: Expression = ONE
    for value, condition in tree.rows:
        if condition is None:
            weights.append(rest)
        else:
            here = _number(read_weight(ctx, condition), condition)
            weights.append(Mul((rest, here)))
            rest = Mul((rest, AddExpression((ONE, negate(here)))))
        values.append(ctx.read(ctx, value))
    values = _aligned(ctx, tree, values)
    body: Expression = AddExpression(tuple(Mul((w, v.body)) for w, v in zip(weights, values, strict=True)))
    if not covered(tree):
        raise fail("GP400", "These cases leave out some values.", tree.span, "Add a row with \\text{otherwise}.")
    first = tree.rows[0][1]
    if first is not None and _signs(tree) == {1, -1}:
        body = Mul((off_boundary(ctx, first), body))
    return Whole(body, values[0].axes, values[0].row)


def _aligned(ctx: Reading, tree: Cases, values: list[Whole]) -> list[Whole]:
    """The values of all rows over the axes of the first; of the first that is no literal 0, which has every shape."""
    leader = next((value for value in values if not value.zero), values[0])
    found: list[Whole] = []
    for (written, _), value in zip(tree.rows, values, strict=True):
        aligned = align(leader, value, ctx.unifier)
        if aligned is None:
            raise fail("GP201", "The cases have different shapes.", written.span)
        found.append(aligned)
    return found


def _number(here: Whole, condition: Tree) -> Expression:
    if here.axes:
        raise fail("GP400", "Cases of a whole vector are not understood; write them for a component.", condition.span)
    return here.body


def covered(tree: Cases) -> bool:
    """Whether the rows of the cases leave nothing out but a boundary: an "otherwise", i = j beside i ≠ j, x > 0 and
    x ≤ 0."""
    if any(condition is None for _, condition in tree.rows):
        return True
    last = tree.rows[-1][1]
    opposite = len(tree.rows) == 2 and last is not None and _opposite(tree.rows[0][1], last)
    return opposite or _signs(tree) >= {1, -1}


_SIGNS = {">": {1}, r"\geq": {0, 1}, "<": {-1}, r"\leq": {0, -1}, "=": {0}, r"\neq": {1, -1}}


def _signs(tree: Cases) -> set[int]:
    """The signs of a - b for which a row says something, where all rows compare the same two numbers a and b.

    Nothing where no row says which is the greater: j ≠ t is a condition on indices.
    """
    if not any(isinstance(c, Chain) and set(c.relations) & set(ORDER) for _, c in tree.rows):
        return set()
    found: set[int] = set()
    operands: list[str] | None = None
    for _, condition in tree.rows:
        if not isinstance(condition, Chain) or len(condition.operands) != 2 or condition.relations[0] not in _SIGNS:
            return set()
        signs = _SIGNS[condition.relations[0]]
        written = _written(condition)
        operands = operands or written
        if sorted(written) != sorted(operands):
            return set()
        found |= signs if written == operands else {-sign for sign in signs}
    return found


def _opposite(first: Tree | None, second: Tree) -> bool:
    if not (isinstance(first, Chain) and isinstance(second, Chain)):
        return False
    if sorted((*first.relations, *second.relations)) != ["=", "\\neq"]:
        return False
    return sorted(_written(first)) == sorted(_written(second))


def _written(condition: Chain) -> list[str]:
    return ["" if operand is None else to_latex(operand) for operand in condition.operands]


def read_indicator(ctx: Reading, tree: Indicator) -> Whole:
    """1 where the condition holds, else 0."""
    return read_weight(ctx, tree.condition)
