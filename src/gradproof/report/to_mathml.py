"""MathML for a tree, as browsers show it without any script.

Only elements and attributes of MathML Core are written; letters in bold or script are characters of Unicode. Everything
that comes from the page is escaped.
"""

from __future__ import annotations

from fractions import Fraction
from html import escape

from gradproof.formula import tree as t
from gradproof.formula.commands import OPENERS
from gradproof.formula.names_to_latex import number_to_latex
from gradproof.formula.tree import Row, Statement, Tree
from gradproof.report.mathml_letters import ACCENTS, sign, styled

_UNDER = frozenset({"max", "min", "sup", "inf", "lim", "limsup", "liminf", "argmax", "argmin"})
_WORDS = {"limsup": "lim sup", "liminf": "lim inf", "argmax": "arg max", "argmin": "arg min"}
_IF = "<mtext>if\N{NO-BREAK SPACE}</mtext>"
_SPACE = '<mspace width="1em"/>'


def row_to_mathml(row: Row, *, displayed: bool = False) -> str:
    """A `<math>` element for the statements of a row."""
    return math(_SPACE.join(map(_statement, row.statements)), displayed=displayed)


def to_mathml(tree: Tree) -> str:
    """A `<math>` element for a tree.

    >>> from gradproof.formula.from_latex import read_formula
    >>> to_mathml(read_formula("x^2"))
    '<math><msup><mi>x</mi><mn>2</mn></msup></math>'
    """
    return math(mathml(tree))


def math(inner: str, *, displayed: bool = False) -> str:
    """The element around what is written; a displayed formula has large fractions and sums."""
    return f'<math displaystyle="true">{inner}</math>' if displayed else f"<math>{inner}</math>"


def _statement(statement: Statement) -> str:
    parts = [mathml(statement.tree)]
    parts += [f"{_SPACE}{_IF}{mathml(condition)}" for condition in statement.conditions]
    return "".join(parts)


# Elements.


def _o(text: str, attributes: str = "") -> str:
    return f"<mo{attributes}>{escape(text)}</mo>"


def _fence(text: str) -> str:
    return _o(text, ' stretchy="true"') if text else ""


def _row(*parts: str) -> str:
    inner = "".join(parts)
    return f"<mrow>{inner}</mrow>"


def _commas(trees: tuple[Tree, ...]) -> str:
    return _o(",").join(map(mathml, trees))


def _grouped(tree: Tree) -> str:
    """One element for a tree, as scripts and fractions need."""
    single = isinstance(tree, (t.Symbol, t.Number, t.Transpose, t.Mark, t.Ellipsis, t.Script, t.Divide))
    written = mathml(tree)
    return written if single else _row(written)


def mathml(tree: Tree) -> str:  # one line for each kind of node
    """The elements for a tree, without the `<math>` around them."""
    match tree:
        case t.Number(value):
            return _number(value)
        case t.Symbol():
            return _symbol(tree)
        case t.Script():
            return _script(tree)
        case t.Transpose():
            return "<mo>⊤</mo>"
        case t.Group():
            return _group(tree)
        case t.Norm(body, double):
            bar = _fence("‖" if double else "|")
            return _row(bar, mathml(body), bar)
        case t.Add(terms):
            return _add(terms)
        case t.Product():
            return _product(tree)
        case t.Divide(numerator, denominator):
            return f"<mfrac>{_grouped(numerator)}{_grouped(denominator)}</mfrac>"
        case t.Derivative():
            return _derivative(tree)
        case t.BigOperator():
            return _big(tree)
        case t.Call():
            return _call(tree)
        case t.Indicator(condition):
            return _row("<mn>𝟙</mn>", _fence("["), mathml(condition), _fence("]"))
        case t.Cases(rows):
            return _cases(rows)
        case t.Matrix():
            return _matrix(tree)
        case t.Chain():
            return _chain(tree)
        case t.Sequence(items):
            return _commas(items)
        case t.Text(content):
            return f"<mtext>{escape(_spaced(content))}</mtext>"
        case t.Ellipsis():
            return "<mo>…</mo>"
        case t.Mark(name):
            return f"<mi>{escape(sign(name))}</mi>"


