"""Words beside an equation: `a &= b + b & \\text{(chain rule)}` claims what it claims without them.

A remark says how the author got there, and is set aside: in a column of its own, in brackets, or in a matrix of words;
so is the number of an equation. Words that may restrict the equation ("for large n", "approximately") stay as a
condition that nobody understands: the line is judged without it, and never called false.
"""

from __future__ import annotations

import re
from dataclasses import replace

from gradproof.document.derivation import Line
from gradproof.formula.commands import REASON_WORDS
from gradproof.formula.tree import (
    Chain,
    Ellipsis,
    Group,
    Indicator,
    Mark,
    Matrix,
    Number,
    Product,
    Row,
    Sequence,
    Statement,
    Symbol,
    Text,
    Tree,
)

_STRONG = re.compile(
    r"""[^\W\d_]*(?:approx|approach|assum|suppos|provid|ignor|neglect|negligib|omit|discard|drop|vanish|restrict|fix
        |except|unless|unequal|differ|wrong|incorrect|mistake|error|typo|false|invalid|rough)[^\W\d_]*
      | if | iff | when(?:ever)? | otherwise | else(?:where)? | only | near(?:ly)? | around | large | small | tiny | big
      | wenn | falls | sofern | nur | si | quand | lorsque | pour | cuando | quando | para | se
      | limit\w* | asymptotic\w* | case | not | never | almost | usually | mostly | sometimes | constant | mod(?:ulo)?
      """,
    re.IGNORECASE | re.VERBOSE,
)
"""Words that may restrict an equation wherever they stand."""
_WEAK = re.compile(
    r"""where(?:ver)? | while | given | for | at | on | under | within | without | with | let | say | some | up | order
      | no | first | second | others? | rest | st | s\.t | once | but | as | in | about""",
    re.IGNORECASE | re.VERBOSE,
)
"""Words that do so unless the words give a reason."""
_FORMULA = re.compile(r"\$[^$]*\$|\\\(.*?\\\)|\\[A-Za-z]+|for (?:all|each|every|any)\b")
_WORD = re.compile(r"s\.t|[^\W\d_]+")
_PLAIN = re.compile(r"[\x00-\x7f\u2010-\u201f]*")
_BECAUSE = "\\because"


def without_remarks(row: Row) -> Row:
    """The row without remarks; words that may restrict an equation are conditions of its statement."""
    found: list[Statement] = []
    for statement in (part for whole in row.statements for part in _with_reason(whole)):
        beside = _beside(statement) if found else None
        remark = _is_remark(statement.tree) or (found and _is_word(statement.tree))
        words = _words(statement.tree) if remark and not statement.conditions else ()
        if beside is not None:
            found[-1] = replace(found[-1], conditions=(*found[-1].conditions, *beside))
        elif not words or (_limits(words) and not found):
            found.append(_statement(statement))
        elif found:
            found[-1] = replace(found[-1], conditions=(*found[-1].conditions, *_limits(words)))
    return replace(row, statements=tuple(found)) if tuple(found) != row.statements else row


def may_restrict(text: str) -> bool:
    """Whether words beside an equation may say when it holds; of other letters than a to z nothing is understood."""
    if not _PLAIN.fullmatch(text):
        return True
    words = _FORMULA.sub(" ", text)
    limits = (_STRONG,) if REASON_WORDS.match(words) else (_STRONG, _WEAK)
    return any(limit.fullmatch(word) for word in _WORD.findall(words) for limit in limits)


def words_beside(conditions: tuple[Tree, ...]) -> str | None:
    """The words among the conditions of an equation, which nobody understands; None where there are none."""
    return next((condition.content for condition in conditions if isinstance(condition, Text)), None)


def unworded(line: Line) -> Line:
    """The line without the words among its conditions."""
    if not any(isinstance(c, Text | Mark) for c in line.sides.conditions):
        return line
    conditions = tuple(c for c in line.sides.conditions if not isinstance(c, Text | Mark))
    return replace(line, sides=replace(line.sides, conditions=conditions))


