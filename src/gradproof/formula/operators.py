"""Sums, derivatives, cases, indicators and named functions: what each means in index notation."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from gradproof.formula.conditions import Condition, read_condition, weight
from gradproof.formula.environment import symbol_name
from gradproof.formula.expression import (
    KNOWN_FUNCTIONS,
    ONE,
    Add as AddExpression,
    Derivative as DerivativeExpression,
    Dimension,
    Expression,
    Function,
    Index,
    Mul,
    Power,
    Sum,
    Variable,
    integer,
)
from gradproof.formula.expression import Number as NumberExpression
from gradproof.formula.expression import Product as ProductExpression
from gradproof.formula.letters import bound_letters, free_letters, range_end
from gradproof.formula.reading import Letter, Reading, letter_name
from gradproof.formula.rename import rename_index
from gradproof.formula.symbols import is_transpose, number
from gradproof.formula.tree import (
    Add,
    BigOperator,
    Call,
    Cases,
    Chain,
    Derivative,
    Group,
    Indicator,
    Norm,
    Number,
    Product,
    Script,
    Sequence,
    Symbol,
    Tree,
)
from gradproof.formula.to_latex import to_latex
from gradproof.formula.whole import Whole, align, describe, multiply, negate, scalar
from gradproof.source import Span, fail


def read_big_operator(ctx: Reading, tree: BigOperator) -> Whole:
    """Σ or ∏ over whole dimensions; a restriction such as k ≠ j weighs the summand."""
    if tree.kind not in ("sum", "prod"):
        raise fail("GP400", f"\\{tree.kind} is not understood yet.", tree.span)
    bound = bound_letters(tree)
    if not bound:
        bound = (_only_index(ctx, tree),)
    dimension = _upper(ctx, tree)
    scope = {}
    for symbol in bound:
        name = letter_name(symbol)
        _shadow(ctx, name)
        scope[name] = Letter(Index(name, dimension or _range_of(ctx, tree, name)), symbol.span)
    with ctx.binding(scope):
        conditions = [c for item in tree.lower for c in _restriction(ctx, item)]
        body = ctx.read(ctx, tree.body)
    _unused(ctx, tree, bound)
    return _bind(tree, scope, conditions, body)


def _bind(tree: BigOperator, scope: dict[str, Letter], conditions: list[Condition], body: Whole) -> Whole:
    inner = body.body
    if conditions:
        factor = weight(tuple(conditions))
        inner = Mul((factor, inner)) if tree.kind == "sum" else _outside_one(factor, inner)
    for letter in reversed(scope.values()):
        assert isinstance(letter.term, Index)
        inner = Sum(letter.term, inner) if tree.kind == "sum" else ProductExpression(letter.term, inner)
    if tree.kind == "prod" and not body.is_scalar:
        raise fail("GP400", "A product of vectors or matrices is not understood.", tree.span)
    return Whole(inner, body.axes, body.row, derivative=body.derivative)


def _outside_one(factor: Expression, inner: Expression) -> Expression:
    """A factor of a product that is 1 where the restriction does not hold."""
    return AddExpression((Mul((factor, inner)), ONE, negate(factor)))


def _only_index(ctx: Reading, tree: BigOperator) -> Symbol:
    """The index of a sum that names none: accepted only where one is possible."""
    known = {n for n in free_letters(tree.body) if ctx.bound(n) is None and n not in ctx.outside}
    if len(known) != 1:
        raise fail("GP400", "This sum does not say over which index it runs.", tree.span, "Write \\sum_{i}.")
    (name,) = known
    ctx.note(f"The sum without an index is read as a sum over {name}.")
    return Symbol(name, "", (), tree.span)


def _shadow(ctx: Reading, name: str) -> None:
    if ctx.bound(name) is not None or name in ctx.outside or name in ctx.letters:
        ctx.note(f"The sum's index {name} hides another {name} outside it; it is read as a new index.")


def _unused(ctx: Reading, tree: BigOperator, bound: tuple[Symbol, ...]) -> None:
    for symbol in bound:
        if symbol.name not in free_letters(tree.body):
            ctx.note(f"What is summed does not contain {symbol.name}.")


def _range_of(ctx: Reading, tree: BigOperator, name: str) -> Dimension:
    for item in tree.lower:
        if isinstance(item, Chain) and item.relations == ("\\in",):
            end = range_end(item.operands[1]) if item.operands[1] is not None else None
            if isinstance(end, Symbol):
                return Dimension(symbol_name(end))
    return ctx.environment.ranges.get(name) or ctx.new_dimension(f"range({name})")


def _upper(ctx: Reading, tree: BigOperator) -> Dimension | None:
    """The dimension that the bounds name: 1 to C, or 0 to C − 1.

    Raises: GP400 where the bounds are anything but a whole dimension.
    """
    start = next((c.operands[1] for c in tree.lower if isinstance(c, Chain) and c.relations == ("=",)), None)
    if tree.upper is None:
        if start is not None and not (isinstance(start, Sequence) and isinstance(range_end(start), Symbol)):
            raise fail("GP400", "This sum has a lower bound and no upper one.", tree.span, "Write \\sum_{i=1}^{N}.")
        end = range_end(start) if start is not None else None
        return Dimension(symbol_name(end)) if isinstance(end, Symbol) else None
    first = start.value if isinstance(start, Number) else 1 if start is None else None
    match tree.upper:
        case Symbol() if first == 1:
            return Dimension(symbol_name(tree.upper))
        case Add(((1, Symbol() as size), (-1, Number(value)))) if first == 0 and value == 1:
            return Dimension(symbol_name(size))
    raise fail("GP400", "Only sums over a whole dimension, 1 to C, are understood.", tree.upper.span)


def _restriction(ctx: Reading, item: Tree) -> list[Condition]:
    """The condition below a sum: k ≠ j; a start value or membership is none."""
    if isinstance(item, Chain) and set(item.relations) <= {"\\neq"}:
        return list(read_condition(ctx, item))
    if isinstance(item, Chain) and item.relations not in (("=",), ("\\in",)):
        raise fail("GP400", "This restriction of a sum is not understood.", item.span, "Write k \\neq j.")
    return []


def read_derivative(ctx: Reading, tree: Derivative) -> Whole:
    """∂A/∂B: the axes of A, then those of B; a number differentiated by a whole has the shape of the whole."""
    inside = tree.numerator if tree.numerator is not None else tree.operand
    if inside is None or not tree.variables:
        raise fail("GP400", "This derivative does not say of what, or by what.", tree.span)
    rest = None
    if tree.bare:
        inside, rest = _fork(ctx, inside)
    body = ctx.read(ctx, inside)
    for variable, order in reversed(tree.variables):
        for _ in range(order):
            body = _differentiate(ctx, body, variable, tree.span)
    return body if rest is None else _times(ctx, body, rest, tree.span)


def _fork(ctx: Reading, argument: Tree) -> tuple[Tree, Tree | None]:
    """An argument without brackets: the whole run of factors, or, as the second reading, its first factor alone."""
    if not isinstance(argument, Product):
        return argument, None
    first, *others = argument.factors
    ctx.forks.append(f"{to_latex(argument)} is read as one argument; put brackets around {to_latex(first)} if it ends there.")
    if not ctx.alternative:
        return argument, None
    rest = others[0] if len(others) == 1 else replace(argument, factors=tuple(others), operators=argument.operators[1:])
    return first, rest


def _times(ctx: Reading, whole: Whole, rest: Tree, span: Span) -> Whole:
    def clash() -> Exception:
        return fail("GP201", "These factors do not fit.", span)

    return multiply(whole, ctx.read(ctx, rest), "", ctx.unifier, clash)


def _differentiate(ctx: Reading, body: Whole, variable: Tree, span: Span) -> Whole:
    by = ctx.read(ctx, variable)
    if not isinstance(by.body, Variable):
        raise fail("GP400", "A derivative is understood only by a variable or one of its components.", variable.span)
    taken = {axis.name for axis in body.axes}
    assert not taken & {axis.name for axis in by.axes}
    row = by.row if not body.axes else body.row
    whole = bool(body.axes or by.axes)
    return Whole(DerivativeExpression(body.body, by.body), body.axes + by.axes, row and len(by.axes) == 1, False, whole)


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
    if not covered(tree, rest):
        raise fail("GP400", "These cases leave out some index values.", tree.span, "Add a row with \\text{otherwise}.")
    return Whole(body, values[0].axes, values[0].row)


def covered(tree: Cases, rest: Expression) -> bool:
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


def read_norm(ctx: Reading, tree: Norm) -> Whole:
    """|x| of a number; the Euclidean norm of a vector, or ‖·‖ of a matrix as Frobenius' norm."""
    whole = ctx.read(ctx, tree.body)
    if whole.is_scalar:
        return scalar(Function("abs", whole.body))
    if not tree.double:
        raise fail("GP201", "|·| is understood of numbers; write \\| \\| for the norm of a vector.", tree.span)
    total: Expression = Power(whole.body, integer(2))
    for axis in reversed(whole.axes):
        total = Sum(axis, total)
    return scalar(Power(total, NumberExpression(Fraction(1, 2))))


