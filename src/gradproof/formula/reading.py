"""The state of reading one line: index letters and their dimensions, symbols met for the first time, slips.

A Reading lives for one equation or definition. Nothing of it flows back to the page unless the line is a definition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from gradproof.formula.environment import Entry, Environment, display_name, symbol_name
from gradproof.formula.expression import Definition, Dimension, Fixed, Index, IndexTerm, Label, Last
from gradproof.formula.letters import letter_name
from gradproof.formula.tree import Group, Number, Script, Symbol, Tree
from gradproof.formula.unify import Unifier
from gradproof.formula.whole import Whole, describe
from gradproof.source import Diagnostic, FormulaError, Span, fail

Read = Callable[["Reading", Tree], Whole]


@dataclass(frozen=True, slots=True)
class Letter:
    """An index letter in use: the term it stands for and where its range was learnt."""

    term: Index | Label
    span: Span


@dataclass
class Reading:
    """One line being read in an Environment.

    `introduce`: whether a symbol met for the first time is taken as a new variable. `takes_second`: take the second
    reading at an ambiguous place, `asked` tells whether there was one; `forks` collects such places, `strict` says that
    one of them is as good either way.
    `ranks`, `applied` and `primed` (applied with a prime) are what the look ahead at the line has found about new
    symbols. `called` are the functions that the line has introduced. `met` gives the dimension of every letter that a
    sum bound. `whole_powers`: a power of a matrix here is surely a product, as it is in a trace.
    `componentwise`: this stands in a diag(…) or beside ⊙, where h² and 1/d are taken component by component;
    `beside_number`: it stands in a sum with a written number, 1 − h².
    """

    environment: Environment
    read: Read
    introduce: bool = True
    takes_second: bool = False
    asked: bool = False
    unifier: Unifier = field(init=False)
    letters: dict[str, Letter] = field(default_factory=dict)
    scopes: list[dict[str, Letter]] = field(default_factory=list)
    entries: dict[str, Entry] = field(default_factory=dict)
    labels: dict[str, tuple[Dimension, ...]] = field(default_factory=dict)
    dimensions: set[str] = field(default_factory=set)
    ranks: dict[str, int] = field(default_factory=dict)
    applied: set[str] = field(default_factory=set)
    primed: set[str] = field(default_factory=set)
    called: set[str] = field(default_factory=set)
    met: dict[str, Dimension] = field(default_factory=dict)
    outside: frozenset[str] = frozenset()
    defining: str | None = None
    functions: dict[str, Definition] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    forks: list[str] = field(default_factory=list)
    strict: bool = False
    whole_powers: bool = False
    componentwise: bool = False
    beside_number: bool = False
    open_uses: list[tuple[Tree, Whole]] = field(default_factory=list)
    counter: int = 0

    def __post_init__(self) -> None:
        self.unifier = Unifier(self.environment.unions, self.environment.known_dimensions)
        self.counter = self.environment.counter

    @property
    def alternative(self) -> bool:
        """Whether to take the second reading here, where there are two."""
        self.asked = True
        return self.takes_second

    def new_dimension(self, what: str) -> Dimension:
        """A size that nobody has named, shown to a reader as `what`."""
        self.counter += 1
        return Dimension(f"?{self.counter} {what}")

    def new_axis(self, dimension: Dimension) -> Index:
        """A fresh index for an open axis; its name cannot be written on a page."""
        self.counter += 1
        return Index(f"[{self.counter}]", dimension)

    def note(self, text: str) -> None:
        """Remember a slip, once."""
        if text not in self.notes:
            self.notes.append(text)

    def show(self, dimension: Dimension) -> str:
        """The name of a dimension for a reader."""
        return display_name(self.unifier.find(dimension))

    def describe(self, whole: Whole) -> str:
        """The kind of a whole in words, with the names of sizes that a reader is shown."""
        return describe(whole, self.show)

    def entry(self, name: str) -> Entry | None:
        """What is known of a symbol, from the page or from this line."""
        return self.entries.get(name) or self.environment.entries.get(name)

    def label(self, name: str) -> tuple[Dimension, ...] | None:
        """The shape of an index-valued variable, with the dimension of its values last."""
        return self.labels.get(name) or self.environment.labels.get(name)

    def label_name(self, name: str, indices: int) -> str:
        """The name of a label with so many indices; t_n beside a label t without any is a symbol of its own."""
        shape = self.label(name)
        return name if shape is None or len(shape) == indices + 1 else f"{name}^()"

    def bound(self, name: str) -> Letter | None:
        """The binding of a letter by a sum around the place being read."""
        return next((scope[name] for scope in reversed(self.scopes) if name in scope), None)

    def is_index(self, name: str) -> bool:
        """Whether a letter is in use as an index here."""
        return self.bound(name) is not None or name in self.letters or name in self.environment.ranges

    def is_dimension(self, name: str) -> bool:
        """Whether a name is that of a dimension."""
        return name in self.environment.dimensions or name in self.dimensions

    @contextmanager
    def binding(self, letters: dict[str, Letter]) -> Iterator[None]:
        """The letters bound while the body of a sum is read."""
        self.scopes.append(letters)
        try:
            yield
        finally:
            self.scopes.pop()

    def term(self, tree: Tree, dimension: Dimension) -> IndexTerm:
        """The index term that stands in a slot of this dimension.

        Raises: GP203 at the term where it is known to run over another dimension.
        """
        match tree:
            case Symbol() if self._is_last(letter_name(tree)):
                return self._last(tree, dimension)
            case Symbol():
                return self.letter(letter_name(tree), dimension, tree.span)
            case Script(Symbol(), (), None, _):
                return self.letter(letter_name(tree), dimension, tree.span)
            case Script(Symbol(), _, _, 0):
                return self._label(tree, dimension)
            case Number(value) if value.denominator == 1 and value >= 1:
                return Fixed(int(value), dimension)
            case Group("(", (inner,), ()):
                return self.term(inner, dimension)
        raise fail(
            "GP400",
            "This index was not understood.",
            tree.span,
            "Write an index letter, a label such as t_n, or 1, 2, …",
        )

    def _is_last(self, name: str) -> bool:
        """Whether a letter in the place of an index is the size of what it counts: the K of p_K."""
        return self.is_dimension(name) and not self.is_index(name) and not self.label(name)

    def _last(self, tree: Symbol, dimension: Dimension) -> Last:
        if not self.unifier.unify(Dimension(symbol_name(tree)), dimension):
            message = f"{tree.name} is a size, and here it stands as an index over {self.show(dimension)}."
            raise fail("GP400", message, tree.span, "Take another letter for the index.")
        return Last(dimension)

    def letter(self, name: str, dimension: Dimension, span: Span) -> IndexTerm:
        """The term of a letter in a slot of this dimension; a letter met for the first time is free."""
        known = self.bound(name) or self.letters.get(name)
        if known is None:
            known = self._meet(name, dimension, span)
        if not self.unifier.unify(known.term.dimension, dimension):
            here, there = self.show(dimension), self.show(known.term.dimension)
            raise FormulaError(
                Diagnostic(
                    "GP203",
                    f"The index {name} runs over {there}, but here it stands where an index over {here} belongs.",
                    span,
                    related=((known.span, f"here {name} runs over {there}"),) if known.span != span else (),
                )
            )
        return known.term

    def _meet(self, name: str, dimension: Dimension, span: Span) -> Letter:
        shape = self.label(name)
        term: Index | Label
        if shape is not None and len(shape) == 1:
            term = Label(name, (), shape[0])
        else:
            term = Index(name, self.environment.ranges.get(name, dimension))
        self.letters[name] = Letter(term, span)
        return self.letters[name]

    def _label(self, tree: Script, dimension: Dimension) -> Label:
        """t_n or t^{(n)} as an index; its own indices are index terms."""
        assert isinstance(tree.base, Symbol)
        name = letter_name(tree.base) + "^()" * bool(super_index(tree.superscript))
        inner = tree.subscripts + super_index(tree.superscript)
        if tree.superscript is not None and not super_index(tree.superscript):
            raise fail("GP400", "A power cannot stand in an index.", tree.superscript.span)
        name = self.label_name(name, len(inner))
        shape = self.label(name)
        if shape is None or len(shape) != len(inner) + 1:
            shape = (*(self.new_dimension(f"dim({name})") for _ in inner), dimension)
            self.labels[name] = shape
        terms = tuple(self.term(t, d) for t, d in zip(inner, shape[:-1], strict=True))
        if not self.unifier.unify(shape[-1], dimension):
            here, there = self.show(dimension), self.show(shape[-1])
            raise fail("GP203", f"{name} has values over {there}, but an index over {here} belongs here.", tree.span)
        return Label(name, terms, shape[-1])


def super_index(superscript: Tree | None) -> tuple[Tree, ...]:
    """The index in a superscript such as ^{(i)}; empty where it is none."""
    if not isinstance(superscript, Group) or superscript.kind != "(" or superscript.given:
        return ()
    return superscript.items if all(isinstance(i, Symbol | Script) for i in superscript.items) else ()


def is_square(ctx: Reading, tree: Tree) -> bool:
    """Whether a tree is σ², or σ_l², of a page that defines σ² and not σ."""
    if not isinstance(tree, Script) or not isinstance(tree.base, Symbol) or tree.superscript is None:
        return False
    two = isinstance(tree.superscript, Number) and tree.superscript.value == 2
    return two and symbol_name(tree.base) in ctx.environment.squares
