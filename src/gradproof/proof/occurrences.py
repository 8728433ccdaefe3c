"""What occurs in an equation, through the definitions that it uses: dimensions, variables, labels, free indices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gradproof.formula.expression import (
    MATRIX_FUNCTIONS,
    Add,
    Apply,
    Constant,
    Delta,
    Derivative,
    Equation,
    Expression,
    Fixed,
    Function,
    Index,
    IndexTerm,
    Label,
    Last,
    Model,
    Mul,
    Number,
    Order,
    Power,
    Product,
    Size,
    Sum,
    Variable,
)
from gradproof.formula.rename import walk
from gradproof.proof.budget import BudgetExceeded

MAX_NODES = 20_000
"""An equation with more nodes, definitions included, is not evaluated."""

Shape = tuple[str, ...]
"""The names of the dimensions of a variable's axes."""


@dataclass(frozen=True)
class Occurrences:
    """`dimensions`: the least size of each that is looked at, 0 for any: the largest fixed position, or one more than a
    sum over k ≠ i, j leaves out (over nothing it would be 0, where its formula has no value); `variables`: shapes of
    those undefined; `labels`: shapes with the dimension of the value last; `free`: dimension of each free index;
    `abstract`: undefined functions; `counts`: variables in the argument of Γ or its kin, which may stand for whole
    numbers only, as in y!; `emptied`: the least size of the dimensions over which a sum leaves indices out, if sums
    without a term are looked at, too; `partial_domain`: a logarithm or a root occurs; `of_matrices`: a determinant or
    an inverse matrix does; `kinked`: a sign or an absolute value; `ordered`: one place stands before another, or is the
    last. All by name and in order of name.

    `definitions`: those used, each after what it uses; as a function of its parameters (True) or as a symbol.
    """

    dimensions: Mapping[str, int]
    variables: Mapping[str, Shape]
    labels: Mapping[str, Shape]
    free: Mapping[str, str]
    definitions: tuple[tuple[str, bool], ...]
    abstract: tuple[str, ...]
    partial_domain: bool
    of_matrices: bool
    kinked: bool = False
    counts: frozenset[str] = frozenset()
    emptied: Mapping[str, int] = field(default_factory=dict)
    ordered: bool = False


def occurrences(equation: Equation, model: Model) -> Occurrences:
    """What occurs in an equation. Raises BudgetExceeded for an equation of too many nodes."""
    survey = _Survey(model)
    for side in (equation.left, equation.right):
        survey.expression(side, frozenset(), frozenset())
    for condition in equation.conditions:
        survey.terms((condition.left, condition.right), frozenset())
    return Occurrences(
        dict(sorted(survey.dimensions.items())),
        dict(sorted(survey.variables.items())),
        dict(sorted(survey.labels.items())),
        dict(sorted(survey.free.items())),
        tuple(survey.definitions),
        tuple(sorted(survey.abstract)),
        survey.partial_domain,
        survey.of_matrices,
        survey.kinked,
        frozenset(survey.counts),
        {name: survey.positions.get(name, 0) for name in sorted(survey.emptied)},
        survey.ordered,
    )


