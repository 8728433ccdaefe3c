"""The symbolic derivative: typed expression in, typed expression out, one rule per node."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gradproof.formula.expression import (
    DETERMINANT,
    INVERSE,
    MATRIX_FUNCTIONS,
    ONE,
    ZERO,
    Add,
    Apply,
    Argument,
    Definition,
    Delta,
    Derivative,
    Expression,
    Function,
    Index,
    IndexTerm,
    Model,
    Mul,
    Parameter,
    Partial,
    Power,
    Product,
    Sum,
    Variable,
    integer,
)
from gradproof.formula.rename import walk
from gradproof.proof.budget import BudgetExceeded
from gradproof.proof.instantiate import (
    free_names,
    global_names,
    instantiate,
    names_in_terms,
    set_apart,
    substitute_indices,
    unused,
)
from gradproof.proof.limits import Undefined
from gradproof.proof.rewrite import rewritten
from gradproof.proof.slopes import OUTER, multiplied, plus

DEEPEST = 100
"""Expressions nested deeper, with their definitions unfolded, are given up."""

LARGEST = 20_000
"""Derivatives that visit more nodes are given up."""


def differentiate(body: Expression, variable: Variable, model: Model) -> Expression:
    """∂ body / ∂ variable along the definitions of the model, but not along the variable's own.

    A symbol without a definition is a constant; but if it is the whole body, nothing is known of it, and the
    derivative stays as it is. Raises BudgetExceeded.

    *Source*: Petersen and Pedersen, The Matrix Cookbook (2012), section 2; Magnus and Neudecker (2019), chapter 5.

    >>> from gradproof.formula.expression import Dimension
    >>> j = Index("j", Dimension("C"))
    >>> differentiate(Power(Variable("x", (j,)), integer(2)), Variable("x", (j,)), Model({}, {}, {}))
    Mul(factors=(Number(value=Fraction(2, 1)), Variable(name='x', ...)))
    """
    if is_unknown(body, variable, model):
        return Derivative(body, variable)
    taken = global_names(model) | names_in_terms(variable.indices)
    return _Rules(variable, model, taken, [0]).of(body, 0)


def is_unknown(body: Expression, variable: Variable, model: Model) -> bool:
    """Whether nothing is known of ∂ body / ∂ variable: body is another symbol without definition, or its derivative."""
    match body:
        case Variable(name, _):
            return name != variable.name and name not in model.definitions
        case Derivative(inner, by):
            return is_unknown(inner, by, model)
        case _:
            return False


@dataclass(frozen=True)
class _Rules:
    """The rules of one derivative: by `variable`; no bound index may have one of the `taken` names."""

    variable: Variable
    model: Model
    taken: frozenset[str]
    visited: list[int]

    def of(self, body: Expression, depth: int) -> Expression:
        """∂ body / ∂ variable."""
        self.visited[0] += 1
        if depth > DEEPEST or self.visited[0] > LARGEST:
            raise BudgetExceeded("its derivative is too large to be written out")
        depth += 1
        match body:
            case Variable():
                return self._variable(body, depth)
            case Add(terms):
                return plus(*(self.of(term, depth) for term in terms))
            case Mul(factors):
                return self._product_rule(factors, depth)
            case Power(base, exponent):
                return self._power(base, exponent, depth)
            case Function(name, argument):
                return multiplied(OUTER[name](argument), self.of(argument, depth))
            case Sum(index, inside):
                renamed, summand = set_apart(index, inside, self.taken)
                inner = self.of(summand, depth)
                return ZERO if inner == ZERO else Sum(renamed, inner)
            case Product(index, inside):
                return self._product(*set_apart(index, inside, self.taken), depth)
            case Derivative(inside, by):
                return self._again(inside, by, depth)
            case Apply():
                return self._apply(body, depth)
            case _:
                return ZERO

    def _variable(self, body: Variable, depth: int) -> Expression:
        if body.name == self.variable.name:
            pairs = zip(body.indices, self.variable.indices, strict=True)
            return multiplied(*(ONE if left == right else Delta(left, right) for left, right in pairs))
        definition = self.model.definitions.get(body.name)
        if definition is None:
            return ZERO
        return self.of(instantiate(definition, body.indices, ()), depth)

    def _product_rule(self, factors: tuple[Expression, ...], depth: int) -> Expression:
        terms = []
        for position, factor in enumerate(factors):
            inner = self.of(factor, depth)
            if inner != ZERO:
                terms.append(multiplied(*factors[:position], inner, *factors[position + 1 :]))
        return plus(*terms)

    def _power(self, base: Expression, exponent: Expression, depth: int) -> Expression:
        inner, upper = self.of(base, depth), self.of(exponent, depth)
        lowered: Expression = ZERO
        if inner != ZERO and exponent != ZERO:
            lowered = multiplied(exponent, _power_of(base, plus(exponent, integer(-1))), inner)
        if upper == ZERO:
            return lowered
        return plus(lowered, multiplied(Power(base, exponent), Function("log", base), upper))

    def _product(self, index: Index, inside: Expression, depth: int) -> Expression:
        """Σ_i f_i' ∏_{k≠i} f_k, where the product takes 1 for its i-th factor."""
        inner = self.of(inside, depth)
        if inner == ZERO:
            return ZERO
        other = Index(unused(index.name, self.taken | free_names(inside) | {index.name}), index.dimension)
        same = Delta(other, index)
        rest = substitute_indices(inside, {index.name: other})
        others = Product(other, plus(same, multiplied(plus(ONE, multiplied(integer(-1), same)), rest)))
        return Sum(index, multiplied(inner, others))

    def _again(self, inside: Expression, by: Variable, depth: int) -> Expression:
        """A derivative of a derivative: the inner one is taken first."""
        if is_unknown(inside, by, self.model):
            return Derivative(Derivative(inside, by), self.variable)
        return self.of(differentiate(inside, by, self.model), depth)

    def _apply(self, body: Apply, depth: int) -> Expression:
        if body.name == self.variable.name:
            raise Undefined(f"it takes {body.name} at arguments, and is differentiated by {body.name}")
        if body.name in self.model.definitions:
            return self.of(unfolded(body, self.model), depth)
        if body.name in MATRIX_FUNCTIONS:
            return self._of_matrix(body, depth)
        return plus(*(self._through_argument(body, position, depth) for position in range(len(body.arguments))))

    def _of_matrix(self, body: Apply, depth: int) -> Expression:
        """d det A = det A Σ_ij (A^-1)_ji dA_ij, and d(A^-1)_kl = -Σ_ij (A^-1)_ki dA_ij (A^-1)_jl."""
        rows, columns = body.arguments[0].indices
        inside = body.arguments[0].body
        rows, inside = set_apart(rows, inside, free_names(body) | self.taken)
        columns, inside = set_apart(columns, inside, free_names(body) | self.taken | {rows.name})
        inner = self.of(inside, depth)
        if inner == ZERO:
            return ZERO
        if body.name == DETERMINANT:
            factors: tuple[Expression, ...] = (body, Apply(INVERSE, (columns, rows), body.arguments), inner)
        else:
            first, last = body.indices
            left, right = (Apply(INVERSE, pair, body.arguments) for pair in ((first, rows), (columns, last)))
            factors = (integer(-1), left, inner, right)
        return Sum(rows, Sum(columns, multiplied(*factors)))

    def _through_argument(self, body: Apply, position: int, depth: int) -> Expression:
        """The chain rule: Σ over the components of one argument."""
        outer = free_names(body) | self.taken
        axes, inside = body.arguments[position].indices, body.arguments[position].body
        for number, axis in enumerate(axes):
            fresh, inside = set_apart(axis, inside, outer)
            axes = (*axes[:number], fresh, *axes[number + 1 :])
            outer |= {fresh.name}
        inner = self.of(inside, depth)
        if inner == ZERO:
            return ZERO
        partials = tuple(sorted((*body.partials, Partial(position, axes)), key=repr))
        result = multiplied(replace(body, partials=partials), inner)
        for axis in reversed(axes):
            result = Sum(axis, result)
        return result


