"""What the symbols mean at one place of a page: variables with their shapes, labels, dimensions, definitions.

An Environment never changes; reading a definition gives a new one. Definitions refer to symbols by name, so that a
later redefinition of u also holds inside what was defined over u.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from gradproof.formula.assumptions import Assumption, applies, assume
from gradproof.formula.expression import Definition, Dimension, Index, Model, Parameter
from gradproof.formula.memo import by_identity
from gradproof.formula.rename import resolve, variables_in
from gradproof.formula.restrictions import Restriction
from gradproof.formula.tree import Group, Symbol, Tree
from gradproof.formula.unify import Unifier, representative, unnamed
from gradproof.source import NOWHERE, Span

Find = Callable[[Dimension], Dimension]


@dataclass(frozen=True, slots=True)
class Entry:
    """One symbol: the axes of its shape, how it was first written, and where.

    `declared` shapes come from a statement (x ∈ R^D) and survive a redefinition of what uses them. `row` where a
    vector is a row: x ∈ R^{1×D}, z = w^T X.
    """

    name: str
    shape: tuple[Dimension, ...]
    bold: bool = False
    declared: bool = False
    span: Span = NOWHERE
    row: bool = False


@dataclass(frozen=True, slots=True)
class FunctionEntry:
    """A function of the page, defined or abstract: the names of what it is a function of, and how they were written."""

    name: str
    parameters: tuple[str, ...]
    arguments: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Entries:
    """What the entries x_{12} stand for: the components of the symbol `name`, which was written out in these sizes."""

    name: str
    height: str
    width: str


@dataclass(frozen=True)
class Environment:
    """The symbols known at one place.

    `ranges` gives the dimension of index letters that a statement fixed (j = 1, …, C); `unions` what unification has
    found; `notations` what p(t | x) is another name for; `here` the symbols defined in this section; `hints` how many
    axes the formulas of the section suggest for symbols without a statement; `conditions` those of the case in force;
    `fixed` the symbols whose meaning nothing on the page may change; `restricted` what the page says of the values
    that variables take; `pieces` the cases of what is defined by cases, as written; `only_ranges` the comparisons
    with which nothing else competes; `tags` and `number_tags` the letters below a symbol, or a number, that belong to
    its name; `spoiled` the symbols whose definition was not understood, `widened` those of them that may be used as
    unknowns; `assumptions` what the page assumes of variables that it does not define; `squares` the σ of which the
    page defines σ²; `components` the letters that stand for the entries of a matrix; `diagonals` what the page treats
    on its own where two indices are equal; `said` the symbols whose shape a sentence states in words only; `stated`
    the symbols of which this section states a shape; `moving` the pairs (μ, x) of which the page writes ∂μ/∂x, so
    that an undefined μ is no constant beside x; `rests` the names on the right side of a definition that was not
    understood; `settled` the symbols that got their value after others were defined over them; `filled` those that
    this section gives a number, `before` those known before it; `layers` the letters that count layers or times,
    `families` the definitions that hold for each of them, `instances` the names so defined for one line; `lying` the
    vectors that lie along an axis of a matrix; `sampled` whether the page says that an index is none of those that were
    drawn.
    """

    entries: Mapping[str, Entry] = field(default_factory=dict)
    labels: Mapping[str, tuple[Dimension, ...]] = field(default_factory=dict)
    functions: Mapping[str, FunctionEntry] = field(default_factory=dict)
    notations: Mapping[str, tuple[Group, Tree]] = field(default_factory=dict)
    dimensions: frozenset[str] = frozenset()
    ranges: Mapping[str, Dimension] = field(default_factory=dict)
    definitions: Mapping[str, Definition] = field(default_factory=dict)
    unions: Mapping[Dimension, Dimension] = field(default_factory=dict)
    here: frozenset[str] = frozenset()
    hints: Mapping[str, int] = field(default_factory=dict)
    positive: frozenset[str] = frozenset()
    mentioned: frozenset[str] = frozenset()
    restricted: Mapping[str, Restriction] = field(default_factory=dict)
    assumptions: Mapping[str, Assumption] = field(default_factory=dict)
    spoiled: frozenset[str] = frozenset()
    only_ranges: frozenset[str] = frozenset()
    widened: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    number_tags: frozenset[str] = frozenset()
    pieces: Mapping[str, tuple[tuple[Tree, Tree], ...]] = field(default_factory=dict)
    conditions: tuple[Tree, ...] = ()
    counter: int = 0
    fixed: frozenset[str] = frozenset()
    components: Mapping[str, Entries] = field(default_factory=dict)
    squares: frozenset[str] = frozenset()
    diagonals: frozenset[str] = frozenset()
    said: frozenset[str] = frozenset()
    stated: frozenset[str] = frozenset()
    moving: frozenset[tuple[str, str]] = frozenset()
    rests: Mapping[str, frozenset[str]] = field(default_factory=dict)
    settled: frozenset[str] = frozenset()
    filled: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()
    layers: frozenset[str] = frozenset()
    families: Mapping[str, object] = field(default_factory=dict)
    instances: frozenset[str] = frozenset()
    lying: frozenset[tuple[str, str, int]] = frozenset()
    sampled: bool = False

    def key(self, symbol: Symbol) -> str:
        """The name under which a written symbol is known, or would be: bold and plain letters are one symbol."""
        return symbol_name(symbol)

    def new_section(self) -> Environment:
        """The environment at the start of a section: all is known, nothing counts as defined here."""
        kept = replace(self, here=frozenset(), stated=frozenset(), filled=frozenset(), conditions=())
        return replace(kept, before=frozenset(self.entries))

    def is_size(self, name: str) -> bool:
        """Whether a letter is known as a size."""
        return name in self.dimensions

    def find(self, dimension: Dimension) -> Dimension:
        """The representative of a dimension."""
        return representative(self.unions, dimension)

    @cached_property
    def known_dimensions(self) -> frozenset[Dimension]:
        """The representatives of all dimensions that the shapes of symbols and labels have."""
        shapes = [e.shape for e in self.entries.values()] + list(self.labels.values())
        return frozenset(self.find(d) for shape in shapes for d in shape)

    def leads_to(self, name: str, other: str) -> bool:
        """Whether the definition of `name` uses `other`, directly or through other definitions."""
        seen, queue = set[str](), [name]
        while queue:
            definition = self.definitions.get(queue.pop())
            used = {e.name for e in variables_in(definition.body)} if definition else set[str]()
            if other in used:
                return True
            queue += sorted(used - seen)
            seen |= used
        return False

    def model(self) -> Model:
        """The symbols as the prover wants them, dimensions resolved and named."""
        return model_of(self, display_finder(Unifier(self.unions)))


def model_of(environment: Environment, find: Find) -> Model:
    """The Model of an environment with its dimensions under the names that `find` gives them."""
    defined = environment.definitions
    definitions = {name: _resolved(d, find) for name, d in defined.items()}
    shapes = {n: tuple(map(find, e.shape)) for n, e in environment.entries.items() if n not in defined}
    labels = {n: tuple(map(find, shape)) for n, shape in environment.labels.items()}
    model = Model(definitions, shapes, labels, environment.positive)
    for name, assumption in sorted(environment.assumptions.items()):
        if name in model.shapes and applies(assumption, model.shapes[name]):
            model = assume(model, assumption)
    return model


def _resolved(definition: Definition, find: Find) -> Definition:
    """The definition with its dimensions under the names of `find`; one object for equal names, line after line."""
    written, known = _resolutions(definition)
    names = tuple(map(find, written))
    if names not in known:
        at = dict(zip(written, names, strict=True)).__getitem__
        known[names] = Definition(
            definition.name,
            tuple(Index(i.name, at(i.dimension)) for i in definition.indices),
            tuple(Parameter(p.name, tuple(map(at, p.shape))) for p in definition.parameters),
            resolve(definition.body, at),
        )
    return known[names]


@by_identity
def _resolutions(definition: Definition) -> tuple[tuple[Dimension, ...], dict[tuple[Dimension, ...], Definition]]:
    """The dimensions of a definition in their order, and the definition under each choice of names met so far."""
    found = [i.dimension for i in definition.indices]
    found += [d for p in definition.parameters for d in p.shape]

    def note(dimension: Dimension) -> Dimension:
        found.append(dimension)
        return dimension

    resolve(definition.body, note)
    return tuple(dict.fromkeys(found)), {}


def display_finder(unifier: Unifier) -> Find:
    """A map from dimensions to their representatives, with unnamed ones under the name a reader is shown.

    Two sizes that would be shown under one name stay two: the second is numbered. So one finder serves one line.
    """
    shown: dict[Dimension, Dimension] = {}

    def find(dimension: Dimension) -> Dimension:
        found = unifier.find(dimension)
        if unnamed(found) and found not in shown:
            name, taken = display_name(found), set(shown.values())
            names = (Dimension(name if n == 1 else f"{name}_{n}") for n in range(1, len(taken) + 2))
            shown[found] = next(d for d in names if d not in taken)
        return shown.get(found, found)

    return find


def display_name(dimension: Dimension) -> str:
    """What a reader is shown: "C", or "dim(x)" for a size without a name."""
    return dimension.name.split(" ", 1)[1] if unnamed(dimension) else dimension.name


_STYLES = {"cal": "cal_", "bb": "bb_", "frak": "frak_", "sans": ""}


def symbol_name(symbol: Symbol) -> str:
    """The name of a symbol in expressions: "x" also for \\mathbf{x}, "y_hat", "cal_L"."""
    prefix = _STYLES.get(symbol.style, "")
    return prefix + "_".join((symbol.name, *symbol.accents))
