"""Typed index expressions: what a formula means.

Every expression is a real number once its free indices, the sizes of all dimensions and the values of its variables
are fixed. Vectors and matrices are expressions with free indices for axes (`Whole`). Every index has a Dimension and
every Sum and Product runs over the whole of it; a restricted sum multiplies its body by deltas. No documents here, no
LaTeX, no SymPy.

Bound indices: any names will do, also names that are free elsewhere (an inner binding shadows); whoever
substitutes must rename. Free indices are identified by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True, order=True)
class Dimension:
    """A symbolic size ≥ 1, such as C."""

    name: str


LARGEST_FIXED = 12
"""Sizes that are numbers up to this are taken as they are; larger ones stand for any size, as letters do."""


def fixed_size(name: str) -> int | None:
    """The size of a dimension whose name is a number, such as that of ℝ^3; None where it is any size."""
    return int(name) if name.isdigit() and 0 < int(name) <= LARGEST_FIXED else None


@dataclass(frozen=True, slots=True)
class Index:
    """An index, free or bound, that runs over its dimension."""

    name: str
    dimension: Dimension


@dataclass(frozen=True, slots=True)
class Label:
    """An index-valued variable: t_n, the class of data point n; `arguments` are its own indices."""

    name: str
    arguments: tuple[IndexTerm, ...]
    dimension: Dimension


@dataclass(frozen=True, slots=True)
class Fixed:
    """A fixed position, counted from 1: the 1 of x_1. The dimension is taken to be at least that long."""

    position: int
    dimension: Dimension


@dataclass(frozen=True, slots=True)
class Last:
    """The last place of a dimension: the K of p_K, where K is the size."""

    dimension: Dimension


IndexTerm = Index | Label | Fixed | Last


@dataclass(frozen=True, slots=True)
class Number:
    """A rational constant."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Constant:
    """A named real constant: "pi". Euler's e is Exp(Number(1))."""

    name: str


@dataclass(frozen=True, slots=True)
class Size:
    """A dimension used as a number: the C of 1/C."""

    dimension: Dimension


@dataclass(frozen=True, slots=True)
class Variable:
    """A component of a variable, or of a defined symbol: w_{jk} is Variable("w", (j, k)); a scalar has no indices."""

    name: str
    indices: tuple[IndexTerm, ...] = ()


@dataclass(frozen=True, slots=True)
class Delta:
    """The Kronecker delta: 1 where the two index terms are equal, else 0."""

    left: IndexTerm
    right: IndexTerm


@dataclass(frozen=True, slots=True)
class Order:
    """1 where the place `left` stands before the place `right` of the same dimension, else 0: [i < j]."""

    left: IndexTerm
    right: IndexTerm


@dataclass(frozen=True, slots=True)
class Add:
    """The sum of its terms; 0 for none."""

    terms: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Mul:
    """The product of its factors; 1 for none."""

    factors: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Power:
    """base ** exponent on the reals: integer exponents for every base, any other for base ≥ 0 (> 0 where negative).

    An odd root of a negative number is undefined, as in most calculus texts' x^{1/3} for x < 0 left open.
    """

    base: Expression
    exponent: Expression


@dataclass(frozen=True, slots=True)
class Function:
    """A known function of one real argument; names in KNOWN_FUNCTIONS."""

    name: str
    argument: Expression


KNOWN_FUNCTIONS = frozenset(
    {"exp", "log", "sigma", "tanh", "sinh", "cosh", "sin", "cos", "tan", "arctan", "abs", "sign", "relu", "softplus"}
    | {"gamma", "psi", "psi1"}
)
"""`gamma` is Γ, `psi` the derivative of log Γ, `psi1` that of ψ. `sigma` is the logistic
function; `log` is natural; sign(0) = 0; relu and abs have no derivative at 0."""


@dataclass(frozen=True, slots=True)
class Sum:
    """Σ over the whole dimension of `index`."""

    index: Index
    body: Expression


@dataclass(frozen=True, slots=True)
class Product:
    """∏ over the whole dimension of `index`."""

    index: Index
    body: Expression


@dataclass(frozen=True, slots=True)
class Derivative:
    """∂ body / ∂ variable. The variable, defined or not, is the independent one: every path from it to `body` counts,
    none goes through its own definition. Other definitions are followed."""

    body: Expression
    variable: Variable


@dataclass(frozen=True, slots=True)
class Argument:
    """A whole argument of a function: the expression `body` over the axes `indices`, bound in it; scalars have none."""

    indices: tuple[Index, ...]
    body: Expression


@dataclass(frozen=True, slots=True)
class Partial:
    """One partial derivative that was taken of a function, by component `indices` of argument `position` (from 0)."""

    position: int
    indices: tuple[IndexTerm, ...]


@dataclass(frozen=True, slots=True)
class Apply:
    """Component `indices` of the function `name` applied to whole arguments, after the partial derivatives `partials`.

    A function that the model defines is replaced by its body; any other is abstract: smooth and otherwise unknown.
    A scalar f'(z) is Apply("f", (), (Argument((), z),), (Partial(0, ()),)). An abstract loss L(u) is
    Apply("L", (), (Argument((k,), u_k),)).
    """

    name: str
    indices: tuple[IndexTerm, ...]
    arguments: tuple[Argument, ...]
    partials: tuple[Partial, ...] = ()


Expression = (
    Number
    | Constant
    | Size
    | Variable
    | Delta
    | Order
    | Add
    | Mul
    | Power
    | Function
    | Sum
    | Product
    | Derivative
    | Apply
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A formal argument of a defined function: a variable name with the axes of its shape."""

    name: str
    shape: tuple[Dimension, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """name_{indices}(parameters) := body. The distinct indices are bound in the body, as the parameters' names are."""

    name: str
    indices: tuple[Index, ...]
    parameters: tuple[Parameter, ...]
    body: Expression


@dataclass(frozen=True, slots=True)
class IndexCondition:
    """A condition in force on two index terms: equal (i = j) or distinct (i ≠ j)."""

    left: IndexTerm
    right: IndexTerm
    equal: bool


@dataclass(frozen=True)
class Model:
    """What the symbols of an equation stand for.

    `definitions` by name, acyclic; `shapes` of the undefined variables by name; `labels`: shapes of index-valued
    variables by name, with the dimension of their values last; `positive`: variables declared > 0.
    """

    definitions: dict[str, Definition]
    shapes: dict[str, tuple[Dimension, ...]]
    labels: dict[str, tuple[Dimension, ...]]
    positive: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Equation:
    """left = right, for all values of the free indices that meet the conditions."""

    left: Expression
    right: Expression
    conditions: tuple[IndexCondition, ...] = ()


DETERMINANT, INVERSE = "det()", "inverse()"
MATRIX_FUNCTIONS = frozenset({DETERMINANT, INVERSE})
"""The names under which Apply has two functions that nobody defines: the determinant of one whole square matrix, a
number, and its inverse, a matrix. No symbol of a page has such a name."""

ZERO = Number(Fraction(0))
ONE = Number(Fraction(1))


def integer(value: int) -> Number:
    """The number `value`."""
    return Number(Fraction(value))
