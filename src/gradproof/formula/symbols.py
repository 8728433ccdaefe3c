"""Symbols with their indices: which variable, which component, which axes stay open."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from fractions import Fraction

from gradproof.formula.doubtful import refuse_sign
from gradproof.formula.environment import Entry, symbol_name
from gradproof.formula.expression import (
    ONE,
    Apply,
    Argument,
    Constant,
    Delta,
    Dimension,
    Expression,
    Function,
    Index,
    IndexTerm,
    Label,
    Power,
    Size,
    Variable,
)
from gradproof.formula.expression import Number as NumberExpression
from gradproof.formula.indices import symbol_and_indices
from gradproof.formula.layers import layer_of
from gradproof.formula.letters import letter_name
from gradproof.formula.literals import is_list, read_list
from gradproof.formula.matrices import (
    bold_axes,
    identity,
    inverse,
    inverse_mark,
    is_one,
    ones,
    sized,
    unit_vector,
)
from gradproof.formula.norms import norm_kind, read_norm
from gradproof.formula.reading import Reading
from gradproof.formula.rename import freshen, rename_index
from gradproof.formula.superscripts import is_mark_of_transpose, raised
from gradproof.formula.to_latex import to_latex
from gradproof.formula.tree import Chain, Group, Mark, Norm, Number, Script, Symbol, Transpose, Tree
from gradproof.formula.whole import Whole, scalar
from gradproof.source import Span, fail


def read_symbol(ctx: Reading, tree: Symbol) -> Whole:
    """A symbol without indices: a number, a constant, a dimension or a whole vector or matrix."""
    return _component(ctx, tree, symbol_name(tree), (), tree)


def read_script(ctx: Reading, tree: Script) -> Whole:
    """A base with subscripts and superscript: a component, a transpose, a power."""
    norm = norm_kind(tree)
    if isinstance(tree.base, Norm) and norm is not None:
        return raised(ctx, read_norm(ctx, tree.base, norm), replace(tree, subscripts=()))
    if not isinstance(tree.base, Symbol):
        if tree.primes:
            raise fail("GP400", "A prime is understood on a function with its argument: f'(x).", tree.span)
        if is_list(tree.base) and isinstance(tree.base, Group) and _only_transposes(tree):
            return read_list(ctx, tree.base)
        return raised(ctx, _components_of(ctx, ctx.read(ctx, tree.base), tree), tree)
    base = tree.base
    if tree.primes:
        raise fail("GP400", "A prime is understood on a function with its argument: f'(x).", tree.span)
    if base.name == "e" and not base.accents and ctx.entry("e") is None:
        if tree.superscript is not None and not tree.subscripts and not is_mark_of_transpose(tree.superscript):
            return _exponential(ctx, tree.superscript)
        if len(tree.subscripts) == 1 and not ctx.introduce:
            return raised(ctx, unit_vector(ctx, tree.subscripts[0]), tree)
    if base.name == "delta" and _kronecker(ctx, tree) and layer_of(ctx.environment.layers, tree) is None:
        found = _delta(ctx, tree)
        if found is not None:
            return raised(ctx, scalar(found), tree)
    if base.name in ("1", "I") and tree.subscripts and (with_sizes := sized(ctx, tree)) is not None:
        return raised(ctx, with_sizes, tree)
    if any(_is_colon(item) for item in tree.subscripts):
        return raised(ctx, _slice(ctx, base, tree), tree)
    name, indices = symbol_and_indices(ctx, tree)
    if len(indices) == 2 and inverse_mark(tree.superscript) == "1" and _is_matrix(ctx, base, name):
        ctx.forks.append(f"{to_latex(tree)} is read as a component of the inverse matrix.")
        if not ctx.alternative:
            return _components_of(ctx, inverse(ctx, _component(ctx, base, name, (), base), tree.span), tree)
    return raised(ctx, _component(ctx, base, name, indices, tree), tree)


def _is_colon(tree: Tree) -> bool:
    return isinstance(tree, Mark) and tree.name == ":"


def _slice(ctx: Reading, base: Symbol, tree: Script) -> Whole:
    """X_{:,j}, a column of X, and X_{i,:}, a row of it, which some pages take for a column of its own."""
    entry = ctx.entry(symbol_name(base))
    if entry is None or len(entry.shape) != len(tree.subscripts):
        raise fail("GP400", "This part of a matrix is not understood.", tree.span, "Say the shape of the matrix first.")
    whole = _component(ctx, base, entry.name, (), base)
    body, axes = whole.body, []
    for axis, item in zip(whole.axes, tree.subscripts, strict=True):
        if _is_colon(item):
            axes.append(axis)
        else:
            body = rename_index(body, axis.name, ctx.term(item, axis.dimension))
    row = len(axes) == 1 and axes[0] is whole.axes[-1]
    if row:
        ctx.forks.append(f"{to_latex(tree)} is read as a row.")
    return Whole(body, tuple(axes), row and not ctx.alternative)


def _is_matrix(ctx: Reading, base: Symbol, name: str) -> bool:
    """Whether a capital letter is a matrix as a whole: the A of A_{ij}^{-1}."""
    entry = ctx.entry(name)
    axes = (
        len(entry.shape) if entry is not None else ctx.ranks.get(name, bold_axes(base) if base.style == "bold" else 0)
    )
    return axes == 2 and base.name[:1].isupper()


def _only_transposes(tree: Script) -> bool:
    """Whether a mark of transpose is all that hangs on a bracket."""
    sup = tree.superscript
    mark = isinstance(sup, Transpose) or (isinstance(sup, Symbol) and sup.name == "T" and not sup.accents)
    return mark and not tree.subscripts


def _exponential(ctx: Reading, exponent: Tree) -> Whole:
    whole = ctx.read(ctx, exponent)
    if len(whole.axes) == 2 and len({ctx.unifier.find(axis.dimension) for axis in whole.axes}) == 1:
        message = "e to a square matrix may be the exponential of the matrix, or that of each component."
        raise fail("GP400", message, exponent.span, "Write its component: e^{A_{ij}}.")
    return Whole(Function("exp", whole.body), whole.axes, whole.row)


def _kronecker(ctx: Reading, tree: Script) -> bool:
    """Whether δ may be Kronecker's: the page has none of its own, or only δ_k of one index, and here it has two."""
    entry = ctx.entry("delta")
    return entry is None or (len(entry.shape) == 1 and len(tree.subscripts) == 2)


