"""Which axis of a matrix a vector lies along, from the components that a page writes: x_{kl} - μ_l, γ_l x̂_{kl} + β_l.

Then x - μ subtracts μ from every row. A vector that lies along both axes of one matrix somewhere says nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterable

from gradproof.formula.environment import symbol_name
from gradproof.formula.letters import is_letter, letter_name, walk
from gradproof.formula.reading import Reading
from gradproof.formula.tree import Add, BigOperator, Call, Divide, Group, Number, Product, Script, Symbol, Tree

Slot = tuple[str, tuple[str, ...]]
"""The name of a symbol and its index letters."""

Pair = tuple[str, str, int]
"""A vector, a matrix beside which it stands, and the axis along which it lies; a number, and a vector, and no axis."""

NONE = -1


def lying(trees: Iterable[Tree]) -> frozenset[Pair]:
    """The vectors that stand beside matrices in the components of a page, each with the axis that it lies along."""
    found: set[Pair] = set()
    for node in (n for tree in trees for n in walk(tree) if isinstance(n, Add | Product | Divide)):
        slots = _slots(node)
        vectors = [(name, letters[0]) for name, letters in slots if len(letters) == 1]
        matrices = [slot for slot in slots if len(slot[1]) == 2 and len(set(slot[1])) == 2]
        found |= {(v, m, ls.index(letter)) for v, letter in vectors for m, ls in matrices if letter in ls and v != m}
        terms = [term for _, term in node.terms] if isinstance(node, Add) else []
        numbers = [symbol_name(term) for term in terms if isinstance(term, Symbol)]
        found |= {(number, v, NONE) for number in numbers for term in terms for v, _ in _slots(term)}
    return frozenset(p for p in found if p[2] == NONE or (p[0], p[1], 1 - p[2]) not in found)


def _slots(tree: Tree) -> list[Slot]:
    """The symbols with letters as indices that stand in a term as factors, in a fraction, or under a sum."""
    match tree:
        case Script(Symbol() as base, subscripts, superscript, 0) if subscripts and all(map(is_letter, subscripts)):
            if superscript is not None and not isinstance(superscript, Number):
                return []
            names = (symbol_name(base), *([f"{symbol_name(base)}^2"] if superscript is not None else []))
            return [(name, tuple(map(letter_name, subscripts))) for name in names]
        case Script(Script() | Group() as base, (), _, 0):
            return _slots(base)
        case Script(Script(Symbol() as base, (), Number() as power, 0), subscripts, None, 0):
            return _slots(Script(base, subscripts, power, 0, tree.span))
        case Product(factors):
            return [slot for factor in factors for slot in _slots(factor)]
        case Divide(numerator, denominator):
            return _slots(numerator) + _slots(denominator)
        case Group("(" | "[", (inner,), ()) | Call("sqrt", (inner,)):
            return _slots(inner)
        case Add(terms):
            return [slot for _, term in terms for slot in _slots(term)]
        case BigOperator(_, _, _, body):
            return _slots(body)
    return []


def side_by_side(pairs: frozenset[Pair], trees: tuple[Tree, ...]) -> tuple[Pair, ...]:
    """The pairs of which both the vector and the matrix stand whole in a line."""
    if not pairs:
        return ()
    nodes = [node for tree in trees for node in walk(tree)]
    carried = {id(node.base) for node in nodes if isinstance(node, Script) and node.subscripts}
    wholes = {symbol_name(node) for node in nodes if isinstance(node, Symbol) and id(node) not in carried}
    wholes |= {f"{name}^2" for name in wholes}
    return tuple(sorted(p for p in pairs if {p[0], p[1]} <= wholes))


def shown_ranks(ctx: Reading, trees: tuple[Tree, ...]) -> dict[str, int]:
    """How many axes the components of a page show for what stands whole in a line: of x - μ two and one."""
    found: dict[str, int] = {}
    for name, other, axis in side_by_side(ctx.environment.lying, trees):
        found |= {name: 0} if axis == NONE else {name: 1, other: 2}
    return found


def lay(ctx: Reading, tree: Tree) -> None:
    """Give vectors that stand beside a matrix in a line the length of the axis they lie along, where none is known."""
    for vector, matrix, axis in side_by_side(ctx.environment.lying, (tree,)):
        ours, theirs = ctx.entry(vector), ctx.entry(matrix)
        known = axis != NONE and ours is not None and theirs is not None
        if known and ours is not None and theirs is not None and (len(ours.shape), len(theirs.shape)) == (1, 2):
            ctx.unifier.unify(ours.shape[0], theirs.shape[axis])


def is_added(ctx: Reading, number: Symbol, tree: Tree) -> bool:
    """Whether the page adds this number to each component of a vector in the line: v + ε, where it writes v_l + ε."""
    name = symbol_name(number)
    return any(p[0] == name and p[2] == NONE for p in side_by_side(ctx.environment.lying, (tree,)))