def _chain(tree: t.Chain) -> str:
    pairs = zip(("", *tree.relations), tree.operands, strict=True)
    return "".join(f"{_o(sign(r)) if r else ''}{'' if o is None else mathml(o)}" for r, o in pairs)


def _spaced(text: str) -> str:
    """Text whose outer spaces stay, for MathML drops them."""
    head, tail = len(text) - len(text.lstrip()), len(text) - len(text.rstrip())
    space = "\N{NO-BREAK SPACE}"
    return space * (head > 0) + text.strip() + space * (tail > 0 and tail < len(text))


def _number(value: Fraction) -> str:
    if value.denominator == 1 or "frac" not in (text := number_to_latex(value)):
        return f"<mn>{number_to_latex(value)}</mn>"
    del text
    return f"<mfrac><mn>{value.numerator}</mn><mn>{value.denominator}</mn></mfrac>"


def _symbol(tree: t.Symbol) -> str:
    text = styled(sign(tree.name), tree.style)
    upright = ' mathvariant="normal"' if len(text) == 1 and tree.style in ("word", "bold", "bb", "sans") else ""
    written = f"<mi{upright}>{escape(text)}</mi>"
    for accent in tree.accents:
        mark = _o(ACCENTS.get(accent, "^"), ' stretchy="false"')
        tag = "munder" if accent == "underline" else "mover"
        truth = "accentunder" if accent == "underline" else "accent"
        written = f'<{tag} {truth}="true">{written}{mark}</{tag}>'
    return written


def _script(tree: t.Script) -> str:
    base = _grouped(tree.base)
    below = _one(_commas(tree.subscripts)) if tree.subscripts else ""
    if len(tree.subscripts) > 1 and all(isinstance(s, t.Symbol) and len(s.name) == 1 for s in tree.subscripts):
        below = _row("".join(map(mathml, tree.subscripts)))  # w_{jk}: side by side, as most people write them
    above = "" if tree.superscript is None else mathml(tree.superscript)
    return _scripted(base, below, _primes(tree.primes) + above)


def _primes(count: int) -> str:
    return _o("′" * count) if count else ""


def _scripted(base: str, below: str, above: str) -> str:
    if below and above:
        return f"<msubsup>{base}{below}{_row(above)}</msubsup>"
    if below:
        return f"<msub>{base}{below}</msub>"
    return f"<msup>{base}{_one(above)}</msup>" if above else base


def _one(written: str) -> str:
    """One element: what is written, in a row unless it is a leaf."""
    leaf = written.count("<") == 2 and written.startswith(("<mi", "<mn", "<mo", "<mtext"))
    return written if leaf else _row(written)


def _group(tree: t.Group) -> str:
    opener, closer = sign(tree.kind), sign(OPENERS[tree.kind])
    given = f"{_o('∣')}{_commas(tree.given)}" if tree.given else ""
    return _row(_fence(opener), _commas(tree.items), given, _fence(closer))


def _add(terms: tuple[tuple[int, Tree], ...]) -> str:
    written = []
    for place, (kind, term) in enumerate(terms):
        mark = {1: "+", -1: "−", 0: "±"}[kind]
        if place or kind != 1 or len(terms) == 1:
            written.append(_o(mark, "" if place else ' form="prefix"'))
        written.append(_within(mathml(term)) if isinstance(term, t.Add) and place else mathml(term))
    return "".join(written)


def _within(written: str) -> str:
    return _row(written)


def _product(tree: t.Product) -> str:
    written = []
    for place, factor in enumerate(tree.factors):
        operator = tree.operators[place - 1] if place else ""
        if operator:
            written.append(_o(sign(operator)))
        elif place and isinstance(factor, t.Number):
            written.append(_o("⋅"))
        elif place and not isinstance(factor, t.Group):
            written.append('<mspace width="0.17em"/>' if _is_wide(tree.factors[place - 1], factor) else _o("\u2062"))
        written.append(_grouped(factor) if isinstance(factor, t.Add) else mathml(factor))
    return "".join(written)


def _is_wide(left: Tree, right: Tree) -> bool:
    """Whether a little space helps between two factors."""
    wide = (t.Call, t.BigOperator, t.Derivative, t.Divide)
    return isinstance(left, wide) or isinstance(right, wide)


