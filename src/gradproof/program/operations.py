"""What an array program is lowered to: few kinds of operations on whole arrays, each of which a target can write down.

Arrays are Variables whose indices name their axes. No operation holds a sum inside a formula: sums are Contracts.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from gradproof.formula.expression import Expression, Index, Label, Variable
from gradproof.program.indices import parts_of


@dataclass(frozen=True)
class Contract:
    """target := coefficient · Σ ∏ factors, over the indices that the target has not."""

    target: Variable
    coefficient: Fraction
    factors: tuple[Variable, ...]

    @property
    def reads(self) -> tuple[Variable, ...]:
        """The arrays that are read."""
        return self.factors

    @property
    def writes(self) -> tuple[Variable, ...]:
        """The arrays that are written."""
        return (self.target,)


@dataclass(frozen=True)
class Map:
    """target := body, component by component; the body has no sums, deltas or labels."""

    target: Variable
    body: Expression

    @property
    def reads(self) -> tuple[Variable, ...]:
        """The arrays that are read, as often as they are."""
        return tuple(part for part in parts_of(self.body) if isinstance(part, Variable))

    @property
    def writes(self) -> tuple[Variable, ...]:
        """The arrays that are written."""
        return (self.target,)


@dataclass(frozen=True)
class Gather:
    """target_n := source_{n, label_n}."""

    target: Variable
    source: Variable
    label: Label

    @property
    def reads(self) -> tuple[Variable, ...]:
        """The arrays that are read."""
        return (self.source, Variable(self.label.name))

    @property
    def writes(self) -> tuple[Variable, ...]:
        """The arrays that are written."""
        return (self.target,)


@dataclass(frozen=True)
class Take:
    """target_n… := source_{label_n …}: the rows of an array without n that the labels name."""

    target: Variable
    source: Variable
    label: Label

    @property
    def reads(self) -> tuple[Variable, ...]:
        """The arrays that are read."""
        return (self.source, Variable(self.label.name))

    @property
    def writes(self) -> tuple[Variable, ...]:
        """The arrays that are written."""
        return (self.target,)


@dataclass(frozen=True)
class Deposit:
    """target_j… := coefficient · Σ_n δ(j, label_n) amount_n…: the amounts added up in the rows that the labels name."""

    target: Variable
    coefficient: Fraction
    label: Label
    amount: Variable

    @property
    def reads(self) -> tuple[Variable, ...]:
        """The arrays that are read."""
        return (self.amount, Variable(self.label.name))

    @property
    def writes(self) -> tuple[Variable, ...]:
        """The arrays that are written."""
        return (self.target,)


@dataclass(frozen=True)
class Scatter:
    """target_nj := base_nj + δ(j, label_n) · amount_n; the base None stands for 0."""

    target: Variable
    base: Variable | None
    label: Label
    amount: Expression

    @property
    def reads(self) -> tuple[Variable, ...]:
        """The arrays that are read."""
        amounts = tuple(part for part in parts_of(self.amount) if isinstance(part, Variable))
        return (*((self.base,) if self.base else ()), *amounts, Variable(self.label.name))

    @property
    def writes(self) -> tuple[Variable, ...]:
        """The arrays that are written."""
        return (self.target,)


@dataclass(frozen=True)
class Softmax:
    """The softmax of logits over one index, and what comes with it.

    `total` := Σ exp(logits − peak) and `probability` := sign · softmax (None where nobody asks). `relative` gathers
    are taken of the logits less the peak; where `peak` is None nobody needs to know it: everything is relative.
    """

    logits: Variable
    index: Index
    total: Variable
    scale: Variable
    peak: Variable | None
    probability: Variable | None
    sign: int
    relative: tuple[Gather, ...]

    @property
    def reads(self) -> tuple[Variable, ...]:
        """The arrays that are read."""
        return (self.logits, *(Variable(gather.label.name) for gather in self.relative))

    @property
    def writes(self) -> tuple[Variable, ...]:
        """The arrays that are written."""
        optional = tuple(v for v in (self.peak, self.probability) if v is not None)
        return (self.total, self.scale, *optional, *(gather.target for gather in self.relative))


Operation = Contract | Map | Gather | Take | Deposit | Scatter | Softmax


@dataclass(frozen=True)
class Step:
    """An operation, the reason of its assignment, and (`also`) the reasons of assignments that were fused into it."""

    operation: Operation
    reason: str
    backward: bool
    also: tuple[str, ...] = ()
