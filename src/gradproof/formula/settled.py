"""Symbols that vary first and get a value later: μ in L = Σ (x_i − μ)², before μ = (1/n) Σ x_i says where L is least.

A derivative by μ is one of L as a function of μ. So what only holds at the value that μ got later is no formula for it.
And a number that a sentence gives to what varies names a case or a start ("with w = 0"), and claims nothing.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from gradproof.formula.environment import Entry, Environment
from gradproof.formula.expression import Apply, Derivative, Dimension, Equation, Expression, Number, Variable
from gradproof.formula.rename import parts, walk
from gradproof.formula.tree import Add, Divide, Group, Tree
from gradproof.formula.tree import Number as NumberTree


def settles(env: Environment, name: str, body: Expression) -> bool:
    """Whether a definition gives a value to a symbol that other definitions use as one that varies."""
    if name in env.definitions:
        return name in env.settled
    return isinstance(body, Number) or any(_uses(d.body, name) for d in env.definitions.values())


def without_users(env: Environment, known: Entry | None, shape: tuple[Dimension, ...]) -> Environment:
    """The environment without the definitions over a symbol that now has other axes: they mean nothing any more."""
    if known is None or len(known.shape) == len(shape):
        return env
    users = {n for n in env.definitions if env.leads_to(n, known.name)} - {known.name}
    kept = {n: d for n, d in env.definitions.items() if n not in users}
    return replace(env, definitions=kept, spoiled=env.spoiled | {n.removesuffix("()") for n in users})


def unsettled(env: Environment, equation: Equation) -> Environment | None:
    """The environment in which the symbols vary that an equation differentiates by, and which it depends on.

    None where none of them got its value later.
    """
    sides = (equation.left, equation.right)
    names = {n for side in sides for n in _varied(side)} & env.settled & set(env.definitions)
    names = {n for n in names if any(_depends(env, side, n) for side in sides)}
    if not names:
        return None
    return replace(env, definitions={n: d for n, d in env.definitions.items() if n not in names})


def value_of(tree: Tree) -> Fraction | None:
    """The number that is written as 1, -1 or 1/2; None for any other formula."""
    match tree:
        case NumberTree(value):
            return value
        case Add(((sign, one),)):
            inner = value_of(one)
            return None if inner is None or sign == 0 else sign * inner
        case Divide(top, bottom):
            above, below = value_of(top), value_of(bottom)
            return above / below if above is not None and below else None
        case Group(_, (inside,), ()):
            return value_of(inside)
    return None


def is_value(tree: Tree) -> bool:
    """Whether a tree is a number as it is written."""
    return value_of(tree) is not None


def varies(env: Environment, name: str) -> bool:
    """Whether the definition of a symbol rests on something that nobody defined: then no number is its value."""
    queue, seen = [name], {name}
    while queue:
        definition = env.definitions.get(queue.pop())
        used = {n.name for n in walk(definition.body) if isinstance(n, Variable | Apply)} if definition else set[str]()
        if any(n in env.entries and n not in env.definitions for n in used):
            return True
        queue += sorted(used - seen)
        seen |= used
    return False


def _uses(body: Expression, name: str) -> bool:
    return any(isinstance(node, Variable) and node.name == name for node in walk(body))


def _varied(side: Expression) -> set[str]:
    """What an expression differentiates by, the x of f'(x) too."""
    found = set[str]()
    for node in walk(side):
        if isinstance(node, Derivative):
            found.add(node.variable.name)
        elif isinstance(node, Apply) and node.partials:
            found |= {a.body.name for a in node.arguments if isinstance(a.body, Variable)}
    return found


def _depends(env: Environment, side: Expression, name: str) -> bool:
    """Whether a side depends on a symbol elsewhere than under a derivative."""
    queue, seen = [side], set[str]()
    while queue:
        node = queue.pop()
        if isinstance(node, Derivative) or (isinstance(node, Apply) and node.partials):
            continue
        if isinstance(node, Variable | Apply) and node.name not in seen:
            seen.add(node.name)
            if node.name == name:
                return True
            if node.name in env.definitions:
                queue.append(env.definitions[node.name].body)
        queue += parts(node)
    return False
