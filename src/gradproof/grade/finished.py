"""Whether a true equation answers what was asked, or only says it again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from gradproof.document.derivation import Line
from gradproof.formula.environment import Environment
from gradproof.formula.equations import Sides
from gradproof.formula.expression import Expression, Variable
from gradproof.formula.rename import walk
from gradproof.formula.traverse import Node, descendants, without_places
from gradproof.formula.tree import Call, Derivative, Script, Tree
from gradproof.grade.asked import Asked, derivatives_in, typed_side
from gradproof.grade.cases import covered, implies
from gradproof.grade.judging import Judged, JudgedChain
from gradproof.grade.key import Part
from gradproof.proofread import judge_line


def unfinished(part: Part, chain: JudgedChain, given: Set[Asked] = frozenset()) -> str | None:
    """Why a true equation does not answer the question yet; None where it does.

    `given` are the derivatives that the same answer works out beside it.
    """
    if _says_only_the_question(part, chain):
        return "This is what the question itself says; what was asked for is why."
    if part.asked is None:
        return None
    for asked in held(chain.chain.rows[-1], chain.chain.last):
        if asked == part.asked:
            return "This is true, but what was asked for is still in it."
        if asked not in part.known and asked not in given:
            return "This is true, but a derivative in it is not worked out yet."
    return None


def worked_out(part: Part, about: Sequence[tuple[JudgedChain, Asked | None]]) -> frozenset[Asked]:
    """The derivatives that an answer works out for itself, in every case, beside the part that it is to answer.

    What is built on others counts only after those, so nothing is worked out in a circle.
    """
    given: frozenset[Asked] = frozenset()
    proved = [(chain, a) for chain, a in about if a is not None and chain.conclusion.truth == "true"]
    while True:
        found: dict[Asked, list[tuple[Tree, ...]]] = {}
        for chain, asked in proved:
            inner = set(held(chain.chain.rows[-1], chain.chain.last))
            if asked != part.asked and asked not in inner and inner <= part.known | given:
                found.setdefault(asked, []).append(chain.chain.conditions)
        grown = given | {asked for asked, cases in found.items() if covered([()], cases)}
        if grown == given:
            return given
        given = grown


def held(line: Line, tree: Tree) -> Iterator[Asked | None]:
    """The derivatives in an expression, and in what the page's own symbols in it stand for."""
    environment = line.environment
    written = (tree, *(meaning for _, meaning in environment.notations.values()))
    nodes = (node for one in written for node in descendants(one))
    if not _own(environment) and not any(map(_is_derivative, nodes)):
        return  # no derivative is written here, and no symbol of the page can stand for one
    typed = typed_side(environment, tree)
    for expression in () if typed is None else _unfolded(environment, typed):
        yield from derivatives_in(expression)


def _unfolded(environment: Environment, typed: Expression) -> Iterator[Expression]:
    """An expression, and the definitions of the page that it is built on."""
    own = _own(environment)
    waiting = [typed]
    while waiting:
        here = waiting.pop()
        yield here
        for part in walk(here):
            if isinstance(part, Variable) and part.name in own:
                own.discard(part.name)
                waiting.append(environment.definitions[part.name].body)


def _is_derivative(node: Node) -> bool:
    """Whether a derivative is written here, σ'(s_k) among them."""
    return isinstance(node, Derivative) or (isinstance(node, Script | Call) and node.primes > 0)


def _own(environment: Environment) -> set[str]:
    """The symbols and functions that the page defines itself."""
    return {name for name in environment.definitions if name.removesuffix("()") not in environment.fixed}


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
    """Whether an equation without steps repeats what the question states, and is not true beyond the case of that."""
    if len(chain.rows) > 1:
        return False
    ours = chain.chain
    row = ours.rows[-1]
    for line in part.stated:
        theirs = (*line.environment.conditions, *line.sides.conditions)
        if implies(ours.conditions, theirs) and _is_proved(row, ours.last, line.sides.right, everywhere=False):
            return not _is_proved(row, ours.first, ours.last, everywhere=True) or _is_proved(
                row, ours.last, line.sides.right, everywhere=True
            )
    return False


def _is_proved(row: Line, left: Tree, right: Tree, *, everywhere: bool) -> bool:
    conditions = () if everywhere else row.sides.conditions
    environment = replace(row.environment, conditions=()) if everywhere else row.environment
    line = replace(row, sides=Sides(left, right, None, conditions), environment=environment)
    return judge_line(line, mend=False).status == "proved"
