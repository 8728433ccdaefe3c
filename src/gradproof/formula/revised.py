"""A symbol that a page first writes without indices and then with them: y = γ x̂ + β, then y_{kl} = γ_l x̂_{kl} + β_l.

The first shape was a guess, and the indices say better. Definitions that rest on the guess are given up: lines that use
them are unreadable until the page defines those symbols again, with indices.
"""

from __future__ import annotations

from dataclasses import replace

from gradproof.formula.environment import Environment, FunctionEntry
from gradproof.formula.expression import Dimension, Expression, Size, Variable
from gradproof.formula.letters import walk as walk_tree
from gradproof.formula.rename import replace_variables, walk
from gradproof.formula.tree import Script, Symbol, Tree


def is_widened(env: Environment, name: str, indices: int) -> bool:
    """Whether a symbol carries more indices than its shape, which nobody stated, has axes."""
    entry = env.entries.get(name)
    return entry is not None and not entry.declared and not entry.bold and indices > len(entry.shape)


def revised(env: Environment, name: str | None, slots: tuple[tuple[str, int], ...]) -> Environment:
    """The environment without the symbols that these slots, names with index counts, widen; `name` is being defined."""
    widened = {symbol for symbol, indices in slots if is_widened(env, symbol, indices)}
    return _without(env, name, widened) if widened else env


def forgotten(env: Environment, name: str) -> Environment:
    """The environment without a symbol that a new section uses in another shape."""
    return _without(env, name, {name})


def _without(env: Environment, name: str | None, widened: set[str]) -> Environment:
    given_up, queue = set(widened), sorted(widened)
    while queue:
        symbol = queue.pop()
        resting = {
            other.removesuffix("()")
            for other, definition in env.definitions.items()
            if any(isinstance(e, Variable) and e.name == symbol for e in walk(definition.body))
        }
        queue += sorted(resting - given_up)
        given_up |= resting
    defined = {symbol for symbol in given_up if symbol in env.definitions}
    spoiled = defined - widened  # a widened symbol is an unknown again, of which the page has said more
    gone = given_up | {f"{symbol}()" for symbol in given_up}
    again = defined & widened
    return replace(
        env,
        widened=(env.widened | again) - {name},
        entries={n: e for n, e in env.entries.items() if n not in given_up},
        definitions={n: d for n, d in env.definitions.items() if n not in gone},
        functions={n: f for n, f in env.functions.items() if n not in given_up},
        spoiled=(env.spoiled | spoiled | again) - {name},
        here=env.here - defined,
    )


def scripts(*trees: Tree) -> tuple[Script, ...]:
    """The symbols with subscripts in some trees."""
    nodes = (node for tree in trees for node in walk_tree(tree))
    return tuple(n for n in nodes if isinstance(n, Script) and isinstance(n.base, Symbol) and n.subscripts)


def with_sizes(env: Environment, sizes: frozenset[str]) -> Environment:
    """The environment in which numbers that turn out to be sizes are sizes: the N of 1/N, once k = 1, …, N is said."""
    numbers = {n for n in sizes if n in env.entries and not env.entries[n].shape and n not in env.definitions}
    if not numbers:
        return env

    def size(variable: Variable) -> Expression | None:
        return Size(Dimension(variable.name)) if variable.name in numbers else None

    definitions = {n: replace(d, body=replace_variables(d.body, size)) for n, d in env.definitions.items()}
    entries = {n: e for n, e in env.entries.items() if n not in numbers}
    return replace(env, entries=entries, definitions=definitions, dimensions=env.dimensions | numbers)


def redeclared(env: Environment, name: str) -> Environment:
    """The environment in which a page states anew what a symbol is: what rested on the old meaning is given up.

    Functions of the page stay: softmax(x) was defined for any x, and the old x was only the name of its argument.
    """
    old = f"{name}_earlier"
    functions, definitions = dict(env.functions), dict(env.definitions)
    for function, entry in env.functions.items():
        if name in entry.parameters and f"{function}()" in definitions:
            parameters = tuple(old if p == name else p for p in entry.parameters)
            functions[function] = replace(entry, parameters=parameters)
            if function in definitions:
                body = replace_variables(definitions[function].body, lambda v: _called(v, name, old))
                definitions[function] = replace(definitions[function], body=body)
    entries = dict(env.entries)
    if functions != env.functions:
        entries[old] = replace(entries[name], name=old)
    definitions.pop(name, None)
    kept = replace(env, entries=entries, functions=functions, definitions=definitions, here=env.here - {name})
    resting, queue = set[str](), [name]
    while queue:
        symbol = queue.pop()
        found = {
            other.removesuffix("()")
            for other, definition in definitions.items()
            if symbol not in _arguments(functions, other.removesuffix("()"))
            and any(isinstance(e, Variable) and e.name == symbol for e in walk(definition.body))
        }
        queue += sorted(found - resting)
        resting |= found
    gone = resting | {f"{symbol}()" for symbol in resting}
    return replace(
        kept,
        entries={n: e for n, e in entries.items() if n != name and n not in resting},
        definitions={n: d for n, d in definitions.items() if n not in gone},
        functions={n: f for n, f in functions.items() if n not in resting},
        hints={n: r for n, r in env.hints.items() if n != name},
        spoiled=(env.spoiled | resting) - {name},
        here=kept.here - resting,
        restricted={n: values for n, values in env.restricted.items() if n != name},
        positive=env.positive - {name},
    )


def _arguments(functions: dict[str, FunctionEntry], name: str) -> tuple[str, ...]:
    """What a function was defined over: the z of σ(z), which may be any z."""
    return functions[name].parameters if name in functions else ()


def _called(variable: Variable, name: str, other: str) -> Expression | None:
    return replace(variable, name=other) if variable.name == name else None
