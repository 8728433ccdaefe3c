"""Statements with their conditions, from the pieces of a row.

A relation behind a statement is a condition of it when a word says so (if, when, for), when it compares otherwise than
by =, when it is a range such as j = 1, …, C, or when its left side hangs as an index on the statement: in
`\\delta_{ij} = 1, \\quad i = j` the i does. Every other relation is a statement of its own. `\\forall j` gives the
condition j alone: it restricts nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from gradproof.formula.commands import REASON_WORDS
from gradproof.formula.grammar_scripts import is_truth
from gradproof.formula.sequences import SHARED, assemble
from gradproof.formula.traverse import Node, descendants
from gradproof.formula.tree import (
    Chain,
    Ellipsis,
    Group,
    Indicator,
    Mark,
    Product,
    Script,
    Sequence,
    Statement,
    Symbol,
    Text,
    Tree,
)
from gradproof.source import Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A tree, what parts it from the piece before, and the part that a word before it gives it.

    `part` is "condition", "statement", "either", "prose" or "" where no word stands; `word` is that word.
    """

    tree: Tree
    between: frozenset[str]
    part: str
    word: Text | Mark | None


@dataclass(slots=True)
class Draft:
    """A statement in the making."""

    items: list[Tree] = field(default_factory=list)
    conditions: list[list[Tree]] = field(default_factory=list)  # those behind one word together
    word: Text | Mark | None = None
    in_conditions: bool = False
    aside: bool = False
    indices: tuple[int, frozenset[str]] = (0, frozenset())  # for how many items they are known, and which

    def index_names(self) -> frozenset[str]:
        """The names that hang as indices on the items so far."""
        known_for, names = self.indices
        if known_for < len(self.items):
            names |= {name for item in self.items[known_for:] for name in _index_names(item)}
            self.indices = len(self.items), names
        return names

    @property
    def empty(self) -> bool:
        """Whether nothing is in it yet."""
        return not self.items and not self.conditions

    def is_related(self) -> bool:
        """Whether it holds a relation."""
        return any(isinstance(item, Chain) for item in self.items)


def statements_of(pieces: list[Piece]) -> tuple[Statement, ...]:
    """The statements of a row, in order."""
    return tuple(_finished(draft) for draft in _drafts(pieces))


def _drafts(pieces: list[Piece]) -> Iterator[Draft]:
    draft = Draft()
    for place, whole in enumerate(pieces):
        piece = _in_brackets(whole, draft)
        ranged = any(isinstance(later.tree, Ellipsis) for later in _until_related(pieces[place + 1 : place + 7]))
        part = _part(piece, draft, ranged)
        if part == "new" and not draft.empty:
            taken = _left_sides(piece, draft)
            yield draft
            draft = Draft(items=taken, aside=_is_aside(piece, draft))
        if part == "condition":
            if piece.part or not draft.in_conditions:
                draft.conditions.append([])
            draft.in_conditions = True
            draft.word = draft.word or piece.word
            draft.conditions[-1].extend(_unbracketed(piece.tree))
        else:
            draft.in_conditions = False
            _append(draft.items, piece.tree)
    if not draft.empty:
        yield draft


def _in_brackets(piece: Piece, draft: Draft) -> Piece:
    """The equation in the brackets of `a = b \\quad (c = d)`, which gives a reason; `(i = j)` stays as it is."""
    tree = piece.tree
    if piece.part or "wide" not in piece.between or not draft.is_related():
        return piece
    items = (tree.condition,) if isinstance(tree, Indicator) else tree.items if isinstance(tree, Group) else ()
    if len(items) != 1 or not isinstance(items[0], Chain) or "=" not in items[0].relations:
        return piece
    inside = _without_reason(items[0])
    if is_condition(inside, draft):
        return piece
    return Piece(inside, piece.between, "either", Text("since", tree.span))


def _without_reason(chain: Chain) -> Chain:
    """The equation of `\\text{as } c = d`."""
    match chain.operands[0]:
        case Product((Text(content), first)) if REASON_WORDS.match(content):
            return replace(chain, operands=(first, *chain.operands[1:]))
    return chain


def _is_aside(piece: Piece, before: Draft) -> bool:
    """Whether words between two statements make the second a remark on the first."""
    last = before.items[-1] if before.items else None
    words = piece.word or last
    said = piece.part == "either" or (piece.part in ("", "prose") and isinstance(last, Text))
    return said and isinstance(words, Text) and REASON_WORDS.match(words.content) is not None


def _until_related(pieces: list[Piece]) -> Iterator[Piece]:
    """The pieces that commas alone join to the one before, up to the next relation; at most a few."""
    for piece in pieces:
        if isinstance(piece.tree, Chain) or piece.part or "comma" not in piece.between:
            return
        yield piece


