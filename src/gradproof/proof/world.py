"""The values of all symbols at one point, and what becomes of them while a derivative is being taken.

A `World` knows every symbol's value: variables from the point, defined symbols from their definitions, once each. To
differentiate by b, a perturbed world is made over it in which b alone is given an ε and every symbol that depends on b
is computed anew. There b is independent: it keeps the value that its definition had in the world below. Where
differentiations are nested, a symbol that an outer one made independent keeps its ε, and takes the inner one's ε
through its definition: ∂/∂s (∂h/∂v), with h = σ(s) and s = vx, is σ''(s)·x.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from gradproof.proof.budget import BudgetExceeded
from gradproof.proof.dual import Dual, Value, limited, tangent
from gradproof.proof.number import ONE
from gradproof.proof.point import Place, Point

MAX_DEPTH = 12
"""Derivatives nested deeper than this are not taken: the work doubles with each."""

UNKNOWN = "?"
"""Among the symbols that an expression depends on: it may depend on any, for it holds a derivative nobody knows."""

Array = Mapping[Place, Value]


@dataclass
class Ledger:
    """The counted budget: `left` operations may still be done."""

    left: int

    def spend(self, operations: int) -> None:
        """Write down some operations; raises BudgetExceeded when none are left."""
        self.left -= operations
        if self.left < 0:
            raise BudgetExceeded("the budget of operations is spent")


class Frame(NamedTuple):
    """Where an expression stands: the world, the values of a function's parameters, how many ε may be in sight."""

    world: World
    parameters: Mapping[str, Array]
    depth: int


Run = Callable[[Frame, list[int]], Value]
"""An expression made executable; the list holds the values of its indices, each in its slot."""


@dataclass(frozen=True, slots=True)
class Routine:
    """A definition made executable: its indices stand in the first of `slots` slots; `weight` operations a run."""

    run: Run
    slots: int
    weight: int


@dataclass(frozen=True, slots=True)
class Library:
    """All definitions made executable: as symbols, and as functions of their parameters.

    `reach`: the names of all symbols that a definition depends on, directly or not, its own among them.
    """

    symbols: Mapping[str, Routine]
    functions: Mapping[str, Routine]
    reach: Mapping[str, frozenset[str]]


class World:
    """The values of all symbols at a point. (A mutable memory of values computed; never shared between points.)"""

    __slots__ = ("below", "depth", "frame", "ledger", "library", "memo", "name", "perturbed_worlds", "place", "point")

    def __init__(self, point: Point, library: Library, ledger: Ledger) -> None:
        self.point, self.library, self.ledger = point, library, ledger
        self.memo: dict[tuple[Hashable, Place], Value] = dict(point.values.items())
        self.perturbed_worlds: dict[tuple[str, Place, int], World] = {}
        self.below: World | None = None
        self._stand("", (), 0)

    def _stand(self, name: str, place: Place, depth: int) -> None:
        self.name, self.place, self.depth = name, place, depth
        self.frame = Frame(self, {}, depth)

    def perturbed(self, name: str, place: Place, depth: int) -> World:
        """The world over this one in which component `place` of `name` has an ε of tag `depth`."""
        key = name, place, depth
        world = self.perturbed_worlds.get(key)
        if world is None:
            if depth > MAX_DEPTH:
                raise BudgetExceeded(f"derivatives nested deeper than {MAX_DEPTH}")
            world = self.perturbed_worlds[key] = World.__new__(World)
            world.point, world.library, world.ledger = self.point, self.library, self.ledger
            world.memo, world.perturbed_worlds, world.below = {}, {}, self
            world._stand(*key)
        return world

    def value(self, name: str, place: Place) -> Value:
        """The value of a symbol's component."""
        key = name, place
        value = self.memo.get(key)
        if value is None:
            value = self.memo[key] = self._compute(name, place)
        return value

    def _compute(self, name: str, place: Place) -> Value:
        below = self.below
        if below is None:
            return self.run(self.library.symbols[name], self.frame, place)
        if name == self.name:
            value = below.value(name, place)
            return Dual(self.depth, value, ONE) if place == self.place else value
        if not self.touches(self.library.reach.get(name, frozenset())):
            return below.value(name, place)
        value = self.run(self.library.symbols[name], self.frame, place)
        if not below.makes_independent(name):
            return value
        slope = tangent(value, self.depth)
        return Dual(self.depth, below.value(name, place), slope)

    def makes_independent(self, name: str) -> bool:
        """Whether this world, or one below it, differentiates by `name`."""
        return self.name == name or (self.below is not None and self.below.makes_independent(name))

    def home(self, mentions: frozenset[str]) -> World:
        """The lowest world in which an expression that depends on the symbols `mentions` has its value of here."""
        world = self
        while world.below is not None and not world.touches(mentions):
            world = world.below
        return world

    def touches(self, mentions: frozenset[str]) -> bool:
        """Whether an expression that depends on the symbols `mentions` may have another value here than below."""
        return self.name in mentions or UNKNOWN in mentions

    def run(self, routine: Routine, frame: Frame, place: Place) -> Value:
        """The value of a definition at a place."""
        self.ledger.spend(routine.weight << frame.depth)
        return limited(routine.run(frame, [*place, *([0] * (routine.slots - len(place)))]))
