"""What an answer leaves out: the indices of h(1 - h) where h_k (1 - h_k) is meant, the ones of Xw + b.

Such a line does not fit as it stands, so it is not right; but it need not be a mistake in the mathematics either, so
where it is proved with the letters of the question put in, a person decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, cast

from gradproof.document.derivation import Line
from gradproof.formula.environment import Environment, symbol_name
from gradproof.formula.equations import Sides
from gradproof.formula.expression import Derivative, Dimension, Index, Variable
from gradproof.formula.letters import walk as walk_tree
from gradproof.formula.memo import by_identity
from gradproof.formula.rename import walk
from gradproof.formula.traverse import Node, mapped
from gradproof.formula.tree import Add, Operator, Product, Script, Symbol, Tree
from gradproof.formula.tree import Derivative as Tangent
from gradproof.grade.asked import asked_in, typed_side
from gradproof.grade.judging import Judged, judge_answer
from gradproof.grade.key import Item, Part
from gradproof.proof.verdict import Verdict
from gradproof.proofread import judge_line

_MESSAGE = "Indices are left out here; with those of the question put in, this is right."
_BY_COMPONENTS = "This is right if numbers are added to each component, and vectors multiplied component by component."


def without_indices(item: Item, part: Part, judged: Judged) -> Judged:
    """A false line, left open where it is true for the part once what it leaves out stands in it."""
    for left in part.lefts if judged.truth == "false" else ():
        line = _with_letters(item.environment, part, left, judged.line)
        if line is not None and judge_answer(line, item.environment, mend=False).truth == "true":
            return Judged(judged.line, Verdict("undecided", "GP305", _MESSAGE), "open")
    if judged.truth == "false" and _is_proved_by_components(part, judged.line):
        return Judged(judged.line, Verdict("undecided", "GP305", _BY_COMPONENTS), "open")
    return judged


def _is_proved_by_components(part: Part, line: Line) -> bool:
    """Whether a line is proved once numbers are added to each component of a vector, and vectors multiplied so."""
    env, right = line.environment, line.sides.right
    terms = [t for node in walk_tree(right) if isinstance(node, Add) for _, t in node.terms]
    names = {symbol_name(term) for term in terms if isinstance(term, Symbol)}
    numbers = {name for name in names if name in env.entries and not env.entries[name].shape}
    meant = mapped(right, _by_components)
    if numbers <= env.said and meant is right:
        return False
    wider = replace(line, environment=replace(env, said=env.said | numbers))
    asked = (replace(wider, sides=replace(line.sides, left=left, right=meant)) for left in lefts(part))
    return any(judge_line(each, mend=False).status == "proved" for each in asked)


def _by_components(node: Node) -> Node:
    if isinstance(node, Product) and any(operator in ("cdot", "times") for operator in node.operators):
        found: list[Operator] = ["odot" if operator in ("cdot", "times") else operator for operator in node.operators]
        return replace(node, operators=tuple(found))
    return node


@by_identity
def lefts(part: Part) -> tuple[Tree, ...]:
    """What a part asks for, as the key writes it, and as a whole: ∂ℓ/∂w_{ji}, ∂ℓ/∂w_j, ∂ℓ/∂w; ∂²J/∂w∂w."""
    found: list[Tree] = []
    for spelled in part.lefts:
        left: Tree | None = spelled
        while left is not None:
            found.append(left)
            left = _shorter(left)
    return tuple(dict.fromkeys(found))


@by_identity
def jacobians(part: Part) -> tuple[Tree, ...]:
    """What a part asks for with both of its ends whole: ∂h/∂s for ∂h_k/∂s_k."""
    found: list[Tree] = []
    for left in lefts(part):
        if isinstance(left, Tangent) and isinstance(left.numerator, Script) and left.numerator.subscripts:
            whole = all(isinstance(variable, Symbol) for variable, _ in left.variables)
            found += [replace(left, numerator=left.numerator.base)] if whole else []
    return tuple(found)


def _shorter(left: Tree) -> Tree | None:
    """A derivative by what has one index less; None where what it is by has none, or is a power."""
    if not isinstance(left, Tangent) or not left.variables:
        return None
    shorter: list[tuple[Tree, int]] = []
    for variable, order in left.variables:
        if not isinstance(variable, Script) or not variable.subscripts or variable.superscript is not None:
            return None
        rest = variable.subscripts[:-1]
        shorter.append((replace(variable, subscripts=rest) if rest else variable.base, order))
    return replace(left, variables=tuple(shorter))


def _with_letters(environment: Environment, part: Part, left: Tree, line: Line) -> Line | None:
    """The line with the letters of what is asked on every vector without an index; None where nothing is put in."""
    letters = _vectors(environment, left)
    asks, right = _put(line.sides.left, letters), _put(line.sides.right, letters)
    if right == line.sides.right or (asks != left and asked_in(environment, asks) != part.asked):
        return None
    return replace(line, sides=Sides(left, right, None, line.sides.conditions))


def _vectors(environment: Environment, left: Tree) -> dict[str, str]:
    """The vectors of the key with the letter of the question that runs over them."""
    letters = _letters(environment, left)
    return {name: letters[axis] for name, axis in _axes(environment).items() if axis in letters}


@by_identity
def _axes(environment: Environment) -> dict[str, Dimension]:
    """The vectors that are known, with the dimension of each."""
    model = environment.model()
    shapes = {name: tuple(i.dimension for i in d.indices) for name, d in model.definitions.items() if not d.parameters}
    shapes.update(model.shapes)
    return {name: shape[0] for name, shape in shapes.items() if len(shape) == 1}


def _letters(environment: Environment, left: Tree) -> dict[Dimension, str]:
    """The only letter of the question that runs over a dimension, for each dimension that has but one."""
    typed = typed_side(environment, left)
    found: dict[Dimension, set[str]] = {}
    for part in walk(typed) if typed is not None else ():
        names = [part] if isinstance(part, Variable) else [part.variable] if isinstance(part, Derivative) else []
        for index in (i for v in names for i in v.indices if isinstance(i, Index)):
            found.setdefault(index.dimension, set()).add(index.name)
    return {dimension: names.pop() for dimension, names in found.items() if len(names) == 1}


def _put(tree: Tree, letters: Mapping[str, str]) -> Tree:
    def change(node: object) -> object:
        if isinstance(node, tuple):
            return tuple(change(part) for part in node)
        if isinstance(node, Script) and isinstance(node.base, Symbol) and node.subscripts:
            return node
        if isinstance(node, Symbol):
            letter = letters.get(node.name)
            return node if letter is None else Script(node, (Symbol(letter, "", (), node.span),), None, 0, node.span)
        if not isinstance(node, Node):
            return node
        parts: dict[str, Any] = {f.name: change(getattr(node, f.name)) for f in fields(node)}
        return _flat(type(node)(**parts))

    return cast(Tree, change(tree))


def _flat(node: Node) -> Node:
    """h_k behind a power is one script: h^2 becomes h_k^2."""
    if isinstance(node, Script) and isinstance(node.base, Script) and not node.subscripts:
        return replace(node, base=node.base.base, subscripts=node.base.subscripts)
    return node
