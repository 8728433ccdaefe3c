"""Names of several plain letters that a page gives to something: MSE = …, FL(p) = …, which TeX sets as products.

Letters that stand close together and begin the left side of an equation are a name, where it is one that people use, or
where none of them stands anywhere else on the page: then nobody can mean their product.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from gradproof.formula.indices import heads
from gradproof.formula.letters import walk
from gradproof.formula.names import letter_of, run_of_letters
from gradproof.formula.traverse import Node, mapped
from gradproof.formula.tree import Chain, Group, Product, Script, Symbol, Tree

_SURE = frozenset({
    "AUC", "BCE", "ELBO", "ELU", "FFN", "GELU", "IoU", "KLD", "LReLU", "LSE", "MAE", "MAP", "MLE", "MLP", "MSE", "NCE",
    "NLL", "PReLU", "ReLU", "RMSE", "RNN", "RSS", "SELU", "SSE", "SiLU", "TSS", "WCE",
})  # fmt: skip
"""Names wherever they stand."""

_USUAL = frozenset(
    {"AE", "BN", "CE", "CD", "DKL", "FL", "FN", "FP", "JS", "JSD", "KL", "LL", "LN", "LR", "PE", "TN", "TP"}
)
"""Names where an equation begins with them."""


def acronyms(trees: Iterable[Tree]) -> frozenset[str]:
    """The names of several letters that a page uses."""
    every = tuple(trees)
    begun = {name for tree in every if (name := _begins(tree)) is not None}
    runs = [run for tree in every for node in walk(tree) for run in _runs(node)]
    named = {run for run in runs if run in _SURE} | {name for name in begun if name in _USUAL}
    open_ = {n for n in begun - named if (len(n) > 2 or n.isupper()) and len(set(n)) == len(n) and n[0] != "d"}
    if not open_:
        return frozenset(named)
    counts: dict[str, int] = {}
    for node in (n for tree in every for n in walk(tree) if isinstance(n, Symbol)):
        counts[node.name] = counts.get(node.name, 0) + 1
    for name in sorted(open_):
        inside = runs.count(name)
        if all(counts.get(letter, 0) == inside for letter in name):
            named.add(name)
    return frozenset(named)


def _begins(tree: Tree) -> str | None:
    """The run of letters that is the left side of an equation, with a bracket or without."""
    first = tree.operands[0] if isinstance(tree, Chain) and tree.relations[0] in ("=", ":=", "\\triangleq") else None
    if not isinstance(first, Product):
        return None
    factors = list(first.factors)
    end = run_of_letters(factors, list(first.operators), 0)
    rest = factors[end:]
    bracket = len(rest) == 1 and isinstance(rest[0], Group) and rest[0].kind == "(" and heads(first)[1] is None
    name = "".join(map(letter_of, factors[:end]))
    return name if end > 1 and (not rest or bracket) else None


def _runs(node: Tree) -> list[str]:
    if not isinstance(node, Product):
        return []
    factors, operators, found, start = list(node.factors), list(node.operators), [], 0
    while start < len(factors):
        end = run_of_letters(factors, operators, start)
        found += ["".join(map(letter_of, factors[start:end]))] if end - start > 1 else []
        start = max(end, start + 1)
    return found


def with_acronyms(node: Node, names: frozenset[str]) -> Node:
    """The node in which each of these runs of letters is one symbol."""
    return mapped(node, lambda n: _joined(n, names) if isinstance(n, Product) else n) if names else node


def _joined(node: Product, names: frozenset[str]) -> Tree:
    factors, operators, start = list(node.factors), list(node.operators), 0
    while start < len(factors):
        end = run_of_letters(factors, operators, start)
        name = "".join(map(letter_of, factors[start:end]))
        if end - start > 1 and name in names:
            last = factors[end - 1]
            symbol = Symbol(name, "word", (), factors[start].span.join(last.span))
            made = replace(last, base=symbol, span=symbol.span) if isinstance(last, Script) else symbol
            factors[start:end], operators[start : end - 1] = [made], []
            end = start + 1
        start = max(end, start + 1)
    if len(factors) == len(node.factors):
        return node
    return factors[0] if len(factors) == 1 else replace(node, factors=tuple(factors), operators=tuple(operators))
