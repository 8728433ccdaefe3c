"""Definitions that hold for every layer, read again with the layer moved where a line needs it.

The page says a^{[l]} = σ(z^{[l]}) once; a line with a^{[l-1]} needs a^{[l-1]} = σ(z^{[l-1]}). Instances are made down
to the lowest layer that the line writes; what lies below is left open. A layer with a definition of its own keeps it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from gradproof.formula import definitions
from gradproof.formula.definitions import target
from gradproof.formula.environment import Environment, symbol_name
from gradproof.formula.expression import Derivative, Equation, Model, Variable
from gradproof.formula.from_tree import read_whole
from gradproof.formula.indices import heads, symbol_and_indices
from gradproof.formula.layers import Layer, layer_of, moved, parsed_name
from gradproof.formula.letters import walk as walk_tree
from gradproof.formula.reach import reachable
from gradproof.formula.reading import Reading
from gradproof.formula.rename import walk
from gradproof.formula.tree import Derivative as DerivativeTree
from gradproof.formula.tree import Script, Symbol, Tree
from gradproof.source import FormulaError, fail

__all__ = ["Family", "define", "defines", "open_layer", "refuse_counted", "target", "with_layers"]

_MOST = 8
"""So many layers are written out for one line; beyond them they stay open."""


@dataclass(frozen=True, slots=True)
class Family:
    """A definition as the page has it, and the layer on its left side."""

    layer: Layer
    left: Tree
    right: Tree


def define(env: Environment, left: Tree, right: Tree) -> Environment:
    """The environment after the definition left := right, which may hold for every layer.

    Raises: FormulaError as `definitions.define` does.
    """
    head, group = heads(left)
    layer = layer_of(env.layers, head)
    after = definitions.define(with_layers(env, (left, right)), left, right)
    name = target(env, left)
    after = replace(after, instances=after.instances - {name or ""})
    found = parsed_name(name or "")
    if layer is None or found is None or not layer.letter.islower() or group is not None:
        return after
    return replace(after, families={**after.families, found[0]: Family(layer, left, right)})


def defines(env: Environment, left: Tree, right: Tree) -> bool:
    """Whether left = right is a definition at this place; what a family says of another layer is a claim."""
    head, _ = heads(left)
    layer = layer_of(env.layers, head)
    found = parsed_name(target(env, left) or "") if layer is not None else None
    family = env.families.get(found[0]) if found is not None else None
    if (
        isinstance(family, Family)
        and layer is not None
        and (layer.base == family.layer.base or _differentiates(family))
    ):
        return target(env, family.left) not in env.here and definitions.defines(env, left, right)
    return definitions.defines(env, left, right)


def _differentiates(family: Family) -> bool:
    """Whether a family is a derivative, δ^{[l]} = ∂C/∂z^{[l]}: what a page says of its last layer is a claim."""
    return any(isinstance(node, DerivativeTree) for node in walk_tree(family.right))


def with_layers(env: Environment, trees: tuple[Tree, ...]) -> Environment:
    """The environment with every family's definition at the layers that a line writes."""
    if not env.families:
        return env
    kept = {n: d for n, d in env.definitions.items() if n not in env.instances}
    env = replace(env, definitions=kept, instances=frozenset())
    here = env.here
    for place in _wanted(env, trees):
        for _, family in sorted(env.families.items()):
            assert isinstance(family, Family)
            if family.layer.kind == place.kind:
                env = _with_instance(env, family, place)
    return replace(env, here=here)


def _at_odds(env: Environment) -> frozenset[str]:
    """The symbols that are numbers at one layer and vectors at another: a^{[l]} = g(z^{[l]}) of an unknown g."""
    places = {name: found for name in env.entries if (found := parsed_name(name)) is not None and found[1].letter}
    ranks: dict[tuple[str, tuple[str, str]], set[int]] = {}
    for name, (stem, layer) in places.items():
        ranks.setdefault((stem, layer.base), set()).add(len(env.entries[name].shape))
    return frozenset(name for name, (stem, layer) in places.items() if len(ranks[stem, layer.base]) > 1)


def _wanted(env: Environment, trees: tuple[Tree, ...]) -> tuple[Layer, ...]:
    """The layers from the lowest to the highest that a line writes, or that the definitions it uses have."""
    nodes = [node for tree in trees for node in walk_tree(tree)]
    written = [place for node in nodes if (place := layer_of(env.layers, node)) is not None]
    names = {symbol_name(node) for node in nodes if isinstance(node, Symbol)}
    written += [found[1] for name in _used(env, names) if (found := parsed_name(name)) is not None]
    wanted: list[Layer] = []
    for base in sorted({place.base for place in written}):
        offsets = [place.offset for place in written if place.base == base]
        first = min(offsets) if base[1] else 1
        if max(offsets) - first < _MOST:
            wanted += [Layer(*base, offset) for offset in range(first, max(offsets) + 1)]
    return tuple(wanted)


