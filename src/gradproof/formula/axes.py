"""How many open axes a tree seems to have, before it has a meaning."""

from __future__ import annotations

from gradproof.formula.environment import symbol_name
from gradproof.formula.indices import symbol_and_indices
from gradproof.formula.layers import names_layer
from gradproof.formula.matrices import bold_axes, inverse_mark, is_mark
from gradproof.formula.reading import Reading
from gradproof.formula.tree import (
    Add,
    Call,
    Derivative,
    Divide,
    Group,
    Matrix,
    Number,
    Product,
    Script,
    Symbol,
    Tree,
)


def rank(ctx: Reading, tree: Tree) -> int:
    """The number of open axes a tree seems to have; 0 where nothing is known."""
    match tree:
        case Symbol():
            return symbol_rank(ctx, tree, symbol_name(tree), 0)
        case Script(Symbol() as base):
            name, indices = symbol_and_indices(ctx, tree)
            return 0 if is_power(ctx, tree) else symbol_rank(ctx, base, name, len(indices))
        case Script(base, subscripts, superscript):
            return 0 if isinstance(superscript, Number) else max(0, rank(ctx, base) - len(subscripts))
        case Add(terms):
            return max(rank(ctx, t) for _, t in terms)
        case Group(_, (inner,), ()):
            return rank(ctx, inner)
        case Divide(numerator):
            return rank(ctx, numerator)
        case Call("sqrt" | "tr" | "det" | "trace"):
            return 0
        case Call(_, (argument,)):
            return rank(ctx, argument)
        case Derivative(numerator, ((variable, 1),)) if numerator is not None:
            return rank(ctx, numerator) + rank(ctx, variable)
        case Product(factors):
            return _product_rank(ctx, factors)
        case Matrix(rows):
            return (len(rows) > 1) + (len(rows[0]) > 1) if rows else 0
        case _:
            return 0


def symbol_rank(ctx: Reading, symbol: Symbol, name: str, indices: int) -> int:
    """The number of open axes of a symbol that carries so many indices."""
    entry = ctx.entry(name)
    if entry is not None:
        return max(0, len(entry.shape) - indices)
    if name in ctx.ranks:
        return max(0, ctx.ranks[name] - indices)
    if indices or symbol.style != "bold":
        return 1 if symbol.style == "bold" else 0
    return bold_axes(symbol)


def _without_arguments(ctx: Reading, factors: tuple[Tree, ...]) -> list[Tree]:
    """The factors without the brackets of functions, whose values have the axes of the function."""
    found: list[Tree] = []
    for factor in factors:
        name = applied_name(found[-1]) if found else ""
        bracket = factor.base if isinstance(factor, Script) else factor
        called = name in ctx.applied or name in ctx.environment.functions
        if not (called and isinstance(bracket, Group) and bracket.kind == "("):
            found.append(factor)
    return found


def _product_rank(ctx: Reading, factors: tuple[Tree, ...]) -> int:
    ranks = [(rank(ctx, f), transposed(f)) for f in _without_arguments(ctx, factors)]
    wholes = [r for r in ranks if r[0]]
    if not wholes:
        return 0
    total, row = wholes[0][0], wholes[0][1] and wholes[0][0] == 1
    for following, turned in wholes[1:]:
        if following == 1 and turned:
            total, row = (2, False) if total == 1 and not row else (1, True)
        elif following == 1:
            total, row = (0, False) if row or total == 1 else (1, False)
        else:
            total = 1 if total == 1 else 2
    return 0 if row and total == 1 else total  # a row vector waits for its column


def applied_name(callee: Tree) -> str:
    """The name of what is applied: f of f, f', f_j."""
    base = callee.base if isinstance(callee, Script) else callee
    return symbol_name(base) if isinstance(base, Symbol) else ""


def transposed(tree: Tree) -> bool:
    """Whether a tree carries the mark of a transpose."""
    if not isinstance(tree, Script):
        return False
    sup = tree.superscript
    return is_mark(sup) or inverse_mark(sup) == "T"


def is_power(ctx: Reading, node: Script) -> bool:
    """Whether a superscript raises to a power; the -1 of a capital letter may as well be that of an inverse matrix."""
    raised = isinstance(node.superscript, Number | Add | Divide) and not names_layer(ctx.environment.layers, node)
    return raised and not inverted(node)


def inverted(tree: Tree) -> bool:
    """Whether a tree is a capital letter, without indices, to the power -1 or -T: 1/A or the inverse matrix."""
    if not isinstance(tree, Script) or not isinstance(tree.base, Symbol) or tree.subscripts:
        return False
    return tree.base.name[:1].isupper() and inverse_mark(tree.superscript) != ""


def is_plain(tree: Tree) -> bool:
    """Whether a tree is a symbol in plain type, no transpose: x, a_1."""
    base = tree.base if isinstance(tree, Script) else tree
    return isinstance(base, Symbol) and base.style == "" and not transposed(tree)
