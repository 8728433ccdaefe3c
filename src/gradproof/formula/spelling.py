"""Expressions in the page's own spelling: whole vectors without their axis and in bold where the page has them bold."""

from __future__ import annotations

from dataclasses import replace

from gradproof.formula.environment import Environment, symbol_name
from gradproof.formula.expression import Add as AddExpression
from gradproof.formula.expression import Expression, Index, Mul, Sum, Variable
from gradproof.formula.rename import free_terms, replace_variables
from gradproof.formula.to_latex import to_latex
from gradproof.formula.to_tree import to_tree
from gradproof.formula.traverse import Node, mapped
from gradproof.formula.tree import Add, Group, Script, Symbol, Tree
from gradproof.formula.tree import Product as ProductTree


def spelled(expression: Expression, environment: Environment) -> str:
    r"""LaTeX for an expression whose variables may lack their last indices: those are whole.

    >>> from gradproof.formula.expression import Dimension
    >>> spelled(Variable("w", (Index("j", Dimension("C")),)), Environment())
    'w_j'
    """
    known = replace_variables(expression, lambda v: _emboldened(v, environment))
    return to_latex(mapped(to_tree(known), lambda node: _undotted(node, environment)))


def _emboldened(variable: Variable, environment: Environment) -> Expression | None:
    entry = environment.entries.get(variable.name)
    if entry is None or not entry.bold or len(variable.indices) >= len(entry.shape):
        return None
    return replace(variable, name=f"bold_{variable.name}")


def _undotted(node: Node, environment: Environment) -> Node:
    """A product without the dots before brackets that nobody takes for an argument list."""
    if not isinstance(node, ProductTree):
        return node
    operators = list(node.operators)
    for position, (left, right) in enumerate(zip(node.factors, node.factors[1:], strict=False)):
        if operators[position] == "cdot" and isinstance(right, Group) and not _applies(left, right, environment):
            operators[position] = ""
    return replace(node, operators=tuple(operators))


def _applies(callee: Tree, group: Group, environment: Environment) -> bool:
    """Whether a reader may take it for an application; of an unknown symbol, unless the brackets hold a sum."""
    base = callee.base if isinstance(callee, Script) else callee
    if not isinstance(base, Symbol):
        return False
    name = symbol_name(base)
    known = name in environment.entries or isinstance(callee, Script) or isinstance(group.items[0], Add)
    return not known or name in environment.functions or name in ("sigma", "delta")


def whole(expression: Expression, axes: tuple[Index, ...]) -> Expression | None:
    """The expression as a vector or a matrix, its axes dropped from the variables that carry them.

    None where they do not stand last in one factor of each term: then a component is all that can be written.
    """
    found: Expression | None = expression
    for axis in reversed(axes):
        found = None if found is None else _dropped(found, axis)
    return found


def _dropped(expression: Expression, axis: Index) -> Expression | None:
    match expression:
        case Variable(name, (*first, last)) if last == axis and axis not in first:
            return Variable(name, tuple(first))
        case AddExpression(terms):
            dropped = [_dropped(term, axis) for term in terms]
            kept = tuple(term for term in dropped if term is not None)
            return AddExpression(kept) if len(kept) == len(terms) else None
        case Mul(factors):
            carrying = [n for n, factor in enumerate(factors) if axis in free_terms(factor)]
            if len(carrying) != 1:
                return None
            (position,) = carrying
            inner = _dropped(factors[position], axis)
            return None if inner is None else Mul((*factors[:position], inner, *factors[position + 1 :]))
        case Sum(index, body) if index != axis:
            inner = _dropped(body, axis)
            return None if inner is None else Sum(index, inner)
        case _:
            return None