def _delta(ctx: Reading, tree: Script) -> Expression | None:
    subs = tree.subscripts
    if len(subs) == 1 and isinstance(subs[0], Chain) and subs[0].relations == ("=",):
        subs = tuple(t for t in subs[0].operands if t is not None)
    if len(subs) == 1 and isinstance(subs[0], Number):
        raise fail("GP400", "δ with one number is not understood.", tree.span, "Write two indices: \\delta_{1,2}.")
    if len(subs) != 2:
        return None
    return Delta(*index_pair(ctx, subs[0], subs[1]))


def index_pair(ctx: Reading, left: Tree, right: Tree) -> tuple[IndexTerm, IndexTerm]:
    """Two index terms that run over one dimension, whichever of the two has it known."""
    dimension = _known_range(ctx, left) or _known_range(ctx, right) or ctx.new_dimension(f"range({_word(left)})")
    return ctx.term(left, dimension), ctx.term(right, dimension)


def _word(tree: Tree) -> str:
    return letter_name(tree) if isinstance(tree, Symbol | Script) else "index"


def _known_range(ctx: Reading, tree: Tree) -> Dimension | None:
    if isinstance(tree, Script) and isinstance(tree.base, Symbol) and not tree.primes:
        shape = ctx.label(letter_name(tree.base))
        return shape[-1] if shape else None
    if not isinstance(tree, Symbol):
        return None
    name = letter_name(tree)
    known = ctx.bound(name) or ctx.letters.get(name)
    if known is not None:
        return known.term.dimension
    shape = ctx.label(name)
    return shape[-1] if shape and len(shape) == 1 else ctx.environment.ranges.get(name)


def _component(ctx: Reading, base: Symbol, name: str, indices: tuple[Tree, ...], tree: Symbol | Script) -> Whole:
    entry = ctx.entry(name)
    if name in ctx.environment.spoiled - ctx.environment.widened and entry is None and not ctx.introduce:
        raise fail("GP405", f"{name} is defined in a line that was not understood.", tree.span, "Mend that line first.")
    if (
        not indices
        and ctx.is_dimension(name)
        and not (entry and (entry.declared or name in ctx.environment.definitions))
    ):
        return scalar(Size(Dimension(name)))
    if entry is None and not indices and name in ctx.environment.functions:
        return _abstract(ctx, name)
    if entry is None and (base.name in ("nabla", "partial") or (base.style == "bb" and not is_one(base))):
        raise fail("GP400", "This sign is not understood here.", tree.span)
    if entry is None and name in ctx.environment.squares and (square := ctx.entry(f"{name}^2")) is not None:
        whole = _component(ctx, base, square.name, indices, tree)
        return replace(whole, body=Power(whole.body, NumberExpression(Fraction(1, 2))))
    if entry is None:
        special = _special(ctx, base, name, tree) if not indices else None
        if special is not None:
            return special
        entry = _introduce(ctx, base, name, len(indices), tree.span)
    if len(indices) > len(entry.shape):
        raise _too_many(ctx, entry, len(indices), tree.span)
    terms = tuple(ctx.term(t, d) for t, d in zip(indices, entry.shape, strict=False))
    axes = tuple(ctx.new_axis(d) for d in entry.shape[len(terms) :])
    _slip(ctx, base, entry, name, axes)
    whole = Whole(Variable(entry.name, terms + axes), axes, entry.row and len(axes) == 1)
    if axes:
        ctx.open_uses.append((tree, whole))
    return whole


