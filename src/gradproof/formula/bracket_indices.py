"""Indices in brackets behind a name, as in programs: `x[i]`, `A[i, j]`, `A[i][j]`.

Only index letters and numbers directly behind a name, or behind a bracket that no name stands before, are an index. A
bracket that holds a single other letter, or a letter and a shift, may be an index, an argument or a factor.
"""

from __future__ import annotations

from gradproof.formula.scanner import Token
from gradproof.formula.tree import Add, Group, Number, Product, Script, Symbol, Tree
from gradproof.source import fail

_LETTERS = frozenset("ijklmnrst")
_OPERATORS = frozenset({"E", "P", "Pr", "Var", "Cov", "KL", "H"})
"""Names behind which pages write the argument in such brackets: an expectation, a probability, an entropy."""


def takes_index(tree: Tree) -> bool:
    """Whether an operand may carry an index in brackets: a name, with scripts that are no power, or round brackets."""
    if isinstance(tree, Group):
        return tree.kind == "("
    if isinstance(tree, Script):
        marked = isinstance(tree.superscript, Group) and tree.superscript.kind in "(["
        return not tree.primes and (tree.superscript is None or marked) and takes_index(tree.base)
    return isinstance(tree, Symbol) and tree.style != "bb" and tree.name not in _OPERATORS


def is_index(tokens: list[Token]) -> bool:
    """Whether the tokens within brackets are index letters and numbers, with commas between them."""
    items, commas = tokens[::2], tokens[1::2]
    return len(tokens) % 2 == 1 and all(map(_is_item, items)) and all(token.kind == "comma" for token in commas)


def _is_item(token: Token) -> bool:
    return token.kind == "number" or (token.kind == "letter" and token.text in _LETTERS)


def refuse_doubtful_index(product: Product) -> None:
    """Raises GP400 for a bracket directly behind a name that may hold an index or an argument: f[x], y[t - 1]."""
    for operator, before, group in zip(product.operators, product.factors, product.factors[1:], strict=False):
        bracket = group.base if isinstance(group, Script) and not group.subscripts else group
        if operator or not isinstance(bracket, Group) or bracket.kind != "[" or bracket.given:
            continue
        if before.span.end == bracket.span.start and _is_doubtful(before, bracket.items):
            message = "It is not clear whether this bracket holds an index, an argument or a factor."
            raise fail("GP400", message, bracket.span, "Write x_{i}, f(x) or a \\cdot (…).")


def _is_doubtful(before: Tree, items: tuple[Tree, ...]) -> bool:
    base = before.base if isinstance(before, Script) else before
    name = base.name if isinstance(base, Symbol) else ""
    if len(items) != 1 or not isinstance(base, Symbol | Group):
        return False
    match items[0]:
        case Symbol() | Script() | Number():
            return isinstance(base, Symbol) or isinstance(items[0], Number) or _is_index_letter(items[0])
        case Add(((1, Symbol() as letter), (_, Number()))):
            return name not in {"", letter.name} and name not in _LETTERS and _is_index_letter(letter)
    return False


def _is_index_letter(tree: Tree) -> bool:
    return isinstance(tree, Symbol) and tree.name in _LETTERS
