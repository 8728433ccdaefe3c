"""One component of a formula as Python text that Numba compiles: what stands inside the loops."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from gradproof.formula.expression import (
    Add,
    Constant,
    Expression,
    Fixed,
    Function,
    Index,
    IndexTerm,
    Label,
    Last,
    Mul,
    Number,
    Power,
    Size,
    Variable,
)
from gradproof.program.canonical import negative
from gradproof.program.derived import GenerationError
from gradproof.program.terms import factors_of, split, terms_of
from gradproof.program.to_numpy.buffers import Buffers, identifier
from gradproof.program.to_numpy.maps import UFUNCS
from gradproof.program.to_numpy.setup import CONSTANT_NAMES

Names = dict[Index, str]
"""The loop variables of indices."""


@dataclass
class ElementWriter:
    """Text of components; `constants` collects the numbers, in the kernel's own precision, that the text needs."""

    buffers: Buffers
    constants: dict[str, str] = field(default_factory=lambda: {"zero": "kind(0)", "one": "kind(1)"})

    def name(self, variable: Variable) -> str:
        """The Python name of an array: that of the buffer it lies in."""
        return identifier(self.buffers.of.get(variable.name, variable.name))

    def component(self, variable: Variable, names: Names) -> str:
        """The text of one component; an array without axes lies in a vector of one element, an argument in its own."""
        if variable.indices:
            return f"{self.name(variable)}[{', '.join(_place(term, names) for term in variable.indices)}]"
        return f"{self.name(variable)}[{'0' if variable.name in self.buffers.of else '()'}]"

    def constant(self, value: Fraction) -> str:
        """The name of a number."""
        text = re.sub(r"\W", "_", str(value).replace("-", "minus_"))
        python = str(value.numerator) if value.denominator == 1 else f"{value.numerator} / {value.denominator}"
        name = CONSTANT_NAMES.get(value, f"number_{text}")
        self.constants.setdefault(name, f"kind({python})")
        return name

    def text(self, body: Expression, names: Names) -> str:
        """The text of one component of the body."""

        def go(part: Expression) -> str:
            return self.text(part, names)

        match body:
            case Number(value):
                return self.constant(value)
            case Constant("pi"):
                return "kind(np.pi)"
            case Size(dimension):
                return f"kind({identifier(dimension.name)})"
            case Variable():
                return self.component(body, names)
            case Add():
                return _sum(body, go)
            case Mul():
                return self._product(body, go)
            case Power(base, exponent):
                return self._power(base, exponent, go)
            case Function("sigma", argument):
                return f"(one / (one + np.exp({go(negative(argument))})))"
            case Function("softplus" | "relu" as name, argument):
                return f"_{name}({go(argument)})"
            case Function(name, argument) if name in UFUNCS:
                return f"np.{UFUNCS[name]}({go(argument)})"
        raise GenerationError(f"Numba has no function for {type(body).__name__} {getattr(body, 'name', '')}.")

    def _product(self, body: Mul, go: Callable[[Expression], str]) -> str:
        coefficient, rest = split(body)
        factors = [factor for factor in factors_of(rest) if not _below(factor)]
        above = [] if coefficient in (1, -1) and factors else [self.constant(abs(coefficient))]
        text = " * ".join(above + [go(factor) for factor in factors])
        below = "".join(f" / {_inverted(factor, self, go)}" for factor in factors_of(rest) if _below(factor))
        return f"({'-' if coefficient < 0 else ''}{text}{below})"

    def _power(self, base: Expression, exponent: Expression, go: Callable[[Expression], str]) -> str:
        match exponent:
            case Number(value) if value == Fraction(1, 2):
                return f"np.sqrt({go(base)})"
            case Number(value) if value < 0:
                return f"(one / {_inverted(Power(base, exponent), self, go)})"
            case Number(value) if value.denominator == 1:
                return f"{go(base)} ** {value}"
        return f"{go(base)} ** {go(exponent)}"


def _sum(body: Add, go: Callable[[Expression], str]) -> str:
    ordered = sorted(terms_of(body), key=lambda term: split(term)[0] < 0)
    text = ""
    for term in ordered:
        minus = split(term)[0] < 0
        text += (" - " if minus else " + ") if text else "-" if minus else ""
        text += go(negative(term) if minus else term)
    return f"({text})"


def _below(factor: Expression) -> bool:
    return isinstance(factor, Power) and isinstance(factor.exponent, Number) and factor.exponent.value < 0


def _inverted(factor: Expression, writer: ElementWriter, go: Callable[[Expression], str]) -> str:
    """The text of 1/factor, for a factor with a negative exponent."""
    assert isinstance(factor, Power) and isinstance(factor.exponent, Number)
    exponent = -factor.exponent.value
    return go(factor.base) if exponent == 1 else f"({writer._power(factor.base, Number(exponent), go)})"


def _place(term: IndexTerm, names: Names) -> str:
    match term:
        case Index():
            return names[term]
        case Label(name, arguments, _):
            inner = ", ".join(_place(argument, names) for argument in arguments)
            return f"{identifier(name)}[{inner or '()'}]"
        case Fixed(position, _):
            return str(position - 1)
        case Last(dimension):
            return f"{identifier(dimension.name)} - 1"
