"""The words of a formula typed into a quiz box that are no products of letters, and its relations."""

from __future__ import annotations

from gradproof.formula.unicode import COMMAND_OF

GREEK = frozenset(name for char, name in COMMAND_OF.items() if name.isalpha() and char.isalpha()) | {"ell", "pi"}
FUNCTIONS = {
    **{name: name for name in ("exp", "log", "ln", "sqrt", "tanh", "sinh", "cosh", "sin", "cos", "tan", "arctan")},
    **{name: name for name in ("softmax", "sigmoid", "softplus", "relu", "abs", "max", "min")},
    "atan": "arctan",
    "logistic": "sigmoid",
}
SUMS = {"sum": "sum", "prod": "prod", "product": "prod"}
DELTAS = ("delta", "kronecker", "kroneckerdelta", "kron", "krondelta")
INDICATORS = ("indicator", "ind")
IF = ("if", "for", "when")
BETWEEN = frozenset({*IF, "else", "otherwise", "and"})
"""Words that stand between formulas."""
RELATIONS = {"=": "=", "==": "=", "!=": "\\neq", "<>": "\\neq", "≠": "\\neq"}

_WORDS = GREEK | BETWEEN | FUNCTIONS.keys() | SUMS.keys() | {*DELTAS, *INDICATORS, "where", "diff"}


def is_word(text: str) -> bool:
    """Whether letters in a row are a word of this grammar, whatever the letters stand for."""
    return text in _WORDS or text.lower() in _WORDS
