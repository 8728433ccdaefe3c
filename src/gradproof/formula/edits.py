"""What a wrong equation may have been meant to be: the small slips of a hand, undone one at a time.

An Edit only proposes; `proof/repair.py` shows those that are proved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, permutations

from gradproof.formula.environment import Environment, symbol_name
from gradproof.formula.equations import Sides
from gradproof.formula.letters import bound_letters, free_letters, letter_name, walk
from gradproof.formula.spots import Put, spots
from gradproof.formula.to_latex import to_latex
from gradproof.formula.tree import Add, BigOperator, Derivative, Group, Number, Product, Script, Symbol, Tree
from gradproof.source import NOWHERE


@dataclass(frozen=True)
class Edit:
    """Other sides for an equation, and the sentence that proposes them."""

    sides: Sides
    sentence: str
    kind: str


Editor = Callable[[Environment, Sides], Iterator[Edit]]


def letters(environment: Environment, sides: Sides) -> tuple[str, ...]:
    """The index letters of an equation, and the labels that stand for an index: the t of p_t."""
    used = free_letters(sides.left) | free_letters(sides.right)
    used |= {n for tree in (sides.left, sides.right) for n in _bound(tree)}
    return (*sorted(used), *sorted(n for n, s in environment.labels.items() if len(s) == 1 and n not in used))


def _bound(tree: Tree) -> set[str]:
    return {letter_name(s) for node in walk(tree) if isinstance(node, BigOperator) for s in bound_letters(node)}


def _letter(name: str) -> Tree:
    """An index letter, with the primes of k'."""
    plain = name.rstrip("'")
    symbol = Symbol(plain, "", (), NOWHERE)
    return symbol if plain == name else Script(symbol, (), None, len(name) - len(plain), NOWHERE)


def _right(sides: Sides, right: Tree, kind: str, sentence: str = "") -> Edit:
    return Edit(replace(sides, right=right), sentence or f"Did you mean {to_latex(right)}?", kind)


def missing_indices(environment: Environment, sides: Sides) -> Iterator[Edit]:
    """w_{jk} for w_j, for every letter."""
    for node, put in spots(sides.right):
        base, subscripts = _indexed(node)
        entry = environment.entries.get(symbol_name(base)) if base is not None else None
        if base is None or entry is None or len(entry.shape) <= len(subscripts):
            continue
        for name in letters(environment, sides):
            component = Script(replace(base, style=_plain(base)), (*subscripts, _letter(name)), None, 0, NOWHERE)
            yield _right(sides, put(component), "index", f"Did you mean {to_latex(component)}?")


def _plain(base: Symbol) -> str:
    return "" if base.style == "bold" else base.style


def _indexed(node: Tree) -> tuple[Symbol | None, tuple[Tree, ...]]:
    """The symbol and the indices of w or w_j; no symbol for anything else."""
    if isinstance(node, Symbol):
        return node, ()
    if isinstance(node, Script) and isinstance(node.base, Symbol) and node.superscript is None and not node.primes:
        return node.base, node.subscripts
    return None, ()


def exchanged_indices(environment: Environment, sides: Sides) -> Iterator[Edit]:
    """w_{kj} for w_{jk}; then every other letter in the place of one."""
    scripts = [(n, put) for n, put in spots(sides.right) if isinstance(n, Script) and n.subscripts]
    for node, put in scripts:
        for order in list(permutations(node.subscripts))[1:] if len(node.subscripts) <= 3 else ():
            yield _indices(sides, node, put, order)
    for node, put in scripts:
        for position, old in enumerate(node.subscripts):
            for name in letters(environment, sides):
                if isinstance(old, Symbol) and letter_name(old) != name:
                    changed = (*node.subscripts[:position], _letter(name), *node.subscripts[position + 1 :])
                    yield _indices(sides, node, put, changed)


def _indices(sides: Sides, node: Script, put: Put, subscripts: tuple[Tree, ...]) -> Edit:
    new = replace(node, subscripts=subscripts)
    return _right(sides, put(new), "index", f"Did you mean {to_latex(new)} for {to_latex(node)}?")


def signs(environment: Environment, sides: Sides) -> Iterator[Edit]:
    """The other sign of a sum that is the right side or stands in brackets, of the right side, of each term."""
    del environment
    places = [(node, put) for node, put in spots(sides.right) if isinstance(node, Add)]
    inner = [(n, put) for n, put in places if len(n.terms) == 1 or n is sides.right]
    inner += [(n, put) for n, put in places if len(n.terms) > 1 and n is not sides.right]
    for node, put in inner:
        yield _side(sides, put(_negated(node)), "A sign is wrong")
    yield _side(sides, _negated(sides.right), "A sign is wrong")
    for node, put in places:
        if len(node.terms) > 1:
            for position, (sign, term) in enumerate(node.terms):
                terms = (*node.terms[:position], (-sign, term), *node.terms[position + 1 :])
                yield _side(sides, put(replace(node, terms=terms)), "A sign is wrong")


