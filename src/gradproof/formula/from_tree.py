"""From a tree to its meaning: typed index expressions, given an Environment.

Here stands the table of which rule reads which node, and sums of terms. The rules for symbols, products and operators
have files of their own; `equations.py` holds what the other rooms call.

A sum Σ_i takes the product to its right. It stretches over later terms of the same sum only while they contain i and i
is not free elsewhere in the line. Where i is free elsewhere, both readings are possible: that is a fork.
"""

from __future__ import annotations

from dataclasses import replace

from gradproof.formula import tree as t
from gradproof.formula.along import is_added, lay
from gradproof.formula.calls import read_call
from gradproof.formula.cases import read_cases, read_indicator
from gradproof.formula.componentwise import beside_number, divides_components, repeated_number
from gradproof.formula.doubtful import refuse_bracket, without_places
from gradproof.formula.environment import symbol_name
from gradproof.formula.expression import Mul, Power, integer
from gradproof.formula.letters import bound_letters, free_letters, letter_name, open_sum
from gradproof.formula.literals import read_matrix
from gradproof.formula.norms import read_norm
from gradproof.formula.operators import read_big_operator, read_derivative
from gradproof.formula.products import read_product
from gradproof.formula.reading import Reading
from gradproof.formula.symbols import number, read_script, read_symbol
from gradproof.formula.to_latex import to_latex
from gradproof.formula.whole import Whole, add, align, broadcast, sentence
from gradproof.source import Span, fail


def read_whole(ctx: Reading, tree: t.Tree) -> Whole:
    """The meaning of a tree in the state of its line.

    Raises: FormulaError at the part that has none.
    """
    match tree:
        case t.Number(value):
            return number(value)
        case t.Symbol():
            return read_symbol(ctx, tree)
        case t.Script():
            return read_script(ctx, tree)
        case t.Group():
            return _group(ctx, tree)
        case t.Add():
            return _add(ctx, tree)
        case t.Product():
            tidied = without_places(ctx, tree)
            return read_product(ctx, tidied) if isinstance(tidied, t.Product) else read_whole(ctx, tidied)
        case t.Divide():
            return _divide(ctx, tree)
        case _:
            return _read_operator(ctx, tree)


def _read_operator(ctx: Reading, tree: t.Tree) -> Whole:
    match tree:
        case t.Derivative():
            return read_derivative(ctx, tree)
        case t.BigOperator():
            return read_big_operator(ctx, tree)
        case t.Call():
            return read_call(ctx, tree)
        case t.Norm():
            return read_norm(ctx, tree)
        case t.Indicator():
            return read_indicator(ctx, tree)
        case t.Cases():
            return read_cases(ctx, tree)
        case t.Matrix():
            return read_matrix(ctx, tree)
        case t.Ellipsis():
            help_ = "Write \\sum_{i=1}^n x_i, or terms that count: x_1 + x_2 + \\dots + x_n."
            raise fail("GP400", "It is not clear what stands for these dots.", tree.span, help_)
        case _:
            raise fail("GP400", "This is not understood here.", tree.span)


def _group(ctx: Reading, tree: t.Group) -> Whole:
    if len(tree.items) != 1 or tree.given:
        raise fail("GP400", "These brackets hold no single expression.", tree.span)
    refuse_bracket(tree)
    inner = read_whole(ctx, tree.items[0])
    return replace(inner, zero=inner.zero and inner.is_scalar)


def _divide(ctx: Reading, tree: t.Divide) -> Whole:
    top, bottom = read_whole(ctx, tree.numerator), read_whole(ctx, tree.denominator)
    fitting = bottom.axes and (top.is_scalar or align(bottom, top, ctx.unifier))
    if fitting and divides_components(ctx, bottom, tree.denominator):
        return _divide_components(ctx, top, bottom)
    if (divided := _divide_rows(ctx, tree, top, bottom)) is not None:
        return divided
    if not bottom.is_scalar:
        kind = ctx.describe(bottom)
        raise fail("GP201", f"One can only divide by a number, and this is {kind}.", tree.denominator.span)
    return replace(top, body=Mul((top.body, Power(bottom.body, integer(-1)))))


def _divide_rows(ctx: Reading, tree: t.Divide, top: Whole, bottom: Whole) -> Whole | None:
    """A matrix whose rows, or columns, are divided component by component by a vector; None for anything else."""
    if len(top.axes) != 2 or len(bottom.axes) != 1:
        return None
    lay(ctx, tree)
    repeated = broadcast(top, bottom, ctx.unifier)
    if repeated is None:
        return None
    ctx.note(f"{to_latex(tree.denominator)} divides each component along the axis that it has.")
    return replace(top, body=Mul((top.body, Power(repeated.body, integer(-1)))))


def _divide_components(ctx: Reading, top: Whole, bottom: Whole) -> Whole:
    """1/d component by component: the vector of all 1/d_i."""
    aligned = top if top.is_scalar else align(bottom, top, ctx.unifier)
    assert aligned is not None
    return replace(bottom, body=Mul((aligned.body, Power(bottom.body, integer(-1)))))


