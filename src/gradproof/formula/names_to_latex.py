"""LaTeX for the leaves of a tree: numbers, names, functions' names."""

from __future__ import annotations

from fractions import Fraction

from gradproof.formula.commands import EXTREME, FUNCTIONS, GREEK
from gradproof.formula.tree import Symbol

_STYLES = {"bold": "mathbf", "cal": "mathcal", "bb": "mathbb", "frak": "mathfrak", "sans": "mathsf", "word": "mathrm"}
_ACCENTS = {"ring": "mathring", "arrow": "overrightarrow"}
_LATEX_FUNCTIONS = frozenset(
    {"exp", "log", "ln", "lg", "sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "sinh", "cosh"}
    | {"tanh", "coth", "det", "max", "min", "sup", "inf", "lim", "limsup", "liminf"}
)


def number_to_latex(value: Fraction) -> str:
    """A decimal number where it ends, else a fraction."""
    if value.denominator == 1:
        return str(value.numerator)
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return rf"\frac{{{value.numerator}}}{{{value.denominator}}}"
    places = 1
    while (value * 10**places).denominator != 1:
        places += 1
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    return f"{'-' if value < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def symbol_to_latex(tree: Symbol) -> str:
    """A name in its style under its accents; a function's name alone is braced, so that it takes no argument."""
    known = tree.name in GREEK or tree.name in {"partial", "nabla"}
    text = f"\\{tree.name}" if known else tree.name
    if tree.style in _STYLES:
        command = "text" if "_" in text else _STYLES[tree.style]
        text = rf"\{command}{{{text}}}"
    elif not known and len(tree.name) > 1:
        text = rf"\mathrm{{{text}}}"
    for name in tree.accents:
        text = text + "'" if name == "prime" else rf"\{_ACCENTS.get(name, name)}{{{text}}}"
    return f"{{{text}}}" if tree.name in FUNCTIONS or tree.name in EXTREME else text


def function_to_latex(name: str) -> str:
    """The command of a function, or its name as an operator."""
    return f"\\{name}" if name in _LATEX_FUNCTIONS else rf"\operatorname{{{name}}}"
