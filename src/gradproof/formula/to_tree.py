"""From a typed expression back to a tree that can be printed: brackets where they are needed, no more."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from gradproof.formula import expression as x
from gradproof.formula import tree as t
from gradproof.formula.tree import Tree
from gradproof.source import NOWHERE

_LOWER = (
    "alpha",
    "beta",
    "gamma",
    "delta",
    "epsilon",
    "zeta",
    "eta",
    "theta",
    "iota",
    "kappa",
    "lambda",
    "mu",
    "nu",
    "xi",
)
_MORE = ("pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega", "ell")
_UPPER = ("Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Upsilon", "Phi", "Psi", "Omega")
_VARIANTS = ("varepsilon", "vartheta", "varphi", "varsigma", "varrho")
_GREEK = frozenset((*_LOWER, *_MORE, *_UPPER, *_VARIANTS))
_ACCENTS = frozenset(("hat", "tilde", "bar", "dot", "overline"))
_CALLS = {"exp", "log", "tanh", "sinh", "cosh", "sin", "cos", "tan", "arctan"}
_LETTERS = {"sigma": "sigma", "gamma": "Gamma", "psi": "psi", "psi1": "psi"}
_WORDS = {"sign": "sgn", "relu": "ReLU", "softplus": "softplus"}


def to_tree(expression: x.Expression) -> Tree:
    """The tree of an expression; indices keep their names."""
    match expression:
        case x.Number(value):
            return _number(value)
        case x.Constant(name):
            return symbol(name)
        case x.Size(dimension):
            return symbol(dimension.name)
        case x.Variable(name, indices):
            return _named(name, indices)
        case x.Delta(left, right):
            return _scripted(symbol("delta"), (left, right))
        case x.Order(left, right):
            return t.Indicator(t.Chain((term(left), term(right)), ("<",), NOWHERE), NOWHERE)
        case x.Add(terms):
            return _add(terms)
        case x.Mul(factors):
            return _mul(factors)
        case x.Power(base, exponent):
            return _power(base, exponent)
        case x.Function(name, argument):
            return _function(name, to_tree(argument))
        case x.Sum(index, body):
            return _big("sum", index, body)
        case x.Product(index, body):
            return _big("prod", index, body)
        case x.Derivative(body, variable):
            return _derivative(to_tree(body), ((to_tree(variable), 1),))
        case x.Apply():
            return _apply(expression)


def _derivative(body: Tree, by: tuple[tuple[Tree, int], ...]) -> Tree:
    if isinstance(body, t.Symbol | t.Script):
        return t.Derivative(body, by, None, False, False, False, NOWHERE)
    return t.Derivative(None, by, _group(body), False, False, False, NOWHERE)


def symbol(name: str) -> Tree:
    """The symbol of a name in an expression: "x", "y_hat", "cal_L", "w_out"."""
    style = ""
    for prefix, found in (("bold_", "bold"), ("cal_", "cal"), ("bb_", "bb"), ("frak_", "frak")):
        if name.startswith(prefix):
            name, style = name.removeprefix(prefix), found
    head, *rest = name.split("_")
    accents = tuple(r for r in rest if r in _ACCENTS)
    words = [r for r in rest if r not in _ACCENTS]
    plain = len(head) == 1 or head in _GREEK
    base = t.Symbol(head, style if plain else "word", accents, NOWHERE)
    if not words:
        return base
    subs = tuple(_number(Fraction(int(w))) if w.isdigit() else t.Text(w, NOWHERE) for w in words)
    return t.Script(base, subs, None, 0, NOWHERE)


def term(index: x.IndexTerm) -> Tree:
    """An index term as a tree."""
    match index:
        case x.Index(name):
            return symbol(name)
        case x.Fixed(position):
            return _number(Fraction(position))
        case x.Last(dimension):
            return symbol(dimension.name)
        case x.Label(name, arguments):
            return _named(name, arguments)


def _named(name: str, indices: tuple[x.IndexTerm, ...]) -> Tree:
    """A symbol with its indices; of x^{(i)} the first stands above, of p_{j|i} the second behind a bar."""
    if name.endswith("^|") and len(indices) == 2:
        given = t.Chain((term(indices[0]), term(indices[1])), (r"\mid",), NOWHERE)
        return t.Script(symbol(name.removesuffix("^|")), (given,), None, 0, NOWHERE)
    if not name.endswith("^()"):
        return _scripted(symbol(name), indices)
    below = _scripted(symbol(name.removesuffix("^()")), indices[1:])
    base = below if isinstance(below, t.Script) else t.Script(below, (), None, 0, NOWHERE)
    return t.Script(base.base, base.subscripts, _group(term(indices[0])), 0, NOWHERE)


def _scripted(base: Tree, indices: tuple[x.IndexTerm, ...]) -> Tree:
    if not indices:
        return base
    subs = tuple(term(i) for i in indices)
    if isinstance(base, t.Script):
        return t.Script(base.base, base.subscripts + subs, None, 0, NOWHERE)
    return t.Script(base, subs, None, 0, NOWHERE)


def _number(value: Fraction) -> Tree:
    if value < 0:
        return t.Add(((-1, _number(-value)),), NOWHERE)
    if value.denominator == 1:
        return t.Number(value, NOWHERE)
    return t.Divide(
        t.Number(Fraction(value.numerator), NOWHERE), t.Number(Fraction(value.denominator), NOWHERE), NOWHERE
    )


def _group(tree: Tree) -> Tree:
    return t.Group("(", (tree,), (), NOWHERE)


def _sign(expression: x.Expression) -> tuple[int, x.Expression]:
    """The sign before a term and the rest of it."""
    match expression:
        case x.Number(value) if value < 0:
            return -1, x.Number(-value)
        case x.Mul((x.Number(value), *rest)) if value < 0:
            positive = () if value == -1 and rest else (x.Number(-value),)
            return -1, x.Mul((*positive, *rest)) if len(positive) + len(rest) > 1 else (*positive, *rest)[0]
        case x.Mul((only,)):
            return _sign(only)
        case _:
            return 1, expression


def _add(terms: tuple[x.Expression, ...]) -> Tree:
    if not terms:
        return _number(Fraction(0))
    signed = [_sign(e) for e in terms]
    signed.sort(key=lambda pair: pair[0] < 0 and any(s > 0 for s, _ in signed))
    trees = tuple((sign, _no_sum(to_tree(e))) for sign, e in signed)
    return trees[0][1] if len(trees) == 1 and trees[0][0] > 0 else t.Add(trees, NOWHERE)


def _no_sum(tree: Tree) -> Tree:
    return _group(tree) if isinstance(tree, t.Add) else tree


def _mul(factors: tuple[x.Expression, ...]) -> Tree:
    sign, rest = _sign(x.Mul(factors))
    if sign < 0:
        return t.Add(((-1, _no_sum(to_tree(rest))),), NOWHERE)
    above = [f for f in factors if not _below(f)]
    below = [f for f in factors if _below(f)]
    numerator = _row([f for f in above if f != x.ONE])
    if not below:
        return numerator
    inverted = [_invert(f) for f in below]
    return t.Divide(numerator, _row(inverted), NOWHERE)


def _below(factor: x.Expression) -> bool:
    return isinstance(factor, x.Power) and isinstance(factor.exponent, x.Number) and factor.exponent.value < 0


def _invert(factor: x.Expression) -> x.Expression:
    assert isinstance(factor, x.Power)
    assert isinstance(factor.exponent, x.Number)
    value = -factor.exponent.value
    return factor.base if value == 1 else x.Power(factor.base, x.Number(value))


def _row(factors: list[x.Expression]) -> Tree:
    """Factors side by side, sums with a sign of their own last or in brackets."""
    if not factors:
        return _number(Fraction(1))
    if len(factors) == 1:
        return to_tree(factors[0])
    ordered = sorted(factors, key=lambda f: isinstance(f, x.Sum | x.Product))
    trees = [_no_sum(to_tree(f)) for f in ordered]
    bracketed = [_group(f) if isinstance(f, t.BigOperator) and i < len(trees) - 1 else f for i, f in enumerate(trees)]
    flat: list[Tree] = []
    operators: list[t.Operator] = []
    for factor in bracketed:
        inner, within = (factor.factors, factor.operators) if isinstance(factor, t.Product) else ((factor,), ())
        operators += [_between(flat[-1], inner[0])] if flat else []
        operators += within
        flat += inner
    return t.Product(tuple(flat), tuple(operators), NOWHERE)


def _between(left: Tree, right: Tree) -> t.Operator:
    """A dot where two factors could be read as an application or as one number."""
    applied = isinstance(right, t.Group) and isinstance(left, t.Symbol | t.Script)
    return "cdot" if isinstance(right, t.Number) or applied else ""


def _power(base: x.Expression, exponent: x.Expression) -> Tree:
    if isinstance(exponent, x.Number) and exponent.value == Fraction(1, 2):
        return t.Call("sqrt", (to_tree(base),), None, (), 0, False, NOWHERE)
    if isinstance(exponent, x.Number) and exponent.value < 0:
        return t.Divide(_number(Fraction(1)), to_tree(_invert(x.Power(base, exponent))), NOWHERE)
    inner = to_tree(base)
    if isinstance(inner, t.Script) and inner.superscript is None and isinstance(inner.base, t.Symbol):
        return t.Script(inner.base, inner.subscripts, to_tree(exponent), inner.primes, NOWHERE)
    if isinstance(inner, t.Call) and inner.power is None and inner.name not in ("sqrt", "log"):
        return replace(inner, power=to_tree(exponent))
    simple = isinstance(inner, t.Symbol | t.Number)
    return t.Script(inner if simple else _group(inner), (), to_tree(exponent), 0, NOWHERE)


def _function(name: str, argument: Tree) -> Tree:
    if name == "abs":
        return t.Norm(argument, False, NOWHERE)
    if name == "exp":
        return t.Script(symbol("e"), (), argument, 0, NOWHERE)
    if name in _LETTERS:
        letter = symbol(_LETTERS[name])
        primed = t.Script(letter, (), None, 1, NOWHERE) if name == "psi1" else letter
        return t.Product((primed, _group(argument)), ("",), NOWHERE)
    return t.Call(_WORDS.get(name, name), (argument,), None, (), 0, False, NOWHERE)


def _big(kind: str, index: x.Index, body: x.Expression) -> Tree:
    inner = to_tree(body)
    named = index.dimension.name.isidentifier()
    letter = symbol(index.name)
    lower: Tree = t.Chain((letter, _number(Fraction(1))), ("=",), NOWHERE) if named else letter
    upper = symbol(index.dimension.name) if named else None
    return t.BigOperator(kind, (lower,), upper, _no_sum(inner), NOWHERE)


def _apply(apply: x.Apply) -> Tree:
    name = apply.name.removesuffix("()")
    items = tuple(_whole(a) for a in apply.arguments)
    scalar = len(items) == 1 and all(not p.indices for p in apply.partials)
    primes = len(apply.partials) if scalar else 0
    callee: Tree = _scripted(symbol(name), apply.indices)
    if primes:
        base = callee if isinstance(callee, t.Script) else t.Script(callee, (), None, 0, NOWHERE)
        callee = t.Script(base.base, base.subscripts, None, primes, NOWHERE)
    applied = t.Product((callee, t.Group("(", items, (), NOWHERE)), ("",), NOWHERE)
    if scalar or not apply.partials:
        return applied
    by = tuple((_partial(apply, p), 1) for p in apply.partials)
    return t.Derivative(applied, by, None, False, False, False, NOWHERE)


def _whole(argument: x.Argument) -> Tree:
    body = argument.body
    if isinstance(body, x.Variable) and argument.indices and body.indices[-len(argument.indices) :] == argument.indices:
        return to_tree(x.Variable(body.name, body.indices[: -len(argument.indices)]))
    return to_tree(body)


def _partial(apply: x.Apply, partial: x.Partial) -> Tree:
    argument = apply.arguments[partial.position]
    if isinstance(argument.body, x.Variable):
        count = len(argument.indices)
        kept = argument.body.indices[: len(argument.body.indices) - count]
        return to_tree(x.Variable(argument.body.name, (*kept, *partial.indices)))
    return t.Script(
        symbol("z"), (_number(Fraction(partial.position + 1)), *map(term, partial.indices)), None, 0, NOWHERE
    )
