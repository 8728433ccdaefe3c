"""Factors in a row: which are applications, which derivatives chain, and what the rest multiplies to."""

from __future__ import annotations

from collections.abc import Callable

from gradproof.formula.along import lay
from gradproof.formula.axes import applied_name, rank
from gradproof.formula.bare import extended
from gradproof.formula.calls import greek_call
from gradproof.formula.chain_rule import chain, link_of
from gradproof.formula.componentwise import beside_hadamard, by_component, columns_meet
from gradproof.formula.conditional import conditional
from gradproof.formula.differentials import refuse_differential
from gradproof.formula.environment import FunctionEntry, symbol_name
from gradproof.formula.expression import ONE, Apply, Argument, Index, IndexTerm, Partial, Variable
from gradproof.formula.indices import refuse_function_of_layer, symbol_and_indices
from gradproof.formula.reading import Reading
from gradproof.formula.superscripts import raised
from gradproof.formula.tree import Group, Product, Script, Symbol, Tree
from gradproof.formula.whole import Whole, multiply, scalar, sentence
from gradproof.source import Span, fail

Factor = tuple[str, Whole, Tree]


def read_product(ctx: Reading, tree: Product) -> Whole:
    """The product of the factors; whole derivatives of one another are contracted (the chain rule)."""
    wider = extended(tree)
    if not isinstance(wider, Product):
        return ctx.read(ctx, wider)
    factors = _factors(ctx, wider)
    lay(ctx, wider)
    result, link = factors[0][1], link_of(factors[0][2])
    span, before = factors[0][2].span, factors[0][2]
    for operator, whole, node in factors[1:]:
        span = span.join(node.span)
        following = link_of(node)
        chained = chain(ctx, result, link, whole, following) if operator in ("", "cdot", "times") else None
        if chained is None:
            meant = "odot" if columns_meet(ctx, (result, whole), operator, (before, node), wider) else operator
            clash = _clash(ctx, result, whole, meant, span)
            result, link = multiply(result, whole, meant, ctx.unifier, clash), following
        else:
            result, link = chained
        before = node
    return result


_OTIMES = "Write \\odot for the product of components, \\mathbf{a}\\mathbf{b}^T for that of vectors."


def _clash(ctx: Reading, left: Whole, right: Whole, operator: str, span: Span) -> Callable[[], Exception]:
    def clash() -> Exception:
        if operator == "otimes":
            return fail("GP400", "The product \\otimes of vectors or matrices is not understood.", span, _OTIMES)
        ours, theirs = ctx.describe(left), ctx.describe(right)
        return fail("GP201", f"{sentence(ours)} cannot be multiplied by {theirs}.", span)

    return clash


def _factors(ctx: Reading, tree: Product) -> list[Factor]:
    """The factors with their operators before them; a function and its bracket are one."""
    found: list[Factor] = []
    position = 0
    while position < len(tree.factors):
        node = tree.factors[position]
        operator = tree.operators[position - 1] if position else ""
        following = tree.factors[position + 1] if position + 1 < len(tree.factors) else None
        if following is not None and tree.operators[position] == "":
            refuse_differential(ctx, node, following)
            _refuse_operator(ctx, node, following)
        group = bracket(following)
        if (
            following is not None
            and group is not None
            and tree.operators[position] == ""
            and is_application(ctx, node, group)
        ):
            with by_component(ctx, beside_hadamard(tree, position, 2)):
                value = apply(ctx, node, group)
            if isinstance(following, Script):
                value = raised(ctx, value, following)
            found.append((operator, value, node))
            position += 2
        else:
            with by_component(ctx, beside_hadamard(tree, position, 1)):
                found.append((operator, ctx.read(ctx, node), node))
            position += 1
    return found


def _refuse_operator(ctx: Reading, node: Tree, following: Tree) -> None:
    """Raises GP405 for a word that nobody explained right before what it may be applied to: \\operatorname{Var} x."""
    if ctx.defining is not None or not _is_word(node) or not isinstance(following, Symbol | Script | Group):
        return
    base = node.base if isinstance(node, Script) else node
    assert isinstance(base, Symbol)
    name = symbol_and_indices(ctx, node)[0] if isinstance(node, Script) else symbol_name(base)
    known = {name, symbol_name(base)} & (set(ctx.environment.entries) | ctx.environment.mentioned)
    if not known and name not in ctx.environment.functions:
        message = f"It is not known whether {name} is a function of what stands behind it, or a factor."
        raise fail("GP405", message, node.span, "Define it, or write \\cdot behind a factor.")