def _with_reason(statement: Statement) -> tuple[Statement, ...]:
    """`a = b \\because c = d` as two statements, the second an aside."""
    tree = statement.tree
    if not isinstance(tree, Chain) or _BECAUSE not in tree.relations:
        return (statement,)
    at = tree.relations.index(_BECAUSE)
    first, second = tree.operands[: at + 1], tree.operands[at + 1 :]
    before = first[0] if at == 0 else replace(tree, operands=first, relations=tree.relations[:at])
    behind = second[0] if len(second) == 1 else replace(tree, operands=second, relations=tree.relations[at + 1 :])
    main = () if before is None else (replace(statement, tree=before),)
    return main if behind is None else (*main, replace(statement, tree=behind, conditions=(), aside=True))


def _beside(statement: Statement) -> tuple[Tree, ...] | None:
    """The conditions that stand behind an equation as `[i = j]`; none in the number of an equation, as (2.3) or (*)."""
    match statement.tree:
        case _ if statement.conditions:
            return None
        case Indicator(condition):
            return (condition,)
        case Group("(", (Number() | Mark(),), ()) | Product((Ellipsis(), Group("(", (Number() | Mark(),), ()))):
            return ()
    return None


def _statement(statement: Statement) -> Statement:
    stays, words = _parted(statement.tree)
    if not words:
        return statement
    return replace(statement, tree=stays, conditions=(*statement.conditions, *_limits(words)))


def _limits(words: tuple[Text, ...]) -> tuple[Text, ...]:
    """The words as one condition where they may restrict an equation."""
    if not words or not may_restrict(" ".join(word.content for word in words)):
        return ()
    return (Text(" ".join(word.content for word in words), words[0].span.join(words[-1].span)),)


def _parted(tree: Tree) -> tuple[Tree, tuple[Text, ...]]:
    """An equation, and the words behind it."""
    match tree:
        case Sequence((Chain() as chain, Text() as first, *others)):
            inside = [first, *(word for other in others for word in _words(other))]
            inner, words = _parted(chain)
            return inner, (*words, *inside)
        case Chain((*before, Product((*factors, (Group() | Matrix()) as last), operators) as product), _):
            words = _words(last) if _is_remark(last) else ()
            if operators[-1] or not words or not REASON_WORDS.match(words[0].content):
                return tree, ()
            rest = (
                factors[0] if len(factors) == 1 else replace(product, factors=tuple(factors), operators=operators[:-1])
            )
            return replace(tree, operands=(*before, rest)), words
    return tree, ()


def _is_remark(tree: Tree) -> bool:
    """Whether a tree is nothing but words: a text, or a matrix or brackets of words, with symbols in their midst."""
    match tree:
        case Text():
            return True
        case Matrix(rows):
            return all(_is_worded(cell) for row in rows for cell in row)
        case Group(_, items, ()):
            return bool(items) and all(map(_is_worded, items))
    return False


def _is_worded(tree: Tree) -> bool:
    """Whether a text stands beside other things, and no equation: `\\text{by the } X \\text{ rule}`."""
    match tree:
        case Text(content):
            return bool(content)
        case Product(items) | Sequence(items):
            return any(map(_is_worded, items))
    return _is_word(tree)


def _is_word(tree: Tree) -> bool:
    return isinstance(tree, Symbol) and tree.style == "word"


def _words(tree: Tree) -> tuple[Text, ...]:
    """The texts of a remark in their order."""
    match tree:
        case Text():
            return (tree,)
        case Symbol(name, "word"):
            return (Text(name, tree.span),)
        case Matrix(rows):
            return tuple(word for row in rows for cell in row for word in _words(cell))
        case Group(_, items) | Product(items) | Sequence(items):
            return tuple(word for item in items for word in _words(item))
    return ()