def unfolded(body: Apply, model: Model) -> Expression:
    """The value of a defined function at its arguments, after the partial derivatives that were taken of it."""
    definition = _without_own_derivatives(model.definitions[body.name], model)
    if not body.partials:
        return instantiate(definition, body.indices, body.arguments)
    # The parameters get names that no definition has, so that each is independent in the derivatives.
    names = [f"{p.name}@{position}" for position, p in enumerate(definition.parameters)]
    inner = instantiate(definition, body.indices, tuple(map(_whole, names, definition.parameters)))
    at_partials: dict[str, IndexTerm] = {}
    for number, partial in enumerate(body.partials):
        marks = tuple(Index(f"@{number}.{axis}", term.dimension) for axis, term in enumerate(partial.indices))
        at_partials |= {mark.name: term for mark, term in zip(marks, partial.indices, strict=True)}
        inner = differentiate(inner, Variable(names[partial.position], marks), model)
    parameters = tuple(Parameter(name, p.shape) for name, p in zip(names, definition.parameters, strict=True))
    indices = tuple(Index(name, term.dimension) for name, term in at_partials.items())
    return instantiate(Definition(body.name, indices, parameters, inner), tuple(at_partials.values()), body.arguments)


def _without_own_derivatives(definition: Definition, model: Model) -> Definition:
    """The definition with the derivatives by its parameters taken: f(z) = ∂z²/∂z is f(z) = 2z before z is replaced."""
    names = {parameter.name for parameter in definition.parameters}

    def taken(node: Expression) -> Expression | None:
        if isinstance(node, Derivative) and node.variable.name in names:
            inner = rewritten(node.body, taken)
            return None if is_unknown(inner, node.variable, model) else differentiate(inner, node.variable, model)
        return None

    if not any(isinstance(n, Derivative) and n.variable.name in names for n in walk(definition.body)):
        return definition
    return replace(definition, body=rewritten(definition.body, taken))


def _whole(name: str, parameter: Parameter) -> Argument:
    axes = tuple(Index(f"@{axis}", dimension) for axis, dimension in enumerate(parameter.shape))
    return Argument(axes, Variable(name, axes))


def _power_of(base: Expression, exponent: Expression) -> Expression:
    if exponent == ONE:
        return base
    return ONE if exponent == ZERO else Power(base, exponent)
