"""From operations to the lines of a kernel's forward and backward pass, and of the set-up that both share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction

from gradproof.formula.expression import Dimension, Expression, Index, Label, Number, Size, Variable
from gradproof.program.array_program import ArrayProgram
from gradproof.program.canonical import canonical
from gradproof.program.derived import GenerationError
from gradproof.program.operations import Contract, Gather, Map, Scatter, Softmax, Step
from gradproof.program.to_numpy.buffers import Buffers, identifier, plan
from gradproof.program.to_numpy.contractions import contraction, scaled
from gradproof.program.to_numpy.maps import MapWriter, spelled_out, without_narrow_parts

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


def expanded(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps with every map spelled out in NumPy's functions, behind maps for its narrow parts."""
    count = 0

    def fresh(stem: str) -> str:
        nonlocal count
        count += 1
        return f"{stem}_{count}"

    result: list[Step] = []
    for step in steps:
        if isinstance(step.operation, Map):
            whole = Map(step.operation.target, spelled_out(canonical(step.operation.body)))
            maps = without_narrow_parts(whole, fresh)
            result += [
                replace(step, operation=part, reason="" if part.target != whole.target else step.reason)
                for part in maps
            ]
        else:
            result.append(step)
    return tuple(result)


def groups(steps: tuple[Step, ...]) -> Iterator[tuple[Step, ...]]:
    """Runs of steps that one loop over rows can do; all others alone."""
    run: list[Step] = []
    for step in steps:
        axes = loop_axes(step)
        if run and (axes is None or axes != loop_axes(run[0]) or run[0].backward != step.backward):
            yield tuple(run)
            run = []
        if axes is None:
            yield (step,)
        else:
            run.append(step)
    if run:
        yield tuple(run)


def loop_axes(step: Step) -> tuple[Dimension, ...] | None:
    """The two dimensions over which a step goes component by component, None for any other step."""
    operation = step.operation
    target = operation.target if isinstance(operation, Map) else getattr(operation, "logits", None)
    if not isinstance(target, Variable) or len(target.indices) != 2:
        return None
    return tuple(index.dimension for index in target.indices)


