"""Properties that a sentence states in words: "$A$ is symmetric", "an orthogonal matrix $Q$", "the one-hot vector $y$".

Symmetry is used in proofs, and so is that a matrix is positive definite, which is taken to say that it is symmetric,
as is every covariance matrix.
Of other properties it is only remembered that there is one: a matrix without it refutes nothing. Of one-hot vectors and
probabilities it is used that they sum to 1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from gradproof.document.page import Formula
from gradproof.document.sentence import MARK, Words
from gradproof.formula.assumptions import Assumption
from gradproof.formula.environment import Environment, symbol_name
from gradproof.formula.from_tree import read_whole
from gradproof.formula.indices import symbol_and_indices
from gradproof.formula.reading import Reading
from gradproof.formula.restrictions import FEW, Restriction
from gradproof.formula.tree import Chain, Script, Symbol, Tree

Kind = Literal["symmetric", "definite", "special", "normalised"]


@dataclass(frozen=True, slots=True)
class Property:
    """That the matrix of a formula is symmetric, or special in another way; that its vector sums to 1."""

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
_SYMMETRIC = r"(?:(?:sample|empirical|data|noise|joint|prior|posterior) )?(?:covariance|scatter|Gram|precision) matrix"
_NAMED = (
    re.compile(rf"\b{_SYMMETRIC} (?P<what>{MARK})", re.IGNORECASE),
    re.compile(rf"(?P<what>{MARK}) (?:is|be|denotes|denote|the) (?:an? |the |its )?{_SYMMETRIC}\b", re.IGNORECASE),
)
_HOT = r"(?:one[- ]hot(?:[- ]encod(?:ed|ing))?|1-of-[A-Z][- ]encoded|a probability (?:distribution|vector))"
_TOTALS = (
    re.compile(
        rf"(?P<what>{MARK}) (?:(?:is|be|are|being)(?: an?| the| our| its)?|denotes the|as an?)"
        rf"(?: (?:true|corresponding|target))* {_HOT}",
        re.IGNORECASE,
    ),
    re.compile(rf"(?P<what>{MARK}),? \(?{_HOT}", re.IGNORECASE),
    re.compile(
        rf"\bone[- ]hot (?:encoded |encoding |true |target |ground[- ]truth )*"
        rf"(?:(?:vector|label|target|row|column)s? )*(?:of the labels? )?(?P<what>{MARK})",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?P<what>{MARK})(?:'s)? (?:(?:entries|components) )?sums? (?:up )?to (?:one\b|{MARK})", re.IGNORECASE
    ),
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
    if "matrix" in words.text and _DOUBTFUL.search(words.text) is None:
        found += [Property(words.formula(m.start("what")), "symmetric") for p in _NAMED for m in p.finditer(words.text)]
    return (*found, *_normalised(words))


def _normalised(words: Words) -> tuple[Property, ...]:
    """The vectors of which a sentence says that they are one-hot, or that they sum to 1."""
    if _DOUBTFUL.search(words.text) is not None:
        return ()
    found = dict.fromkeys(m.start("what") for p in _TOTALS for m in p.finditer(words.text) if _is_total(words, m))
    return tuple(Property(words.formula(start), "normalised") for start in found)


def _is_total(words: Words, match: re.Match[str]) -> bool:
    """Whether a sum that a formula gives is 1."""
    last = match.end() - 1
    return words.text[last] != MARK or last == match.start("what") or words.formula(last).text.strip() == "1"


def with_property(env: Environment, tree: Tree, kind: Kind) -> Environment:
    """The environment after a sentence has said so of a symbol that nobody defines."""
    symbol = tree.operands[0] if isinstance(tree, Chain) and tree.relations == ("\\in",) else tree
    if kind == "normalised" and isinstance(symbol, Symbol | Script):
        return _with_total(env, symbol)
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


def _with_total(env: Environment, symbol: Symbol | Script) -> Environment:
    """The environment in which y, or each y_n, sums to 1."""
    name, indices = "", tuple[Tree, ...]()
    if isinstance(symbol, Symbol):
        name = symbol_name(symbol)
    elif isinstance(symbol.base, Symbol):
        name, indices = symbol_and_indices(Reading(env, read_whole), symbol)
    if not name or name in {*env.definitions, *env.fixed, *env.functions, *env.assumptions}:
        return env
    return replace(env, assumptions={**env.assumptions, name: Assumption("normalised", name, len(indices), last=True)})
