"""What an item is worth: read from TOML, with defaults that need none.

[grading]                  # for all items
conclusion = 0.5           # share of the points for the last expression of a chain
steps = 0.5                # share for the rows on the way; an answer of one row gets both for being right
carried = 0.5              # share of the points where a later item is right given the student's own earlier result
form = 0.5                 # share of the points for a right answer that is not in the form demanded
slip = 0                   # points that a slip of notation costs

[aliases]                  # the students' own names
y = "p"

[items."2(c)"]
points = 2
only = ["h"]               # the form demanded: in terms of h only
parts = [1]                # the parts that must be answered
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from gradproof.formula.unicode import COMMAND_OF


class RubricFault(Exception):
    """A rubric that cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What one item is worth, and the form that its answer must have."""

    points: Fraction = Fraction(1)
    conclusion: Fraction = Fraction(1, 2)
    steps: Fraction = Fraction(1, 2)
    carried: Fraction = Fraction(1, 2)
    form: Fraction = Fraction(1, 2)
    slip: Fraction = Fraction(0)
    only: tuple[str, ...] = ()
    parts: tuple[int, ...] = ()


_SHARES = ("conclusion", "steps", "carried", "form")
_NUMBERS = (*_SHARES, "points", "slip")


@dataclass(frozen=True)
class Rubric:
    """The worth of each item by its label, of all others, and the names that stand for names of the key."""

    general: Worth = Worth()
    items: Mapping[str, Worth] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)

    def worth(self, label: str) -> Worth:
        """What the item with this label is worth."""
        return self.items.get(label, self.general)


def read_rubric(text: str) -> Rubric:
    """The Rubric of a TOML text.

    Raises: RubricFault with a sentence that names the entry.

    >>> read_rubric('[items."1(a)"]\\npoints = 2').worth("1(a)").points
    Fraction(2, 1)
    """
    try:
        table = tomllib.loads(text, parse_float=Fraction)
    except tomllib.TOMLDecodeError as error:
        raise RubricFault(f"The rubric is not TOML: {error}.") from None
    _only_known(table, ("grading", "aliases", "items"), "the rubric")
    general = _worth(Worth(), _table(table, "grading"), "[grading]")
    items = {
        label: _worth(general, _table(_table(table, "items"), label), f'[items."{label}"]')
        for label in _table(table, "items")
    }
    return Rubric(general, items, _aliases(_table(table, "aliases")))


def _table(table: Mapping[str, object], name: str) -> dict[str, object]:
    found = table.get(name, {})
    if not isinstance(found, dict):
        raise RubricFault(f"{name} of the rubric must be a table.")
    return found


def _only_known(table: Mapping[str, object], known: tuple[str, ...], where: str) -> None:
    unknown = sorted(set(table) - set(known))
    if unknown:
        raise RubricFault(f"{unknown[0]} is not known in {where}; known are {', '.join(known)}.")


def _worth(base: Worth, table: Mapping[str, object], where: str) -> Worth:
    _only_known(table, (*_NUMBERS, "only", "parts"), where)
    numbers = {name: _number(table[name], name, where) for name in _NUMBERS if name in table}
    only = _words(table["only"], where) if "only" in table else base.only
    parts = _counts(table["parts"], where) if "parts" in table else base.parts
    worth = replace(base, **numbers, only=only, parts=parts)
    if worth.conclusion + worth.steps != 1:
        raise RubricFault(f"In {where}, conclusion and steps must add up to 1.")
    return worth


def _number(value: object, name: str, where: str) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | Fraction) or value < 0:
        raise RubricFault(f"{name} in {where} must be a number that is not negative.")
    if name in _SHARES and value > 1:
        raise RubricFault(f"{name} in {where} is a share, so at most 1.")
    return Fraction(value)


def _words(value: object, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise RubricFault(f'only in {where} must be a list of names, such as ["h"].')
    return tuple(value)


def _counts(value: object, where: str) -> tuple[int, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(n, int) and n > 0 for n in value):
        raise RubricFault(f"parts in {where} must be a list of the parts' numbers, such as [1, 2].")
    return tuple(value)


def _aliases(table: Mapping[str, object]) -> dict[str, str]:
    if not all(isinstance(name, str) for name in table.values()):
        raise RubricFault("An alias is written y = \"p\": the student's name, then the key's.")
    return {_bare(theirs): _bare(str(ours)) for theirs, ours in table.items()}


def _bare(name: str) -> str:
    """A name as symbols have it: `sigma` also for `\\sigma` and σ."""
    return str(COMMAND_OF.get(name, name)).removeprefix("\\")
