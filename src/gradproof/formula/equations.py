"""From two trees to an Equation with its Model: the last step before proof.

Only where the untransposed reading does not fit, and a derivative of or by a whole vector or matrix is involved, one
side is transposed; the equation then carries the note "up to layout".
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from gradproof.formula.comparisons import compares, read_weight
from gradproof.formula.conditions import read_condition
from gradproof.formula.doubtful import refuse_lonely
from gradproof.formula.environment import Environment, display_finder, display_name, model_of
from gradproof.formula.expression import (
    Dimension,
    Equation,
    Expression,
    Index,
    IndexCondition,
    Model,
    Mul,
    Variable,
)
from gradproof.formula.families import open_layer, refuse_counted, with_layers
from gradproof.formula.from_tree import read_whole
from gradproof.formula.layers import without_ranges
from gradproof.formula.letters import free_letters, named_sizes
from gradproof.formula.letters import walk as walk_tree
from gradproof.formula.literals import read_side, softened
from gradproof.formula.matrix_letters import turned_letters
from gradproof.formula.memo import by_identity
from gradproof.formula.ranks import look_ahead
from gradproof.formula.reading import Reading
from gradproof.formula.rename import free_terms, index_names, rename_index, resolve, resolve_term, walk
from gradproof.formula.restrictions import Restriction
from gradproof.formula.revised import with_sizes
from gradproof.formula.stacked import Stacking, unstacked
from gradproof.formula.tree import Tree
from gradproof.formula.used import of_samples, restricted, unsure
from gradproof.formula.whole import Whole, align, transpose
from gradproof.source import Diagnostic, FormulaError, Span, fail


@dataclass(frozen=True)
class TypedEquation:
    """An equation ready to be judged.

    `lonely` are the index letters free on one side only, with the side; `assumptions` what had to be assumed about
    sizes; `forks` the places that could be read in two ways, `strict` where neither reading is the better one; `axes`
    the free indices that stand for open axes; `restricted` the variables of whose values something is said;
    `turned` the symbols that stand under the mark of a transpose; `where` is 1 where the comparisons behind the
    equation hold and 0 elsewhere, a factor of both sides; `open_layer` why its derivatives mean nothing for
    certain.
    """

    equation: Equation
    model: Model
    axes: tuple[Index, ...]
    lonely: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    assumptions: tuple[str, ...]
    forks: tuple[str, ...]
    strict: bool
    restricted: tuple[tuple[str, Restriction], ...]
    turned: frozenset[str] = frozenset()
    where: Expression | None = None
    moving: frozenset[tuple[str, str]] = frozenset()
    unsure: tuple[tuple[str, frozenset[str] | None], ...] = ()
    open_layer: str | None = None


@dataclass(frozen=True)
class Sides:
    """The two trees of an equation, the first expression of their chain, and conditions behind the equation."""

    left: Tree
    right: Tree
    first: Tree | None = None
    conditions: tuple[Tree, ...] = ()


def read_equation(
    env: Environment, sides: Sides, *, introduce: bool, alternative: bool = False, stacking: Stacking | None = None
) -> TypedEquation:
    """The typed equation of two sides.

    Where a matrix is written out, shapes that do not fit are no fault: it may be an example of some size, or stacked.

    `introduce`: whether also the right side may bring in new symbols. `alternative`: take the second reading at forks.
    `stacking`: in which order the entries of one side stand in the other one, where the shapes do not fit otherwise.

    Raises: FormulaError where a side has no meaning (GP4xx) or the shapes do not fit (GP2xx).
    """
    for known in _outcomes(sides):
        same = known.alternative == alternative or not known.forked
        if same and known.environment is env and (known.introduce, known.stacking) == (introduce, stacking):
            break
    else:
        known = _outcome(env, sides, introduce=introduce, alternative=alternative, stacking=stacking)
        _outcomes(sides).append(known)
    if isinstance(known.found, Diagnostic):
        raise FormulaError(known.found)
    return known.found


def reads_in_two_ways(env: Environment, sides: Sides, *, introduce: bool) -> bool:
    """Whether a place was met that can be read in two ways, when these sides were read; True where they were not."""
    known = [o for o in _outcomes(sides) if o.environment is env and o.introduce == introduce]
    return not known or any(o.forked for o in known)


@dataclass(frozen=True)
class _Outcome:
    """What reading two sides came to; `forked` where a place was met that can be read in two ways."""

    environment: Environment
    introduce: bool
    alternative: bool
    stacking: Stacking | None
    forked: bool
    found: TypedEquation | Diagnostic


@by_identity
def _outcomes(sides: Sides) -> list[_Outcome]:
    """What is known of these sides already: one line is read again and again while it is judged."""
    del sides
    return []


def _outcome(
    env: Environment, sides: Sides, *, introduce: bool, alternative: bool, stacking: Stacking | None
) -> _Outcome:
    trees = tuple(t for t in (sides.first, sides.left, sides.right) if t is not None)
    sizes = frozenset[str]().union(*map(named_sizes, trees))
    ctx = Reading(with_layers(with_sizes(env, sizes), trees), read_whole, takes_second=alternative)
    ctx.dimensions |= sizes
    try:
        found: TypedEquation | Diagnostic = _read(ctx, sides, trees, introduce, stacking)
    except FormulaError as error:
        found = softened(error, sides.left, sides.right).diagnostic
    return _Outcome(env, introduce, alternative, stacking, ctx.asked, found)


def _read(
    ctx: Reading, sides: Sides, trees: tuple[Tree, ...], introduce: bool, stacking: Stacking | None
) -> TypedEquation:
    look_ahead(ctx, trees)
    outside: frozenset[str] = frozenset()
    if sides.first is not None and sides.first != sides.left:
        outside = free_letters(sides.first)
        read_side(ctx, sides.first, sides.left)
        ctx.notes.clear()
        ctx.forks.clear()
        ctx.strict = False
    ctx.outside = outside | free_letters(sides.right)
    left = read_side(ctx, sides.left, sides.right)  # what it brings in was called unknown where it was a right side
    ctx.introduce = introduce
    ctx.outside = outside | free_letters(sides.left)
    right = read_side(ctx, sides.right, sides.left, left)
    if stacking is not None:
        left, right = unstacked(ctx, left, right, stacking) or (left, right)
    stated = without_ranges(ctx.environment.layers, (*ctx.environment.conditions, *sides.conditions))
    refuse_counted(ctx, trees, stated)
    conditions = tuple(c for tree in stated if not compares(ctx, tree) for c in read_condition(ctx, tree))
    where = _where(ctx, tuple(tree for tree in stated if compares(ctx, tree)))
    if where is None:
        return _typed(ctx, left, right, conditions, sides)
    left, right = (replace(w, body=Mul((where, w.body))) for w in (left, right))
    typed = _typed(ctx, left, right, conditions, sides)
    return replace(typed, where=resolve(where, display_finder(ctx.unifier)))


def _where(ctx: Reading, comparisons: tuple[Tree, ...]) -> Expression | None:
    """1 where the comparisons behind an equation hold, 0 elsewhere; None without any."""
    weights = [read_weight(ctx, tree) for tree in comparisons]
    for weight, tree in zip(weights, comparisons, strict=True):
        if weight.axes:
            raise fail("GP400", "A comparison of whole vectors is no condition that is understood.", tree.span)
    return Mul(tuple(w.body for w in weights)) if weights else None


def _typed(
    ctx: Reading, left: Whole, right: Whole, conditions: tuple[IndexCondition, ...], sides: Sides
) -> TypedEquation:
    span = sides.right.span
    if left.zero and left.is_scalar and not right.is_scalar:
        left = replace(left, axes=right.axes, row=right.row)
    right = _fit(ctx, left, right, span)
    find = display_finder(ctx.unifier)
    lbody, rbody = resolve(left.body, find), resolve(right.body, find)
    axes = tuple(Index(a.name, find(a.dimension)) for a in left.axes)
    taken = index_names(lbody) | index_names(rbody) | set(ctx.letters)  # bound ones too: they would capture
    taken |= ctx.dimensions | ctx.environment.dimensions
    for position, axis in enumerate(axes):
        friendly = Index(next(n for n in _AXIS_NAMES if n not in taken), axis.dimension)
        taken.add(friendly.name)
        lbody, rbody = rename_index(lbody, axis.name, friendly), rename_index(rbody, axis.name, friendly)
        axes = (*axes[:position], friendly, *axes[position + 1 :])
    resolved = tuple(
        IndexCondition(resolve_term(c.left, find), resolve_term(c.right, find), c.equal) for c in conditions
    )
    model = model_of(_known(ctx), find)
    lonely = _lonely(lbody, rbody, axes)
    refuse_lonely((sides.left, sides.right), lonely)
    return TypedEquation(
        Equation(lbody, rbody, resolved),
        model,
        axes,
        lonely,
        tuple(ctx.notes),
        tuple(_assumption(a, b) for a, b in ctx.unifier.assumed),
        tuple(ctx.forks),
        ctx.strict,
        restricted(ctx.environment, model, (lbody, rbody)),
        turned_letters(node for tree in (sides.left, sides.right) for node in walk_tree(tree)),
        moving=ctx.environment.moving | of_samples(ctx.environment, model, (lbody, rbody)),
        unsure=unsure(ctx.environment, model, (lbody, rbody)),
        open_layer=open_layer(ctx.environment, Equation(lbody, rbody), model) if ctx.environment.layers else None,
    )


_AXIS_NAMES = ("m", "n", "r", "q", *(f"i_{n}" for n in range(1, 100)))


def _known(ctx: Reading) -> Environment:
    env = ctx.environment
    if not (ctx.entries or ctx.labels or ctx.functions):
        return env
    return replace(
        env,
        entries={**env.entries, **ctx.entries},
        labels={**env.labels, **ctx.labels},
        definitions={**env.definitions, **ctx.functions},
    )


def _fit(ctx: Reading, left: Whole, right: Whole, span: Span) -> Whole:
    """The right side over the axes of the left one, transposed where only that fits and layout allows it."""
    fitting = align(left, right, ctx.unifier)
    if fitting is not None:
        return fitting
    if left.derivative or right.derivative:
        turned = align(left, transpose(right, span), ctx.unifier) if len(right.axes) <= 2 else None
        if turned is not None:
            ctx.note("Equal up to layout: one side is the transpose of the other.")
            return turned
    ours, theirs = (ctx.describe(w) for w in (left, right))
    raise fail("GP201", f"The left side is {ours}, the right side is {theirs}.", span)


def _lonely(left: Expression, right: Expression, axes: tuple[Index, ...]) -> tuple[tuple[str, str], ...]:
    sides = [{t.name for t in free_terms(e) if isinstance(t, Index)} - {a.name for a in axes} for e in (left, right)]
    if any(not any(isinstance(part, Variable) for part in walk(e)) for e in (left, right)):
        return ()  # a mere number may stand for all values of an index
    alone = [(n, "left") for n in sorted(sides[0] - sides[1])] + [(n, "right") for n in sorted(sides[1] - sides[0])]
    return tuple(alone)


def _assumption(left: Dimension, right: Dimension) -> str:
    return f"{display_name(left)} = {display_name(right)}"