def _side(sides: Sides, right: Tree, why: str) -> Edit:
    return _right(sides, right, "value", f"{why}: the right side should be {to_latex(right)}.")


def _negated(tree: Tree) -> Tree:
    if isinstance(tree, Add):
        terms = tuple((-sign, term) for sign, term in tree.terms)
        if len(terms) == 1 and terms[0][0] > 0:
            return terms[0][1]
        return Add(tuple(sorted(terms, key=lambda term: -term[0])), NOWHERE)
    return Add(((-1, tree),), NOWHERE)


def missing_deltas(environment: Environment, sides: Sides) -> Iterator[Edit]:
    """δ_{jt} for 1, and before the whole right side."""
    if environment.conditions or sides.conditions:
        return  # there a delta is 0 or 1
    bound = _bound(sides.right)
    free = [name for name in letters(environment, sides) if name not in bound]
    for one, other in combinations(free, 2):
        delta = Script(_letter("delta"), (_letter(one), _letter(other)), None, 0, NOWHERE)
        for node, put in spots(sides.right):
            if isinstance(node, Number) and node.value == Fraction(1):
                yield _side(sides, put(delta), "A Kronecker delta is missing")
        whole = Product((delta, _bracketed(sides.right)), ("",), NOWHERE)
        yield _side(sides, whole, "A Kronecker delta is missing")


def _bracketed(tree: Tree) -> Tree:
    return Group("(", (tree,), (), NOWHERE) if isinstance(tree, Add) else tree


def missing_sums(environment: Environment, sides: Sides) -> Iterator[Edit]:
    """Σ_j before the right side, where j is free there alone."""
    del environment
    for name in sorted(free_letters(sides.right) - free_letters(sides.left)):
        total = BigOperator("sum", (_letter(name),), None, _bracketed(sides.right), NOWHERE)
        yield _side(sides, total, f"The sum over {name} is missing")


def missing_operators(environment: Environment, sides: Sides) -> Iterator[Edit]:
    """∂/∂s before the side that has lost it, where the other side or the chain's first expression has it."""
    del environment
    for tree in (sides.left, sides.first):
        if isinstance(tree, Derivative) and not _differentiated(sides.right):
            right = _operated(tree, sides.right)
            sentence = f"The derivative operator is missing on the right side: {to_latex(right)}."
            yield _right(sides, right, "operator", sentence)
    for tree in (sides.first, sides.right):
        if isinstance(tree, Derivative) and not _differentiated(sides.left):
            left = _operated(tree, sides.left)
            sentence = f"The derivative operator is missing on the left side: {to_latex(left)}."
            yield Edit(replace(sides, left=left), sentence, "left")


def _differentiated(tree: Tree) -> bool:
    return any(isinstance(node, Derivative) for node in walk(tree))


def _operated(by: Derivative, body: Tree) -> Tree:
    return replace(by, numerator=None, operand=Group("(", (body,), (), NOWHERE), bare=False, span=NOWHERE)


def other_left_sides(environment: Environment, sides: Sides) -> Iterator[Edit]:
    """∂ℓ/∂a for ∂s/∂a, from what is differentiated, and by what, on the right side."""
    del environment
    left = sides.left
    if not isinstance(left, Derivative) or left.numerator is None:
        return
    taken = [node for node in walk(sides.right) if isinstance(node, Derivative) and node.numerator is not None]
    changed = [replace(left, numerator=node.numerator) for node in taken]
    changed += [replace(left, variables=node.variables) for node in taken]
    for new in {to_latex(tree): tree for tree in changed if to_latex(tree) != to_latex(left)}.values():
        first = new if sides.first is left else sides.first
        yield Edit(replace(sides, left=new, first=first), f"The left side must be {to_latex(new)}.", "left")


def swapped_axes(environment: Environment, sides: Sides) -> Iterator[Edit]:
    """∂s_{ij}/∂W_{kj} for ∂s_{ij}/∂W_{jk}: the axes of W are swapped below the line."""
    del environment
    left = sides.left
    if not isinstance(left, Derivative) or len(left.variables) != 1:
        return
    ((variable, order),) = left.variables
    if isinstance(variable, Script) and len(variable.subscripts) == 2:
        turned = replace(variable, subscripts=variable.subscripts[::-1])
        new = replace(left, variables=((turned, order),))
        why = f"The axes are swapped: with {to_latex(turned)} for {to_latex(variable)} on the left it holds."
        yield Edit(replace(sides, left=new, first=new if sides.first == left else sides.first), why, "left")


SHAPE_EDITORS: tuple[Editor, ...] = (swapped_axes, missing_indices, exchanged_indices, missing_sums)
"""For lines whose shapes or indices do not fit."""

VALUE_EDITORS: tuple[Editor, ...] = (
    signs, missing_operators, other_left_sides, missing_sums, missing_deltas, exchanged_indices, missing_indices,
)  # fmt: skip
"""For lines that are false."""