@dataclass
class PassWriter:
    """The blocks of both passes; a walk's state, not kept."""

    program: ArrayProgram
    buffers: Buffers
    setup: Setup = field(default_factory=Setup)
    judged: dict[str, str] = field(default_factory=dict)
    loops: int = 0

    def blocks(self, steps: tuple[Step, ...]) -> tuple[Block, ...]:
        """The blocks of some steps."""
        blocks = [self._block(group) for group in groups(steps)]
        before: tuple[str, ...] = ()
        for number, block in enumerate(blocks):
            new = tuple(comment for comment in block.comments if comment not in before)
            blocks[number], before = replace(block, comments=new), block.comments or before
        return tuple(blocks)

    def _block(self, group: tuple[Step, ...]) -> Block:
        comments = tuple(dict.fromkeys(r for step in group for r in (*step.also, step.reason) if r))
        if loop_axes(group[0]) is not None:
            lines, loop = self._loop(group)
            return Block(comments, lines, loop)
        return Block(comments, tuple(self._lines(group[0])))

    def _lines(self, step: Step) -> Iterator[str]:
        match step.operation:
            case Contract() as operation:
                yield from self._contract(operation)
            case Map(target, body):
                yield from self._map(target, body)
            case Gather(target, source, label):
                flat, positions = self._flat(source), self._positions(label)
                yield f'{flat}.take({positions}, None, {self._name(target)}, "clip")'
            case Scatter() as operation:
                yield from self._scatter(operation)
            case Softmax():
                raise GenerationError(f"{step.reason}: a softmax needs one axis beside its own.")

    def _name(self, variable: Variable) -> str:
        return identifier(self.buffers.of.get(variable.name, variable.name))

    def _is_input(self, variable: Variable) -> bool:
        return variable.name not in self.buffers.of

    def _contract(self, operation: Contract) -> Iterator[str]:
        target = self._name(operation.target)
        statement, expression = contraction(
            operation, target, self._name, lambda index: self.setup.ones(index.dimension)
        )
        if expression:
            text = scaled(expression, operation.coefficient)
            yield f"value = {text}" if operation.target.name == self.program.value else f"{target}[()] = {text}"
            return
        yield statement
        if operation.coefficient == -1:
            yield f"negative({target}, {target})"
        elif operation.coefficient != 1:
            yield f"multiply({target}, {self.setup.constant(operation.coefficient)}, {target})"

    def _map(self, target: Variable, body: Expression) -> Iterator[str]:
        name = self._name(target)
        axes = tuple(index for index in target.indices if isinstance(index, Index))

        def operand(variable: Variable) -> str:
            return view(self._name(variable), tuple(i for i in variable.indices if isinstance(i, Index)), axes)

        shape = ", ".join(identifier(i.dimension.name) for i in axes) + ("," if len(axes) == 1 else "")
        stem = "_".join(["work", *(identifier(i.dimension.name) for i in axes)])

        def scratch(number: int) -> str:
            return self.setup.need(f"{stem}_{number}", f"np.empty(({shape}), dtype)")

        yield from MapWriter(name, self._aliases(target), operand, self.setup.constant, scratch, self.setup.size).write(
            body
        )

    def _aliases(self, target: Variable) -> frozenset[str]:
        return frozenset(name for name in self.buffers.of if self.buffers.shares(name, target.name))

    def _flat(self, source: Variable) -> str:
        name = self._name(source)
        if self._is_input(source):
            return f"{name}.ravel()"
        return self.setup.need(f"{name}_flat", f"{name}.ravel()")

    def _positions(self, label: Label) -> str:
        """The name of the places of (n, t_n) in a flat array; computed once, at the start of forward."""
        rows = next((item.shape[0] for item in self.program.inputs if item.name == label.name and item.shape), None)
        if rows is None or len(label.arguments) != 1:
            raise GenerationError(f"The label {label.name} needs one index of its own for array code to use it.")
        n, c = identifier(rows.name), identifier(label.dimension.name)
        self.setup.need(f"starts_{c}", f"np.arange({n}) * {c}")
        return self.setup.need(f"{identifier(label.name)}_places", f"np.empty({n}, np.intp)")

    def place_lines(self, steps: tuple[Step, ...]) -> tuple[str, ...]:
        """The lines that compute the places of all labels."""
        labels: dict[str, Label] = {}
        for step in steps:
            match step.operation:
                case Gather(_, _, label) | Scatter(_, _, label, _):
                    labels.setdefault(label.name, label)
                case Softmax(relative=gathers):
                    labels.update({gather.label.name: gather.label for gather in gathers})
        return tuple(
            f"add({identifier(label.name)}, starts_{identifier(label.dimension.name)}, {self._positions(label)})"
            for label in labels.values()
        )

    def _scatter(self, operation: Scatter) -> Iterator[str]:
        name, positions = self._name(operation.target), self._positions(operation.label)
        flat = self._flat(operation.target)
        if operation.base is None:
            yield f"{name}.fill(0)"
        elif not self.buffers.shares(operation.base.name, operation.target.name):
            yield f"copyto({name}, {self._name(operation.base)})"
        amount = operation.amount
        text = self.setup.constant(amount.value) if isinstance(amount, Number) else None
        if text is None:
            assert isinstance(amount, Variable)
            text = self._name(amount)
        yield f"{flat}[{positions}] = add({flat}[{positions}], {text})"

    def _loop(self, group: tuple[Step, ...]) -> tuple[tuple[str, ...], str]:
        writer = LoopWriter(self)
        lines = tuple(line for step in group for line in writer.lines(step))
        rows, columns = loop_axes(group[0]) or (Dimension(""), Dimension(""))
        self.loops += 1
        r, c = identifier(rows.name), identifier(columns.name)
        views = ", ".join(writer.views.values())
        comma, inner = "," if len(writer.views) == 1 else "", " " * 12
        how = f"[\n{inner}({views}{comma})\n{inner}for rows in _blocks({r}, {c})\n{' ' * 8}]"
        name = self.setup.need(f"blocks_{self.loops}", how)
        names = ", ".join(writer.views)
        return lines, f"for {names} in {name}:" if len(writer.views) > 1 else f"for ({names},) in {name}:"


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


