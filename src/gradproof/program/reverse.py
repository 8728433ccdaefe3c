"""The backward pass as the document has it: each ∂loss/∂y is a proved claim, or follows from claims by the chain rule.

Asked for the parameters' gradients, the pass goes inward from the claims: an intermediate value whose derivative was
claimed is computed as claimed (∂ℓ/∂u_j = δ_jt − p_j), any other from a part of a claim that equals it, or from the
values that it feeds, by the local derivatives that were claimed (∂h_k/∂s_k = h_k(1 − h_k), so backward reuses h).
Whatever the chain rule puts together is compared with the claim by normal form, and only then used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import combinations, permutations

from gradproof.formula.expression import (
    Delta,
    Derivative,
    Expression,
    Index,
    IndexTerm,
    Model,
    Mul,
    Sum,
    Variable,
)
from gradproof.program.array_program import Assignment
from gradproof.program.batch import reachable
from gradproof.program.canonical import add, canonical
from gradproof.program.derived import GenerationError, ProvedDerivation, ProvedLine, where
from gradproof.program.indices import (
    free_indices,
    fresh_index,
    parts_of,
    substitute,
    transform,
    variable_names,
)
from gradproof.program.terms import factors_of
from gradproof.program.to_text import to_text

Equal = Callable[[Expression, Expression, Model], bool]
Jacobian = Callable[[Expression, Variable, Model], Expression]


@dataclass
class Reverse:
    """The adjoints that were computed so far, in the order of computation; a walk's state, not kept."""

    derivation: ProvedDerivation
    equal: Equal
    jacobian: Jacobian
    done: dict[str, Assignment] = field(default_factory=dict)

    def adjoint(self, name: str) -> str:
        """The name of ∂loss/∂name, computed if it was not yet."""
        if name == self.derivation.loss:
            return ""
        if name not in self.done:
            line = self.derivation.claim(self.derivation.loss, name)
            chained = None if line and name in self.derivation.model.definitions else self._chained(name, line)
            assignment = chained or (self._as_claimed(name, line) if line else None)
            if assignment is None:
                raise GenerationError(
                    f"{self.derivation.source}: no proved line gives ∂{self.derivation.loss}/∂{name}, and the chain "
                    "rule does not lead there from the lines that were proved. Claim it, and prove it."
                )
            self.done[name] = assignment
        return self.done[name].name

    def _as_claimed(self, name: str, line: ProvedLine) -> Assignment:
        assert isinstance(line.target, Derivative)
        axes = tuple(term for term in line.target.variable.indices if isinstance(term, Index))
        return Assignment(f"d_{name}", axes, self._resolved(line.formula), _reason(line))

    def _resolved(self, formula: Expression) -> Expression:
        """The formula with every derivative replaced by the adjoint or the claim that gives it."""

        def node(part: Expression) -> Expression:
            if not isinstance(part, Derivative):
                return part
            if isinstance(part.body, Variable) and part.body.name == self.derivation.loss:
                return Variable(self.adjoint(part.variable.name), part.variable.indices)
            return self._local(part)

        return transform(formula, node)

    def _local(self, part: Derivative) -> Expression:
        """∂z/∂y at the given components: by its claim where one speaks of them, else as proved by the rules."""
        line = self.derivation.claim(part.body.name, part.variable.name) if isinstance(part.body, Variable) else None
        if line is not None:
            assert isinstance(line.target, Derivative) and isinstance(line.target.body, Variable)
            assert isinstance(part.body, Variable)
            pattern = line.target.body.indices + line.target.variable.indices
            found = _match(pattern, part.body.indices + part.variable.indices)
            if found is not None:
                return self._resolved(substitute(line.formula, found))
        return self.jacobian(part.body, part.variable, self.derivation.model)

    def _chained(self, name: str, line: ProvedLine | None) -> Assignment | None:
        """∂loss/∂name from the values that name feeds; None where that is not what the document proves."""
        axes = self._axes(name, line)
        target = Derivative(Variable(self.derivation.loss), Variable(name, axes))
        for candidate, reason in self._candidates(name, axes, line):
            if self.equal(candidate, target, self.derivation.model):
                resolved = canonical(self._resolved(candidate))
                if self.equal(self._unresolved(resolved), target, self.derivation.model):
                    return Assignment(f"d_{name}", axes, resolved, reason)
        return None

    def _unresolved(self, formula: Expression) -> Expression:
        """The formula with every adjoint written as the derivative that it is: what is compared is what is computed."""
        names = {assignment.name: name for name, assignment in self.done.items()}

        def node(part: Expression) -> Expression:
            if isinstance(part, Variable) and part.name in names:
                return self._of_loss(names[part.name], part.indices)
            return part

        return transform(formula, node)

    def _axes(self, name: str, line: ProvedLine | None) -> tuple[Index, ...]:
        if line is not None and isinstance(line.target, Derivative):
            return tuple(term for term in line.target.variable.indices if isinstance(term, Index))
        return self.derivation.model.definitions[name].indices

    def _candidates(
        self, name: str, axes: tuple[Index, ...], line: ProvedLine | None
    ) -> Iterator[tuple[Expression, str]]:
        """Formulas for ∂loss/∂name over the derivatives of the document, the ones that reuse most first."""
        if line is None:
            yield from self._parts_of_claims(axes)
        feeds = self._feeds(name)
        if self.derivation.loss in feeds or not feeds:
            return
        because = _reason(line) if line else "chain rule"
        yield add(self._diagonal(feed, name, axes) for feed in feeds), because
        yield add(self._full(feed, name, axes) for feed in feeds), because

    def _feeds(self, name: str) -> tuple[str, ...]:
        """The definitions on the way to the loss that mention the name."""
        definitions = self.derivation.model.definitions
        onward = [feed for feed in reachable(self.derivation) if feed in definitions]
        return tuple(feed for feed in onward if name in variable_names(definitions[feed].body))

    def _diagonal(self, feed: str, name: str, axes: tuple[Index, ...]) -> Expression:
        """∂loss/∂z · ∂z/∂y as the local claim has it, summed over the indices that y has not."""
        line = self.derivation.claim(feed, name)
        if line is None:
            return self._full(feed, name, axes)
        assert isinstance(line.target, Derivative) and isinstance(line.target.body, Variable)
        found = _match(line.target.variable.indices, axes)
        assert found is not None
        taken = {index.name for index in axes}
        own = [term for term in line.target.body.indices if isinstance(term, Index) and term.name not in found]
        renamed = {term.name: fresh_index(term, taken) for term in own}
        local = substitute(Derivative(line.target.body, line.target.variable), {**found, **renamed})
        assert isinstance(local, Derivative) and isinstance(local.body, Variable)
        return _summed(Mul((self._of_loss(feed, local.body.indices), local)), tuple(renamed.values()))

    def _full(self, feed: str, name: str, axes: tuple[Index, ...]) -> Expression:
        """Σ ∂loss/∂z · ∂z/∂y over all components of z."""
        taken = {index.name for index in axes}
        indices = tuple(fresh_index(index, taken) for index in self.derivation.model.definitions[feed].indices)
        local = Derivative(Variable(feed, indices), Variable(name, axes))
        return _summed(Mul((self._of_loss(feed, indices), local)), indices)

    def _of_loss(self, name: str, indices: tuple[IndexTerm, ...]) -> Derivative:
        return Derivative(Variable(self.derivation.loss), Variable(name, indices))

    def _parts_of_claims(self, axes: tuple[Index, ...]) -> Iterator[tuple[Expression, str]]:
        """The claims on the loss, and the products of some of their factors, with their indices put to the axes."""
        for line in self.derivation.lines:
            target = line.target
            if line.kind != "claim" or not isinstance(target, Derivative):
                continue
            if isinstance(target.body, Variable) and target.body.name == self.derivation.loss:
                for part in _products(line.formula):
                    for names in _renamings(part, axes):
                        yield substitute(part, names), f"part of {_reason(line)}"


