"""Sums, products and derivatives: what each means in index notation."""

from __future__ import annotations

import re
from dataclasses import replace

from gradproof.formula.axes import applied_name
from gradproof.formula.bare import fork, times
from gradproof.formula.conditions import ORDERS, ordered, read_condition, weight
from gradproof.formula.environment import symbol_name
from gradproof.formula.expression import ONE, Dimension, Expression, Function, Index, Mul, Power, Sum, Variable, integer
from gradproof.formula.expression import Add as AddExpression
from gradproof.formula.expression import Derivative as DerivativeExpression
from gradproof.formula.expression import Product as ProductExpression
from gradproof.formula.letters import bound_letters, excluded, free_letters, is_letter, letter_name, range_end
from gradproof.formula.reading import Letter, Reading
from gradproof.formula.rename import rename_index
from gradproof.formula.tree import Add, BigOperator, Chain, Derivative, Group, Number, Product, Sequence, Symbol, Tree
from gradproof.formula.unify import unnamed
from gradproof.formula.whole import Whole, negate
from gradproof.source import Span, fail


def read_big_operator(ctx: Reading, tree: BigOperator) -> Whole:
    """Σ or ∏ over whole dimensions; a restriction such as k ≠ j weighs the summand."""
    if tree.kind not in ("sum", "prod"):
        raise fail("GP400", f"\\{tree.kind} is not understood yet.", tree.span)
    bound = bound_letters(tree) or (_only_index(ctx, tree),)
    split = _before_its_like(tree, {letter_name(s) for s in bound})
    if split is not None:
        return ctx.read(ctx, split)
    dimension = _upper(tree)
    if dimension is not None and _is_index(ctx, dimension.name):
        message = "Only sums over a whole dimension, 1 to C, are understood, and this one ends at an index."
        raise fail("GP400", message, tree.span)
    scope = {}
    for symbol in bound:
        name = letter_name(symbol)
        _shadow(ctx, name)
        scope[name] = Letter(Index(name, dimension or _range_of(ctx, tree, name)), symbol.span)
    with ctx.binding(scope):
        weights = [w for position in range(len(tree.lower)) for w in _restriction(ctx, tree.lower, position)]
        body = ctx.read(ctx, tree.body)
    _unused(ctx, tree, scope, restricted=bool(weights))
    return _bind(tree, scope, weights, body)


def _is_index(ctx: Reading, name: str) -> bool:
    """Whether the upper bound of a sum is a letter that also counts: the k of Σ_{i=1}^k x_i beside x_k."""
    known = ctx.bound(name) is not None or name in ctx.letters or name in ctx.environment.ranges
    return known or (name in ctx.outside and not ctx.is_dimension(name))


def _before_its_like(tree: BigOperator, letters: set[str]) -> Product | None:
    """`∏_n a_n ∏_n b_n` as two factors: a second operator with the same index ends the body of the first."""
    body = tree.body
    if not isinstance(body, Product):
        return None
    for position, factor in enumerate(body.factors[1:], 1):
        if isinstance(factor, BigOperator) and letters & {letter_name(s) for s in bound_letters(factor)}:
            kept = body.factors[:position]
            inner = kept[0] if position == 1 else replace(body, factors=kept, operators=body.operators[: position - 1])
            first = replace(tree, body=inner, span=tree.span.join(kept[-1].span))
            return Product((first, *body.factors[position:]), body.operators[position - 1 :], tree.span)
    return None


def _bind(tree: BigOperator, scope: dict[str, Letter], weights: list[Expression], body: Whole) -> Whole:
    inner = body.body
    if weights:
        factor = weights[0] if len(weights) == 1 else Mul(tuple(weights))
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


def _unused(ctx: Reading, tree: BigOperator, scope: dict[str, Letter], *, restricted: bool) -> None:
    """A note where the summand ignores an index, whose range must then be known from elsewhere in the line.

    Raises: GP400 where nothing says how many terms there are.
    """
    used = free_letters(tree.body)
    for name, letter in scope.items():
        dimension = letter.term.dimension
        if name not in used:
            ctx.note(f"What is summed does not contain {name}.")
            known = ctx.met.get(name) or (ctx.letters[name].term.dimension if name in ctx.letters else None)
            if unnamed(ctx.unifier.find(dimension)) and known is None and not restricted:
                raise fail(
                    "GP400", f"Nothing says how far {name} runs here.", tree.span, f"Write \\sum_{{{name}=1}}^{{N}}."
                )
            if known is not None and unnamed(ctx.unifier.find(dimension)):
                ctx.unifier.unify(known, dimension)
        ctx.met[name] = dimension


def _range_of(ctx: Reading, tree: BigOperator, name: str) -> Dimension:
    for item in tree.lower:
        if isinstance(item, Chain) and item.relations == ("\\in",) and _ranges(item, name):
            end = _end_of_set(item.operands[1]) if item.operands[1] is not None else None
            if not isinstance(end, Symbol):
                message = "Only sums over a whole dimension, 1 to C, are understood; this set may be a part of one."
                raise fail("GP400", message, item.span, f"Write \\sum_{{{name}=1}}^{{N}}.")
            return Dimension(symbol_name(end))
    return ctx.environment.ranges.get(name) or ctx.new_dimension(f"range({name})")


def _ranges(item: Chain, name: str) -> bool:
    """Whether a membership says over what this letter runs: i ∈ S, and i, j ∈ S."""
    first = item.operands[0]
    letters = first.items if isinstance(first, Sequence) else (first,)
    return any(letter is not None and is_letter(letter) and letter_name(letter) == name for letter in letters)


def _end_of_set(tree: Tree) -> Tree | None:
    """The N of {1, …, N}, of [1, N] and of [N]."""
    if isinstance(tree, Group) and tree.kind == "[" and len(tree.items) == 1:
        return tree.items[0]
    return range_end(tree)


