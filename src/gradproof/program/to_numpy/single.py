"""The passes for one small row of data: Python floats in lists, because there a call of NumPy costs more than its work.

Matrix products stay NumPy's. Not every program can be written so; `write_single` gives None for one that cannot.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from gradproof.formula.expression import Add, Expression, Function, Index, Mul, Number, Power, Variable
from gradproof.program.array_program import ArrayProgram
from gradproof.program.canonical import negative
from gradproof.program.derived import GenerationError
from gradproof.program.operations import Contract, Gather, Map, Scatter, Softmax, Step
from gradproof.program.terms import factors_of, split
from gradproof.program.to_numpy.buffers import identifier, python_names
from gradproof.program.to_numpy.setup import Block, without_repetition

PLAIN = frozenset({"sigma", "tanh", "exp", "log"})


@dataclass(frozen=True)
class Single:
    """The set-up lines with the names that they make, and the blocks of both passes in one."""

    setup: tuple[str, ...]
    arrays: tuple[str, ...]
    blocks: tuple[Block, ...]


def write_single(program: ArrayProgram, steps: tuple[Step, ...]) -> Single | None:
    """The passes over one row, or None where they would need more than lists and matrix products."""
    if program.batch is None:
        return None
    writer = SingleWriter(program, steps)
    try:
        blocks = [(step, tuple(writer.lines(step))) for step in steps]
    except Unsuitable:
        return None
    labels = [identifier(item.name) for item in program.inputs if item.kind == "label"]
    first = tuple(f"{name}_0 = {name}.item()" for name in labels)
    written = without_repetition(Block(_comments(step), lines) for step, lines in blocks if lines)
    if first:
        written = (Block(("the labels as plain integers",), first), *written)
    return Single(tuple(filter(None, writer.setup.values())), tuple(writer.setup), written)


class Unsuitable(GenerationError):
    """An operation that lists of floats are no good for."""


def _comments(step: Step) -> tuple[str, ...]:
    return tuple(dict.fromkeys(r for r in (*step.also, step.reason) if r))


@dataclass
class SingleWriter:
    """The lines, and the arrays beside the lists that they need."""

    program: ArrayProgram
    steps: tuple[Step, ...]
    setup: dict[str, str] = field(default_factory=dict)

    def lines(self, step: Step) -> Iterator[str]:
        """The lines of one step."""
        match step.operation:
            case Map(target, body):
                yield from self._map(target, body)
            case Contract() as operation:
                yield from self._contract(operation)
            case Softmax() as operation:
                yield from self._softmax(operation)
            case Gather(target, source, label):
                yield f"{identifier(target.name)} = {identifier(source.name)}[{identifier(label.name)}_0]"
            case Scatter(target, base, label, Number(value)) if base is not None:
                name = identifier(target.name)
                yield f"{name} = {identifier(base.name)}"
                yield f"{name}[{identifier(label.name)}_0] += {_number(value)}"
                yield from self._stored(target)
            case _:
                raise Unsuitable

    def _kind(self, variable: Variable) -> tuple[Index, ...]:
        return tuple(i for i in variable.indices if isinstance(i, Index) and i != self.program.batch)

    def _input(self, name: str) -> bool:
        return any(item.name == name for item in self.program.inputs)

    def _map(self, target: Variable, body: Expression) -> Iterator[str]:
        axes, name = self._kind(target), identifier(target.name)
        if len(axes) > 1 or any(gradient == target.name for _, gradient in self.program.gradients):
            raise Unsuitable
        leaves: dict[str, str] = {}
        text = self._text(body, axes, leaves)
        if not axes:
            yield f"{name} = {text}"
            return
        if not leaves:
            raise Unsuitable
        several = len(leaves) > 1
        items = f"zip({', '.join(leaves.values())})" if several else next(iter(leaves.values()))
        yield f"{name} = [{text} for {', '.join(leaves)} in {items}]"
        yield from self._stored(target)

    def _text(self, body: Expression, axes: tuple[Index, ...], leaves: dict[str, str]) -> str:
        """Python's text of one component."""

        def go(part: Expression) -> str:
            return self._text(part, axes, leaves)

        match body:
            case Number(value):
                return _number(value)
            case Variable():
                return self._leaf(body, axes, leaves)
            case Add(terms):
                ordered = sorted(terms, key=lambda term: split(term)[0] < 0)
                signs = ["-" if split(term)[0] < 0 else "+" for term in ordered]
                texts = [go(negative(t)) if sign == "-" else go(t) for t, sign in zip(ordered, signs, strict=True)]
                joined = "".join(f" {sign} {text}" for sign, text in zip(signs, texts, strict=True))
                return f"({joined[3:] if signs[0] == '+' else '-' + joined[3:]})"
            case Mul():
                coefficient, rest = split(body)
                texts = [go(factor) for factor in factors_of(rest)]
                number = [] if abs(coefficient) == 1 else [_number(abs(coefficient))]
                return ("-" if coefficient < 0 else "") + " * ".join(number + texts)
            case Power(base, Number(value)) if value == 2:
                return f"{go(base)} ** 2"
            case Function("sigma", argument):
                return f"(1 / (1 + exp(-logit)) if (logit := {go(argument)}) > -700 else exp(logit))"
            case Function(name, argument) if name in {"tanh", "log"} and self._safe(name, argument):
                return f"{name}({go(argument)})"
        raise Unsuitable

    def _safe(self, name: str, argument: Expression) -> bool:
        """True for tanh, and for the log of a softmax's total."""
        totals = {s.operation.total.name for s in self.steps if isinstance(s.operation, Softmax)}
        return name == "tanh" or (isinstance(argument, Variable) and argument.name in totals)

    def _leaf(self, variable: Variable, axes: tuple[Index, ...], leaves: dict[str, str]) -> str:
        own, name = self._kind(variable), identifier(variable.name)
        if not own:
            return f"{name}.item()" if self._input(variable.name) and variable.indices else name
        if own != axes:
            raise Unsuitable
        element = f"{name}_{identifier(axes[0].name)}"
        if element in python_names(self.program, (w.name for s in self.steps for w in s.operation.writes)):
            raise Unsuitable  # component k of d is not the derivative by k
        row = f"{name}[0]" if variable.indices != own else name
        leaves[element] = f"{row}.tolist()" if self._input(variable.name) else name
        return element

    def _softmax(self, operation: Softmax) -> Iterator[str]:
        if operation.peak is not None or self._kind(operation.logits) != (operation.index,):
            raise Unsuitable
        u, total, j = (
            identifier(operation.logits.name),
            identifier(operation.total.name),
            identifier(operation.index.name),
        )
        yield f"peak = max({u})"
        for gather in operation.relative:
            yield f"{identifier(gather.target.name)} = {u}[{identifier(gather.label.name)}_0] - peak"
        yield f"powers = [exp({u}_{j} - peak) for {u}_{j} in {u}]"
        yield f"{total} = sum(powers)"
        if operation.probability is not None:
            p = identifier(operation.probability.name)
            yield f"{p} = [{'-' if operation.sign < 0 else ''}power / {total} for power in powers]"

    def _stored(self, target: Variable) -> Iterator[str]:
        """The line that copies a list into its array, if a matrix product reads it."""
        readers = [s.operation for s in self.steps if any(r.name == target.name for r in s.operation.reads)]
        if any(isinstance(reader, Contract) for reader in readers):
            self._array(target)
            yield f"{identifier(target.name)}_vector[:] = {identifier(target.name)}"

    def _array(self, variable: Variable) -> str:
        """The stem of the array that holds a list: a gradient, if the gradient is that list."""
        name = identifier(variable.name)
        size = identifier(self._kind(variable)[0].dimension.name)
        same = [
            identifier(s.operation.target.name)
            for s in self.steps
            if isinstance(s.operation, Contract) and [f.name for f in s.operation.factors] == [variable.name]
            if s.operation.coefficient == 1 and self._kind(s.operation.target) == self._kind(variable)
        ]
        how = same[0] if same else f"np.empty({size}, dtype)"
        self.setup.setdefault(f"{name}_vector", f"{name}_vector = {how}")
        return name

    def _row(self, variable: Variable) -> str:
        """An array of shape (1, K)."""
        if self._input(variable.name):
            return identifier(variable.name)
        name = self._array(variable)
        self.setup.setdefault(f"{name}_row", f"{name}_row = {name}_vector[None]")
        return f"{name}_row"

    def _column(self, variable: Variable) -> str:
        if self._input(variable.name):
            return f"{identifier(variable.name)}.T"
        name = self._array(variable)
        self.setup.setdefault(f"{name}_column", f"{name}_column = {name}_vector[:, None]")
        return f"{name}_column"

    def _vector(self, variable: Variable) -> str:
        if self._input(variable.name):
            name = identifier(variable.name)
            return f"{name}[0]" if self.program.batch in variable.indices else name
        return f"{self._array(variable)}_vector"

    def _contract(self, operation: Contract) -> Iterator[str]:
        target, axes = identifier(operation.target.name), self._kind(operation.target)
        if operation.coefficient != 1 or len(operation.factors) > 2:
            raise Unsuitable
        if len(operation.factors) == 1:
            yield from self._copied(operation.factors[0], operation.target)
            return
        left, right = operation.factors
        if axes and axes[0] not in self._kind(left):
            left, right = right, left
        shapes = (len(self._kind(left)), len(self._kind(right)))
        result = any(gradient == operation.target.name for _, gradient in self.program.gradients)
        if shapes == (1, 1) and len(axes) == 2:
            self.setup.setdefault(target, "")
            yield f"{self._column(left)}.dot({self._row(right)}, {target})"
        elif shapes == (2, 1) and len(axes) == 1 and not result:
            matrix = identifier(left.name) + ("" if self._kind(left)[0] == axes[0] else ".T")
            yield f"{target} = {matrix}.dot({self._vector(right)}).tolist()"
        elif shapes == (1, 1) and not axes and not result:
            yield f"{target} = {self._vector(left)}.dot({self._vector(right)}).item()"
        else:
            raise Unsuitable

    def _copied(self, factor: Variable, target: Variable) -> Iterator[str]:
        """A sum over the one row: the thing itself."""
        name = identifier(target.name)
        if self._kind(factor) != self._kind(target) or self._input(factor.name):
            raise Unsuitable
        if target.name == self.program.value:
            yield f"value = {identifier(factor.name)}"
        elif not self._kind(target):
            self.setup.setdefault(name, "")
            yield f"{name}[()] = {identifier(factor.name)}"
        elif self.setup.get(f"{identifier(factor.name)}_vector") != f"{identifier(factor.name)}_vector = {name}":
            self.setup.setdefault(name, "")
            yield f"{name}[:] = {identifier(factor.name)}"


def _number(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else f"({value})"