def bracket(tree: Tree | None) -> Group | None:
    """The bracket behind a function, also under an exponent: that of f(x) and of f(x)^2."""
    if isinstance(tree, Script) and not tree.subscripts and not tree.primes:
        tree = tree.base
    return tree if isinstance(tree, Group) and tree.kind == "(" and tree.items else None


def is_application(ctx: Reading, callee: Tree, group: Group) -> bool:
    """Whether X(…) applies X: X is a function of the page, a known one, or new and used like one."""
    name = applied_name(callee)
    if not name or (isinstance(callee, Script) and callee.superscript is not None):
        refuse_function_of_layer(ctx, callee, group)
        return False
    if group.given or (isinstance(callee, Script) and callee.primes):
        return True
    if name in ctx.environment.functions:
        return not (ctx.alternative and _multiplies(ctx, name, group))
    known = next((n for n in (name, _full_name(ctx, callee)) if ctx.entry(n) is not None), None)
    if known is not None:
        return _shows_dependence(ctx, callee, known, group)
    if name in ("sigma", "Gamma") or (name == "psi" and "Gamma" in ctx.applied):
        return True
    if _is_word(callee) and name not in ctx.environment.mentioned:
        raise fail("GP405", f"The function {name} is not known.", callee.span, "Define it, or name it in a sentence.")
    if name not in ctx.applied:
        return False
    if name in ctx.primed or len(group.items) > 1:
        return True
    ctx.forks.append(f"{name}(…) is read as a function applied to its argument, not as a product.")
    return not ctx.alternative


def _multiplies(ctx: Reading, name: str, group: Group) -> bool:
    """Whether S_i(δ_{ij} - S_j) can only be a product: a number stands in the bracket, and S is a function of a vector.

    The second reading; the first one has no types then.
    """
    function = ctx.environment.definitions.get(f"{name}()")
    shapes = [p.shape for p in function.parameters] if function else []
    one = len(group.items) == len(shapes) == 1 and not _is_defined(ctx, group.items[0])
    return one and len(shapes[0]) > 0 == rank(ctx, group.items[0])


def _is_defined(ctx: Reading, tree: Tree) -> bool:
    """Whether a tree is a symbol that the page defines, the z of z = wᵀx."""
    return isinstance(tree, Symbol) and symbol_name(tree) in ctx.environment.definitions


def _full_name(ctx: Reading, callee: Tree) -> str:
    """The name with the words and marks of its scripts: p_out, p_{j|i}."""
    scripted = isinstance(callee, Script) and isinstance(callee.base, Symbol)
    return symbol_and_indices(ctx, callee)[0] if scripted and isinstance(callee, Script) else applied_name(callee)


def _shows_dependence(ctx: Reading, callee: Tree, name: str, group: Group) -> bool:
    """Whether ℓ(u) only shows what the defined ℓ depends on; ℓ times u is the second reading."""
    names = [applied_name(i) for i in group.items if isinstance(i, Symbol | Script)]
    if len(names) != len(group.items) or "" in names:
        return False
    if name not in ctx.environment.definitions:
        if isinstance(callee, Script) and callee.subscripts and name not in ctx.applied:
            return False  # y_k(p_i) of an indexed number is a product
        ctx.forks.append(f"{name}(…) is read as a product; it may show what {name} depends on.")
        return ctx.alternative
    if not all(ctx.environment.leads_to(name, inner) for inner in names):
        return False
    ctx.forks.append(f"{name}(…) is read as {name}, with what it depends on in brackets; not as a product.")
    return not ctx.alternative


def _with_dependence(ctx: Reading, callee: Tree, group: Group) -> Whole:
    """The ℓ of ℓ(u). A whole vector f is not read so: f(w) may as well be a function beside it."""
    assert all(isinstance(item, Symbol | Script) for item in group.items)  # nothing but names may be left out
    whole = ctx.read(ctx, callee)
    if whole.axes:
        message = f"{applied_name(callee)} is a vector, and here it is applied like a function."
        raise fail("GP400", message, callee.span.join(group.span), "Use two names, or define it with its argument.")
    return whole


def _is_word(callee: Tree) -> bool:
    base = callee.base if isinstance(callee, Script) else callee
    return isinstance(base, Symbol) and base.style == "word"


