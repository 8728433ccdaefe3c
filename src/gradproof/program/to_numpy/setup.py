"""Blocks of lines, and the arrays and numbers that they need, each made once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction

from gradproof.formula.expression import Dimension, Expression, Size
from gradproof.program.to_numpy.buffers import identifier

CONSTANT_NAMES = {Fraction(1): "one", Fraction(-1): "minus_one", Fraction(0): "zero", Fraction(2): "two"}


@dataclass(frozen=True)
class Block:
    """Lines of code with what is said about them; `loop` is the header of the loop that they stand in."""

    comments: tuple[str, ...]
    lines: tuple[str, ...]
    loop: str = ""


@dataclass
class Setup:
    """What the passes need: each name with the expression that makes it, in the order of first use."""

    made: dict[str, str] = field(default_factory=dict)

    def need(self, name: str, how: str) -> str:
        """The name, after making sure that it will be made."""
        self.made.setdefault(name, how)
        return name

    def constant(self, value: Fraction) -> str:
        """The name of a number as an array without axes, which costs least in a call."""
        text = re.sub(r"\W", "_", str(value).replace("-", "minus_"))
        python = str(value.numerator) if value.denominator == 1 else f"{value.numerator} / {value.denominator}"
        return self.need(CONSTANT_NAMES.get(value, f"number_{text}"), f"np.array({python}, dtype)")

    def ones(self, dimension: Dimension) -> str:
        """The name of a vector of ones."""
        name = identifier(dimension.name)
        return self.need(f"ones_{name}", f"np.ones({name}, dtype)")

    def size(self, expression: Expression) -> str:
        """The name of a size or a named constant as an array without axes."""
        if isinstance(expression, Size):
            name = identifier(expression.dimension.name)
            return self.need(f"size_{name}", f"np.array({name}, dtype)")
        return self.need("pi", "np.array(np.pi, dtype)")


def without_repetition(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks, each without the comments that the one before it has already."""
    result: list[Block] = []
    before: tuple[str, ...] = ()
    for block in blocks:
        new = tuple(comment for comment in block.comments if comment not in before)
        result.append(replace(block, comments=new))
        before = block.comments or before
    return tuple(result)
