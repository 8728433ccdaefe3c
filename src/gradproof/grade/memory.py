"""Equal lines are judged once: what a verdict depends on, and the verdicts that a worker has found already."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace

from gradproof.document.derivation import Line
from gradproof.formula.environment import Environment, symbol_name
from gradproof.formula.memo import by_identity
from gradproof.formula.traverse import descendants, without_places
from gradproof.formula.tree import Symbol, Tree
from gradproof.proof.verdict import Verdict

_MOST = 5_000
"""So many verdicts are kept; the store keeps all results, and these are for pages, on which lines come again."""
_SAME = (
    "definitions", "entries", "labels", "functions", "notations", "ranges", "unions", "positive", "restricted",
    "assumptions", "spoiled", "pieces", "settled", "filled",
)  # fmt: skip


@dataclass
class Memory:
    """Verdicts by what they depend on; the oldest are forgotten."""

    found: OrderedDict[Hashable, tuple[Environment, Verdict]] = field(default_factory=OrderedDict)

    def verdict(self, line: Line, known: Environment, mend: bool, judge: Callable[[], Verdict]) -> Verdict:
        """The verdict on a line, judged if no equal line was. Its places are those of the line judged first."""
        depends = dependence(line, known, mend)
        if depends is None:
            return judge()
        earlier = self.found.get(depends)
        if earlier is not None and earlier[0] is known:
            self.found.move_to_end(depends)
            return earlier[1]
        verdict = replace(judge(), proof=None)  # which nobody asks for here, and which is large
        self.found[depends] = known, verdict
        if len(self.found) > _MOST:
            self.found.popitem(last=False)
        return verdict


def dependence(line: Line, known: Environment, mend: bool) -> Hashable | None:
    """What the verdict on a line depends on beside the key; None where the page has definitions of its own."""
    here = line.environment
    own = here is not known and any(getattr(here, name) != getattr(known, name) for name in _SAME)
    if line.problem is not None or own:
        return None
    sides = line.sides
    trees = tuple(
        t for t in (sides.first, sides.left, sides.right, *sides.conditions, *here.conditions) if t is not None
    )
    written = [_written(tree) for tree in trees]
    used = frozenset[str]().union(*(names for _, names in written))
    return (
        id(known),
        mend,
        line.introduce,
        line.alone,
        line.solving,
        line.row is None and line.kind == "claim",
        sides.first is None,
        len(here.conditions),
        tuple(tree for tree, _ in written),
        frozenset(used & here.mentioned),
        frozenset(used & here.dimensions),
        tuple(sorted((name, rank) for name, rank in here.hints.items() if name in used)),
    )


@by_identity
def _written(tree: Tree) -> tuple[Tree, frozenset[str]]:
    """A tree without its places, and the names of the symbols in it."""
    names = frozenset(symbol_name(node) for node in descendants(tree) if isinstance(node, Symbol))
    return without_places(tree), names
