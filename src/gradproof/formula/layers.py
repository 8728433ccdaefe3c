"""Layers and times that are letters: which of a^{[l]}, W^{[l-1]}, a^{(l)}, z^{l+1}, h_{t-1} a symbol is.

One symbol stands for each layer that is written: a^[l] and a^[l-1] are two. `[l]` is always a layer; `(l)`, a plain
superscript l and a subscript t are, where the page writes l + 1 or l - 1 in the same place and never counts with l.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from gradproof.formula.letters import bound_letters, letter_name, walk
from gradproof.formula.traverse import Node, mapped
from gradproof.formula.tree import Add, BigOperator, Chain, Derivative, Group, Number, Script, Symbol, Tree
from gradproof.source import NOWHERE

_OPENERS = {"[": "^[", "(": "^(", "^": "^{", "_": "_{"}
_KINDS = {opener: kind for kind, opener in _OPENERS.items()}
_CLOSERS = {"[": "]", "(": ")", "^": "}", "_": "}"}
_NAME = re.compile(r"(.+?)(\^\[|\^\(|\^\{|_\{)([A-Za-z]+)?([+-]?\d+)?[\])}](\^\(\))?")
_ABOVE = ("ell", "l")
"""The letters that a plain superscript makes a layer of: x^n and x^{n-1} are powers."""
_TIMES = ("t", "n")
"""The letters that a subscript makes a time of: x_i and x_{i+1} are components."""
_BELOW = (*_TIMES, *_ABOVE)
"""The letters that a subscript makes a time or a layer of where the page defines a_l by a_{l-1}."""


@dataclass(frozen=True, slots=True)
class Layer:
    """Where a symbol stands: at `letter` + `offset`, a number has no letter; `kind` is "[", "(", "^" or "_"."""

    kind: str
    letter: str
    offset: int

    @property
    def base(self) -> tuple[str, str]:
        """What layers that can be compared have in common."""
        return self.kind, self.letter

    def __str__(self) -> str:
        shift = f"{self.offset:+}" if self.letter and self.offset else "" if self.letter else str(self.offset)
        return f"{_OPENERS[self.kind]}{self.letter}{shift}{_CLOSERS[self.kind]}"


def layer_of(known: frozenset[str], tree: Tree) -> Layer | None:
    """The layer of a symbol with scripts, where `known` are the letters of layers of the page: "(l", "^l", "_t"."""
    if not isinstance(tree, Script):
        return None
    sup = tree.superscript
    if sup is None and not known:
        return None
    if isinstance(sup, Group) and len(sup.items) == 1 and not sup.given:
        found = _place(sup.kind, sup.items[0])
        if found is not None and (sup.kind == "[" or (sup.kind == "(" and _is_known(known, found))):
            return found if found.letter or _numbered(known, sup.kind) else None
    elif sup is not None and (found := _place("^", sup)) is not None and found.letter and _is_known(known, found):
        return found
    if tree.subscripts and any(k.startswith("_") for k in known):
        found = _place("_", tree.subscripts[0])
        return found if found is not None and found.letter and "_" + found.letter in known else None
    return None


def names_layer(known: frozenset[str], tree: Tree) -> bool:
    """Whether the superscript of a symbol is its layer."""
    layer = layer_of(known, tree)
    return layer is not None and layer.kind != "_"


def is_shifted(superscript: Tree) -> bool:
    """Whether a superscript is a letter with a shift in round brackets: (n + 1)."""
    alone = isinstance(superscript, Group) and superscript.kind == "(" and len(superscript.items) == 1
    place = _place("(", superscript.items[0]) if alone and isinstance(superscript, Group) else None
    return place is not None and bool(place.letter and place.offset)


def _numbered(known: frozenset[str], kind: str) -> bool:
    return kind in known


def _is_known(known: frozenset[str], layer: Layer) -> bool:
    """Whether the page counts layers by this letter; L is the last of the l."""
    return not layer.letter or bool({layer.kind + layer.letter, layer.kind + layer.letter.lower()} & known)


def _place(kind: str, tree: Tree) -> Layer | None:
    match tree:
        case Symbol(name, "", ()) if len(name) == 1 or name == "ell":
            return Layer(kind, name, 0)
        case Number(value) if value.denominator == 1 and kind in "[(":
            return Layer(kind, "", int(value))
        case Add(((1, Symbol(name, "", ())), (sign, Number(value)))) if value.denominator == 1 and sign:
            return Layer(kind, name, sign * int(value))
    return None


def parsed_name(name: str) -> tuple[str, Layer] | None:
    """The stem and the layer of the name of a symbol; None where it has none."""
    match = _NAME.fullmatch(name)
    if match is None or not (match[3] or match[4]):
        return None
    return match[1] + (match[5] or ""), Layer(_KINDS[match[2]], match[3] or "", int(match[4] or 0))


def without_ranges(layers: frozenset[str], conditions: tuple[Tree, ...]) -> tuple[Tree, ...]:
    """The conditions without "for l = 1, …, L - 1", which is l ≠ L, where l counts layers or times."""
    letters = {letter for key in layers for letter in ((key[1:],) if key[1:] else _ABOVE)}
    return tuple(c for c in conditions if not (isinstance(c, Chain) and _is_range(c, letters)))


def _is_range(condition: Chain, letters: set[str]) -> bool:
    match condition:
        case Chain((Symbol(letter), Symbol(size)), ("\\neq",)):
            return letter in letters and size[:1].isupper()
    return False


def layer_letters(sections: Iterable[Iterable[Tree]]) -> frozenset[str]:
    """The letters of layers of a page, with their places: "(l", "^l", "_t"; "[" and "(" where letters stand so."""
    parts = [[node for tree in trees for node in walk(tree)] for trees in sections]
    nodes = [node for part in parts for node in part]
    counted = {letter_name(s) for n in nodes if isinstance(n, BigOperator) for s in bound_letters(n)}
    places = list(_places(nodes))
    bases: dict[str, set[str]] = {}
    for base, place in places:
        bases.setdefault(place.kind + place.letter, set()).add(base)
    shifted = {place.kind + place.letter for _, place in places if place.offset}
    letters = frozenset(key for key in shifted if _is_layer(nodes, parts, key, bases[key], counted))
    above = (layer_of(letters, node) for node in nodes)
    square = {"[" for place in above if place is not None and place.kind == "[" and place.letter}
    return frozenset(letters | {"(" for key in letters if key[0] == "("} | square)


def _places(nodes: list[Tree]) -> Iterator[tuple[str, Layer]]:
    """The names that carry a letter where one of a layer may stand, with its place."""
    for node in nodes:
        if not isinstance(node, Script) or not isinstance(node.base, Symbol):
            continue
        sup = node.superscript
        found = [_place("^", sup)] if sup is not None else []
        if isinstance(sup, Group) and sup.kind == "(" and len(sup.items) == 1:
            found = [_place("(", sup.items[0])]
        if node.subscripts:
            found.append(_place("_", node.subscripts[0]))
        yield from ((node.base.name, place) for place in found if place is not None and place.letter)


def _is_layer(nodes: list[Tree], parts: list[list[Tree]], key: str, bases: set[str], counted: set[str]) -> bool:
    kind, letter = key[0], key[1:]
    recurs = kind == "_" and _recurs(nodes, letter)
    if (letter in counted and not recurs) or letter[:1].isupper():
        return False
    if kind == "^":  # matrices beside vectors are no powers
        capital = {base for base in bases if base[:1].isupper() or base == "delta"}
        return letter in _ABOVE and bool(capital) and capital != bases and not _is_factor(nodes, letter)
    if kind == "(":  # x^{(n+1)} = x x^{(n)} may be powers
        return len(bases) > 1
    if kind == "_":
        used = [part for part in parts if any(p.letter == letter and p.offset for _, p in _places(part))]
        return letter in (_BELOW if recurs else _TIMES) and not (
            _is_factor(nodes, letter, recurs)
            or _stands_later(nodes, letter)
            or any(_bare(part, bases) for part in used)
        )
    return True


def _recurs(nodes: list[Tree], letter: str) -> bool:
    """Whether the page defines what carries a letter by what carries it shifted: h_t = W h_{t-1}."""
    for chain in (n for n in nodes if isinstance(n, Chain) and n.relations[:1] in (("=",), (":=",))):
        first = [place for _, place in _places([chain.operands[0]])] if chain.operands[0] is not None else []
        if not any(place.kind == "_" and place.letter == letter and not place.offset for place in first):
            continue
        others = [node for operand in chain.operands[1:] if operand is not None for node in walk(operand)]
        if any(place.kind == "_" and place.letter == letter and place.offset for _, place in _places(others)):
            return True
    return False


def _bare(nodes: list[Tree], bases: set[str]) -> bool:
    """Whether a symbol that carries a letter also stands without it, x beside x_t: x_t may be a component of it.

    The L of ∂L/∂h_t is a number, and that of L = Σ_t L_t is another one than its parts.
    """
    carried = {id(n.base) for n in nodes if isinstance(n, Script) and n.subscripts}
    carried |= {id(n.numerator) for n in nodes if isinstance(n, Derivative)}
    carried |= {id(n.operands[0]) for n in nodes if isinstance(n, Chain) and any(map(_is_sum, n.operands))}
    return any(isinstance(n, Symbol) and n.name in bases and id(n) not in carried for n in nodes)


def _is_sum(tree: Tree | None) -> bool:
    return isinstance(tree, BigOperator)


def _is_factor(nodes: list[Tree], letter: str, recurs: bool = False) -> bool:
    """Whether a letter counts or is multiplied somewhere outside of scripts: it is a number then.

    That sums run over it or end at it is no sign where the page defines by recursion, h_t = W h_{t-1}.
    """
    scripts = (s for n in nodes if isinstance(n, Script) for s in (*n.subscripts, n.superscript) if s is not None)
    sums = (n for n in nodes if recurs and isinstance(n, BigOperator))
    bounds = (b for n in sums for b in (*n.lower, n.upper) if b is not None)
    inside = {id(part) for outer in (*scripts, *bounds) for part in walk(outer)}
    return any(isinstance(n, Symbol) and n.name == letter and id(n) not in inside for n in nodes)


def _stands_later(nodes: list[Tree], letter: str) -> bool:
    """Whether a letter also is a later index, the t of x_{it}: then it is one."""
    later = (s for n in nodes if isinstance(n, Script) for s in n.subscripts[1:])
    return any(isinstance(part, Symbol) and part.name == letter for s in later for part in walk(s))


def moved(known: frozenset[str], tree: Tree, start: Layer, to: Layer) -> Tree:
    """The tree with every layer counted from the letter of `start` counted so that `start` becomes `to`."""

    def move(node: Node) -> Node:
        layer = layer_of(known, node) if isinstance(node, Tree) else None
        if layer is None or layer.base != start.base:
            return node
        assert isinstance(node, Script)
        place = _written(to, to.offset + layer.offset - start.offset)
        if layer.kind == "_":
            return replace(node, subscripts=(place, *node.subscripts[1:]))
        if layer.kind == "^":
            return replace(node, superscript=place)
        assert isinstance(node.superscript, Group)
        return replace(node, superscript=replace(node.superscript, items=(place,)))

    return mapped(tree, move)


def _written(layer: Layer, offset: int) -> Tree:
    number = Number(Fraction(abs(offset)), NOWHERE)
    if not layer.letter:
        return number
    letter = Symbol(layer.letter, "", (), NOWHERE)
    return letter if not offset else Add(((1, letter), (1 if offset > 0 else -1, number)), NOWHERE)
