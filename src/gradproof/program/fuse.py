"""Fewer operations with the same results: no copies, maps read once put into their readers, signs folded."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from gradproof.formula.expression import Expression, Number, Variable
from gradproof.program.array_program import ArrayProgram
from gradproof.program.canonical import canonical
from gradproof.program.indices import substitute, transform
from gradproof.program.operations import Contract, Deposit, Gather, Map, Operation, Scatter, Softmax, Step, Take
from gradproof.program.terms import split


def fuse(steps: tuple[Step, ...], program: ArrayProgram) -> tuple[Step, ...]:
    """The steps after all fusions."""
    results = {program.value, *(gradient for _, gradient in program.gradients)}
    inputs = {item.name for item in program.inputs}
    for single in (_without_copies, _with_maps_inlined, _with_signs_folded, _with_sums_first):
        steps = single(steps, results, inputs)
    return _without_dead(steps, results)


def _reads(steps: tuple[Step, ...]) -> Counter[str]:
    return Counter(read.name for step in steps for read in step.operation.reads)


def _without_copies(steps: tuple[Step, ...], results: set[str], inputs: set[str]) -> tuple[Step, ...]:
    """A map that only copies a whole array gives the array its name instead."""
    for step in steps:
        match step.operation:
            case Map(target, Variable() as source) if source.name not in inputs | results:
                if source.indices == target.indices or not target.indices:
                    kept = tuple(other for other in steps if other is not step)
                    renamed = tuple(replace(s, operation=rename(s.operation, {source.name: target.name})) for s in kept)
                    return _without_copies(renamed, results, inputs)
    return steps


def _with_maps_inlined(steps: tuple[Step, ...], results: set[str], inputs: set[str]) -> tuple[Step, ...]:
    """A map that is read once, by a map over the same axes in the same pass, becomes a part of that."""
    counts = _reads(steps)
    for step in steps:
        operation = step.operation
        if not isinstance(operation, Map) or operation.target.name in results or counts[operation.target.name] != 1:
            continue
        reader = next(s for s in steps if any(r.name == operation.target.name for r in s.operation.reads))
        other = reader.operation
        if isinstance(other, Map) and reader.backward == step.backward and _same_axes(operation.target, other.target):
            merged = replace(reader, operation=Map(other.target, _inlined(other.body, operation)), reason=reader.reason)
            merged = replace(merged, also=(*step.also, step.reason, *reader.also))
            kept = tuple(merged if s is reader else s for s in steps if s is not step)
            return _with_maps_inlined(kept, results, inputs)
    return steps


def _same_axes(one: Variable, other: Variable) -> bool:
    return one.indices == other.indices


def _inlined(body: Expression, operation: Map) -> Expression:
    def node(part: Expression) -> Expression:
        if isinstance(part, Variable) and part.name == operation.target.name:
            names = [i.name for i in operation.target.indices]  # type: ignore[union-attr]
            return substitute(operation.body, dict(zip(names, part.indices, strict=True)))
        return part

    return canonical(transform(body, node))


def _with_signs_folded(steps: tuple[Step, ...], results: set[str], inputs: set[str]) -> tuple[Step, ...]:
    """A softmax that is only read as −p is computed as −p."""
    counts = _reads(steps)
    for step in steps:
        cluster = step.operation
        if not isinstance(cluster, Softmax) or cluster.probability is None or counts[cluster.probability.name] != 1:
            continue
        name = cluster.probability.name
        reader = next(s for s in steps if any(r.name == name for r in s.operation.reads))
        match reader.operation:
            case Map(target, body) if split(body)[0] == -1 and split(body)[1] == Variable(name, target.indices):
                folded = f"minus_{name}"
                negated = replace(cluster.probability, name=folded)
                kept = tuple(
                    replace(s, operation=replace(cluster, probability=negated, sign=-1)) if s is step else s
                    for s in steps
                    if s is not reader
                )
                return tuple(replace(s, operation=rename(s.operation, {target.name: folded})) for s in kept)
    del results, inputs
    return steps


def _with_sums_first(steps: tuple[Step, ...], results: set[str], inputs: set[str]) -> tuple[Step, ...]:
    """Contractions of arguments alone stand in front, where they part no loop."""
    del results
    early = [
        step
        for step in steps
        if isinstance(step.operation, Contract) and not step.backward
        if all(read.name in inputs for read in step.operation.reads)
    ]
    return (*early, *(step for step in steps if step not in early))


def _without_dead(steps: tuple[Step, ...], results: set[str]) -> tuple[Step, ...]:
    """The steps whose results are read by a later one or are results of the program."""
    needed, kept = set(results), []
    for step in reversed(steps):
        if any(write.name in needed for write in step.operation.writes):
            kept.append(step)
            needed |= {read.name for read in step.operation.reads}
    return tuple(reversed(kept))


def rename(operation: Operation, names: dict[str, str]) -> Operation:
    """The operation with its arrays renamed."""

    def one(variable: Variable) -> Variable:
        return Variable(names.get(variable.name, variable.name), variable.indices)

    def maybe(variable: Variable | None) -> Variable | None:
        return one(variable) if variable is not None else None

    def body(expression: Expression) -> Expression:
        return transform(expression, lambda part: one(part) if isinstance(part, Variable) else part)

    match operation:
        case Contract(target, coefficient, factors):
            return Contract(one(target), coefficient, tuple(map(one, factors)))
        case Map(target, expression):
            return Map(one(target), body(expression))
        case Gather(target, source, label):
            return Gather(one(target), one(source), label)
        case Take(target, source, label):
            return Take(one(target), one(source), label)
        case Deposit(target, coefficient, label, deposited):
            return Deposit(one(target), coefficient, label, one(deposited))
        case Scatter(target, base, label, amount):
            return Scatter(one(target), maybe(base), label, amount if isinstance(amount, Number) else body(amount))
    relative = tuple(Gather(one(g.target), one(g.source), g.label) for g in operation.relative)
    return replace(
        operation,
        logits=one(operation.logits),
        total=one(operation.total),
        scale=one(operation.scale),
        peak=maybe(operation.peak),
        probability=maybe(operation.probability),
        relative=relative,
    )
