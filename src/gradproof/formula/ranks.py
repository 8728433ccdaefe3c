"""How many axes a new symbol has, guessed from how the line uses it; and which new symbols are applied like functions.

Only symbols without subscripts, in plain type, that nobody has declared are guessed at: what is transposed or stands
behind a transposed vector or a matrix is a vector; a capital letter before a vector is a matrix; what is added to a
vector is one; what carries indices elsewhere in the line has as many axes. Everything else is a number.
"""

from __future__ import annotations

from gradproof.formula.environment import symbol_name
from gradproof.formula.letters import walk
from gradproof.formula.reading import Reading, super_index
from gradproof.formula.tree import Add, Call, Chain, Derivative, Divide, Group, Product, Script, Symbol, Transpose, Tree


def look_ahead(ctx: Reading, trees: tuple[Tree, ...]) -> None:
    """Fill `ctx.ranks` and `ctx.applied` from the trees of one line."""
    _functions(ctx, trees)
    for node in (n for tree in trees for n in walk(tree)):
        if isinstance(node, Script) and isinstance(node.base, Symbol) and _unknown(ctx, node.base) is not None:
            _set(ctx, symbol_name(node.base), sum(isinstance(s, Symbol) for s in node.subscripts))
    for _ in range(3):  # each pass may teach the next one
        before = dict(ctx.ranks)
        for tree in trees:
            for node in walk(tree):
                _learn(ctx, node)
        if before == ctx.ranks:
            return


def _functions(ctx: Reading, trees: tuple[Tree, ...]) -> None:
    for node in (n for tree in trees for n in walk(tree)):
        if isinstance(node, Product):
            for left, operator, right in zip(node.factors, node.operators, node.factors[1:], strict=False):
                if operator == "" and isinstance(right, Group) and right.kind == "(" and _looks_applied(ctx, left, right):
                    ctx.applied.add(applied_name(left))


def applied_name(callee: Tree) -> str:
    """The name of what is applied: f of f, f', f_j."""
    base = callee.base if isinstance(callee, Script) else callee
    return symbol_name(base) if isinstance(base, Symbol) else ""


def _looks_applied(ctx: Reading, callee: Tree, group: Group) -> bool:
    name = applied_name(callee)
    if not name or ctx.entry(name) is not None or ctx.is_dimension(name) or name in ("e", "pi", "sigma"):
        return False
    if isinstance(callee, Script) and (callee.primes or callee.superscript is not None):
        return bool(callee.primes)
    alone = len(group.items) == 1
    return not any(isinstance(i, Add | Divide) for i in group.items) if alone else bool(group.items)


def _unknown(ctx: Reading, tree: Tree) -> str | None:
    """The name of a plain symbol that nobody knows; the base of its transpose too."""
    if isinstance(tree, Script) and not tree.subscripts and _transposed(tree):
        tree = tree.base
    if not isinstance(tree, Symbol) or tree.style in ("bold", "word"):
        return None
    name = symbol_name(tree)
    special = name in ("e", "pi") or ctx.is_dimension(name) or name in ctx.environment.functions
    return None if special or ctx.entry(name) is not None else name


def _transposed(tree: Tree) -> bool:
    if not isinstance(tree, Script):
        return False
    sup = tree.superscript
    return isinstance(sup, Transpose) or (isinstance(sup, Symbol) and sup.name == "T")


def _set(ctx: Reading, name: str | None, rank: int) -> None:
    if name is not None and rank > ctx.ranks.get(name, 0):
        ctx.ranks[name] = rank


def _learn(ctx: Reading, node: Tree) -> None:
    if isinstance(node, Script) and _transposed(node):
        name = _unknown(ctx, node)
        _set(ctx, name, 2 if name and name.isupper() else 1)
    if isinstance(node, Product):
        for left, right in zip(node.factors, node.factors[1:], strict=False):
            _learn_pair(ctx, left, right)
    if isinstance(node, Add | Chain):
        terms = [t for _, t in node.terms] if isinstance(node, Add) else [o for o in node.operands if o is not None]
        known = max((rank(ctx, t) for t in terms), default=0)
        for term in terms:
            if known == 1 and isinstance(node, Add):
                _set(ctx, _unknown(ctx, term), known)


def _learn_pair(ctx: Reading, left: Tree, right: Tree) -> None:
    name = _unknown(ctx, right)
    behind_row = _transposed(left) and rank(ctx, left) == 1
    if name is not None and not _transposed(right) and (behind_row or rank(ctx, left) == 2):
        _set(ctx, name, 2 if name.isupper() else 1)
    left_name = _unknown(ctx, left)
    if left_name is not None and left_name.isupper() and rank(ctx, right) == 1 and not _transposed(right):
        _set(ctx, left_name, 2)


def rank(ctx: Reading, tree: Tree) -> int:
    """The number of open axes a tree seems to have; 0 where nothing is known."""
    match tree:
        case Symbol():
            return _symbol_rank(ctx, tree, 0)
        case Script(Symbol() as base, subscripts, superscript):
            return max(0, _symbol_rank(ctx, base, len(subscripts) + len(super_index(superscript))))
        case Add(terms):
            return max(rank(ctx, t) for _, t in terms)
        case Group(_, (inner,), ()):
            return rank(ctx, inner)
        case Call(name, (argument,)) if name not in ("sqrt",):
            return rank(ctx, argument)
        case Derivative(numerator, ((variable, 1),)) if numerator is not None:
            return rank(ctx, numerator) + rank(ctx, variable)
        case Product(factors):
            return _product_rank(ctx, factors)
        case _:
            return 0


def _symbol_rank(ctx: Reading, symbol: Symbol, indices: int) -> int:
    name = symbol_name(symbol)
    entry = ctx.entry(name)
    if entry is not None:
        return max(0, len(entry.shape) - indices)
    if indices:
        return 1 if symbol.style == "bold" else 0
    if name in ctx.ranks:
        return ctx.ranks[name]
    return 0 if symbol.style != "bold" else 2 if symbol.name.isupper() else 1


def _product_rank(ctx: Reading, factors: tuple[Tree, ...]) -> int:
    ranks = [(rank(ctx, f), _transposed(f)) for f in factors]
    wholes = [r for r in ranks if r[0]]
    if not wholes:
        return 0
    total, row = wholes[0][0], wholes[0][1] and wholes[0][0] == 1
    for following, transposed in wholes[1:]:
        if following == 1 and transposed:
            total, row = (2, False) if total == 1 and not row else (1, True)
        elif following == 1:
            total, row = (0, False) if row or total == 1 else (1, False)
        else:
            total = 1 if total == 1 else 2
    return total
