"""What the letters of one page stand for: acronyms, a total beside its parts, primes, data beside one input,
shorthand for gradients.

Each is seen on the whole page, and then every formula is read with symbols of their own in their place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar, cast

from gradproof.document.primed import primed_names, with_primed
from gradproof.document.samples import Samples, samples, with_samples
from gradproof.document.shorthand import Shorthand, shorthand, with_shorthand
from gradproof.document.totals import named_totals, totals, with_named, with_totals
from gradproof.formula.acronyms import acronyms, with_acronyms
from gradproof.formula.double_sums import always_bound, any_double, with_doubles
from gradproof.formula.traverse import Node
from gradproof.formula.tree import Tree

N = TypeVar("N", bound=Node)


@dataclass(frozen=True, slots=True)
class Spelling:
    """What a page writes in its own way.

    `doubles` are the letters l of its sums over k ≠ l that run over l, too; `told` whether some line may say so of one;
    `named` the L and h of a total L_h.
    """

    acronyms: frozenset[str] = frozenset()
    totals: frozenset[str] = frozenset()
    primed: frozenset[str] = frozenset()
    gradients: Shorthand | None = None
    samples: Samples = field(default_factory=dict)
    doubles: frozenset[str] = frozenset()
    told: bool = False
    named: frozenset[tuple[str, str]] = frozenset()

    def __bool__(self) -> bool:
        names = self.acronyms or self.totals or self.primed or self.named
        return bool(names or self.gradients or self.samples or self.doubles or self.told)

    def spelled(self, node: N) -> N:
        """The node with symbols of their own for all this."""
        node = cast(N, with_acronyms(with_named(node, self.named), self.acronyms))
        node = cast(N, with_shorthand(node, self.gradients))
        node = cast(N, with_samples(with_primed(with_totals(node, self.totals), self.primed), self.samples))
        return cast(N, with_doubles(node, self.doubles))


def spelling_of(trees: Sequence[Tree]) -> Spelling:
    """What the formulas of a page write in their own way."""
    names = acronyms(trees)
    read = [cast(Tree, with_acronyms(tree, names)) for tree in trees]
    found = Spelling(names, totals(read), primed_names(read), shorthand(read), samples(read))
    return replace(found, doubles=always_bound(read), told=any_double(read), named=named_totals(read))
