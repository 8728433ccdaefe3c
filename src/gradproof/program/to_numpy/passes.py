"""From operations to the lines of a kernel's forward and backward pass, and of the set-up that both share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction

from gradproof.formula.expression import Dimension, Expression, Index, Label, Number, Variable
from gradproof.program.array_program import ArrayProgram
from gradproof.program.canonical import canonical
from gradproof.program.derived import GenerationError
from gradproof.program.operations import Contract, Deposit, Gather, Map, Scatter, Softmax, Step, Take
from gradproof.program.to_numpy.buffers import Buffers, identifier, plan, python_names
from gradproof.program.to_numpy.contractions import Ones, Operand, contraction, scaled
from gradproof.program.to_numpy.deferral import Deferral, deferrals
from gradproof.program.to_numpy.loops import LoopWriter, view
from gradproof.program.to_numpy.maps import MapWriter, spelled_out, without_narrow_parts
from gradproof.program.to_numpy.setup import Block, Setup, without_repetition


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
    """The blocks of both passes; a walk's state, not kept. `arrays`: the Python names of all arguments and buffers."""

    program: ArrayProgram
    buffers: Buffers
    arrays: frozenset[str]
    setup: Setup = field(default_factory=Setup)
    judged: dict[str, str] = field(default_factory=dict)
    deferrals: dict[str, Deferral] = field(default_factory=dict)
    loops: int = 0

    def blocks(self, steps: tuple[Step, ...]) -> tuple[Block, ...]:
        """The blocks of some steps."""
        return without_repetition(self._block(group) for group in groups(steps))

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
                flat, positions = self._flat(source), self.positions(label)
                yield f'{flat}.take({positions}, None, {self.name(target)}, "clip")'
            case Take(target, source, label):
                yield f'{self.name(source)}.take({identifier(label.name)}, 0, {self.name(target)}, "clip")'
            case Deposit(target, coefficient, label, amount):
                yield f"{self.name(target)}.fill(0)"
                yield f"add.at({self.name(target)}, {identifier(label.name)}, {self.name(amount)})"
                yield from self._multiplied(self.name(target), coefficient)
            case Scatter() as operation:
                yield from self._scatter(operation)
            case Softmax():
                raise GenerationError(f"{step.reason}: a softmax needs one axis beside its own.")

    def lazy(self, array: Variable) -> str:
        """The name of the condition under which the array's division is put off; empty where it never is."""
        deferral = self.deferrals.get(array.name)
        return self.setup.need(deferral.lazy, deferral.pays) if deferral else ""

    def name(self, variable: Variable) -> str:
        """The Python name of an array: that of the buffer it lies in."""
        return identifier(self.buffers.of.get(variable.name, variable.name))

    def is_input(self, variable: Variable) -> bool:
        """True for an argument of the kernel."""
        return variable.name not in self.buffers.of

    def _contract(self, operation: Contract) -> Iterator[str]:
        target = self.name(operation.target)
        put_off = next((f for f in operation.factors if f.name in self.deferrals), None)
        operand, ones = self._scaled(operation, put_off) if put_off else (self.name, self._ones)
        statement, expression = contraction(operation, target, operand, ones)
        if expression:
            text = scaled(expression, operation.coefficient)
            yield f"value = {text}" if operation.target.name == self.program.value else f"{target}[()] = {text}"
            return
        yield statement
        if put_off and self.deferrals[put_off.name].rows in operation.target.indices:
            yield f"if {self.lazy(put_off)}:"
            yield f"    multiply({target}, {self._column(put_off)}, {target})"
        yield from self._multiplied(target, operation.coefficient)

    def _multiplied(self, target: str, coefficient: Fraction) -> Iterator[str]:
        if coefficient == -1:
            yield f"negative({target}, {target})"
        elif coefficient != 1:
            yield f"multiply({target}, {self.setup.constant(coefficient)}, {target})"

    def _ones(self, index: Index) -> str:
        return self.setup.ones(index.dimension)

    def _column(self, put_off: Variable) -> str:
        """The name of what is still to be multiplied in, one number a row."""
        scale = identifier(self.buffers.of[self.deferrals[put_off.name].scale])
        return self.setup.need(f"{scale}_all", f"{scale}[:, None]")

    def _scaled(self, operation: Contract, put_off: Variable) -> tuple[Operand, Ones]:
        """How the other factor of a product over rows, or the ones of a sum over them, are written."""
        deferral, lazy = self.deferrals[put_off.name], self.lazy(put_off)
        if deferral.rows in operation.target.indices:
            return self.name, self._ones

        def operand(variable: Variable) -> str:
            if variable.name == put_off.name:
                return self.name(variable)
            shape = ", ".join(identifier(i.dimension.name) for i in variable.indices if isinstance(i, Index))
            work = self.setup.need(f"scaled_{self.name(variable)}", f"np.empty(({shape}), dtype) if {lazy} else None")
            name = self.name(variable)
            return f"(multiply({name}, {self._column(put_off)}, {work}) if {lazy} else {name})"

        scale = identifier(self.buffers.of[deferral.scale])
        return operand, lambda index: f"({scale} if {lazy} else {self._ones(index)})"

    def _map(self, target: Variable, body: Expression) -> Iterator[str]:
        name = self.name(target)
        axes = tuple(index for index in target.indices if isinstance(index, Index))

        def operand(variable: Variable) -> str:
            return view(self.name(variable), tuple(i for i in variable.indices if isinstance(i, Index)), axes)

        shape = ", ".join(identifier(i.dimension.name) for i in axes) + ("," if len(axes) == 1 else "")
        stem = "_".join(["work", *(identifier(i.dimension.name) for i in axes)])

        def scratch(number: int) -> str:
            return self.setup.need(f"{stem}_{number}", f"np.empty(({shape}), dtype)")

        yield from MapWriter(name, self.aliases(target), operand, self.setup.constant, scratch, self.setup.size).write(
            body
        )

    def aliases(self, target: Variable) -> frozenset[str]:
        """The arrays that lie in one buffer with the target."""
        return frozenset(name for name in self.buffers.of if self.buffers.shares(name, target.name))

    def _flat(self, source: Variable) -> str:
        name = self.name(source)
        if self.is_input(source):
            return f"{name}.ravel()"
        return self.setup.need(f"{name}_flat", f"{name}.ravel()")

    def positions(self, label: Label) -> str:
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
            f"add({identifier(label.name)}, starts_{identifier(label.dimension.name)}, {self.positions(label)})"
            for label in labels.values()
        )

    def _scatter(self, operation: Scatter) -> Iterator[str]:
        target = operation.target
        name, positions, flat = self.name(target), self.positions(operation.label), self._flat(target)
        if operation.base is None:
            yield f"{name}.fill(0)"
        elif not self.buffers.shares(operation.base.name, operation.target.name):
            yield f"copyto({name}, {self.name(operation.base)})"
        amount = operation.amount
        assert isinstance(amount, Number | Variable)
        text = self.setup.constant(amount.value) if isinstance(amount, Number) else self.name(amount)
        added = f"add({flat}[{positions}], {text})"
        if lazy := self.lazy(operation.target):
            total = identifier(self.buffers.of[self.deferrals[operation.target.name].total])
            added = f"subtract({flat}[{positions}], {total}) if {lazy} else {added}"
        yield f"{flat}[{positions}] = {added}"

    def _loop(self, group: tuple[Step, ...]) -> tuple[tuple[str, ...], str]:
        writer = LoopWriter(self)
        lines = tuple(line for step in group for line in writer.lines(step))
        rows, columns = loop_axes(group[0]) or (Dimension(""), Dimension(""))
        self.loops += 1
        r, c = identifier(rows.name), identifier(columns.name)
        views, names = ", ".join(writer.views.values()), ", ".join(writer.views)
        inner, alone = " " * 12, len(writer.views) == 1
        how = f"[\n{inner}({views}{',' * alone})\n{inner}for rows in _blocks({r}, {c})\n{' ' * 8}]"
        name = self.setup.need(f"blocks_{self.loops}", how)
        return lines, f"for ({names},) in {name}:" if alone else f"for {names} in {name}:"


def write_passes(
    program: ArrayProgram, steps: tuple[Step, ...]
) -> tuple[PassWriter, tuple[Block, ...], tuple[Block, ...]]:
    """The writer with the set-up, and the blocks of the forward and the backward pass."""
    steps = expanded(steps)
    buffers = plan(steps, program)
    writer = PassWriter(program, buffers, python_names(program, buffers.shapes), deferrals=deferrals(steps))
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
