"""A derivative in readable form, proved equal to what was asked before it is shown.

∂ℓ/∂w is accumulated backwards along the definitions between w and ℓ (backward.py); definitions are put back where that
makes the result shorter (fold.py), factors are taken out (readable.py), terms and letters put in order (arrange.py).
None of these is trusted: what comes out is proved, and where that fails the plain normal form is the answer.

*Source*: Griewank and Walther, Evaluating Derivatives (2008), section 3.2, for the accumulation.
"""

from __future__ import annotations

from dataclasses import replace

from gradproof.formula.expression import Equation, Expression, Index, IndexCondition, Model, Variable
from gradproof.formula.rename import free_terms, walk
from gradproof.proof.arrange import arranged, lettered, letters_of, symbols_of
from gradproof.proof.backward import Accumulation
from gradproof.proof.budget import BudgetExceeded
from gradproof.proof.instantiate import Substitution, global_names, substitute_indices
from gradproof.proof.limits import Budget, Undefined
from gradproof.proof.normal_form import normalize, prove_equal


def derive(
    expression: Expression, model: Model, conditions: tuple[IndexCondition, ...] = (), budget: Budget | None = None
) -> Expression:
    """The expression without its derivatives, short, in the model's own symbols; proved equal to what was given.

    Raises: BudgetExceeded, Undefined or Vacuous where not even its normal form can be found.

    >>> from gradproof.formula.expression import Derivative, Mul, Power, integer
    >>> x = Variable("x")
    >>> derive(Derivative(Power(x, integer(2)), x), Model({}, {"x": ()}, {}))
    Mul(factors=(Number(value=Fraction(2, 1)), Variable(name='x', indices=())))
    """
    letters = letters_of(model)
    reserved = symbols_of(model) | {term.name for term in free_terms(expression) if isinstance(term, Index)}
    try:
        candidate = lettered(_written(expression, model, conditions, budget or Budget()), letters, reserved)
        if prove_equal(Equation(expression, candidate, conditions), model, budget).equal:
            return candidate
    except (BudgetExceeded, Undefined):
        pass  # the plain normal form may still be within reach
    return lettered(arranged(normalize(expression, model, conditions, budget).expression), letters, reserved)


def _written(
    expression: Expression, model: Model, conditions: tuple[IndexCondition, ...], budget: Budget
) -> Expression:
    """The readable form, not yet proved.

    Free indices go by names that sort as they first appear: of two indices that a delta makes equal the earlier one
    stays, so that ∂p_j/∂u_i speaks of p_j.
    """
    fixed = global_names(model)
    names = {name: index for name, index in _in_order(expression).items() if name not in fixed}
    hidden = {name: Index(f"0{n:03d}{name}", index.dimension) for n, (name, index) in enumerate(names.items())}
    put = Substitution(hidden, {})
    moved = tuple(replace(c, left=put.term(c.left), right=put.term(c.right)) for c in conditions)
    asked = put.of(expression)
    found = Accumulation.over(model, asked, moved, budget).written(asked)
    return arranged(substitute_indices(found, {index.name: names[name] for name, index in hidden.items()}))


def _in_order(expression: Expression) -> dict[str, Index]:
    """The free indices by name, as they first appear."""
    free = {term.name: term for term in free_terms(expression) if isinstance(term, Index)}
    met = [i.name for n in walk(expression) if isinstance(n, Variable) for i in n.indices if isinstance(i, Index)]
    order = dict.fromkeys((*(name for name in met if name in free), *sorted(free)))
    return {name: free[name] for name in order}
