"""Multiplication, powers and renaming of polynomials: the rules by which a product of atoms is rewritten.

Every rule is an equation that holds for all values of the atoms, all sizes and all indices:

    δ² = δ,  δ(i,j) f(j) = δ(i,j) f(i)
    (1/P)^-1 = P;   with P = a + b of two terms:  b · 1/P = 1 - a · 1/P   (partial fractions)
    |a|² = a²,  |a| sign(a) = a,  a sign(a) = |a|,  sign(a)³ = sign(a),  |a| = -a where a ≤ 0 is known
    sin² = 1 - cos²,  p^(n + r) = p^n · p^r;  those of the order of indices stand in orders.py

The rules need the product of their results, and renaming needs the rules: that is why they share a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import floor

from gradproof.proof.atoms import (
    Algebra,
    Atom,
    Monomial,
    Place,
    Polynomial,
    Rational,
    Terms,
    move,
    places_within,
)
from gradproof.proof.budget import BudgetExceeded
from gradproof.proof.limits import Undefined
from gradproof.proof.orders import reordered
from gradproof.proof.polynomial import (
    ONE,
    ZERO,
    accumulate,
    add,
    of_atom,
    power_of_number,
    quotient,
    scale,
    subtract,
    whole,
)


def times(algebra: Algebra, left: Polynomial, right: Polynomial) -> Polynomial:
    """The product, multiplied out."""
    if len(left) == 1 and () in left:
        return scale(right, left[()])
    if len(right) == 1 and () in right:
        return scale(left, right[()])
    algebra.spend_terms(len(left) * len(right))
    result: Polynomial = {}
    for m, c in left.items():
        for n, d in right.items():
            accumulate(result, multiply(algebra, m, n), c * d)
    algebra.spend_terms(len(result))
    return result


def product(algebra: Algebra, *factors: Polynomial) -> Polynomial:
    """The product of several polynomials."""
    result = ONE
    for factor in factors:
        result = times(algebra, result, factor)
    return result


def power(algebra: Algebra, base: Polynomial, exponent: int) -> Polynomial:
    """base ** exponent for a whole exponent ≥ 0; for a single term any whole exponent."""
    if exponent == 0:
        return ONE
    if len(base) == 1:
        ((monomial, coefficient),) = base.items()
        raised = power_of_number(algebra, coefficient, exponent)
        return scale(powers_product(algebra, {a: n * exponent for a, n in monomial}), raised)
    if not base:
        return ZERO
    if exponent > algebra.budget.exponent:
        raise BudgetExceeded(f"a sum to the power {exponent} is too long to multiply out")
    result = base
    for bit in bin(exponent)[3:]:
        result = times(algebra, result, result)
        if bit == "1":
            result = times(algebra, result, base)
    return result


def multiply(algebra: Algebra, left: Monomial, right: Monomial) -> Polynomial:
    """The product of two monomials."""
    if not left:
        return {right: 1}
    if not right:
        return {left: 1}
    powers = dict(left)
    for atom, exponent in right:
        powers[atom] = powers.get(atom, 0) + exponent
    return powers_product(algebra, powers)


def powers_product(algebra: Algebra, powers: Mapping[Atom, Rational]) -> Polynomial:
    """The product of powers of atoms, by the rules."""
    factors = [(a, n if type(n) is int else whole(n)) for a, n in powers.items() if n]
    if len(factors) > 1:
        factors.sort(key=lambda factor: factor[0].key)
    for atom, _ in factors:
        if atom.active:
            rewritten = RULES[atom.kind](algebra, atom, dict(factors))
            if rewritten is not None:
                return rewritten
    return {tuple(factors): 1}


def _without(algebra: Algebra, powers: Mapping[Atom, Rational], changes: Mapping[Atom, Rational]) -> Polynomial:
    """The product of the powers, with the exponents of some changed by so much."""
    algebra.spend_rewrite()
    changed = dict(powers)
    for atom, difference in changes.items():
        changed[atom] = changed.get(atom, 0) + difference
    return powers_product(algebra, changed)


def _delta_rule(algebra: Algebra, delta: Atom, powers: Mapping[Atom, Rational]) -> Polynomial | None:
    """δ² = δ and δ(i,j) f(j) = δ(i,j) f(i)."""
    exponent = powers[delta]
    if exponent < 0:
        raise Undefined("it divides by a Kronecker delta, which is 0 where its indices differ")
    smaller, larger = delta.places
    others = {a: n for a, n in powers.items() if a is not delta}
    if not any(larger in atom.free for atom in others):
        return None if exponent == 1 else _without(algebra, powers, {delta: 1 - exponent})
    algebra.spend_rewrite()
    rest = substitute_monomial(algebra, tuple(others.items()), {larger: smaller})
    return times(algebra, of_atom(delta), rest)


def _inverse_rule(algebra: Algebra, inverse: Atom, powers: Mapping[Atom, Rational]) -> Polynomial | None:
    """(1/P)^-1 = P, and partial fractions where P has two terms."""
    exponent = powers[inverse]
    (denominator,) = inverse.children
    if exponent <= -1:
        times_p = floor(-exponent)
        rest = _without(algebra, powers, {inverse: times_p})
        return times(algebra, rest, power(algebra, dict(denominator), times_p))
    if exponent >= 1 and len(denominator) == 2:
        return _partial_fractions(algebra, inverse, powers)
    return None


def _partial_fractions(algebra: Algebra, inverse: Atom, powers: Mapping[Atom, Rational]) -> Polynomial | None:
    """b/P = 1 - a/P for P = a + b: leaves one pivot atom with an exponent within bounds, and makes no new poles."""
    (lower, lower_c), (upper, upper_c) = inverse.children[0]
    low, high = dict(lower), dict(upper)
    differing = [a for a in {**low, **high} if low.get(a, 0) != high.get(a, 0)]
    pivot = min(differing, key=lambda atom: (atom.kind != "exp", atom.key))
    if low.get(pivot, 0) > high.get(pivot, 0):
        low, high, lower_c, upper_c = high, low, upper_c, lower_c
    at, top, bottom = powers.get(pivot, 0), high.get(pivot, 0), low.get(pivot, 0)
    unit = pivot.kind == "exp"  # Denominators are 1 + e^-s: there σ(s) is to stay 1/P.
    if (at > top or (at == top and not unit)) and _divides(high, powers):
        taken, left, divisor, factor = high, low, upper_c, lower_c
    elif (at < bottom or (at == bottom and unit)) and _divides(low, powers):
        taken, left, divisor, factor = low, high, lower_c, upper_c
    else:
        return None
    first = {a: -n for a, n in taken.items()}
    second = dict(first)
    for atom, n in left.items():
        second[atom] = second.get(atom, 0) + n
    one = _without(algebra, powers, {**first, inverse: first.get(inverse, 0) - 1})
    other = _without(algebra, powers, second)
    return add(scale(one, quotient(1, divisor)), scale(other, quotient(-factor, divisor)))


def _divides(divisor: Mapping[Atom, Rational], powers: Mapping[Atom, Rational]) -> bool:
    return all(atom.kind == "exp" or powers.get(atom, 0) >= n for atom, n in divisor.items())


def _abs_rule(algebra: Algebra, magnitude: Atom, powers: Mapping[Atom, Rational]) -> Polynomial | None:
    """|a|² = a², |a| sign(a) = a, and |a| = -a where a ≤ 0 is known (a ≥ 0 makes no such atom)."""
    exponent = powers[magnitude]
    (argument,) = magnitude.children
    sign = algebra.atom("sign", children=(argument,))
    if exponent >= 1 and powers.get(sign, 0) >= 1:
        return times(algebra, _without(algebra, powers, {magnitude: -1, sign: -1}), dict(argument))
    for forms, known in algebra.facts.products_with(argument) if exponent >= 1 else ():
        together = {algebra.atom("abs", children=(form,)): -1 for form in forms}
        if all(powers.get(atom, 0) >= 1 for atom in together):
            return scale(product(algebra, _without(algebra, powers, together), *map(dict, forms)), known)
    period = 1 if algebra.facts.sign_of_form(argument) < 0 else 2
    whole_part = floor(exponent / Fraction(period)) * period
    if not whole_part:
        return None
    rest = _without(algebra, powers, {magnitude: -whole_part})
    if period == 1 and whole_part % 2:
        rest = scale(rest, -1)
    return times(algebra, rest, _signed_power(algebra, argument, whole_part))


def _signed_power(algebra: Algebra, argument: Terms, exponent: int) -> Polynomial:
    """argument ** exponent, where the argument is one atom or a denominator in its normal form."""
    if len(argument) == 1 or exponent > 0:
        return power(algebra, dict(argument), exponent)
    return powers_product(algebra, {algebra.atom("inverse", children=(argument,)): -exponent})


def _sign_rule(algebra: Algebra, sign: Atom, powers: Mapping[Atom, Rational]) -> Polynomial | None:
    """sign³ = sign; a sign(a) = |a| and a sign(a)² = a for an atom a; sign² = 1 where the argument is not 0."""
    exponent = powers[sign]
    (argument,) = sign.children
    if algebra.facts.is_apart(argument):
        return None if exponent == 1 else _without(algebra, powers, {sign: exponent % 2 - exponent})
    if exponent >= 3:
        return _without(algebra, powers, {sign: -2 * floor((exponent - 1) / Fraction(2))})
    if exponent < 1 or len(argument) > 1:
        return None
    ((atom, _),) = argument[0][0]
    if powers.get(atom, 0) < 1:
        return None
    if exponent == 2:
        return _without(algebra, powers, {sign: -2})
    return _without(algebra, powers, {sign: -1, atom: -1, algebra.atom("abs", children=(argument,)): 1})


def _sin_rule(algebra: Algebra, sine: Atom, powers: Mapping[Atom, Rational]) -> Polynomial | None:
    """sin² = 1 - cos²."""
    if powers[sine] < 2:
        return None
    cosine = algebra.atom("cos", children=sine.children)
    return subtract(_without(algebra, powers, {sine: -2}), _without(algebra, powers, {sine: -2, cosine: 2}))


def _prime_rule(algebra: Algebra, prime: Atom, powers: Mapping[Atom, Rational]) -> Polynomial | None:
    """The whole part of a prime's exponent goes into the coefficient."""
    whole_part = floor(powers[prime])
    if not whole_part:
        return None
    rest = _without(algebra, powers, {prime: -whole_part})
    return scale(rest, power_of_number(algebra, int(prime.name), whole_part))