_NAMES = {"ln": "log", "sigmoid": "sigma", "ReLU": "relu", "sgn": "sign", "atan": "arctan"}


def read_call(ctx: Reading, tree: Call) -> Whole:
    """A named function of its argument, component by component where the argument is a vector."""
    name = _NAMES.get(tree.name, tree.name)
    if tree.primes:
        raise fail("GP400", "A prime on this function is not understood.", tree.span)
    if name == "softmax" and len(tree.arguments) == 1:
        return _softmax(ctx, tree)
    rest = None
    trees = tree.arguments
    if tree.bare and len(trees) == 1:
        first, rest = _fork(ctx, trees[0])
        trees = (first,)
    arguments = [ctx.read(ctx, a) for a in trees]
    if name == "sqrt":
        result = _sqrt(arguments, tree)
    elif name == "exp" or name in KNOWN_FUNCTIONS:
        result = _elementwise(name, arguments, tree)
    else:
        raise fail("GP400", f"The function {tree.name} is not understood yet.", tree.span)
    if tree.subscript:
        raise fail("GP400", "Logarithms are natural here; a base is not understood.", tree.subscript[0].span)
    result = result if tree.power is None else _powered(ctx, result, tree)
    return result if rest is None else _times(ctx, result, rest, tree.span)


def _elementwise(name: str, arguments: list[Whole], tree: Call) -> Whole:
    if len(arguments) != 1:
        raise fail("GP400", f"\\{tree.name} takes one argument.", tree.span)
    (argument,) = arguments
    return Whole(Function(name, argument.body), argument.axes, argument.row)


