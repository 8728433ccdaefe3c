"""Named functions: what each means in index notation."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from gradproof.formula.bare import fork, times
from gradproof.formula.componentwise import of_components
from gradproof.formula.composed import COMPOSED
from gradproof.formula.expression import (
    KNOWN_FUNCTIONS,
    Add,
    Apply,
    Argument,
    Definition,
    Expression,
    Function,
    Index,
    Mul,
    Parameter,
    Partial,
    Power,
    Sum,
    Variable,
    integer,
)
from gradproof.formula.expression import Number as NumberExpression
from gradproof.formula.matrices import diagonal, read_determinant, trace
from gradproof.formula.reading import Reading
from gradproof.formula.rename import free_terms, rename_index
from gradproof.formula.superscripts import is_transpose
from gradproof.formula.to_latex import to_latex
from gradproof.formula.tree import Add as AddTree
from gradproof.formula.tree import Call, Group
from gradproof.formula.whole import Whole, negate, scalar
from gradproof.source import fail

_NAMES = {"ln": "log", "sigmoid": "sigma", "ReLU": "relu", "sgn": "sign", "atan": "arctan"}


def read_call(ctx: Reading, tree: Call) -> Whole:
    """A named function of its argument, component by component where the argument is a vector."""
    name = _NAMES.get(tree.name, tree.name)
    special = {"softmax": _softmax, "diag": diagonal, "tr": trace, "trace": trace, "det": read_determinant}.get(name)
    if special is not None:
        return special(ctx, tree)
    rest = None
    trees = tree.arguments
    if tree.bare and len(trees) == 1:
        first, rest = fork(ctx, trees[0])
        trees = (first,)
    arguments = [ctx.read(ctx, a) for a in trees]
    if tree.primes and name not in KNOWN_FUNCTIONS and name not in COMPOSED:
        raise fail("GP400", "A prime on this function is not understood.", tree.span)
    if name == "sqrt":
        result = _sqrt(ctx, arguments, tree)
    elif name == "factorial" and len(arguments) == 1 and arguments[0].is_scalar:
        result = scalar(Function("gamma", Add((arguments[0].body, integer(1)))))
    elif name in ("max", "min"):
        result = _extreme(ctx, name, arguments, tree)
    elif name == "exp" or name in KNOWN_FUNCTIONS or name in COMPOSED:
        result = _elementwise(ctx, name, arguments, tree)
    else:
        raise fail("GP400", f"The function {tree.name} is not understood yet.", tree.span)
    if tree.subscript:
        raise fail("GP400", "Logarithms are natural here; a base is not understood.", tree.subscript[0].span)
    result = result if tree.power is None else _powered(ctx, result, tree)
    return result if rest is None else times(ctx, result, rest, tree.span)


def _elementwise(ctx: Reading, name: str, arguments: list[Whole], tree: Call) -> Whole:
    if len(arguments) != 1:
        raise fail("GP400", f"\\{tree.name} takes one argument.", tree.span)
    (argument,) = arguments
    body = primed(ctx, name, argument.body, tree.primes) if tree.primes else applied(name, argument.body)
    return Whole(body, argument.axes, argument.row)


def applied(name: str, argument: Expression) -> Expression:
    """A known function of a number; one that is made of others is written out."""
    return COMPOSED[name](argument) if name in COMPOSED else Function(name, argument)


def primed(ctx: Reading, name: str, argument: Expression, primes: int) -> Expression:
    """The derivative of a known function at an argument: σ'(z), tanh''(z)."""
    called = f"{name}()"
    ctx.functions[called] = Definition(called, (), (Parameter("z", ()),), applied(name, Variable("z")))
    return Apply(called, (), (Argument((), argument),), (Partial(0, ()),) * primes)


def _sqrt(ctx: Reading, arguments: list[Whole], tree: Call) -> Whole:
    root = Fraction(2)
    if len(arguments) == 2:
        degree = arguments[1].body
        if not isinstance(degree, NumberExpression) or degree.value < 2:
            raise fail("GP400", "Only roots of a fixed degree are understood.", tree.span)
        root = degree.value
    if not of_components(ctx, arguments[0]):
        raise fail("GP201", "A root needs a number.", tree.span)
    return replace(arguments[0], body=Power(arguments[0].body, NumberExpression(1 / root)))


