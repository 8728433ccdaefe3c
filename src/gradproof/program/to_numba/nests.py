"""From operations to loop nests: what can be done for one row after another is done in one loop over the rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from gradproof.formula.expression import Dimension, Index, Label, Number, Variable
from gradproof.program.operations import Contract, Deposit, Gather, Map, Operation, Scatter, Softmax, Step, Take
from gradproof.program.to_numba.elements import ElementWriter, Names
from gradproof.program.to_numpy.buffers import identifier
from gradproof.program.to_numpy.setup import Block, without_repetition


@dataclass(frozen=True)
class Piece:
    """The lines of one operation for one row, and those before and after the loop over the rows."""

    before: tuple[str, ...]
    lines: tuple[str, ...]
    after: tuple[str, ...] = ()


def scheduled(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps with every sum over rows right behind what it sums: before matrix products that it does not need."""
    result: list[Step] = []
    for step in steps:
        place = len(result)
        if isinstance(step.operation, Contract) and not is_product(step.operation):
            needed = {read.name for read in step.operation.reads}
            while place and not _parts(result[place - 1], needed, step):
                place -= 1
            place = place or len(result)
        result.insert(place, step)
    return tuple(result)


def _parts(earlier: Step, needed: set[str], step: Step) -> bool:
    """True where the step cannot stand before an earlier one."""
    return earlier.backward != step.backward or any(write.name in needed for write in earlier.operation.writes)


def axes(variable: Variable) -> tuple[Index, ...]:
    """The plain indices of an array."""
    return tuple(term for term in variable.indices if isinstance(term, Index))


def is_product(operation: Operation) -> bool:
    """True for a product of two matrices, which is BLAS's work."""
    if not isinstance(operation, Contract) or len(operation.factors) != 2 or len(operation.target.indices) != 2:
        return False
    left, right = (axes(factor) for factor in operation.factors)
    shared = set(left) & set(right)
    return len(left) == len(right) == 2 and len(shared) == 1 and not shared & set(axes(operation.target))


def row_of(operation: Operation) -> Index | None:
    """The index of the loop that an operation goes into; None for matrix products and for single numbers."""
    match operation:
        case Softmax(logits=logits):
            return axes(logits)[0] if len(logits.indices) > 1 else None
        case Contract(target, _, factors):
            if is_product(operation):
                return None
            widest = max(factors, key=lambda factor: len(factor.indices))
            first = (axes(widest) or (None,))[0]
            return first if first not in axes(target) or first == axes(target)[0] else axes(target)[0]
        case Deposit(amount=amount):
            return axes(amount)[0]
    return (axes(operation.target) or (None,))[0]