def _sqrt(arguments: list[Whole], tree: Call) -> Whole:
    root = Fraction(2)
    if len(arguments) == 2:
        degree = arguments[1].body
        if not isinstance(degree, NumberExpression) or degree.value < 2:
            raise fail("GP400", "Only roots of a fixed degree are understood.", tree.span)
        root = degree.value
    if not arguments[0].is_scalar:
        raise fail("GP201", "A root needs a number.", tree.span)
    return scalar(Power(arguments[0].body, NumberExpression(1 / root)))


def _powered(ctx: Reading, result: Whole, tree: Call) -> Whole:
    assert tree.power is not None
    if is_transpose(ctx, tree.power, result) or not result.is_scalar:
        raise fail("GP400", "This superscript on a function is not understood.", tree.power.span)
    exponent = ctx.read(ctx, tree.power)
    if isinstance(tree.power, Add):
        raise fail("GP400", "f^{-1} may mean the inverse function or 1/f; write which.", tree.power.span)
    return scalar(Power(result.body, exponent.body))


def _softmax(ctx: Reading, tree: Call) -> Whole:
    whole = ctx.read(ctx, tree.arguments[0])
    if len(whole.axes) != 1:
        kind = describe(whole, ctx.unifier, lambda n: ctx.show(Dimension(n)))
        raise fail("GP201", f"softmax takes a vector, and this is {kind}.", tree.arguments[0].span)
    (axis,) = whole.axes
    inner = ctx.new_axis(axis.dimension)
    total = Sum(inner, Function("exp", rename_index(whole.body, axis.name, inner)))
    return Whole(Mul((Function("exp", whole.body), Power(total, integer(-1)))), whole.axes, whole.row)