def _abstract(ctx: Reading, name: str) -> Whole:
    """A function that the page named with its arguments and did not define: L where L(u) was mentioned."""
    arguments = [ctx.read(ctx, a) for a in ctx.environment.functions[name].arguments]
    return scalar(Apply(name, (), tuple(Argument(a.axes, a.body) for a in arguments)))


def _too_many(ctx: Reading, entry: Entry, count: int, span: Span) -> Exception:
    """A fault of the line where the page fixed the shape; else only the shape is not known."""
    kind = ctx.describe(Whole(ONE, tuple(Index("", d) for d in entry.shape)))
    message = f"{entry.name} is {kind}: it takes {len(entry.shape)} indices, and here it has {count}."
    fixed = entry.declared or (entry.name in ctx.environment.definitions and bool(entry.shape))
    return fail("GP201" if fixed else "GP400", message, span, f"Say its shape: {entry.name} \\in \\mathbb{{R}}^{{…}}.")


def _slip(ctx: Reading, base: Symbol, entry: Entry, name: str, axes: tuple[Index, ...]) -> None:
    """Notes about bold and plain letters that were mixed up; never a fault."""
    if len(base.name) != 1 and base.style == "word":
        return
    if entry.bold and axes and base.style != "bold" and not base.accents:
        ctx.note(f"{name} is read as the vector \\mathbf{{{base.name}}}.")
    if base.style == "bold" and entry.shape and not axes:
        ctx.note(f"\\mathbf{{{base.name}}} with its index is read as the component of {name}.")


def _special(ctx: Reading, base: Symbol, name: str, tree: Symbol | Script) -> Whole | None:
    """Constants, sizes, and letters that are indices."""
    if name == "pi":
        return scalar(Constant("pi"))
    if name == "e" and base.style != "bold":
        return scalar(Function("exp", ONE))
    if is_one(base):
        return ones(ctx)
    if name == "I" and (not ctx.introduce or ctx.ranks.get("I") == 2 or base.style == "bold"):
        return identity(ctx)
    if ctx.bound(name) is not None or (name in ctx.letters and not ctx.introduce) or ctx.label(name):
        raise fail("GP400", f"The index {name} is used as a number here; that is not understood yet.", tree.span)
    return None


def _introduce(ctx: Reading, base: Symbol, name: str, indices: int, span: Span) -> Entry:
    """A symbol met for the first time, its shape from how it is written and used.

    Raises: GP405 where this line may not introduce symbols.
    """
    if not ctx.introduce and name not in ctx.environment.mentioned:
        raise fail("GP405", f"The symbol {name} is not defined.", span, _did_you_mean(ctx, name))
    refuse_sign(base)
    if name == "I" and indices == 2:
        raise fail("GP400", "I with two indices may be the identity or a variable.", span, "Write \\delta_{ij}.")
    if name in ctx.ranks:
        axes = max(indices, ctx.ranks[name])
    elif base.style == "bold":
        axes = bold_axes(base) if not indices else indices + 1
    else:
        axes = indices
    shape = tuple(ctx.new_dimension(f"dim({name})") for _ in range(axes))
    ctx.entries[name] = Entry(name, shape, base.style == "bold", span=span)
    return ctx.entries[name]


def _did_you_mean(ctx: Reading, name: str) -> str:
    known = sorted({**ctx.environment.entries, **ctx.entries})
    close = get_close_matches(name, known, n=1) or [k for k in known if k.lower() == name.lower()]
    if close:
        return f"Did you mean {close[0]}? Otherwise define it, or state its shape: {name} \\in \\mathbb{{R}}."
    return f"Define it, or state its shape: {name} \\in \\mathbb{{R}}."


def _components_of(ctx: Reading, whole: Whole, tree: Script) -> Whole:
    """(A x)_j: components of a whole that is not a symbol."""
    if len(tree.subscripts) > len(whole.axes):
        code = "GP201" if whole.axes else "GP400"  # nothing may have said yet that x is a vector in (x + y)_i
        raise fail(code, "There are more indices here than axes.", tree.span)
    body = freshen(whole.body, lambda bound: ctx.new_axis(bound.dimension))  # nothing inside may capture an index
    taken = whole.axes[: len(tree.subscripts)]
    for axis, item in zip(taken, tree.subscripts, strict=True):
        body = rename_index(body, axis.name, ctx.term(item, axis.dimension))
    return Whole(body, whole.axes[len(taken) :], whole.row and not taken)


def number(value: Fraction) -> Whole:
    """A literal number; 0 has every shape."""
    return scalar(NumberExpression(value))


def as_label(term: IndexTerm) -> IndexTerm:
    """A free index letter turned into an index-valued constant: the t of ℓ = log p_t."""
    return Label(term.name, (), term.dimension) if isinstance(term, Index) else term