def _used(env: Environment, names: set[str]) -> set[str]:
    """The names that the definitions of some symbols use, directly or through symbols without a layer."""
    found, queue = set[str](), sorted(names)
    while queue:
        definition = env.definitions.get(queue.pop())
        inner = {e.name for e in walk(definition.body) if isinstance(e, Variable)} if definition else set[str]()
        queue += sorted(n for n in inner - found if parsed_name(n) is None)
        found |= inner
    return found


def _with_instance(env: Environment, family: Family, place: Layer) -> Environment:
    left, right = (moved(env.layers, tree, family.layer, place) for tree in (family.left, family.right))
    name = target(env, left)
    if name is None or name in env.definitions or name in env.fixed:
        return env
    env = replace(env, hints={**env.hints, **_hints(env, family, place)})
    try:
        after = definitions.define(env, left, right)
    except FormulaError:
        return replace(env, spoiled=env.spoiled | {name})
    return replace(after, instances=after.instances | {name})


def _hints(env: Environment, family: Family, place: Layer) -> dict[str, int]:
    """How many axes the symbols of an instance have: as many as those that the page itself has written."""
    found = {}
    for node in (n for tree in (family.left, family.right) for n in walk_tree(tree)):
        if isinstance(node, Script) and isinstance(node.base, Symbol) and layer_of(env.layers, node) is not None:
            other = moved(env.layers, node, family.layer, place)
            assert isinstance(other, Script)
            names = [symbol_and_indices(Reading(env, read_whole), tree)[0] for tree in (node, other)]
            entry = env.entries.get(names[0])
            if entry is not None and names[1] not in env.entries:
                found[names[1]] = len(entry.shape)
    return found


def refuse_counted(ctx: Reading, trees: tuple[Tree, ...], conditions: tuple[Tree, ...]) -> None:
    """Raises GP400 where the letter of a layer is an index as well, a condition speaks of it, or shapes are at odds."""
    known = ctx.environment.layers
    scripts = [node for tree in trees for node in walk_tree(tree) if isinstance(node, Script)]
    placed = [(node, layer) for node in scripts if (layer := layer_of(known, node)) is not None]
    if not placed:
        return
    odd = _at_odds(ctx.environment)
    stated = {n.name for tree in conditions for n in walk_tree(tree) if isinstance(n, Symbol)}
    for node, layer in placed:
        if layer.letter and layer.letter in {*ctx.letters, *stated}:
            raise fail("GP400", f"{layer.letter} counts layers here, and is an index or a condition, too.", node.span)
        if odd:
            message = f"{min(odd)} has another shape than its like at other layers."
            raise fail("GP400", message, node.span, "Say its shape, or define what makes it: g(x) = …")


def open_layer(env: Environment, equation: Equation, model: Model) -> str | None:
    """Why nothing can be said of a derivative in an equation: a layer below may depend on what it is taken by."""
    bodies = reachable((equation.left, equation.right), model)
    taken: dict[str, set[tuple[str, str]]] = {}
    for node in (n for body in bodies for n in walk(body) if isinstance(n, Derivative)):
        by = parsed_name(node.variable.name)
        inside = {n.name for b in reachable((node.body,), model) for n in walk(b) if isinstance(n, Variable)}
        for name in sorted(inside - {node.variable.name}):
            found = parsed_name(name)
            if found is not None and not _is_apart(env, model, name, found, by[1] if by is not None else None):
                return f"nothing says how {name} depends on {node.variable.name}"
        if by is not None and isinstance(node.body, Variable) and node.body.name not in model.definitions:
            taken.setdefault(node.body.name, set()).add(by[1].base)
    many = sorted(name for name, bases in taken.items() if len(bases) > 1)
    return f"nothing says how the layers lie by which {many[0]} is differentiated" if many else None


def _is_apart(env: Environment, model: Model, name: str, found: tuple[str, Layer], by: Layer | None) -> bool:
    """Whether it is known if a symbol depends on what stands at the layer `by`: it is defined, or lies below it."""
    stem, layer = found
    family = env.families.get(stem)
    is_open = (family is not None or stem in _looked_back(env)) and name not in model.definitions
    if by is None:
        return not is_open
    if layer.base != by.base:
        return False
    return not is_open or (layer.offset < by.offset and not (family and _looks_up(env, family)))


_PARAMETERS = frozenset({"W", "w", "U", "V", "b", "theta", "Theta", "beta", "gamma", "alpha", "eta"})


def _looked_back(env: Environment) -> set[str]:
    """The stems that a definition takes from another layer than its own, weights aside: who knows what they rest on."""
    found = set[str]()
    for family in env.families.values():
        assert isinstance(family, Family)
        for node in walk_tree(family.right):
            place = layer_of(env.layers, node)
            if place is not None and place != family.layer and isinstance(node, Script):
                name = parsed_name(symbol_and_indices(Reading(env, read_whole), node)[0])
                found |= {name[0]} if name is not None else set()
    return found - _PARAMETERS


def _looks_up(env: Environment, family: object) -> bool:
    """Whether a family's definition speaks of a layer above its own, or of a derivative."""
    assert isinstance(family, Family)
    places = [layer_of(env.layers, node) for node in walk_tree(family.right)]
    return any(p is not None and (p.base != family.layer.base or p.offset > family.layer.offset) for p in places)
