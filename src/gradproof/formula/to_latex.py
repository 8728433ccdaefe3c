"""LaTeX for a tree; reading it again gives the same tree, but for places.

TeX's invisible braces keep together what would otherwise be read apart; brackets are never added, for they would show.
"""

from __future__ import annotations

from itertools import pairwise

from gradproof.formula import tree as t
from gradproof.formula.commands import EXTREME, OPENERS
from gradproof.formula.grammar_calls import is_name
from gradproof.formula.names_to_latex import function_to_latex, number_to_latex, symbol_to_latex
from gradproof.formula.tree import Row, Statement, Tree

_SIGNS = {1: "+", -1: "-", 0: r"\pm "}
_ROW_BREAK = r" \\ "
_OPERATORS = {"": " ", "*": " * "}


def row_to_latex(row: Row) -> str:
    """LaTeX for the statements of a row."""
    return "; ".join(map(statement_to_latex, row.statements))


def statement_to_latex(statement: Statement) -> str:
    """LaTeX for a statement with its conditions."""
    parts = [r"\text{since } " * statement.aside + to_latex(statement.tree)]
    parts += [rf"\text{{if }} {to_latex(condition)}" for condition in statement.conditions]
    return r" \quad ".join(parts)


def to_latex(tree: Tree) -> str:
    r"""LaTeX for a tree that stands alone.

    >>> from gradproof.formula.from_latex import read_formula
    >>> to_latex(read_formula(r"\frac{1}{2} a_{ij} e^{-x}"))
    '\\frac{1}{2} a_{ij} e^{-x}'
    """
    if isinstance(tree, t.Sequence):
        texts = [_prose(item) if isinstance(item, t.Text) else _item(item) for item in tree.items]
        prose = [isinstance(item, t.Text) or getattr(item, "name", "") == "forall" for item in tree.items]
        joints = [" " if before or after else ", " for before, after in pairwise(prose)]
        return "".join(text + joint for text, joint in zip(texts, [*joints, ""], strict=True))
    if isinstance(tree, t.Text):
        return _prose(tree)
    return _chain(tree, alone=True) if isinstance(tree, t.Chain) else _sum(tree)


def _prose(tree: t.Text) -> str:
    """Text that stands beside formulas: the space in it keeps a single word from being read as a name."""
    return rf"\text{{{tree.content} }}"


# By how tightly things bind, loosest first.


def _chain(tree: t.Chain, alone: bool = False) -> str:
    """A chain; one that stands alone shows its ranges and lists without braces."""
    parts, last = [], len(tree.operands) - 1
    for place, (relation, operand) in enumerate(zip(("", *tree.relations), tree.operands, strict=True)):
        parts.append(relation)
        if alone and isinstance(operand, t.Sequence) and _is_plain_list(operand, place, last, tree.relations[0]):
            parts.append(", ".join(map(_item, operand.items)))
        elif operand is not None:
            parts.append(_sum(operand))
    return " ".join(part for part in parts if part)


def _is_plain_list(tree: t.Sequence, place: int, last: int, relation: str) -> bool:
    if any(isinstance(item, (t.Chain, t.Sequence, t.Text)) for item in tree.items):
        return False
    ranged = any(isinstance(item, t.Ellipsis) for item in tree.items)
    return (place == last and ranged) or (place == 0 and not ranged and relation in {"=", r"\in"})


def _item(tree: Tree) -> str:
    """An item of a list."""
    if isinstance(tree, t.Chain) and r"\mid" not in tree.relations and r"\lor" not in tree.relations:
        return _chain(tree)
    return _sum(tree)


def _sum(tree: Tree) -> str:
    if not isinstance(tree, t.Add):
        return _product(tree)
    text = ""
    for place, (sign, term) in enumerate(tree.terms):
        written = _SIGNS[sign]
        if place:
            text += f" {written.strip()} "
        elif sign != 1 or len(tree.terms) == 1:
            text += written
        text += _braced(term) if isinstance(term, t.Add) else _product(term)
    return text