def apply(ctx: Reading, callee: Tree, group: Group) -> Whole:
    """A function applied to its arguments."""
    name, indices, primes = _callee(ctx, callee)
    if name in ctx.environment.spoiled and ctx.entry(name) is None:
        raise fail("GP405", f"{name} is defined in a line that was not understood.", callee.span, "Mend it first.")
    if group.given:
        return conditional(ctx, name, group)
    if name in ctx.environment.spoiled and name not in ctx.entries:
        raise fail("GP405", f"{name} is defined in a line that was not understood.", callee.span)
    if name not in ctx.environment.functions and not primes and ctx.entry(name) is not None:
        return _with_dependence(ctx, callee, group)
    arguments = [ctx.read(ctx, item) for item in group.items]
    if name == "sigma" and name not in ctx.environment.functions and ctx.entry(name) is None:
        return greek_call(ctx, "sigma", arguments, primes, group)
    known = ctx.environment.functions.get(name)
    if known is None and (name == "Gamma" or (name == "psi" and "Gamma" in ctx.applied)) and ctx.entry(name) is None:
        return greek_call(ctx, name.lower(), arguments, primes, group)
    if known is not None and len(known.parameters) != len(arguments):
        raise fail(
            "GP400", f"{name} takes {len(known.parameters)} arguments, and here it has {len(arguments)}.", group.span
        )
    if known is None and name in _SPECIAL:
        raise fail("GP400", f"The special function {name} is not understood.", callee.span, "Define it on the page.")
    if ctx.introduce:
        ctx.called.add(name)
    if known is None and name not in ctx.called and not primes:
        raise fail(
            "GP405", f"The function {name} is not defined.", callee.span, f"Say that {name} is a function: {name}(x)."
        )
    entry = ctx.entry(name)
    if entry is not None and known is not None and not primes and _as_defined(known, arguments):
        return ctx.read(ctx, callee)
    if known is not None and not primes and _seen_over(ctx, name, arguments, group):
        return ctx.read(ctx, callee)
    _fitting(ctx, name, arguments, group)
    shape = entry.shape if entry is not None else tuple(ctx.new_dimension(f"dim({name})") for _ in indices)
    terms = tuple(ctx.term(t, d) for t, d in zip(indices, shape, strict=False))
    if len(terms) != len(shape):
        raise fail(
            "GP400", f"{name} as a whole vector of functions is not understood at another argument.", callee.span
        )
    return _applied(name if name not in ctx.environment.definitions else f"{name}()", terms, arguments, primes, group)


_SPECIAL = frozenset(("Gamma", "Phi", "psi", "zeta", "erf", "Beta"))
"""Names that mostly stand for one function with laws of its own: taken for an unknown one, they could be refuted."""


def _seen_over(ctx: Reading, name: str, arguments: list[Whole], group: Group) -> bool:
    """Whether ℓ(z) is the value of ℓ(w), seen over the number z = wᵀx, which cannot stand for the vector w."""
    function = ctx.environment.definitions.get(f"{name}()")
    if function is None or len(arguments) != 1 or not _is_defined(ctx, group.items[0]):
        return False
    return len(function.parameters[0].shape) != len(arguments[0].axes)


def _fitting(ctx: Reading, name: str, arguments: list[Whole], group: Group) -> None:
    """Raises GP201 where an argument has another shape than the function's parameter."""
    function = ctx.environment.definitions.get(f"{name}()")
    for parameter, argument, tree in zip(function.parameters if function else (), arguments, group.items, strict=False):
        fits = len(parameter.shape) == len(argument.axes) and not argument.row
        if not fits or not all(
            ctx.unifier.unify(d, a.dimension) for d, a in zip(parameter.shape, argument.axes, strict=True)
        ):
            kind = ctx.describe(Whole(ONE, tuple(Index("", d) for d in parameter.shape)))
            raise fail("GP201", f"{name} takes {kind}, and this is {ctx.describe(argument)}.", tree.span)


def _callee(ctx: Reading, callee: Tree) -> tuple[str, tuple[Tree, ...], int]:
    if isinstance(callee, Script):
        name, indices = symbol_and_indices(ctx, callee)
        return name, indices, callee.primes
    assert isinstance(callee, Symbol)
    return symbol_name(callee), (), 0


def _as_defined(known: FunctionEntry, arguments: list[Whole]) -> bool:
    """Whether the arguments are the very variables of the definition: u_j(x) where u_j(x) was defined."""
    return all(
        isinstance(a.body, Variable) and a.body.name == p and len(a.axes) == len(a.body.indices)
        for a, p in zip(arguments, known.parameters, strict=True)
    )


def _applied(name: str, terms: tuple[IndexTerm, ...], arguments: list[Whole], primes: int, group: Group) -> Whole:
    if primes and (len(arguments) != 1 or arguments[0].axes):
        raise fail("GP400", "A prime is understood on a function of one number.", group.span)
    wholes = tuple(Argument(a.axes, a.body) for a in arguments)
    return scalar(Apply(name, terms, wholes, (Partial(0, ()),) * primes))
