"""The tree of one formula as it is written: no types, no meaning, every node with its place.

`from_latex.py` is the one way in; `from_tree.py` gives the tree its meaning. A node keeps what the author
wrote apart: `h_k(1-h_k)` is a Product of a Script and a Group, whether it is an application is decided later.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from gradproof.source import Span


@dataclass(frozen=True, slots=True)
class Number:
    """A literal: `2`, `0.5`, `1/4` is a Divide of two of them."""

    value: Fraction
    span: Span


@dataclass(frozen=True, slots=True)
class Symbol:
    """A letter or a word: `x`, `\\mathbf{x}`, `\\hat{y}`, `\\ell`, `\\text{loss}`.

    `name` is the bare name without backslash ("x", "sigma", "ell", "loss"); `style` one of "", "bold", "cal",
    "bb", "frak", "sans", "word" (a multi-letter name: \\mathrm{loss}, \\operatorname{foo}); `accents` from the
    inside out ("hat", "tilde", "bar", "dot", "vec" counts as style bold).
    """

    name: str
    style: str
    accents: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Script:
    """A base with what hangs on it; `primes` counts f', f''.

    `subscripts` are the items of the subscript: `w_{jk}` and `w_{j,k}` both give (j, k); `u_{t_n}` gives the one
    Script t_n; `x_{i+1}` the one Add; `w_{\\text{out}}` the one Text. `superscript` is a tree as it stands: a power,
    a transpose (Symbol T, or Transpose), `(i)` as a Group.
    """

    base: Tree
    subscripts: tuple[Tree, ...]
    superscript: Tree | None
    primes: int
    span: Span


@dataclass(frozen=True, slots=True)
class Transpose:
    """The mark of a transpose that cannot be anything else: \\top, \\intercal, ⊤, \\mathsf{T}, \\mathrm{T}."""

    span: Span


@dataclass(frozen=True, slots=True)
class Group:
    """Brackets with comma-separated items: `(a, b)`, `[l]`, `\\{…\\}`; `kind` is the opener: "(", "[", "\\{".

    `given` holds the items behind a bar: `(t | x)` has items (t,) and given (x,).
    Invisible TeX braces `{…}` make no Group.
    """

    kind: str
    items: tuple[Tree, ...]
    given: tuple[Tree, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Norm:
    """`|x|` (double False) or `\\|x\\|` (double True)."""

    body: Tree
    double: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Add:
    """A sum of two or more signed terms: `a - b + c` is ((+1, a), (-1, b), (+1, c)); also `-a` alone: ((-1, a),).

    A sign of 0 stands for ±.
    """

    terms: tuple[tuple[int, Tree], ...]
    span: Span


Operator = Literal["", "cdot", "*", "times", "odot", "circ", "otimes", "oslash"]


@dataclass(frozen=True, slots=True)
class Product:
    """Two or more factors in a row; `operators[i]` stands between factors i and i+1, "" for none."""

    factors: tuple[Tree, ...]
    operators: tuple[Operator, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Divide:
    """`\\frac{a}{b}` or `a / b` (of which a is the product to the left, b the one factor to the right)."""

    numerator: Tree
    denominator: Tree
    span: Span


@dataclass(frozen=True, slots=True)
class Derivative:
    """`∂A/∂B` in every spelling; `numerator` None for an operator `∂/∂x` whose `operand` follows.

    `variables` with their orders: ∂²f/∂x∂y has ((x, 1), (y, 1)), ∂²f/∂x² has ((x, 2),). Exactly one of
    numerator and operand is given (an operator with nothing behind it has neither). `total` for d/dx;
    `gradient` for `\\nabla_x` and `\\nabla`, where variables may be empty, and `twice` for `\\nabla^2`. `bare` when the
    operand is a product that was not bracketed.
    """

    numerator: Tree | None
    variables: tuple[tuple[Tree, int], ...]
    operand: Tree | None
    total: bool
    gradient: bool
    bare: bool
    span: Span
    twice: bool = False


@dataclass(frozen=True, slots=True)
class BigOperator:
    """`\\sum`, `\\prod`, `\\max`, `\\min`, `\\int`, with what stands below and above it; its body is the product to
    its right.

    `lower` holds the items below: `k=1` (a Chain), `j` (a Symbol), `k \\neq j`, `i, j`, `n \\in S`; `upper` the
    tree above. `kind` is "sum", "prod", …
    """

    kind: str
    lower: tuple[Tree, ...]
    upper: Tree | None
    body: Tree
    span: Span


@dataclass(frozen=True, slots=True)
class Call:
    """A named function with its argument: `\\exp(u)`, `\\log p_t`, `\\operatorname{softmax}(u)`, `\\sqrt[n]{x}`.

    `name` without backslash ("exp", "ln", "softmax", "sqrt", "sigmoid"); `power` of `\\sin^2 x`; `subscript` of
    `\\log_2 x`; `bare` when the argument is a product of two or more factors that was not bracketed. For sqrt with an
    index, arguments are (radicand, index). Names that the language does not know are Symbols, not Calls.
    """

    name: str
    arguments: tuple[Tree, ...]
    power: Tree | None
    subscript: tuple[Tree, ...]
    primes: int
    bare: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Indicator:
    """`\\mathbb{1}[j=t]`, `\\mathbf{1}_{j=t}`, `1\\{j=t\\}`, `I(j=t)` with \\mathbb, the bare `[j=t]`."""

    condition: Tree
    span: Span


@dataclass(frozen=True, slots=True)
class Cases:
    """`\\begin{cases}`: values with conditions; a condition None means "otherwise"."""

    rows: tuple[tuple[Tree, Tree | None], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Matrix:
    """`\\begin{bmatrix}` and its kin; `kind` is the environment's name."""

    rows: tuple[tuple[Tree, ...], ...]
    kind: str
    span: Span


