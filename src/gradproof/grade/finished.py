"""Whether a true equation answers what was asked, or only says it again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from gradproof.document.derivation import Line
from gradproof.formula.environment import Environment
from gradproof.formula.equations import Sides
from gradproof.formula.expression import Expression, Variable
from gradproof.formula.rename import walk
from gradproof.formula.traverse import without_places
from gradproof.formula.tree import Tree
from gradproof.grade.asked import Asked, derivatives_in, typed_side
from gradproof.grade.cases import implies
from gradproof.grade.judging import Judged, JudgedChain
from gradproof.grade.key import Part
from gradproof.proofread import judge_line


def unfinished(part: Part, chain: JudgedChain) -> str | None:
    """Why a true equation does not answer the question yet; None where it does."""
    if _says_only_the_question(part, chain):
        return "This is what the question itself says; what was asked for is why."
    if part.asked is None:
        return None
    for asked in held(chain.chain.rows[-1], chain.chain.last):
        if asked == part.asked:
            return "This is true, but what was asked for is still in it."
        if asked is None or asked not in part.known:
            return "This is true, but a derivative in it is not worked out yet."
    return None


def held(line: Line, tree: Tree) -> Iterator[Asked | None]:
    """The derivatives in an expression, and in what the page's own symbols in it stand for."""
    typed = typed_side(line.environment, tree)
    for expression in () if typed is None else _unfolded(line.environment, typed):
        yield from derivatives_in(expression)


def _unfolded(environment: Environment, typed: Expression) -> Iterator[Expression]:
    """An expression, and the definitions of the page that it is built on."""
    own = set(environment.definitions) - environment.fixed
    waiting = [typed]
    while waiting:
        here = waiting.pop()
        yield here
        for part in walk(here):
            if isinstance(part, Variable) and part.name in own:
                own.discard(part.name)
                waiting.append(environment.definitions[part.name].body)


def worked(part: Part, chain: JudgedChain) -> tuple[Judged, ...]:
    """The rows that count as steps: not those that say A = A, nor those that only write the question in another way."""
    if len(chain.rows) == 1:
        return ()
    return tuple(row for row in chain.rows if row.truth != "true" or not _idle(part, row))


def _idle(part: Part, row: Judged) -> bool:
    sides = row.line.sides
    if without_places(sides.left) == without_places(sides.right):
        return True
    return part.asked is not None and part.asked in held(row.line, sides.right)


def _says_only_the_question(part: Part, chain: JudgedChain) -> bool:
    """Whether an equation without steps repeats what the question states."""
    if len(chain.rows) > 1:
        return False
    ours = chain.chain
    for line in part.stated:
        theirs = (*line.environment.conditions, *line.sides.conditions)
        if implies(ours.conditions, theirs):
            row = ours.rows[-1]
            everywhere = replace(row.environment, conditions=())
            same = replace(row, sides=Sides(ours.last, line.sides.right), environment=everywhere)
            if judge_line(same, mend=False).status == "proved":
                return True
    return False
