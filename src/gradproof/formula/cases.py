"""Cases and indicators: conditions on deltas."""

from __future__ import annotations

from gradproof.formula.conditions import read_condition, weight
from gradproof.formula.expression import ONE, Expression, Mul
from gradproof.formula.expression import Add as AddExpression
from gradproof.formula.letters import letter_name
from gradproof.formula.reading import Reading
from gradproof.formula.tree import Cases, Chain, Group, Indicator, Number, Script, Symbol, Tree
from gradproof.formula.whole import Whole, align, negate, scalar
from gradproof.source import fail


def read_cases(ctx: Reading, tree: Cases) -> Whole:
    """Cases on index conditions as one expression with deltas; the cases must cover all index values."""
    values: list[Whole] = []
    weights: list[Expression] = []
    rest: Expression = ONE
    for value, condition in tree.rows:
        if condition is None:
            weights.append(rest)
        else:
            here = weight(read_condition(ctx, condition))
            weights.append(Mul((rest, here)))
            rest = Mul((rest, AddExpression((ONE, negate(here)))))
        whole = ctx.read(ctx, value)
        if values:
            aligned = align(values[0], whole, ctx.unifier)
            if aligned is None:
                raise fail("GP201", "The cases have different shapes.", value.span)
            whole = aligned
        values.append(whole)
    body = AddExpression(tuple(Mul((w, v.body)) for w, v in zip(weights, values, strict=True)))
    if not covered(tree):
        raise fail("GP400", "These cases leave out some index values.", tree.span, "Add a row with \\text{otherwise}.")
    return Whole(body, values[0].axes, values[0].row)


def covered(tree: Cases) -> bool:
    """Whether the rows of the cases leave nothing out: an "otherwise", or i = j beside i ≠ j."""
    if any(condition is None for _, condition in tree.rows):
        return True
    last = tree.rows[-1][1]
    return len(tree.rows) == 2 and last is not None and _opposite(tree.rows[0][1], last)


def _opposite(first: Tree | None, second: Tree) -> bool:
    if not (isinstance(first, Chain) and isinstance(second, Chain)):
        return False
    if sorted((*first.relations, *second.relations)) != ["=", "\\neq"]:
        return False
    return {_text(o) for o in first.operands} == {_text(o) for o in second.operands}


def _text(tree: Tree | None) -> str:
    match tree:
        case Symbol():
            return letter_name(tree)
        case Script(base, subscripts, superscript, primes):
            return f"{_text(base)}{[_text(s) for s in subscripts]}{_text(superscript)}{primes}"
        case Group(_, items):
            return str([_text(i) for i in items])
        case Number(value):
            return str(value)
        case _:
            return repr(tree)


def read_indicator(ctx: Reading, tree: Indicator) -> Whole:
    """1 where the index condition holds, else 0."""
    return scalar(weight(read_condition(ctx, tree.condition)))
