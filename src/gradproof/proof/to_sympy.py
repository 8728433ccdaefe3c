"""Typed expressions as SymPy: IndexedBase, Sum, Product, KroneckerDelta. The only place that knows SymPy.

Indices run from 1 to their dimension; a bound one has a name that nothing else in the expression has, since SymPy's
`diff` goes wrong silently where a bound index is also free. Sums stay as they stand: on symbolic ranges `doit` gives
Piecewise noise, so put numbers in for the dimensions before it. A label such as t_n is an integer, to be substituted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import sympy

from gradproof.formula import expression as x
from gradproof.proof.instantiate import free_names, substitute_indices, unused

SymPy = sympy.Expr
"""What others may call it that must not load SymPy."""

_FUNCTIONS: dict[str, Callable[[sympy.Expr], sympy.Expr]] = {
    "exp": sympy.exp,
    "log": sympy.log,
    "sigma": lambda z: 1 / (1 + sympy.exp(-z)),
    "tanh": sympy.tanh,
    "sinh": sympy.sinh,
    "cosh": sympy.cosh,
    "sin": sympy.sin,
    "cos": sympy.cos,
    "tan": sympy.tan,
    "arctan": sympy.atan,
    "abs": sympy.Abs,
    "sign": sympy.sign,
    "relu": lambda z: sympy.Max(0, z),
    "softplus": lambda z: sympy.log(1 + sympy.exp(z)),
    "gamma": sympy.gamma,
    "psi": sympy.digamma,
    "psi1": sympy.trigamma,
}


def to_sympy(expression: x.Expression) -> sympy.Expr:
    """The SymPy form of an expression; its symbols are found by their names.

    >>> j = x.Index("j", x.Dimension("C"))
    >>> to_sympy(x.Sum(j, x.Function("exp", x.Variable("u", (j,)))))
    Sum(exp(u[j]), (j, 1, C))
    """
    return _Writer(set(free_names(expression))).of(expression)


@dataclass
class _Writer:
    """Writes one expression; `taken` are the index names in use."""

    taken: set[str] = field(default_factory=set)

    def of(self, e: x.Expression) -> sympy.Expr:
        """The SymPy form of a part."""
        match e:
            case x.Number(value):
                return sympy.Rational(value.numerator, value.denominator)
            case x.Constant():
                return sympy.pi
            case x.Size(dimension):
                return size(dimension)
            case x.Variable(name, indices):
                return _component(name, tuple(map(term, indices)))
            case x.Delta(left, right):
                return sympy.KroneckerDelta(term(left), term(right))
            case x.Order(left, right):
                return sympy.Piecewise((1, sympy.Lt(term(left), term(right))), (0, True))
            case x.Add(terms):
                return sympy.Add(*map(self.of, terms))
            case x.Mul(factors):
                return sympy.Mul(*map(self.of, factors))
            case x.Power(base, exponent):
                return sympy.Pow(self.of(base), self.of(exponent))
            case x.Function(name, argument):
                return _FUNCTIONS[name](self.of(argument))
            case x.Sum(index, body):
                return self._over(sympy.Sum, index, body)
            case x.Product(index, body):
                return self._over(sympy.Product, index, body)
            case x.Derivative(body, variable):
                return self._derivative(body, variable)
            case x.Apply():
                return self._apply(e)

    def _below(self, index: x.Index, body: x.Expression) -> tuple[x.Index, x.Expression]:
        """A binding under a name that nothing else has."""
        new = x.Index(unused(index.name, frozenset(self.taken)), index.dimension)
        self.taken.add(new.name)
        return new, substitute_indices(body, {index.name: new})

    def _over(self, operator: type[sympy.Expr], index: x.Index, body: x.Expression) -> sympy.Expr:
        renamed, inside = self._below(index, body)
        return operator(self.of(inside), (term(renamed), 1, size(index.dimension)))

    def _derivative(self, body: x.Expression, variable: x.Variable) -> sympy.Expr:
        """An unevaluated Derivative; a bare symbol is a function of the variable, or SymPy takes it for constant."""
        by = self.of(variable)
        if isinstance(body, x.Variable):
            inside = sympy.Function(body.name)(*map(term, body.indices), by)
        else:
            inside = self.of(body)
        return sympy.Derivative(inside, by, evaluate=False)

    def _apply(self, e: x.Apply) -> sympy.Expr:
        """name(indices, arguments), a whole argument being a Lambda of its axes.

        Partial derivatives by scalar arguments are Subs of a Derivative; others go into the name, with their indices as
        further arguments: L_1(…, j) is ∂L/∂u_j.
        """
        arguments = [self._argument(a) for a in e.arguments]
        front = [term(t) for t in e.indices]
        if all(not partial.indices for partial in e.partials):
            return _partial(sympy.Function(e.name.removesuffix("()")), front, arguments, e.partials)
        name = "_".join((e.name.removesuffix("()"), *(str(p.position + 1) for p in e.partials)))
        behind = [term(t) for p in e.partials for t in p.indices]
        return sympy.Function(name)(*front, *arguments, *behind)

    def _argument(self, argument: x.Argument) -> sympy.Basic:
        body, names = argument.body, []
        for index in argument.indices:
            renamed, body = self._below(index, body)
            names.append(term(renamed))
        return sympy.Lambda(tuple(names), self.of(body)) if names else self.of(body)


def _partial(
    function: type[sympy.Expr], front: list[sympy.Expr], arguments: list[sympy.Basic], partials: tuple[x.Partial, ...]
) -> sympy.Expr:
    if not partials:
        return function(*front, *arguments)
    marks = [sympy.Dummy(f"z_{n + 1}", real=True) for n in range(len(arguments))]
    by = [marks[p.position] for p in partials]
    return sympy.Subs(sympy.Derivative(function(*front, *marks), *by), marks, arguments)


def size(dimension: x.Dimension) -> sympy.Symbol:
    """The symbol of a dimension: a positive integer."""
    return sympy.Symbol(dimension.name, integer=True, positive=True)


def term(index: x.IndexTerm) -> sympy.Expr:
    """An index term: an integer symbol, a number, or a component of integers."""
    match index:
        case x.Index(name):
            return sympy.Symbol(name, integer=True)
        case x.Fixed(position):
            return sympy.Integer(position)
        case x.Last(dimension):
            return sympy.Symbol(dimension.name, integer=True, positive=True)
        case x.Label(name, ()):
            return sympy.Symbol(name, integer=True)
        case x.Label(name, arguments):
            return sympy.IndexedBase(name, integer=True)[tuple(map(term, arguments))]


def _component(name: str, indices: tuple[sympy.Expr, ...]) -> sympy.Expr:
    return sympy.IndexedBase(name, real=True)[indices] if indices else sympy.Symbol(name, real=True)
