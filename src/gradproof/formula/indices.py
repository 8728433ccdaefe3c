"""The name of a symbol with scripts, and which of its scripts are indices."""

from __future__ import annotations

from fractions import Fraction

from gradproof.formula.environment import symbol_name
from gradproof.formula.layers import layer_of
from gradproof.formula.letters import letter_name
from gradproof.formula.reading import Reading, is_square, super_index
from gradproof.formula.superscripts import superscript_name
from gradproof.formula.tree import Chain, Group, Mark, Number, Product, Script, Symbol, Text, Tree
from gradproof.source import fail


def symbol_and_indices(ctx: Reading, tree: Script) -> tuple[str, tuple[Tree, ...]]:
    """The name (word subscripts and numbers that are no positions belong to it) and the trees of the indices.

    x^{(i)} is a symbol of its own beside x: pages drop the (i) when they speak of one data point. So is p_{j|i} beside
    p_{ij}.
    """
    assert isinstance(tree.base, Symbol)
    layer = layer_of(ctx.environment.layers, tree)
    if layer is not None and ctx.bound(layer.letter) is not None:
        raise fail("GP400", f"A sum over the layers {layer.letter} is not understood.", tree.span)
    numbered = layer is not None and layer.kind == "_"
    name, subscripts = _of_matrix(ctx, symbol_name(tree.base), tree.subscripts[1:] if numbered else tree.subscripts)
    stem = name
    if _spells_word(subscripts):
        name, subscripts = f"{name}_{''.join(map(letter_name, subscripts))}", ()
    indices: list[Tree] = []
    for item in _digits_apart(ctx, name, subscripts):
        if isinstance(item, Text) or (isinstance(item, Symbol) and item.style == "word"):
            name += "_" + (item.content if isinstance(item, Text) else item.name).strip().replace(" ", "_")
        elif isinstance(item, Mark) or (isinstance(item, Symbol) and _is_tag(ctx, stem, item)):
            name += f"_{item.name}"
        elif isinstance(item, Number) and not _indexable(ctx, stem):
            name += f"_{item.value}"
        elif (given := given_index(item)) is not None:
            name += "^|"
            indices += given
        else:
            indices.append(item)
    if layer is None or numbered:
        name += superscript_name(tree.superscript) or ("^2" * is_square(ctx, tree))
    name += "" if layer is None else str(layer)
    above = super_index(tree.superscript) if layer is None or numbered else ()
    return name + "^()" * bool(above), above + tuple(indices)


_WORDS_BELOW = frozenset(
    {"BCE", "CE", "ELBO", "FL", "GAN", "JS", "KL", "MAE", "MAP", "MLE", "MSE", "NLL", "RMSE", "SSE"}
)
"""Words in plain letters below a symbol: L_{CE} is no component of L."""


def _spells_word(subscripts: tuple[Tree, ...]) -> bool:
    """Whether capital letters below a symbol are one of the words that people put there: D_{KL}, L_{CE}."""
    plain = all(isinstance(s, Symbol) and len(s.name) == 1 and not s.accents and not s.style for s in subscripts)
    return len(subscripts) > 1 and plain and "".join(map(letter_name, subscripts)) in _WORDS_BELOW


def _is_tag(ctx: Reading, stem: str, item: Symbol) -> bool:
    """Whether a letter below a symbol is part of its name: the λ of L_λ, and the t of p_t beside a number p."""
    entry = ctx.entry(stem)
    number = entry is not None and not entry.shape and (entry.declared or stem in ctx.environment.definitions)
    return item.name in ctx.environment.tags or (number and item.name in ctx.environment.number_tags)


def _indexable(ctx: Reading, name: str) -> bool:
    entry = ctx.entry(name)
    return entry is not None and bool(entry.shape)


def _of_matrix(ctx: Reading, name: str, subscripts: tuple[Tree, ...]) -> tuple[str, tuple[Tree, ...]]:
    """The X and 1, 2 of x_{12}, where the page has written X out so; of z_{1,2} the 2, where z is a row."""
    entries = ctx.environment.components.get(name)
    if entries is None or (name != entries.name and name in ctx.environment.here | ctx.environment.spoiled):
        return name, subscripts
    entry = ctx.entry(entries.name)
    apart = _digits_apart(ctx, entries.name, subscripts)
    if entry is None or len(apart) > 2:
        return name, subscripts
    if len(apart) == 2 and "1" in (entries.height, entries.width):
        fixed, kept = apart if entries.height == "1" else apart[::-1]
        apart = (kept,) if isinstance(fixed, Number) and fixed.value == 1 else apart
    return (entries.name, apart) if len(apart) == len(entry.shape) else (name, subscripts)


def _digits_apart(ctx: Reading, name: str, subscripts: tuple[Tree, ...]) -> tuple[Tree, ...]:
    """The subscript of A_{12}, where A has two axes: 1 and 2."""
    entry = ctx.entry(name)
    axes = len(entry.shape) if entry is not None else ctx.ranks.get(name, 0)
    if len(subscripts) != 1 or not isinstance(subscripts[0], Number) or axes < 2:
        return subscripts
    digits = str(subscripts[0].value)
    if len(digits) != axes or not digits.isdigit() or "0" in digits:
        return subscripts
    return tuple(Number(Fraction(int(digit)), subscripts[0].span) for digit in digits)


def given_index(item: Tree) -> tuple[Tree, ...] | None:
    """The j and i of the subscript in p_{j|i}; None where it is another one."""
    if not isinstance(item, Chain) or item.relations != ("\\mid",):
        return None
    left, right = item.operands
    return (left, right) if isinstance(left, Symbol | Script) and isinstance(right, Symbol | Script) else None


def heads(left: Tree) -> tuple[Tree, Group | None]:
    """The symbol that a left side would define, and its argument list if it has one; of `[\\text{I}] = …` the I."""
    if isinstance(left, Group) and left.kind == "[" and len(left.items) == 1 and isinstance(left.items[0], Symbol):
        return left.items[0], None
    if isinstance(left, Product) and len(left.factors) == 2 and left.operators == ("",):
        callee, group = left.factors
        if isinstance(group, Group) and group.kind == "(" and all(isinstance(i, Symbol | Script) for i in group.items):
            return callee, group
    return left, None


def refuse_function_of_layer(ctx: Reading, callee: Tree, group: Group) -> None:
    """Raises GP400 for g^{[l]}(z^{[l]}) of an unknown g: it is applied to each component, or to the whole vector."""
    if layer_of(ctx.environment.layers, callee) is None or not isinstance(callee, Script):
        return
    name, _ = symbol_and_indices(ctx, callee)
    if ctx.entry(name) is None and len(group.items) == 1 and isinstance(group.items[0], Symbol | Script):
        message = "A function that each layer has for itself is not understood."
        raise fail("GP400", message, callee.span, "Write one function for all layers: \\sigma(z^{[l]}).")