class LoopWriter:
    """The lines inside one loop over blocks of rows, and the views that it unpacks."""

    def __init__(self, outer: PassWriter) -> None:
        self.outer = outer
        self.views: dict[str, str] = {}

    def _view(self, name: str, how: str) -> str:
        self.views.setdefault(name, how)
        return name

    def _rows_of(self, name: str) -> str:
        return self._view(f"{name}_r", f"{name}[rows]")

    def _column_of(self, name: str) -> str:
        return self._view(f"{name}_column", f"{name}[rows, None]")

    def operand(self, variable: Variable, axes: tuple[Index, ...]) -> str:
        """The text of an array in the loop."""
        name, own = self.outer._name(variable), variable.indices
        given = self.outer._is_input(variable)
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
            self._rows_of(self.outer._name(target)),
            self.outer._aliases(target),
            lambda variable: self.operand(variable, axes),
            self.outer.setup.constant,
            scratch,
            self.outer.setup.size,
        ).write(body)

    def _softmax(self, operation: Softmax) -> Iterator[str]:
        """exp and its sum, then the division; the maximum is subtracted only if `shift` asks for it."""
        setup, name = self.outer.setup, self.outer._name
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
            places = self._rows_of(self.outer._positions(gather.label))
            yield f'{flat}.take({places}, None, {self._rows_of(name(gather.target))}, "clip")'
        yield f"exp({moved}, {e})"
        yield f"{e}.dot({setup.ones(columns)}, {total})"
        yield f"divide({setup.constant(Fraction(operation.sign))}, {total}, {scale})"
        if operation.probability is not None:
            yield f"multiply({e}, {self._column_of(name(operation.scale))}, {e})"


def write_passes(
    program: ArrayProgram, steps: tuple[Step, ...]
) -> tuple[PassWriter, tuple[Block, ...], tuple[Block, ...]]:
    """The writer with the set-up, and the blocks of the forward and the backward pass."""
    steps = expanded(steps)
    writer = PassWriter(program, plan(steps, program))
    forward = tuple(step for step in steps if not step.backward)
    places = writer.place_lines(steps)
    blocks = list(writer.blocks(forward))
    if places:
        blocks.insert(0, Block(("where the labels are in arrays of rows times classes",), places))
    for step in forward:
        if isinstance(step.operation, Softmax):
            at = next(n for n, block in enumerate(blocks) if any("if shift:" in line for line in block.lines))
            blocks.insert(at + 1, _judgement(step.operation, writer))
    writer.judged = judged_buffers(steps, writer)
    return writer, tuple(blocks), writer.blocks(tuple(step for step in steps if step.backward))


def _judgement(cluster: Softmax, writer: PassWriter) -> Block:
    """The check that no exponential left the safe range, and the second try with the maximum subtracted.

    Totals and their (signed) reciprocals lie in one vector, so that one product with as many signs adds up both.
    """
    judged = f"judged_{identifier(cluster.logits.name)}"
    writer.setup.need("safe", "1e250 if dtype.itemsize // (1 + (dtype.kind == 'c')) == 8 else 1e30")
    arguments = ", ".join(identifier(item.name) for item in writer.program.inputs)
    return Block(
        ("sums of exponentials in the safe range need no shift; else once more, with the largest logit subtracted",),
        (
            f"if not (shift or abs({judged}_signs.dot({judged})) < safe):",
            f"    return self.forward({arguments}, shift=True)",
        ),
    )


def judged_buffers(steps: tuple[Step, ...], writer: PassWriter) -> dict[str, str]:
    """How the buffers of totals and scales are made: as the halves of one vector."""
    made: dict[str, str] = {}
    for cluster in (step.operation for step in steps if isinstance(step.operation, Softmax)):
        rows = cluster.total.indices[0]
        assert isinstance(rows, Index)
        n, judged = identifier(rows.dimension.name), f"judged_{identifier(cluster.logits.name)}"
        made[judged] = f"np.empty(2 * {n}, dtype)"
        made[f"{judged}_signs"] = f"np.repeat(np.array([1, {cluster.sign}], dtype), {n})"
        made[identifier(writer.buffers.of[cluster.total.name])] = f"{judged}[:{n}]"
        made[identifier(writer.buffers.of[cluster.scale.name])] = f"{judged}[{n}:]"
    return made
