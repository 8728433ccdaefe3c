"""Differentials and gradient shorthand: `dy = 2x\\,dx`, `dW = X^T dZ`, `\\delta W`, `\\Delta w` are no products.

They are recognised, so that a d is never taken for a factor, and not understood.
"""

from __future__ import annotations

from gradproof.formula.environment import symbol_name
from gradproof.formula.reading import Reading
from gradproof.formula.tree import Call, Script, Symbol, Tree
from gradproof.source import fail

_SIGNS = frozenset({"d", "delta", "Delta", "partial"})


def refuse_differential(ctx: Reading, sign: Tree, behind: Tree) -> None:
    """Raise where a bare d, δ or Δ that nobody defined stands directly before what it is the differential of."""
    if not (isinstance(sign, Symbol) and sign.name in _SIGNS and sign.style in ("", "word") and not sign.accents):
        return
    base = behind.base if isinstance(behind, Script) else behind
    name = symbol_name(sign)
    known = ctx.entry(name) is not None or ctx.is_dimension(name) or ctx.is_index(name)
    if known or not isinstance(base, Symbol | Call):
        return
    message = "This looks like a differential, or like shorthand for a gradient, and neither is understood."
    raise fail("GP400", message, sign.span.join(behind.span), "Write a derivative: \\frac{\\partial L}{\\partial W}.")
