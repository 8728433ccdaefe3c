"""A key: documents whose items are the questions, with the derivatives they ask for and the definitions in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from gradproof.document.derivation import Broken, Line
from gradproof.document.from_markdown import read_page
from gradproof.document.from_page import read_derivation
from gradproof.formula.environment import Environment
from gradproof.formula.traverse import without_places
from gradproof.formula.tree import Tree
from gradproof.grade.asked import Asked, asked_in, derivatives_in, typed_side
from gradproof.grade.chains import Chain, chains_of
from gradproof.source import Source


class KeyFault(Exception):
    """A key that cannot be used; the message says why."""


@dataclass(frozen=True)
class Part:
    """One thing that an item asks for.

    `lefts` are the spellings of what is asked, each another tree; `asked` is None where it is no derivative.
    `chains` are the key's own answers; `stated` those equations of its question text that say the answer already.
    `cases` are the conditions under which it is asked. `on_the_way`: the item asks for more that is built on it
    (∂ℓ/∂u_j before ∂ℓ/∂w_{ji}), so that nobody has to write it down. `known` are the derivatives that an answer
    may hold: those that earlier items ask for, and those in which the key's own answer ends, where the item does not
    ask for them as well. None among them stands for primes and derivatives of more than a symbol.
    `rivals` are the derivatives of the same symbol by others that the document asks for.
    """

    item: str
    number: int
    lefts: tuple[Tree, ...]
    asked: Asked | None
    chains: tuple[Chain, ...]
    stated: tuple[Line, ...]
    cases: tuple[tuple[Tree, ...], ...]
    on_the_way: bool
    known: frozenset[Asked | None] = frozenset()
    rivals: tuple[Tree, ...] = ()


@dataclass(frozen=True)
class Item:
    """One exercise: its label, its parts, and the Environment in which every answer to it is judged."""

    label: str
    parts: tuple[Part, ...]
    environment: Environment
    document: int

    @property
    def demanded(self) -> tuple[Part, ...]:
        """The parts that an answer must have."""
        return tuple(part for part in self.parts if not part.on_the_way)


@dataclass(frozen=True)
class Key:
    """All items of all key documents, in their order."""

    items: tuple[Item, ...]

    def find(self, label: str) -> tuple[Item, Part | None] | None:
        """The item of a label such as "1(d)", or the item and part of "1(d).2"; None where the key has none."""
        wanted = _plain(label)
        for item in self.items:
            if _plain(item.label) == wanted:
                return item, item.parts[0] if len(item.parts) == 1 else None
            for part in item.parts:
                if f"{_plain(item.label)}.{part.number}" == wanted:
                    return item, part
        return None

    def groups(self) -> tuple[tuple[Environment, tuple[Item, ...]], ...]:
        """The items that are judged in one Environment, with it."""
        found: list[tuple[Environment, list[Item]]] = []
        for item in self.items:
            if not found or found[-1][0] is not item.environment:
                found.append((item.environment, []))
            found[-1][1].append(item)
        return tuple((environment, tuple(items)) for environment, items in found)


def _plain(label: str) -> str:
    """A label without what people write differently: spaces and case."""
    return "".join(label.split()).lower()


def read_key(sources: Iterable[Source]) -> Key:
    """The Key of some documents.

    Raises: KeyFault where a document holds no items, or two items have one label.
    """
    items: list[Item] = []
    for number, source in enumerate(sources):
        found = _items(source, number)
        if not found:
            raise KeyFault(f"{source.name} asks for nothing: a key needs items such as (a) with equations in them.")
        items += found
    labels = [item.label for item in items]
    twice = sorted({label for label in labels if labels.count(label) > 1})
    if twice:
        raise KeyFault(f"The keys have two items {twice[0]}: number their sections, so that labels differ.")
    return Key(tuple(_with_known(items)))


def _items(source: Source, document: int) -> list[Item]:
    derivation = read_derivation(read_page(source))
    chains = chains_of(derivation.lines)
    broken = [line for line in derivation.lines if isinstance(line, Broken)]
    if broken:
        line, column = source.line_column(broken[0].diagnostic.span.start)
        raise KeyFault(
            f"{source.name}:{line}:{column}: the key itself is not understood: {broken[0].diagnostic.message}"
        )
    labels = dict.fromkeys(chain.item for chain in chains if chain.item is not None)
    found: list[Item] = []
    for label in labels:
        own = [chain for chain in chains if chain.item == label and chain.rows[0].kind != "definition"]
        if own:
            environment = own[0].rows[0].environment
            known = found[-1].environment if found else None
            same = known is not None and known.definitions == environment.definitions
            environment = known if known is not None and same else fixed(environment)
            found.append(Item(label, _parts(label, own, environment), environment, document))
    return found


def _with_known(items: Sequence[Item]) -> Iterator[Item]:
    """The items, each part with the derivatives that its answer may hold."""
    before: set[Asked | None] = set()
    for item in items:
        ours = {part.asked for part in item.demanded if part.asked is not None}
        ends = [{a for chain in part.chains for a in _at_the_end(item.environment, chain)} for part in item.parts]
        known = [frozenset((before | own) - ours) for own in ends]
        parts = [
            replace(part, known=own, rivals=_rivals(items, item, part))
            for part, own in zip(item.parts, known, strict=True)
        ]
        before |= {part.asked for part in item.parts if part.asked is not None}
        yield replace(item, parts=tuple(parts))


def _rivals(items: Sequence[Item], item: Item, part: Part) -> tuple[Tree, ...]:
    """What the other parts of a document ask for of the same symbol."""
    others = [p for i in items if i.document == item.document for p in i.parts]
    same = [p for p in others if p.asked and part.asked and p.asked.names[0] == part.asked.names[0] and p is not part]
    return tuple(left for p in same if p.asked != part.asked for left in p.lefts[:1])


def _at_the_end(environment: Environment, chain: Chain) -> tuple[Asked | None, ...]:
    """The derivatives that the key's own answer leaves as they are."""
    typed = typed_side(environment, chain.last)
    return () if typed is None else derivatives_in(typed)


