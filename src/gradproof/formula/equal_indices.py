"""What a page treats on its own where two indices are equal: q_{i|i} = 0, or ∂o_i/∂z_i beside ∂o_j/∂z_i, or p_K.

A line over two different letters then means two different indices, though nobody says i ≠ j again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations, pairwise

from gradproof.formula.environment import Environment, symbol_name
from gradproof.formula.equations import Sides
from gradproof.formula.letters import is_letter, letter_name, walk
from gradproof.formula.tree import BigOperator, Chain, Derivative, Group, Product, Script, Symbol, Tree


def diagonals(trees: Iterable[Tree]) -> frozenset[str]:
    """The names o/z of which a formula begins with ∂o_i/∂z_i, the same letter above and below."""
    found: set[str] = set()
    for tree in trees:
        first = tree.operands[0] if isinstance(tree, Chain) else None
        slots = _derivative(first) if first is not None else None
        if slots is not None and letter_name(slots[1]) == letter_name(slots[2]):
            found.add(slots[0])
    return frozenset(found)


def _derivative(tree: Tree) -> tuple[str, Tree, Tree] | None:
    """The name o/z and the two letters of ∂o_j/∂z_i."""
    if not isinstance(tree, Derivative) or len(tree.variables) != 1 or tree.variables[0][1] != 1:
        return None
    above, below = _slot(tree.numerator or tree.operand), _slot(tree.variables[0][0])
    return None if above is None or below is None else (f"{above[0]}/{below[0]}", above[1], below[1])


def _slot(tree: Tree | None) -> tuple[str, Tree] | None:
    match tree:
        case Script(Symbol() as base, (item,), None, 0) if is_letter(item):
            return symbol_name(base), item
    return None


def moving(trees: Iterable[Tree]) -> frozenset[tuple[str, str]]:
    """The pairs (μ, x) of symbols of which a formula writes ∂μ/∂x, with nothing of x itself above.

    Whoever differentiates μ by x, even inside of σ² + ε, takes it for a function of x: unless something else above is
    one, as h is in ∂(cᵀh)/∂z.
    """
    kept = tuple(trees)
    rests = _rests(kept)
    found: set[tuple[str, str]] = set()
    for node in (n for tree in kept for n in walk(tree) if isinstance(n, Derivative)):
        above = node.numerator or node.operand
        by = {_base_name(v) for v, _ in node.variables} - {""}
        names = {symbol_name(n) for n in walk(above) if isinstance(n, Symbol)} if above is not None else set[str]()
        inside = names - _indices(above) - _arguments(above) if above is not None else names
        if by and not by & inside and not any(isinstance(n, Derivative) for n in walk(above or node)):
            explained = {b for b in by if any(_leads(rests, name, b) for name in inside)}
            found |= {(name, b) for name in inside for b in by - explained}
            found |= {(f"{name}^2", b) for name in inside for b in by - explained}
    return frozenset(found)


def _rests(trees: Iterable[Tree]) -> dict[str, set[str]]:
    """The names on the right of each name that stands alone, or with its arguments, on the left of an equals sign."""
    found: dict[str, set[str]] = {}
    for chain in (t for t in trees if isinstance(t, Chain) and t.relations[:1] in (("=",), (":=",))):
        left = chain.operands[0]
        applied = isinstance(left, Product) and len(left.factors) == 2 and isinstance(left.factors[1], Group)
        left = left.factors[0] if isinstance(left, Product) and applied else left
        name = _base_name(left) if left is not None else ""
        right = (n for operand in chain.operands[1:] if operand is not None for n in walk(operand))
        if name:
            found.setdefault(name, set()).update(symbol_name(n) for n in right if isinstance(n, Symbol))
    return found


def _leads(rests: Mapping[str, set[str]], name: str, other: str) -> bool:
    """Whether a name rests on another one, directly or through names between."""
    seen, queue = set[str](), [name]
    while queue:
        used = rests.get(queue.pop(), set()) - seen
        if other in used:
            return True
        seen |= used
        queue += sorted(used)
    return False


def _base_name(tree: Tree) -> str:
    base = tree.base if isinstance(tree, Script) else tree
    return symbol_name(base) if isinstance(base, Symbol) else ""


def _indices(tree: Tree) -> set[str]:
    """The names that stand in index positions."""
    scripts = (n for n in walk(tree) if isinstance(n, Script))
    return {symbol_name(s) for n in scripts for i in n.subscripts for s in walk(i) if isinstance(s, Symbol)}


def _arguments(tree: Tree) -> set[str]:
    """The names that stand only as arguments: the x of log p(x), which is a constant where it is taken by μ."""
    nodes = list(walk(tree))
    groups = [
        right
        for node in nodes
        if isinstance(node, Product)
        for left, right in pairwise(node.factors)
        if isinstance(left, Symbol | Script) and isinstance(right, Group) and right.kind == "("
    ]
    plain = [g for g in groups if all(isinstance(i, Symbol | Script) for i in (*g.items, *g.given))]
    within = {id(n) for g in plain for item in (*g.items, *g.given) for n in walk(item)}
    outside = {symbol_name(n) for n in nodes if isinstance(n, Symbol) and id(n) not in within}
    return {symbol_name(n) for n in nodes if isinstance(n, Symbol) and id(n) in within} - outside


def apart(env: Environment, sides: Sides) -> tuple[Tree, ...]:
    """The conditions i ≠ j under which a line may be meant, since the page treats i = j on its own."""
    pairs: dict[tuple[str, str], tuple[Tree, Tree]] = {}
    for tree in (sides.first, sides.left, sides.right):
        for node in walk(tree) if tree is not None else ():
            pair = _pair(env, node)
            if pair is not None and letter_name(pair[0]) != letter_name(pair[1]):
                pairs.setdefault((letter_name(pair[0]), letter_name(pair[1])), pair)
    for node in (n for t in (sides.left, sides.right) for n in walk(t) if pairs and isinstance(n, BigOperator)):
        left_out = [c.operands[-1] for c in node.lower if isinstance(c, Chain) and c.relations == ("\\neq",)]
        for first, second in combinations([o for o in left_out if o is not None and is_letter(o)], 2):
            names = letter_name(first), letter_name(second)
            if names[0] != names[1] and names not in pairs and names[::-1] not in pairs:
                pairs[names] = first, second  # what a sum leaves out are two different indices
    return tuple(Chain(pair, ("\\neq",), pair[0].span) for _, pair in sorted(pairs.items()))


def _pair(env: Environment, node: Tree) -> tuple[Tree, Tree] | None:
    match node:
        case Derivative():
            slots = _derivative(node)
            return None if slots is None or slots[0] not in env.diagonals else (slots[1], slots[2])
        case Script(Symbol() as base, (first, second), _, 0) if is_letter(first) and is_letter(second):
            return (first, second) if symbol_name(base) in env.diagonals else None
        case Script(Symbol() as base, (letter,), _, 0) if is_letter(letter):
            last = _last_case(env, symbol_name(base))
            return None if last is None else (letter, last)
    return None


def _last_case(env: Environment, name: str) -> Symbol | None:
    """The K of a symbol that is defined on its own at the last place, p_K = …"""
    for _, condition in env.pieces.get(name, ()):
        match condition:
            case Chain((Symbol(), Symbol(size) as last), ("=",)) if size[:1].isupper():
                return last
    return None


def subsets(conditions: tuple[Tree, ...]) -> list[tuple[Tree, ...]]:
    """Every choice of conditions, the smallest first; of many only the single ones and all."""
    if len(conditions) > 2:
        return [*((c,) for c in conditions), conditions]
    return [chosen for size in range(1, len(conditions) + 1) for chosen in combinations(conditions, size)]