@dataclass
class _Survey:
    """The walk that collects what `Occurrences` holds. `bound` are names of indices, `local` of parameters."""

    model: Model
    dimensions: dict[str, int] = field(default_factory=dict)
    positions: dict[str, int] = field(default_factory=dict)
    emptied: set[str] = field(default_factory=set)
    variables: dict[str, Shape] = field(default_factory=dict)
    labels: dict[str, Shape] = field(default_factory=dict)
    free: dict[str, str] = field(default_factory=dict)
    definitions: list[tuple[str, bool]] = field(default_factory=list)
    begun: set[tuple[str, bool]] = field(default_factory=set)
    abstract: set[str] = field(default_factory=set)
    partial_domain: bool = False
    of_matrices: bool = False
    kinked: bool = False
    ordered: bool = False
    counts: set[str] = field(default_factory=set)
    nodes: int = 0

    def expression(self, expression: Expression, bound: frozenset[str], local: frozenset[str]) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise BudgetExceeded(f"more than {MAX_NODES} nodes")
        match expression:
            case Add(parts) | Mul(parts):
                for part in parts:
                    self.expression(part, bound, local)
            case Sum(index, body) | Product(index, body):
                self.summed(index.dimension.name, _least_size(index, body))
                self.expression(body, bound | {index.name}, local)
            case Variable():
                self.variable(expression, bound, local)
            case Power(base, exponent):
                self.partial_domain |= not (isinstance(exponent, Number) and exponent.value.denominator == 1)
                self.expression(base, bound, local)
                self.expression(exponent, bound, local)
            case Function(name, argument):
                self.partial_domain |= name == "log"
                self.kinked |= name in {"sign", "abs", "relu"}
                if name in ("gamma", "psi", "psi1"):
                    self.counts |= {node.name for node in walk(argument) if isinstance(node, Variable)}
                self.expression(argument, bound, local)
            case Derivative(body, variable):
                self.variable(variable, bound, local)
                self.expression(body, bound, local)
            case Apply():
                self.application(expression, bound, local)
            case Delta(left, right):
                self.terms((left, right), bound)
            case Order(left, right):
                self.ordered = True
                self.terms((left, right), bound)
            case Size(dimension):
                self.dimension(dimension.name)
            case Number() | Constant():
                pass

    def dimension(self, name: str, position: int = 0) -> None:
        self.positions[name] = max(position, self.positions.get(name, 0))
        self.dimensions[name] = max(position, self.dimensions.get(name, 0))

    def summed(self, name: str, least: int) -> None:
        self.dimensions[name] = max(least, self.dimensions.get(name, 0))
        if least:
            self.emptied.add(name)

    def terms(self, terms: Iterable[IndexTerm], bound: frozenset[str]) -> None:
        for term in terms:
            self.ordered |= isinstance(term, Last)
            self.dimension(term.dimension.name, term.position if isinstance(term, Fixed) else 0)
            if isinstance(term, Label):
                used = (*(a.dimension.name for a in term.arguments), term.dimension.name)
                declared = tuple(d.name for d in self.model.labels.get(term.name, ())) or used
                self.labels.setdefault(term.name, declared)
                for name in declared:
                    self.dimension(name)
                self.terms(term.arguments, bound)
            elif isinstance(term, Index) and term.name not in bound:
                self.free.setdefault(term.name, term.dimension.name)

    def variable(self, variable: Variable, bound: frozenset[str], local: frozenset[str]) -> None:
        self.terms(variable.indices, bound)
        name = variable.name
        if name in local:
            return
        if name in self.model.definitions:
            self.definition(name, called=False)
            return
        used = tuple(term.dimension.name for term in variable.indices)
        declared = self.model.shapes.get(name)
        shape = used if declared is None else tuple(d.name for d in declared)
        self.variables.setdefault(name, shape)
        for dimension in shape:
            self.dimension(dimension)

    def application(self, application: Apply, bound: frozenset[str], local: frozenset[str]) -> None:
        self.terms(application.indices, bound)
        for argument in application.arguments:
            for index in argument.indices:
                self.dimension(index.dimension.name)
            self.expression(argument.body, bound | {index.name for index in argument.indices}, local)
        for partial in application.partials:
            self.terms(partial.indices, bound)
        definition = self.model.definitions.get(application.name)
        if application.name in MATRIX_FUNCTIONS:
            self.of_matrices = True
        elif definition is None:
            self.abstract.add(application.name)
        else:
            self.definition(application.name, called=True)

    def definition(self, name: str, *, called: bool) -> None:
        if (name, called) in self.begun:
            return
        self.begun.add((name, called))
        definition = self.model.definitions[name]
        local = frozenset(parameter.name for parameter in definition.parameters if called)
        for index in definition.indices:
            self.dimension(index.dimension.name)
        self.expression(definition.body, frozenset(index.name for index in definition.indices), local)
        self.definitions.append((name, called))


def _least_size(index: Index, body: Expression) -> int:
    """The size from which on a sum or product over k ≠ i, j has a term; 0 where nothing is left out."""
    left_out = sum(_leaves_out(index, factor) for factor in _factors(body))
    return left_out + 1 if left_out else 0


def _factors(body: Expression) -> tuple[Expression, ...]:
    match body:
        case Mul(parts):
            return tuple(factor for part in parts for factor in _factors(part))
        case Add((Mul(parts), Number(value), Mul())) if value == 1:  # the factor of a product that is 1 where left out
            return tuple(factor for part in parts for factor in _factors(part))
        case _:
            return (body,)


def _leaves_out(index: Index, factor: Expression) -> bool:
    """Whether a factor is 1 - δ(index, other)."""
    match factor:
        case Add((Number(one), Mul((Number(minus), Delta(left, right))))):
            return one == 1 and minus == -1 and index in (left, right)
    return False