@dataclass(frozen=True, slots=True)
class Chain:
    """`a = b \\leq c`: operands and the relations between them.

    Relations: "=", ":=", "\\neq", "<", ">", "\\leq", "\\geq", "\\in", "\\approx", "\\propto", "\\sim", "\\to",
    "\\Rightarrow", "\\equiv", …: the LaTeX command, or the character. The first operand is None in a row that
    begins with its relation.
    """

    operands: tuple[Tree | None, ...]
    relations: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Sequence:
    """Items in a row with commas between them: `1, \\dots, C`, `x, y \\in \\mathbb{R}`."""

    items: tuple[Tree, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Text:
    """`\\text{…}` prose inside a formula."""

    content: str
    span: Span


@dataclass(frozen=True, slots=True)
class Ellipsis:
    """`\\dots` and its kin."""

    span: Span


@dataclass(frozen=True, slots=True)
class Mark:
    """A symbol that stands for itself: `\\infty`, `\\emptyset`, `\\cdot` as a placeholder argument."""

    name: str
    span: Span


Tree = (
    Number
    | Symbol
    | Script
    | Transpose
    | Group
    | Norm
    | Add
    | Product
    | Divide
    | Derivative
    | BigOperator
    | Call
    | Indicator
    | Cases
    | Matrix
    | Chain
    | Sequence
    | Text
    | Ellipsis
    | Mark
)


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a row: a tree (a Chain when it relates things) with the conditions behind it.

    `a = b, \\quad i = j` and `a = b \\text{ if } i = j` have `conditions` (i = j,). `\\text{ and }`, `;` and wide
    space between two equations make two Statements. `aside` where words make it a reason for the one before it, or
    explain that: "since", "using", "where".
    """

    tree: Tree
    conditions: tuple[Tree, ...]
    span: Span
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a display (rows end at `\\\\`); `number` counts from 1 in its display."""

    statements: tuple[Statement, ...]
    number: int
    span: Span
