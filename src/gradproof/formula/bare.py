"""Arguments without brackets: `\\log a b`, `\\frac{\\partial}{\\partial x} x^2 y`.

The rule: a function or a derivative without brackets takes the whole run of factors behind it; one whose argument is
a bracket ends with the bracket. The other reading of a run, its first factor alone, is kept as a fork.
"""

from __future__ import annotations

from dataclasses import replace

from gradproof.formula.reading import Reading
from gradproof.formula.to_latex import to_latex
from gradproof.formula.tree import Derivative, Divide, Group, Number, Product, Script, Tree
from gradproof.formula.whole import Whole, multiply
from gradproof.source import Span, fail


def fork(ctx: Reading, argument: Tree, *, derivative: bool = False) -> tuple[Tree, Tree | None]:
    """An argument without brackets: the whole run of factors; as the second reading its first factor, and the rest."""
    if not isinstance(argument, Product) or (derivative and is_constant(argument.factors[0])):
        return argument, None
    count = 2 if _applies(argument) else 1
    if count == len(argument.factors):
        return argument, None
    first, rest = _run(argument, 0, count), _run(argument, count, len(argument.factors))
    ctx.forks.append(
        f"{to_latex(argument)} is read as one argument; put brackets around {to_latex(first)} if it ends there."
    )
    return (first, rest) if ctx.alternative else (argument, None)


def is_constant(tree: Tree) -> bool:
    """Whether a factor is a number, of which nobody takes the derivative alone."""
    return isinstance(tree, Number) or (
        isinstance(tree, Divide) and is_constant(tree.numerator) and is_constant(tree.denominator)
    )


def _applies(product: Product) -> bool:
    """Whether the first two factors look like a function with its bracket."""
    second = product.factors[1]
    base = second.base if isinstance(second, Script) else second
    return product.operators[0] == "" and isinstance(base, Group) and base.kind == "("


def _run(product: Product, start: int, end: int) -> Tree:
    factors = product.factors[start:end]
    if len(factors) == 1:
        return factors[0]
    span = factors[0].span.join(factors[-1].span)
    return replace(product, factors=factors, operators=product.operators[start : end - 1], span=span)


def times(ctx: Reading, whole: Whole, rest: Tree, span: Span) -> Whole:
    """A whole times the factors that the second reading left outside."""

    def clash() -> Exception:
        return fail("GP201", "These factors do not fit.", span)

    return multiply(whole, ctx.read(ctx, rest), "", ctx.unifier, clash)


def extended(product: Product) -> Product | Derivative:
    """The product with the run behind `∂/∂x (…)^T` or `∇ ½` drawn into the derivative; a plain bracket ends it."""
    for position, node in enumerate(product.factors[:-1]):
        if not isinstance(node, Derivative) or node.operand is None or _ends(node.operand):
            continue
        rest = product.factors[position + 1 :]
        if set(product.operators[position:]) != {""} or any(isinstance(f, Derivative) for f in rest):
            continue
        inner = node.operand.factors if isinstance(node.operand, Product) else (node.operand,)
        before = node.operand.operators if isinstance(node.operand, Product) else ()
        operand = Product((*inner, *rest), (*before, *product.operators[position:]), inner[0].span.join(rest[-1].span))
        derivative = replace(node, operand=operand, bare=True, span=node.span.join(rest[-1].span))
        if position == 0:
            return derivative
        return replace(
            product, factors=(*product.factors[:position], derivative), operators=product.operators[:position]
        )
    return product


def _ends(operand: Tree) -> bool:
    """Whether what a derivative acts on is over: all but a number, and a bracket that carries an exponent."""
    if isinstance(operand, Number | Divide):
        return False
    return not (isinstance(operand, Script) and isinstance(operand.base, Group))
