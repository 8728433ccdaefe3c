"""Expressions as one line of text for comments and messages: u_nj = Σ_i w_ji x_ni + b_j."""

from __future__ import annotations

from gradproof.formula.expression import (
    ONE,
    Add,
    Constant,
    Delta,
    Derivative,
    Expression,
    Fixed,
    Function,
    Index,
    IndexTerm,
    Label,
    Last,
    Mul,
    Number,
    Order,
    Power,
    Product,
    Size,
    Sum,
    Variable,
)
from gradproof.program.canonical import MINUS_ONE, power
from gradproof.program.terms import factors_of, split

GREEK = {"sigma": "σ", "lambda": "λ", "ell": "ℓ", "pi": "π", "mu": "μ", "alpha": "α", "beta": "β", "eta": "η"}
ATOM, PRODUCT, SUM = 2, 1, 0


def to_text(expression: Expression) -> str:
    """The expression as text."""
    return _text(expression, SUM)


def _text(expression: Expression, needed: int) -> str:
    text, strength = _piece(expression)
    return text if strength >= needed else f"({text})"


def _piece(expression: Expression) -> tuple[str, int]:
    """The text of an expression, and how tightly it holds together."""
    match expression:
        case Number(value):
            return str(value), ATOM if value >= 0 and value.denominator == 1 else SUM
        case Constant(name):
            return GREEK.get(name, name), ATOM
        case Size(dimension):
            return dimension.name, ATOM
        case Variable(name, indices):
            return _name(name) + _subscript(indices), ATOM
        case Delta(left, right):
            return f"δ({term_text(left)}, {term_text(right)})", ATOM
        case Order(left, right):
            return f"[{term_text(left)} < {term_text(right)}]", ATOM
        case Derivative(body, variable):
            above = f"({to_text(body)})" if isinstance(body, Derivative) else _text(body, ATOM)
            return f"∂{above}/∂{_text(variable, ATOM)}", ATOM
        case Add(terms):
            return _sum(terms), SUM
        case Mul():
            return _product(expression)
        case Power(base, exponent):
            return _power(base, exponent)
        case Function(name, argument):
            return f"{GREEK.get(name, name)}({to_text(argument)})", ATOM
        case Sum(index, body) | Product(index, body):
            sign = "Σ" if isinstance(expression, Sum) else "∏"
            return f"{sign}_{index.name} {_text(body, PRODUCT)}", PRODUCT
    return type(expression).__name__, ATOM


def _sum(terms: tuple[Expression, ...]) -> str:
    signed = [(coefficient, rest) for coefficient, rest in map(split, terms)]
    signed.sort(key=lambda pair: pair[0] < 0)
    text = ""
    for coefficient, rest in signed:
        piece = _text(Mul((Number(abs(coefficient)), rest)) if abs(coefficient) != 1 else rest, PRODUCT)
        text += (f" {'−' if coefficient < 0 else '+'} " if text else "−" if coefficient < 0 else "") + piece
    return text


def _product(expression: Mul) -> tuple[str, int]:
    coefficient, rest = split(expression)
    above = [factor for factor in factors_of(rest) if not _is_quotient(factor) and factor != ONE]
    below = [power(factor, MINUS_ONE) for factor in factors_of(rest) if _is_quotient(factor)]
    above.sort(key=lambda factor: (isinstance(factor, Sum), isinstance(factor, Add)))
    pieces = [_text(f, ATOM if i + 1 < len(above) else PRODUCT) for i, f in enumerate(above)]
    number = [str(abs(coefficient))] if abs(coefficient) != 1 or not pieces else []
    text = ("−" if coefficient < 0 else "") + " ".join(number + pieces)
    if below:
        under = " ".join(_text(factor, ATOM) for factor in below)
        text += f"/{under}" if len(below) == 1 else f"/({under})"
    return text, SUM if coefficient < 0 else PRODUCT


def _is_quotient(factor: Expression) -> bool:
    return isinstance(factor, Power) and isinstance(factor.exponent, Number) and factor.exponent.value < 0


def _power(base: Expression, exponent: Expression) -> tuple[str, int]:
    superscripts = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
    if isinstance(exponent, Number) and exponent.value.denominator == 1:
        if exponent.value == -1:
            return f"1/{_text(base, ATOM)}", PRODUCT
        return _text(base, ATOM) + str(exponent.value).translate(superscripts), ATOM
    return f"{_text(base, ATOM)}^{_text(exponent, ATOM)}", ATOM


def _name(name: str) -> str:
    if name.startswith("d_"):
        return f"∂{_name(name[2:])}"
    if name.startswith("cal_") and len(name) == 5 and name[4].isupper():
        return chr(ord("𝓐") + ord(name[4]) - ord("A"))
    return GREEK.get(name, name)


def _subscript(indices: tuple[IndexTerm, ...]) -> str:
    if not indices:
        return ""
    texts = [term_text(term) for term in indices]
    plain = all(len(text) == 1 for text in texts)
    return "_" + "".join(texts) if plain else "_{" + ", ".join(texts) + "}"


def term_text(term: IndexTerm) -> str:
    """An index term as text: j, t_n, 1."""
    match term:
        case Index(name, _):
            return name
        case Label(name, arguments, _):
            return _name(name) + _subscript(arguments)
        case Fixed(position, _):
            return str(position)
        case Last(dimension):
            return dimension.name
