"""What stands behind a bar: p(t | x), by the page's own notation for it or as an abstract function."""

from __future__ import annotations

from gradproof.formula.expression import Apply, Argument
from gradproof.formula.letters import walk
from gradproof.formula.reading import Reading
from gradproof.formula.to_latex import to_latex
from gradproof.formula.traverse import substitute
from gradproof.formula.tree import Group, Symbol, Tree
from gradproof.formula.whole import Whole, scalar


def conditional(ctx: Reading, name: str, group: Group) -> Whole:
    """p(t | x): by the page's own notation for it, else an abstract function of all that stands in the bracket."""
    alias = ctx.environment.notations.get(name)
    if alias is not None:
        formal, body = alias
        if len(formal.items) == len(group.items) and _stands_for(formal, group, body):
            return ctx.read(ctx, _swapped(body, (*formal.items, *formal.given), (*group.items, *group.given)))
    arguments = tuple(ctx.read(ctx, item) for item in (*group.items, *group.given))
    return scalar(Apply(f"{name}(|)", (), tuple(Argument(a.axes, a.body) for a in arguments)))


def _stands_for(formal: Group, group: Group, body: Tree) -> bool:
    """Whether what is given is the same, or else stands in the formula, so that it can be put there."""
    if len(formal.given) != len(group.given):
        return False
    inside = {to_latex(node) for node in walk(body)}
    pairs = [(to_latex(f), to_latex(g)) for f, g in zip(formal.given, group.given, strict=True)]
    return all(ours == theirs or ours in inside for ours, theirs in pairs)


def _swapped(body: Tree, formal: tuple[Tree, ...], actual: tuple[Tree, ...]) -> Tree:
    """The notation's body with other letters for its formal ones, all at once."""
    marks = [Symbol("z", "", (f"argument{n}",), f.span) for n, f in enumerate(formal)]
    for old, mark in zip(formal, marks, strict=True):
        body = substitute(body, old, mark)
    for mark, new in zip(marks, actual, strict=True):
        body = substitute(body, mark, new)
    return body
