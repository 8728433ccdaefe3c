"""The model in which variables have the values that the page states: y is 0 or 1, p lies between 0 and 1.

An equation is proved for all real values first; only where that fails it is tried in the narrower model.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial

from gradproof.formula.expression import Model
from gradproof.formula.restrictions import Restriction
from gradproof.proof.verdict import Counterexample

Restricted = Sequence[tuple[str, Restriction]]
_NUMBER = re.compile(r"-?\d+(?:/\d+)?")


def narrowed(model: Model, restricted: Restricted) -> tuple[Model, tuple[tuple[str, Restriction], ...]]:
    """The narrower model, and the restrictions that it cannot express; the same model where it expresses none."""
    left = []
    for name, values in restricted:
        before = model
        if values.applies() and (name in model.shapes or values.kind == "definite"):
            model = values.narrowed(model, name)
        if model is before:
            left.append((name, values))
    return model, tuple(left)


def in_own_values(found: Counterexample, restricted: Restricted) -> Counterexample:
    """A counterexample of the narrower model with the values of the variables themselves."""
    shown = dict((*found.indices, *found.values))
    for name, values in restricted:
        if values.kind == "pair" and f"{name}_choice" in shown:
            shown[name] = _NUMBER.sub(partial(_chosen, values), shown.pop(f"{name}_choice"))
        elif values.kind == "interval" and f"{name}_below" in shown:
            shown[name] = _between(values, shown.pop(f"{name}_below"), shown.pop(f"{name}_above"))
    indices = tuple((name, shown[name]) for name, _ in found.indices if name in shown)
    kept = {name for name, _ in indices}
    return replace(found, indices=indices, values=tuple(sorted((n, v) for n, v in shown.items() if n not in kept)))


def _chosen(values: Restriction, match: re.Match[str]) -> str:
    return str(values.ends[1 if match.group() == "1" else 0])


def _between(values: Restriction, below: str, above: str) -> str:
    """The values of a variable, or of an array of them, from those that they are written over."""
    others = iter(_NUMBER.findall(above))

    def value(match: re.Match[str]) -> str:
        ours, theirs = (
            Fraction(text) ** (2 if closed else 1)
            for text, closed in zip((match.group(), next(others)), values.closed, strict=True)
        )
        low, high = values.ends
        return str(low + (high - low) * ours / (ours + theirs))

    return _NUMBER.sub(value, below)
