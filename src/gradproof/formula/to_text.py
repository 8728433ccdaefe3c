"""An expression in plain characters, as one would type it: `(delta[j,t] - p[j])*x[i]`, `sum(k: C; exp(u[k]))`."""

from __future__ import annotations

from fractions import Fraction

from gradproof.formula import expression as x

_SUM, _PRODUCT, _POWER, _ATOM = range(4)
"""How tightly a text binds, from the loosest."""


def to_text(expression: x.Expression) -> str:
    """The expression on one line of plain characters.

    >>> to_text(x.Mul((x.Variable("h"), x.Add((x.ONE, x.Mul((x.integer(-1), x.Variable("h"))))))))
    'h*(1 - h)'
    """
    return _text(expression)[0]


def term_text(term: x.IndexTerm) -> str:
    """An index term: `j`, `t[n]`, `1`."""
    match term:
        case x.Index(name):
            return name
        case x.Fixed(position):
            return str(position)
        case x.Last(dimension):
            return f"last({dimension.name})"
        case x.Label(name, arguments):
            return name + _indexed(arguments)


def _indexed(terms: tuple[x.IndexTerm, ...]) -> str:
    return f"[{','.join(map(term_text, terms))}]" if terms else ""


def _wrapped(expression: x.Expression, least: int) -> str:
    text, binding = _text(expression)
    return text if binding >= least else f"({text})"


def _text(expression: x.Expression) -> tuple[str, int]:
    match expression:
        case x.Number(value):
            return str(value), _ATOM if value >= 0 and value.denominator == 1 else _SUM if value < 0 else _PRODUCT
        case x.Constant(name):
            return name, _ATOM
        case x.Size(dimension):
            return dimension.name, _ATOM
        case x.Variable(name, indices):
            return name + _indexed(indices), _ATOM
        case x.Delta(left, right):
            return f"delta[{term_text(left)},{term_text(right)}]", _ATOM
        case x.Order(left, right):
            return f"[{term_text(left)} < {term_text(right)}]", _ATOM
        case x.Add(terms):
            return _add(terms)
        case x.Mul(factors):
            return _mul(factors)
        case x.Power(base, exponent):
            return f"{_wrapped(base, _ATOM)}**{_wrapped(exponent, _ATOM)}", _POWER
        case x.Function(name, argument):
            return f"{name}({to_text(argument)})", _ATOM
        case x.Sum(index, body):
            return f"sum({index.name}: {index.dimension.name}; {to_text(body)})", _ATOM
        case x.Product(index, body):
            return f"prod({index.name}: {index.dimension.name}; {to_text(body)})", _ATOM
        case x.Derivative(body, variable):
            return f"d({to_text(body)})/d({to_text(variable)})", _PRODUCT
        case x.Apply(name, indices, arguments, partials):
            marks = "".join(f"_{p.position + 1}{_indexed(p.indices)}" for p in partials)
            inner = ", ".join(_argument(a) for a in arguments)
            return f"{'d' + marks + ' ' if marks else ''}{name.removesuffix('()')}{_indexed(indices)}({inner})", _ATOM


def _argument(argument: x.Argument) -> str:
    names = ",".join(i.name for i in argument.indices)
    return f"{names}: {to_text(argument.body)}" if names else to_text(argument.body)


def _add(terms: tuple[x.Expression, ...]) -> tuple[str, int]:
    if not terms:
        return "0", _ATOM
    text = ""
    for term in terms:
        sign, rest = _signed(term)
        shown = _wrapped(rest, _PRODUCT)
        if text:
            text += f" - {shown}" if sign < 0 else f" + {shown}"
        else:
            text = f"-{shown}" if sign < 0 else shown
    return text, _SUM


def _signed(expression: x.Expression) -> tuple[int, x.Expression]:
    if isinstance(expression, x.Number) and expression.value < 0:
        return -1, x.Number(-expression.value)
    if isinstance(expression, x.Mul) and expression.factors and isinstance(expression.factors[0], x.Number):
        first = expression.factors[0].value
        if first < 0:
            kept = () if first == -1 and len(expression.factors) > 1 else (x.Number(-first),)
            rest = (*kept, *expression.factors[1:])
            return -1, rest[0] if len(rest) == 1 else x.Mul(rest)
    return 1, expression


def _mul(factors: tuple[x.Expression, ...]) -> tuple[str, int]:
    sign, rest = _signed(x.Mul(factors))
    if sign < 0:
        return f"-{_wrapped(rest, _PRODUCT)}", _SUM
    above = [_wrapped(f, _PRODUCT) for f in factors if not _inverse(f) and f != x.ONE]
    below = [_wrapped(_inverted(f), _POWER) for f in factors if _inverse(f)]
    text = "*".join(above) or "1"
    return "/".join((text, *below)), _PRODUCT


def _inverse(factor: x.Expression) -> bool:
    return isinstance(factor, x.Power) and isinstance(factor.exponent, x.Number) and factor.exponent.value < 0


def _inverted(factor: x.Expression) -> x.Expression:
    assert isinstance(factor, x.Power)
    assert isinstance(factor.exponent, x.Number)
    return (
        factor.base if factor.exponent.value == -1 else x.Power(factor.base, x.Number(Fraction(-factor.exponent.value)))
    )
