"""What commas join: `j = 1, \\dots, C` is one range, `x, y \\in S` one relation of two things."""

from __future__ import annotations

from dataclasses import replace

from gradproof.formula.tree import Chain, Ellipsis, Number, Sequence, Text, Tree

SHARED = frozenset({"=", r"\in"})
"""Relations whose left side may be several things: `i, j = 1`, `x, y \\in S`."""


def assemble(items: list[Tree], leading: bool = True) -> list[Tree]:
    """The items with ranges drawn into their chains, and (if `leading`) several left sides into one."""
    joined: list[Tree] = []
    loose: list[Tree] = []  # items without a relation since the last chain
    for item in items:
        if not isinstance(item, Chain):
            loose.append(item)
            continue
        chain, joined, loose = _settle(item, joined, loose, leading)
        joined.append(chain)
    return _draw_in(joined, loose)


def _settle(chain: Chain, joined: list[Tree], loose: list[Tree], leading: bool) -> tuple[Chain, list[Tree], list[Tree]]:
    """A chain with the loose items before it: a range belongs to the chain before, left sides to this one."""
    if loose and joined and any(isinstance(item, Ellipsis) for item in loose):
        return chain, _draw_in(joined, loose), []
    first = chain.operands[0]
    words = any(isinstance(item, Text) for item in loose)
    if loose and leading and not words and first is not None and chain.relations[0] in SHARED:
        sides = Sequence((*loose, first), loose[0].span.join(first.span))
        chain = replace(chain, operands=(sides, *chain.operands[1:]), span=sides.span.join(chain.span))
        return chain, joined, []
    return chain, [*joined, *loose], []


def _draw_in(joined: list[Tree], loose: list[Tree]) -> list[Tree]:
    """The loose items drawn into the chain before them if they make a range or list numbers; else as they are."""
    chain = joined[-1] if joined else None
    last = chain.operands[-1] if isinstance(chain, Chain) else None
    numbers = isinstance(last, Number) and all(isinstance(item, Number) for item in loose)
    if not loose or not isinstance(chain, Chain) or last is None:
        return [*joined, *loose]
    if not numbers and not any(isinstance(item, Ellipsis) for item in loose):
        return [*joined, *loose]
    span = last.span.join(loose[-1].span)
    drawn = replace(chain, operands=(*chain.operands[:-1], Sequence((last, *loose), span)), span=chain.span.join(span))
    return [*joined[:-1], drawn]