def _product(tree: Tree) -> str:
    """A product, or anything that can stand in its place."""
    if not isinstance(tree, t.Product):
        return _factor(tree, last=True)
    text = ""
    for place, factor in enumerate(tree.factors):
        if place:
            operator = tree.operators[place - 1]
            text += _OPERATORS.get(operator, f" \\{operator} ")
        written = _factor(factor, last=place == len(tree.factors) - 1)
        if isinstance(factor, t.Ellipsis):
            written = r"\cdots"
        after_digit = text.rstrip()[-1:].isdigit() or (place and isinstance(tree.factors[place - 1], t.Number))
        text += f"{{{written}}}" if written[0].isdigit() and after_digit else written
    return text


def _run(tree: Tree) -> str:
    """A product as an argument without brackets: only a bracket behind a name, at the end, may stand bare in it."""
    if not isinstance(tree, t.Product):
        return _product(tree)
    head = tree.factors[0]
    parts = [_operand(head) if isinstance(head, t.Group) else _factor(head, last=False)]
    for before, factor in pairwise(tree.factors):
        bracket = factor.base if isinstance(factor, t.Script) else factor
        ends = isinstance(bracket, t.Group) and factor is tree.factors[-1] and is_name(before)
        bare = ends or not isinstance(bracket, (t.Group, t.Norm))
        parts.append(_factor(factor, last=True) if bare else _braced(factor))
    return " ".join(parts)


def _factor(tree: Tree, last: bool) -> str:
    """One factor; what would swallow those behind it is braced unless it is the last."""
    if isinstance(tree, (t.Add, t.Product, t.Chain, t.Sequence)):
        return _braced(tree)
    if not last and _swallows(tree):
        return _braced(tree)
    return _operand(tree)


def _braced(tree: Tree) -> str:
    return "{" + _inside(tree) + "}"


def _inside(tree: Tree) -> str:
    """LaTeX for a tree between braces or other delimiters, where commas part items."""
    if isinstance(tree, t.Sequence):
        return ", ".join(map(_item, tree.items))
    return _chain(tree) if isinstance(tree, t.Chain) else _sum(tree)


def _swallows(tree: Tree) -> bool:
    if isinstance(tree, t.Call):
        return tree.bare
    return isinstance(tree, t.BigOperator) or (isinstance(tree, t.Derivative) and tree.numerator is None)


# Operands.


def _operand(tree: Tree) -> str:  # one line for each kind of node
    match tree:
        case t.Number(value):
            return number_to_latex(value)
        case t.Symbol():
            return symbol_to_latex(tree)
        case t.Script():
            return _script(tree)
        case t.Transpose():
            return r"\top"
        case t.Group():
            given = rf" \mid {', '.join(map(_item, tree.given))}" if tree.given else ""
            opener = tree.kind + " " * tree.kind[-1].isalpha()
            return f"{opener}{', '.join(map(_item, tree.items))}{given}{OPENERS[tree.kind]}"
        case t.Norm():
            side = "Vert" if tree.double else "vert"
            return rf"\l{side} {_sum(tree.body)} \r{side}"
        case t.Divide():
            return _divide(tree)
        case t.Derivative():
            return _derivative(tree)
        case t.BigOperator():
            return _big(tree)
        case t.Call():
            return _call(tree)
        case t.Indicator():
            return rf"\mathbb{{1}}[{_inside(tree.condition)}]"
        case t.Cases():
            return _cases(tree)
        case t.Matrix():
            return _matrix(tree)
        case t.Text(content):
            return rf"\text{{{content}}}"
        case t.Ellipsis():
            return r"\dots"
        case t.Mark(name):
            return "\\" + name if name.isalpha() or name in {"#", "_"} else name
    return _braced(tree)


def _script(tree: t.Script) -> str:
    plain = isinstance(tree.base, (t.Symbol, t.Group, t.Norm, t.Number, t.Mark, t.Matrix))
    base = _operand(tree.base) if plain and getattr(tree.base, "name", "") != "partial" else _braced(tree.base)
    return base + "'" * tree.primes + _below(tree.subscripts) + _above(tree.superscript)


def _below(items: tuple[Tree, ...]) -> str:
    """A subscript; single letters stand side by side, as most people write them."""
    if not items:
        return ""
    if all(isinstance(item, t.Symbol) and not item.style and len(item.name) == 1 for item in items):
        inner = "".join(map(_item, items))
    else:
        inner = ", ".join(map(_item if len(items) > 1 else _inside, items))
    return f"_{inner}" if len(inner) == 1 and inner.isalnum() else f"_{{{inner}}}"


