"""The lines inside a loop over blocks of rows, where a chain of operations finds its data in the cache."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from gradproof.formula.expression import Expression, Index, Variable
from gradproof.program.derived import GenerationError
from gradproof.program.operations import Map, Softmax, Step
from gradproof.program.to_numpy.buffers import identifier
from gradproof.program.to_numpy.maps import MapWriter

if TYPE_CHECKING:
    from gradproof.program.to_numpy.passes import PassWriter


class LoopWriter:
    """The lines inside one loop over blocks of rows, and the views that it unpacks."""

    def __init__(self, outer: PassWriter) -> None:
        self.outer = outer
        self.views: dict[str, str] = {}

    def _view(self, name: str, how: str) -> str:
        """The name of a view, which nothing else has: the rows of d are not the derivative by r."""
        while name in self.outer.arrays or self.views.get(name, how) != how:
            name += "_"
        self.views[name] = how
        return name

    def _rows_of(self, name: str) -> str:
        return self._view(f"{name}_r", f"{name}[rows]")

    def _column_of(self, name: str) -> str:
        return self._view(f"{name}_column", f"{name}[rows, None]")

    def operand(self, variable: Variable, axes: tuple[Index, ...]) -> str:
        """The text of an array in the loop."""
        name, own = self.outer.name(variable), variable.indices
        given = self.outer.is_input(variable)
        if own == axes:
            return self._input(f"{name}[rows]") if given else self._rows_of(name)
        if len(own) == 2:
            return self._input(f"{name}.T[rows]") if given else self._view(f"{name}_t_r", f"{name}.T[rows]")
        if own == axes[:1]:
            return self._input(f"{name}[rows, None]") if given else self._column_of(name)
        return name

    def _input(self, text: str) -> str:
        self._view("rows", "rows")
        return text

    def lines(self, step: Step) -> Iterator[str]:
        """The lines of one step."""
        match step.operation:
            case Map(target, body):
                yield from self._map(target, body)
            case Softmax() as operation:
                yield from self._softmax(operation)

    def _map(self, target: Variable, body: Expression) -> Iterator[str]:
        axes = tuple(index for index in target.indices if isinstance(index, Index))
        width = identifier(axes[1].dimension.name)

        def scratch(number: int) -> str:
            rows = identifier(axes[0].dimension.name)
            name = self.outer.setup.need(
                f"work_{width}_{number}", f"np.empty((_rows_per_block({rows}, {width}), {width}), dtype)"
            )
            return self._view(f"{name}_r", f"{name}[: rows.stop - rows.start]")

        yield from MapWriter(
            self._rows_of(self.outer.name(target)),
            self.outer.aliases(target),
            lambda variable: self.operand(variable, axes),
            self.outer.setup.constant,
            scratch,
            self.outer.setup.size,
        ).write(body)

    def _softmax(self, operation: Softmax) -> Iterator[str]:
        """exp and its sum, then the division; the maximum is subtracted only if `shift` asks for it."""
        setup, name = self.outer.setup, self.outer.name
        columns = operation.index.dimension
        if operation.logits.indices[-1] != operation.index:
            raise GenerationError("A softmax is computed over the last axis of its logits.")
        logits = name(operation.logits)
        out = name(operation.probability) if operation.probability else logits
        u, e = self._rows_of(logits), self._rows_of(out)
        total, scale = self._rows_of(name(operation.total)), self._rows_of(name(operation.scale))
        yield "if shift:"
        if operation.peak is None:
            yield f"    subtract({u}, maximum.reduce({u}, 1, None, None, True), {e})"
        else:
            peak = self._rows_of(name(operation.peak))
            yield f"    maximum.reduce({u}, 1, None, {peak})"
            yield f"    subtract({u}, {self._column_of(name(operation.peak))}, {e})"
        moved = f"({e} if shift else {u})" if e != u else u
        for gather in operation.relative:
            flat = setup.need(f"{logits}_flat", f"{logits}.ravel()")
            if e != u:
                flat = f"({setup.need(f'{out}_flat', f'{out}.ravel()')} if shift else {flat})"
            places = self._rows_of(self.outer.positions(gather.label))
            yield f'{flat}.take({places}, None, {self._rows_of(name(gather.target))}, "clip")'
        yield f"exp({moved}, {e})"
        yield f"{e}.dot({setup.ones(columns)}, {total})"
        yield f"divide({setup.constant(Fraction(operation.sign))}, {total}, {scale})"
        if operation.probability is not None:
            divided = f"multiply({e}, {self._column_of(name(operation.scale))}, {e})"
            lazy = self.outer.lazy(operation.probability)
            yield from (f"if not {lazy}:", f"    {divided}") if lazy else (divided,)


def view(name: str, own: tuple[Index, ...], wanted: tuple[Index, ...]) -> str:
    """The text of an array with its axes in the wanted order and broadcast along the others."""
    order = [own.index(index) for index in wanted if index in own]
    text = name
    if order != sorted(order):
        text += ".T" if len(order) == 2 else f".transpose({', '.join(map(str, order))})"
    subscript = [":" if index in own else "None" for index in wanted]
    while subscript and subscript[0] == "None":
        subscript.pop(0)
    return f"{text}[{', '.join(subscript)}]" if "None" in subscript else text