def _upper(tree: BigOperator) -> Dimension | None:
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


def _restriction(ctx: Reading, lower: tuple[Tree, ...], position: int) -> list[Expression]:
    """What is 1 where the conditions below a sum hold: k ≠ j, k ≠ i, j, k ≤ t; a start value or membership is none."""
    item = lower[position]
    if isinstance(item, Chain) and item.relations == ("\\neq",) and item.operands[0] is not None:
        left = item.operands[0]
        pairs = (replace(item, operands=(left, other)) for other in excluded(lower, position))
        return [weight((condition,)) for pair in pairs for condition in read_condition(ctx, pair)]
    if isinstance(item, Chain) and item.relations[0] in ORDERS and len(item.relations) == 1:
        return [ordered(ctx, item)]
    if isinstance(item, Chain) and item.relations not in (("=",), ("\\in",)):
        raise fail("GP400", "This restriction of a sum is not understood.", item.span, "Write k \\neq j.")
    return []


def read_derivative(ctx: Reading, tree: Derivative) -> Whole:
    """∂A/∂B: the axes of A, then those of B; a number differentiated by a whole has the shape of the whole."""
    inside = tree.numerator if tree.numerator is not None else tree.operand
    if inside is None:
        raise fail("GP400", "This derivative does not say of what.", tree.span)
    rest = None
    if tree.bare:
        inside, rest = fork(ctx, inside, derivative=True)
    variables = tree.variables or _of_function(ctx, inside, tree.span)
    body = _logistic(ctx, inside, variables) or ctx.read(ctx, inside)
    for variable, order in reversed(variables):
        for _ in range(order):
            body = _differentiate(ctx, body, variable)
    if tree.twice:
        body = _once_more(ctx, body, variables[0][0])
    return body if rest is None else times(ctx, body, rest, tree.span)


def _once_more(ctx: Reading, gradient: Whole, variable: Tree) -> Whole:
    """∇²f from ∇f: all second derivatives; in the second reading the sum of those by each component, the Laplacian."""
    hessian = _differentiate(ctx, gradient, variable)
    axes, again = gradient.axes, hessian.axes[len(gradient.axes) :]
    if not again or len(axes) != len(again):
        return hessian
    ctx.forks.append("∇² is read as the matrix of all second derivatives, not as the sum of those by each component.")
    if not ctx.alternative:
        return hessian
    body = hessian.body
    for axis, other in zip(axes, again, strict=True):
        body = Sum(axis, rename_index(body, other.name, axis))
    return Whole(body, ())


def _of_function(ctx: Reading, tree: Tree, span: Span) -> tuple[tuple[Tree, int], ...]:
    """What ∇f is taken by: the one argument of the function f of the page; ∇∇f is taken by the same twice."""
    if isinstance(tree, Derivative) and tree.gradient and tree.operand is not None:
        return tree.variables or _of_function(ctx, tree.operand, span)
    name = applied_name(tree.factors[0] if isinstance(tree, Product) else tree)
    known = ctx.environment.functions.get(name)
    if known is None or len(known.arguments) != 1:
        raise fail("GP400", "This gradient does not say by what.", span, "Write \\nabla_w.")
    return ((known.arguments[0], 1),)


def _logistic(ctx: Reading, inside: Tree, variables: tuple[tuple[Tree, int], ...]) -> Whole | None:
    """dσ/dz is that of σ(z), where σ is nothing else."""
    if not (isinstance(inside, Symbol) and symbol_name(inside) == "sigma") or ctx.entry("sigma") is not None:
        return None
    argument = ctx.read(ctx, variables[0][0])
    return Whole(Function("sigma", argument.body), argument.axes)


def _differentiate(ctx: Reading, body: Whole, variable: Tree) -> Whole:
    _refuse_numbered(ctx, variable)
    by = ctx.read(ctx, variable)
    if isinstance(by.body, Power) and isinstance(by.body.base, Variable) and by.is_scalar and _is_two(by.body.exponent):
        return _by_square(body, by.body.base)
    if not isinstance(by.body, Variable):
        raise fail("GP400", "A derivative is understood only by a variable or one of its components.", variable.span)
    taken = {axis.name for axis in body.axes}
    assert not taken & {axis.name for axis in by.axes}
    row = by.row if not body.axes else body.row
    whole = bool(body.axes or by.axes)
    axes = body.axes + by.axes
    return Whole(DerivativeExpression(body.body, by.body), axes, row and len(axes) == 1, derivative=whole)


def _is_two(exponent: Expression) -> bool:
    return exponent == integer(2)


def _by_square(body: Whole, root: Variable) -> Whole:
    """∂A/∂(σ²) is ∂A/∂σ / (2σ): A as a function of the square, of which σ is the root."""
    half = Power(Mul((integer(2), root)), integer(-1))
    return replace(body, body=Mul((half, DerivativeExpression(body.body, root))), derivative=bool(body.axes))


def _refuse_numbered(ctx: Reading, variable: Tree) -> None:
    """Raises GP400 for ∂/∂x of a new x beside x_1, x_2: it may be the vector of them."""
    if not isinstance(variable, Symbol) or ctx.entry(symbol_name(variable)) is not None:
        return
    name = symbol_name(variable)
    numbered = [n for n in (*ctx.environment.entries, *ctx.entries) if re.fullmatch(rf"{re.escape(name)}_\d+", n)]
    if numbered:
        message = f"{min(numbered)} is known, and it is not clear what {name} has to do with it."
        raise fail("GP400", message, variable.span, f"Say that {name} is a vector: {name} \\in \\mathbb{{R}}^{{n}}.")