def fixed(environment: Environment) -> Environment:
    """An environment whose symbols mean what they mean now, whatever a page says."""
    names = {*environment.entries, *environment.definitions, *environment.functions, *environment.labels}
    names |= environment.dimensions | set(environment.ranges)
    return replace(
        environment,
        fixed=frozenset(name.removesuffix("()") for name in names),
        conditions=(),
        here=frozenset(),
        mentioned=frozenset(),
    )


def _parts(label: str, chains: list[Chain], environment: Environment) -> tuple[Part, ...]:
    about = [(chain, asked_in(environment, chain.first)) for chain in chains]
    if any(asked is not None for _, asked in about):
        about = [(chain, asked) for chain, asked in about if asked is not None]
    grouped: dict[object, list[Chain]] = {}
    for chain, asked in about:
        grouped.setdefault(asked or without_places(chain.first), []).append(chain)
    known = [a for a in grouped if isinstance(a, Asked)]
    return tuple(
        _part(label, number, asked if isinstance(asked, Asked) else None, own, _on_the_way(asked, known, environment))
        for number, (asked, own) in enumerate(grouped.items(), 1)
    )


def _part(label: str, number: int, asked: Asked | None, chains: list[Chain], on_the_way: bool) -> Part:
    lefts = {without_places(chain.first): chain.first for chain in chains}
    stated = tuple(row for chain in chains for row in chain.rows if row.row is None)
    answers = tuple(chain for chain in chains if chain.rows[0].row is not None)
    cases = [line.environment.conditions + line.sides.conditions for line in stated]
    cases = cases or [chain.conditions for chain in answers]
    return Part(label, number, tuple(lefts.values()), asked, answers, stated, tuple(cases), on_the_way)


def _on_the_way(asked: object, others: list[Asked], environment: Environment) -> bool:
    """Whether a derivative by a defined symbol stands before one of the same by a parameter."""
    if not isinstance(asked, Asked) or not all(name in environment.definitions for name, _ in asked.by):
        return False
    return any(o.of == asked.of and o.by[-1][0] not in environment.definitions for o in others)