def _derivative(tree: t.Derivative) -> str:
    if tree.gradient:
        below = _row(_commas(tuple(variable for variable, _ in tree.variables))) if tree.variables else ""
        return _scripted("<mo>∇</mo>", below, "<mn>2</mn>" if tree.twice else "") + _operand(tree)
    mark = '<mi mathvariant="normal">d</mi>' if tree.total else "<mo>∂</mo>"
    order = sum(count for _, count in tree.variables)
    above = mark if order < 2 else f"<msup>{mark}<mn>{order}</mn></msup>"
    if tree.numerator is not None:
        above += _grouped(tree.numerator)
    below = "".join(mark + _variable(variable, count) for variable, count in tree.variables)
    return f"<mfrac>{_row(above)}{_row(below)}</mfrac>{_operand(tree)}"


def _variable(tree: Tree, count: int) -> str:
    return _grouped(tree) if count == 1 else f"<msup>{_grouped(tree)}<mn>{count}</mn></msup>"


def _operand(tree: t.Derivative) -> str:
    return "" if tree.operand is None else '<mspace width="0.17em"/>' + _grouped(tree.operand)


def _big(tree: t.BigOperator) -> str:
    below = _row(_commas(tree.lower)) if tree.lower else ""
    above = _row(mathml(tree.upper)) if tree.upper is not None else ""
    name = tree.kind
    head = f"<mi>{_WORDS.get(name, name)}</mi>" if name in _UNDER else _o(sign(name), ' movablelimits="false"')
    if "int" in name:
        head = _scripted(head, below, above)
    elif below and above:
        head = f"<munderover>{head}{below}{above}</munderover>"
    elif below or above:
        head = f"<munder>{head}{below}</munder>" if below else f"<mover>{head}{above}</mover>"
    return head + '<mspace width="0.17em"/>' + _grouped(tree.body)


def _call(tree: t.Call) -> str:
    first = tree.arguments[0] if tree.arguments else None
    if tree.name == "sqrt" and first is not None:
        if len(tree.arguments) > 1:
            return f"<mroot>{_grouped(first)}{_grouped(tree.arguments[1])}</mroot>"
        return f"<msqrt>{mathml(first)}</msqrt>"
    if tree.name == "binom" and len(tree.arguments) == 2:
        upper, lower = map(_grouped, tree.arguments)
        return _row(_fence("("), f'<mfrac linethickness="0">{upper}{lower}</mfrac>', _fence(")"))
    if tree.name == "factorial" and first is not None:
        return _grouped(first) + _o("!")
    below = _row(_commas(tree.subscript)) if tree.subscript else ""
    above = _primes(tree.primes) + ("" if tree.power is None else mathml(tree.power))
    head = _scripted(f"<mi>{escape(_WORDS.get(tree.name, tree.name))}</mi>", below, above)
    if first is not None and (tree.bare or first.span.end >= tree.span.end > tree.span.start):  # no bracket closes it
        return head + '<mspace width="0.17em"/>' + _grouped(first)
    return head + _o("\u2061") + _row(_fence("("), _commas(tree.arguments), _fence(")"))


def _table(rows: list[str], attributes: str = "") -> str:
    return f"<mtable{attributes}>{''.join(rows)}</mtable>"


def _cases(rows: tuple[tuple[Tree, Tree | None], ...]) -> str:
    written = []
    for value, condition in rows:
        when = "<mtext>otherwise</mtext>" if condition is None else _IF + mathml(condition)
        written.append(f'<mtr><mtd class="left">{mathml(value)}</mtd><mtd class="left">{when}</mtd></mtr>')
    return _row(_fence("{"), _table(written))


_FENCES = {"p": ("(", ")"), "b": ("[", "]"), "B": ("{", "}"), "v": ("|", "|"), "V": ("‖", "‖")}


def _matrix(tree: t.Matrix) -> str:
    rows = ["<mtr>" + "".join(f"<mtd>{mathml(cell)}</mtd>" for cell in row) + "</mtr>" for row in tree.rows]
    kind = tree.kind.removesuffix("*")
    opener, closer = _FENCES.get(kind[0], ("", "")) if kind.endswith("matrix") and kind != "matrix" else ("", "")
    return _row(_fence(opener), _table(rows), _fence(closer))
