"""Determinants and inverses of whole matrices, by the rules that hold for every size.

A matrix is a polynomial over two axes of one dimension, its rows and its columns. The rules, each of them an equation
that holds wherever both of its sides have a value:

    det(sA) = s^n det A,   det(AB) = det A det B,   det(Aᵀ) = det A,   det(A^-1) = 1/det A,   det(diag v) = ∏ v_i
    (sA)^-1 = A^-1 / s,  (AB)^-1 = B^-1 A^-1,  (Aᵀ)^-1 = (A^-1)ᵀ,  (A^-1)^-1 = A,  diag(v)^-1 = diag(1/v)

A and B are square here: AB of two other matrices stays whole. What no rule takes apart is an atom.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

from gradproof.proof.application import argument
from gradproof.proof.atoms import SWITCHES, Algebra, Atom, Monomial, Place, Polynomial, Rational
from gradproof.proof.cases import kronecker
from gradproof.proof.functions import raised
from gradproof.proof.limits import Undefined
from gradproof.proof.multiply import powers_product, product, substitute, times
from gradproof.proof.polynomial import ZERO, constant, freeze, of_atom, quotient, scale
from gradproof.proof.roots import inverse as reciprocal
from gradproof.proof.roots import raise_to
from gradproof.proof.sums import opened, product_over, sum_over


@dataclass(frozen=True)
class Matrix:
    """A square matrix: its body over the axes of its rows and columns, which stand nowhere else."""

    rows: Place
    columns: Place
    body: Polynomial

    @property
    def turned(self) -> Matrix:
        """The transpose."""
        return Matrix(self.columns, self.rows, self.body)

    def at(self, algebra: Algebra, row: Place, column: Place) -> Polynomial:
        """One component."""
        return substitute(algebra, self.body, {self.rows: row, self.columns: column})

    def over(self, algebra: Algebra) -> Polynomial:
        """The matrix as a whole argument."""
        return argument(algebra, (self.rows, self.columns), self.body)


def matrix(algebra: Algebra, whole_argument: Polynomial) -> Matrix:
    """The matrix of a whole argument, under axes of its own."""
    (((atom, _),),) = whole_argument
    (rows, columns), body = opened(algebra, atom)
    return Matrix(rows, columns, body)


def determinant(algebra: Algebra, whole_argument: Polynomial) -> Polynomial:
    """det A."""
    return _determinant(algebra, matrix(algebra, whole_argument))


def inverse_component(algebra: Algebra, places: tuple[Place, ...], whole_argument: Polynomial) -> Polynomial:
    """Component `places` of A^-1."""
    row, column = places
    return _inverse(algebra, matrix(algebra, whole_argument), row, column)


def _determinant(algebra: Algebra, whole: Matrix) -> Polynomial:
    if not whole.body:
        return ZERO
    factors, core = _without_scale(whole)
    size = of_atom(algebra.atom("size", whole.rows.dimension))
    result = product(algebra, *(raised(algebra, factor, size) for factor in factors))
    return times(algebra, result, _determinant_of_core(algebra, core))


def _determinant_of_core(algebra: Algebra, core: Matrix) -> Polynomial:
    diagonal = _diagonal(algebra, core)
    if diagonal is not None:
        return product_over(algebra, diagonal, (core.rows,))
    scaled = _scaled(algebra, core)
    if scaled is not None:
        rows, inner, columns = scaled
        by_rows, by_columns = (product_over(algebra, p, (a,)) for p, a in ((rows, core.rows), (columns, core.columns)))
        return product(algebra, by_rows, _determinant(algebra, inner), by_columns)
    split = _split(algebra, core)
    if split is not None:
        return product(algebra, *(_determinant(algebra, factor) for factor in split))
    inverted = _inverted(algebra, core)
    if inverted is not None:
        return reciprocal(algebra, _determinant(algebra, inverted))
    arguments = [m.over(algebra) for m in (core, core.turned)]
    return of_atom(algebra.atom("det", children=(freeze(min(arguments, key=_key)),)))


def _inverse(algebra: Algebra, whole: Matrix, row: Place, column: Place) -> Polynomial:
    if not whole.body:
        raise Undefined("it inverts the matrix 0")
    factors, core = _without_scale(whole)
    result = product(algebra, *(raise_to(algebra, factor, -1) for factor in factors))
    return times(algebra, result, _inverse_of_core(algebra, core, row, column))


def _inverse_of_core(algebra: Algebra, core: Matrix, row: Place, column: Place) -> Polynomial:
    diagonal = _diagonal(algebra, core)
    if diagonal is not None:
        entry = reciprocal(algebra, substitute(algebra, diagonal, {core.rows: row}))
        return times(algebra, kronecker(algebra, row, column), entry)
    scaled = _scaled(algebra, core)
    if scaled is not None:
        rows, inner, columns = scaled
        left = reciprocal(algebra, substitute(algebra, columns, {core.columns: row}))
        right = reciprocal(algebra, substitute(algebra, rows, {core.rows: column}))
        return product(algebra, left, _inverse(algebra, inner, row, column), right)
    split = _split(algebra, core)
    if split is not None:
        between = algebra.fresh(core.rows.dimension)
        first, second = split
        body = times(algebra, _inverse(algebra, second, row, between), _inverse(algebra, first, between, column))
        return sum_over(algebra, body, (between,))
    inverted = _inverted(algebra, core)
    if inverted is not None:
        return inverted.at(algebra, row, column)
    return _inverse_atom(algebra, core, row, column)


def _inverse_atom(algebra: Algebra, core: Matrix, row: Place, column: Place) -> Polynomial:
    """An inverse that stays: of the matrix or of its transpose; that of a symmetric matrix is symmetric."""
    plain, turned = core.over(algebra), core.turned.over(algebra)
    places = (row, column)
    if plain == turned:
        places = (min(places), max(places))
    elif _key(turned) < _key(plain):
        plain, places = turned, (column, row)
    return of_atom(algebra.atom("matinv", places=places, children=(freeze(plain),)))


def _key(whole_argument: Polynomial) -> str:
    (((atom, _),),) = whole_argument
    return atom.key


def _without_scale(whole: Matrix) -> tuple[list[Polynomial], Matrix]:
    """The factors that all terms share and that know nothing of rows and columns; and the matrix without them."""
    axes = {whole.rows, whole.columns}
    number = _content(tuple(whole.body.values()))
    shared: dict[Atom, Rational] | None = None
    for monomial in whole.body:
        here = {atom: n for atom, n in monomial if atom.free.isdisjoint(axes) and atom.kind not in SWITCHES}
        shared = here if shared is None else {a: min(n, here[a]) for a, n in shared.items() if a in here}
    shared = {atom: n for atom, n in (shared or {}).items() if n > 0 or len(whole.body) == 1}
    body: Polynomial = {}
    for monomial, coefficient in whole.body.items():
        left = tuple((a, n - shared.get(a, 0)) for a, n in monomial if n != shared.get(a, 0))
        body[left] = quotient(coefficient, number)
    factors = [constant(number)] if number != 1 else []
    factors += [{((atom, n),): 1} for atom, n in sorted(shared.items(), key=lambda item: item[0].key)]
    return factors, Matrix(whole.rows, whole.columns, body)


def _content(coefficients: tuple[Rational, ...]) -> Rational:
    """The greatest number that divides all coefficients; negative where they are so on the whole."""
    fractions = [Fraction(c) for c in coefficients]
    common = Fraction(gcd(*(f.numerator for f in fractions)), lcm(*(f.denominator for f in fractions)))
    return quotient((-common if sum(fractions) < 0 else common).numerator, common.denominator)


def _diagonal(algebra: Algebra, core: Matrix) -> Polynomial | None:
    """The diagonal over the axis of the rows, where nothing else is in the matrix."""
    delta = algebra.atom("delta", places=(min(core.rows, core.columns), max(core.rows, core.columns)))
    if not all((delta, 1) in monomial for monomial in core.body):
        return None
    rest = {tuple(factor for factor in monomial if factor[0] is not delta): c for monomial, c in core.body.items()}
    return substitute(algebra, rest, {core.columns: core.rows})


def _scaled(algebra: Algebra, core: Matrix) -> tuple[Polynomial, Matrix, Polynomial] | None:
    """(u, B, v) of the matrix u_i B_ij v_j, where there is a u or a v, and a B."""
    if len(core.body) != 1:
        return None
    ((monomial, _),) = core.body.items()
    of_rows = {a: n for a, n in monomial if core.columns not in a.free}
    of_columns = {a: n for a, n in monomial if core.columns in a.free and core.rows not in a.free}
    of_both = {a: n for a, n in monomial if a not in of_rows and a not in of_columns}
    if not of_both or not (of_rows or of_columns):
        return None
    rows, inner, columns = (powers_product(algebra, part) for part in (of_rows, of_both, of_columns))
    return rows, Matrix(core.rows, core.columns, inner), columns


def _split(algebra: Algebra, core: Matrix) -> tuple[Matrix, Matrix] | None:
    """Two square matrices of which it is the product."""
    atom = _only_atom(core)
    if atom is None or atom.kind != "sum":
        return None
    bound, inner = opened(algebra, atom)
    if len(inner) != 1:
        return None
    ((monomial, coefficient),) = inner.items()
    for between in sorted(p for p in bound if p.dimension == core.rows.dimension):
        others = tuple(place for place in bound if place != between)
        first, second = _parted(monomial, others, core)
        if _meet(first, between) and _meet(second, between) and _meet(second, core.columns):
            halves = [
                sum_over(algebra, {part: 1}, tuple(p for p in others if _meet(part, p))) for part in (first, second)
            ]
            left = Matrix(core.rows, between, scale(halves[0], coefficient))
            return left, Matrix(between, core.columns, halves[1])
    return None


def _parted(monomial: Monomial, others: tuple[Place, ...], core: Matrix) -> tuple[Monomial, Monomial]:
    """The factors that hang together with the columns last, all others first; nothing last where that takes the rows.

    Two factors hang together where they share a bound index other than the one between the two matrices.
    """
    reached, grown = {core.columns}, True
    while grown:
        grown = False
        for atom, _ in monomial:
            new = (atom.free & {*others, core.rows}) - reached
            if new and not atom.free.isdisjoint(reached):
                reached |= new
                grown = True
    if core.rows in reached:
        return monomial, ()
    second = tuple(factor for factor in monomial if not factor[0].free.isdisjoint(reached))
    return tuple(factor for factor in monomial if factor not in second), second


def _meet(monomial: Iterable[tuple[Atom, Rational]], place: Place) -> bool:
    return any(place in atom.free for atom, _ in monomial)


def _inverted(algebra: Algebra, core: Matrix) -> Matrix | None:
    """The matrix whose inverse this is."""
    atom = _only_atom(core)
    if atom is None or atom.kind != "matinv" or set(atom.places) != {core.rows, core.columns}:
        return None
    inner = matrix(algebra, dict(atom.children[0]))
    return inner if atom.places == (core.rows, core.columns) else inner.turned


def _only_atom(core: Matrix) -> Atom | None:
    if len(core.body) != 1:
        return None
    ((monomial, coefficient),) = core.body.items()
    return monomial[0][0] if len(monomial) == 1 and monomial[0][1] == 1 and coefficient == 1 else None
