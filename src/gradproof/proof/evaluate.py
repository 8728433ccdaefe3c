"""Both sides of an equation as numbers that are known for certain, at one point.

This is the independent check of the prover: it shares no code with proof/differentiate.py and the normal form, takes
derivatives by dual numbers, and knows nothing of algebra.

>>> from gradproof.formula.expression import Derivative, Equation, Model, Power, Variable, integer
>>> from flint import fmpq
>>> x = Variable("x")
>>> program = compile_equation(Equation(Derivative(Power(x, integer(2)), x), integer(6)), Model({}, {"x": ()}, {}))
>>> print(*evaluate(program, Point({}, {("x", ()): fmpq(3)}), {}))
6 6
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace

from gradproof.formula.expression import Definition, Equation, Expression, Model
from gradproof.proof.budget import BudgetExceeded
from gradproof.proof.closures import CLOSURES
from gradproof.proof.dual import Dual, Value
from gradproof.proof.number import Real
from gradproof.proof.occurrences import Occurrences, occurrences
from gradproof.proof.perturb import PERTURBING
from gradproof.proof.point import Point
from gradproof.proof.scope import Scope
from gradproof.proof.world import Ledger, Library, Routine, World

Sides = tuple[Real, Real]

POINT_BUDGET = 400_000
"""Operations that one point may cost unless the caller says otherwise."""


@dataclass(frozen=True)
class Program:
    """An equation compiled with all definitions that it uses; both sides take the free indices in order of name."""

    occurrences: Occurrences
    library: Library
    left: Routine
    right: Routine


def compile_equation(equation: Equation, model: Model) -> Program:
    """The program of an equation. Raises BudgetExceeded if it is too large or too deep."""
    try:
        found = occurrences(equation, model)
        library, serials = _library(found, model)
        scope = Scope({**CLOSURES, **PERTURBING}, model, library.reach, dict(serials))
        left, _ = _routine(equation.left, tuple(found.free), (), scope)
        right, _ = _routine(equation.right, tuple(found.free), (), scope)
    except RecursionError:
        raise BudgetExceeded("an expression nested too deep to compile") from None
    return Program(found, library, left, right)


_Compiled = tuple[tuple[Definition, ...], Library, dict[Expression, int]]
_compiled: OrderedDict[Hashable, _Compiled] = OrderedDict()

_MOST = 64
"""So many libraries are kept: line after line of a page stands over the same definitions."""


def _library(found: Occurrences, model: Model) -> tuple[Library, dict[Expression, int]]:
    """The definitions that occur, compiled, and the numbers of the expressions that are remembered in them."""
    used = tuple(model.definitions[name] for name, _ in found.definitions)
    key = found.definitions, tuple(map(id, used))  # the definitions are kept, so that their identities stay theirs
    if key in _compiled:
        _compiled.move_to_end(key)
        return _compiled[key][1:]
    reach: dict[str, frozenset[str]] = {}
    scope = Scope({**CLOSURES, **PERTURBING}, model, reach, {})
    symbols: dict[str, Routine] = {}
    functions: dict[str, Routine] = {}
    for (name, called), definition in zip(found.definitions, used, strict=True):
        parameters = tuple(parameter.name for parameter in definition.parameters) if called else ()
        indices = tuple(index.name for index in definition.indices)
        routine, mentions = _routine(definition.body, indices, parameters, scope)
        (functions if called else symbols)[name] = routine
        reach[f"{name}()" if called else name] = mentions | {name}
    _compiled[key] = used, Library(symbols, functions, reach), scope.serials
    if len(_compiled) > _MOST:
        _compiled.popitem(last=False)
    return _compiled[key][1:]


def _routine(
    body: Expression, indices: tuple[str, ...], parameters: tuple[str, ...], scope: Scope
) -> tuple[Routine, frozenset[str]]:
    """The routine of a body with these indices and parameters, and the symbols that it depends on."""
    slots = [0]
    inner, _ = replace(scope, parameters=frozenset(parameters), slots={}, slot_count=slots).bind(indices)
    node = inner.closure(body)
    return Routine(node.run, slots[0], node.weight), node.mentions


def evaluate(program: Program, point: Point, indices: Mapping[str, int], ledger: Ledger | None = None) -> Sides:
    """The left and the right side at a point, where the free indices have these values (from 1).

    Raises Undefined if a side does not exist there, Unsettled if the working precision (flint.ctx.prec) is too low to
    tell, BudgetExceeded if the ledger's operations do not suffice.
    """
    return evaluate_in(World(point, program.library, ledger or Ledger(POINT_BUDGET)), program, indices)


def evaluate_in(world: World, program: Program, indices: Mapping[str, int]) -> Sides:
    """Both sides as `evaluate` gives them, in a world that keeps what was computed for other indices."""
    place = tuple(indices[name] for name in program.occurrences.free)
    try:
        return _plain(world.run(program.left, world.frame, place)), _plain(world.run(program.right, world.frame, place))
    except RecursionError:
        raise BudgetExceeded("an expression nested too deep to evaluate") from None


def _plain(value: Value) -> Real:
    """A value outside all derivatives, which has no ε left."""
    if isinstance(value, Dual):
        raise AssertionError("an ε escaped from its derivative")
    return value
