"""Symbols of which a page says nothing: an equation with one of them on one side only may say what it is.

Such an equation is no claim that numbers can refute: whoever writes "we set η = 2 λ" is not wrong for some η and λ.
"""

from __future__ import annotations

from gradproof.formula.environment import Environment, symbol_name
from gradproof.formula.equations import Sides, TypedEquation
from gradproof.formula.expression import Apply, Derivative, Expression, Label, Number, Variable
from gradproof.formula.from_tree import read_whole
from gradproof.formula.indices import symbol_and_indices
from gradproof.formula.letters import bound_letters, free_letters, letter_name
from gradproof.formula.letters import walk as walk_tree
from gradproof.formula.reach import reachable, uses
from gradproof.formula.reading import Reading
from gradproof.formula.rename import variables_in, walk
from gradproof.formula.settled import is_value, varies
from gradproof.formula.tree import BigOperator, Script, Symbol, Tree
from gradproof.formula.tree import Derivative as Tangent


def unexplained(env: Environment, typed: TypedEquation, *, step: bool = False) -> str | None:
    """The first symbol on one side only that no definition uses and no statement declares; None if there is none.

    `step`: the equation is a later one of its chain.
    """
    sides = (typed.equation.left, typed.equation.right)
    taken = {n.variable.name for side in sides for n in walk(side) if isinstance(n, Derivative)}
    left, right = (_variables(side, typed) - taken for side in sides)
    definitions = (*env.definitions.values(), *typed.model.definitions.values())
    used = {v.name for d in definitions for v in variables_in(d.body)}
    for _, body in env.notations.values():  # what the density of a page rests on
        used |= {env.key(node) for node in walk_tree(body) if isinstance(node, Symbol)}
    both = left | right
    for name, by in sorted(env.moving):
        if {name, by} <= both and name not in env.definitions and not (step and _is_any_function(name, typed)):
            return name
    assumed = {f"{name}_free" for name in env.assumptions}
    for name in sorted((left ^ right) - used - assumed):
        entry = env.entries.get(name)
        if entry is None or not entry.declared or name in env.said:
            return name
    return None


def _is_any_function(name: str, typed: TypedEquation) -> bool:
    """Whether a symbol stands on both sides below the same derivatives, and nowhere else: a step for any such function.

    The derivatives of a loss that nobody defines may have any values, so an equation between two expressions in them
    is one for all values; that of a first equation may still say what the loss is.
    """
    definitions = typed.model.definitions
    if any(v.name == name for d in definitions.values() for v in walk(d.body) if isinstance(v, Variable)):
        return False
    taken: list[set[str]] = []
    for side in (typed.equation.left, typed.equation.right):
        nodes = [n for n in walk(side) if isinstance(n, Derivative)]
        above = [n.variable.name for n in nodes if isinstance(n.body, Variable) and n.body.name == name]
        if len(above) != sum(isinstance(n, Variable) and n.name == name for n in walk(side)):
            return False
        taken.append(set(above))
    return bool(taken[0]) and taken[0] == taken[1]


def label_and_number(typed: TypedEquation) -> str | None:
    """The first name that is an index-valued label in an equation and a quantity too: y_{ik}, and p_{i, y_i}."""
    bodies = reachable((typed.equation.left, typed.equation.right), typed.model)
    nodes = [n for body in bodies for n in walk(body) if isinstance(n, Variable)]
    labels = {t.name.removesuffix("_sample") for n in nodes for t in n.indices if isinstance(t, Label)}
    used = uses((typed.equation.left, typed.equation.right), typed.model)
    return min(labels & {name.removesuffix("_sample") for name in used}, default=None)


def _variables(side: Expression, typed: TypedEquation) -> set[str]:
    """The undefined variables of a side, through definitions too."""
    definitions, found, seen, queue = typed.model.definitions, set[str](), set[str](), [side]
    while queue:
        for node in walk(queue.pop()):
            if not isinstance(node, Variable | Apply):
                continue
            if node.name not in definitions:
                found |= {node.name} & set(typed.model.shapes)
            elif node.name not in seen:
                seen.add(node.name)
                queue.append(definitions[node.name].body)
    return found


def relates(env: Environment, sides: Sides) -> str | None:
    """The symbol without a definition that a line's left side is, or is a power of: σ² = … says something about σ."""
    tree = sides.left
    if sides.first is not None and sides.first != tree:
        return None
    if isinstance(tree, Script) and isinstance(tree.base, Symbol) and not tree.primes:
        name = symbol_and_indices(Reading(env, read_whole), tree)[0]
    elif isinstance(tree, Symbol):
        name = env.key(tree)
    else:
        return None
    written_out = any(entries.name == name for entries in env.components.values())
    return None if name in env.definitions or written_out else name


def brought_in(env: Environment, sides: Sides) -> str | None:
    """The first symbol that a later step of a chain brings in, where it may say something of it: √(|L| |Lᵀ|) = |L|.

    What a derivative is must hold whatever the symbol is.
    """
    if sides.first is None or sides.first == sides.left or any(isinstance(n, Tangent) for n in walk_tree(sides.left)):
        return None
    known = env.entries.keys() | env.mentioned | env.functions.keys() | env.dimensions | env.definitions.keys()
    first = {symbol_name(n) for n in walk_tree(sides.first) if isinstance(n, Symbol)}
    letters = free_letters(sides.left) | free_letters(sides.right) | env.ranges.keys() | env.labels.keys()
    names = {symbol_name(n) for n in walk_tree(sides.left) if isinstance(n, Symbol) and n.name not in ("e", "pi", "T")}
    bound = {letter_name(s) for n in walk_tree(sides.left) if isinstance(n, BigOperator) for s in bound_letters(n)}
    return next(iter(sorted(names - known - first - letters - bound)), None)


def takes_values(env: Environment, sides: Sides, *, in_words: bool) -> str | None:
    """The symbol that a line gives a number, and that another line of the page gave one: `ŷ = 1`, else `ŷ = 0`.

    In a sentence a number is the value in some case, whatever the page has defined.
    """
    name = _defined_name(env, sides.left)
    if name is None or not is_value(sides.right):
        return None
    return name if isinstance(env.definitions[name].body, Number) or (in_words and varies(env, name)) else None


def filled_in(env: Environment, typed: TypedEquation) -> str | None:
    """The first symbol that an equation depends on, to which the section has given a number."""
    used = _variables(typed.equation.left, typed) | _variables(typed.equation.right, typed)
    return min(used & env.filled, default=None)


def _defined_name(env: Environment, tree: Tree) -> str | None:
    if isinstance(tree, Script) and isinstance(tree.base, Symbol) and not tree.primes:
        name = symbol_and_indices(Reading(env, read_whole), tree)[0]
    elif isinstance(tree, Symbol):
        name = env.key(tree)
    else:
        return None
    return name if name in env.definitions else None
