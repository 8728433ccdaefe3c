"""How many axes a new symbol has, guessed from how formulas use it; and which new symbols are applied like functions.

Only symbols in plain type that nobody has declared are guessed at: what carries indices has as many axes; what is
transposed or stands behind a transposed vector or a matrix is a vector; a capital letter before a vector is a matrix,
and one before a plain small letter makes a matrix times a vector; what is added to a vector, equal to one, or stands
in a norm or a softmax is one; a capital in a trace or a determinant, or inverted in a product, is a matrix.
Nothing that is raised to a power or divided by is more than a number. Everything else is a number.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from gradproof.formula.along import shown_ranks
from gradproof.formula.axes import applied_name, is_plain, is_power, rank, symbol_rank, transposed
from gradproof.formula.environment import Environment, symbol_name
from gradproof.formula.letters import free_letters, named_sizes, walk
from gradproof.formula.matrix_letters import matrix_letters
from gradproof.formula.memo import by_identity
from gradproof.formula.reading import Read, Reading, super_index
from gradproof.formula.to_latex import to_latex
from gradproof.formula.tree import (
    Add,
    Call,
    Chain,
    Divide,
    Group,
    Norm,
    Product,
    Script,
    Symbol,
    Tree,
)
from gradproof.formula.unknown import Slot, all_known, slot_of

_PASSES = 6
"""What one line teaches may teach another: u = Wx + b, then y = u + c; longer ladders are declared on real pages."""


def look_ahead(ctx: Reading, trees: tuple[Tree, ...]) -> None:
    """Fill `ctx.ranks` and `ctx.applied` from the trees of one line, with the hints of the page as a start."""
    _functions(ctx, trees)
    ctx.ranks.update(ctx.environment.hints)
    ctx.ranks.update({n: r for n, r in shown_ranks(ctx, trees).items() if r > ctx.ranks.get(n, 0)})
    _learn_all(ctx, trees)
    if any(isinstance(t, Symbol) and t.name == "I" for t in trees) and any(rank(ctx, t) == 2 for t in trees):
        ctx.ranks["I"] = 2  # A side of its own beside a matrix: the identity.


def hints(env: Environment, trees: tuple[Tree, ...], read: Read) -> dict[str, int]:
    """The ranks that the formulas of a section, all together, suggest for symbols without a statement."""
    ctx = Reading(env, read)
    ctx.dimensions |= frozenset[str]().union(*map(named_sizes, trees))
    _functions(ctx, trees)
    _learn_all(ctx, trees)
    return {name: rank for name, rank in sorted(ctx.ranks.items()) if rank}


def _learn_all(ctx: Reading, trees: tuple[Tree, ...]) -> None:
    if all(all_known(ctx, tree) for tree in trees):
        return
    nodes = [node for tree in trees for node in walk(tree)]
    limits = {**dict(_limits(ctx, nodes)), **shown_ranks(ctx, trees)}
    counts = _index_counts(ctx, nodes)
    letters = frozenset[str]().union(*map(free_letters, trees))
    for node in nodes:
        if isinstance(node, Script):
            _set(ctx, limits, node, 0)
        elif isinstance(node, Call) and node.name == "softmax" and isinstance(node.arguments[0], Symbol):
            _set(ctx, limits, node.arguments[0], 1)
    for tree in matrix_letters(nodes):
        _set(ctx, limits, tree, 2)
    for _ in range(_PASSES):
        before = dict(ctx.ranks)
        _factors_until_stable(ctx, limits, nodes)
        for node in nodes if not ctx.alternative else ():
            _pair_of_matrix_and_vector(ctx, limits, node, letters)
        _factors_until_stable(ctx, limits, nodes)
        for node in nodes:  # only once the factors are known, what they are added and equal to
            _learn_equals(ctx, limits, counts, node)
        if before == ctx.ranks:
            return


def _factors_until_stable(ctx: Reading, limits: dict[str, int], nodes: list[Tree]) -> None:
    before: dict[str, int] | None = None
    while before != ctx.ranks:
        before = dict(ctx.ranks)
        for node in nodes:
            _learn_factors(ctx, limits, node)


def _limits(ctx: Reading, nodes: list[Tree]) -> Iterator[Slot]:
    """Unknown symbols with as many indices as make them numbers: they are raised to a power, or divided by."""
    for node in nodes:
        tree: Tree | None = None
        if isinstance(node, Script) and isinstance(node.base, Symbol) and is_power(ctx, node):
            tree = Script(node.base, node.subscripts, None, node.primes, node.span)
        elif isinstance(node, Divide):
            tree = node.denominator
        slot = slot_of(ctx, tree) if tree is not None else None
        if slot is not None:
            yield slot


def _set(ctx: Reading, limits: dict[str, int], tree: Tree, axes: int) -> bool:
    """Learn that a symbol with its indices has so many open axes; False where it has none of its own."""
    slot = slot_of(ctx, tree)
    if slot is None or slot[0] in ctx.applied:
        return False
    name, taken = slot
    total = taken + axes
    if total > ctx.ranks.get(name, 0) and total <= limits.get(name, total):
        ctx.ranks[name] = total
    return True


def _functions(ctx: Reading, trees: tuple[Tree, ...]) -> None:
    """The new symbols that are applied; one with indices that also stands without a bracket is a number: y_k(1 - p)."""
    bare = frozenset[str]().union(*map(_factors_without_bracket, trees))
    for node in (n for tree in trees for n in walk(tree)):
        if isinstance(node, Product):
            for left, operator, right in zip(node.factors, node.operators, node.factors[1:], strict=False):
                group = right.base if isinstance(right, Script) and not right.subscripts else right
                bracket = operator == "" and isinstance(group, Group) and group.kind == "("
                if bracket and applied_name(left) == "Gamma":
                    ctx.applied.add("Gamma")
                applied = bracket and isinstance(group, Group) and _looks_applied(ctx, left, group)
                if applied and (applied_name(left) not in bare or _has_primes(left)):
                    ctx.applied.add(applied_name(left))
                    if isinstance(left, Script) and left.primes:
                        ctx.primed.add(applied_name(left))


def _has_primes(tree: Tree) -> bool:
    return isinstance(tree, Script) and bool(tree.primes)


@by_identity
def _factors_without_bracket(tree: Tree) -> frozenset[str]:
    """The names of indexed symbols that stand somewhere without a bracket behind them."""
    found: set[str] = set()
    for node in walk(tree):
        if isinstance(node, Product):
            for left, right in zip(node.factors, (*node.factors[1:], None), strict=True):
                group = right.base if isinstance(right, Script) and not right.subscripts else right
                if isinstance(left, Script) and left.subscripts and not isinstance(group, Group):
                    found.add(applied_name(left))
        elif isinstance(node, Add):
            found |= {applied_name(t) for _, t in node.terms if isinstance(t, Script) and t.subscripts}
    return frozenset(found - {""})


def _looks_applied(ctx: Reading, callee: Tree, group: Group) -> bool:
    name = applied_name(callee)
    if not name or ctx.entry(name) is not None or ctx.is_dimension(name) or name in ("e", "pi", "sigma"):
        return False
    if isinstance(callee, Script) and (callee.primes or callee.superscript is not None):
        return bool(callee.primes)
    alone = len(group.items) == 1
    return not any(isinstance(i, Add | Divide) for i in group.items) if alone else bool(group.items)


def _capital(tree: Tree) -> bool:
    base = tree.base if isinstance(tree, Script) else tree
    return isinstance(base, Symbol) and base.style in ("", "bold") and base.name[:1].isupper()


def _learn_factors(ctx: Reading, limits: dict[str, int], node: Tree) -> None:
    match node:
        case Script():
            if transposed(node):
                _set(ctx, limits, node, 2 if _capital(node) and not node.subscripts else 1)
            _like_the_bare_symbol(ctx, limits, node)
        case Norm(body, True):
            terms = [t for _, t in body.terms] if isinstance(body, Add) else [body]
            if all(slot_of(ctx, term) is not None or rank(ctx, term) for term in terms):
                for term in terms:
                    _set(ctx, limits, term, 2 if _capital(term) and isinstance(term, Symbol) else 1)
        case Product(factors):
            for left, right in pairwise(factors):
                _learn_pair(ctx, limits, left, right)


def _learn_equals(ctx: Reading, limits: dict[str, int], counts: dict[str, int], node: Tree) -> None:
    match node:
        case Add(terms):
            _learn_terms(ctx, limits, [t for _, t in terms if not _settled(ctx, counts, t)])
        case Chain(operands, relations) if set(relations) <= {"=", ":="}:
            _learn_sides(ctx, limits, [o for o in operands if o is not None and not _settled(ctx, counts, o)])


def _index_counts(ctx: Reading, nodes: list[Tree]) -> dict[str, int]:
    """The most indices that an unknown symbol carries anywhere."""
    counts: dict[str, int] = {}
    for slot in (slot_of(ctx, node) for node in nodes if isinstance(node, Script)):
        if slot is not None and slot[1]:
            counts[slot[0]] = max(slot[1], counts.get(slot[0], 0))
    return counts


def _settled(ctx: Reading, counts: dict[str, int], tree: Tree) -> bool:
    """Whether indices say how many axes a term has, the x of x_{kl}: beside x − μ_l, x_{kl} and μ teach nothing."""
    slot = slot_of(ctx, tree)
    return slot is not None and (slot[1] > 1 or (slot[1] == 0 and counts.get(slot[0], 0) > 0))


def _like_the_bare_symbol(ctx: Reading, limits: dict[str, int], node: Script) -> None:
    """x^{(i)} is one of many x: it has the axes of x behind its own index."""
    above = super_index(node.superscript)
    if above and isinstance(node.base, Symbol) and not node.subscripts:
        _set(ctx, limits, node, symbol_rank(ctx, node.base, symbol_name(node.base), 0))


def _learn_terms(ctx: Reading, limits: dict[str, int], terms: list[Tree]) -> None:
    known = max((rank(ctx, t) for t in terms), default=0)
    for term in terms:
        if known in (1, 2) and not (transposed(term) and known == 1):
            _set(ctx, limits, term, known)
        if known == 2 and isinstance(term, Product):
            for factor in term.factors:
                if isinstance(factor, Symbol) and factor.name == "I":
                    _set(ctx, limits, factor, 2)


def _learn_sides(ctx: Reading, limits: dict[str, int], sides: list[Tree]) -> None:
    known = max((rank(ctx, t) for t in sides), default=0)
    for side in sides:
        if known in (1, 2) and not transposed(side):
            _set(ctx, limits, side, known)


def _learn_pair(ctx: Reading, limits: dict[str, int], left: Tree, right: Tree) -> None:
    behind_row = transposed(left) and rank(ctx, left) == 1
    if not transposed(right) and (behind_row or rank(ctx, left) == 2):
        plain = isinstance(right, Symbol)
        _set(ctx, limits, right, 2 if _capital(right) and plain else 1)
    slot = slot_of(ctx, left)
    if slot is not None and slot[1] == 0 and _capital(left) and rank(ctx, right) == 1 and not transposed(right):
        _set(ctx, limits, left, 2)


def _pair_of_matrix_and_vector(ctx: Reading, limits: dict[str, int], node: Tree, letters: frozenset[str]) -> None:
    """W x of a capital and a small plain letter: a matrix times a vector, unless one of them is surely a number."""
    if not isinstance(node, Product):
        return
    for left, operator, right in zip(node.factors, node.operators, node.factors[1:], strict=False):
        first, second = slot_of(ctx, left), slot_of(ctx, right)
        if operator or first is None or second is None or not _capital(left) or not is_plain(right):
            continue
        (matrix, taken), (vector, of_vector) = first, second
        numbers = vector in letters or vector in limits or matrix in limits or _capital(right) or of_vector
        if taken or numbers or ctx.ranks.get(vector, 0) > 1 or {matrix, vector} & ctx.applied:
            continue
        if ctx.ranks.get(matrix, 0) in (0, 2) and len({matrix, vector}) == 2:
            if ctx.introduce and ctx.ranks.get(matrix, 0) == 0:
                ctx.forks.append(f"{to_latex(left)} {to_latex(right)} is read as a matrix times a vector.")
            ctx.ranks[matrix], ctx.ranks[vector] = 2, 1
