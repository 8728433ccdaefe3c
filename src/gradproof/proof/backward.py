"""The derivative of a body taken backwards along the definitions, every symbol on the way left closed.

∂body/∂v = Σ_q ∂body/∂q · ∂q/∂v over the symbols q of the body that lead to v, plus what stands in the body itself; each
∂q/∂v is taken once, made short by putting definitions back, and contracted with what comes from above.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count

from gradproof.formula.expression import (
    Add,
    Apply,
    Definition,
    Derivative,
    Expression,
    Function,
    Index,
    IndexCondition,
    Model,
    Variable,
)
from gradproof.formula.rename import free_terms, walk
from gradproof.proof.abstract import depends
from gradproof.proof.arrange import cost
from gradproof.proof.atoms import Place, Polynomial, index_place
from gradproof.proof.differentiate import differentiate, is_unknown
from gradproof.proof.fold import Fold, folded, folds_of
from gradproof.proof.instantiate import instantiate
from gradproof.proof.limits import Budget
from gradproof.proof.multiply import substitute, times
from gradproof.proof.normalizer import Normalizer
from gradproof.proof.polynomial import accumulate
from gradproof.proof.readable import readable
from gradproof.proof.rewrite import rewritten
from gradproof.proof.signs import SignFacts
from gradproof.proof.sums import sum_over
from gradproof.proof.to_expression import to_expression

SHORTENED = frozenset({"sigma", "tanh", "softplus", "relu", "cosh", "sinh", "tan"})
"""Known functions that stand again in their own derivatives: each is put back as if it were a definition."""

FEW_TERMS = 3
"""Up to so many terms, forms are compared as they will be written."""

ROUNDS = 3
"""How often all definitions are tried, for one that was put back may show another."""


@dataclass
class Accumulation:
    """Derivatives over one model under some conditions; `written` and `polynomial` are what others ask for."""

    model: Model
    normalizer: Normalizer
    folds: tuple[Fold, ...]
    functions: dict[str, Definition]
    derivatives: dict[Derivative, Expression] = field(default_factory=dict)
    totals: dict[tuple[str, Variable], tuple[tuple[Place, ...], Polynomial]] = field(default_factory=dict)
    marks: Iterator[int] = field(default_factory=count)

    @classmethod
    def over(
        cls, model: Model, expression: Expression, conditions: tuple[IndexCondition, ...], budget: Budget
    ) -> Accumulation:
        """The accumulation over a model, ready to put back its definitions and the known functions in sight."""
        closed = replace(model, definitions={n: d for n, d in model.definitions.items() if d.parameters})
        normalizer = Normalizer.of_model(closed, SignFacts(model.positive), conditions, budget)
        symbols = [d for n, d in model.definitions.items() if not d.parameters and n not in closed.definitions]
        functions = _functions((expression, *(d.body for d in symbols)))
        folds = tuple(f for d in (*symbols, *functions.values()) for f in folds_of(normalizer, d))
        return cls(model, normalizer, folds, functions)

    def written(self, expression: Expression) -> Expression:
        """The expression without its derivatives, in symbols of the model, as short as was found."""
        value = readable(self.normalizer.algebra, self._short(self.normalizer.of(self.plain(expression))))
        return rewritten(value, self._opened)

    def _opened(self, node: Expression) -> Expression | None:
        """A known function that was treated as a symbol, as what it is."""
        if isinstance(node, Variable) and node.name in self.functions:
            return instantiate(self.functions[node.name], node.indices, ())
        return None

    def plain(self, expression: Expression) -> Expression:
        """The expression with its derivatives taken, the inner ones first."""
        return rewritten(expression, self._taken)

    def _taken(self, node: Expression) -> Expression | None:
        if not isinstance(node, Derivative) or is_unknown(node.body, node.variable, self.model):
            return None
        if node not in self.derivatives:
            self.derivatives[node] = to_expression(self._total(self.plain(node.body), node.variable))
        return rewritten(self.derivatives[node], self._opened)

    def _total(self, body: Expression, variable: Variable) -> Polynomial:
        """∂ body / ∂ variable along all definitions; the body holds no derivatives that can be taken."""
        closed, algebra = self.normalizer.model, self.normalizer.algebra
        result = dict(self.normalizer.of(differentiate(Add((body,)), variable, closed)))
        for name in self._on_the_way(body, variable):
            formal, inner = self._total_of_symbol(name, variable)
            marks = self._new_marks(self.model.definitions[name])
            outer = differentiate(Add((body,)), Variable(name, marks), closed)
            places = tuple(algebra.fresh(mark.dimension.name) for mark in marks)
            above = self.normalizer.of(outer, {m.name: p for m, p in zip(marks, places, strict=True)})
            below = substitute(algebra, inner, dict(zip(formal, places, strict=True)))
            accumulate(result, sum_over(algebra, times(algebra, above, below), places), 1)
        return self._short(result)

    def _total_of_symbol(self, name: str, variable: Variable) -> tuple[tuple[Place, ...], Polynomial]:
        if (name, variable) not in self.totals:
            definition = self.model.definitions[name]
            marks = self._new_marks(definition)
            body = self.plain(instantiate(definition, marks, ()))
            formal = tuple(index_place(mark.name, mark.dimension.name) for mark in marks)
            self.totals[name, variable] = formal, self._total(body, variable)
        return self.totals[name, variable]

    def _new_marks(self, definition: Definition) -> tuple[Index, ...]:
        return tuple(Index(f"@{next(self.marks):04d}", index.dimension) for index in definition.indices)

    def _on_the_way(self, body: Expression, variable: Variable) -> list[str]:
        """The defined symbols of the body that lead to the variable."""
        names = {n.name for n in self._reached(body) if isinstance(n, Variable)} - {variable.name}
        known = (name for name in sorted(names) if name in self.model.definitions)
        return [name for name in known if depends(name, variable.name, self.model)]

    def _reached(self, body: Expression) -> Iterator[Expression]:
        """The nodes of the body and of the functions that it applies."""
        for node in walk(body):
            yield node
            if isinstance(node, Apply) and node.name in self.model.definitions:
                yield from self._reached(self.model.definitions[node.name].body)

    def _short(self, polynomial: Polynomial) -> Polynomial:
        """The polynomial with definitions put back wherever that makes it shorter for a reader."""
        best = polynomial
        for _ in range(ROUNDS):
            before = best
            for fold in self.folds:
                candidate = folded(self.normalizer.algebra, best, fold)
                if candidate != best and self._is_shorter(candidate, best):
                    best = candidate
            if best == before:
                break
        return best

    def _is_shorter(self, one: Polynomial, other: Polynomial) -> bool:
        """Whether one is shorter than the other: as they will be written if of few terms, else multiplied out."""
        if max(len(one), len(other)) <= FEW_TERMS:
            algebra = self.normalizer.algebra
            return cost(readable(algebra, one)) < cost(readable(algebra, other))
        return cost(to_expression(one)) < cost(to_expression(other))


def _functions(bodies: tuple[Expression, ...]) -> dict[str, Definition]:
    """The known functions in sight, each at its argument, under names that no page can give."""
    found: dict[Expression, Definition] = {}
    for node in (node for body in bodies for node in walk(body)):
        if isinstance(node, Function) and node.name in SHORTENED and node not in found:
            free = sorted((t for t in free_terms(node) if isinstance(t, Index)), key=lambda t: t.name)
            found[node] = Definition(f"@{len(found)}", tuple(free), (), node)
    return {definition.name: definition for definition in found.values()}
