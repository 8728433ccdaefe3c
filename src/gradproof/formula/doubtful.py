"""What may mean two things, where one of them would be a guess: brackets that round, a bracket behind a derivative or a
power, `\\sum_{i \\neq j}`, dotted letters.
"""

from __future__ import annotations

from dataclasses import replace

from gradproof.formula.bracket_indices import refuse_doubtful_index
from gradproof.formula.environment import symbol_name
from gradproof.formula.letters import excluded, letter_name, walk
from gradproof.formula.reading import Reading
from gradproof.formula.to_latex import to_latex
from gradproof.formula.tree import (
    Add,
    BigOperator,
    Chain,
    Derivative,
    Group,
    Mark,
    Number,
    Operator,
    Product,
    Script,
    Symbol,
    Tree,
)
from gradproof.source import fail

_ROUNDING = {r"\lfloor": "Rounding", r"\lceil": "Rounding", r"\langle": "A mean or product in angle brackets"}
_SIGNS = {"Re": "A real part", "Im": "An imaginary part"}
_DOTS = frozenset({"dot", "ddot"})


def refuse_bracket(group: Group) -> None:
    """Raises GP400 for brackets that do more than hold together."""
    if group.kind in _ROUNDING:
        raise fail("GP400", f"{_ROUNDING[group.kind]} is not understood.", group.span)


def refuse_sign(base: Symbol) -> None:
    """Raises GP400 for a new symbol that is an operation: a dot for the derivative by time, Re, Im."""
    if _DOTS & set(base.accents):
        message = "A dot over a symbol, the derivative by time, is not understood."
        raise fail("GP400", message, base.span, "Write \\frac{dx}{dt}, or define the dotted symbol.")
    if base.name in _SIGNS and not base.accents:
        raise fail("GP400", f"{_SIGNS[base.name]} is not understood; all numbers are real.", base.span)


def without_places(ctx: Reading, product: Product) -> Tree:
    """The product with `\\frac{df}{dx}(x)` read as the derivative, taken at x; a fork, since it may multiply.

    Raises: GP400 for a derivative taken at another place, and for a power of a function before its bracket.
    """
    refuse_doubtful_index(product)
    factors, operators = [product.factors[0]], list[Operator]()
    for operator, node in zip(product.operators, product.factors[1:], strict=True):
        before = factors[-1]
        if operator == "" and isinstance(node, Group) and node.kind == "(" and len(node.items) == 1:
            _refuse_power(ctx, before, node)
            if isinstance(before, Derivative) and _is_place(ctx, before, node):
                continue
        factors.append(node)
        operators.append(operator)
    if len(factors) == len(product.factors):
        return product
    return factors[0] if len(factors) == 1 else replace(product, factors=tuple(factors), operators=tuple(operators))


def _is_place(ctx: Reading, derivative: Derivative, group: Group) -> bool:
    """Whether the bracket says where a derivative is taken, in the reading that is being tried."""
    (item,) = group.items
    if derivative.numerator is None:
        return False
    if len(derivative.variables) == 1 and to_latex(item) == to_latex(derivative.variables[0][0]):
        ctx.forks.append(f"({to_latex(item)}) is read as the place where the derivative is taken, not as a factor.")
        return not ctx.alternative
    above = derivative.numerator.base if isinstance(derivative.numerator, Script) else derivative.numerator
    name = symbol_name(above) if isinstance(above, Symbol) else ""
    function = name in ctx.environment.functions or name in ctx.applied
    logistic = name == "sigma" and ctx.entry(name) is None
    starred = isinstance(item, Script) and isinstance(item.superscript, Mark)
    if isinstance(item, Number) or starred or ((function or logistic) and isinstance(item, Symbol | Script)):
        message = "It is not clear whether this is a factor or the place where the derivative is taken."
        raise fail(
            "GP400", message, group.span, "For a factor write \\cdot; a derivative at a place is not understood."
        )
    return False


def _refuse_power(ctx: Reading, node: Tree, group: Group) -> None:
    """σ²(x) is σ(x)² to some and σ(σ(x)) to others; with σ a number, it is a product."""
    if not (isinstance(node, Script) and isinstance(node.base, Symbol) and isinstance(node.superscript, Number | Add)):
        return
    name = symbol_name(node.base)
    logistic = name == "sigma" and ctx.entry(name) is None and isinstance(group.items[0], Symbol | Script)
    if logistic or name in ctx.environment.functions or (name in ctx.applied and ctx.entry(name) is None):
        message = f"It is not clear whether this is a power of {name}(…), or {name} taken several times."
        raise fail("GP400", message, node.span.join(group.span), f"For the power write {name}(…)^2.")


def refuse_lonely(trees: tuple[Tree, ...], lonely: tuple[tuple[str, str], ...]) -> None:
    """Raises GP400 where a letter free on one side only stands below a sum, as j in Σ_{i ≠ j}: j may be summed, too."""
    names = {name for name, _ in lonely}
    for node in (n for tree in trees for n in walk(tree) if isinstance(n, BigOperator)):
        for position, item in enumerate(node.lower):
            apart = isinstance(item, Chain) and item.relations == (r"\neq",)
            for right in excluded(node.lower, position) if apart else ():
                if isinstance(right, Symbol) and letter_name(right) in names:
                    message = f"It is not clear whether this sum runs over {letter_name(right)}, too."
                    raise fail("GP400", message, item.span, "Write two sums: \\sum_{j} \\sum_{i \\neq j}.")
