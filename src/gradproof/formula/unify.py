"""Which unnamed dimensions are one: unification of sizes.

A named dimension (C, D) is rigid: two different names never unify. An unnamed one (its name begins with "?")
stands for a size that nobody has named yet.
"""

from __future__ import annotations

from collections.abc import Mapping

from gradproof.formula.expression import Dimension


def unnamed(dimension: Dimension) -> bool:
    """Whether nobody has given this dimension a name."""
    return dimension.name.startswith("?")


def representative(unions: Mapping[Dimension, Dimension], dimension: Dimension) -> Dimension:
    """The representative of a dimension under some unions."""
    while dimension in unions:
        dimension = unions[dimension]
    return dimension


class Unifier:
    """The unions found so far; `assumed` lists those between dimensions that were apart before this line."""

    def __init__(self, unions: Mapping[Dimension, Dimension], frozen: frozenset[Dimension] = frozenset()) -> None:
        self.unions: dict[Dimension, Dimension] = dict(unions)
        self.frozen = frozen
        self.assumed: list[tuple[Dimension, Dimension]] = []

    def find(self, dimension: Dimension) -> Dimension:
        """The representative of a dimension."""
        return representative(self.unions, dimension)

    def unify(self, left: Dimension, right: Dimension) -> bool:
        """Make two dimensions one; False where both are named and differ."""
        left, right = self.find(left), self.find(right)
        if left == right:
            return True
        if not unnamed(left) and not unnamed(right):
            return False
        if self._known(left) and self._known(right):
            self.assumed.append((left, right))
        keep, gone = (left, right) if self._stays(left, right) else (right, left)
        self.unions[gone] = keep
        return True

    def _known(self, dimension: Dimension) -> bool:
        return dimension in self.frozen

    def _stays(self, left: Dimension, right: Dimension) -> bool:
        """A named dimension stays; of two unnamed ones that which the page knew before, else the older."""
        if unnamed(left) != unnamed(right):
            return not unnamed(left)
        if self._known(left) != self._known(right):
            return self._known(left)
        return _age(left) <= _age(right)


def _age(dimension: Dimension) -> tuple[int, str]:
    number = dimension.name[1:].split(" ", 1)[0]
    return (int(number), dimension.name)
