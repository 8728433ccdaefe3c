"""Chains of equations: their operands and relations, and what can be seen of them before they have a meaning."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from gradproof.formula.indices import heads
from gradproof.formula.letters import letter_name, walk
from gradproof.formula.traverse import without_places
from gradproof.formula.tree import Add, Cases, Chain, Derivative, Number, Product, Row, Script, Statement, Symbol, Tree

EQUAL = ("=", ":=", "\\triangleq", "\\equiv")
DEFINING = (":=", "\\triangleq")


@dataclass(frozen=True, slots=True)
class Operand:
    """One expression of a chain with the row it stands in and the relation before it (None for the first)."""

    tree: Tree
    row: int | None
    relation: str | None
    conditions: tuple[Tree, ...] = ()


def trusted(tree: Tree) -> tuple[Tree, ...]:
    """The parts of a formula that a student does not derive: a definition whole, of anything else the first side."""
    if not isinstance(tree, Chain):
        return (tree,)
    first = tree.operands[0]
    if first is None:
        return ()
    return (tree,) if isinstance(heads(first)[0], Symbol | Script) else (first,)


def answered(chain: list[Operand]) -> list[Operand]:
    """What a chain says where something is set to zero: a derivative and what it is, but not that it is zero.

    An equation that no derivative begins is one to solve, or what solving it gave: it holds at the solution only.
    """
    while chain and _is_zero(chain[-1].tree):
        chain = chain[:-1]
    begins = bool(chain) and any(isinstance(node, Derivative) for node in walk(chain[0].tree))
    return chain if begins else []


def explains_notation(left: Tree, right: Tree) -> bool:
    """δ_{ij} = 1, or 0, and dW = ∂L/∂W say what a notation is, and w = w - α ∂L/∂w what is done: they claim nothing."""
    if isinstance(left, Derivative) and isinstance(right, Derivative):
        return without_places(left) == without_places(right)
    if isinstance(left, Symbol | Script) and isinstance(right, Add) and _is_update(left, right):
        return True
    delta = isinstance(left, Script) and isinstance(left.base, Symbol) and left.base.name == "delta"
    return delta and isinstance(right, Number | Cases) and len(getattr(left, "subscripts", ())) in (1, 2)


def _is_update(left: Symbol | Script, right: Add) -> bool:
    """Whether a line says what becomes of a symbol: w = w - α ∂L/∂w, and v = β v + (1 - β) ∂L/∂w."""
    name = without_places(left)
    keeps = any(without_places(f) == name for _, term in right.terms for f in _factors(term))
    taken = [node.numerator for _, term in right.terms for node in walk(term) if isinstance(node, Derivative)]
    return keeps and bool(taken) and all(t is None or without_places(t) != name for t in taken)


def _factors(tree: Tree) -> tuple[Tree, ...]:
    return tree.factors if isinstance(tree, Product) else (tree,)


def only_indices(chain: list[Operand], letters: set[str]) -> bool:
    """Whether a chain only compares index letters: a condition, no claim."""
    return all(isinstance(o.tree, Symbol) and letter_name(o.tree) in letters for o in chain)


def introduces(tree: Tree) -> bool:
    """Whether "For $f(x) = x^2$ we get" says what f is; a letter that gets another letter or a number is a case."""
    if not isinstance(tree, Chain):
        return False
    return isinstance(tree.operands[0], Product) or not isinstance(tree.operands[1], Symbol | Script | Number | Add)


def _is_zero(tree: Tree) -> bool:
    return isinstance(tree, Number) and tree.value == 0


def index_letters(trees: Iterable[Tree]) -> set[str]:
    """Every letter that stands in an index somewhere."""
    found: set[str] = set()
    for tree in trees:
        for node in walk(tree):
            if isinstance(node, Script):
                found |= {letter_name(s) for s in node.subscripts if isinstance(s, Symbol) and s.style != "word"}
    return found


def mentions(row: Row) -> tuple[Statement, ...]:
    """The statements of a row that only name things; an equation in it names both its sides."""
    found = []
    for statement in row.statements:
        tree = statement.tree
        parts = tree.operands if isinstance(tree, Chain) else (tree,)
        found += [replace(statement, tree=p, conditions=()) for p in parts if p is not None]
    return tuple(found)
