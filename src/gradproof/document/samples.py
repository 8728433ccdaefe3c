"""One input and its label, x \\in \\mathbb{R}^d and y \\in \\{0, 1\\}, beside those of sample i, x_i and y_i.

A page that states what x is, and sums x_i over a range that is not the one of its components, writes of two things.
The sample is read as a symbol of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from gradproof.formula.axes import transposed
from gradproof.formula.environment import symbol_name
from gradproof.formula.letters import bound_letters, is_letter, letter_name, shape_sizes, walk
from gradproof.formula.to_latex import to_latex
from gradproof.formula.traverse import Node, mapped
from gradproof.formula.tree import Add, BigOperator, Chain, Group, Number, Product, Script, Sequence, Symbol, Tree

Samples = Mapping[str, tuple[frozenset[str], int]]
"""The letters that count samples, by the symbols of which they do, and the indices that these have at the most."""


def samples(trees: Iterable[Tree]) -> Samples:
    """The symbols with a stated shape that a page uses with one index more, and the letters of that index."""
    every = tuple(trees)
    stated = {name: size for tree in every for name, size in _stated(tree)}
    if not stated:
        return {}
    ends = {(letter, end) for tree in every for letter, end in _ranges(tree)}
    found: dict[str, tuple[frozenset[str], int]] = {}
    for name, size in stated.items():
        used = [n for tree in every for n in walk(tree) if isinstance(n, Script) and _is_of(n, name)]
        letters = {letter_name(n.subscripts[0]) for n in used if is_letter(n.subscripts[0])}
        counting = {e for e in letters if _counts_samples(e, size, ends)}
        if size:  # w_i of a sloppy \\sum_{i=1}^n w_i x_i is a component, whatever the page says of n
            counting &= {e for tree in every for e in _whole_vectors(tree, name)}
        if counting:
            found[name] = frozenset(counting), 2 if size else 1
    return found


def _stated(tree: Tree) -> Iterator[tuple[str, str]]:
    """The symbols that a statement gives one axis, with its size, or none, with an empty one."""
    match tree:
        case Chain((left, right), ("\\in",)) if left is not None and right is not None:
            sizes = shape_sizes(right)
            number = isinstance(right, Symbol) and right.name == "R" and right.style == "bb"
            number |= isinstance(right, Group) and right.kind == "\\{" and all(map(_is_number, right.items))
            if len(sizes) == 1 or number:
                for symbol in left.items if isinstance(left, Sequence) else (left,):
                    if isinstance(symbol, Symbol):
                        yield symbol_name(symbol), to_latex(sizes[0]) if sizes else ""


def _is_number(tree: Tree) -> bool:
    return isinstance(tree, Number) or (isinstance(tree, Add) and all(isinstance(t, Number) for _, t in tree.terms))


def _ranges(tree: Tree) -> Iterator[tuple[str, str]]:
    """The letters that sums and products bind, each with the end of its range."""
    for node in walk(tree):
        if isinstance(node, BigOperator) and isinstance(node.upper, Symbol):
            for letter in bound_letters(node):
                yield letter_name(letter), to_latex(node.upper)


def _is_of(node: Script, name: str) -> bool:
    return isinstance(node.base, Symbol) and symbol_name(node.base) == name and bool(node.subscripts)


def _counts_samples(letter: str, size: str, ends: set[tuple[str, str]]) -> bool:
    """Whether a letter runs over something, and never over the components."""
    own = {end for name, end in ends if name == letter}
    return bool(own) and size not in own


def _whole_vectors(tree: Tree, name: str) -> Iterator[str]:
    """The letters under which a symbol is a vector: \\mathbf{x}_i, x_{ij}, x_i behind a transpose."""
    for node in walk(tree):
        if isinstance(node, Script) and _is_of(node, name) and _is_vector(node) and is_letter(node.subscripts[0]):
            yield letter_name(node.subscripts[0])
        for left, right in pairwise(node.factors) if isinstance(node, Product) else ():
            behind = isinstance(right, Script) and _is_of(right, name) and len(right.subscripts) == 1
            if behind and isinstance(right, Script) and transposed(left) and is_letter(right.subscripts[0]):
                yield letter_name(right.subscripts[0])


def _is_vector(node: Script) -> bool:
    return len(node.subscripts) == 2 or (isinstance(node.base, Symbol) and node.base.style == "bold")


def with_samples(node: Node, found: Samples) -> Node:
    """The node in which x_i, the input of sample i, is a symbol of its own beside x."""
    return mapped(node, lambda n: _renamed(n, found)) if found else node


def _renamed(node: Node, found: Samples) -> Node:
    match node:
        case Script(Symbol() as base, (first, *_) as indices) if is_letter(first):
            letters, most = found.get(symbol_name(base), (frozenset[str](), 0))
            if letter_name(first) in letters and len(indices) <= most:
                return replace(node, base=replace(base, accents=(*base.accents, "sample")))
    return node
