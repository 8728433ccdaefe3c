"""Names that an equation brings along: σ in h_k = σ(s_k) = 1/(1 + e^{-s_k}), p(t | x) as another name of p_t."""

from __future__ import annotations

from dataclasses import replace

from gradproof.formula.declarations import mention
from gradproof.formula.environment import Environment, symbol_name
from gradproof.formula.from_tree import read_whole
from gradproof.formula.letters import walk
from gradproof.formula.reading import Reading
from gradproof.formula.traverse import substitute, without_places
from gradproof.formula.tree import Call, Group, Product, Script, Symbol, Tree
from gradproof.source import FormulaError


def introduction(environment: Environment, left: Tree, right: Tree) -> tuple[Tree, Tree] | None:
    """f(z) = formula, from f(s_k) = formula in s_k where f is new."""
    if not (isinstance(left, Product) and len(left.factors) == 2):
        return None
    callee, group = left.factors
    if not (
        isinstance(callee, Symbol)
        and isinstance(group, Group)
        and group.kind == "("
        and len(group.items) == 1
        and not group.given
    ):
        return None
    name = symbol_name(callee)
    known = name in environment.entries or name in environment.functions
    if known or not isinstance(group.items[0], Symbol | Script):
        return None
    formal = Symbol("z", "", ("argument",), group.items[0].span)
    head = replace(left, factors=(callee, replace(group, items=(formal,))))
    return head, substitute(right, group.items[0], formal)


def conditional(tree: Tree) -> tuple[str, Group] | None:
    """The name and bracket of p(t | x)."""
    if isinstance(tree, Product) and len(tree.factors) == 2:
        callee, group = tree.factors
        if isinstance(callee, Symbol) and isinstance(group, Group) and group.given:
            return symbol_name(callee), group
    return None


def log_of_density(environment: Environment, left: Tree) -> tuple[str, Group] | None:
    """The name and bracket of the p of `\\log p(x | μ, σ) = …`, of which the page says nothing else, or says
    it of other parameters: p(x | μ, σ) and p(x | μ, L) are two densities."""
    if not (isinstance(left, Call) and left.name == "log" and len(left.arguments) == 1):
        return None
    argument = left.arguments[0]
    if isinstance(argument, Group) and len(argument.items) == 1:
        argument = argument.items[0]
    found = conditional(argument)
    if found is None or left.power is not None or left.subscript:
        return None
    return found if _is_new(environment, *found) else None


def _is_new(environment: Environment, name: str, group: Group) -> bool:
    """Whether p(x | μ) stands between symbols, and the page says nothing else of p.

    Of other parameters it may: p(x | μ, σ) and p(x | μ, L) are two densities.
    """
    symbols = all(isinstance(i, Symbol) for i in (*group.items, *group.given))
    known = name in environment.entries or name in environment.functions
    alias = environment.notations.get(name)
    said = alias is not None and [without_places(g) for g in alias[0].given] == [without_places(g) for g in group.given]
    return symbols and not known and not said


def density(environment: Environment, left: Tree, right: Tree) -> tuple[str, Group] | None:
    """The name and bracket of the p of `p(x | μ, σ) = …`, of which the page says nothing else."""
    found = conditional(left)
    if found is None or not _is_new(environment, *found):
        return None
    inside = any(isinstance(node, Symbol) and symbol_name(node) == found[0] for node in walk(right))
    return None if inside else found


def exponential(tree: Tree) -> Tree:
    """exp of a tree."""
    return Call("exp", (tree,), None, (), 0, False, tree.span)


def named(environment: Environment, name: str, group: Group, meaning: Tree) -> Environment:
    """The environment that knows what p(x | μ) is."""
    notations = {**environment.notations, name: (group, meaning)}
    return mention(mention(replace(environment, notations=notations), meaning), group)


def with_notation(environment: Environment, left: Tree, right: Tree) -> Environment | None:
    """The environment after an equation that says what p(t | x) is another name for; None for any other equation."""
    for ours, theirs in ((left, right), (right, left)):
        found = conditional(ours)
        if found is None or not isinstance(theirs, Symbol | Script):
            continue
        name, group = found
        if name in environment.notations:
            return environment if expands_to(environment, ours, theirs) else None
        return mention(replace(environment, notations={**environment.notations, name: (group, theirs)}), theirs)
    found = density(environment, left, right)
    return None if found is None else named(environment, *found, right)


def with_density(environment: Environment, left: Tree, right: Tree) -> Environment:
    """The environment after `\\log p(x | μ) = …` of an unknown p: another name for the exponential of that."""
    found = log_of_density(environment, left)
    return environment if found is None else named(environment, *found, exponential(right))


def expands_to(environment: Environment, ours: Tree, theirs: Tree) -> bool:
    """Whether p(j | x) stands for the very symbol on the other side."""
    ctx = Reading(environment, read_whole)
    try:
        return ctx.read(ctx, ours).body == ctx.read(ctx, theirs).body
    except FormulaError:
        return False


def introduced_name(env: Environment, left: Tree) -> str | None:
    """The function that a left side σ(s_k) introduces, which was learnt from its chain already."""
    if not (isinstance(left, Product) and isinstance(left.factors[0], Symbol)):
        return None
    name = symbol_name(left.factors[0])
    function = env.functions.get(name)
    return name if function is not None and function.parameters == ("z_argument",) else None