def _above(tree: Tree | None) -> str:
    if tree is None:
        return ""
    inner = _inside(tree)
    return f"^{inner}" if inner == r"\top" or (len(inner) == 1 and inner.isalnum()) else f"^{{{inner}}}"


def _divide(tree: t.Divide) -> str:
    """A fraction; with a slash where \\frac would be read as a derivative."""
    above, below = _inside(tree.numerator), _inside(tree.denominator)
    if all(text.lstrip("{").startswith(("d", r"\partial", r"{\partial}")) for text in (above, below)):
        return f"{{{{{above}}} / {{{below}}}}}"
    return rf"\frac{{{above}}}{{{below}}}"


def _derivative(tree: t.Derivative) -> str:
    if tree.gradient:
        below = _below(tuple(variable for variable, _ in tree.variables))
        return r"\nabla" + below + ("^2" if tree.twice else "") + _acted_on(tree)
    sign = "d" if tree.total else r"\partial"
    order = sum(count for _, count in tree.variables)
    above = sign + (f"^{{{order}}}" if order > 1 else "")
    if tree.numerator is not None:
        numerator = _sum(tree.numerator)
        plain = not tree.total or isinstance(tree.numerator, (t.Symbol, t.Script))
        above += " " + (numerator if plain else f"{{{numerator}}}")
    below = " ".join(f"{sign} {_variable(variable, count)}" for variable, count in tree.variables)
    return rf"\frac{{{above}}}{{{below}}}" + _acted_on(tree)


def _variable(tree: Tree, order: int) -> str:
    if order == 1:
        return _factor(tree, last=False)
    return f"{_operand(tree) if isinstance(tree, t.Symbol) else _braced(tree)}^{{{order}}}"


def _acted_on(tree: t.Derivative) -> str:
    if tree.operand is None:
        return ""
    if tree.bare and tree.gradient:
        return " " + _run(tree.operand)
    return " " + (_product(tree.operand) if tree.bare else _factor(tree.operand, last=True))


def _big(tree: t.BigOperator) -> str:
    name = function_to_latex(tree.kind) if tree.kind in EXTREME else f"\\{tree.kind}"
    single = isinstance(tree.body, t.Add) and len(tree.body.terms) == 1 and not isinstance(tree.body.terms[0][1], t.Add)
    body = _sum(tree.body) if single else _product(tree.body)
    return f"{name}{_below(tree.lower)}{_above(tree.upper)} {body}"


def _call(tree: t.Call) -> str:
    first = tree.arguments[0] if tree.arguments else None
    if tree.name == "sqrt" and first is not None:
        index = f"[{_sum(tree.arguments[1])}]" if len(tree.arguments) > 1 else ""
        return rf"\sqrt{index}{{{_inside(first)}}}"
    if tree.name == "binom":
        return r"\binom" + "".join(f"{{{_inside(argument)}}}" for argument in tree.arguments)
    if tree.name == "factorial" and first is not None:
        return (_operand(first) if isinstance(first, (t.Symbol, t.Group, t.Number)) else _braced(first)) + "!"
    head = function_to_latex(tree.name) + "'" * tree.primes + _below(tree.subscript) + _above(tree.power)
    if tree.bare and first is not None:
        signed = isinstance(first, t.Add) and len(first.terms) == 1
        sign, run = first.terms[0] if isinstance(first, t.Add) and signed else (1, first)
        text = (_SIGNS[sign] if signed else "") + _run(run)
        return head + (r" \mathord" if text.startswith("{") else " ") + text
    return f"{head}({', '.join(map(_item, tree.arguments))})"


def _cases(tree: t.Cases) -> str:
    rows = []
    for value, condition in tree.rows:
        when = r"\text{otherwise}" if condition is None else rf"\text{{if }} {to_latex(condition)}"
        rows.append(f"{_item(value)} & {when}")
    return r"\begin{cases} " + _ROW_BREAK.join(rows) + r" \end{cases}"


def _matrix(tree: t.Matrix) -> str:
    columns = max((len(row) for row in tree.rows), default=1)
    spec = {"array": f"{{{'c' * columns}}}", "subarray": "{c}"}.get(tree.kind, "")
    rows = [" & ".join("" if cell == t.Text("", cell.span) else _inside(cell) for cell in row) for row in tree.rows]
    return rf"\begin{{{tree.kind}}}{spec} {_ROW_BREAK.join(rows)} \end{{{tree.kind}}}"
