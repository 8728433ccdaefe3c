"""Definitions inside cases: a_j = A where j = t, and a_j = B where j ≠ t, are one definition by cases.

Until the cases cover everything, the symbol is an unknown number where no case holds. A symbol whose definition was not
understood is spoiled: lines that use it are not judged.
"""

from __future__ import annotations

from dataclasses import replace

from gradproof.formula.cases import covered
from gradproof.formula.comparisons import ORDER
from gradproof.formula.definitions import define, defines, target
from gradproof.formula.environment import Environment, symbol_name
from gradproof.formula.indices import heads
from gradproof.formula.letters import walk
from gradproof.formula.to_latex import to_latex
from gradproof.formula.tree import Cases, Chain, Script, Sequence, Symbol, Tree
from gradproof.source import fail


def defines_case(env: Environment, left: Tree, right: Tree, conditions: tuple[Tree, ...]) -> bool:
    """Whether left = right, where the conditions hold, is a definition, or a further case of one."""
    name = target(env, left)
    if name is None or not conditions:
        return False
    earlier = env.pieces.get(name)
    if earlier is None or name not in env.here:
        return defines(env, left, right)
    return all(_written(_all(conditions)) != _written(c) for _, c in earlier)


def define_case(env: Environment, left: Tree, right: Tree, conditions: tuple[Tree, ...]) -> Environment:
    """The environment after one more case of the definition of what stands on the left.

    Raises: FormulaError where the value or the condition is not understood.
    """
    name = target(env, left)
    assert name is not None
    head, group = heads(left)
    if group is not None or not isinstance(head, Symbol | Script):
        raise fail("GP400", "A function that is defined by cases is not understood.", left.span)
    if any(isinstance(c, Chain) and set(c.relations) & set(ORDER) for c in conditions):
        message = "A definition for some numbers only is not understood."
        raise fail("GP400", message, conditions[0].span, "Define all cases in one line: \\begin{cases} … \\end{cases}.")
    earlier = env.pieces.get(name, ()) if name in env.here else ()
    pieces = (*earlier, (right, _all(conditions)))
    rows: tuple[tuple[Tree, Tree | None], ...] = pieces
    if not covered(Cases(rows, right.span)):
        rows = (*rows, (_elsewhere(head), None))
    bare = replace(env, conditions=(), definitions={n: d for n, d in env.definitions.items() if n != name})
    after = define(bare, left, Cases(rows, right.span))
    return replace(after, conditions=env.conditions, pieces={**after.pieces, name: pieces})


def _all(conditions: tuple[Tree, ...]) -> Tree:
    first = conditions[0]
    return first if len(conditions) == 1 else Sequence(conditions, first.span.join(conditions[-1].span))


def _written(tree: Tree) -> str:
    return to_latex(tree)


def _elsewhere(head: Symbol | Script) -> Tree:
    """The symbol, with its indices, for the unknown value where no case holds."""
    if isinstance(head, Symbol):
        return replace(head, accents=(*head.accents, "elsewhere"))
    assert isinstance(head.base, Symbol)
    return replace(head, base=replace(head.base, accents=(*head.base.accents, "elsewhere")))


def spoil(env: Environment, left: Tree, right: Tree | None = None) -> Environment:
    """The environment after a definition of what stands on the left was not understood; `right` if it could be read."""
    name = target(env, left)
    if name is None or name in env.here:
        return env
    definitions = {n: d for n, d in env.definitions.items() if n != name}
    rests = {n: r for n, r in env.rests.items() if n != name}
    if right is not None:
        rests[name] = frozenset(symbol_name(node) for node in walk(right) if isinstance(node, Symbol))
    return replace(env, spoiled=env.spoiled | {name}, definitions=definitions, rests=rests)
