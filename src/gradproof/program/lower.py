"""From an array program to operations: sums become contractions, δ(j, t_n) scatters, u_{n, t_n} gathers.

Whatever stands inside a sum or a product and is not an array becomes one first, and equal formulas become one array:
they are found by their canonical keys, so a formula that was written out where a name could have stood costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction

from gradproof.formula.expression import (
    Add,
    Delta,
    Expression,
    Function,
    Index,
    Label,
    Mul,
    Number,
    Power,
    Sum,
    Variable,
    integer,
)
from gradproof.program.array_program import ArrayProgram, Assignment
from gradproof.program.canonical import add, canonical, mul
from gradproof.program.derived import GenerationError
from gradproof.program.grouping import axes, axes_of, delta_of, grouped, is_log_total, label_first
from gradproof.program.indices import children, free_indices, fresh_index, key, parts_of, rebuild, substitute
from gradproof.program.operations import Contract, Deposit, Gather, Map, Operation, Scatter, Softmax, Step, Take
from gradproof.program.stable import softmax_of
from gradproof.program.terms import factors_of, is_sum_of_exponentials, split, terms_of
from gradproof.program.to_text import to_text


def lower(program: ArrayProgram) -> tuple[Step, ...]:
    """The operations of a program in the order of computation, forward before backward."""
    walk = Lowering(program)
    for line in program.assignments:
        walk.assign(line, backward=line in program.backward)
    return walk.finished()


@dataclass
class Lowering:
    """The operations so far; a walk's state, not kept."""

    program: ArrayProgram
    steps: list[Step] = field(default_factory=list)
    known: dict[str, Variable] = field(default_factory=dict)
    clusters: dict[str, int] = field(default_factory=dict)
    absolute: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    line: str = ""
    axes: tuple[Index, ...] = ()
    reason: str = ""
    backward: bool = False

    def assign(self, line: Assignment, *, backward: bool) -> None:
        """The operations of one assignment."""
        self.line, self.axes, self.reason, self.backward = line.name, line.axes, line.reason, backward
        self._store(line.variable, line.expression)

    def _emit(self, operation: Operation) -> None:
        self.steps.append(Step(operation, self.reason, self.backward))

    def _store(self, target: Variable, expression: Expression) -> None:
        """Operations that leave the expression in the target."""
        expression = canonical(expression)
        scattered = [term for term in terms_of(expression) if delta_of(term)]
        coefficient, rest = split(expression)
        if scattered:
            self._scatter(target, [t for t in terms_of(expression) if t not in scattered], scattered)
        elif isinstance(rest, Sum) and not is_sum_of_exponentials(rest):
            self._contract(target, rest, coefficient)
        else:
            body = canonical(self._flat_node(expression))
            self._emit(Map(target, body))
            self.known.setdefault(key(body), target)
        self.known.setdefault(key(expression), target)

    def _scatter(self, target: Variable, plain: list[Expression], scattered: list[Expression]) -> None:
        base = self._array(add(plain), axes(target), f"{self.line}_rest") if plain else None
        for number, term in enumerate(scattered):
            delta = delta_of(term)
            assert delta is not None
            label, index = label_first(delta)
            if not isinstance(label, Label) or not isinstance(index, Index):
                raise GenerationError(f"{self.reason}: there is no array code for {to_text(delta)} yet.")
            rest = mul(factor for factor in factors_of(term) if factor is not delta)
            amount = self._flat(substitute(rest, {index.name: label}))
            written = target if number + 1 == len(scattered) else replace(target, name=self._fresh(f"{self.line}_rest"))
            if not isinstance(amount, Number):
                amount = self._array(amount, axes_of(amount, self.program.batch), f"{self.line}_amount")
            self._emit(Scatter(written, base, label, amount))
            base = written

    def _ordered(self, expression: Expression) -> tuple[Index, ...]:
        """The free indices in the order of the axes that are being assigned, the batch first."""
        free = axes_of(expression, self.program.batch)
        return tuple(sorted(free, key=lambda i: self.axes.index(i) if i in self.axes else len(self.axes)))

    def _fresh(self, stem: str) -> str:
        """A name that nothing has yet, made from the stem."""
        taken = (
            {line.name for line in self.program.assignments} | {item.name for item in self.program.inputs} | self.names
        )
        number, name = 1, stem
        while name in taken:
            number, name = number + 1, f"{stem}_{number + 1}"
        self.names.add(name)
        return name

    def _array(self, expression: Expression, axes: tuple[Index, ...], stem: str) -> Variable:
        """An array that holds the expression: a known one if there is one."""
        expression = canonical(expression)
        if isinstance(expression, Variable) and all(isinstance(term, Index) for term in expression.indices):
            return expression
        if key(expression) in self.known:
            return self.known[key(expression)]
        target = Variable(self._fresh(stem), axes)
        self._store(target, expression)
        return target

    def _flat(self, expression: Expression) -> Expression:
        """The expression over arrays, without sums, labels, softmax and log Σ exp; known ones by their names."""
        return self.known.get(key(expression)) or self._flat_node(expression)

    def _flat_node(self, expression: Expression) -> Expression:
        if softmax_of(expression) is not None:
            return self._softmax(expression)
        match expression:
            case Function("log", argument) if is_sum_of_exponentials(argument):
                return self._log_total(expression)
            case Sum():
                return self._array(expression, self._ordered(expression), f"{self.line}_sum")
            case Variable(_, indices) if any(isinstance(term, Label) for term in indices):
                return self._gather(expression)
            case Add():
                return self._add(expression)
            case Delta():
                raise GenerationError(
                    f"{self.reason}: there is no array code for {to_text(expression)} in this place yet."
                )
        if isinstance(expression, Mul | Power | Function):
            return rebuild(expression, tuple(self._flat(part) for part in children(expression)))
        return expression

    def _add(self, expression: Add) -> Expression:
        """A sum, in which u_t − log Σ exp u is taken relative to the largest u."""
        terms = list(expression.terms)
        found: list[Expression] = []
        for total in [term for term in terms if is_log_total(split(term)[1])]:
            coefficient, rest = split(total)
            for term in terms:
                other, logit = split(term)
                pair = softmax_of(Function("exp", add((logit, mul((integer(-1), rest))))))
                if other == -coefficient and pair is not None and total in terms and isinstance(logit, Variable):
                    terms = [t for t in terms if t not in (term, total)]
                    found.append(mul((Number(other), self._log_softmax(logit, rest))))
                    break
        return add([*found, *(self._flat(term) for term in terms)])

    def _cluster(self, log_total: Expression) -> tuple[int, tuple[Index, ...]]:
        """The place of the Softmax of these logits among the steps, and the indices that log Σ exp has left."""
        assert isinstance(log_total, Function) and isinstance(log_total.argument, Sum)
        total = log_total.argument
        if not isinstance(total.body, Function) or isinstance(total.body.argument, Number):
            raise GenerationError(f"{self.reason}: there is no array code for {to_text(log_total)} yet.")
        outer = tuple(i for i in axes_of(total.body.argument, self.program.batch) if i != total.index)
        inner = fresh_index(total.index, {index.name for index in outer})
        argument = self._flat(substitute(total.body.argument, {total.index.name: inner}))
        logits = self._array(argument, (*outer, inner), f"{self.line}_logits")
        name = key(Variable(logits.name))
        if name not in self.clusters:
            stem = logits.name
            total_of, scale = Variable(f"total_{stem}", outer), Variable(f"scale_{stem}", outer)
            peak = Variable(f"peak_{stem}", outer)
            ordered = Variable(stem, logits.indices)
            last = logits.indices[[i.name for i in axes(logits)].index(inner.name)] if inner in logits.indices else None
            index = last if isinstance(last, Index) else axes(logits)[-1]
            self.clusters[name] = len(self.steps)
            self._emit(Softmax(ordered, index, total_of, scale, peak, None, 1, ()))
        return self.clusters[name], outer

    def _at(self, place: int) -> Softmax:
        operation = self.steps[place].operation
        assert isinstance(operation, Softmax)
        return operation

    def _change(self, place: int, operation: Softmax) -> None:
        self.steps[place] = replace(self.steps[place], operation=operation)

    def _log_total(self, expression: Expression) -> Expression:
        place, _ = self._cluster(expression)
        cluster = self._at(place)
        self.absolute.add(cluster.logits.name)
        assert cluster.peak is not None
        return Add((cluster.peak, Function("log", cluster.total)))

    def _log_softmax(self, logit: Variable, log_total: Expression) -> Expression:
        place, outer = self._cluster(log_total)
        cluster = self._at(place)
        label = next((term for term in logit.indices if isinstance(term, Label)), None)
        if label is None or logit.name != cluster.logits.name:
            self.absolute.add(cluster.logits.name)
            assert cluster.peak is not None
            return add((self._flat(logit), mul((integer(-1), Add((cluster.peak, Function("log", cluster.total)))))))
        for gather in cluster.relative:
            if gather.label == label:
                break
        else:
            gather = Gather(Variable(self._fresh(f"{logit.name}_at_{label.name}"), outer), cluster.logits, label)
            self._change(place, replace(cluster, relative=(*cluster.relative, gather)))
        return add((gather.target, mul((integer(-1), Function("log", cluster.total)))))

    def _softmax(self, expression: Expression) -> Expression:
        found = softmax_of(expression)
        assert found is not None
        exponent, log_total, index = found
        place, _ = self._cluster(log_total)
        cluster = self._at(place)
        if cluster.probability is None:
            probability = Variable(f"softmax_{cluster.logits.name}", cluster.logits.indices)
            cluster = replace(cluster, probability=probability)
            self._change(place, cluster)
        assert cluster.probability is not None
        return self._at_position(cluster.probability, cluster.index, exponent, log_total, index)

    def _at_position(
        self, probability: Variable, index: Index, exponent: Expression, log_total: Function, bound: Index
    ) -> Expression:
        """The softmax array, indexed as the exponent is."""
        assert isinstance(log_total.argument, Sum) and isinstance(log_total.argument.body, Function)
        body = log_total.argument.body.argument
        for term in dict.fromkeys(t for p in parts_of(exponent) if isinstance(p, Variable) for t in p.indices):
            if key(canonical(substitute(body, {bound.name: term}))) == key(exponent):
                indices = tuple(term if own == index else own for own in probability.indices)
                return self._flat(Variable(probability.name, indices))
        raise GenerationError(f"{self.reason}: there is no array code for {to_text(exponent)} yet.")

    def _gather(self, variable: Variable) -> Variable:
        labels = [term for term in variable.indices if isinstance(term, Label)]
        if key(variable) in self.known:
            return self.known[key(variable)]
        label = labels[0]
        index = fresh_index(Index("c", label.dimension), {i.name for i in free_indices(variable)})
        source = Variable(variable.name, tuple(index if term == label else term for term in variable.indices))
        axes = axes_of(variable, self.program.batch)
        if len(labels) > 1 or axes != axes_of(source, None)[:-1] or len(axes) > 1:
            return self._take(variable, source, label, axes)
        target = Variable(self._fresh(f"{variable.name}_at_{label.name}"), axes)
        self.known[key(variable)] = target
        self._emit(Gather(target, source, label))
        return target

    def _take(self, variable: Variable, source: Variable, label: Label, axes: tuple[Index, ...]) -> Variable:
        """The rows of an array that the labels of all data points name."""
        if variable.indices[0] != label or axes != (*label.arguments, *source.indices[1:]):
            raise GenerationError(f"{self.reason}: there is no array code for {to_text(variable)} yet.")
        target = Variable(self._fresh(f"{variable.name}_at_{label.name}"), axes)
        self.known[key(variable)] = target
        self._emit(Take(target, source, label))
        return target

    def _deposit(self, target: Variable, rest: Expression, summed: list[Index], coefficient: Fraction) -> bool:
        """True after Σ_n δ(j, t_n) · amount_n was written; False if that is not what the sum is."""
        if (delta := delta_of(rest)) is None:
            return False
        label, index = label_first(delta)
        if not isinstance(label, Label) or label.arguments != tuple(summed) or index != target.indices[0]:
            return False
        amount = mul(factor for factor in factors_of(rest) if factor is not delta)
        array = self._array(self._flat(amount), (*summed, *axes(target)[1:]), f"{self.line}_amount")
        self._emit(Deposit(target, coefficient, label, array))
        return True

    def _contract(self, target: Variable, expression: Expression, coefficient: Fraction) -> None:
        summed: list[Index] = []
        while isinstance(expression, Sum):
            index = fresh_index(expression.index, {i.name for i in (*summed, *axes(target))})
            expression = substitute(expression.body, {expression.index.name: index})
            summed.append(index)
        inner, rest = split(canonical(expression))
        if target.indices and self._deposit(target, rest, summed, coefficient * inner):
            return
        arrays = grouped([self._flat(factor) for factor in factors_of(rest)], {i.name for i in summed})
        factors = tuple(
            self._array(group, axes_of(group, self.program.batch), f"{self.line}_factor") for group in arrays
        )
        self._emit(Contract(target, coefficient * inner, factors))

    def finished(self) -> tuple[Step, ...]:
        """The steps, with the peak of a softmax dropped where all is relative to it."""
        for place in self.clusters.values():
            cluster = self._at(place)
            if cluster.logits.name not in self.absolute:
                self._change(place, replace(cluster, peak=None))
        return tuple(self.steps)
