"""Whether a line is only ill-typed because a plain symbol, of which the page says nothing, was taken for a number."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from itertools import combinations

from gradproof.formula.environment import Environment, symbol_name
from gradproof.formula.equations import Sides, read_equation
from gradproof.formula.expression import Index
from gradproof.formula.from_tree import read_whole
from gradproof.formula.generic import forget
from gradproof.formula.indices import symbol_and_indices
from gradproof.formula.letters import named_sizes
from gradproof.formula.letters import walk as walk_tree
from gradproof.formula.memo import by_identity
from gradproof.formula.reading import Reading
from gradproof.formula.rename import variables_in
from gradproof.formula.traverse import children
from gradproof.formula.tree import BigOperator, Derivative, Group, Indicator, Product, Script, Symbol, Tree
from gradproof.source import FormulaError

_MOST = 4
"""So many symbols are tried at the most."""


def to_blame(env: Environment, sides: Sides, code: str, *, introduce: bool, alone: bool) -> str | None:
    """The symbol of whose shape too little is known, where a line with this fault may be right; None if none is."""
    name = perhaps_a_vector(env, sides, introduce=introduce)
    if not alone:
        name = name or unknown_function(env, sides) or row_of_a_matrix(env, sides)
        name = name or guessed_whole(env, sides)
        name = name or (whole_in_a_definition(env, sides) if code == "GP201" else None)
        name = name or (one_of_many(env, sides) if code == "GP201" else None)
        name = name or (new_size(env, sides) if code == "GP203" else None)
    return name or said_only(env, sides) or unsure_of(env, sides)


def perhaps_a_vector(env: Environment, sides: Sides, *, introduce: bool) -> str | None:
    """The first symbol with which, were it a vector or a matrix, the shapes of the line would fit; None if none helps.

    Tried are plain symbols without indices that no statement, definition or bold letter gives a shape.
    """
    used = {e.name for d in env.definitions.values() for e in variables_in(d.body)}
    trees = [t for t in (sides.first, sides.left, sides.right) if t is not None]
    bases = [_indexed_base(n) for t in trees for n in walk_tree(t)]
    indexed = {symbol_name(base) for base in bases if base is not None}
    names = frozenset[str]().union(*map(_plain_outside_indices, trees))
    for name in sorted(names - used - indexed - set(env.definitions) - env.dimensions - {"e", "pi", "T"})[:_MOST]:
        entry = env.entries.get(name)
        if (entry is None or not (entry.declared or entry.shape or entry.bold)) and _fits(env, sides, name, introduce):
            return name
    return None


def unknown_function(env: Environment, sides: Sides) -> str | None:
    """What is not known where a left side applies a function: the q of q(1) = p, the θ of a second J(θ) beside J(w)."""
    match sides.left:
        case Product((Symbol() as symbol, Group("(", items, ())), ("",)):
            name, known = symbol_name(symbol), env.definitions.keys() | env.entries.keys()
            if name not in env.functions:
                return None if name in known or name in ("sigma", "Gamma") else name
            arguments = [symbol_name(item) for item in items if isinstance(item, Symbol)]
            return next((n for n in arguments if n not in known), None)
    return None


def new_size(env: Environment, sides: Sides) -> str | None:
    """The size that a line names and nothing before it: n may be another word for the N of an earlier formula."""
    found = (named_sizes(sides.left) | named_sizes(sides.right)) - env.dimensions
    return min(found, default=None)


def row_of_a_matrix(env: Environment, sides: Sides) -> str | None:
    """The w of which nothing is known, where a line differentiates by w_k and the page has a matrix W."""
    trees = (sides.left, sides.right)
    for node in (n for t in trees for n in walk_tree(t) if isinstance(n, Derivative)):
        for base in (base for v, _ in node.variables if (base := _indexed_base(v)) is not None):
            name = symbol_name(base)
            matrix = env.entries.get(name.swapcase())
            if name not in env.entries and matrix is not None and len(matrix.shape) == 2:
                return name
    return None


@by_identity
def _plain_outside_indices(tree: Tree) -> frozenset[str]:
    """The names of the plain symbols that stand elsewhere than in indices: an index letter is no vector."""
    found: set[str] = set()
    pending = [tree]
    while pending:
        node = pending.pop()
        match node:
            case Symbol():
                found |= {symbol_name(node)} if node.style == "" else set()
            case Script(base, _, superscript):
                pending += (base,) if superscript is None else (base, superscript)
            case BigOperator(_, _, upper, body):
                pending += (body,) if upper is None else (body, upper)
            case Indicator():
                pass
            case _:
                pending += children(node)
    return frozenset(found)


def guessed_whole(env: Environment, sides: Sides) -> str | None:
    """The first symbol that stands whole in the line, with axes only from how other formulas of the page use it."""
    trees = [t for t in (sides.first, sides.left, sides.right) if t is not None]
    bases = [_indexed_base(n) for t in trees for n in walk_tree(t)]
    inside = {base.span for base in bases if base is not None}
    for node in (n for t in trees for n in walk_tree(t) if isinstance(n, Symbol) and n.style == ""):
        name = symbol_name(node)
        entry = env.entries.get(name)
        known = entry is not None and (entry.declared or entry.bold)
        if name in env.hints and not known and name not in env.definitions and node.span not in inside:
            return name
    return None


def whole_in_a_definition(env: Environment, sides: Sides) -> str | None:
    """The first symbol of guessed shape that stands whole in a definition the line uses: the γ of y = γ x̂ + β."""
    trees = [t for t in (sides.first, sides.left, sides.right) if t is not None]
    names = {symbol_name(n) for t in trees for n in walk_tree(t) if isinstance(n, Symbol)}
    queue, seen = sorted(names), set(names)
    while queue:
        definition = env.definitions.get(queue.pop(0))
        used = variables_in(definition.body) if definition else ()
        for variable in used:
            entry = env.entries.get(variable.name)
            known = variable.name in env.definitions or (entry is not None and (entry.declared or entry.bold))
            open_axes = [isinstance(i, Index) and i.name.startswith("[") for i in variable.indices]
            if not known and open_axes and all(open_axes):
                return variable.name
        queue += sorted({v.name for v in used} - seen)
        seen |= {v.name for v in used}
    return None


def one_of_many(env: Environment, sides: Sides) -> str | None:
    """The first defined symbol that gets one index more where a total is written anew: p_{i,y_i} for each of many p.

    The page has L = -\\log p_y for one data point, and L = -\\frac{1}{N} \\sum_i \\log p_{i,y_i} for all of them.
    """
    if not (isinstance(sides.left, Symbol) and symbol_name(sides.left) in env.here & set(env.definitions)):
        return None
    for node in (n for n in walk_tree(sides.right) if _indexed_base(n) is not None):
        name, indices = symbol_and_indices(Reading(env, read_whole), node) if isinstance(node, Script) else ("", ())
        entry = env.entries.get(name)
        if entry is not None and not entry.declared and len(indices) == len(entry.shape) + 1:
            return name
    return None


def ranks_to_try(env: Environment) -> tuple[dict[str, int], ...]:
    """Other numbers of axes for what the given formulas use without saying its shape: the v_j of o = Σ_j a_j v_j.

    One symbol at a time gets one axis more, then two at a time.
    """
    used = {e.name for d in env.definitions.values() for e in variables_in(d.body)}
    plain = [
        entry
        for name, entry in sorted(env.entries.items())
        if name in used and name not in env.definitions and not entry.declared and not entry.bold
    ]
    more = [(e.name, len(e.shape) + 1) for e in plain if len(e.shape) < 2][:_MOST]
    return tuple(dict(chosen) for count in (1, 2) for chosen in combinations(more, count))


def said_only(env: Environment, sides: Sides) -> str | None:
    """The first symbol in the line, or in a definition that it uses, whose shape only a sentence states in words."""
    return _first_used(env, sides, env.said)


def loosened(env: Environment, sides: Sides, *, introduce: bool) -> Environment | None:
    """The environment in which one size that only a sentence states is free, and the line has a meaning; else None.

    Or one in which a number of an earlier section is a vector of this one: \\mathbf{z} behind z = w^T x.
    """
    trees = [t for t in (sides.first, sides.left, sides.right) if t is not None]
    names = {symbol_name(n) for t in trees for n in walk_tree(t) if isinstance(n, Symbol)}
    for name in sorted(names & env.said - set(env.definitions))[:_MOST]:
        entry = env.entries.get(name)
        if entry is None or not entry.shape:
            continue
        ctx = Reading(env, read_whole)
        shape = tuple(ctx.new_dimension(f"dim({name})") for _ in entry.shape)
        entries = {**env.entries, name: replace(entry, shape=shape)}
        free = replace(env, entries=entries, said=env.said - {name}, counter=ctx.counter)
        with suppress(FormulaError):
            read_equation(free, sides, introduce=introduce)
            return free
    for name in sorted(_numbers_before(env, trees))[:_MOST]:
        with suppress(FormulaError):
            read_equation(fresh := forget(env, {name}), sides, introduce=introduce)
            return fresh
    return None


def _numbers_before(env: Environment, trees: list[Tree]) -> set[str]:
    """The numbers of earlier sections that stand in a line as vectors: bold, or with an index."""
    nodes = [n for t in trees for n in walk_tree(t)]
    vectors = {symbol_name(n) for n in nodes if isinstance(n, Symbol) and n.style == "bold"}
    vectors |= {symbol_name(base) for n in nodes if (base := _indexed_base(n)) is not None}
    old = env.before - env.here - env.fixed
    return {n for n in vectors & old if n in env.entries and not env.entries[n].shape}


def unsure_of(env: Environment, sides: Sides) -> str | None:
    """The first symbol in the line, or in a definition that it uses, whose own definition was not understood."""
    return _first_used(env, sides, env.spoiled)


def _first_used(env: Environment, sides: Sides, among: frozenset[str]) -> str | None:
    trees = [t for t in (sides.first, sides.left, sides.right) if t is not None]
    names = {symbol_name(n) for t in trees for n in walk_tree(t) if isinstance(n, Symbol)}
    return next((s for s in sorted(among) if s in names or any(env.leads_to(n, s) for n in sorted(names))), None)


def _indexed_base(node: Tree) -> Symbol | None:
    """The symbol that carries the subscripts of a node."""
    if isinstance(node, Script) and isinstance(node.base, Symbol) and node.subscripts:
        return node.base
    return None


def _fits(env: Environment, sides: Sides, name: str, introduce: bool) -> bool:
    for rank in (1, 2):
        entries = {n: e for n, e in env.entries.items() if n != name}
        changed = replace(env, entries=entries, hints={**env.hints, name: rank}, mentioned=env.mentioned | {name})
        try:
            read_equation(changed, sides, introduce=introduce)
        except FormulaError:
            continue
        return True
    return False
