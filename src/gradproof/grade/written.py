"""One answer of a table as a statement: LaTeX, or typed as into a quiz box, in the names of the question."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from gradproof.document.from_page import Respell
from gradproof.formula.environment import Environment
from gradproof.formula.from_latex import read_rows
from gradproof.formula.from_quiz import is_latex, read_quiz
from gradproof.formula.traverse import Node, descendants, mapped
from gradproof.formula.tree import Derivative, Statement, Symbol, Tree
from gradproof.source import NOWHERE, fail

MAX_CHARACTERS = 10_000
"""Of one answer; a longer one is for a person to look at."""

_SIGNS = (("Sigma", "Σ", "∑"), ("Pi", "Π", "∏"))
"""A capital letter, as it is typed, and the sign that it stands for where the question has no such letter."""


def written_answer(text: str, known: Environment, respell: Respell) -> Statement:
    """The one statement that an answer is, to a question in this environment.

    Raises: FormulaError where it is none, or several.
    """
    if len(text) > MAX_CHARACTERS:
        raise fail("GP404", f"This answer is longer than {MAX_CHARACTERS:,} characters.", NOWHERE)
    if not is_latex(text):
        for name, letter, sign in _SIGNS if not text.isascii() else ():
            text = text if known.key(Symbol(name, "", (), NOWHERE)) in known.entries else text.replace(letter, sign)
        tree = read_quiz(text, known=frozenset(name for name in known.entries if len(name) == 1))
        return Statement(_of_ell(cast(Tree, respell(tree)), known), (), tree.span)
    statements = [statement for row in read_rows(text) for statement in row.statements]
    if len(statements) != 1:
        raise fail("GP403", "One formula is expected here.", statements[1].span if len(statements) > 1 else NOWHERE)
    statement = cast(Statement, respell(statements[0]))
    return replace(statement, tree=_of_ell(statement.tree, known))


def _of_ell(tree: Tree, known: Environment) -> Tree:
    """The tree with ∂ℓ/∂u for every ∂l/∂u, where the question has an ℓ and no l."""
    if "ell" not in known.entries or "l" in known.entries:
        return tree
    if not any(isinstance(node, Derivative) for node in descendants(tree)):
        return tree

    def change(node: Node) -> Node:
        if not isinstance(node, Derivative) or not isinstance(node.numerator, Symbol) or node.numerator.name != "l":
            return node
        return replace(node, numerator=replace(node.numerator, name="ell"))

    return mapped(tree, change)
