"""Names of several signs: P(y = 1 | x), KL(P ‖ Q), and words typed in plain letters, such as std."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import cast

from gradproof.formula.letters import is_letter
from gradproof.formula.traverse import without_places
from gradproof.formula.tree import Chain, Group, Number, Operator, Product, Script, Symbol, Text, Tree
from gradproof.source import Span

_AS_INDICES = frozenset("abcdijklmnpqrst")
"""Letters that indices are mostly taken from."""

_ROMAN = frozenset(("I", "II", "III", "IV", "V", "VI"))


def part(node: Group) -> Tree:
    """`[II]`, a part of a formula that a page numbers, as a symbol."""
    match node:
        case Group("[", (Symbol(name) as symbol,), ()) if name in _ROMAN and symbol.style in ("", "word"):
            return Symbol(f"[{name}]", "word", (), node.span)
    return node


def with_names(node: Product) -> Tree:
    """The product in which every P(y = 1 | x) and KL(P ‖ Q) is one factor."""
    factors, operators = [node.factors[0]], list[Operator]()
    for operator, factor in zip(node.operators, node.factors[1:], strict=True):
        made = _named(factors, operators, factor) if operator == "" and isinstance(factor, Group) else None
        if made is None:
            factors.append(factor)
            operators.append(operator)
        else:
            taken, symbol = made
            del operators[len(factors) - taken :]
            factors[len(factors) - taken :] = [symbol]
    if len(factors) == len(node.factors):
        return node
    return factors[0] if len(factors) == 1 else replace(node, factors=tuple(factors), operators=tuple(operators))


_SPELLED = frozenset({
    "avg", "bias", "cost", "dout", "err", "error", "grad", "input", "label", "logit", "logits", "loss", "margin",
    "mean", "net", "norm", "out", "output", "pred", "prob", "reg", "score", "scores", "std", "target", "tmp", "var",
})  # fmt: skip
"""Names that people type in plain letters; TeX sets them as products."""


def _is_word(name: str) -> bool:
    """Whether letters below a symbol are a word, L_{hinge}, and no indices, T_{ijkl}."""
    in_order = all(ord(b) - ord(a) == 1 for a, b in pairwise(name))
    return len(name) > 3 and not in_order and not _AS_INDICES.issuperset(name)


def with_words(node: Tree, *, below: bool = False) -> Tree:
    """The product in which letters that stand close together and spell one of these names are a symbol.

    `below`: the letters stand in an index.
    """
    if not isinstance(node, Product):
        return node
    factors, operators = list(node.factors), list(node.operators)
    start = 0
    while start < len(factors):
        end = run_of_letters(factors, operators, start)
        name = "".join(letter_of(f) for f in factors[start:end])
        if name in _SPELLED or (below and _is_word(name)):
            last = factors[end - 1]
            symbol = Symbol(name, "word", (), factors[start].span.join(last.span))
            made = replace(last, base=symbol, span=symbol.span) if isinstance(last, Script) else symbol
            factors[start:end], operators[start : end - 1] = [made], []
            start += 1
        else:
            start = max(end, start + 1)
    if len(factors) == len(node.factors):
        return node
    return factors[0] if len(factors) == 1 else replace(node, factors=tuple(factors), operators=tuple(operators))


def run_of_letters(factors: list[Tree], operators: list[Operator], start: int) -> int:
    """Where the letters that stand close together from `start` on end; one with scripts is the last."""
    end = start
    while end < len(factors) and letter_of(factors[end]):
        if end > start:
            before = factors[end - 1]
            base = factors[end]
            begins = base.base.span.start if isinstance(base, Script) else base.span.start
            if isinstance(before, Script) or operators[end - 1] or before.span.end != begins:
                break
        end += 1
    return end


def letter_of(tree: Tree) -> str:
    """The plain Latin letter that a factor is, with scripts or not."""
    base = tree.base if isinstance(tree, Script) and not tree.primes else tree
    plain_letter = isinstance(base, Symbol) and base.style == "" and not base.accents and len(base.name) == 1
    return base.name if plain_letter and isinstance(base, Symbol) and base.name.isascii() else ""


def _named(factors: list[Tree], operators: list[Operator], group: Group) -> tuple[int, Tree] | None:
    """How many factors before a bracket make a name with it, and that name."""
    callee = factors[-1]
    span = callee.span.join(group.span)
    match group:
        case Group("(", (Chain(relations=("=",)) as event,)):
            symbol = _probability(span, callee, event, group)
            return None if symbol is None else (1, symbol)
        case Group("(", (first,), (second,)):
            spelled = _spelled(factors[-2:]) == "KL" and operators[-1:] == [""]
            if spelled or _spelled(factors[-1:]) in ("KL", "D_KL"):
                symbol = _divergence(factors[-2].span.join(span) if spelled else span, first, second)
                return None if symbol is None else (2 if spelled else 1, symbol)
    return None


def _spelled(factors: list[Tree]) -> str:
    """The letters that some factors spell."""
    found = ""
    for factor in factors:
        match factor:
            case Symbol(name):
                found += name
            case Script(Symbol("D"), (Symbol("KL") | Text("KL"),) | (Symbol("K"), Symbol("L")), None, 0):
                found += "D_KL"
            case _:
                return ""
    return found


def _divergence(span: Span, first: Tree, second: Tree) -> Tree | None:
    """KL(P_i ‖ Q_i) as a symbol with the index i."""
    sides = _name_and_indices(first), _name_and_indices(second)
    if None in sides:
        return None
    (left, ours), (right, theirs) = cast(tuple[Named, Named], sides)
    indices = ours if without_places(ours) == without_places(theirs) else (*ours, *theirs)
    symbol = Symbol(f"KL({left}|{right})", "word", (), span)
    return Script(symbol, indices, None, 0, span) if indices else symbol


def _probability(span: Span, callee: Tree, event: Chain, group: Group) -> Tree | None:
    """P(y = 1 | x) as a symbol, P(y = k | x_i) as a family with the indices k and i."""
    left, right = event.operands
    given = [_name_and_indices(tree) for tree in group.given]
    sides = (_name_and_indices(callee), _name_and_indices(left))
    if None in sides or None in given:
        return None
    (called, first), (variable, second) = cast(tuple[Named, Named], sides)
    behind = cast(list[Named], given)
    bar = "|" + ",".join(name for name, _ in behind) if behind else ""
    indices = (*first, *second, *(i for _, within in behind for i in within))
    if isinstance(right, Number):
        name = f"{called}({variable}={right.value}{bar})"
    elif isinstance(right, Symbol) and right.style == "":
        name, indices = f"{called}({variable}=·{bar})", (right, *indices)
    else:
        return None
    symbol = Symbol(name, "word", (), span)
    return Script(symbol, indices, None, 0, span) if indices else symbol


Named = tuple[str, tuple[Tree, ...]]


def _name_and_indices(tree: Tree | None) -> Named | None:
    """A symbol's name with the letters that hang on it; None for anything else."""
    match tree:
        case Symbol(name):
            return name, ()
        case Script(Symbol(name), subscripts, None, 0) if all(map(is_letter, subscripts)):
            return name, subscripts
        case Script(Symbol(name), (), Group("(", (Symbol() as above,), ()), 0):
            return name, (above,)
    return None
