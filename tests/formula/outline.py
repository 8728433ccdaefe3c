"""Trees as short strings, so that a test can say what it expects in one line."""

from __future__ import annotations

from gradproof.formula import tree as t
from gradproof.formula.from_latex import read_rows
from gradproof.formula.tree import Statement, Tree

SIGNS = {1: "+", -1: "-", 0: "±"}


def outline(tree: Tree | None) -> str:
    """Sums in {}, products in <>, groups as they open, subscripts in (), everything else by its name."""
    match tree:
        case None:
            return "∅"
        case t.Number(value):
            return str(value)
        case t.Symbol(name, style, accents):
            return name + (f":{style}" if style else "") + "".join(f"~{accent}" for accent in accents)
        case t.Script(base, subscripts, superscript, primes):
            below = f"_({each(subscripts)})" if subscripts else ""
            return outline(base) + "'" * primes + below + (f"^{outline(superscript)}" if superscript else "")
        case t.Transpose():
            return "⊤"
        case t.Group(kind, items, given):
            return f"[{kind} {each(items)}{' | ' + each(given) if given else ''}]"
        case t.Norm(body, double):
            return f"{'norm' if double else 'abs'}({outline(body)})"
        case t.Add(terms):
            return "{" + " ".join(SIGNS[sign] + outline(term) for sign, term in terms) + "}"
        case t.Product(factors, operators):
            rest = zip(operators, map(outline, factors[1:]), strict=True)
            return f"<{outline(factors[0])}{''.join(f' {sign} {text}' if sign else f' {text}' for sign, text in rest)}>"
        case t.Divide(numerator, denominator):
            return f"({outline(numerator)} over {outline(denominator)})"
        case t.Derivative():
            return derivative(tree)
        case t.BigOperator(kind, lower, upper, body):
            return f"{kind}[{each(lower)}{'..' + outline(upper) if upper else ''}]{outline(body)}"
        case t.Call(name, arguments, power, subscript, primes, bare):
            head = name + "'" * primes + (f"_({each(subscript)})" if subscript else "")
            return f"{head}{'^' + outline(power) if power else ''}({each(arguments)}){'~bare' if bare else ''}"
        case t.Indicator(condition):
            return f"1[{outline(condition)}]"
        case t.Cases(rows):
            return "cases(" + "; ".join(f"{outline(value)} if {outline(when)}" for value, when in rows) + ")"
        case t.Matrix(rows, kind):
            return f"{kind}(" + "; ".join(map(each, rows)) + ")"
        case t.Chain(operands, relations):
            tail = zip(relations, map(outline, operands[1:]), strict=True)
            return outline(operands[0]) + "".join(f" {relation} {text}" for relation, text in tail)
        case t.Sequence(items):
            return f"({each(items)})"
        case t.Text(content):
            return f'"{content}"'
        case t.Ellipsis():
            return "…"
        case t.Mark(name):
            return f"mark:{name}"


def each(trees: tuple[Tree, ...]) -> str:
    return ", ".join(map(outline, trees))


def derivative(tree: t.Derivative) -> str:
    variables = ", ".join(outline(variable) + (f"*{order}" if order > 1 else "") for variable, order in tree.variables)
    kind = "∇" if tree.gradient else "d" if tree.total else "∂"
    acts = f" on {outline(tree.operand)}" if tree.operand else ""
    return f"{kind}({outline(tree.numerator)} by {variables}){acts}{'~bare' if tree.bare else ''}"


def statement(this: Statement) -> str:
    conditions = " and ".join(map(outline, this.conditions))
    return outline(this.tree) + (f" IF {conditions}" if conditions else "")


def rows(text: str) -> list[list[str]]:
    return [[statement(each_statement) for each_statement in row.statements] for row in read_rows(text)]


def formula(text: str) -> str:
    """The outline of a text that is one row of one statement."""
    ((only,),) = rows(text)
    return only
