"""Properties of matrices that a sentence states in words: "$A$ is symmetric", "an orthogonal matrix $Q$".

Symmetry is used in proofs, and so is that a matrix is positive definite, which is taken to say that it is symmetric.
Of other properties it is only remembered that there is one: a matrix without it refutes nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from gradproof.document.page import Formula
from gradproof.document.sentence import MARK, Words
from gradproof.formula.assumptions import Assumption
from gradproof.formula.environment import Environment, symbol_name
from gradproof.formula.restrictions import FEW, Restriction
from gradproof.formula.tree import Chain, Symbol, Tree

Kind = Literal["symmetric", "definite", "special"]


@dataclass(frozen=True, slots=True)
class Property:
    """That the matrix of a formula is symmetric, or special in another way."""

    formula: Formula
    kind: Kind


_OTHER = (
    r"orthogonal|orthonormal|unitary|skew-symmetric|antisymmetric|idempotent"
    r"|(?:lower|upper)[- ]triangular|triangular|diagonal|a rotation|a projection|a permutation"
)
_DEFINITE = r"positive[- ]definite"
_WORD = rf"(?:symmetric|{_DEFINITE}|positive[- ]semi-?definite|{_OTHER})"
_WORDS = rf"(?P<words>{_WORD}(?:(?:,? and|,)? (?:real |also )?{_WORD})*)"
_PATTERNS = (
    re.compile(rf"(?P<what>{MARK}) (?:is|be|are)(?: an?| the| both| also| real| square)* {_WORDS}", re.IGNORECASE),
    re.compile(rf"\b{_WORDS} (?:real |square )*(?:matrix|matrices) (?P<what>{MARK})", re.IGNORECASE),
)
_DOUBTFUL = re.compile(
    r"\b(?:if|when|whenever|unless|whether|not|n't|never|no|case|for|only|every|any|each|part|would|were|suppose)\b",
    re.IGNORECASE,
)


def find_properties(words: Words) -> tuple[Property, ...]:
    """The properties that a sentence states; none where it may speak of a case."""
    found = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(words.text):
            named = match.group("words").lower()
            sure = _DOUBTFUL.search(words.text) is None
            formula = words.formula(match.start("what"))
            if re.search(rf"{_OTHER}|semi|{_DEFINITE if not sure else _OTHER}", named):
                found.append(Property(formula, "special"))
            elif re.search(_DEFINITE, named):
                found.append(Property(formula, "definite"))
            elif sure:  # that some matrix may be symmetric is no assumption
                found.append(Property(formula, "symmetric"))
    return tuple(found)


def with_property(env: Environment, tree: Tree, kind: Kind) -> Environment:
    """The environment after a sentence has said so of a symbol that nobody defines."""
    symbol = tree.operands[0] if isinstance(tree, Chain) and tree.relations == ("\\in",) else tree
    if not isinstance(symbol, Symbol):
        return env
    name = symbol_name(symbol)
    if name in env.definitions or name in env.fixed or name in env.functions:
        return env
    assumptions = dict(env.assumptions)
    if kind != "special" and name not in assumptions:
        assumptions[name] = Assumption("symmetric", name)
    restricted = dict(env.restricted)
    if kind != "symmetric":
        restricted.setdefault(name, FEW if kind == "special" else Restriction("definite"))
    return replace(env, assumptions=assumptions, restricted=restricted)
