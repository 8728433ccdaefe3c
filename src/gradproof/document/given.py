"""From formulas that are given, one after the other, to the Environment in which a claim is judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from types import MappingProxyType

from gradproof.document.chains import EQUAL, index_letters
from gradproof.document.derivation import Broken, Line
from gradproof.document.scribe import Scribe
from gradproof.formula.customs import plain
from gradproof.formula.declarations import declare, declares
from gradproof.formula.environment import Environment
from gradproof.formula.equations import Sides
from gradproof.formula.from_latex import read_rows
from gradproof.formula.from_tree import read_whole
from gradproof.formula.layers import layer_letters
from gradproof.formula.letters import is_letter, letter_name
from gradproof.formula.partial_sums import ORDER, has_partial_sum, stated_sizes, with_whole_ranges
from gradproof.formula.ranks import hints
from gradproof.formula.tags import tags
from gradproof.formula.tree import Chain, Row, Statement, Symbol, Tree
from gradproof.source import NOWHERE, Diagnostic, FormulaError, fail


class GivenError(FormulaError):
    """A given formula that was not understood; `position` counts the given formulas from 1."""

    def __init__(self, diagnostic: Diagnostic, position: int) -> None:
        super().__init__(diagnostic)
        self.position = position


def environment_of(
    given: Sequence[str], claim: Sequence[Row] = (), ranks: Mapping[str, int] = MappingProxyType({})
) -> Environment:
    """The Environment after all given formulas: shapes and ranges first, then definitions in their order.

    Index letters are those of the claim's rows as well, so that `i = j` is known to be a condition. `ranks` says how
    many axes symbols without a statement are to have.

    Raises: GivenError at the formula that has no meaning here.
    """
    read = _restricted([_read(text, position) for position, text in enumerate(given, 1)], claim)
    trees = [s.tree for statements in read for s in statements]
    every = _trees(trees, claim)
    environment = Environment(layers=layer_letters([every]), tags=tags(every))
    scribe = Scribe(environment, index_letters=index_letters(_trees(trees, claim)))
    for position, statements in enumerate(read, 1):
        for statement in statements:
            if declares(statement.tree):
                _guard(position, partial(_declare, scribe, statement.tree))
    suggested = hints(scribe.environment, tuple(_trees(trees, claim if trees else ())), read_whole)
    scribe.environment = replace(scribe.environment, hints={**suggested, **ranks})
    for conditions in (False, True):  # a condition holds for the claim alone, wherever it stands
        for position, statements in enumerate(read, 1):
            for statement in statements:
                tree = statement.tree
                if not declares(tree) and is_condition(tree, scribe.index_letters) == conditions:
                    _guard(position, partial(_take, scribe, statement))
    return scribe.environment


def read_claim(claim: str, given: Sequence[str]) -> tuple[Row, ...]:
    """The rows of a claim beside given formulas, which may state what the bounds of its sums are."""
    rows = tuple(map(plain, read_rows(claim)))
    if not any(map(has_partial_sum, rows)):
        return rows
    stated = [s.tree for position, text in enumerate(given, 1) for s in _read(text, position)]
    sizes = stated_sizes(_trees(stated, rows))
    return tuple(with_whole_ranges(row, sizes, rows) for row in rows)


def _restricted(read: list[list[Statement]], claim: Sequence[Row]) -> list[list[Statement]]:
    """The given statements with sums over a part of a dimension as restricted ones."""
    if not any(has_partial_sum(s) for statements in read for s in statements):
        return read
    sizes = stated_sizes(_trees([s.tree for statements in read for s in statements], claim))
    return [[with_whole_ranges(s, sizes) for s in statements] for statements in read]


def _trees(trees: list[Tree], claim: Sequence[Row]) -> Iterable[Tree]:
    yield from trees
    for row in claim:
        yield from (s.tree for s in row.statements)


def _guard(position: int, action: Callable[[], None]) -> None:
    try:
        action()
    except FormulaError as error:
        raise GivenError(error.diagnostic, position) from error


def _read(text: str, position: int) -> list[Statement]:
    try:
        return [s for row in read_rows(text) for s in plain(row).statements]
    except FormulaError as error:
        raise GivenError(error.diagnostic, position) from error


def _declare(scribe: Scribe, tree: Tree) -> None:
    scribe.environment = declare(scribe.environment, tree)


def _take(scribe: Scribe, statement: Statement) -> None:
    tree = statement.tree
    if is_condition(tree, scribe.index_letters):
        scribe.environment = replace(scribe.environment, conditions=(*scribe.environment.conditions, tree))
        return
    scribe.lines.clear()
    notations = scribe.environment.notations
    scribe.sentence((Row((statement,), 1, statement.span),))
    for line in scribe.lines:
        if isinstance(line, Broken):
            raise FormulaError(line.diagnostic)
    if (
        isinstance(tree, Chain)
        and scribe.environment.notations is notations
        and not any(isinstance(line, Line) and line.kind == "definition" for line in scribe.lines)
    ):
        raise fail(
            "GP400",
            "This given equation defines nothing, and assumptions of other kinds are not understood yet.",
            tree.span,
            "Give definitions (u_j = …), shapes (x \\in \\mathbb{R}^{D}) and conditions on indices (i \\neq j).",
        )


def is_condition(tree: Tree, letters: set[str]) -> bool:
    """Whether a tree is a condition on indices: i ≠ j, or i = j between index letters."""
    if not isinstance(tree, Chain) or tree.operands[0] is None:
        return False
    if set(tree.relations) == {"\\neq"}:
        return True
    if set(tree.relations) <= ORDER.keys():
        return all(o is not None and is_letter(o) and letter_name(o) in letters for o in tree.operands)
    return tree.relations == ("=",) and all(isinstance(o, Symbol) and letter_name(o) in letters for o in tree.operands)


def claims_of(rows: Sequence[Row]) -> list[Sides]:
    """The equations of a claim: each = of each chain between its two neighbours.

    Raises: GP406 where there is none, or a relation other than =.
    """
    found: list[Sides] = []
    for statement in (s for row in rows for s in row.statements):
        tree = statement.tree
        if not isinstance(tree, Chain) or tree.operands[0] is None:
            raise fail("GP406", "A claim is an equation, and this is none.", statement.span, "Write left = right.")
        for left, relation, right in zip(tree.operands, tree.relations, tree.operands[1:], strict=False):
            if relation not in EQUAL or left is None or right is None:
                raise fail("GP406", "Only equations can be proved; this relation is no equation.", statement.span)
            found.append(Sides(left, right, tree.operands[0], statement.conditions))
    if not found:
        raise fail("GP406", "There is no claim here.", rows[0].span if rows else NOWHERE)
    return found
