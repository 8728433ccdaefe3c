"""What an equation rests on, through definitions too: values that are restricted, lines that were not understood."""

from __future__ import annotations

from gradproof.formula.environment import Environment
from gradproof.formula.expression import Apply, Expression, Model, Variable
from gradproof.formula.rename import variables_in, walk
from gradproof.formula.restrictions import FEW, Restriction

_OF_SAMPLE = "^()"
"""The end of the name of a^{(i)}."""


def restricted(env: Environment, model: Model, bodies: tuple[Expression, ...]) -> tuple[tuple[str, Restriction], ...]:
    """The variables of the equation, through definitions too, of whose values something is said, with that."""
    special = {name: FEW for name, assumption in env.assumptions.items() if assumption.kind == "special"}
    stated = sorted({**env.restricted, **special}.items())
    used = _used(model, bodies) if stated else set()
    return tuple((name, values) for name, values in stated if name in used)


def unsure(
    env: Environment, model: Model, bodies: tuple[Expression, ...]
) -> tuple[tuple[str, frozenset[str] | None], ...]:
    """The variables of the equation, through definitions too, whose own definition was not understood."""
    return tuple((n, _rest(env, n)) for n in sorted(_used(model, bodies) & env.spoiled)) if env.spoiled else ()


def of_samples(env: Environment, model: Model, bodies: tuple[Expression, ...]) -> frozenset[tuple[str, str]]:
    """The a^{(i)} that nobody defines beside a defined a, with what a rests on: that of a sample moves with it, too."""
    free = (name for name in model.shapes if name.endswith(_OF_SAMPLE) and name not in model.definitions)
    bases = {name: name.removesuffix(_OF_SAMPLE) for name in free}
    bases = {name: base for name, base in bases.items() if base in env.definitions}
    used = sorted(_used(model, bodies) & bases.keys()) if bases else []
    return frozenset((name, by) for name in used for by in _rest(env, bases[name]) or ())


def _rest(env: Environment, name: str) -> frozenset[str] | None:
    """What a symbol may depend on whose definition was not understood, through other definitions too."""
    found, queue = set[str](), [name]
    while queue:
        here = queue.pop()
        if here in env.definitions:
            more = {e.name for e in variables_in(env.definitions[here].body)}
        elif here not in env.spoiled:
            continue
        elif here not in env.rests:
            return None
        else:
            more = set(env.rests[here])
        queue += sorted(more - found)
        found |= more
    return frozenset(found)


def _used(model: Model, bodies: tuple[Expression, ...]) -> set[str]:
    """The variables of some expressions, through definitions too."""
    names: set[str] = set()
    queue = list(bodies)
    while queue:
        for e in walk(queue.pop()):
            if isinstance(e, Variable | Apply) and e.name not in names:
                names.add(e.name)
                if e.name in model.definitions:
                    queue.append(model.definitions[e.name].body)
    return names