def backward(
    derivation: ProvedDerivation, parameters: tuple[str, ...], equal: Equal, jacobian: Jacobian
) -> tuple[Assignment, ...]:
    """The adjoints that the gradients of the parameters need, in the order of computation."""
    walk = Reverse(derivation, equal, jacobian)
    for name in parameters:
        walk.adjoint(name)
    return tuple(walk.done.values())


def _reason(line: ProvedLine) -> str:
    return f"{to_text(line.target)} = {to_text(line.formula)}, {where(line)}"


def _match(pattern: tuple[IndexTerm, ...], given: tuple[IndexTerm, ...]) -> dict[str, IndexTerm] | None:
    """The replacement that turns the pattern's indices into the given terms, if one does."""
    found: dict[str, IndexTerm] = {}
    for mine, theirs in zip(pattern, given, strict=True):
        if not isinstance(mine, Index) or found.setdefault(mine.name, theirs) != theirs:
            return None
    return found


def _summed(body: Expression, indices: tuple[Index, ...]) -> Expression:
    for index in reversed(indices):
        body = Sum(index, body)
    return body


def _products(formula: Expression) -> Iterator[Expression]:
    """The formula, and what is left of a product without one or more of its factors, the largest first."""
    factors = factors_of(formula)
    for size in range(len(factors), 0, -1):
        for chosen in combinations(factors, size):
            yield chosen[0] if size == 1 else Mul(chosen)


def _renamings(part: Expression, axes: tuple[Index, ...]) -> Iterator[dict[str, IndexTerm]]:
    """The ways to put the free indices of a part to the axes."""
    free = free_indices(part)
    if len(free) != len(axes) or any(isinstance(p, Delta) and p.left == p.right for p in parts_of(part)):
        return
    for order in permutations(axes):
        if all(mine.dimension == theirs.dimension for mine, theirs in zip(free, order, strict=True)):
            yield {mine.name: theirs for mine, theirs in zip(free, order, strict=True)}
