"""Expectations over a finite distribution as sums: `\\mathbb{E}_{k \\sim p}[f_k]` is Σ_k p_k f_k.

So is the variance: `\\mathrm{Var}_{k \\sim p}[f_k]` is Σ_k p_k f_k² less the square of the expectation.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from gradproof.formula.letters import free_letters, letter_name
from gradproof.formula.tree import Add, BigOperator, Chain, Group, Number, Product, Script, Symbol, Tree


def over_distribution(node: Product) -> Tree:
    """The product in which every expectation over k \\sim p of something with the index k is a sum over k."""
    factors, operators = list(node.factors), list(node.operators)
    for place in range(len(factors) - 2, -1, -1):
        found = _sum(factors[place], factors[place + 1]) if operators[place] == "" else None
        if found is not None:
            factors[place : place + 2] = [found]
            del operators[place]
    if len(factors) == len(node.factors):
        return node
    return factors[0] if len(factors) == 1 else replace(node, factors=tuple(factors), operators=tuple(operators))


def _sum(callee: Tree, behind: Tree) -> Tree | None:
    """The sum for E_{k \\sim p} and the bracket behind it, with a power on it or none; None for anything else."""
    if isinstance(behind, Script) and not behind.subscripts and behind.superscript is not None and not behind.primes:
        inner = _sum(callee, behind.base)
        return None if inner is None else replace(behind, base=inner)
    match callee, behind:
        case (
            Script(
                Symbol("E" | "Var" as name), (Chain((Symbol() as letter, Symbol() as weights), (r"\sim",)),), None, 0
            ),
            Group("[" | "(" | "\\{", (body,), ()),
        ) if letter_name(letter) in free_letters(body) and _is_distribution(weights):
            return _mean(letter, weights, body) if name == "E" else _variance(letter, weights, body)
    return None


def _is_distribution(weights: Symbol) -> bool:
    """Whether a symbol can be the p of p_k: i \\sim \\mathcal{D} draws from the data."""
    return weights.style in ("", "bold") and weights.name[:1].islower()


def _mean(letter: Symbol, weights: Symbol, body: Tree) -> Tree:
    weight = Script(weights, (letter,), None, 0, weights.span)
    summand = Product((weight, _bracket(body)), ("cdot",), body.span)
    return _bracket(BigOperator("sum", (letter,), None, summand, body.span))


def _variance(letter: Symbol, weights: Symbol, body: Tree) -> Tree:
    square = Script(_bracket(body), (), _two(body), 0, body.span)
    of_mean = Script(_mean(letter, weights, body), (), _two(body), 0, body.span)
    return _bracket(Add(((1, _mean(letter, weights, square)), (-1, of_mean)), body.span))


def _two(tree: Tree) -> Number:
    return Number(Fraction(2), tree.span)


def _bracket(tree: Tree) -> Group:
    return Group("(", (tree,), (), tree.span)
