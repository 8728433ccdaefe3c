"""From statements that are no equations to a richer Environment: shapes, ranges, signs, mentions.

`x \\in \\mathbb{R}^{D}`, `t \\in \\{1, \\dots, C\\}`, `j = 1, \\dots, C`, `\\sigma > 0`, and what a sentence names.
"""

from __future__ import annotations

from dataclasses import replace

from gradproof.formula.definitions import absorb
from gradproof.formula.environment import Entry, Environment, FunctionEntry, symbol_name
from gradproof.formula.expression import Dimension
from gradproof.formula.from_tree import read_whole
from gradproof.formula.indices import symbol_and_indices
from gradproof.formula.letters import is_letter, letter_name, named_sizes, range_end, shape_sizes, walk
from gradproof.formula.reading import Reading, super_index
from gradproof.formula.restrictions import FEW, Restriction, between, of_set
from gradproof.formula.revised import redeclared, with_sizes
from gradproof.formula.tree import Chain, Group, Number, Product, Script, Sequence, Statement, Symbol, Tree
from gradproof.source import FormulaError, fail


def declares(tree: Tree) -> bool:
    """Whether a tree is a statement about shapes, ranges or signs."""
    if not isinstance(tree, Chain) or tree.operands[0] is None or tree.operands[-1] is None:
        return False
    if tree.relations == ("=",):
        return range_end(tree.operands[1]) is not None if tree.operands[1] is not None else False
    if tree.relations == ("\\in",):
        return True
    if (lies := between(tree)) is not None:
        return _is_symbol(lies[0])
    positive = isinstance(tree.operands[-1], Number) and tree.operands[-1].value >= 0
    return tree.relations in ((">",), ("\\geq",)) and positive


def declare(env: Environment, tree: Tree) -> Environment:
    """The environment after a statement.

    Raises: GP400 for a set that is not understood.
    """
    assert isinstance(tree, Chain)
    left, right = tree.operands[0], tree.operands[-1]
    assert left is not None and right is not None
    if (lies := between(tree)) is not None:
        return _between(env, *lies)
    env = with_sizes(env, named_sizes(tree) - env.fixed)
    env = replace(env, dimensions=env.dimensions | (named_sizes(tree) - env.fixed))
    for item in left.items if isinstance(left, Sequence) else (left,):
        env = _declare_one(env, item, right, tree.relations[0])
    return env


def with_ranges(env: Environment, statement: Statement) -> tuple[Environment, Statement]:
    """The environment that knows the ranges behind a statement, and the statement without them.

    In `p_i = …, \\quad i = 1, …, K` the i runs over all of K: that restricts nothing.
    """
    ranges = tuple(c for c in statement.conditions if _is_whole_range(c))
    for tree in ranges:
        try:
            env = declare(env, tree)
        except FormulaError:
            return env, statement
    kept = tuple(c for c in statement.conditions if c not in ranges)
    return env, replace(statement, conditions=kept) if ranges else statement


def _is_whole_range(tree: Tree) -> bool:
    """Whether a condition is i = 1, …, K or i ∈ {1, …, K}, from the first number on."""
    if not isinstance(tree, Chain) or tree.relations not in (("=",), ("\\in",)) or tree.operands[1] is None:
        return False
    values = tree.operands[1]
    while isinstance(values, Sequence | Group) and len(values.items) == 1:
        values = values.items[0]
    first = values.items[0] if isinstance(values, Sequence | Group) and values.items else None
    from_one = isinstance(first, Number) and first.value == 1
    return from_one and isinstance(range_end(tree.operands[1]), Symbol | Script | Number)


def _is_symbol(item: Tree) -> bool:
    return isinstance(item, Symbol) or (isinstance(item, Script) and isinstance(item.base, Symbol))


def _is_general(env: Environment, item: Tree) -> bool:
    """Whether a statement is about every component: p or p_i, but not p_1, w_{ii} or p_t of a label t."""
    letters = [letter_name(i) if is_letter(i) else "" for i in _name(env, item)[1]]
    return "" not in letters and len(set(letters)) == len(letters) and not env.labels.keys() & set(letters)


