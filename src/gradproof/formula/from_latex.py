"""A formula's rows and statements, from LaTeX: the one way from text to a surface tree.

    read_rows(r"p_j = \\frac{\\exp u_j}{\\sum_k \\exp u_k}")     -> one Row with one Statement

What is not understood is an error at its place; nothing is dropped and nothing guessed. Spacing, sizes, alignment,
labels, notes on braces and TeX's invisible braces leave no node. Spans are offsets in the source: `offset` is where
the text starts in it. The passes: tokens (`lexer`), rows of tokens (`layout`), then the grammar, a ladder of classes:
`cursor`, `grammar_symbols`, `grammar_scripts`, `grammar_groups`, `grammar_calls`, `grammar_derivatives`,
`grammar_operands`, `grammar_sums`, `statements`. Before them a page's own commands are unfolded (`macros`).

Rules where LaTeX says nothing (each has its test):

- Side by side binds like \\cdot. A slash divides the product to its left by the one factor to its right, and the
  product goes on: `a b / c d` is ((a b)/c) d. A sign binds looser than a product; behind an operator it belongs to
  one factor.
- A big operator takes the product to its right, with a leading sign, up to + - a relation, a comma or a closer.
- A function takes a bracket directly behind it; in braces or bars, that; else the factors side by side up to an
  operator, another function, a big operator or a bracket. A bracket directly behind a name is taken as well and ends
  the argument: `\\log p(t|x) y` is log(p (t|x)) times y; whether p (…) is an application or a product that must be
  parted again is told by types. `bare` marks an argument of several factors. A slash behind an argument without
  brackets is an error, for it can be read both ways.
- ∂/∂x acts on a bracket directly behind it (with its scripts), else on the product to its right; ∇ takes its operand
  as a function takes its argument. A fraction is a derivative when both parts begin with ∂, or with a d before an
  operand.
- A bar opens where an operand is expected and closes where one is complete; behind an operand, an odd one out parts
  what is given, and in scripts is the relation \\mid.
- `_{jk}`, `_{j,k}` and `_{j k}` have two items each; a number is one item.
- `[…]` and the brackets of 1, a bold or double-struck 1, or \\mathbb{I} hold an Indicator when they hold relations;
  not behind P, E and their kin.
- Known functions may be typed in plain letters directly before a bracket. A \\text of one word in the place of an
  operand is a name; in a script it is Text.
- A row that breaks off behind an operator or within a bracket goes on in the next one.

Conditions and statements: see `clauses`.
"""

from __future__ import annotations

from collections.abc import Mapping

from gradproof.formula.layout import RowTokens, prepare, rows_of
from gradproof.formula.lexer import tokenize
from gradproof.formula.macros import COMMON, Macro, unfold
from gradproof.formula.statements import StatementGrammar
from gradproof.formula.traverse import deepest
from gradproof.formula.tree import Row, Tree
from gradproof.source import Diagnostic, FormulaError, Span, fail

MAX_TREE_DEPTH = 150
"""How many nodes may stand within one another, so that later passes can recurse."""

_WRAPPINGS = (("$$", "$$"), ("$", "$"), (r"\(", r"\)"), (r"\[", r"\]"))


def read_rows(text: str, offset: int = 0, macros: Mapping[str, Macro] = COMMON) -> tuple[Row, ...]:
    """The rows of a display or an inline formula, in order. Raises FormulaError at the first thing not understood."""
    return tuple(_read_row(row) for row in _rows(text, offset, macros))


def read_rows_leniently(
    text: str, offset: int = 0, macros: Mapping[str, Macro] = COMMON
) -> tuple[Row | Diagnostic, ...]:
    """The rows of a display, each a Row or what is wrong with it: a bad row spoils no other."""
    return tuple(row for row, _ in read_rows_with_places(text, offset, macros))


def read_rows_with_places(
    text: str, offset: int = 0, macros: Mapping[str, Macro] = COMMON
) -> tuple[tuple[Row | Diagnostic, Span], ...]:
    """The rows of a display as `read_rows_leniently` gives them, each with its place, read or not."""
    try:
        rows = _rows(text, offset, macros)
    except FormulaError as error:
        return ((error.diagnostic, Span(offset, offset + len(text))),)
    return tuple((_read_row_leniently(row), row.span) for row in rows)


def read_formula(text: str, offset: int = 0, macros: Mapping[str, Macro] = COMMON) -> Tree:
    """The tree of a formula that is one statement without conditions. Raises FormulaError.

    >>> read_formula("a b").factors[1].span
    Span(start=2, end=3)
    """
    rows = read_rows(text, offset, macros)
    whole = Span(offset, offset + len(text))
    if not rows:
        raise fail("GP403", "There is no formula here.", whole)
    statements = [statement for row in rows for statement in row.statements]
    if len(statements) != 1 or statements[0].conditions:
        extra = statements[1].span if len(statements) > 1 else statements[0].conditions[0].span
        raise fail("GP403", "One formula is expected here, without conditions.", extra)
    return statements[0].tree


def _rows(text: str, offset: int, macros: Mapping[str, Macro]) -> tuple[RowTokens, ...]:
    inner, start = _unwrapped(text)
    unfolded = unfold(inner, offset + start, macros) if macros else None
    if unfolded is None:
        return rows_of(tokenize(inner, offset + start))
    try:
        tokens = tokenize(unfolded.text)
    except FormulaError as error:
        raise unfolded.error(error) from error
    return rows_of(unfolded.placed(tokens))


def _unwrapped(text: str) -> tuple[str, int]:
    """The formula inside its dollar signs or \\[ \\], and where it starts."""
    stripped = text.strip()
    for opener, closer in _WRAPPINGS:
        if len(stripped) >= len(opener + closer) and stripped.startswith(opener) and stripped.endswith(closer):
            return stripped[len(opener) : -len(closer)], text.index(opener) + len(opener)
    return text, 0


def _read_row(row: RowTokens) -> Row:
    tokens = prepare(row.tokens)
    statements = StatementGrammar(tokens).statements()
    for statement in statements:
        depth, end = deepest(statement)
        if depth > MAX_TREE_DEPTH:
            message = f"This formula is more than {MAX_TREE_DEPTH} levels deep here."
            raise fail("GP404", message, end.span, "Give the inner parts names of their own.")
    return Row(statements, row.number, row.span)


def _read_row_leniently(row: RowTokens) -> Row | Diagnostic:
    try:
        return _read_row(row)
    except FormulaError as error:
        return error.diagnostic
