"""From an equation that defines to a richer Environment.

What defines: a left side that is a symbol (with indices, or with an argument list of symbols), not yet defined in this
section and absent from the right side. A redefinition gives the undeclared parameters that only the old definition used
fresh shapes.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from gradproof.formula.along import side_by_side
from gradproof.formula.environment import Entry, Environment, symbol_name
from gradproof.formula.expression import Definition, Expression, Index, IndexTerm, Power
from gradproof.formula.from_tree import read_whole
from gradproof.formula.indices import given_index, heads, symbol_and_indices
from gradproof.formula.layers import Layer, layer_of
from gradproof.formula.letters import letter_name, named_sizes
from gradproof.formula.letters import walk as walk_tree
from gradproof.formula.literals import read_side
from gradproof.formula.page_functions import no_circle, of_any_number, variables_of, with_function, without_function
from gradproof.formula.ranks import look_ahead
from gradproof.formula.reading import Letter, Reading
from gradproof.formula.rename import free_terms, freshen, rebuild
from gradproof.formula.revised import is_widened, redeclared, revised, scripts, with_sizes
from gradproof.formula.settled import settles, without_users
from gradproof.formula.symbols import as_label
from gradproof.formula.tree import Mark, Number, Script, Symbol, Text, Transpose, Tree
from gradproof.formula.whole import Whole
from gradproof.source import FormulaError, Span, fail


def target(env: Environment, left: Tree) -> str | None:
    """The name that a left side would define; None where it is no bare symbol."""
    head, group = heads(left)
    if group is not None and group.given:
        return None
    if isinstance(head, Symbol):
        return None if head.name in ("e", "pi") else symbol_name(head)
    if not isinstance(head, Script) or not isinstance(head.base, Symbol) or head.primes:
        return None
    layer = layer_of(env.layers, head)
    above = layer is not None and layer.kind != "_"
    if (isinstance(head.superscript, Transpose | Symbol) and not above) or not _plain_indices(head, layer):
        return None
    env = _with_square(env, head)
    name, indices = symbol_and_indices(Reading(env, read_whole), head)
    if head.superscript is not None and name == symbol_name(head.base) and len(indices) == len(head.subscripts):
        return None  # a power
    if head.base.name == "delta" and layer is None and len(indices) != 1:
        return None  # of two indices it is Kronecker's; δ_k is the error of unit k
    letters = [letter_name(i) for i in indices if isinstance(i, Symbol)]
    return name if len(set(letters)) == len(indices) else None


def _with_square(env: Environment, head: Tree) -> Environment:
    """The environment in which σ² is a symbol, where σ² = … would define it and nobody knows a σ."""
    if not (isinstance(head, Script) and isinstance(head.base, Symbol) and isinstance(head.superscript, Number)):
        return env
    name = symbol_name(head.base)
    known = name in env.entries or head.superscript.value != 2 or name != "sigma" or head.base.style == "bold"
    return env if known else replace(env, squares=env.squares | {name})


def _plain_indices(head: Script, layer: Layer | None) -> bool:
    """Whether a left side has letters, numbers and words in its subscript, and nothing that is computed."""
    subscripts = head.subscripts[1:] if layer is not None and layer.kind == "_" else head.subscripts
    given = len(head.subscripts) == 1 and given_index(head.subscripts[0]) is not None
    return given or all(isinstance(s, Symbol | Number | Text | Mark) for s in subscripts)


def defines(env: Environment, left: Tree, right: Tree) -> bool:
    """Whether left = right is a definition at this place."""
    name = target(env, left)
    if name is None or name in env.fixed:
        return False
    if name in env.here and not any(n == name and is_widened(env, n, i) for n, i in _slots(env, left)):
        return False
    bases = {id(node.base) for node in walk_tree(right) if isinstance(node, Script)}
    return not any(_names(env, node) == name for node in walk_tree(right) if id(node) not in bases)


def _slots(env: Environment, *trees: Tree) -> tuple[tuple[str, int], ...]:
    """The symbols with subscripts, by name and number of indices."""
    read = [symbol_and_indices(Reading(env, read_whole), node) for node in scripts(*trees)]
    return tuple((name, len(indices)) for name, indices in read)


def _names(env: Environment, node: Tree) -> str | None:
    if isinstance(node, Symbol):
        return symbol_name(node)
    if isinstance(node, Script) and isinstance(node.base, Symbol):
        return symbol_and_indices(Reading(env, read_whole), node)[0]
    return None


def define(env: Environment, left: Tree, right: Tree) -> Environment:
    """The environment after the definition left := right.

    What an earlier section defined or stated with another shape is a new symbol from here on.

    Raises: FormulaError where the right side cannot be read, or the shapes of a known symbol do not fit.
    """
    try:
        return _defined(env, left, right)
    except FormulaError as error:
        if side_by_side(env.lying, (left, right)):
            with suppress(FormulaError):
                return replace(_defined(replace(env, lying=frozenset()), left, right), lying=env.lying)
        name = target(env, left)
        if (free := of_any_number(env, left, right)) is not None:
            with suppress(FormulaError):
                return _defined(env, *free)
        if isinstance(heads(left)[0], Script) and error.diagnostic.code in ("GP201", "GP203"):
            loose = _with_fewer_indices(env, name, left, right)
            if loose is not env:
                with suppress(FormulaError):
                    return _defined(loose, left, right)
        kept = name is None or name in (env.fixed | env.here | env.stated) or name not in env.entries
        if kept or error.diagnostic.code not in ("GP201", "GP203"):
            raise
        assert name is not None
        try:
            return _defined(redeclared(env, name), left, right)
        except FormulaError:
            raise error from None


def _with_fewer_indices(env: Environment, name: str | None, left: Tree, right: Tree) -> Environment:
    """The environment without guesses that a definition in components belies: β_l, where β was taken for a matrix."""
    slots = _slots(env, left, right)
    most = {n: max(i for m, i in slots if m == n) for n, _ in slots}
    return revised(
        env, name, tuple((n, len(env.entries[n].shape) + 1) for n, i in sorted(most.items()) if _guessed(env, n, i))
    )


def _guessed(env: Environment, name: str, indices: int) -> bool:
    entry = env.entries.get(name)
    free = entry is not None and not entry.declared and not entry.bold and name not in env.definitions
    return free and entry is not None and len(entry.shape) > indices


def _defined(env: Environment, left: Tree, right: Tree) -> Environment:
    head, group = heads(left)
    name = target(env, left)
    if name is None:
        raise fail("GP400", "What this line defines is no symbol.", left.span, "Give it a name: f(x) := …")
    env = with_sizes(_with_square(env, head), named_sizes(right) | named_sizes(left))
    env = revised(env, name, _slots(env, left, right))
    known = env.entries.get(name)
    redefinition, before = name in env.definitions, env
    env = _forget(env, name, head)
    ctx = Reading(env, read_whole, defining=name)
    ctx.dimensions |= named_sizes(right) | named_sizes(left)
    indices = _left_indices(ctx, head, name)
    look_ahead(ctx, (right, *(group.items if group else ())))
    parameters = [ctx.read(ctx, item) for item in group.items] if group else []
    if group is not None and any(isinstance(p.body, Power) for p in parameters):
        group = None  # ℓ(μ, σ²) shows what ℓ depends on; to apply it at another place would need the root
    whole = read_side(ctx, right, left)
    axes = _axes(ctx, name, head, indices, whole, right.span, redefinition)
    body = _close(ctx, whole.body, {i.name for i in (*indices, *whole.axes)})
    shape = tuple(i.dimension for i in (*indices, *axes))
    written_bold = known is not None and known.bold and bool(shape)  # h_k is defined, and \mathbf{h} was used before
    bold = written_bold or (isinstance(head, Symbol | Script) and _bold(head) and bool(axes))
    entry = Entry(name, shape, bold, span=left.span, row=whole.row)
    after = absorb(without_users(env, known, shape) if redefinition else env, ctx)
    definition = Definition(name, (*indices, *whole.axes), (), body)
    after = replace(
        after,
        entries={**after.entries, name: entry},
        definitions={**after.definitions, name: definition},
        here=after.here | {name},
        settled=after.settled | {name} if settles(before, name, body) else after.settled - {name},
        spoiled=after.spoiled - {name},
        pieces={n: p for n, p in after.pieces.items() if n != name},
    )
    no_circle(after, name, left.span)
    return with_function(after, definition, group, parameters) if group else without_function(after, name)


def _bold(head: Symbol | Script) -> bool:
    base = head.base if isinstance(head, Script) else head
    return isinstance(base, Symbol) and base.style == "bold"


def absorb(env: Environment, ctx: Reading) -> Environment:
    """The environment with what a line has learnt: new symbols, labels, sizes and unions."""
    return replace(
        env,
        entries={**env.entries, **ctx.entries},
        labels={**env.labels, **ctx.labels},
        definitions={**env.definitions, **ctx.functions},
        dimensions=env.dimensions | ctx.dimensions,
        unions=dict(ctx.unifier.unions),
        counter=ctx.counter,
    )


def _forget(env: Environment, name: str, head: Tree) -> Environment:
    """Before a redefinition: parameters that only the old definition used get fresh shapes."""
    old = env.definitions.get(name)
    if old is None:
        return env
    same = (name, f"{name}()")
    others = {v for n, d in env.definitions.items() if n not in same for v in variables_of(d.body)}
    ours = variables_of(old.body)
    loose = {v for v in ours - others if v not in env.definitions and v in env.entries and not env.entries[v].declared}
    entries = {n: e for n, e in env.entries.items() if n not in loose and n != name}
    definitions = {n: d for n, d in env.definitions.items() if n not in same}
    functions = {n: f for n, f in env.functions.items() if n != name}
    whole = isinstance(head, Symbol) and len(env.entries[name].shape) == 2 and not env.entries[name].declared
    if not whole and len(env.entries[name].shape) >= (len(head.subscripts) if isinstance(head, Script) else 0):
        entries[name] = env.entries[name]
    mentioned = env.mentioned | loose
    return replace(env, entries=entries, definitions=definitions, functions=functions, mentioned=mentioned)


def _left_indices(ctx: Reading, head: Tree, name: str) -> tuple[Index, ...]:
    trees = symbol_and_indices(ctx, head)[1] if isinstance(head, Script) else ()
    entry = ctx.entry(name)
    if entry is not None and len(entry.shape) < len(trees):
        raise fail(
            "GP201", f"{name} was used with {len(entry.shape)} indices before, and here it has {len(trees)}.", head.span
        )
    found = []
    for position, tree in enumerate(trees):
        letter = letter_name(tree)
        known = entry.shape[position] if entry is not None else None
        dimension = ctx.environment.ranges.get(letter) or known or ctx.new_dimension(f"dim({name})")
        if known is not None and not ctx.unifier.unify(known, dimension):
            raise fail(
                "GP203", f"The index {letter} runs over {ctx.show(dimension)}, not {ctx.show(known)}.", tree.span
            )
        index = Index(letter, dimension)
        ctx.letters[letter] = Letter(index, tree.span)
        found.append(index)
    ctx.outside = frozenset(i.name for i in found)
    return tuple(found)


def _axes(
    ctx: Reading, name: str, head: Tree, indices: tuple[Index, ...], whole: Whole, span: Span, redefinition: bool
) -> tuple[Index, ...]:
    """The open axes of the right side, checked against what is known of the symbol."""
    entry = ctx.entry(name)
    if whole.row and indices:
        raise fail("GP201", f"{name} would be a row vector; define its transpose.", span)
    if entry is None:
        return whole.axes
    expected = entry.shape[len(indices) :]
    fits = (
        len(expected) == len(whole.axes)
        and (entry.row == whole.row or redefinition or bool(indices))
        and all(ctx.unifier.unify(d, a.dimension) for d, a in zip(expected, whole.axes, strict=True))
    )
    if not fits and not redefinition:
        raise fail("GP201", f"{name} was used with another shape before.", head.span)
    return whole.axes


def _close(ctx: Reading, body: Expression, bound: set[str]) -> Expression:
    """The body with its free letters turned into index-valued constants, which the page knows from here on."""
    loose = sorted({t.name for t in free_terms(body) if isinstance(t, Index)} - bound)
    for letter in loose:
        if len(ctx.label(letter) or (None,)) != 1:
            message = f"{letter} carries indices elsewhere; here it stands without them, and nothing binds it."
            raise fail("GP400", message, ctx.letters[letter].span, f"Write {letter}_n, or use another letter.")
        ctx.labels[letter] = (ctx.letters[letter].term.dimension,)

    def apart(bound: Index) -> Index:
        ctx.counter += 1
        return replace(bound, name=f"{bound.name}_{ctx.counter}") if bound.name in loose else bound

    body = freshen(body, apart) if loose else body  # a sum over j is no constant j

    def close(term: IndexTerm) -> IndexTerm:
        return as_label(term) if isinstance(term, Index) and term.name in loose else term

    return rebuild(body, close, lambda d: d)
