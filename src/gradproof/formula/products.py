"""Factors in a row: which are applications, which derivatives chain, and what the rest multiplies to."""

from __future__ import annotations

from dataclasses import replace

from gradproof.formula.environment import FunctionEntry, symbol_name
from gradproof.formula.expression import (
    Apply,
    Argument,
    Definition,
    Dimension,
    Expression,
    Function,
    Index,
    Mul,
    Parameter,
    Partial,
    Sum,
    Variable,
)
from gradproof.formula.ranks import applied_name
from gradproof.formula.reading import Reading
from gradproof.formula.rename import rename_index
from gradproof.formula.symbols import symbol_and_indices
from gradproof.formula.to_latex import to_latex
from gradproof.formula.tree import Derivative, Group, Mark, Product, Script, Symbol, Text, Tree
from gradproof.formula.whole import Whole, describe, multiply, scalar
from gradproof.source import Span, fail

Factor = tuple[str, Whole, Tree]


def read_product(ctx: Reading, tree: Product) -> Whole:
    """The product of the factors; whole derivatives of one another are contracted (the chain rule)."""
    factors = _factors(ctx, tree)
    result, last = factors[0][1], factors[0][2]
    for operator, whole, node in factors[1:]:
        chained = _chain(ctx, result, last, whole, node)
        if chained is None:
            clash = _clash(ctx, result, whole, last.span.join(node.span))
            chained = multiply(result, whole, operator, ctx.unifier, clash)
        result, last = chained, node
    return result


def _clash(ctx: Reading, left: Whole, right: Whole, span: Span):  # type: ignore[no-untyped-def]
    def clash() -> Exception:
        def show(whole: Whole) -> str:
            return describe(whole, ctx.unifier, lambda n: ctx.show(Dimension(n)))

        return fail("GP201", f"{show(left)} cannot be multiplied by {show(right)}.".capitalize(), span)

    return clash


def _factors(ctx: Reading, tree: Product) -> list[Factor]:
    """The factors with their operators before them; a function and its bracket are one."""
    found: list[Factor] = []
    position = 0
    while position < len(tree.factors):
        node = tree.factors[position]
        operator = tree.operators[position - 1] if position else ""
        following = tree.factors[position + 1] if position + 1 < len(tree.factors) else None
        if following is not None and tree.operators[position] == "" and is_application(ctx, node, following):
            assert isinstance(following, Group)
            found.append((operator, apply(ctx, node, following), node))
            position += 2
        else:
            found.append((operator, ctx.read(ctx, node), node))
            position += 1
    return found


def is_application(ctx: Reading, callee: Tree, group: Tree) -> bool:
    """Whether X(…) applies X: X is a function of the page, a known one, or new and used like one."""
    if not isinstance(group, Group) or group.kind != "(" or not group.items:
        return False
    name = applied_name(callee)
    if not name or (isinstance(callee, Script) and callee.superscript is not None):
        return False
    if group.given or (isinstance(callee, Script) and callee.primes) or name in ctx.environment.functions:
        return True
    if ctx.entry(name) is not None:
        return False
    if name == "sigma":
        return True
    if name not in ctx.applied:
        return False
    ctx.forks.append(f"{name}(…) is read as a function applied to its argument, not as a product.")
    return not ctx.alternative


def apply(ctx: Reading, callee: Tree, group: Group) -> Whole:
    """A function applied to its arguments."""
    name, indices, primes = _callee(ctx, callee)
    if group.given:
        return _conditional(ctx, name, group)
    arguments = [ctx.read(ctx, item) for item in group.items]
    if name == "sigma" and name not in ctx.environment.functions and ctx.entry(name) is None:
        return _logistic(ctx, arguments, primes, group)
    known = ctx.environment.functions.get(name)
    if known is not None and len(known.parameters) != len(arguments):
        raise fail("GP201", f"{name} takes {len(known.parameters)} arguments, and here it has {len(arguments)}.", group.span)
    if known is None and not ctx.introduce and not primes:
        raise fail("GP405", f"The function {name} is not defined.", callee.span, f"Say that {name} is a function: {name}(x).")
    entry = ctx.entry(name)
    if entry is not None and known is not None and not primes and _as_defined(ctx, known, arguments):
        return ctx.read(ctx, callee)
    shape = entry.shape if entry is not None else tuple(ctx.new_dimension(f"dim({name})") for _ in indices)
    terms = tuple(ctx.term(t, d) for t, d in zip(indices, shape, strict=False))
    if len(terms) != len(shape):
        raise fail("GP400", f"{name} as a whole vector of functions is not understood at another argument.", callee.span)
    return _applied(ctx, name if name not in ctx.environment.definitions else f"{name}()", terms, arguments, primes, group)


