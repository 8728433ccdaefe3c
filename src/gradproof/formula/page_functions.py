"""Functions that a page defines with their arguments, f(x) = …: what is known of them, to apply them elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from gradproof.formula.environment import Environment, FunctionEntry, symbol_name
from gradproof.formula.expression import Apply, Definition, Expression, Index, Parameter, Variable
from gradproof.formula.forward import caught_up
from gradproof.formula.indices import heads
from gradproof.formula.letters import walk as walk_tree
from gradproof.formula.rename import freshen, rename_index, replace_variables, walk
from gradproof.formula.traverse import Node, mapped
from gradproof.formula.tree import Group, Script, Symbol, Tree
from gradproof.formula.whole import Whole
from gradproof.source import Diagnostic, FormulaError, Span, fail


class Circular(FormulaError):
    """A definition that leads back to its own symbol: what inverts one is a claim, p = 1/(1+e^{-θ})."""


def variables_of(body: Expression) -> set[str]:
    """The names of the variables of an expression."""
    return {e.name for e in walk(body) if isinstance(e, Variable)}


def no_circle(env: Environment, name: str, span: Span) -> None:
    """Raises GP400 where a definition leads back to its own symbol."""
    seen: set[str] = set()
    queue = [name]
    while queue:
        body = env.definitions[queue.pop()].body
        for used in sorted({e.name for e in walk(body) if isinstance(e, Variable | Apply)}):
            if used == name:
                raise Circular(Diagnostic("GP400", f"{name.removesuffix('()')} is defined through itself.", span))
            if used in env.definitions and used not in seen:
                seen.add(used)
                queue.append(used)


def of_any_number(env: Environment, left: Tree, right: Tree) -> tuple[Tree, Tree] | None:
    """p(x) = … over a letter of its own, where the page has a vector x; None where x is stated, or p is no function."""
    group = heads(left)[1]
    items = group.items if group is not None else ()
    names = {symbol_name(item) for item in items if isinstance(item, Symbol) and item.style == ""}
    stated = {n for n in names if n in env.definitions or ((e := env.entries.get(n)) and (e.declared or e.bold))}
    wide = {n for n in names if env.hints.get(n) or ((e := env.entries.get(n)) and e.shape)}
    if not wide or wide & stated:
        return None

    def change(node: Node) -> Node:
        free = isinstance(node, Symbol) and node.style == "" and symbol_name(node) in wide
        return replace(node, accents=(*node.accents, "argument")) if free and isinstance(node, Symbol) else node

    bases = [n.base for n in walk_tree(right) if isinstance(n, Script) and n.subscripts]
    if any(isinstance(base, Symbol) and symbol_name(base) in wide for base in bases):
        return None  # its formula takes components of it
    return mapped(left, change), mapped(right, change)


def without_function(env: Environment, name: str) -> Environment:
    """The environment in which a symbol is no function."""
    kept: Mapping[str, FunctionEntry] = {n: f for n, f in env.functions.items() if n != name}
    return replace(env, functions=kept)


def with_function(
    env: Environment, definition: Definition, group: Group | None, parameters: list[Whole]
) -> Environment:
    """The environment that also knows the symbol as a function, to be applied at other arguments."""
    assert group is not None
    names = tuple(p.body.name for p in parameters if isinstance(p.body, Variable))
    if len(names) != len(parameters):
        raise fail("GP400", "The arguments of a function that is being defined must be symbols.", group.span)
    if any(isinstance(p.body, Variable) and len(p.body.indices) != len(p.axes) for p in parameters):
        message = "A function of one component, f(y_l), is not understood: other components may stand in its formula."
        raise fail("GP400", message, group.span, "Define it with a letter of its own: f(z) = …")
    shapes = {n: tuple(a.dimension for a in p.axes) for n, p in zip(names, parameters, strict=True)}
    called = f"{definition.name}()"
    body = _inline(env, definition.body, frozenset(names))
    function = Definition(called, definition.indices, tuple(Parameter(n, shapes[n]) for n in names), body)
    entry = FunctionEntry(definition.name, names, group.items)
    env = caught_up(env, function)
    functions = {**env.functions, definition.name: entry}
    env = replace(env, definitions={**env.definitions, called: function}, functions=functions)
    no_circle(env, called, group.span)
    return env


def _inline(env: Environment, body: Expression, names: frozenset[str], depth: int = 0) -> Expression:
    """The body with every definition that depends on one of the names written out."""

    def unfold(variable: Variable) -> Expression | None:
        inner = env.definitions.get(variable.name)
        if inner is None or variable.name in names or not _depends(env, inner.body, names):
            return None
        counter = iter(range(10**6))
        fresh = freshen(inner.body, lambda i: Index(f"{i.name}~{depth}.{next(counter)}", i.dimension))
        for index, term in zip(inner.indices, variable.indices, strict=True):
            fresh = rename_index(fresh, index.name, term)
        return _inline(env, fresh, names, depth + 1)

    return replace_variables(body, unfold)


def _depends(env: Environment, body: Expression, names: frozenset[str]) -> bool:
    found = variables_of(body)
    return bool(found & names) or any(
        _depends(env, env.definitions[v].body, names) for v in sorted(found) if v in env.definitions
    )