def _between(env: Environment, item: Tree, values: Restriction) -> Environment:
    """The environment in which a symbol has values between two numbers; of what is defined its definition says it."""
    name = _name(env, item)[0]
    if name in env.fixed or name in env.definitions or name in env.functions:
        return env
    if not _is_general(env, item):
        return replace(env, restricted={**env.restricted, name: FEW})
    low, closed = values.ends[0], values.closed[0]
    positive = {name} if low > 0 or (low == 0 and not closed) else set()
    return replace(env, restricted={**env.restricted, name: values}, positive=env.positive | positive)


def _declare_one(env: Environment, item: Tree, right: Tree, relation: str) -> Environment:
    if not _is_symbol(item):
        raise fail("GP400", "A statement is understood of a symbol only.", item.span)
    if _name(env, item)[0] in env.fixed:
        return env  # said before, and not by this page
    if relation in (">", "\\geq"):
        zero = isinstance(right, Number) and right.value == 0 and relation == "\\geq"
        if not _is_general(env, item):
            return replace(env, restricted={**env.restricted, _name(env, item)[0]: FEW})
        return env if zero else replace(env, positive=env.positive | {_name(env, item)[0]})
    end = range_end(right)
    if end is not None:
        return _range(env, item, end)
    if relation == "\\in" and _is_reals(right):
        return _shape(env, item, right)
    if relation == "\\in" and isinstance(right, Group) and right.items:
        shaped = _entry(env, item, ())
        values = of_set(right) if _is_general(env, item) else FEW
        return replace(shaped, restricted={**env.restricted, _name(env, item)[0]: values})
    raise fail("GP400", "This set is not understood.", right.span, "Write \\mathbb{R}^{D}, or \\{1, \\dots, C\\}.")


def _is_reals(tree: Tree) -> bool:
    base = tree.base if isinstance(tree, Script) else tree
    return isinstance(base, Symbol) and base.name == "R"


def _name(env: Environment, item: Tree) -> tuple[str, tuple[Tree, ...]]:
    if isinstance(item, Script):
        return symbol_and_indices(Reading(env, read_whole), item)
    assert isinstance(item, Symbol)
    return symbol_name(item), ()


def _size(tree: Tree) -> Dimension:
    match tree:
        case Symbol():
            return Dimension(symbol_name(tree))
        case Script(Symbol() as base, (Symbol() | Number() as sub,), None, 0):
            return Dimension(f"{symbol_name(base)}_{sub.name if isinstance(sub, Symbol) else sub.value}")
        case Number(value):
            return Dimension(str(value))
    raise fail("GP400", "A size is a letter here.", tree.span, "Name the size: \\mathbb{R}^{D}.")


def _range(env: Environment, item: Tree, end: Tree) -> Environment:
    dimension = _size(end)
    name, indices = _name(env, item)
    if not indices:
        letter = letter_name(item)
        return replace(env, ranges={**env.ranges, letter: dimension})
    ctx = Reading(env, read_whole)
    name = ctx.label_name(name, len(indices))
    known = ctx.label(name)
    shape = (*(known[:-1] if known else (ctx.new_dimension(f"dim({name})") for _ in indices)), dimension)
    labels = {**env.labels, name: shape}
    return replace(env, labels=labels, counter=ctx.counter)


def _shape(env: Environment, item: Tree, right: Tree) -> Environment:
    sizes = tuple(_size(s) for s in shape_sizes(right)) if isinstance(right, Script) and right.superscript else ()
    column = len(sizes) == 2 and sizes[1].name == "1"
    row = len(sizes) == 2 and sizes[0].name == "1" and not column and isinstance(item, Symbol)
    shaped = _entry(env, item, sizes[:1] if column else sizes[1:] if row else sizes)
    if row:
        name = _name(env, item)[0]
        shaped = replace(shaped, entries={**shaped.entries, name: replace(shaped.entries[name], row=True)})
    positive = isinstance(right, Script) and any(_positive_mark(s) for s in right.subscripts)
    return replace(shaped, positive=shaped.positive | {_name(env, item)[0]}) if positive else shaped


def _positive_mark(tree: Tree) -> bool:
    return isinstance(tree, Chain) and tree.relations == (">",)


def _entry(env: Environment, item: Tree, sizes: tuple[Dimension, ...]) -> Environment:
    """The environment with the symbol's shape: the ranges of its indices, then the sizes.

    A shape that a later section states anew replaces the one before, with all that rested on it.
    """
    name = _name(env, item)[0]
    found = _shaped(env, item, sizes)
    if found is None and name not in env.stated:
        found = _shaped(redeclared(env, name), item, sizes)
    if found is None:
        raise fail("GP201", f"{name} was used with another shape before.", item.span)
    return found


