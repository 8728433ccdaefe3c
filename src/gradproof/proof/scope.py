"""What stands between an expression and its closure: the scope it is compiled in, and the compiled node."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from gradproof.formula.expression import Expression, Fixed, Index, IndexTerm, Label, Last, Model
from gradproof.proof.dual import Value
from gradproof.proof.point import Place
from gradproof.proof.world import Frame, Run

Locate = Callable[[Frame, list[int]], Place]


@dataclass(frozen=True, slots=True)
class Node:
    """A compiled expression: `weight` operations a run (sums count their own), names of `free` indices, `mentions` of
    symbols and functions, whether it is `local` (depends on a function's parameters)."""

    run: Run
    weight: int
    free: frozenset[str]
    mentions: frozenset[str]
    local: bool


@dataclass(frozen=True)
class Scope:
    """What names mean where an expression stands: the slot of each index, the parameters of the function around it.

    `slot_count` holds one number: the slots given out so far. `serials` numbers the expressions that are remembered.
    """

    compilers: Mapping[type, Callable[[Any, Scope], Node]]
    model: Model
    reach: Mapping[str, frozenset[str]]
    serials: dict[Expression, int]
    parameters: frozenset[str] = frozenset()
    slots: Mapping[str, int] = field(default_factory=dict)
    slot_count: list[int] = field(default_factory=lambda: [0])

    def closure(self, expression: Expression) -> Node:
        """The compiled expression."""
        return self.compilers[type(expression)](expression, self)

    def bind(self, names: tuple[str, ...]) -> tuple[Scope, tuple[int, ...]]:
        """The scope with these indices bound (shadowing others of the same name), and their slots."""
        start = self.slot_count[0]
        self.slot_count[0] += len(names)
        chosen = tuple(range(start, start + len(names)))
        slots = {**self.slots, **dict(zip(names, chosen, strict=True))}
        inner = Scope(self.compilers, self.model, self.reach, self.serials, self.parameters, slots, self.slot_count)
        return inner, chosen


def combine(run: Run, nodes: tuple[Node, ...], terms: tuple[IndexTerm, ...] = (), local: bool = False) -> Node:
    """A node over its parts."""
    weight, free, mentions = 1, free_names(terms), _NONE
    for node in nodes:
        weight += node.weight
        free |= node.free
        mentions |= node.mentions
        local = local or node.local
    return Node(run, weight, free, mentions, local)


_NONE: frozenset[str] = frozenset()


def free_names(terms: tuple[IndexTerm, ...]) -> frozenset[str]:
    """The names of the indices in index terms."""
    names = _NONE
    for term in terms:
        if isinstance(term, Index):
            names |= {term.name}
        elif isinstance(term, Label):
            names |= free_names(term.arguments)
    return names


def locate(terms: tuple[IndexTerm, ...], scope: Scope) -> Locate:
    """What computes the place that index terms name."""
    slots = [scope.slots[term.name] for term in terms if isinstance(term, Index)]
    if not terms:
        return lambda _frame, _slots: ()
    if len(slots) == len(terms) == 1:
        (only,) = slots
        return lambda _frame, values: (values[only],)
    if len(slots) == len(terms) == 2:
        first, second = slots
        return lambda _frame, values: (values[first], values[second])
    parts = tuple(term_value(term, scope) for term in terms)
    return lambda frame, values: tuple(part(frame, values) for part in parts)


def term_value(term: IndexTerm, scope: Scope) -> Callable[[Frame, list[int]], int]:
    """What computes the value of one index term."""
    if isinstance(term, Index):
        slot = scope.slots[term.name]
        return lambda _frame, values: values[slot]
    if isinstance(term, Fixed):
        position = term.position
        return lambda _frame, _values: position
    if isinstance(term, Last):
        size = term.dimension.name
        return lambda frame, _values: frame.world.point.sizes[size]
    name, place = term.name, locate(term.arguments, scope)
    return lambda frame, values: frame.world.point.labels[name, place(frame, values)]


def remembered(node: Node, expression: Expression, scope: Scope) -> Node:
    """The node, run once for each value of its free indices in the lowest world that it belongs to."""
    if node.local:
        return node
    serial = scope.serials.setdefault(expression, len(scope.serials))
    slots_of_free = tuple(scope.slots[name] for name in sorted(node.free))
    compute, mentions = node.run, node.mentions

    def run(frame: Frame, slots: list[int]) -> Value:
        world = frame.world.home(mentions)
        key = serial, tuple([slots[slot] for slot in slots_of_free])
        value = world.memo.get(key)
        if value is None:
            value = world.memo[key] = compute(world.frame, slots)
        return value

    return Node(run, node.weight, node.free, node.mentions, node.local)