def _order_rule(algebra: Algebra, atom: Atom, powers: Mapping[Atom, Rational]) -> Polynomial | None:
    """s² = 1 - δ, and transitivity."""
    terms = reordered(algebra, atom, powers)
    return None if terms is None else add(*(scale(_without(algebra, powers, change), c) for c, change in terms))


RULES = {
    "delta": _delta_rule,
    "order": _order_rule,
    "inverse": _inverse_rule,
    "abs": _abs_rule,
    "sign": _sign_rule,
    "sin": _sin_rule,
    "prime": _prime_rule,
}


def substitute(algebra: Algebra, polynomial: Polynomial, mapping: Mapping[Place, Place]) -> Polynomial:
    """The polynomial with places renamed, all at once; bound indices are never caught."""
    if not mapping:
        return polynomial
    result: Polynomial = {}
    for monomial, coefficient in polynomial.items():
        accumulate(result, substitute_monomial(algebra, monomial, mapping), coefficient)
    return result


def substitute_monomial(algebra: Algebra, monomial: Monomial, mapping: Mapping[Place, Place]) -> Polynomial:
    """The monomial with places renamed."""
    present = [p for p, q in mapping.items() if p != q and any(p in atom.free for atom, _ in monomial)]
    if not present:
        return {monomial: 1}
    renaming = {p: mapping[p] for p in sorted(present)}
    asked = (monomial, tuple(renaming.items()))
    known = algebra.substituted.get(asked)
    if known is None:
        known = ONE
        untouched = {a: n for a, n in monomial if a.free.isdisjoint(renaming)}
        for atom, exponent in monomial:
            if atom not in untouched:
                known = times(algebra, known, _substitute_atom(algebra, atom, exponent, renaming))
        known = times(algebra, powers_product(algebra, untouched), known)
        algebra.substituted[asked] = known
    return known


def _substitute_atom(algebra: Algebra, atom: Atom, exponent: Rational, renaming: Mapping[Place, Place]) -> Polynomial:
    algebra.spend_rewrite()
    bound, mapping = atom.bound, dict(renaming)
    if bound and any(inner in bound for target in renaming.values() for inner in places_within(target)):
        bound = tuple(algebra.fresh(place.dimension) for place in bound)
        mapping.update(zip(atom.bound, bound, strict=True))
    places = tuple(move(algebra, place, mapping) for place in atom.places)
    children = tuple(substitute(algebra, dict(child), mapping) for child in atom.children)
    return algebra.rebuild(algebra, atom.kind, atom.name, places, bound, children, exponent)
