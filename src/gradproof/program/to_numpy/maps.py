"""From a Map to NumPy calls on whole arrays, in place where nothing is lost by it.

Every call writes into an array that is already there: the target as soon as nobody reads what lies in it, else scratch.
The third argument of the calls is the output (named `out` in NumPy's manual; positional it costs half as much).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from gradproof.formula.expression import (
    ONE,
    Add,
    Constant,
    Expression,
    Function,
    Index,
    IndexTerm,
    Mul,
    Number,
    Power,
    Size,
    Variable,
    integer,
)
from gradproof.program.canonical import add, canonical, mul, negative, power
from gradproof.program.derived import GenerationError
from gradproof.program.indices import children, free_indices, parts_of, rebuild, transform
from gradproof.program.operations import Map
from gradproof.program.terms import factors_of, split, terms_of

UFUNCS = {
    "exp": "exp", "log": "log", "log1p": "log1p", "tanh": "tanh", "sinh": "sinh", "cosh": "cosh", "sin": "sin",
    "cos": "cos", "tan": "tan", "arctan": "arctan", "abs": "absolute", "sign": "sign",
}  # fmt: skip


def spelled_out(body: Expression) -> Expression:
    """The body with σ, softplus and relu written by functions that NumPy has.

    σ(z) = 1/(1 + exp(−z)), where an infinite exp(−z) gives the 0 that is meant; softplus(z) = m + log(1 + exp(z − 2m))
    with m = max(z, 0).
    """

    def node(part: Expression) -> Expression:
        match part:
            case Function("sigma", argument):
                return Power(Add((Function("exp", canonical(negative(argument))), ONE)), integer(-1))
            case Function("softplus", argument):
                positive = Function("relu", argument)
                inner = Function("exp", canonical(Add((argument, mul((integer(-2), positive))))))
                return Add((positive, Function("log1p", inner)))
        return part

    return transform(body, node)


def without_narrow_parts(operation: Map, fresh: Callable[[str], str]) -> tuple[Map, ...]:
    """The map behind maps for those parts of it that have fewer axes and are better computed on their own."""
    before: list[Map] = []
    wide = set(operation.target.indices)

    def own(part: Expression) -> Expression:
        axes = tuple(index for index in operation.target.indices if index in free_indices(part))
        target = Variable(fresh("part"), axes)
        before.extend(without_narrow_parts(Map(target, part), fresh))
        return target

    def node(part: Expression) -> Expression:
        part = rebuild(part, tuple(node(inner) for inner in children(part)))
        if isinstance(part, Add):
            return _add_without_narrow(part, wide, own)
        if isinstance(part, Mul):
            return _mul_without_narrow(part, wide, own)
        if isinstance(part, Power | Function) and _narrow(part, wide):
            return own(part)
        return part

    if not wide or all(set(free_indices(p)) == wide for p in parts_of(operation.body) if isinstance(p, Variable)):
        return (operation,)
    body = node(operation.body)
    return (*before, Map(operation.target, body))


def _narrow(part: Expression, wide: set[IndexTerm]) -> bool:
    """True for a part with variables but fewer axes than the whole."""
    has_variables = any(isinstance(inner, Variable | Size | Constant) for inner in parts_of(part))
    return has_variables and set(free_indices(part)) != wide


def _add_without_narrow(part: Add, wide: set[IndexTerm], own: Callable[[Expression], Expression]) -> Expression:
    narrow = [term for term in part.terms if _narrow(term, wide)]
    if not narrow or len(narrow) == len(part.terms):
        return part
    groups: dict[tuple[Index, ...], list[Expression]] = {}
    for term in narrow:
        groups.setdefault(free_indices(term), []).append(term)
    positive = any(split(term)[0] > 0 for term in part.terms)
    terms = [term for term in part.terms if term not in narrow]
    for group in groups.values():
        together = len(group) > 1 or not positive
        terms += [own(add(group))] if together else group
        positive = True
    return Add(tuple(terms))


def _mul_without_narrow(part: Mul, wide: set[IndexTerm], own: Callable[[Expression], Expression]) -> Expression:
    coefficient, rest = split(part)
    narrow = [factor for factor in factors_of(rest) if _narrow(factor, wide)]
    groups: dict[tuple[Index, ...], list[Expression]] = {}
    for factor in narrow:
        groups.setdefault(free_indices(factor), []).append(factor)
    if not narrow or (len(narrow) == len(factors_of(rest)) and set(free_indices(part)) != wide):
        return part
    factors = [factor for factor in factors_of(rest) if factor not in narrow]
    for group in sorted(groups.values(), key=lambda g: len(free_indices(g[0]))):
        with_number = coefficient not in (1, -1)
        if len(group) > 1 or with_number:
            factors.append(own(mul([Number(coefficient), *group] if with_number else group)))
            coefficient = Fraction(1) if with_number else coefficient
        else:
            factors += group
    return mul((Number(coefficient), *factors)) if coefficient != 1 else Mul(tuple(factors))


@dataclass
class MapWriter:
    """The lines of one map; `operand` gives the text of a leaf, `constant` that of a number, `scratch` a free array."""

    target: str
    aliases: frozenset[str]
    operand: Callable[[Variable], str]
    constant: Callable[[Fraction], str]
    scratch: Callable[[int], str]
    size: Callable[[Expression], str]
    lines: list[str] = field(default_factory=list)
    pending: int = 0
    busy: bool = False
    taken: set[str] = field(default_factory=set)

    def write(self, body: Expression) -> list[str]:
        """The lines that leave the body in the target."""
        self.pending = sum(isinstance(p, Variable) and p.name in self.aliases for p in parts_of(body))
        result = self._value(body, root=True)
        if result != self.target:
            self.lines.append(f"copyto({self.target}, {result})")
        return self.lines

    def _call(self, ufunc: str, operands: list[str], leaves: int, root: bool) -> str:
        """One call; `leaves` of its operands are aliases of the target read here."""
        self.pending -= leaves
        out = self._out(operands, root)
        self.taken -= {name for name in operands if name != out}
        if self.target in operands and out != self.target:
            self.busy = False
        if out == self.target:
            self.busy = True
        elif out not in operands:
            self.taken.add(out)
        keyword = "out=" if ufunc == "maximum" else ""  # of this one NumPy does not want it by its place
        self.lines.append(f"{ufunc}({', '.join(operands)}, {keyword}{out})")
        return out

    def _out(self, operands: list[str], root: bool) -> str:
        if root:
            return self.target
        for name in operands:
            if name in self.taken or (name == self.target and self.busy):
                return name
        if self.pending == 0 and not self.busy:
            return self.target
        number = 0
        while self.scratch(number) in self.taken:
            number += 1
        return self.scratch(number)

    def _value(self, body: Expression, *, root: bool = False) -> str:
        """The name of an array that holds the body."""
        match body:
            case Variable():
                return self.operand(body)
            case Number(value):
                return self.constant(value)
            case Constant() | Size():
                return self.size(body)
            case Add():
                return self._add(body, root)
            case Mul():
                return self._mul(body, root)
            case Power(base, exponent):
                return self._power(base, exponent, root)
            case Function("relu", argument):
                return self._binary("maximum", argument, Number(Fraction(0)), root)
            case Function(name, argument) if name in UFUNCS:
                return self._unary(UFUNCS[name], argument, root)
        raise GenerationError(f"NumPy has no function for {type(body).__name__} {getattr(body, 'name', '')}.")

    def _leaf(self, body: Expression) -> int:
        return int(isinstance(body, Variable) and body.name in self.aliases)

    def _unary(self, ufunc: str, argument: Expression, root: bool) -> str:
        return self._call(ufunc, [self._value(argument)], self._leaf(argument), root)

    def _binary(self, ufunc: str, left: Expression, right: Expression, root: bool) -> str:
        operands = [self._value(left), self._value(right)]
        return self._call(ufunc, operands, self._leaf(left) + self._leaf(right), root)

    def _add(self, body: Add, root: bool) -> str:
        ordered = sorted(terms_of(body), key=lambda term: (split(term)[0] < 0, isinstance(term, Number), _simple(term)))
        first, *others = ordered
        if split(first)[0] < 0:
            result = self._unary("negative", negative(first), root and not others)
            leaf = 0
        else:
            result, leaf = self._value(first), self._leaf(first)
        for number, term in enumerate(others):
            coefficient, _ = split(term)
            part = term if coefficient > 0 else negative(term)
            operand = self._value(part)
            last = root and number + 1 == len(others)
            result = self._call(
                "add" if coefficient > 0 else "subtract", [result, operand], leaf + self._leaf(part), last
            )
            leaf = 0
        return result

    def _mul(self, body: Mul, root: bool) -> str:
        coefficient, rest = split(body)
        factors = sorted(factors_of(rest), key=lambda f: (_simple(f), self._leaf(f)))
        above = [f for f in factors if not _below(f)]
        below = [power(f, integer(-1)) for f in factors if _below(f)]
        if coefficient == -1 and above:
            return self._unary("negative", mul(factors), root)
        if coefficient != 1 or not above:
            above.append(Number(coefficient))
        result, leaf = self._value(above[0]), self._leaf(above[0])
        rest_of = [("multiply", f) for f in above[1:]] + [("divide", f) for f in below]
        for number, (ufunc, factor) in enumerate(rest_of):
            operand = self._value(factor)
            last = root and number + 1 == len(rest_of)
            result = self._call(ufunc, [result, operand], leaf + self._leaf(factor), last)
            leaf = 0
        return result

    def _power(self, base: Expression, exponent: Expression, root: bool) -> str:
        if not isinstance(exponent, Number):
            return self._binary("power", base, exponent, root)
        ufunc = {Fraction(2): "square", Fraction(-1): "reciprocal", Fraction(1, 2): "sqrt"}.get(exponent.value)
        if ufunc:
            return self._unary(ufunc, base, root)
        if exponent.value < 0:
            return self._unary("reciprocal", Power(base, Number(-exponent.value)), root)
        return self._binary("power", base, exponent, root)


def _simple(term: Expression) -> bool:
    return isinstance(split(term)[1], Variable)


def _below(factor: Expression) -> bool:
    return isinstance(factor, Power) and isinstance(factor.exponent, Number) and factor.exponent.value < 0
