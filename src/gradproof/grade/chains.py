"""The chains of a page: every row of A = B = C with the place it stands in, from its first expression to its last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from gradproof.document.derivation import Broken, Line
from gradproof.formula.equations import Sides
from gradproof.formula.tree import Tree
from gradproof.source import Span


@dataclass(frozen=True)
class Chain:
    """A row of equations that belong together; `rows` are its Lines in their order."""

    rows: tuple[Line, ...]

    @property
    def first(self) -> Tree:
        """The expression that the chain begins with."""
        return _start(self.rows[0])

    @property
    def last(self) -> Tree:
        """The expression that it ends with."""
        return self.rows[-1].sides.right

    @property
    def item(self) -> str | None:
        """The exercise it stands in."""
        return self.rows[0].item

    @property
    def span(self) -> Span:
        """From its first character to its last."""
        return self.first.span.join(self.last.span)

    @property
    def conditions(self) -> tuple[Tree, ...]:
        """All conditions in force: those of the case, and those behind its equations."""
        behind = tuple(c for row in self.rows for c in row.sides.conditions)
        return tuple(dict.fromkeys((*self.rows[0].environment.conditions, *behind)))

    @property
    def conclusion(self) -> Line:
        """The equation of the first expression with the last one."""
        row = self.rows[-1]
        behind = tuple(dict.fromkeys(c for r in self.rows for c in r.sides.conditions))
        return replace(row, kind="conclusion", sides=Sides(self.first, self.last, None, behind), span=self.span)


def turned(chain: Chain) -> Chain:
    """The chain read from its end: C = B = A for A = B = C."""
    first = chain.last
    rows = [
        replace(row, sides=Sides(row.sides.right, row.sides.left, first, row.sides.conditions))
        for row in reversed(chain.rows)
    ]
    return Chain(tuple(rows))


def chains_of(lines: Iterable[Line | Broken]) -> tuple[Chain, ...]:
    """The chains among the lines of a page; a display that goes on with = goes on with the chain before it."""
    groups: list[list[Line]] = []
    for line in lines:
        if isinstance(line, Broken) or line.kind == "conclusion":
            continue
        last = groups[-1] if groups else None
        if last is not None and _start(line).span in (_start(last[-1]).span, last[-1].sides.right.span):
            last.append(line)
        else:
            groups.append([line])
    return tuple(Chain(tuple(group)) for group in groups)


def _start(line: Line) -> Tree:
    return line.sides.first if line.sides.first is not None else line.sides.left