@dataclass
class NestWriter:
    """The blocks of a kernel; `taken` are the names that no loop variable may have."""

    elements: ElementWriter
    taken: frozenset[str]
    row: str = ""

    def blocks(self, steps: Iterable[Step]) -> tuple[Block, ...]:
        """The blocks of some steps."""
        groups: list[list[Step]] = []
        for step in steps:
            if groups and self._joins(groups[-1], step):
                groups[-1].append(step)
            else:
                groups.append([step])
        return without_repetition(self._block(group) for group in groups)

    def _joins(self, group: list[Step], step: Step) -> bool:
        """True where the step can go into the loop of the group."""
        rows = [row_of(s.operation) for s in (group[0], step)]
        if rows[0] is None or rows[1] is None or rows[0].dimension != rows[1].dimension:
            return False
        members = [*group, step]
        written = {self._root(w) for s in members for w in s.operation.writes}
        sums = {self._root(s.operation.writes[0]) for s in members if row_of(s.operation) not in _first(s.operation)}
        return not any(
            self._root(read) in sums or (self._root(read) in written and not _is_local(read, s.operation))
            for s in members
            for read in s.operation.reads
        )

    def _root(self, variable: Variable) -> str:
        return self.elements.buffers.of.get(variable.name, variable.name)

    def _block(self, group: list[Step]) -> Block:
        comments = tuple(dict.fromkeys(r for step in group for r in (*step.also, step.reason) if r))
        row = row_of(group[0].operation)
        if row is None:
            self.row = ""
            return Block(comments, self._alone(group[0].operation))
        self.row = self._free(row, set())
        pieces = [self._piece(step.operation) for step in group]
        header = f"for {self.row} in range({identifier(row.dimension.name)}):"
        inside = [f"    {line}" for piece in pieces for line in piece.lines]
        before = [line for piece in pieces for line in piece.before]
        return Block(comments, (*before, header, *inside, *(line for piece in pieces for line in piece.after)))

    def _free(self, index: Index, used: set[str]) -> str:
        """A loop variable for an index that nothing else is called."""
        name = identifier(index.name)
        while name in self.taken | used:
            name += "_"
        return name

    def _names(self, operation: Operation, *variables: Variable) -> Names:
        """The loop variables of all indices of an operation."""
        row = row_of(operation)
        names: Names = {row: self.row} if row else {}
        for index in (index for variable in variables for index in axes(variable)):
            names.setdefault(index, self._free(index, set(names.values())))
        return names

    def _alone(self, operation: Operation) -> tuple[str, ...]:
        if isinstance(operation, Contract) and is_product(operation):
            return self._matrix_product(operation)
        piece = self._piece(operation)
        return (*piece.before, *piece.lines, *piece.after)

    def _piece(self, operation: Operation) -> Piece:
        match operation:
            case Map(target, body):
                names = self._names(operation, *operation.reads, target)
                line = f"{self.elements.component(target, names)} = {self.elements.text(body, names)}"
                return Piece((), _nest(self._inner(axes(target), names), names, [line]))
            case Contract():
                return self._contract(operation)
            case Gather(target, source, label):
                return Piece((), (self._gathered(target, source, label, ""),))
            case Take():
                return self._take(operation)
            case Deposit():
                return self._deposit(operation)
            case Scatter():
                return self._scatter(operation)
        return self._softmax(operation)

    def _inner(self, indices: Iterable[Index], names: Names) -> list[Index]:
        """The indices that need a loop of their own."""
        return [index for index in dict.fromkeys(indices) if not self.row or names[index] != self.row]

    def _contract(self, operation: Contract) -> Piece:
        target, elements = operation.target, self.elements
        names = self._names(operation, target, *operation.factors)
        coefficient = operation.coefficient
        product = " * ".join(elements.component(factor, names) for factor in operation.factors)
        scale = "" if coefficient == 1 else f"{elements.constant(coefficient)} * "
        order = sorted(operation.factors, key=lambda factor: -len(factor.indices))
        inner = self._inner((i for factor in order for i in axes(factor)), names)
        if not target.indices:
            total = f"sum_of_{elements.name(target)}"
            number = f"{elements.component(target, names)} = {scale}{total}"
            return Piece((f"{total} = 0.0",), _nest(inner, names, [f"{total} += {product}"]), (number,))
        if row_of(operation) not in axes(target):
            line = f"{elements.component(target, names)} += {scale}{product}"
            return Piece((self._emptied(target),), _nest(inner, names, [line]))
        summed = [index for index in inner if index not in axes(target)]
        lines = ["total = zero", *_nest(summed, names, [f"total += {product}"])]
        lines.append(f"{elements.component(target, names)} = {scale}total")
        return Piece((), _nest(self._inner(axes(target), names), names, lines))

    def _matrix_product(self, operation: Contract) -> tuple[str, ...]:
        """A call of `_dot`; the coefficient is multiplied in afterwards."""
        rows, columns = axes(operation.target)
        left, right = operation.factors
        if rows not in axes(left):
            left, right = right, left
        name = self.elements.name
        first = name(left) + ("" if axes(left)[0] == rows else ".T")
        second = name(right) + ("" if axes(right)[1] == columns else ".T")
        target = name(operation.target)
        call = f"_dot({first}, {second}, {target})"
        if operation.coefficient == 1:
            return (call,)
        return (call, f"{target}[:, :] *= {self.elements.constant(operation.coefficient)}")

    def _gathered(self, target: Variable, source: Variable, label: Label, less: str) -> str:
        """The line that takes the component at the label."""
        names = self._names(Gather(target, source, label), target)
        names |= {index: self._label(label, names) for index in axes(source) if index not in names}
        return f"{self.elements.component(target, names)} = {self.elements.component(source, names)}{less}"

    def _label(self, label: Label, names: Names) -> str:
        return f"{identifier(label.name)}[{', '.join(names[i] for i in label.arguments if isinstance(i, Index))}]"

    def _take(self, operation: Take) -> Piece:
        names = self._names(operation, operation.target)
        at = {**names, axes(operation.source)[0]: self._label(operation.label, names)}
        line = f"{self.elements.component(operation.target, names)} = {self.elements.component(operation.source, at)}"
        return Piece((), _nest(self._inner(axes(operation.target), names), names, [line]))

    def _deposit(self, operation: Deposit) -> Piece:
        target, elements = operation.target, self.elements
        names = self._names(operation, operation.amount)
        at = {**names, axes(target)[0]: self._label(operation.label, names)}
        scale = "" if operation.coefficient == 1 else f"{elements.constant(operation.coefficient)} * "
        line = f"{elements.component(target, at)} += {scale}{elements.component(operation.amount, names)}"
        nest = _nest(self._inner(axes(operation.amount), names), names, [line])
        return Piece((self._emptied(target),), nest)

    def _emptied(self, target: Variable) -> str:
        """The line that fills an array with zeros."""
        return f"{self.elements.name(target)}[{', '.join(':' for _ in target.indices)}] = zero"

    def _scatter(self, operation: Scatter) -> Piece:
        target, elements = operation.target, self.elements
        names = self._names(operation, target)
        lines: list[str] = []
        if operation.base is None or self._root(operation.base) != self._root(target):
            value = elements.component(operation.base, names) if operation.base else "zero"
            copy = f"{elements.component(target, names)} = {value}"
            lines += _nest(self._inner(axes(target), names), names, [copy])
        at = {**names, axes(target)[-1]: self._label(operation.label, names)}
        amount = operation.amount
        added = elements.constant(amount.value) if isinstance(amount, Number) else elements.text(amount, names)
        return Piece((), (*lines, f"{elements.component(target, at)} += {added}"))

    def _softmax(self, operation: Softmax) -> Piece:
        """The largest logit is subtracted before exp, and exp divided by its sum afterwards."""
        elements, logits, index = self.elements, operation.logits, operation.index
        names = self._names(operation, logits)
        u, j, c = elements.component(logits, names), names[index], identifier(index.dimension.name)
        first = elements.component(logits, {**names, index: "0"})
        lines = [f"peak = {first}.real", f"for {j} in range(1, {c}):", f"    peak = max(peak, {u}.real)"]
        lines += [f"{elements.component(operation.peak, names)} = peak"] if operation.peak else []
        lines += [self._gathered(g.target, logits, g.label, " - peak") for g in operation.relative]
        lines += ["total = zero", f"for {j} in range({c}):", f"    power = np.exp({u} - peak)", "    total += power"]
        p = elements.component(operation.probability, names) if operation.probability else ""
        lines += [f"    {p} = power"] if p else []
        total, scale = (elements.component(array, names) for array in (operation.total, operation.scale))
        lines += [f"{total} = total", f"{scale} = {elements.constant(Fraction(operation.sign))} / total"]
        lines += [f"for {j} in range({c}):", f"    {p} *= {scale}"] if p else []
        return Piece((), tuple(lines))


def _first(operation: Operation) -> tuple[Index, ...]:
    """The index that rows of the result are counted by."""
    return axes(operation.writes[0])[:1]


def _is_local(read: Variable, operation: Operation) -> bool:
    """True where an operation reads only the row of an array that it is at."""
    return bool(read.indices) and read.indices[0] == row_of(operation)


def _nest(indices: Iterable[Index], names: Names, body: list[str]) -> tuple[str, ...]:
    """The body inside a loop over each of the indices."""
    lines: list[str] = []
    depth = 0
    for depth, index in enumerate(indices, 1):
        lines.append(f"{'    ' * (depth - 1)}for {names[index]} in range({_size(index.dimension)}):")
    return (*lines, *(f"{'    ' * depth}{line}" for line in body))


def _size(dimension: Dimension) -> str:
    return identifier(dimension.name)