def _extreme(ctx: Reading, name: str, arguments: list[Whole], tree: Call) -> Whole:
    """max(a, b) as b + relu(a - b), of which the derivative exists where a ≠ b; min(a, b) as a - relu(a - b)."""
    if len(arguments) == 2 and any(a.zero and a.is_scalar for a in arguments):
        (shape,) = [a for a in arguments if not (a.zero and a.is_scalar)] or [arguments[0]]
        if of_components(ctx, shape):
            numbers = [replace(a, axes=()) for a in arguments]
            return replace(shape, body=_extreme_of(name, *numbers).body)
    if len(arguments) != 2 or not all(a.is_scalar for a in arguments):
        raise fail("GP400", f"\\{name} is understood of two numbers.", tree.span, "Write \\max(0, z).")
    return _extreme_of(name, *arguments)


def _extreme_of(name: str, first: Whole, second: Whole) -> Whole:
    if first.zero:  # max(0, z) is relu(z)
        first, second = second, first
    kept = second if name == "max" else first
    rest = Function("relu", Add((first.body, negate(second.body))) if not second.zero else first.body)
    return scalar(Add((kept.body, rest if name == "max" else negate(rest))))


def _powered(ctx: Reading, result: Whole, tree: Call) -> Whole:
    assert tree.power is not None
    if is_transpose(ctx, tree.power, result) or len(result.axes) > 1:
        raise fail("GP400", "This superscript on a function is not understood.", tree.power.span)
    exponent = ctx.read(ctx, tree.power)
    if isinstance(tree.power, AddTree):
        raise fail("GP400", "f^{-1} may mean the inverse function or 1/f; write which.", tree.power.span)
    return replace(result, body=Power(result.body, exponent.body))


def _softmax(ctx: Reading, tree: Call) -> Whole:
    if len(tree.arguments) != 1 or tree.power is not None or tree.subscript:
        raise fail("GP400", "softmax takes one vector; its components are softmax(u)_j.", tree.span)
    whole = ctx.read(ctx, tree.arguments[0])
    index = _only_index(whole)
    if index is None and whole.is_scalar and free_terms(whole.body):
        raise fail("GP400", "softmax takes a whole vector.", tree.arguments[0].span, "Write softmax(u)_j.")
    if index is not None:
        shown = to_latex(tree.arguments[0])
        ctx.note(f"softmax({shown}) is read as the component {index.name} of the softmax of all {shown}.")
        return scalar(_softmax_over(ctx, whole.body, index))
    if len(whole.axes) not in (1, 2):
        kind = ctx.describe(whole)
        raise fail("GP201", f"softmax takes a vector, and this is {kind}.", tree.arguments[0].span)
    axis = whole.axes[-1]
    if len(whole.axes) == 2:
        ctx.note("The softmax of a matrix is taken row by row.")
        ctx.forks.append("The softmax of a matrix is read as that of its rows, not of its columns.")
        axis = whole.axes[0 if ctx.alternative else 1]
    return Whole(_softmax_over(ctx, whole.body, axis), whole.axes, whole.row)


def _softmax_over(ctx: Reading, body: Expression, index: Index) -> Expression:
    """e to the body, divided by the sum of that over the index."""
    inner = ctx.new_axis(index.dimension)
    total = Sum(inner, Function("exp", rename_index(body, index.name, inner)))
    return Mul((Function("exp", body), Power(total, integer(-1))))


def _only_index(whole: Whole) -> Index | None:
    """The only index of a number that has one, the j of u_j; None for any other whole."""
    terms = free_terms(whole.body) if whole.is_scalar else frozenset()
    (term, *others) = terms or (None,)
    return term if isinstance(term, Index) and not others else None


def greek_call(ctx: Reading, name: str, arguments: list[Whole], primes: int, group: Group) -> Whole:
    """σ, Γ or ψ of one argument."""
    if len(arguments) != 1:
        raise fail("GP400", f"{_SHOWN[name]} takes one argument.", group.span)
    (argument,) = arguments
    if not primes:
        return replace(argument, body=Function(name, argument.body), zero=False)
    return replace(argument, body=primed(ctx, name, argument.body, primes), zero=False)


_SHOWN = {"sigma": "σ", "gamma": "Γ", "psi": "ψ"}
