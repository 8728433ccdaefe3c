"""From a polynomial to the expression that a person would write: factors taken out, sums gathered, one denominator.

Several forms are made and the shortest is taken. Nothing here changes a value, and nothing relies on that: `derive.py`
proves whatever comes out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from gradproof.formula.expression import Add, Dimension, Expression, Index, Mul, Number, Power, Sum
from gradproof.proof.arrange import arranged, cost
from gradproof.proof.atoms import SWITCHES, Algebra, Atom, Monomial, Place, Polynomial, Rational, Terms, monomial_key
from gradproof.proof.factors import content, factored
from gradproof.proof.multiply import powers_product, substitute
from gradproof.proof.polynomial import accumulate, freeze, quotient, scale
from gradproof.proof.sums import opened, sum_over
from gradproof.proof.to_expression import to_expression

MOST_TERMS = 60
"""Longer sums are written as they are."""

DEEPEST = 1
"""Sums inside sums inside sums are written as they are: every level tries several forms."""


def readable(algebra: Algebra, polynomial: Polynomial, depth: int = 0) -> Expression:
    """The shortest of: factors taken out, a common monomial taken out, one denominator, the plain sum of terms."""
    if not 1 < len(polynomial) <= MOST_TERMS or depth > DEEPEST:
        return arranged(to_expression(polynomial))
    return min((arranged(form) for form in _forms(algebra, polynomial, depth)), key=cost)


def _forms(algebra: Algebra, polynomial: Polynomial, depth: int) -> Iterator[Expression]:
    yield _factored(algebra, polynomial, depth)
    number, monomial, rest = content(polynomial)
    for sign in (1, -1):
        inner = _gathered(algebra, scale(rest, sign), depth)
        yield Mul((to_expression({monomial: sign * number}), inner))
    yield _gathered(algebra, polynomial, depth)
    highest = _denominators(polynomial)
    if highest:
        numerator = _times(algebra, polynomial, {atom: -n for atom, n in highest.items()})
        if len(numerator) <= MOST_TERMS and not _denominators(numerator):
            below = to_expression(powers_product(algebra, highest))
            yield Mul((readable(algebra, numerator, depth + 1), below))


def _denominators(polynomial: Polynomial) -> dict[Atom, Rational]:
    """The denominators with their highest exponents."""
    found: dict[Atom, Rational] = {}
    for atom, exponent in (factor for monomial in polynomial for factor in monomial):
        if atom.kind == "inverse" and exponent > 0:
            found[atom] = max(found.get(atom, 0), exponent)
    return dict(sorted(found.items(), key=lambda item: item[0].key))


def _times(algebra: Algebra, polynomial: Polynomial, powers: dict[Atom, Rational]) -> Polynomial:
    result: Polynomial = {}
    for monomial, coefficient in polynomial.items():
        exponents = dict(monomial)
        for atom, exponent in powers.items():
            exponents[atom] = exponents.get(atom, 0) + exponent
        accumulate(result, powers_product(algebra, exponents), coefficient)
    return result


def _factored(algebra: Algebra, polynomial: Polynomial, depth: int) -> Expression:
    """coefficient · monomial · forms, each form with its leading term positive, unless that leaves a sign in front."""
    found = factored(algebra, polynomial)
    coefficient: Rational = found.coefficient
    turned: list[tuple[Terms, int]] = []
    for form, exponent in found.forms:
        sign = 1 if _leading(form) > 0 else -1
        coefficient = coefficient if sign > 0 or exponent % 2 == 0 else -coefficient
        turned.append((freeze(scale(dict(form), sign)), exponent))
    odd = next((n for n, (_, exponent) in enumerate(turned) if exponent % 2), None)
    if coefficient < 0 and odd is not None:
        coefficient = -coefficient
        turned[odd] = (freeze(scale(dict(turned[odd][0]), -1)), turned[odd][1])
    factors = [_power(_gathered(algebra, dict(form), depth), exponent) for form, exponent in turned]
    return Mul((to_expression({found.monomial: coefficient}), *factors))


def _power(base: Expression, exponent: int) -> Expression:
    return base if exponent == 1 else Power(base, Number(Fraction(exponent)))


def _leading(form: Terms) -> Rational:
    """The coefficient of the term that a person writes first: numbers and deltas, then symbols, then sums."""
    return min(form, key=lambda term: _rank(term[0]))[1]


def _rank(monomial: Monomial) -> tuple[int, str]:
    kinds = {atom.kind for atom, _ in monomial}
    return (2 if "sum" in kinds else 0 if kinds <= {*SWITCHES, "size"} else 1, monomial_key(monomial))


def _gathered(algebra: Algebra, polynomial: Polynomial, depth: int, passed: frozenset[str] = frozenset()) -> Expression:
    """The sum of the terms; sums over one dimension that share their cofactor under one Σ where that is shorter."""
    plain = to_expression(polynomial)
    if len(polynomial) < 2:
        return plain
    choices = [plain]
    for dimension in sorted(_dimensions(polynomial) - passed):
        families, others = _families(polynomial, dimension)
        if families:
            terms = [_under_one_sum(algebra, dimension, rest, members, depth) for rest, members in families]
            choices.append(Add((*terms, _gathered(algebra, others, depth, passed | {dimension}))))
    return min(choices, key=lambda form: cost(arranged(form)))


def _dimensions(polynomial: Polynomial) -> frozenset[str]:
    return frozenset(p.dimension for m in polynomial for a, _ in m if a.kind == "sum" for p in a.bound)


@dataclass(frozen=True)
class _Member:
    """A term without what it shares: coefficient · inner, a sum over `outer` and maybe more."""

    coefficient: Rational
    inner: Atom
    outer: Place


def _families(polynomial: Polynomial, dimension: str) -> tuple[list[tuple[Monomial, list[_Member]]], Polynomial]:
    """The terms with a sum over the dimension, by what stands beside it, two or more each; and the other terms."""
    found: dict[Monomial, list[tuple[Monomial, _Member]]] = {}
    for monomial, coefficient in freeze(polynomial):
        for atom, exponent in monomial:
            outer = next((p for p in atom.bound if p.dimension == dimension), None)
            if atom.kind == "sum" and exponent == 1 and outer is not None:
                rest = tuple(factor for factor in monomial if factor[0] is not atom)
                found.setdefault(rest, []).append((monomial, _Member(coefficient, atom, outer)))
                break
    families = {rest: members for rest, members in found.items() if len(members) > 1}
    gone = {monomial for members in families.values() for monomial, _ in members}
    kept = {m: c for m, c in polynomial.items() if m not in gone}
    return [(rest, [member for _, member in members]) for rest, members in families.items()], kept


def _under_one_sum(algebra: Algebra, dimension: str, rest: Monomial, members: list[_Member], depth: int) -> Expression:
    place = algebra.fresh(dimension)
    summand: Polynomial = {}
    for member in members:
        bound, body = opened(algebra, member.inner)
        outer = bound[member.inner.bound.index(member.outer)]
        inside = sum_over(algebra, body, tuple(p for p in bound if p is not outer))
        accumulate(summand, substitute(algebra, inside, {outer: place}), member.coefficient)
    if not summand:
        return Add(())
    first, index = content(summand)[0], Index(place.name, Dimension(dimension))
    if (first > 0) != (_leading(freeze(summand)) > 0):
        first = -first
    choices = []
    for factor in (first, -first):
        inside_form = readable(algebra, scale(summand, quotient(1, factor)), depth + 1)
        choices.append(Mul((to_expression({rest: factor}), Sum(index, inside_form))))
    return min(choices, key=lambda form: cost(arranged(form)))