def _callee(ctx: Reading, callee: Tree) -> tuple[str, tuple[Tree, ...], int]:
    if isinstance(callee, Script):
        name, indices = symbol_and_indices(ctx, callee)
        return name, indices, callee.primes
    assert isinstance(callee, Symbol)
    return symbol_name(callee), (), 0


def _as_defined(ctx: Reading, known: FunctionEntry, arguments: list[Whole]) -> bool:
    """Whether the arguments are the very variables of the definition: u_j(x) where u_j(x) was defined."""
    return all(
        isinstance(a.body, Variable) and a.body.name == p and len(a.axes) == len(a.body.indices)
        for a, p in zip(arguments, known.parameters, strict=True)
    )


def _applied(  # noqa: PLR0913 - the parts of one application
    ctx: Reading, name: str, terms, arguments: list[Whole], primes: int, group: Group  # type: ignore[no-untyped-def]
) -> Whole:
    if primes and (len(arguments) != 1 or arguments[0].axes):
        raise fail("GP400", "A prime is understood on a function of one number.", group.span)
    wholes = tuple(Argument(a.axes, a.body) for a in arguments)
    return scalar(Apply(name, terms, wholes, (Partial(0, ()),) * primes))


def _logistic(ctx: Reading, arguments: list[Whole], primes: int, group: Group) -> Whole:
    if len(arguments) != 1:
        raise fail("GP400", "σ takes one argument.", group.span)
    (argument,) = arguments
    if not primes:
        return replace(argument, body=Function("sigma", argument.body), zero=False)
    ctx.functions["sigma()"] = Definition("sigma()", (), (Parameter("z", ()),), Function("sigma", Variable("z")))
    body: Expression = Apply("sigma()", (), (Argument((), argument.body),), (Partial(0, ()),) * primes)
    return replace(argument, body=body, zero=False)


def _conditional(ctx: Reading, name: str, group: Group) -> Whole:
    """p(t | x): by the page's own notation for it, else an abstract function of all that stands in the bracket."""
    alias = ctx.environment.notations.get(name)
    if alias is not None:
        formal, body = alias
        if [to_latex(g) for g in formal.given] == [to_latex(g) for g in group.given]:
            swap = {to_latex(f): a for f, a in zip(formal.items, group.items, strict=False)}
            return ctx.read(ctx, _substitute(body, swap))
    arguments = tuple(ctx.read(ctx, item) for item in (*group.items, *group.given))
    return scalar(Apply(f"{name}(|)", (), tuple(Argument(a.axes, a.body) for a in arguments)))


def _substitute(tree: Tree, swap: dict[str, Tree]) -> Tree:
    """The notation's body (a symbol with subscripts) with its formal letters replaced."""
    found = swap.get(to_latex(tree))
    if found is not None:
        return found
    if isinstance(tree, Script):
        return replace(tree, subscripts=tuple(_substitute(s, swap) for s in tree.subscripts))
    return tree


def _chain(ctx: Reading, left: Whole, left_node: Tree, right: Whole, right_node: Tree) -> Whole | None:
    """∂a/∂b · ∂b/∂c of whole objects, contracted over all components of b; None where they are no such pair."""
    if not (isinstance(left_node, Derivative) and isinstance(right_node, Derivative)):
        return None
    if left_node.numerator is None or right_node.numerator is None:
        return None
    inner = _same(left_node.variables[0][0], right_node.numerator)
    outer = _same(right_node.variables[0][0], left_node.numerator)
    if inner and len(left_node.variables) == 1:
        count = len(ctx.read(ctx, right_node.numerator).axes)
        return _contract(ctx, left, left.axes[len(left.axes) - count :], right, right.axes[:count]) if count else None
    if outer and len(right_node.variables) == 1:
        count = len(ctx.read(ctx, left_node.numerator).axes)
        return _contract(ctx, left, left.axes[:count], right, right.axes[len(right.axes) - count :]) if count else None
    return None


def _same(left: Tree, right: Tree) -> bool:
    return to_latex(left).replace("\\mathbf", "") == to_latex(right).replace("\\mathbf", "")


def _contract(
    ctx: Reading, left: Whole, ours: tuple[Index, ...], right: Whole, theirs: tuple[Index, ...]
) -> Whole | None:
    if not all(ctx.unifier.unify(a.dimension, b.dimension) for a, b in zip(ours, theirs, strict=True)):
        return None
    body = right.body
    for a, b in zip(ours, theirs, strict=True):
        body = rename_index(body, b.name, a)


    total: Expression = Mul((left.body, body))
    for axis in reversed(ours):
        total = Sum(axis, total)
    rest = tuple(a for a in (*left.axes, *right.axes) if a not in ours and a not in theirs)
    return Whole(total, rest, derivative=True)


