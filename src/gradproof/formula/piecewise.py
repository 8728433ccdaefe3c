"""Definitions inside cases: a_j = A where j = t, and a_j = B where j ≠ t, are one definition by cases.

Until the cases cover everything, the symbol is an unknown number where no case holds. A symbol whose definition was not
understood is spoiled: lines that use it are not judged.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from gradproof.formula.cases import covered
from gradproof.formula.comparisons import ORDER
from gradproof.formula.declarations import mention
from gradproof.formula.definitions import target
from gradproof.formula.diagonals import set_diagonal, sets_diagonal
from gradproof.formula.environment import Environment, symbol_name
from gradproof.formula.expression import Definition, Delta, Last
from gradproof.formula.families import define, defines
from gradproof.formula.from_tree import read_whole
from gradproof.formula.indices import heads, symbol_and_indices
from gradproof.formula.letters import named_sizes, walk
from gradproof.formula.reading import Reading
from gradproof.formula.rename import replace_variables
from gradproof.formula.rename import walk as walk_expression
from gradproof.formula.settled import is_value
from gradproof.formula.to_latex import to_latex
from gradproof.formula.tree import Cases, Chain, Number, Script, Sequence, Symbol, Tree
from gradproof.source import fail


def defines_case(env: Environment, left: Tree, right: Tree, conditions: tuple[Tree, ...]) -> bool:
    """Whether left = right, where the conditions hold, is a definition, or a further case of one."""
    written = left
    left, conditions = _at_last(env, left, right, conditions)
    name = target(env, left)
    if name is None or not conditions:
        return False
    earlier = env.pieces.get(name)
    if earlier is None or name not in env.here:
        return left is not written or defines(env, left, right)
    return all(_written(_all(conditions)) != _written(c) for _, c in earlier)


def define_case(env: Environment, left: Tree, right: Tree, conditions: tuple[Tree, ...]) -> Environment:
    """The environment after one more case of the definition of what stands on the left.

    Raises: FormulaError where the value or the condition is not understood.
    """
    left, conditions = _at_last(env, left, right, conditions)
    name = target(env, left)
    assert name is not None
    head, group = heads(left)
    if group is not None or not isinstance(head, Symbol | Script):
        raise fail("GP400", "A function that is defined by cases is not understood.", left.span)
    if all(_written(c) in env.only_ranges for c in conditions) and name not in env.pieces:
        after = define(replace(env, conditions=()), left, right)
        return replace(after, conditions=env.conditions, pieces={**after.pieces, name: ((right, _all(conditions)),)})
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
    known = env.definitions.get(name)
    if known is not None and not earlier and name in env.here:
        after = _with_others(after, known)
    return replace(after, conditions=env.conditions, pieces={**after.pieces, name: pieces})


def only_ranges(trees: Iterable[Tree]) -> frozenset[str]:
    """The comparisons γ ≥ 0, as written, of letters that a page compares with nothing else and never defines.

    "For γ ≥ 0 the loss is F = …" defines F: of any other γ nothing is said.
    """
    found: dict[str, set[str]] = {}
    lone: set[str] = set()
    for chain in (n for tree in trees for n in walk(tree) if isinstance(n, Chain)):
        left, relation = chain.operands[0], chain.relations[0]
        if relation in ("=", ":=") and isinstance(left, Symbol):
            found.setdefault(symbol_name(left), set()).add("=")
        for name in {
            symbol_name(o) for o in chain.operands if isinstance(o, Symbol) and relation not in ("=", ":=", "\\in")
        }:
            found.setdefault(name, set()).add(_written(chain))
        if len(chain.operands) == 2 and relation in ORDER and isinstance(chain.operands[1], Number):
            lone |= {_written(chain)} if isinstance(left, Symbol) else set()
    return frozenset(lone & {written for group in found.values() if len(group) == 1 for written in group})


def _at_last(env: Environment, left: Tree, right: Tree, conditions: tuple[Tree, ...]) -> tuple[Tree, tuple[Tree, ...]]:
    """`p_K = …`, where K is the size, as `p_k = …` under the condition k = K; anything else as it is."""
    match left:
        case Script(Symbol(), (Symbol(name, "", ()) as last,), _, 0) if name[:1].isupper():
            known = _letter_beside(env, left, name)
            if name not in env.dimensions | named_sizes(right) or _stands_at(right, name) or known is None:
                return left, conditions
            letter = replace(last, name=known)
            here = replace(left, subscripts=(letter,))
            others = (c for c in conditions if not _leaves_out(c, name))
            return here, (*others, Chain((letter, last), ("=",), last.span))
    return left, conditions


def _stands_at(tree: Tree, name: str) -> bool:
    """Whether something in a tree stands at this index."""
    return any(isinstance(n, Script) and name in map(to_latex, n.subscripts) for n in walk(tree))


def _letter_beside(env: Environment, left: Tree, size: str) -> str | None:
    """The letter of the other components, which are defined where k ≠ K, or by a sum over k ≠ K, or not yet.

    None where the definition of all components counts for the last one, too.
    """
    known = env.definitions.get(target(env, left) or "")
    if known is None:
        return "k"
    for _, condition in env.pieces.get(known.name, ()):
        if isinstance(condition, Chain) and _leaves_out(condition, size):
            assert isinstance(condition.operands[0], Symbol)
            return condition.operands[0].name
    return known.indices[0].name if _of_the_others(env, known) else None


def _of_the_others(env: Environment, known: Definition) -> bool:
    """Whether the definition of a component sums over all but the last, and says so of no last component."""
    deltas = [node for node in walk_expression(known.body) if isinstance(node, Delta)]
    sums = any(isinstance(d.right, Last) and d.left != known.indices[0] for d in deltas if known.indices)
    return sums and known.name in env.here and known.name not in env.pieces


def _leaves_out(condition: Tree, size: str) -> bool:
    """Whether a condition is k ≠ K for the size K."""
    match condition:
        case Chain((Symbol(), Symbol(other)), ("\\neq",)):
            return other == size
    return False


def _all(conditions: tuple[Tree, ...]) -> Tree:
    first = conditions[0]
    return first if len(conditions) == 1 else Sequence(conditions, first.span.join(conditions[-1].span))


def _written(tree: Tree) -> str:
    return to_latex(tree)


def _with_others(env: Environment, known: Definition) -> Environment:
    """The environment in which a symbol is what it was before, where the one case that is known now does not hold."""
    definition = env.definitions[known.name]
    elsewhere = f"{known.name}_elsewhere"
    body = replace_variables(definition.body, lambda v: known.body if v.name == elsewhere else None)
    entries = {name: entry for name, entry in env.entries.items() if name != elsewhere}
    return replace(env, entries=entries, definitions={**env.definitions, known.name: replace(definition, body=body)})


def _elsewhere(head: Symbol | Script) -> Tree:
    """The symbol, with its indices, for the unknown value where no case holds."""
    if isinstance(head, Symbol):
        return replace(head, accents=(*head.accents, "elsewhere"))
    assert isinstance(head.base, Symbol)
    return replace(head, base=replace(head.base, accents=(*head.base.accents, "elsewhere")))


def of_components(env: Environment, left: Tree, right: Tree) -> Environment | None:
    """The environment after a number for components: p_{ii} = 0 for those on the diagonal, w = 0 for all of them.

    None for any other equation.
    """
    return set_diagonal(env, left, right) if sets_diagonal(env, left, right) else filled(env, left, right)


def filled(env: Environment, left: Tree, right: Tree) -> Environment | None:
    """The environment after one number for all components of a vector or matrix, w = 0, or for a size: a case.

    None for any other equation.
    """
    name = target(env, left) if is_value(right) else None
    head, group = heads(left)
    if name is None or name in env.fixed or name in env.definitions or group is not None:
        return None
    indices = symbol_and_indices(Reading(env, read_whole), head)[1] if isinstance(head, Script) else ()
    entry = env.entries.get(name)
    axes = len(entry.shape) if entry is not None else env.hints.get(name, 0)
    if axes <= len(indices) and name not in env.dimensions:
        return None
    return replace(mention(env, left), filled=env.filled | {name})


def supposed(env: Environment, conditions: tuple[Tree, ...], letters: set[str]) -> Environment:
    """The environment after "Suppose $x = 1$."; conditions on index letters open a case, or say what they need."""
    for tree in conditions:
        left = tree.operands[0] if isinstance(tree, Chain) and tree.relations == ("=",) else None
        name = target(env, left) if left is not None else None
        if name is not None and name not in letters:
            env = replace(env, filled=env.filled | {name})
    return env


def spoil(env: Environment, left: Tree, right: Tree | None = None) -> Environment:
    """The environment after a definition of what stands on the left was not understood; `right` if it could be read.

    What stands on both sides is not defined so: σ(z_c) = σ(w_c x) says nothing new of a σ that is known.
    """
    name = target(env, left)
    if name is None or name in env.here:
        return env
    both = right is not None and any(isinstance(n, Symbol) and symbol_name(n) == name for n in walk(right))
    if both and name in env.definitions:
        return env
    definitions = {n: d for n, d in env.definitions.items() if n != name}
    rests = {n: r for n, r in env.rests.items() if n != name}
    if right is not None:
        rests[name] = frozenset(symbol_name(node) for node in walk(right) if isinstance(node, Symbol))
    return replace(env, spoiled=env.spoiled | {name}, definitions=definitions, rests=rests)
