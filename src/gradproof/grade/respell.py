"""Another person's names put into those of the key, formula by formula: y for p, σ for h."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, cast

from gradproof.document.from_page import Respell
from gradproof.formula.traverse import Node
from gradproof.formula.tree import Script, Symbol


def respelling(aliases: Mapping[str, str]) -> Respell:
    """The change of formulas that puts the key's names for their aliases.

    A Greek alias that stands before a bracket is a function and stays one: of σ_k (1 − σ_k) and σ(s_k) only the
    first is another name for h.
    """
    if not aliases:
        return lambda node: node

    def change(node: object, below: bool) -> object:
        if isinstance(node, tuple):
            return tuple(change(part, False) for part in node)
        if isinstance(node, Symbol) and node.name in aliases and node.style in ("", "bold"):
            known_function = node.name in ("sigma", "phi") and not below
            return node if known_function else _renamed(node, aliases[node.name])
        if not isinstance(node, Node):
            return node
        scripted = isinstance(node, Script) and bool(node.subscripts)
        parts: dict[str, Any] = {
            f.name: change(getattr(node, f.name), scripted and f.name == "base") for f in fields(node)
        }
        return type(node)(**parts)

    return lambda node: cast(Node, change(node, False))


def _renamed(symbol: Symbol, name: str) -> Symbol:
    return Symbol(name, symbol.style, symbol.accents, symbol.span)
