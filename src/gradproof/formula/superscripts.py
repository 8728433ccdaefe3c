"""What a superscript makes of its base: a transpose, an inverse, a power, or a part of a name."""

from __future__ import annotations

from fractions import Fraction

from gradproof.formula.componentwise import power_of_components
from gradproof.formula.expression import Power
from gradproof.formula.layers import is_shifted, names_layer
from gradproof.formula.matrices import inverse, inverse_mark, matrix_power
from gradproof.formula.norms import squared
from gradproof.formula.reading import Reading, is_square, super_index
from gradproof.formula.tree import Add, Chain, Group, Mark, Norm, Number, Product, Script, Symbol, Transpose, Tree
from gradproof.formula.whole import Whole, scalar, transpose
from gradproof.source import Span, fail


def superscript_name(superscript: Tree | None) -> str:
    """The part of a superscript that belongs to the name: a star, a prime-like mark, a layer number (1)."""
    if isinstance(superscript, Mark):
        return f"^{superscript.name}"
    if isinstance(superscript, Group) and superscript.kind in "([" and len(superscript.items) == 1:
        item = superscript.items[0]
        if isinstance(item, Number):
            return f"^{superscript.kind}{item.value}{')' if superscript.kind == '(' else ']'}"
    return ""


def is_mark_of_transpose(superscript: Tree) -> bool:
    """Whether a superscript can be nothing but the mark of a transpose."""
    return isinstance(superscript, Transpose)


def is_transpose(ctx: Reading, superscript: Tree, whole: Whole) -> bool:
    """Whether a superscript is the mark of a transpose; a plain T is one unless T is a number and the base one too."""
    if isinstance(superscript, Transpose):
        return True
    if not (isinstance(superscript, Symbol) and superscript.name == "T" and not superscript.accents):
        return False
    return bool(whole.axes) or (ctx.entry("T") is None and not ctx.is_dimension("T"))


def raised(ctx: Reading, whole: Whole, tree: Script) -> Whole:
    """What a script's superscript makes of its base: a transpose, a power, or the base where it is part of the name."""
    sup = tree.superscript
    if (
        sup is None
        or superscript_name(sup)
        or names_layer(ctx.environment.layers, tree)
        or is_square(ctx, tree)
        or (super_index(sup) and isinstance(tree.base, Symbol))
    ):
        return whole
    if is_transpose(ctx, sup, whole):
        return transpose(whole, tree.span)
    if (isinstance(sup, Group) and sup.kind == "[") or (isinstance(sup, Product) and isinstance(sup.factors[0], Group)):
        raise fail("GP400", "This superscript is not understood.", sup.span, "Write a layer so: a^{[l-1]}.")
    if isinstance(tree.base, Symbol) and is_shifted(sup):
        message = "It is not clear whether this is a power or one of many: x^{(n + 1)} beside x^{(n)}."
        raise fail("GP400", message, sup.span, "For a power write x^{n + 1}.")
    if len(whole.axes) == 2:
        return of_matrix(ctx, whole, sup, tree.span)
    if isinstance(sup, Add | Chain) and whole.axes:
        raise fail("GP400", "This superscript on a vector is not understood.", sup.span)
    exponent = ctx.read(ctx, sup)
    components = power_of_components(ctx, whole, exponent, tree)
    if components is not None:
        return components
    if not whole.is_scalar or not exponent.is_scalar:
        kind = ctx.describe(whole)
        raise fail("GP400", f"A power needs a number, and its base is {kind}.", tree.span)
    plain = squared(whole, exponent.body) if isinstance(tree.base, Norm) else None
    return plain or scalar(Power(whole.body, exponent.body))


def of_matrix(ctx: Reading, whole: Whole, superscript: Tree, span: Span) -> Whole:
    """The inverse, the transposed inverse, or a small power of a matrix."""
    mark = inverse_mark(superscript)
    if mark:
        found = inverse(ctx, whole, span)
        return transpose(found, span) if mark == "T" else matrix_power(ctx, found, Fraction(mark), span)
    if not isinstance(superscript, Number):
        raise fail("GP400", "This superscript on a matrix is not understood.", superscript.span)
    return matrix_power(ctx, whole, superscript.value, span)