def _add(ctx: Reading, tree: t.Add) -> Whole:
    terms = _stretched(ctx, tree)
    if any(sign == 0 for sign, _ in terms):
        raise fail("GP400", "± stands for two claims; write one of them.", tree.span)
    with beside_number(ctx, tuple(term for _, term in terms)):
        wholes = [(sign, read_whole(ctx, term), term) for sign, term in terms]
    lay(ctx, tree)
    leader = next((w for _, w, _ in wholes if not w.zero), wholes[0][1])
    leader = next((w for _, w, _ in wholes if len(w.axes) > len(leader.axes) and _repeats(ctx, w, leader)), leader)
    aligned: list[tuple[int, Whole]] = []
    for sign, whole, term in wholes:
        fitting = align(leader, whole, ctx.unifier) or _repeated(ctx, leader, whole, term, tree)
        if fitting is None:
            raise _misfit(ctx, leader, whole, term.span)
        aligned.append((sign, fitting))
    derivative = any(w.derivative for _, w in aligned)
    return Whole(add(aligned), leader.axes, leader.row, all(w.zero for _, w, _ in wholes), derivative)


def _repeats(ctx: Reading, wide: Whole, narrow: Whole) -> bool:
    return narrow.is_scalar or broadcast(wide, narrow, ctx.unifier) is not None


def _repeated(ctx: Reading, leader: Whole, whole: Whole, term: t.Tree, tree: t.Add) -> Whole | None:
    """A vector added to every row of a matrix; to every component a written number, or what the page calls one."""
    fitting = broadcast(leader, whole, ctx.unifier)
    if fitting is None and isinstance(term, t.Symbol) and whole.is_scalar and leader.axes:
        said = symbol_name(term) in ctx.environment.said or is_added(ctx, term, tree) or _is_bias(ctx, leader, term)
        fitting = replace(whole, axes=leader.axes, row=leader.row) if said else None
    number = None if fitting is not None else repeated_number(ctx, leader, whole, term)
    if number is not None:
        ctx.note(f"{to_latex(term)} is added to every component.")
        return number
    if fitting is not None:
        ctx.note(f"{to_latex(term)} is added to each component along the axes that it does not have.")
    return fitting


def _is_bias(ctx: Reading, leader: Whole, term: t.Symbol) -> bool:
    """Whether a number of which the page says so stands beside one value for each sample: the b of w^T X + b."""
    entry = ctx.environment.entries.get(symbol_name(term))
    return (leader.row or len(leader.axes) == 2) and entry is not None and entry.declared and not entry.shape


def _misfit(ctx: Reading, leader: Whole, whole: Whole, span: Span) -> Exception:
    ours, theirs = (ctx.describe(w) for w in (leader, whole))
    return fail("GP201", f"{sentence(theirs)} cannot be added to {ours}.", span)


def _stretched(ctx: Reading, tree: t.Add) -> list[tuple[int, t.Tree]]:
    """The terms, with later ones drawn into a sum before them where they contain its index."""
    terms: list[tuple[int, t.Tree]] = []
    for sign, term in tree.terms:
        sum_before = open_sum(terms[-1][1]) if terms else None
        if sum_before is not None and _belongs(ctx, sum_before, term, terms):
            outer_sign, holder = terms.pop()
            terms.append((outer_sign, _grow(holder, sign, term)))
        elif terms and _may_differentiate(ctx, terms[-1][1], term):
            outer_sign, holder = terms.pop()
            assert isinstance(holder, t.Derivative)
            assert holder.operand is not None
            inside = t.Add(((1, holder.operand), (sign, term)), holder.operand.span.join(term.span))
            terms.append((outer_sign, replace(holder, operand=inside, bare=False, span=holder.span.join(term.span))))
        else:
            terms.append((sign, term))
    return terms


def _may_differentiate(ctx: Reading, before: t.Tree, term: t.Tree) -> bool:
    """Whether d/dx takes the next term, too: d/dx x² + 3x without brackets may mean both, and that is a fork."""
    if not isinstance(before, t.Derivative) or before.operand is None or isinstance(before.operand, t.Group):
        return False
    ctx.forks.append(f"The derivative is read without the term {to_latex(term)} behind it.")
    return ctx.alternative


def _belongs(ctx: Reading, operator: t.BigOperator, term: t.Tree, before: list[tuple[int, t.Tree]]) -> bool:
    letters = {letter_name(s) for s in bound_letters(operator)} & free_letters(term)
    if not letters:
        return _may_belong(ctx, term)
    elsewhere = ctx.outside | {n for scope in ctx.scopes for n in scope}
    elsewhere |= {n for _, earlier in before for n in free_letters(earlier)}
    if not letters & elsewhere:
        return True
    ctx.forks.append(f"The sum over {', '.join(sorted(letters))} is read without the term {to_latex(term)} behind it.")
    ctx.strict = True
    return ctx.alternative


def _may_belong(ctx: Reading, term: t.Tree) -> bool:
    """A term without the index behind Σ_q x_{ql} belongs to it on some pages: Σ_q x_{ql} − μ_l, the second reading."""
    if isinstance(term, t.BigOperator) or not free_letters(term):
        return False
    ctx.forks.append(f"The sum is read without the term {to_latex(term)} behind it.")
    return ctx.alternative


def _grow(tree: t.Tree, sign: int, term: t.Tree) -> t.Tree:
    """The term with one more summand in the sum at its end."""
    span = tree.span.join(term.span)
    if isinstance(tree, t.Product):
        return replace(tree, factors=(*tree.factors[:-1], _grow(tree.factors[-1], sign, term)), span=span)
    assert isinstance(tree, t.BigOperator)
    first = tree.body.terms if isinstance(tree.body, t.Add) else ((1, tree.body),)
    return replace(tree, body=t.Add((*first, (sign, term)), tree.body.span.join(term.span)), span=span)