def _part(piece: Piece, draft: Draft, ranged: bool) -> str:
    """Whether a piece is a "condition", the "same" statement, or a "new" one."""
    related = isinstance(piece.tree, Chain)
    if piece.part == "condition":
        return "condition"
    if piece.part == "prose":
        return "new" if "ends" in piece.between else "same"
    if not draft.items:
        goes_on = draft.conditions and not related and "comma" in piece.between and "wide" not in piece.between
        return "condition" if goes_on else "same"
    if "ends" in piece.between:
        return "new"
    like = is_condition(piece.tree, draft) or (ranged and related and draft.is_related())
    if piece.part == "statement":
        return "condition" if draft.in_conditions and like else "new"
    if piece.part == "either":
        return "condition" if like else "new"
    if draft.in_conditions:
        return _part_behind_condition(piece, related, like)
    return _part_behind_statement(piece, draft, related, like)


def _part_behind_condition(piece: Piece, related: bool, like: bool) -> str:
    if not related:
        return "condition" if "comma" in piece.between else "new"
    return "condition" if like or (piece.between == {"comma"}) else "new"


def _part_behind_statement(piece: Piece, draft: Draft, related: bool, like: bool) -> str:
    wide = "wide" in piece.between
    tree = piece.tree
    if isinstance(tree, Chain) and tree.operands[0] is None:
        return "same" if "comma" not in piece.between else "new"
    if related:
        if draft.is_related():
            return "condition" if like else "new"
        return "new" if wide or isinstance(draft.items[-1], Text) else "same"
    if wide and isinstance(tree, Group) and all(map(is_truth, tree.items)) and tree.items:
        return "condition"
    ranged = isinstance(tree, Ellipsis) or isinstance(draft.items[-1], Ellipsis)
    return "new" if wide and not ranged else "same"


def is_condition(tree: Tree, draft: Draft) -> bool:
    """Whether a relation without a word before it is a condition of the statement before it."""
    if not is_truth(tree) or not isinstance(tree, Chain):
        return False
    if not draft.is_related():
        return False
    if tree.relations[0] not in SHARED | {r"\notin", r"\equiv"}:
        return True
    subjects = set(_names(tree.operands[0])) if tree.operands[0] is not None else set()
    return bool(subjects) and subjects <= draft.index_names()


def _names(node: Node) -> Iterator[str]:
    return (inner.name for inner in descendants(node) if isinstance(inner, Symbol))


def _index_names(node: Node) -> Iterator[str]:
    """The names that hang on symbols as indices: in subscripts, and in bracketed superscripts."""
    for inner in descendants(node):
        if isinstance(inner, Script):
            for item in inner.subscripts:
                yield from _names(item)
            if isinstance(inner.superscript, Group):
                yield from _names(inner.superscript)


def _append(items: list[Tree], tree: Tree) -> None:
    """Append an item; a chain without left side goes on with the item before it."""
    last = items[-1] if items else None
    if isinstance(tree, Chain) and tree.operands[0] is None and last is not None and not isinstance(last, Text):
        before = last if isinstance(last, Chain) else Chain((last,), (), last.span)
        operands, relations = (*before.operands, *tree.operands[1:]), (*before.relations, *tree.relations)
        items[-1] = Chain(operands, relations, before.span.join(tree.span))
    else:
        items.append(tree)


def _left_sides(piece: Piece, draft: Draft) -> list[Tree]:
    """The loose items before a new relation that share it: the y of `x \\in A, y, z \\in B`."""
    tree = piece.tree
    if not isinstance(tree, Chain) or tree.relations[0] not in SHARED or piece.between != {"comma"} or piece.part:
        return []
    taken: list[Tree] = []
    while draft.items and not draft.in_conditions and not isinstance(draft.items[-1], (Chain, Ellipsis, Text)):
        if not draft.is_related():
            break
        taken.insert(0, draft.items.pop())
    if draft.items and isinstance(draft.items[-1], Ellipsis):
        draft.items.extend(taken)
        return []
    return taken


def _unbracketed(tree: Tree) -> tuple[Tree, ...]:
    return tree.items if isinstance(tree, Group) and all(map(is_truth, tree.items)) else (tree,)


def _finished(draft: Draft) -> Statement:
    """The statement of a draft; a row that is nothing but a condition keeps its word, so that it claims nothing."""
    conditions = [condition for group in draft.conditions for condition in assemble(group)]
    items = assemble(draft.items)
    if not items and draft.word is not None:
        items, conditions = [draft.word, *conditions], []
    tree = items[0] if len(items) == 1 else Sequence(tuple(items), _covering(items))
    return Statement(tree, tuple(conditions), _covering([*items, *conditions]), draft.aside)


def _covering(trees: list[Tree]) -> Span:
    span = trees[0].span
    for tree in trees[1:]:
        span = span.join(tree.span)
    return span
