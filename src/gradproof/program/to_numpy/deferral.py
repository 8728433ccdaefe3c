"""Division by the softmax's total put off until it costs less.

The derivative of log softmax by its logits is −exp(u)/Z with 1 added at the label. Where it goes into matrix products
alone and there are more classes than other columns, exp(u) − Z at the label goes into them as it is, and −1/Z, one
number a row, is multiplied into the other factor or into the result, whichever belongs to the rows.
"""

from __future__ import annotations

from dataclasses import dataclass

from gradproof.formula.expression import ONE, Index, Variable
from gradproof.program.operations import Contract, Scatter, Softmax, Step
from gradproof.program.to_numpy.buffers import identifier


@dataclass(frozen=True)
class Deferral:
    """The rows' index, the names of the cluster's arrays, and the condition under which it pays: `lazy_u` := `pays`."""

    rows: Index
    total: str
    scale: str
    lazy: str
    pays: str


def deferrals(steps: tuple[Step, ...]) -> dict[str, Deferral]:
    """What is put off, by the names of the arrays that hold it: the softmax and its derivative."""
    found: dict[str, Deferral] = {}
    for cluster in (step.operation for step in steps if isinstance(step.operation, Softmax)):
        if cluster.probability is None or cluster.sign != -1 or len(cluster.logits.indices) != 2:
            continue
        readers = _readers(cluster.probability, steps)
        if len(readers) != 1 or not isinstance(readers[0], Scatter) or readers[0].amount != ONE:
            continue
        target, rows = readers[0].target, cluster.total.indices[0]
        others = _other_widths(target, _readers(target, steps), rows)
        if others and isinstance(rows, Index):
            stem = identifier(cluster.logits.name)
            widest = f"max({', '.join(sorted(others))})" if len(others) > 1 else next(iter(others))
            pays = f"{widest} < {identifier(cluster.index.dimension.name)}"
            deferral = Deferral(rows, cluster.total.name, cluster.scale.name, f"lazy_{stem}", pays)
            found |= {cluster.probability.name: deferral, target.name: deferral}
    return found


def _readers(array: Variable, steps: tuple[Step, ...]) -> list[object]:
    return [step.operation for step in steps for read in step.operation.reads if read.name == array.name]


def _other_widths(array: Variable, readers: list[object], rows: object) -> set[str]:
    """The widths of what the array is multiplied with; none where it is read by anything but plain products."""
    widths: set[str] = set()
    for reader in readers:
        if not isinstance(reader, Contract) or len(reader.factors) > 2:
            return set()
        others = [factor for factor in reader.factors if factor.name != array.name]
        if others and rows not in others[0].indices and rows not in reader.target.indices:
            return set()
        if others and (len(others[0].indices) != 2 or len(reader.target.indices) != 2):
            return set()
        own = {rows, *array.indices}
        widths |= {
            identifier(i.dimension.name)
            for other in others
            for i in other.indices
            if isinstance(i, Index) and i not in own
        }
    return widths