def _shaped(env: Environment, item: Tree, sizes: tuple[Dimension, ...]) -> Environment | None:
    """The environment with this shape of a symbol; None where another one is known."""
    name, indices = _name(env, item)
    ctx = Reading(env, read_whole)
    known = env.entries.get(name)
    if known is not None and len(known.shape) != len(indices) + len(sizes):
        return None
    shape = []
    for position, index in enumerate(indices):
        fixed = env.ranges.get(letter_name(index)) if isinstance(index, Symbol) else None
        shape.append(fixed or ctx.new_dimension(f"dim({name})"))
        if known is not None and not ctx.unifier.unify(known.shape[position], shape[-1]):
            return None
    for old, new in zip(known.shape[len(indices) :] if known else (), sizes, strict=False):
        if not ctx.unifier.unify(old, new):
            return None
    base = item.base if isinstance(item, Script) else item
    bold = isinstance(base, Symbol) and base.style == "bold"
    entry = Entry(name, (*shape, *sizes), bold, declared=True, span=item.span)
    changed = replace(
        env,
        entries={**env.entries, name: entry},
        spoiled=env.spoiled if name in env.definitions else env.spoiled - {name},
        stated=env.stated | {name},
        said=env.said - {name},
    )
    return absorb(changed, ctx)


def declare_said(env: Environment, item: Tree, axes: int, sizes: tuple[Tree, ...]) -> Environment:
    """The environment after a sentence has said in words how many axes a symbol has, and maybe their sizes.

    What the page states or defines in formulas stays as it is; a shape that was only guessed does not.
    """
    if not (isinstance(item, Symbol) or (isinstance(item, Script) and isinstance(item.base, Symbol))):
        return env
    if isinstance(item, Script) and (item.superscript is not None or not all(map(is_letter, item.subscripts))):
        return env
    name, indices = _name(env, item)
    known = env.entries.get(name)
    if name in env.fixed or name in env.here or name in env.functions or env.is_size(name) or name in env.stated:
        return env
    same = known is not None and len(known.shape) == len(indices) + axes
    if same and not sizes and known is not None and (known.declared or name in env.definitions):
        return env
    named = tuple(_size(s) for s in sizes)
    numbers = {s.name for s in sizes if isinstance(s, Symbol)}
    if any(n in env.definitions or (n in env.entries and env.entries[n].shape) for n in numbers):
        return env
    env = with_sizes(env, frozenset(numbers))
    env = replace(env, dimensions=env.dimensions | numbers)
    if not named and axes:
        ctx = Reading(env, read_whole)
        named = tuple(ctx.new_dimension(f"dim({name})") for _ in range(axes))
        env = replace(env, counter=ctx.counter)
    defined = name in env.definitions
    shaped = _shaped(env, item, named) if defined and same else _entry(env, item, named)
    return env if shaped is None else replace(shaped, said=shaped.said | {name})


def mention(env: Environment, tree: Tree) -> Environment:
    """The environment after a sentence has named something: its symbols count as known, L(u) as a function of u."""
    names = {n for node in walk(tree) if (n := _mentioned(env, node)) is not None}
    env = replace(env, mentioned=env.mentioned | names)
    if isinstance(tree, Product) and len(tree.factors) == 2 and tree.operators == ("",):
        callee, group = tree.factors
        if isinstance(callee, Symbol) and isinstance(group, Group) and group.kind == "(" and not group.given:
            return _function(env, callee, group)
    return env


def _mentioned(env: Environment, node: Tree) -> str | None:
    if isinstance(node, Symbol) and node.style != "word":
        return symbol_name(node)
    if isinstance(node, Script) and isinstance(node.base, Symbol) and not super_index(node.superscript):
        return _name(env, node)[0]
    return None


def _function(env: Environment, callee: Symbol, group: Group) -> Environment:
    name = symbol_name(callee)
    if name in env.entries or name in env.functions or not all(isinstance(i, Symbol | Script) for i in group.items):
        return env
    names = tuple(_name(env, i)[0] for i in group.items)
    return replace(env, functions={**env.functions, name: FunctionEntry(name, names, group.items)})
